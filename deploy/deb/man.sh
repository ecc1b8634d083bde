#!/bin/sh
# The manual page, from what the program says about itself.
set -eu
program=$1
plain() { sed -e 's/\\/\\e/g; s/-/\\-/g; s/^\./\\\&./; s/^'"'"'/\\\&&/'; }
cat <<'END'
.TH YORISOI 8 "" "Yorisoi" "System Administration"
.SH NAME
yorisoi \- a named person, the right information, and help that arrives
.SH SYNOPSIS
.B yorisoi
.I COMMAND
[options]
.SH DESCRIPTION
Where things lie is said in /etc/yorisoi/yorisoi.conf; options win. Every command takes \-\-data DIR or \-\-store postgresql://... with \-\-keys DIR.
.SH COMMANDS
END
"$program" --help | awk '$1 == "yorisoi" && NR > 1 && !seen[$2]++ { print $2 }' | while read -r command; do
	printf '.SS %s\n.nf\n' "$command"
	"$program" "$command" --help | plain
	printf '.fi\n'
done
cat <<'END'
.SH FILES
/etc/yorisoi/yorisoi.conf, /var/lib/yorisoi (data), /var/lib/yorisoi\-keys (the machine's key), /etc/yorisoi/tls (certificates),
/var/backups/yorisoi (the way back after an upgrade: yorisoi\-way\-back)
.SH EXIT STATUS
0 done, 1 refused, 2 used wrongly; check also 3: to be mended soon.
END
