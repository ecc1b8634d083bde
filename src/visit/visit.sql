-- visit_add: done
INSERT INTO visit (tenant_id, visit_id, family_id, person_id, booking_id, operator_id, area_id, kind, state, from_at, until_at, is_fixed,
	is_by_family, place, lat_n, lon_n, made_at, version_n)
VALUES (:tenant_id, :visit_id, :family_id, :person_id, :booking_id, :operator_id, :area_id, :kind, 'planned', :from_at, :until_at, :is_fixed,
	:is_by_family, :place, :lat_n, :lon_n, :made_at, 1);

-- visit_by_id: one visit
SELECT visit_id, family_id, person_id, booking_id, operator_id, area_id, kind, state, from_at, until_at, is_fixed, is_by_family, place, lat_n, lon_n,
	draft, draft_at, note, settled_at, by_name, reminded_at, version_n
FROM visit WHERE tenant_id = :tenant_id AND visit_id = :visit_id;

-- visit_next: one visit
SELECT visit_id, family_id, person_id, booking_id, operator_id, area_id, kind, state, from_at, until_at, is_fixed, is_by_family, place, lat_n, lon_n,
	draft, draft_at, note, settled_at, by_name, reminded_at, version_n
FROM visit WHERE tenant_id = :tenant_id AND family_id = :family_id AND state = 'planned' AND until_at > :now_at ORDER BY from_at, visit_id LIMIT 1;

-- visit_of_family: many visit
SELECT visit_id, family_id, person_id, booking_id, operator_id, area_id, kind, state, from_at, until_at, is_fixed, is_by_family, place, lat_n, lon_n,
	draft, draft_at, note, settled_at, by_name, reminded_at, version_n
FROM visit WHERE tenant_id = :tenant_id AND family_id = :family_id ORDER BY from_at DESC, visit_id LIMIT 50;

-- visit_of_person: many visit
SELECT visit_id, family_id, person_id, booking_id, operator_id, area_id, kind, state, from_at, until_at, is_fixed, is_by_family, place, lat_n, lon_n,
	draft, draft_at, note, settled_at, by_name, reminded_at, version_n
FROM visit WHERE tenant_id = :tenant_id AND person_id = :person_id AND from_at >= :first_at AND from_at < :end_at AND state <> 'cancelled'
ORDER BY from_at, visit_id LIMIT 200;

-- visit_to_remind: many visit
SELECT visit_id, family_id, person_id, booking_id, operator_id, area_id, kind, state, from_at, until_at, is_fixed, is_by_family, place, lat_n, lon_n,
	draft, draft_at, note, settled_at, by_name, reminded_at, version_n
FROM visit WHERE tenant_id = :tenant_id AND state = 'planned' AND from_at > :now_at AND from_at <= :until_at AND reminded_at IS NULL
ORDER BY from_at, visit_id LIMIT :limit_n;

-- visit_reminded: done
UPDATE visit SET reminded_at = :reminded_at WHERE tenant_id = :tenant_id AND visit_id = :visit_id;

-- visit_moved: done
UPDATE visit SET person_id = :person_id, from_at = :from_at, until_at = :until_at, reminded_at = NULL, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND visit_id = :visit_id AND state = 'planned';

-- visit_cancelled: done
UPDATE visit SET state = 'cancelled', settled_at = :settled_at, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND visit_id = :visit_id AND state = 'planned';

-- visit_draft_put: done
UPDATE visit SET draft = :draft, draft_at = :draft_at WHERE tenant_id = :tenant_id AND visit_id = :visit_id AND state = 'planned';

-- visit_settled: done
UPDATE visit SET state = :state, note = :note, settled_at = :settled_at, by_account_id = :by_account_id, by_name = :by_name, draft = NULL,
	draft_at = NULL, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND visit_id = :visit_id AND state = 'planned' AND version_n = :version_n;
