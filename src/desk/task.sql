-- Tasks. What a person may see is decided by the kinds (list with commas on both sides), the least role, and the reach of desk/may.h.

-- task_upsert: one
INSERT INTO task (tenant_id, task_id, kind, subject_n, line, href, raised_at, due_at, operator_id, area_id, least_n, to_account_id)
VALUES (:tenant_id, :task_id, :kind, :subject_n, :line, :href, :raised_at, :due_at, :operator_id, :area_id, :least_n, :to_account_id)
ON CONFLICT (tenant_id, kind, subject_n) WHERE settled_at IS NULL
DO UPDATE SET line = excluded.line, href = excluded.href, due_at = excluded.due_at, operator_id = excluded.operator_id,
	area_id = excluded.area_id, least_n = excluded.least_n, to_account_id = excluded.to_account_id
RETURNING task_id;

-- task_open: one
SELECT task_id FROM task WHERE tenant_id = :tenant_id AND kind = :kind AND subject_n = :subject_n AND settled_at IS NULL;

-- task_given: done
UPDATE task SET to_account_id = :to_account_id
WHERE tenant_id = :tenant_id AND kind = :kind AND subject_n = :subject_n AND settled_at IS NULL;

-- task_close_subject: done
UPDATE task SET settled_at = :settled_at, by_account_id = :by_account_id, line = NULL
WHERE tenant_id = :tenant_id AND kind = :kind AND subject_n = :subject_n AND settled_at IS NULL;

-- task_close: sent
UPDATE task SET settled_at = :settled_at, by_account_id = :by_account_id, line = NULL
WHERE tenant_id = :tenant_id AND task_id = :task_id AND settled_at IS NULL;

-- task_seen: many
SELECT task_id, kind, subject_n, line, href, raised_at, due_at, area_id FROM task
WHERE tenant_id = :tenant_id AND settled_at IS NULL AND least_n <= :role_n AND replace(:kinds, ',' || kind || ',', '') <> :kinds
AND (:is_everywhere OR (((operator_id IS NULL AND :is_unowned_seen) OR operator_id = :operator_id)
	AND (:has_all_areas OR area_id IS NULL OR replace(:area_list, ',' || area_id || ',', '') <> :area_list
		OR to_account_id = :account_id)))
ORDER BY due_at IS NULL, due_at, raised_at LIMIT :limit_n;

-- task_seen_count: one
SELECT count(*) AS task_n FROM task
WHERE tenant_id = :tenant_id AND settled_at IS NULL AND least_n <= :role_n AND replace(:kinds, ',' || kind || ',', '') <> :kinds
AND (:is_everywhere OR (((operator_id IS NULL AND :is_unowned_seen) OR operator_id = :operator_id)
	AND (:has_all_areas OR area_id IS NULL OR replace(:area_list, ',' || area_id || ',', '') <> :area_list
		OR to_account_id = :account_id)));

-- task_seen_one: one
SELECT kind, subject_n FROM task
WHERE tenant_id = :tenant_id AND task_id = :task_id AND settled_at IS NULL AND least_n <= :role_n
AND replace(:kinds, ',' || kind || ',', '') <> :kinds
AND (:is_everywhere OR (((operator_id IS NULL AND :is_unowned_seen) OR operator_id = :operator_id)
	AND (:has_all_areas OR area_id IS NULL OR replace(:area_list, ',' || area_id || ',', '') <> :area_list
		OR to_account_id = :account_id)));
