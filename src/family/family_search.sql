-- Finding families, always within the walls of who asks.

-- family_search_found: many family_line
SELECT h.family_id, h.state, h.operator_id, h.area_id, h.name, h.kana, h.phone, h.is_secret, h.next_line, h.next_on, h.registered_at
FROM family_key k JOIN family_household h ON h.tenant_id = k.tenant_id AND h.family_id = k.family_id
WHERE k.tenant_id = :tenant_id AND k.sought >= :from_text AND k.sought < :until_text
AND (:second_from IS NULL OR EXISTS (SELECT 1 FROM family_key s WHERE s.tenant_id = k.tenant_id AND s.family_id = k.family_id
	AND s.sought >= :second_from AND s.sought < :second_until))
AND (:only_area_id IS NULL OR h.area_id = :only_area_id)
AND (:is_everywhere OR (((h.operator_id IS NULL AND :is_unowned_seen) OR h.operator_id = :operator_id)
	AND (:has_all_areas OR h.area_id IS NULL OR replace(:area_list, ',' || h.area_id || ',', '') <> :area_list
		OR EXISTS (SELECT 1 FROM family_charge c WHERE c.tenant_id = h.tenant_id AND c.family_id = h.family_id AND c.ended_at IS NULL
			AND c.person_id = :own_person_id))))
ORDER BY k.sought LIMIT :limit_n;

-- family_search_listed: many family_line
SELECT h.family_id, h.state, h.operator_id, h.area_id, h.name, h.kana, h.phone, h.is_secret, h.next_line, h.next_on, h.registered_at
FROM family_household h
WHERE h.tenant_id = :tenant_id AND h.state = 'open' AND h.into_family_id IS NULL
AND (:only_area_id IS NULL OR h.area_id = :only_area_id)
AND (:is_everywhere OR (((h.operator_id IS NULL AND :is_unowned_seen) OR h.operator_id = :operator_id)
	AND (:has_all_areas OR h.area_id IS NULL OR replace(:area_list, ',' || h.area_id || ',', '') <> :area_list)))
ORDER BY h.kana, h.family_id LIMIT :limit_n;

-- family_search_no_next: many family_line
SELECT h.family_id, h.state, h.operator_id, h.area_id, h.name, h.kana, h.phone, h.is_secret, h.next_line, h.next_on, h.registered_at
FROM family_household h
WHERE h.tenant_id = :tenant_id AND h.state = 'open' AND h.into_family_id IS NULL AND (h.next_on IS NULL OR h.next_on < :today_on)
AND (:is_everywhere OR (((h.operator_id IS NULL AND :is_unowned_seen) OR h.operator_id = :operator_id)
	AND (:has_all_areas OR h.area_id IS NULL OR replace(:area_list, ',' || h.area_id || ',', '') <> :area_list)))
ORDER BY h.next_on IS NOT NULL, h.next_on, h.kana LIMIT :limit_n;

-- family_search_alike: many
SELECT h.family_id, h.area_id, h.name, h.kana, k.sought
FROM family_key k JOIN family_household h ON h.tenant_id = k.tenant_id AND h.family_id = k.family_id
WHERE k.tenant_id = :tenant_id AND (k.sought = :kana_text OR k.sought = :child_text OR k.sought = :name_text OR k.sought = :phone_text
	OR ((k.sought = :born_text OR k.sought = :child_born_text) AND EXISTS (SELECT 1 FROM family_key s
		WHERE s.tenant_id = k.tenant_id AND s.family_id = k.family_id AND s.sought >= :surname_from AND s.sought < :surname_until)))
AND (:is_everywhere OR (((h.operator_id IS NULL AND :is_unowned_seen) OR h.operator_id = :operator_id)
	AND (:has_all_areas OR h.area_id IS NULL OR replace(:area_list, ',' || h.area_id || ',', '') <> :area_list)))
ORDER BY k.sought LIMIT :limit_n;

-- family_search_past_next: many family_line
SELECT h.family_id, h.state, h.operator_id, h.area_id, h.name, h.kana, h.phone, h.is_secret, h.next_line, h.next_on, h.registered_at
FROM family_household h
WHERE h.tenant_id = :tenant_id AND h.state = 'open' AND h.into_family_id IS NULL AND h.next_on < :today_on
ORDER BY h.next_on LIMIT :limit_n;

-- family_search_of_person: many family_line
SELECT h.family_id, h.state, h.operator_id, h.area_id, h.name, h.kana, h.phone, h.is_secret, h.next_line, h.next_on, h.registered_at
FROM family_charge c JOIN family_household h ON h.tenant_id = c.tenant_id AND h.family_id = c.family_id
WHERE c.tenant_id = :tenant_id AND c.person_id = :person_id AND c.ended_at IS NULL AND h.state = 'open' AND h.into_family_id IS NULL
AND (:only_area_id IS NULL OR h.area_id = :only_area_id)
AND (:is_everywhere OR (((h.operator_id IS NULL AND :is_unowned_seen) OR h.operator_id = :operator_id)
	AND (:has_all_areas OR :person_id = :own_person_id OR h.area_id IS NULL OR replace(:area_list, ',' || h.area_id || ',', '') <> :area_list)))
ORDER BY h.kana, h.family_id LIMIT :limit_n;
