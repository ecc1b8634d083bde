#!/bin/sh
# pages.sh SECONDS: open pages for so long (tests/browser/journeys/pages.mjs), on files and then on PostgreSQL.
set -u
cd "$(dirname "$0")/../.."
export SOAK_SECONDS="$1"
failed=0
node tests/browser/journeys/pages.mjs || failed=1
YORISOI_PG=$(mktemp -d /tmp/yorisoi-pages-XXXXXX)
export YORISOI_PG
sh tests/pg_server.sh start "$YORISOI_PG" >"$YORISOI_PG.log" 2>&1 && node tests/browser/journeys/pages.mjs || failed=1
sh tests/pg_server.sh stop "$YORISOI_PG"
rm -rf "$YORISOI_PG" "$YORISOI_PG.log"
exit $failed
