-- A canned answer that is sent by one press, and does more: puts a label on, closes the talk, or lets it come back. None of the two: words alone.
ALTER TABLE consult_inbox_canned ADD COLUMN label @text CHECK (length(label) <= 20);
ALTER TABLE consult_inbox_canned ADD COLUMN and_then @text CHECK (and_then IN ('closed', 'hour', 'morning', 'week'));
