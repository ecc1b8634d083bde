-- The switch for a loss and its way back.

-- family_loss_put: done
INSERT INTO family_loss (tenant_id, loss_id, family_id, pregnancy_id, child_id, lost_on, source, switched_at, by_account_id, letter_n)
VALUES (:tenant_id, :loss_id, :family_id, :pregnancy_id, :child_id, :lost_on, :source, :switched_at, :by_account_id, :letter_n);

-- family_loss_by_id: one family_loss
SELECT loss_id, family_id, pregnancy_id, child_id, lost_on, source, switched_at, by_account_id, letter_n, undo_asked_at,
	undo_asked_by_account_id, undone_at
FROM family_loss WHERE tenant_id = :tenant_id AND loss_id = :loss_id;

-- family_loss_of: many family_loss
SELECT x.loss_id, x.family_id, x.pregnancy_id, x.child_id, x.lost_on, x.source, x.switched_at, x.by_account_id, x.letter_n, x.undo_asked_at,
	x.undo_asked_by_account_id, x.undone_at
FROM family_loss x
WHERE x.tenant_id = :tenant_id AND x.family_id IN (
	SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.family_id = :family_id
	UNION SELECT h.family_id FROM family_household h WHERE h.tenant_id = :tenant_id AND h.into_family_id = :family_id) AND x.undone_at IS NULL
ORDER BY x.switched_at, x.loss_id LIMIT 20;

-- family_loss_ask_undo: done
UPDATE family_loss SET undo_asked_at = :undo_asked_at, undo_asked_by_account_id = :undo_asked_by_account_id
WHERE tenant_id = :tenant_id AND loss_id = :loss_id AND undone_at IS NULL;

-- family_loss_undone: done
UPDATE family_loss SET undone_at = :undone_at, undone_by_account_id = :undone_by_account_id
WHERE tenant_id = :tenant_id AND loss_id = :loss_id AND undone_at IS NULL;

-- family_loss_pregnancy: done
UPDATE family_pregnancy SET state = :state, ended_on = :ended_on, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND pregnancy_id = :pregnancy_id AND state = :was_state;

-- family_loss_child: done
UPDATE family_child SET state = :state, ended_on = :ended_on, version_n = version_n + 1
WHERE tenant_id = :tenant_id AND child_id = :child_id AND state = :was_state;
