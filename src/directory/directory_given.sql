-- What sources gave: their rows, what they disagree about with people here, places free, outlines.

-- directory_given_source_by_key: one
SELECT entry_id, given, given_hash, publisher, licence, credit FROM directory_source
WHERE tenant_id = :tenant_id AND source = :source AND source_key = :source_key;

-- directory_given_source_put: sent
INSERT INTO directory_source (tenant_id, source, source_key, entry_id, given, given_hash, publisher, licence, credit, imported_at)
VALUES (:tenant_id, :source, :source_key, :entry_id, :given, :given_hash, :publisher, :licence, :credit, :imported_at)
ON CONFLICT (tenant_id, source, source_key) DO UPDATE SET entry_id = excluded.entry_id, given = excluded.given, given_hash = excluded.given_hash,
	publisher = excluded.publisher, licence = excluded.licence, credit = excluded.credit, imported_at = excluded.imported_at;

-- directory_given_source_leave: sent
DELETE FROM directory_source WHERE tenant_id = :tenant_id AND entry_id = :entry_id AND source = :source AND source_key <> :source_key;

-- directory_given_source_keys: many
SELECT source, source_key, entry_id, given_hash FROM directory_source
WHERE tenant_id = :tenant_id AND (source > :after_source OR (source = :after_source AND source_key > :after_key))
ORDER BY source, source_key LIMIT :limit_n;

-- directory_given_source_names: many
SELECT DISTINCT source, publisher, licence, credit FROM directory_source WHERE tenant_id = :tenant_id ORDER BY source LIMIT 200;

-- directory_given_entries_after: many
SELECT entry_id, name, lat_n, lon_n, facts FROM directory_entry
WHERE tenant_id = :tenant_id AND entry_id > :after_entry_id ORDER BY entry_id LIMIT :limit_n;

-- directory_given_conflict_drop: sent
DELETE FROM directory_conflict WHERE tenant_id = :tenant_id AND entry_id = :entry_id AND fact = :fact AND source = :source AND settled_at IS NULL;

-- directory_given_conflict_add: sent
INSERT INTO directory_conflict (tenant_id, conflict_id, entry_id, fact, source, old_value, our_value, their_value, raised_at, is_theirs_taken)
VALUES (:tenant_id, :conflict_id, :entry_id, :fact, :source, :old_value, :our_value, :their_value, :raised_at, :is_theirs_taken);

-- directory_given_vacancy_of_day: many
SELECT entry_id, counted_on, age_n, free_n, waiting_n, enrolled_n FROM directory_vacancy
WHERE tenant_id = :tenant_id AND counted_on = :counted_on ORDER BY entry_id, age_n LIMIT 600000;

-- directory_given_outline_add: sent
INSERT INTO directory_outline (tenant_id, outline_id, area_id, name, south_n, west_n, north_n, east_n, points, import_id)
VALUES (:tenant_id, :outline_id, :area_id, :name, :south_n, :west_n, :north_n, :east_n, :points, :import_id);

-- directory_given_outline_drop: sent
DELETE FROM directory_outline WHERE tenant_id = :tenant_id AND name = :name AND (import_id IS NULL OR import_id <> :import_id);

-- directory_given_outlines_all: many
SELECT outline_id, area_id, name, south_n, west_n, north_n, east_n, points FROM directory_outline
WHERE tenant_id = :tenant_id ORDER BY outline_id LIMIT 2000;
