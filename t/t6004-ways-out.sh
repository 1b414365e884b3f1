#!/bin/sh
test_description='two people, one day: what is printed after a lost race and in a merge of logs ends in a push of both'
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-team.sh"
be_person owner
export GIT_MERGE_AUTOEDIT=no

runbook () {
	cat <<-'EOT'
	version: 1
	name: day
	governed: [refs/heads/main]
	environments: [{id: prod, manifest: releases/prod.yaml}]
	records: {log: 'docs/deployments/${{ date }}.md'}
	defaults: {run: 'true', changes_state: false}
	order: needs
	steps:
	- {id: A, pins: [], verify: [{id: ok, run: 'true'}]}
	- {id: E, pins: [], verify: [{id: ok, run: 'true'}]}
	EOT
}
# day NAME: in NAME the clones a (the owner's) and b (the operator's), hooks everywhere.
day () {
	mkdir "$1" && cd "$1" && new_repo a && bare_remote remote.git a && (
		cd a && runbook >runbook.yaml && mkdir releases && echo 'web: {image: "x"}' >releases/prod.yaml &&
		git add -A && git commit -q -m base && git push -q -u origin main && git mcade init &&
		git commit -q -a -m ledger && git push -q && git mcade adopt && tick &&
		git mcade trust add otto --key "$(key_of operator)" --name 'Otto Operator' --email operator@example.com --role operator &&
		git mcade sync && git config pull.rebase false && tick
	) && ID=$(git -C a config mcade.ledgerId) && as_person operator git clone -q remote.git b &&
	in_b git mcade join --expect-genesis "$ID" && git -C b config pull.rebase false &&
	( cd remote.git && git mcade hooks install --expect-genesis "$ID" ) && cd ..
}
# in_b COMMAND...
in_b () {
	( cd b && as_person operator "$@" )
}
complete () {
	git mcade run "$1" && git mcade complete "$1" && git commit -q -a -m "$1" && tick
}
# green: both have it, and nothing is refused.
green () {
	( cd a && git pull -q && git mcade sync && git mcade audit && git mcade check --history && { git mcade lint >../linted || :; } && test_grep ! append-only ../linted ) &&
	in_b git mcade audit && test "$(git -C a rev-parse HEAD)" = "$(git -C b rev-parse HEAD)"
}
follow_fix () {
	fix=$(sed -n 's/^ *fix: *//p' "$1" | head -n 1) && [ -n "$fix" ] && echo "\$ $fix" >&4 && in_b sh -c "$fix"
}

test_expect_success 'logs of one day merge by themselves where hooks stand, in no tracked file' '
	day one && cd one && test_grep "^docs/deployments/\*.md merge=mcade-log$" b/.git/info/attributes &&
	( cd a && complete A && git push -q ) && in_b git mcade sync && ( cd b && be_person operator && complete E ) &&
	! in_b git push -q 2>err && in_b git pull -q && in_b git push -q && green && test_missing a/.gitattributes
'

test_expect_success 'and where they conflict the printed command makes one of both' '
	day two && cd two && ( cd a && complete A && git push -q ) && in_b git mcade sync && ( cd b && be_person operator && complete E ) &&
	rm b/.git/info/attributes && ! in_b git pull -q && ! in_b git commit -q -a --no-edit 2>err && test_grep "refused \[append-only\]" err &&
	follow_fix err && in_b git commit -q --no-edit && in_b git push -q && green
'

test_expect_success 'hooks that go take the line along, and leave those of others' '
	cd two/b && echo "*.png binary" >>.git/info/attributes && git mcade hooks uninstall && echo "*.png binary" >expected &&
	test_cmp expected .git/info/attributes && git mcade hooks install && test_line_count 2 .git/info/attributes &&
	git mcade hooks install && test_line_count 2 .git/info/attributes
'

