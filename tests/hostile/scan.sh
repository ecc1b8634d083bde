#!/bin/sh
# scan.sh [SECONDS]: strangers' scanners (sqlmap, wapiti) on the demo, as nobody and in the session of a signed-in worker, that many seconds in all.
# Beside us stands a canary, a small page of this script's own with one hole of each kind; a run in which the scanners do not find it is void.
# Ends with "N passed, N failed"; the canary counts.
set -u
cd "$(dirname "$0")/../.."
seconds=${1:-600}
port=${SCAN_PORT:-21394}
canary=$((port + 1))
town=akune
base=http://127.0.0.1:$port
T=$(mktemp -d)
ours=
bird=
trap 'for p in $ours $bird; do kill "$p" 2>/dev/null; done; rm -rf "$T"' EXIT
passed=0
failed=0
report() {
	if [ "$2" = yes ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED $1"; fi
}

# ---- the canary: SQL put together from what was asked, and the same said back unescaped ----
mkdir -p "$T/canary"
cat >"$T/canary/index.php" <<'PHP'
<?php
header('Content-Type: text/html; charset=utf-8');
$id = $_GET['id'] ?? '1';
$out = shell_exec('sqlite3 ' . escapeshellarg(__DIR__ . '/gift.db') . ' ' . escapeshellarg("SELECT name FROM gift WHERE gift_id = $id") . ' 2>&1');
echo '<!doctype html><title>canary</title><a href="/?id=1&word=a">again</a><form><input name="word"></form><p>';
echo ($_GET['word'] ?? '') . "</p><pre>$out</pre>";
PHP
sqlite3 "$T/canary/gift.db" "CREATE TABLE gift(gift_id INTEGER, name TEXT); INSERT INTO gift VALUES(1,'diapers'),(2,'books')" || exit 1
php -S "127.0.0.1:$canary" -t "$T/canary" >"$T/canary.log" 2>&1 &
bird=$!

build/yorisoi demo --data "$T/d" >/dev/null || exit 1
build/yorisoi serve --data "$T/d" --listen "127.0.0.1:$port" --address-limit 10000000 --quiet >"$T/serve.log" 2>&1 &
ours=$!
n=0
until curl -s -o /dev/null "$base/healthz" && curl -s -o /dev/null "http://127.0.0.1:$canary/"; do
	n=$((n + 1))
	[ "$n" -lt 100 ] || { echo "FAILED the two servers did not start"; echo "0 passed, 1 failed"; exit 1; }
	sleep 0.2
done

# ---- a worker's session, through the door of the demo ----
hidden() { curl -s -b "$T/jar" -c "$T/jar" "$base/$town/demo" | grep -o "name=\"$1\" value=\"[a-z0-9]*" | head -n 1 | sed 's/.*"//'; }
hidden csrf >/dev/null
curl -s -o /dev/null -b "$T/jar" -c "$T/jar" -H "Origin: $base" \
	--data "csrf=$(hidden csrf)&once=$(hidden once)&login=hinata" "$base/$town/demo/enter"
cookie=$(awk 'NF == 7 { printf "%s%s=%s", sep, $6, $7; sep = "; " }' "$T/jar")
got=$(curl -s -o /dev/null -w '%{http_code}' -b "$cookie" "$base/$town/desk")
report "the session of a worker opens the desk ($got)" "$([ "$got" = 200 ] && echo yes)"

# sql NAME URL [WORDS]: true when sqlmap found a place where SQL goes through.
sql() {
	name=$1 url=$2
	shift 2
	nice -n 19 timeout "$((seconds / 5 + 20))" sqlmap -u "$url" --batch --level 2 --risk 1 --disable-coloring --flush-session \
		--output-dir "$T/sqlmap-$name" "$@" >"$T/sqlmap-$name.log" 2>&1
	grep -qE 'is vulnerable|identified the following injection point' "$T/sqlmap-$name.log"
}

# web NAME URL [WORDS]: prints how many findings wapiti has that are holes; what it says of heads and cookies is judged by tests of our own.
web() {
	name=$1 url=$2
	shift 2
	nice -n 19 timeout "$((seconds + 120))" wapiti -u "$url" --scope folder --flush-session --max-scan-time "$((seconds / 4))" \
		--max-attack-time "$((seconds / 8))" -d 3 --max-links-per-page 30 --max-files-per-dir 30 --no-bugreport \
		--store-session "$T/wapiti" -m sql,xss,file,exec,redirect,crlf -f json -o "$T/$name.json" "$@" >"$T/wapiti-$name.log" 2>&1
	php -r '$j = json_decode(@file_get_contents($argv[1]), true); if (!$j) { echo "none"; exit; } $n = 0;
		foreach ($j["vulnerabilities"] as $kind => $all) foreach ($all as $one) {
			fwrite(STDERR, "  $kind: {$one["method"]} {$one["path"]} {$one["parameter"]}\n");
			$n++;
		}
		echo $n;' "$T/$name.json"
}
crawled() { grep -oE 'Wapiti found [0-9]+ URLs' "$T/wapiti-$1.log" | grep -oE '[0-9]+' | head -n 1; }

if sql canary "http://127.0.0.1:$canary/?id=1"; then found=yes; else found=no; fi
report 'sqlmap did not find the canary: the run is void' "$found"
n=$(web canary "http://127.0.0.1:$canary/" 2>/dev/null)
report "wapiti did not find the canary ($n): the run is void" "$([ "$n" != none ] && [ "$n" -gt 0 ] && echo yes)"

# Pages whose addresses or forms hold what people type; sqlmap finds the fields of forms by itself. A page that is not there proves nothing.
sought() {
	at=$1
	shift
	got=$(curl -s -o /dev/null -w '%{http_code}' "$base$at")
	report "sqlmap was to look at $at, which answers $got" "$([ "$got" = 200 ] && echo yes)"
	if sql "public$passed" "$base$at" "$@"; then found=no; else found=yes; fi
	asked=$((asked + $(grep -cE "testing '|heuristic" "$T/sqlmap-public$passed.log")))
	report "sqlmap found a way in as nobody: $at" "$found"
}
asked=0
sought "/$town/search?q=a&type=nursery&age=12&open=now&near=32.0,130.2" -p q,type,age,open,near
sought "/$town/api/search?q=a&type=nursery" -p q,type
sought "/$town/api/suggest?q=a" -p q
sought "/$town/hsds/services?search=a&taxonomy_term_id=a&organization_id=a&modified_after=2026-01-01&page=1" \
	-p search,taxonomy_term_id,organization_id,modified_after,page
sought "/$town/hsds/organizations?search=a" -p search
for at in "/$town/search" "/$town/ask" "/$town/sign-in"; do
	sought "$at" --forms
done
echo "  sqlmap as nobody: 8 addresses, $asked trials by kind"
if sql desk "$base/$town/desk?q=a" --cookie "$cookie"; then found=no; else found=yes; fi
report 'sqlmap found a way in from the desk' "$found"

n=$(web nobody "$base/$town/" 2>"$T/said")
echo "  wapiti as nobody: $(crawled nobody) addresses, $n findings"
report "wapiti as nobody: $(cat "$T/said")" "$([ "$n" = 0 ] && echo yes)"
printf '%s' "$cookie" >"$T/cookie"
n=$(web desk "$base/$town/desk" -H "Cookie: $cookie" -s "$base/$town/desk/accounts" 2>"$T/said")
echo "  wapiti at the desk: $(crawled desk) addresses, $n findings"
report "wapiti at the desk: $(cat "$T/said")" "$([ "$n" = 0 ] && echo yes)"

# Nobody was put out by it: the server stands, wrote no fault, and what was traced holds.
report 'the server fell' "$(kill -0 "$ours" 2>/dev/null && echo yes)"
report "it wrote faults: $(grep -cE ' (error|fault) ' "$T/serve.log")" "$(grep -qE ' (error|fault) ' "$T/serve.log" || echo yes)"
kill -TERM "$ours"
wait "$ours"
ours=
report 'the audit chain broke' "$(build/yorisoi audit verify --data "$T/d" >/dev/null 2>&1 && echo yes)"
[ -z "${SCAN_KEEP:-}" ] || cp -r "$T" "$SCAN_KEEP"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
