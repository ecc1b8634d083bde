-- Households that were found to be one family. Nothing moves: the one names the other (into_family_id), so that taking it back is exact.
CREATE TABLE family_merge (
	tenant_id @id NOT NULL,
	merge_id @id NOT NULL,
	family_id @id NOT NULL,
	gone_family_id @id NOT NULL,
	why @text NOT NULL CHECK (length(why) BETWEEN 1 AND 200),
	merged_at @time NOT NULL,
	by_account_id @id,
	undone_at @time,
	undone_by_account_id @id,
	PRIMARY KEY (tenant_id, merge_id),
	FOREIGN KEY (tenant_id, family_id) REFERENCES family_household (tenant_id, family_id)
) @strict;
CREATE INDEX family_merge_family ON family_merge (tenant_id, family_id);
CREATE INDEX family_merge_gone ON family_merge (tenant_id, gone_family_id);
