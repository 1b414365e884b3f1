#!/bin/sh
test_description='how it came out: in the deployment log also what failed; what asks for the version asks for that of the newest good run'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-acts.sh"

runbook () {
	log_head outcomes && cat <<-EOT
	environments: [{id: lab}, {id: prod, live: true}]
	defaults: {timeout: 20s, changes_state: false}
	order: needs
	completion: auto
	steps:
	- {id: SHIP, run: test ! -e ../broken, needs: [], pins: [], verify: [{id: up, run: test ! -e ../down}]}
	- {id: HELD, run: 'true', needs: [], pins: [], guard: [{id: calm, run: 'true'}], verify: [{id: up, run: 'true'}]}
	gates:
	- {id: out, environment: lab, checks: [{id: calm, run: 'true'}, {id: expected, run: cat ../version, expect: '\${{ git.sha }}'}]}
	- {id: shell, environment: lab, checks: [{id: calm, run: 'true'}, {id: variable, run: 'test "\$(cat ../version)" = "\$MCADE_GIT_SHA"'}]}
	- {id: used, environment: lab, checks: [{use: version}]}
	- {id: over, environment: lab, checks: [{use: told, expect: '\${{ git.sha }}'}]}
	checks:
	- {id: version, run: cat ../version, expect: '\${{ git.sha }}'}
	- {id: told, run: cat ../version}
	rollbacks:
	- {id: back, environment: lab, run: test ! -e ../stuck, verify: [{id: well, run: test ! -e ../ill}]}
	drills:
	- {id: try, environment: lab, run: 'true', verify: [{id: well, run: test ! -e ../ill}], evidence: {path: docs/drills/}}
	EOT
}
# entry HEADING: that entry of the log, as it is staged.
entry () {
	git show :docs/deployments/2026-01-28.md | awk -v want="## $1" '$0 == want { on = 1 } /^<!--/ { on = 0 } on'
}
says () { # says HEADING LINE: once, with that line
	entry "$1" >../entry && test "$(grep -c "^## " ../entry)" = 1 && test_grep "^- $2$" ../entry
}

test_expect_success 'setup' '
	new_repo r && cd r && printf "%s\n" "*.out" >.gitignore && save files && git mcade init --no-hooks >../log 2>&1 && runbook >runbook.yaml && save runbook && git mcade adopt 2>../err
'
test_expect_success 'where nothing ran well a gate cannot tell of which commit it asks, however it asks' '
	cd r && for gate in out shell used over; do
		git rev-parse HEAD >../version && expect_status 2 git mcade gate $gate --env lab --json >../out 2>../err && test_grep "INCONCLUSIVE" ../out && test_grep "git.sha" ../out || return 1
	done && test "$(json "map { \$_->{result} } @{\$j->{checks}}" ../out)" = inconclusive && save records
'
test_expect_success 'a run that fails has its entry: how it ended; one that goes well has that of its completion' '
	cd r && touch ../broken && expect_status 1 git mcade run SHIP --env lab 2>../err && says "run SHIP in lab: failed" "exit: .exit status 1." && save failed && git rev-parse HEAD~1 >../version && expect_status 2 git mcade gate out --env lab 2>../err && save decided && git mcade audit >../out && test_grep ! "owed" ../out &&
	rm ../broken && touch ../down && expect_status 1 git mcade run SHIP --env lab 2>../err && says "run SHIP in lab: unverified" "check: up fail" && test_grep ! "^- check: up pass" ../entry && save unverified &&
	rm ../down && git mcade run SHIP --env lab && says "SHIP complete in lab" "does not apply: pins" && ! entry "run SHIP in lab: ok" | grep . && save ran
'
test_expect_success 'then a gate asks for what ran, whatever was committed since' '
	cd r && git rev-list -n 1 HEAD~1 >../version && for gate in out shell used over; do
		git mcade gate $gate --env lab --json >../out 2>../err && test_grep "\"GO\"" ../out || return 1
	done && save decided && git rev-parse HEAD >../version && expect_status 1 git mcade gate out --env lab 2>../err && save decided
'
test_expect_success 'a rollback and a drill whose checks fail are not told as well done' '
	cd r && touch ../ill && expect_status 1 git mcade rollback back --env lab 2>../err && says "rollback back in lab: unverified" "check: well fail" && ! entry "rollback back in lab: ok" | grep . && save back &&
	expect_status 1 git mcade drill try --env lab 2>../err && says "drill try in lab: unverified" "check: well fail" && save drill &&
	touch ../stuck && expect_status 1 git mcade rollback back --env lab 2>../err && says "rollback back in lab: failed" "exit: .exit status 1." && rm ../ill ../stuck && save back
'
test_expect_success 'a run that nobody saw the end of is told as lost' '
	cd r && git mcade run HELD --env prod --json >../out 2>../err && save held &&
	printf "%s\n" "sleep 60" >../long && sed -i.bak "s/id: HELD, run: .true./id: HELD, run: sh ..\/long/" runbook.yaml && rm runbook.yaml.bak && save long && git mcade adopt 2>../err &&
	{ git mcade run HELD --env lab >../out 2>../err & } && pid=$! && until git log -1 --format=%s $LEDGER | grep -q "^start HELD"; do sleep 0.1; done && kill -9 $pid && { wait $pid || :; } &&
	git mcade abandon HELD --env lab --force -m "its machine died" && says "run HELD in lab: lost" "run: .*" && test_grep "^its machine died$" ../entry && save lost
'
test_expect_success 'the record passes the audit, and the log the doors' 'cd r && git mcade audit --cold >../out 2>../err && test_grep "^pass" ../out && git mcade check --history >../out 2>&1 && test_grep " 0 refused" ../out'
test_done
