#!/bin/sh
# wordpress.sh BUILD ENTRIES: our pages beside WordPress 6 of Debian with as many posts of the same words, as CPU a page: PHP-FPM with opcache,
# MariaDB and nginx together on their side, one process on ours. One visitor after the other; everything in memory; no page cache on either side.
set -eu
build=$1
n=$2
here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d "${TMPDIR:-/tmp}/yorisoi-wordpress-XXXXXX")
pids=""
trap 'kill $pids 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$dir"' EXIT
me=$(id -un)
port=${PORT:-18110}

"$build/yorisoi" demo --data "$dir/data" --quiet >/dev/null
"$build/bench/find" "$dir/data" akune "$n" make >/dev/null
"$build/bench/find" "$dir/data" akune "$n" tidy >/dev/null
"$build/yorisoi" export --tenant akune --format json --data "$dir/data" >"$dir/all.json"

# ---- their side, in a folder of its own ----
cp -rL /usr/share/wordpress "$dir/www" 2>/dev/null || true
mkdir -p "$dir/sql"
mariadb-install-db --no-defaults --user="$me" --datadir="$dir/sql" --auth-root-authentication-method=normal --skip-test-db >"$dir/sql.log" 2>&1
mariadbd --no-defaults --user="$me" --datadir="$dir/sql" --socket="$dir/sql.sock" --pid-file="$dir/sql.pid" --skip-networking \
	--innodb-buffer-pool-size=512M >>"$dir/sql.log" 2>&1 &
sql=$!
pids="$pids $sql"
for i in $(seq 100); do mariadb-admin --no-defaults --socket="$dir/sql.sock" -u root ping >/dev/null 2>&1 && break; sleep 0.2; done
mariadb --no-defaults --socket="$dir/sql.sock" -u root -e 'CREATE DATABASE wp CHARACTER SET utf8mb4'
cat >"$dir/www/wp-config.php" <<PHP
<?php
define('DB_NAME', 'wp'); define('DB_USER', 'root'); define('DB_PASSWORD', ''); define('DB_HOST', 'localhost:$dir/sql.sock');
define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', ''); define('DISABLE_WP_CRON', true); define('WP_HTTP_BLOCK_EXTERNAL', true);
define('WP_HOME', 'http://127.0.0.1:$port'); define('WP_SITEURL', 'http://127.0.0.1:$port'); define('AUTOMATIC_UPDATER_DISABLED', true);
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as \$k) { define(\$k . '_KEY', \$k); define(\$k . '_SALT', \$k); }
\$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
PHP
made=$(php "$here/wordpress.php" "$dir/www" "$dir/all.json" 2>"$dir/php.err" | tail -n 1) || { cat "$dir/php.err"; exit 1; }
post=${made#* }
cat >"$dir/fpm.conf" <<FPM
[global]
error_log = $dir/fpm.log
daemonize = no
[wp]
$([ "$(id -u)" = 0 ] && echo "user = root
group = root")
listen = $dir/fpm.sock
pm = static
pm.max_children = 2
php_admin_value[opcache.enable] = 1
php_admin_value[opcache.validate_timestamps] = 0
php_admin_value[opcache.memory_consumption] = 256
FPM
php-fpm8.2 -F -y "$dir/fpm.conf" $([ "$(id -u)" = 0 ] && echo -R) >/dev/null 2>&1 &
fpm=$!
pids="$pids $fpm"
cat >"$dir/nginx.conf" <<NGINX
$([ "$(id -u)" = 0 ] && echo "user root;")
worker_processes 1; daemon off; pid $dir/nginx.pid; error_log $dir/nginx.log warn;
events { worker_connections 256; }
http { access_log off; client_body_temp_path $dir/t1; proxy_temp_path $dir/t2; fastcgi_temp_path $dir/t3;
uwsgi_temp_path $dir/t4; scgi_temp_path $dir/t5;
server { listen 127.0.0.1:$port; root $dir/www; index index.php;
location / { fastcgi_pass unix:$dir/fpm.sock; fastcgi_param SCRIPT_FILENAME $dir/www/index.php; fastcgi_param SCRIPT_NAME /index.php;
fastcgi_param REQUEST_METHOD \$request_method; fastcgi_param QUERY_STRING \$query_string; fastcgi_param REQUEST_URI \$request_uri;
fastcgi_param SERVER_PROTOCOL \$server_protocol; fastcgi_param HTTP_HOST \$http_host; fastcgi_param SERVER_NAME localhost;
fastcgi_param REMOTE_ADDR \$remote_addr; } } }
NGINX
nginx -c "$dir/nginx.conf" -p "$dir" -e "$dir/nginx.log" >/dev/null 2>&1 &
web=$!
pids="$pids $web"

# ---- ours ----
ours=$((port + 1))
"$build/yorisoi" serve --data "$dir/data" --listen "127.0.0.1:$ours" --address-limit 1000000 >/dev/null 2>&1 &
we=$!
pids="$pids $we"
sleep 2
entry=$(curl -s "http://127.0.0.1:$ours/akune/api/search?q=%E7%97%85%E5%85%90" | sed -n 's/.*"id":"\([0-9a-z]*\)".*/\1/p' | head -n 1)

# Ticks (10 ms) of processes with all their children, the ended ones too.
ticks() {
	sum=0
	for p in "$@"; do
		for q in $p $(pgrep -P "$p" || true); do
			t=$(awk '{ print $14 + $15 + $16 + $17 }' "/proc/$q/stat" 2>/dev/null || echo 0)
			sum=$((sum + t))
		done
	done
	echo "$sum"
}
# page NAME SECONDS PORT PATH PID...: microseconds of CPU for one answer.
page() {
	what=$1; seconds=$2; at=$3; path=$4; shift 4
	said=$(curl -s -o "$dir/answer" -w '%{http_code}' "http://127.0.0.1:$at$path")
	[ "$said" = 200 ] || { echo "wordpress: $what answers $said" >&2; exit 1; }
	"$build/bench/load" get -c 1 -t 1 "127.0.0.1:$at" "$path" >/dev/null
	before=$(ticks "$@")
	said=$("$build/bench/load" get -c 1 -t "$seconds" "127.0.0.1:$at" "$path")
	asked=$(echo "$said" | sed -n 's/.*"requests":\([0-9]*\).*/\1/p')
	echo "$(( ($(ticks "$@") - before) * 10000 / asked ))"
}
words='%E7%97%85%E5%85%90'
their_post=$(page "a post" 10 "$port" "$post" "$sql" "$fpm" "$web")
their_search=$(page "its search" 15 "$port" "/?s=$words" "$sql" "$fpm" "$web")
their_home=$(page "its first page" 10 "$port" / "$sql" "$fpm" "$web")
our_post=$(page "an entry" 5 "$ours" "/akune/d/$entry" "$we")
our_search=$(page "our search" 5 "$ours" "/akune/search?q=$words" "$we")
our_home=$(page "our first page" 5 "$ours" /akune/ "$we")
line() { echo "wordpress: $1: $2 us of CPU a page, ours $3 us: $(( $2 / ($3 > 0 ? $3 : 1) )) times"; }
version=$(sed -n "s/^\$wp_version = '\(.*\)';/\1/p" "$dir/www/wp-includes/version.php")
echo "wordpress: WordPress $version, PHP $(php -r 'echo PHP_VERSION;'), $n posts"
line "one entry" "$their_post" "$our_post"
line "a search of two letters, twenty found shown" "$their_search" "$our_search"
line "the first page" "$their_home" "$our_home"
