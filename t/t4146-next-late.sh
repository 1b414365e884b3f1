#!/bin/sh
test_description='an incident that has outlived its time is what comes next: beside a step, and where every step is done'
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-acts.sh"

# says: the command that closes it, in words and in JSON.
says () {
	git mcade next --env lab >../out && test_grep "^incident $short in lab is past its time: git mcade incident close $short --follow-up TEXT$" ../out && test_grep ! "nothing to do" ../out &&
	git mcade next --env lab --json >../out && test "$(json "\$j->{incident}{id}, \$j->{incident}{hint}" ../out)" = "$id git mcade incident close $short --follow-up TEXT"
}
test_expect_success 'a step that is open, and an incident' '
	new_repo r && cd r && git mcade init --no-hooks >../log 2>&1 && { log_head late && echo "environments: [{id: lab}]" && echo "steps: [{id: A, run: echo, changes_state: false, verify: [{id: up, run: echo}]}]" && echo "gates: [{id: go, environment: lab, checks: [{id: ok, run: echo}]}]"; } >runbook.yaml && git add -A && git commit -q -m runbook && git mcade adopt >../log 2>&1 &&
	git mcade incident open --env lab --ttl 1h -m fire >../log 2>&1 && id=$(status "map { \$_->{id} } @{\$j->{incidents}}") && short=$(echo "$id" | cut -c1-12) && git mcade next --env lab >../out && test_grep ! incident ../out && tick 4000 && says && test_grep "git mcade run A --env lab" ../out
'
test_expect_success 'every step is done, and the incident is not' '
	cd r && git mcade run A --env lab >../out 2>&1 && git mcade complete A --env lab >../out 2>&1 && says
'
test_expect_success 'who may not close it is told who may; closed, nothing is left' '
	cd r && git mcade trust add rita --key "$(key_of reviewer)" --name Rita --email rita@example.com --role reviewer --role ci >../log 2>&1 && as_person reviewer git mcade join --no-hooks >../log 2>&1 && as_person reviewer git mcade next --env lab >../out && test_grep "past its time: .*Ada.* runs: git mcade incident close $short" ../out &&
	refused as_person reviewer git mcade gate go --env lab >../out 2>../err && test_grep "^ *hint: .*Ada.* runs: git mcade incident close $short" ../err && test_grep ! "hint: hint" ../err && git mcade audit >../out 2>../err && test_grep "hint: .*Ada.* runs: git mcade incident close $short" ../err &&
	git mcade next --env lab >../out && sh -c "$(sed -n "s/.* past its time: \(.*\) TEXT/\1 hose/p" ../out)" >../log 2>&1 && git mcade next --env lab >../out && test_grep "^nothing to do in lab" ../out
'
test_done
