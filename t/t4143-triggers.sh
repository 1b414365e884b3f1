#!/bin/sh
# shows: E29 E30 E31 E32 E34
test_description='rollback --check: every trigger is asked; what fires is named with its command, what nobody can tell is no yes'
test_story=yes
. "${0%/*}/lib.sh"
be_person owner

runbook () {
	cat <<-EOT
	version: 1
	ledger: $(git config mcade.ledgerId)
	name: due
	governed: [refs/heads/main]
	environments: [{id: lab}, {id: prod}, {id: bare}]
	records: {log: 'docs/deployments/\${{ date }}.md'}
	defaults: {timeout: 20s, changes_state: false}
	steps:
	- {id: SHIP, run: 'true', pins: [], verify: [{id: up, run: 'true'}]}
	rollbacks:
	- id: undo
	  environment: lab
	  inputs: {release: 'v\d+'}
	  run: 'echo x >>"$TRASH/ran"'
	  triggers:
	  - {id: errors, run: 'test ! -e "$TRASH/errors"'}
	  - {id: slow, on_fail: warn, run: 'test ! -e "$TRASH/slow"'}
	  - {id: seen, run: [sh, "$TRASH/seen"], expect: {stdout: '\${{ git.sha }}'}}
	- id: away
	  run: 'echo x >>"$TRASH/ran"'
	  environment: lab
	  triggers: [{id: told, run: [sh, -c, 'kill -9 \$\$'], when: {env.TOLD: 'yes'}}, {id: known, run: ["$TRASH/nowhere"], when: {env.LOST: 'yes'}}]
	- {id: plain, environment: bare, run: 'true'}
	EOT
}
asks () { # asks STATUS ARGUMENT...: nothing is recorded and nothing rolled back
	git rev-parse mcade/ledger >../before && wanted_=$1 && shift &&
	expect_status "$wanted_" git mcade rollback --check --env lab "$@" >../out 2>../err &&
	git rev-parse mcade/ledger >../after && test_cmp ../before ../after && test ! -e ../ran
}

test_expect_success 'setup' '
	new_repo r && cd r && commit_file app.txt one && git mcade init --no-hooks >../out 2>&1 && runbook >runbook.yaml &&
	git add -A && git commit -q -m runbook && git mcade adopt && echo "git -C \"$TRASH/r\" rev-parse HEAD" >../seen && tick
'
test_expect_success 'where nothing ran yet, nobody can tell of which commit' '
	cd r && asks 2 && test_grep "seen" ../err && test_grep ! "trigger .errors" ../err && touch ../errors && asks 1 && test_grep "trigger .errors. fires" ../err && test_grep "cannot be told whether trigger .seen. fires" ../err && rm ../errors
'
test_expect_success 'none fires; what only warns does not' '
	cd r && git mcade run SHIP --env lab && asks 0 && test_grep "no trigger fires" ../out && touch ../slow && asks 0
'
test_expect_success 'one fires: named, with the command; the commit is that of the newest good run' '
	cd r && touch ../errors && asks 1 && test_grep "trigger .errors. fires" ../err && test_grep "git mcade rollback undo --env lab --input release=VALUE" ../err && test_grep ! "away" ../err &&
	asks 1 --json && test_grep "\"schema\":\"mcade/rollback/1\",\"recorded\":false.*\"rule\":\"conditions\",\"severity\":\"error\"" ../out && rm ../errors && asks 0 &&
	commit_file app.txt two && asks 1 && test_grep "trigger .seen. fires" ../err && git mcade run SHIP --env lab && asks 0
'
test_expect_success 'what cannot be asked is inconclusive, and hides no other that fires' '
	cd r && LOST=yes && export LOST && asks 2 && test_grep "cannot be told whether trigger .known. fires" ../err && touch ../errors && asks 1 && rm ../errors && unset LOST && asks 0
'
test_expect_success 'no trigger is no answer; without a key it is asked all the same' '
	cd r && usage git mcade rollback --check --env bare 2>../err && usage git mcade rollback undo --check --env lab 2>../err && usage git mcade rollback --check 2>../err &&
	mv "$HOME/.ssh/id_ed25519" ../key && asks 0 && mv ../key "$HOME/.ssh/id_ed25519"
'
test_done
