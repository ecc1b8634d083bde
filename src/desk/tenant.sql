-- The tenant of this file and everything it is made of.

-- tenant_only: one
SELECT tenant_id, name, version_n, is_demo FROM tenant ORDER BY made_at, tenant_id LIMIT 1;

-- tenant_version_now: one
SELECT version_n FROM tenant ORDER BY made_at, tenant_id LIMIT 1;

-- tenant_add: sent
INSERT INTO tenant (tenant_id, name, version_n, made_at, is_demo) VALUES (:tenant_id, :name, 1, :made_at, :is_demo);

-- tenant_version_bump: sent
UPDATE tenant SET version_n = version_n + 1 WHERE tenant_id = :tenant_id;

-- tenant_settings: many
SELECT key, value FROM tenant_setting WHERE tenant_id = :tenant_id ORDER BY key LIMIT 500;

-- tenant_setting_put: sent
INSERT INTO tenant_setting (tenant_id, key, value) VALUES (:tenant_id, :key, :value)
ON CONFLICT (tenant_id, key) DO UPDATE SET value = excluded.value;

-- tenant_setting_drop: sent
DELETE FROM tenant_setting WHERE tenant_id = :tenant_id AND key = :key;

-- tenant_operators: many
SELECT operator_id, key, name, kind FROM tenant_operator WHERE tenant_id = :tenant_id ORDER BY place_n, operator_id LIMIT 500;

-- tenant_operator_put_row: one
INSERT INTO tenant_operator (tenant_id, operator_id, key, name, kind, place_n)
VALUES (:tenant_id, :operator_id, :key, :name, :kind, :place_n)
ON CONFLICT (tenant_id, key) DO UPDATE SET name = excluded.name, kind = excluded.kind
RETURNING operator_id;

-- tenant_areas: many
SELECT area_id, key, name, nickname, operator_id FROM tenant_area WHERE tenant_id = :tenant_id ORDER BY place_n, area_id LIMIT 2000;

-- tenant_area_put_row: one
INSERT INTO tenant_area (tenant_id, area_id, key, name, nickname, operator_id, place_n)
VALUES (:tenant_id, :area_id, :key, :name, :nickname, :operator_id, :place_n)
ON CONFLICT (tenant_id, key) DO UPDATE SET name = excluded.name, nickname = excluded.nickname, operator_id = excluded.operator_id
RETURNING area_id;

-- tenant_counters: many
SELECT counter_id, area_id, operator_id, key, name, nickname, place, phone, hours, hours_rule, note, is_outreach FROM tenant_counter
WHERE tenant_id = :tenant_id ORDER BY place_n, counter_id LIMIT 2000;

-- tenant_counter_put_row: one
INSERT INTO tenant_counter (tenant_id, counter_id, key, name, nickname, area_id, operator_id, place, phone, hours, hours_rule, note,
	is_outreach, place_n)
VALUES (:tenant_id, :counter_id, :key, :name, :nickname, :area_id, :operator_id, :place, :phone, :hours, :hours_rule, :note,
	:is_outreach, :place_n)
ON CONFLICT (tenant_id, key) DO UPDATE SET name = excluded.name, nickname = excluded.nickname, area_id = excluded.area_id,
	operator_id = excluded.operator_id, place = excluded.place, phone = excluded.phone, hours = excluded.hours,
	hours_rule = excluded.hours_rule, note = excluded.note, is_outreach = excluded.is_outreach
RETURNING counter_id;

-- tenant_counter_drop: done
DELETE FROM tenant_counter WHERE tenant_id = :tenant_id AND counter_id = :counter_id;

-- tenant_facts: many
SELECT label, value, note FROM tenant_fact WHERE tenant_id = :tenant_id ORDER BY place_n, label LIMIT 200;

-- tenant_fact_put: sent
INSERT INTO tenant_fact (tenant_id, label, value, note, place_n) VALUES (:tenant_id, :label, :value, :note, :place_n)
ON CONFLICT (tenant_id, label) DO UPDATE SET value = excluded.value, note = excluded.note, place_n = excluded.place_n;

-- tenant_key_box: one
SELECT box, machine_mark FROM tenant_key WHERE tenant_id = :tenant_id;

-- tenant_key_put: sent
INSERT INTO tenant_key (tenant_id, box, machine_mark, wrapped_at) VALUES (:tenant_id, :box, :machine_mark, :wrapped_at)
ON CONFLICT (tenant_id) DO UPDATE SET box = excluded.box, machine_mark = excluded.machine_mark, wrapped_at = excluded.wrapped_at;
