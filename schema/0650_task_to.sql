-- Whose it is besides those of its area: the named worker keeps sight of what is hers wherever the family lives. Absent: the area's.
ALTER TABLE task ADD COLUMN to_account_id @id;
