#!/bin/sh
test_description='a release of 20 steps through three environments: status fits on one screen, and nothing that it and next say to type is refused'
test_story=yes
. "${0%/*}/lib.sh"

# Each step needs the one before: a chain longer than any advice looks ahead.
runbook () {
	cat <<-EOT
	version: 1
	ledger: $(git config mcade.ledgerId)
	name: long
	environments:
	- {id: dev}
	- {id: staging, promote: {after: [dev]}}
	- {id: prod, promote: {after: [staging], approval: {role: reviewer}}}
	completion: auto
	gates:
	- {id: release, environment: prod, checks: [{id: up, run: 'true'}]}
	steps:
	EOT
	before=
	for n in 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20; do
		echo "- {id: S_$n, title: step $n, pins: [], changes_state: false, uses: site.sh, inputs: [page], run: sh site.sh, needs: [$before], verify: [{id: up, run: 'true'}]}"
		before=S_$n
	done
}
# json EXPRESSION COMMAND...: of the object $j that the command prints.
json () {
	wanted_=$1 && shift && git mcade "$@" --json >"$TRASH/json" 2>"$TRASH/err" && perl -MJSON::PP -0777 -ne "my \$j = decode_json(\$_); print join(' ', map { \$_ // '-' } $wanted_)" "$TRASH/json"
}
says () { json '$j->{command} // $j->{hint} // ""' next --env "$1"; }
# adds_up FILE: "20 steps: 2 complete, 18 stale" names each step once.
adds_up () {
	perl -ne 'next unless /^(\d+) steps?: (.*)/; my $sum = 0; $sum += $_ for $2 =~ /(\d+) /g; $said++; $bad ||= $sum != $1; END { exit !$said || $bad }' "$1" || { cat "$1"; return 1; }
}
# fits ENV: on one screen, for it and for all; and what status says to type is what next says.
fits () {
	git mcade status --env "$1" >"$TRASH/one" 2>"$TRASH/err" && adds_up "$TRASH/one" && git mcade status >"$TRASH/every" 2>"$TRASH/err" && [ "$(wc -l <"$TRASH/one")" -lt 24 ] && [ "$(wc -l <"$TRASH/every")" -lt 24 ] ||
		{ cat "$TRASH/one" "$TRASH/every"; return 1; }
	[ -z "$2" ] || [ "$(sed -n 's/^\(next\|hint\): //p' "$TRASH/one" | tail -n 1)" = "$2" ] || { cat "$TRASH/one"; echo "wanted: $2"; return 1; }
}
# types COMMAND: by whom it names, with something in each place.
types () {
	line_=$(echo "$1" | sed "s/-m REASON/-m because/") && who_=owner &&
	case $line_ in
	*" runs: git mcade "*) who_=reviewer && line_=${line_#* runs: } ;;
	esac &&
	echo "$who_: $line_" >>"$TRASH/typed" && as_person "$who_" sh -c "$line_" >"$TRASH/out" 2>"$TRASH/err" </dev/null || { echo "[$?] $line_" && cat "$TRASH/out" "$TRASH/err" && return 1; }
}
# through ENV: types what next says until it says nothing more.
through () {
	for turn in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do
		line=$(says "$1") && fits "$1" "$line" || return 1
		[ -n "$line" ] || return 0
		types "$line" || return 1
	done
	false
}
complete () { [ "$(json 'scalar grep { $_->{phase} eq "complete" && !$_->{stale} } @{$j->{steps}}' status --env "$1")" = 20 ]; }

test_expect_success 'setup' '
	new_repo r && cd r && git mcade init --no-hooks >../out 2>&1 && runbook >runbook.yaml && echo true >site.sh && echo one >page && git add -A && git commit -q -m runbook && git mcade adopt >../out 2>&1 &&
	git mcade trust add rita --key "$(key_of reviewer)" --email reviewer@example.com --name "Rita Reviewer" --role reviewer >../out 2>&1 && as_person reviewer git mcade join --no-hooks >../out 2>&1
'
test_expect_success 'each command that status has for a release that has not begun may be typed' '
	cd r && git mcade status --all >../status && sed -n "s/^.*next: //p" ../status | sort -u >../ways && test_grep "git mcade run S_01 --env dev" ../ways && while read -r line; do types "$line" || return 1; done <../ways
'
test_expect_success 'through dev and staging by what next says' '
	cd r && through dev && complete dev && through staging && complete staging
'
test_expect_success 'where another person is waited for, no step offers a command, however far down it is' '
	cd r && says prod >../says && test_grep "reviewer Rita Reviewer runs: git mcade approve promote --env prod" ../says && fits prod "$(cat ../says)" &&
	json "map { \$_->{next} // () } @{\$j->{steps}}" status --env prod >../commands && cat ../commands && test ! -s ../commands
'
test_expect_success 'and through prod' '
	cd r && through prod && complete prod
'
test_expect_success 'a second release: each reason is said once, with the steps that have it, and --all has each step' '
	cd r && echo two >page && git commit -q -a -m two && for e in dev staging prod; do
		fits $e "$(says $e)" && test "$(grep -c "page changed since it ran" ../one)" -le 2 && test_grep "S_01 to S_20" ../one || return 1
	done && test_grep "Rita Reviewer runs: git mcade approve promote" ../one && test "$(grep -c "ran in .staging. before page changed" ../one)" = 1 &&
	[ "$(json "scalar grep { \$_->{stale} && @{\$_->{reasons}} == 2 } @{\$j->{steps}}" status --env prod)" = 20 ] &&
	git mcade status --env prod --all >../all && test "$(grep -c "^  S_[0-9]* *stale " ../all)" = 20 && test "$(grep -c "^ *page changed since it ran$" ../all)" = 20 && test "$(grep -c "ran in .staging. before page changed$" ../all)" = 20
'
test_expect_success 'what stands otherwise has a line of its own, what is wrong before what is well' '
	cd r && types "$(says dev)" && types "$(says dev)" && git mcade lock S_20 --env dev -m "not this one" >../out 2>&1 && fits dev "$(says dev)" && sed -n "s/^  \(stale\|complete\) .*: \(S_.*\)/\1 \2/p" ../one >../got && cat ../one &&
	printf "stale S_03 to S_19\nstale S_20\ncomplete S_01, S_02\n" >../want && test_cmp ../want ../got && test_grep "LOCKED .*1: S_20" ../one
'
test_done
