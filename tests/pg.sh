#!/bin/sh
# The suites on PostgreSQL: a server of our own on a private socket, the schema by its owner, then the unit tests with their towns in it, and the
# command line. Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/.."
folder=$(mktemp -d /tmp/yorisoi-pg-XXXXXX)
trap 'sh tests/pg_server.sh stop "$folder"; rm -rf "$folder"' EXIT
passed=0
failed=0
as() { echo "postgresql://$1@/yorisoi?host=$folder"; }

expect() {
	what=$1
	shift
	if "$@" >"$folder/said" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED $what: $(tail -n 3 "$folder/said")"
	fi
}

# The sweeps ask what was committed last: only they commit.
export PG_MORE="-c track_commit_timestamp=on -c autovacuum=off"
sh tests/pg_server.sh start "$folder" >/dev/null || { echo "the server did not start"; cat "$folder"/*.log; echo "0 passed, 1 failed"; exit 1; }
y() { command=$1; shift; build/yorisoi "$command" "$@" --store "$(as yorisoi_app)" --keys "$folder/keys"; }
is_refused() { ! "$@"; }

expect "no schema yet" is_refused y demo
expect migrate build/yorisoi migrate --store "$(as yorisoi_owner)"
expect "migrate again" build/yorisoi migrate --store "$(as yorisoi_owner)"
expect demo y demo --quiet
expect "demo again" y demo --quiet
expect check y check
expect "tenant create" y tenant create hana --name Hana
expect "tenant create twice" is_refused y tenant create hana --name Hana
expect "account add" y account add hinata --tenant hana --role worker
expect "account list" sh -c "build/yorisoi account list --tenant hana --store '$(as yorisoi_app)' --keys '$folder/keys' | grep -q hinata"
expect "audit verify" y audit verify
move() { build/yorisoi move --tenant akune --from "$1" --to "$2" --keys "$folder/keys"; }
expect "move to SQLite" move "$(as yorisoi_app)" "sqlite:$folder/files"
expect "it left" sh -c "! build/yorisoi audit verify --tenant akune --store '$(as yorisoi_app)' --keys '$folder/keys'"
expect "audit verify in the file" build/yorisoi audit verify --tenant akune --data "$folder/files" --keys "$folder/keys"
expect "move back" move "sqlite:$folder/files" "$(as yorisoi_app)"
expect "audit verify again" y audit verify --tenant akune
expect "move twice" is_refused move "sqlite:$folder/files" "$(as yorisoi_app)"
export TMPDIR="$folder"
expect "backup" y backup "$folder/archive"
expect "nothing is left beside it" sh -c "! ls '$folder/archive' | grep -v '\.db$' | grep -v '\.files$'"
expect "backup onto itself" is_refused y backup "$folder/archive"
expect "restore into a folder" build/yorisoi restore "$folder/archive" --data "$folder/back" --keys "$folder/keys"
expect "audit verify in what was restored" build/yorisoi audit verify --data "$folder/back" --keys "$folder/keys"
live() {
	command=$1
	shift
	build/yorisoi "$command" "$@" --store "postgresql://yorisoi_app@/live?host=$folder" --keys "$folder/keys" --data "$folder/livedata"
}
expect "a new database" build/yorisoi migrate --store "postgresql://yorisoi_owner@/live?host=$folder"
expect "what was restored goes into it" build/yorisoi move --tenant hana --from "sqlite:$folder/back" --keys "$folder/keys" \
	--to "postgresql://yorisoi_app@/live?host=$folder"
expect "and is whole there" live audit verify --tenant hana
expect "restore into a database" live restore "$folder/archive" --tenant akune
expect "and that is whole" live audit verify --tenant akune
expect "what is there is not overwritten" is_refused live restore "$folder/archive" --tenant akune
expect "nothing is left of it beside" sh -c "! ls -d '$folder'/yorisoi-restore-*"
unset TMPDIR
rm -rf "$folder/archive" "$folder/back"
psql -q -X -h "$folder" -U admin -d postgres -c "DROP DATABASE live"
createdb -h "$folder" -U admin -O yorisoi_owner -E UTF8 --locale=C -T template0 live
expect "without a tenant nothing is seen" sh -c "[ \$(psql -X -A -t '$(as yorisoi_app)' -c 'SELECT count(*) FROM account') = 0 ]"
expect "nor when it is emptied" sh -c "[ \$(psql -X -A -t '$(as yorisoi_app)' -c \"SELECT set_config('yorisoi.tenant', '', false)\" \
	-c 'SELECT count(*) FROM account' | tail -n 1) = 0 ]"

# Full-text search: a query with two bodies, and what it asks in the lobby, on the small town of queryc's tests.
town() { echo "postgresql://$1@/town?host=$folder"; }
explain() {
	psql -X -A -t -h "$folder" -U admin -d town -c "SET enable_seqscan = off" -c "SET ROLE $1" -c "EXPLAIN SELECT box_id FROM gift_term \
		WHERE to_tsvector('simple', words) @@ plainto_tsquery('simple', 'x')"
}
expect "search" sh tests/queryc.sh build/tools/queryc "$(town yorisoi_app)" "$(town yorisoi_owner)"
by_index() { explain "$1" | grep -q "Index Scan on gift_term_words"; }
expect "the lobby searches by its index" by_index yorisoi_lobby
expect "which the wall would forbid the others" is_refused by_index yorisoi_app

# Suites of their own, with servers and writers; each ends with its count.
for suite in tests/pg/move.mjs tests/pg/two.mjs tests/pg/away.mjs; do
	node "$suite" "$folder" >"$folder/suite" 2>&1 || cat "$folder/suite"
	p=$(sed -n 's/^\([0-9]*\) passed, .*/\1/p' "$folder/suite")
	f=$(sed -n 's/^[0-9]* passed, \([0-9]*\) failed.*/\1/p' "$folder/suite")
	passed=$((passed + ${p:-0}))
	failed=$((failed + ${f:-1}))
done

# What has no store below it, or SQLite's own, was tried by the suite before this one.
only=$(for d in src/*/; do case $d in src/base/|src/web/|src/store/|src/channel/|src/match/) ;; *) echo "$d" ;; esac; done)
YORISOI_TEST_STORE=$(as yorisoi_app) YORISOI_TEST_OWNER=$(as yorisoi_owner) YORISOI_TEST_ADMIN=$(as admin) \
	build/san/unit ${ONLY:-$only tests/ pg_test} >"$folder/unit" 2>&1
code=$?
grep -v ' passed, ' "$folder/unit"
line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$folder/unit" | tail -n 1)
p=$(printf '%s' "$line" | sed -n 's/^\([0-9]*\) passed.*/\1/p')
f=$(printf '%s' "$line" | sed -n 's/.* \([0-9]*\) failed.*/\1/p')
if [ "$code" != 0 ] && [ "${f:-0}" = 0 ]; then f=1; fi
passed=$((passed + ${p:-0}))
failed=$((failed + ${f:-0}))
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
