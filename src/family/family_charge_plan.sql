-- Drafts of sharing out anew, and their moves.
-- family_charge_plan_add: done
INSERT INTO family_charge_plan (tenant_id, plan_id, kind, person_id, as_of_on, state, family_n, kept_n, ended_n, cost_n, bound_n, made_at,
	by_account_id, operator_id)
VALUES (:tenant_id, :plan_id, :kind, :person_id, :as_of_on, 'draft', :family_n, :kept_n, :ended_n, :cost_n, :bound_n, :made_at,
	:by_account_id, :operator_id);

-- family_charge_plan_by_id: one family_charge_plan
SELECT plan_id, kind, person_id, as_of_on, state, family_n, kept_n, ended_n, cost_n, bound_n, made_at, done_at, operator_id
FROM family_charge_plan WHERE tenant_id = :tenant_id AND plan_id = :plan_id;

-- family_charge_plan_newest: many family_charge_plan
SELECT plan_id, kind, person_id, as_of_on, state, family_n, kept_n, ended_n, cost_n, bound_n, made_at, done_at, operator_id
FROM family_charge_plan WHERE tenant_id = :tenant_id AND state <> 'dropped' ORDER BY made_at DESC LIMIT 50;

-- family_charge_plan_settle: done
UPDATE family_charge_plan SET state = :state, done_at = :done_at
WHERE tenant_id = :tenant_id AND plan_id = :plan_id AND state = 'draft';

-- family_charge_plan_move_add: done
INSERT INTO family_charge_plan_move (tenant_id, plan_id, family_id, from_person_id, to_person_id, reason_n, load_n)
VALUES (:tenant_id, :plan_id, :family_id, :from_person_id, :to_person_id, :reason_n, :load_n);

-- family_charge_plan_moves: many family_charge_plan_move
SELECT family_id, from_person_id, to_person_id, reason_n, load_n, done_at
FROM family_charge_plan_move WHERE tenant_id = :tenant_id AND plan_id = :plan_id ORDER BY family_id LIMIT 20000;

-- family_charge_plan_moves_left: many family_charge_plan_move
SELECT family_id, from_person_id, to_person_id, reason_n, load_n, done_at
FROM family_charge_plan_move WHERE tenant_id = :tenant_id AND plan_id = :plan_id AND done_at IS NULL ORDER BY family_id LIMIT :limit_n;

-- family_charge_plan_move_done: done
UPDATE family_charge_plan_move SET done_at = :done_at WHERE tenant_id = :tenant_id AND plan_id = :plan_id AND family_id = :family_id;

-- family_charge_plan_moves_past: many family_charge_plan_move
SELECT family_id, from_person_id, to_person_id, reason_n, load_n, done_at
FROM family_charge_plan_move WHERE tenant_id = :tenant_id AND plan_id = :plan_id AND done_at IS NOT NULL ORDER BY family_id LIMIT :limit_n;

-- family_charge_plan_move_back: sent
UPDATE family_charge_plan_move SET done_at = NULL WHERE tenant_id = :tenant_id AND plan_id = :plan_id AND family_id = :family_id;

-- family_charge_plan_back: done
UPDATE family_charge_plan SET state = 'dropped', done_at = :done_at
WHERE tenant_id = :tenant_id AND plan_id = :plan_id AND state <> 'dropped';

-- family_charge_plan_move_erase: done
DELETE FROM family_charge_plan_move WHERE tenant_id = :tenant_id AND family_id = :family_id;
