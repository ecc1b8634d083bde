#!/bin/sh
# match.sh BUILD: a town with 200 helpers and 500 visits; what a ranking takes, every fact read anew: alone, and while the web is under load.
set -eu
data=$(mktemp -d "${TMPDIR:-/tmp}/yorisoi-match-XXXXXX")
trap 'rm -rf "$data" "$data.keys"' EXIT
rmdir "$data"
"$1/yorisoi" demo --data "$data" --quiet >/dev/null
"$1/bench/match" "$data" kawasaki make
"$1/bench/match" "$data" kawasaki rank
port=${PORT:-18098}
"$1/yorisoi" serve --data "$data" --listen "127.0.0.1:$port" --address-limit 1000000 >/dev/null 2>&1 &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$data" "$data.keys"' EXIT
sleep 2
"$1/bench/load" get -c 16 -r 500 -t 12 "127.0.0.1:$port" /kawasaki/ >"$data.said" &
load=$!
sleep 1
echo "match: with 500 pages a second beside it:"
"$1/bench/match" "$data" kawasaki rank
wait $load
sed -n 's/.*"requests":\([0-9]*\).*"p50_us":\([0-9.]*\),"p99_us":\([0-9.]*\).*/match: the pages: \1 in all, p50 \2 us, p99 \3 us/p' "$data.said"
rm -f "$data.said"
