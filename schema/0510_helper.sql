-- Helpers (支え手): people of staff_person who accompany, care, fetch and run errands. kinds: words with a comma on both sides (',accompany,care,').
-- Ages are months, both ends included. lat_n, lon_n: millionths of a degree of where they set out from, 0 and 0: nobody said. week_n: minutes a week
-- they wish to help at most, 0: not said. family_id: their own record, where they also ask for help themselves (両方会員).
CREATE TABLE helper (
	tenant_id @id NOT NULL,
	person_id @id NOT NULL,
	state @text NOT NULL CHECK (state IN ('applied', 'trained', 'interviewed', 'approved', 'active', 'resting', 'left')),
	kinds @text NOT NULL CHECK (length(kinds) <= 200),
	from_months_n @int NOT NULL,
	until_months_n @int NOT NULL,
	child_n @int NOT NULL,
	is_pet_fine @bool NOT NULL,
	place @text CHECK (length(place) <= 100),
	lat_n @int NOT NULL,
	lon_n @int NOT NULL,
	travel @text NOT NULL CHECK (travel IN ('walk', 'bicycle', 'bus', 'car')),
	way_n @int NOT NULL CHECK (way_n BETWEEN 5 AND 120),
	week_n @int NOT NULL,
	is_evening_fine @bool NOT NULL,
	is_urgent_fine @bool NOT NULL,
	words @text CHECK (length(words) <= 1000),
	family_id @id,
	insured_until_on @day,
	applied_on @day NOT NULL,
	active_on @day,
	resting_until_on @day,
	left_on @day,
	paused_from_on @day,
	paused_until_on @day,
	paused_name @text CHECK (length(paused_name) <= 100),
	paused_why @text CHECK (length(paused_why) <= 1000),
	changed_at @time NOT NULL,
	version_n @int NOT NULL,
	PRIMARY KEY (tenant_id, person_id),
	FOREIGN KEY (tenant_id, person_id) REFERENCES staff_person (tenant_id, person_id)
) @strict;
CREATE INDEX helper_state ON helper (tenant_id, state);

-- How they came to where they are.
CREATE TABLE helper_step (
	tenant_id @id NOT NULL,
	step_id @id NOT NULL,
	person_id @id NOT NULL,
	state @text NOT NULL CHECK (length(state) <= 20),
	stepped_at @time NOT NULL,
	note @text CHECK (length(note) <= 400),
	by_account_id @id,
	by_name @text CHECK (length(by_name) <= 100),
	PRIMARY KEY (tenant_id, step_id),
	FOREIGN KEY (tenant_id, person_id) REFERENCES helper (tenant_id, person_id)
) @strict;
CREATE INDEX helper_step_person ON helper_step (tenant_id, person_id, stepped_at);

-- When they can come, week by week; 0 is Sunday. Minutes of the day, until_n is the first minute after.
CREATE TABLE helper_hours (
	tenant_id @id NOT NULL,
	person_id @id NOT NULL,
	weekday_n @int NOT NULL CHECK (weekday_n BETWEEN 0 AND 6),
	from_n @int NOT NULL CHECK (from_n >= 0),
	until_n @int NOT NULL CHECK (until_n <= 1440),
	PRIMARY KEY (tenant_id, person_id, weekday_n, from_n),
	FOREIGN KEY (tenant_id, person_id) REFERENCES helper (tenant_id, person_id)
) @strict;
CREATE INDEX helper_hours_weekday ON helper_hours (tenant_id, weekday_n);

-- A single day unlike the others: its spans instead of the week's. from_n = until_n: not on that day.
CREATE TABLE helper_day (
	tenant_id @id NOT NULL,
	person_id @id NOT NULL,
	that_on @day NOT NULL,
	from_n @int NOT NULL CHECK (from_n >= 0),
	until_n @int NOT NULL CHECK (until_n <= 1440),
	PRIMARY KEY (tenant_id, person_id, that_on, from_n),
	FOREIGN KEY (tenant_id, person_id) REFERENCES helper (tenant_id, person_id)
) @strict;
CREATE INDEX helper_day_on ON helper_day (tenant_id, that_on);

-- Who is not sent to whom. Why is for the manager alone.
CREATE TABLE helper_block (
	tenant_id @id NOT NULL,
	block_id @id NOT NULL,
	person_id @id NOT NULL,
	family_id @id NOT NULL,
	side @text NOT NULL CHECK (side IN ('family', 'helper', 'desk')),
	why @text CHECK (length(why) <= 1000),
	made_at @time NOT NULL,
	by_account_id @id,
	ended_at @time,
	PRIMARY KEY (tenant_id, block_id),
	FOREIGN KEY (tenant_id, person_id) REFERENCES helper (tenant_id, person_id)
) @strict;
CREATE INDEX helper_block_family ON helper_block (tenant_id, family_id);
CREATE INDEX helper_block_person ON helper_block (tenant_id, person_id);

-- こども性暴力防止法: whether somebody falls under it, when it was confirmed, when it is due again. No result, no remark; read by the appointed manager.
CREATE TABLE helper_check (
	tenant_id @id NOT NULL,
	person_id @id NOT NULL,
	is_in_scope @bool NOT NULL,
	confirmed_on @day,
	due_on @day,
	changed_at @time NOT NULL,
	by_account_id @id,
	PRIMARY KEY (tenant_id, person_id),
	FOREIGN KEY (tenant_id, person_id) REFERENCES helper (tenant_id, person_id)
) @strict;

-- Which trainings (by their name in staff_training) must be valid for which kind; kind 'all' counts for every kind. months_n: for how long one is
-- valid when it is entered, 0: for good.
CREATE TABLE helper_need (
	tenant_id @id NOT NULL,
	need_id @id NOT NULL,
	kind @text NOT NULL CHECK (length(kind) BETWEEN 1 AND 20),
	training @text NOT NULL CHECK (length(training) BETWEEN 1 AND 100),
	months_n @int NOT NULL CHECK (months_n >= 0),
	made_at @time NOT NULL,
	ended_at @time,
	PRIMARY KEY (tenant_id, need_id)
) @strict;
CREATE UNIQUE INDEX helper_need_once ON helper_need (tenant_id, kind, training) WHERE ended_at IS NULL;

-- Who wrote by the page that they would like to help; the desk welcomes them or thanks them.
CREATE TABLE helper_application (
	tenant_id @id NOT NULL,
	application_id @id NOT NULL,
	name @text NOT NULL CHECK (length(name) <= 100),
	kana @text CHECK (length(kana) <= 100),
	phone @text CHECK (length(phone) <= 40),
	mail @text CHECK (length(mail) <= 254),
	area_id @id,
	kinds @text NOT NULL CHECK (length(kinds) <= 200),
	words @text CHECK (length(words) <= 1000),
	applied_at @time NOT NULL,
	settled_at @time,
	person_id @id,
	by_account_id @id,
	PRIMARY KEY (tenant_id, application_id)
) @strict;
CREATE INDEX helper_application_open ON helper_application (tenant_id, settled_at, applied_at);

-- What they were reminded of, so that each is said once: a training, the insurance or the check, and how many days ahead.
CREATE TABLE helper_told (
	tenant_id @id NOT NULL,
	person_id @id NOT NULL,
	subject_n @int NOT NULL,
	until_on @day NOT NULL,
	days_n @int NOT NULL,
	told_at @time NOT NULL,
	PRIMARY KEY (tenant_id, person_id, subject_n, until_on, days_n)
) @strict;
