-- Queries of identities from outside and of sign-ins that are on their way.

-- door_oidc_find: one
SELECT account_id FROM door_outside WHERE tenant_id = :tenant_id AND kind = :kind AND issuer = :issuer AND subject = :subject;

-- door_oidc_of: one
SELECT count(*) AS outside_n FROM door_outside WHERE tenant_id = :tenant_id AND account_id = :account_id AND kind = :kind;

-- door_oidc_put: done
INSERT INTO door_outside (tenant_id, kind, issuer, subject, account_id, made_at) VALUES (:tenant_id, :kind, :issuer, :subject, :account_id, :made_at)
ON CONFLICT DO NOTHING;

-- door_oidc_put_used: sent
UPDATE door_outside SET used_at = :used_at WHERE tenant_id = :tenant_id AND kind = :kind AND issuer = :issuer AND subject = :subject;

-- door_oidc_drop: done
DELETE FROM door_outside WHERE tenant_id = :tenant_id AND account_id = :account_id AND kind = :kind;

-- door_oidc_drop_all: sent
DELETE FROM door_outside WHERE tenant_id = :tenant_id AND account_id = :account_id;

-- door_oidc_way_put: sent
INSERT INTO door_way (tenant_id, state_hash, kind, visitor_hash, account_id, target, until_at)
VALUES (:tenant_id, :state_hash, :kind, :visitor_hash, :account_id, :target, :until_at);

-- door_oidc_way_find: one
SELECT account_id, target FROM door_way
WHERE tenant_id = :tenant_id AND state_hash = :state_hash AND kind = :kind AND visitor_hash = :visitor_hash AND until_at > :now_at;

-- door_oidc_way_drop: done
DELETE FROM door_way WHERE tenant_id = :tenant_id AND state_hash = :state_hash;

-- door_oidc_ways_forget: sent
DELETE FROM door_way WHERE tenant_id = :tenant_id AND until_at < :until_at;
