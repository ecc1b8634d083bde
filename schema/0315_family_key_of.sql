-- A second word narrows a search by the keys of the family that the first one found: its own index, so that the planner never walks all keys.
CREATE INDEX family_key_of ON family_key (tenant_id, family_id, sought);
