#!/bin/sh
test_description='the day that make demo plays, judged: each promise of the README, in one story

The demo stops at the first command whose exit status is not the one of its story. What it
printed is asked here, and the repositories it leaves behind are asked with stock git.'
. "${0%/*}/lib.sh"

# shown COMMAND PATTERN: what was printed below that command says so.
shown () {
	awk -v command="\$ $1" '
	index($0, "$ ") && substr($0, index($0, "$ "), length(command)) == command { on = 1; next }
	/^[a-z]+\$ / { on = 0 }
	on' story >part &&
	test_grep "$2" part
}

test_expect_success 'the day plays to its end' '
	env DEMO_FULL=1 DEMO_KEEP=1 TEST_BIN="$TEST_BIN" NO_COLOR=1 sh "$SOURCE_DIR/t/demo.sh" >story 2>&1 &&
	test_grep "^# kept: " story &&
	kept=$(sed -n "s/^# kept: //p" story) && test -d "$kept/motorcade" &&
	at_exit_folders_="$at_exit_folders_ $kept"
'
