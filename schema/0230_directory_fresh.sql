-- Keeping the directory true: changes that wait for the office's yes, and entries whose keepers were asked whether all is still right.

-- A partner group's change that families do not see yet: at most one open (waiting, or back with a word of the office) for an entry. What it changes
-- is the difference to the version it began with, so that nobody's later work is undone by a yes.
CREATE TABLE directory_proposal (
	tenant_id @id NOT NULL,
	proposal_id @id NOT NULL,
	entry_id @id NOT NULL,
	state @text NOT NULL CHECK (state IN ('waiting', 'back', 'taken')),
	is_new @bool NOT NULL,
	base_version_n @int NOT NULL,
	type @text NOT NULL CHECK (length(type) BETWEEN 1 AND 40),
	area_id @id,
	lat_n @int NOT NULL,
	lon_n @int NOT NULL,
	facts @text NOT NULL CHECK (length(facts) <= 60000),
	why @text CHECK (length(why) <= 500),
	by_account_id @id,
	by_name @text NOT NULL CHECK (length(by_name) <= 100),
	by_mail @text CHECK (length(by_mail) <= 254),
	made_at @time NOT NULL,
	answer @text CHECK (length(answer) <= 1000),
	answered_at @time,
	answered_by_name @text CHECK (length(answered_by_name) <= 100),
	version_n @int NOT NULL,
	PRIMARY KEY (tenant_id, proposal_id),
	FOREIGN KEY (tenant_id, entry_id) REFERENCES directory_entry (tenant_id, entry_id)
) @strict;
CREATE UNIQUE INDEX directory_proposal_open ON directory_proposal (tenant_id, entry_id) WHERE state <> 'taken';
CREATE INDEX directory_proposal_state ON directory_proposal (tenant_id, state, made_at);

-- One round of asking about one entry: a letter with a link, a reminder with the same right, then the office. Gone when somebody confirmed it.
CREATE TABLE directory_verify (
	tenant_id @id NOT NULL,
	entry_id @id NOT NULL,
	token_hash @text CHECK (length(token_hash) = 64),
	reminder_hash @text CHECK (length(reminder_hash) = 64),
	to_mail @text CHECK (length(to_mail) <= 254),
	asked_at @time,
	reminded_at @time,
	until_at @time,
	office_at @time,
	PRIMARY KEY (tenant_id, entry_id),
	FOREIGN KEY (tenant_id, entry_id) REFERENCES directory_entry (tenant_id, entry_id)
) @strict;
CREATE UNIQUE INDEX directory_verify_token ON directory_verify (tenant_id, token_hash) WHERE token_hash IS NOT NULL;
CREATE UNIQUE INDEX directory_verify_reminder ON directory_verify (tenant_id, reminder_hash) WHERE reminder_hash IS NOT NULL;
CREATE INDEX directory_verify_asked ON directory_verify (tenant_id, asked_at);
