#!/bin/sh
# What pagec and embed write and refuse: evil values in every place (tests/pagec/town.page), pages that must not compile (bad.txt),
# catalogues that must not pass. `sh tests/pagec.sh keep` writes the expected pages anew. Ends with `N passed, N failed`.
cd "$(dirname "$0")/.." || exit 2
make -s build/tools/pagec build/tools/embed || exit 2
PAGEC=$PWD/build/tools/pagec EMBED=$PWD/build/tools/embed T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
passed=0 failed=0
pass() { passed=$((passed + 1)); }
fail() { failed=$((failed + 1)); echo "tests/pagec.sh: $1"; shift; for said; do printf '    %s\n' "$said"; done; }

# ---- pages that must be refused ----
refuse() { # the case in $T/bad.page, the line, what it says
	said=$(cd "$T" && "$PAGEC" bad.page bad 2>&1)
	if [ $? -ne 1 ] || ! printf '%s' "$said" | grep -qF "bad.page:$1: " || ! printf '%s' "$said" | grep -qF "$2"; then
		fail "wanted line $1 \"$2\"" "$said"
	elif [ -e "$T/bad.c" ] || [ -e "$T/bad.h" ] || [ -e "$T/bad.words" ]; then
		fail "files left after \"$2\""
		rm -f "$T"/bad.[chw]*
	else pass; fi
}
at='' says='' first=yes
while IFS= read -r row || [ -n "$row" ]; do
	case $row in
	'== '*)
		[ -n "$at" ] && refuse "$at" "$says"
		row=${row#== } at=${row%% *} says=${row#* }
		: >"$T/bad.page" ;;
	*) [ -n "$at" ] && printf '%s\n' "$row" >>"$T/bad.page" ;;
	esac
done <tests/pagec/bad.txt
refuse "$at" "$says"

# ---- evil values in every place ----
mkdir -p "$T/gen" "$T/desk" "$T/web"
printf '#define ASSET_%s\n' 'APP_CSS "/static/app.1.css"' 'APP_JS "/static/app.1.js"' 'ICONS_SVG "/static/icons.1.svg"' >"$T/gen/assets.h"
echo '#include "town.page.h"' >"$T/desk/frame.page.h"
"$PAGEC" tests/pagec/town.page "$T/town.page" && "$PAGEC" src/desk/when.page "$T/desk/when.page" &&
	"$PAGEC" src/web/page_html.page "$T/web/page_html.page" || fail "the town does not compile"
