-- Files, their holders, and what is to be dropped.

-- file_holder_of: one
SELECT holder_id, key_box FROM file_holder WHERE tenant_id = :tenant_id AND kind = :kind AND subject_id = :subject_id AND erased_at IS NULL;

-- file_holder_add: sent
INSERT INTO file_holder (tenant_id, holder_id, kind, subject_id, key_box, made_at)
VALUES (:tenant_id, :holder_id, :kind, :subject_id, :key_box, :made_at);

-- file_add: sent
INSERT INTO file (tenant_id, file_id, holder_id, part_id, name, place, type, width_n, height_n, small_width_n, small_height_n, byte_n,
	key_box, put_at, film)
VALUES (:tenant_id, :file_id, :holder_id, :part_id, :name, :place, :type, :width_n, :height_n, :small_width_n, :small_height_n, :byte_n, :key_box,
	:put_at, :film);

-- file_lines: many file_line
SELECT f.file_id, f.part_id, coalesce(f.film, f.type) AS type, f.small_width_n, f.small_height_n
FROM file f JOIN file_holder h ON h.tenant_id = :tenant_id AND h.holder_id = f.holder_id
WHERE f.tenant_id = :tenant_id AND h.kind = :kind AND h.subject_id = :subject_id AND f.erased_at IS NULL ORDER BY f.file_id LIMIT 500;

-- file_one: one
SELECT f.name, f.place, coalesce(f.film, f.type) AS type, f.key_box, h.key_box AS holder_box
FROM file f JOIN file_holder h ON h.tenant_id = :tenant_id AND h.holder_id = f.holder_id
WHERE f.tenant_id = :tenant_id AND f.file_id = :file_id AND h.kind = :kind AND h.subject_id = :subject_id AND f.erased_at IS NULL;

-- file_holder_open: one
SELECT holder_id FROM file_holder WHERE tenant_id = :tenant_id AND holder_id = :holder_id AND erased_at IS NULL;

-- file_holder_wipe: sent
UPDATE file_holder SET key_box = :nothing, erased_at = :erased_at WHERE tenant_id = :tenant_id AND holder_id = :holder_id;

-- file_wipe: sent
UPDATE file SET key_box = :nothing, erased_at = :erased_at WHERE tenant_id = :tenant_id AND holder_id = :holder_id;

-- file_wipe_part: done
UPDATE file SET key_box = :nothing, erased_at = :erased_at
WHERE tenant_id = :tenant_id AND holder_id = :holder_id AND part_id = :part_id AND erased_at IS NULL;

-- file_holders_erased: many
SELECT holder_id FROM file_holder WHERE tenant_id = :tenant_id AND erased_at IS NOT NULL ORDER BY holder_id LIMIT 100000;

-- file_gone: many
SELECT file_id, name, place FROM file WHERE tenant_id = :tenant_id AND erased_at IS NOT NULL ORDER BY erased_at LIMIT :limit_n;

-- file_drop: sent
DELETE FROM file WHERE tenant_id = :tenant_id AND file_id = :file_id AND erased_at IS NOT NULL;

-- file_named: one
SELECT file_id FROM file WHERE tenant_id = :tenant_id AND name = :name;
