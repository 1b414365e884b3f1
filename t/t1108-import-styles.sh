#!/bin/sh
test_description='import: nothing found, parts, legends, environments and updates, as a person runs it'
# shows: M04 M10
. "${0%/*}/lib.sh"

# document TEXT: as docs/R.md of a fresh repository.
document () {
	rm -rf r && new_repo r && mkdir r/docs && printf %b "$1" >r/docs/R.md && cd r && git add . && git commit -q -m document
}

test_expect_success 'no step: exit 1, nothing is written, what was seen is said; what is there stays' '
	document "# Release\n\nTo be written.\n\n## Contacts\n\n- the wiki\n" &&
	refused git mcade import docs/R.md >../out && test_grep "^no step was found" ../out && test_grep "1 bullet, 0 tables, 2 headings" ../out &&
	refused git mcade import --env prod --json docs/R.md >../out && test_grep "\"written\":false,\"steps\":\[\]" ../out &&
	test_missing runbook.yaml && test_missing runbook.claims.yaml &&
	echo keep >runbook.yaml && refused git mcade import docs/R.md >../out && echo keep >../expected && test_cmp ../expected runbook.yaml
'

test_expect_success 'no environment is named: prod, without being asked' '
	document "# R\n\n- [x] Back up\n- [ ] Switch\n" && git mcade import docs/R.md >../out &&
	test_grep "^- {id: prod}$" runbook.yaml && test_grep "claim: complete" runbook.claims.yaml
'

test_expect_success 'several, none live: asked for where a mark says more than "not yet", and only there' '
	document "# R\n\n| What | Dev | Staging |\n|---|---|---|\n| app | a | b |\n\n- [x] Back up\n- [ ] Switch\n" &&
	usage git mcade import docs/R.md 2>../err && test_grep "lists .dev., .staging." ../err && test_missing runbook.yaml &&
	git mcade import --env staging docs/R.md >../out && test_grep "environment: staging" runbook.claims.yaml && rm runbook.* &&
	sed -i "s/\[x\]/[ ]/" docs/R.md && git mcade import docs/R.md >../out && test_grep "^claimed: none" ../out
'

# claimed: STEP ENVIRONMENT CLAIM of each claim.
claimed () {
	sed -n "s/^- {step: \([^,]*\), environment: \([^,]*\), claim: \([a-z]*\),.*/\1 \2 \3/p" runbook.claims.yaml
}

test_expect_success 'two headings, columns, rows or boxes of environments: each mark is of its own, and no other environment is made' '
	cat >expected <<-\EOF &&
	BACK staging complete
	BACK production complete
	GO staging complete
	GO production planned
	EOF
	while IFS="|" read -r what body
	do
		document "# R\n\n$(printf %s "$body" | tr "!" "|")" && echo "$what" >&2 &&
		git mcade import docs/R.md >../out && test_grep ! "contradiction\|listed twice" ../out &&
		test_grep "the marks describe .staging., .production." ../out && claimed | sed "s/_0[12]//" | sort >../found && sort ../expected | test_cmp - ../found &&
		test "$(sed -n "/^environments:/,/^[^e-]/s/^- {id: \([a-z]*\)[,}].*/\1/p" runbook.yaml | tr "\n" " ")" = "staging production " && cd .. || return 1
	done <<-\EOF
	headings|## Staging\n\n- [x] Back\n- [x] Go\n\n## Production\n\n- [x] Back\n- [ ] Go\n
	headings above headings|## Staging\n\n### Now\n\n- [x] Back\n- [x] Go\n\n## Production\n\n### Now\n\n- [x] Back\n- [ ] Go\n
	headings that say more|## Roll out to staging\n\n- [x] Back\n- [x] Go\n\n## Roll out to production\n\n- [x] Back\n- [ ] Go\n
	columns of glyphs|! Step ! Staging ! Production !\n!---!---!---!\n! Back ! ✅ ! ✅ !\n! Go ! ✅ ! ⏳ !\n
	columns of words|! Step ! Staging ! Production !\n!---!---!---!\n! Back ! done ! done !\n! Go ! done ! open !\n
	columns that say more|! Step ! Status (staging) ! Status (production) !\n!---!---!---!\n! Back ! done ! done !\n! Go ! done ! open !\n
	rows|! Step ! Environment ! Status !\n!---!---!---!\n! Back ! Staging ! done !\n! Go ! Staging ! done !\n! Back ! Production ! done !\n! Go ! Production ! open !\n
	boxes|## Step 1: Back\n\n- [x] staging\n- [x] production\n\n## Step 2: Go\n\n- [x] staging\n- [ ] production\n
	EOF
'

test_expect_success 'a step with an id that two environments list is listed once, and in one environment twice' '
	document "# R\n\n## Staging\n\n1. REL_01 go ✅\n\n## Production\n\n1. REL_01 go ⏳\n" && git mcade import docs/R.md >../out &&
	test_grep ! "listed twice\|contradiction" ../out && test_grep "0 errors, 0 warnings" ../out &&
	document "# R\n\n## Staging\n\n1. REL_01 go ✅\n\n2. REL_01 go ⏳\n\n## Production\n\n1. REL_01 go ❌\n" && refused git mcade import docs/R.md >../out &&
	test_grep "^error .contradiction. docs/R.md:5: step .REL_01. is claimed to be" ../out && test_grep ! "blocked (" ../out && test_grep "listed twice" ../out
'

