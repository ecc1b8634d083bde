-- Rounds of asking whether an entry is still true.

-- directory_verify_due: many
SELECT e.entry_id FROM directory_entry e
WHERE e.tenant_id = :tenant_id AND e.state = 'live'
AND (e.verified_on < :before_on OR (e.verified_on IS NULL AND e.changed_at < :before_at))
AND ((NOT :is_else AND replace(:types, ',' || e.type || ',', '') <> :types) OR (:is_else AND replace(:types, ',' || e.type || ',', '') = :types))
AND NOT EXISTS (SELECT 1 FROM directory_verify v WHERE v.tenant_id = e.tenant_id AND v.entry_id = e.entry_id)
ORDER BY e.entry_id LIMIT :limit_n;

-- directory_verify_put: sent
INSERT INTO directory_verify (tenant_id, entry_id, token_hash, to_mail, asked_at, until_at, office_at)
VALUES (:tenant_id, :entry_id, :token_hash, :to_mail, :asked_at, :until_at, :office_at)
ON CONFLICT (tenant_id, entry_id) DO UPDATE SET token_hash = excluded.token_hash, reminder_hash = NULL, to_mail = excluded.to_mail,
	asked_at = excluded.asked_at, reminded_at = NULL, until_at = excluded.until_at, office_at = excluded.office_at;

-- directory_verify_remind: sent
UPDATE directory_verify SET reminder_hash = :reminder_hash, reminded_at = :reminded_at, until_at = :until_at
WHERE tenant_id = :tenant_id AND entry_id = :entry_id;

-- directory_verify_to_office: sent
UPDATE directory_verify SET office_at = :office_at WHERE tenant_id = :tenant_id AND entry_id = :entry_id;

-- directory_verify_silent: many
SELECT entry_id, to_mail, asked_at, reminded_at FROM directory_verify
WHERE tenant_id = :tenant_id AND office_at IS NULL
AND ((reminded_at IS NULL AND asked_at < :remind_before_at) OR (reminded_at IS NOT NULL AND reminded_at < :office_before_at))
ORDER BY asked_at LIMIT :limit_n;

-- directory_verify_of_token: one
SELECT entry_id, to_mail, until_at FROM directory_verify
WHERE tenant_id = :tenant_id AND (token_hash = :token_hash OR reminder_hash = :token_hash);

-- directory_verify_of: one
SELECT to_mail, asked_at, reminded_at, until_at, office_at FROM directory_verify WHERE tenant_id = :tenant_id AND entry_id = :entry_id;

-- directory_verify_end: sent
DELETE FROM directory_verify WHERE tenant_id = :tenant_id AND entry_id = :entry_id;

-- directory_verify_office_count: one
SELECT count(*) AS entry_n FROM directory_verify v
JOIN directory_entry e ON e.tenant_id = v.tenant_id AND e.entry_id = v.entry_id
WHERE v.tenant_id = :tenant_id AND v.office_at IS NOT NULL AND e.state = 'live';

-- directory_verify_report: many
SELECT e.entry_id, e.name, e.type, e.state, e.operator_id, e.area_id, e.verified_on, e.verified_by, e.changed_at,
	v.to_mail, v.asked_at, v.reminded_at, v.office_at FROM directory_entry e
LEFT JOIN directory_verify v ON v.tenant_id = e.tenant_id AND v.entry_id = e.entry_id
WHERE e.tenant_id = :tenant_id AND e.state = 'live'
AND (e.verified_on < :before_on OR (e.verified_on IS NULL AND e.changed_at < :before_at))
AND ((NOT :is_else AND replace(:types, ',' || e.type || ',', '') <> :types) OR (:is_else AND replace(:types, ',' || e.type || ',', '') = :types))
AND (:is_everywhere OR (((e.operator_id IS NULL AND :is_unowned_seen) OR e.operator_id = :operator_id)
	AND (:has_all_areas OR e.area_id IS NULL OR replace(:area_list, ',' || e.area_id || ',', '') <> :area_list)))
ORDER BY e.verified_on IS NOT NULL, e.verified_on, e.name LIMIT :limit_n;
