#!/bin/sh
# Stands in for ssh to the one host that there is, which is the folder host/ beside bin/: what else runs there is
# host.sh under other names.
top=$(cd "${0%/*}/.." && pwd)
[ "$1" = motorcade-web-01 ] || { echo "ssh: Could not resolve hostname $1" >&2; exit 255; }
[ ! -e "$top/host/unreachable" ] || { echo "ssh: connect to host $1 port 22: Connection timed out" >&2; exit 255; }
shift && [ "$1" != sudo ] || shift
PATH=$top/hostbin:$PATH
export PATH
cd "$top/host" && exec "$@"
