-- Requests as figures.

-- care_unmet_rows: many
SELECT area_id, kind, state, unfilled_reason, reason, CAST(CASE WHEN from_at IS NULL THEN 3 WHEN (from_at / 60000 + 540) % 1440 < 720 THEN 0
		WHEN (from_at / 60000 + 540) % 1440 < 1020 THEN 1 ELSE 2 END AS BIGINT) AS part_n,
	CAST(CASE WHEN filled_at IS NULL THEN 0 ELSE 1 END AS BIGINT) AS filled_n, count(*) AS request_n
FROM care_request WHERE tenant_id = :tenant_id AND asked_at >= :from_at AND asked_at < :until_at AND state <> 'draft'
	AND (:is_everywhere OR (((operator_id IS NULL AND :is_unowned_seen) OR operator_id = :operator_id)
		AND (:has_all_areas OR area_id IS NULL OR replace(:area_list, ',' || area_id || ',', '') <> :area_list)))
GROUP BY area_id, kind, state, unfilled_reason, reason, part_n, filled_n
ORDER BY area_id, kind, state, unfilled_reason, reason, part_n, filled_n LIMIT 20000;

-- care_unmet_past: many
SELECT request_id FROM care_request WHERE tenant_id = :tenant_id AND stage_n = 1 AND until_at < :until_at
	AND (:is_everywhere OR (((operator_id IS NULL AND :is_unowned_seen) OR operator_id = :operator_id)
		AND (:has_all_areas OR area_id IS NULL OR replace(:area_list, ',' || area_id || ',', '') <> :area_list)))
ORDER BY until_at, request_id LIMIT 50;
