#!/bin/sh
# manual.sh [ROOT] - mandoc has nothing to say about any page.
# Left out: cross references to git's own pages and to pages of programs that may not be here.
cd "${1:-.}" || exit 128
ls doc/*.[157] >/dev/null 2>&1 || exit 0
mandoc -Tlint -W warning doc/*.[157] 2>&1 |
	grep -v -e 'referenced manual not found' -e 'WARNING: missing date' |
	{ ! grep . ; }
