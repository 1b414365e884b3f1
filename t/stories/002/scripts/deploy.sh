#!/bin/sh
# deploy.sh RELEASE: the application's files to its host, and the service restarted from them. Two folders of $SITE
# stand in for the image and the host.
. ./.env
release=${1:-v$(($(find "$SITE" -maxdepth 1 -name 'v*' 2>/dev/null | wc -l) + 1))}
was=$(readlink "$SITE/current" 2>/dev/null)
mkdir -p "$SITE/$release" && cp -R app migrations .env "$SITE/$release/" && rm -f "$SITE/current" && ln -s "$release" "$SITE/current" &&
echo "deployed $release; Restore path: ./scripts/rollback.sh ${was:-none}"