test_expect_success 'one heading over all steps names their environment; "Test" beside others is what is done there' '
	document "# R\n\n## Staging\n\n- [x] Back\n" && git mcade import docs/R.md >../out && test_grep "environment: staging" runbook.claims.yaml &&
	document "# R\n\n## Prepare\n\n- [x] Back\n\n## Test\n\n- [ ] Go\n" && git mcade import docs/R.md >../out &&
	claimed >../found && printf "BACK prod complete\nGO prod planned\n" >../expected && test_cmp ../expected ../found &&
	document "# R\n\n## Look at staging\n\n- [x] Back\n\n## Look at staging\n\n- [ ] Go\n" && git mcade import docs/R.md >../out && claimed >../found && printf "BACK prod complete\nGO prod planned\n" >../expected && test_cmp ../expected ../found &&
	document "# R\n\n## Test\n\n- [x] Back\n- [ ] Go\n" && git mcade import docs/R.md >../out && claimed >../found && printf "BACK prod complete\nGO prod planned\n" >../expected && test_cmp ../expected ../found &&
	document "# R\n\n## Staging\n\n- [x] Back\n- [x] Back\n\n## Production\n\n- [x] Back\n- [ ] Back\n" && git mcade import docs/R.md >../out &&
	claimed >../found && printf "BACK staging complete\nBACK production complete\nBACK_2 staging complete\nBACK_2 production planned\n" >../expected &&
	test_cmp ../expected ../found
'

test_expect_success 'a heading means the live environment whatever its id; where each mark says its own nobody is asked' '
	document "# R\n\n## Environments\n\n- **lab**: to try\n- **main**: live\n\n## Production\n\n- [x] Back\n\n## Staging\n\n- [ ] Back\n" &&
	git mcade import --env lab docs/R.md >../out && claimed >../found && printf "BACK main complete\nBACK_2 lab planned\n" >../expected && test_cmp ../expected ../found &&
	document "# R\n\n| Step | Dev | Staging |\n|---|---|---|\n| Back | ✅ | ⏳ |\n" && git mcade import docs/R.md >../out &&
	claimed | sort >../found && printf "BACK dev complete\nBACK staging planned\n" >../expected && test_cmp ../expected ../found
'

test_expect_success 'what is out of order in one environment is told of that one' '
	document "# R\n\n| No | Step | Staging | Production |\n|---|---|---|---|\n| 1 | Back | ✅ | ⏳ |\n| 2 | Go | ✅ | ✅ |\n" &&
	git mcade import --json docs/R.md >../out && test_grep "\"rule\":\"order\"" ../out && test_grep "\"environment\":\"production\"" ../out &&
	document "# R\n\n| No | Step | Staging | Production |\n|---|---|---|---|\n| 1 | Back | ✅ | ✅ |\n| 2 | Go | ✅ | ⏳ |\n" &&
	git mcade import --json docs/R.md >../out && test_grep ! "\"rule\":\"order\"" ../out
'

test_expect_success 'boxes below a box are its parts, and each of their marks is told' '
	document "# R\n\n- [x] Database\n  - [x] dumped\n  - [ ] copied\n- [ ] Traffic\n" &&
	git mcade import --json docs/R.md >../out &&
	test_grep "\"parts\":\[{\"title\":\"dumped\",\"mark\":\"complete\",\"line\":4},{\"title\":\"copied\",\"mark\":\"planned\",\"line\":5}\]" ../out &&
	test_grep "\"line\":4,\"column\":[0-9]*,\"step\":\"DATABASE\"" ../out
'

test_expect_success 'boxes below a number, or below a heading with an id, are parts of that step and no steps' '
	document "# R\n\n1. Stop\n   - [x] a\n   - [ ] b\n2. Go\n   - [ ] c\n" && git mcade import docs/R.md >../out &&
	test_grep "^2 steps" ../out && test_grep "R.md:4: a part of step .STOP_01. is marked as complete" ../out && test_grep "R.md:7: a part of step .GO_02." ../out &&
	document "# R\n\n| ID | Task | Status |\n|---|---|---|\n| REL_01 | stop | done |\n\n### REL_01\n\n- [x] a\n\n### REL_02\n\n- [ ] b\n" && git mcade import docs/R.md >../out &&
	test_grep "^2 steps" ../out && test_grep "R.md:9: a part of step .REL_01. is marked as complete" ../out && test_grep "step: B, environment: prod, claim: planned" runbook.claims.yaml
'

test_expect_success 'a legend of the document is kept in the runbook, and read there once it is gone' '
	document "# R\n\nLegend: 🟨 done, 🟩 to do\n\n1. 🟩 REL_01 a\n2. 🟨 REL_02 b\n" && git mcade import docs/R.md >../out &&
	test_grep "^  complete: \[.*🟨.*\]$" runbook.yaml && test_grep "step: REL_02, environment: prod, claim: complete" runbook.claims.yaml &&
	cp runbook.claims.yaml ../claims && sed -i "/^Legend/s/.*/Text./" docs/R.md && git mcade import docs/R.md >../out && test_cmp ../claims runbook.claims.yaml
'

test_expect_success 'a mark of a step that means nothing is an error with its place, one of none a warning' '
	document "# R\n\nStatus: Zork\n\n1. 🟣 REL_01 a\n2. REL_02 b\n\n🟣 c\n" && refused git mcade import docs/R.md >../out && test_grep "REL_01" runbook.yaml &&
	test_grep "^error \[document\] docs/R.md:5: .🟣. stands where a mark does" ../out && test_grep ! "R.md:3: " ../out && sed -i "s/^1. 🟣/1./" docs/R.md && rm runbook.* &&
	git mcade import docs/R.md >../out && test_grep "^warn \[document\] docs/R.md:8: .🟣." ../out
'

test_expect_success '--explain says what becomes of each line, and writes nothing' '
	document "# R\n\nText.\n\n1. ✅ REL_01 a\n   - Status: done\n   - \`make x\`\n" && git mcade import --explain docs/R.md >../out &&
	test_grep "^docs/R.md:3: text (" ../out && test_grep "^docs/R.md:5: step REL_01 (" ../out && test_grep "^docs/R.md:6: claim REL_01 (" ../out &&
	test_grep "^docs/R.md:7: run REL_01 (" ../out && test_missing runbook.yaml && git mcade import --explain --json docs/R.md >../out &&
	test_grep "{\"path\":\"docs/R.md\",\"line\":7,\"became\":\"run\",\"step\":\"REL_01\"" ../out
'

