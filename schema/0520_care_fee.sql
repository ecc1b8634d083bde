-- What help costs: rules as an officer wrote them (never changed, only followed by others; families see them once somebody has confirmed them),
-- a statement for each visit with the rules it was reckoned by, what was paid, and months that a person closed.
CREATE TABLE care_fee_rule (
	tenant_id @id NOT NULL,
	rule_id @id NOT NULL,
	rules @text NOT NULL CHECK (length(rules) BETWEEN 1 AND 4000),
	from_on @day NOT NULL,
	source @text CHECK (length(source) <= 300),
	made_at @time NOT NULL,
	by_account_id @id,
	by_name @text CHECK (length(by_name) <= 100),
	confirmed_at @time,
	confirmed_by @text CHECK (length(confirmed_by) <= 100),
	PRIMARY KEY (tenant_id, rule_id)
) @strict;

-- lines: as care_fee_rules.h keeps them. month_n: 202611, the month it is booked in; later than the visit's where that one was closed. A correction
-- is the same statement with minus signs (reverses_fee_id) and a new one beside it; is_live: it counts and was not taken back.
CREATE TABLE care_fee (
	tenant_id @id NOT NULL,
	fee_id @id NOT NULL,
	kind @text NOT NULL CHECK (kind IN ('visit', 'cancel', 'registration', 'reversal')),
	assignment_id @id,
	request_id @id,
	family_id @id NOT NULL,
	person_id @id,
	operator_id @id,
	area_id @id,
	rule_id @id,
	month_n @int NOT NULL CHECK (month_n BETWEEN 200001 AND 299912),
	visit_on @day NOT NULL,
	minute_n @int NOT NULL,
	child_n @int NOT NULL,
	lines @text NOT NULL CHECK (length(lines) <= 2000),
	family_yen @int NOT NULL,
	add_yen @int NOT NULL,
	helper_yen @int NOT NULL,
	house_yen @int NOT NULL CHECK (family_yen + add_yen = helper_yen + house_yen),
	paid_yen @int NOT NULL,
	is_live @bool NOT NULL,
	reverses_fee_id @id,
	note @text CHECK (length(note) <= 500),
	made_at @time NOT NULL,
	by_account_id @id,
	by_name @text CHECK (length(by_name) <= 100),
	PRIMARY KEY (tenant_id, fee_id)
) @strict;
CREATE UNIQUE INDEX care_fee_live ON care_fee (tenant_id, assignment_id) WHERE is_live;
CREATE UNIQUE INDEX care_fee_reverses ON care_fee (tenant_id, reverses_fee_id) WHERE reverses_fee_id IS NOT NULL;
CREATE INDEX care_fee_in_month ON care_fee (tenant_id, month_n, visit_on, fee_id);
CREATE INDEX care_fee_assignment ON care_fee (tenant_id, assignment_id);
CREATE INDEX care_fee_family ON care_fee (tenant_id, family_id, visit_on);
CREATE INDEX care_fee_person ON care_fee (tenant_id, person_id, month_n);

-- Money that came: receipts are numbered within a fiscal year, without a gap; less than nothing is money given back.
CREATE TABLE care_paid (
	tenant_id @id NOT NULL,
	paid_id @id NOT NULL,
	year_n @int NOT NULL,
	receipt_n @int NOT NULL CHECK (receipt_n >= 1),
	fee_id @id NOT NULL,
	family_id @id NOT NULL,
	paid_yen @int NOT NULL,
	paid_on @day NOT NULL,
	way @text NOT NULL CHECK (way IN ('cash', 'transfer', 'other')),
	made_at @time NOT NULL,
	by_account_id @id,
	by_name @text CHECK (length(by_name) <= 100),
	PRIMARY KEY (tenant_id, paid_id)
) @strict;
CREATE UNIQUE INDEX care_paid_receipt ON care_paid (tenant_id, year_n, receipt_n);
CREATE INDEX care_paid_fee ON care_paid (tenant_id, fee_id, made_at);

-- Closed by a person for a legal body (operator_n; 0: none), with what it came to; what is mended later stands in an open month. house_yen of a
-- statement is what stays with the centre (the registration).
CREATE TABLE care_fee_month (
	tenant_id @id NOT NULL,
	operator_n @int NOT NULL,
	month_n @int NOT NULL,
	fee_n @int NOT NULL,
	family_yen @int NOT NULL,
	add_yen @int NOT NULL,
	helper_yen @int NOT NULL,
	house_yen @int NOT NULL,
	closed_at @time NOT NULL,
	by_account_id @id,
	by_name @text CHECK (length(by_name) <= 100),
	PRIMARY KEY (tenant_id, operator_n, month_n)
) @strict;

-- What is to be settled is found by when it was reported or called off.
CREATE INDEX care_assignment_reported ON care_assignment (tenant_id, reported_at);
CREATE INDEX care_assignment_closed ON care_assignment (tenant_id, closed_at);
