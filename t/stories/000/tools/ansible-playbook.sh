#!/bin/sh
# Stands in for ansible-playbook: of a playbook it knows one task, a copy on one line, which it does to the folder
# host/ beside bin/ that is the host (a path that is not absolute: here), and tells what it did as the real one does.
top=$(cd "${0%/*}/.." && pwd)
while [ $# -gt 0 ]; do
	case $1 in
	-i) inventory=$2 && shift ;;
	--vault-password-file) [ "$(sh "$2")" = of-the-vault ] || { echo "ERROR! the vault does not open" >&2; exit 1; }; shift ;;
	*) playbook=$1 ;;
	esac
	shift
done
host=$(sed -n '/^\[web\]/{n;p;}' "$inventory")
[ "$host" = motorcade-web-01 ] && [ ! -e "$top/host/unreachable" ] || { echo "ERROR! no such host: $host" >&2; exit 4; }
[ -f "$playbook" ] || { echo "ERROR! the playbook: $playbook could not be found" >&2; exit 1; }
ok=0 changed=0
while read -r dest content; do
	case $dest in
	/srv/motorcade/*) to=$top/host/${dest#/srv/motorcade/} ;;
	*) to=$dest ;;
	esac
	echo "TASK [copy to $dest]"
	mkdir -p "$(dirname "$to")" && ok=$((ok + 1))
	[ "$dest" != "$to" ] || rm -f "$to" # what is fetched from the host is new each time
	[ -f "$to" ] && [ "$(cat "$to")" = "$content" ] && ! [ -e "$top/host/changes-always" ] && continue
	[ "$dest" = "$to" ] || changed=$((changed + 1))
	echo "$content" >"$to"
done <<EOF
$(sed -n 's/^ *- copy: {dest: \([^,]*\), content: \(.*\)}$/\1 \2/p' "$playbook")
EOF
[ -e "$top/host/no-backup" ] || echo "Restore path: /srv/motorcade/backups/$(basename "$playbook" .yml)"
failed=0
[ ! -e "$top/host/fails" ] || failed=1
printf '\nPLAY RECAP *********************************************************************\n%s : ok=%d changed=%d unreachable=0 failed=%d skipped=0 rescued=0 ignored=0\n\n' "$host" "$ok" "$changed" "$failed"
[ "$failed" = 0 ] || exit 2
