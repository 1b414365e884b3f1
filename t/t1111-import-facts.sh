#!/bin/sh
# shows: M21 M31
test_description='facts of one document that cannot all be meant, and steps that it names by a range'
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
# ranges LINES: "line step: ids" of each range that import takes apart; steps 1 to 6 are REL_01 to REL_06.
ranges () {
	rm -rf r && new_repo r && mkdir r/docs &&
	printf "%b\n" "# Release\n\n1. REL_01 - stop\n2. REL_02 - copy\n3. REL_03 - move\n4. REL_04 - start\n5. REL_05 - look\n6. REL_06 - all at once$1" >r/docs/R.md &&
	( cd r && git add -A && git commit -q -m doc && { git mcade import --json docs/R.md >../out.json || :; } && git mcade lint >../lint ) &&
	perl -MJSON::PP -0777 -ne 'print map { "$_->{line} $_->{step}: $_->{found}\n" } grep { $_->{rule} eq "identity" } @{decode_json($_)->{findings}}' out.json >found
}
of () {
	text=$1 && shift && ranges "$text" && printf "%s\n" "$@" >expected && test_cmp expected found
}
nothing () { ranges "$1" && test_line_count 0 found; }
test_expect_success 'M21: "supersedes steps 4–6", itself in it: the others by their ids, and nothing is made of it' '
	of " (supersedes steps 4–6)" "8 REL_06: REL_04, REL_05" && test_grep ! superseded out.json r/runbook.yaml && test_grep ! "needs:" r/runbook.yaml
'
test_expect_success 'in its text, in other words, by ids' '
	for text in "Steps 2-4 come before" "after step 2 through 4" "Schritte 2 bis 4 zuerst" "needs REL_02..REL_04" "needs \0140REL_02\0140 – \0140REL_04\0140 and steps 2 – 4" "REL_02 to REL_04, then this"; do
		of "\n   - $text" "9 REL_06: REL_02, REL_03, REL_04" || return 1
	done
'
test_expect_success 'numbers that no step has, of something else, the wrong way round, in code, ids that nobody defines' '
	for text in "steps 20-30 of the manual" "ports 2-4" "steps 2.1-2.4" "steps 4-2" "takes 2-4 minutes" "REL_91..REL_93" "REL_00..REL_03" "missteps 2-4" "REL_02 - REL_04" "version 1.2..1.4" "so:\n\n     \0140\0140\0140\n     steps 2-4\n     \0140\0140\0140"; do
		nothing "\n   - $text" || return 1
	done
'
test_done
