-- The list of residents and what waits of it.

-- family_resident_put: done
INSERT INTO family_resident (tenant_id, resident_id, number_hash, household_hash, given_hash, name, kana, born_on, sex, is_child, address, change,
	moved_on, read_at)
VALUES (:tenant_id, :resident_id, :number_hash, :household_hash, :given_hash, :name, :kana, :born_on, :sex, :is_child, :address, :change,
	:moved_on, :read_at);

-- family_resident_give: done
UPDATE family_resident SET household_hash = :household_hash, given_hash = :given_hash, name = :name, kana = :kana, born_on = :born_on, sex = :sex,
	is_child = :is_child, address = :address, change = :change, moved_on = :moved_on, read_at = :read_at
WHERE tenant_id = :tenant_id AND resident_id = :resident_id;

-- family_resident_by_number: one family_resident
SELECT resident_id, household_hash, given_hash, name, kana, born_on, sex, is_child, address, change, moved_on, family_id, child_id, guardian_id
FROM family_resident WHERE tenant_id = :tenant_id AND number_hash = :number_hash;

-- family_resident_by_id: one family_resident
SELECT resident_id, household_hash, given_hash, name, kana, born_on, sex, is_child, address, change, moved_on, family_id, child_id, guardian_id
FROM family_resident WHERE tenant_id = :tenant_id AND resident_id = :resident_id;

-- family_resident_waiting: many family_resident
SELECT resident_id, household_hash, given_hash, name, kana, born_on, sex, is_child, address, change, moved_on, family_id, child_id, guardian_id
FROM family_resident WHERE tenant_id = :tenant_id AND change <> 'none' ORDER BY resident_id LIMIT :limit_n;

-- family_resident_of_household: many family_resident
SELECT resident_id, household_hash, given_hash, name, kana, born_on, sex, is_child, address, change, moved_on, family_id, child_id, guardian_id
FROM family_resident WHERE tenant_id = :tenant_id AND household_hash = :household_hash ORDER BY resident_id LIMIT 30;

-- family_resident_settle: done
UPDATE family_resident SET change = 'none', family_id = :family_id, child_id = :child_id, guardian_id = :guardian_id
WHERE tenant_id = :tenant_id AND resident_id = :resident_id;

-- family_resident_alike: one
SELECT a.family_id, a.subject_id FROM family_key a JOIN family_key b ON b.tenant_id = a.tenant_id AND b.family_id = a.family_id
	AND b.subject_id = a.subject_id AND b.sought = :born_text
WHERE a.tenant_id = :tenant_id AND a.sought = :kana_text LIMIT 1;

-- family_resident_address: done
UPDATE family_household SET address = :address, changed_at = :changed_at, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND family_id = :family_id AND (address IS NULL OR address <> :address);

-- family_resident_rename_child: done
UPDATE family_child SET name = :name, kana = :kana, born_on = :born_on, sex = :sex, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND child_id = :child_id;

-- family_resident_rename_guardian: done
UPDATE family_guardian SET name = :name, kana = :kana, born_on = :born_on, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND guardian_id = :guardian_id;
