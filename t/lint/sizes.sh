#!/bin/sh
# sizes.sh [ROOT] - small files with one reason. A .c of more than 400 lines is refused; the aim of a
# function is 60: what is over it is noted, what is over 100 is refused.
cd "${1:-.}" || exit 128
ls src/*/*.c bin/*.c 2>/dev/null | xargs awk '
function judge(size, aim, most, what) {
	if (size > most) { print where ": " what " of " size " lines, at most " most; bad = 1 }
	else if (size > aim) print "note: " where ": " what " of " size " lines, the aim is " aim
}
function finish() { if (last != "") { where = last; judge(lines, 400, 400, "file") } }
FNR == 1 { finish(); last = FILENAME; start = 0 }
{ lines = FNR }
/^\{/ { start = FNR }
/^\}/ && start { where = FILENAME ":" start; judge(FNR - start + 1, 60, 100, "function"); start = 0 }
END { finish(); exit bad }
' || exit 1
