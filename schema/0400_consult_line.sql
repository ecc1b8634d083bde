-- Talks over LINE. Who somebody is there lies sealed; what the platform sent is known by a keyed hash of its key, so that it counts once.
ALTER TABLE consult_message ADD COLUMN kind @text;

CREATE TABLE consult_line_user (
	tenant_id @id NOT NULL,
	line_user_id @id NOT NULL,
	user_hash @text NOT NULL CHECK (length(user_hash) = 64),
	user_box @text NOT NULL,
	thread_id @id,
	token_box @text,
	is_blocked @bool NOT NULL,
	told_at @time,
	declined_at @time,
	first_at @time NOT NULL,
	last_at @time NOT NULL,
	PRIMARY KEY (tenant_id, line_user_id)
) @strict;
CREATE UNIQUE INDEX consult_line_user_hash ON consult_line_user (tenant_id, user_hash);
CREATE INDEX consult_line_user_thread ON consult_line_user (tenant_id, thread_id);

CREATE TABLE consult_line_event (
	tenant_id @id NOT NULL,
	event_hash @text NOT NULL CHECK (length(event_hash) = 64),
	kind @text NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
	thread_id @id,
	came_at @time NOT NULL,
	PRIMARY KEY (tenant_id, event_hash)
) @strict;
CREATE INDEX consult_line_event_came ON consult_line_event (tenant_id, came_at);

-- A message of ours by its number there; without a message of ours it was taken back before it came.
CREATE TABLE consult_line_message (
	tenant_id @id NOT NULL,
	message_hash @text NOT NULL CHECK (length(message_hash) = 64),
	message_id @id,
	came_at @time NOT NULL,
	PRIMARY KEY (tenant_id, message_hash)
) @strict;
CREATE INDEX consult_line_message_came ON consult_line_message (tenant_id, came_at);

-- One-time ways into a talk, for chats that others may see.
CREATE TABLE consult_line_link (
	tenant_id @id NOT NULL,
	link_hash @text NOT NULL CHECK (length(link_hash) = 64),
	thread_id @id NOT NULL,
	until_at @time NOT NULL,
	used_at @time,
	PRIMARY KEY (tenant_id, link_hash)
) @strict;
CREATE INDEX consult_line_link_until ON consult_line_link (tenant_id, until_at);
CREATE INDEX consult_line_link_thread ON consult_line_link (tenant_id, thread_id);
