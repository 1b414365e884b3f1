#!/bin/sh
test_description='status marks at the doors: what a reader sees is judged, in merges as in commits'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
be_person owner

write_runbook () {
	cat >runbook.yaml <<-\EOT
	version: 1
	name: small
	governed: [refs/heads/main]
	order: needs
	environments:
	- {id: prod, live: true, manifest: releases/prod.yaml}
	records:
	  log: 'docs/deployments/${{ date }}.md'
	  runbook: docs/RUNBOOK.md
	defaults: {changes_state: false, timeout: 20s}
	steps:
	- {id: PLAT_01, run: 'true', pins: [redis.image], verify: [{id: ok, run: 'true'}]}
	- {id: PLAT_02, run: 'true', pins: [], verify: [{id: ok, run: 'true'}]}
	EOT
}

test_expect_success 'setup: PLAT_02 complete and marked, PLAT_01 open, on a server with our hook' '
	new_repo r && bare_remote r.git r && cd r && write_runbook && mkdir -p docs releases &&
	printf "# R\n\n1. 🟨 PLAT_01\n2. 🟨 PLAT_02\n" >docs/RUNBOOK.md && echo free >free.txt &&
	printf "redis:\n  image: TBD\n" >releases/prod.yaml && git add -A && git commit -q -m base && tick &&
	git mcade init --principal ada >/dev/null 2>&1 && git add -A && git commit -q -m ledger && tick &&
	git push -q origin main 2>/dev/null && git mcade adopt && git mcade run PLAT_02 --env prod &&
	git mcade complete PLAT_02 --env prod -m done && git mcade render && git add -A &&
	git commit -q -m "PLAT_02 is complete" && git mcade sync &&
	git push -q --no-verify origin mcade/ledger main && test_grep "🟩 PLAT_02" docs/RUNBOOK.md &&
	git tag good && git checkout -q -b side && put free.txt side && git commit -q -n -a -m side &&
	git checkout -q main && cd ../r.git &&
	git mcade hooks install --expect-genesis "$(git -C ../r config mcade.ledgerId)"
'

# pushed: what stands in the work tree, as a commit, past our own hooks.
pushed () {
	: >err && git add -A && git commit -q -n -m x && git push -q --no-verify origin main >out 2>err
}
# refused_as RULE: the last push was, by this rule, and nothing moved there.
refused_as () {
	grep "^remote: mcade: refused \[\($1\)\] docs/RUNBOOK.md: " err >/dev/null &&
	[ "$(git -C ../r.git rev-parse main)" = "$(git rev-parse good)" ] && git reset -q --hard good && return 0
	sed "s/^/    /" err >&4
	return 1
}

test_expect_success 'prose, code, comments and a legend are taken' '
	cd r && printf "\nPLAT_01 is marked 🟩 by render, not by us: \`🟩\` PLAT_01.\n\n    🟩 PLAT_01\n\n<!-- 🟩 PLAT_01 -->\n\n- 🟩 complete\n- 🟨 planned\n" >>docs/RUNBOOK.md &&
	pushed && git tag -f good
'

