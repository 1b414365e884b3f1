#!/bin/sh
# restore_pg.sh DUMP [URL]: puts it back, all or nothing; into the database of URL, or the application's. A dump of SQL
# that was made with --create names the database that it makes: with ALLOW_CREATE_IN_DUMP=1 that is left out, without
# it nothing is restored.
[ -s "$1" ] || { echo "restore_pg: no dump '$1'" >&2; exit 2; }
url=${2:-$BACKUP_URL}
if [ "$(head -c 5 "$1")" = PGDMP ]; then
	pg_restore --clean --if-exists --exit-on-error --single-transaction -d "$url" "$1"
else
	[ "$ALLOW_CREATE_IN_DUMP" = 1 ] || ! grep -q '^CREATE DATABASE ' "$1" || { echo "restore_pg: '$1' was made with --create" >&2; exit 3; }
	sed '/^CREATE DATABASE /d; /^ALTER DATABASE /d; /^\\connect /d' "$1" | psql -qX1 -v ON_ERROR_STOP=1 -d "$url"
fi && echo "restored $1"
