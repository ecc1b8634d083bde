#!/bin/sh
# run.sh TIDY: lays out every sample of tests/tidy/samples.txt as a small tree of its own. A bad sample must be refused by exactly its rule,
# a good one must pass, and every rule that tidy lists must have a bad sample. Ends with "N passed, N failed".
set -eu
tidy=$(realpath "${1:-build/tools/tidy}")
here=$(realpath "$(dirname "$0")")
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
passed=0 failed=0

# Sections begin with `==== RULE FILE`; `@repeat N TEXT` stands for N lines; `@files N FOLDER` makes N more files; `@raw TEXT` is printf's.
awk -v tree="$tree" '
	function open(dir, path) {
		close(out)
		out = dir "/" path
		folder = out
		sub(/\/[^\/]*$/, "", folder)
		system("mkdir -p " folder)
		printf "" > out
	}
	/^==== / { n++; dir = tree "/" sprintf("%03d", n) "-" $2; open(dir, $3); system("cp floors.txt " dir "/floors.txt"); next }
	/^---- / { open(dir, $2); next }
	/^@repeat / { text = $0; sub(/^@repeat [0-9]+ ?/, "", text); for (i = 0; i < $2; i++) print text >> out; next }
	/^@files / { for (i = 0; i < $2; i++) { extra = dir "/" $3 "/f" i ".bin"; printf "" > extra; close(extra) } next }
	/^@raw / { close(out); system("printf \047" substr($0, 6) "\047 >>" out); next }
	out { print >> out }' "$here/samples.txt"

for sample in "$tree"/*; do
	want=$(basename "$sample" | cut -d- -f2-)
	said=$("$tidy" "$sample" | sed -n 's/.*\[\([a-z0-9-]*\)\]$/\1/p' | sort -u | tr '\n' ' ')
	[ "$want" = good ] && expected="" || expected="$want "
	if [ "$said" = "$expected" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED tidy sample $(basename "$sample"): refused by '$said', expected '$expected'"
		"$tidy" "$sample" | head -n 5
	fi
done
for rule in $("$tidy" --rules | cut -d: -f1); do
	if grep -q "^==== $rule " "$here/samples.txt"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED tidy: no bad sample for the rule $rule"
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