test_expect_success '--update: titles follow, an id that is taken is not taken over, and the second run changes nothing' '
	document "# R\n\n1. \`REL_01_stop.yml\` stop\n2. \`REL_02_start.yml\` start\n" && git mcade import docs/R.md >../out &&
	printf "# R\n\n1. \`REL_01_freeze.yml\` freeze\n2. \`REL_02_stop.yml\` stop it\n3. \`REL_03_start.yml\` start\n" >docs/R.md && cp runbook.yaml ../before &&
	refused git mcade import docs/R.md >../out && test_cmp ../before runbook.yaml && test_grep "git mcade import --update" ../out &&
	git mcade import --update docs/R.md >../out && grep "^- id:" runbook.yaml >../found &&
	printf "%s\n" "- id: REL_01_2" "- id: REL_01" "- id: REL_02" >../expected && sort ../found >../a && sort ../expected >../b && test_cmp ../b ../a &&
	test_grep "title: REL_02_stop.yml stop it" runbook.yaml && cp runbook.yaml ../before && git mcade import --update docs/R.md >../out && test_cmp ../before runbook.yaml
'

test_expect_success '--update without --rename: a step is paired by its title, whatever number stands before it; run again, nothing changes' '
	document "# R\n\n## Before\n\n1. REL_01 Freeze\n2. REL_02 Dump\n\n## After\n\n3. REL_03 Go\n" && git mcade import docs/R.md >../out &&
	renumbered () {
		printf %b "$1" >docs/R.md && git mcade import --update docs/R.md >../out && sed -n "s/^- id: //p" runbook.yaml >../found &&
		printf "%s\n" $2 >../expected && test_cmp ../expected ../found && cp runbook.yaml .. && git mcade lint >../out &&
		git mcade import --update docs/R.md >../out && test_cmp ../runbook.yaml runbook.yaml
	} &&
	renumbered "# R\n\n## Before\n\n1. REL_01 Announce\n2. REL_02 Freeze\n3. REL_03 Dump\n\n## After\n\n4. REL_04 Go\n" "REL_01_2 REL_01 REL_02 REL_03" &&
	sed -n "/id: REL_01_2/,/^- /p" runbook.yaml >../new && test_grep "section: before" ../new &&
	renumbered "# R\n\n## Before\n\n1. REL_01 Ask\n2. REL_02 Announce\n3. REL_03 Freeze\n4. REL_04 Dump\n\n## Later\n\n5. REL_05 Wait\n\n## After\n\n6. REL_06 Go\n" "REL_01_3 REL_01_2 REL_01 REL_02 REL_05 REL_03" &&
	sed -n "/id: REL_05/,/^- /p" runbook.yaml >../new && test_grep ! "section:" ../new
'

test_expect_success '--update: what else has changed is told where it stands, a protection as a warning; the same document tells nothing' '
	document "# R\n\n## Stop\n\n1. \`REL_01_stop.yml\` stop\n   - Notes: slowly\n2. \`REL_02_start.yml\` start\n   - Notes: twice\n" && git mcade import docs/R.md >../out &&
	git mcade import --update --json docs/R.md >../out && test_grep ! "otherwise\|no longer\|not so in the runbook" ../out && cp runbook.yaml ../before &&
	printf "# R\n\n## Stop\n\n1. \`REL_01_stop.yml\` stop\n   - Notes: fast\n\n## Begin\n\n2. \`REL_02_start.yml\` start\n\n## Nginx Freeze\n\nNobody changes it.\n" >docs/R.md &&
	git mcade import --update docs/R.md >../out && test_cmp ../before runbook.yaml &&
	test_grep "^note \[document\] runbook.yaml:[0-9]*: step .REL_01.: the documents say otherwise of .notes." ../out &&
	test_grep "^note \[document\] runbook.yaml:[0-9]*: step .REL_02.: the documents no longer give it .notes." ../out &&
	test_grep "step .REL_02.: the documents say otherwise of .section." ../out && test_grep "^note .*.begin. of sections is in the documents" ../out &&
	test_grep "^warn \[document\] runbook.yaml:[0-9]*: .nginx. of freezes is in the documents" ../out && git mcade import docs/R.md >../out && test_grep ! otherwise ../out
'

test_expect_success 'a condition to stop behind a sign, in an aside, a quote or a line, is one and its sign no mark; a tick before it is' '
	document "# R\n\n1. REL_01 a\n2. REL_02 b\n\n<aside>\n⛔ STOP if the replica lags\n</aside>\n\n<aside>\n⚠️ **Stop** if the disk is full\n</aside>\n\n> 🛑 Stop when errors rise\n\n⛔ STOP: never without a backup\n\n- ❌ STOP if the pager fires\n" &&
	git mcade import docs/R.md >../out && sed -n "s/^# *manual: //p" runbook.yaml | tr -d "\047" >../found && test_grep "0 errors, 0 warnings" ../out && test_grep ! "mark of no step" ../out &&
	printf "%s\n" "STOP if the replica lags" "Stop if the disk is full" "Stop when errors rise" "STOP: never without a backup" "STOP if the pager fires" >../expected && test_cmp ../expected ../found &&
	document "# R\n\n1. REL_01 a\n2. REL_02 b\n\n✅ STOP if done\n\nSTOP the service first\n\n- STOP the old one ❌\n" && git mcade import docs/R.md >../out &&
	test_grep "R.md:6: .✅. (complete) is the mark of no step" ../out && test_grep ! "manual" runbook.yaml && test_grep "claim: blocked" runbook.claims.yaml
'

test_expect_success '--update: a new condition to stop or to go back is a warning at its place, until it stands in the file' '
	document "# R\n\n1. REL_01 a\n2. REL_02 b\n" && git mcade import docs/R.md >../out &&
	printf "\n## Stop conditions\n\n- the replica: lags\n\n## Rollback\n\nRoll back when:\n\n- errors are above 5 %%\n" >>docs/R.md &&
	git mcade import --update docs/R.md >../out && test_grep ! "otherwise of .notes" ../out &&
	test_grep "^warn \[document\] docs/R.md:8: .the replica: lags. is a condition to stop" ../out && test_grep "^warn \[document\] docs/R.md:14: .errors are above 5 %. is a condition to go back" ../out &&
	printf "# the replica: lags\n# errors are above 5 %%\n" >>runbook.yaml && git mcade import --update docs/R.md >../out && test_grep ! "is a condition" ../out &&
	rm runbook.* && git mcade import docs/R.md >../out && test_grep ! "notes" runbook.yaml && git mcade import --update docs/R.md >../out && test_grep "0 warnings, 0 notes" ../out
