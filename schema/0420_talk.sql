-- A talk that was booked: of a family with a record (family_id, and which guardian's it is) or of somebody who only holds its link; with whom
-- (person_id), or at which counter (counter_id), or both. token_hash: of the link, which is derived from the tenant's key and the talk's number.
-- thread_id: what was written beside it (consult). feeling: the one question afterwards.
CREATE TABLE talk (
	tenant_id @id NOT NULL,
	talk_id @id NOT NULL,
	token_hash @text NOT NULL CHECK (length(token_hash) = 64),
	family_id @id,
	guardian_id @id,
	thread_id @id,
	person_id @id,
	counter_id @id,
	booking_id @id NOT NULL,
	operator_id @id,
	area_id @id,
	how @text NOT NULL CHECK (how IN ('video', 'phone', 'site', 'home')),
	state @text NOT NULL CHECK (state IN ('planned', 'held', 'missed', 'cancelled')),
	from_at @time NOT NULL,
	until_at @time NOT NULL,
	is_by_family @bool NOT NULL,
	name @text CHECK (length(name) <= 200),
	phone @text CHECK (length(phone) <= 40),
	mail @text CHECK (length(mail) <= 254),
	lang @text NOT NULL CHECK (length(lang) <= 10),
	place @text CHECK (length(place) <= 200),
	note @text CHECK (length(note) <= 4000),
	settled_at @time,
	by_account_id @id,
	by_name @text CHECK (length(by_name) <= 100),
	reminded_at @time,
	feeling @text CHECK (feeling IN ('good', 'fair', 'bad')),
	feeling_words @text CHECK (length(feeling_words) <= 2000),
	felt_at @time,
	made_at @time NOT NULL,
	version_n @int NOT NULL,
	PRIMARY KEY (tenant_id, talk_id)
) @strict;
CREATE UNIQUE INDEX talk_token ON talk (tenant_id, token_hash);
CREATE INDEX talk_family ON talk (tenant_id, family_id, from_at);
CREATE INDEX talk_person ON talk (tenant_id, person_id, from_at);
CREATE INDEX talk_state ON talk (tenant_id, state, from_at);

-- Who sits in the room of a video talk, one row a browser, and what they tell each other to find the way between them (addresses are in it: it goes
-- within the hour). seen_at: the browser says every few seconds that it is there.
CREATE TABLE talk_seat (
	tenant_id @id NOT NULL,
	seat_id @id NOT NULL,
	talk_id @id NOT NULL,
	is_staff @bool NOT NULL,
	account_id @id,
	name @text CHECK (length(name) <= 100),
	state @text NOT NULL CHECK (state IN ('waiting', 'in', 'left')),
	has_camera @bool NOT NULL,
	sat_at @time NOT NULL,
	seen_at @time NOT NULL,
	PRIMARY KEY (tenant_id, seat_id),
	FOREIGN KEY (tenant_id, talk_id) REFERENCES talk (tenant_id, talk_id)
) @strict;
CREATE INDEX talk_seat_talk ON talk_seat (tenant_id, talk_id, seat_id);
CREATE INDEX talk_seat_seen ON talk_seat (tenant_id, seen_at);

CREATE TABLE talk_signal (
	tenant_id @id NOT NULL,
	signal_id @id NOT NULL,
	to_seat_id @id NOT NULL,
	from_seat_id @id NOT NULL,
	words @text NOT NULL CHECK (length(words) <= 60000),
	sent_at @time NOT NULL,
	PRIMARY KEY (tenant_id, signal_id),
	FOREIGN KEY (tenant_id, to_seat_id) REFERENCES talk_seat (tenant_id, seat_id)
) @strict;
CREATE INDEX talk_signal_to ON talk_signal (tenant_id, to_seat_id, signal_id);
CREATE INDEX talk_signal_sent ON talk_signal (tenant_id, sent_at);
