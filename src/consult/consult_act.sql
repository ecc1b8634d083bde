-- What was done in a talk, in all its versions; ways laid side by side and the one chosen; the steps of an application.

-- consult_act_add: done
INSERT INTO consult_act (tenant_id, act_id, version_n, thread_id, is_current, is_gone, done_on, operator_id, area_id, counter_id, channel,
	asker, age, topic,
	matter, outcome, agency, minutes_n, line, by_account_id, by_name, written_at, written_name)
VALUES (:tenant_id, :act_id, :version_n, :thread_id, TRUE, :is_gone, :done_on, :operator_id, :area_id, :counter_id, :channel, :asker, :age, :topic,
	:matter, :outcome, :agency, :minutes_n, :line, :by_account_id, :by_name, :written_at, :written_name);

-- consult_act_past: done
UPDATE consult_act SET is_current = FALSE WHERE tenant_id = :tenant_id AND act_id = :act_id AND version_n = :version_n AND is_current;

-- consult_act_by_id: one consult_act
SELECT act_id, version_n, thread_id, is_current, is_gone, done_on, operator_id, area_id, counter_id, channel, asker, age, topic, matter,
	outcome, agency,
	minutes_n, line, by_account_id, by_name, written_at, written_name
FROM consult_act WHERE tenant_id = :tenant_id AND act_id = :act_id AND is_current;

-- consult_act_all: many consult_act
SELECT act_id, version_n, thread_id, is_current, is_gone, done_on, operator_id, area_id, counter_id, channel, asker, age, topic, matter,
	outcome, agency,
	minutes_n, line, by_account_id, by_name, written_at, written_name
FROM consult_act WHERE tenant_id = :tenant_id AND thread_id = :thread_id ORDER BY act_id, version_n DESC LIMIT 200;

-- consult_act_erase: sent
DELETE FROM consult_act WHERE tenant_id = :tenant_id AND thread_id = :thread_id;

-- ---- side by side ----

-- consult_act_option_add: sent
INSERT INTO consult_act_option (tenant_id, option_id, thread_id, entry_id, title, good, hard, laid_at, by_name, is_by_family)
VALUES (:tenant_id, :option_id, :thread_id, :entry_id, :title, :good, :hard, :laid_at, :by_name, FALSE);

-- consult_act_options: many consult_act_option
SELECT option_id, entry_id, title, good, hard, laid_at, by_name, chosen_at, is_by_family, chosen_words FROM consult_act_option
WHERE tenant_id = :tenant_id AND thread_id = :thread_id ORDER BY option_id LIMIT 12;

-- consult_act_option_choose: done
UPDATE consult_act_option SET chosen_at = CASE WHEN option_id = :option_id THEN :chosen_at END, is_by_family = :is_by_family,
	chosen_words = CASE WHEN option_id = :option_id THEN :chosen_words END
WHERE tenant_id = :tenant_id AND thread_id = :thread_id;

-- consult_act_option_drop: done
DELETE FROM consult_act_option WHERE tenant_id = :tenant_id AND thread_id = :thread_id AND option_id = :option_id;

-- consult_act_options_erase: sent
DELETE FROM consult_act_option WHERE tenant_id = :tenant_id AND thread_id = :thread_id;

-- ---- the steps of an application ----

-- consult_act_step_add: sent
INSERT INTO consult_act_step (tenant_id, step_id, thread_id, line, paper, due_on, made_at, by_name)
VALUES (:tenant_id, :step_id, :thread_id, :line, :paper, :due_on, :made_at, :by_name);

-- consult_act_steps: many consult_act_step
SELECT step_id, line, paper, due_on, made_at, done_at, by_name FROM consult_act_step
WHERE tenant_id = :tenant_id AND thread_id = :thread_id ORDER BY due_on IS NULL, due_on, step_id LIMIT 40;

-- consult_act_step_done: done
UPDATE consult_act_step SET done_at = :done_at WHERE tenant_id = :tenant_id AND thread_id = :thread_id AND step_id = :step_id;

-- consult_act_result_add: done
INSERT INTO consult_act_result (tenant_id, result_id, thread_id, result, decided_on, line, written_at, by_name)
VALUES (:tenant_id, :result_id, :thread_id, :result, :decided_on, :line, :written_at, :by_name);

-- consult_act_results: many consult_act_result
SELECT result_id, result, decided_on, line, written_at, by_name FROM consult_act_result
WHERE tenant_id = :tenant_id AND thread_id = :thread_id ORDER BY result_id DESC LIMIT 20;

-- consult_act_results_erase: sent
DELETE FROM consult_act_result WHERE tenant_id = :tenant_id AND thread_id = :thread_id;

-- consult_act_steps_erase: sent
DELETE FROM consult_act_step WHERE tenant_id = :tenant_id AND thread_id = :thread_id;
