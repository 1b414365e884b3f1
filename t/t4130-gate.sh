#!/bin/sh
# shows: C02 C39 C49 D02 E01 E25 E44 E45
test_description='gate: GO, NO-GO or INCONCLUSIVE, signed, of one candidate'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-acts.sh"

runbook () {
	log_head "gates" &&
	cat <<-EOT
	environments:
	- {id: lab, manifest: releases/lab.yaml}
	- {id: bare}
	defaults: {timeout: 20s, changes_state: false}
	order: needs
	steps:
	- {id: BUILD, run: 'true', pins: [], verify: [{id: up, run: 'true'}]}
	- {id: DECIDE, kind: gate, verify: [{id: calm, run: test ! -e ../storm}]}
	- {id: AGAIN, needs: [DECIDE], kind: gate, verify: [{id: calm, run: test ! -e ../storm}]}
	- {id: SHIP, needs: [DECIDE], run: echo ran >>../ran, pins: [], verify: [{id: up, run: 'true'}]}
	- {id: TOLD, run: 'true', pins: [], verify: [{id: up, run: 'true'}, {id: seen, manual: The lamp is green, role: reviewer}]}
	checks:
	- {id: calm, run: test ! -e ../storm, covers: [R1, R2]}
	gates:
	- id: out
	  covers: [R1, R3]
	  checks: [{use: calm}, {id: slow, run: test ! -e ../slow, on_fail: warn, covers: [R3]}, {id: only, run: 'false', when: {environment.id: prod}}]
	- {id: agreed, approval: {role: reviewer, count: 1, prevent_self_approve: true}, checks: [{use: calm}]}
	- {id: asked, checks: [{id: read, manual: Legal has read it, role: reviewer}]}
	- {id: later, needs: [BUILD], checks: [{use: calm}]}
	- {id: after, needs: [DECIDE], checks: [{use: calm}]}
	- {id: short, expires: 1h, environment: lab, checks: [{use: calm}]}
	EOT
}
# decides STATUS VERDICT NAME [OPTIONS]: the answer is in out
decides () {
	status_=$1 verdict_=$2 && shift 2 && tick && expect_status "$status_" git mcade gate "$@" --env lab --json >out 2>err &&
	test "$(json '$j->{verdict}, $j->{environment}, $j->{recorded}' out)" = "$verdict_ lab 1"
}
gate_is () { # gate_is NAME WORDS: verdict and whether it is void
	git mcade status --env lab --json >status.out && is_=$(json "map { (\$_->{verdict} // q(none)) . (\$_->{void} ? q( void) : q()) } grep { \$_->{id} eq q($1) } @{\$j->{gates}}" status.out) && test "$is_" = "$2" || { echo "$1 is $is_" >&4; false; }
}

test_expect_success 'setup: gates beside the steps and among them, a reviewer' '
	new_repo r && cd r && printf "%s\\n" out err event "*.out" >.gitignore && mkdir releases && echo "a: {image: TBD}" >releases/lab.yaml && save files && git mcade init >log 2>&1 && rm log && runbook >runbook.yaml && save runbook && git mcade adopt >../adopt.log 2>&1 &&
	git mcade trust add rita --key "$(key_of reviewer)" --name Rita --email rita@example.com --role reviewer && git mcade trust add otto --key "$(key_of operator)" --name Otto --email otto@example.com --role operator && tick && for who in operator reviewer; do as_person $who git mcade join --no-hooks || return 1; done && gate_is out none
'
test_expect_success 'go: every check, what it covers, the candidate; signed, in force, in the log' '
	cd r && decides 0 GO out && test "$(json "map { \"\$_->{id} \$_->{result}\" } @{\$j->{checks}}" out)" = "calm pass slow pass only not-applicable" && test "$(json "map { \"\$_->{id} \$_->{result}\" } @{\$j->{coverage}}" out)" = "R1 pass R3 pass R2 pass" &&
	git verify-commit $LEDGER 2>err && git show -s --format=%B $LEDGER >event && test_grep "^Mcade-Subject: gate:out$" event && test_grep "^Mcade-Candidate: $(json "\$j->{candidate}" out)$" event && gate_is out GO && git diff --cached >../diff && test_grep "^+## out gate in lab: GO$" ../diff && save records && gate_is out GO
