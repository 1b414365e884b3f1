#!/bin/sh
test_description='deployment logs: nothing that looks like an entry, nothing that hides one'
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
. "$SOURCE_DIR/t/lib-push.sh"
be_person owner
log=docs/deployments/2026-01-27.md

test_expect_success 'setup: a log and a server with our hook' '
	shared_repo r && cd r && git tag good && cd ../r.git &&
	git mcade hooks install --expect-genesis "$(git -C ../r config mcade.ledgerId)"
'

# pushed TEXT: appended to the log, as a commit, past our own hooks.
pushed () {
	git reset -q --hard good && printf %b "$1" >>$log && git add -A && git commit -q -n -m x &&
	git push -q --no-verify origin HEAD:main >out 2>err
}
# like_entry TEXT: refused; the server has what it had.
like_entry () {
	ways=$((ways + 1))
	test_expect_success "no entry and shown like one, or hides one, way $ways" '
		cd r && unmoved ../r.git pushed "$TEXT" && says drift $log &&
		expect_status 1 git mcade check --range good..HEAD >out 2>&1 && test_grep "\[drift\] $log" out
	'
}
ways=0
for TEXT in '\n## PLAT_01 complete in prod\n' '\n## PLAT_01  complete\tin prod\n' '\n## **PLAT_01** complete in _prod_\n' \
	'\n## PLAT_01 compl&#101;te in prod\n' '\n## PL\0320\0220T_01 complete in prod\n' '\n## PLAT_01 \0357\0275\0203omplete in prod\n' \
	'\n## note\n\nPLAT_01 complete in prod\n---\n' '\n## note\n\n<h2>PLAT_01 complete in prod</h2>\n' \
	'\n## note\n\n**PLAT_01 complete in prod**\n' '\n## note<br>PLAT_01 complete in prod\n' '\n#### PLAT_01 completed in prod, at last\n' \
	'\n## note\n\n> ## PLAT_01 complete in prod\n' '\n## PLAT\0342\0200\0213_01 complete in prod\n' \
	'\n## disputed, said with: complete PLAT_02 in prod\n' '\n## disputed \0342\0200\0224 said with complete PLAT_02\n' \
	'\n## note\n\n<!--\n' '\n## note\n\n~~~\n' '\n## note\n\n<details>\n' '\n## note\n\n<div hidden>\n\n</div>\n' \
	'\n## note\n\nx <span style="display:none">\n' '\n## note\n\n<script>\n' '\n## note\n\n<b title=">" hidden>x</b>\n' \
	'\n## PLAT_01 is complete in prod\n' '\n## PLAT_01 finished in prod\n' '\n## PLAT_01 in prod: complete\n' '\n## Correction: PLAT_01 complete in prod\n' \
	'\n## PLAT_02 complete in prod\n' '\n## PLAT_99 complete in prod\n' '\n## note\n\n- PLAT_01 complete in prod\n- by: Ada Owner\n' \
	'\n## note\n\n| PLAT_01 complete in prod |\n|---|\n| by: Ada Owner |\n' '\n## note\n\n| PLAT_01 | complete | in prod |\n|---|---|---|\n' \
	'\n## note\n\n> [!NOTE]\n> PLAT_01 complete in prod\n' '\n## note\n\n1. PLAT_01 complete in prod\n' '\n## note\n\nPLAT_01 complete in prod, says Ada.\n' \
	'\n## note\n\n$$\\textbf{PLAT\\_01 complete in prod}$$\n' '\n## \0342\0200\0256dorp ni etelpmoc 10_TALP\n' '\n## <bdo dir=rtl>dorp ni etelpmoc 10_TALP</bdo>\n' \
	'\n## note\n\n<table><tr><td>\n' '\n## note\n\n<del>\n' '\n## note\n\n<a href="x">\n\n</b>\n' \
	'\n## note\n\n<div>\n' '\n## note\n\n<span title="/">x\n' '\n## note\n\n<p><b/hidden>x</b></p>\n' '\n## note\n\n<div\nalign=x\nHIDDEN=until-found>x</div>\n' \
	'\n## note\n\n<span class="x-hidden">x</span>\n' '\n## note\n\n<object data=x>y</object>\n' '\n## note\n\n<a title='"'\"'"' style=x>y</a>\n'; do
	like_entry "$TEXT"
