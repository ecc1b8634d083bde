-- consult_inbox_move_add: done
INSERT INTO consult_inbox_move (tenant_id, moved_id, thread_id, kind, was_area_id, area_id, was_family_id, family_id, by_account_id, by_name,
	moved_at)
VALUES (:tenant_id, :moved_id, :thread_id, :kind, :was_area_id, :area_id, :was_family_id, :family_id, :by_account_id, :by_name, :moved_at);

-- consult_inbox_move_list: many consult_inbox_move
SELECT moved_id, thread_id, kind, was_area_id, area_id, was_family_id, family_id, by_account_id, by_name, moved_at, back_at
FROM consult_inbox_move WHERE tenant_id = :tenant_id AND thread_id = :thread_id ORDER BY moved_id DESC LIMIT 5;

-- consult_inbox_move_mine: one consult_inbox_move
SELECT moved_id, thread_id, kind, was_area_id, area_id, was_family_id, family_id, by_account_id, by_name, moved_at, back_at
FROM consult_inbox_move WHERE tenant_id = :tenant_id AND by_account_id = :by_account_id ORDER BY moved_id DESC LIMIT 1;

-- consult_inbox_move_back: done
UPDATE consult_inbox_move SET back_at = :back_at WHERE tenant_id = :tenant_id AND moved_id = :moved_id AND back_at IS NULL;

-- consult_inbox_move_erase: sent
DELETE FROM consult_inbox_move WHERE tenant_id = :tenant_id AND thread_id = :thread_id;
