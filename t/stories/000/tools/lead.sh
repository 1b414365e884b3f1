#!/bin/sh
# The LeadGen API: GET health, POST intake. A lead is queued once for each Idempotency-Key; the worker makes leads.
host=$(cd ../../host && pwd)
answer () {
	printf 'HTTP/1.1 %s\nContent-Type: application/json\n\n%s' "$1" "$2"
	exit 0
}
[ -s "$host/units/motorcade-leadgen-api" ] || answer '503 Service Unavailable' '{"status": "down"}'
case ${PATH_INFO##*/} in
health) answer '200 OK' '{"status": "ok"}' ;;
esac
body=$(cat)
for part in contact request timeline location; do
	case $body in
	*"\"$part\""*) ;;
	*) answer '422 Unprocessable Entity' "{\"missing\": \"$part\"}" ;;
	esac
done
[ ! -e "$host/cannot-adapt" ] || answer '500 Internal Server Error' '{"detail": "cannot adapt type dict"}'
key=${HTTP_IDEMPOTENCY_KEY:-$$-$(date +%s%N)}
grep -qsxF "$key" "$host/db/app.intake_jobs" && [ ! -e "$host/forgets-keys" ] || { echo "$key" >>"$host/db/app.intake_jobs" && echo "$key" >>"$host/db/queued"; }
[ ! -s "$host/units/motorcade-leadgen-worker" ] || { cat "$host/db/queued" >>"$host/db/app.leads" && : >"$host/db/queued"; }
answer '202 Accepted' "{\"intake_id\": \"$key\", \"request_id\": \"r-$$\"}"