'
test_expect_success 'a check that warns is no no' 'cd r && >../slow && decides 0 GO out && test "$(json "map { \$_->{result} } @{\$j->{coverage}}" out)" = "pass warn pass" && rm ../slow'
test_expect_success 'no go names what was expected and found, and is as signed' '
	cd r && >../storm && decides 1 NO-GO out && test "$(json "map { \"\$_->{result} \$_->{found}\" } grep { \$_->{id} eq q(calm) } @{\$j->{checks}}" out)" = "fail 1" && gate_is out NO-GO && save records && rm ../storm && decides 0 GO out && save records && gate_is out GO
'
test_expect_success 'a verdict never outlives its candidate: content, pins, what is asked' '
	cd r && echo one >file && save "other content" && gate_is out "GO void" && decides 0 GO out && save records && gate_is out GO &&
	git mcade pin a.image=docker.io/a:1@sha256:$(printf %064d 1) --create --env lab 2>err && gate_is out "GO void" && save pin && decides 0 GO out && save records && gate_is out GO &&
	sed -i.bak "s/on_fail: warn, covers: .R3./on_fail: warn, covers: [R3], timeout: 5s/" runbook.yaml && rm runbook.yaml.bak && save "stricter" && git mcade adopt 2>err && gate_is out "GO void"
'
stands () { # what show says of the gate out, environment by environment
	git mcade show gate:out --env lab --json >show.out && json "map { \$_->{environment}, \$_->{go} ? 1 : 0, \$_->{verdict} // q(none), \$_->{why} ? q(void) : q(-), \$_->{decided}{signer} // q(nobody) } @{\$j->{stands}}" show.out
}
test_expect_success 'show says where a gate stands in each environment, as status does' '
	cd r && decides 0 GO out && save records && test "$(stands)" = "lab 1 GO - owner bare 0 none - nobody" && git mcade show gate:out --env lab >text.out && test_grep "^  lab  *GO  #[0-9]*, owner, " text.out && test_grep "^  bare  *not decided$" text.out &&
	echo shown >file && save "other content" && test "$(stands)" = "lab 0 GO void owner bare 0 none - nobody" && gate_is out "GO void"
'
test_expect_success 'nor its time' 'cd r && decides 0 GO short && gate_is short GO && save records && tick 3700 && gate_is short "GO void"'
test_expect_success 'what is not committed is not decided, and nothing is asked' '
	cd r && echo two >file && before=$(tip) && refused git mcade gate out --env lab 2>err && test_grep "\[evidence\]" err && test_grep ! "check calm" err && test "$(tip)" = "$before" && git checkout -q file
'
test_expect_success 'a gate that needs a step waits for it' '
	cd r && before=$(tip) && refused git mcade gate later --env lab 2>err && test_grep "\[order\]" err && test "$(tip)" = "$before" && git mcade run BUILD --env lab && git mcade complete BUILD --env lab && save done && decides 0 GO later && save records
'
test_expect_success 'where somebody has to agree, go waits for him: of this candidate, and not by whoever decides' '
	cd r && decides 2 INCONCLUSIVE agreed && save records && as_person reviewer git mcade approve gate:agreed --env lab -m seen 2>err && test_grep "approved by 1 of 1" err && decides 0 GO agreed && test "$(json "@{\$j->{approvals}}{qw(have need)}" out)" = "1 1" && save records && decides 0 GO agreed && save records &&
	echo three >file && save other && decides 2 INCONCLUSIVE agreed && save records && git mcade approve gate:agreed --env lab -m mine 2>err && test_grep "does not count" err && decides 2 INCONCLUSIVE agreed && save records