test_expect_success 'adopt moves it to where the runbook in force has its logs' '
	cd two/a && git mcade hooks status && sed -i "s,docs/deployments/,log/," runbook.yaml && git commit -q -n -a -m moved && git push -q --no-verify && git mcade adopt &&
	echo "log/*.md merge=mcade-log" >expected && test_cmp expected .git/info/attributes
'

test_expect_success 'a race that was lost, with its records committed: signed again, and both are pushed' '
	day three && cd three && ( cd a && complete A ) && ( cd b && be_person operator && complete E && git mcade pin web.image=x@$(printf "sha256:%064d" 7) && git commit -q -a -m pin ) &&
	( cd a && git push -q ) && ! in_b git push -q 2>err && in_b git mcade sync && in_b git diff --exit-code HEAD &&
	in_b git pull -q && in_b git push -q && green
'

test_expect_success 'also where the branch was merged before that is said' '
	day four && cd four && ( cd a && complete A ) && ( cd b && be_person operator && complete E ) &&
	( cd a && git push -q ) && in_b git mcade sync --set-aside >anew && test_line_count 1 anew && in_b sh -ex "$PWD/anew" && in_b git mcade sync &&
	in_b git commit -q -a -m anew && in_b git pull -q && ! in_b git push -q 2>err && follow_fix err && in_b git push -q && green
'

test_expect_success 'nothing that others have is taken back' '
	cd four/b && printf "\n## A complete in prod\n\nx\n" | tee -a docs/deployments/*.md >/dev/null && git commit -q -n -a -m false &&
	echo x >x && git add x && git commit -q -n -m x && cd .. &&
	! in_b git push -q 2>err && test_grep "refused \[drift\]" err && test_grep "^ *fix: .*reset" err &&
	git -C b update-ref refs/remotes/origin/topic HEAD~1 &&
	! in_b git push -q 2>err && test_grep "refused \[drift\]" err && test_grep ! "^ *fix: .*reset" err
'

test_expect_success 'what ran on a branch that is squashed and gone: the server names it, and says how it comes' '
	day squash && cd squash && ( cd a &&
		sed -i "s/^environments:.*/environments: [{id: lab}, {id: prod, live: true, promote: {after: [lab]}}]/" runbook.yaml &&
		git commit -q -a -m lab && git push -q && git mcade adopt && git mcade sync ) && in_b git pull -q && in_b git mcade sync && (
		cd b && be_person operator && git checkout -q -b topic && commit_file x x && ran=$(git rev-parse HEAD) &&
		git mcade run A --env lab && git checkout -q main && git merge -q --squash topic && git commit -q -m squashed &&
		git branch -q -D topic && git push -q && git mcade complete A --env lab && ! git mcade sync 2>err &&
		way=$(printed err) && [ "$way" = "git push origin mcade/ledger" ] && ! $way 2>err && test_grep "found: *object .$ran. is missing" err &&
		test_grep "hint: .*git push --atomic origin COMMIT:refs/heads/NAME mcade/ledger" err &&
		git push -q --atomic origin "$ran:refs/heads/ran" mcade/ledger && git mcade sync )
'

test_expect_success 'a plain pull brings pins whose events no act has taken in yet: doors know them, and the rest says so' '
	day behind && cd behind && in_b git mcade pin web.image=x@$(printf "sha256:%064d" 7) && in_b git commit -q -a -m pin && in_b git push -q &&
	( cd a && commit_file x x && git pull -q && git push -q && git mcade check --history && { git mcade lint >../linted || :; } && test_grep ! append-only ../linted &&
	git mcade status 2>err && test_grep ".origin. has events after event 2, the last one here" err && refused git mcade audit 2>err &&
	test "$(printed err)" = "git mcade sync" && git mcade sync && git mcade audit 2>err && test_grep ! "has events" err &&
	git mcade status 2>err && test_grep ! "has events" err ) &&
	in_b git mcade block E -m later && ( cd a && git mcade pin web.image=x@$(printf "sha256:%064d" 8) && git commit -q -a -m pin && git push -q ) &&
	in_b git pull -q && in_b git mcade status 2>err && test "$(printed err)" = "git mcade sync" && in_b refused git mcade audit 2>err &&
	test "$(printed err)" = "git mcade sync" && in_b git mcade sync && in_b git mcade audit
