#!/bin/sh
test_description='evidence.require: what the evidence of a run and of a gate must hold'
# shows: D11
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-swept.sh"
. "$SOURCE_DIR/t/lib-acts.sh"

runbook () {
	log_head evidence && cat <<-EOT
	environments: [{id: lab}]
	defaults: {timeout: 20s, changes_state: false}
	order: needs
	evidence: {require: [operator, environment, commands, exit_codes, candidate, result, work_order]}
	steps:
	- {id: ONE, run: echo ran >>../ran, pins: [], verify: [{id: up, run: 'true'}]}
	- {id: HAND, kind: manual, pins: []}
	gates:
	- {id: out, evidence: {require: [ticket]}, checks: [{id: calm, run: echo asked >>../asked}]}
	EOT
}

test_expect_success 'setup' '
	adopted
'
test_expect_success 'a run that would lack it is refused before anything runs, with what to type' '
	cd r && refuses evidence git mcade run ONE --env lab && test_grep "field work_order=VALUE" err && refuses evidence git mcade run ONE --env lab --field work_orders=1 && test ! -e ../ran && git mcade next --env lab --json >next.out && test_grep "git mcade run ONE --env lab --field work_order=VALUE" next.out
'
test_expect_success 'what is no field, comes by itself, or is given twice is no answer' '
	cd r && usage git mcade run ONE --env lab --field work_order 2>err && usage git mcade run ONE --env lab --field work_order= 2>err && usage git mcade run ONE --env lab --field work_order=1 --field result=ok 2>err && usage git mcade run ONE --env lab --field work_order=1 --field work_order=2 2>err && test ! -e ../ran &&
	refuses secret git mcade run ONE --env lab --field "work_order=ghp_abcdefghijklmnopqrstuvwxyz0123456789" && test ! -e ../ran
'
test_expect_success 'with it the run is complete, and it is signed, shown and kept' '
	cd r && git mcade run ONE --env lab --field work_order=WO-7 --field "note=as planned" 2>err && save ran && test "$(field Field | tr "\n" ,)" = "note=as planned,work_order=WO-7," && git mcade complete ONE --env lab && save completed && test "$(phase ONE)" = complete && git mcade log >log.out && test_grep "Field: work_order=WO-7" log.out
'
test_expect_success 'a run of before it was demanded completes nothing' '
	cd r && git mcade reopen ONE --env lab -m again && save reopened && git mcade run ONE --env lab --field work_order=WO-8 && save ran && sed "s/work_order./work_order, approver]/" runbook.yaml >../next && cp ../next runbook.yaml && save stricter && git mcade adopt 2>err && refuses evidence git mcade complete ONE --env lab && test_grep "approver" err && git mcade run ONE --env lab --field work_order=WO-8 --field approver=Ada && save ran && git mcade complete ONE --env lab && save completed
'
test_expect_success 'what a person does has it, too' '
	cd r && refuses evidence git mcade attest HAND --env lab -m did && git mcade attest HAND --env lab -m did --field work_order=WO-9 --field approver=Ada && save attested && git mcade complete HAND --env lab && save completed && test "$(phase HAND)" = complete && usage git mcade attest event:3 -m so --field work_order=1 2>err
'
test_expect_success 'a gate has what is demanded of all and of it alone, or is not asked' '
	cd r && refuses evidence git mcade gate out --env lab --field work_order=WO-9 --field approver=Ada && test_grep "ticket" err && test ! -e ../asked && tick && git mcade gate out --env lab --field work_order=WO-9 --field approver=Ada --field ticket=T1 --json >gate.out && save decided && test "$(json "\$j->{verdict}" gate.out)" = GO && test "$(field Field | tr "\n" ,)" = "approver=Ada,ticket=T1,work_order=WO-9,"
'
# demands SED: so edited it is in force.
demands () {
	sed "$1" runbook.yaml >../next && cp ../next runbook.yaml && save more && tick && git mcade adopt 2>err
}
void () {
	status 'map { $_->{void} ? 1 : 0 } @{$j->{gates}}'
}
test_expect_success 'what is demanded of a gate is part of what it decides' '
	cd r && test "$(void)" = 0 && demands "s/require: .ticket./require: [ticket, release]/" && test "$(void)" = 1 && git mcade gate out --env lab --field work_order=WO-9 --field approver=Ada --field ticket=T1 --field release=1 && save decided && test "$(void)" = 0
'
test_expect_success 'and what is demanded of all' '
	cd r && demands "s/, approver]/, approver, window]/" && test "$(void)" = 1 && git mcade gate out --env lab --field work_order=WO-9 --field approver=Ada --field ticket=T1 --field release=1 --field window=night && save decided && test "$(void)" = 0
'
test_expect_success 'a name that nearly is one of those that come by themselves is refused' '
	cd r && adopts_not "s/exit_codes/exit_code/" "exit_codes" && adopts_not "s/require: .ticket/require: [operators/" "operator" && adopts_not "s/evidence: {require: .operator/evidence: {path: docs\/evidence\/, require: [operator/" "path"
'
# drill STATUS ID ARGUMENTS...: it ends so; $md is the file that it left.
drill () {
	expect_status "$1" git mcade drill "$2" --env lab --field work_order=1 --field approver=Ada --field window=night 2>err && md=$(field Path) && git show ":$md" >../md && save drilled
}
test_expect_success 'where a drill leaves it, and what is missed of one that fails, is said for all of them at once' '
	cd r && demands "s/^evidence: {/&path: docs\/drills\/, require_on_fail: [follow_up_owner], /; \$a drills: [{id: try, run: test ! -e ..\/sick, verify: [{id: up, run: \"true\"}]}, {id: own, run: test ! -e ..\/sick, evidence: {path: \"docs\/own-\${{ date }}.md\", require_on_fail: [cause]}}]" &&
	drill 0 try && test "$md" = docs/drills/2026-01-28-try.md && test_grep "^- work_order: 1" ../md && test_grep ! missing ../md && echo more >>$md && git add -A && refused git commit -m more 2>err && test_grep "\[sealed\]" err && git reset -q --hard &&
	>../sick && drill 1 try && test "$md" = docs/drills/2026-01-28-try-2.md && test_grep "^- missing: follow_up_owner" ../md && drill 1 own && test "$md" = docs/own-2026-01-28.md && test_grep "^- missing: follow_up_owner" ../md && test_grep "^- missing: cause" ../md && rm ../sick &&
	adopts_not "s/pins: ..,/& inputs: [docs\/drills\/*],/" "where records are written" && adopts_not "s/on_fail: .cause./on_fail: [operators]/" "operator"
'
test_expect_success 'the record passes the audit' 'cd r && git mcade audit --cold >audit.out && asked 0 audit --cold'
test_done
