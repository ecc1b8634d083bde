-- Visits to families: whose, who goes, when (held in the one calendar by booking_id), and what came of it. draft: words that are not done yet, kept
-- here and nowhere in a browser. lat_n, lon_n: millionths of a degree, 0 and 0 where nobody said where.
CREATE TABLE visit (
	tenant_id @id NOT NULL,
	visit_id @id NOT NULL,
	family_id @id NOT NULL,
	person_id @id NOT NULL,
	booking_id @id NOT NULL,
	operator_id @id,
	area_id @id,
	kind @text NOT NULL CHECK (kind IN ('pregnancy', 'newborn', 'growth', 'other')),
	state @text NOT NULL CHECK (state IN ('planned', 'done', 'absent', 'refused', 'away', 'cancelled')),
	from_at @time NOT NULL,
	until_at @time NOT NULL,
	is_fixed @bool NOT NULL,
	is_by_family @bool NOT NULL,
	place @text CHECK (length(place) <= 200),
	lat_n @int NOT NULL,
	lon_n @int NOT NULL,
	draft @text CHECK (length(draft) <= 4000),
	draft_at @time,
	note @text CHECK (length(note) <= 4000),
	settled_at @time,
	by_account_id @id,
	by_name @text CHECK (length(by_name) <= 100),
	reminded_at @time,
	made_at @time NOT NULL,
	version_n @int NOT NULL,
	PRIMARY KEY (tenant_id, visit_id)
) @strict;
CREATE INDEX visit_family ON visit (tenant_id, family_id, from_at);
CREATE INDEX visit_person ON visit (tenant_id, person_id, from_at);
CREATE INDEX visit_state ON visit (tenant_id, state, from_at);
