#!/bin/sh
test_description='whoever wrote what a promotion brings does not agree to it, where nobody may let himself act'
test_story=yes
. "${0%/*}/lib.sh"
be_person owner

rita () {
	as_person reviewer git mcade "$@"
}
# written WHO TEXT: what comes next, by that author, and it ran in the lab.
written () {
	echo "$2" >app && git add -A && git commit -q --author="Somebody <$1>" -m "$2" && git mcade run SHIP --env lab --accept-changed >../out 2>&1 && git add -A && { git commit -q -m log || :; }
}
of_author='it is of who wrote what is promoted'

test_expect_success 'setup: what stood there before is nobody'\''s change' '
	new_repo r && cd r && echo zero >app && git add -A && git commit -q --author="Rita <reviewer@example.com>" -m before && git mcade init --no-hooks >../out 2>&1 && cat >runbook.yaml <<-EOT && git add -A && git commit -q -m rules && git mcade adopt >../out 2>&1 &&
	version: 1
	name: r
	ledger: $(git config mcade.ledgerId)
	governed: [refs/heads/main]
	content: [app]
	completion: auto
	environments: [{id: lab}, {id: prod, live: true, promote: {after: [lab], approval: {role: reviewer, prevent_self_approve: true}}}]
	records: {log: "log/\${{ date }}.md"}
	defaults: {changes_state: false}
	steps:
	- {id: SHIP, needs: [], pins: [], run: "true", inputs: [app], verify: [{id: up, run: "true"}]}
	EOT
	git mcade trust add rita --key "$(key_of reviewer)" --email reviewer@example.com --name "Rita Reviewer" --role reviewer >../out 2>&1 && as_person reviewer git mcade join --no-hooks >../out 2>&1 &&
	git mcade run SHIP --env lab >../out 2>&1 && git add -A && git commit -q --author="Rita <reviewer@example.com>" -m "her log is no part of it" && rita approve promote --env prod -m yes >../out 2>&1 && test_grep "approved by 1 of 1" ../out && git mcade promote --env prod >../out 2>&1
'
test_expect_success 'of what she wrote she is told so before, and refused; her no is heard' '
	cd r && written Reviewer@Example.com one && rita status --env prod >../out && test_grep "no other principal of role .reviewer." ../out && test_grep ! "next: git mcade approve" ../out && rita approve --list --env prod >../out && test_grep "no other principal" ../out && rita next --env prod >../out && test_grep ! "git mcade approve promote --env prod -m REASON$" ../out &&
	refused rita approve promote --env prod -m yes >../out 2>../err && test_grep "permission. the approval by rita of what comes to .prod. does not count: $of_author" ../err && rita approve promote --env prod --fail -m "not yet" >../out 2>&1
'
test_expect_success 'somebody else agrees; who merges what another wrote has written nothing' '
	cd r && git mcade trust add otto --key "$(key_of operator)" --email operator@example.com --name "Otto Operator" --role reviewer >../out 2>&1 && rita status --env prod >../out && test_grep "reviewer Otto Operator runs: git mcade approve promote --env prod" ../out && as_person operator git mcade join --no-hooks >../out 2>&1 &&
	as_person operator git mcade approve promote --env prod -m yes >../out 2>&1 && git mcade promote --env prod >../out 2>&1 && git add -A && { git commit -q -m log || :; } && git checkout -q -b side && echo two >app && git commit -q -a --author="Ada <ada@example.com>" -m two && git checkout -q main &&
	echo x >beside && git add -A && git commit -q -m beside && GIT_AUTHOR_EMAIL=reviewer@example.com git merge -q --no-ff --no-edit side >../out 2>&1 && git mcade run SHIP --env lab --accept-changed >../out 2>&1 && git add -A && git commit -q -m log && rita approve promote --env prod -m yes >../out 2>&1 && test_grep "approved by 1 of 1" ../out
'
test_expect_success 'what she agreed to and then wrote herself she agreed to in vain, and it is shown' '
	cd r && written reviewer@example.com three && written ada@example.com two && git mcade approve --list promote --env prod >../out && test_grep "does not count: $of_author" ../out && test_grep "approved by 0 of 1" ../out && expect_status 2 git mcade promote --env prod >../out 2>../err && test_grep "needs the approval of role .reviewer.; that of rita (event [0-9]*) does not count: $of_author" ../err &&
	as_person operator git mcade approve promote --env prod -m yes >../out 2>&1 && cp -R . ../other && git mcade promote --env prod >../out 2>&1 && git mcade audit >../out
'
test_expect_success 'where the commits are not here nobody can tell, and nothing is promoted' '
	cd other && git clone -q --depth 1 "file://$PWD" ../shallow 2>../err && cd ../shallow && git mcade join --no-hooks >../out 2>&1 && git mcade status --env prod >../out && test_grep "who wrote what comes to .prod. cannot be told" ../out && test_grep "git fetch --unshallow" ../out && ! git mcade promote --env prod >../out 2>&1
'
test_expect_success 'a gate that is NO-GO by what somebody said leads to who said it, not to the gate again' '
	cd r && echo "gates: [{id: out, environment: prod, checks: [{id: read, manual: Is it read, role: reviewer}]}]" >>runbook.yaml && git commit -q -a -m gate && git mcade adopt >../out 2>&1 && written ada@example.com five &&
	rita attest out/read --env prod --fail -m "not this" >../out 2>&1 && expect_status 1 git mcade gate out --env prod >../out 2>&1 && git add -A && { git commit -q -m log || :; } &&
	git mcade status --env prod >../out && test_grep "rita said no to .read. in event [0-9]*; when that is settled, reviewer .* runs: git mcade attest out/read --env prod" ../out && test_grep ! "next: git mcade gate" ../out &&
	{ git mcade promote --env prod >../out 2>../err || :; } && test_grep "rita said no to .read." ../err
'
test_expect_success 'whoever is behind the branch is told of which commit he speaks, and how he gets on' '
	cd r && git clone -q --bare . ../hub.git && git remote add origin ../hub.git && echo late >app && git commit -q -a -m late && git push -q origin main 2>../err && git reset -q --hard HEAD~1 && git mcade sync >../out 2>&1 &&
	git mcade status --env prod >../out 2>../err && test_grep "HEAD ($(git rev-parse HEAD | cut -c1-12)) lacks commits that .origin. has" ../err && test_grep "next: git pull origin" ../err && git mcade next --env prod >../out 2>../err && test_grep "lacks commits" ../err && test_grep "git pull origin main" ../out && test_grep ! "git mcade" ../out && test_grep ! "git mcade" ../err &&
	git mcade status >../out 2>../err && test_grep "git pull origin main" ../out && test_grep ! "next: git mcade" ../out && test_grep ! "runs: git mcade" ../out && git mcade show SHIP --env prod >../out 2>../err && test_grep ! "git mcade" ../out &&
	as_person operator git mcade approve promote --env prod -m yes >../out 2>../err && test_grep "lacks commits" ../err && test_grep "approved by .*, of commit $(git rev-parse HEAD | cut -c1-12)" ../err &&
	git merge -q --ff-only origin/main && git mcade status --env prod >../out 2>../err && test_grep ! "lacks commits" ../err
'
test_done
