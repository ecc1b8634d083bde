-- Events that are counted, and months that are closed.

-- count_event_add: sent
INSERT INTO count_event (tenant_id, event_id, kind, subject_n, subject_version_n, sign_n, done_on, month_n, recorded_at, operator_id,
	area_id, counter_id,
	by_account_id, by_name, channel, asker, age, topic, matter, outcome, agency, minutes_n, is_document)
VALUES (:tenant_id, :event_id, :kind, :subject_n, :subject_version_n, :sign_n, :done_on, :month_n, :recorded_at, :operator_id, :area_id, :counter_id,
	:by_account_id, :by_name, :channel, :asker, :age, :topic, :matter, :outcome, :agency, :minutes_n, :is_document)
ON CONFLICT DO NOTHING;

-- count_event_of: one
SELECT done_on, month_n, operator_id, area_id, counter_id, by_account_id, by_name, channel, asker, age, topic, matter, outcome, agency,
	minutes_n, is_document
FROM count_event WHERE tenant_id = :tenant_id AND kind = :kind AND subject_n = :subject_n AND subject_version_n = :subject_version_n AND sign_n = 1;

-- count_cells: many
SELECT CASE :by WHEN 'counter' THEN CAST(e.counter_id AS TEXT) WHEN 'area' THEN CAST(e.area_id AS TEXT) WHEN 'worker' THEN e.by_name
	WHEN 'channel' THEN e.channel WHEN 'asker' THEN e.asker WHEN 'age' THEN e.age WHEN 'topic' THEN e.topic WHEN 'matter' THEN e.matter
	WHEN 'outcome' THEN e.outcome ELSE e.agency END AS word, e.month_n,
	CAST(sum(e.sign_n) AS BIGINT) AS piece_n, CAST(sum(e.sign_n * e.minutes_n) AS BIGINT) AS minutes_n,
	CAST(coalesce(sum(CASE WHEN e.recorded_at > m.closed_at THEN e.sign_n ELSE 0 END), 0) AS BIGINT) AS late_n,
	CAST(sum(CASE WHEN e.is_document THEN e.sign_n ELSE 0 END) AS BIGINT) AS document_n
FROM count_event e LEFT JOIN count_month m ON m.tenant_id = e.tenant_id AND m.month_n = e.month_n
WHERE e.tenant_id = :tenant_id AND e.month_n >= :from_n AND e.month_n <= :until_n AND e.recorded_at <= :as_of_at
AND ((:is_help AND e.kind = :kind) OR (NOT :is_help AND substr(e.kind, 1, 5) <> 'care-'))
AND (:has_all_channels OR replace(:channels, ',' || e.channel || ',', '') <> :channels)
AND (:is_everywhere OR (((e.operator_id IS NULL AND :is_unowned_seen) OR e.operator_id = :operator_id)
	AND (:has_all_areas OR e.area_id IS NULL OR replace(:area_list, ',' || e.area_id || ',', '') <> :area_list)))
GROUP BY 1, 2 ORDER BY 1, 2 LIMIT :limit_n;

-- count_months: many
SELECT month_n, closed_at, by_name FROM count_month WHERE tenant_id = :tenant_id AND month_n >= :from_n AND month_n <= :until_n
AND closed_at <= :as_of_at ORDER BY month_n LIMIT 100;

-- count_month_close: done
INSERT INTO count_month (tenant_id, month_n, closed_at, by_account_id, by_name)
VALUES (:tenant_id, :month_n, :closed_at, :by_account_id, :by_name) ON CONFLICT DO NOTHING;

-- count_document_months: one
SELECT coalesce(min(month_n), 0) AS first_n, coalesce(max(month_n), 0) AS last_n FROM count_event
WHERE tenant_id = :tenant_id AND kind = 'document' AND month_n > 0;
