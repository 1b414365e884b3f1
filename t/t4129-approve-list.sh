#!/bin/sh
test_description='approve --list: every act that takes the agreement of others, who gave it, and how this reader gives his'
# shows: A63 A64
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-acts.sh"
. "$SOURCE_DIR/t/lib-swept.sh"

runbook () {
	log_head "agreed" &&
	cat <<-EOT
	environments:
	- {id: lab, manifest: releases/lab.yaml}
	- {id: prod, manifest: releases/prod.yaml, promote: {after: [lab], same_pins: true, approval: {role: reviewer}}}
	- {id: side, approval: {role: owner}}
	defaults: {timeout: 20s, changes_state: false}
	order: needs
	steps:
	- {id: SHIP, environments: [lab, prod], run: 'true', pins: [app.image], verify: [{id: up, run: 'true'}]}
	- {id: TERMS, needs: [], optional: true, environments: [lab], run: 'true', pins: [], approval: {role: reviewer, count: 2}, verify: [{id: up, run: 'true'}]}
	- {id: DOOR, needs: [], environments: [side], kind: gate, verify: [{id: up, run: 'true'}]}
	- {id: WORK, needs: [], environments: [side], run: 'true', pins: [], verify: [{id: up, run: 'true'}]}
	gates:
	- {id: out, environment: lab, approval: {role: owner}, checks: [{id: calm, run: 'true'}]}
	- {id: open, environment: lab, checks: [{id: calm, run: 'true'}]}
	rollbacks:
	- {id: wipe, environment: prod, irreversible: true, remediation: tell them, inputs: {table: '[a-z]+'}, run: 'true', verify: [{id: ok, run: 'true'}]}
	- {id: back, environment: prod, approval: {role: owner}, run: 'true', verify: [{id: ok, run: 'true'}]}
	- {id: free, environment: prod, run: 'true', verify: [{id: ok, run: 'true'}]}
	EOT
}
rita () {
	as_person reviewer git mcade "$@"
}
# listed EXPRESSION ARGUMENT...: of each that is demanded, $d, as the owner reads it.
listed () {
	expr_=$1 && shift && git mcade approve --list "$@" --json >list.out && json "map { my \$d = \$_; $expr_ } @{\$j->{demanded}}" list.out
}

test_expect_success 'setup: two people' '
	new_repo r && cd r && printf "%s\n" out err "*.out" >.gitignore && mkdir releases && for e in lab prod; do printf "app:\n  image: TBD\n" >releases/$e.yaml || return 1; done &&
	save files && git mcade init --no-hooks >log.out 2>&1 && runbook >runbook.yaml && save runbook && git mcade adopt >log.out 2>&1 &&
	git mcade trust add rita --key "$(key_of reviewer)" --name Rita --email rita@example.com --role reviewer && rita join --no-hooks
'
test_expect_success 'steps, gates, the promotion and rollbacks are there, of all environments, and nothing else' '
	cd r && test "$(listed "\$d->{environment}.q(/).\$d->{what}")" = "lab/TERMS lab/gate:out prod/promote prod/rollback:wipe prod/rollback:back side/WORK" &&
	test "$(listed "\$d->{what}" --env prod)" = "promote rollback:wipe rollback:back" && test "$(listed "\$d->{what}" gate:out)" = gate:out && test "$(listed "\$d->{what}" promote)" = promote &&
	test "$(listed "\$d->{what}" run:TERMS --env lab)" = TERMS && test -z "$(listed "\$d->{what}" gate:open)" && usage git mcade approve --list NONE 2>err
