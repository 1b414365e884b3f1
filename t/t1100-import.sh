#!/bin/sh
test_description='import: seeds 000 and 001 as data'
# shows: A07 A08 A11 A13 A33 A41 A54 A55 A58 A59 A60 A62 A92 A104 B01
# shows: B02 B03 M01 M04 M05 M06 M07 M08 M10 M11 M12 M13 M15 M16 M17 M22
. "${0%/*}/lib.sh"

# imported SEED: a repository with that seed as docs/RUNBOOK.md.
imported () {
	rm -rf r && new_repo r && copy_seed "$1" r/docs/RUNBOOK.md && cd r &&
	git add . && git commit -q -m seed
}

test_expect_success 'seed 000: contradictions are errors, and the files are written' '
	imported 000 &&
	refused git mcade import docs/RUNBOOK.md >../out 2>../err &&
	test_grep "^64 steps in 8 sections, 2 environments, 2 repositories; the marks describe .prod.$" ../out &&
	test_grep "^claimed: 44 planned, 2 to-be-created, 1 active, 1 dormant, 1 blocked, 26 complete, 6 verified, 1 frozen, 1 locked$" ../out &&
	test_grep "^8 errors, 19 warnings, 8 notes$" ../out &&
	[ -s runbook.yaml ] && [ -s runbook.claims.yaml ] &&
	[ ! -s ../err ]
'

test_expect_success 'PLAT_08C is complete, active and blocked at once, each with its place' '
	imported 000 && { git mcade import docs/RUNBOOK.md >../out || :; } &&
	test_grep "^error \[contradiction\] docs/RUNBOOK.md:66: step .PLAT_08C. is claimed to be complete (docs/RUNBOOK.md:66), verified (docs/RUNBOOK.md:67), active (docs/RUNBOOK.md:280), blocked (docs/RUNBOOK.md:294)$" ../out
'

test_expect_success 'a heading that says Completed stands over seven planned steps' '
	imported 000 && { git mcade import docs/RUNBOOK.md >../out || :; } &&
	grep "^error.*complete (docs/RUNBOOK.md:76), planned" ../out >../planned &&
	test_line_count 7 ../planned &&
	for step in LEADGEN_01 LEADGEN_02 LEADGEN_03 LEADGEN_04 PLAT_09A PLAT_09B LEADGEN_08; do
		test_grep "step .$step. is claimed" ../planned || return 1
	done
'

test_expect_success 'fourteen steps stand in two lists' '
	imported 000 && { git mcade import docs/RUNBOOK.md >../out || :; } &&
	grep "is listed twice" ../out >../twice &&
	test_line_count 14 ../twice &&
	test_grep "RUNBOOK.md:358: step .PLAT_10. is listed twice: first at docs/RUNBOOK.md:174" ../twice
'

test_expect_success 'all 63 numbers come out, in order, and the one without a number' '
	imported 000 && { git mcade import --json docs/RUNBOOK.md >../out.json || :; } &&
	tr "{" "\n" <../out.json | sed -n "s/^\"id\":\"[^\"]*\",\"ordinal\":\([0-9]*\),.*/\1/p" >../found &&
	seq 1 63 >../expected &&
	test_cmp ../expected ../found &&
	tr "{" "\n" <../out.json | grep "^\"id\":\"LEADGEN_08\",\"title\":\"LEADGEN_08 (Optional)\".*\"optional\":true" >/dev/null &&
	tr "{" "\n" <../out.json | grep "^\"id\":\"CHECKPOINT_03\",\"ordinal\":3,.*\"generated\":true" >/dev/null
'

test_expect_success 'every mark is a claim: 19 green, 44 yellow, 1 red in the numbered list' '
	imported 000 && { git mcade import docs/RUNBOOK.md >../out || :; } &&
	grep -c "claim: complete, .*raw: .*[0-9][0-9]*\. ğŸŸ©" runbook.claims.yaml >../green &&
	echo 19 >../expected && test_cmp ../expected ../green &&
	grep -c "claim: planned, .*raw: .*[0-9][0-9]*\. ğŸŸ¨" runbook.claims.yaml >../yellow &&
	echo 43 >../expected && test_cmp ../expected ../yellow &&
	test_grep "step: PLAT_16, environment: prod, claim: dormant, path: docs/RUNBOOK.md, line: 202" runbook.claims.yaml &&
	test_grep "step: PLAT_04A, environment: prod, claim: locked, path: docs/RUNBOOK.md, line: 42" runbook.claims.yaml &&
	test_grep "step: PLAT_05, environment: prod, claim: frozen, path: docs/RUNBOOK.md, line: 58" runbook.claims.yaml
'

