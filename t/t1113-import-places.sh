#!/bin/sh
test_description='import: each mark is of the environment that it stands with, or is told'
# shows: M04
. "${0%/*}/lib.sh"

# document TEXT: as docs/R.md of a fresh repository; "!" is a bar.
document () {
	rm -rf r && new_repo r && mkdir r/docs && printf "%b\n" "# R\n\n$1" | tr "!" "|" >r/docs/R.md && ( cd r && git add . && git commit -q -m document )
}
# marks LINES: STEP ENVIRONMENT CLAIM of each claim that import makes of the document; what it says stands in out.
marks () {
	( cd r && { git mcade import docs/R.md >../out || :; } && cat runbook.claims.yaml ) | sed -n "s/^- {step: \([^,]*\), environment: \([^,]*\), claim: \([a-z]*\),.*/\1 \2 \3/p" | sort >found &&
	printf "%s\n" "$@" | sort >expected && test_cmp expected found
}

test_expect_success 'a dash and an empty cell are no mark of an environment, and take none from the others' '
	for dash in - "" -- – —; do
		document "! Step ! Task ! Staging ! Prod !\n!---!---!---!---!\n! A-1 ! Copy ! done ! $dash !\n! A-2 ! Switch ! done ! failed !" &&
		marks "A-1 staging complete" "A-2 staging complete" "A-2 prod blocked" && test_grep "0 errors, 0 warnings" out || return 1
	done &&
	document "! Step ! Task ! Test ! Staging ! Prod !\n!---!---!---!---!---!\n! A-1 ! Copy ! done ! - ! n/a !\n! A-2 ! Switch ! - ! ✅ ! - !" &&
	marks "A-1 test complete" "A-1 prod deferred" "A-2 staging complete" &&
	document "! Thing ! Staging ! Prod !\n!---!---!---!\n! Copy ! done ! - !\n! Switch ! - ! failed !" && marks "COPY staging complete" "SWITCH prod blocked"
'
test_expect_success 'words that mean nothing are told, beside marks that count; a table of values has none' '
	document "! Step ! Task ! Staging ! Prod !\n!---!---!---!---!\n! A-1 ! Copy ! done ! see below !\n! A-2 ! Switch ! done ! failed !" &&
	marks "A-1 staging complete" "A-2 staging complete" "A-2 prod blocked" && test_grep "R.md:5: .see below. stands where a mark does" out &&
	document "! Setting ! Staging ! Prod !\n!---!---!---!\n! Backup ! open ! daily !\n! Host ! a ! b !\n\n- [ ] Copy" &&
	marks "COPY prod planned" && test_grep "0 errors, 0 warnings" out
'
test_expect_success 'an environment of another name beside known ones is one of that name' '
	for marks in "done open failed" "✅ ⬜ ⛔"; do
		set -- $marks && document "! Step ! Task ! dev ! qa ! Prod-EU ! prod-us !\n!---!---!---!---!---!---!\n! A-1 ! Copy ! $1 ! $1 ! $1 ! $2 !\n! A-2 ! Switch ! $1 ! $2 ! $3 ! - !" &&
		marks "A-1 dev complete" "A-1 qa complete" "A-1 prod-eu complete" "A-1 prod-us planned" "A-2 dev complete" "A-2 qa planned" "A-2 prod-eu blocked" &&
		test_grep "{id: prod-eu, live: true}" r/runbook.yaml && test_grep "^- {id: dev}" r/runbook.yaml || return 1
	done &&
	document "! Step ! Task ! prod-eu ! prod-us !\n!---!---!---!---!\n! A-1 ! Copy ! done ! open !" && marks "A-1 prod-eu complete" "A-1 prod-us planned"
'
test_expect_success 'a column of no environment is told, and two that hold one word are two, or none where no name tells them apart' '
	document "! Step ! Task ! Smoke ! Look ! Staging ! Prod !\n!---!---!---!---!---!---!\n! A-1 ! Copy ! failed ! ✅ ! done ! - !" &&
	marks "A-1 staging complete" && test_grep "R.md:5: .failed. stands below .Smoke., beside environments" out && test_grep "R.md:5: .✅. stands below .Look." out &&
	rm r/runbook*.yaml && ( cd r && git mcade import docs/R.md --env staging ) >out && test_grep "R.md:5: .failed. stands below .Smoke., beside environments" out &&
	test_grep "^claimed: 1 complete$" out &&
	document "! Step ! Task ! Dev ! QA ! Prod EU ! Prod US !\n!---!---!---!---!---!---!\n! A-1 ! Copy ! ✅ ! ✅ ! ✅ ! ⬜ !" &&
	marks "A-1 dev complete" "A-1 qa complete" "A-1 prod-eu complete" "A-1 prod-us planned" && test_grep "{id: prod-us, title: Prod US, live: true}" r/runbook.yaml &&
	document "! Step ! Task ! Dev ! QA ! Prod 东 ! Prod 西 !\n!---!---!---!---!---!---!\n! A-1 ! Copy ! ✅ ! ✅ ! ✅ ! ⬜ !" &&
	marks "A-1 dev complete" "A-1 qa complete" && test_grep ".⬜. stands below .Prod 西." out && test_grep "0 errors, 2 warnings" out
