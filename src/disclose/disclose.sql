-- Requests to see what the town holds.

-- disclose_request_add: done
INSERT INTO disclose_request (tenant_id, request_id, family_id, guardian_id, child_id, operator_id, area_id, state, asker, relation, what, asked_on,
	due_on, made_at, version_n)
VALUES (:tenant_id, :request_id, :family_id, :guardian_id, :child_id, :operator_id, :area_id, 'asked', :asker, :relation, :what, :asked_on,
	:due_on, :made_at, 1);

-- disclose_by_id: one disclose
SELECT request_id, family_id, guardian_id, child_id, operator_id, area_id, state, asker, relation, what, asked_on, due_on, longer_why, checked_by,
	gathered_at, proposed_by_account_id, proposed_at, released_by_account_id, released_at, handed_how, handed_on, closed_why, made_at, version_n
FROM disclose_request WHERE tenant_id = :tenant_id AND request_id = :request_id;

-- disclose_all: many disclose
SELECT request_id, family_id, guardian_id, child_id, operator_id, area_id, state, asker, relation, what, asked_on, due_on, longer_why, checked_by,
	gathered_at, proposed_by_account_id, proposed_at, released_by_account_id, released_at, handed_how, handed_on, closed_why, made_at, version_n
FROM disclose_request WHERE tenant_id = :tenant_id
AND (:is_everywhere OR (((operator_id IS NULL AND :is_unowned_seen) OR operator_id = :operator_id)
	AND (:has_all_areas OR area_id IS NULL OR replace(:area_list, ',' || area_id || ',', '') <> :area_list)))
ORDER BY state IN ('handed', 'closed'), due_on, request_id LIMIT 200;

-- disclose_of_family: many disclose
SELECT request_id, family_id, guardian_id, child_id, operator_id, area_id, state, asker, relation, what, asked_on, due_on, longer_why, checked_by,
	gathered_at, proposed_by_account_id, proposed_at, released_by_account_id, released_at, handed_how, handed_on, closed_why, made_at, version_n
FROM disclose_request WHERE tenant_id = :tenant_id AND family_id = :family_id ORDER BY made_at DESC, request_id DESC LIMIT 50;

-- disclose_asked_by: one
SELECT count(*) AS step_n FROM disclose_step
WHERE tenant_id = :tenant_id AND request_id = :request_id AND kind = 'online' AND by_account_id = :by_account_id;

-- disclose_state_put: done
UPDATE disclose_request SET state = :state, checked_by = :checked_by, gathered_at = :gathered_at, proposed_by_account_id = :proposed_by_account_id,
	proposed_at = :proposed_at, released_by_account_id = :released_by_account_id, released_at = :released_at, handed_how = :handed_how,
	handed_on = :handed_on, closed_why = :closed_why, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND request_id = :request_id AND version_n = :version_n;

-- disclose_longer: done
UPDATE disclose_request SET due_on = :due_on, longer_why = :longer_why, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND request_id = :request_id AND longer_why IS NULL AND version_n = :version_n;

-- disclose_item_add: sent
INSERT INTO disclose_item (tenant_id, item_id, request_id, kind, happened_at, words, by_name, hidden, is_left_out, why)
VALUES (:tenant_id, :item_id, :request_id, :kind, :happened_at, :words, :by_name, :hidden, :is_left_out, :why);

-- disclose_items_of: many disclose_item
SELECT item_id, kind, happened_at, words, by_name, hidden, is_left_out, why FROM disclose_item
WHERE tenant_id = :tenant_id AND request_id = :request_id ORDER BY item_id LIMIT 2000;

-- disclose_items_erase: done
DELETE FROM disclose_item WHERE tenant_id = :tenant_id AND request_id = :request_id;

-- disclose_item_mask: done
UPDATE disclose_item SET hidden = :hidden, is_left_out = :is_left_out, why = :why
WHERE tenant_id = :tenant_id AND item_id = :item_id AND request_id = :request_id;

-- disclose_step_add: sent
INSERT INTO disclose_step (tenant_id, step_id, request_id, kind, line, by_account_id, by_name, happened_at)
VALUES (:tenant_id, :step_id, :request_id, :kind, :line, :by_account_id, :by_name, :happened_at);

-- disclose_steps_of: many
SELECT kind, line, by_name, happened_at FROM disclose_step WHERE tenant_id = :tenant_id AND request_id = :request_id ORDER BY step_id LIMIT 200;
