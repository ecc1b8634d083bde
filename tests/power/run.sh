#!/bin/sh
# run.sh [STATES]: builds the recorder and the rebuilder beside the program, then cuts the power. Needs build/yorisoi.
set -eu
cd "$(dirname "$0")/../.."
out=build/power
mkdir -p $out
flags="-std=gnu17 -D_GNU_SOURCE -I. -Isrc -Ibuild -Ibuild/gen -include src/base/banned.h -DHOUSE_FLOOR_LOW -O1 -g -Wall -Wextra -Wshadow -Werror"
libs="$(pkg-config --libs libmicrohttpd sqlite3 libsodium libcurl liboath libqrencode libutf8proc) -lpthread -lm -ldl"
house=$(find build/fast -name '*.o' ! -path build/fast/app/main.o)
gcc $flags -fPIC -shared -o $out/record.so tests/power/record.c
gcc $flags -o $out/work tests/power/work.c $house $libs
gcc $flags -o $out/power tests/power/power.c tests/power/rebuild.c tests/disk/client.c $house $libs
exec $out/power "${1:-2000}"
