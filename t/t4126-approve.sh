#!/bin/sh
test_description='approve: another person agrees to a run, of what it is now, for a time'
# shows: A63 A64 D13 D27
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-swept.sh"
. "$SOURCE_DIR/t/lib-acts.sh"

runbook () {
	log_head "approved" &&
	cat <<-EOT
	order: needs
	environments:
	- {id: lab, manifest: releases/lab.yaml}
	- {id: both, approval: {role: owner, count: 2, expires: 1h}}
	defaults: {timeout: 20s, changes_state: false}
	steps:
	- id: SHIP
	  environments: [lab]
	  run: echo ran >>../ran
	  pins: []
	  verify: [{id: up, run: 'true'}]
	  approval: {role: reviewer, expires: 4h, prevent_self_approve: true}
	- {id: FREE, environments: [lab], run: 'true', pins: [], verify: [{id: up, run: 'true'}]}
	- {id: TERMS, environments: [lab], run: echo ran >>../ran, pins: [], approval: {role: legal}, verify: [{id: up, run: 'true'}]}
	- {id: PAIR, environments: [both], run: echo ran >>../ran, pins: [], verify: [{id: up, run: 'true'}]}
	EOT
}
# waits: nothing runs, nothing is recorded; what it says stands in err.
waits () {
	still waiting git mcade run SHIP --env lab >out 2>err
}
rita () { # rita ARGUMENT...: the reviewer approves
	as_person reviewer git mcade approve "$@"
}

test_expect_success 'setup: three people, a step that a reviewer has to approve' '
	new_repo r && cd r && commit_file app.txt one && mkdir -p releases && printf "a:\n  image: TBD\n" >releases/lab.yaml &&
	git mcade init --no-hooks >out 2>&1 && runbook >runbook.yaml && echo "/out
/err
/before
/after
/list" >.gitignore && git add -A && git commit -q -m runbook &&
	git mcade trust role early --may "approve in lab" >out 2>err && test_grep "no runbook is in force yet" err && usage git mcade trust role early --may "approve in a/b" 2>err &&
	git mcade adopt >out 2>err && usage git mcade trust role early --may "approve in nowhere" 2>out && test_grep "SHIP. needs the approval of role .reviewer., which no principal has" err &&
	git mcade trust add operator --key "$(key_of operator)" --email operator@example.com --name "Otto Operator" --role operator &&
	git mcade trust add reviewer --key "$(key_of reviewer)" --email reviewer@example.com --name "Rita Reviewer" --role reviewer --role operator &&
	for who in operator reviewer; do as_person $who git mcade join --no-hooks >out 2>&1 || return 1; done && tick
'
test_expect_success 'without it a run waits, and says whom to ask' '
	cd r && waits && test_grep "\[conditions\].*needs the approval of role .reviewer." err &&
	test_grep "hint: .*reviewer Rita Reviewer runs: git mcade approve SHIP --env lab -m REASON" err &&
	git mcade status --env lab --json >out && [ "$(json "\$j->{steps}[0]{ready} ? 1 : 0" out)" = 0 ] &&
	[ "$(json "map { \$j->{steps}[0]{approval}{\$_} } qw(role need have)" out)" = "reviewer 1 0" ] &&
	waiting git mcade run SHIP --env lab --json >out 2>err && [ "$(json "\$j->{recorded} ? 1 : 0" out)" = 0 ] && ran 0
'
test_expect_success 'whom it needs is told the command' '
	cd r && as_person reviewer git mcade status --env lab >out && test_grep "approval" out &&
	as_person reviewer git mcade show SHIP --env lab >out && test_grep "approved *by 0 of 1 of role .reviewer." out &&
	tip >before && git mcade run SHIP --env lab --dry-run >out && test_grep "^  approval   1 of role .reviewer.$" out && git mcade run FREE --env lab --dry-run >out && test_grep ! approval out && tip >after && test_cmp before after
'
test_expect_success 'what it agrees to stands in the event' '
	cd r && rita SHIP --env lab -m "as reviewed" >out 2>err && test_grep "^recorded .* approve SHIP in lab" out &&
	test_grep "approved by 1 of 1 of role .reviewer." err &&
	git show -s --format=%B $LEDGER >event && test_grep "^Mcade-Code: $(git rev-parse HEAD)$" event && test_grep "^Mcade-Verdict: pass$" event &&
	for field in Content Candidate Definition Checks; do test_grep "^Mcade-$field: sha256:" event || return 1; done &&
	test_grep "^Mcade-Expires: $(date -u -d "@$((MCADE_CLOCK + 14400))" +%Y-%m-%dT%H:%M:%SZ)$" event && rm event
