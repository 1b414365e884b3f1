#!/bin/sh
test_description='lint before anything is adopted: documents and the history behind them'
# shows: A01 A09 A12 A21 A26 A110 B05 C01 S03 M18 M19 M34 M35
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-motorcade.sh"

motorcade m || { echo "Bail out! no motorcade"; exit 1; }
( cd m && git mcade lint --all >../all.txt; git mcade lint --json >../all.json; git mcade lint >../short.txt )
tr '{' '\n' <all.json >findings.txt

# findings RULE SEVERITY: how many
findings () {
	grep -c "^\"rule\":\"$1\",\"severity\":\"$2\"" findings.txt
}

# rewritten: the commit whose subject is TEXT
commit_of () {
	git -C m log --all --format=%H --grep="^$1\$" | head -1
}

test_expect_success 'exit status 1, the counts first, the way out last' '
	cd m && refused git mcade lint >../out && cd .. &&
	sed -n 1,9p short.txt >found &&
	cat >expected <<-\EOT &&
	14 commits, 44 files, 29 documents: 25 operational, 162 marks, 15 records, 2 manifests
	19 steps marked complete on unpinned manifests
	2 logs rewritten
	4 checkpoints edited or removed afterwards
	1 record or deprecated item deleted
	4 deprecated items without banner or still runnable
	8 steps with contradictory statuses
	19 references to missing targets
	1 damaged document
	EOT
	test_cmp expected found &&
	tail -1 short.txt >found &&
	echo "to make this impossible from now on: git mcade init" >expected &&
	test_cmp expected found
'

test_expect_success 'no key, no ledger, no configuration, no HOME; a bare clone gives the same' '
	git clone -q --bare m bare.git &&
	( cd bare.git && HOME=/nonexistent XDG_STATE_HOME=/nonexistent XDG_CONFIG_HOME=/nonexistent \
		expect_status 1 git mcade lint --all >../bare.txt ) &&
	test_cmp all.txt bare.txt
'

test_expect_success 'unpinned: all 19 green marks, each with the commit that made it green' '
	[ "$(findings unpinned error)" -eq 38 ] &&
	grep "^\"rule\":\"unpinned\",\"severity\":\"error\"" findings.txt >every &&
	grep "\"path\":\"docs/RUNBOOK.md\"" every >unpinned && test_line_count 19 unpinned &&
	[ "$(grep "\"path\":\"ansible/motorcade-infra/docs/RUNBOOK.md\"" every | grep -c "\"commit\":\"$(commit_of "clean up")\"")" -eq 19 ] &&
	[ "$(grep -c "\"commit\":\"$(commit_of "runbook: marks")\"" unpinned)" -eq 9 ] &&
	[ "$(grep -c "\"commit\":\"$(commit_of "redis is stable")\"" unpinned)" -eq 6 ] &&
	[ "$(grep -c "\"commit\":\"$(commit_of "LEADGEN_07B and 07C pass")\"" unpinned)" -eq 4 ] &&
	grep "\"step\":\"PLAT_08C\"" unpinned >step && test_line_count 1 step &&
	test_grep "Jon Reyes" all.txt &&
	test_grep "\"path\":\"docs/RUNBOOK.md\",\"line\":66" step
'

test_expect_success 'append-only: the rewritten log and the merge that loses an entry, nothing else' '
	[ "$(findings append-only error)" -eq 2 ] &&
	grep "\"rule\":\"append-only\"" findings.txt >logs &&
	test_grep "\"commit\":\"$(commit_of "redis is stable")\".*2026-01-25.md" logs &&
	test_grep "\"commit\":\"$(commit_of "Merge branch .wave3.")\".*2026-01-26.md" logs &&
	test_grep ! "2026-01-27.md" logs && test_grep ! "2026-01-28.md" logs &&
	test_grep "\"expected\":\"Result: failed (restart loop)\",\"found\":\"Result: complete\"" logs &&
	grep -A1 "2026-01-25.md:5: " all.txt >found && test_grep "expected Result: failed (restart loop), found Result: complete" found
'

test_expect_success 'sealed: edited, extended, shortened, removed; the untouched are not named' '
	[ "$(findings sealed error)" -eq 6 ] &&
	grep "\"rule\":\"sealed\"" findings.txt >sealed &&
	test_grep "is changed.*PLAT_04A/VERIFY.md" sealed &&
	test_grep "added to.*PLAT_08B/HANDOFF.md" sealed &&
	test_grep "is removed.*Redis-Production-Stability/ROLLBACK.md" sealed &&
	[ "$(grep -c "is removed.*FixV7/\(README\|VERIFY\|ROLLBACK\).md" sealed)" -eq 3 ] &&
	test_grep ! "LEADGEN_04" sealed && test_grep ! "07C" sealed
'

test_expect_success 'deprecated items: deleted, without banner, with a twin, still run' '
	[ "$(findings no-delete error)" -eq 1 ] && [ "$(findings deprecation error)" -eq 14 ] &&
	test_grep "deprecated/PLAT_00_bootstrap.yml: must not be deleted" all.txt &&
	for name in PLAT_00_bootstrap PLAT_02C_postgres_bringup PLAT_08C_redis_bringup; do
		[ "$(grep -c "deprecated/$name.yml:1: the banner.s .* is missing" all.txt)" -eq 4 ] || return 1
	done &&
	test_grep "deprecated/PLAT_02C_postgres_bringup.yml: has a live twin: .ansible/playbooks/PLAT_02C_postgres_bringup.yml." all.txt &&
	test_grep "Makefile:2: .Makefile. still runs deprecated" all.txt &&
	test_grep ! "PLAT_01B_podman_append.yml:1" all.txt
