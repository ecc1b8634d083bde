-- What papers say of a family is asked by the family.
CREATE INDEX family_right_family ON family_right (tenant_id, family_id);
