-- Keys of forms that were used.

-- once_key_take: done
INSERT INTO once_key (tenant_id, form_key, used_at) VALUES (:tenant_id, :form_key, :used_at)
ON CONFLICT (tenant_id, form_key) DO NOTHING;

-- once_key_find: one
SELECT location FROM once_key WHERE tenant_id = :tenant_id AND form_key = :form_key;

-- once_key_led: sent
UPDATE once_key SET location = :location WHERE tenant_id = :tenant_id AND form_key = :form_key;

-- once_keys_forget: done
DELETE FROM once_key WHERE tenant_id = :tenant_id AND used_at < :before_at;
