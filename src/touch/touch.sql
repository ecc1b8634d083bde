-- Touchpoints and what came of them.

-- touch_put: done
INSERT INTO touch_point (tenant_id, touch_id, token, kind, name, area_id, operator_id, made_at, by_account_id, version_n)
VALUES (:tenant_id, :touch_id, :token, :kind, :name, :area_id, :operator_id, :made_at, :by_account_id, 1);

-- touch_change: done
UPDATE touch_point SET kind = :kind, name = :name, area_id = :area_id, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND touch_id = :touch_id AND version_n = :version_n;

-- touch_withdrawn_put: done
UPDATE touch_point SET withdrawn_at = :withdrawn_at, version_n = version_n + 1 WHERE tenant_id = :tenant_id AND touch_id = :touch_id;

-- touch_by_id: one touch
SELECT touch_id, token, kind, name, area_id, operator_id, made_at, withdrawn_at, version_n FROM touch_point
WHERE tenant_id = :tenant_id AND touch_id = :touch_id;

-- touch_find_token: one touch
SELECT touch_id, token, kind, name, area_id, operator_id, made_at, withdrawn_at, version_n FROM touch_point
WHERE tenant_id = :tenant_id AND token = :token;

-- touch_all: many touch
SELECT touch_id, token, kind, name, area_id, operator_id, made_at, withdrawn_at, version_n FROM touch_point
WHERE tenant_id = :tenant_id
AND (:is_everywhere OR (((operator_id IS NULL AND :is_unowned_seen) OR operator_id = :operator_id)
	AND (:has_all_areas OR area_id IS NULL OR replace(:area_list, ',' || area_id || ',', '') <> :area_list)))
ORDER BY withdrawn_at IS NOT NULL, name, touch_id LIMIT 500;

-- touch_of_subject: one touch
SELECT p.touch_id, p.token, p.kind, p.name, p.area_id, p.operator_id, p.made_at, p.withdrawn_at, p.version_n
FROM touch_led l JOIN touch_point p ON p.tenant_id = l.tenant_id AND p.touch_id = l.touch_id
WHERE l.tenant_id = :tenant_id AND l.kind = :kind AND l.subject_n = :subject_n;

-- touch_seen_add: sent
INSERT INTO touch_seen (tenant_id, touch_id, seen_on, seen_n) VALUES (:tenant_id, :touch_id, :seen_on, 1)
ON CONFLICT (tenant_id, touch_id, seen_on) DO UPDATE SET seen_n = touch_seen.seen_n + 1;

-- touch_led_put: done
INSERT INTO touch_led (tenant_id, touch_id, kind, subject_n, led_on, lang, stage)
VALUES (:tenant_id, :touch_id, :kind, :subject_n, :led_on, :lang, :stage) ON CONFLICT DO NOTHING;

-- touch_led_erase: done
DELETE FROM touch_led WHERE tenant_id = :tenant_id AND kind = :kind AND subject_n = :subject_n;

-- touch_seen_sums: many
SELECT touch_id, CAST(sum(seen_n) AS BIGINT) AS seen_n FROM touch_seen
WHERE tenant_id = :tenant_id AND seen_on >= :from_on AND seen_on <= :until_on GROUP BY touch_id ORDER BY touch_id LIMIT 1000;

-- touch_led_sums: many
SELECT touch_id, kind, lang, stage, count(*) AS led_n FROM touch_led
WHERE tenant_id = :tenant_id AND led_on >= :from_on AND led_on <= :until_on GROUP BY touch_id, kind, lang, stage ORDER BY touch_id, kind, lang, stage
LIMIT 20000;

-- touch_seen_days: many
SELECT seen_on, seen_n FROM touch_seen WHERE tenant_id = :tenant_id AND touch_id = :touch_id AND seen_on >= :from_on AND seen_on <= :until_on
ORDER BY seen_on LIMIT 1000;

-- touch_led_days: many
SELECT led_on, kind, count(*) AS led_n FROM touch_led
WHERE tenant_id = :tenant_id AND touch_id = :touch_id AND led_on >= :from_on AND led_on <= :until_on GROUP BY led_on, kind
ORDER BY led_on, kind LIMIT 2000;
