-- The town's own files.

-- setting_file_put: sent
INSERT INTO setting_file (tenant_id, name, type, body, hash, put_at) VALUES (:tenant_id, :name, :type, :body, :hash, :put_at)
ON CONFLICT (tenant_id, name) DO UPDATE SET type = excluded.type, body = excluded.body, hash = excluded.hash, put_at = excluded.put_at;

-- setting_file_find: one
SELECT type, body, hash FROM setting_file WHERE tenant_id = :tenant_id AND name = :name;

-- setting_file_drop: sent
DELETE FROM setting_file WHERE tenant_id = :tenant_id AND name = :name;
