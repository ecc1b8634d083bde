-- The directory of help: what there is, what a source gave, every version, and what people and sources disagree about.
-- Facts are a JSON object of words (directory/directory_fact.h); JSON is read in C only. Coordinates are millionths of a degree, both 0 when unknown;
-- ages are months, -1 when unknown; lists are ',a,b,'.
CREATE TABLE directory_entry (
	tenant_id @id NOT NULL,
	entry_id @id NOT NULL,
	kind @text NOT NULL CHECK (kind IN ('facility', 'service', 'programme', 'informal')),
	state @text NOT NULL CHECK (state IN ('live', 'waiting', 'hidden')),
	type @text NOT NULL CHECK (length(type) BETWEEN 1 AND 40),
	name @text NOT NULL CHECK (length(name) BETWEEN 1 AND 300),
	kana @text CHECK (length(kana) <= 600),
	body_name @text NOT NULL CHECK (length(body_name) <= 300),
	area_id @id,
	operator_id @id,
	lat_n @int NOT NULL,
	lon_n @int NOT NULL,
	age_from_n @int NOT NULL,
	age_to_n @int NOT NULL,
	fee_kind @text NOT NULL CHECK (fee_kind IN ('free', 'paid', 'unknown')),
	needs @text NOT NULL CHECK (length(needs) <= 300),
	amenities @text NOT NULL CHECK (length(amenities) <= 500),
	hours_rule @text CHECK (length(hours_rule) <= 600),
	facts @text NOT NULL CHECK (length(facts) <= 60000),
	edited @text NOT NULL CHECK (length(edited) <= 2000),
	verified_on @day,
	verified_by @text CHECK (length(verified_by) <= 100),
	made_at @time NOT NULL,
	changed_at @time NOT NULL,
	version_n @int NOT NULL,
	PRIMARY KEY (tenant_id, entry_id),
	FOREIGN KEY (tenant_id, area_id) REFERENCES tenant_area (tenant_id, area_id),
	FOREIGN KEY (tenant_id, operator_id) REFERENCES tenant_operator (tenant_id, operator_id)
) @strict;
CREATE INDEX directory_entry_area ON directory_entry (tenant_id, area_id, type);
CREATE INDEX directory_entry_type ON directory_entry (tenant_id, state, type);
CREATE INDEX directory_entry_operator ON directory_entry (tenant_id, operator_id);
CREATE INDEX directory_entry_body ON directory_entry (tenant_id, body_name, entry_id);
CREATE INDEX directory_entry_verified ON directory_entry (tenant_id, verified_on);

-- The row of a source that an entry came from: what it last said, fact by fact, so that the next import knows what is new.
CREATE TABLE directory_source (
	tenant_id @id NOT NULL,
	source @text NOT NULL CHECK (length(source) BETWEEN 1 AND 100),
	source_key @text NOT NULL CHECK (length(source_key) BETWEEN 1 AND 300),
	entry_id @id NOT NULL,
	given @text NOT NULL CHECK (length(given) <= 60000),
	given_hash @text NOT NULL CHECK (length(given_hash) = 64),
	publisher @text CHECK (length(publisher) <= 200),
	licence @text CHECK (length(licence) <= 200),
	credit @text CHECK (length(credit) <= 500),
	imported_at @time NOT NULL,
	PRIMARY KEY (tenant_id, source, source_key),
	FOREIGN KEY (tenant_id, entry_id) REFERENCES directory_entry (tenant_id, entry_id)
) @strict;
CREATE INDEX directory_source_entry ON directory_source (tenant_id, entry_id);

CREATE TABLE directory_version (
	tenant_id @id NOT NULL,
	entry_id @id NOT NULL,
	version_n @int NOT NULL,
	state @text NOT NULL,
	facts @text NOT NULL CHECK (length(facts) <= 60000),
	by_account_id @id,
	by_name @text NOT NULL CHECK (length(by_name) <= 100),
	why @text CHECK (length(why) <= 500),
	written_at @time NOT NULL,
	PRIMARY KEY (tenant_id, entry_id, version_n),
	FOREIGN KEY (tenant_id, entry_id) REFERENCES directory_entry (tenant_id, entry_id)
) @strict;

-- A source says otherwise than a person here: nothing was overwritten, somebody decides once.
CREATE TABLE directory_conflict (
	tenant_id @id NOT NULL,
	conflict_id @id NOT NULL,
	entry_id @id NOT NULL,
	fact @text NOT NULL CHECK (length(fact) BETWEEN 1 AND 40),
	source @text NOT NULL CHECK (length(source) BETWEEN 1 AND 100),
	old_value @text CHECK (length(old_value) <= 20000),
	our_value @text CHECK (length(our_value) <= 20000),
	their_value @text CHECK (length(their_value) <= 20000),
	raised_at @time NOT NULL,
	settled_at @time,
	is_theirs_taken @bool NOT NULL,
	settled_by_account_id @id,
	PRIMARY KEY (tenant_id, conflict_id),
	FOREIGN KEY (tenant_id, entry_id) REFERENCES directory_entry (tenant_id, entry_id)
) @strict;
CREATE INDEX directory_conflict_open ON directory_conflict (tenant_id, settled_at, raised_at);
CREATE INDEX directory_conflict_entry ON directory_conflict (tenant_id, entry_id);

-- Outlines: one polygon a row, points as millionths of a degree `lat,lon lat,lon ...`, the outer ring first, rings split by `;`.
CREATE TABLE directory_outline (
	tenant_id @id NOT NULL,
	outline_id @id NOT NULL,
	area_id @id,
	name @text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
	south_n @int NOT NULL,
	west_n @int NOT NULL,
	north_n @int NOT NULL,
	east_n @int NOT NULL,
	points @text NOT NULL CHECK (length(points) <= 400000),
	import_id @id,
	PRIMARY KEY (tenant_id, outline_id),
	FOREIGN KEY (tenant_id, area_id) REFERENCES tenant_area (tenant_id, area_id)
) @strict;
CREATE INDEX directory_outline_area ON directory_outline (tenant_id, area_id);