'

test_expect_success '--update: a step is not dropped without a word, nor where all ids shift along' '
	document "# R\n\n1. \`REL_01_a.yml\`\n2. \`REL_02_b.yml\`\n3. \`REL_03_c.yml\`\n" && git mcade import docs/R.md >../out && cp runbook.yaml ../before &&
	printf "# R\n\n1. \`REL_01_a.yml\`\n2. \`REL_02_c.yml\`\n" >docs/R.md && refused git mcade import --update docs/R.md >../out &&
	test_grep "^error \[identity\] .*step .REL_02. is no longer in any" ../out && test_cmp ../before runbook.yaml &&
	printf "# R\n\n1. \`REL_01_new.yml\`\n2. \`REL_02_a.yml\`\n3. \`REL_03_b.yml\`\n4. \`REL_04_c.yml\`\n" >docs/R.md && git mcade import --update docs/R.md >../out &&
	for pair in REL_01_2:new REL_01:a REL_02:b REL_03:c; do
		grep -A9 "^- id: ${pair%:*}$" runbook.yaml | sed "1d; /^- id:/,\$d" >../step && test_grep "uses: .*_${pair#*:}.yml$" ../step || return 1
	done
'

test_expect_success 'a title is an id in the letters that one may have: accents go, Cyrillic and Greek are spelled, of others it has a number' '
	document "# R\n\n- [ ] Záloha databáze\n- [ ] Остановить сервис\n- [ ] Έλεγχος\n- [ ] データベース\n- [ ] T-30 min: Freeze writes\n" && git mcade import docs/R.md >../out &&
	sed -n "s/^- id: //p" runbook.yaml >../found &&
	printf "%s\n" ZALOHA_DATABAZE OSTANOVIT_SERVIS ELEGCHOS >../expected && sed -n 1,3p ../found | test_cmp ../expected - &&
	sed -n 4p ../found >"$TRASH/other" && test_grep "^STEP_[0-9A-F]\{8\}$" "$TRASH/other" && sed -n 5p ../found >../fifth && echo FREEZE_WRITES >../expected && test_cmp ../expected ../fifth &&
	document "# R\n\n- [ ] データベース\n" && git mcade import docs/R.md >../out && sed -n "s/^- id: //p" runbook.yaml >../found && test_cmp "$TRASH/other" ../found &&
	document "# R\n\n7. 備份\n8. 停止\n" && git mcade import docs/R.md >../out && sed -n "s/^- id: //p" runbook.yaml >../found &&
	printf "%s\n" STEP_07 STEP_08 >../expected && test_cmp ../expected ../found
'

test_expect_success 'what steps stand in is no note of the step before' '
	document "# R\n\n- Prepare\n  1. [x] Pull\n  2. [ ] Tag\n- Deploy\n  1. [ ] Run\n" && git mcade import --explain docs/R.md >../out &&
	test_grep "^docs/R.md:6: heading (" ../out && git mcade import docs/R.md >../out && test_grep ! Deploy runbook.yaml
'

test_expect_success 'what stands beside steps is read in other languages: environments, statuses, a file, a policy' '
	document "# Ablauf\n\n## Umgebungen\n\n- **lab**: zum Testen\n- **kunde**: Produktion\n\n## Schritte\n\n1. REL_01 Sichern\n   - Skript: \`REL_01_sichern.sh\`\n   - Status: ABGESCHLOSSEN\n2. REL_02 Umschalten (optional)\n   - Status: BLOCKIERT\n3. REL_03 Prüfen\n   - Status: NICHT ABGESCHLOSSEN\n\n## Regeln\n\n- **Nicht verwenden** \`--log-driver x\`\n" &&
	git mcade import docs/R.md >../out && test_grep "id: kunde" runbook.yaml && test_grep "live: true" runbook.yaml && test_grep "uses: .*REL_01_sichern.sh" runbook.yaml &&
	test_grep "optional: true" runbook.yaml && test_grep "no_log_driver_x" runbook.yaml &&
	grep -o "step: REL_0[0-9], environment: kunde, claim: [a-z]*" runbook.claims.yaml >../found &&
	printf "%s\n" "step: REL_01, environment: kunde, claim: complete" "step: REL_02, environment: kunde, claim: blocked" "step: REL_03, environment: kunde, claim: planned" >../expected && test_cmp ../expected ../found
'

test_expect_success 'a countdown that speaks of a freeze is a step, and no policy' '
	document "# Cut\n\n## T-30 min: Freeze writes\n\nTell all.\n\n## T+0: Switch\n\nGo.\n" && git mcade import docs/R.md >../out && test_grep ! freezes runbook.yaml
'

test_expect_success 'steps are counted in words, in other scripts, and before their word; each takes its place' '
	document "# R\n\n## Step One\n\nStop it.\n\n## Étape n° 2 : copier\n\n## Dritter Schritt\n\n## 步骤四：切换\n\n## ステップ５\n\n## 6단계: 알림\n\n## Bước 7\n" && git mcade import --explain docs/R.md >../out &&
	sed -n "s/^docs.R.md:\([0-9]*\): step .*/\1/p" ../out >../found &&
	printf "%s\n" 3 7 9 11 13 15 17 >../expected && test_cmp ../expected ../found
'

