#!/bin/sh
# docs.sh [ROOT] - what the tables say, the manual says: every field, kind and word of events with
# its place, syntax and demands; every rule, with cases that it accepts and rejects; every command,
# with exactly its options, in its page and in the completions (asked of bin/git-mcade, which must be
# built); and every page has EXAMPLES and DIAGNOSTICS. The doors of a rule stand a second time in
# t/table/doors.txt: who takes one away says so twice.
cd "${1:-.}" || exit 128
bad=0
wrong () {
	echo "$*"
	bad=1
}

# --- events: the tables of model/ against git-mcade-ledger.5 ---
if [ -f src/model/words.h ]; then
	page=${TMPDIR:-/tmp}/ledger.$$
	said=$(sh doc/ledger.sh 2>&1 >"$page") || wrong "$said"
	cmp -s "$page" doc/git-mcade-ledger.5 ||
		wrong "doc/git-mcade-ledger.5: not what the tables say; sh doc/ledger.sh >doc/git-mcade-ledger.5"
	rm -f "$page"
fi

# --- rules: model/rules.h against git-mcade-rules.7 and t/rules ---
if [ -f src/model/rules.h ]; then
	sh doc/rules.sh | cmp -s - doc/git-mcade-rules.7 ||
		wrong "doc/git-mcade-rules.7: not what the table says; sh doc/rules.sh >doc/git-mcade-rules.7"
	for rule in $(sed -n 's/^\tRULE(.*, CHANGE(rule_\([a-z_]*\)), \\$/\1/p' src/model/rules.h | tr _ -); do
		for case in accept reject; do
			ls -d t/rules/"$rule"/$case-* >/dev/null 2>&1 ||
				wrong "t/rules/$rule/: no case $case-*"
		done
		for case in t/rules/"$rule"/*/; do
			find "$case" -type f -not -name .keep 2>/dev/null | grep -q . ||
				wrong "$case: an empty case shows nothing"
		done
		for case in t/rules/"$rule"/reject-*/; do
			[ ! -d "$case" ] || grep -q . "$case/expected" 2>/dev/null ||
				wrong "$case: rejects, and does not say what is expected"
		done
	done
	perl -0777 -ne 's/\\\n//g;
		while (/\bRULE\(\s*\w+\s*,\s*"([^"]+)"\s*,\s*([A-Z_| ]+?|0)\s*,/g) {
			my ($id, $doors) = ($1, $2);
			$doors =~ s/[^CPRWAL]//g;
			print "$id ", $doors || "-", "\n";
		}' src/model/rules.h >"${TMPDIR:-/tmp}/doors.$$"
	grep -v '^#' t/table/doors.txt 2>/dev/null | diff - "${TMPDIR:-/tmp}/doors.$$" | sed -n 's/^[<>] //p' |
		LC_ALL=C sort -u >"${TMPDIR:-/tmp}/changed.$$"
	while read -r rule doors; do
		wrong "t/table/doors.txt: '$rule $doors' stands there or in src/model/rules.h, not in both"
	done <"${TMPDIR:-/tmp}/changed.$$"
	rm -f "${TMPDIR:-/tmp}/doors.$$" "${TMPDIR:-/tmp}/changed.$$"
fi

# --- commands: the rows of cmd/commands.h against git-mcade-<command>.1 and the completions ---
if [ -f src/cmd/commands.h ]; then
	program=${TEST_PROGRAM:-bin/git-mcade}
	case $program in
	/*) ;;
	*) program=$PWD/$program ;;
	esac
	made=${TMPDIR:-/tmp}/pages.$$
	mkdir -p "$made/doc" && cp doc/*.in "$made/doc"
	if [ ! -x "$program" ]; then
		wrong "${TEST_PROGRAM:-bin/git-mcade}: not built, so that nobody can say what its options are"
	else
		said=$(TEST_PROGRAM=$program sh doc/pages.sh "$made" 2>&1) || said="doc/pages.sh fails: $said"
		[ -z "$said" ] || wrong "$said"
		for page in "$made"/doc/*.1 doc/git-mcade*.1; do
			name=${page##*/}
			if [ ! -f "$made/doc/$name" ]; then
				wrong "doc/$name: no such command"
			elif [ "$page" != "doc/$name" ]; then
				cmp -s "$page" "doc/$name" ||
					wrong "doc/$name: not what the program and doc/*.in say; sh doc/pages.sh"
			fi
		done
		for shell in bash:git-mcade.bash zsh:_git-mcade fish:git-mcade.fish; do
			TEST_PROGRAM=$program sh doc/completions.sh "${shell%%:*}" 2>&1 |
				cmp -s - "doc/completions/${shell#*:}" ||
				wrong "doc/completions/${shell#*:}: not what the program says; sh doc/completions.sh ${shell%%:*}"
		done
	fi
	rm -rf "$made"
fi

# --- every page shows how it is used, and what its messages mean ---
if [ -f src/cmd/commands.h ]; then
	for page in doc/git-mcade*.[1-9]; do
		for section in EXAMPLES DIAGNOSTICS; do
			[ ! -f "$page" ] || grep -q "^\.Sh $section\$" "$page" || wrong "$page: no section $section"
		done
	done
fi
exit $bad
