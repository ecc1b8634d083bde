#!/bin/sh
# build.sh PROGRAM FOLDER [VERSION]: a package of this program, FOLDER/yorisoi_VERSION_ARCH.deb. Manual page and completion come from its own help.
set -eu
cd "$(dirname "$0")/../.."
program=$1 out=$2 version=${3:-$(sh deploy/deb/version.sh)}
arch=$(dpkg --print-architecture)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/tree
chmod 0755 "$work"
umask 022
put() { install -D -m "$1" "$2" "$tree$3"; }

put 0755 "$program" /usr/bin/yorisoi
strip --strip-unneeded "$tree/usr/bin/yorisoi"
put 0755 deploy/deb/way-back /usr/sbin/yorisoi-way-back
put 0644 deploy/deb/yorisoi.conf /etc/yorisoi/yorisoi.conf
put 0644 deploy/nginx.conf /etc/nginx/sites-available/yorisoi
for unit in deploy/yorisoi.service deploy/deb/yorisoi-*.service deploy/deb/yorisoi-*.timer; do
	put 0644 "$unit" "/lib/systemd/system/$(basename "$unit")"
done
put 0644 docs/install.md /usr/share/doc/yorisoi/install.md
put 0644 deploy/Caddyfile /usr/share/doc/yorisoi/examples/Caddyfile
put 0644 deploy/postgresql/roles.sql /usr/share/doc/yorisoi/examples/roles.sql
{ echo 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/'; echo 'Upstream-Name: yorisoi'; echo; echo 'Files: *'
	echo 'Copyright: 2026 the authors of Yorisoi'; echo 'License: Apache-2.0'; echo ' /usr/share/common-licenses/Apache-2.0'; } >"$work/copyright"
put 0644 "$work/copyright" /usr/share/doc/yorisoi/copyright
{ printf 'yorisoi (%s) stable; urgency=medium\n\n  * Built from the tree; see its history.\n\n' "$version"
	printf ' -- Yorisoi <maintainers@yorisoi.example>  %s\n' "$(date -R)"; } | gzip -9n >"$work/changelog.gz"
put 0644 "$work/changelog.gz" /usr/share/doc/yorisoi/changelog.gz

sh deploy/deb/man.sh "$program" >"$work/yorisoi.8"
printf '.so man8/yorisoi.8\n' >"$work/way-back.8"
gzip -9n "$work/yorisoi.8" "$work/way-back.8"
put 0644 "$work/yorisoi.8.gz" /usr/share/man/man8/yorisoi.8.gz
put 0644 "$work/way-back.8.gz" /usr/share/man/man8/yorisoi-way-back.8.gz
words=$("$program" --help | awk '$1 == "yorisoi" && !seen[$2]++ && NR > 1 { printf "%s ", $2 }')
printf '# Words of yorisoi for bash.\ncomplete -o default -W "%s" yorisoi\n' "$words" >"$work/completion"
put 0644 "$work/completion" /usr/share/bash-completion/completions/yorisoi

mkdir -p "$tree/DEBIAN" "$work/debian"
printf 'Source: yorisoi\n\nPackage: yorisoi\nArchitecture: any\n' >"$work/debian/control"
depends=$(cd "$work" && dpkg-shlibdeps -O --ignore-missing-info "$tree/usr/bin/yorisoi" 2>/dev/null | sed -n 's/^shlibs:Depends=//p')
size=$(du -sk "$tree" | cut -f1)
sed -e "s/@VERSION@/$version/; s/@ARCH@/$arch/; s/@SIZE@/$size/; s/@DEPENDS@/$depends/" deploy/deb/control.in >"$tree/DEBIAN/control"
for script in config preinst postinst prerm postrm; do
	install -m 0755 "deploy/deb/$script" "$tree/DEBIAN/$script"
done
install -m 0644 deploy/deb/templates "$tree/DEBIAN/templates"
printf '/etc/yorisoi/yorisoi.conf\n/etc/nginx/sites-available/yorisoi\n' >"$tree/DEBIAN/conffiles"
(cd "$tree" && find usr lib etc -type f ! -path 'etc/*' -exec md5sum {} + >DEBIAN/md5sums)
mkdir -p "$out"
dpkg-deb --root-owner-group -Zxz --build "$tree" "$out/yorisoi_${version}_$arch.deb"
