-- What sharing out asks of families, by worker or by family. coalesce(state, ''): else SQLite walks all children of the town for each family.
-- family_charge_facts_household: one family_charge_facts_household
SELECT h.family_id, h.name, h.kana, h.area_id, h.lang, h.is_interpreted, c.person_id, c.from_on,
	(SELECT count(*) FROM family_fact t
		WHERE t.tenant_id = :tenant_id AND t.family_id = h.family_id AND t.kind = 'now' AND t.ended_at IS NULL) AS watch_n
FROM family_household h LEFT JOIN family_charge c ON c.tenant_id = :tenant_id AND c.family_id = h.family_id AND c.ended_at IS NULL
WHERE h.tenant_id = :tenant_id AND h.family_id = :family_id AND h.state = 'open' AND h.into_family_id IS NULL;

-- family_charge_facts_households: many family_charge_facts_household
SELECT h.family_id, h.name, h.kana, h.area_id, h.lang, h.is_interpreted, c.person_id, c.from_on,
	(SELECT count(*) FROM family_fact t
		WHERE t.tenant_id = :tenant_id AND t.family_id = h.family_id AND t.kind = 'now' AND t.ended_at IS NULL) AS watch_n
FROM (SELECT o.family_id, o.person_id, o.from_on FROM family_charge o
	WHERE o.tenant_id = :tenant_id AND o.person_id = :person_id AND o.ended_at IS NULL ORDER BY o.from_on, o.charge_id LIMIT 50000) AS c
	JOIN family_household h ON h.tenant_id = :tenant_id AND h.family_id = c.family_id
WHERE h.state = 'open' AND h.into_family_id IS NULL ORDER BY c.family_id LIMIT 50000;

-- family_charge_facts_child: many family_charge_facts_child
SELECT (SELECT o.family_id FROM family_household o WHERE o.tenant_id = :tenant_id AND o.family_id = :family_id) AS family_id,
	 k.birth_id, k.born_on, k.birth_order_n
FROM family_child k
WHERE k.tenant_id = :tenant_id AND k.family_id IN (
	SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.family_id = :family_id
	UNION SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.into_family_id = :family_id) AND k.state = 'here'
ORDER BY k.family_id, k.birth_id, k.child_id LIMIT 40;

-- family_charge_facts_children: many family_charge_facts_child
SELECT x.family_id, x.birth_id, x.born_on, x.birth_order_n FROM (
	SELECT c.family_id, k.birth_id, k.born_on, k.birth_order_n, k.child_id
	FROM (SELECT o.family_id, o.person_id, o.from_on FROM family_charge o
	WHERE o.tenant_id = :tenant_id AND o.person_id = :person_id AND o.ended_at IS NULL ORDER BY o.from_on, o.charge_id LIMIT 50000) AS c
		JOIN family_child k ON k.tenant_id = :tenant_id AND k.family_id = c.family_id
	WHERE coalesce(k.state, '') = 'here'
	UNION ALL SELECT m.into_family_id AS family_id, k.birth_id, k.born_on, k.birth_order_n, k.child_id
	FROM (SELECT h.into_family_id, h.family_id
		FROM (SELECT o.family_id, o.from_on, o.charge_id FROM family_charge o WHERE o.tenant_id = :tenant_id AND o.person_id = :person_id
			AND o.ended_at IS NULL ORDER BY o.from_on, o.charge_id LIMIT 50000) AS c
		JOIN family_household h ON h.tenant_id = :tenant_id AND h.into_family_id = c.family_id ORDER BY h.family_id LIMIT 50000) AS m
		JOIN family_child k ON k.tenant_id = :tenant_id AND k.family_id = m.family_id
	WHERE coalesce(k.state, '') = 'here') AS x
ORDER BY x.family_id, x.birth_id, x.child_id LIMIT 200000;

-- family_charge_facts_pregnancy: many family_charge_facts_pregnancy
SELECT (SELECT o.family_id FROM family_household o WHERE o.tenant_id = :tenant_id AND o.family_id = :family_id) AS family_id,
	 g.due_on, g.fetus_n, g.is_first
FROM family_pregnancy g
WHERE g.tenant_id = :tenant_id AND g.family_id IN (
	SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.family_id = :family_id
	UNION SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.into_family_id = :family_id) AND g.state = 'under_way'
ORDER BY g.due_on LIMIT 10;

