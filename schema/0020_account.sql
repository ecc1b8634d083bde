-- Accounts of people, their one-time links, sessions, recovery codes, devices, and the counters that slow guessing down.
CREATE TABLE account (
	tenant_id @id NOT NULL,
	account_id @id NOT NULL,
	login @text NOT NULL CHECK (length(login) BETWEEN 1 AND 64),
	name @text NOT NULL CHECK (length(name) <= 100),
	role @text NOT NULL CHECK (role IN ('family', 'helper', 'site', 'worker', 'manager', 'admin')),
	mail @text CHECK (length(mail) <= 254),
	operator_id @id,
	area_ids @text CHECK (length(area_ids) <= 1000),
	title @text CHECK (length(title) <= 100),
	face @text CHECK (length(face) <= 40),
	password_hash @text,
	totp_box @text,
	totp_step_n @int NOT NULL,
	is_totp_on @bool NOT NULL,
	pin_hash @text,
	made_at @time NOT NULL,
	by_account_id @id,
	ready_at @time,
	seen_at @time,
	ended_at @time,
	PRIMARY KEY (tenant_id, account_id)
) @strict;
CREATE UNIQUE INDEX account_login ON account (tenant_id, login);
CREATE INDEX account_mail ON account (tenant_id, mail);

CREATE TABLE account_link (
	tenant_id @id NOT NULL,
	link_id @id NOT NULL,
	token_hash @text NOT NULL,
	purpose @text NOT NULL CHECK (purpose IN ('invite', 'reset', 'mail')),
	account_id @id,
	mail @text CHECK (length(mail) <= 254),
	target @text CHECK (length(target) <= 300),
	made_at @time NOT NULL,
	until_at @time NOT NULL,
	used_at @time,
	PRIMARY KEY (tenant_id, link_id)
) @strict;
CREATE UNIQUE INDEX account_link_token ON account_link (tenant_id, token_hash);
CREATE INDEX account_link_account ON account_link (tenant_id, account_id);
CREATE INDEX account_link_until ON account_link (tenant_id, until_at);

CREATE TABLE account_session (
	tenant_id @id NOT NULL,
	session_id @id NOT NULL,
	token_hash @text NOT NULL,
	account_id @id NOT NULL,
	is_setup @bool NOT NULL,
	device @text CHECK (length(device) <= 100),
	device_hash @text,
	made_at @time NOT NULL,
	seen_at @time NOT NULL,
	until_at @time NOT NULL,
	locked_at @time,
	PRIMARY KEY (tenant_id, session_id)
) @strict;
CREATE UNIQUE INDEX account_session_token ON account_session (tenant_id, token_hash);
CREATE INDEX account_session_account ON account_session (tenant_id, account_id);
CREATE INDEX account_session_until ON account_session (tenant_id, until_at);

CREATE TABLE account_code (
	tenant_id @id NOT NULL,
	account_id @id NOT NULL,
	code_hash @text NOT NULL,
	used_at @time,
	PRIMARY KEY (tenant_id, account_id, code_hash)
) @strict;

-- People who signed in in full on a shared PC; for the change of person by PIN.
CREATE TABLE account_device (
	tenant_id @id NOT NULL,
	device_hash @text NOT NULL,
	account_id @id NOT NULL,
	signed_at @time NOT NULL,
	wrong_n @int NOT NULL,
	PRIMARY KEY (tenant_id, device_hash, account_id)
) @strict;
CREATE INDEX account_device_signed ON account_device (tenant_id, signed_at);

-- What slows guessing down: subject is a keyed hash of a login, an address or a mail address.
CREATE TABLE account_guard (
	tenant_id @id NOT NULL,
	subject @text NOT NULL,
	count_n @int NOT NULL,
	since_at @time NOT NULL,
	until_at @time,
	PRIMARY KEY (tenant_id, subject)
) @strict;
CREATE INDEX account_guard_since ON account_guard (tenant_id, since_at);
