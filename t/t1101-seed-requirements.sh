#!/bin/sh
test_description='what import and lint make of the sentences of seed 000, requirement by requirement'
# shows: S12
. "${0%/*}/lib.sh"

# imported: seed 000 in a repository of its own, imported once for the whole script.
new_repo r && copy_seed 000 r/docs/RUNBOOK.md &&
	( cd r && git add . && git commit -q -m seed && git mcade import docs/RUNBOOK.md >../import.txt )

# step_of ID: the step's part of runbook.yaml
step_of () {
	awk -v id="- id: $1" '/^- id: / { on = $0 == id } /^[a-z]/ { on = 0 } on' r/runbook.yaml
}

# noted ID TEXT: the step keeps the sentence.
noted () {
	step_of "$1" >noted.txt && test_grep "$2" noted.txt
}

test_expect_success 'A18 A26 A27 A40 A46 A47: what no machine can judge stays with its step, word for word' '
	noted PLAT_03 "still no app wiring" &&
	noted PLAT_04 "On production host motorcade-web-01, the LeadGen working tree is: /opt/motorcade-leadgen" &&
	noted PLAT_04 "/opt/motorcade-leadgen/app/api/leadgen_api/main.py" &&
	noted PLAT_04 "do not copy/patch app source files directly via Ansible" &&
	noted LEADGEN_04 "hardened systemd unit + bounded logs + resource caps + watchdog timer" &&
	noted LEADGEN_07B "E2E payload updated to match current OpenAPI" &&
	noted LEADGEN_07B "default \[\"TX\"\]"
'

test_expect_success 'B04: a section says that it is temporary' '
	test_grep "title: Website (temporary WordPress)" r/runbook.yaml
'

test_expect_success 'A86 A87: the freeze keeps what may not be "fixed", and its exception' '
	test_grep "reason: .*frozen and verified. Do not reopen or .*fix.* http2 warnings" r/runbook.yaml &&
	test_grep "except: \[ansible/playbooks/PLAT_06A_nginx_http80_canonical_redirect.yml\]" r/runbook.yaml
'

test_expect_success 'M24 M29: rules among the prose are policies; repeated titles are not steps' '
	test_grep "append_only: \[.docs/deployments/" r/runbook.yaml &&
	test_grep "DEPRECATED — DO NOT RUN" r/runbook.yaml &&
	test_grep "id: no_log_driver_journald" r/runbook.yaml &&
	grep -c "^- id: " r/runbook.yaml >ids && echo 65 >expected && test_cmp expected ids &&
	test_grep ! "^- id: \(NOTES\|COMPLETED\|RULES\|NEXT\)" r/runbook.yaml
'

test_expect_success 'M09: numbers that repeat and move are data of a revision, never identity' '
	new_repo n && mkdir n/docs && cd n &&
	printf "# R\n\n## Environments\n- **prod**: live\n\n## Order\n10. \`ID_01_keycloak.yml\`\n15. \`PLAT_02_b.yml\`\n15. \`PLAT_03_c.yml\`\n\n## Second\n1. \`PLAT_04_d.yml\`\n2. \`PLAT_05_e.yml\`\n" >docs/RUNBOOK.md &&
	git add . && git commit -q -m one && { git mcade import docs/RUNBOOK.md >../out || :; } &&
	grep "^- id: " runbook.yaml >../ids &&
	printf -- "- id: %s\n" ID_01 PLAT_02 PLAT_03 PLAT_04 PLAT_05 >../expected && test_cmp ../expected ../ids &&
	cp runbook.yaml .. && sed -i "s/^10\./29./; s/^15\. .PLAT_02/7. \`PLAT_02/" docs/RUNBOOK.md &&
	{ git mcade import docs/RUNBOOK.md >../out || :; } && test_cmp ../runbook.yaml runbook.yaml
'

