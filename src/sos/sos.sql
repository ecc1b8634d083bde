-- Calls for help.

-- sos_add: sent
INSERT INTO sos (tenant_id, sos_id, source, subject_n, href, kind, reason, operator_id, area_id, charge_account_id, raised_at, rings_at,
	by_account_id, family_id, pressed_at, step_n, version_n)
VALUES (:tenant_id, :sos_id, :source, :subject_n, :href, :kind, :reason, :operator_id, :area_id, :charge_account_id, :raised_at, :rings_at,
	:by_account_id, :family_id, :pressed_at, 0, 1);

-- sos_by_id: one sos
SELECT sos_id, source, subject_n, href, kind, reason, operator_id, area_id, charge_account_id, raised_at, rings_at, step_n, taken_at,
	taken_by_account_id, taken_by_name, closed_at, outcome, agency, basis, article, note, family_id, pressed_at, version_n
FROM sos WHERE tenant_id = :tenant_id AND sos_id = :sos_id;

-- sos_by_subject: one sos
SELECT sos_id, source, subject_n, href, kind, reason, operator_id, area_id, charge_account_id, raised_at, rings_at, step_n, taken_at,
	taken_by_account_id, taken_by_name, closed_at, outcome, agency, basis, article, note, family_id, pressed_at, version_n
FROM sos WHERE tenant_id = :tenant_id AND subject_n = :subject_n AND closed_at IS NULL;

-- sos_open: many sos
SELECT sos_id, source, subject_n, href, kind, reason, operator_id, area_id, charge_account_id, raised_at, rings_at, step_n, taken_at,
	taken_by_account_id, taken_by_name, closed_at, outcome, agency, basis, article, note, family_id, pressed_at, version_n
FROM sos WHERE tenant_id = :tenant_id AND closed_at IS NULL ORDER BY raised_at, sos_id LIMIT :limit_n;

-- sos_closed_since: many sos
SELECT sos_id, source, subject_n, href, kind, reason, operator_id, area_id, charge_account_id, raised_at, rings_at, step_n, taken_at,
	taken_by_account_id, taken_by_name, closed_at, outcome, agency, basis, article, note, family_id, pressed_at, version_n
FROM sos WHERE tenant_id = :tenant_id AND closed_at > :from_at ORDER BY closed_at DESC, sos_id LIMIT :limit_n;

-- sos_unclaimed: many sos
SELECT sos_id, source, subject_n, href, kind, reason, operator_id, area_id, charge_account_id, raised_at, rings_at, step_n, taken_at,
	taken_by_account_id, taken_by_name, closed_at, outcome, agency, basis, article, note, family_id, pressed_at, version_n
FROM sos WHERE tenant_id = :tenant_id AND subject_n = :subject_n AND family_id IS NULL AND subject_n <> 0 ORDER BY raised_at, sos_id LIMIT 100;

-- sos_claim: sent
UPDATE sos SET family_id = :family_id WHERE tenant_id = :tenant_id AND sos_id = :sos_id;

-- sos_take_open: done
UPDATE sos SET taken_at = :taken_at, taken_by_account_id = :taken_by_account_id, taken_by_name = :taken_by_name, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND sos_id = :sos_id AND taken_at IS NULL AND closed_at IS NULL;

-- sos_give_back_row: done
UPDATE sos SET taken_at = NULL, taken_by_account_id = NULL, taken_by_name = NULL, rings_at = :rings_at, step_n = 0, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND sos_id = :sos_id AND taken_at IS NOT NULL AND closed_at IS NULL;

-- sos_ring_now: sent
UPDATE sos SET rings_at = :rings_at, version_n = version_n + 1 WHERE tenant_id = :tenant_id AND sos_id = :sos_id;

-- sos_climb: sent
UPDATE sos SET step_n = :step_n WHERE tenant_id = :tenant_id AND sos_id = :sos_id;

-- sos_close_taken: done
UPDATE sos SET closed_at = :closed_at, outcome = :outcome, agency = :agency, basis = :basis, article = :article, note = :note,
	version_n = version_n + 1
WHERE tenant_id = :tenant_id AND sos_id = :sos_id AND version_n = :version_n AND taken_at IS NOT NULL AND closed_at IS NULL;

-- sos_step_add: sent
INSERT INTO sos_step (tenant_id, step_id, sos_id, kind, told_n, happened_at, by_account_id, by_name)
VALUES (:tenant_id, :step_id, :sos_id, :kind, :told_n, :happened_at, :by_account_id, :by_name);

-- sos_steps: many
SELECT kind, told_n, happened_at, by_name FROM sos_step WHERE tenant_id = :tenant_id AND sos_id = :sos_id ORDER BY happened_at, step_id LIMIT 500;

-- sos_past: many
SELECT sos_id FROM sos WHERE tenant_id = :tenant_id AND closed_at < :before_at ORDER BY closed_at LIMIT :limit_n;

-- sos_steps_erase: done
DELETE FROM sos_step WHERE tenant_id = :tenant_id AND sos_id = :sos_id;

-- sos_erase: done
DELETE FROM sos WHERE tenant_id = :tenant_id AND sos_id = :sos_id;
