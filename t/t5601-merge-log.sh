#!/bin/sh
test_description='the merge driver of logs: entry by entry, or a conflict, and never half a file'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"

# three BASE OURS THEIRS: the files of a merge, as git names them to a driver.
three () {
	printf "%b" "$1" >O && printf "%b" "$2" >A && printf "%b" "$3" >B && cp O O.was && cp A A.was && cp B B.was
}
driver () {
	git mcade hook merge-log O A B >out 2>err
}
others_stay () {
	test_cmp O.was O && test_cmp B.was B
}

test_expect_success 'a repository' '
	governed_repo r
'
test_expect_success 'both only added: ours whole, then theirs' '
	cd r && three "# d\n\n## one\nx\n" "# d\n\n## one\nx\n\n## two\nx\n" "# d\n\n## one\nx\n\n## three\nx\n" &&
	driver && test_line_count 0 err && others_stay &&
	grep -v "^$" A >found && printf "# d\n## one\nx\n## two\nx\n## three\nx\n" >want && test_cmp want found
'
test_expect_success 'both added the same entry: once' '
	cd r && three "# d\n" "# d\n\n## two\nx\n" "# d\n\n## two\nx\n\n## three\ny\n" && driver &&
	test "$(grep -c "## two" A)" -eq 1 && test "$(grep -c "## three" A)" -eq 1
'
test_expect_success 'somebody changed what was there: a conflict, with both in it' '
	cd r && three "# d\n\n## one\nx\n" "# d\n\n## one\nmine\n" "# d\n\n## one\ntheirs\n" &&
	refused driver && others_stay &&
	test_grep "^<<<<<<<" A && test_grep "^mine" A && test_grep "^=======" A && test_grep "^theirs" A && test_grep "^>>>>>>>" A
'
test_expect_success 'they changed what was there, we only added: what git makes of it, and not in silence' '
	cd r && three "# d\n\n## one\nx\n" "# d\n\n## one\nx\n\n## two\nx\n" "# d\n\n## one\nother\n" &&
	refused driver && others_stay && test_grep "^## two" A && test_grep "^other" A
'
test_expect_success 'a file that cannot be read: cannot tell, and ours stays' '
	cd r && for file in O B; do
		three "# d\n" "# d\n## two\n" "# d\n## three\n" && rm $file &&
		broken driver && test_cmp A.was A || return 1
	done && three "# d\n" "# d\n" "# d\n" && rm A && broken driver && test_missing A &&
	three "# d\n" "# d\n" "# d\n" && rm B && mkdir B && broken driver && test_cmp A.was A && rmdir B
'
test_expect_success 'a file that is too large: cannot tell, and ours stays' '
	cd r && for file in O B; do
		three "# d\n" "# d\n## two\n" "# d\n## three\n" && truncate -s 16777217 $file &&
		broken driver && test_grep "larger than 16777216 bytes" err && test_cmp A.was A || return 1
	done &&
	three "# d\n" "# d\n## two\n" "# d\n" && truncate -s 16777216 B && driver
'
test_expect_success 'a disk that is full is not a success' '
	cd r && three "# d\n" "# d\n## two\n" "# d\n## three\n" &&
	perl -e "print qq(# d\n## three\n), qq(a line of the log\n) x 2000" >B &&
	broken sh -c "trap \"\" XFSZ; ulimit -f 8; git mcade hook merge-log O A B >out 2>err" && test_grep "cannot write" err
'
test_expect_success 'without git to write the conflict: cannot tell, and ours stays' '
	cd r && three "# d\n\n## one\nx\n" "# d\n\n## one\nmine\n" "# d\n\n## one\ntheirs\n" &&
	broken env PATH=/nowhere "$TEST_BIN/git-mcade" hook merge-log O A B 2>err && test_cmp A.was A
'
test_expect_success 'words that are missing' '
	cd r && three "# d\n" "# d\n" "# d\n" && usage git mcade hook merge-log O A 2>err && usage git mcade hook merge-log O A B C 2>err
'
test_expect_success 'git merge asks it, and commits what it made' '
	cd r && back && echo "docs/deployments/*.md merge=mcade-log" >.gitattributes && git add -A && git commit -q -m attributes &&
	git checkout -q -b theirs && put docs/deployments/2026-01-27.md "" "## three" "- same line" && git commit -q -am three &&
	git checkout -q main && put docs/deployments/2026-01-27.md "" "## two" "- same line" && git commit -q -am two &&
	git merge -q -m both theirs >out 2>&1 && grep "^[#-]" docs/deployments/2026-01-27.md >found &&
	printf "%s\n" "# 2026-01-27" "## one" "## two" "- same line" "## three" "- same line" >want && test_cmp want found
'

everything () {
	git status --porcelain && git for-each-ref && find .git/objects | sort
}
# merges yes|no: what status says of the driver, and by its exit status; nothing is left of the sample.
merges () {
	everything >"$TRASH/before" &&
	if [ "$1" = yes ]; then git mcade hooks status --json >"$TRASH/said" && test_grep "\"merge_driver\":true" "$TRASH/said"
	else refused git mcade hooks status --json >"$TRASH/said" && test_grep "\"merge_driver\":false" "$TRASH/said"; fi &&
	everything >"$TRASH/after" && test_cmp "$TRASH/before" "$TRASH/after"
}
test_expect_success 'hooks status merges a sample: ok is what a merge of logs here gives' '
	cd r && git reset -q --hard && git clean -q -f -d && git rm -q .gitattributes && git commit -q -m none && merges yes && ! test_grep merge_fault ../said &&
	git mcade hooks doctor >../said && test_grep "^ok .*merge of logs" ../said
'
test_expect_success 'configured and gone, doing nothing, failing, losing theirs: no' '
	cd r && for command in "/nowhere/git-mcade hook merge-log %O %A %B" true false "cp %B %A" "git merge-file --union %A %O %B"; do
		git config merge.mcade-log.driver "$command" && merges no && test_grep "\"merge_fault\":\"." ../said || return 1
	done && git config merge.mcade-log.driver "/nowhere/x %A" && merges no && test_grep "merge_fault.*/nowhere/x" ../said &&
	refused git mcade hooks doctor >../said && test_grep "^FAIL .*merge of logs" ../said &&
	git config --unset merge.mcade-log.driver && merges no && ! test_grep merge_fault ../said && git mcade hooks install && merges yes
'
test_expect_success 'configured, and no attribute names it, or another one does: no' '
	cd r && : >.git/info/attributes && merges no && echo "docs/deployments/*.md merge=mcade-log" >.gitattributes && merges yes &&
	echo "*.md merge=union" >.git/info/attributes && merges no && rm .gitattributes && git mcade hooks install && merges yes
'
test_expect_success 'from a folder below, a linked work tree, and with no commit yet' '
	cd r && mkdir -p below && cd below && git mcade hooks status >/dev/null && git worktree add -q ../../linked && cd ../../linked && git mcade hooks status >/dev/null &&
	new_repo "$TRASH/unborn" && cd "$TRASH/unborn" && git mcade hooks install && git mcade hooks status
'
test_expect_success 'logs that lie elsewhere, by the runbook in force' '
	cd r && sed "s|docs/deployments/.{|notes/of days/\${|; s|docs/deployments/\*|notes/of days/*|" runbook.yaml >../other && ! cmp -s ../other runbook.yaml && mv ../other runbook.yaml && git commit -q -n -a -m elsewhere &&
	git mcade adopt && merges yes
'
test_done
