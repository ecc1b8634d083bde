-- voice_add: sent
INSERT INTO voice (tenant_id, voice_id, token_hash, kind, wants, words, said_on, state, is_public, version_n)
VALUES (:tenant_id, :voice_id, :token_hash, :kind, :wants, :words, :said_on, 'new', FALSE, 1);

-- voice_by_token: one voice
SELECT voice_id, kind, wants, words, said_on, state, is_public, shown, answer, settled_at, by_name, opened_at, version_n FROM voice
WHERE tenant_id = :tenant_id AND token_hash = :token_hash;

-- voice_by_id: one voice
SELECT voice_id, kind, wants, words, said_on, state, is_public, shown, answer, settled_at, by_name, opened_at, version_n FROM voice
WHERE tenant_id = :tenant_id AND voice_id = :voice_id;

-- voice_opened: sent
UPDATE voice SET opened_at = :opened_at WHERE tenant_id = :tenant_id AND voice_id = :voice_id AND opened_at IS NULL;

-- voice_answered: done
UPDATE voice SET state = 'answered', is_public = :is_public, shown = :shown, answer = :answer, settled_at = :settled_at,
	by_account_id = :by_account_id, by_name = :by_name, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND voice_id = :voice_id AND version_n = :version_n;

-- voice_settled: done
UPDATE voice SET state = :state, is_public = FALSE, words = :words, settled_at = :settled_at, by_account_id = :by_account_id, by_name = :by_name,
	version_n = version_n + 1
WHERE tenant_id = :tenant_id AND voice_id = :voice_id AND version_n = :version_n;

-- voice_list: many voice
SELECT voice_id, kind, wants, words, said_on, state, is_public, shown, answer, settled_at, by_name, opened_at, version_n FROM voice
WHERE tenant_id = :tenant_id ORDER BY CASE WHEN state = 'new' THEN 0 ELSE 1 END, said_on DESC, voice_id DESC LIMIT :limit_n;

-- voice_list_public: many voice
SELECT voice_id, kind, wants, words, said_on, state, is_public, shown, answer, settled_at, by_name, opened_at, version_n FROM voice
WHERE tenant_id = :tenant_id AND is_public AND state = 'answered' ORDER BY said_on DESC, voice_id DESC LIMIT :limit_n;

-- voice_counts: many
SELECT said_on, kind, count(*) AS said_n, count(CASE WHEN state = 'answered' THEN 1 END) AS answered_n FROM voice
WHERE tenant_id = :tenant_id AND said_on >= :from_on GROUP BY said_on, kind ORDER BY said_on, kind LIMIT 2000;
