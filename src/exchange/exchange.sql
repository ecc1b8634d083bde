-- Imports under way and done.

-- exchange_import_add: sent
INSERT INTO exchange_import (tenant_id, import_id, source, kind, file_name, layout, publisher, licence, credit, state, read_n, added_n, changed_n,
	unchanged_n, rejected_n, gone_n, row_n, conflict_n, by_account_id, by_name, begun_at, touched_at)
VALUES (:tenant_id, :import_id, :source, :kind, :file_name, :layout, :publisher, :licence, :credit, 'staging', 0, 0, 0, 0, 0, 0, 0, 0, :by_account_id,
	:by_name, :now_at, :now_at);

-- exchange_import_ready: sent
UPDATE exchange_import SET state = 'ready', read_n = :read_n, added_n = :added_n, changed_n = :changed_n, unchanged_n = :unchanged_n,
	rejected_n = :rejected_n, gone_n = :gone_n, row_n = :row_n, layout = :layout, kind = :kind, touched_at = :now_at
WHERE tenant_id = :tenant_id AND import_id = :import_id AND state = 'staging';

-- exchange_import_state: sent
UPDATE exchange_import SET state = :state, touched_at = :now_at, settled_at = :settled_at WHERE tenant_id = :tenant_id AND import_id = :import_id;

-- exchange_import_coming: sent
UPDATE exchange_import SET coming_n = :coming_n WHERE tenant_id = :tenant_id AND import_id = :import_id;

-- exchange_import_touch: sent
UPDATE exchange_import SET touched_at = :now_at, conflict_n = conflict_n + :conflict_n WHERE tenant_id = :tenant_id AND import_id = :import_id;

-- exchange_import_forget: sent
DELETE FROM exchange_import WHERE tenant_id = :tenant_id AND import_id = :import_id;

-- exchange_import_by_id: one exchange_import
SELECT import_id, source, kind, file_name, layout, publisher, licence, credit, state, read_n, added_n, changed_n, unchanged_n, rejected_n, gone_n,
	row_n, conflict_n, by_name, begun_at, touched_at, settled_at, coming_n
FROM exchange_import WHERE tenant_id = :tenant_id AND import_id = :import_id;

-- exchange_imports: many exchange_import
SELECT import_id, source, kind, file_name, layout, publisher, licence, credit, state, read_n, added_n, changed_n, unchanged_n, rejected_n, gone_n,
	row_n, conflict_n, by_name, begun_at, touched_at, settled_at, coming_n
FROM exchange_import WHERE tenant_id = :tenant_id AND state <> 'dropped' ORDER BY import_id DESC LIMIT :limit_n;

-- exchange_import_in_state: one
SELECT import_id FROM exchange_import WHERE tenant_id = :tenant_id AND state = :state AND touched_at < :before_at ORDER BY touched_at LIMIT 1;

-- exchange_row_add: sent
INSERT INTO exchange_row (tenant_id, import_id, row_n, line_n, what, source_key, entry_id, area_id, name, given, figures, reason)
VALUES (:tenant_id, :import_id, :row_n, :line_n, :what, :source_key, :entry_id, :area_id, :name, :given, :figures, :reason);

-- exchange_rows_next: many exchange_staged
SELECT row_n, line_n, what, source_key, entry_id, area_id, name, given, figures FROM exchange_row
WHERE tenant_id = :tenant_id AND import_id = :import_id AND what IN ('entry', 'figures', 'outline') ORDER BY row_n LIMIT :limit_n;

-- exchange_rows_shown: many
SELECT line_n, what, name, given, reason FROM exchange_row
WHERE tenant_id = :tenant_id AND import_id = :import_id AND what = :what ORDER BY row_n LIMIT :limit_n;

-- exchange_row_drop: sent
DELETE FROM exchange_row WHERE tenant_id = :tenant_id AND import_id = :import_id AND row_n = :row_n;

-- exchange_rows_drop: done
DELETE FROM exchange_row WHERE tenant_id = :tenant_id AND import_id = :import_id AND row_n IN
	(SELECT x.row_n FROM exchange_row x WHERE x.tenant_id = :tenant_id AND x.import_id = :import_id ORDER BY x.row_n LIMIT :limit_n);

-- exchange_piece_add: done
INSERT INTO exchange_piece (tenant_id, import_id, piece_n, words) VALUES (:tenant_id, :import_id, :piece_n, :words);

-- exchange_pieces: many
SELECT words FROM exchange_piece WHERE tenant_id = :tenant_id AND import_id = :import_id ORDER BY piece_n LIMIT 1000;

-- exchange_pieces_drop: sent
DELETE FROM exchange_piece WHERE tenant_id = :tenant_id AND import_id = :import_id;
