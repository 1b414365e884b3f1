#!/bin/sh
test_description='what the seeds ask for in words, asked of doors and acts: what is refused and what passes'
# shows: A10 A22 A86 D16 D24 E22 E27
. "${0%/*}/lib.sh"
be_person owner

house () {
	cat >runbook.yaml <<-EOF
	version: 1
	ledger: $(git config mcade.ledgerId)
	name: house
	governed: [refs/heads/main]
	order: $1
	environments: [{id: lab, manifest: releases/lab.yaml}]
	records: {log: 'docs/deployments/\${{ date }}.md'}
	policies:
	- {id: container, forbid: '\bmotorcade_postgres\b', paths: ['ansible/**'], code_only: true, fix: motorcade-postgres}
	freezes:
	- {id: nginx, reason: 'verified; do not reopen or fix http2 warnings', paths: ['ansible/*nginx*'], except: ['ansible/redirect-nginx.sh']}
	defaults: {run: [sh, '\${{ step.uses }}'], changes_state: false}
	steps:
	EOF
	shift
	for step; do
		printf '%s\n' "- {id: $step, uses: ansible/$step.sh, pins: [], verify: [{id: up, run: 'true'}, {id: http2, run: 'cat http2', expect: {stdout: {empty: true}}, on_fail: warn}]}"
	done >>runbook.yaml
}

test_expect_success 'setup: three steps in their order' '
	new_repo r && cd r && mkdir ansible releases && echo "{}" >releases/lab.yaml && : >http2 &&
	for step in ONE TWO THREE old-nginx redirect-nginx; do echo : >ansible/$step.sh || return 1; done &&
	git add -A && git commit -q -m files && tick && git mcade init >../out 2>&1 &&
	house list ONE TWO THREE old-nginx redirect-nginx && git add -A && git commit -q -m order && git mcade adopt && tick
'

test_expect_success 'A10: the order binds; another order is a signed act, and no step is another by it' '
	cd r && git mcade run ONE --env lab >../out 2>&1 && git mcade complete ONE --env lab &&
	refused git mcade run THREE --env lab 2>../err && test_grep "refused .order. .THREE. needs TWO" ../err &&
	git commit -q -a -m one && house list ONE THREE TWO old-nginx redirect-nginx && git commit -q -a -m "another order" && tick &&
	refused git mcade run THREE --env lab 2>../err && test_grep "refused .order. .THREE. needs TWO" ../err &&
	git mcade adopt && git verify-commit mcade/ledger && git mcade status --env lab >../status &&
	test_grep "ONE *complete" ../status && git mcade run THREE --env lab >../out 2>&1 &&
	refused git mcade run TWO --env lab 2>../err && test_grep "refused .order. .TWO. needs THREE" ../err
'

test_expect_success 'A22: the wrong name of a container does not get into a playbook, the right one does' '
	cd r && git commit -q --allow-empty -m between && echo "podman logs motorcade_postgres" >>ansible/TWO.sh && git add -A &&
	refused git commit -q -m wrong 2>../err && test_grep "refused .forbidden. ansible/TWO.sh: " ../err &&
	test_grep "hint: *motorcade-postgres" ../err && git reset -q --hard &&
	echo "podman logs motorcade-postgres # not motorcade_postgres" >>ansible/TWO.sh && git commit -q -a -m right
'

test_expect_success 'A86: what is frozen is neither changed nor run again, and the reason is said; a known warning fails nothing' '
	cd r && house needs ONE TWO old-nginx redirect-nginx THREE && git commit -q -a -m "no order" && git mcade adopt && tick &&
	echo "http2 on;" >>ansible/old-nginx.sh && git add -A &&
	refused git commit -q -m "fix http2" 2>../err && test_grep "refused .frozen. ansible/old-nginx.sh: " ../err && git reset -q --hard &&
	refused git mcade run old-nginx --env lab 2>../err && test_grep "refused .frozen. " ../err && test_grep "do not reopen or fix http2 warnings" ../err &&
	echo "http2 on;" >>ansible/redirect-nginx.sh && git commit -q -a -m "the exception" && echo : >ansible/redirect-nginx.sh && git commit -q -a -m back &&
	echo "deprecated directive" >http2 && git commit -q -a -m "nginx warns" && git mcade run redirect-nginx --env lab >../out 2>&1 &&
	test_grep "check http2: warn" ../out && git mcade complete redirect-nginx --env lab
'

two_places () {
	cat <<-EOF
	version: 1
	ledger: $(git config mcade.ledgerId)
	name: shop
	governed: [refs/heads/main]
	environments: [{id: staging}, {id: prod, live: true, promote: {after: [staging]}}]
	records: {log: 'docs/deployments/\${{ date }}.md'}
	order: needs
	defaults: {run: [sh, '\${{ step.uses }}'], changes_state: false}
	steps:
	- {id: DEPLOY, uses: deploy.sh, pins: [], verify: [{id: health, run: 'cat health', expect: {stdout: {matches: '^ok'}}}]}
	EOF
}

# stopped: no deploy of prod, whatever it would do there.
stopped () {
	refused git mcade run DEPLOY --env prod >../out 2>&1 && test_grep "refused .promotion. " ../out &&
	test_missing ../deployed
}

test_expect_success 'D24: no deploy of production before staging was deployed, validated and completed, nor when that is taken back' '
	new_repo shop && cd shop && echo "echo x >>../deployed" >deploy.sh && echo bad >health && git add -A && git commit -q -m files && tick &&
	git mcade init >../out 2>&1 && two_places >runbook.yaml && git add -A && git commit -q -m runbook && git mcade adopt && tick &&
	rm -f ../deployed && stopped && { git mcade run DEPLOY --env staging >../out 2>&1 || :; } && rm ../deployed && stopped &&
	echo ok >health && git commit -q -a -m healthy && git mcade run DEPLOY --env staging >../out 2>&1 && rm ../deployed && stopped &&
	git mcade complete DEPLOY --env staging && git add -A && git commit -q -m "staging is complete" && tick &&
	git mcade reopen DEPLOY --env staging -m "it does not hold" && stopped &&
	git mcade run DEPLOY --env staging >../out 2>&1 && git mcade complete DEPLOY --env staging && git add -A && git commit -q -m again && tick &&
	rm ../deployed && stopped && git mcade promote --env prod >../out && git add -A && git commit -q -m promoted && tick &&
	git mcade run DEPLOY --env prod >../out 2>&1 && test -f ../deployed
'

test_done
