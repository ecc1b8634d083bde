#!/bin/sh
# The command line as administrators meet it: what it prints, what it refuses and how it ends (0 done, 1 refused, 2 used wrongly).
set -u
cd "$(dirname "$0")/.."
Y=build/yorisoi
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
passed=0
failed=0

# expect NAME EXIT-CODE WORD COMMAND...: ends so, and says the word on one of its outputs.
expect() {
	name=$1 code=$2 word=$3
	shift 3
	out=$("$@" 2>&1 </dev/null)
	got=$?
	if [ "$got" = "$code" ] && printf '%s' "$out" | grep -qF -- "$word"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED $name: ended $got (expected $code), said: $out (expected: $word)"
	fi
}

D="--data $T/d"
expect 'no command' 2 'yorisoi serve' $Y
expect 'unknown command' 2 'See: yorisoi --help' $Y frobnicate
expect 'version' 0 'schema' $Y --version
expect 'help' 0 'yorisoi backup' $Y --help
for c in serve demo tenant account backup restore key audit load tls setup rehearse check; do
	expect "help of $c" 0 'Example' $Y $c --help
done
expect 'unknown option' 2 'no option --wrong' $Y tenant list --wrong
expect 'option without value' 2 'needs a value' $Y tenant list --data
expect 'serve without data' 1 'yorisoi demo' $Y serve $D
expect 'list without data' 1 'tenant create' $Y tenant list $D
expect 'create' 0 'account add' $Y tenant create akune --name '阿久根市子育て支援' $D
expect 'create again' 1 'already' $Y tenant create akune --name x $D
expect 'create with a bad name' 1 'begins with a letter' $Y tenant create 9lives --name x $D
expect 'create with a reserved name' 1 'static' $Y tenant create static --name x $D
expect 'create with a missing profile' 1 'nowhere.conf' $Y tenant create hioki --name x --profile "$T/nowhere.conf" $D
printf 'title = x\n[area a]\nnonsense = 1\n' >"$T/bad.conf"
expect 'create with a bad profile names the line' 1 'bad.conf:3' $Y tenant create hioki --name x --profile "$T/bad.conf" $D
expect 'nothing was left of it' 1 'no tenant hioki' $Y tenant set hioki hue=10 $D
expect 'create with a profile' 0 'Made' $Y tenant create osaka --name x --profile demo/osaka.conf $D
expect 'list' 0 'osaka' $Y tenant list $D
expect 'set' 0 'Set 2' $Y tenant set akune hue=190 town=阿久根市 $D
expect 'set an unknown key' 1 'nonsense' $Y tenant set akune nonsense=1 $D
expect 'set a bad value' 1 'hue' $Y tenant set akune hue=teal $D
expect 'set half: nothing is kept' 1 'nonsense' $Y tenant set akune town=別の町 nonsense=1 $D
expect 'nothing was kept' 0 '阿久根市' $Y tenant list $D
expect 'set without a value' 2 'KEY=VALUE' $Y tenant set akune hue $D
expect 'set line settings for later' 0 'Set 3' $Y tenant set akune line.mode=door line.channel_secret=s line.api_base=http://127.0.0.1:9 $D
expect 'account add' 0 '/enter/' $Y account add hinata --tenant akune --role worker --name '日向 あおい' $D
expect 'account add again' 1 'taken' $Y account add hinata --tenant akune --role worker $D
expect 'account with a wrong role' 1 'worker, manager' $Y account add x2 --tenant akune --role king $D
expect 'account without a role' 2 'give --role' $Y account add x2 --tenant akune $D
expect 'account in no tenant' 1 'no tenant' $Y account add x2 --tenant nowhere --role worker $D
expect 'account list' 0 'hinata' $Y account list --tenant akune $D
expect 'account reset' 0 '/enter/' $Y account reset hinata --tenant akune $D
expect 'account reset of nobody' 1 'no such account' $Y account reset nobody --tenant akune $D
expect 'account end' 0 'Ended' $Y account end hinata --tenant akune $D
expect 'account ended stays listed' 0 '(ended)' $Y account list --tenant akune $D
expect 'audit verify' 0 'holds' $Y audit verify $D
expect 'audit verify one' 0 'akune: holds' $Y audit verify --tenant akune $D
expect 'audit of nobody' 1 'no tenant' $Y audit verify --tenant nowhere $D
expect 'backup' 0 'verified 2' $Y backup "$T/b" $D
expect 'backup onto itself' 1 'already' $Y backup "$T/b" $D
expect 'restore over what is there' 1 'not overwritten' $Y restore "$T/b" $D
cp -r "$T/d.keys" "$T/e.keys"
expect 'restore elsewhere' 0 'Put 2' $Y restore "$T/b" --data "$T/e"
expect 'audit holds after restore' 0 'akune: holds' $Y audit verify --data "$T/e"
dd if=/dev/urandom of="$T/b/akune.db" bs=1024 seek=8 count=8 conv=notrunc 2>/dev/null
$Y key sheet $D >"$T/sheet"
expect 'a damaged backup is refused' 1 'not whole' $Y restore "$T/b" --sheet "$T/sheet" --tenant akune --data "$T/f"
expect 'restore of nothing' 1 'cannot be read' $Y restore "$T/nowhere" $D
expect 'demo beside real data' 1 'never mixed' $Y demo $D
expect 'load into real data' 1 'demo folders only' $Y load --tenant akune --count 5 $D
expect 'demo' 0 'Made 10 towns' $Y demo --data "$T/demo"
expect 'demo again changes nothing' 0 'Nothing to make' $Y demo --data "$T/demo"
expect 'load' 0 'Asked 50' $Y load --tenant akune --count 50 --data "$T/demo"
expect 'check' 0 'well' $Y check --data "$T/demo"
expect 'check in JSON' 0 '"point":"audit","state":"ok","of":"akune"' $Y check --json --data "$T/demo"
expect 'check says what is wrong' 1 'smtp.url' $Y check $D
chmod 755 "$T/demo"
expect 'check sees an open folder' 1 'chmod 700' $Y check --data "$T/demo"
chmod 700 "$T/demo"
touch -d '2 days' "$T/demo/tenants/akune.db"
expect 'check sees files of the future' 1 'in the future' $Y check --data "$T/demo"
touch "$T/demo/tenants/akune.db"
touch -d '1 hour ago' "$T/demo/tenants/x.db.part"
expect 'check sees what a killed command left' 3 "rm $T/demo/tenants/x.db.part" $Y check --data "$T/demo"
rm "$T/demo/tenants/x.db.part"
expect 'check of no data' 1 'no data of Yorisoi' $Y check --data "$T/nowhere"
cat >"$T/clock.mjs" <<'EOF'
// A time server that lives N seconds ahead of us.
import dgram from 'node:dgram';
const socket = dgram.createSocket('udp4');
socket.on('message', (_, from) => {
	const b = Buffer.alloc(48);
	b[0] = 0x24;
	b[1] = 1;
	b.writeUInt32BE(Math.floor(Date.now() / 1000) + 2208988800 + Number(process.argv[2]), 40);
	socket.send(b, from.port, from.address);
});
socket.bind(8978, '127.0.0.1');
EOF
node "$T/clock.mjs" 3600 &
peer=$!
sleep 0.5
expect 'check asks a time server, and is an hour behind' 1 'behind what 127.0.0.1:8978 says' $Y check --data "$T/demo" --ntp 127.0.0.1:8978
kill $peer
wait $peer 2>/dev/null
$Y tenant set osaka smtp.url=smtp://127.0.0.1:8977 mail_from=a@example.jp $D >/dev/null
expect 'check asks the mail server' 1 'did not take us in' $Y check $D
expect 'check asks a time server that is silent' 0 'did not answer' $Y check --data "$T/demo" --ntp 127.0.0.1:8979
mkdir "$T/g"
expect 'backup of the demo' 0 'verified 10' $Y backup "$T/g/1" --data "$T/demo"
expect 'check knows its age' 0 'is 0 hours old' $Y check --data "$T/demo"
sed -i 's/^at_ms = .*/at_ms = 1000/' "$T/demo/backup.done"
expect 'check knows an old one' 1 'every night' $Y check --data "$T/demo"
sh -c 'echo $$' >"$T/gone"
printf 'at_ms = 1\nto = %s\npid = %s\n' "$T/g/1" "$(cat "$T/gone")" >"$T/demo/backup.begun"
: >"$T/g/1/akune.db.part-$(cat "$T/gone")"
: >"$T/g/1/akune.db.part-$$"
expect 'check sees a killed backup' 1 'before it was whole' $Y check --data "$T/demo"
expect 'the next backup sweeps what it left' 0 'Swept away 1 file ' $Y backup "$T/g/2" --data "$T/demo"
expect 'and leaves what another is writing' 0 "part-$$" ls "$T/g/1"
expect 'check is well again' 0 'well' $Y check --data "$T/demo"
printf 'data = %s\nlisten = 127.0.0.1:8979\n' "$T/demo" >"$T/y.conf"
expect 'the conf says where things are' 0 'nobody serves at 127.0.0.1:8979' $Y check --conf "$T/y.conf"
expect 'nobody serves there yet' 1 'nobody serves' $Y check serving --conf "$T/y.conf"
printf 'colour = red\n' >"$T/bad.conf"
expect 'a conf with a wrong line names it' 1 'bad.conf:1' $Y check --conf "$T/bad.conf"
cp "$T/demo/tenants/akune.db" "$T/akune.db"
dd if=/dev/urandom of="$T/demo/tenants/akune.db" bs=1024 seek=8 count=8 conv=notrunc 2>/dev/null
expect 'check names damaged data' 1 'restore the last backup' $Y check --data "$T/demo"
cp "$T/akune.db" "$T/demo/tenants/akune.db"
K="--tls $T/tls"
expect 'a certificate needs an authority' 1 'tls ca' $Y tls cert a.example.jp $K
expect 'an authority for one domain' 0 'ca.crt' $Y tls ca example.jp $K
expect 'a second authority is refused' 1 'already' $Y tls ca $K
expect 'it signs for no other domain' 1 'may not sign' $Y tls cert kosodate.example.com $K
expect 'it signs for its own' 0 'site.crt' $Y tls cert kosodate.example.jp tori.example.jp $K
expect 'the key is its owner'"'"'s alone' 0 600 stat -c %a "$T/tls/site.key"
expect 'openssl trusts it' 0 'OK' openssl verify -CAfile "$T/tls/ca.crt" -verify_hostname tori.example.jp "$T/tls/site.crt"
expect 'show' 0 'kosodate.example.jp,tori.example.jp, 39' $Y tls show $K
expect 'renew has nothing to do' 0 'nothing to do' $Y tls renew $K
expect 'renew now' 0 'Renewed' $Y tls renew now $K
expect 'check knows the certificate' 0 'good for another 39' $Y check --data "$T/demo" $K
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 20 -subj /CN=b -addext subjectAltName=DNS:b.example \
	-keyout "$T/b.key" -out "$T/b.crt" 2>/dev/null
