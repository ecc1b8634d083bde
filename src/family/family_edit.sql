-- What was registered, put right; and families that are about to move in.

-- family_edit_note: sent
INSERT INTO family_change (tenant_id, change_id, family_id, kind, subject_n, field, was, became, by_account_id, by_name, changed_at)
VALUES (:tenant_id, :change_id, :family_id, :kind, :subject_n, :field, :was, :became, :by_account_id, :by_name, :changed_at);

-- family_edit_changes: many
SELECT x.change_id, x.kind, x.subject_n, x.field, x.was, x.became, x.by_name, x.changed_at
FROM family_change x
WHERE x.tenant_id = :tenant_id AND x.family_id IN (
	SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.family_id = :family_id
	UNION SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.into_family_id = :family_id)
ORDER BY x.changed_at DESC, x.change_id DESC LIMIT 200;

-- family_edit_pregnancy: done
UPDATE family_pregnancy SET due_on = :due_on, notified_on = :notified_on, fetus_n = :fetus_n, is_first = :is_first, note = :note,
	version_n = version_n + 1
WHERE tenant_id = :tenant_id AND pregnancy_id = :pregnancy_id AND version_n = :version_n AND state = 'under_way';

-- family_edit_guardian_end: done
UPDATE family_guardian SET ended_at = :ended_at, account_id = NULL, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND guardian_id = :guardian_id AND version_n = :version_n AND ended_at IS NULL;

-- family_edit_reach: done
UPDATE family_household SET phone = :phone, mail = :mail, changed_at = :changed_at, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND family_id = :family_id;

-- family_edit_coming_put: done
INSERT INTO family_coming (tenant_id, family_id, from_place, coming_on, noted_at) VALUES (:tenant_id, :family_id, :from_place, :coming_on, :noted_at)
ON CONFLICT (tenant_id, family_id) DO UPDATE SET from_place = excluded.from_place, coming_on = excluded.coming_on, became_at = NULL;

-- family_edit_coming_of: one
SELECT from_place, coming_on, noted_at FROM family_coming WHERE tenant_id = :tenant_id AND family_id = :family_id AND became_at IS NULL;

-- family_edit_came: done
UPDATE family_coming SET became_at = :became_at WHERE tenant_id = :tenant_id AND family_id = :family_id AND became_at IS NULL;

-- family_edit_address: done
UPDATE family_household SET address = :address, changed_at = :changed_at, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND family_id = :family_id;
