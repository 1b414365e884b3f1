#!/bin/sh
test_description='status marks at the doors: what a reader sees is judged, in merges as in commits'
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
	'1. **🟩** `PLAT_01_base.yml`' '1. 🟩\n   PLAT_01' '1. PLAT_01 (done)' '1. PLAT_01\n   - Status: 🟩'; do
	green instead "$TEXT"
done
for TEXT in '\n    ```\n\n1. 🟩 PLAT_01\n' '\nsee `<!--` there\n\n1. 🟩 PLAT_01\n' '\n> - 🟩 PLAT_01\n' \
	'\r\r1. 🟩 PLAT_01\r' '\n| step | state |\n|---|---|\n| 🟩 | PLAT_01 |\n' \
	'\n| step | state |\n|---|---|\n| PLAT_01 | done |\n' '\n## PLAT_01 🟩\n' '\nPLAT_01 🟩\n---\n' \
	'\n<table><tr><td>&#129001;</td><td>PLAT_01</td></tr></table>\n' \
	'\n<!--> 🟩 PLAT_01 -->\n' '\n<div title="x" b"> 🟩 PLAT_01 "></div>\n' '\n<div>🟩&nbspPLAT_01</div>\n' \
	'\n<style>\n🟩 PLAT_01\n</style>\n' '\nSee[^1].\n\n[^1]: 🟩&nbsp;PLAT_01\n' '\n<div><? "> 🟩 PLAT_01 "></div>\n' \
	'\n<img alt="🟩 PLAT_01">\n' '\n<ul><li><input checked type="checkbox"/>PLAT_01</li></ul>\n' \
	'\n<details>\n<summary>🟩 PLAT_01</summary>\n\ntext\n</details>\n' '\n- 🟩 plat_01\n' '\n- 🟩 \0316\0241LAT_01\n' '\n- 🟩 PLAT\0342\0200\022101\n' \
	'\n### PLAT_01\n\n- 🟩 complete\n' '\n- PLAT_01\n  - 🟩 complete\n'; do
	green behind "$TEXT"
done

# What nobody sees is none.
hidden=0
for TEXT in '\n<!-- 🟩 PLAT_01 -->\n' '\n<p title="🟩 PLAT_01">free</p>\n' '\n<p title='"'"'"> 🟩 PLAT_01'"'"'>free</p>\n' \
	'\n[free](x "🟩 PLAT_01")\n' '\n<pre>🟩 PLAT_01</pre>\n' '\n[🟩]: https://example.com "PLAT_01"\n' \
	'\n<img src="🟩-PLAT_01.png" alt="a picture">\n'; do
	hidden=$((hidden + 1))
	test_expect_success "what no reader sees is no mark, way $hidden" '
		cd r && printf %b "$TEXT" >>docs/RUNBOOK.md && pushed && git tag -f good
	'
done

test_expect_success 'a mark of no step, of two, or of no meaning: refused in the document that is managed' '
	cd r && instead "1. 🟨 PLAT_01\n3. 🟨 Something else" && ! pushed && refused_as completion &&
	instead "1. 🟨 PLAT_01, PLAT_02" && ! pushed && refused_as completion &&
	instead "1. 🟠 PLAT_01" && ! pushed && refused_as completion &&
	mkdir site && printf "1. 🟨 PLAT_01\n2. 🟨 Something else\n3. 🟠 PLAT_02\n" >site/RUNBOOK.md && pushed && git tag -f good
'

merging () {
	git merge -q --no-verify --no-ff --no-commit side >/dev/null 2>&1
}

test_expect_success 'a merge that takes the mark of a complete step, or its line' '
	cd r && merging && sed -i "s/🟩 PLAT_02/🟨 PLAT_02/" docs/RUNBOOK.md && ! pushed && refused_as drift &&
	merging && sed -i "/🟩 PLAT_02/d" docs/RUNBOOK.md && ! pushed && refused_as drift
'

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

test_expect_success '100,000 marks are answered in time' '
	cd r && awk "BEGIN { for (i = 0; i < 100000; i++) print \"- 🟩 A_\" i }" >>docs/RUNBOOK.md &&
	git add -A && git commit -q -n -m x && ! timeout 20 git push -q --no-verify origin main >out 2>err &&
	refused_as completion
'

test_done
