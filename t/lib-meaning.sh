# lib-meaning.sh - steps that run a script each, and what their starts say that it means.

steps () { # steps LIST: the steps of its scripts, which are written
	$1 | while IFS="	" read -r name text; do
		printf '#!/bin/sh\n%s\n' "$text" | sed 's/;;/\v/g; s/; */\n/g; s/\v/;;/g' >"tools/$name.sh" && echo "- {id: $(echo "$name" | tr a-z A-Z), pins: [], needs: [], run: sh tools/$name.sh}" || return 1
	done
}
ids () {
	$1 | cut -f1 | tr a-z A-Z
}
parts () { # parts STEP: of its newest start, without their hashes
	git log -1 --grep "^start $1 in staging" --format="%(trailers:key=Mcade-Meaning,valueonly)" refs/heads/mcade/ledger | sed "/^$/d; s/^[^ ]* //" | LC_ALL=C sort | paste -sd" " -
}
tells () { # tells STEP: and shows it where the case fails
	parts "$1" >../parts && echo "$1: $(cat ../parts)" >&4
}
# begins WORD...: the ledger, and a runbook of the steps on stdin, adopted.
begins () {
	git add -A && git commit -q -m files && git mcade init --no-hooks >../out 2>&1 &&
	{ printf "%s\n" "version: 1" "name: r" "ledger: $(git config mcade.ledgerId)" "governed: [refs/heads/main]" "order: needs" "environments: [{id: staging}]" "records: {log: \"log/\${{ date }}.md\"}" "defaults: {changes_state: false, verify: [{id: up, run: \"true\"}]}" "steps:" && cat; } >../runbook.yaml &&
	mv ../runbook.yaml . && git add -A && git commit -q -m a && git mcade adopt >../out 2>&1
}
# each LIST COMMAND...: of every step of it, all that fail are named.
each () {
	bad=
	list=$1 && shift
	for step in $(ids "$list"); do
		git mcade run "$step" --env staging >../out 2>&1
		code=$?
		"$@" || { bad="$bad $step" && cat ../out >&4; }
	done
	test -z "$bad" || { echo "not so:$bad" >&4; return 1; }
}
is_shown () {
	tells "$step" && grep -q "tools/inner.sh" ../parts && ! grep -qw content ../parts
}
is_whole () {
	tells "$step" && grep -qw content ../parts
}
is_asked () {
	test "$code" -eq 1 && grep -q "refused .drift.$1" ../out
}
# shown LIST: each has tools/inner.sh among its parts, and not the whole content.
shown () {
	each "$1" is_shown
}
# whole LIST: the whole content stands for what nobody can tell.
whole () {
	each "$1" is_whole
}
# asked_of LIST WHAT: who runs it again is asked, by the name of WHAT.
asked_of () {
	each "$1" is_asked "$2"
}
