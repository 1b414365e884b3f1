#!/bin/sh
test_description='perf'
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
. "$SOURCE_DIR/t/lib-push.sh"
be_person owner
test_expect_success 'make' '
	small_repo a && sed -i "s|^governed:.*|governed: [refs/heads/main, \"refs/heads/b/*\"]|" runbook.yaml && git commit -q -a -m gov &&
	sh $SCRIPT $N $M
'
test_done
