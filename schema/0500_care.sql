-- Help that arrives (付き添い・預かり): kinds with their legal form, scenes, requests, offers to helpers, who goes, and what was said of it.
-- The story of a request is its `state`; who goes stands in care_assignment, whose time is held in the one calendar by booking_id.

-- legal: 'beside' (a guardian is there, or no child is looked after), 'family_support' (児童福祉法 6条の3第14項), 'notified' (認可外 59条の2: number and
-- day of the notification), 'temporary' (一時預かり, notified). A kind is open only with what its form asks for.
CREATE TABLE care_kind (
	tenant_id @id NOT NULL,
	kind @text NOT NULL CHECK (kind IN ('accompany', 'care', 'escort', 'errand', 'paper')),
	legal @text CHECK (legal IN ('beside', 'family_support', 'notified', 'temporary')),
	legal_no @text CHECK (length(legal_no) <= 100),
	legal_on @day,
	is_open @bool NOT NULL,
	changed_at @time NOT NULL,
	by_account_id @id,
	version_n @int NOT NULL,
	PRIMARY KEY (tenant_id, kind)
) @strict;

-- What a family chooses among. words, hint: by language, as JSON objects.
CREATE TABLE care_scene (
	tenant_id @id NOT NULL,
	scene_id @id NOT NULL,
	place_n @int NOT NULL,
	words @text NOT NULL CHECK (length(words) BETWEEN 2 AND 2000),
	hint @text CHECK (length(hint) <= 2000),
	kind @text NOT NULL CHECK (kind IN ('accompany', 'care', 'escort', 'errand', 'paper')),
	icon @text NOT NULL CHECK (length(icon) <= 20),
	is_open @bool NOT NULL,
	made_at @time NOT NULL,
	version_n @int NOT NULL,
	PRIMARY KEY (tenant_id, scene_id)
) @strict;

-- from_at, until_at: the slot, once it is certain; before that wish_from_on to wish_until_on with wish_part, minutes_n ("any morning this week").
-- slot_n counts the slots: nobody is sounded out twice for one. stage_n: 0 draft, 1 the desk looks for somebody, 2 somebody goes, 3 over; lists are
-- sorted by sort_at. child_ids: ids in decimal with commas around each. place_kind 'home': place is the family's, and helpers read only the area.
CREATE TABLE care_request (
	tenant_id @id NOT NULL,
	request_id @id NOT NULL,
	family_id @id NOT NULL,
	operator_id @id,
	area_id @id,
	state @text NOT NULL CHECK (state IN ('draft', 'asked', 'offered', 'accepted', 'agreed', 'under_way', 'ended', 'reported', 'confirmed',
		'settled', 'cancelled', 'unfilled')),
	stage_n @int NOT NULL CHECK (stage_n BETWEEN 0 AND 3),
	sort_at @time NOT NULL,
	kind @text CHECK (kind IN ('accompany', 'care', 'escort', 'errand', 'paper')),
	scene_id @id,
	words @text CHECK (length(words) <= 1000),
	slot_n @int NOT NULL,
	from_at @time,
	until_at @time,
	wish_from_on @day,
	wish_until_on @day,
	wish_part @text CHECK (wish_part IN ('morning', 'afternoon', 'evening', 'any')),
	minutes_n @int NOT NULL CHECK (minutes_n BETWEEN 0 AND 1440),
	place_kind @text CHECK (place_kind IN ('home', 'out')),
	place @text CHECK (length(place) <= 200),
	lat_n @int NOT NULL,
	lon_n @int NOT NULL,
	end_place @text CHECK (length(end_place) <= 200),
	end_lat_n @int NOT NULL,
	end_lon_n @int NOT NULL,
	child_ids @text NOT NULL CHECK (length(child_ids) <= 400),
	child_n @int NOT NULL,
	note @text CHECK (length(note) <= 2000),
	reason @text CHECK (length(reason) <= 200),
	is_urgent @bool NOT NULL,
	is_by_family @bool NOT NULL,
	owner_account_id @id,
	by_account_id @id,
	by_name @text CHECK (length(by_name) <= 100),
	consented_at @time,
	like_request_id @id,
	made_at @time NOT NULL,
	asked_at @time,
	filled_at @time,
	closed_at @time,
	unfilled_reason @text CHECK (unfilled_reason IN ('nobody_free', 'nobody_near', 'too_soon', 'training', 'sick_child', 'language', 'withdrawn',
		'other')),
	closed_note @text CHECK (length(closed_note) <= 1000),
	cancelled_by @text CHECK (cancelled_by IN ('family', 'staff')),
	version_n @int NOT NULL,
	PRIMARY KEY (tenant_id, request_id)
) @strict;
CREATE INDEX care_request_stage ON care_request (tenant_id, stage_n, is_urgent, sort_at, request_id);
CREATE INDEX care_request_family ON care_request (tenant_id, family_id, made_at);
CREATE INDEX care_request_asked ON care_request (tenant_id, asked_at);
CREATE UNIQUE INDEX care_request_draft ON care_request (tenant_id, family_id, by_account_id) WHERE state = 'draft';

