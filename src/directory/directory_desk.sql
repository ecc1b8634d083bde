-- What the desk lists of the directory. The reach is that of desk/may.h, narrowed for partner groups (directory_desk_reach).

-- directory_desk_entries: many
SELECT entry_id, name, kind, type, state, area_id, operator_id, verified_on, verified_by, made_at, changed_at FROM directory_entry
WHERE tenant_id = :tenant_id
AND (:words = '' OR replace(name, :words, '') <> name OR replace(kana, :words, '') <> kana)
AND (:state = '' OR state = :state)
AND (NOT :is_due OR (state = 'live' AND (verified_on < :before_on OR (verified_on IS NULL AND changed_at < :before_at))))
AND (:is_everywhere OR (((operator_id IS NULL AND :is_unowned_seen) OR operator_id = :operator_id)
	AND (:has_all_areas OR area_id IS NULL OR replace(:area_list, ',' || area_id || ',', '') <> :area_list)))
ORDER BY name, entry_id LIMIT :limit_n OFFSET :from_n;

-- directory_desk_count: one
SELECT count(*) AS entry_n FROM directory_entry
WHERE tenant_id = :tenant_id
AND (:words = '' OR replace(name, :words, '') <> name OR replace(kana, :words, '') <> kana)
AND (:state = '' OR state = :state)
AND (NOT :is_due OR (state = 'live' AND (verified_on < :before_on OR (verified_on IS NULL AND changed_at < :before_at))))
AND (:is_everywhere OR (((operator_id IS NULL AND :is_unowned_seen) OR operator_id = :operator_id)
	AND (:has_all_areas OR area_id IS NULL OR replace(:area_list, ',' || area_id || ',', '') <> :area_list)));
