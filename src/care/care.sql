-- Kinds, scenes, requests and the steps of their state; whom was asked, and who goes.

-- care_kinds_all: many care_kind
SELECT kind, legal, legal_no, legal_on, is_open, version_n FROM care_kind WHERE tenant_id = :tenant_id ORDER BY kind LIMIT 10;

-- care_kind_one: one care_kind
SELECT kind, legal, legal_no, legal_on, is_open, version_n FROM care_kind WHERE tenant_id = :tenant_id AND kind = :kind;

-- care_kind_write: done
INSERT INTO care_kind (tenant_id, kind, legal, legal_no, legal_on, is_open, changed_at, by_account_id, version_n)
VALUES (:tenant_id, :kind, :legal, :legal_no, :legal_on, :is_open, :changed_at, :by_account_id, 1)
ON CONFLICT (tenant_id, kind) DO UPDATE SET legal = excluded.legal, legal_no = excluded.legal_no, legal_on = excluded.legal_on,
	is_open = excluded.is_open, changed_at = excluded.changed_at, by_account_id = excluded.by_account_id, version_n = care_kind.version_n + 1;

-- care_scenes_all: many care_scene
SELECT scene_id, place_n, words, hint, kind, icon, is_open, version_n FROM care_scene WHERE tenant_id = :tenant_id ORDER BY place_n, scene_id
LIMIT 60;

-- care_scene_add: done
INSERT INTO care_scene (tenant_id, scene_id, place_n, words, hint, kind, icon, is_open, made_at, version_n)
VALUES (:tenant_id, :scene_id, :place_n, :words, :hint, :kind, :icon, :is_open, :made_at, 1);

-- care_scene_change: done
UPDATE care_scene SET place_n = :place_n, words = :words, hint = :hint, kind = :kind, icon = :icon, is_open = :is_open, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND scene_id = :scene_id AND version_n = :version_n;

-- care_request_by_id: one care_request
SELECT request_id, family_id, operator_id, area_id, state, stage_n, sort_at, kind, scene_id, words, slot_n, from_at, until_at, wish_from_on,
	wish_until_on, wish_part, minutes_n, place_kind, place, place_area_id, lat_n, lon_n, end_place, end_lat_n, end_lon_n, child_ids, child_n,
	note, reason, is_urgent, is_by_family, owner_account_id, by_account_id, by_name, consented_at, like_request_id, made_at, asked_at, filled_at,
	closed_at, unfilled_reason, closed_note, cancelled_by, version_n
FROM care_request WHERE tenant_id = :tenant_id AND request_id = :request_id;

-- care_request_draft_of: one care_request
SELECT request_id, family_id, operator_id, area_id, state, stage_n, sort_at, kind, scene_id, words, slot_n, from_at, until_at, wish_from_on,
	wish_until_on, wish_part, minutes_n, place_kind, place, place_area_id, lat_n, lon_n, end_place, end_lat_n, end_lon_n, child_ids, child_n,
	note, reason, is_urgent, is_by_family, owner_account_id, by_account_id, by_name, consented_at, like_request_id, made_at, asked_at, filled_at,
	closed_at, unfilled_reason, closed_note, cancelled_by, version_n
FROM care_request WHERE tenant_id = :tenant_id AND family_id = :family_id AND by_account_id = :by_account_id AND state = 'draft';

-- care_requests_of_family: many care_request
SELECT request_id, family_id, operator_id, area_id, state, stage_n, sort_at, kind, scene_id, words, slot_n, from_at, until_at, wish_from_on,
	wish_until_on, wish_part, minutes_n, place_kind, place, place_area_id, lat_n, lon_n, end_place, end_lat_n, end_lon_n, child_ids, child_n,
	note, reason, is_urgent, is_by_family, owner_account_id, by_account_id, by_name, consented_at, like_request_id, made_at, asked_at, filled_at,
	closed_at, unfilled_reason, closed_note, cancelled_by, version_n
FROM care_request WHERE tenant_id = :tenant_id AND family_id = :family_id AND state <> 'draft' ORDER BY made_at DESC, request_id DESC LIMIT 60;

