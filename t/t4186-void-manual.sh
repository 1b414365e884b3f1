#!/bin/sh
test_description='what a person said of one release meets no need of another'
test_story=yes
. "${0%/*}/lib.sh"
be_person owner

test_expect_success 'setup' '
	new_repo r && cd r && echo one >app && echo "level: debug" >lab.yaml && echo x0 >beside && git add -A && git commit -q -m first && git mcade init --no-hooks >../out 2>&1 && cat >runbook.yaml <<-EOT && git add -A && git commit -q -m rules && git mcade adopt >../out 2>&1 && git mcade attest LEGAL --env prod -m "read one" >../out 2>&1 &&
	version: 1
	name: r
	ledger: $(git config mcade.ledgerId)
	governed: [refs/heads/main]
	content: [app]
	completion: auto
	environments: [{id: lab, manifest: lab.yaml}, {id: prod, live: true}]
	records: {log: "log/\${{ date }}.md"}
	defaults: {changes_state: false}
	steps:
	- {id: LEGAL, kind: manual, title: Legal has read it, needs: [], pins: []}
	- {id: DEPLOY, needs: [LEGAL], pins: [], run: "true", inputs: [app], verify: [{id: up, run: "true"}]}
	- {id: READY, kind: gate, needs: [LEGAL], verify: [{id: up, run: "true"}]}
	EOT
	git add -A && { git commit -q -m log || :; }
'
test_expect_success 'of the release that was read it runs, and what is no part of it changes nothing' '
	cd r && git mcade run DEPLOY --env prod >../out 2>&1 && git add -A && git commit -q -m log && echo x >beside && git add -A && git commit -q -m beside &&
	git mcade reopen DEPLOY --env prod -m again >../out 2>&1 && git mcade run DEPLOY --env prod >../out 2>&1 && git mcade gate READY --env prod >../out 2>&1 && test_grep "GO" ../out
'
test_expect_success 'another release waits for it, however it is asked for' '
	cd r && git add -A && git commit -q -m log && echo two >app && git commit -q -a -m two && git mcade status --env prod >../out && test_grep "the content changed since it was attested" ../out &&
	refused git mcade run DEPLOY --env prod --accept-changed 2>../err && test_grep "refused .order." ../err && test_grep "void" ../err && test_grep "git mcade attest LEGAL --env prod" ../err &&
	refused git mcade gate READY --env prod 2>../err && test_grep "refused .order." ../err && { git mcade next --env prod >../out 2>&1 || :; } && test_grep "git mcade attest LEGAL --env prod" ../out
'
test_expect_success 'what is not committed is of no release, and not what was read' '
	cd r && echo three >app && refused git mcade run DEPLOY --env prod --accept-changed 2>../err && git checkout -q app
'
test_expect_success 'where that is all, it is said so: to say it again would be refused' '
	cd r && git mcade attest LEGAL --env lab -m "read two" >../out 2>&1 && git add -A && git commit -q -m log && echo y >beside && refused git mcade run DEPLOY --env lab 2>../err && test_grep "is void: what would run is in no commit" ../err && test_grep "hint:     commit what is not committed yet, or put it back" ../err &&
	! grep attest ../err && git mcade next --env lab >../out && test_grep "in no commit.; hint: commit what is not committed yet" ../out && git commit -q -a -m beside && git mcade run DEPLOY --env lab >../out 2>&1 && git add -A && git commit -q -m log
'
test_expect_success 'other settings make it void, and are named' '
	cd r && echo "level: info" >lab.yaml && git add -A && git commit -q -m settings && git mcade reopen DEPLOY --env lab -m again >../out 2>&1 && refused git mcade run DEPLOY --env lab 2>../err && test_grep "is void: it was said with other settings" ../err && test_grep "git mcade attest LEGAL --env lab" ../err &&
	git mcade attest LEGAL --env lab -m "read two" >../out 2>&1 && git mcade run DEPLOY --env lab >../out 2>&1 && git add -A && git commit -q -m log
'
test_expect_success 'and runs once it is said again' '
	cd r && git mcade attest LEGAL --env prod -m "read two" >../out 2>&1 && git add -A && { git commit -q -m log || :; } && { git mcade next --env prod >../out 2>&1 || :; } && test_grep "git mcade run DEPLOY --env prod" ../out && git mcade run DEPLOY --env prod --accept-changed >../out 2>&1 && git mcade gate READY --env prod >../out 2>&1 && git mcade audit >../out 2>&1
'
test_done
