#!/bin/sh
# find.sh BUILD ENTRIES: a town with so many entries out of a seed; what its index weighs beside its text; what each question costs.
set -eu
data=$(mktemp -d "${TMPDIR:-/tmp}/yorisoi-find-XXXXXX")
trap 'rm -rf "$data" "$data.keys"' EXIT
rmdir "$data"
"$1/yorisoi" demo --data "$data" --quiet >/dev/null
"$1/bench/find" "$data" akune "$2" make
cat >"$data.sql" <<'SQL'
SELECT printf('find: text %.1f MiB, index %.1f MiB, folded copy with what the list shows %.1f MiB',
	(SELECT sum(length(CAST(facts AS BLOB))) FROM directory_entry) / 1048576.0,
	(SELECT sum(pgsize) FROM dbstat WHERE (name LIKE 'directory_match%' OR name LIKE 'directory_card%' OR name LIKE 'directory_open%'
		OR name LIKE 'directory_term_%' OR name LIKE 'sqlite_autoindex_directory_term%')) / 1048576.0,
	(SELECT sum(pgsize) FROM dbstat WHERE name = 'directory_term') / 1048576.0);
SQL
sqlite3 "$data/tenants/akune.db" <"$data.sql" 2>/dev/null || echo "find: no sqlite3 here to weigh the index"
rm -f "$data.sql"
"$1/bench/find" "$data" akune "$2" ask
