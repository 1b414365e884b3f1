#!/bin/sh
test_description='a tick on a line that has no id is one of the step that import made of it, at each door'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
be_person owner

# written: the document as it is planned, in the style of this round.
written () {
	case $STYLE in
	boxes) printf '# Release\n\n- [ ] Back up the database\n- [ ] Switch traffic\n- [ ] Tell support\n' ;;
	rows) printf '# Release\n\n| # | Task | Status |\n|---|---|---|\n| 1 | Back up the database | todo |\n| 2 | Switch traffic | todo |\n| 3 | Tell support | todo |\n' ;;
	headings) printf '# Release\n\n## Step 1: Back up the database\n\nRun `pg_dump`.\n\n## Step 2: Switch traffic\n\nRun `./switch`.\n\n## Step 3: Tell support\n\nRun `./tell`.\n' ;;
	numbers) STYLE=headings written && printf '\n## Sign-off\n\n- [ ] Step 1\n- [ ] Step 2\n- [ ] Step 3\n' ;;
	esac
}
# paint TITLE: as done.
paint () {
	case $STYLE in
	boxes) sed -i "s/\[ \] $1/[x] $1/" docs/release.md ;;
	rows) sed -i "s/$1 | todo/$1 | done/" docs/release.md ;;
	headings) sed -i "s/^\(## .*$1\)/\1 ✅/" docs/release.md ;;
	numbers) number=$(sed -n "s/^## \(Step .\): $1.*/\1/p" docs/release.md) && sed -i "s/\[ \] $number/[x] $number/" docs/release.md ;;
	esac
	! git diff --quiet
}

for STYLE in boxes rows headings numbers; do
	test_expect_success "setup: $STYLE, in force, on a server with our hook" '
		rm -rf r r.git && new_repo r && bare_remote r.git r && cd r && mkdir docs && written >docs/release.md && echo free >free.txt &&
		git add -A && git commit -q -m doc && tick && git mcade import docs/release.md --env prod && git mcade init &&
		sed -i "/id: BACK/a\\  run: echo one\n  pins: []\n  changes_state: false\n  verify: [{id: ok, run: '\''true'\'', timeout: 5s}]\n  timeout: 5s" runbook.yaml &&
		in_force
	'
	BACK=$(sed -n 's/^- id: \(BACK.*\)/\1/p' r/runbook.yaml) SWITCH=$(sed -n 's/^- id: \(SWITCH.*\)/\1/p' r/runbook.yaml)
	test_expect_success "$STYLE: a painted step is refused when it is committed" '
		cd r && paint "Switch traffic" && refused git commit -q -a -m painted 2>../err && completion_in ../err
	'
	test_expect_success "$STYLE: and when it is pushed, and received" '
		cd r && git commit -q -n -a -m painted && refused git push -q origin main 2>../err && completion_in ../err &&
		refused git push -q --no-verify origin main 2>../err && completion_in ../err
	'
	test_expect_success "$STYLE: check --history and lint say so too, of the commit" '
		cd r && { git mcade check --history >../out 2>&1; [ $? = 1 ]; } && completion_in ../out &&
		{ git mcade lint >../out 2>&1; [ $? = 1 ]; } && test_grep "docs/release.md:[0-9]*: line [0-9]* marks .$SWITCH. complete" ../out &&
		test_grep "^1 step marked complete that is not$" ../out && { git mcade lint --since good >../out 2>&1; [ $? = 1 ]; } &&
		git commit -q -n --allow-empty -m later && { git mcade lint --since HEAD~1 >../out 2>&1 || :; } && test_grep ! "SWITCH" ../out && back_to_good
	'
	test_expect_success "$STYLE: lint says so by the runbook that is adopted, not by what stands there" '
		cd r && paint "Switch traffic" && sed -i "s/Switch traffic/Drain/" runbook.yaml && test_grep Drain runbook.yaml &&
		git commit -q -n -a -m painted && { git mcade lint >../out 2>&1; [ $? = 1 ]; } &&
		test_grep "docs/release.md:[0-9]*: line [0-9]* marks .$SWITCH. complete" ../out && back_to_good
	'
	test_expect_success "$STYLE: what names no step is committed as ever" '
		cd r && printf "\nThe traffic is switched when the graph is flat.\n" >>docs/release.md && echo more >>free.txt &&
		printf "# Week\n\n- [x] Switch traffic\n- [x] lunch\n" >docs/week.md && git add -A && git commit -q -m words && git push -q origin main && tick && git tag -f good
	'
	test_expect_success "$STYLE: what is complete may be ticked, and no longer unticked" '
		cd r && git mcade run "$BACK" --env prod && { git mcade complete "$BACK" --env prod || :; } && git mcade sync &&
		{ [ "$STYLE" = boxes ] || [ "$STYLE" = numbers ] || paint "Back up the database"; } && test_grep "x\] Back\|x\] Step 1\|database | done\|database ✅" docs/release.md &&
		git commit -q -a -m done && git push -q origin main && tick && git tag -f good &&
		written >docs/release.md && refused git commit -q -a -m undone 2>../err && test_grep "\[drift\].*loses its mark" ../err && back_to_good
	'
	test_expect_success "$STYLE: another wording of it comes with its runbook.yaml" '
		cd r && sed -i "s/Back up the database/Back up the databases/" docs/release.md && refused git commit -q -a -m reworded 2>../err &&
		git mcade import --update docs/release.md && git commit -q -a -m reworded && git push -q origin main && git mcade adopt && git mcade sync && tick
	'
