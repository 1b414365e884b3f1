#!/bin/sh
test_description='after a rollback a check that passes with any version shows nothing of the one that was taken back'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-acts.sh"

# What is asked of SHIP is in $HEALTH, which the older version answers too.
HEALTH="{id: up, run: 'true'}"
runbook () {
	log_head "versions" &&
	cat <<-EOT
	environments:
	- {id: lab}
	- {id: prod, promote: {after: [lab]}}
	defaults: {timeout: 20s, changes_state: false}
	order: needs
	completion: auto
	steps:
	- {id: SHIP, run: 'cat file >../\$MCADE_ENVIRONMENT; echo \$MCADE_GIT_SHA | tee ../\$MCADE_ENVIRONMENT.sha', pins: [], verify: [$HEALTH]}
	- {id: TELL, kind: manual, title: tell support, pins: [], needs: [SHIP]}
	rollbacks:
	- {id: back, run: 'for f in ../\$MCADE_ENVIRONMENT ../\$MCADE_ENVIRONMENT.sha; do echo older >\$f; done', verify: [{id: ok, run: 'true'}]}
	EOT
}
promotion () { # of what status says of it, $p
	git mcade status --env prod --json >status.out && json "map { my \$p = \$_; $1 } @{\$j->{promotion}}" status.out
}
next_in () { # next_in ENV: what it says first
	git mcade next --env "$1" --json >next.out && json "\$j->{command} // \$j->{hint} // q()" next.out
}
whole () { # whole ENV
	git mcade run SHIP --env "$1" --accept-changed && git mcade attest TELL --env "$1" -m told && save "whole in $1" && test_cmp file "../$1"
}
# let_back: an owner lets what was taken back come again.
let_back () {
	git mcade waive promotion --candidate "$(promotion "\$p->{candidate}")" --env prod --expires 12h -m "it was not at fault"
}
comes_back () { # no run is advised, or accepted, before an owner lets it
	git mcade next --env prod >out && test_grep ! "git mcade \(run\|promote\)" out && refuses promotion git mcade run SHIP --env prod && test_grep "git mcade waive promotion --candidate" err && test "$(cat ../prod)" = older && let_back && test "$(next_in prod)" = "git mcade run SHIP --env prod"
}
adopts () { # adopts CHECK: SHIP is asked this, and whole again in both
	HEALTH=$1 && runbook >runbook.yaml && save "$1" && git mcade adopt && save adopted && for env in lab prod; do
		{ [ $env = lab ] || { let_back && git mcade promote --env prod; }; } && { git mcade verify SHIP --env $env; git mcade reopen SHIP --env $env -m anew; git mcade reopen TELL --env $env -m anew; whole $env; } || return 1
	done
}
# back ENV: the older version runs there.
back () {
	git mcade rollback back --env "$1" -m "it is slow" && save "rolled back" && test "$(cat "../$1")" = older
}
# undone WORDS: it is told that prod was rolled back, and the step is stale.
undone () {
	test -n "$(promotion "\$p->{rolled_back} // q()")" && test "$(phase SHIP prod)" = "complete stale" && git mcade status --env prod >out && test_grep "rolled back #" out && test_grep "$1" out
}

test_expect_success 'setup' 'adopted && echo one >file && save one && whole lab && git mcade promote --env prod && save promoted && whole prod && test "$(phase SHIP prod)" = complete'
test_expect_success 'the environment: a verification that passes changes nothing, a run does' '
	cd r && back prod && undone "rolled back by event [0-9]* since; its checks pass with any version" &&
	git mcade verify SHIP --env prod && save looked && undone "rolled back by event" && refuses completion git mcade complete SHIP --env prod && git mcade verify --env prod && undone "rolled back by event" && comes_back &&
	whole prod && test -z "$(promotion "\$p->{rolled_back} // q()")" && test "$(phase SHIP prod)" = complete
'
test_expect_success 'where a release comes from: what runs there no more is promoted from there by no verification' '
	cd r && echo two >file && save two && git mcade reopen SHIP --env lab -m two && git mcade reopen TELL --env lab -m two && whole lab && back lab && refuses promotion git mcade promote --env prod && test_grep "in .lab. SHIP was seen to work before the rollback of event [0-9]*; its checks pass with any version" err && test_grep "hint: *git mcade reopen SHIP --env lab -m REASON" err && test_grep "hint: *git mcade reopen TELL --env lab -m REASON" err &&
	git mcade verify SHIP --env lab && git mcade verify --env lab && save looked && refuses promotion git mcade promote --env prod && test_grep "SHIP was seen to work before the rollback" err && test "$(promotion "\$p->{ready} ? 1 : 0")" = 0 &&
	git mcade reopen SHIP --env lab -m "rolled back" && git mcade reopen TELL --env lab -m "rolled back" && whole lab && git mcade promote --env prod && save promoted && whole prod
'
test_expect_success 'a check that names the version tells, also as a top-level one and by its variable: what it says yes of runs' '
	cd r && for check in "{id: sha, run: cat ../\$MCADE_ENVIRONMENT.sha, expect: \"\${{ git.sha }}\"}" "{id: sha, run: grep -q \$MCADE_GIT_SHA ../\$MCADE_ENVIRONMENT.sha}"; do
		adopts "$check" && back prod && undone "rolled back by event [0-9]* since$" && test "$(next_in prod)" = "git mcade verify SHIP --env prod" && refused git mcade verify SHIP --env prod && save looked && undone "rolled back by event" && comes_back && whole prod && git mcade rollback back --env prod -m again && save again && git show "$(git log --format=%H -n 1 --grep "^start SHIP in prod" $LEDGER)" -s --format=%B | sed -n "s/^Mcade-Code: //p" >../prod.sha && git mcade verify SHIP --env prod && test -n "$(promotion "\$p->{rolled_back} // q()")" && test "$(phase SHIP prod)" = complete || return 1
	done
