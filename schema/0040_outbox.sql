-- Letters on their way. text_box is sealed with the tenant's key, for it may hold a one-time link; it is erased a week after the letter is settled.
-- due_at is absent once a letter is settled (sent or failed).
CREATE TABLE outbox_letter (
	tenant_id @id NOT NULL,
	letter_id @id NOT NULL,
	state @text NOT NULL CHECK (state IN ('queued', 'away', 'sent', 'failed')),
	channel @text NOT NULL CHECK (length(channel) BETWEEN 1 AND 20),
	recipient @text CHECK (length(recipient) <= 254),
	subject @text CHECK (length(subject) <= 200),
	text_box @text,
	message_key @text NOT NULL CHECK (length(message_key) <= 300),
	reason @text NOT NULL CHECK (length(reason) BETWEEN 1 AND 40),
	subject_n @int NOT NULL,
	href @text CHECK (length(href) <= 300),
	try_n @int NOT NULL,
	made_at @time NOT NULL,
	due_at @time,
	not_after_at @time,
	settled_at @time,
	why @text CHECK (length(why) <= 300),
	PRIMARY KEY (tenant_id, letter_id)
) @strict;
CREATE INDEX outbox_letter_due ON outbox_letter (tenant_id, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX outbox_letter_settled ON outbox_letter (tenant_id, settled_at) WHERE text_box IS NOT NULL;
