#!/bin/sh
test_description='what cannot be read is not ready: nobody can tell whether it may run'
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-acts.sh"

test_expect_success 'a file that nobody can read is no file that is as it was' '
	new_repo r && cd r && echo a >app.txt && git mcade init --no-hooks >../log 2>&1 && { log_head late && echo "environments: [{id: lab, live: true}]" && echo "steps: [{id: A, inputs: [app.txt], run: echo, pins: [], changes_state: false, verify: [{id: up, run: echo}]}]"; } >runbook.yaml &&
	git add -A && git commit -q -m runbook && git mcade adopt >../log 2>&1 && git mcade status --env lab --json >../out && test_grep "\"ready\":true" ../out &&
	truncate -s 1G app.txt && git mcade status --env lab --json >../out && test_grep "\"ready\":false,\"reasons\":\[\"what it uses cannot be read\"\]" ../out && test_grep "\"hint\":\"[^\"]*app.txt[^\"]* is larger than" ../out && git mcade next --env lab >../out && test_grep ! "git mcade run" ../out &&
	git checkout -q app.txt && git mcade next --env lab >../out && test_grep "git mcade run A --env lab" ../out
'
test_done
