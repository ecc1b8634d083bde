-- A guardian's own export asks for what that guardian asked for.
CREATE INDEX care_request_owner ON care_request (tenant_id, owner_account_id, made_at) WHERE owner_account_id IS NOT NULL;