'

test_expect_success 'contradictions, documents, order, each once' '
	[ "$(findings contradiction error)" -eq 8 ] && [ "$(findings contradiction warn)" -eq 15 ] &&
	[ "$(findings document error)" -eq 1 ] && [ "$(findings document warn)" -eq 3 ] &&
	[ "$(findings order warn)" -eq 2 ] &&
	test_grep "all.yml:4: duplicate key .postgres_port., first on line 2" all.txt &&
	test_grep "ansible/motorcade-infra/docs/RUNBOOK.md. is a nested copy of .docs/RUNBOOK.md." all.txt
'

test_expect_success 'references: what is not there, and none that is a form, a host path or another repository' '
	[ "$(findings reference error)" -eq 19 ] &&
	test_grep "RUNBOOK.md:182: .docs.admin-ai.*, where a reader is sent, is missing" all.txt &&
	grep ". is missing" all.txt >refs &&
	test_grep "link target .docs/doctrine." refs &&
	test_grep "RUNBOOK.md:34: step .PLAT_01. is marked complete, and its playbook" refs &&
	test_grep ! YYYY refs && test_grep ! "<env>" refs && test_grep ! /opt refs &&
	test_grep ! "/usr/local" refs && test_grep ! "WP_02" refs && test_grep ! "podman-locked" refs &&
	test_grep ! "LEADGEN_01_wave1" refs && test_grep ! "PLAT_09A" refs && test_grep ! "motorcade-leadgen" refs
'

test_expect_success 'every error with a line has commit, author and date' '
	{ grep "\"severity\":\"error\"" findings.txt | grep -v "\"commit\":\"[0-9a-f]\{40\}\"" >without || :; } &&
	test_line_count 0 without
'

test_expect_success 'pinned manifests, an honest history: nothing is said' '
	new_repo good && cd good &&
	mkdir -p docs/deployments releases &&
	printf "# R\n\n## Environments\n- **prod**: live\n\n## Order\n1. 🟩 PLAT_01 — a\n" >docs/RUNBOOK.md &&
	printf "api:\n  image: a@sha256:%064d\n" 7 >releases/prod.yaml &&
	printf "# one\n" >docs/deployments/2026-01-01.md &&
	git add . && git commit -q -m one &&
	printf "# two\n" >>docs/deployments/2026-01-01.md && git commit -q -a -m two &&
	git mcade lint >../out &&
	test_grep "^no false statement was found" ../out
'

test_expect_success 'hostile names and contents are shown harmless' '
	new_repo evil && cd evil &&
	mkdir -p docs/checkpoints/x docs/deployments &&
	printf "1. 🟩 PLAT_01 \033[2Jgone\n" >docs/RUNBOOK.md &&
	esc=$(printf "docs/checkpoints/x/a\033[31mb\nc") && echo 1 >"$esc" &&
	printf "a\033[2J\n" >docs/deployments/2026-01-01.md &&
	git add . && git commit -q -m one && tick &&
	echo 2 >"$esc" && printf "b\033[2J\n" >docs/deployments/2026-01-01.md &&
	git -c user.name="$(printf "E\033[2Jvil")" commit -q -a -m two &&
	refused git mcade lint --all >../out &&
	test_grep ! "$(printf "\033")" ../out &&
	refused git mcade lint --json >../out &&
	test_grep ! "$(printf "\033")" ../out
'

test_expect_success 'an empty repository says nothing, and a shallow one cannot be judged' '
	new_repo empty && cd empty && expect_status 2 git mcade lint && cd .. &&
	git clone -q --depth 2 "file://$PWD/m" shallow && cd shallow &&
	broken git mcade lint 2>../err &&
	test_grep "git fetch --unshallow" ../err
'

test_expect_success '--missing: what the imported runbook lacks, as YAML to paste' '
	git clone -q m missing && cd missing &&
	{ git mcade import docs/RUNBOOK.md >../out || :; } &&
	refused git mcade lint --missing >../out &&
	test_grep "^61 of 64 steps cannot be completed as written$" ../out &&
	test_grep "^# runbook.yaml:[0-9]*: step .PLAT_08D. cannot be completed: no .verify., .pins.$" ../out &&
	test_grep "^- id: PLAT_08D$" ../out &&
	rm runbook.yaml && broken git mcade lint --missing 2>../err &&
	test_grep "next: git mcade import docs/RUNBOOK.md" ../err
'

test_expect_success 'where there is a ledger, nobody is told to begin one' '
	new_repo ruled && cd ruled && commit_file README text && git mcade init --no-hooks 2>err && expect_status 2 git mcade lint >out &&
	test_grep ! "mcade init" out
'

test_expect_success 'what a document said before is read with the steps that it has now' '
	new_repo again && cd again && text="# Runbook\n\nNow: NET.20 ✅ done.\n\n## Steps\n\n1. REL_01 stop\n2. ✅ REL_02 go\n" &&
	printf "$text" >RUNBOOK.md && git add RUNBOOK.md && git commit -q -m one &&
	printf "${text}3. NET.20 go\n" >RUNBOOK.md && git commit -q -a -m two &&
	git mcade check --history --json >../again.json && tr "{" "\n" <../again.json >found &&
	test_grep "\"rule\":\"completion\".*\"step\":\"REL_02\"" found && test_grep ! "\"step\":\"NET.20\"" found
'

test_done
