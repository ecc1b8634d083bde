-- Queries of accounts, links, sessions, recovery codes, devices and guards.

-- account_add_row: done
INSERT INTO account (tenant_id, account_id, login, name, role, mail, operator_id, area_ids, title, face, totp_step_n, is_totp_on,
	made_at, by_account_id)
VALUES (:tenant_id, :account_id, :login, :name, :role, :mail, :operator_id, :area_ids, :title, :face, 0, FALSE,
	:made_at, :by_account_id)
ON CONFLICT DO NOTHING;

-- account_by_login_row: one account
SELECT a.account_id, a.login, a.name, a.role, a.title, a.mail, a.operator_id, a.area_ids, a.made_at, a.ready_at, a.seen_at, a.ended_at,
	(SELECT max(l.until_at) FROM account_link l WHERE l.tenant_id = :tenant_id AND l.account_id = a.account_id AND l.used_at IS NULL) AS invited_until_at
FROM account a WHERE a.tenant_id = :tenant_id AND a.login = :login;

-- account_by_id_row: one account
SELECT a.account_id, a.login, a.name, a.role, a.title, a.mail, a.operator_id, a.area_ids, a.made_at, a.ready_at, a.seen_at, a.ended_at,
	(SELECT max(l.until_at) FROM account_link l WHERE l.tenant_id = :tenant_id AND l.account_id = a.account_id AND l.used_at IS NULL) AS invited_until_at
FROM account a WHERE a.tenant_id = :tenant_id AND a.account_id = :account_id;

-- account_list_rows: many account
SELECT a.account_id, a.login, a.name, a.role, a.title, a.mail, a.operator_id, a.area_ids, a.made_at, a.ready_at, a.seen_at, a.ended_at,
	(SELECT max(l.until_at) FROM account_link l WHERE l.tenant_id = :tenant_id AND l.account_id = a.account_id AND l.used_at IS NULL) AS invited_until_at
FROM account a WHERE a.tenant_id = :tenant_id AND a.role <> 'family'
ORDER BY CASE WHEN a.ended_at IS NULL THEN 0 ELSE 1 END, a.login LIMIT :limit_n;

-- account_here_rows: many account
SELECT a.account_id, a.login, a.name, a.role, a.title, a.mail, a.operator_id, a.area_ids, a.made_at, a.ready_at, a.seen_at, a.ended_at,
	(SELECT max(s.seen_at) FROM account_session s WHERE s.tenant_id = :tenant_id AND s.account_id = a.account_id) AS invited_until_at
FROM account a WHERE a.tenant_id = :tenant_id AND a.role <> 'family' AND a.ended_at IS NULL AND a.account_id IN
	(SELECT s.account_id FROM account_session s WHERE s.tenant_id = :tenant_id AND s.seen_at > :since_at AND s.until_at > :since_at
	AND s.locked_at IS NULL AND NOT s.is_setup)
ORDER BY a.account_id LIMIT 5000;

-- account_family_by_mail: one
SELECT account_id FROM account WHERE tenant_id = :tenant_id AND mail = :mail AND role = 'family' AND ended_at IS NULL ORDER BY account_id LIMIT 1;

-- account_staff_by_mail: many
SELECT account_id FROM account
WHERE tenant_id = :tenant_id AND lower(mail) = :mail AND role <> 'family' AND ended_at IS NULL ORDER BY account_id LIMIT 2;

-- account_secrets: one account_secret
SELECT account_id, login, name, role, password_hash, totp_box, totp_step_n, is_totp_on, pin_hash, ready_at, ended_at
FROM account WHERE tenant_id = :tenant_id AND account_id = :account_id;

-- account_secrets_by_login: one account_secret
SELECT account_id, login, name, role, password_hash, totp_box, totp_step_n, is_totp_on, pin_hash, ready_at, ended_at
FROM account WHERE tenant_id = :tenant_id AND login = :login;

-- account_forget_secrets: sent
UPDATE account SET password_hash = NULL, totp_box = NULL, totp_step_n = 0, is_totp_on = FALSE, pin_hash = NULL, ready_at = NULL
WHERE tenant_id = :tenant_id AND account_id = :account_id;