-- family_charge_facts_pregnancies: many family_charge_facts_pregnancy
SELECT x.family_id, x.due_on, x.fetus_n, x.is_first FROM (
	SELECT c.family_id, g.due_on, g.fetus_n, g.is_first
	FROM (SELECT o.family_id, o.person_id, o.from_on FROM family_charge o
	WHERE o.tenant_id = :tenant_id AND o.person_id = :person_id AND o.ended_at IS NULL ORDER BY o.from_on, o.charge_id LIMIT 50000) AS c
		JOIN family_pregnancy g ON g.tenant_id = :tenant_id AND g.family_id = c.family_id
	WHERE coalesce(g.state, '') = 'under_way'
	UNION ALL SELECT m.into_family_id AS family_id, g.due_on, g.fetus_n, g.is_first
	FROM (SELECT h.into_family_id, h.family_id
		FROM (SELECT o.family_id, o.from_on, o.charge_id FROM family_charge o WHERE o.tenant_id = :tenant_id AND o.person_id = :person_id
			AND o.ended_at IS NULL ORDER BY o.from_on, o.charge_id LIMIT 50000) AS c
		JOIN family_household h ON h.tenant_id = :tenant_id AND h.into_family_id = c.family_id ORDER BY h.family_id LIMIT 50000) AS m
		JOIN family_pregnancy g ON g.tenant_id = :tenant_id AND g.family_id = m.family_id
	WHERE coalesce(g.state, '') = 'under_way') AS x
ORDER BY x.family_id, x.due_on LIMIT 50000;

-- family_charge_facts_people: many
SELECT DISTINCT person_id FROM family_charge WHERE tenant_id = :tenant_id AND ended_at IS NULL ORDER BY person_id LIMIT 5000;

-- family_charge_facts_unnamed: one
SELECT count(*) AS family_n FROM family_household h WHERE h.tenant_id = :tenant_id AND h.state = 'open' AND h.into_family_id IS NULL
AND NOT EXISTS (SELECT 1 FROM family_charge c WHERE c.tenant_id = :tenant_id AND c.family_id = h.family_id AND c.ended_at IS NULL);

-- family_charge_facts_mails: many
SELECT g.mail FROM family_guardian g
WHERE g.tenant_id = :tenant_id AND g.family_id IN (SELECT h.family_id FROM family_household h
	WHERE h.tenant_id = :tenant_id AND h.family_id = :family_id AND NOT h.is_secret
	UNION SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.into_family_id = :family_id AND NOT h.is_secret)
	AND g.ended_at IS NULL AND g.mail IS NOT NULL AND NOT g.is_protected ORDER BY g.added_at, g.guardian_id LIMIT 10;

-- family_charge_facts_mail: one
SELECT mail, lang FROM family_household WHERE tenant_id = :tenant_id AND family_id = :family_id AND NOT is_secret;

-- family_charge_facts_done: many
SELECT c.charge_id, c.family_id, c.person_id, c.from_on FROM family_charge c WHERE c.tenant_id = :tenant_id AND c.ended_at IS NULL
AND NOT EXISTS (SELECT 1 FROM family_pregnancy g WHERE g.tenant_id = :tenant_id AND g.family_id = c.family_id AND g.state = 'under_way')
AND NOT EXISTS (SELECT 1 FROM family_child k WHERE k.tenant_id = :tenant_id AND k.family_id = c.family_id AND k.state <> 'left'
	AND k.born_on >= :from_on)
AND NOT EXISTS (SELECT 1 FROM family_pregnancy g WHERE g.tenant_id = :tenant_id AND g.state NOT IN ('born', 'lost') AND g.family_id IN
	(SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.into_family_id = c.family_id))
AND NOT EXISTS (SELECT 1 FROM family_child k WHERE k.tenant_id = :tenant_id AND k.state <> 'left' AND k.born_on >= :from_on AND k.family_id IN
	(SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.into_family_id = c.family_id))
AND EXISTS (SELECT 1 FROM family_child k WHERE k.tenant_id = :tenant_id AND k.state = 'here' AND k.family_id IN
	(SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.family_id = c.family_id
	UNION SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.into_family_id = c.family_id))
ORDER BY c.charge_id LIMIT :limit_n;

-- family_charge_facts_without: many
SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.state = 'open' AND h.into_family_id IS NULL
AND NOT EXISTS (SELECT 1 FROM family_charge c WHERE c.tenant_id = :tenant_id AND c.family_id = h.family_id AND c.ended_at IS NULL)
ORDER BY h.family_id LIMIT 20000;

-- family_charge_facts_births: one
SELECT count(*) AS birth_n FROM family_child WHERE tenant_id = :tenant_id AND state = 'here' AND born_on > :since_on;