-- care_requests_of_owner: many care_request
SELECT request_id, family_id, operator_id, area_id, state, stage_n, sort_at, kind, scene_id, words, slot_n, from_at, until_at, wish_from_on,
	wish_until_on, wish_part, minutes_n, place_kind, place, place_area_id, lat_n, lon_n, end_place, end_lat_n, end_lon_n, child_ids, child_n,
	note, reason, is_urgent, is_by_family, owner_account_id, by_account_id, by_name, consented_at, like_request_id, made_at, asked_at, filled_at,
	closed_at, unfilled_reason, closed_note, cancelled_by, version_n
FROM care_request WHERE tenant_id = :tenant_id AND owner_account_id = :owner_account_id ORDER BY made_at DESC, request_id DESC LIMIT 500;

-- care_requests_page: many care_request
SELECT request_id, family_id, operator_id, area_id, state, stage_n, sort_at, kind, scene_id, words, slot_n, from_at, until_at, wish_from_on,
	wish_until_on, wish_part, minutes_n, place_kind, place, place_area_id, lat_n, lon_n, end_place, end_lat_n, end_lon_n, child_ids, child_n,
	note, reason, is_urgent, is_by_family, owner_account_id, by_account_id, by_name, consented_at, like_request_id, made_at, asked_at, filled_at,
	closed_at, unfilled_reason, closed_note, cancelled_by, version_n
FROM care_request WHERE tenant_id = :tenant_id AND stage_n = :stage_n AND is_urgent = :is_urgent AND sort_at >= :after_at
	AND (sort_at > :after_at OR request_id > :after_request_id) AND (:has_no_state OR state = :state)
	AND (:is_everywhere OR (((operator_id IS NULL AND :is_unowned_seen) OR operator_id = :operator_id)
		AND (:has_all_areas OR area_id IS NULL OR replace(:area_list, ',' || area_id || ',', '') <> :area_list)))
ORDER BY sort_at, request_id LIMIT :limit_n;

-- care_requests_over: many care_request
SELECT request_id, family_id, operator_id, area_id, state, stage_n, sort_at, kind, scene_id, words, slot_n, from_at, until_at, wish_from_on,
	wish_until_on, wish_part, minutes_n, place_kind, place, place_area_id, lat_n, lon_n, end_place, end_lat_n, end_lon_n, child_ids, child_n,
	note, reason, is_urgent, is_by_family, owner_account_id, by_account_id, by_name, consented_at, like_request_id, made_at, asked_at, filled_at,
	closed_at, unfilled_reason, closed_note, cancelled_by, version_n
FROM care_request WHERE tenant_id = :tenant_id AND stage_n = 3 AND is_urgent = :is_urgent AND sort_at <= :before_at
	AND (sort_at < :before_at OR request_id < :before_request_id) AND (:has_no_state OR state = :state)
	AND (:is_everywhere OR (((operator_id IS NULL AND :is_unowned_seen) OR operator_id = :operator_id)
		AND (:has_all_areas OR area_id IS NULL OR replace(:area_list, ',' || area_id || ',', '') <> :area_list)))
ORDER BY sort_at DESC, request_id DESC LIMIT :limit_n;

-- Counting ten thousand costs more than the page they stand on: as far as most_n.
-- care_requests_count: one
SELECT count(*) AS request_n FROM (SELECT stage_n FROM care_request
WHERE tenant_id = :tenant_id AND stage_n = :stage_n AND (NOT :is_urgent_only OR is_urgent)
	AND (:is_everywhere OR (((operator_id IS NULL AND :is_unowned_seen) OR operator_id = :operator_id)
		AND (:has_all_areas OR area_id IS NULL OR replace(:area_list, ',' || area_id || ',', '') <> :area_list)))
LIMIT :most_n) found;

-- care_request_add: done
INSERT INTO care_request (tenant_id, request_id, family_id, operator_id, area_id, state, stage_n, sort_at, slot_n, minutes_n, lat_n, lon_n, end_lat_n,
	end_lon_n, child_ids, child_n, is_urgent, is_by_family, owner_account_id, by_account_id, by_name, made_at, version_n)
VALUES (:tenant_id, :request_id, :family_id, :operator_id, :area_id, 'draft', 0, :made_at, 1, 0, 0, 0, 0, 0, ',', 0, :is_urgent, :is_by_family,
	:owner_account_id, :by_account_id, :by_name, :made_at, 1);

