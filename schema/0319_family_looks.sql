-- Looks at families' records from outside of their charge are listed for managers week by week; hidden categories (family-apart, family-secret) are
-- of another kind and so never among them.
CREATE INDEX audit_entry_outside ON audit_entry (tenant_id, noted_at) WHERE act = 'family.look' AND kind = 'family';

-- A week (its Monday) that a manager has looked through. operator_n: the legal body's number, 0 where a town has none.
CREATE TABLE family_looks_week (
	tenant_id @id NOT NULL,
	week_on @day NOT NULL,
	operator_n @int NOT NULL,
	look_n @int NOT NULL,
	by_account_id @id,
	by_name @text CHECK (length(by_name) <= 100),
	seen_at @time NOT NULL,
	PRIMARY KEY (tenant_id, week_on, operator_n)
) @strict;
