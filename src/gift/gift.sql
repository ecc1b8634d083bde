-- gift_kinds_all: many gift_kind
SELECT k.kind_id, k.place_n, k.words, k.unit_yen, k.is_open, k.version_n,
	coalesce((SELECT s.stock_n FROM gift_step s WHERE s.tenant_id = :tenant_id AND s.kind_id = k.kind_id ORDER BY s.step_n DESC LIMIT 1), 0) AS stock_n,
	(SELECT count(*) FROM gift_box b WHERE b.tenant_id = :tenant_id AND b.kind_id = k.kind_id AND b.state = 'chosen') AS chosen_n,
	(SELECT count(*) FROM gift_box c WHERE c.tenant_id = :tenant_id AND c.kind_id = k.kind_id AND c.state = 'handed') AS handed_n
FROM gift_kind k WHERE k.tenant_id = :tenant_id ORDER BY k.place_n, k.kind_id LIMIT 100;

-- gift_kind_add: done
INSERT INTO gift_kind (tenant_id, kind_id, place_n, words, unit_yen, is_open, made_at, version_n)
VALUES (:tenant_id, :kind_id, :place_n, :words, :unit_yen, :is_open, :made_at, 1);

-- gift_kind_change: done
UPDATE gift_kind SET place_n = :place_n, words = :words, unit_yen = :unit_yen, is_open = :is_open, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND kind_id = :kind_id AND version_n = :version_n;

-- gift_step_last: one
SELECT step_n, stock_n FROM gift_step WHERE tenant_id = :tenant_id AND kind_id = :kind_id ORDER BY step_n DESC LIMIT 1;

-- gift_step_add: done
INSERT INTO gift_step (tenant_id, kind_id, step_n, change_n, stock_n, reason, gift_id, happened_at, by_account_id, by_name)
VALUES (:tenant_id, :kind_id, :step_n, :change_n, :stock_n, :reason, :gift_id, :happened_at, :by_account_id, :by_name)
ON CONFLICT DO NOTHING;

-- gift_steps: many
SELECT step_n, change_n, stock_n, reason, gift_id, happened_at, by_name FROM gift_step
WHERE tenant_id = :tenant_id AND kind_id = :kind_id ORDER BY step_n DESC LIMIT 50;

-- gift_box_of: one gift_box
SELECT gift_id, family_id, kind_id, state, is_by_family, chosen_at, handed_at, by_name, visit_n, version_n FROM gift_box
WHERE tenant_id = :tenant_id AND family_id = :family_id ORDER BY chosen_at DESC, gift_id DESC LIMIT 1;

-- gift_box_add: done
INSERT INTO gift_box (tenant_id, gift_id, family_id, kind_id, state, is_by_family, chosen_at, version_n)
VALUES (:tenant_id, :gift_id, :family_id, :kind_id, 'chosen', :is_by_family, :chosen_at, 1);

-- gift_box_kind: done
UPDATE gift_box SET kind_id = :kind_id, is_by_family = :is_by_family, chosen_at = :chosen_at, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND gift_id = :gift_id AND state = 'chosen';

-- gift_box_handed: done
UPDATE gift_box SET state = 'handed', handed_at = :handed_at, by_account_id = :by_account_id, by_name = :by_name, visit_n = :visit_n,
	version_n = version_n + 1 WHERE tenant_id = :tenant_id AND gift_id = :gift_id AND state = 'chosen';

-- gift_box_back: done
UPDATE gift_box SET state = 'chosen', handed_at = NULL, by_account_id = NULL, by_name = NULL, visit_n = NULL, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND gift_id = :gift_id AND state = 'handed';

-- gift_boxes_waiting: many
SELECT gift_id, family_id, kind_id, is_by_family, chosen_at FROM gift_box WHERE tenant_id = :tenant_id AND state = 'chosen'
ORDER BY chosen_at, gift_id LIMIT 200;

-- gift_boxes_handed_n: one
SELECT count(*) AS handed_n FROM gift_box WHERE tenant_id = :tenant_id AND state = 'handed' AND handed_at >= :from_at AND handed_at < :until_at;

-- gift_budget_put: done
INSERT INTO gift_budget (tenant_id, year_n, budget_yen) VALUES (:tenant_id, :year_n, :budget_yen)
ON CONFLICT (tenant_id, year_n) DO UPDATE SET budget_yen = excluded.budget_yen;

-- gift_budget_of: one
SELECT budget_yen FROM gift_budget WHERE tenant_id = :tenant_id AND year_n = :year_n;

-- gift_cost_add: done
INSERT INTO gift_cost (tenant_id, cost_id, year_n, paid_on, line, cost_yen, kind_id, piece_n, made_at, by_account_id)
VALUES (:tenant_id, :cost_id, :year_n, :paid_on, :line, :cost_yen, :kind_id, :piece_n, :made_at, :by_account_id);

-- gift_costs: many
SELECT cost_id, paid_on, line, cost_yen, kind_id, piece_n FROM gift_cost WHERE tenant_id = :tenant_id AND year_n = :year_n
ORDER BY paid_on, cost_id LIMIT 500;
