#!/bin/sh
test_description='attest: what a person does is a step like any other, with a name behind it'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-swept.sh"
. "$SOURCE_DIR/t/lib-acts.sh"

runbook () {
	head_of "by hand" &&
	cat <<-EOT
	environments:
	- {id: lab, manifest: releases/lab.yaml}
	- {id: own, completion: auto}
	records: {log: 'docs/deployments/\${{ date }}.md', checkpoint: 'docs/checkpoints/\${{ date }}-\${{ step.id }}/'}
	defaults: {timeout: 20s, changes_state: false, verify: [{id: up, run: 'true'}]}
	steps:
	- {id: SIGN, kind: manual, title: Legal has signed, environments: [lab], pins: []}
	- {id: MOVE, kind: manual, title: The old rack is off, environments: [lab], changes_state: true, pins: []}
	- {id: SHIP, environments: [lab], run: echo ran >>../ran, pins: []}
	- {id: ALONE, kind: manual, environments: [own]}
	- {id: SEEN, kind: manual, environments: [own], approval: {role: reviewer}}
	EOT
}
event () { # event PATTERN: the newest has that line
	git show -s --format=%B $LEDGER >event.out && test_grep "$1" event.out
}

test_expect_success 'setup: two people, steps that no program can do' '
	new_repo r && cd r && commit_file app.txt one && mkdir -p releases notes && printf "a:\n  image: TBD\n" >releases/lab.yaml &&
	echo "a scan" >notes/signed.txt && git mcade init --no-hooks >../out 2>&1 && runbook >runbook.yaml && echo "*.out" >.gitignore && git add -A && git commit -q -m runbook &&
	git mcade adopt >../out 2>../err && test_grep ! "cannot be completed" ../err &&
	git mcade trust add operator --key "$(key_of operator)" --email operator@example.com --name "Otto Operator" --role operator &&
	git mcade trust add reviewer --key "$(key_of reviewer)" --email reviewer@example.com --name "Rita Reviewer" --role reviewer &&
	for who in operator reviewer; do as_person $who git mcade join --no-hooks >../out 2>&1 || return 1; done && tick
'
test_expect_success 'it is ready, and the act that does it is named' '
	cd r && git mcade next --env lab >next.out && test_grep "git mcade attest SIGN --env lab -m REASON" next.out && [ "$(phase SIGN)" = planned ] &&
	still refused git mcade run SIGN --env lab 2>err.out && test_grep "\[order\].*SIGN. is done by a person" err.out && test_grep "git mcade attest SIGN" err.out &&
	still refused git mcade verify SIGN --env lab 2>err.out && test_grep "\[order\]" err.out && test_grep "git mcade attest SIGN" err.out &&
	still refused git mcade complete SIGN --env lab 2>err.out && test_grep "\[completion\]" err.out && test_grep "git mcade attest SIGN" err.out &&
	still refused git mcade run SHIP --env lab 2>err.out && test_grep "\[order\]" err.out
'
test_expect_success 'who did it says so: of which candidate, and what shows it' '
	cd r && as_person operator git mcade attest SIGN --env lab -m "signed on paper" --evidence notes/signed.txt >out.out && test_grep "^recorded .* attest SIGN in lab" out.out &&
	for field in Content Candidate Definition Checks; do event "^Mcade-$field: sha256:" || return 1; done && event "^Mcade-Verdict: pass$" && event "^Mcade-Restore: changes nothing$" &&
	event "^Mcade-Code: $(git rev-parse HEAD)$" && event "^Mcade-Evidence: sha256:$(sha256sum <notes/signed.txt | cut -d" " -f1) 7 signed.txt$" && event "^signed on paper$" &&
	[ "$(phase SIGN)" = verified ] && git mcade show SIGN --env lab >show.out && test_grep "verified *event [0-9]*, operator" show.out && test_grep "evidence *signed.txt" show.out &&
	git mcade show SIGN --env lab --output >show.out && test_grep "^== signed.txt" show.out && test_grep "^a scan$" show.out
