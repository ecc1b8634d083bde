-- A talk between a family and the people who help. The family holds a secret link; only its hash lies here.
CREATE TABLE consult_thread (
	tenant_id @id NOT NULL,
	thread_id @id NOT NULL,
	token_hash @text NOT NULL CHECK (length(token_hash) = 64),
	owner_account_id @id,
	operator_id @id,
	area_id @id,
	nickname @text CHECK (length(nickname) <= 40),
	notice_mail @text CHECK (length(notice_mail) <= 254),
	lang @text NOT NULL,
	state @text NOT NULL CHECK (state IN ('waiting', 'answered', 'closed')),
	opened_at @time NOT NULL,
	last_at @time NOT NULL,
	promise_at @time,
	answered_at @time,
	version_n @int NOT NULL,
	PRIMARY KEY (tenant_id, thread_id)
) @strict;
CREATE UNIQUE INDEX consult_thread_token ON consult_thread (tenant_id, token_hash);
CREATE INDEX consult_thread_state ON consult_thread (tenant_id, state, last_at);
CREATE INDEX consult_thread_last ON consult_thread (tenant_id, last_at);
CREATE INDEX consult_thread_owner ON consult_thread (tenant_id, owner_account_id, last_at);

CREATE TABLE consult_message (
	tenant_id @id NOT NULL,
	message_id @id NOT NULL,
	thread_id @id NOT NULL,
	is_from_staff @bool NOT NULL,
	by_account_id @id,
	by_name @text,
	words @text NOT NULL CHECK (length(words) BETWEEN 1 AND 8000),
	written_at @time NOT NULL,
	PRIMARY KEY (tenant_id, message_id),
	FOREIGN KEY (tenant_id, thread_id) REFERENCES consult_thread (tenant_id, thread_id)
) @strict;
CREATE INDEX consult_message_thread ON consult_message (tenant_id, thread_id, message_id);
