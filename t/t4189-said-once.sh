#!/bin/sh
test_description='a person is named once, what ended is not shown as frozen, a hint of several lines stays readable'
test_story=yes
. "${0%/*}/lib.sh"
be_person owner

rita () {
	as_person reviewer git mcade approve "$@" >../out 2>&1
}

test_expect_success 'setup' '
	new_repo r && cd r && echo one >app && echo "true" >ship.sh && git add -A && git commit -q -m first && git mcade init --no-hooks >../out 2>&1 && cat >runbook.yaml <<-EOT && git add -A && git commit -q -m rules && git mcade adopt >../out 2>../err &&
	version: 1
	name: r
	ledger: $(git config mcade.ledgerId)
	governed: [refs/heads/main]
	completion: auto
	environments: [{id: lab}, {id: next, promote: {after: [lab], approval: {role: reviewer, count: 2}}}]
	records: {log: "log/\${{ date }}.md"}
	defaults: {changes_state: false}
	freezes: [{id: yuletide, reason: quiet, paths: [app], window: {to: 2020-01-01}}, {id: always, reason: law, paths: [law]}]
	steps:
	- {id: SHIP, needs: [], pins: [], run: sh ship.sh, approval: {role: reviewer, count: 2}, verify: [{id: up, run: "true"}]}
	EOT
	git mcade trust add rita --key "$(key_of reviewer)" --email reviewer@example.com --name "Rita Reviewer" --role reviewer >../out 2>&1 && as_person reviewer git mcade join --no-hooks >../out 2>&1
'
test_expect_success 'a hint of several lines is shown as these lines' '
	cd r && echo "content: [none]" >>runbook.yaml && git commit -q -a -m narrow && refused git mcade adopt 2>../hints && git revert --no-edit HEAD >../out 2>&1 && test_grep "inputs: .ship.sh." ../hints && test_grep ! "x0a" ../hints
'
test_expect_success 'who said yes twice is one person, and named once' '
	cd r && rita SHIP --env lab -m a && rita SHIP --env lab -m b && rita promote --env next -m a && rita promote --env next -m b && git mcade show SHIP --env lab >../out && test "$(grep -c "event .*, rita, until" ../out)" = 1 && git mcade approve --list --env lab >../out && test "$(grep -c "rita: yes .*said again, counted once" ../out)" = 1 && test_grep "approved by 1 of 2" ../out &&
	git mcade status --env next >../out && test_grep "approved by 1 of 2 of role .reviewer.: rita$" ../out && git mcade status --env lab --json >../out && test_grep "\"by\":\[\"rita\"\]" ../out && git mcade status --env next --json >../out && test_grep "\"by\":\[\"rita\"\]" ../out
'
test_expect_success 'a freeze that ended is not shown, one that binds is' '
	cd r && git mcade status >../out && test_grep "frozen: always" ../out && test_grep ! "yuletide" ../out
'
test_expect_success 'what approve takes stands in its synopsis' '
	cd r && { git mcade approve -h >../out 2>&1 || :; } && test_grep "for .NAME <ADDRESS>. --evidence FILE" ../out
'
test_done