# open TEXT: people's words about an open step are no mark.
open () {
	words=$((words + 1))
	test_expect_success "words about an open step, way $words" '
		cd r && printf %b "$TEXT" >>docs/RUNBOOK.md && pushed && git reset -q --hard good &&
		git -C ../r.git update-ref refs/heads/main "$(git rev-parse good)"
	'
}
words=0
for TEXT in '\nPLAT_01 is complete when the pods are green.\n' '\nOnce PLAT_01 is complete, tell Rita. PLAT_02 is done.\n' \
	'\n- PLAT_01: complete the migration by hand\n' '\n- PLAT_01: not complete\n' '\n- PLAT_01 done when the check passes\n' \
	'\n### PLAT_01\n\nStatus: complete when the check passes.\n' '\n### PLAT_01\n\nThe old host is done; this one completes the set.\n' \
	'\n| step | expected status |\n|---|---|\n| PLAT_01 | ok |\n' '\n| step | what | check |\n|---|---|---|\n| PLAT_01 | redis | PONG, ok |\n' \
	'\n| step | done when |\n|---|---|\n| PLAT_01 | all pods pass |\n' '\n<p>Start PLAT_01 before the backup is done.</p>\n' \
	'\n<table><tr><td>PLAT_01</td><td>run until the queue is done</td></tr></table>\n' '\n<!-- PLAT_01: complete -->\n' \
	'\n- PLAT_01 opens the ports\n  - Complete the form first\n' '\nHow to complete PLAT_01: run it.\n' '\n`PLAT_01: done` is what render writes.\n' \
	'\n- PLAT_01: \0320\0262\0321\0213\0320\0272\0320\0273\0320\0260\0320\0264\0320\0272\0320\0260\n' '\n- <input type="checkbox"> PLAT_01\n' \
	'\n### PLAT_01\n\n`ok`\n' '\n### PLAT_01\n\nThe check prints:\n\nok\n' '\nRequires:\n\n- PLAT_01 complete\n' '\nPLAT_01 is verified by the smoke test.\n' \
	'\n## Done when\n\n- PLAT_01 answers\n' '\n- PLAT_02: see PLAT_01, option (x)\n' \
	'\n| step | Expected |\n|---|---|\n| PLAT_01 | done |\n' '\n| step | Last log line |\n|---|---|\n| PLAT_01 | completed |\n' \
	'\n### PLAT_01\n\n1. stop the app\n2. run the playbook\n3. Done.\n' '\n### PLAT_01\n\nExpected result: complete\n' \
	'\n| Result | Meaning |\n|---|---|\n| ok | PLAT_01 may start |\n' '\n| State | What to do |\n|---|---|\n| complete | go on with PLAT_01 |\n' \
	'\n\0342\0234\0205 DO take a backup before PLAT_01\n' '\n- [x] vendor informed about PLAT_01\n' '\nPLAT_01 (x) is a placeholder.\n' \
	'\n- PLAT_01 needs PLAT_02: complete\n' '\n- PLAT_01: complete by 2026-02-01 (plan)\n' \
	'\n### PLAT_01\n\n- [ ] call vendor\n- [ ] PLAT_01 stopped\n' '\n## Backup of PLAT_01\n\nStatus: ok\n' \
	'\n- PLAT_01 complete as soon as it answers\n' '\n### PLAT_01\n\n| Status | planned |\n|---|---|\n| Owner | Ada |\n' \
	'\n## Complete in 5 steps\n\n1. PLAT_01\n' '\nThe following must be complete:\n\n- PLAT_01\n' \
	'\n- PLAT_01: no iniciado\n' '\n- PLAT_01 base (not started)\n' '\n| step | status |\n|---|---|\n| PLAT_01 | pas commencé |\n' '\n### PLAT_01 base\n\nStatus: noch nicht begonnen\n' \
	'\n| step | status |\n|---|---|\n| PLAT_01 | OK to start |\n' '\n- PLAT_01: go\n' '\n## PLAT_01 and PLAT_02 together\n\nStatus: done\n' '\n### PLAT_01 base\n\n- complete\n' '\n- PLAT_01: 尚未完成\n'; do
	open "$TEXT"
done

