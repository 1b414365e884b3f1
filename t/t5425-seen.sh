#!/bin/sh
test_description='what a reader sees in the managed document is read: by import, at the doors, by check --history and lint'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
be_person owner

# adopted TEXT: a repository whose runbook is that document, in force.
adopted () {
	rm -rf r && new_repo r && cd r && printf %b "$1" >rb.md && git add -A && git commit -q -m doc && tick &&
	{ git mcade import rb.md --env prod >../imported 2>&1 || :; } && git add -A && git commit -q -m rb && git mcade init >/dev/null 2>&1 && git add -A &&
	git commit -q -m init && git mcade adopt --accept-claims >/dev/null && { git diff --quiet HEAD || git commit -q -a -m more; } && tick && git tag good
}
# told RULE_AND_TEXT: what stands there is refused, and told by everybody afterwards; then it is good again.
told () {
	! git diff --quiet && refused git commit -q -a -m painted 2>../err && test_grep "$1" ../err && git commit -q -n -a -m painted &&
	{ git mcade check --history >../out 2>&1; [ $? = 1 ]; } && test_grep "$1" ../out &&
	{ git mcade lint >../out 2>&1; [ $? = 1 ]; } && git reset -q --hard good
}
# taken: what stands there is committed.
taken () {
	! git diff --quiet && git commit -q -a -m words && git mcade check --history >../out && git reset -q --hard good
}

table () {
	printf '# Plan\\n\\n| ID | %s | %s |\\n|---|---|---|\\n| R-1 | Back up | %s |\\n| R-2 | Switch | %s |\\n' "$@"
}
while IFS=';' read -r TASK HEAD DONE OPEN; do
	test_expect_success "a column '$HEAD' of statuses: claimed, and judged when it is painted" '
		adopted "$(table "$TASK" "$HEAD" "$DONE" "$OPEN")" && test_grep "claimed: 1 planned, 1 complete" ../imported &&
		sed -i "/R-2/s/$OPEN/$DONE/" rb.md && told "\[completion\] rb.md: line 6 marks .R-2. complete"
	'
done <<\END
Aufgabe;Fortschritt;erledigt;offen
Tarea;Cualquiera;hecho;pendiente
Задача;Отметка;выполнено;не начато
任务;情况;已完成;未开始
END
test_expect_success 'a head that is renamed hides nothing that is painted with it' '
	adopted "$(table Aufgabe Status erledigt offen)" && sed -i "3s/Status/Bemerkung/; /R-2/s/offen/erledigt/" rb.md &&
	told "\[completion\] rb.md: line 6 marks .R-2. complete" &&
	sed -i "3s/Status/Bemerkung/; /R-1/s/erledigt/wie ann sagte, am Dienstag/; /R-2/s/offen/erledigt/" rb.md && told "\[completion\] rb.md: line 6 marks .R-2. complete"
'
test_expect_success 'a sign among marks: the step is kept, and it is told that it is not understood' '
	adopted "# R\n\n- ✅ R-1 Back up\n- 🔥 R-2 Fix\n- 🚀 R-3 Ship\n- ⬜ R-4 Watch\n" && test_grep "error \[document\] rb.md:4: .🔥. stands where a mark does" ../imported &&
	[ "$(grep -c "^- id: R-" runbook.yaml)" = 4 ] && sed -i "s/⬜ R-4/🎉 R-4/" rb.md && told "\[completion\] rb.md: the mark on line 6 is not understood" &&
	printf "\n🎉 The team meets afterwards.\n" >>rb.md && taken
'
test_expect_success 'round boxes and boxes behind letters are boxes' '
	adopted "# R\n\n- (x) Back up\n- ( ) Switch\n" && test_grep "claimed: 1 planned, 1 complete" ../imported && sed -i "s/( )/(x)/" rb.md && told "\[completion\] rb.md: line 4 marks" &&
	cd .. && adopted "# R\n\na) [x] Back up\nb) [ ] Tell support\nc) [ ] Switch\n" && test_grep "claimed: 2 planned, 1 complete" ../imported &&
	sed -i "/Tell/s/\[ \]/[x]/" rb.md && told "\[completion\] rb.md: line 4 marks"