done
test_expect_success 'setup: steps of several documents, in force' '
	rm -rf s && new_repo s && cd s && mkdir docs && printf "# Back\n\n- [ ] Back up\n- [ ] Check the logs\n" >docs/back.md &&
	printf "# Switch\n\n- [ ] Switch traffic\n- [ ] Check the logs\n" >docs/switch.md && printf "# Why\n\nIt is old.\n" >docs/why.md &&
	git add -A && git commit -q -m docs && tick && git mcade import docs/back.md docs/switch.md docs/why.md --env prod && git mcade init &&
	test_grep "^- {path: docs/back.md, kind: runbook}" runbook.yaml && test_grep "^- {path: docs/switch.md, kind: runbook}" runbook.yaml &&
	test_grep ! "docs/why.md" runbook.yaml && git add -A && git commit -q -m rules && git mcade adopt && tick && git tag good
'
test_expect_success 'a tick in one of them is refused, a copy of one and what another team did are not' '
	cd s && sed -i "s/\[ \] Switch/[x] Switch/" docs/switch.md && refused git commit -q -a -m painted 2>../err &&
	test_grep "\[completion\] docs/switch.md: line 3 marks .SWITCH_TRAFFIC. complete, but the ledger does not" ../err && back_to_good &&
	mkdir -p releases/1.0 team && printf "# 1.0\n\n- [x] Switch traffic\n- [x] Back up\n" >releases/1.0/checklist.md &&
	printf "# Week\n\n- [x] Switch traffic\n- [x] Deploy\n" >team/week.md && git add -A && git commit -q -m copies &&
	git mcade check --history >../out
'
test_expect_success 'an update says which document the runbook does not name yet' '
	cd s && back_to_good && git mcade import --update docs/back.md docs/switch.md --env prod >../out 2>&1 && test_grep ! "of documents" ../out &&
	sed -i "/path: docs.switch.md/d" runbook.yaml && git mcade import --update docs/back.md docs/switch.md --env prod >../out 2>&1 &&
	test_grep "note.*.docs/switch.md. of documents is in the documents, and not so in the runbook" ../out && test_grep ! "docs/back.md. of documents" ../out
'
test_expect_success 'setup: a server' '
	cd s && back_to_good && git mcade sync && bare_remote ../s.git . && git push -q origin main && git mcade sync &&
	( cd ../s.git && git mcade hooks install --expect-genesis "$(git -C ../s config mcade.ledgerId)" )
'
test_expect_success 'a document that the runbook names does not move without it' '
	cd s && moved="\[reference\] docs/switch.md: .docs/switch.md. is missing, and runbook.yaml names it" &&
	git mv docs/switch.md docs/go.md && sed -i "s/\[ \] Switch/[x] Switch/" docs/go.md && git add -A && refused git commit -q -m moved 2>../err && test_grep "$moved" ../err &&
	git commit -q -n -m moved && refused git push -q origin main 2>../err && test_grep "$moved" ../err &&
	refused git push -q --no-verify origin main 2>../err && test_grep "$moved" ../err &&
	{ git mcade lint >../out 2>&1; [ $? = 1 ]; } && test_grep "docs/switch.md: .docs/switch.md. is missing, and runbook.yaml names it" ../out && back_to_good &&
	{ git mcade lint >../out 2>&1 || :; } && test_grep ! "is missing" ../out
