#!/bin/sh
# deploy_guard.sh APP: production is deployed on purpose, or not at all.
[ "$1" != capecraft ] || [ "$ALLOW_PROD_DEPLOY" = YES ] || { echo "deploy_guard: ALLOW_PROD_DEPLOY=YES is required for $1"; exit 1; }