test_expect_success 'what stands among counted steps and is none is told, an error where it is called one' '
	document "# R\n\n## Step 1: stop\n\n## Step the next: copy\n\n## Step 3: go\n" && refused git mcade import docs/R.md >../out &&
	test_grep "^error \[document\] docs/R.md:5: .Step the next: copy. stands among steps that are counted" ../out && grep -c "^- id: [A-Z]*_0" runbook.yaml >../found && echo 2 >../expected && test_cmp ../expected ../found &&
	document "# R\n\n## Step 1: stop\n\n## Copy\n\n## Step 3: go\n" && git mcade import docs/R.md >../out && test_grep "^warn \[document\] docs/R.md:5: .Copy. stands among steps" ../out &&
	document "# R\n\n## Step 1: stop\n\n## Step 2: go\n\n## Notes\n" && git mcade import docs/R.md >../out && test_grep ! "stands among" ../out
'

test_expect_success 'a heading that names a step listed above is over its details: notes, and commands that the text tells to run' '
	document "# R\n\n| ID | Step | Status |\n|---|---|---|\n| REL_01 | Stop | done |\n| REL_02 | Copy | open |\n\n### REL_01\n\nRun \`stop.sh\` on each host.\n\n### REL_02\n\n1. Check the disk\n2. Lancez \`copy.sh\`\n\n## Later\n\nText.\n" &&
	git mcade import --explain docs/R.md >../out && test_grep "^docs/R.md:10: run REL_01 (" ../out && test_grep "^docs/R.md:14: note REL_02 (it stands below a heading that names its step" ../out &&
	test_grep "^docs/R.md:15: run REL_02 (" ../out && test_grep "^docs/R.md:19: text (" ../out && git mcade import docs/R.md >../out &&
	sed -n "/^- id: REL_02/,/^rollbacks/p" runbook.yaml >../step && test_grep "^  - Check the disk$" ../step && test_grep "^  #   copy.sh$" ../step && test_grep ! "###" runbook.yaml
'

test_expect_success 'what is expected below a command that only looks makes it a check; what does something stays a run' '
	document "# R\n\n### REL_01 Look\n\n\140\140\140sh\ncurl -f http://a/health\n\140\140\140\n\nExpected: 200\n\n### REL_02 Start\n\n\140\140\140sh\nmake start\n\140\140\140\n\nExpected: it is up\n\n### REL_03 Send\n\n\140\140\140sh\ncurl -X POST http://a/go\n\140\140\140\n\nRésultat attendu : 201\n" &&
	git mcade import --explain docs/R.md >../out && test_grep "^docs/R.md:6: verify REL_01" ../out && test_grep "^docs/R.md:9: verify REL_01" ../out && test_grep "^docs/R.md:14: run REL_02" ../out && test_grep "^docs/R.md:22: run REL_03" ../out
'

test_expect_success 'what writes is a check only where the document calls it one, and that is said; what destroys never is' '
	document "# R\n\n- **Clean**: \`find /var -delete\`\n  Expected: 0\n- **Send**: \`curl -sXPOST http://a/go\` Expected: 200\n- **Fetch**: \`curl -fsSL http://a/x | sh\` - expect exit 0\n- **Post**\n  - How to verify: \`curl -X POST http://a/seen\` - expect 409\n- **Gone**\n  - Verify with \`kubectl delete pod x\` - expect 0\n- **Ask**: \`./ask.pl\` - expect yes\n- **Look**: \`curl -f http://a/health\` - expect 200\n" &&
	git mcade import --explain docs/R.md >../out && grep -E ": (run|verify) " ../out | cut -d" " -f1,2 >../found && printf "docs/R.md:%s\n" "8: verify" "10: run" >../expected && test_cmp ../expected ../found &&
	git mcade import docs/R.md >../out && sed -n "s/^  # *run: | # docs.R.md:/run /p; s/^  # - id: check_1 # docs.R.md:/verify /p" runbook.yaml >../found && printf "%s\n" "run 3" "run 5" "run 6" "verify 8" "run 10" "verify 11" "verify 12" >../expected && test_cmp ../expected ../found &&
	test_grep "^note .document. docs/R.md:8: the document calls this a check, and it writes: curl -X POST http://a/seen$" ../out && test_grep "^note .document. docs/R.md:11: proposed as a check, and it cannot be told whether it writes: ./ask.pl$" ../out &&
	grep -c "^note .document" ../out >../count && echo 2 | test_cmp - ../count && test_grep "^  # Expected: 200 # docs/R.md:5$" runbook.yaml
'

test_expect_success 'titles listed below a status are marks of their steps, and what is no step is told' '
	document "# R\n\n- [ ] Back up\n- [ ] Deploy\n\n## Done\n\n### May\n\n- back  up\n" && refused git mcade import docs/R.md >../out &&
	test_grep "^error .contradiction. docs/R.md:3: step .BACK_UP. is claimed to be planned (docs/R.md:3), complete (docs/R.md:10)" ../out &&
	document "# R\n\n1. Back up\n2. Deploy (Ann, 3 May)\n\nErledigt:\n\n- Deploy\n- Fegen\n\nText.\n\n- Deploy\n" && git mcade import --explain docs/R.md >../out && test_grep "^docs/R.md:8: claim DEPLOY_02 (complete)" ../out &&
	test_grep "^warn .document. docs/R.md:9: .Fegen. stands below .Erledigt:., and is not a step that is listed" ../out && test_grep "^docs/R.md:13: text" ../out &&
	document "# R\n\n1. Back up\n2. Back up\n\n## Done\n\n- Back up\n\n## Later\n\n- Back up\n" && git mcade import --explain docs/R.md >../out && test_grep "^warn .document. docs/R.md:8: " ../out && test_grep "^claimed: none" ../out && test_grep ! "docs/R.md:12: [^t]" ../out
'

test_expect_success 'a row in bold is a head only where the head is empty, and it is all in bold' '
	document "# R\n\n| Step | Status |\n|---|---|\n| **Back up** | **done** |\n| Go | open |\n" && git mcade import docs/R.md >../out && test_grep "^2 steps" ../out &&
	document "# R\n\n| | |\n|---|---|\n| **Step** | Status |\n| Back up | done |\n" && refused git mcade import docs/R.md >../out && test_grep "^no step was found" ../out &&
	document "# R\n\n| | |\n|---|---|\n| **Step** of it | **Status** |\n| Back up | done |\n" && refused git mcade import docs/R.md >../out &&
	document "# R\n\n| | | |\n|---|---|---|\n| **Step** | | **Status** |\n| Back up | x | done |\n| Go | y | open |\n" && git mcade import docs/R.md >../out && test_grep "^claimed: 1 planned, 1 complete" ../out
