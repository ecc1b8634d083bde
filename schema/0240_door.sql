-- Passkeys of accounts, and the challenges that were answered (so that none counts twice).
CREATE TABLE door_passkey (
	tenant_id @id NOT NULL,
	passkey_id @id NOT NULL,
	account_id @id NOT NULL,
	rp @text NOT NULL CHECK (length(rp) BETWEEN 1 AND 255),
	credential @text NOT NULL CHECK (length(credential) BETWEEN 1 AND 1400),
	public_key @text NOT NULL CHECK (length(public_key) BETWEEN 1 AND 1400),
	alg_n @int NOT NULL,
	sign_n @int NOT NULL,
	is_verified @bool NOT NULL,
	is_backed_up @bool NOT NULL,
	name @text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
	made_at @time NOT NULL,
	used_at @time,
	PRIMARY KEY (tenant_id, passkey_id)
) @strict;
CREATE UNIQUE INDEX door_passkey_credential ON door_passkey (tenant_id, credential);
CREATE INDEX door_passkey_account ON door_passkey (tenant_id, account_id);

CREATE TABLE door_passkey_spent (
	tenant_id @id NOT NULL,
	challenge_hash @text NOT NULL,
	until_at @time NOT NULL,
	PRIMARY KEY (tenant_id, challenge_hash)
) @strict;
CREATE INDEX door_passkey_spent_until ON door_passkey_spent (tenant_id, until_at);
