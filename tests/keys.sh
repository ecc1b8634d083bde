#!/bin/sh
# Keys as administrators meet them: the recovery sheet, an empty machine from archive and sheet alone, a new machine's key while people are served,
# and a rotation that is killed at every point.
set -u
cd "$(dirname "$0")/.."
Y=build/yorisoi
T=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill $server 2>/dev/null; rm -rf "$T"' EXIT
passed=0
failed=0
D="--data $T/d"
PORT=${KEYS_PORT:-8978}

verdict() {
	if [ "$2" = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED $1: ${3:-}"; fi
}
# expect NAME EXIT-CODE WORD COMMAND...
expect() {
	name=$1 code=$2 word=$3
	shift 3
	out=$("$@" 2>&1 </dev/null)
	got=$?
	[ "$got" = "$code" ] && printf '%s' "$out" | grep -qF -- "$word"
	verdict "$name" $? "ended $got (expected $code), said: $out (expected: $word)"
}
secret_opens() { # DATA: the mail server's password of akune is there, sealed, and the audit's seals hold
	$Y audit verify --tenant akune --data "$1" 2>&1 | grep -q 'akune: holds'
}
key_of() { sed -n '/RECOVERY SHEET/,/===$/p' "$1" | grep -E '^ *([0-9A-Z]{4}-){13}[0-9A-Z]{4}$' | tr -d ' '; }

$Y tenant create akune --name x $D >"$T/first" 2>&1
verdict 'the first start prints the sheet' "$(grep -q 'RECOVERY SHEET' "$T/first"; echo $?)" "$(cat "$T/first")"
$Y tenant create hioki --name x $D >"$T/second" 2>&1
verdict 'and later ones do not' "$(! grep -q 'RECOVERY SHEET' "$T/second"; echo $?)"
$Y key sheet $D >"$T/sheet"
key=$(key_of "$T/sheet")
verdict 'it is printed again when asked for' "$([ -n "$key" ] && [ "$(key_of "$T/first")" = "$key" ]; echo $?)"
$Y tenant set akune smtp.password=himitsu smtp.url=smtp://127.0.0.1:1 mail_from=a@example.jp $D >/dev/null
$Y account add hinata --tenant akune --role worker $D >/dev/null
expect 'backup' 0 'verified 2' $Y backup "$T/b" $D
verdict 'the archive holds no machine key' "$(! find "$T/b" -name '*.key*' | grep -q .; echo $?)"

# ---- an empty machine ----
expect 'without the sheet it stays shut' 1 '--sheet' $Y restore "$T/b" --data "$T/e"
printf 'this is\nno sheet\n' >"$T/nosheet"
expect 'no sheet is none' 1 'no recovery sheet' $Y restore "$T/b" --sheet "$T/nosheet" --data "$T/e"
sed 's/^\(    ....-\)\(.\)/\1\2/; /^    [0-9A-Z]\{4\}-/s/\([0-9A-Z]\)\([0-9A-Z]\)$/\2\1/' "$T/sheet" >"$T/slip"
if [ "$(key_of "$T/slip")" != "$(key_of "$T/sheet")" ]; then
	expect 'a slip of the pen is noticed' 1 'slip' $Y restore "$T/b" --sheet "$T/slip" --data "$T/e"
fi
expect 'archive and sheet alone' 0 'Put 2' $Y restore "$T/b" --sheet "$T/sheet" --data "$T/e"
verdict 'the record of who looked holds there' "$(secret_opens "$T/e"; echo $?)"
expect 'and the machine goes on' 0 '/enter/' $Y account add mina --tenant akune --role admin --data "$T/e"
key_of "$T/sheet" | tr 'A-Z-' 'a-z ' >"$T/typed"
verdict 'typed in small letters with blanks' "$($Y restore "$T/b" --sheet - --data "$T/typed-in" <"$T/typed" 2>&1 | grep -q 'Put 2'; echo $?)"

# ---- another machine with a key of its own ----
$Y tenant create own --name x --data "$T/o" >/dev/null
expect 'a backup of another machine names the key' 1 "sealed with the machine's key" $Y restore "$T/b" --data "$T/o"
expect 'with the sheet it is sealed anew' 0 'Put 2' $Y restore "$T/b" --sheet "$T/sheet" --data "$T/o"
expect 'and opened by the own key' 0 'akune' $Y tenant list --data "$T/o"

# ---- rotation while served ----
$Y serve $D --listen 127.0.0.1:$PORT --quiet &
server=$!
for i in 1 2 3 4 5 6 7 8 9 10; do curl -s -o /dev/null "http://127.0.0.1:$PORT/healthz" && break; sleep 0.3; done
fetch() { curl -s -o "$T/page" -w '%{http_code}' -c "$T/jar" -b "$T/jar" "$@"; }
fetch "http://127.0.0.1:$PORT/akune/ask" >/dev/null
csrf=$(sed -n 's/.*name="csrf" value="\([^"]*\)".*/\1/p' "$T/page" | head -n 1)
expect 'rotate' 0 'RECOVERY SHEET' $Y key rotate $D
verdict 'a form opened before is taken after' \
	"$([ "$(fetch -d "csrf=$csrf&words=Yonaki" "http://127.0.0.1:$PORT/akune/ask")" = 303 ]; echo $?)" "$(cat "$T/page")"
printf '%%PDF-1.4\n%%%%EOF\n' >"$T/k.pdf"
verdict 'a paper is attached under the new key' \
	"$([ "$(fetch -F "csrf=$csrf" -F words=Kami -F "photo=@$T/k.pdf" "http://127.0.0.1:$PORT/akune/ask")" = 303 ]; echo $?)" "$(cat "$T/page")"
$Y tenant create later --name x $D >/dev/null
sleep 1.2
verdict 'a tenant made after it is found by the running server' \
	"$([ "$(fetch "http://127.0.0.1:$PORT/later/")" = 200 ]; echo $?)"
kill $server && wait $server
server=
$Y key sheet $D >"$T/sheet2"
verdict 'the sheet is another' "$([ "$(key_of "$T/sheet")" != "$(key_of "$T/sheet2")" ]; echo $?)"
verdict 'nothing is left of the old key' "$([ "$(ls "$T/d.keys" | tr '\n' ' ')" = 'lock machine.key ' ]; echo $?)" "$(ls "$T/d.keys")"
verdict 'what was sealed before opens after' "$(secret_opens "$T/d"; echo $?)"
expect 'an older backup wants its own sheet' 1 "sealed with the machine's key" $Y restore "$T/b" --sheet "$T/sheet2" --data "$T/x"
expect 'and has it' 0 'Put 2' $Y restore "$T/b" --sheet "$T/sheet" --data "$T/y"

# ---- killed in between: the commands that follow find their way, and the next rotation ends what was begun ----
for i in $(seq 1 20); do
	$Y key rotate $D >/dev/null 2>&1 &
	p=$!
	sleep "0.0$(printf '%02d' $((i * 4)))"
	kill -9 $p 2>/dev/null
	wait $p 2>/dev/null
	$Y tenant list $D 2>&1 | grep -q '^later' || { verdict "killed rotation $i" 1 "$($Y tenant list $D 2>&1)"; break; }
done
verdict 'after twenty killed rotations every tenant opens' "$($Y tenant list $D >/dev/null 2>&1; echo $?)"
expect 'and one that ends, ends well' 0 '3 tenants sealed anew' $Y key rotate $D
verdict 'with nothing left over' "$([ "$(ls "$T/d.keys" | tr '\n' ' ')" = 'lock machine.key ' ]; echo $?)" "$(ls "$T/d.keys")"
verdict 'and nothing lost' "$(secret_opens "$T/d"; echo $?)"

# ---- what people attached goes along ----
expect 'backup with a file' 0 'with 1 sealed files' $Y backup "$T/c" $D
$Y key sheet $D >"$T/sheet3"
expect 'restored with it' 0 'Put 3' $Y restore "$T/c" --sheet "$T/sheet3" --data "$T/r"
verdict 'the file is there' "$([ "$(find "$T/r/files" -type f | wc -l)" = 1 ]; echo $?)"
expect 'a move between folders' 0 'Moved akune' $Y move --tenant akune --from "sqlite:$T/d" --to "sqlite:$T/m"
verdict 'takes it along' "$([ "$(find "$T/m/files/akune" -type f | wc -l)" = 1 ]; echo $?)"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
