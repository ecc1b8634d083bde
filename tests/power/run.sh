#!/bin/sh
# run.sh [STATES]: builds the recorder and the rebuilder beside the program, then cuts the power on paper.
# run.sh shutdown [ROUNDS]: stops a real file system, as root. Needs build/yorisoi.
set -eu
cd "$(dirname "$0")/../.."
out=build/power
mkdir -p $out
flags="-std=gnu17 -D_GNU_SOURCE -I. -Isrc -Ibuild -Ibuild/gen -include src/base/banned.h -DHOUSE_FLOOR_LOW -O1 -g -Wall -Wextra -Wshadow -Werror"
if [ "${1:-}" = shutdown ]; then
	mkdir -p build/disk
	gcc $flags -fPIC -shared -o build/disk/fault.so tests/disk/fault.c
	gcc $flags -o $out/shutdown tests/power/shutdown.c tests/disk/client.c -lpthread
	exec $out/shutdown "${2:-5}"
fi
libs="$(pkg-config --libs $(sed -n "s/^PACKAGES [:+]= //p" Makefile)) -lpthread -lm -ldl"
house=$(find build/fast -name '*.o' ! -path build/fast/app/main.o)
gcc $flags -fPIC -shared -o $out/record.so tests/power/record.c
gcc $flags -o $out/work tests/power/work.c $house $libs
gcc $flags -o $out/power tests/power/power.c tests/power/rebuild.c tests/disk/client.c $house $libs
exec $out/power "${1:-2000}"
