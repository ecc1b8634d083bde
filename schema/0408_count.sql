-- Counts are events: the day of the act, when it was recorded, and its sign; what was wrong is reversed by a further event and never
-- changed. A report is
-- a period and a moment as of which it is asked. month_n: year * 12 + month - 1. is_document: a figure of the town's document, laid in as
-- events for the demo.
CREATE TABLE count_event (
	tenant_id @id NOT NULL,
	event_id @id NOT NULL,
	kind @text NOT NULL CHECK (length(kind) BETWEEN 1 AND 20),
	subject_n @int NOT NULL,
	subject_version_n @int NOT NULL,
	sign_n @int NOT NULL CHECK (sign_n IN (-1, 1)),
	done_on @day NOT NULL,
	month_n @int NOT NULL,
	recorded_at @time NOT NULL,
	operator_id @id,
	area_id @id,
	counter_id @id,
	by_account_id @id,
	by_name @text CHECK (length(by_name) <= 100),
	channel @text NOT NULL CHECK (length(channel) BETWEEN 1 AND 20),
	asker @text CHECK (length(asker) <= 20),
	age @text CHECK (length(age) <= 20),
	topic @text CHECK (length(topic) <= 20),
	matter @text CHECK (length(matter) <= 20),
	outcome @text CHECK (length(outcome) <= 20),
	agency @text CHECK (length(agency) <= 100),
	minutes_n @int NOT NULL,
	is_document @bool NOT NULL,
	PRIMARY KEY (tenant_id, event_id)
) @strict;
CREATE UNIQUE INDEX count_event_subject ON count_event (tenant_id, kind, subject_n, subject_version_n, sign_n);
CREATE INDEX count_event_month ON count_event (tenant_id, month_n);

-- A month that a person closed: what is recorded later shows as a correction.
CREATE TABLE count_month (
	tenant_id @id NOT NULL,
	month_n @int NOT NULL,
	closed_at @time NOT NULL,
	by_account_id @id,
	by_name @text CHECK (length(by_name) <= 100),
	PRIMARY KEY (tenant_id, month_n)
) @strict;
