-- The small town of queryc's tests.
CREATE TABLE tenant (tenant_id @id NOT NULL, name @text NOT NULL, PRIMARY KEY (tenant_id)) @strict;
CREATE TABLE gift_box (
	tenant_id @id NOT NULL,
	box_id @id NOT NULL,
	name @text NOT NULL,
	stock_n @int NOT NULL CHECK (stock_n >= 0),
	price_yen @int,
	is_open @bool NOT NULL,
	made_at @time NOT NULL,
	until_on @day,
	by_account_id @id,
	PRIMARY KEY (tenant_id, box_id)
) @strict;
CREATE INDEX gift_box_name ON gift_box (tenant_id, name);
CREATE TABLE gift_choice (
	tenant_id @id NOT NULL,
	family_id @id NOT NULL,
	box_id @id NOT NULL,
	chosen_at @time NOT NULL,
	PRIMARY KEY (tenant_id, family_id),
	FOREIGN KEY (tenant_id, box_id) REFERENCES gift_box (tenant_id, box_id)
) @strict;
CREATE TABLE family (tenant_id @id NOT NULL, family_id @id NOT NULL, name @text NOT NULL, PRIMARY KEY (tenant_id, family_id)) @strict;
