-- The small town of queryc's tests.
CREATE TABLE tenant (tenant_id @id NOT NULL, name @text NOT NULL, is_demo @bool NOT NULL, PRIMARY KEY (tenant_id)) @strict;
CREATE TABLE gift_box (
	tenant_id @id NOT NULL,
	box_id @id NOT NULL,
	name @text NOT NULL,
	stock_n @int NOT NULL CHECK (stock_n >= 0),
	price_yen @int,
	is_open @bool NOT NULL,
	made_at @time NOT NULL,
	until_on @day,
	by_account_id @id,
	PRIMARY KEY (tenant_id, box_id)
) @strict;
CREATE INDEX gift_box_name ON gift_box (tenant_id, name);
CREATE TABLE gift_choice (
	tenant_id @id NOT NULL,
	family_id @id NOT NULL,
	box_id @id NOT NULL,
	chosen_at @time NOT NULL,
	PRIMARY KEY (tenant_id, family_id),
	FOREIGN KEY (tenant_id, box_id) REFERENCES gift_box (tenant_id, box_id)
) @strict;
CREATE TABLE family (tenant_id @id NOT NULL, family_id @id NOT NULL, name @text NOT NULL, PRIMARY KEY (tenant_id, family_id)) @strict;
-- Words by which boxes are found. The table is common, so that it moves, is hashed and erased like any other; only what serves the search differs.
CREATE TABLE gift_term (tenant_id @id NOT NULL, box_id @id NOT NULL, words @text NOT NULL, PRIMARY KEY (tenant_id, box_id)) @strict;
-- @sqlite
CREATE UNIQUE INDEX gift_term_box ON gift_term (box_id);
CREATE VIRTUAL TABLE gift_words USING fts5(words, content = 'gift_term', content_rowid = 'box_id', tokenize = 'unicode61');
CREATE TRIGGER gift_term_in AFTER INSERT ON gift_term BEGIN
	INSERT INTO gift_words (rowid, words) VALUES (new.box_id, new.words);
END;
CREATE TRIGGER gift_term_out AFTER DELETE ON gift_term BEGIN
	INSERT INTO gift_words (gift_words, rowid, words) VALUES ('delete', old.box_id, old.words);
END;
CREATE TRIGGER gift_term_on AFTER UPDATE ON gift_term BEGIN
	INSERT INTO gift_words (gift_words, rowid, words) VALUES ('delete', old.box_id, old.words);
	INSERT INTO gift_words (rowid, words) VALUES (new.box_id, new.words);
END;
-- @pg
CREATE INDEX gift_term_words ON gift_term USING gin (to_tsvector('simple', words));
ALTER TABLE gift_term NO FORCE ROW LEVEL SECURITY;
ALTER TABLE gift_term OWNER TO yorisoi_lobby;
CREATE FUNCTION lobby.gift_search(sought text) RETURNS TABLE (box_id bigint) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT t.box_id FROM gift_term t WHERE t.tenant_id = nullif(current_setting('yorisoi.tenant', true), '')::bigint
	AND to_tsvector('simple', t.words) @@ plainto_tsquery('simple', sought) $$;
ALTER FUNCTION lobby.gift_search(text) OWNER TO yorisoi_lobby;
REVOKE ALL ON FUNCTION lobby.gift_search(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lobby.gift_search(text) TO yorisoi_app;
-- @both
CREATE TABLE gift_after (tenant_id @id NOT NULL, box_id @id NOT NULL, PRIMARY KEY (tenant_id, box_id)) @strict;
