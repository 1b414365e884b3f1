#!/bin/sh
# format.sh [ROOT] - clang-format has nothing to say. Versions lay out differently: 14 (that of
# Debian 12) judges; another version only notes.
cd "${1:-.}" || exit 128
tool=clang-format
command -v clang-format-14 >/dev/null && tool=clang-format-14
find src bin t -name '*.[ch]' -not -path '*/corpus/*' | LC_ALL=C sort |
xargs $tool -n -Werror --style=file 2>&1 | grep 'error: ' |
	sed 's/: error: code should be clang-formatted.*/: not as clang-format lays it out/' |
	awk -F: '!seen[$1]++' >"${TMPDIR:-/tmp}/format.$$"
count=$(wc -l <"${TMPDIR:-/tmp}/format.$$")
cat "${TMPDIR:-/tmp}/format.$$"
rm -f "${TMPDIR:-/tmp}/format.$$"
[ "$count" -eq 0 ] && exit 0
case $($tool --version) in
*'version 14'*) exit 1 ;;
*) echo "note: clang-format 14 decides, this is another version"; exit 0 ;;
esac
