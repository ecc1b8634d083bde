-- The family's record: households, guardians, pregnancies, children, facts, the story, and what they are found by. A household that another one
-- names as the same family (into_family_id) lends it its rows: "of" the family are the rows of all of them. They are asked as a list of households,
-- and ordered by no index: SQLite takes a tenant for few rows, and begins with all of its children where a join with OR or an index in order lets it.

-- family_household_add: done
INSERT INTO family_household (tenant_id, family_id, state, operator_id, area_id, name, kana, address, lang, is_interpreted, phone, mail, is_secret,
	registered_at, by_account_id, changed_at, version_n)
VALUES (:tenant_id, :family_id, 'open', :operator_id, :area_id, :name, :kana, :address, :lang, :is_interpreted, :phone, :mail, :is_secret,
	:registered_at, :by_account_id, :registered_at, 1);

-- family_household_by_id: one family
SELECT family_id, state, into_family_id, operator_id, area_id, name, kana, address, lang, is_interpreted, phone, mail, is_secret, next_line, next_on,
	registered_at, by_account_id, changed_at, version_n
FROM family_household WHERE tenant_id = :tenant_id AND family_id = :family_id;

-- family_household_change: done
UPDATE family_household SET area_id = :area_id, operator_id = :operator_id, address = :address, lang = :lang, is_interpreted = :is_interpreted,
	phone = :phone, mail = :mail, is_secret = :is_secret, changed_at = :changed_at, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND family_id = :family_id AND version_n = :version_n;

-- family_household_state: done
UPDATE family_household SET state = :state, changed_at = :changed_at, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND family_id = :family_id;

-- family_household_rename: done
UPDATE family_household SET name = :name, kana = :kana, changed_at = :changed_at, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND family_id = :family_id;

-- family_next_put: done
UPDATE family_household SET next_line = :next_line, next_on = :next_on, changed_at = :changed_at, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND family_id = :family_id;

-- family_guardian_put: done
INSERT INTO family_guardian (tenant_id, guardian_id, family_id, relation, name, kana, born_on, phone, mail, is_protected, confirmed_at, confirmed_by,
	added_at, version_n)
VALUES (:tenant_id, :guardian_id, :family_id, :relation, :name, :kana, :born_on, :phone, :mail, :is_protected, :confirmed_at, :confirmed_by,
	:added_at, 1);

-- family_guardian_change: done
UPDATE family_guardian SET relation = :relation, name = :name, kana = :kana, born_on = :born_on, phone = :phone, mail = :mail,
	is_protected = :is_protected, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND guardian_id = :guardian_id AND version_n = :version_n;

-- family_guardians_of: many family_guardian
SELECT g.guardian_id, g.family_id, g.account_id, g.relation, g.name, g.kana, g.born_on, g.phone, g.mail, g.is_protected, g.confirmed_at,
	g.confirmed_by, g.added_at, g.ended_at, g.version_n
FROM family_guardian g
WHERE g.tenant_id = :tenant_id AND g.family_id IN (
	SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.family_id = :family_id
	UNION SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.into_family_id = :family_id) AND g.ended_at IS NULL
ORDER BY g.added_at, g.guardian_id LIMIT 20;

-- family_guardian_by_id: one family_guardian
SELECT guardian_id, family_id, account_id, relation, name, kana, born_on, phone, mail, is_protected, confirmed_at, confirmed_by, added_at, ended_at,
	version_n
FROM family_guardian WHERE tenant_id = :tenant_id AND guardian_id = :guardian_id;

-- family_guardian_bind: done
UPDATE family_guardian SET account_id = :account_id, confirmed_at = :confirmed_at, confirmed_by = 'staff', version_n = version_n + 1
WHERE tenant_id = :tenant_id AND guardian_id = :guardian_id AND account_id IS NULL AND ended_at IS NULL;

-- family_guardian_of_account: one family_guardian
SELECT guardian_id, family_id, account_id, relation, name, kana, born_on, phone, mail, is_protected, confirmed_at, confirmed_by, added_at, ended_at,
	version_n
FROM family_guardian WHERE tenant_id = :tenant_id AND account_id = :account_id AND ended_at IS NULL;

-- family_pregnancy_put: done
INSERT INTO family_pregnancy (tenant_id, pregnancy_id, family_id, state, due_on, notified_on, fetus_n, is_first, note, added_at, version_n)
VALUES (:tenant_id, :pregnancy_id, :family_id, 'under_way', :due_on, :notified_on, :fetus_n, :is_first, :note, :added_at, 1);

-- family_pregnancy_end: done
UPDATE family_pregnancy SET state = :state, ended_on = :ended_on, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND pregnancy_id = :pregnancy_id AND state <> :state;

-- family_pregnancies_of: many family_pregnancy
SELECT x.pregnancy_id, x.family_id, x.state, x.due_on, x.notified_on, x.fetus_n, x.is_first, x.note, x.ended_on, x.added_at, x.version_n
FROM family_pregnancy x
WHERE x.tenant_id = :tenant_id AND x.family_id IN (
	SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.family_id = :family_id
	UNION SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.into_family_id = :family_id)
ORDER BY x.due_on, x.pregnancy_id LIMIT 30;

-- family_child_put: done
INSERT INTO family_child (tenant_id, child_id, family_id, birth_id, pregnancy_id, state, name, kana, sex, born_on, birth_order_n, added_at, version_n)
VALUES (:tenant_id, :child_id, :family_id, :birth_id, :pregnancy_id, 'here', :name, :kana, :sex, :born_on, :birth_order_n, :added_at, 1);

-- family_child_change: done
UPDATE family_child SET name = :name, kana = :kana, sex = :sex, born_on = :born_on, birth_order_n = :birth_order_n, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND child_id = :child_id AND version_n = :version_n;

