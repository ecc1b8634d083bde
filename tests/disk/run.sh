#!/bin/sh
# run.sh [WORD]: builds the shim and the tests beside the program, then lets disk and memory fail (only the trials named with WORD).
# run.sh migrate [ROWS] [KILLS]: kills migrations. Needs build/yorisoi.
set -eu
cd "$(dirname "$0")/../.."
out=build/disk
mkdir -p $out
flags="-std=gnu17 -D_GNU_SOURCE -I. -Isrc -include src/base/banned.h -DHOUSE_FLOOR_LOW -O1 -g -Wall -Wextra -Wshadow -Werror"
flags="$flags -Wno-missing-field-initializers"
if [ "${1:-}" = migrate ]; then
	shift
	gcc $flags -o $out/migrate tests/disk/migrate.c tests/disk/client.c build/fast/store/*.o build/fast/base/*.o build/fast/gen/schema.o \
		build/fast/gen/tables.o build/fast/gen/common.o \
		$(pkg-config --libs $(sed -n "s/^PACKAGES [:+]= //p" Makefile)) -lpthread
	exec $out/migrate "$@"
fi
gcc $flags -fPIC -shared -o $out/fault.so tests/disk/fault.c
gcc $flags -o $out/disk tests/disk/disk.c tests/disk/full.c tests/disk/client.c -lpthread
exec $out/disk build "${1:-}"
