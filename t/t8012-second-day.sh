#!/bin/sh
test_description='the second day of the demo: gate, NO-GO, approval, promotion, rollback'
test_story=yes
. "${0%/*}/lib.sh"

test_expect_success 'it plays: each command ends as the story says' '
	( unset DEMO_KEEP DEMO_FULL TEST_KEEP && sh "$SOURCE_DIR/t/demo-release.sh" >story 2>&1 || { cat story; return 1; } )
'
test_expect_success 'what was decided, promoted and rolled back is in it' '
	for word in "NO-GO of candidate" "INCONCLUSIVE of candidate" ": GO of candidate" "git mcade promote" "rollback .previous. is due" "no trigger fires"; do test_grep "$word" story || return 1; done
'
test_done
