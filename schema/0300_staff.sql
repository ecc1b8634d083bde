-- The people who help, with or without an account: whose they are, which areas they serve, what families call them; and their leave.
-- area_ids: ids in decimal with commas around each (',12,34,'), empty is all of the operator's; language_codes: ',ja,en,'.
CREATE TABLE staff_person (
	tenant_id @id NOT NULL,
	person_id @id NOT NULL,
	account_id @id,
	operator_id @id,
	name @text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
	kana @text CHECK (length(kana) <= 100),
	nickname @text CHECK (length(nickname) <= 40),
	kind @text NOT NULL CHECK (kind IN ('nurse', 'midwife', 'specialist', 'coordinator', 'concierge', 'clerk', 'manager')),
	phone @text CHECK (length(phone) <= 40),
	hours @text CHECK (length(hours) <= 200),
	hours_rule @text CHECK (length(hours_rule) <= 300),
	area_ids @text NOT NULL CHECK (length(area_ids) <= 2000),
	language_codes @text NOT NULL CHECK (length(language_codes) <= 100),
	about @text CHECK (length(about) <= 500),
	face @text CHECK (length(face) <= 40),
	code @text CHECK (length(code) <= 100),
	capacity_n @int NOT NULL CHECK (capacity_n >= 0),
	began_on @day,
	joined_on @day,
	left_on @day,
	is_named @bool NOT NULL,
	is_name_shown @bool NOT NULL,
	is_photo_shown @bool NOT NULL,
	photo_id @id,
	made_at @time NOT NULL,
	changed_at @time NOT NULL,
	version_n @int NOT NULL,
	PRIMARY KEY (tenant_id, person_id),
	FOREIGN KEY (tenant_id, operator_id) REFERENCES tenant_operator (tenant_id, operator_id)
) @strict;
CREATE UNIQUE INDEX staff_person_account ON staff_person (tenant_id, account_id) WHERE account_id IS NOT NULL;
CREATE UNIQUE INDEX staff_person_code ON staff_person (tenant_id, code) WHERE code IS NOT NULL;
CREATE INDEX staff_person_operator ON staff_person (tenant_id, operator_id);

-- Whole days away; hours within a day stand in the calendar. until_on is the last day; absent: nobody knows yet.
CREATE TABLE staff_leave (
	tenant_id @id NOT NULL,
	leave_id @id NOT NULL,
	person_id @id NOT NULL,
	kind @text NOT NULL CHECK (kind IN ('holiday', 'sick', 'parental', 'training', 'transfer', 'other')),
	from_on @day NOT NULL,
	until_on @day,
	stand_in_person_id @id,
	made_at @time NOT NULL,
	by_account_id @id,
	PRIMARY KEY (tenant_id, leave_id),
	FOREIGN KEY (tenant_id, person_id) REFERENCES staff_person (tenant_id, person_id)
) @strict;
CREATE INDEX staff_leave_person ON staff_leave (tenant_id, person_id, from_on);
CREATE INDEX staff_leave_from ON staff_leave (tenant_id, from_on);
