-- Finding: cards and terms of what is live, synonyms, and what was sought.

-- directory_search_slot_of: one
SELECT slot_n FROM directory_card WHERE tenant_id = :tenant_id AND entry_id = :entry_id;

-- directory_search_slot_last: one
SELECT slot_n FROM directory_card WHERE tenant_id = :tenant_id ORDER BY slot_n DESC LIMIT 1;

-- directory_search_card_put: sent
INSERT INTO directory_card (tenant_id, slot_n, entry_id, area_id, facets_n, age_from_n, age_to_n, lat_n, lon_n, hours_n, name_words, coming_n)
VALUES (:tenant_id, :slot_n, :entry_id, :area_id, :facets_n, :age_from_n, :age_to_n, :lat_n, :lon_n, :hours_n, :name_words, :coming_n)
ON CONFLICT (tenant_id, slot_n) DO UPDATE SET area_id = excluded.area_id, facets_n = excluded.facets_n, age_from_n = excluded.age_from_n,
	age_to_n = excluded.age_to_n, lat_n = excluded.lat_n, lon_n = excluded.lon_n, hours_n = excluded.hours_n,
	name_words = excluded.name_words;

-- directory_search_term_put: sent
INSERT INTO directory_term (tenant_id, slot_n, name_words, words, tags, kana_words, summary, address, phone, ages)
VALUES (:tenant_id, :slot_n, :name_words, :words, :tags, :kana_words, :summary, :address, :phone, :ages)
ON CONFLICT (tenant_id, slot_n) DO UPDATE SET name_words = excluded.name_words, words = excluded.words, tags = excluded.tags,
	kana_words = excluded.kana_words, summary = excluded.summary, address = excluded.address, phone = excluded.phone, ages = excluded.ages;

-- directory_search_card_drop: sent
DELETE FROM directory_card WHERE tenant_id = :tenant_id AND slot_n = :slot_n;

-- directory_search_term_drop: sent
DELETE FROM directory_term WHERE tenant_id = :tenant_id AND slot_n = :slot_n;

-- directory_search_open_known: one
SELECT weekday_n FROM directory_open WHERE tenant_id = :tenant_id AND hours_n = :hours_n AND weekday_n = :weekday_n LIMIT 1;

-- directory_search_open_add: sent
INSERT INTO directory_open (tenant_id, weekday_n, hours_n, from_n, to_n) VALUES (:tenant_id, :weekday_n, :hours_n, :from_n, :to_n)
ON CONFLICT (tenant_id, weekday_n, hours_n, from_n) DO UPDATE SET to_n = excluded.to_n;

-- directory_search_open_at: many
SELECT DISTINCT hours_n FROM directory_open
WHERE tenant_id = :tenant_id AND weekday_n = :weekday_n AND from_n <= :minute_n AND to_n > :minute_n ORDER BY hours_n LIMIT :limit_n;

-- directory_search_cards: many directory_search_card
SELECT c.slot_n, c.area_id, c.facets_n, c.lat_n, c.lon_n, c.name_words
-- @sqlite
FROM directory_match AS m JOIN directory_card AS c ON c.tenant_id = :tenant_id AND c.slot_n = m.rowid
WHERE directory_match MATCH :sought
-- @pg
FROM lobby.directory_match(:sought) AS m JOIN directory_card AS c ON c.tenant_id = :tenant_id AND c.slot_n = m.slot_n
WHERE true
-- @both
AND c.coming_n <= COALESCE((SELECT s.shown_n FROM directory_shown AS s WHERE s.tenant_id = :tenant_id), 0)
AND (:age_n < 0 OR (c.age_from_n <= :age_n AND c.age_to_n >= :age_n))
AND (:weekday_n < 0 OR EXISTS (SELECT 1 FROM directory_open AS o WHERE o.tenant_id = :tenant_id AND o.weekday_n = :weekday_n
	AND o.hours_n = c.hours_n AND o.from_n <= :minute_n AND o.to_n > :minute_n))
