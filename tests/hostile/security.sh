#!/bin/sh
# docs/security.md names what answers each demand: every file in backquotes must be there, every test must be a test of ours, every line of the walk
# must name one or say why not. A made-up name is refused. Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/../.."
paper=docs/security.md
passed=0
failed=0

grep -rhoE '^TEST(_ON_[A-Z]+)?\([a-z0-9_]+\)' src tests --include='*.c' | sed 's/.*(//; s/)//' | sort -u >build/security.tests

# known NAME: a path of the tree, or a test; other words in backquotes (commands, options, heads) claim nothing.
known() {
	case $1 in
	*' '*|/*|-*|*'<'*) return 0 ;;
	*/*) [ -e "$1" ] ;;
	*_*_*_*) grep -qx "$1" build/security.tests ;;
	*) return 0 ;;
	esac
}

for name in $(grep -oE '`[^`]+`' "$paper" | tr -d '`' | grep -v ' ' | sort -u); do
	if known "$name"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED $paper names what is not there: $name"; fi
done
for made_up in src/web/nowhere.c nobody_ever_wrote_this_test; do
	if known "$made_up"; then failed=$((failed + 1)); echo "FAILED a made-up name passes: $made_up"; else passed=$((passed + 1)); fi
done

# A line of the walk begins `| 1.2.3`: it names a file or a test, or says `open` or `none` and why.
grep -nE '^\| [0-9C]+\.[0-9]' "$paper" >build/security.lines
while IFS= read -r line; do
	case $line in
	*'`'*'`'*|*'open:'*|*'none:'*) passed=$((passed + 1)) ;;
	*) failed=$((failed + 1)); echo "FAILED a demand without an answer: $line" ;;
	esac
done <build/security.lines
[ "$(wc -l <build/security.lines)" -ge 100 ] || { failed=$((failed + 1)); echo "FAILED the walk has fewer than 100 lines"; }
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
