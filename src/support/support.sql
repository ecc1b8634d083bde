-- Questions, choices and rules of "What can we get?".

-- support_questions_all: many support_question
SELECT question_id, place_n, state, words, source, source_key, version_n FROM support_question
WHERE tenant_id = :tenant_id ORDER BY place_n, question_id LIMIT 100;

-- support_question_at: one support_question
SELECT question_id, place_n, state, words, source, source_key, version_n FROM support_question
WHERE tenant_id = :tenant_id AND question_id = :question_id;

-- support_question_by_source: one
SELECT question_id FROM support_question WHERE tenant_id = :tenant_id AND source = :source AND source_key = :source_key;

-- support_question_put_row: sent
INSERT INTO support_question (tenant_id, question_id, place_n, state, words, source, source_key, changed_at, version_n)
VALUES (:tenant_id, :question_id, :place_n, :state, :words, :source, :source_key, :changed_at, 1)
ON CONFLICT (tenant_id, question_id) DO UPDATE SET place_n = excluded.place_n, state = excluded.state, words = excluded.words,
	changed_at = excluded.changed_at, version_n = support_question.version_n + 1;

-- support_choices_all: many support_choice
SELECT choice_id, question_id, place_n, words, source_key FROM support_choice WHERE tenant_id = :tenant_id
ORDER BY question_id, place_n, choice_id LIMIT 2000;

-- support_choice_put_row: sent
INSERT INTO support_choice (tenant_id, choice_id, question_id, place_n, words, source_key)
VALUES (:tenant_id, :choice_id, :question_id, :place_n, :words, :source_key)
ON CONFLICT (tenant_id, choice_id) DO UPDATE SET place_n = excluded.place_n, words = excluded.words;

-- support_choice_drop: sent
DELETE FROM support_choice WHERE tenant_id = :tenant_id AND choice_id = :choice_id AND question_id = :question_id;

-- support_rules_all: many support_rule
SELECT r.entry_id, r.question_id, r.fits, r.fails, r.sentence, r.source, r.source_url, r.from_on, r.until_on, r.confirmed_on, r.confirmed_by,
	r.version_n FROM support_rule r
JOIN support_question q ON q.tenant_id = r.tenant_id AND q.question_id = r.question_id
WHERE r.tenant_id = :tenant_id AND q.state = 'live' ORDER BY r.entry_id, q.place_n, r.question_id LIMIT 20000;

-- support_rules_of: many support_rule
SELECT r.entry_id, r.question_id, r.fits, r.fails, r.sentence, r.source, r.source_url, r.from_on, r.until_on, r.confirmed_on, r.confirmed_by,
	r.version_n FROM support_rule r
WHERE r.tenant_id = :tenant_id AND r.entry_id = :entry_id ORDER BY r.question_id LIMIT 100;

-- support_rule_put_row: sent
INSERT INTO support_rule (tenant_id, entry_id, question_id, fits, fails, sentence, source, source_url, from_on, until_on, confirmed_on,
	confirmed_by, changed_at, version_n)
VALUES (:tenant_id, :entry_id, :question_id, :fits, :fails, :sentence, :source, :source_url, :from_on, :until_on, :confirmed_on,
	:confirmed_by, :changed_at, 1)
ON CONFLICT (tenant_id, entry_id, question_id) DO UPDATE SET fits = excluded.fits, fails = excluded.fails, sentence = excluded.sentence,
	source = excluded.source, source_url = excluded.source_url, from_on = excluded.from_on, until_on = excluded.until_on,
	confirmed_on = excluded.confirmed_on, confirmed_by = excluded.confirmed_by, changed_at = excluded.changed_at,
	version_n = support_rule.version_n + 1;

-- support_rules_confirm: done
UPDATE support_rule SET confirmed_on = :confirmed_on, confirmed_by = :confirmed_by, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND source = :source AND confirmed_on IS NULL;

-- support_sources: many
SELECT source, count(*) AS rule_n, CAST(sum(CASE WHEN confirmed_on IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS open_n FROM support_rule
WHERE tenant_id = :tenant_id AND source IS NOT NULL GROUP BY source ORDER BY source LIMIT 50;

-- support_programmes: many
SELECT e.entry_id, e.name, e.state FROM directory_entry e
WHERE e.tenant_id = :tenant_id AND e.kind = 'programme' AND e.state <> 'waiting' ORDER BY e.name, e.entry_id LIMIT 500;

-- support_source_entry: one
SELECT entry_id FROM support_source WHERE tenant_id = :tenant_id AND source = :source AND source_key = :source_key;

-- support_source_put: sent
INSERT INTO support_source (tenant_id, source, source_key, entry_id) VALUES (:tenant_id, :source, :source_key, :entry_id);

-- support_question_first: one
SELECT question_id FROM support_question WHERE tenant_id = :tenant_id AND state = 'live' ORDER BY place_n, question_id LIMIT 1;