# instead TEXT: the line of PLAT_01 becomes this. behind TEXT: it goes, and this stands at the end.
instead () {
	awk -v text="$(printf %b "$1")" "/^1\. 🟨 PLAT_01/ { print text; next } { print }" docs/RUNBOOK.md >new &&
	mv new docs/RUNBOOK.md
}
behind () {
	sed -i "/^1\. 🟨 PLAT_01/d" docs/RUNBOOK.md && printf %b "$1" >>docs/RUNBOOK.md
}
# green COMMAND TEXT: refused, as completion or for its pins.
green () {
	ways=$((ways + 1))
	test_expect_success "an open step shown green, way $ways" '
		cd r && '"$1"' "$TEXT" && ! pushed && refused_as "completion\|unpinned"
	'
}
ways=0
for TEXT in '1. 🟩 PLAT_01' '1. \0342\0234\0205 PLAT_01' '1. [x] PLAT_01' '1. &#x1F7E9; PLAT_01' \
	'1. :white_check_mark: PLAT_01' '1. \0302\0240🟩\0302\0240PLAT_01' '1. \0342\0234\0224\0357\0270\0217 PLAT_01' \
	'1. 🟩 PLAT\0342\0200\0213_01' '1. PLAT_01 🟩' '1. 🟩 (PLAT_01)' '1. [\0342\0234\0205] PLAT_01' '1. 🟩 [PLAT_01](#x)' \
	'1. ![🟩](x.png) PLAT_01' '1. <img src="x.png" alt="&#x1F7E9;"> PLAT_01' '1. 🟩 PLAT~~_~~01' \
	'1. ~~🟩 PLAT_01~~' '1. [🟩 PLAT_01][r]\n\n[r]: https://example.com' '1. <input type=checkbox checked> PLAT_01' \
	'1. <? > 🟩 PLAT_01 ?>' '1. <!-- --!> 🟩 PLAT_01 -->' '1. <details><summary>🟩 PLAT_01</summary>x</details>' \
	'1. PLAT_01: d\0320\0276ne' '1. PLAT_01: \0357\0275\0204\0357\0275\0217\0357\0275\0216\0357\0275\0205' '1. PLAT_01: d&#111;**n**e' \
	'1. PLAT_01: \0360\0235\0220\0235\0360\0235\0220\0250\0360\0235\0220\0247\0360\0235\0220\0236' \
	'1. PLAT_01 -> done' '1. PLAT_01 \0342\0206\0222 done' '1. PLAT_01 is complete.' '1. PLAT_01 ... done, says Ada' '1. PLAT_01 done by Ada' \
	'1. PLAT_01: complete (2026-01-28)' '1. PLAT_01: verified and complete' '1. PLAT_01, status complete' '1. Done: PLAT_01' \
	'1. PLAT_01\n   - complete' '1. PLAT_01\n\n   complete' '1. 🟨 PLAT_01: complete' '1. 🟨 PLAT_01\n   - Status: complete' '1. ~~🟨~~ PLAT_01 complete' \
	'1. <input type="checkbox" checked> PLAT_01' '1. PLAT_01\n   - Status (prod): complete' \
	'1. **🟩** `PLAT_01_base.yml`' '1. 🟩\n   PLAT_01' '1. PLAT_01 (done)' '1. PLAT_01 base *done*' '1. PLAT_01\n   - Status: 🟩'; do
	green instead "$TEXT"
