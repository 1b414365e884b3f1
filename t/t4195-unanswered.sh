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
test_expect_success 'a step whose checks are all for other environments is not run where it is live, and begins with a warning elsewhere' '
	new_repo of && cd of && git mcade init --no-hooks >../log 2>&1 && log_head of >runbook.yaml && printf "%s\n" "order: needs" "environments: [{id: lab}, {id: prod, live: true}, {id: dr, live: true}]" "defaults: {changes_state: false}" "steps:" \
		"- {id: ONE, pins: [], run: echo x >>../of.ran, verify: [{id: up, run: \"true\", when: {environment.id: prod}}, {use: also}]}" "- {id: SOME, pins: [], run: \"true\", verify: [{id: up, run: \"true\", when: {environment.id: {in: [prod, dr]}}}]}" "- {id: BOTH, pins: [], needs: [], run: \"true\", verify: [{id: up, run: \"true\", when: {environment.id: prod}}, {id: else, run: \"true\", when: {environment.id: {ne: prod}}}]}" "checks: [{id: also, run: \"true\", when: {environment.id: prod}}]" >>runbook.yaml &&
	git add -A && git commit -q -m runbook && expect_status 1 git mcade lint --missing >../out && test_grep "ONE. cannot be completed in an environment" ../out && test_grep ! "BOTH" ../out &&
	git mcade adopt 2>../err && test_grep "ONE first: no check that applies there" ../err && refused git mcade run ONE --env dr 2>../err && test_grep "refused .completion. .*no check that applies there" ../err && test ! -e ../of.ran &&
	git mcade run ONE --env prod && test -e ../of.ran && git mcade run ONE --env lab --dry-run >../out 2>&1 && git mcade run BOTH --env dr && git mcade run BOTH --env prod
'
test_done
