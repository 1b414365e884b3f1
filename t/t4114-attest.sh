#!/bin/sh
test_description='attest: what happened and does not count does from there on, by the word of another who may'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-team.sh"

make_team || { echo "Bail out! no team"; exit 1; }
phase () {
	( cd a && git mcade status --env prod --json ) | grep -o "\"id\":\"$1\",\"phase\":\"[a-z]*\"" | cut -d\" -f8
}
# contested: the operator's run of A, begun when the owner had locked it already; its start's number is $start.
contested () {
	as_operator git mcade run A --env prod --no-fetch >run.log 2>&1 && meanwhile lock A --env prod -m "not now" && as_operator git mcade sync >out 2>err &&
	start=$(sed -n "s/^mcade: recorded \([0-9]*\) start A in prod.*/\1/p" err) && [ -n "$start" ] && tick && ( cd a && git mcade sync )
}

test_expect_success 'who has a contested fact is told by whom it counts, and how' '
	contested && test_grep "contested" err && test_grep "hint: owner runs: git mcade attest event:$start -m REASON" err && as_operator git mcade status --env prod >out && test_grep "hint: owner runs: git mcade attest event:$start -m REASON" out &&
	( cd a && git mcade status --env prod >../out && git mcade status --json >../json && { git mcade audit 2>../audit || :; } ) && test_grep "hint: git mcade attest event:$start -m REASON" out &&
	test_grep "\"contested\":\[{\"sequence\":$start,.*\"hint\":\"git mcade attest event:$start -m REASON\"" json && test_grep "git mcade attest event:$start" audit && test "$(phase A)" = planned
'
# unsaid: nothing was recorded.
unsaid () {
	was=$(tip a) && ( cd a && "$@" 2>../err ) && test "$(tip a)" = "$was"
}
test_expect_success 'neither by who began it, nor without a reason, nor of what is not there or counts' '
	was=$(tip b) && as_operator refused git mcade attest event:$start -m "I was there" 2>err && test_grep "refused \[permission\]" err && test "$(tip b)" = "$was" &&
	unsaid usage git mcade attest event:$start && unsaid usage git mcade attest event:999 -m x && unsaid usage git mcade attest event:$start -m x --fail && unsaid usage git mcade attest event:$start -m x --env prod && unsaid usage git mcade attest event:$start -m x --restore x && unsaid usage git mcade attest A -m x && unsaid usage git mcade attest -m x &&
	unsaid refused git mcade attest event:$((start - 1)) -m x && test_grep "refused \[order\]" err && unsaid refused git mcade attest event:0 -m x && test_grep "refused \[order\]" err
'
test_expect_success 'an owner says that it was so: from there on it counts, and everybody sees it so' '
	( cd a && git mcade attest "event:$start" -m "I saw it run" --json >../out && git mcade attest event:$((start + 1)) -m "and end" ) && test_grep "\"schema\":\"mcade/attest/1\"" out && test "$(said a $LEDGER~1 Verdict)" = pass &&
	test "$(said a $LEDGER~1 Act | cut -d" " -f1)" = "$(said a $LEDGER~1 Subject | cut -d: -f2)" && test "$(phase A)" = verified && tick && ( cd a && git mcade sync ) && same_everywhere &&
	( cd a && git mcade status --json >../out && git mcade log -n 2 >../log ) && test_grep "\"contested\":\[\]" out && ( cd a && git mcade audit 2>../audit ) && test_grep ! "owed" audit && test_grep "\[locked\] event $start: .*(contested)" audit && test_grep ! "own word" log && test_grep "I saw it run" log
'
test_expect_success 'once' '
	unsaid refused git mcade attest event:$start -m again && test_grep "refused \[order\]" err
'
test_expect_success 'nobody attests what he did where another could; alone, it is shown as his own word for ever' '
	( cd a && git mcade unlock A --env prod -m again && git mcade reopen A --env prod -m again && git mcade trust set otto --role owner && git mcade sync ) && as_operator git mcade sync && tick && contested &&
	was=$(tip b) && as_operator refused git mcade attest event:$start -m "I was there" 2>err && test_grep "refused \[permission\]" err && test "$(tip b)" = "$was" && as_operator git mcade status >out && test_grep "hint: owner runs: git mcade attest event:$start" out &&
	( cd a && git mcade trust set owner --role root --no-fetch && git mcade sync ) && as_operator git mcade sync && tick && as_operator git mcade attest event:$start -m "I was there" && as_operator git mcade log -n 1 >out && test_grep "own word" out &&
	as_operator git mcade log -n 1 --json >out && test_grep "\"own_word\":true" out && same_everywhere
'
test_done
