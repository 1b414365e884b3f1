#!/bin/sh
test_description='events made by hand with a good key: what is refused at writing passes no door'
#
# The sentence "what is refused at writing cannot pass an audit", place by place. To add a case, one
# line in t/craft/PART.sh (the parts are named for the files of the source that they are about):
#
#	attack 'a start under a lock' locked $LOCKED:$BASE operator "$(start_of A lab)"
#	attack 'a pin that floats' unpinned $BASE operator "$(pin_of lab $IMAGE)" '=Pin: a.image=redis:latest'
#
# what it shows, the rule, behind which event, signed by whom, the event, and what differs from the
# one that counts; where event or person differ, "BAD:GOOD". `situation NAME PARENT WHO LINES` makes
# an event to stand behind. How events are written: t/lib-craft.sh; what is asked of them:
# t/lib-judged.sh.
#
# The last test finds every place in the source that refuses an event (t/craft/refusals.pl) and fails
# for one that no case has met: write the case. Where none can get there (a second line of defence),
# t/craft/unreached.txt says why.
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-craft.sh"
. "$SOURCE_DIR/t/lib-judged.sh"

judged_repo || { echo "Bail out! no repository"; exit 1; }
for part in run rollback complete spec holds judge attest gate waived baseline contested fields purge restored drill settings integrity time whole authors; do
	. "$SOURCE_DIR/t/craft/$part.sh"
done

test_expect_success 'every place that can refuse an event has met one' '
	perl "$SOURCE_DIR/t/craft/refusals.pl" "$SOURCE_DIR" "$MET" "$SOURCE_DIR/t/craft/unreached.txt" >unmet &&
	cat unmet >&4 && test_line_count 0 unmet
'
# changed_not: fields that src/model/fields.h compares with something, and no attack has changed.
changed_not () {
	perl -0777 -ne 's{/\*.*?\*/}{}gs;
		while (/^FIELD\(\w+, "([\w-]+)"[^"]*BY\((?!SAYS)/mg) { print "$1\n" }' "$SOURCE_DIR/src/model/fields.h" |
	while read -r field; do
		grep -qE "^=?$field: |Mcade-\(?([A-Za-z|-]*\|)?$field\>" "$1" || echo "$field"
	done
}
test_expect_success 'of every field that is compared somebody wrote a false value' '
	changed_not "$TRASH/changed" >unmet && cat unmet >&4 && test_line_count 0 unmet &&
	echo "=Log: x" >few && changed_not few >unmet && test_grep "^Code$" unmet && test_grep ! "^Log$" unmet
'
test_expect_success 'it finds what has not, and what is excepted for no reason' '
	: >none && printf "src/x.c f: gone\\twhy\\n" >except &&
	perl "$SOURCE_DIR/t/craft/refusals.pl" "$SOURCE_DIR" "$PWD/none" "$PWD/except" >unmet &&
	test_grep "^excepted, and not there: src/x.c f: gone$" unmet &&
	test_grep "^no crafted event: src/policy/judge_act.c check_permission: " unmet &&
	test_grep "^no crafted event: src/ledger/verify.c check_act: %s$" unmet &&
	echo "permission 4|event 4: nobody says so||" >none &&
	perl "$SOURCE_DIR/t/craft/refusals.pl" "$SOURCE_DIR" "$PWD/none" "$PWD/except" >unmet &&
	test_grep "^a finding of no place that is known: permission 4" unmet
'
test_done
