-- Rules, statements, money and months of what help costs.

-- care_fee_rule_add: done
INSERT INTO care_fee_rule (tenant_id, rule_id, rules, from_on, source, made_at, by_account_id, by_name)
VALUES (:tenant_id, :rule_id, :rules, :from_on, :source, :made_at, :by_account_id, :by_name);

-- care_fee_rule_sign: done
UPDATE care_fee_rule SET confirmed_at = :confirmed_at, confirmed_by = :confirmed_by
WHERE tenant_id = :tenant_id AND rule_id = :rule_id AND confirmed_at IS NULL;

-- care_fee_rules_list: many care_fee_rule
SELECT rule_id, rules, from_on, source, made_at, by_name, confirmed_at, confirmed_by FROM care_fee_rule
WHERE tenant_id = :tenant_id ORDER BY made_at DESC, rule_id DESC LIMIT 100;

-- care_fee_rule_by_id: one care_fee_rule
SELECT rule_id, rules, from_on, source, made_at, by_name, confirmed_at, confirmed_by FROM care_fee_rule
WHERE tenant_id = :tenant_id AND rule_id = :rule_id;

-- care_fee_rule_at: one care_fee_rule
SELECT rule_id, rules, from_on, source, made_at, by_name, confirmed_at, confirmed_by FROM care_fee_rule
WHERE tenant_id = :tenant_id AND confirmed_at IS NOT NULL AND from_on <= :on_on ORDER BY from_on DESC, confirmed_at DESC, rule_id DESC LIMIT 1;

-- care_fee_due_reported: many care_fee_due
SELECT a.assignment_id, a.request_id, a.family_id, a.person_id, a.state, a.from_at, a.until_at, a.started_at, a.ended_at, a.left_home_at,
	a.back_home_at, a.transport_yen, a.way, a.way_metre_n, a.reported_at AS due_at, r.child_n, r.operator_id, r.area_id
FROM care_assignment a JOIN care_request r ON r.tenant_id = a.tenant_id AND r.request_id = a.request_id
WHERE a.tenant_id = :tenant_id AND a.reported_at >= :after_at AND a.state = 'held'
	AND NOT EXISTS (SELECT 1 FROM care_fee g WHERE g.tenant_id = :tenant_id AND g.assignment_id = a.assignment_id)
ORDER BY a.reported_at, a.assignment_id LIMIT :limit_n;

-- care_fee_due_cancelled: many care_fee_due
SELECT a.assignment_id, a.request_id, a.family_id, a.person_id, a.state, a.from_at, a.until_at, a.started_at, a.ended_at, a.left_home_at,
	a.back_home_at, a.transport_yen, a.way, a.way_metre_n, a.closed_at AS due_at, r.child_n, r.operator_id, r.area_id
FROM care_assignment a JOIN care_request r ON r.tenant_id = a.tenant_id AND r.request_id = a.request_id
WHERE a.tenant_id = :tenant_id AND a.closed_at >= :after_at AND a.state = 'cancelled' AND r.cancelled_by = 'family'
	AND NOT EXISTS (SELECT 1 FROM care_fee g WHERE g.tenant_id = :tenant_id AND g.assignment_id = a.assignment_id)
ORDER BY a.closed_at, a.assignment_id LIMIT :limit_n;

-- care_fee_due_one: one care_fee_due
SELECT a.assignment_id, a.request_id, a.family_id, a.person_id, a.state, a.from_at, a.until_at, a.started_at, a.ended_at, a.left_home_at,
	a.back_home_at, a.transport_yen, a.way, a.way_metre_n, a.closed_at AS due_at, r.child_n, r.operator_id, r.area_id
FROM care_assignment a JOIN care_request r ON r.tenant_id = a.tenant_id AND r.request_id = a.request_id
WHERE a.tenant_id = :tenant_id AND a.assignment_id = :assignment_id;

-- care_fee_add: sent
INSERT INTO care_fee (tenant_id, fee_id, kind, assignment_id, request_id, family_id, person_id, operator_id, area_id, rule_id, month_n, visit_on,
	minute_n, child_n, lines, family_yen, add_yen, helper_yen, house_yen, paid_yen, is_live, reverses_fee_id, note, made_at, by_account_id, by_name)
VALUES (:tenant_id, :fee_id, :kind, :assignment_id, :request_id, :family_id, :person_id, :operator_id, :area_id, :rule_id, :month_n, :visit_on,
	:minute_n, :child_n, :lines, :family_yen, :add_yen, :helper_yen, :house_yen, 0, :is_live, :reverses_fee_id, :note, :made_at, :by_account_id,
	:by_name);

