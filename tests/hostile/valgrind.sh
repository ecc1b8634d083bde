#!/bin/sh
# The program as it is shipped, under valgrind: it serves a demo town, answers pages, a sign-in of the demo, a long body and nonsense, and is
# stopped. An invalid read or write, a jump on what was never written, a block lost for good: each is a failure. A planted one is found first.
# Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/../.."
port=${VALGRIND_PORT:-21390}
T=$(mktemp -d)
ours=
trap '[ -n "$ours" ] && kill "$ours" 2>/dev/null; rm -rf "$T"' EXIT
grind="valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite --show-leak-kinds=definite --trace-children=no"

printf '#include <stdlib.h>\nint main(void) { volatile char *p = malloc(4); return p[4] & 0; }\n' >"$T/bad.c"
gcc -O0 -g -o "$T/bad" "$T/bad.c" || exit 1
$grind "$T/bad" >"$T/bad.log" 2>&1
if [ $? != 99 ]; then
	echo "FAILED valgrind did not find the planted read behind a block"
	echo "0 passed, 1 failed"
	exit 1
fi

build/yorisoi demo --data "$T/d" >/dev/null || exit 1
$grind --log-file="$T/valgrind.log" build/yorisoi serve --data "$T/d" --listen "127.0.0.1:$port" --quiet &
ours=$!
n=0
until curl -s -o /dev/null "http://127.0.0.1:$port/healthz"; do
	n=$((n + 1))
	if [ "$n" = 600 ] || ! kill -0 "$ours" 2>/dev/null; then echo "FAILED the server did not start"; cat "$T/valgrind.log"; exit 1; fi
	sleep 0.2
done

answered=0
missed=0
# ask WANTED PATH [CURL WORDS]: one request whose answer must have this status.
ask() {
	want=$1 path=$2
	shift 2
	got=$(curl -s -m 120 -b "$T/jar" -c "$T/jar" -o "$T/page" -w '%{http_code}' "$@" "http://127.0.0.1:$port$path")
	if [ "$got" = "$want" ]; then answered=$((answered + 1)); else missed=$((missed + 1)); echo "FAILED $path answered $got, not $want"; fi
}

town=akune
ask 200 "/$town/"
ask 200 "/$town/sign-in"
ask 404 "/$town/no-such-page"
ask 404 "/no-such-town/"
ask 400 "/$town/%00"
head -c 900000 /dev/zero | tr '\0' x >"$T/long"
ask 403 "/$town/sign-in" --data-urlencode "login@$T/long" -H "Origin: http://elsewhere.example"
ask 414 "/$town/$(head -c 3000 /dev/zero | tr '\0' a)"
hidden() {
	curl -s -m 120 -b "$T/jar" -c "$T/jar" "http://127.0.0.1:$port/$town/demo" |
		grep -o "name=\"$1\" value=\"[a-z0-9]*" | head -n 1 | sed 's/.*"//'
}
hidden csrf >/dev/null                           # the visitor's cookie comes with the first page
ask 303 "/$town/demo/enter" -H "Origin: http://127.0.0.1:$port" --data "csrf=$(hidden csrf)&once=$(hidden once)&login=hinata"
ask 200 "/$town/desk"
kill -TERM "$ours"
wait "$ours"
code=$?
ours=
if [ "$code" = 0 ] && [ "$missed" = 0 ] && [ ! -s "$T/valgrind.log" ]; then
	echo "$((answered + 1)) passed, 0 failed"
else
	echo "FAILED the server ended with $code; valgrind says:"
	head -n 60 "$T/valgrind.log"
	echo "$answered passed, $((missed + 1)) failed"
	exit 1
fi
