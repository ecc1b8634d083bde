#!/bin/sh
# notices.sh BUILD N [many]: a fresh demo; so many notices of its town Kawasaki one by one, then by multicast, while others wait for nobody.
set -eu
data=$(mktemp -d "${TMPDIR:-/tmp}/yorisoi-notices-XXXXXX")
trap 'rm -rf "$data" "$data.keys"' EXIT
rmdir "$data"
"$1/yorisoi" demo --data "$data" --quiet >/dev/null
"$1/bench/notices" "$data" kawasaki akune "$2" ${3:+"$3"}