'
test_expect_success 'a manual check is answered by its role, of one candidate, for a day' '
	cd r && decides 2 INCONCLUSIVE asked && save records && before=$(tip) && as_person operator refused git mcade attest asked/read --env lab -m "I say so" 2>err && test_grep "\[permission\]" err && test "$(tip)" = "$before" &&
	as_person reviewer git mcade attest asked/read --env lab -m "read it" && decides 0 GO asked && save records && tick 90000 && decides 2 INCONCLUSIVE asked && save records &&
	as_person reviewer git mcade attest asked/read --env lab --fail -m "not this" && decides 1 NO-GO asked && save records && as_person reviewer git mcade attest asked/read --env lab -m "this" && decides 0 GO asked && save records && echo four >file && save other && decides 2 INCONCLUSIVE asked && save records
'
test_expect_success 'who has to say what before it can be a go is said' '
	cd r && expect_status 2 git mcade gate asked --env lab 2>err && save records && test_grep "^  hint: reviewer Rita runs: git mcade attest asked/read --env lab -m REASON$" err && test_grep "^  hint: .*git mcade gate asked --env lab$" err &&
	expect_status 2 git mcade gate agreed --env lab 2>err && save records && test_grep "^  hint: reviewer .* runs: git mcade approve gate:agreed --env lab -m REASON$" err && test_grep ! "attest" err && git mcade log -n 40 >out && test_grep "attest asked in lab: fail (check read: fail)" out && test_grep "attest asked in lab: pass (check read: pass)" out
'
test_expect_success 'told to wait for a person it does, no longer than it is told, and decides once' '
	cd r && usage git mcade gate asked --env lab --wait soon 2>err && before=$(tip) && { ( sleep 2 && as_person reviewer git mcade attest asked/read --env lab -m "read it at last" >../said 2>&1 ) & } &&
	expect_status 0 git mcade gate asked --env lab --wait 30s 2>err && wait $! && test "$(git rev-list --count "$before..$LEDGER")" = 2 && save records &&
	before=$(tip) && expect_status 2 git mcade gate agreed --env lab --wait 1s 2>err && test "$(git rev-list --count "$before..$LEDGER")" = 1 && save records
'
test_expect_success 'a check of the world is not answered by a person, and what there is not by nobody' '
	cd r && as_person reviewer refused git mcade attest out/calm --env lab -m x 2>err && test_grep "\[reference\]" err && as_person reviewer refused git mcade attest out/none --env lab -m x 2>err && usage git mcade attest none/read --env lab -m x 2>err
'
test_expect_success 'a step that asks a person is verified by his answer' '
	cd r && expect_status 2 git mcade run TOLD --env lab 2>err && test_grep "check seen: inconclusive" err && save records && test "$(phase TOLD)" = ran && as_person reviewer git mcade attest TOLD/seen --env lab -m green && git mcade verify TOLD --env lab && test "$(phase TOLD)" = verified
'
test_expect_success 'a step that is a gate is complete while it is go, and what needs it runs only then' '
	cd r && rm -f ../ran && refused git mcade run SHIP --env lab 2>err && test_grep "\[order\]" err && test_grep "next: *git mcade gate DECIDE --env lab\|fix: *git mcade gate DECIDE --env lab" err && >../storm && expect_status 1 git mcade gate DECIDE --env lab && save records && test "$(phase DECIDE)" = failed && refused git mcade run SHIP --env lab 2>err && test ! -e ../ran &&
	rm ../storm && git mcade gate DECIDE --env lab && save records && test "$(phase DECIDE)" = complete && git mcade run SHIP --env lab && test_line_count 1 ../ran && save records && echo five >file && save other && test "$(phase DECIDE)" = "complete stale" && refused git mcade run SHIP --env lab 2>err && test_line_count 1 ../ran
