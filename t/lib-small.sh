# lib-small.sh - a repository with a small runbook in force: one ordinary environment, one live one,
# steps that change state and steps that do not. For the tests of acts and doors.
#
#	. "${0%/*}/lib.sh"
#	. "$SOURCE_DIR/t/lib-small.sh"
#	small_repo r		# cd into it: branch main, ledger, runbook adopted

# small_runbook: runbook.yaml and what it names, committed.
small_runbook () {
	mkdir -p playbooks releases docs &&
	cat >runbook.yaml <<-EOF &&
	version: 1
	ledger: $(git config mcade.ledgerId)
	name: small
	governed: [refs/heads/main]
	environments:
	- {id: lab, manifest: releases/lab.yaml}
	- {id: prod, live: true, manifest: releases/prod.yaml}
	records:
	  log: 'docs/deployments/\${{ date }}.md'
	  checkpoint: 'docs/checkpoints/\${{ date }}-\${{ step.id }}/'
	defaults:
	  run: [sh, '\${{ step.uses }}']
	  timeout: 20s
	  changes_state: true
	  restore: {match: 'Restore path: ([^"\s]+)'}
	steps:
	- id: CACHE
	  uses: playbooks/cache.sh
	  pins: [cache.image]
	  verify:
	  - {id: up, run: cat cache.state, expect: {stdout: up}}
	- id: READ
	  uses: playbooks/read.sh
	  changes_state: false
	  pins: []
	  verify:
	  - {id: fine, run: 'true'}
	- {id: LATER}
	EOF
	echo 'echo up >cache.state; echo "Restore path: /var/backups/cache"' >playbooks/cache.sh &&
	echo 'cat cache.state' >playbooks/read.sh &&
	printf 'cache:\n  image: redis:latest   # decide\n' >releases/lab.yaml &&
	cp releases/lab.yaml releases/prod.yaml &&
	echo '*.state' >.gitignore &&
	git add -A && git commit -q -m 'runbook as data'
}

# small_repo NAME: as the owner.
small_repo () {
	new_repo "$1" && cd "$1" &&
	commit_file README "a small team" &&
	git mcade init >init.out 2>&1 && rm init.out &&
	small_runbook &&
	git mcade adopt >/dev/null 2>&1
}

DIGEST=sha256:2f1b0c4e5a6d7c8b9a0f1e2d3c4b5a69788796a5b4c3d2e1f00112233445566a
export DIGEST
