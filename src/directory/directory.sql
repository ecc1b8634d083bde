-- Entries, what sources said of them, and every version.

-- directory_entry_put: done
INSERT INTO directory_entry (tenant_id, entry_id, kind, state, type, name, kana, area_id, operator_id, lat_n, lon_n, age_from_n, age_to_n, fee_kind,
	needs, amenities, hours_rule, facts, edited, verified_on, verified_by, made_at, changed_at, version_n)
VALUES (:tenant_id, :entry_id, :kind, :state, :type, :name, :kana, :area_id, :operator_id, :lat_n, :lon_n, :age_from_n, :age_to_n, :fee_kind,
	:needs, :amenities, :hours_rule, :facts, :edited, :verified_on, :verified_by, :changed_at, :changed_at, :version_n)
ON CONFLICT (tenant_id, entry_id) DO UPDATE SET kind = excluded.kind, state = excluded.state, type = excluded.type, name = excluded.name,
	kana = excluded.kana, area_id = excluded.area_id, operator_id = excluded.operator_id, lat_n = excluded.lat_n, lon_n = excluded.lon_n,
	age_from_n = excluded.age_from_n, age_to_n = excluded.age_to_n, fee_kind = excluded.fee_kind, needs = excluded.needs,
	amenities = excluded.amenities, hours_rule = excluded.hours_rule, facts = excluded.facts, edited = excluded.edited,
	verified_on = excluded.verified_on, verified_by = excluded.verified_by, changed_at = excluded.changed_at, version_n = excluded.version_n;

-- directory_entry_by_id: one directory_entry
SELECT entry_id, kind, state, type, area_id, operator_id, lat_n, lon_n, age_from_n, age_to_n, fee_kind, needs, amenities, hours_rule, facts, edited,
	verified_on, verified_by, changed_at, version_n
FROM directory_entry WHERE tenant_id = :tenant_id AND entry_id = :entry_id;

-- directory_entry_verify: done
UPDATE directory_entry SET verified_on = :verified_on, verified_by = :verified_by WHERE tenant_id = :tenant_id AND entry_id = :entry_id;

-- directory_version_add: done
INSERT INTO directory_version (tenant_id, entry_id, version_n, state, facts, by_account_id, by_name, why, written_at)
VALUES (:tenant_id, :entry_id, :version_n, :state, :facts, :by_account_id, :by_name, :why, :written_at);

-- directory_versions_of: many directory_version
SELECT version_n, state, facts, by_name, why, written_at FROM directory_version
WHERE tenant_id = :tenant_id AND entry_id = :entry_id ORDER BY version_n DESC LIMIT 200;

-- directory_version_at: one directory_version
SELECT version_n, state, facts, by_name, why, written_at FROM directory_version
WHERE tenant_id = :tenant_id AND entry_id = :entry_id AND version_n = :version_n;