'
test_expect_success 'setup: statuses of many kinds' '
	adopted "# R\n\n| ID | Task | Status |\n|---|---|---|\n| R-1 | Back up | 3/3 |\n| R-2 | Switch | 0/3 |\n| R-3 | Watch | {status:title=TODO} |\n| R-4 | Clean | todo |\n"
'
for CHANGE in '/R-2/s#0/3#3/3#' '/R-3/s/TODO/DONE/' '/R-4/s/todo/in progress → done/' '/R-4/s/todo/100 percent/' '/R-4/s/todo/(done)/' '/R-4/s/todo/~~todo~~ done/'; do
	test_expect_success "a status that is painted: $CHANGE" '
		cd r && sed -i "$CHANGE" rb.md && told "\[completion\] rb.md: line [678] marks .R-[234]. complete"
	'
done
for CHANGE in 's/todo/merged/' 's/todo/tested, merged/' 's/todo/🎉/' 's/todo/(-)/' 's/todo/![](done.svg)/'; do
	test_expect_success "a status that nobody knows: $CHANGE" '
		cd r && sed -i "$CHANGE" rb.md && told "\[completion\] rb.md: the [a-z]* on line 8 is not understood"
	'
done
for CHANGE in 's/todo/in progress/' 's/todo/blocked/' 's#0/3#1/3#' 's/todo/-/'; do
	test_expect_success "a status that is true: $CHANGE" 'cd r && sed -i "$CHANGE" rb.md && taken'
done
test_expect_success 'setup: steps without ids' 'adopted "# Release\n\n1. Prepare\n2. Deploy\n3. Watch\n"'
for CHANGE in 's/^3.*/3. Watch - done on 2026-03-01 by ann/' 's/^3.*/3. Watch - done by Ann/' 's/^3.*/3. Watch - erledigt am 3. März/' 's/^3.*/3. Watch\n\n   Done 2026-03-01 (ann)./' \
	'$a\\nStep 2: done' '$a\\nDeploy: done' '$a\\nDeploy - erledigt (ann)' '$a\\n## Done\n\n- Deploy' '$a\\n## Erledigt\n\n- Deploy' '$a\\n| Step | Done |\n|---|---|\n| 2 | yes |'; do
	test_expect_success "a step is painted in other words: $CHANGE" '
		cd r && sed -i "$CHANGE" rb.md && told "\[completion\] rb.md: line [0-9]* \(marks .[A-Z]*_0[23].\|is marked\) complete"
	'
done
for CHANGE in '$a\\nDeploy: done when the graph is flat.' '$a\\nDeploy: todo' '$a\\n## Done when\n\n- Deploy answers' '$a\\nThe old hosts: done.' '$a\\n## Notes\n\nDone is better than perfect.'; do
	test_expect_success "and nothing is said of one: $CHANGE" 'cd r && sed -i "$CHANGE" rb.md && taken'
done
test_expect_success 'what is not understood is an error where a runbook names the document, elsewhere a warning' '
	rm -rf s && new_repo s && cd s && printf "# Threat model\n\n| ID | Threat | Status |\n|---|---|---|\n| T1 | spoofing | mitigated |\n| T2 | replay | open |\n" >threats.md &&
	git add -A && git commit -q -m doc && git mcade lint >../out && test_grep "^warn \[document\] 1" ../out && test_grep ".mitigated. stands where a mark does" ../out &&
	printf "version: 1\nname: s\ngoverned: [refs/heads/main]\nenvironments: [{id: prod}]\ndocuments: [{path: threats.md, kind: board}]\nsteps: [{id: T1}, {id: T2}]\n" >runbook.yaml &&
	git add -A && git commit -q -m rules && { git mcade lint >../out; [ $? = 1 ]; } && test_grep "^error \[document\] 1" ../out
'
test_done
