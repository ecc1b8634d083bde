-- The same news in other words: a JSON object of languages (ja-easy, en, zh, vi, pt), those that somebody wrote.
ALTER TABLE directory_news ADD COLUMN others @text CHECK (length(others) <= 4000);
