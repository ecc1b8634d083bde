-- What was taken while the database was away, and refused when it was entered.

-- spool_refused_add: done
INSERT INTO spool_refused (tenant_id, refused_id, taken_at, refused_at, place, nickname, mail, words)
VALUES (:tenant_id, :refused_id, :taken_at, :refused_at, :place, :nickname, :mail, :words)
ON CONFLICT (tenant_id, refused_id) DO NOTHING;

-- spool_refused_by_id: one
SELECT refused_id, taken_at, refused_at, place, nickname, mail, words FROM spool_refused WHERE tenant_id = :tenant_id AND refused_id = :refused_id;

-- spool_refused_erase: done
DELETE FROM spool_refused WHERE tenant_id = :tenant_id AND refused_id = :refused_id;