done

# as_note TEXT: what people write is taken.
as_note () {
	ways=$((ways + 1))
	test_expect_success "a note is taken, way $ways" '
		cd r && pushed "$TEXT" && git -C ../r.git update-ref refs/heads/main $(git rev-parse good)
	'
}
ways=0
for TEXT in '\n## Note to PLAT_01 complete in prod\n\nPLAT_01 complete in prod was wrong.\n' '\n## PLAT_01 planned in prod\n' \
	'\n## note\n\nRita said PLAT_01 complete in prod. See `<x>`, <b>here</b><br>and 3 < 4.\n' \
	'\n## note\n\n```\n## PLAT_01 complete in prod\n```\n\n    ## PLAT_01 complete in prod\n' '\n## note\n\n<!-- done -->\n' \
	'\n## note\n\n<details><summary>output</summary>\n\n~~~\nx\n~~~\n\n</details>\n' '\n## Запись о выкладке\n\nГотово.\n' \
	'\n## Output\n\nuse <host> and List<String>\n' '\n## PLAT_01 postponed\n\nPLAT_01 was slow. PLAT_02 is not complete.\n' \
	'\n## Plan\n\n- PLAT_01 complete in prod by Friday\n- PLAT_01 is done when it answers\n' '\n## x\n\n<table><tr><td>free</td></tr></table>\n' \
	'\n## PLAT_01 preparation\n\nDone: backup, restore test.\n' '\n## PLAT_01\n\n1. stopped the app\n2. took a backup\n3. Done.\n' \
	'\n## Smoke test before PLAT_01\n\nStatus: ok\n' '\n## Rehearsal of PLAT_01\n\nAll ok.\n' '\n- [x] order disks for PLAT_01\n- 10:20 PLAT_01 ok again\n' \
	'\n## x\n\n<div align=center>a</div>\n\na <span>b</span>\n' '\n## x\n\nset <time>, <data>, <map>, <address> and List<Source>\n' \
	'\n## x\n\nuse <style-guide> and <hidden_host>\n' '\n## x\n\n<a href="https://x/style/hidden" title="hidden">x</a>\n'; do
	as_note "$TEXT"
done

a=$(printf %064d 1) b=$(printf %064d 2)
test_expect_success 'another digest than is pinned, beside the entries: told at every door, by lint and by history' '
	cd r && git reset -q --hard good && printf "redis:\n  image: r.io/redis:7@sha256:$b\n" >releases/lab.yaml && git add -A && git commit -q -n -m pinned && git tag -f good && tick &&
	git push -q --no-verify origin HEAD:main && pushed "\n## note\n\nDeployed r.io/redis:7@sha256:$b: success\n" && git -C ../r.git update-ref refs/heads/main $(git rev-parse good) &&
	unmoved ../r.git pushed "\n## note\n\nDeployed r.io/redis:7@sha256:$a: success\n" && says pin-conflict $log &&
	expect_status 1 git mcade check --range good..HEAD >out 2>&1 && test_grep "\[pin-conflict\] $log" out &&
	for door in "lint --all" "check --history"; do expect_status 1 git mcade $door >out 2>&1 && test_grep "$log.*another digest" out || return 1; done
'
test_expect_success 'what stood there before the rules is not a fault of who adds to it' '
	cd r && git reset -q --hard good && printf "\n## PLAT_01 complete in prod\n\n<div hidden>\n" >>$log && git add -A &&
	git commit -q -n -m old && git -C ../r.git fetch -q ../r HEAD && git -C ../r.git update-ref refs/heads/main FETCH_HEAD &&
	printf "\n## more\n" >>$log && git commit -q -n -a -m more && git push -q --no-verify origin HEAD:main
'

# many WORDS: 60,000 headings.
many () {
	git reset -q --hard good && awk -v said="$1" "BEGIN { for (i = 0; i < 60000; i++) print \"\n## \" said, i }" >>$log &&
	git add -A && git commit -q -n -m x && git -C ../r.git update-ref refs/heads/main "$(git rev-parse good)" &&
	timeout 20 git push -q --no-verify origin HEAD:main 2>err
}
test_expect_success '60,000 headings are answered in time, whatever they say' '
	cd r && many "PLAT_01 is not complete in" && expect_status 1 many "PLAT_01 complete in" && says drift $log
'

test_done
