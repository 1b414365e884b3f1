#!/bin/sh
# Stands in for the heroku CLI: what it would do there is done to folders beside bin/, which the service of
# the story answers from (web/APP is the slug of the current release).
#
#	container:release web -a APP | rollback [vN] -a APP | releases -a APP | logs -a APP
#	run -a APP alembic upgrade head|downgrade REV|heads|current | pg:backups:capture -a APP | pg:psql -a APP -c SQL
top=$(cd "${0%/*}/.." && pwd)
verb=$1 && shift
words=
app=
while [ $# -gt 0 ]; do
	case $1 in
	-a) app=$2 && shift ;;
	*) words="$words $1" ;;
	esac
	shift
done
[ -n "$app" ] || { echo "heroku: -a APP is missing" >&2; exit 2; }
here=$top/apps/$app
mkdir -p "$here"
echo "$verb$words -a $app" >>"$top/heroku.calls"
if [ -s "$top/heroku.fails" ]; then # so many calls of the API fail
	left=$(($(cat "$top/heroku.fails") - 1))
	[ "$left" -gt 0 ] && echo "$left" >"$top/heroku.fails" || rm "$top/heroku.fails"
	echo "heroku: API error 503" >&2
	exit 1
fi
# current vN: what the service answers from, from now on
current () {
	echo "$1 $(cat "$here/$1/app/GIT_SHA")" >>"$here/releases"
	mkdir -p "$top/web" && rm -f "$top/web/$app" && ln -s "$here/$1/app" "$top/web/$app"
	echo "released $1 of $app"
}
was=$(sed -n '$s/ .*//p' "$here/releases" 2>/dev/null)
count=$(find "$here" -maxdepth 1 -name 'v*' | wc -l)
head=$(find "${MIGRATIONS:-migrations}" -name '*.sql' 2>/dev/null | LC_ALL=C sort | sed -n '$s/.*\/\([0-9]*\)_.*/\1/p')
at=$(cat "$here/alembic" 2>/dev/null)
case $verb$words in
'container:release web')
	next=v$((count + 1))
	mkdir "$here/$next" && cp -R "$top/images/registry.heroku.com/$app/web/app" "$here/$next/app" && current "$next"
	echo "Restore path: heroku rollback ${was:-none} -a $app"
	;;
rollback*)
	to=${words# }
	[ -n "$to" ] || to=$(tail -n 2 "$here/releases" | sed -n '1s/ .*//p')
	[ -d "$here/$to" ] || { echo "heroku: $app has no release $to" >&2; exit 1; }
	current "$to"
	;;
releases) cat "$here/releases" ;;
logs) cat "$here/log" 2>/dev/null || : ;;
'run alembic upgrade head')
	if [ "$at" = "$head" ]; then echo "alembic: nothing to do"; else echo "$head" >"$here/alembic" && echo "alembic: $at -> $head"; fi ;;
'run alembic downgrade '*) echo "${words##* }" >"$here/alembic" && echo "alembic: $at -> ${words##* }" ;;
pg:psql*) echo "$at" ;;
pg:backups:capture) echo "backup of $at" >"$here/b001" && echo "Restore path: heroku pg:backups:restore b001 -a $app" ;;
*) echo "heroku: $verb$words is nothing that the story needs" >&2; exit 2 ;;
esac