-- account_put_password: sent
UPDATE account SET password_hash = :password_hash WHERE tenant_id = :tenant_id AND account_id = :account_id;

-- account_put_pin: sent
UPDATE account SET pin_hash = :pin_hash WHERE tenant_id = :tenant_id AND account_id = :account_id;

-- account_put_totp: sent
UPDATE account SET totp_box = :totp_box, totp_step_n = 0, is_totp_on = FALSE WHERE tenant_id = :tenant_id AND account_id = :account_id;

-- account_put_totp_on: done
UPDATE account SET is_totp_on = :is_totp_on WHERE tenant_id = :tenant_id AND account_id = :account_id;

-- account_take_totp_step: done
UPDATE account SET totp_step_n = :totp_step_n WHERE tenant_id = :tenant_id AND account_id = :account_id AND totp_step_n < :totp_step_n;

-- account_put_ready: done
UPDATE account SET ready_at = :ready_at WHERE tenant_id = :tenant_id AND account_id = :account_id AND password_hash IS NOT NULL;

-- account_put_ready_at_door: sent
UPDATE account SET ready_at = :ready_at WHERE tenant_id = :tenant_id AND account_id = :account_id;

-- account_put_seen: sent
UPDATE account SET seen_at = :seen_at WHERE tenant_id = :tenant_id AND account_id = :account_id;

-- account_put_ended: sent
UPDATE account SET ended_at = :ended_at WHERE tenant_id = :tenant_id AND account_id = :account_id AND ended_at IS NULL;

-- account_link_add: sent
INSERT INTO account_link (tenant_id, link_id, token_hash, purpose, account_id, mail, target, made_at, until_at)
VALUES (:tenant_id, :link_id, :token_hash, :purpose, :account_id, :mail, :target, :made_at, :until_at);

-- account_link_by_token: one
SELECT link_id, purpose, account_id, mail, target, made_at, until_at, used_at FROM account_link
WHERE tenant_id = :tenant_id AND token_hash = :token_hash;

-- account_link_take: done
UPDATE account_link SET used_at = :used_at WHERE tenant_id = :tenant_id AND link_id = :link_id AND used_at IS NULL;

-- account_links_void: sent
UPDATE account_link SET used_at = :used_at WHERE tenant_id = :tenant_id AND account_id = :account_id AND used_at IS NULL;

-- account_links_ending: many
SELECT l.account_id, l.until_at, a.name, a.operator_id FROM account_link l
JOIN account a ON a.tenant_id = l.tenant_id AND a.account_id = l.account_id
WHERE l.tenant_id = :tenant_id AND l.used_at IS NULL AND l.until_at < :until_at AND l.purpose <> 'mail' AND a.ended_at IS NULL
ORDER BY l.until_at LIMIT 200;

-- account_links_forget: sent
DELETE FROM account_link WHERE tenant_id = :tenant_id AND until_at < :until_at AND (used_at IS NOT NULL OR purpose = 'mail');

-- account_session_add: sent
INSERT INTO account_session (tenant_id, session_id, token_hash, account_id, is_setup, device, device_hash, made_at, seen_at, until_at)
VALUES (:tenant_id, :session_id, :token_hash, :account_id, :is_setup, :device, :device_hash, :made_at, :seen_at, :until_at);

-- account_session_find: one
SELECT s.session_id, s.account_id, s.is_setup, s.device_hash, s.seen_at, s.until_at, s.locked_at,
	a.role, a.name, a.operator_id, a.area_ids, a.ended_at
FROM account_session s JOIN account a ON a.tenant_id = s.tenant_id AND a.account_id = s.account_id
WHERE s.tenant_id = :tenant_id AND s.token_hash = :token_hash;

-- account_sessions_of: many
SELECT session_id, device, made_at, seen_at, until_at FROM account_session
WHERE tenant_id = :tenant_id AND account_id = :account_id AND until_at > :now_at AND NOT is_setup ORDER BY seen_at DESC LIMIT 200;

-- account_session_put_seen: sent
UPDATE account_session SET seen_at = :seen_at WHERE tenant_id = :tenant_id AND session_id = :session_id AND seen_at < :seen_at;

