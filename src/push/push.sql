-- Where browsers listen.

-- push_place_put: sent
INSERT INTO push_place (tenant_id, place_id, account_id, place_hash, place_box, device, made_at)
VALUES (:tenant_id, :place_id, :account_id, :place_hash, :place_box, :device, :made_at)
ON CONFLICT (tenant_id, place_hash) DO UPDATE SET account_id = excluded.account_id, place_box = excluded.place_box, device = excluded.device,
	made_at = excluded.made_at;

-- push_places_of: many
SELECT place_id, place_box, device, made_at, sent_at FROM push_place
WHERE tenant_id = :tenant_id AND account_id = :account_id ORDER BY place_id LIMIT 20;

-- push_place_by_id: one
SELECT place_box FROM push_place WHERE tenant_id = :tenant_id AND place_id = :place_id;

-- push_place_drop: done
DELETE FROM push_place WHERE tenant_id = :tenant_id AND place_id = :place_id;

-- push_place_drop_own: done
DELETE FROM push_place WHERE tenant_id = :tenant_id AND place_id = :place_id AND account_id = :account_id;

-- push_place_sent: sent
UPDATE push_place SET sent_at = :sent_at WHERE tenant_id = :tenant_id AND place_id = :place_id;

-- push_place_drop_of: sent
DELETE FROM push_place WHERE tenant_id = :tenant_id AND account_id = :account_id;