-- A helper is sounded out (打診). 'waiting': comes later in the row; 'open' until until_at. reason: why somebody was asked whom the ranking warns of.
CREATE TABLE care_offer (
	tenant_id @id NOT NULL,
	offer_id @id NOT NULL,
	request_id @id NOT NULL,
	slot_n @int NOT NULL,
	person_id @id NOT NULL,
	turn_n @int NOT NULL,
	minutes_n @int NOT NULL,
	state @text NOT NULL CHECK (state IN ('waiting', 'open', 'accepted', 'refused', 'expired', 'withdrawn', 'dropped')),
	made_at @time NOT NULL,
	opened_at @time,
	until_at @time,
	answered_at @time,
	is_entered @bool NOT NULL,
	by_account_id @id,
	by_name @text CHECK (length(by_name) <= 100),
	answered_by @text CHECK (length(answered_by) <= 100),
	reason @text CHECK (length(reason) <= 500),
	PRIMARY KEY (tenant_id, offer_id)
) @strict;
CREATE UNIQUE INDEX care_offer_once ON care_offer (tenant_id, request_id, slot_n, person_id);
CREATE INDEX care_offer_person ON care_offer (tenant_id, person_id, made_at);
CREATE INDEX care_offer_until ON care_offer (tenant_id, until_at) WHERE state = 'open';

-- Who goes. One 'held' for a request; the others dropped out or were cancelled. left_home_at, back_home_at: for fees that are counted from the
-- helper's door. meet_*: 事前打合せ; points are the checked ones with commas around each. transport_yen: what the helper paid for the way.
CREATE TABLE care_assignment (
	tenant_id @id NOT NULL,
	assignment_id @id NOT NULL,
	request_id @id NOT NULL,
	family_id @id NOT NULL,
	person_id @id NOT NULL,
	booking_id @id NOT NULL,
	offer_id @id,
	state @text NOT NULL CHECK (state IN ('held', 'dropped', 'cancelled')),
	from_at @time NOT NULL,
	until_at @time NOT NULL,
	held_at @time NOT NULL,
	meet_at @time,
	meet_how @text CHECK (meet_how IN ('home', 'site', 'phone', 'video', 'none')),
	meet_note @text CHECK (length(meet_note) <= 1000),
	meet_points @text NOT NULL CHECK (length(meet_points) <= 400),
	meet_family_at @time,
	meet_helper_at @time,
	late_n @int NOT NULL,
	late_at @time,
	started_at @time,
	ended_at @time,
	left_home_at @time,
	back_home_at @time,
	transport_yen @int NOT NULL CHECK (transport_yen >= 0),
	report @text CHECK (length(report) <= 4000),
	report_draft @text CHECK (length(report_draft) <= 4000),
	entry_ids @text NOT NULL CHECK (length(entry_ids) <= 400),
	reported_at @time,
	confirmed_at @time,
	closed_at @time,
	closed_note @text CHECK (length(closed_note) <= 500),
	version_n @int NOT NULL,
	PRIMARY KEY (tenant_id, assignment_id)
) @strict;
CREATE UNIQUE INDEX care_assignment_held ON care_assignment (tenant_id, request_id) WHERE state = 'held';
CREATE INDEX care_assignment_request ON care_assignment (tenant_id, request_id);
CREATE INDEX care_assignment_person ON care_assignment (tenant_id, person_id, from_at);
CREATE INDEX care_assignment_family ON care_assignment (tenant_id, family_id, from_at);

