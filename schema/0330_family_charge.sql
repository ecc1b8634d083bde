-- 担当制: who is a family's named worker, since when, and why; the code on the label; handovers. kind proposed: as the rule proposed; chosen: somebody
-- chose otherwise, reason says why. reason_n: bits of the terms that decided (family_charge_rules.h).
CREATE TABLE family_charge (
	tenant_id @id NOT NULL,
	charge_id @id NOT NULL,
	family_id @id NOT NULL,
	person_id @id NOT NULL,
	from_on @day NOT NULL,
	until_on @day,
	kind @text NOT NULL CHECK (kind IN ('proposed', 'chosen', 'handover', 'import')),
	reason_n @int NOT NULL,
	reason @text CHECK (length(reason) <= 500),
	by_account_id @id,
	made_at @time NOT NULL,
	end_kind @text CHECK (end_kind IN ('handover', 'school', 'moved', 'other')),
	ended_at @time,
	PRIMARY KEY (tenant_id, charge_id),
	FOREIGN KEY (tenant_id, person_id) REFERENCES staff_person (tenant_id, person_id)
) @strict;
CREATE UNIQUE INDEX family_charge_open ON family_charge (tenant_id, family_id) WHERE ended_at IS NULL;
CREATE INDEX family_charge_of_family ON family_charge (tenant_id, family_id, made_at);
CREATE INDEX family_charge_of_person ON family_charge (tenant_id, person_id, ended_at);

-- The code on a worker's labels. It is no secret: it opens a page on which one may write to her, and nothing else.
CREATE TABLE family_charge_link (
	tenant_id @id NOT NULL,
	person_id @id NOT NULL,
	token @text NOT NULL CHECK (length(token) <= 60),
	made_at @time NOT NULL,
	PRIMARY KEY (tenant_id, person_id)
) @strict;
CREATE UNIQUE INDEX family_charge_link_token ON family_charge_link (tenant_id, token);

-- Families shared out anew: a draft that can be looked at, then moves that are carried out.
CREATE TABLE family_charge_plan (
	tenant_id @id NOT NULL,
	plan_id @id NOT NULL,
	kind @text NOT NULL CHECK (kind IN ('leave', 'transfer', 'newcomer', 'year', 'even')),
	person_id @id,
	as_of_on @day NOT NULL,
	state @text NOT NULL CHECK (state IN ('draft', 'done', 'dropped')),
	family_n @int NOT NULL,
	kept_n @int NOT NULL,
	ended_n @int NOT NULL,
	cost_n @int NOT NULL,
	bound_n @int NOT NULL,
	made_at @time NOT NULL,
	by_account_id @id,
	done_at @time,
	operator_id @id,
	PRIMARY KEY (tenant_id, plan_id)
) @strict;
CREATE INDEX family_charge_plan_made ON family_charge_plan (tenant_id, made_at);

-- to_person_id absent: nobody takes over, the last child enters school.
CREATE TABLE family_charge_plan_move (
	tenant_id @id NOT NULL,
	plan_id @id NOT NULL,
	family_id @id NOT NULL,
	from_person_id @id NOT NULL,
	to_person_id @id,
	reason_n @int NOT NULL,
	load_n @int NOT NULL,
	done_at @time,
	PRIMARY KEY (tenant_id, plan_id, family_id),
	FOREIGN KEY (tenant_id, plan_id) REFERENCES family_charge_plan (tenant_id, plan_id)
) @strict;

-- What the one who hands over writes for the one who takes over; both confirm.
CREATE TABLE family_charge_note (
	tenant_id @id NOT NULL,
	note_id @id NOT NULL,
	family_id @id NOT NULL,
	from_person_id @id NOT NULL,
	to_person_id @id NOT NULL,
	words @text CHECK (length(words) <= 4000),
	made_at @time NOT NULL,
	given_at @time,
	given_by_account_id @id,
	taken_at @time,
	taken_by_account_id @id,
	version_n @int NOT NULL,
	PRIMARY KEY (tenant_id, note_id)
) @strict;
CREATE INDEX family_charge_note_family ON family_charge_note (tenant_id, family_id, made_at);
CREATE INDEX family_charge_note_from ON family_charge_note (tenant_id, from_person_id, given_at);
CREATE INDEX family_charge_note_to ON family_charge_note (tenant_id, to_person_id, taken_at);
