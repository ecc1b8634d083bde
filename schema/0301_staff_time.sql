-- The one calendar: a booking of whatever kind, and every quarter of an hour that it takes of a person, a place or a room. Two bookings of the same
-- quarter clash in the key, on every store. calendar_id is the id of the person, the counter or the room.
CREATE TABLE staff_booking (
	tenant_id @id NOT NULL,
	booking_id @id NOT NULL,
	kind @text NOT NULL CHECK (kind IN ('visit', 'talk', 'interview', 'outreach', 'leave', 'accompaniment', 'other')),
	person_id @id,
	calendar_id @id,
	from_at @time NOT NULL,
	until_at @time NOT NULL,
	room @text CHECK (length(room) <= 40),
	subject_n @int NOT NULL,
	line @text CHECK (length(line) <= 200),
	made_at @time NOT NULL,
	by_account_id @id,
	ended_at @time,
	version_n @int NOT NULL,
	PRIMARY KEY (tenant_id, booking_id),
	FOREIGN KEY (tenant_id, person_id) REFERENCES staff_person (tenant_id, person_id)
) @strict;
CREATE INDEX staff_booking_person ON staff_booking (tenant_id, person_id, from_at);
CREATE INDEX staff_booking_from ON staff_booking (tenant_id, from_at);

CREATE TABLE staff_quarter (
	tenant_id @id NOT NULL,
	calendar_id @id NOT NULL,
	quarter_n @int NOT NULL,
	booking_id @id NOT NULL,
	PRIMARY KEY (tenant_id, calendar_id, quarter_n),
	FOREIGN KEY (tenant_id, booking_id) REFERENCES staff_booking (tenant_id, booking_id)
) @strict;
CREATE INDEX staff_quarter_booking ON staff_quarter (tenant_id, booking_id);

-- One day that is not like the others: its spans stand instead of the weekly hours. from_n = until_n: nobody comes that day.
CREATE TABLE staff_shift (
	tenant_id @id NOT NULL,
	person_id @id NOT NULL,
	shift_on @day NOT NULL,
	from_n @int NOT NULL CHECK (from_n >= 0),
	until_n @int NOT NULL CHECK (until_n <= 1440),
	by_account_id @id,
	PRIMARY KEY (tenant_id, person_id, shift_on, from_n),
	FOREIGN KEY (tenant_id, person_id) REFERENCES staff_person (tenant_id, person_id)
) @strict;
