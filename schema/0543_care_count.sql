-- How many wait, go, are over: counted within somebody's walls from the index alone.
CREATE INDEX care_request_count ON care_request (tenant_id, stage_n, operator_id, area_id, is_urgent);
