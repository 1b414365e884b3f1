#!/bin/sh
test_description='what a command says no to is a finding: exit 1, with its rule, also with --json'
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
be_person owner

# no RULE ARGUMENT...: git mcade ARGUMENT... is refused by that rule, in text and in JSON, and nothing
# is recorded.
no () {
	rule_=$1 head_=$(git rev-parse mcade/ledger)
	shift
	refused git mcade "$@" >../out 2>../err && test_grep "refused \[$rule_\]" ../err &&
	refused git mcade "$@" --json >../out 2>../err && test_grep "\"rule\":\"$rule_\"" ../out &&
	[ "$(git rev-parse mcade/ledger)" = "$head_" ]
}

# edited SED: runbook.yaml as that edit makes it, committed past the hooks.
edited () {
	git checkout -q "$GOOD" -- . && sed -i "$1" runbook.yaml &&
	! git diff --quiet && git commit -q -n -a -m edited && tick
}

# not_adopted RULE PLACE SED: such a runbook is refused, at the place.
not_adopted () {
	edited "$3" && no "$1" adopt && refused git mcade adopt 2>../err &&
	test_grep "runbook.yaml:$2\$" ../err
}

test_expect_success 'setup: a runbook in force' '
	small_repo r && sed -i "s,^- id: READ,- {id: HAND\, kind: manual\, needs: []}\n&,
		s,^environments:,&\n- {id: bare}," runbook.yaml && sed -i "/^  checkpoint:/d" runbook.yaml &&
	git commit -q -a -m more && git mcade adopt && GOOD=$(git rev-parse HEAD)
'
test_expect_success 'a step without a command is not run' '
	cd r && no order run LATER --env lab && test_grep "expected: a .run. in runbook.yaml" ../err && no order run HAND --env lab && test_grep "expected: a step that is run" ../err &&
	no order run HAND --env lab --dry-run && test_grep "expected: a step that is run" ../err
'
test_expect_success 'a checkpoint has a place' '
	cd r && no sealed checkpoint CACHE --env lab
'
test_expect_success 'a pin has a manifest' '
	cd r && no reference pin cache.image=redis@$DIGEST --env bare &&
	usage git mcade pin --env bare
'
test_expect_success 'a runbook with faults is not adopted, and each is named' '
	cd r && not_adopted document 21:21 "s,id: up\, run: ,id: up\, when: {checks.nope.x: y}\, run: ," &&
	not_adopted document 4:1 "s,^governed,governd," &&
	not_adopted document 3:5 "1s,.*,version: [,"
'
test_expect_success 'two faults are two findings' '
	cd r && edited "s,^governed,governd,; s,^  timeout: 20s,  timeout: 20 s," &&
	refused git mcade adopt 2>../err && test 2 -eq $(grep -c "refused \[document\]" ../err)
'
test_expect_success 'rules that bind no branch are not adopted' '
	cd r && not_adopted reference 4:11 "s,refs/heads/main,refs/heads/mian," &&
	edited "s,\[refs/heads/main\],[refs/heads/main\, refs/heads/mian]," && git mcade adopt
'
test_expect_success 'an input that no file is' '
	cd r && not_adopted reference 17:3 "s,uses: playbooks/cache.sh,&\n  inputs: [\"roles/**\"]," &&
	refused git mcade lint --json >../out && test_grep "\"rule\":\"reference\"" ../out &&
	edited "s,uses: playbooks/cache.sh,&\n  inputs: [\"playbooks/r*\"]," && git mcade adopt &&
	edited "s,uses: playbooks/cache.sh,uses: playbooks/later.sh\n  inputs: [\"roles/**\"]," && git mcade adopt
'
test_done
