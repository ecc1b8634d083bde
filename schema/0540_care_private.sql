-- What a private report did at once: the pair that it parted, and the first day of the pause that it began. Absent: the pair was parted, or the
-- helper was paused, before; then ending the report ends neither.
ALTER TABLE care_private ADD COLUMN block_id @id;
ALTER TABLE care_private ADD COLUMN paused_on @day;