-- care_request_write: done
UPDATE care_request SET kind = :kind, scene_id = :scene_id, words = :words, from_at = :from_at, until_at = :until_at, wish_from_on = :wish_from_on,
	wish_until_on = :wish_until_on, wish_part = :wish_part, minutes_n = :minutes_n, place_kind = :place_kind, place = :place,
	place_area_id = :place_area_id, lat_n = :lat_n, lon_n = :lon_n, end_place = :end_place, end_lat_n = :end_lat_n, end_lon_n = :end_lon_n,
	child_ids = :child_ids, child_n = :child_n, note = :note,
	reason = :reason, is_urgent = :is_urgent, consented_at = :consented_at, like_request_id = :like_request_id, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND request_id = :request_id AND state = 'draft';

-- care_request_drop: done
DELETE FROM care_request WHERE tenant_id = :tenant_id AND request_id = :request_id AND state = 'draft';

-- care_request_asked_now: done
UPDATE care_request SET state = 'asked', stage_n = 1, sort_at = :sort_at, asked_at = :asked_at, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND request_id = :request_id AND state = 'draft';

-- care_request_state: done
UPDATE care_request SET state = :to_state, stage_n = :stage_n, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND request_id = :request_id AND state = :from_state;

-- care_request_filled: done
UPDATE care_request SET state = 'accepted', stage_n = 2, filled_at = :filled_at, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND request_id = :request_id AND stage_n = 1 AND slot_n = :slot_n;

-- care_request_again: done
UPDATE care_request SET state = 'asked', stage_n = 1, filled_at = NULL, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND request_id = :request_id AND state IN ('accepted', 'agreed');

-- care_request_slot: done
UPDATE care_request SET from_at = :from_at, until_at = :until_at, minutes_n = :minutes_n, sort_at = :from_at, slot_n = slot_n + 1, state = 'asked',
	version_n = version_n + 1
WHERE tenant_id = :tenant_id AND request_id = :request_id AND stage_n = 1 AND version_n = :version_n;

-- care_request_urgent: done
UPDATE care_request SET is_urgent = :is_urgent, version_n = version_n + 1 WHERE tenant_id = :tenant_id AND request_id = :request_id AND stage_n = 1;

-- care_request_over: done
UPDATE care_request SET state = :state, stage_n = 3, closed_at = :closed_at, unfilled_reason = :unfilled_reason, closed_note = :closed_note,
	cancelled_by = :cancelled_by, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND request_id = :request_id AND stage_n IN (1, 2) AND version_n = :version_n;

-- care_card_of: one care_card
SELECT family_id, allergy, soothe, sleep, pickup, pickup_word, doctor, contact, is_photo_fine, changed_at, version_n
FROM care_card WHERE tenant_id = :tenant_id AND family_id = :family_id;

-- care_card_write: done
INSERT INTO care_card (tenant_id, family_id, allergy, soothe, sleep, pickup, pickup_word, doctor, contact, is_photo_fine, changed_at, version_n)
VALUES (:tenant_id, :family_id, :allergy, :soothe, :sleep, :pickup, :pickup_word, :doctor, :contact, :is_photo_fine, :changed_at, 1)
ON CONFLICT (tenant_id, family_id) DO UPDATE SET allergy = excluded.allergy, soothe = excluded.soothe, sleep = excluded.sleep,
	pickup = excluded.pickup, pickup_word = excluded.pickup_word, doctor = excluded.doctor, contact = excluded.contact,
	is_photo_fine = excluded.is_photo_fine, changed_at = excluded.changed_at, version_n = care_card.version_n + 1;

-- care_offer_add: done
INSERT INTO care_offer (tenant_id, offer_id, request_id, slot_n, person_id, turn_n, minutes_n, state, made_at, opened_at, until_at, is_entered,
	by_account_id, by_name, reason)
VALUES (:tenant_id, :offer_id, :request_id, :slot_n, :person_id, :turn_n, :minutes_n, :state, :made_at, :opened_at, :until_at, :is_entered,
	:by_account_id, :by_name, :reason)
ON CONFLICT DO NOTHING;

