#!/bin/sh
# What the host answers, as podman, systemctl, redis-cli, psql, nginx and ss: from the files that playbooks left in it.
host=$(cd "${0%/*}/../host" && pwd)
# drain: the worker, where it runs, makes leads of what is queued.
drain () {
	[ ! -s "$host/units/motorcade-leadgen-worker" ] || [ ! -s "$host/db/queued" ] || { cat "$host/db/queued" >>"$host/db/app.leads" && : >"$host/db/queued"; }
}
case ${0##*/}\ $* in
'podman ps --filter name='*) name=${3#name=} && { [ ! -s "$host/up/$name" ] || echo "$name  Up 3 minutes"; } ;;
'podman exec motorcade-postgres pg_isready') [ -s "$host/up/motorcade-postgres" ] ;;
'podman network ls') cat "$host/networks" ;;
'systemctl is-enabled '*) [ ! -s "$host/enabled/$2" ] || { echo enabled; exit 0; }; echo disabled && exit 1 ;;
'systemctl is-active '*) [ ! -s "$host/units/${2%.service}" ] || { echo active; exit 0; }; echo inactive && exit 3 ;;
'systemctl stop '*) rm -f "$host/units/$2" ;;
'systemctl start '*) mkdir -p "$host/units" && echo on >"$host/units/$2" && drain ;;
'redis-cli ping') [ -s "$host/up/motorcade-redis" ] && [ ! -e "$host/deaf" ] && echo PONG ;;
'psql '*' where state = queued') drain && wc -l <"$host/db/queued" | tr -d ' ' ;;
'psql -Atc select count(*) from '*) drain && wc -l <"$host/db/${2##* }" | tr -d ' ' ;;
'psql -Atc select version from '*) cat "$host"/db/migrations/* ;;
'nginx -T') cat "$host/nginx.conf" ;;
'ss -ltn') [ ! -s "$host/units/motorcade-leadgen-api" ] || echo 'LISTEN 0 128 127.0.0.1:8000 0.0.0.0:*' ;;
*) echo "${0##*/} $*: nothing that the story needs" >&2 && exit 2 ;;
esac
