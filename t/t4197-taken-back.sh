#!/bin/sh
# shellcheck disable=SC2016 # what runs expands it
test_description='what a rollback took back is not put out again by anybody but an owner; beside one that is under way nothing begins unsaid'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-acts.sh"

runbook () {
	log_head "taken" | sed "s/^records: {/&checkpoint: 'docs\/checkpoints\/\${{ date }}-\${{ step.id }}\/', /" &&
	cat <<-EOT
	environments:
	- {id: lab}
	- {id: prod, promote: {after: [lab]}}
	defaults: {timeout: 20s, changes_state: false}
	order: needs
	completion: auto
	steps:
	- {id: SHIP, run: 'cat file >../\$MCADE_ENVIRONMENT', pins: [], verify: [{id: up, run: 'true'}]}
	- {id: TELL, kind: manual, optional: true, pins: []}
	rollbacks:
	- {id: back, run: 'sh ../during; echo older >../\$MCADE_ENVIRONMENT', verify: [{id: ok, run: 'true'}]}
	drills:
	- {id: try, run: 'echo tried >../tried', verify: [{id: ok, run: 'true'}]}
	EOT
}
lab () { # lab N: release N runs there
	echo "release $1" >file && save "release $1" && { [ "$1" = 1 ] || git mcade reopen SHIP --env lab -m "release $1"; } && git mcade run SHIP --env lab --accept-changed && save "lab $1" && test_cmp file ../lab
}
ship () {
	git mcade promote --env prod && save promoted && git mcade run SHIP --env prod && save shipped && test_cmp file ../prod
}
back () { # back ENV
	git mcade rollback back --env "$1" -m "it is slow" && save "rolled back" && test "$(cat "../$1")" = older
}
candidate () {
	git mcade status --env prod --json >status.out && json "map { \$_->{candidate} } @{\$j->{promotion}}" status.out
}
let_back () {
	git mcade waive promotion --candidate "$(candidate)" --env prod --expires 1h -m "it was not at fault"
}
next_in () {
	git mcade next --env "$1" --json >next.out && json "\$j->{command} // \$j->{hint} // q()" next.out
}
# barred: neither run nor promoted, and nobody is advised to.
barred () {
	git mcade next --env prod >out && test_grep ! "git mcade \(run SHIP --env prod\|promote\)" out && refuses promotion git mcade run SHIP --env prod && test_grep "the rollback of event [0-9]* left this candidate in .prod." err && test_grep "hint: *another one comes here: .* verify it in lab, and promote that" err && test_grep "git mcade waive promotion --candidate $(candidate) --env prod --expires TIME" err &&
	refuses promotion git mcade promote --env prod && test_grep "the rollback of event [0-9]* left this candidate" err
}
during () { # while the rollback runs
	printf '%s\n' "cd \"$TRASH/r\"; export MCADE_CLOCK=$MCADE_CLOCK" "$@" >../during
}

test_expect_success 'setup' 'adopted && : >../during && lab 1 && ship && test "$(phase SHIP prod)" = complete'
test_expect_success 'beside a rollback: no run, no drill, unless it is said; then the event says so, and next is to wait' '
	cd r && git mcade reopen SHIP --env lab -m again && during "git mcade next --env lab >../next 2>&1; git mcade run SHIP --env lab >../run 2>&1; echo \$? >../codes" "git mcade drill try --env lab >../drill 2>&1; echo \$? >>../codes; test ! -e ../tried; echo \$? >>../codes" "git mcade run SHIP --env lab --anyway >../run2 2>&1; echo \$? >>../codes; git mcade drill try --env lab --anyway >../drill2 2>&1; echo \$? >>../codes" &&
	git mcade rollback back --env lab && : >../during && save beside && test "$(tr "\n" " " <../codes)" = "1 1 0 0 0 " && test_grep "refused \[order\] rollback .back. runs in .lab.: it may undo what .SHIP. does beside it" ../run && test_grep "hint: *wait for it, or go ahead beside it: git mcade run SHIP --env lab --anyway" ../run && test_grep "git mcade drill try --env lab --anyway" ../drill &&
	test_grep "hint: wait for it" ../next && test "$(git log --format=%B $LEDGER | grep -c "^Mcade-Waived: order")" = 3 && for act in "start SHIP in lab" "drill try in lab"; do git log -1 --format=%B --grep "^$act" $LEDGER | grep -x "Mcade-Waived: order" || return 1; done && git mcade audit --cold
'
test_expect_success 'with none under way --anyway says nothing, and one elsewhere holds nobody back' '
	cd r && git mcade reopen SHIP --env lab -m again && git mcade run SHIP --env lab --anyway && git mcade drill try --env lab --anyway && save alone && test "$(git log --format=%B $LEDGER | grep -c "^Mcade-Waived: order")" = 3 &&
	during "git mcade reopen SHIP --env lab -m again && git mcade run SHIP --env lab >../run 2>&1; echo \$? >../codes; git mcade run SHIP --env prod --anyway >../run2 2>&1; echo \$? >>../codes" && git mcade rollback back --env prod && : >../during && save elsewhere && test "$(tr "\n" " " <../codes)" = "0 1 " && test_grep ! "refused \[order\]" ../run2 && test_grep "refused \[promotion\].*left this candidate" ../run2
