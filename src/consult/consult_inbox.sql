-- The desk's inbox: lists by the key of their order, counts over what waits, who has what, notes, who is here, canned answers, cards, joined talks.

-- consult_inbox_page: many consult_inbox
SELECT t.thread_id, t.operator_id, t.area_id, t.to_person_id, t.nickname, t.state, t.channel, t.lang, t.last_at, t.promise_at, t.urgent_n, t.order_n,
	t.charge_account_id, t.charge_name, t.offered_account_id, t.offered_name, t.rest_until_at, t.labels, t.family_id,
	(SELECT m.words FROM consult_message m WHERE m.tenant_id = :tenant_id AND m.thread_id = t.thread_id ORDER BY m.message_id DESC LIMIT 1) AS words
FROM consult_thread t
WHERE t.tenant_id = :tenant_id AND t.state = :state AND t.into_thread_id IS NULL
AND t.order_n >= :after_n AND (t.order_n > :after_n OR t.thread_id > :after_thread_id)
AND (:is_everywhere OR (((t.operator_id IS NULL AND :is_unowned_seen) OR t.operator_id = :operator_id)
	AND (:has_all_areas OR t.area_id IS NULL OR replace(:area_list, ',' || t.area_id || ',', '') <> :area_list
		OR t.charge_account_id = :account_id)))
AND (NOT :is_free OR t.charge_account_id IS NULL) AND (NOT :is_late OR t.promise_at < :now_at) AND (NOT :is_urgent OR t.urgent_n = 2)
AND (NOT :is_area OR (t.area_id IS NOT NULL AND replace(:own_areas, ',' || t.area_id || ',', '') <> :own_areas))
AND (NOT :has_channel OR t.channel = :channel) AND (NOT :has_label OR replace(t.labels, :label, '') <> t.labels)
AND ((:is_resting AND t.rest_until_at > :now_at) OR (NOT :is_resting AND (t.rest_until_at IS NULL OR t.rest_until_at <= :now_at)))
ORDER BY t.order_n, t.thread_id LIMIT :limit_n;

-- consult_inbox_mine: many consult_inbox
SELECT t.thread_id, t.operator_id, t.area_id, t.to_person_id, t.nickname, t.state, t.channel, t.lang, t.last_at, t.promise_at, t.urgent_n, t.order_n,
	t.charge_account_id, t.charge_name, t.offered_account_id, t.offered_name, t.rest_until_at, t.labels, t.family_id,
	(SELECT m.words FROM consult_message m WHERE m.tenant_id = :tenant_id AND m.thread_id = t.thread_id ORDER BY m.message_id DESC LIMIT 1) AS words
FROM consult_thread t
WHERE t.tenant_id = :tenant_id AND t.state = :state AND t.charge_account_id = :charge_account_id AND t.into_thread_id IS NULL
AND t.order_n >= :after_n AND (t.order_n > :after_n OR t.thread_id > :after_thread_id)
AND (:is_everywhere OR (t.operator_id IS NULL AND :is_unowned_seen) OR t.operator_id = :operator_id)
AND (t.rest_until_at IS NULL OR t.rest_until_at <= :now_at)
ORDER BY t.order_n, t.thread_id LIMIT :limit_n;

-- consult_inbox_offers: many consult_inbox
SELECT t.thread_id, t.operator_id, t.area_id, t.to_person_id, t.nickname, t.state, t.channel, t.lang, t.last_at, t.promise_at, t.urgent_n, t.order_n,
	t.charge_account_id, t.charge_name, t.offered_account_id, t.offered_name, t.rest_until_at, t.labels, t.family_id,
	(SELECT m.words FROM consult_message m WHERE m.tenant_id = :tenant_id AND m.thread_id = t.thread_id ORDER BY m.message_id DESC LIMIT 1) AS words
FROM consult_thread t
WHERE t.tenant_id = :tenant_id AND t.offered_account_id = :offered_account_id AND t.into_thread_id IS NULL
AND (:is_everywhere OR (t.operator_id IS NULL AND :is_unowned_seen) OR t.operator_id = :operator_id)
ORDER BY t.order_n LIMIT 20;

