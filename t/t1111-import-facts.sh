#!/bin/sh
# shows: M31
test_description='facts of one document that cannot all be meant'
. "${0%/*}/lib.sh"

# told: "line severity environment" of each value that import finds twice.
told () {
	( cd r && git add -A && git commit -q -m doc && { git mcade import --json docs/R.md >../out.json || :; } ) &&
	perl -MJSON::PP -0777 -ne 'print map { "$_->{line} $_->{severity} $_->{environment}\n" } grep { $_->{rule} eq "contradiction" } @{decode_json($_)->{findings}}' out.json >found
}
# table ROW LINES: what import says of a table of environments with that row, over those lines.
table () {
	rm -rf r && new_repo r && mkdir r/docs &&
	printf "%b\n" "# Release\n\n| What | Staging | Production |\n|---|---|---|\n$1\n\n## Steps\n\n- [ ] look\n\n$2" >r/docs/R.md && told
}
none () { table "$@" && test_line_count 0 found; }
both='Run \0140deploy -a shop\0140.\n\nRun \0140deploy -a shop-1f0c\0140.'
other='Run \0140deploy -a shop\0140.\n\nRun \0140deploy -a cart\0140.'

test_expect_success 'M31: seed 003 names two apps as production, and its commands use both; every sentence is kept' '
	rm -rf r && new_repo r && copy_seed 003 r/docs/R.md && told && echo "35 warn production" >expected && test_cmp expected found &&
	test_grep "capecraft (docs/R.md:183), autorisen-dac8e65796e7 (docs/R.md:113)" out.json &&
	test_grep "Migrations MUST be run separately" r/runbook.yaml && test_grep "Alembic migrations run explicitly" out.json
'
test_expect_success 'lint tells it, too' '
	cd r && { git mcade lint --json --all >../lint.json || :; } && perl -MJSON::PP -0777 -ne "print map { \"\$_->{line}\\n\" } grep { \$_->{rule} eq \"contradiction\" } @{decode_json(\$_)->{findings}}" ../lint.json >../found && echo 35 >../expected && test_cmp ../expected ../found
'
test_expect_success 'another option, another way to say "or"' '
	table "| App | \0140a\0140 | \0140shop\0140 / \0140cart\0140 |" "$other" && echo "5 warn production" >expected && test_cmp expected found &&
	table "| App | \0140shop\0140 oder \0140cart\0140 | \0140a\0140 |" "\0140\0140\0140sh\ndeploy --app=shop\ndeploy --app=cart\n\0140\0140\0140" && echo "5 warn staging" >expected && test_cmp expected found
'
test_expect_success 'two names that are two things, a name in the other, one that no command uses, other options, more than names' '
	none "| Apps | \0140a\0140 | \0140shop\0140 and \0140cart\0140 |" "$other" && none "| Apps | \0140a\0140 | \0140shop\0140 / \0140cart\0140 |" "$other" &&
	none "| App | \0140a\0140 | \0140shop\0140 / \0140shop-1f0c\0140 |" "$both" &&
	none "| App | \0140a\0140 | \0140shop\0140 / \0140cart\0140 |" "Run \0140deploy -a shop\0140. The cart is new." &&
	none "| App | \0140a\0140 | \0140shop\0140 / \0140cart\0140 |" "Run \0140deploy -a shop\0140.\n\nRun \0140deploy -b cart\0140." &&
	none "| App | \0140a\0140 | \0140shop\0140 / \0140cart\0140 |" "Run \0140deploy shop\0140.\n\nRun \0140deploy cart\0140." &&
	none "| App | \0140a\0140 | \0140shop\0140 / \0140cart\0140, see below |" "$other" && none "| Port | \014080\0140 | \01408080\0140 / \01409090\0140 |" "\0140run -p 8080\0140 and \0140run -p 9090\0140"
'
test_expect_success 'a table of something else' '
	rm -rf r && new_repo r && mkdir r/docs && printf "%b\n" "# R\n\n| What | Red | Blue |\n|---|---|---|\n| App | \0140a\0140 | \0140shop\0140 / \0140cart\0140 |\n\n- [ ] look\n\n$other" >r/docs/R.md && told && test_line_count 0 found
'
test_done
