-- A step of the next version, as tests/deb.sh imagines it: a column more, and a table.
ALTER TABLE tenant ADD COLUMN motto @text;
CREATE TABLE tenant_motto (
	tenant_id @id NOT NULL,
	tenant_motto_id @id NOT NULL,
	words @text NOT NULL,
	PRIMARY KEY (tenant_id, tenant_motto_id)
) @strict;
