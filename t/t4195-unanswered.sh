#!/bin/sh
test_description='checks of which none applies have shown nothing: no step is complete by them, no gate says GO

Whether a check applies may rest on a variable of whoever runs the command.'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-acts.sh"
be_person owner

runbook () {
	printf "%s\n" "version: 1" "name: r" "ledger: $(git config mcade.ledgerId)" "governed: [refs/heads/main]" "pass_env: [MODE]" "completion: auto" "defaults: {changes_state: false}" "records: {log: \"log/\${{ date }}.md\"}" \
		"environments: [{id: staging, verify: [{id: well, run: \"true\", when: {env.MODE: strict}}]}, {id: prod, promote: {after: [staging]}}, {id: lab}]" \
		"steps:" "- {id: SHIP, pins: [], run: \"true\", verify: [{id: up, run: \"true\", when: {env.MODE: strict}}]}" \
		"- {id: SURE, pins: [], needs: [], run: \"true\", verify: [{id: up, run: \"true\"}, {id: more, run: \"true\", when: {env.MODE: strict}}]}" \
		"gates: [{id: go, environment: staging, checks: [{id: sound, run: \"true\", when: {env.MODE: strict}}]}]" \
		"rollbacks: [{id: back, environment: staging, run: \"true\", verify: [{id: gone, run: \"true\", when: {env.MODE: strict}}], triggers: [{id: bad, run: \"true\", when: {env.MODE: strict}}]}, {id: far, environment: lab, run: \"true\", triggers: [{id: live, run: \"true\", when: {environment.id: prod}}]}]" \
		"drills: [{id: fire, environment: staging, run: \"true\", verify: [{id: out, run: \"true\", when: {env.MODE: strict}}]}]"
}
phase () {
	git mcade status --env "${2-staging}" --json >../status && json "map { \$_->{phase} } grep { \$_->{id} eq q($1) } @{\$j->{steps}}" ../status
}
test_expect_success 'setup' '
	new_repo r && cd r && unset MODE && git mcade init --no-hooks >../out 2>&1 && runbook >runbook.yaml && git add -A && git commit -q -m a && git mcade adopt
'
test_expect_success 'a run is not complete by it, nor is it verified; one check that applies is enough' '
	cd r && expect_status 2 git mcade run SHIP --env staging && test "$(phase SHIP)" = ran && expect_status 2 git mcade verify SHIP --env staging && refused git mcade complete SHIP --env staging 2>../err && test_grep "\[completion\]" ../err &&
	git mcade run SURE --env staging && test "$(phase SURE)" = complete && git add -A && git commit -q -m log
'
test_expect_success 'a gate does not go; no trigger was asked; a drill has not passed' '
	cd r && expect_status 2 git mcade gate go --env staging && expect_status 2 git mcade rollback --check --env staging 2>../err && git mcade rollback --check --env lab && expect_status 2 git mcade drill fire --env staging && git add -A && git commit -q -m log
'
test_expect_success 'asked, they are answers' '
	cd r && export MODE=strict && git mcade verify SHIP --env staging && { git mcade complete SHIP --env staging || :; } && test "$(phase SHIP)" = complete && git mcade gate go --env staging && git mcade rollback --check --env staging && git mcade drill fire --env staging && git add -A && git commit -q -m log
'
test_expect_success 'what the source is asked before a promotion, too' '
	cd r && unset MODE && expect_status 1 git mcade promote --env prod 2>../err && test_grep "\[promotion\]" ../err && test_grep "has shown nothing" ../err && MODE=strict git mcade promote --env prod
'
test_expect_success 'nor is it known that a rollback worked' '
	cd r && unset MODE && expect_status 2 git mcade rollback back --env staging
'
test_done
