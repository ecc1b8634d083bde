-- Whom the demo's door lets in as.
-- public_people: many
SELECT login, name, role, title, face FROM account
WHERE tenant_id = :tenant_id AND ended_at IS NULL AND ready_at IS NOT NULL ORDER BY made_at, account_id LIMIT :limit_n;
