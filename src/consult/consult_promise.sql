-- Promises and how they were kept.

-- consult_promise_add: done
INSERT INTO consult_promise (tenant_id, promise_id, thread_id, operator_id, made_at, promised_at)
VALUES (:tenant_id, :promise_id, :thread_id, :operator_id, :made_at, :promised_at) ON CONFLICT DO NOTHING;

-- consult_promise_answer: sent
UPDATE consult_promise SET answered_at = :answered_at
WHERE tenant_id = :tenant_id AND thread_id = :thread_id AND answered_at IS NULL AND ended_at IS NULL;

-- consult_promise_end: sent
UPDATE consult_promise SET ended_at = :ended_at
WHERE tenant_id = :tenant_id AND thread_id = :thread_id AND answered_at IS NULL AND ended_at IS NULL;

-- consult_promise_list_answered: many
SELECT made_at, answered_at FROM consult_promise WHERE tenant_id = :tenant_id AND answered_at > :from_at ORDER BY answered_at DESC LIMIT 5000;

-- consult_promise_count: one
SELECT CAST(coalesce(sum(CASE WHEN answered_at <= promised_at THEN 1 ELSE 0 END), 0) AS BIGINT) AS kept_n,
	CAST(coalesce(sum(CASE WHEN answered_at > promised_at OR (answered_at IS NULL AND ended_at IS NULL AND promised_at < :now_at) THEN 1 ELSE 0 END), 0)
		AS BIGINT) AS broken_n,
	CAST(coalesce(sum(CASE WHEN answered_at IS NULL AND ended_at IS NULL AND promised_at >= :now_at THEN 1 ELSE 0 END), 0) AS BIGINT) AS open_n
FROM consult_promise WHERE tenant_id = :tenant_id AND made_at >= :from_at AND made_at < :until_at AND promised_at IS NOT NULL
AND (:is_everywhere OR (operator_id IS NULL AND :is_unowned_seen) OR operator_id = :operator_id);

-- consult_promise_list_broken: many
SELECT thread_id, made_at, promised_at, answered_at FROM consult_promise
WHERE tenant_id = :tenant_id AND made_at >= :from_at AND promised_at IS NOT NULL
AND (answered_at > promised_at OR (answered_at IS NULL AND ended_at IS NULL AND promised_at < :now_at))
AND (:is_everywhere OR (operator_id IS NULL AND :is_unowned_seen) OR operator_id = :operator_id)
ORDER BY made_at DESC, promise_id LIMIT 50;

-- consult_promise_pace: one
SELECT made_on, sample_n, minute_n FROM consult_pace WHERE tenant_id = :tenant_id ORDER BY pace_id LIMIT 1;

-- consult_promise_pace_put: sent
INSERT INTO consult_pace (tenant_id, pace_id, made_on, sample_n, minute_n) VALUES (:tenant_id, :pace_id, :made_on, :sample_n, :minute_n)
ON CONFLICT (tenant_id, pace_id) DO UPDATE SET made_on = excluded.made_on, sample_n = excluded.sample_n, minute_n = excluded.minute_n;

-- consult_promise_forget: sent
DELETE FROM consult_promise WHERE tenant_id = :tenant_id AND thread_id = :thread_id;
