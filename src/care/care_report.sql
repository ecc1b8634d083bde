-- Carrying through: 事前打合せ, on the way, the report, what was said of it.

-- care_report_meet: done
UPDATE care_assignment SET meet_at = :meet_at, meet_how = :meet_how, meet_note = :meet_note, meet_points = :meet_points,
	meet_family_at = :meet_family_at, meet_helper_at = :meet_helper_at, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND assignment_id = :assignment_id AND state = 'held' AND started_at IS NULL AND version_n = :version_n;

-- care_report_late: done
UPDATE care_assignment SET late_n = :late_n, late_at = :late_at, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND assignment_id = :assignment_id AND state = 'held' AND started_at IS NULL;

-- care_report_start: done
UPDATE care_assignment SET started_at = :started_at, left_home_at = :left_home_at, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND assignment_id = :assignment_id AND state = 'held' AND started_at IS NULL;

-- care_report_end: done
UPDATE care_assignment SET ended_at = :ended_at, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND assignment_id = :assignment_id AND state = 'held' AND started_at IS NOT NULL AND ended_at IS NULL;

-- care_report_put: done
UPDATE care_assignment SET report = :report, report_draft = NULL, entry_ids = :entry_ids, transport_yen = :transport_yen, way = :way,
	way_metre_n = :way_metre_n, left_home_at = :left_home_at, back_home_at = :back_home_at, reported_at = :reported_at, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND assignment_id = :assignment_id AND state = 'held' AND ended_at IS NOT NULL AND confirmed_at IS NULL;

-- care_report_draft_put: done
UPDATE care_assignment SET report_draft = :report_draft, entry_ids = :entry_ids
WHERE tenant_id = :tenant_id AND assignment_id = :assignment_id AND state = 'held' AND confirmed_at IS NULL;

-- care_report_confirm: done
UPDATE care_assignment SET confirmed_at = :confirmed_at, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND assignment_id = :assignment_id AND state = 'held' AND reported_at IS NOT NULL AND confirmed_at IS NULL;

-- care_report_voice_add: done
INSERT INTO care_voice (tenant_id, voice_id, assignment_id, family_id, mark, words, said_at)
VALUES (:tenant_id, :voice_id, :assignment_id, :family_id, :mark, :words, :said_at)
ON CONFLICT DO NOTHING;

-- care_report_voice_of: one care_voice
SELECT voice_id, assignment_id, family_id, mark, words, said_at, answer, answered_at, by_name FROM care_voice
WHERE tenant_id = :tenant_id AND assignment_id = :assignment_id;

-- care_report_voice_answer: done
UPDATE care_voice SET answer = :answer, answered_at = :answered_at, by_name = :by_name
WHERE tenant_id = :tenant_id AND voice_id = :voice_id AND answered_at IS NULL;

-- care_report_voice_counts: many
SELECT mark, count(*) AS voice_n FROM care_voice WHERE tenant_id = :tenant_id AND said_at >= :from_at GROUP BY mark ORDER BY mark LIMIT 5;

-- care_report_incident_add: done
INSERT INTO care_incident (tenant_id, incident_id, assignment_id, operator_id, area_id, kind, words, done, told_at, by_account_id, by_name)
VALUES (:tenant_id, :incident_id, :assignment_id, :operator_id, :area_id, :kind, :words, :done, :told_at, :by_account_id, :by_name);

-- care_report_incidents_of: many care_incident
SELECT incident_id, assignment_id, operator_id, area_id, kind, words, done, told_at, by_name, closed_at, outcome, closed_by FROM care_incident
WHERE tenant_id = :tenant_id AND assignment_id = :assignment_id ORDER BY told_at, incident_id LIMIT 40;

-- care_report_incident_by_id: one care_incident
SELECT incident_id, assignment_id, operator_id, area_id, kind, words, done, told_at, by_name, closed_at, outcome, closed_by FROM care_incident
WHERE tenant_id = :tenant_id AND incident_id = :incident_id;

-- care_report_incident_close: done
UPDATE care_incident SET closed_at = :closed_at, outcome = :outcome, closed_by = :closed_by
WHERE tenant_id = :tenant_id AND incident_id = :incident_id AND closed_at IS NULL;

-- care_report_private_add: done
INSERT INTO care_private (tenant_id, private_id, assignment_id, person_id, family_id, operator_id, area_id, words, is_pair, told_at,
	block_id, paused_on)
VALUES (:tenant_id, :private_id, :assignment_id, :person_id, :family_id, :operator_id, :area_id, :words, :is_pair, :told_at, :block_id, :paused_on);

-- care_report_private_by_id: one care_private
SELECT private_id, assignment_id, person_id, family_id, operator_id, area_id, words, is_pair, told_at, closed_at, outcome, closed_by,
	block_id, paused_on FROM care_private WHERE tenant_id = :tenant_id AND private_id = :private_id;

-- care_report_private_list: many care_private
SELECT private_id, assignment_id, person_id, family_id, operator_id, area_id, words, is_pair, told_at, closed_at, outcome, closed_by,
	block_id, paused_on FROM care_private WHERE tenant_id = :tenant_id
	AND (:is_everywhere OR (((operator_id IS NULL AND :is_unowned_seen) OR operator_id = :operator_id)
		AND (:has_all_areas OR area_id IS NULL OR replace(:area_list, ',' || area_id || ',', '') <> :area_list)))
ORDER BY closed_at IS NOT NULL, told_at DESC, private_id LIMIT 100;

-- care_report_private_close: done
UPDATE care_private SET closed_at = :closed_at, outcome = :outcome, closed_by = :closed_by, is_pair = :is_pair
WHERE tenant_id = :tenant_id AND private_id = :private_id AND closed_at IS NULL;

-- care_report_private_open_of: many
SELECT private_id, paused_on FROM care_private WHERE tenant_id = :tenant_id AND person_id = :person_id AND closed_at IS NULL
ORDER BY told_at, private_id LIMIT 100;

-- care_report_private_open: many
SELECT DISTINCT person_id FROM care_private WHERE tenant_id = :tenant_id AND closed_at IS NULL ORDER BY person_id LIMIT 500;
