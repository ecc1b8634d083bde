-- Imports: what was read lies here, row by row, until one short step says that it counts; then it goes into the directory piece by piece. What was
-- staged and never counted is dropped; what counts is finished, whatever happened meanwhile.
CREATE TABLE exchange_import (
	tenant_id @id NOT NULL,
	import_id @id NOT NULL,
	source @text NOT NULL CHECK (length(source) BETWEEN 1 AND 100),
	kind @text NOT NULL CHECK (kind IN ('facility', 'service', 'programme', 'informal', 'vacancy', 'outline')),
	file_name @text NOT NULL CHECK (length(file_name) <= 200),
	layout @text NOT NULL CHECK (length(layout) <= 4000),
	publisher @text CHECK (length(publisher) <= 200),
	licence @text CHECK (length(licence) <= 200),
	credit @text CHECK (length(credit) <= 500),
	state @text NOT NULL CHECK (state IN ('staging', 'ready', 'live', 'done', 'dropped')),
	read_n @int NOT NULL,
	added_n @int NOT NULL,
	changed_n @int NOT NULL,
	unchanged_n @int NOT NULL,
	rejected_n @int NOT NULL,
	gone_n @int NOT NULL,
	row_n @int NOT NULL,
	conflict_n @int NOT NULL,
	by_account_id @id,
	by_name @text NOT NULL CHECK (length(by_name) <= 100),
	begun_at @time NOT NULL,
	touched_at @time NOT NULL,
	settled_at @time,
	PRIMARY KEY (tenant_id, import_id)
) @strict;
CREATE INDEX exchange_import_state ON exchange_import (tenant_id, state, touched_at);

-- state: entry (goes in), rejected (shown with its reason), gone (the source no longer has it; nothing is deleted).
CREATE TABLE exchange_row (
	tenant_id @id NOT NULL,
	import_id @id NOT NULL,
	row_n @int NOT NULL,
	line_n @int NOT NULL,
	what @text NOT NULL CHECK (what IN ('entry', 'rejected', 'gone', 'figures', 'outline')),
	source_key @text CHECK (length(source_key) <= 300),
	entry_id @id,
	area_id @id,
	name @text CHECK (length(name) <= 300),
	given @text CHECK (length(given) <= 400000),
	figures @text CHECK (length(figures) <= 4000),
	reason @text CHECK (length(reason) <= 300),
	PRIMARY KEY (tenant_id, import_id, row_n),
	FOREIGN KEY (tenant_id, import_id) REFERENCES exchange_import (tenant_id, import_id)
) @strict;

-- A file that somebody sent by the web, until it is read: pieces of its text.
CREATE TABLE exchange_piece (
	tenant_id @id NOT NULL,
	import_id @id NOT NULL,
	piece_n @int NOT NULL,
	words @text NOT NULL CHECK (length(words) <= 100000),
	PRIMARY KEY (tenant_id, import_id, piece_n),
	FOREIGN KEY (tenant_id, import_id) REFERENCES exchange_import (tenant_id, import_id)
) @strict;
