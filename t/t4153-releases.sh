#!/bin/sh
test_description='three releases, one after the other: what was said of one lets no other through'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-acts.sh"

runbook () {
	log_head "releases" &&
	cat <<-EOT
	environments:
	- {id: lab}
	- {id: prod, promote: {after: [lab], approval: {role: reviewer, prevent_self_approve: true}}}
	defaults: {timeout: 20s, changes_state: false}
	order: needs
	completion: auto
	steps:
	- {id: SHIP, run: cat file >../\$MCADE_ENVIRONMENT, pins: [], verify: [{id: ok, run: 'git show \$MCADE_GIT_SHA:file | cmp - ../\$MCADE_ENVIRONMENT'}]}
	- {id: TELL, kind: manual, title: tell support, pins: [], needs: [SHIP]}
	gates:
	- {id: out, environment: prod, checks: [{id: calm, run: test ! -e ../storm}]}
	rollbacks:
	- {id: back, environment: prod, run: '! test -e ../undoing || echo older >../prod', stop: [{id: calm, run: test ! -e ../windy}], verify: [{id: ok, run: 'true'}]}
	EOT
}
rita () {
	as_person reviewer git mcade "$@"
}
# lab N: release N is verified there.
lab () {
	echo "release $1" >file && save "release $1" && { [ "$1" = 1 ] || { git mcade reopen SHIP --env lab -m "release $1" && git mcade reopen TELL --env lab -m "release $1"; }; } &&
	git mcade run SHIP --env lab --accept-changed && git mcade attest TELL --env lab -m told && save "lab $1" && test_cmp file ../lab
}
# nothing_of_before: neither the verdict of the gate nor an approval that another candidate had lets this one through.
nothing_of_before () {
	refuses promotion git mcade promote --env prod && test_grep "gate .out. has not said GO" err && refuses promotion git mcade run SHIP --env prod && git mcade gate out --env prod && save gate &&
	before=$(tip) && waiting git mcade promote --env prod 2>err && test_grep "\[conditions\]" err && test "$(tip)" = "$before" && ! cmp -s file ../prod
}
# prod: approved by somebody else, promoted, run.
prod () {
	rita approve promote --env prod -m fine && git mcade promote --env prod && save promoted && test -z "$(promotion "\$p->{rolled_back} // q()")" && git mcade run SHIP --env prod && save shipped && git mcade attest TELL --env prod -m told && save told && test_cmp file ../prod && test "$(phase SHIP prod)" = complete
}

test_expect_success 'setup' '
	adopted && git mcade trust add rita --key "$(key_of reviewer)" --name Rita --email rita@example.com --role reviewer && as_person reviewer git mcade join --no-hooks
'
test_expect_success 'the first: asked for all, and it comes' 'cd r && lab 1 && nothing_of_before && prod'
test_expect_success 'the second: nothing that was said of the first counts; an exception lets it pass while it lasts' '
	cd r && lab 2 && nothing_of_before && refuses promotion git mcade run SHIP --env prod &&
	git mcade waive conditions --env prod --expires 30m -m "rita is ill" && git mcade promote --env prod && test "$(field Waived)" = conditions && save promoted && git mcade run SHIP --env prod && git mcade attest TELL --env prod -m told && save shipped && test_cmp file ../prod
'
# promotion EXPRESSION: of what status says of it, $p; advised: what next says is typed, until it says nothing.
promotion () {
	git mcade status --env prod --json >status.out && json "map { my \$p = \$_; $1 } @{\$j->{promotion}}" status.out
}
advised () {
	for n in 1 2 3 4 5 6; do
		git mcade next --env prod --json >next.out && line=$(json "\$j->{command} // \$j->{hint} // q()" next.out) && [ -n "$line" ] || break
		echo "$line" >>../typed && sh -c "$(echo "$line" | sed "s/-m REASON/-m told/")" || echo "$?" >>../typed
	done && save advised
}
# let_back: an owner lets what was taken back come again.
let_back () {
	git mcade waive promotion --candidate "$(promotion "\$p->{candidate}")" --env prod --expires 12h -m "it was not at fault"
}
# barred: what the rollback left is not put out again, by nobody's advice.
barred () {
	test "$(promotion "\$p->{barred} ? 1 : 0")" = 1 && git mcade status --env prod >out && test_grep "barred: what was taken back comes again only where an owner lets it" out && test_grep "git mcade waive promotion --candidate sha256:[0-9a-f]* --env prod --expires TIME -m REASON" out && test_grep ! "without another approval" out &&
	git mcade next --env prod >out && test_grep ! "git mcade \(run\|promote\)" out && refuses promotion git mcade run SHIP --env prod && test_grep "the rollback of event [0-9]* left this candidate in .prod." err && test_grep "git mcade waive promotion --candidate" err
}
test_expect_success 'rolled back: nothing that was seen to work before is called done, until it is looked at again' '
	cd r && >../windy && refused git mcade rollback back --env prod -m no && rm ../windy && save held && test "$(phase SHIP prod)" = complete && test -z "$(promotion "\$p->{rolled_back} // q()")" && git mcade rollback back --env prod -m "restarted" && save rollback && began=$(promotion "\$p->{rolled_back}") && test "$(git show -s --format=%s :/"^rollback back in prod")" && test "$(phase SHIP prod) $(phase TELL prod)" = "complete stale complete stale" &&
	git mcade status --env prod >out && test_grep "promoted #[0-9]*, rolled back #$began" out && barred && test -z "$(promotion "@{\$p->{approve_again}}")" && refuses promotion git mcade promote --env prod && test_grep "left this candidate" err && refuses order git mcade complete TELL --env prod &&
	rm -f ../typed && advised && test "$(phase SHIP prod) $(phase TELL prod)" = "complete complete stale" && refuses promotion git mcade attest TELL --env prod -m told &&
	let_back && test -z "$(promotion "\$p->{barred} // q()")" && advised && test "$(phase SHIP prod) $(phase TELL prod)" = "complete complete" && test "$(head -n 1 ../typed)" = "git mcade verify SHIP --env prod" && test_grep ! "git mcade run" ../typed
