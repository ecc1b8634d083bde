-- How many people a month's pushes by LINE were meant for: counted in the turn that takes a letter, before it is asked, so that a budget
-- holds however we end. counted_n: the month (year * 12 + month - 1) in which this letter is counted; 0: in none.
CREATE TABLE outbox_month (
	tenant_id @id NOT NULL,
	month_n @int NOT NULL,
	people_n @int NOT NULL,
	PRIMARY KEY (tenant_id, month_n)
) @strict;
ALTER TABLE outbox_letter ADD COLUMN counted_n @int NOT NULL DEFAULT 0;
