-- The desk's inbox: by which way a talk came, who has taken it, to whom it is being handed over, until when it rests, its labels, whose it is by
-- staff's word, and with which other talk it is one. order_n: its place in its list, the smallest first (consult_inbox_rules.h).
ALTER TABLE consult_thread ADD COLUMN channel @text NOT NULL DEFAULT 'web';
ALTER TABLE consult_thread ADD COLUMN order_n @int NOT NULL DEFAULT 0;
ALTER TABLE consult_thread ADD COLUMN charge_account_id @id;
ALTER TABLE consult_thread ADD COLUMN charge_name @text;
ALTER TABLE consult_thread ADD COLUMN offered_account_id @id;
ALTER TABLE consult_thread ADD COLUMN offered_name @text;
ALTER TABLE consult_thread ADD COLUMN rest_until_at @time;
ALTER TABLE consult_thread ADD COLUMN labels @text;
ALTER TABLE consult_thread ADD COLUMN family_id @id;
ALTER TABLE consult_thread ADD COLUMN into_thread_id @id;
CREATE INDEX consult_thread_order ON consult_thread (tenant_id, state, order_n, thread_id) WHERE into_thread_id IS NULL;
CREATE INDEX consult_thread_charge ON consult_thread (tenant_id, charge_account_id, state, order_n, thread_id) WHERE into_thread_id IS NULL;
CREATE INDEX consult_thread_offered ON consult_thread (tenant_id, offered_account_id) WHERE offered_account_id IS NOT NULL;
CREATE INDEX consult_thread_into ON consult_thread (tenant_id, into_thread_id) WHERE into_thread_id IS NOT NULL;
CREATE INDEX consult_thread_family ON consult_thread (tenant_id, family_id, last_at) WHERE family_id IS NOT NULL;
CREATE INDEX consult_thread_nickname ON consult_thread (tenant_id, nickname, last_at) WHERE nickname IS NOT NULL;
CREATE INDEX consult_thread_mail ON consult_thread (tenant_id, notice_mail, last_at) WHERE notice_mail IS NOT NULL;
-- The counts over the list are read from the index alone.
CREATE INDEX consult_thread_waiting ON consult_thread (tenant_id, order_n, thread_id, operator_id, area_id, charge_account_id, urgent_n, promise_at,
	rest_until_at) WHERE state = 'waiting' AND into_thread_id IS NULL;

-- What staff write for one another; no family sees it, nor its export.
CREATE TABLE consult_inbox_note (
	tenant_id @id NOT NULL,
	note_id @id NOT NULL,
	thread_id @id NOT NULL,
	words @text NOT NULL CHECK (length(words) BETWEEN 1 AND 4000),
	by_account_id @id NOT NULL,
	by_name @text NOT NULL CHECK (length(by_name) <= 100),
	written_at @time NOT NULL,
	PRIMARY KEY (tenant_id, note_id),
	FOREIGN KEY (tenant_id, thread_id) REFERENCES consult_thread (tenant_id, thread_id)
) @strict;
CREATE INDEX consult_inbox_note_thread ON consult_inbox_note (tenant_id, thread_id, note_id);

-- Who has a talk open, and when they last wrote a letter of an answer. Rows older than a minute say nothing.
CREATE TABLE consult_inbox_here (
	tenant_id @id NOT NULL,
	thread_id @id NOT NULL,
	account_id @id NOT NULL,
	name @text NOT NULL CHECK (length(name) <= 100),
	seen_at @time NOT NULL,
	wrote_at @time,
	PRIMARY KEY (tenant_id, thread_id, account_id)
) @strict;
CREATE INDEX consult_inbox_here_seen ON consult_inbox_here (tenant_id, seen_at);

-- Answers that a town says often. Fields stand in braces.
CREATE TABLE consult_inbox_canned (
	tenant_id @id NOT NULL,
	canned_id @id NOT NULL,
	title @text NOT NULL CHECK (length(title) BETWEEN 1 AND 60),
	words @text NOT NULL CHECK (length(words) BETWEEN 1 AND 4000),
	place_n @int NOT NULL,
	changed_at @time NOT NULL,
	by_name @text CHECK (length(by_name) <= 100),
	version_n @int NOT NULL,
	ended_at @time,
	PRIMARY KEY (tenant_id, canned_id)
) @strict;

-- Places and offers that go with an answer, as they stand in the directory when the family opens it.
CREATE TABLE consult_inbox_card (
	tenant_id @id NOT NULL,
	message_id @id NOT NULL,
	entry_id @id NOT NULL,
	thread_id @id NOT NULL,
	place_n @int NOT NULL,
	PRIMARY KEY (tenant_id, message_id, entry_id),
	FOREIGN KEY (tenant_id, thread_id) REFERENCES consult_thread (tenant_id, thread_id)
) @strict;
CREATE INDEX consult_inbox_card_thread ON consult_inbox_card (tenant_id, thread_id);