done
for TEXT in '\n    ```\n\n1. 🟩 PLAT_01\n' '\nsee `<!--` there\n\n1. 🟩 PLAT_01\n' '\n> - 🟩 PLAT_01\n' \
	'\r\r1. 🟩 PLAT_01\r' '\n| step | state |\n|---|---|\n| 🟩 | PLAT_01 |\n' \
	'\n| step | state |\n|---|---|\n| PLAT_01 | done |\n' '\n## PLAT_01 🟩\n' '\nPLAT_01 🟩\n---\n' \
	'\n<table><tr><td>&#129001;</td><td>PLAT_01</td></tr></table>\n' \
	'\n<!--> 🟩 PLAT_01 -->\n' '\n<div title="x" b"> 🟩 PLAT_01 "></div>\n' '\n<div>🟩&nbspPLAT_01</div>\n' \
	'\n<style>\n🟩 PLAT_01\n</style>\n' '\nSee[^1].\n\n[^1]: 🟩&nbsp;PLAT_01\n' '\n<div><? "> 🟩 PLAT_01 "></div>\n' \
	'\n<img alt="🟩 PLAT_01">\n' '\n<ul><li><input checked type="checkbox"/>PLAT_01</li></ul>\n' \
	'\n<details>\n<summary>🟩 PLAT_01</summary>\n\ntext\n</details>\n' \
	'\n- 🟩 plat_01\n' '\n- 🟩 \0316\0241LAT_01\n' '\n- 🟩 PLAT\0342\0200\022101\n' \
	'\nPLAT_01 is now complete.\n' '\n## Done: PLAT_01\n' '\n### PLAT_01\n\nStatus\0357\0274\0232done\n' \
	'\n### PLAT_01\n\nCurrent status: complete\n' '\n### PLAT_01\n\nStatus: planned -> complete\n' '\n### PLAT_01\n\nResult: passed\n' \
	'\n| step | Current status |\n|---|---|\n| PLAT_01 | complete |\n' '\n| step | St\0320\0260tus (prod) |\n|---|---|\n| PLAT_01 | it is fully complete |\n' \
	'\n| step | status |\n|---|---|\n| PLAT_01 | 🟨 complete |\n' '\n| step | done |\n|---|---|\n| PLAT_01 | yes |\n' \
	'\n| step | note |\n|---|---|\n| PLAT_01 | complete |\n' \
	'\n<table><tr><th>step</th><th>status</th><th>by</th></tr><tr><td>PLAT_01</td><td>complete</td><td>Ada</td></tr></table>\n' \
	'\n<h3>PLAT_01</h3>\n\nStatus: complete\n' '\n<dl><dt>PLAT_01</dt><dd>complete</dd></dl>\n' '\n<ul><li>PLAT_01: complete</li></ul>\n' \
	'\n## Done\n\n- PLAT_01\n' '\nComplete:\n\n- PLAT_01\n' '\n| | PLAT_01 |\n|---|---|\n| Status | complete |\n' '\n- done PLAT_01\n' \
	'\n> [!TIP]\n> PLAT_01: done\n' '\nPLAT_01: done. Next is PLAT_02.\n' '\nPLAT_01 was completed on 2026-01-28.\n' '\nPLAT_01: successful\n' \
	'\nPLAT_01: verified\n' '\n- (x) PLAT_01\n' '\n- PLAT_01 $\\text{done}$\n' '\nLegend: 🟩 done PLAT_01\n' \
	'\n<p><input checked type=checkbox> PLAT_01</p>\n' '\n### PLAT_01\n\n- 🟩 complete\n' '\n- PLAT_01\n  - 🟩 complete\n' \
	'\n### PLAT_01\n\n- Owner: Ada\n- Status: done\n' '\n| State | What |\n|---|---|\n| complete | PLAT_01: base |\n' '\n- [x] PLAT_01, vendor informed\n' \
	'\n- PLAT_01: complete by Ada\n' '\n## PLAT_01: base\n\nStatus: ok\n' \
	'\n| step | status |\n|---|---|\n| PLAT_01 | fully done and dusted |\n' '\n### PLAT_01\n\nStatus: done by the team\n' \
	'\n### PLAT_01\n\n| Status | complete |\n|---|---|\n| Owner | Ada |\n' '\n| | PLAT_01 |\n|---|---|\n| Done | x |\n' \
	'\n- PLAT_01 complete as of 28 Jan\n' '\n- PLAT_01: done in prod since Monday\n' \
	'\n## Done (2026-01-28)\n\n- PLAT_01\n' '\n## Done in January\n\n- PLAT_01\n' '\nCompleted in prod:\n\n- PLAT_01\n' \
	'\nThe following steps are complete:\n\n- PLAT_01\n' \
	'\n| step | status |\n|---|---|\n| PLAT_01 | alle erledigt |\n' '\n- PLAT_01 base (tutto fatto)\n' '\n- PLAT_01: GO\n' '\nPLAT_01 est terminé.\n' '\nPLAT_01 está hecho.\n' '\nPLAT_01は完了した。\n' '\n### PLAT_01 base\n\nStatus: tout est terminé\n' \
	'\n| step | status |\n|---|---|\n| PLAT_01 | YES |\n' '\n| step | 상태 |\n|---|---|\n| PLAT_01 | 배포 완료 |\n'; do
	green behind "$TEXT"