-- What a helper must know of a family: written once, shown to whoever comes, and on the card that works without signal.
CREATE TABLE care_card (
	tenant_id @id NOT NULL,
	family_id @id NOT NULL,
	allergy @text CHECK (length(allergy) <= 500),
	soothe @text CHECK (length(soothe) <= 500),
	sleep @text CHECK (length(sleep) <= 500),
	pickup @text CHECK (length(pickup) <= 300),
	pickup_word @text CHECK (length(pickup_word) <= 100),
	doctor @text CHECK (length(doctor) <= 300),
	contact @text CHECK (length(contact) <= 300),
	is_photo_fine @bool NOT NULL,
	changed_at @time NOT NULL,
	version_n @int NOT NULL,
	PRIMARY KEY (tenant_id, family_id)
) @strict;

-- 率直な声 after a visit. mark: 'good', 'fair', 'bad'.
CREATE TABLE care_voice (
	tenant_id @id NOT NULL,
	voice_id @id NOT NULL,
	assignment_id @id NOT NULL,
	family_id @id NOT NULL,
	mark @text NOT NULL CHECK (mark IN ('good', 'fair', 'bad')),
	words @text CHECK (length(words) <= 2000),
	said_at @time NOT NULL,
	answer @text CHECK (length(answer) <= 2000),
	answered_at @time,
	by_name @text CHECK (length(by_name) <= 100),
	PRIMARY KEY (tenant_id, voice_id)
) @strict;
CREATE UNIQUE INDEX care_voice_once ON care_voice (tenant_id, assignment_id);
CREATE INDEX care_voice_said ON care_voice (tenant_id, said_at);

-- Near misses and accidents, with a path of their own until somebody closes them.
CREATE TABLE care_incident (
	tenant_id @id NOT NULL,
	incident_id @id NOT NULL,
	assignment_id @id NOT NULL,
	operator_id @id,
	area_id @id,
	kind @text NOT NULL CHECK (kind IN ('near_miss', 'accident')),
	words @text NOT NULL CHECK (length(words) BETWEEN 1 AND 4000),
	done @text CHECK (length(done) <= 2000),
	told_at @time NOT NULL,
	by_account_id @id,
	by_name @text CHECK (length(by_name) <= 100),
	closed_at @time,
	outcome @text CHECK (length(outcome) <= 2000),
	closed_by @text CHECK (length(closed_by) <= 100),
	PRIMARY KEY (tenant_id, incident_id)
) @strict;
CREATE INDEX care_incident_told ON care_incident (tenant_id, told_at);

-- What a family says of a helper in private: the helper never reads it, the desk reads 今回は対象外, a manager opens it. While it is open the helper is
-- asked for nothing; a family is never sent somebody it has refused (is_pair).
CREATE TABLE care_private (
	tenant_id @id NOT NULL,
	private_id @id NOT NULL,
	assignment_id @id NOT NULL,
	person_id @id NOT NULL,
	family_id @id NOT NULL,
	operator_id @id,
	area_id @id,
	words @text NOT NULL CHECK (length(words) BETWEEN 1 AND 4000),
	is_pair @bool NOT NULL,
	told_at @time NOT NULL,
	closed_at @time,
	outcome @text CHECK (length(outcome) <= 2000),
	closed_by @text CHECK (length(closed_by) <= 100),
	PRIMARY KEY (tenant_id, private_id)
) @strict;
CREATE INDEX care_private_person ON care_private (tenant_id, person_id, told_at);
CREATE INDEX care_private_family ON care_private (tenant_id, family_id, told_at);
