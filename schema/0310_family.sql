-- A family: who belongs to it, who is expected, what to know of it, and the one story over everything. name and kana of the household are those of
-- the guardian it was registered by. Two households that are the same family stay apart here: into_family_id of the one names the other.
-- who_may_see: 'family' (its guardian and staff), 'staff', 'charge' (named worker, stand-in, managers).
CREATE TABLE family_household (
	tenant_id @id NOT NULL,
	family_id @id NOT NULL,
	state @text NOT NULL CHECK (state IN ('open', 'left', 'closed')),
	into_family_id @id,
	operator_id @id,
	area_id @id,
	name @text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
	kana @text NOT NULL CHECK (length(kana) <= 200),
	address @text CHECK (length(address) <= 400),
	lang @text NOT NULL CHECK (length(lang) <= 10),
	is_interpreted @bool NOT NULL,
	phone @text CHECK (length(phone) <= 40),
	mail @text CHECK (length(mail) <= 254),
	is_secret @bool NOT NULL,
	next_line @text CHECK (length(next_line) <= 400),
	next_on @day,
	registered_at @time NOT NULL,
	by_account_id @id,
	changed_at @time NOT NULL,
	version_n @int NOT NULL,
	PRIMARY KEY (tenant_id, family_id),
	FOREIGN KEY (tenant_id, area_id) REFERENCES tenant_area (tenant_id, area_id),
	FOREIGN KEY (tenant_id, operator_id) REFERENCES tenant_operator (tenant_id, operator_id)
) @strict;
CREATE INDEX family_household_area ON family_household (tenant_id, state, area_id, kana);
CREATE INDEX family_household_operator ON family_household (tenant_id, operator_id);
CREATE INDEX family_household_kana ON family_household (tenant_id, state, kana);
CREATE INDEX family_household_next ON family_household (tenant_id, state, next_on);
CREATE INDEX family_household_into ON family_household (tenant_id, into_family_id) WHERE into_family_id IS NOT NULL;

CREATE TABLE family_guardian (
	tenant_id @id NOT NULL,
	guardian_id @id NOT NULL,
	family_id @id NOT NULL,
	account_id @id,
	relation @text NOT NULL CHECK (relation IN ('mother', 'father', 'grandparent', 'other')),
	name @text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
	kana @text NOT NULL CHECK (length(kana) <= 200),
	born_on @day,
	phone @text CHECK (length(phone) <= 40),
	mail @text CHECK (length(mail) <= 254),
	is_protected @bool NOT NULL,
	confirmed_at @time,
	confirmed_by @text CHECK (confirmed_by IN ('staff', 'guardian')),
	added_at @time NOT NULL,
	ended_at @time,
	version_n @int NOT NULL,
	PRIMARY KEY (tenant_id, guardian_id),
	FOREIGN KEY (tenant_id, family_id) REFERENCES family_household (tenant_id, family_id)
) @strict;
CREATE INDEX family_guardian_family ON family_guardian (tenant_id, family_id);
CREATE UNIQUE INDEX family_guardian_account ON family_guardian (tenant_id, account_id) WHERE account_id IS NOT NULL AND ended_at IS NULL;

-- due_on is 40 weeks and 0 days. notified_on: the day of the notification (妊娠届).
CREATE TABLE family_pregnancy (
	tenant_id @id NOT NULL,
	pregnancy_id @id NOT NULL,
	family_id @id NOT NULL,
	state @text NOT NULL CHECK (state IN ('under_way', 'born', 'lost')),
	due_on @day NOT NULL,
	notified_on @day,
	fetus_n @int NOT NULL CHECK (fetus_n BETWEEN 1 AND 9),
	is_first @bool NOT NULL,
	note @text CHECK (length(note) <= 400),
	ended_on @day,
	added_at @time NOT NULL,
	version_n @int NOT NULL,
	PRIMARY KEY (tenant_id, pregnancy_id),
	FOREIGN KEY (tenant_id, family_id) REFERENCES family_household (tenant_id, family_id)
) @strict;
CREATE INDEX family_pregnancy_family ON family_pregnancy (tenant_id, family_id);
CREATE INDEX family_pregnancy_due ON family_pregnancy (tenant_id, state, due_on);

