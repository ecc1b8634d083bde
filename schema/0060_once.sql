-- Keys of forms that were used, and where that led: a form acts once, however often it is sent.
CREATE TABLE once_key (
	tenant_id @id NOT NULL,
	form_key @text NOT NULL CHECK (length(form_key) BETWEEN 8 AND 64),
	location @text CHECK (length(location) <= 2000),
	used_at @time NOT NULL,
	PRIMARY KEY (tenant_id, form_key)
) @strict;
CREATE INDEX once_key_used ON once_key (tenant_id, used_at);
