#!/bin/sh
# run.sh - every lint as one TAP test; what it found stands below as a comment.
cd "${0%/*}/../.." || exit 128
count=0
failed=0
for lint in t/lint/*.sh; do
	[ "$lint" != t/lint/run.sh ] || continue
	count=$((count + 1))
	if output=$(sh "$lint" 2>&1); then
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