test_expect_success 'what the document states is in the runbook' '
	imported 000 && { git mcade import docs/RUNBOOK.md >../out || :; } &&
	test_grep "^- {id: prod, title: live client-facing, live: true, manifest: releases/prod.yaml, vars: {inventory: inventories/prod/hosts.ini}}$" runbook.yaml &&
	test_grep "^  log: .docs/deployments/\${{ date }}.md.$" runbook.yaml &&
	test_grep "^  run: \[ansible-playbook, .-i., .\${{ vars.inventory }}., .\${{ step.uses }}., .--ask-vault-pass.\]$" runbook.yaml &&
	test_grep "^  uses: playbooks/LEADGEN_07B_wave3_psycopg_driver_fix_and_persistence_verify.yml$" runbook.yaml &&
	test_grep "^  path: ansible/playbooks/deprecated/$" runbook.yaml &&
	test_grep "^- {id: log_append, append_only: \[.docs/deployments/\*.md.\]}$" runbook.yaml &&
	test_grep "^- {id: keep_playbooks, no_delete: \[.ansible/playbooks/\*\*.\]}$" runbook.yaml &&
	test_grep "forbid: .--log-driver\[ =\]journald" runbook.yaml &&
	grep -A4 "^- id: MOB_00" runbook.yaml >../mob && test_grep "needs: \[PLAT_19\]" ../mob &&
	test_grep "except: \[ansible/playbooks/PLAT_06A_nginx_http80_canonical_redirect.yml\]" runbook.yaml
'

test_expect_success 'a second import changes no byte' '
	imported 000 && { git mcade import docs/RUNBOOK.md >../out || :; } &&
	cp runbook.yaml runbook.claims.yaml .. &&
	refused git mcade import docs/RUNBOOK.md >../out &&
	test_cmp ../runbook.yaml runbook.yaml &&
	test_cmp ../runbook.claims.yaml runbook.claims.yaml &&
	test_grep "are as they were" ../out
'

test_expect_success 'what people have written stays; a new step is put in its place' '
	imported 001 && git mcade import docs/RUNBOOK.md >../out &&
	sed -i "s/^- id: PLAT_03$/- id: PLAT_03 # ours/" runbook.yaml &&
	cp runbook.yaml .. &&
	sed -i "s/^9\. /9. \`PLAT_03B_extra.yml\`\n10. /" docs/RUNBOOK.md &&
	git mcade import docs/RUNBOOK.md >../out &&
	sed "/^- id: PLAT_03B/,/^  uses: PLAT_03B/d" runbook.yaml >../rest && test_cmp ../runbook.yaml ../rest &&
	grep "^- id:" runbook.yaml | sed -n "8,10p" >../found &&
	printf "%s\n" "- id: PLAT_03 # ours" "- id: PLAT_03B" "- id: PLAT_04A" >../expected &&
	test_cmp ../expected ../found
'

test_expect_success 'a renamed step keeps its id, and the new name is shown' '
	imported 001 && git mcade import docs/RUNBOOK.md >../out &&
	cp runbook.yaml .. &&
	sed -i "s/PLAT_07_backups_postgres_to_s3/PLAT_08_backups_postgres_to_s3/" docs/RUNBOOK.md &&
	git mcade import docs/RUNBOOK.md >../out &&
	test_cmp ../runbook.yaml runbook.yaml &&
	test_grep "step .PLAT_07. is called .PLAT_08. in the document; it keeps its id" ../out
'

test_expect_success 'a step that is gone from the document is refused, and nothing is written' '
	imported 001 && git mcade import docs/RUNBOOK.md >../out &&
	cp runbook.yaml runbook.claims.yaml .. &&
	sed -i "/MAIL_02/d; /LOCKED/d" docs/RUNBOOK.md &&
	refused git mcade import docs/RUNBOOK.md >../out &&
	test_grep "^error \[identity\] runbook.yaml:.*step .MAIL_02. is no longer in any of the documents" ../out &&
	test_grep "^nothing was written" ../out &&
	test_cmp ../runbook.yaml runbook.yaml &&
	test_cmp ../runbook.claims.yaml runbook.claims.yaml
'

test_expect_success 'an id that comes to mean something else is refused (001, then 000)' '
	imported 001 && git mcade import docs/RUNBOOK.md >../out &&
	cp runbook.yaml .. && copy_seed 000 docs/RUNBOOK.md &&
	refused git mcade import docs/RUNBOOK.md >../out &&
	test_grep "error \[identity\] docs/RUNBOOK.md:57: .PLAT_05. names another step" ../out &&
	test_cmp ../runbook.yaml runbook.yaml
'

test_expect_success 'seed 001 has no marks and no contradictions' '
	imported 001 &&
	git mcade import docs/RUNBOOK.md >../out &&
	test_grep "^19 steps in 4 sections" ../out &&
	test_grep "^claimed: 1 verified, 1 locked$" ../out &&
	test_grep "^0 errors" ../out
