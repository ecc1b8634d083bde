-- Facts for the ranking: read from the rooms that keep them, all helpers at once.

-- care_match_times: many
SELECT b.person_id, b.from_at, b.until_at, r.lat_n, r.lon_n, r.end_lat_n, r.end_lon_n, r.area_id, r.place_area_id FROM staff_booking b
LEFT JOIN care_assignment a ON a.tenant_id = :tenant_id AND a.person_id = b.person_id AND a.from_at = b.from_at AND a.state = 'held'
	AND a.booking_id = b.booking_id
LEFT JOIN care_request r ON r.tenant_id = :tenant_id AND r.request_id = a.request_id
WHERE b.tenant_id = :tenant_id AND b.from_at >= :first_at AND b.from_at < :last_at AND b.ended_at IS NULL AND b.person_id IS NOT NULL
	AND (r.request_id IS NULL OR r.request_id <> :request_id)
ORDER BY b.person_id, b.from_at LIMIT 20000;

-- care_match_load: many
SELECT a.person_id, a.from_at, a.until_at, r.is_urgent FROM care_assignment a
JOIN care_request r ON r.tenant_id = :tenant_id AND r.request_id = a.request_id
WHERE a.tenant_id = :tenant_id AND a.state = 'held' AND a.from_at >= :first_at AND a.from_at < :last_at
	AND a.request_id <> :request_id ORDER BY a.person_id, a.from_at LIMIT 20000;

-- care_match_apart: many
SELECT person_id FROM care_private WHERE tenant_id = :tenant_id AND (closed_at IS NULL OR (is_pair AND family_id = :family_id))
ORDER BY person_id LIMIT 500;

-- care_match_requests: many
SELECT request_id, from_at FROM care_request WHERE tenant_id = :tenant_id AND stage_n IN (1, 2) AND from_at >= :first_at AND kind IS NOT NULL
ORDER BY from_at, request_id LIMIT :limit_n;

-- care_match_ends: many
SELECT request_id, family_id, area_id, asked_at, filled_at, stage_n, state FROM care_request
WHERE tenant_id = :tenant_id AND asked_at >= :first_at AND asked_at < :last_at ORDER BY asked_at, request_id LIMIT 20000;

-- care_match_pairs: many
SELECT family_id, person_id, count(*) AS time_n FROM care_assignment
WHERE tenant_id = :tenant_id AND state = 'held' AND from_at >= :first_at AND from_at < :last_at GROUP BY family_id, person_id
ORDER BY family_id, person_id LIMIT 20000;
