-- staff_time_booking_add: done
INSERT INTO staff_booking (tenant_id, booking_id, kind, person_id, calendar_id, from_at, until_at, room, subject_n, line, made_at, by_account_id,
	version_n)
VALUES (:tenant_id, :booking_id, :kind, :person_id, :calendar_id, :from_at, :until_at, :room, :subject_n, :line, :made_at, :by_account_id, 1);

-- staff_time_booking_moved: done
UPDATE staff_booking SET person_id = :person_id, calendar_id = :calendar_id, from_at = :from_at, until_at = :until_at, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND booking_id = :booking_id AND ended_at IS NULL;

-- staff_time_booking_ended: done
UPDATE staff_booking SET ended_at = :ended_at, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND booking_id = :booking_id AND ended_at IS NULL;

-- staff_time_booking_drop: done
DELETE FROM staff_booking WHERE tenant_id = :tenant_id AND booking_id = :booking_id;

-- staff_time_quarter_take: done
INSERT INTO staff_quarter (tenant_id, calendar_id, quarter_n, booking_id) VALUES (:tenant_id, :calendar_id, :quarter_n, :booking_id)
ON CONFLICT DO NOTHING;

-- staff_time_quarters_free: done
DELETE FROM staff_quarter WHERE tenant_id = :tenant_id AND booking_id = :booking_id;

-- staff_time_quarters_taken: many
SELECT quarter_n, booking_id FROM staff_quarter
WHERE tenant_id = :tenant_id AND calendar_id = :calendar_id AND quarter_n >= :first_n AND quarter_n < :end_n ORDER BY quarter_n LIMIT 12000;

-- staff_time_booking_by_id: one staff_time_booking
SELECT booking_id, kind, person_id, calendar_id, from_at, until_at, room, subject_n, line, ended_at, version_n
FROM staff_booking WHERE tenant_id = :tenant_id AND booking_id = :booking_id;

-- staff_time_bookings_of: many staff_time_booking
SELECT booking_id, kind, person_id, calendar_id, from_at, until_at, room, subject_n, line, ended_at, version_n
FROM staff_booking WHERE tenant_id = :tenant_id AND person_id = :person_id AND from_at >= :first_at AND from_at < :until_at AND ended_at IS NULL
ORDER BY from_at, booking_id LIMIT 1000;

-- staff_time_bookings_all: many staff_time_booking
SELECT booking_id, kind, person_id, calendar_id, from_at, until_at, room, subject_n, line, ended_at, version_n
FROM staff_booking WHERE tenant_id = :tenant_id AND from_at >= :first_at AND from_at < :until_at AND ended_at IS NULL
ORDER BY from_at, booking_id LIMIT 3000;

-- staff_time_leave_now: one
SELECT booking_id FROM staff_booking WHERE tenant_id = :tenant_id AND person_id = :person_id AND kind = 'leave' AND from_at <= :now_at
AND until_at > :now_at AND ended_at IS NULL LIMIT 1;

-- staff_time_shift_on: many staff_time_shift
SELECT shift_on, from_n, until_n FROM staff_shift
WHERE tenant_id = :tenant_id AND person_id = :person_id AND shift_on = :shift_on ORDER BY from_n LIMIT 8;

-- staff_time_shifts_ahead: many staff_time_shift
SELECT shift_on, from_n, until_n FROM staff_shift WHERE tenant_id = :tenant_id AND person_id = :person_id AND shift_on >= :shift_on
ORDER BY shift_on, from_n LIMIT 100;

-- staff_time_shift_drop: done
DELETE FROM staff_shift WHERE tenant_id = :tenant_id AND person_id = :person_id AND shift_on = :shift_on;

-- staff_time_shift_add: done
INSERT INTO staff_shift (tenant_id, person_id, shift_on, from_n, until_n, by_account_id)
VALUES (:tenant_id, :person_id, :shift_on, :from_n, :until_n, :by_account_id);
