-- The tenant's own key, sealed by the machine's. The mark says by which machine's key, without giving it away.
CREATE TABLE tenant_key (
	tenant_id @id NOT NULL,
	box @text NOT NULL CHECK (length(box) = 144),
	machine_mark @text NOT NULL CHECK (length(machine_mark) = 8),
	wrapped_at @time NOT NULL,
	PRIMARY KEY (tenant_id)
) @strict;
