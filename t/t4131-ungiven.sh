#!/bin/sh
test_description='what a runbook asks of people that nobody in trust can give is told when it is adopted, and what lets them in works when it is typed'
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-acts.sh"

runbook () {
	log_head ungiven && cat <<-EOT
	order: needs
	environments:
	- {id: lab, approval: {role: ${1:-chief}}}
	- {id: next, promote: {after: [lab], approval: {role: owner, count: 2}}}
	defaults: {changes_state: false, verify: [{id: up, run: 'true'}]}
	steps:
	- {id: SHIP, run: 'true', pins: []}
	- {id: LOOK, kind: gate, environments: [lab], verify: [{id: seen, manual: it is so, role: notary}], approval: {role: lawyer}}
	- {id: PAID, run: 'true', pins: [], approval: {role: bank, witness: true}}
	gates: [{id: go, environment: next, checks: [{id: fit, manual: it fits, role: tailor}], approval: {role: judge}}]
	rollbacks: [{id: back, environment: next, run: 'true', approval: {role: pilot}, verify: [{id: up, run: 'true'}]}]
	freezes: [{id: cold, reason: it is, paths: [x], approval: {role: warden}}]
	EOT
}
test_expect_success 'each kind of demand that nobody can meet is told, once for each role' '
	new_repo r && cd r && commit_file app.txt one && git mcade init --no-hooks >../log 2>&1 && runbook >runbook.yaml && git add -A && git commit -q -m runbook && git mcade adopt >../out 2>../err &&
	for told in "SHIP. needs the approval of role .chief" "LOOK. needs the approval of role .lawyer" "LOOK/seen. needs the answer of role .notary" "go. needs the approval of role .judge" "go/fit. needs the answer of role .tailor" "back. needs the approval of role .pilot" "cold. needs the approval of role .warden"; do
		test_grep "$told., which no principal has" ../err || return 1
	done && test_grep "promote. needs the approval of role .owner., of whom 1 may say so, not 2" ../err && grep -c "^warning: .*needs the\|^mcade: warning: .*needs the" ../err >../count && echo 8 | test_cmp - ../count && test_grep ! bank ../err
'
test_expect_success 'what is printed lets somebody in; then nothing is told' '
	cd r && sed -n "s/.* runs: \(git mcade trust role .*\)/\1/p" ../err >../ways && test_line_count 7 ../ways && n=0 &&
	while read -r way; do n=$((n + 1)) && ssh-keygen -q -t ed25519 -N "" -f ../key$n && sh -ec "$(echo "$way" | sed "s|ID --key FILE|p$n --key ../key$n.pub --name P$n --email p$n@example.com|")" >>../log 2>&1 </dev/null || return 1; done <../ways &&
	git mcade trust add second --key "$(key_of reviewer)" --name Second --email second@example.com --role owner >>../log 2>&1 && sed -i "s/it is so/it really is so/" runbook.yaml && git commit -q -a -m again && git mcade adopt >../out 2>../err && test_grep ! "needs the" ../err
'
test_expect_success 'where nobody else is left to agree, the reader is told who lets another person in' '
	cd r && waiting git mcade run SHIP --env lab >../out 2>../err && cat ../out ../err >../said && test_grep "chief P[0-9] runs: git mcade approve SHIP --env lab" ../said && runbook alone >runbook.yaml && git commit -q -a -m alone && git mcade adopt >../out 2>../err &&
	waiting git mcade run SHIP --env lab >../out 2>../err && test_grep "no other principal of role .alone. may approve in lab; root .* runs: git mcade trust role alone --may .approve in lab. && git mcade trust add ID --key FILE --role alone" ../err
'
test_expect_success 'an approval of oneself is none: where nobody else may give it is told, until somebody else acts or agrees' '
	new_repo self && cd self && commit_file app.txt one && git mcade init --no-hooks >../log 2>&1 && runbook "owner, prevent_self_approve: true" | sed "s/role: owner, count: 2/role: owner, prevent_self_approve: true/; /LOOK\|^gates:\|^rollbacks:\|^freezes:/d" >runbook.yaml && git add -A && git commit -q -m runbook && git mcade adopt >../out 2>../err &&
	test_grep "SHIP. needs the approval of role .owner., of whom 0 besides who acts may say so, not 1" ../err && sed "s/lab, approval: {role: owner, prevent_self_approve: true}/lab/" runbook.yaml >../edited && cp ../edited runbook.yaml && git commit -q -a -m promotion && git mcade adopt >../out 2>../err && test_grep "promote. needs the approval of role .owner., of whom 0 besides who acts" ../err &&
	git mcade trust add olga --key "$(key_of operator)" --name Olga --email operator@example.com --role operator >>../log 2>&1 && sed -i "s/name: ungiven/& again/" runbook.yaml && git commit -q -a -m again && git mcade adopt >../out 2>../err && test_grep ! "needs the" ../err
'
test_expect_success 'of a freeze too: who runs what it holds does not let himself through' '
	new_repo cold && cd cold && commit_file app.txt one && git mcade init --no-hooks >../log 2>&1 && runbook | sed "/approval: {role: owner, count: 2}\|LOOK\|PAID\|^gates:\|^rollbacks:/d; s/{id: lab,.*/{id: lab}/; s/role: warden/role: owner, prevent_self_approve: true/" >runbook.yaml && git add -A && git commit -q -m runbook && git mcade adopt >../out 2>../err && test_grep "cold. needs the approval of role .owner., of whom 0 besides who acts may say so, not 1" ../err && grep -c "needs the" ../err >../count && echo 1 | test_cmp - ../count &&
	sed -i "s/, prevent_self_approve: true//" runbook.yaml && git commit -q -a -m "by himself" && git mcade adopt >../out 2>../err && test_grep ! "needs the" ../err
'
test_done