'
test_expect_success 'then it runs, once' '
	cd r && git mcade status --env lab --json >out && [ "$(json "\$j->{steps}[0]{ready} ? 1 : 0" out)" = 1 ] &&
	[ "$(json "\"@{\$j->{steps}[0]{approval}{by}}\"" out)" = reviewer ] &&
	git mcade run SHIP --env lab >out 2>&1 && ran 1 && waits && ran 1 && git mcade audit --cold >out
'
test_expect_success 'who approves does not run it himself' '
	cd r && rita run:SHIP --env lab -m "as reviewed" && tick && tip >before && as_person reviewer waiting git mcade run SHIP --env lab 2>err &&
	test_grep "no other principal of role .reviewer. may approve in lab" err && tip >after && test_cmp before after &&
	as_person operator git mcade run SHIP --env lab >out 2>&1 && ran 2
'
test_expect_success 'whose approval counts does not depend on who looks; whom it does not help is told, and why' '
	cd r && git mcade reopen SHIP --env lab -m again >out 2>&1 && rita SHIP --env lab -m "as reviewed" 2>err && test_grep "approved by 1 of 1 .*; this one counts unless reviewer runs it himself" err &&
	for who in owner operator reviewer; do as_person $who git mcade approve --list SHIP --env lab >list && test_grep "approved by 1 of 1 of role" list && test_grep ! "does not count\|next:\|hint:" list || return 1; done &&
	test_grep "reviewer: yes until .*Z  counts unless reviewer runs it himself" list && as_person reviewer git mcade show SHIP --env lab >out && test_grep "until .*, counts unless reviewer runs it himself" out && git mcade approve --list SHIP --env lab >list && test_grep ! unless list &&
	as_person reviewer git mcade approve --list SHIP --env lab --json >list && test "$(json "@{\$j->{demanded}[0]{said}[0]}{qw(counts unless)}" list)" = "1 reviewer" &&
	as_person reviewer git mcade status --env lab --json >out && test_grep "another person runs it, since reviewer approved it: git mcade run SHIP --env lab" out && git mcade status --env lab --json >out && test_grep ! "another person" out &&
	as_person reviewer waiting git mcade run SHIP --env lab 2>err && test_grep "needs the approval of role .reviewer.; that of reviewer counts unless reviewer runs it himself" err && rita SHIP --env lab --fail -m "not so" && waits
'
test_expect_success 'another byte is not what was approved' '
	cd r && rita SHIP --env lab -m "as reviewed" && commit_file app.txt two && waits && ran 2 &&
	git mcade approve --list --env lab >list && test_grep "reviewer: yes until .*does not count: it is of another candidate" list &&
	git mcade approve --list SHIP --env lab --json >list && [ "$(json "\$j->{demanded}[0]{have} . (\$j->{demanded}[0]{said}[0]{counts} ? 1 : 0)" list)" = 00 ] &&
	git revert --no-edit HEAD >out 2>&1 && git mcade run SHIP --env lab >out 2>&1 && ran 3
'
test_expect_success 'a record that is committed is' '
	cd r && rita SHIP --env lab -m "as reviewed" && mkdir -p docs/deployments && echo "a note" >>docs/deployments/2026-01-28.md &&
	git add -A && git commit -q -m "a note" && git mcade run SHIP --env lab >out 2>&1 && ran 4
'
test_expect_success 'other pins are not what was approved' '
	cd r && rita SHIP --env lab -m "as reviewed" && git mcade pin a.image=redis:7@sha256:$(printf %064d 1) --env lab >out 2>&1 &&
	git commit -q -am "the pin" && waits && ran 4
'
test_expect_success 'other checks are not what was approved, nor is another command' '
	cd r && for change in "/id: SHIP/,/approval/s/run: .true./run: ls/" "s/echo ran >>/echo ran  >>/"; do
		rita SHIP --env lab -m "as reviewed" && cp runbook.yaml was && sed -i "$change" runbook.yaml && ! cmp -s was runbook.yaml && rm was &&
		git commit -q -am changed && git mcade adopt >out 2>&1 && waits || return 1
	done && git mcade approve --list --env lab >list && test_grep "does not count" list && ran 4
