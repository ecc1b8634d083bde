#!/bin/sh
# notices.sh BUILD N [many]: a fresh demo; so many notices of its town Kawasaki one by one, then by multicast, while others wait for nobody.
# BUDGET=100000000: with a budget of the month kept.
set -eu
data=$(mktemp -d "${TMPDIR:-/tmp}/yorisoi-notices-XXXXXX")
trap 'rm -rf "$data" "$data.keys"' EXIT
rmdir "$data"
"$1/yorisoi" demo --data "$data" --quiet >/dev/null
"$1/yorisoi" tenant set kawasaki "line.push_budget=${BUDGET:-0}" --data "$data" >/dev/null
"$1/bench/notices" "$data" kawasaki akune "$2" ${3:+"$3"}