-- care_offer_by_id: one care_offer
SELECT offer_id, request_id, slot_n, person_id, turn_n, minutes_n, state, made_at, opened_at, until_at, answered_at, is_entered, by_name, answered_by,
	reason
FROM care_offer WHERE tenant_id = :tenant_id AND offer_id = :offer_id;

-- care_offers_of: many care_offer
SELECT offer_id, request_id, slot_n, person_id, turn_n, minutes_n, state, made_at, opened_at, until_at, answered_at, is_entered, by_name, answered_by,
	reason
FROM care_offer WHERE tenant_id = :tenant_id AND request_id = :request_id ORDER BY slot_n DESC, turn_n, offer_id LIMIT 300;

-- care_offers_to: many care_offer
SELECT offer_id, request_id, slot_n, person_id, turn_n, minutes_n, state, made_at, opened_at, until_at, answered_at, is_entered, by_name, answered_by,
	reason
FROM care_offer WHERE tenant_id = :tenant_id AND person_id = :person_id AND made_at >= :from_at ORDER BY made_at DESC, offer_id DESC LIMIT 60;

-- care_offers_lapsed: many care_offer
SELECT offer_id, request_id, slot_n, person_id, turn_n, minutes_n, state, made_at, opened_at, until_at, answered_at, is_entered, by_name, answered_by,
	reason
FROM care_offer WHERE tenant_id = :tenant_id AND state = 'open' AND until_at <= :now_at ORDER BY until_at, offer_id LIMIT :limit_n;

-- care_offer_turns: one
SELECT count(*) AS offer_n, coalesce(max(turn_n), 0) AS turn_n FROM care_offer
WHERE tenant_id = :tenant_id AND request_id = :request_id AND slot_n = :slot_n;

-- care_offers_open_n: one
SELECT count(*) AS offer_n FROM care_offer
WHERE tenant_id = :tenant_id AND request_id = :request_id AND slot_n = :slot_n AND state IN ('open', 'waiting');

-- care_offer_waiting: one care_offer
SELECT offer_id, request_id, slot_n, person_id, turn_n, minutes_n, state, made_at, opened_at, until_at, answered_at, is_entered, by_name, answered_by,
	reason
FROM care_offer WHERE tenant_id = :tenant_id AND request_id = :request_id AND slot_n = :slot_n AND state = 'waiting'
ORDER BY turn_n, offer_id LIMIT 1;

-- care_offer_open: done
UPDATE care_offer SET state = 'open', opened_at = :opened_at, until_at = :until_at
WHERE tenant_id = :tenant_id AND offer_id = :offer_id AND state = 'waiting';

-- care_offers_reopen: done
UPDATE care_offer SET state = 'waiting', answered_at = NULL
WHERE tenant_id = :tenant_id AND request_id = :request_id AND slot_n = :slot_n AND state = 'withdrawn';

-- care_offer_answered: done
UPDATE care_offer SET state = :state, answered_at = :answered_at, is_entered = :is_entered, answered_by = :answered_by
WHERE tenant_id = :tenant_id AND offer_id = :offer_id AND state IN ('open', 'waiting');

-- care_offer_dropped: done
UPDATE care_offer SET state = 'dropped' WHERE tenant_id = :tenant_id AND offer_id = :offer_id AND state = 'accepted';

-- care_offers_withdraw: done
UPDATE care_offer SET state = 'withdrawn', answered_at = :answered_at
WHERE tenant_id = :tenant_id AND request_id = :request_id AND state IN ('open', 'waiting');

-- care_offers_stop: done
UPDATE care_offer SET until_at = CASE WHEN state = 'open' THEN :now_at ELSE until_at END,
	state = CASE WHEN state = 'open' THEN 'open' ELSE 'withdrawn' END
WHERE tenant_id = :tenant_id AND person_id = :person_id AND state IN ('open', 'waiting');

-- care_assignment_add: done
INSERT INTO care_assignment (tenant_id, assignment_id, request_id, family_id, person_id, booking_id, offer_id, state, from_at, until_at, held_at,
	meet_points, late_n, transport_yen, entry_ids, version_n)
VALUES (:tenant_id, :assignment_id, :request_id, :family_id, :person_id, :booking_id, :offer_id, 'held', :from_at, :until_at, :held_at, ',', 0, 0,
	',', 1)
