-- A tenant and what it is made of: settings, operators (legal bodies), areas, counters (窓口), figures of its document.
CREATE TABLE tenant (
	tenant_id @id NOT NULL,
	name @text NOT NULL CHECK (length(name) BETWEEN 2 AND 31),
	version_n @int NOT NULL,
	made_at @time NOT NULL,
	is_demo @bool NOT NULL,
	PRIMARY KEY (tenant_id)
) @strict;

CREATE TABLE tenant_setting (
	tenant_id @id NOT NULL,
	key @text NOT NULL CHECK (length(key) BETWEEN 1 AND 60),
	value @text NOT NULL CHECK (length(value) <= 60000),
	PRIMARY KEY (tenant_id, key)
) @strict;

CREATE TABLE tenant_operator (
	tenant_id @id NOT NULL,
	operator_id @id NOT NULL,
	key @text NOT NULL CHECK (length(key) BETWEEN 1 AND 60),
	name @text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
	kind @text NOT NULL CHECK (kind IN ('public', 'private')),
	place_n @int NOT NULL,
	PRIMARY KEY (tenant_id, operator_id)
) @strict;
CREATE UNIQUE INDEX tenant_operator_key ON tenant_operator (tenant_id, key);

CREATE TABLE tenant_area (
	tenant_id @id NOT NULL,
	area_id @id NOT NULL,
	key @text NOT NULL CHECK (length(key) BETWEEN 1 AND 60),
	name @text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
	nickname @text CHECK (length(nickname) <= 100),
	operator_id @id,
	place_n @int NOT NULL,
	PRIMARY KEY (tenant_id, area_id),
	FOREIGN KEY (tenant_id, operator_id) REFERENCES tenant_operator (tenant_id, operator_id)
) @strict;
CREATE UNIQUE INDEX tenant_area_key ON tenant_area (tenant_id, key);
CREATE INDEX tenant_area_operator ON tenant_area (tenant_id, operator_id);

CREATE TABLE tenant_counter (
	tenant_id @id NOT NULL,
	counter_id @id NOT NULL,
	key @text NOT NULL CHECK (length(key) BETWEEN 1 AND 60),
	name @text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
	nickname @text CHECK (length(nickname) <= 100),
	area_id @id,
	operator_id @id,
	place @text CHECK (length(place) <= 200),
	phone @text CHECK (length(phone) <= 100),
	hours @text CHECK (length(hours) <= 300),
	hours_rule @text CHECK (length(hours_rule) <= 300),
	note @text CHECK (length(note) <= 1000),
	is_outreach @bool NOT NULL,
	place_n @int NOT NULL,
	PRIMARY KEY (tenant_id, counter_id),
	FOREIGN KEY (tenant_id, area_id) REFERENCES tenant_area (tenant_id, area_id),
	FOREIGN KEY (tenant_id, operator_id) REFERENCES tenant_operator (tenant_id, operator_id)
) @strict;
CREATE UNIQUE INDEX tenant_counter_key ON tenant_counter (tenant_id, key);
CREATE INDEX tenant_counter_area ON tenant_counter (tenant_id, area_id);
CREATE INDEX tenant_counter_operator ON tenant_counter (tenant_id, operator_id);

CREATE TABLE tenant_fact (
	tenant_id @id NOT NULL,
	label @text NOT NULL CHECK (length(label) BETWEEN 1 AND 100),
	value @text NOT NULL CHECK (length(value) <= 200),
	note @text CHECK (length(note) <= 500),
	place_n @int NOT NULL,
	PRIMARY KEY (tenant_id, label)
) @strict;
