#!/bin/sh
# new.sh NAME: lays out a room that builds, is tested and passes both sweeps: one table, one form, one list, one test, six languages.
# Run by `make room NAME=x` from the top of the tree. Everything it writes is meant to be changed.
set -eu
x=${1:-}
case $x in
'' | *[!a-z]*) echo "A room's name is one word of small letters: make room NAME=gift" >&2; exit 2 ;;
esac
if [ -e "src/$x" ]; then
	echo "There is a folder src/$x already; choose another name, or remove it first." >&2
	exit 1
fi
X=$(printf %s "$x" | tr a-z A-Z)
here=tools/room

fill() {
	sed "s/@x@/$x/g; s/@X@/$X/g" "$here/$1" >"$2"
	echo "  $2"
}

# add FILE MARK TEXT: puts the lines before the one that holds the mark.
add() {
	grep -qF "$2" "$1" || { echo "$1 has no line with $2: put it back where rooms are added" >&2; exit 1; }
	awk -v mark="$2" -v text="$3" 'index($0, mark) && !done { print text; done = 1 } { print }' "$1" >"$1.new"
	cat "$1.new" >"$1"
	rm "$1.new"
	echo "  $1"
}

mkdir "src/$x"
fill door.h.in "src/$x/$x.h"
fill room.c.in "src/$x/$x.c"
fill room.sql.in "src/$x/$x.sql"
fill room.page.in "src/$x/$x.page"
fill desk.page.in "src/$x/${x}_desk.page"
fill page.h.in "src/$x/${x}_page.h"
fill web.h.in "src/$x/${x}_web.h"
fill web.c.in "src/$x/${x}_web.c"
fill test.c.in "src/$x/${x}_test.c"

last=$(ls schema | sed -n 's/^\([0-9]\{4\}\)_.*/\1/p' | sort | tail -n 1 | sed 's/^0*//')
fill schema.sql.in "schema/$(printf %04d $((last + 10)))_$x.sql"

add floors.txt 'src/app/*' "$(printf 'src/%-23s : base desk own' "$x/*")"
add src/app/rooms.c '#include "consult/consult_web.h"' "#include \"$x/${x}_web.h\""
add src/app/rooms.c '/* make room adds here */' "	{ ${x}_routes, &${x}_route_n },"
add src/desk/may.h '/* make room adds here */' "	MAY_${X}_READ, MAY_${X}_WRITE,"
add src/desk/may.c '/* make room adds rows here */' "	{ MAY_${X}_READ, ROLE_ANYONE, REL_ANY },
	{ MAY_${X}_WRITE, ROLE_SITE | ROLE_WORKER | ROLE_MANAGER, REL_ANY },"
add src/desk/may.c '/* make room adds words here */' "	[MAY_${X}_READ] = \"$x-read\",
	[MAY_${X}_WRITE] = \"$x-write\","

# Catalogues: a text that is there already, from an earlier room, is left alone.
tab=$(printf '\t')
grep -v '^#' "$here/words.in" | while IFS=$tab read -r language text translation; do
	grep -qxF "msgid \"$text\"" "locale/$language.po" \
		|| printf '\n#: src/%s/%s.page\nmsgid "%s"\nmsgstr "%s"\n' "$x" "$x" "$text" "$translation" >>"locale/$language.po"
done
echo "  locale/*.po"
echo "The room $x stands. Next: make check, then read src/$x/$x.h and make it say what the room is for."
