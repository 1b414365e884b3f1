#!/bin/sh
# rollback.sh RELEASE: the service runs from the files of that release again.
. ./.env
[ -d "$SITE/$1" ] || { echo "rollback: no release '$1'" >&2; exit 2; }
rm -f "$SITE/current" && ln -s "$1" "$SITE/current" && echo "rolled back to $1"
