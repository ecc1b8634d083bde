-- Putting two households together and apart again; moving a line that was written into the wrong family.

-- family_merge_put: done
INSERT INTO family_merge (tenant_id, merge_id, family_id, gone_family_id, why, merged_at, by_account_id)
VALUES (:tenant_id, :merge_id, :family_id, :gone_family_id, :why, :merged_at, :by_account_id);

-- family_merge_into: done
UPDATE family_household SET into_family_id = :into_family_id WHERE tenant_id = :tenant_id AND family_id = :family_id AND into_family_id IS NULL;

-- family_merge_apart: done
UPDATE family_household SET into_family_id = NULL WHERE tenant_id = :tenant_id AND family_id = :family_id AND into_family_id = :was_family_id;

-- family_merge_has_others: one
SELECT family_id FROM family_household WHERE tenant_id = :tenant_id AND into_family_id = :family_id LIMIT 1;

-- family_merge_all: many
SELECT m.merge_id, m.family_id, m.gone_family_id, m.why, m.merged_at, m.undone_at, h.name, h.kana
FROM family_merge m JOIN family_household h ON h.tenant_id = m.tenant_id AND h.family_id = m.gone_family_id
WHERE m.tenant_id = :tenant_id AND m.family_id = :family_id AND m.undone_at IS NULL ORDER BY m.merged_at DESC, m.merge_id DESC LIMIT 20;

-- family_merge_by_id: one
SELECT merge_id, family_id, gone_family_id, merged_at, undone_at FROM family_merge WHERE tenant_id = :tenant_id AND merge_id = :merge_id;

-- family_merge_undone: done
UPDATE family_merge SET undone_at = :undone_at, undone_by_account_id = :undone_by_account_id
WHERE tenant_id = :tenant_id AND merge_id = :merge_id AND undone_at IS NULL;

-- family_merge_line_gone: done
UPDATE family_story SET moved_to_family_id = :moved_to_family_id, moved_at = :moved_at
WHERE tenant_id = :tenant_id AND story_id = :story_id AND moved_to_family_id IS NULL;

-- family_merge_line_come: done
UPDATE family_story SET from_family_id = :from_family_id, moved_at = :moved_at WHERE tenant_id = :tenant_id AND story_id = :story_id;

-- family_merge_keys: many
SELECT sought, family_id, subject_id FROM family_key WHERE tenant_id = :tenant_id AND family_id = :family_id ORDER BY sought, subject_id LIMIT 500;