YORISOI_WORDS=draft "$EMBED" words "$T/words.c" "$T/town.page.words" "$T/desk/when.page.words" -- locale/*.po tests/pagec/*.po 2>/dev/null ||
	fail "the town has no words"
FLAGS="-std=gnu17 -D_GNU_SOURCE -I. -Isrc -I$T -O0 -g -fsanitize=address,undefined -fno-sanitize-recover=all -Wall -Wextra -Wshadow -Wconversion
	-Wmissing-prototypes -Wstrict-prototypes -Wvla -Werror -include src/base/banned.h -DHOUSE_FLOOR_LOW"
for name in lang str out arena day check id log clock seal durable json; do sources="$sources src/base/$name.c"; done
sources="$sources src/web/page.c tests/pagec/town.c $T/town.page.c $T/desk/when.page.c $T/web/page_html.page.c $T/words.c"
gcc $FLAGS -o "$T/town" $sources -lsodium -ljansson ||
	fail "the town's C does not compile"
for lang in ja en ja-easy; do
	[ $lang = ja-easy ] && ruby=ruby || ruby=
	"$T/town" $lang $ruby >"$T/$lang.html"
	[ "$1" = keep ] && cp "$T/$lang.html" "tests/pagec/town.$lang.html"
	if said=$(diff "tests/pagec/town.$lang.html" "$T/$lang.html"); then pass; else fail "the town in $lang" "$said"; fi
	sed '/^----$/,$d' "$T/$lang.html" | grep -q "<script>\|javascript:.*href=\"javascript\|'x'" && fail "an evil value got through in $lang" || pass
done

# ---- types: what gcc must refuse, at the line of the page ----
printf '%s\n' '@part x(struct str s)' '<a href="{s}">a</a>' '@end' >"$T/type.page"
(cd "$T" && "$PAGEC" type.page type) && said=$(cd "$T" && LC_ALL=C gcc -std=gnu17 -I"$OLDPWD/src" -I"$OLDPWD" -c -o type.o type.c 2>&1)
case $said in *type.page:2:*) pass ;; *) fail "an untyped string became a whole address" "$said" ;; esac

# ---- catalogues ----
words() { # msgstr of "{name}さんへ <a>ひらく</a>", what embed says; empty: nothing
	for po in ja_EASY zh_CN vi pt_BR; do printf 'msgid "{name}さんへ <a>ひらく</a>"\nmsgstr "{name}: <a>x</a>"\n' >"$T/$po.po"; done
	printf '%b' "$1" >"$T/en.po"
	said=$("$EMBED" words "$T/w.c" "$T/w.words" -- "$T/ja_EASY.po" "$T/en.po" "$T/zh_CN.po" "$T/vi.po" "$T/pt_BR.po" 2>&1)
	code=$?
	if [ -z "$2" ]; then [ $code -eq 0 ] && pass || fail "embed refused $1" "$said"
	elif [ $code -ne 1 ] || ! printf '%s' "$said" | grep -qF "en.po: $2"; then fail "embed should say: $2" "$said"
	else pass; fi
}
printf '%s\n' '@part w(struct str name)' '<p>{name}さんへ <a href="/x">ひらく</a></p>' '@end' >"$T/w.page"
"$PAGEC" "$T/w.page" "$T/w"
ID='msgid "{name}さんへ <a>ひらく</a>"\nmsgstr '
words "$ID"'"<a>Open</a>, {name}"\n' ''
words "$ID"'"<a>{漢字|かんじ}</a>, "\n"{name} {name}"\n' ''
words '' 'missing: "{name}さんへ <a>ひらく</a>" ('
words "$ID"'""\n' 'missing: '
words '#, fuzzy\n'"$ID"'"<a>Open</a>, {name}"\n' 'fuzzy: '
words "$ID"'"<a>Open</a>"\n' 'broken: '
words "$ID"'"Open {name}"\n' 'broken: '
words "$ID"'"<a>Open, {name}"\n' 'broken: '
words "$ID"'"</a>Open, {name}<a>"\n' 'broken: '
words "$ID"'"<a>Open</a><a>x</a>, {name}"\n' 'broken: '
words "$ID"'"<a>Open</a>, {nane} {name}"\n' 'broken: '
words "$ID"'"<a>Open</a>, {漢字|} {name}"\n' 'broken: '

# fill keeps what is translated, adds what is new, drops what is gone, and is valid gettext
printf 'msgid "gone"\nmsgstr "x"\n\n# a note\n%b"<a>Open</a>, {name}"\n' "$ID" >"$T/en.po"
"$EMBED" fill "$T/w.words" "$T/town.page.words" -- "$T/en.po" >/dev/null
grep -q '^msgstr "<a>Open</a>, {name}"$' "$T/en.po" && grep -q '^# a note$' "$T/en.po" && ! grep -q gone "$T/en.po" && pass ||
	fail "fill" "$(cat "$T/en.po")"
cp "$T/en.po" "$T/en.before" && "$EMBED" fill "$T/w.words" "$T/town.page.words" -- "$T/en.po" >/dev/null
if cmp -s "$T/en.po" "$T/en.before"; then pass; else fail "fill twice is not fill once"; fi
if command -v msgfmt >/dev/null; then
	for po in locale/*.po tests/pagec/*.po "$T/en.po"; do
		if said=$(msgfmt --check -o /dev/null "$po" 2>&1); then pass; else fail "msgfmt $po" "$said"; fi
	done
fi

# ---- static files ----
mkdir "$T/files" && cd "$T" && printf 'a{}' >files/app.css && printf 'x' >files/app.css.br && printf 'User-agent: *\n' >files/robots.txt &&
	echo robots.txt >files/FIXED && "$EMBED" assets assets.c assets.h files
grep -q '^#define ASSET_APP_CSS "/static/app\.[0-9a-f]\{8\}\.css"$' assets.h && grep -q '^#define ASSET_ROBOTS_TXT "/robots.txt"$' assets.h && pass ||
	fail "addresses of static files" "$(cat assets.h)"
grep -q 'brotli_n = 1 ' assets.c && [ "$(grep -c 'gzip_n' assets.c)" = 0 ] && gcc -std=gnu17 -I"$OLDPWD/src" -c -o assets.o assets.c && pass ||
	fail "bytes of static files" "$(cat assets.c)"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
