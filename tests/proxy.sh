#!/bin/sh
# The examples for nginx and Caddy as they are shipped, with only names of files and ports changed, in front of a real server on its unix socket:
# certificates of our own authority, hostile requests, event streams, uploads, the client's true address. Says what each proxy does itself.
set -u
cd "$(dirname "$0")/.."
Y=$PWD/build/yorisoi
T=$(mktemp -d)
front=
ours=
trap '[ -n "$front" ] && kill $front; [ -n "$ours" ] && kill $ours; rm -rf "$T"' EXIT
passed=0
failed=0
port=${PROXY_PORT:-21380}

$Y demo --data "$T/d" >/dev/null && $Y tls ca --tls "$T/tls" >/dev/null && $Y tls cert localhost --tls "$T/tls" >/dev/null || exit 1

serve() {
	[ -n "$ours" ] && kill $ours && wait $ours
	$Y serve --data "$T/d" --listen "$T/web.sock" --trusted-proxy unix --address-limit "$1" --quiet &
	ours=$!
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		$Y check serving --listen "$T/web.sock" >/dev/null && return
		sleep 0.1
	done
}

try_out() {
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		curl -s -o /dev/null --cacert "$T/tls/ca.crt" "https://localhost:$port/healthz" && break
		sleep 0.2
	done
	node tests/proxy/proxy.mjs "$1" "$port" "$T/tls/ca.crt" >"$T/$1.out"
	cat "$T/$1.out"
	line=$(tail -n 1 "$T/$1.out")
	passed=$((passed + $(echo "$line" | cut -d' ' -f1)))
	failed=$((failed + $(echo "$line" | cut -d' ' -f3)))
	kill $front
	wait $front 2>/dev/null
	front=
}

serve 12
sed -e "s#/run/yorisoi/web.sock#$T/web.sock#; s#/etc/yorisoi/tls#$T/tls#; /listen \\[::\\]/d; s#listen 443#listen 127.0.0.1:$port#" \
	-e "s#listen 80 #listen 127.0.0.1:$((port + 1)) #" deploy/nginx.conf >"$T/site.conf"
cat >"$T/nginx.conf" <<END
daemon off; worker_processes 1; pid $T/nginx.pid; error_log $T/nginx.log;
$([ "$(id -u)" = 0 ] && echo 'user root;')
events {}
http { client_body_temp_path $T/b; proxy_temp_path $T/p; fastcgi_temp_path $T/f; uwsgi_temp_path $T/u; scgi_temp_path $T/s; include $T/site.conf; }
END
PATH=$PATH:/usr/sbin nginx -c "$T/nginx.conf" -e "$T/nginx.log" &
front=$!
try_out nginx

serve 12
sed -e "s#/run/yorisoi/web.sock#$T/web.sock#; s#/etc/yorisoi/tls#$T/tls#g; s#^kosodate.example.jp#https://localhost:$port#" \
	-e '0,/^{/s//{\n\tadmin off\n\tauto_https disable_redirects/' deploy/Caddyfile >"$T/Caddyfile"
HOME=$T XDG_DATA_HOME=$T caddy run --config "$T/Caddyfile" --adapter caddyfile >"$T/caddy.log" 2>&1 &
front=$!
try_out caddy

echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 100 ]
