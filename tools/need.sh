#!/bin/sh
# need.sh PACKAGE... [-- COMMAND:PACKAGE ...]: installs the Debian packages that are missing, as root or by sudo; elsewhere says exactly what to do.
set -eu
missing=""
by_command=no
for p in "$@"; do
	if [ "$p" = -- ]; then by_command=yes; continue; fi
	if [ $by_command = yes ]; then
		command -v "${p%%:*}" >/dev/null 2>&1 || missing="$missing ${p#*:}"
	else
		dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null | grep -qx installed || missing="$missing $p"
	fi
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ]; then as=""; elif command -v sudo >/dev/null 2>&1; then as=sudo; else as=none; fi
if [ "$as" = none ] || ! command -v apt-get >/dev/null 2>&1; then
	echo "Yorisoi needs these Debian packages:$missing" >&2
	echo "Install them as an administrator, then run the same command again:" >&2
	echo "    apt-get install --no-install-recommends$missing" >&2
	exit 1
fi
echo "  installing$missing"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
if ! { $as apt-get update -qq && $as apt-get install -y -qq --no-install-recommends $missing; } >"$log" 2>&1; then
	tail -n 20 "$log" >&2
	echo "The installation of$missing failed (above). Mend that, then run the same command again." >&2
	exit 1
fi
rm -f "$log"
