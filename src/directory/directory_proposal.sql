-- Changes that wait for the office's yes.

-- directory_proposal_put_row: sent
INSERT INTO directory_proposal (tenant_id, proposal_id, entry_id, state, is_new, base_version_n, type, area_id, lat_n, lon_n, facts, why,
	by_account_id, by_name, by_mail, made_at, version_n)
VALUES (:tenant_id, :proposal_id, :entry_id, 'waiting', :is_new, :base_version_n, :type, :area_id, :lat_n, :lon_n, :facts, :why,
	:by_account_id, :by_name, :by_mail, :made_at, 1)
ON CONFLICT (tenant_id, entry_id) WHERE state <> 'taken' DO UPDATE SET state = 'waiting', base_version_n = excluded.base_version_n,
	type = excluded.type, area_id = excluded.area_id, lat_n = excluded.lat_n, lon_n = excluded.lon_n, facts = excluded.facts, why = excluded.why,
	by_account_id = excluded.by_account_id, by_name = excluded.by_name, by_mail = excluded.by_mail, made_at = excluded.made_at,
	version_n = directory_proposal.version_n + 1;

-- directory_proposal_open: one directory_proposal
SELECT proposal_id, entry_id, state, is_new, base_version_n, type, area_id, lat_n, lon_n, facts, why, by_account_id, by_name, by_mail, made_at,
	answer, answered_at, answered_by_name, version_n
FROM directory_proposal WHERE tenant_id = :tenant_id AND entry_id = :entry_id AND state <> 'taken';

-- directory_proposal_at: one directory_proposal
SELECT proposal_id, entry_id, state, is_new, base_version_n, type, area_id, lat_n, lon_n, facts, why, by_account_id, by_name, by_mail, made_at,
	answer, answered_at, answered_by_name, version_n
FROM directory_proposal WHERE tenant_id = :tenant_id AND proposal_id = :proposal_id;

-- directory_proposal_answer: done
UPDATE directory_proposal SET state = :state, answer = :answer, answered_at = :answered_at, answered_by_name = :answered_by_name,
	version_n = version_n + 1
WHERE tenant_id = :tenant_id AND proposal_id = :proposal_id AND version_n = :version_n AND state = 'waiting';

-- directory_proposal_waiting: many
SELECT p.proposal_id, p.entry_id, p.is_new, p.why, p.by_name, p.made_at, e.name, e.operator_id FROM directory_proposal p
JOIN directory_entry e ON e.tenant_id = p.tenant_id AND e.entry_id = p.entry_id
WHERE p.tenant_id = :tenant_id AND p.state = 'waiting' ORDER BY p.made_at LIMIT :limit_n;
