-- Whose story a call for help stands in, where that is known; and when it was pressed, where it came later because there was no signal.
ALTER TABLE sos ADD COLUMN family_id @id;
ALTER TABLE sos ADD COLUMN pressed_at @time;
CREATE INDEX sos_unclaimed ON sos (tenant_id, subject_n) WHERE family_id IS NULL AND subject_n <> 0;