ON CONFLICT DO NOTHING;

-- care_assignment_by_id: one care_assignment
SELECT assignment_id, request_id, family_id, person_id, booking_id, offer_id, state, from_at, until_at, held_at, meet_at, meet_how, meet_note,
	meet_points, meet_family_at, meet_helper_at, late_n, late_at, started_at, ended_at, left_home_at, back_home_at, transport_yen, report,
	report_draft, entry_ids, reported_at, confirmed_at, closed_at, closed_note, version_n
FROM care_assignment WHERE tenant_id = :tenant_id AND assignment_id = :assignment_id;

-- care_assignment_held: one care_assignment
SELECT assignment_id, request_id, family_id, person_id, booking_id, offer_id, state, from_at, until_at, held_at, meet_at, meet_how, meet_note,
	meet_points, meet_family_at, meet_helper_at, late_n, late_at, started_at, ended_at, left_home_at, back_home_at, transport_yen, report,
	report_draft, entry_ids, reported_at, confirmed_at, closed_at, closed_note, version_n
FROM care_assignment WHERE tenant_id = :tenant_id AND request_id = :request_id AND state = 'held';

-- care_assignments_of: many care_assignment
SELECT assignment_id, request_id, family_id, person_id, booking_id, offer_id, state, from_at, until_at, held_at, meet_at, meet_how, meet_note,
	meet_points, meet_family_at, meet_helper_at, late_n, late_at, started_at, ended_at, left_home_at, back_home_at, transport_yen, report,
	report_draft, entry_ids, reported_at, confirmed_at, closed_at, closed_note, version_n
FROM care_assignment WHERE tenant_id = :tenant_id AND request_id = :request_id ORDER BY held_at DESC, assignment_id DESC LIMIT 40;

-- care_assignments_to: many care_assignment
SELECT assignment_id, request_id, family_id, person_id, booking_id, offer_id, state, from_at, until_at, held_at, meet_at, meet_how, meet_note,
	meet_points, meet_family_at, meet_helper_at, late_n, late_at, started_at, ended_at, left_home_at, back_home_at, transport_yen, report,
	report_draft, entry_ids, reported_at, confirmed_at, closed_at, closed_note, version_n
FROM care_assignment WHERE tenant_id = :tenant_id AND person_id = :person_id AND from_at >= :first_at AND from_at < :end_at AND state = 'held'
ORDER BY from_at, assignment_id LIMIT 200;

-- care_assignments_between: many care_assignment
SELECT assignment_id, request_id, family_id, person_id, booking_id, offer_id, state, from_at, until_at, held_at, meet_at, meet_how, meet_note,
	meet_points, meet_family_at, meet_helper_at, late_n, late_at, started_at, ended_at, left_home_at, back_home_at, transport_yen, report,
	report_draft, entry_ids, reported_at, confirmed_at, closed_at, closed_note, version_n
FROM care_assignment WHERE tenant_id = :tenant_id AND from_at >= :first_at AND from_at < :end_at AND state = 'held'
ORDER BY from_at, assignment_id LIMIT :limit_n;

-- care_assignments_for_family: many care_assignment
SELECT assignment_id, request_id, family_id, person_id, booking_id, offer_id, state, from_at, until_at, held_at, meet_at, meet_how, meet_note,
	meet_points, meet_family_at, meet_helper_at, late_n, late_at, started_at, ended_at, left_home_at, back_home_at, transport_yen, report,
	report_draft, entry_ids, reported_at, confirmed_at, closed_at, closed_note, version_n
FROM care_assignment WHERE tenant_id = :tenant_id AND family_id = :family_id AND state = 'held' ORDER BY from_at DESC, assignment_id DESC LIMIT 60;

-- care_assignment_closed: done
UPDATE care_assignment SET state = :state, closed_at = :closed_at, closed_note = :closed_note, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND assignment_id = :assignment_id AND state = 'held';

-- care_private_bars: one
SELECT count(*) AS private_n FROM care_private WHERE tenant_id = :tenant_id AND person_id = :person_id
	AND (closed_at IS NULL OR (is_pair AND family_id = :family_id));
