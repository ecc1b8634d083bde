#!/bin/sh
# queryc.sh QUERYC: each sample of tests/queryc/samples.txt is given to queryc, which must refuse it with the words behind `====`, or take it and
# write C that compiles without a warning. Then tests/queryc/town.c runs what was made of the town's queries. Ends with "N passed, N failed".
# queryc.sh QUERYC STORE OWNER: only the town, its search on the empty database of PostgreSQL at these two addresses.
set -eu
queryc=$(realpath "$1")
here=$(realpath "$(dirname "$0")/queryc")
root=$(realpath "$(dirname "$0")/..")
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
passed=0 failed=0
flags="-std=gnu17 -D_GNU_SOURCE -I$root -I$root/src -I$tree/town -I$tree/town/gen"
flags="$flags -Wall -Wextra -Wshadow -Wconversion -Wmissing-prototypes -Wstrict-prototypes -Wvla -Werror"

fail() {
	failed=$((failed + 1))
	echo "FAILED queryc sample $1: $2"
}

# `==== KIND[:FOLDER/FILE] WANT`: KIND is query or schema, WANT is fine or a part of the refusal.
awk -v tree="$tree" '
	/^==== / {
		close(out)
		n++
		dir = tree "/" sprintf("%03d", n)
		split($2, at, ":")
		path = at[2] ? at[2] : at[1] == "schema" ? "schema/0020_more" : "gift/gift"
		want = $0
		sub(/^==== [^ ]+ /, "", want)
		folder = path
		sub(/\/[^\/]*$/, "", folder)
		system("mkdir -p " dir "/src/" folder)
		print at[1] > (dir "/kind")
		print want > (dir "/want")
		print path > (dir "/path")
		out = dir "/src/" path ".sql"
		printf "" > out
		next
	}
	out { print >> out }' "$here/samples.txt"

mkdir -p "$tree/town/gen/gift" "$tree/town/src/gift"
cp "$here/town.sql" "$tree/town/src/gift/gift.sql"
cp "$here/schema.sql" "$tree/0010_base.sql"
"$queryc" schema "$tree/town/gen" "$tree/0010_base.sql" -- "$tree/town/src/gift/gift.sql"
# The other floors' headers name more ids than this small town has.
grep -oh 'struct [a-z]*_id ' "$root"/src/desk/*.h | sort -u | while read -r _ name; do
	grep -q "struct $name " "$tree/town/gen/ids.h" || echo "struct $name { int64_t v; };" >>"$tree/town/gen/ids.h"
done

for sample in "$tree"/[0-9]*/; do
	[ -z "${2:-}" ] || break
	n=$(basename "$sample")
	file=$sample/src/$(cat "$sample/path").sql
	want=$(cat "$sample/want")
	status=0
	case $(cat "$sample/kind") in
	query) "$queryc" query "$file" "$sample/out" "$tree/0010_base.sql" 2>"$sample/said" || status=$? ;;
	schema) "$queryc" schema "$sample" "$tree/0010_base.sql" "$file" -- 2>"$sample/said" || status=$? ;;
	esac
	if [ "$want" = fine ]; then
		[ $status = 0 ] || { fail "$n" "refused: $(head -n 1 "$sample/said")"; continue; }
		for c in "$sample"/*.c; do
			# shellcheck disable=SC2086
			gcc $flags -fsyntax-only "$c" 2>"$sample/gcc" || { fail "$n" "does not compile: $(head -n 2 "$sample/gcc")"; continue 2; }
		done
	else
		[ $status = 1 ] || { fail "$n" "was taken, expected: $want"; continue; }
		said=$(cat "$sample/said")
		[ "$(wc -l <"$sample/said")" = 1 ] || { fail "$n" "said more than one thing: $said"; continue; }
		echo "$said" | grep -E '^[^:]+\.sql:[0-9]+: ' | grep -qF -- "$want" || { fail "$n" "said $said, expected: $want"; continue; }
	fi
	passed=$((passed + 1))
done

"$queryc" query "$tree/town/src/gift/gift.sql" "$tree/town/gen/gift/gift.sql" "$tree/0010_base.sql"
low="-DHOUSE_FLOOR_LOW -include $root/src/base/banned.h"
base="arena str out day clock log seal durable check fold fold_words"
# shellcheck disable=SC2046,SC2086
if gcc $flags $low -g -fsanitize=address,undefined -o "$tree/run" "$here/town.c" "$tree/town/gen/gift/gift.sql.c" \
	"$tree/town/gen/schema.c" "$tree/town/gen/queries.c" "$tree/town/gen/tables.c" $(ls "$root"/src/store/*.c | grep -v _test)\
	$(for f in $base; do echo "$root/src/base/$f.c"; done) -lsqlite3 -lpq -lsodium -lutf8proc -lpthread \
	&& "$tree/run" ${2:+"$2" "$3"} 2>"$tree/said"; then
	passed=$((passed + 1))
else
	fail town "does not run as it should: $(cat "$tree/said")"
fi
# What says the same is not written again, so that make builds nothing for it.
touch -d 2020-01-01 "$tree/town/gen/gift/gift.sql.h" "$tree/town/gen/ids.h"
"$queryc" query "$tree/town/src/gift/gift.sql" "$tree/town/gen/gift/gift.sql" "$tree/0010_base.sql"
if [ "$(date -r "$tree/town/gen/gift/gift.sql.h" +%Y)" = 2020 ]; then passed=$((passed + 1)); else fail town "wrote the same header again"; fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