'
test_expect_success 'each says whose agreement it takes, of what, and to each reader what he can do' '
	cd r && test "$(listed "\$d->{role}.\$d->{need}.\$d->{have}.(\$d->{may} ? 1 : 0).(\$d->{waits} ? 1 : 0)")" = "reviewer2001 owner1011 reviewer1001 owner1011 owner1011 owner1011" &&
	test "$(listed "\$d->{candidate} =~ /^sha256:/ ? 1 : 0")" = "1 1 1 1 1 1" &&
	test "$(listed "\$d->{hint} // q(-)" gate:out)" = "git mcade approve gate:out --env lab -m REASON" && git mcade approve --list --env prod >out && test_grep "hint: reviewer Rita runs: git mcade approve promote --env prod -m REASON" out &&
	test_grep "hint: with its values: git mcade approve rollback:wipe --env prod --input table=VALUE -m REASON" out && test_grep "hint: git mcade approve rollback:back --env prod -m REASON" out &&
	rita approve --list promote >out && test_grep "hint: git mcade approve promote --env prod -m REASON" out
'
test_expect_success 'what is said there is what the gate counts' '
	cd r && expect_status 2 git mcade gate out --env lab && save records && git mcade approve gate:out --env lab -m fine && test "$(listed "\$d->{have}, \$d->{waits} ? 1 : 0, \$d->{hint} // q(-), \$d->{said}[0]{signer}" gate:out)" = "1 0 - owner" &&
	git mcade gate out --env lab && save records && test "$(listed "\$d->{have}, \$d->{waits} ? 1 : 0" gate:out)" = "1 0" &&
	git mcade gate DOOR --env side && save records
'
test_expect_success 'one of two is one of two' '
	cd r && rita approve TERMS --env lab -m fine && listed "\$d->{have}, \$d->{waits} ? 1 : 0, \$d->{hint}" TERMS >out && test_grep "^1 1 no other principal of role .reviewer. may approve in lab; root .* runs: git mcade trust add ID --key FILE --role reviewer$" out
'
test_expect_success 'a rollback is there with each set of values that was agreed to' '
	cd r && git mcade approve rollback:wipe --env prod --input table=jobs --fail -m no && git mcade approve rollback:wipe --env prod --input table=logs -m fine &&
	test "$(listed "@{\$d->{inputs}}, \$d->{have}, scalar @{\$d->{said}}" rollback:wipe | tr " " "\n" | sort | tr "\n" " ")" = "0 1 1 1 table=jobs table=logs " &&
	git mcade approve --list rollback:wipe >out && test_grep "^rollback:wipe in prod, --input table=logs: approved by 1 of 1" out && test_grep "hint: git mcade approve rollback:wipe --env prod --input table=jobs -m REASON" out &&
	waiting git mcade rollback wipe --env prod --input table=jobs 2>err && asked 0 approve --list && git mcade rollback wipe --env prod --input table=logs && save records && test "$(listed "@{\$d->{inputs}}, \$d->{have}" rollback:wipe)" = 0
'
test_expect_success 'it is agreed to a rollback of what is there, not of what would come' '
	cd r && git mcade pin app.image=redis:7@sha256:$(printf %064d 1) --env lab && save pin && git mcade approve rollback:back --env prod -m fine &&
	test "$(listed "\$d->{have}" rollback:back)" = 1 && git mcade rollback back --env prod && save records
'
test_expect_success 'the promotion: of the candidate that would come, and gone when it has' '
	cd r && git mcade run SHIP --env lab && git mcade complete SHIP --env lab && save records && rita approve promote --env prod -m fine && test "$(listed "\$d->{have}, \$d->{waits} ? 1 : 0" promote)" = "1 0" &&
	git mcade promote --env prod && save records && test "$(listed "\$d->{have}, \$d->{waits} ? 1 : 0" promote)" = "0 0"
