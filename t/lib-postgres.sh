# lib-postgres.sh - a PostgreSQL of the script's own, with a socket in its folder and no port. Sourced after lib.sh.
#
#	has_postgres || skip_all "no PostgreSQL"
#	postgres_up			DATABASE_URL is the application's role, which owns its tables and is no superuser;
#					$PG_ADMIN is the superuser's
#
# The server refuses to run as root: there it is the user postgres, which Debian's package makes.

PG_BIN=$(find /usr/lib/postgresql /usr/pgsql* /opt/homebrew/opt/postgresql* -maxdepth 2 -name bin -type d 2>/dev/null | sort -V | tail -n 1)
PATH=${PG_BIN:+$PG_BIN:}$PATH
# pg COMMAND...: as whoever may run the server.
pg () {
	if [ "$(id -u)" -eq 0 ]; then ( cd / && exec runuser -u postgres -- "$@" ); else "$@"; fi
}
has_postgres () {
	have initdb pg_ctl psql pg_dump pg_restore && { [ "$(id -u)" -ne 0 ] || id postgres >/dev/null 2>&1; }
}
postgres_up () {
	chmod 711 "$TRASH" && mkdir -p "$TRASH/pg" && { [ "$(id -u)" -ne 0 ] || chown postgres "$TRASH/pg"; } &&
	pg initdb -D "$TRASH/pg/data" -U postgres -A trust -E UTF8 --no-locale --no-sync >"$TRASH/pg.log" 2>&1 &&
	pg pg_ctl -D "$TRASH/pg/data" -w -l "$TRASH/pg/log" -o "-F -k $TRASH/pg -c listen_addresses=''" start >>"$TRASH/pg.log" 2>&1 || return 1
	at_exit_pids_="$at_exit_pids_ $(pg head -n 1 "$TRASH/pg/data/postmaster.pid")"
	PG_ADMIN="postgresql:///postgres?host=$TRASH/pg&user=postgres"
	DATABASE_URL="postgresql:///app?host=$TRASH/pg&user=app"
	export DATABASE_URL
	psql -q "$PG_ADMIN" -c 'create role app login createdb' && psql -q "$PG_ADMIN" -c 'create database app owner app'
}
