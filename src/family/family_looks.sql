-- Looks from outside of the charge, week by week.

-- family_looks_between: many
SELECT e.noted_at, e.account_id, e.role, e.subject_n, e.purpose, a.name, a.operator_id
FROM audit_entry e LEFT JOIN account a ON a.tenant_id = e.tenant_id AND a.account_id = e.account_id
WHERE e.tenant_id = :tenant_id AND e.act = 'family.look' AND e.kind = 'family' AND e.noted_at >= :from_at AND e.noted_at < :until_at
ORDER BY e.noted_at DESC LIMIT :limit_n;

-- family_looks_week_of: one
SELECT by_name, seen_at, look_n FROM family_looks_week WHERE tenant_id = :tenant_id AND week_on = :week_on AND operator_n = :operator_n;

-- family_looks_week_put: done
INSERT INTO family_looks_week (tenant_id, week_on, operator_n, look_n, by_account_id, by_name, seen_at)
VALUES (:tenant_id, :week_on, :operator_n, :look_n, :by_account_id, :by_name, :seen_at) ON CONFLICT DO NOTHING;
