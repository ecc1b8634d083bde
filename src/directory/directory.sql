-- Entries, what sources said of them, and every version.

-- directory_entry_put: sent
INSERT INTO directory_entry (tenant_id, entry_id, kind, state, type, name, kana, body_name, area_id, operator_id, lat_n, lon_n, age_from_n,
	age_to_n, fee_kind, needs, amenities, hours_rule, facts, edited, verified_on, verified_by, made_at, changed_at, version_n,
	coming_n)
VALUES (:tenant_id, :entry_id, :kind, :state, :type, :name, :kana, :body_name, :area_id, :operator_id, :lat_n, :lon_n, :age_from_n,
	:age_to_n, :fee_kind, :needs, :amenities, :hours_rule, :facts, :edited, :verified_on, :verified_by, :changed_at, :changed_at, :version_n,
	:coming_n)
ON CONFLICT (tenant_id, entry_id) DO UPDATE SET kind = excluded.kind, state = excluded.state, type = excluded.type,
	name = excluded.name, kana = excluded.kana, body_name = excluded.body_name, area_id = excluded.area_id,
	operator_id = excluded.operator_id, lat_n = excluded.lat_n, lon_n = excluded.lon_n,
	age_from_n = excluded.age_from_n, age_to_n = excluded.age_to_n, fee_kind = excluded.fee_kind, needs = excluded.needs,
	amenities = excluded.amenities, hours_rule = excluded.hours_rule, facts = excluded.facts, edited = excluded.edited,
	verified_on = excluded.verified_on, verified_by = excluded.verified_by, changed_at = excluded.changed_at, version_n = excluded.version_n;

-- directory_entry_by_id: one directory_entry
SELECT entry_id, kind, state, type, area_id, operator_id, lat_n, lon_n, age_from_n, age_to_n, fee_kind, needs, amenities, hours_rule, facts, edited,
	verified_on, verified_by, changed_at, version_n
FROM directory_entry WHERE tenant_id = :tenant_id AND entry_id = :entry_id;

-- directory_entries_live: many directory_entry
SELECT entry_id, kind, state, type, area_id, operator_id, lat_n, lon_n, age_from_n, age_to_n, fee_kind, needs, amenities, hours_rule, facts, edited,
	verified_on, verified_by, changed_at, version_n
FROM directory_entry WHERE tenant_id = :tenant_id AND state = 'live'
AND coming_n <= COALESCE((SELECT s.shown_n FROM directory_shown AS s WHERE s.tenant_id = :tenant_id), 0)
AND (:is_any_kind OR kind = :kind) AND (:is_any_type OR type = :type)
AND (:is_any_need OR replace(needs, ',' || :need || ',', '') <> needs) AND (:is_any_body OR body_name = :body_name)
AND (:is_any_words OR replace(facts, :words, '') <> facts) AND changed_at >= :changed_from_at
ORDER BY entry_id LIMIT :limit_n OFFSET :from_n;

-- directory_entries_live_n: one
SELECT COUNT(*) AS entry_n
FROM directory_entry WHERE tenant_id = :tenant_id AND state = 'live'
AND coming_n <= COALESCE((SELECT s.shown_n FROM directory_shown AS s WHERE s.tenant_id = :tenant_id), 0)
AND (:is_any_kind OR kind = :kind) AND (:is_any_type OR type = :type)
AND (:is_any_need OR replace(needs, ',' || :need || ',', '') <> needs) AND (:is_any_body OR body_name = :body_name)
AND (:is_any_words OR replace(facts, :words, '') <> facts) AND changed_at >= :changed_from_at;

-- directory_entries_live_after: many directory_entry
SELECT entry_id, kind, state, type, area_id, operator_id, lat_n, lon_n, age_from_n, age_to_n, fee_kind, needs, amenities, hours_rule, facts, edited,
	verified_on, verified_by, changed_at, version_n
FROM directory_entry WHERE tenant_id = :tenant_id AND state = 'live'
AND coming_n <= COALESCE((SELECT s.shown_n FROM directory_shown AS s WHERE s.tenant_id = :tenant_id), 0)
AND entry_id > :entry_id ORDER BY entry_id LIMIT :limit_n;

-- directory_bodies_page: many
SELECT body_name, MIN(entry_id) AS entry_id FROM directory_entry WHERE tenant_id = :tenant_id AND state = 'live'
AND coming_n <= COALESCE((SELECT s.shown_n FROM directory_shown AS s WHERE s.tenant_id = :tenant_id), 0)
AND (:is_any_words OR replace(body_name, :words, '') <> body_name)
GROUP BY body_name ORDER BY MIN(entry_id) LIMIT :limit_n OFFSET :from_n;

-- directory_bodies_n: one
SELECT COUNT(DISTINCT body_name) AS body_n FROM directory_entry WHERE tenant_id = :tenant_id AND state = 'live'
AND coming_n <= COALESCE((SELECT s.shown_n FROM directory_shown AS s WHERE s.tenant_id = :tenant_id), 0)
AND (:is_any_words OR replace(body_name, :words, '') <> body_name);

-- directory_body_first: one
SELECT MIN(entry_id) AS entry_id FROM directory_entry WHERE tenant_id = :tenant_id AND state = 'live'
AND coming_n <= COALESCE((SELECT s.shown_n FROM directory_shown AS s WHERE s.tenant_id = :tenant_id), 0)
AND body_name = :body_name;

-- directory_entry_verify: sent
UPDATE directory_entry SET verified_on = :verified_on, verified_by = :verified_by WHERE tenant_id = :tenant_id AND entry_id = :entry_id;

-- directory_version_add: sent
INSERT INTO directory_version (tenant_id, entry_id, version_n, state, facts, by_account_id, by_name, why, written_at)
VALUES (:tenant_id, :entry_id, :version_n, :state, :facts, :by_account_id, :by_name, :why, :written_at);

-- directory_versions_of: many directory_version
SELECT version_n, state, facts, by_name, why, written_at FROM directory_version
WHERE tenant_id = :tenant_id AND entry_id = :entry_id ORDER BY version_n DESC LIMIT 200;

-- directory_version_at: one directory_version
SELECT version_n, state, facts, by_name, why, written_at FROM directory_version
WHERE tenant_id = :tenant_id AND entry_id = :entry_id AND version_n = :version_n;

-- directory_shown_put: done
INSERT INTO directory_shown (tenant_id, shown_n) VALUES (:tenant_id, :shown_n)
ON CONFLICT (tenant_id) DO UPDATE SET shown_n = excluded.shown_n;

-- directory_shown_now: one
SELECT shown_n FROM directory_shown WHERE tenant_id = :tenant_id;