'

test_expect_success 'environments of a plain list, also in French; what comes before production is not live' '
	document "# R\n\n## Environnements\n\n- recette\n- **preprod** : préproduction\n- production\n\n## Étapes\n\n1. [x] Sauvegarder\n2. [ ] Basculer\n" && git mcade import docs/R.md >../out && test_grep "the marks describe .production." ../out &&
	sed -n "/^environments/,/^records/p" runbook.yaml >../env && test_grep "recette" ../env && test_grep "preprod" ../env &&
	document "# R\n\n## Environments\n\n- staging: pre-production\n- eu - live\n\n1. [x] Stop\n2. [ ] Go\n" && git mcade import docs/R.md >../out && test_grep "the marks describe .eu." ../out
'

# ids "DOCUMENT" ID...: these are made of it
ids () { document "$1" && shift && git mcade import docs/R.md >../out && sed -n "s/^- id: //p" runbook.yaml | tr -d "\047" >../found && printf "%s\n" "$@" >../expected && test_cmp ../expected ../found; }
test_expect_success 'an id is the one that the document has, letter for letter, else a word that a person would say' '
	ids "# R\n\n## Step 1/3: Back up the database\n\n## Step 2 of 3 - Migrate\n\n## Schritt 3 von 3: Melden\n" BACK_01 MIGRATE_02 MELDEN_03 &&
	ids "# R\n\n**Step 1 (5 min):** Stop\n\n**Step 2 (10 min):** Copy\n" STOP_01 COPY_02 &&
	ids "# R\n\n1. 5 minutes of silence\n2. 10:30 Freeze\n3. 2026-01-04: go live\n4. (optional) tell sales\n5. #4512 merge\n6. https://status.x.org is green\n7. Don\047t forget\n8. The queue is empty\n9. L\047index est prêt\n10. 2FA is on\n" \
		MINUTES_01 FREEZE_02 GO_03 TELL_04 MERGE_05 STATUS_06 DONT_07 QUEUE_08 INDEX_09 2FA_10 &&
	ids "# R\n\n- [ ] [DB-7] Copy\n- [ ] (NET.3) Check\n- [ ] R1 Ramp\n- [ ] R2: Ramp more\n- [ ] P1 incident\n" DB-7 NET.3 R1 R2 P1_INCIDENT &&
	ids "# R\n\n- [ ] S3 is there\n- [ ] S9 is up\n- [ ] V\0303\0251rifier l\047index\n" S3_THERE S9_UP VERIFIER_INDEX &&
	ids "| # | Step | Status |\n|---|---|---|\n| 1a | Stop | done |\n| rel-4 | Copy | open |\n| 2 | Start | open |\n" 1a rel-4 START
'

test_expect_success 'a list of severities is no list of steps' '
	document "# R\n\n- P1: page\n- P2: mail\n\n## Then\n\n1. Stop\n2. Go\n" && git mcade import docs/R.md >../out && sed -n "s/^- id: //p" runbook.yaml >../found && printf "%s\n" STOP_01 GO_02 >../expected && test_cmp ../expected ../found
'

test_expect_success 'lines that are counted with letters: a command is of the step that it stands in' '
	document "# DR\n\na) Declare it\nb) Restore it:\n   \`make restore\`\nc) Check\n" && git mcade import --explain --json docs/R.md >../out &&
	test_grep "{\"path\":\"docs/R.md\",\"line\":5,\"became\":\"run\",\"step\":\"RESTORE_02\"" ../out
'

test_expect_success 'a list below a rollback is one, in its order, and of no step above; its marks are told; a status on a later line is of its step' '
	document "# R\n\n- [ ] Stop\n  Status: DONE\n- [ ] Copy — BLOCKED by ops\n\n## Rollback\n\n1. [ ] Start the old one\n2. Tell: \`make tell\`\n" &&
	refused git mcade import --explain --json docs/R.md >../out && test_grep "{\"path\":\"docs/R.md\",\"line\":4,\"became\":\"claim\",\"step\":\"STOP\"" ../out && test_grep "\"line\":9,\"became\":\"rollback\"" ../out && test_grep "\"rule\":\"contradiction\"[^}]*\"step\":\"STOP\"" ../out && test_grep "\"rule\":\"document\"[^}]*\"line\":9" ../out &&
	sed -i s/DONE/open/ docs/R.md && git mcade import docs/R.md >../out && grep -v "^  *section\|^version\|^name" runbook.yaml | sed -n "/^steps/,\$p" >../found &&
	test_grep "step: COPY[A-Z_]*, environment: prod, claim: blocked" runbook.claims.yaml && test_grep ! "step: COPY[A-Z_]*, environment: prod, claim: planned" runbook.claims.yaml && test_grep ! START runbook.yaml &&
	sed -n "/^#* *rollbacks/,\$p" runbook.yaml >../found && test_grep "Start the old one" ../found && test_grep "Tell: make tell" ../found && test_grep "run: | # docs/R.md:10" ../found &&
	document "# R\n\n1. Restore: \`./restore.sh\`\n2. Tell\n" && git mcade import docs/R.md >../out && test_grep "uses: restore.sh" runbook.yaml && test_grep ! "is left out" ../out
'

