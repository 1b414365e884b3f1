#!/bin/sh
test_description='two environments with pins have two manifests, and lint, the doors and adopt say so alike'
test_story=yes
. "${0%/*}/lib.sh"
be_person owner

# runbook MANIFEST PINS: production has that one.
runbook () {
	cat >runbook.yaml <<-EOT
	version: 1
	name: r
	ledger: $(git config mcade.ledgerId)
	governed: [refs/heads/main]
	environments: [{id: lab, manifest: lab.yaml}, {id: prod, manifest: $1}, {id: bare}]
	records: {log: "log/\${{ date }}.md"}
	defaults: {changes_state: false}
	steps:
	- {id: A, needs: [], pins: [$2], run: "true", verify: [{id: up, run: "true"}]}
	EOT
	git add -A && { git commit -q -n -m runbook || :; }
}
said="'lab' and 'prod' have one manifest, 'lab.yaml'"

test_expect_success 'one for two is refused with the reason and what to write, wherever it is asked' '
	new_repo r && cd r && printf "a:\n  image: TBD\n" >lab.yaml && cp lab.yaml prod.yaml && git add -A && git commit -q -m first && git mcade init --no-hooks >../out 2>&1 && runbook lab.yaml a.image && refused git mcade adopt 2>../err && test_grep "refused .document. runbook.yaml: $said" ../err && test_grep "hint:.*copy .lab.yaml., commit the copy" ../err &&
	refused git mcade lint >../out 2>../err && cat ../out >>../err && test_grep "$said" ../err && test "$(grep -c "have one manifest" ../err)" = 1
'
test_expect_success 'with one each, or without a pin, it is in force' '
	cd r && runbook lab.yaml "" && git mcade adopt && runbook prod.yaml a.image && git mcade adopt && git mcade pin a.image=redis:7@sha256:2f1b0c4e5a6d7c8b9a0f1e2d3c4b5a69788796a5b4c3d2e1f00112233445566a --env lab && git add -A && git mcade check --staged
'
test_done
