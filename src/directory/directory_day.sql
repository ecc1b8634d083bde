-- What changes from day to day beside the entries.

-- directory_day_mark_put: sent
INSERT INTO directory_day (tenant_id, entry_id, for_on, mark, by_name, marked_at)
VALUES (:tenant_id, :entry_id, :for_on, :mark, :by_name, :marked_at)
ON CONFLICT (tenant_id, entry_id, for_on) DO UPDATE SET mark = excluded.mark, by_name = excluded.by_name, marked_at = excluded.marked_at;

-- directory_day_mark_of: one
SELECT mark, marked_at FROM directory_day WHERE tenant_id = :tenant_id AND entry_id = :entry_id AND for_on = :for_on;

-- directory_day_marks_on: many
SELECT e.entry_id, e.name, e.area_id, e.facts, m.mark, m.marked_at
FROM directory_day m JOIN directory_entry e ON e.tenant_id = m.tenant_id AND e.entry_id = m.entry_id
WHERE m.tenant_id = :tenant_id AND m.for_on = :for_on AND e.state = 'live'
ORDER BY CASE m.mark WHEN 'open' THEN 0 WHEN 'few' THEN 1 ELSE 2 END, e.name, e.entry_id LIMIT :limit_n;

-- directory_day_markable: many
SELECT e.entry_id, e.name, e.area_id, e.operator_id, m.mark, m.marked_at, m.by_name
FROM directory_entry e LEFT JOIN directory_day m ON m.tenant_id = e.tenant_id AND m.entry_id = e.entry_id AND m.for_on = :for_on
WHERE e.tenant_id = :tenant_id AND e.state = 'live' AND (e.type = 'sick_care' OR replace(e.amenities, ',sick,', '') <> e.amenities)
AND (:is_everywhere OR (((e.operator_id IS NULL AND :is_unowned_seen) OR e.operator_id = :operator_id)
	AND (:has_all_areas OR e.area_id IS NULL OR replace(:area_list, ',' || e.area_id || ',', '') <> :area_list)))
ORDER BY e.name, e.entry_id LIMIT :limit_n;

-- directory_day_vacancy_put: sent
INSERT INTO directory_vacancy (tenant_id, entry_id, counted_on, age_n, free_n, waiting_n, enrolled_n)
VALUES (:tenant_id, :entry_id, :counted_on, :age_n, :free_n, :waiting_n, :enrolled_n)
ON CONFLICT (tenant_id, entry_id, counted_on, age_n) DO UPDATE SET free_n = excluded.free_n, waiting_n = excluded.waiting_n,
	enrolled_n = excluded.enrolled_n;

-- directory_day_vacancies: many
SELECT counted_on, age_n, free_n, waiting_n, enrolled_n FROM directory_vacancy
WHERE tenant_id = :tenant_id AND entry_id = :entry_id ORDER BY counted_on DESC, age_n LIMIT 7;

-- directory_day_report_add: sent
INSERT INTO directory_report (tenant_id, report_id, entry_id, what, words, said_at)
VALUES (:tenant_id, :report_id, :entry_id, :what, :words, :said_at);

-- directory_day_reports_of: many
SELECT what, words, said_at FROM directory_report
WHERE tenant_id = :tenant_id AND entry_id = :entry_id AND settled_at IS NULL ORDER BY said_at DESC LIMIT :limit_n;

-- directory_day_report_places: many
SELECT e.entry_id, e.name, count(*) AS report_n, max(r.said_at) AS last_at
FROM directory_report r JOIN directory_entry e ON e.tenant_id = r.tenant_id AND e.entry_id = r.entry_id
WHERE r.tenant_id = :tenant_id AND r.settled_at IS NULL
AND (:is_everywhere OR (((e.operator_id IS NULL AND :is_unowned_seen) OR e.operator_id = :operator_id)
	AND (:has_all_areas OR e.area_id IS NULL OR replace(:area_list, ',' || e.area_id || ',', '') <> :area_list)))
GROUP BY e.entry_id, e.name ORDER BY max(r.said_at) DESC, e.entry_id LIMIT :limit_n;

-- directory_day_reports_settle: sent
UPDATE directory_report SET settled_at = :settled_at, settled_by_name = :settled_by_name
WHERE tenant_id = :tenant_id AND entry_id = :entry_id AND settled_at IS NULL;

-- directory_day_sources_of: many
SELECT source, publisher, licence, credit, imported_at FROM directory_source
WHERE tenant_id = :tenant_id AND entry_id = :entry_id ORDER BY imported_at DESC LIMIT 5;

-- directory_day_news_add: sent
INSERT INTO directory_news (tenant_id, news_id, area_id, words, others, url, from_on, to_on, by_name, made_at)
VALUES (:tenant_id, :news_id, :area_id, :words, :others, :url, :from_on, :to_on, :by_name, :made_at);

-- directory_day_news_end: done
UPDATE directory_news SET to_on = :to_on WHERE tenant_id = :tenant_id AND news_id = :news_id;

-- directory_day_news_now: many directory_day_news
SELECT news_id, area_id, words, others, url, from_on, to_on, by_name FROM directory_news
WHERE tenant_id = :tenant_id AND from_on <= :today_on AND to_on >= :today_on ORDER BY from_on DESC, news_id DESC LIMIT :limit_n;

-- directory_day_news_all: many directory_day_news
SELECT news_id, area_id, words, others, url, from_on, to_on, by_name FROM directory_news
WHERE tenant_id = :tenant_id AND to_on >= :today_on ORDER BY from_on, news_id LIMIT :limit_n;