'

test_expect_success 'the environment is asked for where the document does not say which is live' '
	imported 001 && sed -i "s/: live client-facing/: client-facing/" docs/RUNBOOK.md &&
	usage git mcade import docs/RUNBOOK.md >../out 2>../err &&
	test_grep "which environment do the marks describe? the document lists .prod., .staging." ../err &&
	test_missing runbook.yaml &&
	git mcade import --env staging docs/RUNBOOK.md >../out &&
	test_grep "the marks describe .staging." ../out &&
	usage git mcade import --env qa docs/RUNBOOK.md 2>../err &&
	test_grep "no environment .qa." ../err
'

test_expect_success 'what cannot be read is exit 128: absent, no text, outside' '
	imported 001 &&
	broken git mcade import docs/none.md 2>../err &&
	printf "# a\0b\n" >nul.md &&
	broken git mcade import nul.md 2>../err &&
	test_grep "holds a NUL byte" ../err &&
	usage git mcade import /etc/passwd 2>../err &&
	test_grep "outside of the repository" ../err &&
	usage git mcade import 2>../err &&
	test_missing runbook.yaml
'

test_expect_success 'hostile titles stay text' '
	rm -rf r && new_repo r && cd r && mkdir docs &&
	printf "## Environments\n- **prod**: live\n\n## Order\n1. 🟩 \`PLAT_01_a.yml\` {x: [\033[2J, \"*\" & !tag\n2. 🟩 PLAT_02 — - : # no\n" >docs/RUNBOOK.md &&
	git mcade import docs/RUNBOOK.md >../out &&
	test_grep ! "$(printf "\033")" ../out &&
	test_grep ! "$(printf "\033")" runbook.yaml &&
	git mcade import docs/RUNBOOK.md >../out &&
	test_grep "are as they were" ../out
'

test_expect_success 'what the runbook could not say is left out, and said' '
	rm -rf r && new_repo r && cd r && mkdir docs &&
	printf "## Order\n1. 🟩 \`a[b/playbooks/PLAT_01_x.yml\`\n2. 🟨 PLAT_02 \`\${{ x }}\`\nCheckpoint: \`/usr/checkpoints/x\`\n## y Freeze\n\`\n" >docs/RUNBOOK.md &&
	git mcade import --env prod docs/RUNBOOK.md >../out 2>&1 &&
	test_grep "warn \[document\] docs/RUNBOOK.md:3: ./usr/checkpoints/x. is left out" ../out &&
	test_grep "paths: \[.a.\[b/playbooks/\*y\*.\]" runbook.yaml && test_grep "reason: frozen" runbook.yaml &&
	test_grep "title: .PLAT_02 \$ {{ x }}" runbook.yaml &&
	git add -A && git commit -q -m import && { git mcade lint >../out 2>&1; test $? -lt 128; }
'

# Names that shift along: with their work, and with what happened to them.
shifting () {
	rm -rf r && new_repo r && cd r &&
	printf -- "- [ ] REL_%02d %s\n" 1 "Back up" 2 "Deploy" 3 "Watch" | sed "1i # Release\n" >RUNBOOK.md &&
	git add . && git commit -q -m document && git mcade init --no-hooks >../log 2>&1 &&
	git mcade import RUNBOOK.md >../log && sed -i "s/^- id: REL_03/&\n  needs: [REL_01, REL_02]/" runbook.yaml &&
	git add . && git commit -q -m runbook && git mcade adopt >../log 2>&1 &&
	git mcade lock REL_01 --env prod -m "as it is" >../log 2>&1 &&
	printf -- "- [ ] REL_%02d %s\n" 1 "Freeze" 2 "Back up" 3 "Deploy" 4 "Watch" | sed "1i # Release\n" >RUNBOOK.md
}
test_expect_success 'numbers that shift along take no other step for the same' '
	shifting && cp runbook.yaml .. && refused git mcade import RUNBOOK.md >../out &&
	test_grep "error \[identity\] RUNBOOK.md:3: .REL_01. names another step" ../out &&
	test_cmp ../runbook.yaml runbook.yaml
'
test_expect_success 'an update gives steps the ids of the document, and was says what they were called' '
	shifting && git mcade import --update --rename RUNBOOK.md >../out &&
	grep -E "id:|was:|needs:" runbook.yaml | grep -v -e prod -e release >../found &&
	printf "%s\n" "- id: REL_01" "- id: REL_02" "  was: REL_01" "- id: REL_03" "  was: REL_02" \
		"- id: REL_04" "  was: REL_03" "  needs: [REL_02, REL_03]" >../expected && test_cmp ../expected ../found &&
	cp runbook.yaml .. && git mcade import --update --rename RUNBOOK.md >../out && test_cmp ../runbook.yaml runbook.yaml
