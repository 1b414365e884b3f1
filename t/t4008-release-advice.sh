#!/bin/sh
test_description='a release in which everything is demanded, by nothing but what next says: each command is typed as it is printed'
test_story=yes
. "${0%/*}/lib.sh"

runbook () {
	cat <<-EOT
	version: 1
	ledger: $(git config mcade.ledgerId)
	name: advised
	environments:
	- {id: staging}
	- {id: prod, promote: {after: [staging], soak: 10m, approval: {role: reviewer, prevent_self_approve: true}}}
	records: {log: 'docs/deployments/\${{ date }}.md', checkpoint: 'docs/checkpoints/\${{ date }}-\${{ step.id }}/'}
	completion: auto
	evidence: {require: [operator, ticket]}
	steps:
	- {id: DEPLOY, pins: [], run: sh site.sh, changes_state: false, verify: [{id: up, run: 'true'}]}
	- {id: TELL, pins: [], kind: manual, title: tell support}
	- {id: SEAL, kind: checkpoint}
	gates:
	- id: release
	  environment: prod
	  approval: {role: reviewer}
	  evidence: {require: [build]}
	  checks:
	  - {id: up, run: 'true'}
	  - {id: legal, manual: Legal has read it, role: reviewer}
	  - {id: restored, drill: restore}
	drills:
	- {id: restore, environment: prod, run: 'true', verify: [{id: ok, run: 'true'}]}
	EOT
}
# says: what next has, as JSON has it.
says () {
	git mcade next --env prod --json >../next.json 2>../next.err && perl -MJSON::PP -0777 -ne 'my $n = decode_json($_); print $n->{command} // $n->{hint} // ""' ../next.json
}
# types COMMAND: as it stands there, by whom it names, with something in each place. Nobody has to know more.
types () {
	line_=$(echo "$1" | sed "s/ VALUE/ x/g; s/=VALUE/=x/g; s/-m REASON/-m because/; s/--restore TEXT/--restore nothing/; s/nothing/'\/back\/up'/") && who_=owner &&
	case $line_ in
	"wait "*) echo "$line_" >>../typed && tick 600 && return 0 ;;
	*" runs: git mcade "*) who_=reviewer && line_=${line_#* runs: } ;;
	esac &&
	echo "$who_: $line_" >>../typed && as_person "$who_" sh -c "$line_" >../out 2>../err </dev/null || { echo "[$?] $line_" && cat ../out ../err && return 1; }
}

test_expect_success 'setup' '
	new_repo r && cd r && echo true >site.sh && git mcade init --no-hooks >../out 2>&1 && runbook >runbook.yaml && git add -A && git commit -q -m runbook && git mcade adopt >../out 2>&1 &&
	git mcade trust add rita --key "$(key_of reviewer)" --email reviewer@example.com --name "Rita Reviewer" --role reviewer >../out 2>&1 && as_person reviewer git mcade join --no-hooks >../out 2>&1
'
test_expect_success 'next leads to the end, and nothing that it says is refused' '
	cd r && for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
		line=$(says) && [ -n "$line" ] || break
		types "$line" && git add -A && { git diff --cached --quiet || git commit -q -m records; } && tick || return 1
	done &&
	git mcade status --env prod --json >../status.json && test "$(grep -o "\"phase\":\"complete\"" ../status.json | wc -l)" = 3 && test -z "$(says)" &&
	for word in "owner: git mcade drill restore --env prod --field ticket=x" "reviewer: git mcade attest release/legal" "reviewer: git mcade approve gate:release" "reviewer: git mcade approve promote" \
		"owner: git mcade gate release --env prod --field ticket=x --field build=x" "owner: git mcade promote" "owner: git mcade checkpoint SEAL --env prod"; do test_grep "^$word" ../typed || return 1; done &&
	grep -B1 "approve promote" ../typed >../before && test_grep "git mcade gate release" ../before && sed -n "/approve promote/,/git mcade promote/p" ../typed >../waited && test_grep "^wait " ../waited && test "$(grep -c "^wait " ../typed)" = 1
'
test_expect_success 'a second release, whose script is another: it is run with what is demanded of a run, and nothing that is said is refused' '
	cd r && echo "true # again" >site.sh && git commit -q -a -m "another script" && tick && rm ../typed && for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		line=$(says) && [ -n "$line" ] || break
		types "$line" && git add -A && { git diff --cached --quiet || git commit -q -m records; } && tick || return 1
	done &&
	git mcade status --env prod --json >../status.json && test "$(grep -o "\"phase\":\"complete\"" ../status.json | wc -l)" = 3 && test_grep ! "\"stale\":true" ../status.json && test -z "$(says)" && test_grep "^owner: git mcade run DEPLOY --env staging --field ticket=x --accept-changed" ../typed
'
test_done