'
test_expect_success 'it is completed like any other, and what needs it goes on' '
	cd r && git mcade next --env lab >next.out && test_grep "git mcade complete SIGN --env lab" next.out && git mcade complete SIGN --env lab >out.out 2>&1 && [ "$(phase SIGN)" = complete ] &&
	test_grep "## SIGN complete in lab" docs/deployments/*.md && git commit -q -m "SIGN" && [ "$(phase SIGN)" = complete ] &&
	still refused git mcade attest SIGN --env lab -m again 2>err.out && test_grep "\[order\]" err.out && test_grep "git mcade reopen SIGN" err.out
'
test_expect_success 'what changes state has a way back' '
	cd r && still refused git mcade attest MOVE --env lab -m off 2>err.out && test_grep "\[evidence\].*way back" err.out &&
	still refused git mcade attest MOVE --env lab -m off 2>err.out && test_grep "git mcade attest MOVE --env lab --restore PATH -m REASON" err.out && still refused git mcade attest MOVE --env lab -m off --restore "changes nothing" 2>err.out && git mcade attest MOVE --env lab -m off --restore "rack 7, switch B" >out.out &&
	event "^Mcade-Restore: rack 7, switch B$" && git mcade complete MOVE --env lab >out.out 2>&1 && git commit -q -m MOVE && git mcade show MOVE --env lab >show.out && test_grep "restore *rack 7, switch B" show.out &&
	git mcade run SHIP --env lab >out.out 2>&1
'
test_expect_success 'it is sealed like any other' '
	cd r && git mcade checkpoint SIGN --env lab -m "as it is" >out.out 2>&1 && cat docs/checkpoints/*-SIGN/*.md >all.out && test_grep "attested: .* by Otto Operator" all.out && test_grep "^> signed on paper" all.out &&
	test_grep "git mcade attest SIGN --env lab -m REASON" all.out && test_grep ! "git mcade run SIGN" all.out && cp all.out ../all && git commit -q -m sealed
'
test_expect_success 'another byte, and it was said of something else' '
	cd r && commit_file app.txt two && [ "$(phase SIGN)" = "complete stale" ] && git mcade show SIGN --env lab >show.out && test_grep "the content changed since it was attested" show.out &&
	git mcade next --env lab >next.out && test_grep "git mcade attest SIGN --env lab -m REASON" next.out &&
	git mcade attest SIGN --env lab -m "signed anew" >out.out && [ "$(phase SIGN)" = verified ] && git mcade complete SIGN --env lab >out.out 2>&1 && git commit -q -m SIGN && [ "$(phase SIGN)" = complete ]
'
test_expect_success 'other pins, and it was said of something else' '
	cd r && git mcade pin a.image=redis:7@sha256:$(printf %064d 1) --env lab >out.out 2>&1 && git commit -q -m pin && [ "$(phase SIGN)" = "complete stale" ] &&
	git mcade attest SIGN --env lab -m "signed anew" >out.out && git mcade complete SIGN --env lab >out.out 2>&1 && git commit -q -m SIGN && [ "$(phase SIGN)" = complete ]
'
test_expect_success 'another title, and it is another thing to do' '
	cd r && sed -i "s/Legal has signed/Legal and finance have signed/" runbook.yaml && git commit -q -a -m title && git mcade adopt >out.out 2>&1 && [ "$(phase SIGN)" = "complete stale" ] &&
	git mcade attest SIGN --env lab -m "both" >out.out && git mcade complete SIGN --env lab >out.out 2>&1 && git commit -q -m SIGN && [ "$(phase SIGN)" = complete ]
'
test_expect_success 'what could not be done is failed, and done later' '
	cd r && git mcade reopen SIGN --env lab -m "the paper is lost" >out.out && git mcade attest SIGN --env lab --fail -m "nobody is there" >out.out && [ "$(phase SIGN)" = failed ] &&
	git mcade show SIGN --env lab >show.out && test_grep "result *failed" show.out &&
	still refused git mcade complete SIGN --env lab 2>err.out && test_grep "\[completion\]" err.out && git mcade attest SIGN --env lab -m "found" >out.out && [ "$(phase SIGN)" = verified ]
'
test_expect_success 'a lock holds it, and who may only approve what runs does not do it' '
	cd r && git mcade reopen SIGN --env lab -m "once more" >out.out && git mcade lock SIGN --env lab >out.out && still refused git mcade attest SIGN --env lab -m now 2>err.out && test_grep "\[locked\]" err.out &&
	git mcade unlock SIGN --env lab -m so >out.out && git mcade trust role watcher --may lock >out.out 2>&1 && git mcade trust role operator watcher >out.out 2>&1 &&
	still as_person operator refused git mcade attest SIGN --env lab -m now 2>err.out && test_grep "\[permission\]" err.out && git mcade trust role operator operator >out.out 2>&1
'
test_expect_success 'files of no commit are answered for by no person' '
	cd r && echo dirty >app.txt && still refused git mcade attest SIGN --env lab -m now 2>err.out && test_grep "app.txt.*needs a commit" err.out && git checkout -q app.txt
'
test_expect_success 'evidence is what a person sees under its name, and no credential' '
	cd r && mkdir -p other && echo b >other/signed.txt && ln -s signed.txt notes/link.txt && echo "token: ghp_abcdefghijklmnopqrstuvwxyz0123456789" >../secret.txt && echo x >"../a b" &&
	still usage git mcade attest SIGN --env lab -m now --evidence notes/signed.txt --evidence other/signed.txt 2>err.out && still usage git mcade attest SIGN --env lab -m now --evidence "../a b" 2>err.out &&
	still usage git mcade attest SIGN --env lab -m now --evidence notes/none.txt 2>err.out && still usage git mcade attest SIGN --env lab -m now --evidence notes/link.txt 2>err.out && rm -r notes/link.txt other &&
	still refused git mcade attest SIGN --env lab -m now --evidence ../secret.txt 2>err.out && test_grep "\[secret\]" err.out
'
test_expect_success 'all of it together may have what a checkpoint may' '
	cd r && truncate -s 9M ../nine.1 ../nine.2 && still broken git mcade attest SIGN --env lab -m now --evidence ../nine.1 --evidence ../nine.2 2>err.out && test_grep "nine.2. is too large" err.out &&
	truncate -s 17M ../nine.1 && still broken git mcade attest SIGN --env lab -m now --evidence ../nine.1 2>err.out && test_grep "nine.1. is too large" err.out
'
test_expect_success 'with completion: auto it is complete at once, and a no is not' '
	cd r && git mcade attest ALONE --env own --fail -m "not yet" >out.out 2>&1 && [ "$(phase ALONE own)" = failed ] && git mcade attest ALONE --env own -m "done" >out.out 2>&1 && [ "$(phase ALONE own)" = complete ] && git commit -q -m ALONE
'
test_expect_success 'what needs an approval needs it of a person too' '
	cd r && still waiting git mcade attest SEEN --env own -m done 2>err.out && test_grep "\[conditions\].*reviewer" err.out &&
	as_person reviewer git mcade approve SEEN --env own -m "looked at it" >out.out 2>&1 && git mcade attest SEEN --env own -m done >out.out 2>&1 && [ "$(phase SEEN own)" = complete ] && git commit -q -m SEEN
'
test_expect_success 'what is not done by a person is named' '
	cd r && still usage git mcade attest SHIP --env lab -m x 2>err.out && test_grep "not a manual step" err.out && still refused git mcade attest SHIP/up --env lab -m x 2>err.out &&
	still usage git mcade attest event:99 -m x 2>err.out && still usage git mcade attest SIGN --env lab 2>err.out && still usage git mcade attest --env lab -m x 2>err.out
'
test_expect_success 'a key that a person cannot obey is not adopted' '
	cd r && for key in "run: ls" "verify: [{id: v, run: ls}]" "uses: app.txt" "guard: [{id: g, run: ls}]" "inputs: [app.txt]"; do
		printf "%s\n" "- {id: BOTH, kind: manual, environments: [lab], pins: [], $key}" >>runbook.yaml && git commit -q -a -m both &&
		still refused git mcade adopt 2>err.out && test_grep "\[document\].*${key%%:*}. of a step of kind .manual. has no effect" err.out && git reset -q --hard HEAD~ || return 1
	done
'
test_expect_success 'the day passes an audit' 'cd r && git mcade audit --cold >out.out && test_grep "^pass:" out.out && asked 0 audit --cold'
test_done
