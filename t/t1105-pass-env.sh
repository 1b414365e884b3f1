#!/bin/sh
test_description='pass_env: what is named of the caller is handed on as it is, and recorded; nothing else is'
test_story=yes
. "${0%/*}/lib.sh"
be_person owner
new_repo r || exit 1

# runbook [LINE]: two steps that write what they see, one with a list of its own.
runbook () {
	cat >runbook.yaml <<-EOT &&
	version: 1
	name: passed
	ledger: $(git config mcade.ledgerId)
	governed: [refs/heads/main]
	environments: [{id: lab, manifest: m.yaml}]
	records: {log: 'log/\${{ date }}.md'}
	secrets: [HIDDEN]
	$1
	defaults: {changes_state: false}
	steps:
	- id: ONE
	  guard: [{id: version, env: PREVIOUS, expect: {matches: '^v[0-9]+$'}}]
	  run: 'echo "[\$PREVIOUS] [\$OTHER] [\$MORE] [\${UNSET-unset}]"'
	  pins: []
	  verify: [{id: seen, run: 'test "\$PREVIOUS" = v4711'}]
	- id: TWO
	  needs: []
	  pass_env: [MORE, UNSET]
	  run: 'echo "[\$PREVIOUS] [\$OTHER] [\$MORE] [\${UNSET-unset}]"'
	  pins: []
	  verify: [{id: seen, run: 'test "\$MORE" = more'}]
	EOT
	git add -A && git commit -q -m "$2" && git mcade adopt >../adopt.log 2>&1
}
run () {
	env PREVIOUS=v4711 OTHER=other MORE=more HIDDEN=hunter2hunter2 git mcade run "$@" 2>../err
}
# body NAME: of the last event's evidence.
body () {
	path=$(git log -1 --format=%B mcade/ledger | sed -n "s,^Mcade-Evidence: sha256:\(..\)\([0-9a-f]*\) .* $1\$,\1/\1\2,p") && git cat-file blob "refs/heads/mcade/evidence/2026:$path"
}
test_expect_success 'setup' '
	cd r && echo "web: {image: TBD}" >m.yaml && git add m.yaml && git commit -q -m m && git mcade init --no-hooks >../init.log 2>&1 &&
	runbook "pass_env: [PREVIOUS]" first
'
test_expect_success 'the runbook names one: commands, checks and guards see it, and nothing else of the caller' '
	cd r && run ONE >../out && body run >../run.log && test_grep "^	\[v4711\] \[\] \[\] \[unset\]" ../run.log && test_grep "^passed: PREVIOUS=v4711" ../run.log && test_grep ! "other\|passed: MORE" ../run.log &&
	body check.seen >../check.log && test_grep "^passed: PREVIOUS=v4711" ../check.log
'
test_expect_success 'a step names more; what is not set is not handed on' '
	cd r && run TWO >../out && body run >../run.log && test_grep "^	\[v4711\] \[\] \[more\] \[unset\]" ../run.log && test_grep "^passed: MORE=more" ../run.log && test_grep ! "UNSET=" ../run.log
'
test_expect_success 'the guard judges the same value, and an absent one' '
	cd r && ! env PREVIOUS=latest HIDDEN=hunter2hunter2 git mcade run ONE >../out 2>../err && test_grep "guard .version. failed" ../err &&
	refused env -u PREVIOUS HIDDEN=hunter2hunter2 git mcade run ONE >../out 2>../err
'
test_expect_success 'what is a secret as well stays masked' '
	cd r && runbook "pass_env: [PREVIOUS, HIDDEN]" second && run ONE >../out && body run >../run.log && test_grep ! "hunter2" ../run.log && test_grep "^passed: HIDDEN=" ../run.log
'
test_expect_success 'another list is another definition; without the key nothing is' '
	cd r && git mcade complete ONE >../out 2>&1 && runbook "pass_env: [PREVIOUS]" third && git mcade status --json >../status && test_grep "\"id\":\"ONE\",[^}]*\"stale\":true" ../status
'
test_expect_success 'a name that no shell can hold is refused' '
	cd r && ! runbook "pass_env: [\"A B\"]" fourth && { git mcade lint >../out 2>&1 || :; } && test_grep "A B" ../out
'
test_done