test_expect_success 'M23: checkpoints of every spelling are sealed' '
	new_repo c && cd c && printf "# R\n" >README.md &&
	for name in 2026-01-21_PLAT_04_COMPLETE 2026-01-28-LEADGEN_07C-PASS 2026-01-23-1 2026-01-23-11; do
		mkdir -p docs/checkpoints/$name && echo pass >docs/checkpoints/$name/README.txt || return 1
	done &&
	git add . && git commit -q -m checkpoints && tick 4000 &&
	for name in docs/checkpoints/*; do echo later >>$name/README.txt || return 1; done &&
	git commit -q -am "after the fact" && { git mcade lint --all >../out || :; } &&
	for name in 2026-01-21_PLAT_04_COMPLETE 2026-01-28-LEADGEN_07C-PASS 2026-01-23-1 2026-01-23-11; do
		test_grep "^  docs/checkpoints/$name/README.txt:2: is changed, but is written once" ../out || return 1
	done && test_grep "^4 checkpoints edited" ../out
'

test_expect_success 'M38: a transcript of 60000 lines full of marks is not a runbook' '
	new_repo t && mkdir -p t/docs/_archives && cd t && printf "# R\n" >docs/RUNBOOK.md &&
	awk "BEGIN { for (i = 1; i <= 60000; i++) print i \". 🟩 PLAT_\" i \" - done\" }" >docs/_archives/session.txt &&
	git add . && git commit -q -m transcript && git mcade lint --all >../out &&
	test_grep ! PLAT_ ../out && test_grep "1 operational" ../out
'

test_expect_success 'M39: status words beyond the marks, each a claim; prose is none' '
	new_repo w && mkdir w/docs && cd w &&
	printf "# R\n\n## Environments\n- **prod**: live\n\n## Order\n1. PLAT_01 — a\n   - Status: COMPLETE · VERIFIED · LOCKED\n2. PLAT_02 — b\n   - Status: DEFERRED\n3. PLAT_03 — c\n   - it was blocked once, and we verified that\n" >docs/RUNBOOK.md &&
	git add . && git commit -q -m words && { git mcade import docs/RUNBOOK.md >../out || :; } &&
	for claim in "PLAT_01, environment: prod, claim: complete" "PLAT_01, environment: prod, claim: verified" \
		"PLAT_01, environment: prod, claim: locked" "PLAT_02, environment: prod, claim: deferred"; do
		test_grep "step: $claim" runbook.claims.yaml || return 1
	done &&
	test_grep ! "PLAT_03, environment: prod, claim: \(blocked\|verified\)" runbook.claims.yaml
'

test_expect_success 'A28 S08 S09: rules of the house as policies, at the door' '
	new_repo p && cd p && mkdir -p ansible/playbooks docs/_archives && echo one >docs/_archives/session_verbatim.md &&
	echo "- hosts: web" >ansible/playbooks/a.yml && echo "[defaults]" >ansible/ansible.cfg &&
	git mcade init >../out 2>&1 && cat >runbook.yaml <<-EOT &&
	version: 1
	ledger: $(git config mcade.ledgerId)
	name: house
	governed: [refs/heads/main]
	environments: [{id: prod}]
	steps: [{id: S1}]
	policies:
	- {id: app_sources, forbid: "leadgen_api/.*\\\\.py", paths: ["ansible/playbooks/**"], code_only: true, fix: rebuild the image}
	- {id: verbatim, append_only: ["docs/_archives/**"]}
	- {id: one_config, forbid_paths: ["ansible/*/**/ansible.cfg", "ansible.cfg"]}
	EOT
	git add -A && git commit -q -m house && git mcade adopt && tick &&
	commit_file notes.txt "a commit between: what an amend could undo only warns" &&
	printf "%s\n" "- copy: {src: leadgen_api/main.py, dest: /opt}" >>ansible/playbooks/a.yml && git add -A &&
	refused git commit -q -m patch 2>../err && test_grep "refused \[forbidden\] ansible/playbooks/a.yml: line 2" ../err &&
	git reset -q --hard && echo two >docs/_archives/session_verbatim.md && git add -A &&
	refused git commit -q -m rewrite 2>../err && test_grep "refused \[append-only\]" ../err &&
	git reset -q --hard && echo "[defaults]" >ansible.cfg && git add -A &&
	refused git commit -q -m config 2>../err && test_grep "refused \[forbidden\] ansible.cfg" ../err &&
	git rm -q -f --cached ansible.cfg && rm ansible.cfg && echo two >>docs/_archives/session_verbatim.md &&
	git add -A && git commit -q -m appended
'

# policies_of TEXT: what import writes under policies of a runbook beside a document of that head.
policies_of () {
	rm -rf f && new_repo f && mkdir -p f/docs && ( cd f && printf "# R\n\n1. REL_01 base\n2. REL_02 next\n" >docs/R.md && printf "# Authority\n\n%s\n\n## Rules\n\nOne.\n" "$1" >docs/AUTHORITY.md && git add . && git commit -q -m files && { git mcade import docs/R.md docs/AUTHORITY.md >../out || :; } && sed -n "/^policies:/,\$p" runbook.yaml >../policies )
}
test_expect_success 'S12: a document that says of itself that it only grows is held to it' '
	policies_of "Change policy: as needed" && test_line_count 0 policies && policies_of "**Change policy:** Append-only" && test_grep "append_only: \[.*docs/AUTHORITY.md" policies && cd f && git mcade init >../out 2>&1 && git add -A && git commit -q -m imported && git mcade adopt >../out 2>&1 && tick && echo "Two." >>docs/AUTHORITY.md && git commit -q -a -m grows &&
	sed -i s/One/None/ docs/AUTHORITY.md && refused git commit -q -a -m changes 2>../err && test_grep "refused .append-only. docs/AUTHORITY.md" ../err
'

test_done
