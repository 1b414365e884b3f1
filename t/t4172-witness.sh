#!/bin/sh
test_description='a person without a key agrees: a signer witnesses it, with what shows it, where the runbook takes that'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-craft.sh"
. "$SOURCE_DIR/t/lib-acts.sh"

runbook () {
	cat <<-EOT
	version: 1
	ledger: $(git config mcade.ledgerId)
	name: witnessed
	governed: [refs/heads/main]
	order: needs
	environments:
	- {id: lab}
	- {id: next, promote: {after: [lab], approval: {role: legal, witness: true}}}
	records: {log: 'docs/deployments/\${{ date }}.md'}
	defaults: {timeout: 20s, changes_state: false, pins: [], verify: [{id: up, run: 'true'}]}
	freezes: [{id: terms, reason: signed, paths: ['terms/*'], approval: {role: legal, witness: true, prevent_self_approve: true}}]
	gates: [{id: out, environment: lab, approval: {role: legal, witness: true}, checks: [{id: up, run: 'true'}]}]
	steps:
	- {id: SHIP, needs: [], environments: [lab], run: 'true', approval: {role: legal, count: 1, witness: true, prevent_self_approve: true}}
	- {id: TWO, needs: [], environments: [lab], run: 'true', approval: {role: owner, count: 2, witness: true}}
	- {id: STRICT, needs: [], environments: [lab], run: 'true', approval: {role: legal}}
	- {id: BASE, needs: [], run: 'true'}
	EOT
}
tip () {
	git rev-parse $LEDGER
}
still () { # still COMMAND...: nothing is recorded by it
	tip >before.out && "$@" && tip >after.out && test_cmp before.out after.out
}
LEA='Lea Legal <lea@example.com>'
rita () { # rita ARGUMENT...: the reviewer
	as_person reviewer git mcade "$@"
}
rita_git () {
	as_person reviewer git "$@"
}
listed () { # listed GIT: how many have agreed to SHIP as that reader would do it, and whom it does not help, who asks
	$1 mcade approve --list SHIP --env lab --json >list.out && json "map { qq(\$_->{have} ) . (\$_->{said}[0]{unless} // q()) } @{\$j->{demanded}}" list.out
}
waits () { # waits STEP [WHO]
	expect_status 2 git mcade run "$1" --env lab >out.out 2>err.out
}

test_expect_success 'setup' '
	new_repo r && cd r && mkdir -p terms && echo one >terms/all && echo "yes, ship it. Lea" >letter.out && echo "*.out" >.gitignore && git add -A && git commit -q -m files && git mcade init --no-hooks >out.out 2>&1 &&
	runbook | sed "s/pins: ..,//; s/{id: \(SHIP\|TWO\|STRICT\|BASE\),/& pins: [],/" >runbook.yaml && git add -A && git commit -q -m runbook && git mcade adopt >out.out 2>err.out && { cat err.out; true; } &&
	git mcade trust add rita --key "$(key_of reviewer)" --email reviewer@example.com --name "Rita Reviewer" --role reviewer >out.out 2>&1 &&
	as_person reviewer git mcade join --no-hooks >out.out 2>&1 && tick
'
test_expect_success 'usage: no file that shows it, nobody, where no witness is taken, evidence of nobody' '
	cd r && still usage rita approve SHIP --env lab --for "$LEA" -m x 2>err.out && still usage rita approve SHIP --env lab --for Lea --evidence letter.out -m x 2>err.out && still usage rita approve SHIP --env lab --for "<lea@example.com>" --evidence letter.out -m x 2>err.out &&
	still usage rita approve STRICT --env lab --for "$LEA" --evidence letter.out -m x 2>err.out && test_grep "witness: true" err.out && still usage rita approve SHIP --env lab --evidence letter.out -m x 2>err.out &&
	still refused rita approve SHIP --env lab --for "Ada <owner@example.com>" --evidence letter.out -m x >out.out 2>err.out && test_grep "signs for himself" err.out
'
test_expect_success 'who acts witnesses nothing for himself; another does; it is shown as witnessed for ever' '
	cd r && waits SHIP && git mcade approve SHIP --env lab --for "$LEA" --evidence letter.out -m "she wrote to me" >out.out 2>err.out && waits SHIP && test "$(listed git)" = "1 owner" && git mcade status --env lab --json >next.out && test_grep "another person runs it, since .* approved it" next.out && test "$(listed rita_git)" = "1 " &&
	rita approve SHIP --env lab --for "$LEA" --evidence letter.out -m "she wrote to me" >out.out 2>err.out && git mcade approve --list --env lab >list.out && test_grep "Lea Legal <lea@example.com>, witnessed by rita" list.out &&
	git mcade approve --list --env lab --json >list.out && test_grep "\"signer\":\"rita\",\"for\":\"Lea Legal <lea@example.com>\"" list.out && git mcade status --env lab --json >status.out && test_grep "witnessed by rita" status.out && git mcade status --env lab --json >next.out && test_grep ! "another person" next.out &&
	git mcade run SHIP --env lab >out.out 2>&1 && git mcade log >log.out && test_grep "For: Lea Legal <lea@example.com>" log.out &&
	git mcade audit --exceptions --json >exceptions.out && test_grep "\"kind\":\"witnessed\"" exceptions.out && test_grep "Lea Legal" exceptions.out && waits SHIP