-- care_fee_die: done
UPDATE care_fee SET is_live = FALSE WHERE tenant_id = :tenant_id AND fee_id = :fee_id AND is_live;

-- care_fee_by_id: one care_fee
SELECT fee_id, kind, assignment_id, request_id, family_id, person_id, operator_id, area_id, rule_id, month_n, visit_on, minute_n, child_n, lines,
	family_yen, add_yen, helper_yen, house_yen, paid_yen, is_live, reverses_fee_id, note, made_at, by_name
FROM care_fee WHERE tenant_id = :tenant_id AND fee_id = :fee_id;

-- care_fee_live_of: one care_fee
SELECT fee_id, kind, assignment_id, request_id, family_id, person_id, operator_id, area_id, rule_id, month_n, visit_on, minute_n, child_n, lines,
	family_yen, add_yen, helper_yen, house_yen, paid_yen, is_live, reverses_fee_id, note, made_at, by_name
FROM care_fee WHERE tenant_id = :tenant_id AND assignment_id = :assignment_id AND is_live;

-- care_fee_registered: one
SELECT count(*) AS fee_n FROM care_fee WHERE tenant_id = :tenant_id AND family_id = :family_id AND kind = 'registration' AND is_live;

-- care_fee_list_of_family: many care_fee
SELECT fee_id, kind, assignment_id, request_id, family_id, person_id, operator_id, area_id, rule_id, month_n, visit_on, minute_n, child_n, lines,
	family_yen, add_yen, helper_yen, house_yen, paid_yen, is_live, reverses_fee_id, note, made_at, by_name
FROM care_fee WHERE tenant_id = :tenant_id AND family_id = :family_id ORDER BY visit_on DESC, fee_id DESC LIMIT 100;

-- care_fee_list_of_person: many care_fee
SELECT fee_id, kind, assignment_id, request_id, family_id, person_id, operator_id, area_id, rule_id, month_n, visit_on, minute_n, child_n, lines,
	family_yen, add_yen, helper_yen, house_yen, paid_yen, is_live, reverses_fee_id, note, made_at, by_name
FROM care_fee WHERE tenant_id = :tenant_id AND person_id = :person_id ORDER BY month_n DESC, fee_id DESC LIMIT 100;

-- care_fee_list_of_month: many care_fee
SELECT fee_id, kind, assignment_id, request_id, family_id, person_id, operator_id, area_id, rule_id, month_n, visit_on, minute_n, child_n, lines,
	family_yen, add_yen, helper_yen, house_yen, paid_yen, is_live, reverses_fee_id, note, made_at, by_name
FROM care_fee WHERE tenant_id = :tenant_id AND month_n = :month_n
	AND (:is_everywhere OR (((operator_id IS NULL AND :is_unowned_seen) OR operator_id = :operator_id)
		AND (:has_all_areas OR area_id IS NULL OR replace(:area_list, ',' || area_id || ',', '') <> :area_list)))
ORDER BY visit_on, fee_id LIMIT :limit_n;

-- care_fee_sums_of: one care_fee_sums
SELECT count(*) AS fee_n, CAST(coalesce(sum(minute_n), 0) AS BIGINT) AS minute_n, CAST(coalesce(sum(family_yen), 0) AS BIGINT) AS family_yen,
	CAST(coalesce(sum(add_yen), 0) AS BIGINT) AS add_yen, CAST(coalesce(sum(helper_yen), 0) AS BIGINT) AS helper_yen,
	CAST(coalesce(sum(house_yen), 0) AS BIGINT) AS house_yen, CAST(coalesce(sum(paid_yen), 0) AS BIGINT) AS paid_yen
FROM care_fee WHERE tenant_id = :tenant_id AND month_n = :month_n
	AND (:is_everywhere OR (((operator_id IS NULL AND :is_unowned_seen) OR operator_id = :operator_id)
		AND (:has_all_areas OR area_id IS NULL OR replace(:area_list, ',' || area_id || ',', '') <> :area_list)));

-- care_fee_uses_of: many
SELECT r.reason, count(*) AS visit_n, CAST(coalesce(sum(f.minute_n), 0) AS BIGINT) AS minute_n FROM care_fee f
JOIN care_request r ON r.tenant_id = :tenant_id AND r.request_id = f.request_id
WHERE f.tenant_id = :tenant_id AND f.month_n = :month_n AND f.kind = 'visit' AND f.is_live AND r.reason IS NOT NULL
	AND (:is_everywhere OR (((f.operator_id IS NULL AND :is_unowned_seen) OR f.operator_id = :operator_id)
		AND (:has_all_areas OR f.area_id IS NULL OR replace(:area_list, ',' || f.area_id || ',', '') <> :area_list)))
