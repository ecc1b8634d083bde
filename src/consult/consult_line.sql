-- consult_line_event_add: done
INSERT INTO consult_line_event (tenant_id, event_hash, kind, came_at) VALUES (:tenant_id, :event_hash, :kind, :came_at) ON CONFLICT DO NOTHING;

-- consult_line_event_thread: done
UPDATE consult_line_event SET thread_id = :thread_id WHERE tenant_id = :tenant_id AND event_hash = :event_hash;

-- consult_line_events: many
SELECT kind, thread_id, came_at FROM consult_line_event WHERE tenant_id = :tenant_id ORDER BY came_at DESC, event_hash LIMIT :limit_n;

-- consult_line_events_forget: done
DELETE FROM consult_line_event WHERE tenant_id = :tenant_id AND came_at < :before_at;

-- consult_line_user_by_hash: one consult_line_user
SELECT line_user_id, user_box, thread_id, token_box, is_blocked, told_at, declined_at FROM consult_line_user
WHERE tenant_id = :tenant_id AND user_hash = :user_hash;

-- consult_line_user_by_thread: one consult_line_user
SELECT line_user_id, user_box, thread_id, token_box, is_blocked, told_at, declined_at FROM consult_line_user
WHERE tenant_id = :tenant_id AND thread_id = :thread_id ORDER BY line_user_id LIMIT 1;

-- consult_line_user_add: done
INSERT INTO consult_line_user (tenant_id, line_user_id, user_hash, user_box, is_blocked, first_at, last_at)
VALUES (:tenant_id, :line_user_id, :user_hash, :user_box, false, :first_at, :first_at);

-- consult_line_user_set: done
UPDATE consult_line_user SET thread_id = :thread_id, token_box = :token_box, is_blocked = :is_blocked, told_at = :told_at, declined_at = :declined_at,
	last_at = :last_at
WHERE tenant_id = :tenant_id AND line_user_id = :line_user_id;

-- consult_line_users_count: one
SELECT count(*) AS friend_n, CAST(coalesce(sum(CASE WHEN is_blocked THEN 1 ELSE 0 END), 0) AS BIGINT) AS blocked_n FROM consult_line_user
WHERE tenant_id = :tenant_id;

-- consult_line_message_add: done
INSERT INTO consult_line_message (tenant_id, message_hash, message_id, came_at) VALUES (:tenant_id, :message_hash, :message_id, :came_at)
ON CONFLICT (tenant_id, message_hash) DO UPDATE SET message_id = excluded.message_id, came_at = excluded.came_at;

-- consult_line_message_by_hash: one
SELECT message_id, came_at FROM consult_line_message WHERE tenant_id = :tenant_id AND message_hash = :message_hash;

-- consult_line_messages_forget: done
DELETE FROM consult_line_message WHERE tenant_id = :tenant_id AND came_at < :before_at;

-- consult_line_take_back: done
UPDATE consult_message SET words = '-', kind = 'unsend' WHERE tenant_id = :tenant_id AND message_id = :message_id;

-- consult_line_link_add: done
INSERT INTO consult_line_link (tenant_id, link_hash, thread_id, until_at) VALUES (:tenant_id, :link_hash, :thread_id, :until_at);

-- consult_line_link_by_hash: one
SELECT thread_id, until_at, used_at FROM consult_line_link WHERE tenant_id = :tenant_id AND link_hash = :link_hash;

-- consult_line_link_use: done
UPDATE consult_line_link SET used_at = :used_at WHERE tenant_id = :tenant_id AND link_hash = :link_hash AND used_at IS NULL;

-- consult_line_links_forget: done
DELETE FROM consult_line_link WHERE tenant_id = :tenant_id AND until_at < :before_at;

-- consult_line_message: one
SELECT thread_id, kind FROM consult_message WHERE tenant_id = :tenant_id AND message_id = :message_id;

-- consult_line_content_end: sent
UPDATE consult_message SET kind = :kind WHERE tenant_id = :tenant_id AND message_id = :message_id;

-- consult_line_friends_between: many
SELECT x.family_id, u.user_box
FROM (SELECT g.family_id AS family_id, g.account_id AS account_id FROM family_guardian g
	WHERE g.tenant_id = :tenant_id AND g.family_id > :reached_family_id AND g.family_id <= :last_family_id AND g.ended_at IS NULL
	UNION ALL SELECT m.into_family_id AS family_id, g.account_id AS account_id
	FROM family_household m JOIN family_guardian g ON g.tenant_id = :tenant_id AND g.family_id = m.family_id
	WHERE m.tenant_id = :tenant_id AND m.into_family_id > :reached_family_id AND m.into_family_id <= :last_family_id AND g.ended_at IS NULL) AS x
	JOIN consult_thread t ON t.tenant_id = :tenant_id AND t.owner_account_id = x.account_id
	JOIN consult_line_user u ON u.tenant_id = :tenant_id AND u.thread_id = t.thread_id
WHERE NOT u.is_blocked ORDER BY x.family_id, u.last_at DESC LIMIT 5000;