-- @sqlite
ORDER BY m.rowid
-- @pg
ORDER BY c.slot_n
-- @both
LIMIT :limit_n;

-- directory_search_shown: one
SELECT e.entry_id, e.area_id, e.kind, e.type, e.name, e.kana, e.fee_kind, e.hours_rule, e.lat_n, e.lon_n, e.age_from_n, e.age_to_n, e.verified_on,
	t.summary, t.address, t.phone, t.ages
FROM directory_card AS c JOIN directory_term AS t ON t.tenant_id = c.tenant_id AND t.slot_n = c.slot_n
JOIN directory_entry AS e ON e.tenant_id = c.tenant_id AND e.entry_id = c.entry_id
WHERE c.tenant_id = :tenant_id AND c.slot_n = :slot_n;

-- directory_search_names: many directory_search_name
SELECT e.name FROM directory_term AS t JOIN directory_card AS c ON c.tenant_id = t.tenant_id AND c.slot_n = t.slot_n
JOIN directory_entry AS e ON e.tenant_id = c.tenant_id AND e.entry_id = c.entry_id
WHERE t.tenant_id = :tenant_id AND t.name_words >= :from_words AND t.name_words < :to_words
AND c.coming_n <= COALESCE((SELECT s.shown_n FROM directory_shown AS s WHERE s.tenant_id = :tenant_id), 0)
ORDER BY t.name_words LIMIT :limit_n;

-- directory_search_names_read: many directory_search_name
SELECT e.name FROM directory_term AS t JOIN directory_card AS c ON c.tenant_id = t.tenant_id AND c.slot_n = t.slot_n
JOIN directory_entry AS e ON e.tenant_id = c.tenant_id AND e.entry_id = c.entry_id
WHERE t.tenant_id = :tenant_id AND t.kana_words >= :from_words AND t.kana_words < :to_words
AND c.coming_n <= COALESCE((SELECT s.shown_n FROM directory_shown AS s WHERE s.tenant_id = :tenant_id), 0)
ORDER BY t.kana_words LIMIT :limit_n;

-- directory_search_area_place: one
SELECT CAST(avg(lat_n) AS BIGINT) AS lat_n, CAST(avg(lon_n) AS BIGINT) AS lon_n FROM directory_card
WHERE tenant_id = :tenant_id AND area_id = :area_id AND (lat_n <> 0 OR lon_n <> 0)
AND coming_n <= COALESCE((SELECT s.shown_n FROM directory_shown AS s WHERE s.tenant_id = :tenant_id), 0);

-- directory_search_places: many
SELECT e.entry_id, e.name, c.lat_n, c.lon_n FROM directory_card AS c
JOIN directory_entry AS e ON e.tenant_id = c.tenant_id AND e.entry_id = c.entry_id
WHERE c.tenant_id = :tenant_id AND (c.lat_n <> 0 OR c.lon_n <> 0) AND (:is_any_area OR c.area_id = :area_id)
AND (:is_any_need OR replace(e.needs, ',' || :need || ',', '') <> e.needs)
AND c.coming_n <= COALESCE((SELECT s.shown_n FROM directory_shown AS s WHERE s.tenant_id = :tenant_id), 0)
ORDER BY c.slot_n LIMIT :limit_n;

-- directory_search_synonyms: many
SELECT synonym_id, shipped_key, words, is_off, changed_at FROM directory_synonym WHERE tenant_id = :tenant_id ORDER BY synonym_id LIMIT 300;

-- directory_search_synonym_put: sent
INSERT INTO directory_synonym (tenant_id, synonym_id, shipped_key, words, is_off, by_account_id, changed_at)
VALUES (:tenant_id, :synonym_id, :shipped_key, :words, :is_off, :by_account_id, :changed_at)
ON CONFLICT (tenant_id, synonym_id) DO UPDATE SET words = excluded.words, is_off = excluded.is_off, by_account_id = excluded.by_account_id,
	changed_at = excluded.changed_at;

