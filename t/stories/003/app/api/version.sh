#!/bin/sh
# GET /api/version: what was built.
sha=$(cat ../GIT_SHA)
[ "$(cat ../../../config 2>/dev/null)" != cached ] || sha=0000000
printf 'HTTP/1.1 200 OK\nContent-Type: application/json\n\n{"sha": "%s", "node_env": "%s"}' "$sha" "$(cat ../NODE_ENV)"
