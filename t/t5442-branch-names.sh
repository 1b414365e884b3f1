#!/bin/sh
test_description='a branch is called what git lets it be called: a command that names it is typed as it stands, and runs nothing'
test_story=yes
. "${0%/*}/lib.sh"
be_person owner

odd='rel/$(touch${IFS}pwned);touch${IFS}pwned;#'

test_expect_success 'setup: such a branch is governed' '
	new_repo r && cd r && bare_remote ../r.git . && echo one >app && git checkout -q -b "$odd" && git add -A && git commit -q -m app && git push -q -u origin "$odd" && git mcade init >../out 2>&1 && cat >runbook.yaml <<-EOT &&
	version: 1
	name: n
	ledger: $(git config mcade.ledgerId)
	governed: ["refs/heads/rel/*"]
	environments: [{id: prod, live: true}]
	records: {log: "log/\${{ date }}.md"}
	defaults: {changes_state: false}
	steps:
	- {id: SHIP, pins: [], inputs: [app], run: "true", verify: [{id: up, run: "true"}]}
	EOT
	git add -A && git commit -q -m rules && git push -q origin "$odd" && git mcade adopt >../out 2>&1 && git mcade sync >../out 2>&1
'
test_expect_success 'what is not pushed is pushed by the command that is shown, and that runs nothing else' '
	cd r && echo two >app && git commit -q -a -m two && refused git mcade run SHIP --env prod 2>../err && sed -n "s/^  fix:  *//p" ../err | grep "^git push" >../fix && test_line_count 1 ../fix && sh ../fix 2>../err &&
	test ! -e pwned && test "$(git rev-parse HEAD)" = "$(git rev-parse "refs/remotes/origin/$odd")" && git mcade sync >../out 2>&1
'
test_expect_success 'whoever is behind is told a command that gets it' '
	cd r && git reset -q --hard HEAD~1 && git mcade status >../out 2>../err && test_grep "lacks commits" ../err && sed -n "s/^  next: //p" ../err | grep "^git pull" >../fix && test_line_count 1 ../fix && sh ../fix >../out 2>&1 && test ! -e pwned && test "$(cat app)" = two
'
test_done
