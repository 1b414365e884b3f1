#!/bin/sh
test_description='steps of one title are told apart as import does it, at the doors and by render'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
be_person owner

WEB='## Web\n\n- [ ] Drain\n- [ ] Restart\n' DATA='## Database\n\n- [x] Stop\n- [x] Restart\n'
test_expect_success 'setup: what was done of the one is in force, of the other nothing' '
	new_repo r && cd r && printf "# Maintenance\n\n$DATA\n$WEB" >rb.md && git add -A && git commit -q -m doc && tick &&
	git mcade import rb.md --env prod && git mcade init && git add -A && git commit -q -m rules && git mcade adopt --accept-claims && tick && git tag good
'
test_expect_success 'the done one goes, and the open one is painted: refused' '
	cd r && sed -i "6d; s/\[ \] Restart/[x] Restart/" rb.md && test_grep ! "\[ \] Restart" rb.md && refused git commit -q -a -m painted 2>../err &&
	test_grep "\[completion\] rb.md: line 10 marks .RESTART_2. complete" ../err && back_to_good
'
test_expect_success 'a section moves as it is, and render leaves its marks' '
	cd r && printf "# Maintenance\n\n$WEB\n$DATA" >rb.md && cp rb.md ../moved.md && git add rb.md && git mcade render && cmp rb.md ../moved.md &&
	git mcade import --update rb.md && git commit -q -a -m moved && { git mcade lint >../out 2>&1 || :; } && test_grep ! "complete that is not" ../out && back_to_good
'
test_expect_success 'a painted one that moves with its section is refused, and render takes back that mark alone' '
	cd r && printf "# Maintenance\n\n$WEB\n$DATA" | sed "s/\[ \] Restart/[x] Restart/" >rb.md && refused git commit -q -a -m painted 2>../err &&
	test_grep "marks .RESTART_2. complete" ../err && test_grep "git mcade render" ../err && git mcade render && cmp rb.md ../moved.md && back_to_good
'
test_expect_success 'which one a line is that stands anywhere cannot be told: render leaves it, and the door says how' '
	cd r && printf "# Maintenance\n\n- [x] Stop\n- [ ] Tell\n- [x] Restart\n- [x] Wait\n- [x] Restart\n- [ ] Go\n- [ ] Drain\n" >rb.md && git add rb.md &&
	refused git commit -q -m painted 2>../err && test_grep "hint: .*several steps have this title, and which one line 7 is cannot be told: write .RESTART_2., or the id" ../err &&
	git mcade render && test_grep "\[x\] Restart" rb.md && test_grep ! "\[ \] Restart" rb.md && back_to_good
'
test_done
