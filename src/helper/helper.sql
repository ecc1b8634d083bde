-- helper_by_key: one helper
SELECT person_id, state, kinds, from_months_n, until_months_n, child_n, is_pet_fine, place, lat_n, lon_n, travel, way_n, week_n, is_evening_fine,
	is_urgent_fine, words, family_id, insured_until_on, applied_on, active_on, resting_until_on, left_on, paused_from_on, paused_until_on,
	paused_name, paused_why, version_n
FROM helper WHERE tenant_id = :tenant_id AND person_id = :person_id;

-- helper_all: many helper
SELECT person_id, state, kinds, from_months_n, until_months_n, child_n, is_pet_fine, place, lat_n, lon_n, travel, way_n, week_n, is_evening_fine,
	is_urgent_fine, words, family_id, insured_until_on, applied_on, active_on, resting_until_on, left_on, paused_from_on, paused_until_on,
	paused_name, paused_why, version_n
FROM helper WHERE tenant_id = :tenant_id ORDER BY person_id LIMIT 3000;

-- helper_add: done
INSERT INTO helper (tenant_id, person_id, state, kinds, from_months_n, until_months_n, child_n, is_pet_fine, place, lat_n, lon_n, travel, way_n,
	week_n, is_evening_fine, is_urgent_fine, words, family_id, insured_until_on, applied_on, changed_at, version_n)
VALUES (:tenant_id, :person_id, 'applied', :kinds, :from_months_n, :until_months_n, :child_n, :is_pet_fine, :place, :lat_n, :lon_n, :travel, :way_n,
	:week_n, :is_evening_fine, :is_urgent_fine, :words, :family_id, :insured_until_on, :applied_on, :changed_at, 1)
ON CONFLICT DO NOTHING;

-- helper_change: done
UPDATE helper SET kinds = :kinds, from_months_n = :from_months_n, until_months_n = :until_months_n, child_n = :child_n, is_pet_fine = :is_pet_fine,
	place = :place, lat_n = :lat_n, lon_n = :lon_n, travel = :travel, way_n = :way_n, week_n = :week_n, is_evening_fine = :is_evening_fine,
	is_urgent_fine = :is_urgent_fine, words = :words, family_id = :family_id, insured_until_on = :insured_until_on, changed_at = :changed_at,
	version_n = version_n + 1
WHERE tenant_id = :tenant_id AND person_id = :person_id AND version_n = :version_n;

-- helper_state_put: done
UPDATE helper SET state = :state, active_on = coalesce(active_on, :active_on), resting_until_on = :resting_until_on, left_on = :left_on,
	changed_at = :changed_at, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND person_id = :person_id AND version_n = :version_n;

-- helper_pause_put: done
UPDATE helper SET paused_from_on = :paused_from_on, paused_until_on = :paused_until_on, paused_name = :paused_name, paused_why = :paused_why,
	changed_at = :changed_at, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND person_id = :person_id;

-- helper_step_add: sent
INSERT INTO helper_step (tenant_id, step_id, person_id, state, stepped_at, note, by_account_id, by_name)
VALUES (:tenant_id, :step_id, :person_id, :state, :stepped_at, :note, :by_account_id, :by_name);

-- helper_steps_of: many helper_step
SELECT step_id, state, stepped_at, note, by_name FROM helper_step WHERE tenant_id = :tenant_id AND person_id = :person_id
ORDER BY stepped_at DESC, step_id DESC LIMIT 50;

-- helper_hours_of: many helper_hours
SELECT person_id, weekday_n, from_n, until_n FROM helper_hours WHERE tenant_id = :tenant_id AND person_id = :person_id
ORDER BY weekday_n, from_n LIMIT 60;

-- helper_hours_on: many helper_hours
SELECT person_id, weekday_n, from_n, until_n FROM helper_hours WHERE tenant_id = :tenant_id AND weekday_n = :weekday_n
ORDER BY person_id, from_n LIMIT 9000;

-- helper_hours_drop: sent
DELETE FROM helper_hours WHERE tenant_id = :tenant_id AND person_id = :person_id;

-- helper_hours_add: sent
INSERT INTO helper_hours (tenant_id, person_id, weekday_n, from_n, until_n) VALUES (:tenant_id, :person_id, :weekday_n, :from_n, :until_n);

-- helper_days_of: many helper_day
SELECT person_id, that_on, from_n, until_n FROM helper_day WHERE tenant_id = :tenant_id AND person_id = :person_id AND that_on >= :from_on
ORDER BY that_on, from_n LIMIT 200;

-- helper_days_on: many helper_day
SELECT person_id, that_on, from_n, until_n FROM helper_day WHERE tenant_id = :tenant_id AND that_on = :that_on ORDER BY person_id, from_n LIMIT 9000;

-- helper_day_drop: sent
DELETE FROM helper_day WHERE tenant_id = :tenant_id AND person_id = :person_id AND that_on = :that_on;

-- helper_day_add: sent
INSERT INTO helper_day (tenant_id, person_id, that_on, from_n, until_n) VALUES (:tenant_id, :person_id, :that_on, :from_n, :until_n);

