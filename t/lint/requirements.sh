#!/bin/sh
# requirements.sh [ROOT] - t/requirements.tsv: every requirement once, and each either shown by
# files that are there, attested with a word how, or later
# with the word what it waits for.
cd "${1:-.}" || exit 128
[ -f t/requirements.tsv ] || exit 0
awk -F'\t' '
function wrong(text) { printf "t/requirements.tsv:%d: %s\n", FNR, text; bad = 1 }
/^#/ { next }
NF != 3 { wrong("not three columns"); next }
$1 !~ /^[A-Z][0-9]+b?$/ { wrong("no id: " $1) }
seen[$1]++ { wrong($1 " stands twice") }
{ count++ }
$3 ~ /^(attested|later): ./ { next }
{
	n = split($3, list, " ")
	if (!n) wrong($1 " has nothing that shows it")
	for (i = 1; i <= n; i++) if (system("test -e \"" list[i] "\"") != 0) wrong($1 ": no " list[i])
}
END { if (count != 322) { print "t/requirements.tsv: " count " requirements, there are 322"; bad = 1 } exit bad }
' t/requirements.tsv
