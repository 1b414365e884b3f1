#!/bin/sh
test_description='another person adopts while a run is not published: the run happened, and is recorded'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-team.sh"

team_with_server

# ran STEP: by the operator, and nobody knows.
ran () {
	as_operator git mcade run "$1" --env prod --no-fetch && tick
}
# adopted SCRIPT: the owner changes the runbook by sed, and publishes it.
adopted () {
	( cd a && git mcade sync && sed -i "$1" runbook.yaml && git commit -q -a -m "$1" && git push -q origin main && git mcade adopt && git mcade sync ) && tick
}
# contested N RULE: the last N events are the operator's, so contested (-: not at all), and everybody has them.
contested () {
	as_operator git mcade sync && as_operator git mcade log -n "$1" --json >log &&
	if test "$2" = -; then test_grep ! "\"contested\":true" log; else
		test "$(git -C b log "-$1" --format=%B $LEDGER | grep -c "^Mcade-Contested: $2\$")" = "$1"
	fi && ( cd a && git mcade sync && git mcade audit --cold ) && test "$(git -C a rev-parse $LEDGER)" = "$(git -C b rev-parse $LEDGER)" &&
	test -z "$(git -C b for-each-ref refs/mcade/aside/)" && as_operator git pull -q
}

test_expect_success 'control: what does not speak of the step is nothing to it' 'ran A && adopted "s/^name: .*/name: crew/" && contested 2 -'
test_expect_success 'another command' 'ran A && adopted "s/echo Restore path/echo new; &/" && contested 2 order'
test_expect_success 'other checks' 'ran A && adopted "0,/id: ok, run: .true./s//id: fine, run: \"true\"/" && contested 2 order'
test_expect_success 'a guard that nobody had asked' 'ran A && adopted "s/^- id: A\$/&\n  guard: [{id: may, run: \"true\"}]/" && contested 2 order'
test_expect_success 'the step has another name' 'ran A && adopted "s/^- id: A\$/- id: A1\n  was: A/" && contested 2 order'
test_expect_success 'the step is gone' '
	adopted "s/^- {id: D.*/&\n- {id: E, run: \"true\", pins: [], changes_state: false, verify: [{id: ok, run: \"true\"}]}/" && as_operator git pull -q && as_operator git mcade sync &&
	ran E && adopted "/^- {id: E/d" && contested 2 order
'
test_expect_success 'one ends after it: what began before is known, and counts' '
	ran A1 && as_operator git mcade sync && ran A1 && contested 2 -
'
test_expect_success 'another person pins meanwhile: what ran is of another candidate' '
	ran A1 && ( cd a && git mcade sync && git mcade pin --create "db.image=x@sha256:$(printf %064d 7)" --env prod && git mcade sync ) && tick && as_operator git mcade sync &&
	test -z "$(git -C b for-each-ref refs/mcade/aside/)" && ( cd a && git mcade sync && git mcade audit --cold )
'
test_expect_success 'at its end, kept: an adopt and its start come first' '
	( cd b && as_person operator git mcade run A1 --env prod --no-fetch ) && tick && adopted "s/echo new/echo newer/" && as_operator git mcade sync &&
	( cd a && git mcade sync && git mcade audit --cold ) && test -z "$(git -C b for-each-ref refs/mcade/aside/)"
'

# begun: the operator has begun B, and the run was killed: nobody knows of its start.
begun () {
	( cd b && be_person operator && exec git-mcade run B --env prod --no-fetch ) >begun.out 2>&1 & begun_=$!
	while [ ! -s pid-of-b ]; do sleep 0.05; done
	kill -9 $begun_; wait $begun_; kill -9 "$(cat pid-of-b)"; rm pid-of-b; tick
}
# attested_not: the last event, an act on a step that is called otherwise since, is attested by nobody, and nobody is told to.
attested_not () {
	( cd a && last=$(git rev-list --count $LEDGER) && refused git mcade attest "event:$((last - 1))" -m "it was so" 2>err && test_grep "identity" err &&
		git mcade status >status && test_grep "^contested: event $((last - 1)) " status && test_grep ! "attest event:$((last - 1))" status && git mcade audit --cold >out 2>&1 && test_grep ! "attest event:$((last - 1))" out )
}
test_expect_success 'a start alone, and the step has another name: contested, and no run of a step that is not there' '
	as_operator git pull -q && as_operator git mcade sync && begun && adopted "s/^- id: B\$/- id: B1\n  was: B/" && contested 1 order && attested_not && as_operator git mcade status --all >status && test_grep "B1 *planned" status && test_grep ! "is lost" status
'
test_expect_success 'a start alone, and another step has its name: no run of that' '
	adopted "s/^- id: B1\$/- id: B/; s/^  was: B\$/  was: B1/" && as_operator git pull -q && as_operator git mcade sync && begun &&
	adopted "s/^- id: B\$/- id: B2/; s/^  was: B1\$/  was: B/; s/^- {id: C, /- {id: B, was: C, /" && contested 1 order && attested_not && as_operator git mcade status --all >status && test_grep "B2 *planned" status && test_grep "B  *planned" status
'

test_done
