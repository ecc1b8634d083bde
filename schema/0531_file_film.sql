-- Sound and film beside photos and papers. A list of allowed words cannot be widened in place in a file of SQLite, so what is neither photo nor paper
-- says here what it is; `type` then holds the word for "to be saved, not shown", which is what a program that does not know this column does with it.
ALTER TABLE file ADD COLUMN film @text CHECK (film IN ('video/mp4', 'audio/mp4'));
