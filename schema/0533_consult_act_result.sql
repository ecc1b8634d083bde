-- What came of an application that the desk helped with (入園サポート). The newest row holds; earlier ones stay to be read. open: no result yet, after all.
CREATE TABLE consult_act_result (
	tenant_id @id NOT NULL,
	result_id @id NOT NULL,
	thread_id @id NOT NULL,
	result @text NOT NULL CHECK (result IN ('open', 'granted', 'waiting', 'refused', 'withdrawn')),
	decided_on @day NOT NULL,
	line @text CHECK (length(line) <= 200),
	written_at @time NOT NULL,
	by_name @text CHECK (length(by_name) <= 100),
	PRIMARY KEY (tenant_id, result_id),
	FOREIGN KEY (tenant_id, thread_id) REFERENCES consult_thread (tenant_id, thread_id)
) @strict;
CREATE INDEX consult_act_result_thread ON consult_act_result (tenant_id, thread_id, result_id);
