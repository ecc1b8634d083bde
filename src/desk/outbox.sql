-- Letters on their way.

-- outbox_letter_add: sent
INSERT INTO outbox_letter (tenant_id, letter_id, state, channel, recipient, subject, text_box, message_key, reason, subject_n, href, try_n,
	made_at, due_at, not_after_at, many_n)
VALUES (:tenant_id, :letter_id, 'queued', :channel, :recipient, :subject, :text_box, :message_key, :reason, :subject_n, :href, 0,
	:made_at, :made_at, :not_after_at, :many_n);

-- outbox_letters_due: many
SELECT letter_id, channel, recipient, subject, text_box, message_key, reason, href, try_n, not_after_at, counted_n
FROM outbox_letter
WHERE tenant_id = :tenant_id AND many_n = :many_n AND due_at <= :now_at ORDER BY due_at, letter_id LIMIT :limit_n
-- @pg
FOR UPDATE SKIP LOCKED
-- @both
;

-- outbox_letter_away: sent
UPDATE outbox_letter SET state = 'away', try_n = :try_n, due_at = :due_at, counted_n = :counted_n
WHERE tenant_id = :tenant_id AND letter_id = :letter_id;

-- outbox_letter_open: one outbox_letters_due
SELECT letter_id, channel, recipient, subject, text_box, message_key, reason, href, try_n, not_after_at, counted_n
FROM outbox_letter
WHERE tenant_id = :tenant_id AND letter_id = :letter_id AND settled_at IS NULL;

-- outbox_letter_wait: sent
UPDATE outbox_letter SET state = 'queued', due_at = :due_at, why = :why WHERE tenant_id = :tenant_id AND letter_id = :letter_id;

-- outbox_letter_end: sent
UPDATE outbox_letter SET state = :state, settled_at = :settled_at, why = :why, due_at = NULL
WHERE tenant_id = :tenant_id AND letter_id = :letter_id;

-- outbox_letter_no_subject: done
UPDATE outbox_letter SET subject = NULL WHERE tenant_id = :tenant_id AND letter_id = :letter_id;

-- outbox_letter_next: one
SELECT due_at FROM outbox_letter WHERE tenant_id = :tenant_id AND due_at IS NOT NULL ORDER BY due_at LIMIT 1;

-- outbox_letter_next_of: one outbox_letter_next
SELECT due_at FROM outbox_letter WHERE tenant_id = :tenant_id AND many_n = :many_n AND due_at IS NOT NULL ORDER BY due_at LIMIT 1;

-- outbox_letters_away: one
SELECT count(*) AS away_n FROM outbox_letter WHERE tenant_id = :tenant_id AND state = 'away' AND due_at > :from_at AND due_at <= :until_at;

-- outbox_letters_release: done
UPDATE outbox_letter SET state = 'queued', due_at = :from_at
WHERE tenant_id = :tenant_id AND state = 'away' AND due_at > :from_at AND due_at <= :until_at;

-- outbox_letters_forget: done
UPDATE outbox_letter SET text_box = NULL WHERE tenant_id = :tenant_id AND text_box IS NOT NULL AND settled_at < :before_at;

-- outbox_letter_state: one
SELECT state, recipient, reason, subject_n, try_n, made_at, due_at, settled_at, why FROM outbox_letter
WHERE tenant_id = :tenant_id AND letter_id = :letter_id;

-- outbox_letters_failed: many
SELECT letter_id, recipient, reason, why, settled_at, not_after_at FROM outbox_letter
WHERE tenant_id = :tenant_id AND state = 'failed' AND text_box IS NOT NULL ORDER BY settled_at DESC, letter_id LIMIT :limit_n;

-- outbox_letters_failed_count: one
SELECT count(*) AS failed_n FROM outbox_letter WHERE tenant_id = :tenant_id AND state = 'failed' AND text_box IS NOT NULL;

-- outbox_letters_waiting: one
SELECT count(*) AS waiting_n, min(made_at) AS oldest_at FROM outbox_letter WHERE tenant_id = :tenant_id AND due_at IS NOT NULL;

-- outbox_letter_failed: one
SELECT not_after_at FROM outbox_letter
WHERE tenant_id = :tenant_id AND letter_id = :letter_id AND state = 'failed' AND text_box IS NOT NULL;

-- outbox_letter_again: sent
UPDATE outbox_letter SET state = 'queued', try_n = 0, due_at = :due_at, settled_at = NULL, why = NULL
WHERE tenant_id = :tenant_id AND letter_id = :letter_id;

-- outbox_letters_sent: one
SELECT count(*) AS sent_n FROM outbox_letter WHERE tenant_id = :tenant_id AND state = 'sent' AND channel = :channel AND settled_at >= :from_at;

-- outbox_letter_stop: done
UPDATE outbox_letter SET state = 'failed', settled_at = :settled_at, why = 'stopped', due_at = NULL, text_box = NULL
WHERE tenant_id = :tenant_id AND subject_n = :subject_n AND due_at IS NOT NULL AND state = 'queued';

-- outbox_letter_stop_kind: done
UPDATE outbox_letter SET state = 'failed', settled_at = :settled_at, why = 'stopped', due_at = NULL, text_box = NULL
WHERE tenant_id = :tenant_id AND subject_n = :subject_n AND channel = :channel AND due_at IS NOT NULL AND state = 'queued';

-- outbox_letter_empty: sent
UPDATE outbox_letter SET text_box = NULL WHERE tenant_id = :tenant_id AND letter_id = :letter_id;

-- outbox_letters_pushed: one
SELECT CAST(coalesce(sum(CASE WHEN channel = 'lines' THEN CAST(recipient AS BIGINT) ELSE 1 END), 0) AS BIGINT) AS sent_n FROM outbox_letter
WHERE tenant_id = :tenant_id AND state = 'sent' AND (channel = :channel OR (:channel = 'line' AND channel = 'lines')) AND subject IS NULL
AND settled_at >= :from_at;

-- outbox_letter_uncount: sent
UPDATE outbox_letter SET counted_n = 0 WHERE tenant_id = :tenant_id AND letter_id = :letter_id;

-- outbox_month_last: one
SELECT month_n, people_n FROM outbox_month WHERE tenant_id = :tenant_id ORDER BY month_n DESC LIMIT 1;

-- outbox_month_add: sent
INSERT INTO outbox_month (tenant_id, month_n, people_n) VALUES (:tenant_id, :month_n, :people_n)
ON CONFLICT (tenant_id, month_n) DO UPDATE SET people_n = outbox_month.people_n + excluded.people_n;
