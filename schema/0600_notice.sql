-- What the office tells: to staff (kind 'office', with marks of who has read it), and to the families of areas (kind 'area'). Lists are of numbers or
-- words between commas (',12,34,'); absent: everybody. Earlier words of what was corrected are kept.
CREATE TABLE notice (
	tenant_id @id NOT NULL,
	notice_id @id NOT NULL,
	kind @text NOT NULL CHECK (kind IN ('office', 'area')),
	state @text NOT NULL CHECK (state IN ('draft', 'open', 'waiting', 'going', 'done', 'stopped', 'withdrawn')),
	title @text NOT NULL CHECK (length(title) BETWEEN 1 AND 100),
	words @text NOT NULL CHECK (length(words) BETWEEN 1 AND 4000),
	operator_id @id,
	area_list @text CHECK (length(area_list) <= 4000),
	operator_list @text CHECK (length(operator_list) <= 4000),
	role_list @text CHECK (length(role_list) <= 100),
	until_on @day,
	is_confirm @bool NOT NULL,
	again_on @day,
	is_urgent @bool NOT NULL,
	age_from_n @int NOT NULL,
	age_until_n @int NOT NULL,
	send_at @time,
	shown_n @int NOT NULL,
	reached_family_id @id,
	by_account_id @id,
	by_name @text CHECK (length(by_name) <= 100),
	made_at @time NOT NULL,
	changed_at @time NOT NULL,
	version_n @int NOT NULL,
	PRIMARY KEY (tenant_id, notice_id)
) @strict;
CREATE INDEX notice_kind ON notice (tenant_id, kind, state, made_at);

CREATE TABLE notice_version (
	tenant_id @id NOT NULL,
	notice_id @id NOT NULL,
	version_n @int NOT NULL,
	title @text NOT NULL,
	words @text NOT NULL,
	by_name @text,
	written_at @time NOT NULL,
	PRIMARY KEY (tenant_id, notice_id, version_n),
	FOREIGN KEY (tenant_id, notice_id) REFERENCES notice (tenant_id, notice_id)
) @strict;

-- Which version somebody has opened; confirmed: pressed so, where it was asked.
CREATE TABLE notice_read (
	tenant_id @id NOT NULL,
	notice_id @id NOT NULL,
	account_id @id NOT NULL,
	version_n @int NOT NULL,
	read_at @time NOT NULL,
	confirmed_at @time,
	PRIMARY KEY (tenant_id, notice_id, account_id),
	FOREIGN KEY (tenant_id, notice_id) REFERENCES notice (tenant_id, notice_id)
) @strict;

-- One household and by which way it was told; the letter says whether it arrived. Nothing of a message stands here twice for one household.
CREATE TABLE notice_reach (
	tenant_id @id NOT NULL,
	notice_id @id NOT NULL,
	family_id @id NOT NULL,
	way @text NOT NULL CHECK (way IN ('line', 'push', 'mail', 'page', 'paper')),
	letter_id @id,
	put_at @time NOT NULL,
	PRIMARY KEY (tenant_id, notice_id, family_id),
	FOREIGN KEY (tenant_id, notice_id) REFERENCES notice (tenant_id, notice_id)
) @strict;
CREATE INDEX notice_reach_family ON notice_reach (tenant_id, family_id, put_at);

-- A household that wants none sent; its own page still shows them.
CREATE TABLE notice_quiet (
	tenant_id @id NOT NULL,
	family_id @id NOT NULL,
	by_account_id @id,
	set_at @time NOT NULL,
	PRIMARY KEY (tenant_id, family_id)
) @strict;
