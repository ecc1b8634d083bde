-- Letters of a list of many (many_n 1) wait behind those to one person (0), however many they are.
ALTER TABLE outbox_letter ADD COLUMN many_n @int NOT NULL DEFAULT 0;
CREATE INDEX outbox_letter_many ON outbox_letter (tenant_id, many_n, due_at) WHERE due_at IS NOT NULL;
