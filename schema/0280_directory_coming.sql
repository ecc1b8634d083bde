-- An import is seen whole or not at all: what it adds lies ready under a number that is not shown yet, until one short step raises shown_n.
-- 0: not from an import, or older than this.
ALTER TABLE directory_entry ADD COLUMN coming_n @int NOT NULL DEFAULT 0;
ALTER TABLE directory_card ADD COLUMN coming_n @int NOT NULL DEFAULT 0;
ALTER TABLE exchange_import ADD COLUMN coming_n @int NOT NULL DEFAULT 0;
CREATE TABLE directory_shown (
	tenant_id @id NOT NULL,
	shown_n @int NOT NULL,
	PRIMARY KEY (tenant_id)
) @strict;