# again TEXT: the document is that now; what an update says of identity is in ../out, the claims in ../claims
again () {
	git checkout -q . && printf %b "$1" >docs/R.md && status=0 && { git mcade import --update docs/R.md >../out || status=$?; } &&
	sed -n "s/.*{step: \([A-Z_0-9]*\),.*claim: \([a-z]*\),.*line: \([0-9]*\),.*/\3 \1 \2/p" runbook.claims.yaml >../claims
}
test_expect_success 'steps of one title keep their own history: told by what stands beside them, else that nobody can tell' '
	document "# R\n\n- [x] Stop\n- [x] Verify\n- [ ] Start\n- [ ] Verify\n" && git mcade import docs/R.md >../out && git add . && git commit -q -m imported &&
	again "# R\n\n- [ ] Verify\n- [x] Stop\n- [x] Verify\n- [ ] Start\n- [ ] Verify\n" && test_grep "^5 VERIFY complete$" ../claims && test_grep "^7 VERIFY_2 planned$" ../claims && test_grep "^3 VERIFY_[0-9]* planned$" ../claims && test_grep ! "cannot be told" ../out &&
	again "# R\n\n- [ ] Start\n- [ ] Verify\n- [x] Stop\n- [x] Verify\n" && test_grep "^6 VERIFY complete$" ../claims && test_grep "^4 VERIFY_2 planned$" ../claims && test_grep ! "cannot be told" ../out &&
	again "# R\n\n- [x] Stop\n- [ ] Between\n- [x] Verify\n- [ ] Start\n- [ ] Verify\n" && test_grep "^5 VERIFY complete$" ../claims && test_grep "^7 VERIFY_2 planned$" ../claims && test_grep ! "cannot be told" ../out &&
	again "# R\n\n- [x] Stop\n- [x] Verify\n- [ ] Verify\n- [ ] Start\n- [ ] Verify\n" && [ $status -eq 1 ] && test_grep "^error \[identity\] docs/R.md:4: .*taken for .VERIFY., and it cannot be told" ../out && git diff --exit-code runbook.yaml &&
	again "# R\n\n- [x] Stop\n- [ ] Start\n- [ ] Verify\n" && [ $status -eq 1 ] && test_grep "step .VERIFY. is no longer in any of the documents" ../out && test_grep ! "step .VERIFY_2. is no longer" ../out
'

test_expect_success 'a second step of one title is not taken for another of its number, which nobody wrote' '
	document "# R\n\n1. Backup\n2. Stop\n3. Backup old\n" && git mcade import docs/R.md >../out && git add . && git commit -q -m imported &&
	again "# R\n\n1. Backup\n2. Stop\n3. Backup\n" && [ $status -eq 1 ] && test_grep "step .BACKUP_03. is no longer in any of the documents" ../out && test_grep "BACKUP_03. names another step" ../out && git diff --exit-code runbook.yaml
'

test_expect_success 'what was dropped is called as before it was, and so are its parts' '
	document "# R\n\n- [ ] Drain (n/a)\n- [ ] Part\n  - [ ] inner (n/a)\n  - [ ] ~~more~~\n  - [ ] last\n- [ ] 旧节点（不适用）\n- REL_03 go - DONE\n" && git mcade import --json docs/R.md >../out &&
	test_grep "\"id\":\"DRAIN\",\"title\":\"Drain\"" ../out && test_grep "\"title\":\"REL_03 go\"" ../out && test_grep "\"title\":\"旧节点\"" ../out &&
	test_grep "{\"title\":\"inner\",\"mark\":\"skipped\",\"line\":5},{\"title\":\"more\",\"mark\":\"skipped\",\"line\":6},{\"title\":\"last\",\"mark\":\"planned\"" ../out && cd ..
'

test_expect_success 'indented commands are commands, as fenced ones are; what goes on, what is printed and what is a sample is none' '
	rm -rf r && new_repo r && cd r && cp "$SOURCE_DIR/t/documents/99-indented.md" R.md && git add . && git commit -q -m document &&
	git mcade import --explain R.md >../out && sed -n "s/^R.md:\([0-9]*\): run.*/\1/p" ../out >../found && printf "%s\n" 5 9 10 11 21 22 23 24 28 >../expected && test_cmp ../expected ../found &&
	git mcade import R.md >../out && grep -A6 "id: rollback" runbook.yaml >../found && test_grep "kubectl rollout undo deploy/app" ../found && test_grep "^ *--to-revision=4" ../found && test_grep "#   ./check.sh" runbook.yaml && test_grep ! "[$] \|42 rows" runbook.yaml && cd .. &&
	document "# R\n\n**Step A.** Look\n\n\0140\0140\0140sh\nmake look\n\0140\0140\0140\n\n**Step B.** Go\n" && git mcade import --json docs/R.md >../out && test_grep "\"steps\":\[{\"id\":\"LOOK_01\".*\"text\":\"make look\".*\"id\":\"GO_02\"" ../out && cd ..
'

test_expect_success 'front matter is called so, and is no heading' '
	document "---\ntitle: R\nstatus: draft\n---\n\n# R\n\n- [ ] Stop\n" && git mcade import --explain docs/R.md >../out &&
	for line in 1 2 3 4; do test_grep "^docs/R.md:$line: text (front matter" ../out || return 1; done && test_grep "^docs/R.md:6: section (" ../out && cd ..
'

# kept PATH TEXT: that text there, in a fresh repository; what import says of it is in ../out
kept () {
	rm -rf r && new_repo r && mkdir -p "r/$(dirname "$1")" && cd r && printf %b "$2" >"$1" && git add . && git commit -q -m document && status=0 &&
	{ git mcade import --json "$1" >../out || status=$?; }
}
test_expect_success 'a changelog, a decision, a README, minutes, a licence: no step is taken of them, which is told; insisted upon, it is' '
	while IFS="|" read -r path text; do
		kept "$path" "$text" && [ $status -eq 1 ] && test_missing runbook.yaml && test_grep "\"steps\":\[\]" ../out &&
		test_grep "\"rule\":\"document\",\"severity\":\"warn\"[^}]*\"path\":\"$path\"[^}]*\"found\":\"\(guide\|log\)\"" ../out &&
		git mcade import --anyway --json "$path" >../out && test_grep "\"steps\":\[{\"id\"" ../out && test_grep ! "\"found\":\"\(guide\|log\)\"" ../out && cd .. || { echo "$path"; return 1; }
	done <<-\TABLE
	CHANGELOG.md|# Changelog\n\n## v2.0.0\n\n- [x] Retry\n- ABC-12 first\n
	docs/changes-2024.md|---\ntitle: x\n---\n\n# Change log\n\n- [x] Retry\n
	docs/adr/0001-queue.md|# 1. A queue\n\n- [x] decided\n
	README.md|# libfoo\n\n1. Clone it\n2. Run \0140make\0140\n
	docs/meeting.md|# Meeting notes 2025-03-01\n\n- [ ] Ann: write the spec\n
	docs/runde.md|# Besprechungsprotokoll 3. März\n\n- [ ] Ann: Text\n
	docs/gi.md|# 議事録 2025-03-01\n\n- [ ] 仕様\n
	LICENSE.md|# Apache License\n\n1. Definitions.\n2. Grant.\n
	docs/deployments/2026-01-28.md|# 2026-01-28\n\n- [x] app 2, result: success\n
	TABLE
