#!/bin/sh
test_description='attest event: what happened and does not count, until an owner says that it happened so'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-team.sh"

team_with_server

# phase STEP: as the owner's record has it.
phase () {
	( cd a && git mcade status --env prod --json ) | grep -o "\"id\":\"$1\",\"phase\":\"[a-z]*\"" | cut -d\" -f8
}
# contested: how many events are.
contested () {
	( cd a && git mcade status --json ) | grep -o "\"contested\":\[[^]]*\]" | grep -o '"sequence"' | wc -l
}
still () { # still COMMAND...: nothing is recorded by it
	before_=$(tip a) && ( cd a && "$@" ) && [ "$(tip a)" = "$before_" ]
}

test_expect_success 'setup: a run that lost the race to a lock is contested, and in no record' '
	as_operator git mcade run A --env prod >run.log 2>&1 && tick && ( cd a && git mcade lock A --env prod -m wait && git mcade sync ) >out 2>&1 && tick &&
	as_operator git mcade sync --set-aside >out 2>&1 && as_operator git mcade sync >out 2>&1 && ( cd a && git mcade sync ) >out 2>&1 &&
	[ "$(said a $LEDGER~1 Contested)" = locked ] && [ "$(said a $LEDGER Contested)" = order ] && [ "$(contested)" = 2 ] && [ "$(phase A)" = planned ]
'
test_expect_success 'who can help is told, and the command' '
	( cd a && git mcade status ) >out 2>&1 && test_grep "contested: event 4 start by otto (locked)" out && test_grep "git mcade attest event:4 -m " out &&
	( cd a && git mcade audit ) >out 2>err && test_grep "\[owed\]" err && test_grep "git mcade attest event:5 -m " err
'
test_expect_success 'an operator does not say so' '
	before=$(tip b) && as_operator refused git mcade attest event:4 -m "I was there" 2>err && test_grep "\[permission\]" err && [ "$(tip b)" = "$before" ]
'
test_expect_success 'an owner says so: it counts from there on, each by itself' '
	echo "a photo" >a/photo.txt && ( cd a && git mcade attest event:4 -m "Otto had the phone off" --evidence photo.txt ) >out 2>&1 && test_grep "^recorded 6 attest " out &&
	start=$(git -C a rev-parse $LEDGER~2) && [ "$(said a $LEDGER Act)" = "$(said a $start Id) sha256:$(git -C a cat-file commit $start | sha256sum | cut -d" " -f1)" ] &&
	[ "$(said a $LEDGER Subject)" = "event:$(said a $start Id)" ] && [ -n "$(said a $LEDGER Evidence)" ] && [ "$(phase A)" = running ] && [ "$(contested)" = 1 ] &&
	finish=$(said a $LEDGER~1 Id) && ( cd a && git mcade attest event:$(echo $finish | cut -c1-12) -m "and it ended well" ) >out 2>&1 && [ "$(phase A)" = verified ] && [ "$(contested)" = 0 ]
'
test_expect_success 'the server takes it, an audit passes, and everybody has the same' '
	( cd a && git mcade sync && git mcade audit --cold ) >out 2>&1 && test_grep "^pass:" out && as_operator git mcade sync >out 2>&1 && [ "$(tip b)" = "$(tip a)" ] && [ "$(tip remote.git)" = "$(tip a)" ] &&
	as_operator git mcade audit --cold >out && test_grep "^pass:" out
'
test_expect_success 'what counts is not attested, nor twice, nor what is not there' '
	still refused git mcade attest event:4 -m again 2>err && test_grep "\[order\]" err && still refused git mcade attest event:3 -m lock 2>err && test_grep "\[order\]" err &&
	still usage git mcade attest event:99 -m none 2>err && test_grep "there is no event" err && still usage git mcade attest event:4 2>err
'
test_expect_success 'what is of a step is not of an event' '
	still usage git mcade attest event:4 --env prod -m x 2>err && still usage git mcade attest event:4 --fail -m x 2>err && still usage git mcade attest event:4 --restore /b -m x 2>err
'
test_done