'
test_expect_success 'files of no commit are approved by nobody, and run for nobody' '
	cd r && echo dirty >app.txt && tip >before && as_person reviewer refused git mcade approve SHIP --env lab -m "seen" 2>err &&
	test_grep "app.txt.*needs a commit" err && tip >after && test_cmp before after && git checkout -q app.txt &&
	rita SHIP --env lab -m "as reviewed" && echo dirty >app.txt && waits && test_grep "commit it first" err &&
	git checkout -q app.txt && ran 4 && rita SHIP --env lab --fail -m "not so" && waits
'
test_expect_success 'it ends by itself: at its own time, and at the runbook'\''s' '
	cd r && rita SHIP --env lab --expires 30m -m "as reviewed" && git mcade approve --list --env lab >list && test_grep "1 of 1" list && tick 1801 && waits &&
	git mcade approve --list --env lab >list && test_grep "does not count: it has expired" list &&
	rita SHIP --env lab --expires 9d -m "as reviewed" && tick 14401 && waits && rita SHIP --env lab --expires 2030-01-01T00:00:00Z -m "for long" &&
	tick 14401 && waits && ran 4
'
test_expect_success 'who takes it back has not approved' '
	cd r && rita SHIP --env lab -m "as reviewed" && rita SHIP --env lab --fail -m "not so" >out && test_grep "^recorded" out && waits &&
	git mcade approve --list --env lab >list && test_grep "reviewer: no until" list && test_grep "it was taken back" list &&
	git mcade log -n 1 >out && test_grep "approve SHIP in lab: fail" out && ran 4
'
test_expect_success 'who may not approve does not; whose role is not asked for is told so' '
	cd r && tip >before && as_person operator refused git mcade approve SHIP --env lab -m "mine" 2>err && test_grep "\[permission\]" err && test_grep "ask reviewer Rita Reviewer to do it" err &&
	tip >after && test_cmp before after && git mcade approve SHIP --env lab -m "I am the owner" 2>err &&
	test_grep "this approval does not count: its signer did not have the role" err && waits && ran 4
'
test_expect_success 'two people are two people, whatever they sign' '
	cd r && waiting git mcade run PAIR --env both 2>err && git mcade approve PAIR --env both -m one 2>err && test_grep "by 1 of 2" err &&
	git mcade approve PAIR --env both -m again 2>err && test_grep "by 1 of 2" err && waiting git mcade run PAIR --env both 2>err &&
	rita PAIR --env both -m two 2>err && waiting git mcade run PAIR --env both 2>err &&
	git mcade trust role reviewer reviewer operator owner >out 2>&1 && waiting git mcade run PAIR --env both 2>err &&
	rita PAIR --env both -m two 2>err && test_grep "by 2 of 2" err && git mcade run PAIR --env both >out 2>&1 && ran 5
'
test_expect_success 'a role of the team'\''s own signs, and an owner does not stand in for it' '
	cd r && waiting git mcade run TERMS --env lab 2>err && test_grep "no other principal of role .legal. may approve in lab" err &&
	git mcade trust role legal --may "approve in lab" >out 2>&1 && git mcade trust role operator operator legal >out 2>&1 && git mcade approve TERMS --env lab -m "as the owner" >out 2>&1 &&
	waiting git mcade run TERMS --env lab 2>err && test_grep "legal Otto Operator runs: git mcade approve TERMS" err &&
	as_person operator git mcade approve TERMS --env lab -m "the contract is signed" >out 2>&1 && git mcade run TERMS --env lab >out 2>&1 && ran 6 &&
	as_person operator refused git mcade approve PAIR --env both -m "there too" 2>err && test_grep "\[permission\]" err
'
test_expect_success 'what is refused as well does not wait' '
	cd r && git mcade lock SHIP --env lab && refused git mcade run SHIP --env lab 2>err && test_grep "\[locked\]" err && test_grep "\[conditions\]" err &&
	git mcade unlock SHIP --env lab -m so && waits
'
test_expect_success 'what cannot be approved is named' '
	cd r && tip >before && usage git mcade approve FREE --env lab -m x 2>err && test_grep "needs no approval" err &&
	usage git mcade approve gate:FREE --env lab -m x 2>err && broken git mcade approve path:FREE --env lab -m x 2>err && usage git mcade approve SHIP --env lab 2>err && usage git mcade approve --env lab -m x 2>err &&
	usage git mcade approve SHIP --env lab --expires soon -m x 2>err && usage git mcade approve NONE --env lab -m x 2>err &&
	refused git mcade approve SHIP --env lab --expires 2026-01-01T00:00:00Z -m x 2>err && test_grep "\[permission\]" err &&
	tip >after && test_cmp before after && git mcade approve --list FREE --env lab >list 2>err && test_line_count 0 list && test_grep "no approval is demanded" err