'
# headings FIRST SECOND: two steps below each of two headings.
headings () {
	document "## $1\n\n- [x] Copy\n- [x] Switch\n\n## $2\n\n- [ ] Copy\n- [ ] Switch"
}
test_expect_success 'a heading that says more than the environment is of it' '
	while IFS="|" read -r first second a b
	do
		headings "$first" "$second" && echo "$first, $second" >&2 &&
		marks "COPY $a complete" "SWITCH $a complete" "COPY $b planned" "SWITCH $b planned" || return 1
	done <<-\EOF &&
	Staging (100 %)|Production (0 %)|staging|production
	Staging: 100 %|Production - 0%|staging|production
	Umgebung Test|Umgebung Produktion|test|produktion
	Environment: staging|Environment: prod (2 nodes)|staging|prod
	Staging environment|Live environment|staging|live
	Entorno de pruebas|Entorno de producción|pruebas|produccion
	环境：测试|环境：生产|test|prod
	EOF
	document "## Environment: test\n\n- [x] Copy" && marks "COPY test complete"
'
test_expect_success 'a heading of something else, a word that is no environment alone, and two parts of what may be none are none' '
	headings "Staging tools" "Production news (0 %)" && marks "COPY prod complete" "SWITCH prod complete" "COPY_2 prod planned" "SWITCH_2 prod planned" &&
	headings "Test (5 min)" "Look" && marks "COPY prod complete" "SWITCH prod complete" "COPY_2 prod planned" "SWITCH_2 prod planned" &&
	headings "Staging production" "Production staging" && marks "COPY prod complete" "SWITCH prod complete" "COPY_2 prod planned" "SWITCH_2 prod planned" &&
	headings "Test (unit)" "Test (load)" && marks "COPY prod complete" "SWITCH prod complete" "COPY_2 prod planned" "SWITCH_2 prod planned"
'
test_expect_success 'two headings that one word is said of are two environments, and a number does not tell them apart' '
	while IFS="|" read -r first second a b
	do
		headings "$first" "$second" && echo "$first, $second" >&2 &&
		marks "COPY $a complete" "SWITCH $a complete" "COPY $b planned" "SWITCH $b planned" && test_grep "{id: $a, title: .*$first.*, live: true}" r/runbook.yaml || return 1
	done <<-\EOF &&
	Production (EU)|Production (US)|production-eu|production-us
	Production|Production (US)|production|production-us
	Environment: prod (west 1)|Environment: prod (east 1)|prod-west|prod-east
	生产环境（EU）|生产环境（US）|prod-eu|prod-us
	生产环境（东）|生产环境（西）|prod|prod-2
	EOF
	headings "Staging (10 %)" "Staging (100 %)" && marks "COPY staging complete" "SWITCH staging complete" "COPY_2 staging planned" "SWITCH_2 staging planned"
'
test_expect_success 'what stands with an environment that is not listed is told, and claims nothing of another' '
	document "## Environments\n\n- prod: live\n- staging: where we try\n\n## Dev\n\n- [x] Copy\n- [ ] Switch\n\n## Prod\n\n- [ ] Copy\n- [ ] Switch" &&
	marks "COPY prod planned" "SWITCH prod planned" && test_grep "R.md:10: .\[x\]. stands with an environment that is none of those listed" out
'
test_expect_success 'a condition under which to stop is one in other languages, too' '
	for text in "**STOP** si la réplica tarde" "**STOP** si la réplica se atrasa" "**STOP** se la replica è in ritardo" "**STOP**, wenn die Replik hinkt" "停止:如果副本落后" "**停止**：如果副本落后"; do
		document "$text.\n\n- [ ] Copy" && ( cd r && git mcade import docs/R.md >../out && test_grep "stop_1" runbook.yaml ) || return 1
	done
'
test_expect_success 'a mark behind the name of a stage is of that one, and no part of its name' '
	for said in "✅ COMPLETE" "(✅ COMPLETE)" "- ✅ done" "— COMPLETE ✅" "✅ COMPLETE 2026-01-28" "✅" "- COMPLETE"; do
		document "## Stage 1: Shadow $said\n\nMirror.\n\n## Stage 2: Canary\n\nRoute.\n\n## Stage 3: Full\n\nAll." && marks "SHADOW_01 shadow complete" &&
		test_grep "^  title: Shadow$" r/runbook.yaml || { echo "$said"; return 1; }
	done
'

# status CELL CLAIM: what import claims of a row with that status; "-": it is told that nobody knows; "": nothing.
status () {
	document "! Step ! Status !\n!---!---!\n! Copy all ! $1 !\n! Switch ! planned !" || return 1
	case $2 in
	-) marks "SWITCH prod planned" && test_grep "R.md:5: .* stands where a mark does" out ;;
	"") marks "SWITCH prod planned" && test_grep "0 errors" out ;;
	*) marks "COPY_ALL prod $2" "SWITCH prod planned" && test_grep "0 errors" out ;;
	esac
}
test_expect_success 'how much of a step is done is told from all of it, and what takes back its status is' '
	while IFS="|" read -r cell claim; do
		status "$cell" "$claim" || { echo "$cell"; return 1; }
	done <<-\TABLE
	100 %|complete
	100% done|complete
	5/5 done|complete
	3/5 done|planned
	3 of 5 complete|planned
	3 von 5 erledigt|planned
	80%|planned
	0 %|planned
	80 % of the hosts|-
	3/5|planned
	almost done|planned
	fast fertig|planned
	Done?|-
	完了？|-
	✅ ?|-
	done (not verified)|-
	✅ (partially)|-
	erledigt, nicht geprüft|-
	done - blocked|-
	done (no issues)|complete
	done 2026-01-28 (ann)|complete
	TABLE
'

test_done