'
test_expect_success 'taken back: barred, whatever is looked at, until an owner lets it; then it runs, and is barred no more' '
	cd r && barred && git mcade verify SHIP --env prod && save looked && barred && test "$(cat ../prod)" = older && let_back && test "$(next_in prod)" = "git mcade run SHIP --env prod" && git mcade run SHIP --env prod && save again && test_cmp file ../prod && test "$(phase SHIP prod)" = complete &&
	tick 7200 && git mcade reopen SHIP --env prod -m again && git mcade run SHIP --env prod && save "and again"
'
test_expect_success 'what an owner lets come is still promoted, and is run' '
	cd r && back prod && let_back && git mcade promote --env prod >out 2>&1 && test_grep "already promoted" out && ship && tick 7200 && git mcade reopen SHIP --env prod -m again && git mcade run SHIP --env prod && save again
'
test_expect_success 'what had not run yet was not taken back; another release needs no leave, and ends it' '
	cd r && lab 2 && git mcade promote --env prod && save promoted && back prod && git mcade run SHIP --env prod && save shipped && test_cmp file ../prod && back prod && barred && lab 3 && ship && test "$(phase SHIP prod)" = complete && lab 2 && ship
'
test_expect_success 'where nothing is promoted to, nothing is barred' '
	cd r && back lab && test "$(phase SHIP lab)" = complete && git mcade reopen SHIP --env lab -m again && git mcade run SHIP --env lab && save again && test_cmp file ../lab
'
test_expect_success 'let run once: that is no advice to run it again; what it is stands wherever it is shown, also when the leave is over' '
	cd r && echo "release 4" >file && save hotfix && git mcade waive promotion --step SHIP --env prod --expires 1h -m fire && git mcade run SHIP --env prod --accept-changed && save fire && test_cmp file ../prod && brought=$(git log -1 --format="%(trailers:key=Mcade-Sequence,valueonly)" --grep "^promote to prod" $LEDGER) &&
	test "$(phase SHIP prod)" = complete && git mcade next --env prod >out && test_grep "git mcade \(reopen\|run\) SHIP --env lab" out && test_grep ! "run SHIP --env prod" out &&
	git mcade checkpoint SHIP --env prod -m sealed && save sealed && tick 7200 && git mcade status --env prod >out && test_grep "ran under a waiver of promotion: not what event [0-9]* brought" out && git mcade show SHIP --env prod | sed "/^$/q" >out && test_grep "ran under a waiver of promotion: not what event [0-9]* brought" out && grep -rqs "ran under a waiver of promotion" docs/checkpoints && git mcade next --env prod >out && test_grep ! "run SHIP --env prod" out
'
test_expect_success 'promoted afterwards it is what was brought; a run without leave says nothing of one' '
	cd r && lab 4 && git mcade promote --env prod && save promoted && git mcade status --env prod >out && test_grep "ran under a waiver of promotion$" out && test "$(phase SHIP prod)" = complete && git mcade reopen SHIP --env prod -m anew && git mcade run SHIP --env prod && save anew && git mcade status --env prod >out && test_grep ! "under a waiver" out && git mcade show SHIP --env prod | sed "/^$/q" >out && test_grep ! "under a waiver" out
'
test_expect_success 'in an incident the same' '
	cd r && echo "release 5" >file && save hotfix && git mcade incident open --env prod --ttl 1h -m fire && id=$(field Id) && git mcade run SHIP --env prod --incident "$id" --accept-changed && save fire && git mcade status --env prod >out && test_grep "ran in incident $(echo "$id" | cut -c1-12), past promotion: not what event [0-9]* brought" out && git mcade next --env prod >out && test_grep ! "run SHIP --env prod" out && git mcade incident close "$id" --follow-up "looked into"
'
test_expect_success 'what was let run, and taken back, is let run by the same leave no more; back on the release it runs' '
	cd r && echo "release 6" >file && save hotfix && git mcade waive promotion --step SHIP --env prod --expires 1h -m fire && git mcade run SHIP --env prod --accept-changed && save fire && back prod && refuses promotion git mcade run SHIP --env prod && test_grep "the rollback of event [0-9]* left this candidate" err && test "$(cat ../prod)" = older &&
	echo "release 4" >file && save reverted && test "$(next_in prod)" = "git mcade run SHIP --env prod" && git mcade run SHIP --env prod && save regular && test_cmp file ../prod
'
test_expect_success 'another thing that is let run meanwhile lets the one that was taken back come no more than before' '
	cd r && back prod && echo "release 7" >file && save hotfix && git mcade waive promotion --step SHIP --env prod --expires 1h -m fire && git mcade run SHIP --env prod --accept-changed && save fire && echo "release 4" >file && save reverted && barred
'
test_expect_success 'the audit agrees' 'cd r && git mcade audit --cold'
test_done
