#!/bin/sh
# The admin observability endpoint. errors: its critical errors, one number for each request, the last for all that
# follow; missing: platforms that are not there; regressed: a signal is gone. Who is not signed in gets nothing.
[ "$HTTP_COOKIE" = "better-auth.session=quiet-juniper" ] || { printf 'HTTP/1.1 401 Unauthorized\n\n'; exit 0; }
case $QUERY_STRING in *windowHours=*auditLimit=50*errorLimit=25*signalLimit=25*) ;; *) printf 'HTTP/1.1 400 Bad Request\n\n'; exit 0 ;; esac
errors=$(head -n 1 errors) && [ "$(wc -l <errors)" -lt 2 ] || { sed 1d errors >errors.new && mv errors.new errors; }
missing= && [ ! -e missing ] || missing='"renthop"'
agent='"auditByAgent": {"ada": 3}, ' && [ ! -e regressed ] || agent=
cat <<EOT
HTTP/1.1 200 OK
Content-Type: application/json

{"signals": {"auditByPlatform": {"spareroom": 9}, ${agent}"auditByConversation": {"c-1": 2}, "platformFailures": {},
 "criticalActions": ["workflow_state_transitioned", "inbox_manual_reply_dispatched"], "criticalErrors": {"dispatch": $errors}},
 "missingPlatforms": [$missing],
 "platforms": [{"isActive": true, "sendMode": "$(cat "$CLUSTER/mode")", "integrationMode": "rpa", "health": "ok", "error": ""},
  {"isActive": true, "sendMode": "$(cat "$CLUSTER/mode")", "integrationMode": "rpa", "health": "degraded", "error": "captcha"}]}
EOT
