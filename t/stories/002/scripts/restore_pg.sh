#!/bin/sh
# restore_pg.sh DUMP [URL]: puts it back, all or nothing; into the database of URL, or the application's. A dump that
# was made with --create says so with ALLOW_CREATE_IN_DUMP=1.
[ -s "$1" ] || { echo "restore_pg: no dump '$1'" >&2; exit 2; }
pg_restore --clean --if-exists --exit-on-error --single-transaction -d "${2:-$BACKUP_URL}" "$1" && echo "restored $1"
