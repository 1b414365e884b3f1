#!/bin/sh
# open.sh: customers get to the release that is current.
. ./.env
readlink "$SITE/current" >"$SITE/open" && echo "open: $(cat "$SITE/open")"
