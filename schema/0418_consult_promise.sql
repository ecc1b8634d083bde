-- What a family was promised and when the answer came; and how quick the answers of four weeks were (working minutes of the 80th in a hundred), made
-- anew each day. ended_at: closed or erased before an answer was due; such a promise is neither kept nor broken.
CREATE TABLE consult_promise (
	tenant_id @id NOT NULL,
	promise_id @id NOT NULL,
	thread_id @id NOT NULL,
	operator_id @id,
	made_at @time NOT NULL,
	promised_at @time,
	answered_at @time,
	ended_at @time,
	PRIMARY KEY (tenant_id, promise_id)
) @strict;
CREATE UNIQUE INDEX consult_promise_open ON consult_promise (tenant_id, thread_id) WHERE answered_at IS NULL AND ended_at IS NULL;
CREATE INDEX consult_promise_made ON consult_promise (tenant_id, made_at);
CREATE INDEX consult_promise_answered ON consult_promise (tenant_id, answered_at) WHERE answered_at IS NOT NULL;

CREATE TABLE consult_pace (
	tenant_id @id NOT NULL,
	pace_id @id NOT NULL,
	made_on @day NOT NULL,
	sample_n @int NOT NULL,
	minute_n @int NOT NULL,
	PRIMARY KEY (tenant_id, pace_id)
) @strict;