'
test_expect_success 'a gate that needs a gate is decided once that says go, of the same candidate' '
	cd r && decides 0 GO DECIDE && save records && for gate in after AGAIN; do decides 0 GO $gate && save records || return 1; done && echo three >file && save "other content" &&
	for gate in after AGAIN; do refused git mcade gate $gate --env lab >out 2>err && test_grep "\[order\]" err && test_grep "git mcade gate DECIDE --env lab" err || return 1; done && decides 0 GO DECIDE && decides 0 GO after && save records
'
test_expect_success 'a gate is not run, a step that is run is not decided, and what there is not neither' '
	cd r && refused git mcade run DECIDE --env lab 2>err && test_grep "git mcade gate DECIDE --env lab" err && usage git mcade gate SHIP --env lab 2>err && usage git mcade gate none --env lab 2>err && usage git mcade gate short --env bare 2>err && usage git mcade gate --env lab 2>err
'
test_expect_success 'who may not decide is refused before anything is asked' 'cd r && before=$(tip) && as_person reviewer refused git mcade gate out --env lab 2>err && test_grep "\[permission\]" err && test "$(tip)" = "$before"'
test_expect_success 'a requirement that no check covers is found when the runbook is read' '
	cd r && cp runbook.yaml ../kept && sed -i.bak "s/covers: .R1, R3./covers: [R1, R3, R9]/" runbook.yaml && rm runbook.yaml.bak && git add -A && refused git commit -m "R9" 2>err && test_grep "\[document\]" err && test_grep "R9" err && cp ../kept runbook.yaml && save back
'
test_expect_success 'what is excepted is said with it, and an incident that has outlived its time lets nothing go' '
	cd r && decides 0 GO out && test "$(json "scalar @{\$j->{exceptions}}" out)" = 0 && save records && git mcade waive conditions --env lab --expires 2d -m "one day" && tick && decides 0 GO out && test "$(json "map { \"\$_->{event} \$_->{rule}\" } @{\$j->{exceptions}}" out)" = "waive conditions" && save records &&
	git mcade incident open --env lab --ttl 1h -m fire && tick && decides 0 GO out && save records && decides 0 GO after && save records && tick 7200 && gate_is out "GO void" && gate_is after "GO void" && refused git mcade run SHIP --env lab 2>err && test_grep "\[order\].*DECIDE" err && test_grep "git mcade incident close" err && decides 1 NO-GO out && save records && refused git mcade gate out --env lab 2>err && test_grep "hint: git mcade incident close" err && save records && git mcade status --env lab --json >status.out && git mcade incident close "$(json "map { \$_->{id} } @{\$j->{incidents}}" status.out)" --env lab --follow-up "a hose" && tick && decides 0 GO out && save records
'
test_expect_success 'the history says go and no-go' 'cd r && git mcade log >out && test_grep "gate out in lab: GO" out && test_grep "gate out in lab: NO-GO" out'
test_expect_success 'the record passes the audit' 'cd r && git mcade audit --cold >out'
far () { # far NEEDS [SED]: a step of another repository needs them
	sed -e "s|^steps:|repos: {far: {url: x}}\n&\n- {id: FAR, repo: far, needs: [$1], run: \"true\", pins: [], verify: [{id: up, run: \"true\"}]}|" -e "${2-}" ../was >runbook.yaml && git add -A
}
test_expect_success 'what runs in another repository would wait for ever for a verdict on this one' '
	cd r && cp runbook.yaml ../was && far DECIDE && refused git commit -q -m far 2>err && test_grep "\[document\].*FAR.*DECIDE" err &&
	git commit -q --no-verify -m far && before=$(tip) && refused git mcade adopt 2>err && test_grep "\[document\].*FAR.*DECIDE" err && test "$(tip)" = "$before" &&
	far DECIDE "s/kind: gate/optional: true, &/" && save optional && git mcade adopt && far SHIP && save between && git mcade adopt
'
test_done