-- directory_search_synonym_drop: sent
DELETE FROM directory_synonym WHERE tenant_id = :tenant_id AND synonym_id = :synonym_id;

-- directory_search_sought_add: sent
INSERT INTO directory_sought (tenant_id, sought_on, words, area_key, sought_n, found_n)
VALUES (:tenant_id, :sought_on, :words, :area_key, 1, :found_n)
ON CONFLICT (tenant_id, sought_on, words, area_key) DO UPDATE SET sought_n = directory_sought.sought_n + 1, found_n = excluded.found_n;

-- directory_search_misses: many
SELECT words, area_key, CAST(sum(sought_n) AS BIGINT) AS sought_n, max(sought_on) AS sought_on FROM directory_sought
WHERE tenant_id = :tenant_id AND sought_on >= :from_on AND found_n = 0 GROUP BY words, area_key
ORDER BY sought_n DESC, words, area_key LIMIT :limit_n;

-- directory_search_sought: many
SELECT words, CAST(sum(sought_n) AS BIGINT) AS sought_n FROM directory_sought
WHERE tenant_id = :tenant_id AND sought_on >= :from_on GROUP BY words ORDER BY sought_n DESC, words LIMIT :limit_n;

-- directory_search_sought_forget: sent
DELETE FROM directory_sought WHERE tenant_id = :tenant_id AND sought_on < :before_on;

-- directory_search_names_inside: many directory_search_name
SELECT e.name
-- @sqlite
FROM directory_match AS m JOIN directory_card AS c ON c.tenant_id = :tenant_id AND c.slot_n = m.rowid
JOIN directory_entry AS e ON e.tenant_id = c.tenant_id AND e.entry_id = c.entry_id
WHERE directory_match MATCH :sought AND c.coming_n <= COALESCE((SELECT s.shown_n FROM directory_shown AS s WHERE s.tenant_id = :tenant_id), 0)
ORDER BY m.rowid
-- @pg
FROM lobby.directory_match(:sought) AS m JOIN directory_card AS c ON c.tenant_id = :tenant_id AND c.slot_n = m.slot_n
JOIN directory_entry AS e ON e.tenant_id = c.tenant_id AND e.entry_id = c.entry_id
WHERE c.coming_n <= COALESCE((SELECT s.shown_n FROM directory_shown AS s WHERE s.tenant_id = :tenant_id), 0)
ORDER BY c.slot_n
-- @both
LIMIT :limit_n;

-- directory_search_anew: done
INSERT INTO directory_anew (tenant_id, made_at) VALUES (:tenant_id, :made_at) ON CONFLICT (tenant_id) DO UPDATE SET made_at = excluded.made_at;

-- directory_search_cards_clean: sent
DELETE FROM directory_card WHERE tenant_id = :tenant_id AND NOT EXISTS (SELECT 1 FROM directory_entry AS e
	WHERE e.tenant_id = :tenant_id AND e.entry_id = directory_card.entry_id AND e.state = 'live');

-- directory_search_terms_clean: sent
DELETE FROM directory_term WHERE tenant_id = :tenant_id AND NOT EXISTS (SELECT 1 FROM directory_card AS c
	WHERE c.tenant_id = :tenant_id AND c.slot_n = directory_term.slot_n);

-- directory_search_tidy: sent
INSERT INTO directory_tidy (tenant_id, tidied_at) VALUES (:tenant_id, :tidied_at)
ON CONFLICT (tenant_id) DO UPDATE SET tidied_at = excluded.tidied_at;

-- directory_search_tidied: one
SELECT
-- @sqlite
(SELECT count(DISTINCT segid) FROM directory_match_idx) AS left_n
-- @pg
CAST(0 AS BIGINT) AS left_n
-- @both
FROM directory_tidy WHERE tenant_id = :tenant_id;
