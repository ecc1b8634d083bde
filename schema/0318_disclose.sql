-- 開示請求 (個人情報の保護に関する法律 76条から): what somebody asks to see, who checked who they are, what the town holds, what of it is masked and why, the two
-- persons who released it, and how it was handed over. due_on: 30 days after it came (83条1項); extended once by up to 30 (2項).
CREATE TABLE disclose_request (
	tenant_id @id NOT NULL,
	request_id @id NOT NULL,
	family_id @id NOT NULL,
	guardian_id @id,
	child_id @id,
	operator_id @id,
	area_id @id,
	state @text NOT NULL CHECK (state IN ('asked', 'checked', 'gathered', 'proposed', 'released', 'handed', 'closed')),
	asker @text NOT NULL CHECK (length(asker) BETWEEN 1 AND 100),
	relation @text NOT NULL CHECK (relation IN ('self', 'parent', 'agent')),
	what @text CHECK (length(what) <= 400),
	asked_on @day NOT NULL,
	due_on @day NOT NULL,
	longer_why @text CHECK (length(longer_why) <= 200),
	checked_by @text CHECK (length(checked_by) <= 100),
	gathered_at @time,
	proposed_by_account_id @id,
	proposed_at @time,
	released_by_account_id @id,
	released_at @time,
	handed_how @text CHECK (handed_how IN ('counter', 'post', 'other')),
	handed_on @day,
	closed_why @text CHECK (length(closed_why) <= 200),
	made_at @time NOT NULL,
	version_n @int NOT NULL,
	PRIMARY KEY (tenant_id, request_id),
	FOREIGN KEY (tenant_id, family_id) REFERENCES family_household (tenant_id, family_id)
) @strict;
CREATE INDEX disclose_request_due ON disclose_request (tenant_id, state, due_on);
CREATE INDEX disclose_request_family ON disclose_request (tenant_id, family_id);

-- One thing that the town holds. hidden: words that are blacked out, a line each; is_left_out: all of it. Either wants a reason.
CREATE TABLE disclose_item (
	tenant_id @id NOT NULL,
	item_id @id NOT NULL,
	request_id @id NOT NULL,
	kind @text NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
	happened_at @time,
	words @text NOT NULL CHECK (length(words) <= 8000),
	by_name @text CHECK (length(by_name) <= 100),
	hidden @text CHECK (length(hidden) <= 2000),
	is_left_out @bool NOT NULL,
	why @text CHECK (why IN ('third', 'safety', 'business', 'other')),
	PRIMARY KEY (tenant_id, item_id),
	FOREIGN KEY (tenant_id, request_id) REFERENCES disclose_request (tenant_id, request_id)
) @strict;
CREATE INDEX disclose_item_request ON disclose_item (tenant_id, request_id, item_id);

CREATE TABLE disclose_step (
	tenant_id @id NOT NULL,
	step_id @id NOT NULL,
	request_id @id NOT NULL,
	kind @text NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
	line @text CHECK (length(line) <= 400),
	by_account_id @id,
	by_name @text CHECK (length(by_name) <= 100),
	happened_at @time NOT NULL,
	PRIMARY KEY (tenant_id, step_id),
	FOREIGN KEY (tenant_id, request_id) REFERENCES disclose_request (tenant_id, request_id)
) @strict;
CREATE INDEX disclose_step_request ON disclose_step (tenant_id, request_id, step_id);