done

# What nobody sees is none.
hidden=0
for TEXT in '\n<!-- 🟩 PLAT_01 -->\n' '\n<p title="🟩 PLAT_01">free</p>\n' '\n<p title='"'"'"> 🟩 PLAT_01'"'"'>free</p>\n' \
	'\n[free](https://example.com "🟩 PLAT_01")\n' '\n<pre>🟩 PLAT_01</pre>\n' '\n[🟩]: https://example.com "PLAT_01"\n' \
	'\n<img src="🟩-PLAT_01.png" alt="a picture">\n'; do
	hidden=$((hidden + 1))
	test_expect_success "what no reader sees is not a mark, way $hidden" '
		cd r && printf %b "$TEXT" >>docs/RUNBOOK.md && pushed && git tag -f good
	'
done

# turned TEXT: letters that run the other way, whatever they say.
for TEXT in '\nPLAT_01: \0342\0200\0256enod\n' '\n- <bdo dir=rtl>enod :10_TALP</bdo>\n' '\n- &#8238;enod :10_TALP\n'; do
	turned=$((turned + 1))
	test_expect_success "letters that run the other way are refused, way $turned" '
		cd r && printf %b "$TEXT" >>docs/RUNBOOK.md && ! pushed && refused_as document
	'
done
test_expect_success 'a language that runs the other way is taken' '
	cd r && printf "\n\0342\0201\0247\0327\0251\0327\0234\0327\0225\0327\0235\0342\0201\0251 PLAT_01\n" >>docs/RUNBOOK.md && pushed && git tag -f good
'

test_expect_success 'a document of marks is a file, in any case of its name' '
	cd r && mkdir -p site && printf "# R\n\n1. 🟩 PLAT_01\n" >site/real.md && ln -s real.md site/RUNBOOK.md && ! pushed &&
	grep "^remote: mcade: refused \[document\] site/RUNBOOK.md: " err && git reset -q --hard good &&
	mkdir -p site && printf "# R\n\n1. 🟩 PLAT_01\n" >site/RUNBOOK.MD && ! pushed &&
	grep "^remote: mcade: refused \[unpinned\|completion\] site/RUNBOOK.MD: " err && git reset -q --hard good &&
	ln -s docs/RUNBOOK.md RUNBOOK.md && pushed && git reset -q --hard good && git -C ../r.git update-ref refs/heads/main "$(git rev-parse good)"
'

test_expect_success 'a mark of no step, of two, or of no meaning: refused in the document that is managed' '
	cd r && instead "1. 🟨 PLAT_01\n3. 🟨 Something else" && ! pushed && refused_as completion &&
	instead "1. 🟨 PLAT_01, PLAT_02" && ! pushed && refused_as completion &&
	instead "1. 🟠 PLAT_01" && ! pushed && refused_as completion &&
	mkdir site && printf "1. 🟨 PLAT_01\n2. 🟨 Something else\n3. 🟠 PLAT_02\n" >site/RUNBOOK.md && pushed && git tag -f good
'

# another TEXT: pushed as the RUNBOOK of something else.
another () {
	mkdir -p app && printf %b "$1" >app/RUNBOOK.md && pushed
}
test_expect_success 'another project has steps of its own: not ours, nor in our document' '
	cd r && another "| Step | Status |\n|---|---|\n| APP_01 | done |\n" && git tag -f good &&
	expect_status 1 another "| Step | Status |\n|---|---|\n| PLAT_01 | done |\n" &&
	grep "^remote: mcade: refused \[unpinned\|completion\] app/RUNBOOK.md: " err && git reset -q --hard good &&
	behind "\n- APP_01: done\n" && ! pushed && refused_as completion
'

merging () {
	git merge -q --no-verify --no-ff --no-commit side >/dev/null 2>&1
}

