#!/bin/sh
# find.sh BUILD ENTRIES: a town with so many entries out of a seed; what its index weighs beside its text; what each question costs; what pages take
# while an import runs.
set -eu
data=$(mktemp -d "${TMPDIR:-/tmp}/yorisoi-find-XXXXXX")
trap 'rm -rf "$data" "$data.keys"' EXIT
rmdir "$data"
"$1/yorisoi" demo --data "$data" --quiet >/dev/null
"$1/bench/find" "$data" akune "$2" make
"$1/bench/find" "$data" akune "$2" tidy
cat >"$data.sql" <<'SQL'
SELECT printf('find: text %.1f MiB, index %.1f MiB, folded copy with what the list shows %.1f MiB',
	(SELECT sum(length(CAST(facts AS BLOB))) FROM directory_entry) / 1048576.0,
	(SELECT sum(pgsize) FROM dbstat WHERE (name LIKE 'directory_match%' OR name LIKE 'directory_card%' OR name LIKE 'directory_open%'
		OR name LIKE 'directory_term_%' OR name LIKE 'sqlite_autoindex_directory_term%')) / 1048576.0,
	(SELECT sum(pgsize) FROM dbstat WHERE name = 'directory_term') / 1048576.0);
SQL
sqlite3 "$data/tenants/akune.db" <"$data.sql" 2>/dev/null || echo "find: no sqlite3 here to weigh the index"
rm -f "$data.sql"
"$1/bench/find" "$data" akune "$2" ask

# Three hundred searches a second through the server: alone, then while a file with as many rows comes in from another process.
port=${PORT:-18097}
awk -v n="$2" 'BEGIN { print "名称,名称_カナ,種別,住所,電話番号,利用可能曜日,開始時間,終了時間,備考"
	for (i = 0; i < n; i++) printf "よそ%d保育園,ヨソ,認可保育所,%d丁目1-1,000-%04d-%04d,月火水木金,08:00,18:00,のびのびと遊べます。離乳食の相談もできます。\n",
		i, i, i / 10000, i % 10000 }' >"$data.csv"
begin=$(date +%s%N)
"$1/yorisoi" import "$data.csv" --tenant hioki --data "$data" 2>/dev/null >"$data.said"
took=$(($(date +%s%N) - begin))
echo "find: import alone: $2 rows, $(($2 * 1000000000 / took)) a second, durable; $(sed -n 's/^ *others/others/p' "$data.said")"
rm -f "$data.said"
"$1/yorisoi" serve --data "$data" --listen "127.0.0.1:$port" --address-limit 1000000 >/dev/null 2>&1 &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$data" "$data.keys" "$data.csv"' EXIT
sleep 2
page='/akune/search?q=%E7%97%85%E5%85%90%E4%BF%9D%E8%82%B2&age=18'
ticks() { awk '{ print $14 + $15 }' "/proc/$server/stat"; }
ask() { "$1/bench/load" get -c 16 -r 300 -t "$2" "127.0.0.1:$port" "$page"; }
took() { sed -n 's/.*"requests":\([0-9]*\).*"p50_us":\([0-9.]*\),"p99_us":\([0-9.]*\).*/\1 \2 \3/p'; }
before=$(ticks)
ask "$1" 8 | took | { read -r n p50 p99; echo "find: page, alone: p50 $p50 us, p99 $p99 us, $(( ($(ticks) - before) * 10000 / n )) us of CPU each"; }
"$1/yorisoi" import "$data.csv" --tenant akune --data "$data" >/dev/null 2>&1 &
import=$!
ask "$1" 4 | took | { read -r n p50 p99; echo "find: page, while $2 rows come in: p50 $p50 us, p99 $p99 us"; }
wait "$import" || echo "find: the import did not end well"
