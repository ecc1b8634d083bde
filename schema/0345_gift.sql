-- What a family may choose one of (応援BOX): kinds, a ledger of what came and went, the year's money and what it bought, and each family's box.
-- words: the name as a JSON object by language.
CREATE TABLE gift_kind (
	tenant_id @id NOT NULL,
	kind_id @id NOT NULL,
	place_n @int NOT NULL,
	words @text NOT NULL CHECK (length(words) BETWEEN 2 AND 2000),
	unit_yen @int NOT NULL CHECK (unit_yen >= 0),
	is_open @bool NOT NULL,
	made_at @time NOT NULL,
	version_n @int NOT NULL,
	PRIMARY KEY (tenant_id, kind_id)
) @strict;

-- The ledger of a kind: step_n counts 1, 2, 3 ...; stock_n is what lies there after the step. Two who take the last one write the same step, and the
-- key lets one of them pass; the stock cannot be written below zero.
CREATE TABLE gift_step (
	tenant_id @id NOT NULL,
	kind_id @id NOT NULL,
	step_n @int NOT NULL,
	change_n @int NOT NULL,
	stock_n @int NOT NULL CHECK (stock_n >= 0),
	reason @text NOT NULL CHECK (reason IN ('bought', 'given', 'handed', 'returned', 'counted')),
	gift_id @id,
	happened_at @time NOT NULL,
	by_account_id @id,
	by_name @text CHECK (length(by_name) <= 100),
	PRIMARY KEY (tenant_id, kind_id, step_n),
	FOREIGN KEY (tenant_id, kind_id) REFERENCES gift_kind (tenant_id, kind_id)
) @strict;

-- Money of a fiscal year (年度), and each thing that it paid for.
CREATE TABLE gift_budget (
	tenant_id @id NOT NULL,
	year_n @int NOT NULL,
	budget_yen @int NOT NULL CHECK (budget_yen >= 0),
	PRIMARY KEY (tenant_id, year_n)
) @strict;

CREATE TABLE gift_cost (
	tenant_id @id NOT NULL,
	cost_id @id NOT NULL,
	year_n @int NOT NULL,
	paid_on @day NOT NULL,
	line @text NOT NULL CHECK (length(line) BETWEEN 1 AND 200),
	cost_yen @int NOT NULL CHECK (cost_yen >= 0),
	kind_id @id,
	piece_n @int NOT NULL,
	made_at @time NOT NULL,
	by_account_id @id,
	PRIMARY KEY (tenant_id, cost_id)
) @strict;
CREATE INDEX gift_cost_year ON gift_cost (tenant_id, year_n, paid_on);

-- A family's box: chosen (may still be changed), then handed over in person, at a visit where there was one.
CREATE TABLE gift_box (
	tenant_id @id NOT NULL,
	gift_id @id NOT NULL,
	family_id @id NOT NULL,
	kind_id @id NOT NULL,
	state @text NOT NULL CHECK (state IN ('chosen', 'handed')),
	is_by_family @bool NOT NULL,
	chosen_at @time NOT NULL,
	handed_at @time,
	by_account_id @id,
	by_name @text CHECK (length(by_name) <= 100),
	visit_n @int,
	version_n @int NOT NULL,
	PRIMARY KEY (tenant_id, gift_id),
	FOREIGN KEY (tenant_id, kind_id) REFERENCES gift_kind (tenant_id, kind_id)
) @strict;
CREATE UNIQUE INDEX gift_box_open ON gift_box (tenant_id, family_id) WHERE state = 'chosen';
CREATE INDEX gift_box_family ON gift_box (tenant_id, family_id, chosen_at);
CREATE INDEX gift_box_state ON gift_box (tenant_id, state, chosen_at);
CREATE INDEX gift_box_kind ON gift_box (tenant_id, kind_id, state);