test_expect_success 'a merge that takes the mark of a complete step, or its line' '
	cd r && merging && sed -i "s/🟩 PLAT_02/🟨 PLAT_02/" docs/RUNBOOK.md && ! pushed && refused_as drift &&
	merging && sed -i "/🟩 PLAT_02/d" docs/RUNBOOK.md && ! pushed && refused_as drift
'

# in other languages
for TEXT in '\n| Schritt | Zustand |\n|---|---|\n| PLAT_01 | erledigt |\n' '\n| \0346\0255\0245\0351\0252\0244 | \0347\0212\0266\0346\0200\0201 |\n|---|---|\n| PLAT_01 | \0345\0267\0262\0345\0256\0214\0346\0210\0220 |\n' \
	'\n- PLAT_01: termin\0303\0251\n' '\n### PLAT_01\n\nZustand: fertig\n' '\n- PLAT_01 - \0320\0263\0320\0276\0321\0202\0320\0276\0320\0262\0320\0276\n' \
	'\n- PLAT_01: \0345\0256\0214\0344\0272\0206\n' '\n- PLAT_01 (hecho)\n' '\n- PLAT_01: conclu\0303\0255do\n'; do
	green behind "$TEXT"
done

test_expect_success 'a merge that gives an open step a mark' '
	cd r && merging && mark PLAT_01 && ! pushed && refused_as "completion\|unpinned"
'

test_expect_success 'the same at our own door, before the merge is committed' '
	cd r && merging && sed -i "s/🟩 PLAT_02/🟨 PLAT_02/" docs/RUNBOOK.md && git add -A &&
	refused_by drift docs/RUNBOOK.md git commit -q -m x && git reset -q --hard good &&
	merging && instead "1. PLAT_01 ✅" && git add -A &&
	refused_by unpinned docs/RUNBOOK.md git commit -q -m x && git reset -q --hard good
'

test_expect_success 'a merge by itself, and one that takes a mark over, are taken' '
	cd r && merging && pushed && git tag -f good
'

test_expect_success 'a locked step: its line in a commit, in a merge, in words' '
	cd r && git mcade lock PLAT_01 --env prod -m "wait" && git push -q --no-verify origin mcade/ledger &&
	git checkout -q -b more good~1 && put free.txt more && git commit -q -n -a -m more && git checkout -q main &&
	sed -i "s/🟨 PLAT_01/🟥 PLAT_01/" docs/RUNBOOK.md && ! pushed && refused_as locked &&
	{ git merge -q --no-verify --no-ff --no-commit -X ours more >/dev/null 2>&1 || :; } &&
	sed -i "s/🟨 PLAT_01/🟥 PLAT_01/" docs/RUNBOOK.md && ! pushed && refused_as locked &&
	instead "1. 🟨 PLAT_01 (blocked)" && ! pushed && refused_as locked
'

test_expect_success 'the word verified is true of a step that was, and is not complete yet' '
	cd r && git reset -q --hard origin/main && git mcade unlock PLAT_01 --env prod -m "go" &&
	git mcade pin redis.image=x/redis@sha256:$(printf %064d 1) --env prod && git add -A && git commit -q -n -m pin &&
	git push -q --no-verify origin mcade/ledger main && git mcade run PLAT_01 --env prod && git mcade sync && git push -q --no-verify origin main && git tag -f good &&
	behind "\nPLAT_01: done\n" && ! pushed && refused_as completion && behind "\n1. 🟨 PLAT_01 base, verified\n" && pushed && git tag -f good
'