GROUP BY r.reason ORDER BY r.reason LIMIT 40;

-- care_fee_families_of: many care_fee_by_family
SELECT family_id, count(*) AS fee_n, CAST(coalesce(sum(minute_n), 0) AS BIGINT) AS minute_n,
	CAST(coalesce(sum(family_yen), 0) AS BIGINT) AS family_yen,
	CAST(coalesce(sum(add_yen), 0) AS BIGINT) AS add_yen, CAST(coalesce(sum(paid_yen), 0) AS BIGINT) AS paid_yen
FROM care_fee WHERE tenant_id = :tenant_id AND month_n = :month_n
	AND (:is_everywhere OR (((operator_id IS NULL AND :is_unowned_seen) OR operator_id = :operator_id)
		AND (:has_all_areas OR area_id IS NULL OR replace(:area_list, ',' || area_id || ',', '') <> :area_list)))
GROUP BY family_id ORDER BY family_id LIMIT :limit_n;

-- care_fee_persons_of: many care_fee_by_person
SELECT person_id, count(*) AS fee_n, CAST(coalesce(sum(minute_n), 0) AS BIGINT) AS minute_n,
	CAST(coalesce(sum(helper_yen), 0) AS BIGINT) AS helper_yen,
	CAST(coalesce(sum(family_yen), 0) AS BIGINT) AS family_yen, CAST(coalesce(sum(add_yen), 0) AS BIGINT) AS add_yen
FROM care_fee WHERE tenant_id = :tenant_id AND month_n >= :from_n AND month_n <= :until_n AND person_id IS NOT NULL
	AND (:is_everywhere OR (((operator_id IS NULL AND :is_unowned_seen) OR operator_id = :operator_id)
		AND (:has_all_areas OR area_id IS NULL OR replace(:area_list, ',' || area_id || ',', '') <> :area_list)))
GROUP BY person_id ORDER BY person_id LIMIT :limit_n;

-- care_fee_sums_of_person: one care_fee_sums
SELECT count(*) AS fee_n, CAST(coalesce(sum(minute_n), 0) AS BIGINT) AS minute_n, CAST(coalesce(sum(family_yen), 0) AS BIGINT) AS family_yen,
	CAST(coalesce(sum(add_yen), 0) AS BIGINT) AS add_yen, CAST(coalesce(sum(helper_yen), 0) AS BIGINT) AS helper_yen,
	CAST(coalesce(sum(house_yen), 0) AS BIGINT) AS house_yen, CAST(coalesce(sum(paid_yen), 0) AS BIGINT) AS paid_yen
FROM care_fee WHERE tenant_id = :tenant_id AND person_id = :person_id AND month_n >= :from_n AND month_n <= :until_n;

-- care_fee_months_closed: many
SELECT operator_n, max(month_n) AS month_n FROM care_fee_month WHERE tenant_id = :tenant_id GROUP BY operator_n ORDER BY operator_n LIMIT 200;

-- care_fee_month_shut: done
INSERT INTO care_fee_month (tenant_id, operator_n, month_n, fee_n, family_yen, add_yen, helper_yen, house_yen, closed_at, by_account_id, by_name)
VALUES (:tenant_id, :operator_n, :month_n, :fee_n, :family_yen, :add_yen, :helper_yen, :house_yen, :closed_at, :by_account_id, :by_name)
ON CONFLICT DO NOTHING;

-- care_fee_month_closed: one care_fee_month
SELECT operator_n, month_n, fee_n, family_yen, add_yen, helper_yen, house_yen, closed_at, by_name FROM care_fee_month
WHERE tenant_id = :tenant_id AND operator_n = :operator_n AND month_n = :month_n;

-- care_fee_earliest_open: one
SELECT coalesce(min(f.month_n), 0) AS month_n FROM care_fee f WHERE f.tenant_id = :tenant_id AND coalesce(f.operator_id, 0) = :operator_n
	AND f.month_n < :month_n
	AND NOT EXISTS (SELECT 1 FROM care_fee_month m WHERE m.tenant_id = :tenant_id AND m.operator_n = :operator_n AND m.month_n = f.month_n);
