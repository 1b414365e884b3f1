#!/bin/sh
test_description='what of the caller a run is given: pass_env as it is, secrets masked; no signed text holds one'
test_story=yes
. "${0%/*}/lib.sh"
be_person owner
new_repo r || exit 1

# runbook LINE MESSAGE [CHECKS]: two steps that write what they see, one with a list of its own.
runbook () {
	checks=${3-"{id: seen, run: test \$MORE = more}"}
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
	  verify: [$checks]
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
test_expect_success 'a check names more: it alone has it, and its list is part of the checks' '
	cd r && runbook "pass_env: [PREVIOUS, HIDDEN]" own "{id: mine, pass_env: [ALONE], run: test \$ALONE = 1}, {id: other, run: test -z \"\$ALONE\"}" && HIDDEN=secretive ALONE=1 git mcade run TWO >../out 2>&1 &&
	body run >../run.log && test_grep ! "ALONE" ../run.log && body check.mine >../mine.log && test_grep "^passed: ALONE=1" ../mine.log && body check.other >../other.log && test_grep ! "passed: ALONE" ../other.log &&
	git mcade complete TWO >../out 2>&1 && runbook "pass_env: [PREVIOUS, HIDDEN]" other "{id: mine, pass_env: [OTHER], run: test \$ALONE = 1}, {id: other, run: test -z \"\$ALONE\"}" &&
	git mcade status --json >../status && test_grep "\"id\":\"TWO\",[^}]*\"stale\":true" ../status
'
test_expect_success 'another list is another definition; without the key nothing is' '
	cd r && git mcade complete ONE >../out 2>&1 && runbook "pass_env: [PREVIOUS]" third && git mcade status --json >../status && test_grep "\"id\":\"ONE\",[^}]*\"stale\":true" ../status
'
test_expect_success 'a name that no shell can hold is refused' '
	cd r && ! runbook "pass_env: [\"A B\"]" fourth && { git mcade lint >../out 2>&1 || :; } && test_grep "A B" ../out
'
# secretly COMMAND...: where the secret is set.
secretly () {
	HIDDEN=hunter2hunter2 "$@"
}
test_expect_success 'no text of an act holds a secret, however written, nor a token' '
	cd r && was=$(git rev-parse mcade/ledger) && for text in "it is hunter2hunter2" "aHVudGVyMmh1bnRlcjI=" "hunter2%68unter2" "key AKIAIOSFODNN7EXAMPLE"; do
		( export HIDDEN=hunter2hunter2 && refused git mcade block TWO --until later -m "$text" ) 2>../err && test_grep "refused \[secret\]" ../err && test_grep ! "hunter2" ../err || return 1
	done && ( export HIDDEN=hunter2hunter2 && refused git mcade block TWO --until "hunter2hunter2" -m x --json ) >../out 2>../err &&
	( export HIDDEN=hunter2hunter2 PREVIOUS=v4711 && refused git mcade run ONE -m "with hunter2hunter2" ) >../out 2>../err && test_grep "refused \[secret\]" ../err &&
	( export HIDDEN=hunter2hunter2 && refused git mcade abandon ONE -m "with hunter2hunter2" ) >../out 2>../err && test_grep "refused \[secret\]" ../err &&
	( export HIDDEN=hunter2hunter2 && refused git mcade block TWO --until "hunter2hunter2" -m x --json ) >../out 2>../err &&
	test_grep "\"rule\":\"secret\"" ../out && test_grep ! "hunter2" ../out && test "$(git rev-parse mcade/ledger)" = "$was" && git mcade block TWO --until later -m "nothing secret"
'
test_expect_success 'how a run ended is recorded all the same, masked' '
	cd r && git mcade unblock TWO -m x >../out 2>&1 && secretly env PREVIOUS=v4711 MORE=more git mcade run TWO >../out 2>&1 && test "$(git log -1 --format=%s mcade/ledger)" = "finish TWO in lab"
'
test_done
