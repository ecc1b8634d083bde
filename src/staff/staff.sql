-- staff_person_add: sent
INSERT INTO staff_person (tenant_id, person_id, account_id, operator_id, name, kana, nickname, kind, phone, hours, hours_rule, area_ids,
	language_codes, about, face, code, capacity_n, began_on, joined_on, left_on, is_named, is_name_shown, is_photo_shown,
	made_at, changed_at, version_n)
VALUES (:tenant_id, :person_id, :account_id, :operator_id, :name, :kana, :nickname, :kind, :phone, :hours, :hours_rule, :area_ids,
	:language_codes, :about, :face, :code, :capacity_n, :began_on, :joined_on, :left_on, :is_named, :is_name_shown, :is_photo_shown,
	:made_at, :made_at, 1);

-- staff_person_change: done
UPDATE staff_person SET account_id = :account_id, operator_id = :operator_id, name = :name, kana = :kana, nickname = :nickname, kind = :kind,
	phone = :phone, hours = :hours, hours_rule = :hours_rule, area_ids = :area_ids, language_codes = :language_codes, about = :about, face = :face,
	code = :code, capacity_n = :capacity_n, began_on = :began_on, joined_on = :joined_on, left_on = :left_on, is_named = :is_named,
	is_name_shown = :is_name_shown, is_photo_shown = :is_photo_shown, photo_id = :photo_id, changed_at = :changed_at, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND person_id = :person_id AND version_n = :version_n;

-- staff_person_by_key: one staff_person
SELECT person_id, account_id, operator_id, name, kana, nickname, kind, phone, hours, hours_rule, area_ids, language_codes, about, face, code,
	capacity_n, began_on, joined_on, left_on, is_named, is_name_shown, is_photo_shown, photo_id, version_n
FROM staff_person WHERE tenant_id = :tenant_id AND person_id = :person_id;

-- staff_person_by_account: one staff_person
SELECT person_id, account_id, operator_id, name, kana, nickname, kind, phone, hours, hours_rule, area_ids, language_codes, about, face, code,
	capacity_n, began_on, joined_on, left_on, is_named, is_name_shown, is_photo_shown, photo_id, version_n
FROM staff_person WHERE tenant_id = :tenant_id AND account_id = :account_id;

-- staff_person_by_code: one staff_person
SELECT person_id, account_id, operator_id, name, kana, nickname, kind, phone, hours, hours_rule, area_ids, language_codes, about, face, code,
	capacity_n, began_on, joined_on, left_on, is_named, is_name_shown, is_photo_shown, photo_id, version_n
FROM staff_person WHERE tenant_id = :tenant_id AND code = :code;

-- staff_person_all: many staff_person
SELECT person_id, account_id, operator_id, name, kana, nickname, kind, phone, hours, hours_rule, area_ids, language_codes, about, face, code,
	capacity_n, began_on, joined_on, left_on, is_named, is_name_shown, is_photo_shown, photo_id, version_n
FROM staff_person WHERE tenant_id = :tenant_id ORDER BY kana IS NULL, kana, name, person_id LIMIT 3000;

-- staff_leave_add: sent
INSERT INTO staff_leave (tenant_id, leave_id, person_id, kind, from_on, until_on, stand_in_person_id, made_at, by_account_id)
VALUES (:tenant_id, :leave_id, :person_id, :kind, :from_on, :until_on, :stand_in_person_id, :made_at, :by_account_id);

-- staff_leaves_between: many staff_leave
SELECT leave_id, person_id, kind, from_on, until_on, stand_in_person_id FROM staff_leave
WHERE tenant_id = :tenant_id AND from_on <= :last_on AND (until_on IS NULL OR until_on >= :first_on) ORDER BY from_on, leave_id LIMIT 2000;

-- staff_leave_on: one staff_leave
SELECT leave_id, person_id, kind, from_on, until_on, stand_in_person_id FROM staff_leave
WHERE tenant_id = :tenant_id AND person_id = :person_id AND from_on <= :that_on AND (until_on IS NULL OR until_on >= :that_on)
ORDER BY from_on LIMIT 1;

-- staff_leave_by_id: one staff_leave
SELECT leave_id, person_id, kind, from_on, until_on, stand_in_person_id FROM staff_leave WHERE tenant_id = :tenant_id AND leave_id = :leave_id;

-- staff_leaves_of: many staff_leave
SELECT leave_id, person_id, kind, from_on, until_on, stand_in_person_id FROM staff_leave
WHERE tenant_id = :tenant_id AND person_id = :person_id AND (until_on IS NULL OR until_on >= :first_on) ORDER BY from_on, leave_id LIMIT 50;

-- staff_leave_until: done
UPDATE staff_leave SET until_on = :until_on WHERE tenant_id = :tenant_id AND leave_id = :leave_id;

-- staff_leave_drop: done
DELETE FROM staff_leave WHERE tenant_id = :tenant_id AND leave_id = :leave_id;

-- staff_training_add: done
INSERT INTO staff_training (tenant_id, training_id, person_id, name, done_on, until_on, made_at, by_account_id)
VALUES (:tenant_id, :training_id, :person_id, :name, :done_on, :until_on, :made_at, :by_account_id);

-- staff_training_of: many staff_training
SELECT training_id, person_id, name, done_on, until_on FROM staff_training
WHERE tenant_id = :tenant_id AND person_id = :person_id AND ended_at IS NULL ORDER BY until_on IS NULL, until_on, training_id LIMIT 100;

-- staff_training_end: done
UPDATE staff_training SET ended_at = :ended_at
WHERE tenant_id = :tenant_id AND person_id = :person_id AND training_id = :training_id AND ended_at IS NULL;

-- staff_training_renewed: many staff_training
SELECT training_id, person_id, name, done_on, until_on FROM staff_training
WHERE tenant_id = :tenant_id AND person_id = :person_id AND name = :name AND done_on < :done_on AND ended_at IS NULL ORDER BY training_id LIMIT 20;

-- staff_training_lapsing: many staff_training
SELECT training_id, person_id, name, done_on, until_on FROM staff_training
WHERE tenant_id = :tenant_id AND ended_at IS NULL AND until_on <= :last_on ORDER BY until_on, training_id LIMIT 500;
