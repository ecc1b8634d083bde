#!/bin/sh
# fees.sh BUILD VISITS: a fresh demo, then a year of so many visits settled in its town Kawasaki.
set -eu
data=$(mktemp -d "${TMPDIR:-/tmp}/yorisoi-fees-XXXXXX")
trap 'rm -rf "$data" "$data.keys"' EXIT
rmdir "$data"
"$1/yorisoi" demo --data "$data" --quiet >/dev/null
"$1/bench/fees" "$data" kawasaki "$2"