'
test_expect_success 'one person is one, in whatever spelling; a no by any witness takes it back; it ends' '
	cd r && git mcade approve TWO --env lab --for "$LEA" --evidence letter.out -m a >out.out 2>&1 && rita approve TWO --env lab --for "Lea <LEA@example.com>" --evidence letter.out -m b >out.out 2>&1 && waits TWO &&
	git mcade approve TWO --env lab -m mine >out.out 2>&1 && git mcade run TWO --env lab >out.out 2>&1 &&
	rita approve SHIP --env lab --for "$LEA" --evidence letter.out -m a >out.out 2>&1 && git mcade approve SHIP --env lab --fail --for "$LEA" --evidence letter.out -m "she called" >out.out 2>&1 && waits SHIP &&
	rita approve SHIP --env lab --for "$LEA" --evidence letter.out --expires 1h -m a >out.out 2>&1 && tick 4000 && waits SHIP
'
test_expect_success 'a gate, a promotion, a frozen file' '
	cd r && expect_status 2 git mcade gate out --env lab >out.out 2>&1 && rita approve gate:out --env lab --for "$LEA" --evidence letter.out -m yes >out.out 2>&1 && git mcade gate out --env lab >out.out 2>&1 &&
	rita approve promote --env next --for "$LEA" --evidence letter.out -m yes >out.out 2>&1 && git mcade status --env next --json >status.out && test_grep "\"have\":1,\"need\":1,\"by\":\[\"Lea Legal <lea@example.com>, witnessed by rita\"\]" status.out &&
	echo two >terms/all && git add -A && expect_status 1 git mcade check --staged >out.out 2>&1 && rita approve --path terms/all --for "$LEA" --evidence letter.out -m yes >out.out 2>&1 && git mcade check --staged >out.out 2>&1 &&
	git config user.email Lea@example.com && expect_status 1 git mcade check --staged >out.out 2>&1 && git config user.email owner@example.com && git mcade check --staged >out.out 2>&1 && git reset -q --hard
'
test_expect_success 'a file with a credential in it is not kept' '
	cd r && { echo "-----BEGIN OPENSSH PRIVATE KEY-----"; sed 1d "$ROSTER/owner"; } >key.out && still refused rita approve SHIP --env lab --for "$LEA" --evidence key.out -m x >out.out 2>err.out && test_grep "\[secret\]" err.out
'
test_expect_success 'who has a key later has signed nothing yet, and counts once' '
	cd r && git mcade approve TWO --env lab --for "Otto <operator@example.com>" --evidence letter.out -m a >out.out 2>&1 && git mcade trust add otto --key "$(key_of operator)" --email operator@example.com --name "Otto Operator" --role owner >out.out 2>&1 &&
	as_person operator git mcade join --no-hooks >out.out 2>&1 && as_person operator git mcade approve TWO --env lab -m mine >out.out 2>&1 && waits TWO && expect_status 2 as_person operator git mcade run TWO --env lab >out.out 2>&1
'
test_expect_success 'of whom it was witnessed, and who has a key since, does not act by it; nobody tells him that he may' '
	cd r && git mcade approve SHIP --env lab --for "Ulla <untrusted@example.com>" --evidence letter.out -m a >out.out 2>&1 && git mcade trust add ulla --key "$(key_of untrusted)" --email untrusted@example.com --name "Ulla U" --role owner >out.out 2>&1 && as_person untrusted git mcade join --no-hooks >out.out 2>&1 &&
	as_person untrusted git mcade approve --list SHIP --env lab >list.out && test_grep "approved by 1 of 1" list.out && test_grep "counts unless ulla runs it himself" list.out && as_person untrusted git mcade show SHIP --env lab >next.out && test_grep "counts unless ulla runs it himself" next.out &&
	expect_status 2 as_person untrusted git mcade run SHIP --env lab >out.out 2>err.out && test_grep "counts unless ulla runs it himself" err.out && as_person operator git mcade run SHIP --env lab >out.out 2>&1
'
test_done
