-- consult_line_menu_put: done
INSERT INTO consult_line_menu (tenant_id, menu_key, cells, site, asked_at) VALUES (:tenant_id, :menu_key, :cells, :site, :asked_at)
ON CONFLICT (tenant_id, menu_key) DO UPDATE SET cells = excluded.cells, site = excluded.site, asked_at = excluded.asked_at, platform_key = NULL,
	shown_at = NULL, why = NULL;

-- consult_line_menu_last: one
SELECT menu_key, cells, site, asked_at, platform_key, shown_at, why FROM consult_line_menu WHERE tenant_id = :tenant_id
ORDER BY asked_at DESC, menu_key LIMIT 1;

-- consult_line_menu_end: done
UPDATE consult_line_menu SET platform_key = :platform_key, shown_at = :shown_at, why = :why WHERE tenant_id = :tenant_id AND menu_key = :menu_key;

-- consult_line_menu_forget: done
DELETE FROM consult_line_menu WHERE tenant_id = :tenant_id AND menu_key <> :menu_key AND asked_at < :before_at;