-- account_session_put_locked: sent
UPDATE account_session SET locked_at = :locked_at WHERE tenant_id = :tenant_id AND session_id = :session_id;

-- account_session_put_open: sent
UPDATE account_session SET locked_at = NULL, seen_at = :seen_at WHERE tenant_id = :tenant_id AND session_id = :session_id;

-- account_session_drop: done
DELETE FROM account_session WHERE tenant_id = :tenant_id AND session_id = :session_id;

-- account_session_drop_own: done
DELETE FROM account_session WHERE tenant_id = :tenant_id AND session_id = :session_id AND account_id = :account_id;

-- account_sessions_drop: done
DELETE FROM account_session WHERE tenant_id = :tenant_id AND account_id = :account_id;

-- account_sessions_drop_others: done
DELETE FROM account_session WHERE tenant_id = :tenant_id AND account_id = :account_id AND session_id <> :session_id;

-- account_sessions_forget: sent
DELETE FROM account_session WHERE tenant_id = :tenant_id AND until_at < :until_at;

-- account_code_add: sent
INSERT INTO account_code (tenant_id, account_id, code_hash) VALUES (:tenant_id, :account_id, :code_hash);

-- account_code_take: done
UPDATE account_code SET used_at = :used_at WHERE tenant_id = :tenant_id AND account_id = :account_id AND code_hash = :code_hash AND used_at IS NULL;

-- account_codes_drop: sent
DELETE FROM account_code WHERE tenant_id = :tenant_id AND account_id = :account_id;

-- account_codes_left: one
SELECT count(*) AS code_n FROM account_code WHERE tenant_id = :tenant_id AND account_id = :account_id AND used_at IS NULL;

-- account_device_put: sent
INSERT INTO account_device (tenant_id, device_hash, account_id, signed_at, wrong_n) VALUES (:tenant_id, :device_hash, :account_id, :signed_at, 0)
ON CONFLICT (tenant_id, device_hash, account_id) DO UPDATE SET signed_at = excluded.signed_at, wrong_n = 0;

-- account_device_find: one account_device
SELECT v.account_id, v.signed_at, v.wrong_n, a.name, a.title, a.face, a.pin_hash FROM account_device v
JOIN account a ON a.tenant_id = v.tenant_id AND a.account_id = v.account_id
WHERE v.tenant_id = :tenant_id AND v.device_hash = :device_hash AND v.account_id = :account_id AND v.signed_at > :after_at AND a.ended_at IS NULL;

-- account_device_people: many account_device
SELECT v.account_id, v.signed_at, v.wrong_n, a.name, a.title, a.face, a.pin_hash FROM account_device v
JOIN account a ON a.tenant_id = v.tenant_id AND a.account_id = v.account_id
WHERE v.tenant_id = :tenant_id AND v.device_hash = :device_hash AND v.signed_at > :after_at AND a.ended_at IS NULL AND a.pin_hash IS NOT NULL
ORDER BY a.name LIMIT 20;

-- account_device_put_wrong: sent
UPDATE account_device SET wrong_n = :wrong_n WHERE tenant_id = :tenant_id AND device_hash = :device_hash AND account_id = :account_id;

-- account_devices_drop: sent
DELETE FROM account_device WHERE tenant_id = :tenant_id AND account_id = :account_id;

-- account_devices_forget: sent
DELETE FROM account_device WHERE tenant_id = :tenant_id AND signed_at < :before_at;

-- account_guard_find: one
SELECT count_n, since_at, until_at FROM account_guard WHERE tenant_id = :tenant_id AND subject = :subject;

-- account_guard_put: sent
INSERT INTO account_guard (tenant_id, subject, count_n, since_at, until_at) VALUES (:tenant_id, :subject, :count_n, :since_at, :until_at)
ON CONFLICT (tenant_id, subject) DO UPDATE SET count_n = excluded.count_n, since_at = excluded.since_at, until_at = excluded.until_at;

-- account_guard_drop: sent
DELETE FROM account_guard WHERE tenant_id = :tenant_id AND subject = :subject;

-- account_guards_forget: sent
DELETE FROM account_guard WHERE tenant_id = :tenant_id AND since_at < :before_at;