'
test_expect_success 'one that was left out, or only warned, told nothing' '
	cd r && for check in "{id: sha, when: {environment.id: other}, run: grep \$MCADE_GIT_SHA ../\$MCADE_ENVIRONMENT.sha}, {id: up, run: \"true\"}" "{id: sha, on_fail: warn, run: grep \$MCADE_GIT_SHA ../\$MCADE_ENVIRONMENT.sha}"; do
		adopts "$check" && back prod && git mcade verify SHIP --env prod && save looked && undone "rolled back by event" && comes_back && whole prod && test "$(phase SHIP prod)" = complete || return 1
	done
'
test_expect_success 'one that names it, and does not look at what runs now, or says only what it is not, told nothing' '
	cd r && for check in "{id: said, output_of: step, expect: {contains: \"\${{ git.sha }}\"}}" "{id: name, env: MCADE_GIT_SHA, expect: \"\${{ git.sha }}\"}" "{id: other, run: cat ../\$MCADE_ENVIRONMENT, expect: {ne: \"\${{ git.sha }}\"}}" "{id: fails, run: grep -q \$MCADE_GIT_SHA ../\$MCADE_ENVIRONMENT, expect: {exit: 1}}" "{id: either, run: grep -q \$MCADE_GIT_SHA ../\$MCADE_ENVIRONMENT, expect: {any: [{exit: 0}, {exit: 1}]}}" "{id: more, run: grep -q \$MCADE_GIT_SHA ../\$MCADE_ENVIRONMENT, expect: {exit: {ge: 0}}}" "{id: not, run: \"! grep -q \$MCADE_GIT_SHA ../\$MCADE_ENVIRONMENT\"}" "{id: given, run: \"true\", pass_env: [MCADE_GIT_SHA]}" "{id: place, file: \".git/refs/of-\${{ git.sha }}\", expect: {exists: false}}" "{id: some, run: cat ../\$MCADE_ENVIRONMENT.sha, expect: {any: [{contains: \"\${{ git.sha }}\"}, {contains: older}]}}"; do
		adopts "$check" && back prod && undone "its checks pass with any version" && git mcade verify SHIP --env prod && save looked && undone "rolled back by event" && comes_back && whole prod && test "$(phase SHIP prod)" = complete || return 1
	done
'
test_expect_success 'who said which version answers is asked again' '
	cd r && HEALTH="{id: live, manual: \"Is \${{ git.sha }} what answers?\"}" && runbook >runbook.yaml && save asked && git mcade adopt && save adopted && for env in lab prod; do
		{ [ $env = lab ] || { let_back && git mcade promote --env prod && save promoted; }; } && git mcade attest SHIP/live --env $env -m "it is" && { git mcade verify SHIP --env $env; git mcade reopen SHIP --env $env -m anew; git mcade reopen TELL --env $env -m anew; whole $env; } || return 1
	done && back prod && undone "rolled back by event [0-9]* since$" && expect_status 2 git mcade verify SHIP --env prod 2>err && save looked && undone "rolled back by event" && test_grep "said before the rollback of event" err && test "$(next_in prod)" = "git mcade verify SHIP --env prod" &&
	git mcade attest SHIP/live --env prod -m "it does, again" && git mcade verify SHIP --env prod && save looked && test -n "$(promotion "\$p->{rolled_back} // q()")" && test "$(phase SHIP prod)" = complete
'
test_expect_success 'where nothing is promoted to it is said until something has looked, and next is to look' '
	cd r && HEALTH="{id: up, run: \"true\"}" && runbook >runbook.yaml && save plain && git mcade adopt && save adopted && { git mcade verify SHIP --env lab; git mcade reopen SHIP --env lab -m anew; git mcade reopen TELL --env lab -m anew; whole lab; } &&
	git mcade status --env lab --json >status.out && test "$(json "exists \$j->{rolled_back} ? 1 : 0" status.out)" = 0 && test "$(next_in lab)" = "" && back lab && test "$(phase SHIP lab)" = complete &&
	git mcade status --env lab --json >status.out && at=$(json "\$j->{rolled_back}{sequence}" status.out) && test "$(json "join q( ), @{\$j->{rolled_back}{steps}}" status.out)" = SHIP &&
	git mcade status --env lab >out && test_grep "rolled back #$at: no check of SHIP has looked since" out && test_grep "^next: git mcade verify --env lab" out && expect_status 2 git mcade status --env lab --exit-code >out &&
	git mcade next --env lab >out && test_grep ! "is done" out && test_grep "rolled back in lab by event $at, and no check of SHIP has looked since: git mcade verify --env lab" out && test "$(next_in lab)" = "git mcade verify --env lab" && test "$(json "\$j->{rolled_back}{sequence}" next.out)" = "$at" &&
	git mcade verify --env lab && save looked && git mcade next --env lab >out && test_grep "every step is done" out && git mcade status --env lab >out && test_grep ! "rolled back" out && git mcade status --env lab --exit-code >out
'
test_expect_success 'the audit agrees' 'cd r && git mcade audit'
test_done
