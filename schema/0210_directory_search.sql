-- Finding. A card is what is compared, counted and measured of an entry, one short row; a term is what is sought in it, folded (base/fold.h), and
-- what the list shows. slot_n numbers the live entries of a tenant densely, so that the index stays small. Cards and terms are made of entries:
-- whoever changes an entry writes them in the same transaction (directory/directory_index.c).
CREATE TABLE directory_card (
	tenant_id @id NOT NULL,
	slot_n @int NOT NULL,
	entry_id @id NOT NULL,
	area_id @id,
	facets_n @int NOT NULL,
	age_from_n @int NOT NULL,
	age_to_n @int NOT NULL,
	lat_n @int NOT NULL,
	lon_n @int NOT NULL,
	hours_n @int NOT NULL,
	name_words @text NOT NULL,
	PRIMARY KEY (tenant_id, slot_n)
) @strict
-- @sqlite
, WITHOUT ROWID
-- @both
;
CREATE UNIQUE INDEX directory_card_entry ON directory_card (tenant_id, entry_id);

-- The hours that live entries keep, each rule once, taken apart by day of the week: minutes from and to.
CREATE TABLE directory_open (
	tenant_id @id NOT NULL,
	weekday_n @int NOT NULL CHECK (weekday_n BETWEEN 0 AND 6),
	hours_n @int NOT NULL,
	from_n @int NOT NULL,
	to_n @int NOT NULL,
	PRIMARY KEY (tenant_id, weekday_n, hours_n, from_n)
) @strict;

CREATE TABLE directory_term (
	tenant_id @id NOT NULL,
	slot_n @int NOT NULL,
	name_words @text NOT NULL,
	words @text NOT NULL,
	tags @text NOT NULL,
	kana_words @text NOT NULL,
	summary @text,
	address @text,
	phone @text,
	ages @text,
	PRIMARY KEY (tenant_id, slot_n)
) @strict;
CREATE INDEX directory_term_name ON directory_term (tenant_id, name_words);
CREATE INDEX directory_term_kana ON directory_term (tenant_id, kana_words);
-- @sqlite
CREATE UNIQUE INDEX directory_term_slot ON directory_term (slot_n);
CREATE VIRTUAL TABLE directory_match USING fts5(name_words, words, tags, content = 'directory_term', content_rowid = 'slot_n', tokenize = 'yorisoi');
CREATE TRIGGER directory_term_in AFTER INSERT ON directory_term BEGIN
	INSERT INTO directory_match (rowid, name_words, words, tags) VALUES (new.slot_n, new.name_words, new.words, new.tags);
END;
CREATE TRIGGER directory_term_out AFTER DELETE ON directory_term BEGIN
	INSERT INTO directory_match (directory_match, rowid, name_words, words, tags) VALUES ('delete', old.slot_n, old.name_words, old.words, old.tags);
END;
CREATE TRIGGER directory_term_on AFTER UPDATE ON directory_term
WHEN old.name_words <> new.name_words OR old.words <> new.words OR old.tags <> new.tags BEGIN
	INSERT INTO directory_match (directory_match, rowid, name_words, words, tags) VALUES ('delete', old.slot_n, old.name_words, old.words, old.tags);
	INSERT INTO directory_match (rowid, name_words, words, tags) VALUES (new.slot_n, new.name_words, new.words, new.tags);
END;
-- @pg
CREATE FUNCTION directory_grams(words text, weight text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT coalesce(string_agg('''' || letter || CASE WHEN next IN (' ', '|') THEN '' ELSE coalesce(next, '') END || ''':' || least(n, 16000)
	|| weight, ' '), '')::tsvector
	FROM (SELECT letter, lead(letter) OVER (ORDER BY n) AS next, n FROM string_to_table(words, NULL) WITH ORDINALITY AS t (letter, n)) AS u
	WHERE letter NOT IN (' ', '|') $$;
ALTER TABLE directory_term ADD COLUMN grams tsvector GENERATED ALWAYS AS
	(directory_grams(name_words, 'A') || directory_grams(words, '') || array_to_tsvector(string_to_array(tags, ' '))) STORED;
CREATE INDEX directory_term_grams ON directory_term USING gin (grams);
ALTER TABLE directory_term NO FORCE ROW LEVEL SECURITY;
ALTER TABLE directory_term OWNER TO yorisoi_lobby;
-- What fold_phrase() and the tags make ("保育" + "育園", "保" *, "=tnursery", AND, OR, parentheses) as PostgreSQL says it.
CREATE FUNCTION directory_query(sought text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT replace(replace(replace(regexp_replace(regexp_replace(regexp_replace(replace(sought, 'name_words : ', ''),
	'"(=[^"]*)"', '''\1''', 'g'),
	'"([^"]*)" \*', CASE WHEN sought LIKE 'name_words : %' THEN '''\1'':*A' ELSE '''\1'':*' END, 'g'),
	'"([^"]*)"', CASE WHEN sought LIKE 'name_words : %' THEN '''\1'':A' ELSE '''\1''' END, 'g'),
	' + ', ' <-> '), ' AND ', ' & '), ' OR ', ' | ')::tsquery $$;
CREATE FUNCTION lobby.directory_match(sought text) RETURNS TABLE (slot_n bigint) LANGUAGE sql STABLE SECURITY DEFINER
	SET search_path = public, pg_temp
AS $$ SELECT t.slot_n FROM directory_term t WHERE t.tenant_id = nullif(current_setting('yorisoi.tenant', true), '')::bigint
	AND t.grams @@ directory_query(sought) $$;
ALTER FUNCTION lobby.directory_match(text) OWNER TO yorisoi_lobby;
REVOKE ALL ON FUNCTION lobby.directory_match(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lobby.directory_match(text) TO yorisoi_app;
-- @both

-- Words that mean the same here: what the office wrote, beside what every town gets (directory/directory_synonym_words.c). A shipped group that was
-- changed or switched off has its key.
CREATE TABLE directory_synonym (
	tenant_id @id NOT NULL,
	synonym_id @id NOT NULL,
	shipped_key @text CHECK (length(shipped_key) BETWEEN 1 AND 40),
	words @text NOT NULL CHECK (length(words) <= 600),
	is_off @bool NOT NULL,
	by_account_id @id,
	changed_at @time NOT NULL,
	PRIMARY KEY (tenant_id, synonym_id)
) @strict;
CREATE UNIQUE INDEX directory_synonym_shipped ON directory_synonym (tenant_id, shipped_key);

-- What was sought, by day, without the person: how often, and how many were found the last time. area_key: the id as text, or empty.
CREATE TABLE directory_sought (
	tenant_id @id NOT NULL,
	sought_on @day NOT NULL,
	words @text NOT NULL CHECK (length(words) BETWEEN 1 AND 200),
	area_key @text NOT NULL,
	sought_n @int NOT NULL,
	found_n @int NOT NULL,
	PRIMARY KEY (tenant_id, sought_on, words, area_key)
) @strict;
