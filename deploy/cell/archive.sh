#!/bin/sh
# archive.sh FROM TO: PostgreSQL's archive_command. Three machines bring the same file: the first copy stands, an equal one is welcome. The last file
# of a leader that died may differ from what its successor had of it: it is kept beside, and a line in the log says so; else archiving would stand
# still. A file is whole, and on the disk, before it has its name.
set -eu
part="$2.$(hostname).$$"
trap 'rm -f "$part"' EXIT
if [ ! -e "$2" ]; then
	cp "$1" "$part"
	sync "$part"
	ln "$part" "$2" 2>/dev/null || true
	sync "$(dirname "$2")"
fi
if cmp -s "$1" "$2"; then exit 0; fi
cp "$1" "$part"
sync "$part"
mv "$part" "$2.differs.$(hostname).$$"
echo "$2 differs from what another machine brought: kept beside it" >&2
