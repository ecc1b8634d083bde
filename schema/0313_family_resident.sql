-- The town's list of residents as it was last given, a row a person, and what of it still waits for a person to say yes. The number (宛名番号) is kept
-- as a keyed hash only; a My Number never comes in.
CREATE TABLE family_resident (
	tenant_id @id NOT NULL,
	resident_id @id NOT NULL,
	number_hash @text NOT NULL CHECK (length(number_hash) = 64),
	household_hash @text CHECK (length(household_hash) = 64),
	given_hash @text NOT NULL CHECK (length(given_hash) = 64),
	name @text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
	kana @text NOT NULL CHECK (length(kana) <= 200),
	born_on @day NOT NULL,
	sex @text CHECK (sex IN ('f', 'm')),
	is_child @bool NOT NULL,
	address @text CHECK (length(address) <= 400),
	change @text NOT NULL CHECK (change IN ('new', 'changed', 'left', 'dead', 'none')),
	moved_on @day,
	family_id @id,
	child_id @id,
	guardian_id @id,
	read_at @time NOT NULL,
	PRIMARY KEY (tenant_id, resident_id)
) @strict;
CREATE UNIQUE INDEX family_resident_number ON family_resident (tenant_id, number_hash);
CREATE INDEX family_resident_household ON family_resident (tenant_id, household_hash);
CREATE INDEX family_resident_change ON family_resident (tenant_id, resident_id) WHERE change <> 'none';
CREATE INDEX family_resident_family ON family_resident (tenant_id, family_id);
