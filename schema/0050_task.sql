-- 今日: what waits for a person. One open task per kind and subject; the line (a nickname, an address) goes when the task is settled.
CREATE TABLE task (
	tenant_id @id NOT NULL,
	task_id @id NOT NULL,
	kind @text NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
	subject_n @int NOT NULL,
	line @text CHECK (length(line) <= 254),
	href @text CHECK (length(href) <= 300),
	raised_at @time NOT NULL,
	due_at @time,
	operator_id @id,
	area_id @id,
	least_n @int NOT NULL,
	settled_at @time,
	by_account_id @id,
	PRIMARY KEY (tenant_id, task_id)
) @strict;
CREATE UNIQUE INDEX task_open ON task (tenant_id, kind, subject_n) WHERE settled_at IS NULL;
