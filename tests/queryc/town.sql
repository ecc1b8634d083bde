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