'
test_expect_success 'a halt, a pin and an incident leave it; what is another candidate is told, as long as it is one' '
	cd r && echo next >app.txt && save "the next release" && git mcade verify SHIP --env lab && save records && rita approve promote --env prod -m "the next" && one="$(listed "\$d->{have}, \$d->{said}[0]{counts} ? 1 : 0" promote)" && test "$one" = "1 1" &&
	git mcade halt --env prod -m "smoke in the rack" && git mcade resume --env prod -m "it was the kitchen" && git mcade incident open --env prod --ttl 1h -m "look at it" >incident.out && test "$(listed "\$d->{have}, \$d->{said}[0]{counts} ? 1 : 0" promote)" = "$one" &&
	git mcade pin app.image=redis:7@sha256:$(printf %064d 2) --env lab && save pin && test "$(listed "\$d->{have}, \$d->{said}[0]{why}" promote)" = "0 it is of another candidate" && refused git mcade promote --env prod 2>err && test_grep "\[conditions\]" err &&
	git mcade pin app.image=redis:7@sha256:$(printf %064d 1) --env lab && save pin && test "$(listed "\$d->{have}" promote)" = 1 && git mcade verify SHIP --env lab && git mcade complete SHIP --env lab && save records && git mcade promote --env prod && save records && test "$(listed "\$d->{have}, scalar @{\$d->{said}}" promote)" = "0 0"
'
test_expect_success 'a rollback to an earlier event is one of its own, of what was there then' '
	cd r && to=$(field Sequence) && git mcade run SHIP --env prod && echo more >app.txt && save "another content" && git mcade approve rollback:back --env prod --to $to -m fine &&
	test "$(listed "\$d->{to} // q(-), \$d->{have}" rollback:back)" = "- 0 $to 1" &&
	waiting git mcade rollback back --env prod 2>err && git mcade approve --list rollback:back >out && test_grep "^rollback:back in prod, --to $to: approved by 1 of 1" out && git mcade rollback back --env prod --to $to && save records
'
test_expect_success 'a rollback counts what was approved elsewhere, without a sync; and asks no remote otherwise' '
	cd r && git commit -q --allow-empty -m next && bare_remote ../remote.git . && git push -q origin main && git mcade sync && cd .. && git clone -q remote.git b && cd b && git mcade join --no-hooks &&
	git mcade approve rollback:back --env prod -m "seen here" && git mcade sync && cd ../r && tip >before.out && waiting git mcade rollback back --env prod --no-fetch 2>err && tip >after.out && test_cmp before.out after.out &&
	git mcade rollback back --env prod && test "$(field Event) $(field Subject)" = "finish rollback:back" && save records &&
	mv ../remote.git ../gone && git mcade rollback free --env prod 2>err && test_grep ! "did not answer" err && waiting git mcade rollback back --env prod 2>err && test_grep "did not answer" err && test_grep "\[conditions\]" err
'
test_expect_success 'what cannot be had from there changes nothing: it waits' '
	cd r && mv ../gone ../remote.git && cd ../b && git mcade approve rollback:back --env prod -m "beside it" && git mcade sync && cd ../r && git mcade halt --env side --no-fetch -m "what is not published" && waiting git mcade rollback back --env prod 2>err && test_grep "not known here" err
'
test_expect_success 'show has its last runs and what they printed, also of a gate and a rollback' '
	cd r && git mcade show rollback:wipe --env prod >out && test_grep "^rollback:wipe in prod$" out && test_grep "finish wipe in prod: ok" out && test_grep ! "back in prod" out && test_grep " run, event" out &&
	git mcade show gate:out --json >out && test "$(json "\$j->{kind}, \$j->{id}, \$j->{environment}, \$j->{events}[0]{event}" out)" = "gate out lab gate" && git mcade show rollback:back --env prod --output --json >out && test "$(json "\$j->{events}[0]{event}, scalar(@{\$j->{output}}) > 0 ? 1 : 0" out)" = "finish 1" && git mcade show gate:out --output >out && test_grep "^== check" out &&
	usage git mcade show rollback:none 2>err && usage git mcade show rollback:back --env lab 2>err && git mcade show gate:open >out && test_grep "nothing is recorded" out && broken git mcade show gate:open --output 2>err
'
test_expect_success 'of what is in no commit nothing is agreed to' '
	cd r && git checkout -q --orphan empty && git mcade approve --list TERMS --env lab >out && test_grep "hint: commit it first" out && git checkout -q -f main
'
test_done
