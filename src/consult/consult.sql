-- consult_thread_add: sent
INSERT INTO consult_thread (tenant_id, thread_id, token_hash, owner_account_id, operator_id, area_id, nickname, notice_mail, lang, state,
	opened_at, last_at, promise_at, to_person_id, version_n)
VALUES (:tenant_id, :thread_id, :token_hash, :owner_account_id, :operator_id, :area_id, :nickname, :notice_mail, :lang, 'waiting',
	:opened_at, :opened_at, :promise_at, :to_person_id, 1);

-- consult_message_add: sent
INSERT INTO consult_message (tenant_id, message_id, thread_id, is_from_staff, by_account_id, by_name, words, kind, written_at)
VALUES (:tenant_id, :message_id, :thread_id, :is_from_staff, :by_account_id, :by_name, :words, :kind, :written_at);

-- consult_thread_by_token: one consult_thread
SELECT thread_id, owner_account_id, operator_id, area_id, to_person_id, nickname, notice_mail, lang, state, opened_at, last_at, promise_at,
	answered_at, version_n, urgent_n, urgent_kind, urgent_words FROM consult_thread WHERE tenant_id = :tenant_id AND token_hash = :token_hash;

-- consult_thread_by_id: one consult_thread
SELECT thread_id, owner_account_id, operator_id, area_id, to_person_id, nickname, notice_mail, lang, state, opened_at, last_at, promise_at,
	answered_at, version_n, urgent_n, urgent_kind, urgent_words FROM consult_thread WHERE tenant_id = :tenant_id AND thread_id = :thread_id;

-- consult_messages: many
SELECT message_id, is_from_staff, by_name, words, kind, written_at FROM (
	SELECT message_id, is_from_staff, by_name, words, kind, written_at FROM consult_message
	WHERE tenant_id = :tenant_id AND thread_id = :thread_id ORDER BY message_id DESC LIMIT 500) AS newest
ORDER BY written_at, message_id LIMIT 500;

-- consult_thread_waits: sent
UPDATE consult_thread SET state = 'waiting', last_at = :last_at, promise_at = :promise_at, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND thread_id = :thread_id;

-- consult_thread_answered: done
UPDATE consult_thread SET state = 'answered', urgent_n = 0, last_at = :last_at, answered_at = :last_at, promise_at = NULL, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND thread_id = :thread_id AND version_n = :version_n;

-- consult_thread_closed: done
UPDATE consult_thread SET state = 'closed', urgent_n = 0, last_at = :last_at, promise_at = NULL, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND thread_id = :thread_id AND version_n = :version_n;

-- consult_threads_of_owner: many consult_line
SELECT t.thread_id, t.owner_account_id, t.operator_id, t.area_id, t.to_person_id, t.nickname, t.state, t.last_at, t.promise_at, t.urgent_n,
	(SELECT m.words FROM consult_message m WHERE m.tenant_id = :tenant_id AND m.thread_id = t.thread_id ORDER BY m.message_id DESC LIMIT 1) AS words
FROM consult_thread t WHERE t.tenant_id = :tenant_id AND t.owner_account_id = :owner_account_id
ORDER BY t.last_at DESC LIMIT 50;

-- consult_threads_in_state: many consult_line
SELECT t.thread_id, t.owner_account_id, t.operator_id, t.area_id, t.to_person_id, t.nickname, t.state, t.last_at, t.promise_at, t.urgent_n,
	(SELECT m.words FROM consult_message m WHERE m.tenant_id = :tenant_id AND m.thread_id = t.thread_id ORDER BY m.message_id DESC LIMIT 1) AS words
FROM consult_thread t WHERE t.tenant_id = :tenant_id AND t.state = :state
AND (:is_everywhere OR (((t.operator_id IS NULL AND :is_unowned_seen) OR t.operator_id = :operator_id)
	AND (:has_all_areas OR t.area_id IS NULL OR replace(:area_list, ',' || t.area_id || ',', '') <> :area_list)))
ORDER BY CASE WHEN t.state = 'waiting' AND t.urgent_n = 2 THEN 0 ELSE 1 END, t.last_at DESC LIMIT :limit_n;

-- consult_threads_past: many
SELECT thread_id FROM consult_thread WHERE tenant_id = :tenant_id AND last_at < :before_at ORDER BY last_at LIMIT :limit_n;

-- consult_messages_erase: sent
DELETE FROM consult_message WHERE tenant_id = :tenant_id AND thread_id = :thread_id;

-- consult_thread_erase: sent
DELETE FROM consult_thread WHERE tenant_id = :tenant_id AND thread_id = :thread_id;

-- consult_thread_urgent: sent
UPDATE consult_thread SET urgent_n = :urgent_n, urgent_kind = :urgent_kind, urgent_words = :urgent_words
WHERE tenant_id = :tenant_id AND thread_id = :thread_id;

-- consult_thread_own: done
UPDATE consult_thread SET owner_account_id = :owner_account_id, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND thread_id = :thread_id AND owner_account_id IS NULL;