'
test_expect_success 'a checklist about such a text, a form and a how-to are taken; what runbook.yaml says goes before' '
	while IFS="|" read -r path text; do
		kept "$path" "$text" && [ $status -eq 0 ] && test_grep "\"steps\":\[{\"id\"" ../out && cd .. || { echo "$path"; return 1; }
	done <<-\TABLE &&
	docs/notes.md|# Release notes checklist\n\n- [ ] Collect\n
	.github/ISSUE_TEMPLATE/release.md|# Release\n\n- [ ] Tag\n
	docs/how-to.md|# Restore\n\n1. Stop\n2. Start\n
	TABLE
	kept README.md "# Switch\n\n- [ ] Tag\n" && printf "version: 1\nname: x\nenvironments: [{id: prod}]\nsteps: [{id: TAG, title: Tag}]\ndocuments:\n- {path: README.md, kind: runbook}\n" >runbook.yaml &&
	git mcade import --json README.md >../out && test_grep "\"steps\":\[{\"id\":\"TAG\"" ../out &&
	sed -i "s/kind: runbook/kind: guide/" runbook.yaml && refused git mcade import --json README.md >../out && test_grep "\"found\":\"guide\"" ../out
'
test_expect_success 'beside a runbook such a text takes nothing from it' '
	document "# R\n\n- [ ] Stop\n" && printf "# Log\n\n1. One\n2. Two\n" >README.md && git mcade import docs/R.md README.md >../out &&
	grep -c "^- id:" runbook.yaml >../found && echo 1 >../expected && test_cmp ../expected ../found && test_grep "^warn \[document\] README.md:" ../out && cd ..
'
test_expect_success 'what is explained as a trigger or a stop stands in the file, with a rollback above it or none' '
	while IFS="|" read -r ids text; do
		document "# Deploy\n\n1. REL_01 Backup\n2. REL_02 Go\n\n$text" && git mcade import --explain docs/R.md >../explained && git mcade import docs/R.md >../out &&
		grep -c -e ": trigger" -e ": stop" ../explained >../wanted && grep -c "^ *#.* manual: " runbook.yaml >../found && test_cmp ../wanted ../found &&
		sed -n "/^rollbacks:/,\$ s/^- id: \([a-z_0-9]*\).*/\1/p" runbook.yaml | tr "\n" " " >../ids && test "$(cat ../ids)" = "$ids" && cd .. || { echo "$text"; return 1; }
	done <<-\TABLE
	rollback |## Rollback\n\nRoll back if p99 latency is above 2 s: \0140make rollback\0140\n
	rollback |## Rollback\n\nSTOP if the database is gone.\n\n\0140\0140\0140sh\nmake back\n\0140\0140\0140\n
	rollback |## Rollback\n\n### Conditions\n\n- If errors exceed 5 %%, roll back.\n- If it hangs, roll back.\n
	errors_rise_above |Roll back if:\n\n- errors rise above 1 %%\n- p99 is above 2 s\n
	roll_back_p99 |Roll back if p99 latency is above 2 s.\n
	TABLE
'
test_expect_success 'a legend that is turned round is told by an update, since the runbook goes on saying what marks mean' '
	document "# Umbau\n\nLegende: ● fertig, ◐ läuft, ○ offen\n\n- ● U-1 Regale abbauen\n- ○ U-2 Regale aufbauen\n" && git mcade import docs/R.md >../out && test_grep "complete: \[●\]" runbook.yaml &&
	git mcade import --update docs/R.md >../out && test_grep ! contradiction ../out && sed -i "s/● fertig, ◐ läuft, ○ offen/○ fertig, ◐ läuft, ● offen/" docs/R.md &&
	refused git mcade import --update docs/R.md >../out && test_grep "error \[contradiction\] docs/R.md:3: line 3 says that .●. is planned, and .marks. in runbook.yaml that it is complete" ../out && cd ..
'
test_expect_success 'of two legends in one document the last is taken' '
	document "# R\n\nLegend: ◆ done\n\n- ◆ U-1 Stop\n\nLegend: ◆ planned\n\n- ◆ U-2 Go\n" && git mcade import docs/R.md >../out && test_grep "planned: \[◆\]" runbook.yaml && cd ..
'
test_expect_success 'what a column of ids has that can be no id is kept to the letter, and told; a number of a row is none' '
	for id in PRÜF-1 ШАГ-1 步骤-1 REL/01 "REL 01" 4711; do
		document "# R\n\n| ID | Task | Status |\n|---|---|---|\n| $id | Back up | done |\n| - | Go | open |\n" && git mcade import docs/R.md >../out &&
		test_grep "^note \[identity\] docs/R.md:5: step .BACK_UP. is called .$id. in the document" ../out && sed -n "/id: BACK_UP/,/^- id: GO/p" runbook.yaml >../step &&
		{ sed -n "s/^  - //p" ../step | tr -d "\47\42" | grep -q -x -F -e "$id" || { echo "$id"; return 1; }; } &&
		cd .. || return 1
	done && document "# R\n\n| # | Task | Status |\n|---|---|---|\n| 1 | Back up | done |\n" && git mcade import docs/R.md >../out && test_grep ! "is called" ../out && test_grep ! notes runbook.yaml && cd ..
'

test_done
