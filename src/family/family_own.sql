-- A family's own way in, and what it may see of itself.

-- family_own_code_put: done
INSERT INTO family_code (tenant_id, code_id, family_id, guardian_id, code_hash, given_by, by_account_id, made_at, until_at)
VALUES (:tenant_id, :code_id, :family_id, :guardian_id, :code_hash, :given_by, :by_account_id, :made_at, :until_at);

-- family_own_codes_end: done
UPDATE family_code SET until_at = :until_at WHERE tenant_id = :tenant_id AND guardian_id = :guardian_id AND used_at IS NULL AND until_at > :until_at;

-- family_own_code_by_hash: one
SELECT code_id, family_id, guardian_id, given_by, until_at, used_at FROM family_code WHERE tenant_id = :tenant_id AND code_hash = :code_hash;

-- family_own_code_use: done
UPDATE family_code SET used_at = :used_at WHERE tenant_id = :tenant_id AND code_id = :code_id AND used_at IS NULL;

-- family_own_bind: done
UPDATE family_guardian SET account_id = :account_id, confirmed_at = :confirmed_at, confirmed_by = :confirmed_by, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND guardian_id = :guardian_id AND ended_at IS NULL;

-- family_own_unbind: done
UPDATE family_guardian SET account_id = NULL, version_n = version_n + 1 WHERE tenant_id = :tenant_id AND guardian_id = :guardian_id;

-- family_own_protect: done
UPDATE family_guardian SET is_protected = :is_protected, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND guardian_id = :guardian_id;

-- family_own_secret: done
UPDATE family_household SET is_secret = :is_secret, changed_at = :changed_at, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND family_id = :family_id;

-- family_own_right_put: done
INSERT INTO family_right (tenant_id, right_id, family_id, guardian_id, child_id, kind, paper, from_on, by_account_id, noted_at)
VALUES (:tenant_id, :right_id, :family_id, :guardian_id, :child_id, :kind, :paper, :from_on, :by_account_id, :noted_at);

-- family_own_rights_of: many
SELECT r.right_id, r.guardian_id, r.child_id, r.kind, r.paper, r.from_on, g.name, c.name AS child_name
FROM family_right r JOIN family_guardian g ON g.tenant_id = r.tenant_id AND g.guardian_id = r.guardian_id
	JOIN family_child c ON c.tenant_id = r.tenant_id AND c.child_id = r.child_id
WHERE r.tenant_id = :tenant_id AND r.family_id = :family_id ORDER BY r.from_on DESC, r.right_id DESC LIMIT 60;

-- family_own_right_now: one
SELECT kind FROM family_right WHERE tenant_id = :tenant_id AND guardian_id = :guardian_id AND child_id = :child_id AND from_on <= :today_on
ORDER BY from_on DESC, right_id DESC LIMIT 1;

-- family_own_story: many
SELECT x.story_id, x.happened_at, x.kind, x.line, x.room, x.subject_n, x.owner_account_id
FROM family_story x
WHERE x.tenant_id = :tenant_id AND x.family_id IN (
	SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.family_id = :family_id
	UNION SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.into_family_id = :family_id) AND x.who_may_see = 'family'
	AND x.moved_to_family_id IS NULL AND (x.owner_account_id = :account_id OR (x.owner_account_id IS NULL AND :is_first))
ORDER BY x.happened_at DESC, x.story_id DESC LIMIT 100;
