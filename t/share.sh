#!/bin/sh
# share.sh OF FILE... - those of the files that come up at this commit: one of so many, others at the next.
cd "${0%/*}/.." || exit 128
of=$1 commit=$(git rev-parse HEAD 2>/dev/null)
shift
for file in "$@"; do
	sum=$(printf '%s %s' "$commit" "$file" | cksum)
	[ $((${sum%% *} / 16 % of)) -ne 0 ] || echo "$file"
done