'
test_expect_success 'a tick does not come with it when it moves with its runbook.yaml, nor after that' '
	cd s && painted="\[completion\] docs/go.md: line 3 marks .SWITCH_TRAFFIC. complete, but the ledger does not" &&
	git mv docs/switch.md docs/go.md && sed -i "s,docs/switch.md,docs/go.md," runbook.yaml && sed -i "s/\[ \] Switch/[x] Switch/" docs/go.md && git add -A &&
	refused git commit -q -m moved 2>../err && test_grep "$painted" ../err && git commit -q -n -m moved && refused git push -q origin main 2>../err && test_grep "$painted" ../err &&
	refused git push -q --no-verify origin main 2>../err && test_grep "$painted" ../err && { git mcade check --history >../out 2>&1; [ $? = 1 ]; } && test_grep "$painted" ../out &&
	{ git mcade lint >../out 2>&1; [ $? = 1 ]; } && test_grep "docs/go.md:3: line 3 marks .SWITCH_TRAFFIC. complete" ../out &&
	sed -i "s/\[x\] Switch/[ ] Switch/" docs/go.md && git commit -q -a --amend -m moved && sed -i "s/\[ \] Switch/[x] Switch/" docs/go.md && refused git commit -q -a -m painted 2>../err && test_grep "$painted" ../err && back_to_good
'
test_expect_success 'a line through a step is told at each door' '
	cd s && told="\[completion\] docs/switch.md: the line through line 3 is not understood" && sed -i "s/\[ \] Switch traffic/~~Switch traffic~~/" docs/switch.md &&
	refused git commit -q -a -m struck 2>../err && test_grep "$told" ../err && git commit -q -n -a -m struck && refused git push -q origin main 2>../err && test_grep "$told" ../err &&
	refused git push -q --no-verify origin main 2>../err && test_grep "$told" ../err && { git mcade check --history >../out 2>&1; [ $? = 1 ]; } && test_grep "$told" ../out &&
	{ git mcade lint >../out 2>&1; [ $? = 1 ]; } && test_grep "docs/switch.md:3: the line through line 3" ../out && back_to_good
'
test_expect_success 'it moves with its runbook.yaml' '
	cd s && git mv docs/switch.md docs/go.md && sed -i "s,docs/switch.md,docs/go.md,; /docs.go.md/a\\- {path: \"docs/x*.md\", kind: board}" runbook.yaml && git add -A && git commit -q -m moved &&
	test_grep "docs/x\*.md" runbook.yaml && { git mcade lint >../out 2>&1 || :; } && test_grep ! "is missing" ../out && git push -q origin main && git mcade adopt && git mcade sync && sed -i "s/\[ \] Switch/[x] Switch/" docs/go.md && refused git commit -q -a -m painted
'
test_expect_success 'the same bytes in another document hide no tick' '
	rm -rf u && new_repo u && cd u && mkdir docs && printf "# Release\n\n## Before\n\n- [ ] Check the logs\n\n## After\n\n- [ ] Check the logs\n" | tee docs/a.md >docs/b.md &&
	git add -A && git commit -q -m docs && tick && git mcade import docs/b.md --env prod && git mcade init && test_grep "^- id: CHECK_LOGS_2" runbook.yaml &&
	printf "documents:\n- {path: docs/a.md, kind: runbook}\n" >>runbook.yaml && git add -A && git commit -q -m rules && git mcade adopt && tick &&
	sed -i "5s/\[ \]/[x]/" docs/a.md docs/b.md && refused git commit -q -a -m painted 2>../err && test_grep "\[completion\] docs/b.md: line 5 marks .CHECK_LOGS. complete" ../err
'
test_expect_success 'where the ledger cannot be read, lint does not say that all is well' '
	cd r && git -c core.hooksPath=/dev/null update-ref refs/heads/mcade/ledger "$(git commit-tree -m x HEAD^{tree})" &&
	{ git mcade lint >../out 2>&1; [ $? = 2 ]; } && test_grep "^inconclusive: the ledger cannot be asked: " ../out
'
test_done
