#!/bin/sh
test_description='each call of the system fails while a CI, a person or an audit looks at what is there: nothing is called good'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
. "$SOURCE_DIR/t/lib-push.sh"
. "$SOURCE_DIR/t/lib-ci.sh"
. "$SOURCE_DIR/t/lib-swept.sh"
be_person owner

test_expect_success 'setup: a server, a branch that is good, one that is not' '
	git config --global gc.auto 0 && git config --global transfer.unpackLimit 100000 && ci_server && ci_branch good "put free.txt more" && good=$tip && ci_branch bad "git rm -q ansible/playbooks/PLAT_01_base.yml" && bad=$tip &&
	new_repo full && cd full && git remote add origin ../r.git && git fetch -q origin && git checkout -q --detach "$bad" && export MCADE_LEDGER=$id
'
# As a CI has it: a change to main, a push to a branch from a commit, a schedule.
change () {
	github pull_request main refs/pull/7/merge "" "$@"
}
pushed () {
	github push "" "refs/heads/$branch" "$before" "$@"
}
schedule () {
	github schedule "" refs/heads/main "" "$@"
}
test_expect_success 'a change, a push, a push that goes back, a new branch, a schedule' '
	cd full && by=change && swept 1 check && swept 1 check --net && by=pushed branch=main before=$base && swept 1 check && before=$good && swept 1 check &&
	branch=new before=$ZEROS && swept 1 check && by=schedule && swept 1 check && git checkout -q "$good" && by=change && swept 0 check && by=pushed branch=main before=$base && swept --cold 0 check
'
test_expect_success 'a clone that has to fetch first' '
	runner one "$bad" && by=change && swept --before "git update-ref -d refs/remotes/origin/main; git update-ref -d refs/remotes/origin/mcade/ledger" --every 2 1 check --fetch
'
by=
test_expect_success 'a range, its whole, all of history; by a runbook that is not in force' '
	unset MCADE_LEDGER && cd r && git checkout -q bad && swept 1 check --range main..bad && swept 1 check --range main..bad --net && swept 1 check --history && swept 1 check --history --runbook runbook.yaml && git checkout -q main
'
test_expect_success 'the audit, and lint where nothing is adopted' '
	cd r && swept 0 audit && swept --cold 2 audit && cd .. && new_repo plain && cd plain && governed_files && git add -A && git commit -q -m one && printf "# x\n" >docs/deployments/2026-01-27.md && git commit -q -a -m two && put free.txt x && git add -A && swept 0 check --staged && swept 1 check --history && swept --every 2 1 lint
'
test_done
