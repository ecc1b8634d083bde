-- A family's own way in: codes on paper, given in person; and which guardian may see which child, set on papers and dated.
CREATE TABLE family_code (
	tenant_id @id NOT NULL,
	code_id @id NOT NULL,
	family_id @id NOT NULL,
	guardian_id @id NOT NULL,
	code_hash @text NOT NULL CHECK (length(code_hash) = 64),
	given_by @text NOT NULL CHECK (given_by IN ('staff', 'guardian')),
	by_account_id @id,
	made_at @time NOT NULL,
	until_at @time NOT NULL,
	used_at @time,
	PRIMARY KEY (tenant_id, code_id),
	FOREIGN KEY (tenant_id, guardian_id) REFERENCES family_guardian (tenant_id, guardian_id)
) @strict;
CREATE UNIQUE INDEX family_code_hash ON family_code (tenant_id, code_hash);
CREATE INDEX family_code_guardian ON family_code (tenant_id, guardian_id);

-- kind: 'custody' sees the child's record, 'calendar' its dates only, 'none' nothing. The row with the latest from_on that has begun counts.
CREATE TABLE family_right (
	tenant_id @id NOT NULL,
	right_id @id NOT NULL,
	family_id @id NOT NULL,
	guardian_id @id NOT NULL,
	child_id @id NOT NULL,
	kind @text NOT NULL CHECK (kind IN ('custody', 'calendar', 'none')),
	paper @text NOT NULL CHECK (length(paper) BETWEEN 1 AND 200),
	from_on @day NOT NULL,
	by_account_id @id,
	noted_at @time NOT NULL,
	PRIMARY KEY (tenant_id, right_id),
	FOREIGN KEY (tenant_id, guardian_id) REFERENCES family_guardian (tenant_id, guardian_id),
	FOREIGN KEY (tenant_id, child_id) REFERENCES family_child (tenant_id, child_id)
) @strict;
CREATE INDEX family_right_guardian ON family_right (tenant_id, guardian_id, child_id, from_on);
CREATE INDEX family_right_child ON family_right (tenant_id, child_id);
