-- talk_add: done
INSERT INTO talk (tenant_id, talk_id, token_hash, family_id, guardian_id, thread_id, person_id, counter_id, booking_id, operator_id, area_id, how,
	state, from_at, until_at, is_by_family, name, phone, mail, lang, place, made_at, version_n)
VALUES (:tenant_id, :talk_id, :token_hash, :family_id, :guardian_id, :thread_id, :person_id, :counter_id, :booking_id, :operator_id, :area_id, :how,
	'planned', :from_at, :until_at, :is_by_family, :name, :phone, :mail, :lang, :place, :made_at, 1);

-- talk_by_id: one talk
SELECT talk_id, family_id, guardian_id, thread_id, person_id, counter_id, booking_id, operator_id, area_id, how, state, from_at, until_at,
	is_by_family, name, phone, mail, lang, place, note, settled_at, by_name, reminded_at, feeling, feeling_words, felt_at, made_at, version_n
FROM talk WHERE tenant_id = :tenant_id AND talk_id = :talk_id;

-- talk_by_token_hash: one talk
SELECT talk_id, family_id, guardian_id, thread_id, person_id, counter_id, booking_id, operator_id, area_id, how, state, from_at, until_at,
	is_by_family, name, phone, mail, lang, place, note, settled_at, by_name, reminded_at, feeling, feeling_words, felt_at, made_at, version_n
FROM talk WHERE tenant_id = :tenant_id AND token_hash = :token_hash;

-- talk_of_guardian: many talk
SELECT talk_id, family_id, guardian_id, thread_id, person_id, counter_id, booking_id, operator_id, area_id, how, state, from_at, until_at,
	is_by_family, name, phone, mail, lang, place, note, settled_at, by_name, reminded_at, feeling, feeling_words, felt_at, made_at, version_n
FROM talk WHERE tenant_id = :tenant_id AND family_id = :family_id AND guardian_id = :guardian_id AND state = 'planned' AND until_at > :now_at
ORDER BY from_at, talk_id LIMIT 20;

-- talk_between: many talk
SELECT talk_id, family_id, guardian_id, thread_id, person_id, counter_id, booking_id, operator_id, area_id, how, state, from_at, until_at,
	is_by_family, name, phone, mail, lang, place, note, settled_at, by_name, reminded_at, feeling, feeling_words, felt_at, made_at, version_n
FROM talk WHERE tenant_id = :tenant_id AND state <> 'cancelled' AND from_at >= :first_at AND from_at < :end_at
ORDER BY from_at, talk_id LIMIT 500;

-- talk_to_remind: many talk
SELECT talk_id, family_id, guardian_id, thread_id, person_id, counter_id, booking_id, operator_id, area_id, how, state, from_at, until_at,
	is_by_family, name, phone, mail, lang, place, note, settled_at, by_name, reminded_at, feeling, feeling_words, felt_at, made_at, version_n
FROM talk WHERE tenant_id = :tenant_id AND state = 'planned' AND from_at > :now_at AND from_at <= :until_at AND reminded_at IS NULL
ORDER BY from_at, talk_id LIMIT :limit_n;

-- talk_reminded: done
UPDATE talk SET reminded_at = :reminded_at WHERE tenant_id = :tenant_id AND talk_id = :talk_id;

-- talk_moved: done
UPDATE talk SET person_id = :person_id, from_at = :from_at, until_at = :until_at, reminded_at = NULL, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND talk_id = :talk_id AND state = 'planned';

-- talk_cancelled: done
UPDATE talk SET state = 'cancelled', settled_at = :settled_at, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND talk_id = :talk_id AND state = 'planned';

-- talk_settled: done
UPDATE talk SET state = :state, note = :note, settled_at = :settled_at, by_account_id = :by_account_id, by_name = :by_name, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND talk_id = :talk_id AND state = 'planned' AND version_n = :version_n;

-- talk_felt: done
UPDATE talk SET feeling = :feeling, feeling_words = :feeling_words, felt_at = :felt_at
WHERE tenant_id = :tenant_id AND talk_id = :talk_id AND state <> 'cancelled' AND felt_at IS NULL;

-- talk_threaded: done
UPDATE talk SET thread_id = :thread_id WHERE tenant_id = :tenant_id AND talk_id = :talk_id AND thread_id IS NULL;
