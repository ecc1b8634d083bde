#!/bin/sh
# Runs every suite, shows what failed, adds up. The last line is the sum: `N passed, N failed`.
set -u
cd "$(dirname "$0")/.."
mkdir -p build/log
passed=0
failed=0
skipped=0

# begin NAME COMMAND...: runs it beside what follows; finish NAME: waits for it and tells. suite NAME COMMAND...: both.
begin() {
	name=$1
	rm -f "build/log/$name.end"
	run "$@" &
	eval "pid_$(echo "$name" | tr -c 'a-z0-9\n' _)=$!"
}

run() {
	name=$1
	shift
	started=$(date +%s)
	"$@" >"build/log/$name.log" 2>&1
	echo "$? $(($(date +%s) - started))" >"build/log/$name.end"
}

finish() {
	name=$1
	eval "wait \${pid_$(echo "$name" | tr -c 'a-z0-9\n' _):-}"
	read -r code took <"build/log/$name.end" || code=1 took=0
	line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "build/log/$name.log" | tail -n 1)
	p=$(printf '%s' "$line" | sed -n 's/^\([0-9]*\) passed.*/\1/p')
	f=$(printf '%s' "$line" | sed -n 's/.* \([0-9]*\) failed.*/\1/p')
	s=$(printf '%s' "$line" | sed -n 's/.* \([0-9]*\) skipped.*/\1/p')
	# A suite that ended badly, or without saying how many it ran, has failed once more than it says.
	if [ -z "$line" ] || { [ "$code" != 0 ] && [ "${f:-0}" = 0 ]; }; then
		f=$((${f:-0} + 1))
	fi
	passed=$((passed + ${p:-0}))
	failed=$((failed + ${f:-0}))
	skipped=$((skipped + ${s:-0}))
	echo "$name: ${p:-0} passed, ${f:-0} failed ($took s)"
	if [ "${f:-0}" != 0 ]; then
		grep -vE '^(ok|  ok|passed) ' "build/log/$name.log" | tail -n 60 | sed 's/^/    /'
	fi
}

suite() {
	begin "$@"
	finish "$1"
}

suite tidy sh tests/tidy/run.sh
suite security sh tests/hostile/security.sh
suite sbom node tests/hostile/sbom.mjs
suite pagec sh tests/pagec.sh build/tools/pagec
suite queryc sh tests/queryc.sh build/tools/queryc
# A crowd wants the same hour, the same box: a thousand times.
export YORISOI_ROUNDS=1000
# Both stores beside each other: each takes one core for minutes, and neither looks at the clock.
begin unit build/san/unit
begin postgresql sh tests/pg.sh
finish unit
# What follows needs one core too, and asks no clock: PostgreSQL goes on beside it.
suite cli sh tests/cli.sh
suite plan node tests/plan.mjs
suite keys sh tests/keys.sh
suite proxy sh tests/proxy.sh
suite deb sh tests/deb.sh
suite contrast node tests/look/contrast.mjs
suite kill build/kill "${KILL_SECONDS:-20}"
suite send build/send
suite power sh tests/power/run.sh "${POWER_STATES:-2000}"
suite shutdown sh tests/power/run.sh shutdown 5
suite disk sh tests/disk/run.sh
finish postgresql
suite migrate sh tests/disk/run.sh migrate 1000000 5

# The journeys with their towns in PostgreSQL, one after the other, beside those with their towns in files: they wait for what must come, never for
# a time, so neither minds the other.
journeys_postgresql() {
	YORISOI_PG=$(mktemp -d /tmp/yorisoi-journeys-XXXXXX)
	export YORISOI_PG
	sh tests/pg_server.sh start "$YORISOI_PG" >build/log/journeys-pg.log 2>&1
	for file in tests/browser/journeys/*.mjs; do
		run "$(basename "$file" .mjs)-postgresql" node "$file"
	done
	sh tests/pg_server.sh stop "$YORISOI_PG"
	rm -rf "$YORISOI_PG"
}
rm -f build/log/*-postgresql.end
journeys_postgresql &
for file in tests/browser/journeys/*.mjs tests/browser/look.mjs tests/browser/lighthouse.mjs; do
	[ -f "$file" ] || continue
	suite "$(basename "$file" .mjs)" node "$file"
done
wait
for file in tests/browser/journeys/*.mjs; do
	finish "$(basename "$file" .mjs)-postgresql"
done

if [ "$skipped" = 0 ]; then
	echo "$passed passed, $failed failed"
else
	echo "$passed passed, $failed failed, $skipped skipped"
fi
[ "$failed" = 0 ] && [ "$passed" != 0 ]
