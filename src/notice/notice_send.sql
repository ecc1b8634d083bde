-- Messages to the families of areas: whom they reach, what became of each, and who wants none.
-- coalesce(state, ''): else SQLite walks all children of the town for each household.

-- notice_send_chosen_count: one
SELECT count(*) AS family_n FROM family_household h
WHERE h.tenant_id = :tenant_id AND h.state = 'open' AND h.into_family_id IS NULL
	AND (h.operator_id = :operator_id OR (h.operator_id IS NULL AND :is_unowned_seen))
	AND (:has_all_areas OR replace(:area_list, ',' || h.area_id || ',', '') <> :area_list)
	AND (:has_all_ages OR EXISTS (SELECT k.child_id FROM family_child k WHERE k.tenant_id = :tenant_id AND k.family_id IN (
		SELECT m.family_id FROM family_household m WHERE m.tenant_id = :tenant_id AND m.family_id = h.family_id
		UNION ALL SELECT m.family_id FROM family_household m WHERE m.tenant_id = :tenant_id AND m.into_family_id = h.family_id)
		AND coalesce(k.state, '') = 'here' AND k.born_on >= :from_on AND k.born_on <= :until_on));

-- notice_send_households: many
SELECT h.family_id, h.lang, h.is_secret, h.mail,
	(SELECT count(*) FROM notice_quiet q WHERE q.tenant_id = :tenant_id AND q.family_id = h.family_id) AS quiet_n,
	(SELECT count(*) FROM family_child k WHERE k.tenant_id = :tenant_id AND coalesce(k.state, '') = 'here' AND k.family_id IN (
		SELECT m.family_id FROM family_household m WHERE m.tenant_id = :tenant_id AND m.family_id = h.family_id
		UNION ALL SELECT m.family_id FROM family_household m WHERE m.tenant_id = :tenant_id AND m.into_family_id = h.family_id)) AS here_n,
	(SELECT count(*) FROM family_child k WHERE k.tenant_id = :tenant_id AND coalesce(k.state, '') = 'lost' AND k.family_id IN (
		SELECT m.family_id FROM family_household m WHERE m.tenant_id = :tenant_id AND m.family_id = h.family_id
		UNION ALL SELECT m.family_id FROM family_household m WHERE m.tenant_id = :tenant_id AND m.into_family_id = h.family_id)) AS lost_n,
	(SELECT count(*) FROM family_pregnancy g WHERE g.tenant_id = :tenant_id AND coalesce(g.state, '') = 'under_way' AND g.family_id IN (
		SELECT m.family_id FROM family_household m WHERE m.tenant_id = :tenant_id AND m.family_id = h.family_id
		UNION ALL SELECT m.family_id FROM family_household m WHERE m.tenant_id = :tenant_id AND m.into_family_id = h.family_id)) AS due_n,
	(SELECT count(*) FROM family_pregnancy g WHERE g.tenant_id = :tenant_id AND coalesce(g.state, '') = 'lost' AND g.family_id IN (
		SELECT m.family_id FROM family_household m WHERE m.tenant_id = :tenant_id AND m.family_id = h.family_id
		UNION ALL SELECT m.family_id FROM family_household m WHERE m.tenant_id = :tenant_id AND m.into_family_id = h.family_id)) AS lost_due_n
FROM family_household h
WHERE h.tenant_id = :tenant_id AND h.family_id > :reached_family_id AND h.state = 'open' AND h.into_family_id IS NULL
	AND (h.operator_id = :operator_id OR (h.operator_id IS NULL AND :is_unowned_seen))
	AND (:has_all_areas OR replace(:area_list, ',' || h.area_id || ',', '') <> :area_list)
	AND (:has_all_ages OR EXISTS (SELECT k.child_id FROM family_child k WHERE k.tenant_id = :tenant_id AND k.family_id IN (
		SELECT m.family_id FROM family_household m WHERE m.tenant_id = :tenant_id AND m.family_id = h.family_id
		UNION ALL SELECT m.family_id FROM family_household m WHERE m.tenant_id = :tenant_id AND m.into_family_id = h.family_id)
		AND coalesce(k.state, '') = 'here' AND k.born_on >= :from_on AND k.born_on <= :until_on))
ORDER BY h.family_id LIMIT :limit_n;

-- notice_send_guardians: many
SELECT x.family_id, x.account_id, x.mail,
	(SELECT count(*) FROM push_place p WHERE p.tenant_id = :tenant_id AND p.account_id = x.account_id) AS place_n