-- birth_id is the same for twins: one birth event. birth_order_n: the mother's how-manieth child; 0 is not known.
CREATE TABLE family_child (
	tenant_id @id NOT NULL,
	child_id @id NOT NULL,
	family_id @id NOT NULL,
	birth_id @id NOT NULL,
	pregnancy_id @id,
	state @text NOT NULL CHECK (state IN ('here', 'left', 'lost')),
	name @text CHECK (length(name) <= 200),
	kana @text CHECK (length(kana) <= 200),
	sex @text CHECK (sex IN ('f', 'm')),
	born_on @day NOT NULL,
	birth_order_n @int NOT NULL,
	ended_on @day,
	added_at @time NOT NULL,
	version_n @int NOT NULL,
	PRIMARY KEY (tenant_id, child_id),
	FOREIGN KEY (tenant_id, family_id) REFERENCES family_household (tenant_id, family_id)
) @strict;
CREATE INDEX family_child_family ON family_child (tenant_id, family_id);
CREATE INDEX family_child_birth ON family_child (tenant_id, birth_id);
CREATE INDEX family_child_born ON family_child (tenant_id, state, born_on);

-- What to know, a line each, dated and with its source. kind 'now' stands on top of the page.
CREATE TABLE family_fact (
	tenant_id @id NOT NULL,
	fact_id @id NOT NULL,
	family_id @id NOT NULL,
	child_id @id,
	kind @text NOT NULL CHECK (kind IN ('now', 'allergy', 'health', 'contact', 'wish', 'consent', 'other')),
	line @text NOT NULL CHECK (length(line) BETWEEN 1 AND 400),
	source @text CHECK (length(source) <= 100),
	noted_on @day NOT NULL,
	by_account_id @id,
	by_name @text CHECK (length(by_name) <= 100),
	added_at @time NOT NULL,
	ended_at @time,
	PRIMARY KEY (tenant_id, fact_id),
	FOREIGN KEY (tenant_id, family_id) REFERENCES family_household (tenant_id, family_id)
) @strict;
CREATE INDEX family_fact_family ON family_fact (tenant_id, family_id);

-- The one story; room and subject_n lead to the thing itself. owner_account_id: whose words or things these are, for that guardian's own export.
-- moved_to_family_id: it was written into this family's story by mistake; from_family_id: it came from there.
CREATE TABLE family_story (
	tenant_id @id NOT NULL,
	story_id @id NOT NULL,
	family_id @id NOT NULL,
	happened_at @time NOT NULL,
	kind @text NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
	line @text NOT NULL CHECK (length(line) <= 4000),
	room @text NOT NULL CHECK (length(room) BETWEEN 1 AND 40),
	subject_n @int NOT NULL,
	who_may_see @text NOT NULL CHECK (who_may_see IN ('family', 'staff', 'charge')),
	owner_account_id @id,
	by_account_id @id,
	by_name @text CHECK (length(by_name) <= 100),
	noted_at @time NOT NULL,
	moved_to_family_id @id,
	from_family_id @id,
	moved_at @time,
	PRIMARY KEY (tenant_id, story_id),
	FOREIGN KEY (tenant_id, family_id) REFERENCES family_household (tenant_id, family_id)
) @strict;
CREATE INDEX family_story_family ON family_story (tenant_id, family_id, happened_at);
CREATE INDEX family_story_subject ON family_story (tenant_id, room, subject_n);
CREATE INDEX family_story_owner ON family_story (tenant_id, owner_account_id, happened_at) WHERE owner_account_id IS NOT NULL;

-- What a family is found by: 'k' + kana, 'n' + name (both folded), 't' + digits of a telephone, 'b' + birthday; subject_id is the guardian or child.
CREATE TABLE family_key (
	tenant_id @id NOT NULL,
	sought @text NOT NULL CHECK (length(sought) BETWEEN 2 AND 300),
	family_id @id NOT NULL,
	subject_id @id NOT NULL,
	PRIMARY KEY (tenant_id, sought, family_id, subject_id),
	FOREIGN KEY (tenant_id, family_id) REFERENCES family_household (tenant_id, family_id)
) @strict;
CREATE INDEX family_key_family ON family_key (tenant_id, family_id);

-- Who, outside of the charge, said for what they open a family's record; good until then.
CREATE TABLE family_pass (
	tenant_id @id NOT NULL,
	family_id @id NOT NULL,
	account_id @id NOT NULL,
	purpose @text NOT NULL CHECK (length(purpose) BETWEEN 1 AND 300),
	is_kept_apart @bool NOT NULL,
	asked_at @time NOT NULL,
	until_at @time NOT NULL,
	PRIMARY KEY (tenant_id, family_id, account_id)
) @strict;
CREATE INDEX family_pass_asked ON family_pass (tenant_id, asked_at);