'
test_expect_success 'their histories move along with the next adopt, and once' '
	shifting && git mcade import --update --rename RUNBOOK.md >../out &&
	git commit -q -a -m renumbered && git mcade adopt >../out 2>&1 &&
	git mcade status --env prod --json >../json && tr "{" "\n" <../json >../lines &&
	grep -c "\"id\":\"REL_02\",.*\"locked\":true" ../lines >../found && echo 1 >../expected && test_cmp ../expected ../found &&
	test_grep ! "\"id\":\"REL_01\",.*\"locked\":true" ../lines && git mcade audit >../out &&
	git commit -q --allow-empty -m same && git mcade adopt >../out 2>&1 && git mcade status --env prod --json >../again &&
	tr "{" "\n" <../again >../lines && test_grep "\"id\":\"REL_02\",.*\"locked\":true" ../lines
'
test_expect_success 'in flow style too, and where a word is not surely the step it is told' '
	shifting && printf "%s\n" "version: 1" "name: r" "environments: [{id: prod}]" "steps:" "- {id: REL_01, title: Back up}" \
		"- {id: REL_02, title: Deploy, run: [deploy, REL_02]}" "- {id: REL_03, title: Watch}" >runbook.yaml &&
	git mcade import --update --rename RUNBOOK.md >../out &&
	test_grep "^- {id: REL_03, was: REL_02, title: REL_03 Deploy, run: \[deploy, REL_02\]}$" runbook.yaml &&
	test_grep "warn \[identity\] runbook.yaml:6: .REL_02. stands here too" ../out
'
# A document in which the locked step has another title, too.
reworded () {
	shifting && printf -- "- [ ] REL_%02d %s\n" 1 "Freeze" 2 "Save all data" 3 "Deploy" 4 "Watch" | sed "1i # Release\n" >RUNBOOK.md
}
test_expect_success 'a recorded step whose title is another now is not guessed: refused, and told by its title in the file' '
	reworded && cp runbook.yaml .. &&
	for how in "" --update "--update --rename"; do
		refused git mcade import $how RUNBOOK.md >../out && test_cmp ../runbook.yaml runbook.yaml &&
		test_grep "^error \[identity\] runbook.yaml:[0-9]*: step .REL_01., of which something is recorded, .* may be RUNBOOK.md:3 .REL_01 Freeze., RUNBOOK.md:4 .REL_02 Save all data." ../out &&
		test_grep "hint: where it is one of these, write that title at .REL_01. in .runbook.yaml. and import again" ../out || return 1
	done &&
	sed -i "s/title: REL_01 Back up/title: REL_02 Save all data/" runbook.yaml && git mcade import --update --rename RUNBOOK.md >../out &&
	grep -A1 "^- id: REL_02" runbook.yaml >../found && printf "%s\n" "- id: REL_02" "  was: REL_01" >../expected && test_cmp ../expected ../found &&
	git commit -q -a -m renumbered && git mcade adopt >../out 2>&1 && git mcade status --env prod --json >../json && tr "{" "\n" <../json >../lines &&
	test_grep "\"id\":\"REL_02\",.*\"locked\":true" ../lines && test_grep ! "\"id\":\"REL_01\",.*\"locked\":true" ../lines
'
test_expect_success 'what is claimed counts as what is recorded, and so do claims and a record that nobody can read' '
	rm -rf r && new_repo r && cd r && write () { printf -- "# Release\n\n- [$1] REL_01 $2\n- [ ] REL_02 Deploy\n" >RUNBOOK.md; } &&
	write " " "Back up" && git mcade import RUNBOOK.md >../out && write " " "Save all data" && cp runbook.yaml .. &&
	git mcade import --update RUNBOOK.md >../out && test_grep "title: REL_01 Save all data" runbook.yaml && cp ../runbook.yaml . &&
	lost () { refused git mcade import --update RUNBOOK.md >../out && test_grep "REL_01., of which something is recorded" ../out && test_cmp ../runbook.yaml runbook.yaml; } &&
	write x "Back up" && git mcade import RUNBOOK.md >../out && write x "Save all data" && lost &&
	echo "[" >runbook.claims.yaml && lost && rm runbook.claims.yaml && git mcade import --update RUNBOOK.md >../out && cp ../runbook.yaml . && rm -f runbook.claims.yaml &&
	git add . && git commit -q -m x && git branch mcade/ledger && lost
'
test_expect_success 'new names are for an update' '
	shifting && usage git mcade import --rename RUNBOOK.md >../out 2>&1
'
test_done
