#!/bin/sh
# scratch.sh - where tests keep their repositories: TMPDIR where it is set. Else a file system in memory,
# if there is one that runs programs (containers may forbid it) and has room: a test writes thousands of
# small files and waits for the disk after each, a third of the time of "make check". Else /tmp.
memory=/dev/shm
room=4194304 # KiB; a whole run has needed a tenth of it
fits () {
	[ "$(df -Pk "$memory" 2>/dev/null | awk 'NR == 2 { print $4 }')" -ge "$room" ] 2>/dev/null || return 1
	tried=$(mktemp "$memory/mcade.XXXXXX" 2>/dev/null) || return 1
	printf '#!/bin/sh\n' >"$tried" && chmod 700 "$tried" && "$tried" 2>/dev/null
	runs=$?
	rm -f "$tried"
	return "$runs"
}
if [ -n "${TMPDIR:-}" ]; then
	echo "$TMPDIR"
elif fits; then
	echo "$memory"
else
	echo /tmp
fi