'

test_expect_success 'what was fetched and is signed by nobody judges nothing: the same pin passes behind the true event alone' '
	day forged && cd forged && in_b git mcade pin web.image=x@$(printf "sha256:%064d" 7) && in_b git commit -q -a -m pin && in_b git push -q && (
	cd a && git fetch -q && true=$(git rev-parse origin/mcade/ledger) && git show origin/main:releases/prod.yaml >releases/prod.yaml && git add releases &&
	git mcade hook pre-commit && sed -i "s/0007/0008/" releases/prod.yaml && git add releases && refused git mcade hook pre-commit &&
	evil=$(git cat-file commit $true | sed "s/0007/0008/" | git hash-object -t commit -w --stdin) && [ "$evil" != "$true" ] &&
	git update-ref refs/remotes/origin/mcade/ledger $evil && refused git mcade hook pre-commit && git show origin/main:releases/prod.yaml >releases/prod.yaml &&
	git add releases && refused git mcade hook pre-commit && git update-ref refs/remotes/origin/mcade/ledger $true && git mcade hook pre-commit )
'

test_expect_success 'of a commit with two files that may not be, both lines can be typed, and nothing else is taken back' '
	day both && cd both && ( cd a && commit_file f x && commit_file g x && git push -q && git mcade freeze quiet --path f --path g -m quiet && git mcade sync ) &&
	in_b git pull -q && ( cd b && be_person operator && before=$(git rev-parse HEAD) &&
		echo y >f && echo y >g && echo y >h && git add -A && git commit -q -n -m both && ! git push -q 2>err &&
		sed -n "s/^ *fix: *//p" err >fixes && test_line_count 2 fixes && { sh -x fixes || : ; } && git push -q &&
		test "$(git rev-parse HEAD~)" = "$before" && test "$(git log -1 --format=%s)" = both &&
		test "$(git diff --name-only HEAD~)" = h )
'

test_expect_success 'what init has written into a runbook that was there is to be committed before it is adopted' '
	new_repo solo && cd solo && runbook >runbook.yaml && git add -A && git commit -q -m base && git mcade init 2>err &&
	test_grep "hint: commit runbook.yaml with the ledger.s id, then: git mcade adopt" err && ! git mcade adopt 2>err &&
	test_grep "hint: *commit runbook.yaml with the line: ledger: $(git config mcade.ledgerId)" err &&
	git commit -q -m ledger && git mcade adopt
'

test_expect_success 'what ran on a topic, and the branch does not have yet: so it is said, and pushed it completes' '
	day topic && cd topic && ( cd a && sed -i "s/{id: E,/{id: E, uses: e.yml,/" runbook.yaml && commit_file e.yml old && git commit -q -a -m e &&
		git push -q && git mcade adopt && git mcade sync ) && in_b git pull -q && in_b git mcade sync && ( cd b && be_person operator &&
		git checkout -q -b topic && commit_file e.yml new && git mcade run E && ! git mcade complete E 2>err &&
		test_grep "refused \[completion\] e.yml: .E. in .prod. is not complete: .e.yml. on refs/heads/main is not the one that ran" err &&
		test_grep "hint: *bring it to branch main, and push that" err &&
		git checkout -q --detach && ! git mcade complete E 2>err && test_grep "hint: *bring it to branch main, and push that" err &&
		git checkout -q main && git merge -q topic && ! git mcade complete E 2>err && test_grep "fix: *git push origin main$" err &&
		( cd ../a && commit_file beside x && git push -q ) && git fetch -q && ! git mcade complete E 2>err &&
		test_grep "git pull origin main, then git push origin main" err && git merge -q -m both origin/main && git push -q && git mcade complete E && git mcade sync && git mcade audit )
'

test_done