'
# over: what was undone was done again, and nobody is told of it but by the log.
over () {
	test -z "$(promotion "\$p->{rolled_back} // q()")" && git mcade status --env prod >out && test_grep "promoted #[0-9]*$" out && test_grep ! "roll[^:]*back" out && git mcade next --env prod >out && test_grep ! "roll[^:]*back" out && git mcade log --env prod >out && test_grep "rollback back in prod" out
}
test_expect_success 'all of it done again and looked at: status says so no more, the log does' '
	cd r && over && git mcade rollback back --env prod -m "again" && save rollback && test -n "$(promotion "\$p->{rolled_back}")" && git mcade status --env prod >out && test_grep "^  rollback back: " out && git mcade verify SHIP --env prod && save looked && test -n "$(promotion "\$p->{rolled_back} // q()")" && refuses promotion git mcade attest TELL --env prod -m told && let_back && advised && over
'
test_expect_success 'where it has undone what ran, looking says so, and it runs again once an owner lets it' '
	cd r && >../undoing && git mcade rollback back --env prod -m "it is slow" && save rollback && rm -f ../undoing ../typed && advised && test_grep ! "git mcade run" ../typed && barred && test "$(cat ../prod)" = older && let_back && git mcade status --env prod >out && test_grep "run puts it out again, without another approval" out && advised && test_cmp file ../prod && test "$(phase SHIP prod) $(phase TELL prod)" = "complete complete" &&
	test_grep "git mcade verify SHIP --env prod" ../typed && test_grep "git mcade run SHIP --env prod" ../typed && tick 7200
'
test_expect_success 'made by hand it counts alike, and is not forgotten with a runbook that has it no more' '
	cd r && git mcade attest rollback:back --env prod --occurred "$(date -u -d "@$MCADE_CLOCK" +%Y-%m-%dT%H:%M:%SZ)" -m "by hand" && save hand && test "$(phase SHIP prod)" = "complete stale" &&
	sed -i "/^rollbacks:/,\$d" runbook.yaml && save "no rollback" && git mcade adopt && save adopted && test "$(phase SHIP prod)" = "complete stale" && barred && git mcade verify SHIP --env prod && test "$(phase SHIP prod)" = complete && save verified
'
test_expect_success 'the third: what the second had been given, or excepted from, lets nothing through' '
	cd r && lab 3 && nothing_of_before && prod && test -z "$(promotion "\$p->{rolled_back} // q()")"
'
test_expect_success 'an approval on the step that deploys is used up by each start: after the rollback it waits for another' '
	new_repo y && cd y && printf "%s\n" out err "*.out" >.gitignore && save files && git mcade init >log 2>&1 && rm log && runbook | sed "s/{id: SHIP,/& approval: {role: reviewer},/" >runbook.yaml && save runbook && git mcade adopt >../adopt.log 2>&1 &&
	git mcade trust add rita --key "$(key_of reviewer)" --name Rita --email rita@example.com --role reviewer && as_person reviewer git mcade join --no-hooks && echo one >file && save one &&
	for env in lab prod; do { [ $env = lab ] || { git mcade gate out --env prod && save gate && rita approve promote --env prod -m fine && git mcade promote --env prod && save promoted; }; } && waiting git mcade run SHIP --env $env && rita approve SHIP --env $env -m fine && git mcade run SHIP --env $env && git mcade attest TELL --env $env -m told && save $env || return 1; done &&
	test -z "$(promotion "@{\$p->{approve_again} // []}")" && >../undoing && git mcade rollback back --env prod -m slow && rm ../undoing && save rollback && barred && let_back && git mcade status --env prod >out && test_grep "run puts it out again, with a new approval of SHIP" out && test "$(promotion "@{\$p->{approve_again}}")" = SHIP &&
	before=$(tip) && waiting git mcade run SHIP --env prod 2>err && test_grep "needs the approval of role .reviewer." err && expect_status 1 git mcade verify SHIP --env prod && save looked && waiting git mcade run SHIP --env prod && test "$(cat ../prod)" = older &&
	rita approve SHIP --env prod -m "put it out again" && git mcade status --env prod >out && test_grep "run puts it out again, without another approval" out && git mcade run SHIP --env prod && save again && test_cmp file ../prod && git mcade audit
'
test_expect_success 'each release stands in the ledger as what it was, and the audit passes' '
	cd r && git log --format="%(trailers:key=Mcade-Candidate,valueonly)" --grep "^promote " $LEDGER | sed "/^$/d" | sort -u >candidates && test_line_count 3 candidates && rm candidates && git mcade audit
'
test_done
