-- Where browsers listen for notices (web push). The address and the browser's keys lie sealed; the hash knows the same browser again.
CREATE TABLE push_place (
	tenant_id @id NOT NULL,
	place_id @id NOT NULL,
	account_id @id NOT NULL,
	place_hash @text NOT NULL CHECK (length(place_hash) = 64),
	place_box @text NOT NULL,
	device @text CHECK (length(device) <= 100),
	made_at @time NOT NULL,
	sent_at @time,
	PRIMARY KEY (tenant_id, place_id)
) @strict;
CREATE UNIQUE INDEX push_place_once ON push_place (tenant_id, place_hash);
CREATE INDEX push_place_account ON push_place (tenant_id, account_id);
