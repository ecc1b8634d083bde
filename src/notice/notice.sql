-- Notices from the office to staff, and who has read them.

-- notice_add: done
INSERT INTO notice (tenant_id, notice_id, kind, state, title, words, operator_id, area_list, operator_list, role_list, until_on, is_confirm,
	is_urgent, age_from_n, age_until_n, shown_n, by_account_id, by_name, made_at, changed_at, version_n)
VALUES (:tenant_id, :notice_id, :kind, :state, :title, :words, :operator_id, :area_list, :operator_list, :role_list, :until_on, :is_confirm,
	:is_urgent, :age_from_n, :age_until_n, 0, :by_account_id, :by_name, :made_at, :made_at, 1);

-- notice_change: done
UPDATE notice SET title = :title, words = :words, area_list = :area_list, operator_list = :operator_list, role_list = :role_list,
	until_on = :until_on, is_confirm = :is_confirm, is_urgent = :is_urgent, age_from_n = :age_from_n, age_until_n = :age_until_n,
	changed_at = :changed_at, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND notice_id = :notice_id AND version_n = :version_n;

-- notice_state: done
UPDATE notice SET state = :state, changed_at = :changed_at WHERE tenant_id = :tenant_id AND notice_id = :notice_id AND state = :was_state;

-- notice_again_put: done
UPDATE notice SET again_on = :again_on
WHERE tenant_id = :tenant_id AND notice_id = :notice_id AND (again_on IS NULL OR again_on < :again_on);

-- notice_by_id: one notice
SELECT n.notice_id, n.kind, n.state, n.title, n.words, n.operator_id, n.area_list, n.operator_list, n.role_list, n.until_on, n.is_confirm, n.again_on,
	n.is_urgent, n.age_from_n, n.age_until_n, n.send_at, n.shown_n, n.reached_family_id, n.by_account_id, n.by_name, n.made_at, n.changed_at, n.version_n
FROM notice n WHERE n.tenant_id = :tenant_id AND n.notice_id = :notice_id;

-- notice_list: many notice
SELECT n.notice_id, n.kind, n.state, n.title, n.words, n.operator_id, n.area_list, n.operator_list, n.role_list, n.until_on, n.is_confirm, n.again_on,
	n.is_urgent, n.age_from_n, n.age_until_n, n.send_at, n.shown_n, n.reached_family_id, n.by_account_id, n.by_name, n.made_at, n.changed_at, n.version_n
FROM notice n WHERE n.tenant_id = :tenant_id AND n.kind = :kind ORDER BY n.made_at DESC, n.notice_id DESC LIMIT :limit_n;

-- notice_unread: many notice
SELECT n.notice_id, n.kind, n.state, n.title, n.words, n.operator_id, n.area_list, n.operator_list, n.role_list, n.until_on, n.is_confirm, n.again_on,
	n.is_urgent, n.age_from_n, n.age_until_n, n.send_at, n.shown_n, n.reached_family_id, n.by_account_id, n.by_name, n.made_at, n.changed_at, n.version_n
FROM notice n LEFT JOIN notice_read r ON r.tenant_id = :tenant_id AND r.notice_id = n.notice_id AND r.account_id = :account_id
WHERE n.tenant_id = :tenant_id AND n.kind = 'office' AND n.state = 'open' AND (n.until_on IS NULL OR n.until_on >= :today_on)
	AND (r.read_at IS NULL OR r.version_n < n.version_n OR (n.is_confirm AND r.confirmed_at IS NULL))
ORDER BY n.made_at DESC, n.notice_id DESC LIMIT 200;

-- notice_version_add: done
INSERT INTO notice_version (tenant_id, notice_id, version_n, title, words, by_name, written_at)
VALUES (:tenant_id, :notice_id, :version_n, :title, :words, :by_name, :written_at);

-- notice_versions: many
SELECT version_n, title, words, by_name, written_at FROM notice_version
WHERE tenant_id = :tenant_id AND notice_id = :notice_id ORDER BY version_n DESC LIMIT 50;

-- notice_read_put: done
INSERT INTO notice_read (tenant_id, notice_id, account_id, version_n, read_at, confirmed_at)
VALUES (:tenant_id, :notice_id, :account_id, :version_n, :read_at, :confirmed_at)
ON CONFLICT (tenant_id, notice_id, account_id) DO UPDATE SET version_n = excluded.version_n, read_at = excluded.read_at,
	confirmed_at = excluded.confirmed_at;

-- notice_read_of: one notice_mark
SELECT account_id, version_n, read_at, confirmed_at FROM notice_read
WHERE tenant_id = :tenant_id AND notice_id = :notice_id AND account_id = :account_id;

-- notice_reads: many notice_mark
SELECT account_id, version_n, read_at, confirmed_at FROM notice_read
WHERE tenant_id = :tenant_id AND notice_id = :notice_id ORDER BY account_id LIMIT 5000;
