#!/bin/sh
# tsan.sh [PREFIX...]: the unit tests of everything with threads (server, event streams, store, matching, calls to others), looked at by the thread
# sanitizer; first a planted race, which it must find. It wants addresses that do not move (setarch -R) on kernels that move them far.
# Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/../.."
log=build/log/tsan.log
mkdir -p build/log
[ $# -gt 0 ] || set -- src/web/server_test src/web/fetch src/store/store_test src/store/keep_test src/match src/base
passed=0
failed=0

gcc -O1 -g -fsanitize=thread -o build/tsan/race tests/hostile/race.c || exit 1
if setarch -R build/tsan/race >"$log" 2>&1 || ! grep -q 'data race' "$log"; then
	echo "FAILED the planted race was not found: this machine's thread sanitizer sees nothing"
	echo "0 passed, 1 failed"
	exit 1
fi
for part in "$@"; do
	setarch -R build/tsan/unit "$part" >"$log" 2>&1
	code=$?
	found=$(grep -c '^WARNING: ThreadSanitizer' "$log")
	echo "  $part: $(grep -E '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1), $found findings"
	if [ "$code" = 0 ] && [ "$found" = 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		grep -A 25 -E '^WARNING|^FAILED' "$log" | head -n 60
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
