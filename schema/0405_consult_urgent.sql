-- What in a talk asks for somebody at once: how much (0 nothing, 1 shown, 2 rings), of which kind, and by which words of the table.
ALTER TABLE consult_thread ADD COLUMN urgent_n @int;
ALTER TABLE consult_thread ADD COLUMN urgent_kind @text;
ALTER TABLE consult_thread ADD COLUMN urgent_words @text;
