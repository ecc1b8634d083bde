-- Touchpoints: places where a poster or a card with a code hangs or is handed out. What came of them is counted by place and day; who it was is kept
-- only as the number of the question or the family that began there, and never for a family under 秘匿.
CREATE TABLE touch_point (
	tenant_id @id NOT NULL,
	touch_id @id NOT NULL,
	token @text NOT NULL CHECK (length(token) <= 60),
	kind @text NOT NULL CHECK (kind IN ('handbook', 'clinic', 'office', 'nursery', 'school', 'site', 'shop', 'company', 'other')),
	name @text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
	area_id @id,
	operator_id @id,
	made_at @time NOT NULL,
	by_account_id @id,
	withdrawn_at @time,
	version_n @int NOT NULL,
	PRIMARY KEY (tenant_id, touch_id),
	FOREIGN KEY (tenant_id, area_id) REFERENCES tenant_area (tenant_id, area_id),
	FOREIGN KEY (tenant_id, operator_id) REFERENCES tenant_operator (tenant_id, operator_id)
) @strict;
CREATE UNIQUE INDEX touch_point_token ON touch_point (tenant_id, token);

CREATE TABLE touch_seen (
	tenant_id @id NOT NULL,
	touch_id @id NOT NULL,
	seen_on @day NOT NULL,
	seen_n @int NOT NULL,
	PRIMARY KEY (tenant_id, touch_id, seen_on),
	FOREIGN KEY (tenant_id, touch_id) REFERENCES touch_point (tenant_id, touch_id)
) @strict;

-- kind: 'ask' (subject_n is the talk) or 'join' (the family). stage: how far the family was then; 'unknown' for questions without a name.
CREATE TABLE touch_led (
	tenant_id @id NOT NULL,
	touch_id @id NOT NULL,
	kind @text NOT NULL CHECK (kind IN ('ask', 'join')),
	subject_n @int NOT NULL,
	led_on @day NOT NULL,
	lang @text NOT NULL CHECK (length(lang) <= 10),
	stage @text NOT NULL CHECK (stage IN ('pregnant', 'baby', 'toddler', 'preschool', 'school', 'unknown')),
	PRIMARY KEY (tenant_id, kind, subject_n),
	FOREIGN KEY (tenant_id, touch_id) REFERENCES touch_point (tenant_id, touch_id)
) @strict;
CREATE INDEX touch_led_point ON touch_led (tenant_id, touch_id, led_on);
