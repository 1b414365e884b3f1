#!/bin/sh
test_description='who was asked, said yes, and then no: what was decided on it, or completed, rests on nothing'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-acts.sh"

LAB=''
runbook () {
	log_head "denied" &&
	cat <<-EOT
	environments:
	- {id: lab$LAB}
	- {id: prod, promote: {after: [lab]}}
	defaults: {timeout: 20s, changes_state: false}
	order: needs
	completion: auto
	checks:
	- {id: legal, manual: Legal has read it, role: reviewer}
	steps:
	- {id: TOLD, run: 'true', pins: [], verify: [{id: up, run: 'true'}, {id: seen, manual: The lamp is green, role: reviewer}]}
	- {id: DECIDE, kind: gate, environments: [lab], needs: [TOLD], verify: [{id: up, run: 'true'}, {use: legal}]}
	- {id: SHIP, needs: [DECIDE], run: 'echo ran >>../ran', pins: [], verify: [{id: up, run: 'true'}]}
	gates:
	- {id: out, environment: prod, checks: [{use: legal}, {id: liked, manual: Support likes it, role: reviewer, on_fail: warn}]}
	EOT
}
rita () {
	as_person reviewer git mcade "$@" && tick
}
# gate_in ENV NAME: what status says of it.
gate_in () {
	git mcade status --env "$1" --json >status.out && json "map { \"\$_->{verdict}\" . (\$_->{void} ? qq( void: \$_->{why}) : q()) } grep { \$_->{id} eq q($2) } @{\$j->{gates}}" status.out
}
next_in () {
	git mcade next --env "$1" --json >next.out && json "\$j->{command} // \$j->{hint} // q()" next.out
}
decides () { # decides STATUS NAME ENV
	expect_status "$1" git mcade gate "$2" --env "$3" 2>err && save decided && tick
}
denied="a check of it was answered no since"

test_expect_success 'setup: what is asked of a person is answered yes, and all of it is GO and complete' '
	adopted && git mcade trust add rita --key "$(key_of reviewer)" --name Rita --email rita@example.com --role reviewer && as_person reviewer git mcade join --no-hooks && tick &&
	rita attest TOLD/seen --env lab -m green && git mcade run TOLD --env lab && save told && rita attest DECIDE/legal --env lab -m "read it" && decides 0 DECIDE lab && git mcade run SHIP --env lab && save shipped && test "$(phase TOLD) $(phase DECIDE) $(phase SHIP)" = "complete complete complete" &&
	rita attest out/legal --env prod -m "read it" && rita attest out/liked --env prod -m "they do" && decides 0 out prod && test "$(gate_in prod out)" = GO && test -z "$(next_in lab)"
'
test_expect_success 'no, after the gate said GO: it is void, and nothing is promoted; log and status say so' '
	cd r && rita attest out/legal --env prod --fail -m "a licence is missing" && test "$(gate_in prod out)" = "GO void: $denied" && git mcade status --env prod >out && test_grep "gate out: GO void: $denied" out && git mcade show gate:out --env prod >out && test_grep "$denied" out && git mcade log -n 1 >out && test_grep "attest out in prod: fail (check legal: fail)" out &&
	refuses promotion git mcade promote --env prod && test_grep "found: *GO no longer: $denied" err && test_grep "git mcade gate out --env prod" err && test "$(next_in prod)" = "git mcade gate out --env prod" && decides 1 out prod && refuses promotion git mcade promote --env prod
'
test_expect_success 'it does not expire; another yes, and the gate, let it through' '
	cd r && rita attest out/legal --env prod -m "there it is" && decides 0 out prod && rita attest out/legal --env prod --fail -m "no, another is missing" && tick 90000 && rita attest out/liked --env prod -m "they do" && test "$(gate_in prod out)" = "GO void: $denied" && refuses promotion git mcade promote --env prod && test_grep "$denied" err &&
	rita attest out/legal --env prod -m "both are there" && decides 0 out prod && test "$(gate_in prod out)" = GO
'
test_expect_success 'one of another candidate, by who is not asked, or to what only warns, changes nothing' '
	cd r && rita attest out/liked --env prod --fail -m "they do not" && test "$(gate_in prod out)" = GO && decides 0 out prod && echo two >file && save two && rita attest out/legal --env prod --fail -m "not that one" && git rm -q file && save "without it" && test "$(gate_in prod out)" = GO && refuses permission git mcade attest out/legal --env prod --fail -m "I am not asked" && test "$(gate_in prod out)" = GO && git mcade promote --env prod && save promoted
'
test_expect_success 'a gate among the steps: what needs it waits' '
	cd r && git mcade reopen SHIP --env lab -m again && rita attest DECIDE/legal --env lab --fail -m "a licence is missing" && test "$(phase DECIDE)" = "complete stale" && git mcade status --env lab >out && test_grep "the verdict is void: $denied" out && refuses order git mcade run SHIP --env lab && test_grep "DECIDE" err && test "$(next_in lab)" = "git mcade gate DECIDE --env lab" && rita attest DECIDE/legal --env lab -m "there it is" && decides 0 DECIDE lab && git mcade run SHIP --env lab && save shipped && test "$(phase SHIP)" = complete
'
test_expect_success 'a step that was verified by a yes is stale by a no, and counts for no promotion' '
	cd r && echo three >>runbook.md && save three && rita attest TOLD/seen --env lab -m green && for s in TOLD SHIP; do git mcade reopen $s --env lab -m again || return 1; done && git mcade run TOLD --env lab && save told && rita attest DECIDE/legal --env lab -m "read it" && decides 0 DECIDE lab && git mcade run SHIP --env lab && save shipped && rita attest out/legal --env prod -m "read it" && rita attest out/liked --env prod -m "they do" && decides 0 out prod &&
	rita attest TOLD/seen --env lab --fail -m "it is red" && test "$(phase TOLD)" = "complete stale" && git mcade status --env lab >out && test_grep "its check .seen. was answered no since" out && test "$(next_in lab)" = "git mcade verify TOLD --env lab" && refuses promotion git mcade promote --env prod && test_grep "TOLD is stale (its check .seen. was answered no since)" err &&
	refused git mcade verify TOLD --env lab && save looked && rita attest TOLD/seen --env lab -m "green again" && git mcade verify TOLD --env lab && save looked && test "$(phase TOLD)" = complete && git mcade promote --env prod && save promoted
'
test_expect_success 'also after a pin that the step does not name, which makes another candidate' '
	cd r && mkdir releases && echo "other: {image: TBD}" >releases/lab.yaml && LAB=", manifest: releases/lab.yaml" && runbook >runbook.yaml && save manifest && git mcade adopt && save adopted && git mcade reopen TOLD --env lab -m again && rita attest TOLD/seen --env lab -m green && git mcade run TOLD --env lab && save told && git mcade pin other.image=docker.io/x:1@sha256:$(printf %064d 1) --env lab && save pin && test "$(phase TOLD)" = complete && echo four >file && save four && rita attest TOLD/seen --env lab --fail -m "not that one" && git rm -q file && save "without it" && test "$(phase TOLD)" = complete && rita attest TOLD/seen --env lab --fail -m "it is red" && test "$(phase TOLD)" = "complete stale" && test "$(next_in lab)" = "git mcade verify TOLD --env lab"
'
test_expect_success 'the record passes the audit' 'cd r && git mcade audit --cold'
test_done