# in_log TEXT: is it taken behind the entry of PLAT_02?
in_log () {
	git reset -q --hard good && log=$(ls docs/deployments/*.md) && printf %b "$1" >>"$log" && git commit -q -n -a -m x &&
	git mcade check --range good..HEAD >out 2>&1
}
test_expect_success 'a log says of a complete step that it is, in no heading of an entry' '
	cd r && in_log "\n## note\n\nPLAT_02 is complete.\n" && expect_status 1 in_log "\n## note\n\nPLAT_01 is complete.\n" && test_grep "\[drift\] $log" out &&
	expect_status 1 in_log "\n## PLAT_02 complete in prod\n" && test_grep "\[drift\] $log" out
'

# around BEFORE BEHIND: is the entry of PLAT_02 taken between these?
around () {
	git reset -q --hard good && printf "# Log\n" >"$log" && git commit -q -n -a -m begun && git tag -f begun >/dev/null &&
	{ printf %b "$1" && git show "good:$log" && printf %b "$2"; } >>"$log" && git commit -q -n -a -m x &&
	git mcade check --range begun..HEAD >out 2>&1
}
test_expect_success 'an entry of the ledger is shown, not swallowed by a note' '
	cd r && around "\n## x\n\n" "\n## y\n" && expect_status 1 around "\n~~~\n" "\n~~~\n" && test_grep "\[drift\] $log" out &&
	expect_status 1 around "\n<details>\n\n" "\n## y\n\n</details>\n" && test_grep "\[drift\] $log" out &&
	around "\n<details>x</details>\n\n" "\n## y\n" && git reset -q --hard good
'

test_expect_success 'the marks of the runbook are read, and written, over those that are built in' '
	cd r && git reset -q --hard good && printf "marks:\n  complete: [\"🦊\", geschafft]\n  skipped: [\"✅\"]\n" >>runbook.yaml &&
	git add -A && git commit -q -n -m marks && git push -q --no-verify origin main && git mcade adopt && git mcade sync &&
	git push -q --no-verify origin mcade/ledger main && git tag -f good && sed "/PLAT_01/d" docs/RUNBOOK.md >../kept &&
	for mark in "🦊 PLAT_01" "PLAT_01: geschafft" "🟩 PLAT_01"; do
		{ cat ../kept && printf "\n- %s\n" "$mark"; } >docs/RUNBOOK.md && ! pushed && refused_as "completion\|unpinned" || return 1
	done &&
	{ cat ../kept && printf "\n- ✅ PLAT_01\n"; } >docs/RUNBOOK.md && pushed && git tag -f good &&
	sed -i "s/🟩 PLAT_02/🟨 PLAT_02/" docs/RUNBOOK.md && git mcade render && test_grep "🦊 PLAT_02" docs/RUNBOOK.md && git reset -q --hard good
'

test_expect_success '100,000 marks are answered in time' '
	cd r && awk "BEGIN { for (i = 0; i < 100000; i++) print \"- 🟩 A_\" i }" >>docs/RUNBOOK.md &&
	git add -A && git commit -q -n -m x && ! timeout 20 git push -q --no-verify origin main >out 2>err &&
	refused_as completion
'

test_expect_success 'in several words it is the same at our own door, and in CI' '
	cd r && git reset -q --hard good && printf "\n| step | status |\n|---|---|\n| PLAT_01 | tutto fatto |\n" >>docs/RUNBOOK.md && git add -A && expect_status 1 git mcade check --staged >out 2>err && cat out err >all && test_grep "\[completion\] docs/RUNBOOK.md" all &&
	git commit -q -n -m x && expect_status 1 git mcade check --range good..HEAD >out 2>err && cat out err >all && test_grep "\[completion\] docs/RUNBOOK.md" all && git reset -q --hard good &&
	printf "\n| step | status |\n|---|---|\n| PLAT_01 | non iniziato |\n" >>docs/RUNBOOK.md && git add -A && git mcade check --staged && git commit -q -n -m x && git mcade check --range good..HEAD && git reset -q --hard good
'
test_expect_success 'a heading of many signs and no number costs what a heading costs' '
	rm -rf "$TRASH/signs" && new_repo "$TRASH/signs" && cd "$TRASH/signs" && { printf "# Release\n\n## " && perl -e "print qq(\xef\xbc\x85) x 200000" && printf "\n\n- [x] Back up\n- [ ] Switch\n"; } >runbook.md &&
	git add -A && git commit -q -m a && timeout 20 git mcade lint --all >out
'
test_done
