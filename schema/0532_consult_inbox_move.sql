-- Where a talk was put by staff: another area, a family, or none again. What it was before stands here, so that it can be put back.
CREATE TABLE consult_inbox_move (
	tenant_id @id NOT NULL,
	moved_id @id NOT NULL,
	thread_id @id NOT NULL,
	kind @text NOT NULL CHECK (kind IN ('area', 'family')),
	was_area_id @id,
	area_id @id,
	was_family_id @id,
	family_id @id,
	by_account_id @id NOT NULL,
	by_name @text CHECK (length(by_name) <= 100),
	moved_at @time NOT NULL,
	back_at @time,
	PRIMARY KEY (tenant_id, moved_id),
	FOREIGN KEY (tenant_id, thread_id) REFERENCES consult_thread (tenant_id, thread_id)
) @strict;
CREATE INDEX consult_inbox_move_thread ON consult_inbox_move (tenant_id, thread_id, moved_id);
CREATE INDEX consult_inbox_move_by ON consult_inbox_move (tenant_id, by_account_id, moved_id);
