-- Small files of the town's own look: its logo, as hexadecimal digits.
CREATE TABLE setting_file (
	tenant_id @id NOT NULL,
	name @text NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
	type @text NOT NULL CHECK (length(type) <= 40),
	body @text NOT NULL CHECK (length(body) <= 530000),
	hash @text NOT NULL,
	put_at @time NOT NULL,
	PRIMARY KEY (tenant_id, name)
) @strict;
