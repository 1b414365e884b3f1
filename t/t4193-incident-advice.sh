#!/bin/sh
test_description='what an incident passes stands in the way of no advice: a halt is not lifted for it'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-acts.sh"

runbook () {
	echo one >file && log_head "incident" &&
	cat <<-EOT
	environments: [{id: prod, live: true}]
	defaults: {timeout: 20s, changes_state: false}
	completion: auto
	steps:
	- {id: SHIP, needs: [], run: cat file, inputs: [file], pins: [], verify: [{id: up, run: 'true'}]}
	EOT
}
test_expect_success 'setup: halted, an incident is open, and a file is another' '
	adopted && git mcade run SHIP --env prod && save ran && git mcade halt --env prod -m down && save halt && git mcade incident open --env prod --ttl 1h -m fire && save open && echo two >file && save two
'
test_expect_success 'what is missing is the word for the file; the same act with it passes, and the halt stays' '
	cd r && id=$(git log --format=%B $LEDGER -1 | sed -n "s/^Mcade-Id: //p") && refuses drift git mcade run SHIP --env prod --incident "$id" --json >run.out &&
	json "map { \$_->{fix} } grep { \$_->{rule} eq q(drift) } @{\$j->{findings}}" run.out >../fix && test_grep "^git mcade run SHIP --env prod --accept-changed --incident $id" ../fix &&
	sh -c "$(cat ../fix)" && git mcade status --env prod >out && test_grep "^halted: prod" out
'
test_done