-- helper_block_put: done
INSERT INTO helper_block (tenant_id, block_id, person_id, family_id, side, why, made_at, by_account_id)
VALUES (:tenant_id, :block_id, :person_id, :family_id, :side, :why, :made_at, :by_account_id);

-- helper_block_ended: done
UPDATE helper_block SET ended_at = :ended_at WHERE tenant_id = :tenant_id AND block_id = :block_id AND ended_at IS NULL;

-- helper_blocks_of_family: many helper_block
SELECT block_id, person_id, family_id, side, why, made_at FROM helper_block
WHERE tenant_id = :tenant_id AND family_id = :family_id AND ended_at IS NULL ORDER BY made_at, block_id LIMIT 500;

-- helper_blocks_of_person: many helper_block
SELECT block_id, person_id, family_id, side, why, made_at FROM helper_block
WHERE tenant_id = :tenant_id AND person_id = :person_id AND ended_at IS NULL ORDER BY made_at, block_id LIMIT 500;

-- helper_check_by_key: one helper_check
SELECT person_id, is_in_scope, confirmed_on, due_on FROM helper_check WHERE tenant_id = :tenant_id AND person_id = :person_id;

-- helper_checks_all: many helper_check
SELECT person_id, is_in_scope, confirmed_on, due_on FROM helper_check WHERE tenant_id = :tenant_id ORDER BY person_id LIMIT 3000;

-- helper_check_keep: done
INSERT INTO helper_check (tenant_id, person_id, is_in_scope, confirmed_on, due_on, changed_at, by_account_id)
VALUES (:tenant_id, :person_id, :is_in_scope, :confirmed_on, :due_on, :changed_at, :by_account_id)
ON CONFLICT (tenant_id, person_id) DO UPDATE SET is_in_scope = excluded.is_in_scope, confirmed_on = excluded.confirmed_on, due_on = excluded.due_on,
	changed_at = excluded.changed_at, by_account_id = excluded.by_account_id;

-- helper_checks_erase: done
DELETE FROM helper_check WHERE tenant_id = :tenant_id AND person_id IN
	(SELECT h.person_id FROM helper h WHERE h.tenant_id = :tenant_id AND h.state = 'left' AND h.left_on <= :that_on);

-- helper_needs_all: many helper_need
SELECT need_id, kind, training, months_n FROM helper_need WHERE tenant_id = :tenant_id AND ended_at IS NULL
ORDER BY kind, made_at, need_id LIMIT 100;

-- helper_need_add: done
INSERT INTO helper_need (tenant_id, need_id, kind, training, months_n, made_at) VALUES (:tenant_id, :need_id, :kind, :training, :months_n, :made_at)
ON CONFLICT DO NOTHING;

-- helper_need_ended: done
UPDATE helper_need SET ended_at = :ended_at WHERE tenant_id = :tenant_id AND need_id = :need_id AND ended_at IS NULL;

-- helper_trainings_all: many helper_training
SELECT t.training_id, t.person_id, t.name, t.done_on, t.until_on FROM staff_training t
WHERE t.tenant_id = :tenant_id AND t.ended_at IS NULL AND t.person_id IN (SELECT h.person_id FROM helper h WHERE h.tenant_id = :tenant_id)
ORDER BY t.person_id, t.name, t.done_on LIMIT 20000;

-- helper_application_add: done
INSERT INTO helper_application (tenant_id, application_id, name, kana, phone, mail, area_id, kinds, words, applied_at)
VALUES (:tenant_id, :application_id, :name, :kana, :phone, :mail, :area_id, :kinds, :words, :applied_at);

-- helper_application_by_id: one helper_application
SELECT application_id, name, kana, phone, mail, area_id, kinds, words, applied_at FROM helper_application
WHERE tenant_id = :tenant_id AND application_id = :application_id AND settled_at IS NULL;

-- helper_applications_open: many helper_application
SELECT application_id, name, kana, phone, mail, area_id, kinds, words, applied_at FROM helper_application
WHERE tenant_id = :tenant_id AND settled_at IS NULL ORDER BY applied_at, application_id LIMIT 200;

-- helper_application_settled: done
UPDATE helper_application SET settled_at = :settled_at, person_id = :person_id, by_account_id = :by_account_id, phone = NULL, mail = NULL,
	words = NULL
WHERE tenant_id = :tenant_id AND application_id = :application_id AND settled_at IS NULL;

-- helper_told_add: done
INSERT INTO helper_told (tenant_id, person_id, subject_n, until_on, days_n, told_at)
VALUES (:tenant_id, :person_id, :subject_n, :until_on, :days_n, :told_at) ON CONFLICT DO NOTHING;

-- helper_last_times: many
SELECT b.person_id, max(b.from_at) AS last_at, count(*) AS time_n FROM staff_booking b
WHERE b.tenant_id = :tenant_id AND b.kind = 'accompaniment' AND b.ended_at IS NULL AND b.from_at >= :first_at AND b.person_id IS NOT NULL
GROUP BY b.person_id ORDER BY b.person_id LIMIT 3000;
