-- The audit: rows, the chain over them, and the head that says how far it goes.

-- audit_entry_add: sent
INSERT INTO audit_entry (tenant_id, audit_id, noted_at, account_id, session_id, role, act, kind, subject_n, purpose, mac)
VALUES (:tenant_id, :audit_id, :noted_at, :account_id, :session_id, :role, :act, :kind, :subject_n, :purpose, :mac);

-- audit_unsealed: many
SELECT audit_id, mac FROM audit_entry WHERE tenant_id = :tenant_id AND seal_n IS NULL ORDER BY audit_id LIMIT :limit_n;

-- audit_entry_seal: sent
UPDATE audit_entry SET seal_n = :seal_n, chain = :chain WHERE tenant_id = :tenant_id AND audit_id = :audit_id AND seal_n IS NULL;

-- audit_head_now: one
SELECT sealed_n, chain, sealed_at, mac FROM audit_head WHERE tenant_id = :tenant_id;

-- audit_head_put: sent
INSERT INTO audit_head (tenant_id, sealed_n, chain, sealed_at, mac) VALUES (:tenant_id, :sealed_n, :chain, :sealed_at, :mac)
ON CONFLICT (tenant_id) DO UPDATE SET sealed_n = excluded.sealed_n, chain = excluded.chain, sealed_at = excluded.sealed_at, mac = excluded.mac;

-- audit_sealed: many
SELECT audit_id, noted_at, account_id, session_id, role, act, kind, subject_n, purpose, mac, seal_n, chain FROM audit_entry
WHERE tenant_id = :tenant_id AND seal_n >= :seal_n AND (seal_n > :seal_n OR audit_id > :audit_id)
ORDER BY seal_n, audit_id LIMIT :limit_n;

-- audit_tail: many audit_sealed
SELECT audit_id, noted_at, account_id, session_id, role, act, kind, subject_n, purpose, mac, seal_n, chain FROM audit_entry
WHERE tenant_id = :tenant_id AND seal_n IS NULL AND audit_id > :audit_id ORDER BY audit_id LIMIT :limit_n;

-- audit_looks_at: many
SELECT e.noted_at, e.act, e.role, e.purpose, e.account_id, a.name
FROM audit_entry e LEFT JOIN account a ON a.tenant_id = e.tenant_id AND a.account_id = e.account_id
WHERE e.tenant_id = :tenant_id AND e.kind = :kind AND e.subject_n = :subject_n ORDER BY e.audit_id DESC LIMIT :limit_n;

-- audit_person: one
SELECT name FROM account WHERE tenant_id = :tenant_id AND account_id = :account_id;

-- audit_latest: many
SELECT e.audit_id, e.noted_at, e.act, e.role, e.kind, e.subject_n, e.purpose, e.account_id, a.name, a.title, a.operator_id
FROM audit_entry e LEFT JOIN account a ON a.tenant_id = e.tenant_id AND a.account_id = e.account_id
WHERE e.tenant_id = :tenant_id AND e.audit_id < :before_audit_id
ORDER BY e.audit_id DESC LIMIT :limit_n;
