#!/bin/sh
test_description='next: what others need runs first, wherever it stands in the list; what is done again is not promised'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-acts.sh"

runbook () {
	log_head "first" &&
	cat <<-EOT
	environments:
	- {id: lab}
	- {id: prod, promote: {after: [lab]}}
	defaults: {timeout: 20s, changes_state: false}
	order: needs
	completion: auto
	steps:
	- {id: TELL, kind: manual, needs: [SHIP], pins: []}
	- {id: SHIP, needs: [], run: 'true', pins: [], verify: [{id: version, run: 'test -n \$MCADE_GIT_SHA'}]}
	rollbacks: [{id: back, environment: prod, run: 'true', verify: [{id: ok, run: 'true'}]}]
	EOT
}
# done_in ENV: both, in their order.
done_in () {
	git mcade run SHIP --env "$1" && git mcade attest TELL --env "$1" -m told && { git mcade complete TELL --env "$1" || :; } && save "in $1"
}
first_is () {
	git mcade next --env "$1" --json >next.out && test "$(json "\$j->{command}" next.out)" = "$2"
}
test_expect_success 'setup: what HEAD has is promoted, and done' '
	adopted && done_in lab && git mcade promote --env prod && save promoted && done_in prod
'
test_expect_success 'after the next promotion the step that is needed runs first, though the other stands before it' '
	cd r && echo two >file && save two && done_in lab && git mcade promote --env prod >out 2>err && test_grep "then: git mcade run SHIP --env prod" err && save promoted &&
	first_is prod "git mcade run SHIP --env prod" && git mcade run SHIP --env prod && git mcade next --env prod --json >next.out && test_grep "git mcade attest TELL --env prod" next.out && git mcade attest TELL --env prod -m told && save told
'
test_expect_success 'after a rollback: that it runs again is said while it does' '
	cd r && git mcade rollback back --env prod -m slow && save back && git mcade status --env prod --json >next.out && git mcade status --env prod >out && test_grep "barred: what was taken back" out && test_grep ! "run puts it out again" out && git mcade waive promotion --candidate "$(json "map { \$_->{candidate} } @{\$j->{promotion}}" next.out)" --env prod --expires 1h -m "not at fault" && git mcade status --env prod >out && test_grep ! "barred:" out && test_grep "run puts it out again" out && git mcade verify SHIP --env prod && save looked &&
	git mcade status --env prod >out && test_grep ! "run puts it out again" out && refuses order git mcade run SHIP --env prod
'
test_expect_success 'what was done under a waiver, and named it, is told so, and nothing more is expected of it' '
	cd r && echo three >file && save three && git mcade waive promotion --step SHIP --env prod --expires 1h -m hurry && git mcade run SHIP --env prod && save again && git mcade audit --json >audit.out &&
	test "$(json "scalar grep { \$_->{message} =~ /under a waiver/ } @{\$j->{findings}}" audit.out)" -ge 1 && test "$(json "scalar grep { \$_->{message} =~ /under a waiver/ && (\$_->{expected} || \$_->{found}) } @{\$j->{findings}}" audit.out)" = 0
'
test_done
