-- Money that came, its receipts, and what it settles.

-- care_paid_last: one
SELECT coalesce(max(receipt_n), 0) AS receipt_n FROM care_paid WHERE tenant_id = :tenant_id AND year_n = :year_n;

-- care_paid_add: done
INSERT INTO care_paid (tenant_id, paid_id, year_n, receipt_n, fee_id, family_id, paid_yen, paid_on, way, made_at, by_account_id, by_name)
VALUES (:tenant_id, :paid_id, :year_n, :receipt_n, :fee_id, :family_id, :paid_yen, :paid_on, :way, :made_at, :by_account_id, :by_name)
ON CONFLICT DO NOTHING;

-- care_paid_sum: done
UPDATE care_fee SET paid_yen = paid_yen + :paid_yen WHERE tenant_id = :tenant_id AND fee_id = :fee_id;

-- care_paid_list: many care_paid
SELECT paid_id, year_n, receipt_n, fee_id, family_id, paid_yen, paid_on, way, made_at, by_name FROM care_paid
WHERE tenant_id = :tenant_id AND fee_id = :fee_id ORDER BY made_at, paid_id LIMIT 50;

-- care_paid_request_settled: sent
UPDATE care_request SET state = 'settled', version_n = version_n + 1
WHERE tenant_id = :tenant_id AND request_id = :request_id AND state = 'confirmed';
