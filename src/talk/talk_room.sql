-- The room of a video talk: who sits there, and what they tell each other to find the way between them.
-- talk_room_sit: done
INSERT INTO talk_seat (tenant_id, seat_id, talk_id, is_staff, account_id, name, state, has_camera, sat_at, seen_at)
VALUES (:tenant_id, :seat_id, :talk_id, :is_staff, :account_id, :name, :state, :has_camera, :sat_at, :sat_at);

-- talk_room_seats: many talk_room_seat
SELECT seat_id, talk_id, is_staff, account_id, name, state, has_camera, sat_at, seen_at FROM talk_seat
WHERE tenant_id = :tenant_id AND talk_id = :talk_id AND state <> 'left' AND seen_at > :seen_after_at ORDER BY seat_id LIMIT 20;

-- talk_room_seat_by_id: one talk_room_seat
SELECT seat_id, talk_id, is_staff, account_id, name, state, has_camera, sat_at, seen_at FROM talk_seat
WHERE tenant_id = :tenant_id AND seat_id = :seat_id;

-- talk_room_seen: done
UPDATE talk_seat SET seen_at = :seen_at, has_camera = :has_camera WHERE tenant_id = :tenant_id AND seat_id = :seat_id AND state <> 'left';

-- talk_room_seat_turn: done
UPDATE talk_seat SET state = :state WHERE tenant_id = :tenant_id AND seat_id = :seat_id AND state <> 'left' AND state <> :state;

-- talk_room_signal_add: done
INSERT INTO talk_signal (tenant_id, signal_id, to_seat_id, from_seat_id, words, sent_at)
VALUES (:tenant_id, :signal_id, :to_seat_id, :from_seat_id, :words, :sent_at);

-- talk_room_signals: many
SELECT signal_id, from_seat_id, words FROM talk_signal
WHERE tenant_id = :tenant_id AND to_seat_id = :to_seat_id AND signal_id > :after_signal_id ORDER BY signal_id LIMIT 100;

-- talk_room_signals_erase: done
DELETE FROM talk_signal WHERE tenant_id = :tenant_id AND sent_at < :before_at;

-- talk_room_seats_erase: done
DELETE FROM talk_seat WHERE tenant_id = :tenant_id AND seen_at < :before_at
AND NOT EXISTS (SELECT 1 FROM talk_signal s WHERE s.tenant_id = talk_seat.tenant_id AND s.to_seat_id = talk_seat.seat_id);
