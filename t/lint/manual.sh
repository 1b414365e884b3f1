#!/bin/sh
# manual.sh [ROOT] - the pages are there, those that they refer to as well, and mandoc has nothing
# to say about any. Left out: references to git's own pages and those of other programs.
cd "${1:-.}" || exit 128
bad=0
[ -f doc/git-mcade.1 ] || { echo "doc/git-mcade.1: missing"; bad=1; }
for page in $(sed -n 's/^\.Xr \(git-mcade[a-z-]*\) \([157]\).*/doc\/\1.\2/p' doc/*.[157] 2>/dev/null | LC_ALL=C sort -u); do
	[ -f "$page" ] || { echo "$page: other pages refer to it, and it is missing"; bad=1; }
done
[ "$bad" -eq 0 ] || exit 1
command -v mandoc >/dev/null || { echo "no mandoc is installed"; exit 1; }
mandoc -Tlint -W warning doc/*.[157] 2>&1 |
	grep -v -e 'referenced manual not found' -e 'WARNING: missing date' |
	{ ! grep . ; }
