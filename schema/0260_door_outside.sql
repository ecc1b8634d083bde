-- Who comes in by the town's own sign-in or by LINE, and sign-ins that are on their way there.
CREATE TABLE door_outside (
	tenant_id @id NOT NULL,
	kind @text NOT NULL CHECK (kind IN ('town', 'line')),
	issuer @text NOT NULL CHECK (length(issuer) BETWEEN 1 AND 300),
	subject @text NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
	account_id @id NOT NULL,
	made_at @time NOT NULL,
	used_at @time,
	PRIMARY KEY (tenant_id, kind, issuer, subject)
) @strict;
CREATE INDEX door_outside_account ON door_outside (tenant_id, account_id);

CREATE TABLE door_way (
	tenant_id @id NOT NULL,
	state_hash @text NOT NULL,
	kind @text NOT NULL CHECK (kind IN ('town', 'line')),
	visitor_hash @text NOT NULL,
	account_id @id,
	target @text CHECK (length(target) <= 300),
	until_at @time NOT NULL,
	PRIMARY KEY (tenant_id, state_hash)
) @strict;
CREATE INDEX door_way_until ON door_way (tenant_id, until_at);
