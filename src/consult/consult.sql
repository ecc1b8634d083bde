-- consult_thread_add: sent
INSERT INTO consult_thread (tenant_id, thread_id, token_hash, owner_account_id, operator_id, area_id, nickname, notice_mail, lang, state,
	opened_at, last_at, promise_at, to_person_id, channel, order_n, charge_account_id, charge_name, family_id, version_n)
VALUES (:tenant_id, :thread_id, :token_hash, :owner_account_id, :operator_id, :area_id, :nickname, :notice_mail, :lang, 'waiting',
	:opened_at, :opened_at, :promise_at, :to_person_id, :channel, :order_n, :charge_account_id, :charge_name, :family_id, 1);

-- consult_message_add: sent
INSERT INTO consult_message (tenant_id, message_id, thread_id, is_from_staff, by_account_id, by_name, words, kind, written_at)
VALUES (:tenant_id, :message_id, :thread_id, :is_from_staff, :by_account_id, :by_name, :words, :kind, :written_at);

-- consult_thread_by_token: one consult_thread
SELECT thread_id, owner_account_id, operator_id, area_id, to_person_id, nickname, notice_mail, lang, state, opened_at, last_at, promise_at,
	answered_at, version_n, urgent_n, urgent_kind, urgent_words, channel, order_n, charge_account_id, charge_name, offered_account_id, offered_name,
	rest_until_at, labels, family_id, into_thread_id FROM consult_thread WHERE tenant_id = :tenant_id AND token_hash = :token_hash;

-- consult_thread_by_id: one consult_thread
SELECT thread_id, owner_account_id, operator_id, area_id, to_person_id, nickname, notice_mail, lang, state, opened_at, last_at, promise_at,
	answered_at, version_n, urgent_n, urgent_kind, urgent_words, channel, order_n, charge_account_id, charge_name, offered_account_id, offered_name,
	rest_until_at, labels, family_id, into_thread_id FROM consult_thread WHERE tenant_id = :tenant_id AND thread_id = :thread_id;

-- consult_messages: many
SELECT message_id, is_from_staff, by_name, words, kind, written_at FROM (
	SELECT message_id, is_from_staff, by_name, words, kind, written_at FROM consult_message
	WHERE tenant_id = :tenant_id AND thread_id = :thread_id ORDER BY message_id DESC LIMIT 500) AS newest
ORDER BY written_at, message_id LIMIT 500;

-- consult_thread_waits: sent
UPDATE consult_thread SET state = 'waiting', last_at = :last_at, promise_at = :promise_at, order_n = :order_n, rest_until_at = NULL,
	version_n = version_n + 1
WHERE tenant_id = :tenant_id AND thread_id = :thread_id;

-- consult_thread_answered: done
UPDATE consult_thread SET state = 'answered', urgent_n = 0, last_at = :last_at, answered_at = :last_at, promise_at = NULL, order_n = :order_n,
	rest_until_at = NULL, charge_name = CASE WHEN charge_account_id IS NULL THEN :by_name ELSE charge_name END,
	charge_account_id = coalesce(charge_account_id, :by_account_id), version_n = version_n + 1
WHERE tenant_id = :tenant_id AND thread_id = :thread_id AND version_n = :version_n;

-- consult_thread_closed: done
UPDATE consult_thread SET state = 'closed', urgent_n = 0, last_at = :last_at, promise_at = NULL, order_n = :order_n, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND thread_id = :thread_id AND version_n = :version_n;

-- consult_threads_of_owner: many consult_line
SELECT t.thread_id, t.owner_account_id, t.operator_id, t.area_id, t.to_person_id, t.nickname, t.state, t.last_at, t.promise_at, t.urgent_n,
	(SELECT m.words FROM consult_message m WHERE m.tenant_id = :tenant_id AND m.thread_id = t.thread_id ORDER BY m.message_id DESC LIMIT 1) AS words
FROM consult_thread t WHERE t.tenant_id = :tenant_id AND t.owner_account_id = :owner_account_id
ORDER BY t.last_at DESC LIMIT 50;

-- consult_threads_past: many
SELECT thread_id FROM consult_thread WHERE tenant_id = :tenant_id AND last_at < :before_at ORDER BY last_at LIMIT :limit_n;

-- consult_messages_erase: sent
DELETE FROM consult_message WHERE tenant_id = :tenant_id AND thread_id = :thread_id;

-- consult_thread_erase: sent
DELETE FROM consult_thread WHERE tenant_id = :tenant_id AND thread_id = :thread_id;

-- consult_thread_urgent: sent
UPDATE consult_thread SET urgent_n = :urgent_n, urgent_kind = :urgent_kind, urgent_words = :urgent_words, order_n = :order_n
WHERE tenant_id = :tenant_id AND thread_id = :thread_id;

-- consult_thread_own: done
UPDATE consult_thread SET owner_account_id = :owner_account_id, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND thread_id = :thread_id AND owner_account_id IS NULL;

-- consult_threads_joined: many consult_thread
SELECT thread_id, owner_account_id, operator_id, area_id, to_person_id, nickname, notice_mail, lang, state, opened_at, last_at, promise_at,
	answered_at, version_n, urgent_n, urgent_kind, urgent_words, channel, order_n, charge_account_id, charge_name, offered_account_id, offered_name,
	rest_until_at, labels, family_id, into_thread_id FROM consult_thread
WHERE tenant_id = :tenant_id AND into_thread_id = :into_thread_id ORDER BY thread_id LIMIT 20;

-- consult_threads_alike: many consult_thread
SELECT thread_id, owner_account_id, operator_id, area_id, to_person_id, nickname, notice_mail, lang, state, opened_at, last_at, promise_at,
	answered_at, version_n, urgent_n, urgent_kind, urgent_words, channel, order_n, charge_account_id, charge_name, offered_account_id, offered_name,
	rest_until_at, labels, family_id, into_thread_id FROM consult_thread
WHERE tenant_id = :tenant_id AND into_thread_id IS NULL AND last_at >= :since_at AND thread_id <> :thread_id
AND (owner_account_id = :owner_account_id OR family_id = :family_id OR notice_mail = :notice_mail OR nickname = :nickname)
ORDER BY last_at DESC LIMIT 6;
