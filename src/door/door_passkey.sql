-- Queries of passkeys and of the challenges that were answered.

-- door_passkey_put: done
INSERT INTO door_passkey (tenant_id, passkey_id, account_id, rp, credential, public_key, alg_n, sign_n, is_verified, is_backed_up, name, made_at)
VALUES (:tenant_id, :passkey_id, :account_id, :rp, :credential, :public_key, :alg_n, :sign_n, :is_verified, :is_backed_up, :name, :made_at)
ON CONFLICT DO NOTHING;

-- door_passkey_find: one door_passkey
SELECT passkey_id, account_id, rp, credential, public_key, alg_n, sign_n, is_verified, is_backed_up, name, made_at, used_at
FROM door_passkey WHERE tenant_id = :tenant_id AND credential = :credential;

-- door_passkey_of: many door_passkey
SELECT passkey_id, account_id, rp, credential, public_key, alg_n, sign_n, is_verified, is_backed_up, name, made_at, used_at
FROM door_passkey WHERE tenant_id = :tenant_id AND account_id = :account_id ORDER BY made_at, passkey_id LIMIT 50;

-- door_passkey_put_used: sent
UPDATE door_passkey SET sign_n = :sign_n, used_at = :used_at, is_backed_up = :is_backed_up
WHERE tenant_id = :tenant_id AND passkey_id = :passkey_id;

-- door_passkey_drop: done
DELETE FROM door_passkey WHERE tenant_id = :tenant_id AND passkey_id = :passkey_id AND account_id = :account_id;

-- door_passkey_drop_all: sent
DELETE FROM door_passkey WHERE tenant_id = :tenant_id AND account_id = :account_id;

-- door_passkey_spend: done
INSERT INTO door_passkey_spent (tenant_id, challenge_hash, until_at) VALUES (:tenant_id, :challenge_hash, :until_at) ON CONFLICT DO NOTHING;

-- door_passkey_forget: sent
DELETE FROM door_passkey_spent WHERE tenant_id = :tenant_id AND until_at < :until_at;