'
test_expect_success 'a step of another repository is not adopted with it' '
	cd r && cp runbook.yaml was && printf "%s\n" "- {id: FAR, repo: far, environments: [both], run: \"true\", pins: [], verify: [{id: up, run: \"true\"}]}" >>runbook.yaml &&
	sed -i "s/^steps:/repos: {far: {url: x}}\nsteps:/" runbook.yaml && git commit -q -am far && tip >before && refused git mcade adopt 2>err &&
	test_grep "\[document\].*approval. of a step with .repo." err && tip >after && test_cmp before after && mv was runbook.yaml && git commit -q -am near
'
test_expect_success 'a no that lost a race is done again as a no' '
	bare_remote remote.git r && cd r && git push -q origin main && git mcade sync >out 2>&1 && cd .. && as_person reviewer git clone -q remote.git b &&
	cd b && as_person reviewer git mcade join --no-hooks >out 2>&1 && rm out && as_person reviewer git mcade approve SHIP --env lab --fail --no-fetch -m "not so" >../out &&
	cd ../r && git mcade pin a.image=redis:8@sha256:$(printf %064d 2) --env lab >out 2>&1 && git mcade sync >out 2>&1 && cd ../b &&
	as_person reviewer git mcade sync --set-aside >../redo 2>../err && test_grep "git mcade approve SHIP .*--fail" ../redo && test_line_count 1 ../redo &&
	as_person reviewer sh -ex ../redo >../out 2>&1 && git show -s --format=%B $LEDGER >../event && test_grep "^Mcade-Verdict: fail$" ../event
'
test_expect_success 'a run that is told to wait for it starts once it is there' '
	cd r && git mcade reopen SHIP --env lab -m "once more" >out 2>&1 && ran_=$(wc -l <../ran) && still waiting git mcade run SHIP --env lab --wait 1s >out 2>err && test_line_count $ran_ ../ran && usage git mcade run SHIP --env lab --wait soon 2>err &&
	{ ( sleep 2 && rita SHIP --env lab -m "at last" >../said 2>&1 ) & } && git mcade run SHIP --env lab --wait 30s >out 2>err && wait $! && test_line_count $((ran_ + 1)) ../ran
'
test_expect_success 'of a promotion too; and who lacks the role is told that' '
	new_repo self && cd self && commit_file app.txt one && git mcade init --no-hooks >../out 2>&1 && { head_of self && cat <<-EOT
	environments:
	- {id: lab}
	- {id: prod, promote: {after: [lab], approval: {role: owner, prevent_self_approve: true}}}
	- {id: other, promote: {after: [lab], approval: {role: reviewer, prevent_self_approve: true}}}
	defaults: {timeout: 20s, changes_state: false}
	completion: auto
	steps:
	- {id: SHIP, run: "true", pins: [], verify: [{id: up, run: "true"}]}
	EOT
	} >runbook.yaml && git add -A && git commit -q -m runbook && git mcade adopt >../out 2>&1 && git mcade trust add operator --key "$(key_of operator)" --email operator@example.com --name Otto --role operator && as_person operator git mcade join --no-hooks >../out 2>&1 && tick &&
	git mcade run SHIP --env lab && save lab && git mcade approve promote --env other -m mine 2>../err && test_grep "this approval does not count: its signer did not have the role" ../err &&
	git mcade approve promote --env prod -m seen 2>../err && test_grep "approved by 1 of 1 .*; this one counts unless .* runs it himself" ../err &&
	as_person operator git mcade approve --list promote --env prod >../list && test_grep "1 of 1" ../list && git mcade approve --list promote --env prod >../list && test_grep "1 of 1" ../list && test_grep "counts unless" ../list && test_grep ! "hint:\|next:" ../list &&
	git mcade status --env prod >../out && test_grep "approved by 1 of 1 of role .owner.: .* (counts unless .* runs it himself)" ../out && test_grep "promote. in .prod. needs the approval of role .owner.; that of .* counts unless" ../out &&
	as_person operator git mcade status --env prod >../out && test_grep "approved by 1 of 1" ../out && test_grep ! "unless" ../out && waiting git mcade promote --env prod 2>../err && as_person operator git mcade promote --env prod
'
test_expect_success 'the day passes an audit' 'cd r && git mcade audit --cold >out && test_grep "^pass:" out && asked 0 audit --cold'
test_done
