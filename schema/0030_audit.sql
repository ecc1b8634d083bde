-- Who looked and who did. A row carries its MAC at once; seal_n and chain come within a second, in commit order. Rows without seal_n lie first in
-- audit_entry_seal, so that the sealer finds them without looking at the rest.
CREATE TABLE audit_entry (
	tenant_id @id NOT NULL,
	audit_id @id NOT NULL,
	noted_at @time NOT NULL,
	account_id @id,
	session_id @id,
	role @text NOT NULL CHECK (length(role) <= 20),
	act @text NOT NULL CHECK (length(act) BETWEEN 1 AND 60),
	kind @text CHECK (length(kind) <= 40),
	subject_n @int NOT NULL,
	purpose @text CHECK (length(purpose) <= 400),
	mac @text NOT NULL,
	seal_n @int,
	chain @text,
	PRIMARY KEY (tenant_id, audit_id)
) @strict;
CREATE INDEX audit_entry_seal ON audit_entry (tenant_id, seal_n, audit_id);
CREATE INDEX audit_entry_subject ON audit_entry (tenant_id, kind, subject_n, audit_id);

-- How far the chain goes, so that rows missing at its end are seen; carries a MAC of its own.
CREATE TABLE audit_head (
	tenant_id @id NOT NULL,
	sealed_n @int NOT NULL,
	chain @text NOT NULL,
	sealed_at @time NOT NULL,
	mac @text NOT NULL,
	PRIMARY KEY (tenant_id)
) @strict;
