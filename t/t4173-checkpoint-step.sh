#!/bin/sh
test_description='a step of kind checkpoint: sealed and complete by one command, once what it needs is done'
# shows: A13
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-craft.sh"

runbook () {
	cat <<-EOT
	version: 1
	ledger: $(git config mcade.ledgerId)
	name: sealed
	governed: [refs/heads/main]
	order: needs
	environments: [{id: lab, manifest: releases/lab.yaml}, {id: next, promote: {after: [lab]}}]
	records: {log: 'docs/deployments/\${{ date }}.md', checkpoint: 'docs/checkpoints/\${{ date }}-\${{ step.id }}/'}
	defaults: {timeout: 20s, changes_state: false, verify: [{id: up, run: test -f releases/lab.yaml}]}
	steps:
	- {id: BASE, needs: [], pins: [], run: 'true'}
	- {id: SEAL, needs: [BASE], kind: checkpoint, title: The base stands}
	- {id: AFTER, needs: [SEAL], pins: [], run: 'true'}
	EOT
}
phase () { # phase STEP
	git mcade status --env lab --json | sed "s/.*{\"id\":\"$1\",[^}]*\"phase\":\"\([a-z]*\)\".*/\1/"
}
tip () {
	git rev-parse $LEDGER
}
still () {
	tip >before.out && "$@" && tip >after.out && test_cmp before.out after.out
}

test_expect_success 'setup' '
	new_repo r && cd r && mkdir releases && printf "a:\n  image: x\n" >releases/lab.yaml && echo "*.out" >.gitignore && git add -A && git commit -q -m files && git mcade init --no-hooks >out.out 2>&1 &&
	runbook >runbook.yaml && git add -A && git commit -q -m runbook && git mcade adopt >out.out 2>err.out && git mcade lint --missing >out.out && test_grep "^0 of 3 steps" out.out && tick
'
test_expect_success 'it waits for what it needs, is not run, verified or attested' '
	cd r && still refused git mcade checkpoint SEAL --env lab >out.out 2>err.out && test_grep "\[order\]" err.out && git mcade run BASE --env lab >out.out 2>&1 && git mcade complete BASE --env lab >out.out 2>&1 && git add -A && git commit -q -m records &&
	still refused git mcade run SEAL --env lab >out.out 2>err.out && test_grep "is sealed, not run" err.out && test_grep "git mcade checkpoint SEAL" err.out && still usage git mcade attest SEAL --env lab -m x 2>err.out && still refused git mcade verify SEAL --env lab >out.out 2>&1 &&
	git mcade next --env lab >out.out && test_grep "git mcade checkpoint SEAL --env lab" out.out && still refused git mcade run AFTER --env lab >out.out 2>&1
'
test_expect_success 'one command seals and completes; what comes after it may run' '
	cd r && git mcade checkpoint SEAL --env lab -m "as it stands" >out.out 2>err.out && test_grep "SEAL is complete in lab" err.out && [ "$(phase SEAL)" = complete ] && test -f docs/checkpoints/2026-01-28-SEAL/CHECKPOINT.yaml &&
	test_grep "^result: verified" docs/checkpoints/2026-01-28-SEAL/CHECKPOINT.yaml && test_grep "SEAL complete in lab" docs/deployments/2026-01-28.md && git add -A && git commit -q -m sealed && git mcade audit >out.out 2>&1 &&
	still refused git mcade checkpoint SEAL --env lab >out.out 2>err.out && test_grep "\[order\]" err.out && git mcade run AFTER --env lab >out.out 2>&1
'
test_expect_success 'it is of what was sealed: another content is not promoted by it, and is sealed again' '
	cd r && git mcade complete AFTER --env lab >out.out 2>&1 && git add -A && git commit -q -m records && git mcade promote --env next >out.out 2>err.out && echo more >app && git add -A && git commit -q -m more &&
	refused git mcade promote --env next >out.out 2>err.out && test_grep "SEAL" err.out && git mcade checkpoint SEAL --env lab -m again >out.out 2>err.out && [ "$(phase SEAL)" = complete ] && test -f docs/checkpoints/2026-01-28-SEAL-2/CHECKPOINT.yaml
'
test_expect_success 'what was promoted is sealed there, too, and nothing else is' '
	cd r && still refused git mcade checkpoint SEAL --env next >out.out 2>err.out && test_grep "\[promotion\]" err.out && git add -A && git commit -q -m records && git mcade verify --env lab >out.out 2>&1 &&
	git mcade promote --env next >out.out 2>err.out && git mcade run BASE --env next >out.out 2>&1 && git mcade complete BASE --env next >out.out 2>&1 && git add -A && git commit -q -m records &&
	git mcade checkpoint SEAL --env next -m "there, too" >out.out 2>err.out && test_grep "SEAL is complete in next" err.out && git mcade audit >out.out 2>&1
'
test_expect_success 'reopened it is planned again, and the seal stays; a key that nothing obeys is refused at adopt' '
	cd r && git mcade reopen SEAL --env lab -m "not yet" >out.out 2>&1 && [ "$(phase SEAL)" = planned ] && git add -A && git commit -q -m records && git mcade audit >out.out 2>&1 &&
	runbook | sed "s/kind: checkpoint,/&  run: x,/" >runbook.yaml && git commit -q -am run && refused git mcade adopt >out.out 2>err.out && test_grep "of a step of kind .checkpoint." err.out
'
test_done
