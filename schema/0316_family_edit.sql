-- What was registered and became otherwise: a field's value before and after, and who changed it. subject_n: the guardian, child or pregnancy.
CREATE TABLE family_change (
	tenant_id @id NOT NULL,
	change_id @id NOT NULL,
	family_id @id NOT NULL,
	kind @text NOT NULL CHECK (kind IN ('household', 'guardian', 'child', 'pregnancy')),
	subject_n @int NOT NULL,
	field @text NOT NULL CHECK (length(field) BETWEEN 1 AND 40),
	was @text CHECK (length(was) <= 400),
	became @text CHECK (length(became) <= 400),
	by_account_id @id,
	by_name @text CHECK (length(by_name) <= 100),
	changed_at @time NOT NULL,
	PRIMARY KEY (tenant_id, change_id),
	FOREIGN KEY (tenant_id, family_id) REFERENCES family_household (tenant_id, family_id)
) @strict;
CREATE INDEX family_change_family ON family_change (tenant_id, family_id, changed_at);

-- A family that is about to move in: no address yet, the area it will live in is the household's. became_at: it is a resident now.
CREATE TABLE family_coming (
	tenant_id @id NOT NULL,
	family_id @id NOT NULL,
	from_place @text CHECK (length(from_place) <= 200),
	coming_on @day,
	noted_at @time NOT NULL,
	became_at @time,
	PRIMARY KEY (tenant_id, family_id),
	FOREIGN KEY (tenant_id, family_id) REFERENCES family_household (tenant_id, family_id)
) @strict;
CREATE INDEX family_coming_on ON family_coming (tenant_id, coming_on) WHERE became_at IS NULL;
