#!/bin/sh
# pg_server.sh start FOLDER | stop FOLDER: a PostgreSQL of our own, on a socket in FOLDER and nowhere else, with our roles and an empty database
# without its schema. Debian's initdb refuses root, so the server then runs as nobody.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
folder=$2
bin=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)
as=""
if [ "$(id -u)" = 0 ]; then as="runuser -u nobody --"; fi

if [ "$1" = stop ]; then
	$as "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
	exit 0
fi
mkdir -p "$folder"
chmod 755 "$folder"
if [ -n "$as" ]; then chown nobody "$folder"; fi
cd "$folder"
$as "$bin/initdb" -D "$folder/data" -U admin -A trust -E UTF8 --locale=C --no-sync >"$folder/initdb.log" 2>&1
$as "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/server.log" \
	-o "-k $folder -c listen_addresses='' -c unix_socket_permissions=0777 -c fsync=${PG_FSYNC:-off} -c max_connections=100 ${PG_MORE:-}" start >/dev/null
psql -q -X -h "$folder" -U admin -d postgres -v ON_ERROR_STOP=1 -f "$here/deploy/postgresql/roles.sql"
for name in yorisoi town live; do createdb -h "$folder" -U admin -O yorisoi_owner -E UTF8 --locale=C -T template0 "$name"; done
echo "postgresql:///yorisoi?host=$folder"
