#!/bin/sh
test_description='two documents of one runbook say otherwise of a step: told by lint and history, and by the doors that bring it'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
be_person owner

said="docs/a.md:3: 'REL-01' is complete on line 3, and planned in docs/b.md:3"
test_expect_success 'setup: without a ledger, both open' '
	new_repo r && cd r && mkdir docs && printf "# A\n\n- [ ] REL-01 Back up\n- [ ] REL-02 Switch\n" >docs/a.md && printf "# B\n\n- [ ] REL-01 Back up\n- [ ] REL-03 Tell\n" >docs/b.md &&
	git add -A && git commit -q -m docs && git mcade import docs/a.md docs/b.md --env prod && test_grep "path: docs/a.md" runbook.yaml && git add -A && git commit -q -m rules &&
	{ git mcade lint >../out 2>&1 || :; } && test_grep ! "contradiction" ../out
'
test_expect_success 'one ticks it and the other does not: an error of lint, since nobody knows which is right' '
	cd r && sed -i "s/\[ \] REL-01/[x] REL-01/" docs/a.md && git commit -q -a -m a && { git mcade lint >../out 2>&1; [ $? = 1 ]; } &&
	test_grep "^error \[contradiction\] 1$" ../out && test_grep "$said" ../out && sed -i "s/\[ \] REL-01/[x] REL-01/" docs/b.md && git commit -q -a -m b &&
	{ git mcade lint >../out 2>&1 || :; } && test_grep ! "contradiction" ../out
'
test_expect_success 'with a ledger it is a warning, at the doors, of lint and of history' '
	cd r && git reset -q --hard HEAD~2 && git mcade init && sed -i "/^- id: /a\\  run: echo one\n  pins: []\n  changes_state: false\n  verify: [{id: ok, run: '\''true'\'', timeout: 5s}]\n  timeout: 5s" runbook.yaml &&
	git add -A && git commit -q -m ledger && git mcade adopt && tick && git mcade run REL-01 --env prod && { git mcade complete REL-01 --env prod || :; } &&
	git checkout -q HEAD docs && sed -i "s/\[ \] REL-01/[x] REL-01/" docs/a.md && git commit -q -a -m a 2>../err && test_grep "\[contradiction\] docs/a.md: .REL-01. is complete on line 3, and planned in docs/b.md:3" ../err &&
	{ git mcade lint >../out 2>&1 || :; } && test_grep "^warn \[contradiction\] 1$" ../out && test_grep "$said" ../out && git mcade check --history >../out 2>&1 && test_grep "\[contradiction\] docs/a.md: .REL-01. is complete on line 3, and planned in docs/b.md:3" ../out
'
test_expect_success 'and none once both say it' '
	cd r && sed -i "s/\[ \] REL-01/[x] REL-01/" docs/b.md && git commit -q -a -m b 2>../err && test_grep ! "contradiction" ../err && { git mcade lint >../out 2>&1 || :; } && test_grep ! "contradiction" ../out
'
test_done
