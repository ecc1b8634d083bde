-- The inbox's list and the counts over it are read from one index: it holds what they ask for (into_thread_id too, else looked up).
DROP INDEX consult_thread_order;
DROP INDEX consult_thread_waiting;
CREATE INDEX consult_thread_order ON consult_thread (tenant_id, state, order_n, thread_id, operator_id, area_id, charge_account_id, urgent_n,
	promise_at, rest_until_at, into_thread_id) WHERE into_thread_id IS NULL;