-- consult_inbox_counts: one
SELECT CAST(coalesce(sum(CASE WHEN rest_until_at > :now_at THEN 0 ELSE 1 END), 0) AS BIGINT) AS all_n,
	CAST(coalesce(sum(CASE WHEN rest_until_at > :now_at THEN 0 WHEN charge_account_id = :charge_account_id THEN 1 ELSE 0 END), 0) AS BIGINT) AS mine_n,
	CAST(coalesce(sum(CASE WHEN rest_until_at > :now_at THEN 0 WHEN charge_account_id IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT) AS free_n,
	CAST(coalesce(sum(CASE WHEN rest_until_at > :now_at THEN 0 WHEN promise_at < :now_at THEN 1 ELSE 0 END), 0) AS BIGINT) AS late_n,
	CAST(coalesce(sum(CASE WHEN rest_until_at > :now_at THEN 0 WHEN urgent_n = 2 THEN 1 ELSE 0 END), 0) AS BIGINT) AS urgent_n,
	CAST(coalesce(sum(CASE WHEN NOT :has_own_areas OR rest_until_at > :now_at THEN 0 WHEN area_id IS NULL THEN 0
		WHEN replace(:own_areas, ',' || area_id || ',', '') <> :own_areas THEN 1 ELSE 0 END), 0) AS BIGINT) AS area_n,
	CAST(coalesce(sum(CASE WHEN rest_until_at > :now_at THEN 1 ELSE 0 END), 0) AS BIGINT) AS rest_n
FROM (SELECT charge_account_id, promise_at, urgent_n, area_id, rest_until_at FROM consult_thread
	WHERE tenant_id = :tenant_id AND state = 'waiting' AND into_thread_id IS NULL
	AND (:is_everywhere OR (((operator_id IS NULL AND :is_unowned_seen) OR operator_id = :operator_id)
		AND (:has_all_areas OR area_id IS NULL OR replace(:area_list, ',' || area_id || ',', '') <> :area_list
			OR charge_account_id = :charge_account_id)))
	ORDER BY order_n, thread_id LIMIT :limit_n) AS w;

-- ---- who has it ----

-- consult_inbox_take: done
UPDATE consult_thread SET charge_account_id = :account_id, charge_name = :charge_name, offered_account_id = NULL, offered_name = NULL
WHERE tenant_id = :tenant_id AND thread_id = :thread_id AND charge_account_id IS NULL;

-- consult_inbox_offer: done
UPDATE consult_thread SET offered_account_id = :offered_account_id, offered_name = :offered_name WHERE tenant_id = :tenant_id AND thread_id
	= :thread_id;

-- consult_inbox_accept: done
UPDATE consult_thread SET charge_account_id = :account_id, charge_name = :charge_name, offered_account_id = NULL, offered_name = NULL
WHERE tenant_id = :tenant_id AND thread_id = :thread_id AND offered_account_id = :account_id;

-- consult_inbox_decline: done
UPDATE consult_thread SET offered_account_id = NULL, offered_name = NULL
WHERE tenant_id = :tenant_id AND thread_id = :thread_id AND offered_account_id = :account_id;

-- consult_inbox_let_go: done
UPDATE consult_thread SET charge_account_id = NULL, charge_name = NULL, offered_account_id = NULL, offered_name = NULL
WHERE tenant_id = :tenant_id AND thread_id = :thread_id AND charge_account_id = :account_id;

-- consult_inbox_rest: done
UPDATE consult_thread SET rest_until_at = :rest_until_at WHERE tenant_id = :tenant_id AND thread_id = :thread_id AND state = 'waiting';

-- consult_inbox_labels: done
UPDATE consult_thread SET labels = :labels WHERE tenant_id = :tenant_id AND thread_id = :thread_id;

-- consult_inbox_family: done
UPDATE consult_thread SET family_id = :family_id WHERE tenant_id = :tenant_id AND thread_id = :thread_id;

-- consult_inbox_area: done
UPDATE consult_thread SET area_id = :area_id WHERE tenant_id = :tenant_id AND thread_id = :thread_id;

-- consult_inbox_state: done
UPDATE consult_thread SET state = :state, promise_at = :promise_at, order_n = :order_n, answered_at = :answered_at, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND thread_id = :thread_id;

-- ---- notes, who is here ----

-- consult_inbox_note_add: sent
INSERT INTO consult_inbox_note (tenant_id, note_id, thread_id, words, by_account_id, by_name, written_at)
VALUES (:tenant_id, :note_id, :thread_id, :words, :by_account_id, :by_name, :written_at);

-- consult_inbox_notes: many
SELECT words, by_name, written_at FROM consult_inbox_note WHERE tenant_id = :tenant_id AND thread_id = :thread_id ORDER BY note_id LIMIT 200;

-- consult_inbox_notes_erase: sent
DELETE FROM consult_inbox_note WHERE tenant_id = :tenant_id AND thread_id = :thread_id;

-- consult_inbox_here_put: sent
INSERT INTO consult_inbox_here (tenant_id, thread_id, account_id, name, seen_at, wrote_at)
VALUES (:tenant_id, :thread_id, :account_id, :name, :seen_at, :wrote_at)
ON CONFLICT (tenant_id, thread_id, account_id) DO UPDATE SET seen_at = excluded.seen_at, name = excluded.name,
	wrote_at = coalesce(excluded.wrote_at, consult_inbox_here.wrote_at);

-- consult_inbox_here_gone: sent
DELETE FROM consult_inbox_here WHERE tenant_id = :tenant_id AND thread_id = :thread_id AND account_id = :account_id;

-- consult_inbox_here_of: many
SELECT account_id, name, seen_at, wrote_at FROM consult_inbox_here
WHERE tenant_id = :tenant_id AND thread_id = :thread_id AND seen_at >= :since_at ORDER BY name LIMIT 10;

-- consult_inbox_here_past: sent
DELETE FROM consult_inbox_here WHERE tenant_id = :tenant_id AND seen_at < :before_at;

-- ---- canned answers, cards ----

-- consult_inbox_canned_all: many consult_inbox_canned
SELECT canned_id, title, words, place_n, version_n, changed_at, by_name, label, and_then FROM consult_inbox_canned
WHERE tenant_id = :tenant_id AND ended_at IS NULL ORDER BY place_n, canned_id LIMIT 100;

-- consult_inbox_canned_by_id: one consult_inbox_canned
SELECT canned_id, title, words, place_n, version_n, changed_at, by_name, label, and_then FROM consult_inbox_canned
WHERE tenant_id = :tenant_id AND canned_id = :canned_id AND ended_at IS NULL;

-- consult_inbox_canned_add: sent
INSERT INTO consult_inbox_canned (tenant_id, canned_id, title, words, place_n, changed_at, by_name, version_n, label, and_then)
VALUES (:tenant_id, :canned_id, :title, :words, :place_n, :changed_at, :by_name, 1, :label, :and_then);

-- consult_inbox_canned_change: done
UPDATE consult_inbox_canned SET title = :title, words = :words, changed_at = :changed_at, by_name = :by_name, label = :label,
	and_then = :and_then, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND canned_id = :canned_id AND version_n = :version_n AND ended_at IS NULL;

-- consult_inbox_canned_end: done
UPDATE consult_inbox_canned SET ended_at = :ended_at WHERE tenant_id = :tenant_id AND canned_id = :canned_id AND ended_at IS NULL;

-- consult_inbox_card_add: sent
INSERT INTO consult_inbox_card (tenant_id, message_id, entry_id, thread_id, place_n)
VALUES (:tenant_id, :message_id, :entry_id, :thread_id, :place_n) ON CONFLICT DO NOTHING;

-- consult_inbox_cards: many
SELECT message_id, entry_id FROM consult_inbox_card WHERE tenant_id = :tenant_id AND thread_id = :thread_id ORDER BY message_id, place_n LIMIT 200;

-- consult_inbox_cards_erase: sent
DELETE FROM consult_inbox_card WHERE tenant_id = :tenant_id AND thread_id = :thread_id;

-- consult_inbox_cards_of_erase: sent
DELETE FROM consult_inbox_card WHERE tenant_id = :tenant_id AND message_id = :message_id;

-- ---- undoing ----

-- consult_inbox_last: one
SELECT message_id, thread_id, is_from_staff, by_account_id, written_at, kind FROM consult_message
WHERE tenant_id = :tenant_id AND thread_id = :thread_id ORDER BY message_id DESC LIMIT 1;

-- consult_inbox_undo: done
UPDATE consult_message SET kind = 'undone', words = '-' WHERE tenant_id = :tenant_id AND message_id = :message_id AND is_from_staff
AND kind IS NULL;

-- ---- joined talks ----

-- consult_inbox_into: done
UPDATE consult_thread SET into_thread_id = :into_thread_id, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND thread_id = :thread_id AND into_thread_id IS NULL;

-- consult_inbox_apart: done
UPDATE consult_thread SET into_thread_id = NULL, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND thread_id = :thread_id AND into_thread_id = :into_thread_id;
