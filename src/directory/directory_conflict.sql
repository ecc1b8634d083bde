-- Where sources and people disagree.

-- directory_conflict_same: one directory_conflict_at
SELECT conflict_id, entry_id, fact, source, old_value, our_value, their_value, raised_at, settled_at FROM directory_conflict
WHERE tenant_id = :tenant_id AND entry_id = :entry_id AND fact = :fact AND source = :source
ORDER BY settled_at IS NULL DESC, raised_at DESC LIMIT 1;

-- directory_conflict_by_id: one directory_conflict_at
SELECT conflict_id, entry_id, fact, source, old_value, our_value, their_value, raised_at, settled_at FROM directory_conflict
WHERE tenant_id = :tenant_id AND conflict_id = :conflict_id;

-- directory_conflict_add: sent
INSERT INTO directory_conflict (tenant_id, conflict_id, entry_id, fact, source, old_value, our_value, their_value, raised_at, is_theirs_taken)
VALUES (:tenant_id, :conflict_id, :entry_id, :fact, :source, :old_value, :our_value, :their_value, :raised_at, FALSE);

-- directory_conflict_renew: sent
UPDATE directory_conflict SET our_value = :our_value, their_value = :their_value, raised_at = :raised_at
WHERE tenant_id = :tenant_id AND conflict_id = :conflict_id;

-- directory_conflict_end: sent
UPDATE directory_conflict SET settled_at = :settled_at, is_theirs_taken = :is_theirs_taken, settled_by_account_id = :settled_by_account_id
WHERE tenant_id = :tenant_id AND conflict_id = :conflict_id AND settled_at IS NULL;

-- directory_conflict_open: many
SELECT x.conflict_id, x.entry_id, x.fact, x.source, x.old_value, x.our_value, x.their_value, x.raised_at, e.name FROM directory_conflict x
JOIN directory_entry e ON e.tenant_id = x.tenant_id AND e.entry_id = x.entry_id
WHERE x.tenant_id = :tenant_id AND x.settled_at IS NULL
AND (:source = '' OR x.source = :source) AND (:is_any_entry OR x.entry_id = :entry_id)
AND (:is_everywhere OR (((e.operator_id IS NULL AND :is_unowned_seen) OR e.operator_id = :operator_id)
	AND (:has_all_areas OR e.area_id IS NULL OR replace(:area_list, ',' || e.area_id || ',', '') <> :area_list)))
ORDER BY e.name, x.entry_id, x.fact LIMIT :limit_n;

-- directory_conflict_open_count: one
SELECT count(*) AS conflict_n FROM directory_conflict x
JOIN directory_entry e ON e.tenant_id = x.tenant_id AND e.entry_id = x.entry_id
WHERE x.tenant_id = :tenant_id AND x.settled_at IS NULL AND (:is_any_entry OR x.entry_id = :entry_id)
AND (:is_everywhere OR (((e.operator_id IS NULL AND :is_unowned_seen) OR e.operator_id = :operator_id)
	AND (:has_all_areas OR e.area_id IS NULL OR replace(:area_list, ',' || e.area_id || ',', '') <> :area_list)));

-- directory_conflict_sources: many
SELECT x.source, count(*) AS conflict_n, max(x.raised_at) AS raised_at FROM directory_conflict x
WHERE x.tenant_id = :tenant_id AND x.settled_at IS NULL GROUP BY x.source ORDER BY x.source LIMIT 100;
