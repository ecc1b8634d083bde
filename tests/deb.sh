#!/bin/sh
# The package in a throwaway root (this machine's own, seen through an overlay): installed, upgraded with its rehearsal, refused, taken back, removed.
set -u
cd "$(dirname "$0")/.."
if [ -z "${DEB_ROOT:-}" ]; then
	T=$(mktemp -d)
	trap 'rm -rf "$T"' EXIT
	mkdir "$T/deb"
	sh deploy/deb/build.sh build/yorisoi "$T/deb" 1.0 >/dev/null && sh deploy/deb/build.sh build/next/9000_more/yorisoi "$T/deb" 2.0 >/dev/null \
		&& sh deploy/deb/build.sh build/next/9001_broken/yorisoi "$T/deb" 3.0 >/dev/null \
		&& sh deploy/deb/build.sh build/next/9000_more/yorisoi "$T/deb" 4.0 >/dev/null || { echo "the packages were not built"; exit 1; }
	mkdir "$T/upper" "$T/work" "$T/root"
	if ! unshare -m sh -c "mount -t tmpfs none '$T/work' && mkdir '$T/work/u' '$T/work/w' &&
		mount -t overlay overlay -o lowerdir=/,upperdir='$T/work/u',workdir='$T/work/w' '$T/root'" 2>/dev/null; then
		echo "No throwaway root can be made here (root and overlayfs are needed)."
		echo "0 passed, 0 failed, 1 skipped"
		exit 0
	fi
	DEB_ROOT=$T/root DEB_FROM=$T unshare -m -p -f sh "$0"
	exit
