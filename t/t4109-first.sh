#!/bin/sh
test_description='the first ten minutes: what a runbook need not say, and what is said all the same'
. "${0%/*}/lib.sh"

be_person owner

# smallest [LINES]: the smallest runbook that can be completed.
smallest () {
	printf '%s\n' 'version: 1' 'steps:' \
		"- {id: HELLO, run: echo hello, verify: [{id: ok, run: 'true'}], changes_state: false}" "$@"
}
# begun NAME BRANCH: cd into a repository on that branch, its ledger begun.
begun () {
	git init -q -b "$2" "$1" && cd "$1" && commit_file README x && git mcade init >../log 2>&1
}
# adopted [LINES]: the smallest runbook comes into force.
adopted () {
	smallest "ledger: $(git config mcade.ledgerId)" "$@" >runbook.yaml && git add -A && git commit -q -m runbook &&
		git mcade adopt >../log 2>&1
}

test_expect_success 'version and steps are a runbook: environment, log and branch have defaults' '
	begun r trunk && adopted && test "$(git log -1 --format=%B mcade/ledger | sed -n "s/^Mcade-Governed: //p")" = refs/heads/trunk &&
	git mcade run HELLO >out 2>err && git mcade complete HELLO >out 2>err &&
	test -f docs/deployments/2026-01-28.md && git mcade status --env prod --json >../status &&
	grep -q "\"phase\": *\"complete\"" ../status
'
test_expect_success 'a criterion that does not apply is never silent: act, log, status, show, entry' '
	cd r && test_grep "3/5 criteria: pins and restore do not apply" err &&
	git mcade log -n 1 >../out && test_grep "pins" ../out && git mcade status >../out && test_grep "complete.* 3/5" ../out &&
	git mcade show HELLO >../out && test_grep "does not apply *pins" ../out &&
	grep -q "\"without\": *\[\"pins\", *\"restore\"\]" ../status &&
	test_grep "^- does not apply: pins" docs/deployments/2026-01-28.md
'
test_expect_success 'at the doors the branch is the one that adopt recorded, whatever HEAD is' '
	cd r && git add -A && git commit -q -m records && git checkout -q -b topic &&
	git config mcade.governed refs/heads/topic && sed -i "s/hello/hullo/" runbook.yaml &&
	git clone -q --bare . ../server.git && git -C ../server.git symbolic-ref HEAD refs/heads/topic &&
	sed -i "1d" docs/deployments/2026-01-28.md && git commit -q -a --no-verify -m "a log is rewritten" &&
	git -C ../server.git mcade hooks install --expect-genesis "$(git config mcade.ledgerId)" >../log 2>&1 &&
	expect_status 1 git push -q ../server.git HEAD:trunk 2>../err && test_grep "append-only\|drift" ../err &&
	git config --unset mcade.governed && git checkout -q -f trunk
'
test_expect_success 'a later adopt that says nothing changes nothing of it' '
	cd r && git checkout -q -b other && sed -i "s/echo hello/echo again/" runbook.yaml && git commit -q -a -m again &&
	git checkout -q trunk && git merge -q --ff-only other && git checkout -q other && git mcade adopt >../log 2>&1 &&
	test "$(git log -1 --format=%B mcade/ledger | sed -n "s/^Mcade-Governed: //p")" = refs/heads/trunk && git mcade audit >../out
'
test_expect_success 'the branch of the remote HEAD goes before the one that is checked out' '
	cd "$TRASH" && git init -q -b line up && cd up && commit_file README x && cd .. && git clone -q up down && cd down &&
	git checkout -q -b topic && git mcade init >../log 2>&1 && smallest "ledger: $(git config mcade.ledgerId)" >runbook.yaml &&
	git add -A && git commit -q -m runbook && git -C ../up config receive.denyCurrentBranch ignore &&
	git push -q origin HEAD:line 2>../log && git mcade adopt >../log 2>&1 &&
	test "$(git log -1 --format=%B mcade/ledger | sed -n "s/^Mcade-Governed: //p")" = refs/heads/line
'
test_expect_success 'a runbook that says what is governed is taken at its word' '
	cd "$TRASH" && begun said main && adopted "governed: [refs/heads/main]" &&
	! git log -1 --format=%B mcade/ledger | grep Mcade-Governed &&
	adopted "governed: [refs/heads/main]" "name: x" && git mcade audit >../out
'
test_expect_success 'a step that names pins needs a place for them' '
	cd "$TRASH" && begun pins main && adopted && sed -i "s/changes_state: false/&, pins: [a.b]/" runbook.yaml &&
	git commit -q -a -m pins && git mcade adopt >../log 2>&1 && test_grep "no .manifest. of the environment" ../log &&
	git mcade run HELLO >../log 2>&1 && refused git mcade complete HELLO
'

test_done
