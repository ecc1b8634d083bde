-- Calls for help (SOS): they ring until a person takes one, go up the ladder while nobody does, and close only with an outcome. At most one is
-- open for a subject (the talk it belongs to). step_n: how far up the ladder it is. rings_at: from when it rings; that of a press in a night without
-- duty is the next opening.
CREATE TABLE sos (
	tenant_id @id NOT NULL,
	sos_id @id NOT NULL,
	source @text NOT NULL CHECK (source IN ('family', 'words', 'staff')),
	subject_n @int NOT NULL,
	href @text CHECK (length(href) <= 300),
	kind @text CHECK (length(kind) <= 20),
	reason @text CHECK (length(reason) <= 1000),
	operator_id @id,
	area_id @id,
	charge_account_id @id,
	raised_at @time NOT NULL,
	rings_at @time NOT NULL,
	by_account_id @id,
	step_n @int NOT NULL,
	taken_at @time,
	taken_by_account_id @id,
	taken_by_name @text CHECK (length(taken_by_name) <= 100),
	closed_at @time,
	outcome @text CHECK (outcome IN ('calm', 'met', 'passed', 'emergency', 'mistaken', 'unreached')),
	agency @text CHECK (length(agency) <= 100),
	basis @text CHECK (basis IN ('consent', 'law', 'life', 'contract')),
	article @text CHECK (length(article) <= 200),
	note @text CHECK (length(note) <= 2000),
	version_n @int NOT NULL,
	PRIMARY KEY (tenant_id, sos_id)
) @strict;
CREATE INDEX sos_open_at ON sos (tenant_id, raised_at) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX sos_open_subject ON sos (tenant_id, subject_n) WHERE closed_at IS NULL AND subject_n <> 0;
CREATE INDEX sos_closed ON sos (tenant_id, closed_at) WHERE closed_at IS NOT NULL;

-- What happened to a call, in order: raised, again, told (to whom, by what), taken, given back, closed.
CREATE TABLE sos_step (
	tenant_id @id NOT NULL,
	step_id @id NOT NULL,
	sos_id @id NOT NULL,
	kind @text NOT NULL CHECK (kind IN ('raised', 'again', 'charge', 'colleagues', 'managers', 'gateway', 'taken', 'back', 'closed')),
	told_n @int NOT NULL,
	happened_at @time NOT NULL,
	by_account_id @id,
	by_name @text CHECK (length(by_name) <= 100),
	PRIMARY KEY (tenant_id, step_id),
	FOREIGN KEY (tenant_id, sos_id) REFERENCES sos (tenant_id, sos_id)
) @strict;
CREATE INDEX sos_step_of ON sos_step (tenant_id, sos_id, step_id);