-- family_child_end: done
UPDATE family_child SET state = :state, ended_on = :ended_on, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND child_id = :child_id AND state <> :state;

-- Of several at once: a page's rows ask one question instead of thirty. ids: numbers of 20 digits each, one behind the other.
-- family_households_listed: many family
WITH RECURSIVE listed(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM listed WHERE n + 1 < length(:ids) / 20)
SELECT f.family_id, f.state, f.into_family_id, f.operator_id, f.area_id, f.name, f.kana, f.address, f.lang, f.is_interpreted, f.phone, f.mail,
	f.is_secret, f.next_line, f.next_on, f.registered_at, f.by_account_id, f.changed_at, f.version_n
FROM listed CROSS JOIN family_household f
WHERE f.tenant_id = :tenant_id AND f.family_id = CAST(substr(:ids, listed.n * 20 + 1, 20) AS BIGINT)
ORDER BY listed.n LIMIT 300;

-- family_children_listed: many family_child
WITH RECURSIVE listed(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM listed WHERE n + 1 < length(:ids) / 20)
SELECT x.child_id, x.family_id, x.birth_id, x.pregnancy_id, x.state, x.name, x.kana, x.sex, x.born_on, x.birth_order_n, x.ended_on, x.added_at,
	x.version_n
FROM listed CROSS JOIN family_child x
WHERE x.tenant_id = :tenant_id AND x.child_id = CAST(substr(:ids, listed.n * 20 + 1, 20) AS BIGINT)
ORDER BY x.born_on, x.child_id LIMIT 300;

-- family_children_of: many family_child
SELECT x.child_id, x.family_id, x.birth_id, x.pregnancy_id, x.state, x.name, x.kana, x.sex, x.born_on, x.birth_order_n, x.ended_on, x.added_at,
	x.version_n
FROM family_child x
WHERE x.tenant_id = :tenant_id AND x.family_id IN (
	SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.family_id = :family_id
	UNION SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.into_family_id = :family_id)
ORDER BY x.born_on, x.child_id LIMIT 30;

-- family_fact_put: done
INSERT INTO family_fact (tenant_id, fact_id, family_id, child_id, kind, line, source, noted_on, by_account_id, by_name, added_at)
VALUES (:tenant_id, :fact_id, :family_id, :child_id, :kind, :line, :source, :noted_on, :by_account_id, :by_name, :added_at);

-- family_fact_end: done
UPDATE family_fact SET ended_at = :ended_at WHERE tenant_id = :tenant_id AND fact_id = :fact_id AND ended_at IS NULL AND family_id IN
	(SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.family_id = :family_id
	UNION SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.into_family_id = :family_id);

-- family_facts_of: many family_fact
SELECT x.fact_id, x.family_id, x.child_id, x.kind, x.line, x.source, x.noted_on, x.by_name, x.added_at
FROM family_fact x
WHERE x.tenant_id = :tenant_id AND x.family_id IN (
	SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.family_id = :family_id
	UNION SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.into_family_id = :family_id) AND x.ended_at IS NULL
ORDER BY x.noted_on DESC, x.fact_id DESC LIMIT 60;

-- family_story_put: done
INSERT INTO family_story (tenant_id, story_id, family_id, happened_at, kind, line, room, subject_n, who_may_see, owner_account_id, by_account_id,
	by_name, noted_at)
VALUES (:tenant_id, :story_id, :family_id, :happened_at, :kind, :line, :room, :subject_n, :who_may_see, :owner_account_id, :by_account_id,
	:by_name, :noted_at);

-- family_story_of: many family_story
SELECT x.story_id, x.family_id, x.happened_at, x.kind, x.line, x.room, x.subject_n, x.who_may_see, x.owner_account_id, x.by_name, x.noted_at,
	x.moved_to_family_id, x.from_family_id, x.moved_at
FROM family_story x
WHERE x.tenant_id = :tenant_id AND x.family_id IN (
	SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.family_id = :family_id
	UNION SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.into_family_id = :family_id)
	AND (x.who_may_see <> 'charge' OR :is_in_charge)
ORDER BY x.happened_at DESC, x.story_id DESC LIMIT :limit_n;

-- family_story_by_id: one family_story
SELECT story_id, family_id, happened_at, kind, line, room, subject_n, who_may_see, owner_account_id, by_name, noted_at, moved_to_family_id,
	from_family_id, moved_at
FROM family_story WHERE tenant_id = :tenant_id AND story_id = :story_id;

-- family_story_has: one
SELECT story_id FROM family_story WHERE tenant_id = :tenant_id AND room = :room AND subject_n = :subject_n AND kind = :kind AND family_id = :family_id
LIMIT 1;

-- family_key_add: done
INSERT INTO family_key (tenant_id, sought, family_id, subject_id) VALUES (:tenant_id, :sought, :family_id, :subject_id) ON CONFLICT DO NOTHING;

-- family_keys_erase: done
DELETE FROM family_key WHERE tenant_id = :tenant_id AND family_id = :family_id AND subject_id = :subject_id;

-- family_pass_put: done
INSERT INTO family_pass (tenant_id, family_id, account_id, purpose, is_kept_apart, asked_at, until_at)
VALUES (:tenant_id, :family_id, :account_id, :purpose, :is_kept_apart, :asked_at, :until_at)
ON CONFLICT (tenant_id, family_id, account_id) DO UPDATE SET purpose = excluded.purpose, is_kept_apart = excluded.is_kept_apart,
	asked_at = excluded.asked_at, until_at = excluded.until_at;

-- family_pass_now: one
SELECT purpose, is_kept_apart FROM family_pass
WHERE tenant_id = :tenant_id AND family_id = :family_id AND account_id = :account_id AND until_at > :now_at;