fi
R=$DEB_ROOT
mount -t tmpfs none "$DEB_FROM/work" && mkdir "$DEB_FROM/work/u" "$DEB_FROM/work/w" || exit 1
mount -t overlay overlay -o lowerdir=/,upperdir="$DEB_FROM/work/u",workdir="$DEB_FROM/work/w" "$R" || exit 1
mount -t proc proc "$R/proc" && mount --rbind /dev "$R/dev" && mount -t tmpfs none "$R/run" && mount -t tmpfs none "$R/tmp" || exit 1
mkdir "$R/tmp/deb" && cp "$DEB_FROM"/deb/*.deb "$R/tmp/deb/"
passed=0
failed=0
in_root() { chroot "$R" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
# expect NAME EXIT-CODE WORD COMMAND...
expect() {
	name=$1 code=$2 word=$3
	shift 3
	out=$(in_root "$@" 2>&1 </dev/null)
	got=$?
	if [ "$got" = "$code" ] && printf '%s\n' "$out" | grep -qF -- "$word"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED $name: ended $got (expected $code), said: $out (expected: $word)"
	fi
}
start() {
	in_root install -d -o yorisoi -g yorisoi -m 0750 /run/yorisoi
	chroot "$R" env -i PATH=/usr/bin yorisoi serve --quiet &
	server=$!
	for _ in 1 2 3 4 5 6 7 8 9 10; do in_root yorisoi check serving >/dev/null 2>&1 && return; sleep 0.2; done
}
stop() { kill $server; wait $server 2>/dev/null; }
deb() { echo /tmp/deb/yorisoi_$1_*.deb; }
answer() { printf '%s\n' "$1" | in_root debconf-set-selections; }

answer 'yorisoi yorisoi/tenant string akune'
answer 'yorisoi yorisoi/title string 阿久根市の子育て相談'
answer 'yorisoi yorisoi/admin string mina'
expect 'installs, and makes the first town' 0 'yorisoi account reset mina' sh -c "dpkg -i $(deb 1.0)"
expect 'no secret in what an installer logs' 1 '' grep -l 'RECOVERY SHEET' /var/log/dpkg.log /var/cache/debconf/config.dat
expect 'the town stands' 0 '阿久根市の子育て相談' yorisoi tenant list
expect 'its administrator' 0 'mina' yorisoi account list --tenant akune
expect 'a link for them' 0 '/enter/' yorisoi account reset mina --tenant akune
expect 'the recovery sheet' 0 'RECOVERY SHEET' yorisoi key sheet
expect 'nothing of root lies among the data' 0 '' sh -c 'test -z "$(find /var/lib/yorisoi /var/lib/yorisoi-keys ! -user yorisoi)"'
expect 'its folders are closed' 0 '700' stat -c %a /var/lib/yorisoi-keys
expect 'check says what is still to do' 1 'no backup yet' yorisoi check
expect 'an authority' 0 'ca.crt' yorisoi tls ca
expect 'a certificate' 0 'site.crt' yorisoi tls cert localhost
expect 'the nginx site is fine as it comes' 0 'successful' sh -c 'rm -f /etc/nginx/sites-enabled/*
	ln -s ../sites-available/yorisoi /etc/nginx/sites-enabled/yorisoi && nginx -t'
expect 'the manual page reads' 0 'rehearse' sh -c 'zcat /usr/share/man/man8/yorisoi.8.gz'
expect 'the service is tight' 0 'OK' sh -c 'systemd-analyze security --offline=true /lib/systemd/system/yorisoi.service | tail -n 1'
expect 'the units are fine' 0 '' sh -c 'systemd-analyze verify --man=no /lib/systemd/system/yorisoi*.service /lib/systemd/system/yorisoi*.timer'
start
expect 'it serves' 0 'Yorisoi answers' yorisoi check serving
expect 'a backup while it serves' 0 'verified 1' sh -c 'install -d -o yorisoi /mnt/b && yorisoi backup /mnt/b/1'

# ---- a newer one, while the older serves ----
expect 'an upgrade is rehearsed on a copy' 0 'Rehearsed on copies of 1 town: version' sh -c "dpkg -i $(deb 2.0)"
expect 'the older goes on meanwhile' 0 'Yorisoi answers' yorisoi check serving
expect 'and the data is as it was' 3 'of an older Yorisoi' yorisoi check
stop
start
expect 'the newer serves the data, brought forward' 0 'Yorisoi answers' yorisoi check serving
expect 'check' 1 'the data is whole' yorisoi check
stop

# ---- the way back ----
expect 'the way back asks first' 2 'tenants.newer' yorisoi-way-back
expect 'the way back' 0 'holds' yorisoi-way-back --yes
expect 'the program of before' 0 "$(build/yorisoi --version | sed 's/.*(//')" yorisoi --version
expect 'what was written since is not lost' 0 'akune.db' sh -c 'ls /var/lib/yorisoi/tenants.newer-*'
start
expect 'it serves again' 0 'Yorisoi answers' yorisoi check serving

# ---- one that cannot ----
expect 'an upgrade that fails its rehearsal is refused' 1 'the upgrade was refused' sh -c "dpkg -i $(deb 3.0)"
expect 'the program of before is in place' 0 "$(build/yorisoi --version | sed 's/.*(//')" yorisoi --version
expect 'and goes on' 0 'Yorisoi answers' yorisoi check serving
expect 'with its data untouched' 0 'holds' yorisoi audit verify
stop
expect 'and starts again' 1 'the data is whole' yorisoi check
expect 'a better one is taken' 0 'Rehearsed' sh -c "dpkg -i $(deb 4.0)"
start
expect 'and serves' 0 'Yorisoi answers' yorisoi check serving
stop

# ---- away ----
expect 'removed' 0 '' dpkg -r yorisoi
expect 'the data stays' 0 'akune.db' ls /var/lib/yorisoi/tenants
expect 'purged' 0 'the data stays' dpkg -P yorisoi
expect 'the data stays after that too' 0 'machine.key' ls /var/lib/yorisoi-keys
expect 'installed again' 0 '' sh -c "dpkg -i $(deb 4.0)"
expect 'and the town is there' 0 'akune' yorisoi tenant list
answer 'yorisoi yorisoi/purge-data boolean true'
expect 'purged with everything, when told so' 0 '' dpkg -P yorisoi
expect 'nothing is left' 0 '' sh -c 'test ! -e /var/lib/yorisoi -a ! -e /var/lib/yorisoi-keys -a ! -e /var/backups/yorisoi'

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