FROM (SELECT g.family_id AS family_id, g.account_id AS account_id, g.mail AS mail, g.added_at AS added_at FROM family_guardian g
	WHERE g.tenant_id = :tenant_id AND g.family_id > :reached_family_id AND g.family_id <= :last_family_id AND g.ended_at IS NULL
	UNION ALL SELECT m.into_family_id AS family_id, g.account_id AS account_id, g.mail AS mail, g.added_at AS added_at
	FROM family_household m JOIN family_guardian g ON g.tenant_id = :tenant_id AND g.family_id = m.family_id
	WHERE m.tenant_id = :tenant_id AND m.into_family_id > :reached_family_id AND m.into_family_id <= :last_family_id AND g.ended_at IS NULL) AS x
ORDER BY x.family_id, x.added_at LIMIT 5000;

-- notice_send_letters_busy: one
SELECT count(*) AS letter_n FROM outbox_letter
WHERE tenant_id = :tenant_id AND many_n = 0 AND due_at <= :now_at AND channel IN ('mail', 'push');

-- notice_send_lines_waiting: one
SELECT CAST(coalesce(sum(CAST(recipient AS BIGINT)), 0) AS BIGINT) AS person_n FROM outbox_letter
WHERE tenant_id = :tenant_id AND many_n = 1 AND due_at IS NOT NULL AND channel = 'lines';

-- notice_send_put: done
UPDATE notice SET state = 'waiting', send_at = :send_at, shown_n = :shown_n, changed_at = :changed_at
WHERE tenant_id = :tenant_id AND notice_id = :notice_id AND state = 'draft' AND version_n = :version_n;

-- notice_send_reached: done
UPDATE notice SET state = :state, reached_family_id = :reached_family_id
WHERE tenant_id = :tenant_id AND notice_id = :notice_id AND state IN ('waiting', 'going');

-- notice_send_stop_put: done
UPDATE notice SET state = 'stopped', changed_at = :changed_at
WHERE tenant_id = :tenant_id AND notice_id = :notice_id AND state IN ('waiting', 'going', 'done');

-- notice_send_reach_add: sent
INSERT INTO notice_reach (tenant_id, notice_id, family_id, way, letter_id, put_at)
VALUES (:tenant_id, :notice_id, :family_id, :way, :letter_id, :put_at) ON CONFLICT DO NOTHING;

-- notice_send_reach_sums: many
SELECT r.way, l.state, count(*) AS family_n
FROM notice_reach r LEFT JOIN outbox_letter l ON l.tenant_id = :tenant_id AND l.letter_id = r.letter_id
WHERE r.tenant_id = :tenant_id AND r.notice_id = :notice_id GROUP BY r.way, l.state ORDER BY r.way, l.state LIMIT 60;

-- notice_send_papers: many
SELECT h.family_id, h.name, h.area_id, r.way
FROM notice_reach r JOIN family_household h ON h.tenant_id = :tenant_id AND h.family_id = r.family_id
	LEFT JOIN outbox_letter l ON l.tenant_id = :tenant_id AND l.letter_id = r.letter_id
WHERE r.tenant_id = :tenant_id AND r.notice_id = :notice_id AND (r.way = 'paper' OR l.state = 'failed') ORDER BY h.kana, h.family_id LIMIT 2000;

-- notice_send_of_family: many
SELECT n.notice_id, n.title, n.words, n.state, n.age_from_n, r.put_at
FROM notice_reach r JOIN notice n ON n.tenant_id = :tenant_id AND n.notice_id = r.notice_id
WHERE r.tenant_id = :tenant_id AND r.family_id IN (
	SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.family_id = :family_id
	UNION SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.into_family_id = :family_id)
ORDER BY r.put_at DESC, n.notice_id DESC LIMIT 50;

-- notice_send_quiet_of: one
SELECT set_at FROM notice_quiet WHERE tenant_id = :tenant_id AND family_id = :family_id;

-- notice_send_quiet_put: done
INSERT INTO notice_quiet (tenant_id, family_id, by_account_id, set_at) VALUES (:tenant_id, :family_id, :by_account_id, :set_at)
ON CONFLICT DO NOTHING;

-- notice_send_quiet_drop: done
DELETE FROM notice_quiet WHERE tenant_id = :tenant_id AND family_id = :family_id;
