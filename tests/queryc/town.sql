-- Queries of the small town: every shape and every type once.

-- gift_box_put: done
INSERT INTO gift_box (tenant_id, box_id, name, stock_n, price_yen, is_open, made_at, until_on, by_account_id)
VALUES (:tenant_id, :box_id, :name, :stock_n, :price_yen, :is_open, :made_at, :until_on, :by_account_id);

-- gift_box_find: one gift_box
SELECT box_id, name, stock_n, price_yen, is_open, made_at, until_on, by_account_id
FROM gift_box WHERE tenant_id = :tenant_id AND box_id = :box_id;

-- gift_boxes_open: many gift_box
SELECT box_id, name, stock_n, price_yen, is_open, made_at, until_on, by_account_id
FROM gift_box WHERE tenant_id = :tenant_id AND is_open AND (:name IS NULL OR name = :name) ORDER BY box_id LIMIT :limit_n;

-- gift_take: one
UPDATE gift_box SET stock_n = stock_n - 1 WHERE tenant_id = :tenant_id AND box_id = :box_id AND stock_n > 0 RETURNING stock_n;

-- gift_close_all: done
UPDATE gift_box SET is_open = false, name = 'it''s "closed"; /* -- */' WHERE tenant_id = :tenant_id;

-- gift_term_put: done
INSERT INTO gift_term (tenant_id, box_id, words) VALUES (:tenant_id, :box_id, :words)
ON CONFLICT (tenant_id, box_id) DO UPDATE SET words = excluded.words;

-- gift_term_drop: done
DELETE FROM gift_term WHERE tenant_id = :tenant_id AND box_id = :box_id;

-- gift_found: many
SELECT b.box_id, b.name
-- @sqlite
FROM gift_words JOIN gift_term t ON t.tenant_id = :tenant_id AND t.box_id = gift_words.rowid
JOIN gift_box b ON b.tenant_id = t.tenant_id AND b.box_id = t.box_id
WHERE gift_words MATCH :words
-- @pg
FROM lobby.gift_search(:words) AS t JOIN gift_box b ON b.tenant_id = :tenant_id AND b.box_id = t.box_id
-- @both
ORDER BY b.box_id LIMIT :limit_n;
