#!/bin/sh
# fill.sh CELL.CONF MACHINE FOLDER: writes the configuration of one machine of a cell into FOLDER, from the files beside this one. Machines named in
# NODES get etcd, Patroni and PgBouncer; others HAProxy and Yorisoi.
set -eu
conf=$1
machine=$2
folder=$3
here=$(cd "$(dirname "$0")" && pwd)
case $conf in /*) ;; *) conf=./$conf ;; esac
. "$conf"
umask 077
mkdir -p "$folder"

names="CELL NETWORK PG_BIN PG_DATA PG_SOCKET PG_MEMORY ETCD_DATA POOL_LOG POOL_USERS ARCHIVE WATCHDOG PASSWORD_POSTGRES PASSWORD_REPLICATION
	PASSWORD_REWIND PASSWORD_OWNER PASSWORD_APP PASSWORD_BACKUP PASSWORD_PATRONI"
for name in NODES $names; do
	eval "value=\${$name:-}"
	if [ -z "$value" ]; then echo "$conf does not say $name." >&2; exit 1; fi
done
case $(set | sed -n 's/^PASSWORD_[A-Z]*=//p' | tr -d "'\n") in
*[!A-Za-z0-9]*) echo "Passwords of a cell are letters and digits: they stand in addresses and quoted files." >&2; exit 1 ;;
esac

address_of() { eval "printf '%s' \"\${ADDRESS_$1:-}\""; }
peers="" etcd_hosts="" servers=""
for node in $NODES; do
	at=$(address_of "$node")
	peers="$peers${peers:+,}$node=http://$at:2380"
	etcd_hosts="$etcd_hosts${etcd_hosts:+, }\"$at:2379\""
	servers="$servers\\n\tserver $node $at:6432 check port 8008"
done
address=$(address_of "$machine")

script="s|@MACHINE@|$machine|g;s|@ADDRESS@|$address|g;s|@PEERS@|$peers|g;s|@ETCD_HOSTS@|$etcd_hosts|g;s|@SERVERS@|$servers|g"
for name in $names; do
	eval "value=\$$name"
	script="$script;s|@$name@|$value|g"
done

fill() {
	sed -e "$script" "$here/$1" >"$folder/$2"
	if grep -q '@[A-Z_]*@' "$folder/$2"; then echo "$2: something was not filled in." >&2; exit 1; fi
}

case " $NODES " in
*" $machine "*)
	fill etcd.env etcd.env
	fill patroni.yml patroni.yml
	fill pgbouncer.ini pgbouncer.ini
	fill userlist.txt userlist.txt
	cp "$here/archive.sh" "$folder/archive.sh" ;;
*)
	fill haproxy.cfg haproxy.cfg
	fill yorisoi.conf yorisoi.conf ;;
esac
