#!/bin/sh
# run.sh - every lint as one TAP test; what it found stands below as a comment. A lint without its
# tool fails; one that cannot judge by the version that is here ends with 77: a skip with its
# reason, and in CI a failure.
cd "${0%/*}/../.." || exit 128
count=0
failed=0
for lint in t/lint/*.sh; do
	[ "$lint" != t/lint/run.sh ] || continue
	count=$((count + 1))
	output=$(sh "$lint" 2>&1)
	status=$?
	if [ "$status" -eq 77 ] && [ "${CI:-}" != true ]; then
		echo "ok $count - ${lint#t/} # SKIP $output"
	elif [ "$status" -eq 0 ]; then
		echo "ok $count - ${lint#t/}"
		[ -z "$output" ] || printf '%s\n' "$output" | sed 's/^/# /'
	else
		echo "not ok $count - ${lint#t/}"
		printf '%s\n' "$output" | sed 's/^/# /' >&2
		failed=1
	fi
done
echo "1..$count"
exit $failed