openssl pkcs12 -export -inkey "$T/b.key" -in "$T/b.crt" -passout pass:geheim -out "$T/b.pfx"
openssl pkcs12 -export -legacy -inkey "$T/b.key" -in "$T/b.crt" -passout pass:geheim -out "$T/old.pfx"
import() { printf '%s\n' "$1" | $Y tls import "$2" $K; }
expect 'a PFX with a wrong password' 1 'does not open' import wrong "$T/b.pfx"
expect 'what is no PFX' 1 'no PFX' import x "$T/b.crt"
expect 'a PFX' 0 'Took' import geheim "$T/b.pfx"
expect 'a PFX of an old Windows' 0 'Took' import geheim "$T/old.pfx"
expect 'it came from elsewhere' 1 'signed elsewhere' $Y tls renew $K
expect 'check warns 30 days ahead' 3 'tls import' $Y check --data "$T/demo" $K
rm "$T/demo.keys/machine.key"
expect 'a lost key is named' 1 'no machine key' $Y tenant list --data "$T/demo"
$Y serve $D --listen 127.0.0.1:8979 --quiet &
server=$!
sleep 1
expect 'a busy port is named' 1 '8979' $Y serve $D --listen 127.0.0.1:8979 --quiet
expect 'ours answers there' 0 'Yorisoi answers' $Y check serving --conf "$T/y.conf"
kill $server
wait $server

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
