#!/bin/sh
# Stands in for alembic: migrations are files of SQL, and the database's revision is in alembic_version, as there.
#
#	heads | current | upgrade head
sql () {
	psql "$DATABASE_URL" -XAtq -v ON_ERROR_STOP=1 "$@"
}
ids () {
	find migrations -name '*.sql' | sed 's/.*\/\([0-9]*\)_.*/\1/' | sort
}
case "$*" in
heads) ids | tail -n 1 | sed 's/$/ (head)/' ;;
current) sql -c 'select version_num from alembic_version' ;;
'upgrade head')
	sql -c 'set client_min_messages = error; create table if not exists alembic_version (version_num text not null)' || exit 1
	at=$(sql -c 'select version_num from alembic_version')
	for id in $(ids); do
		[ "$id" -gt "${at:-0}" ] || continue
		echo "Running upgrade ${at:-base} -> $id"
		sql -1 -f migrations/"$id"_*.sql -c 'delete from alembic_version' -c "insert into alembic_version values ('$id')" || exit 1
		at=$id
	done
	;;
*) echo "alembic: $* is nothing that the story needs" >&2; exit 2 ;;
esac
