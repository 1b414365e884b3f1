#!/bin/sh
test_description='the index and its neighbours, as git sees them: every kind of commit and index'
test_story=yes
. "${0%/*}/lib.sh"

helper=$TEST_BIN/t/helper/snapshot
[ -x "$helper" ] || helper=$SOURCE_DIR/build/t/helper/snapshot
export helper

# same_diff: what is staged, by us and by git; also restricted to a folder.
same_diff () {
	git diff --cached --raw -z --no-renames --no-abbrev >expected.raw || return 1
	$helper diff HEAD index >found.raw && cmp expected.raw found.raw || return 1
	git diff --cached --raw -z --no-renames --no-abbrev -- docs >expected.raw || return 1
	$helper diff HEAD index docs/ >found.raw && cmp expected.raw found.raw || return 1
}

# a_repo NAME: some history, folders, a link, an executable, names that sort oddly.
a_repo () {
	new_repo "$1" && (
		cd "$1" && mkdir -p docs/a docs-b sub/dir &&
		for name in docs/a/one docs/a/two docs-b/x docs.c sub/dir/deep top "docs/spaced name"; do
			echo "$name" >"$name" || exit 1
		done &&
		echo run >tool && chmod +x tool && ln -s top link &&
		git add -A && git commit -q -m first && tick
	)
}

# The hook writes down what it sees; the commit goes through whatever that is.
spy () {
	cat >"$1/.git/hooks/pre-commit" <<-\EOT &&
	#!/bin/sh
	$helper tree >"$TRASH/tree" 2>&1
	$helper diff HEAD index >"$TRASH/seen" 2>"$TRASH/seen.err" || echo failed >>"$TRASH/seen.err"
	git diff --cached --raw -z --no-renames --no-abbrev >"$TRASH/git"
	exit 0
	EOT
	chmod +x "$1/.git/hooks/pre-commit"
}

test_expect_success 'added, changed, removed, made executable, turned into a link or a folder' '
	a_repo r && cd r && same_diff &&
	echo new >docs/new && echo changed >docs/a/one && git rm -q docs/a/two && chmod +x top &&
	rm docs.c && mkdir docs.c && echo file >docs.c/file &&
	rm -r docs-b && echo file >docs-b && rm tool && ln -s top tool &&
	git add -A && same_diff && test -s found.raw
'

test_expect_success 'the whole list, a part of it, and each document' '
	cd r && git ls-tree -r -z HEAD >expected && $helper list HEAD >found && cmp expected found &&
	git ls-tree -r -z HEAD docs/ >expected && $helper list HEAD docs/ >found && cmp expected found &&
	for path in docs/a/one "docs/spaced name" top; do
		git show "HEAD:$path" >expected && $helper read HEAD "$path" >found &&
		cmp expected found || return 1
	done &&
	git show :docs/a/one >expected && $helper read index docs/a/one >found && cmp expected found &&
	test "$($helper entry HEAD docs)" = "040000 $(git rev-parse HEAD:docs)" &&
	test "$($helper entry HEAD link)" = "120000 $(git rev-parse HEAD:link)" &&
	test "$($helper entry HEAD none | cut -c1-6)" = 000000 &&
	broken $helper read HEAD link && broken $helper read HEAD docs
'

test_expect_success 'the first commit: everything is new' '
	new_repo first && cd first && echo a >a && git add a &&
	git diff --cached --raw -z --no-renames --no-abbrev >expected &&
	$helper diff nothing index >found && cmp expected found
'

test_expect_success 'pre-commit of a plain commit: the index names the tree' '
	spy r && cd r && git commit -q -m plain && tick &&
	test "$(cat ../tree)" = "$(git rev-parse HEAD^{tree})" &&
	cmp ../git ../seen && test -s ../seen && ! test -s ../seen.err
'

test_expect_success 'commit -a' '
	cd r && echo more >>top && echo more >>"docs/spaced name" && git commit -q -a -m all && tick &&
	test "$(cat ../tree)" = "$(git rev-parse HEAD^{tree})" &&
	cmp ../git ../seen && test -s ../seen && ! test -s ../seen.err
'

test_expect_success 'commit PATH: another index, without what is staged beside it' '
	cd r && echo staged >staged && git add staged && echo again >>top &&
	git commit -q -m path top && tick &&
	test "$(cat ../tree)" = none && cmp ../git ../seen && ! test -s ../seen.err &&
	grep -q top ../seen && ! grep -q staged ../seen
'

test_expect_success 'commit --amend, and from a folder below' '
	cd r && git commit -q --amend -m amended && cmp ../git ../seen && grep -q staged ../seen &&
	cd sub/dir && echo deep >>deep && git commit -q -a -m below && tick &&
	cmp ../../../git ../../../seen && grep -q deep ../../../seen && ! test -s ../../../seen.err
'

test_expect_success 'intent to add is no part of the commit' '
	cd r && echo later >later && git add -N later && echo now >now && git add now && same_diff &&
	git commit -q -m "without later" && tick && cmp ../git ../seen &&
	grep -q now ../seen && ! grep -q later ../seen && ! test -s ../seen.err &&
	git rm -q --cached later && rm later
'

for version in 2 3 4; do
	test_expect_success "index of version $version" '
		cd r && git update-index --index-version '$version' && same_diff &&
		echo x'$version' >>docs/a/one && git add docs/a/one && same_diff &&
		touch docs/a/zz && git add -N docs/a/zz && same_diff && git reset -q -- docs/a/zz &&
		rm docs/a/zz && git update-index --skip-worktree top && same_diff &&
		git update-index --no-skip-worktree top && git commit -q -m v'$version' && tick &&
		cmp ../git ../seen && ! test -s ../seen.err
	'
done

test_expect_success 'a linked work tree has an index of its own' '
	cd r && git worktree add -q ../linked -b linked && cd ../linked &&
	echo linked >docs/linked && git add docs/linked && same_diff && grep -q docs/linked found.raw &&
	git commit -q -m linked && tick && cmp ../git ../seen && grep -q docs/linked ../seen
'

test_expect_success 'a split index: its tree while it names one, else git is asked' '
	a_repo split && spy split && cd split && git update-index --split-index &&
	echo one >>top && git add top && echo later >later && git add -N later &&
	broken $helper diff HEAD index 2>err && test_grep "error: index is split: only git expands it" err &&
	git diff-index --cached -z --raw --no-renames --full-index HEAD >raw &&
	git diff --cached --raw -z --no-renames --no-abbrev >expected &&
	test "$(tr "\0" "\n" <raw | grep -c later)" = 1 &&
	$helper diff HEAD staged >found && cmp expected found && test -s found &&
	sed "s/HEAD index/HEAD staged/" .git/hooks/pre-commit >hook && chmod +x hook &&
	mv hook .git/hooks/pre-commit &&
	git commit -q -m split && tick && cmp ../git ../seen && test -s ../seen && ! test -s ../seen.err &&
	echo two >>top && echo x >>docs.c && git add docs.c && git commit -q -m part top && tick &&
	cmp ../git ../seen && test -s ../seen && ! test -s ../seen.err
'

test_expect_success 'a sparse index' '
	a_repo sparse && spy sparse && cd sparse &&
	git sparse-checkout init --cone --sparse-index && git sparse-checkout set docs &&
	echo one >>docs/a/one && git add docs/a/one &&
	git diff-index --cached -z --raw --no-renames --full-index HEAD >raw &&
	git diff --cached --raw -z --no-renames --no-abbrev >expected &&
	$helper diff HEAD raw:raw >found && cmp expected found &&
	broken $helper diff HEAD index 2>err && test_grep "index is sparse" err &&
	$helper diff HEAD staged >found && cmp expected found &&
	git commit -q -m sparse && tick && cmp ../git ../seen && ! test -s ../seen.err
'

test_expect_success 'git'\''s raw diff over HEAD reads, lists and compares like the index' '
	a_repo told && cd told && echo new >docs/new && git rm -q -r docs/a && echo more >>top &&
	rm docs.c && mkdir docs.c && echo file >docs.c/file && git add -A &&
	git diff-index --cached -z --raw --no-renames --full-index HEAD >raw &&
	for what in "list X" "list X docs/" "diff HEAD X" "diff HEAD X docs" "diff X HEAD" \
		"read X top" "read X docs/new" "entry X top" "entry X docs/a/one" "entry X none"; do
		$helper $(echo "$what" | sed "s/X/index/") >expected || return 1
		$helper $(echo "$what" | sed "s/X/raw:raw/") >found || return 1
		cmp expected found || return 1
	done &&
	for path in docs docs/a docs.c; do
		test "$($helper entry index $path | cut -c1-6)" = "$($helper entry raw:raw $path | cut -c1-6)" || return 1
	done
'

test_expect_success 'an unsettled merge cannot be told' '
	a_repo merge && cd merge && git checkout -q -b side && echo side >top && git commit -q -a -m side &&
	git checkout -q main && echo main >top && git commit -q -a -m main &&
	expect_status 1 git merge -q side &&
	broken $helper diff HEAD index 2>err && test_grep "error: .top. is not merged yet" err &&
	git diff-index --cached -z --raw --no-renames --full-index HEAD >raw &&
	broken $helper diff HEAD raw:raw 2>err && test_grep "error: .top. is not merged yet" err
'

test_expect_success 'a merge and a submodule' '
	cd merge && echo both >top && git add top && git commit -q -m merged && tick &&
	git diff --raw -z --no-renames --no-abbrev HEAD~ HEAD >expected &&
	$helper diff HEAD~ HEAD >found && cmp expected found &&
	git -c protocol.file.allow=always submodule --quiet add ../r module && git add -A && same_diff &&
	tr "\0" "\n" <found.raw | cat && $helper diff HEAD index | tr "\0" "\n" | grep 160000
'

test_expect_success 'between any two commits: what git says' '
	cd r && for old in $(git rev-list HEAD); do
		git diff --raw -z --no-renames --no-abbrev $old HEAD >expected &&
		$helper diff $old HEAD >found && cmp expected found || return 1
	done
'

test_expect_success 'the work tree: what is tracked and is there, as it is there' '
	a_repo work && cd work && $helper list worktree | tr "\0" "\n" >found && test_line_count 9 found &&
	echo changed >top && rm docs/a/two && chmod +x docs-b/x && rm link && ln -s other link &&
	echo untracked >untracked && cp .git/index other &&
	GIT_INDEX_FILE=other git add -u && GIT_INDEX_FILE=other git ls-files -s | sed "s/ .*	/ /" >expected &&
	$helper list worktree | tr "\0" "\n" | sed "s/ .*	/ /" >found && test_cmp expected found &&
	git update-index --split-index && $helper list worktree | tr "\0" "\n" | sed "s/ .*	/ /" >found &&
	git update-index --no-split-index && test_cmp expected found &&
	test "$($helper read worktree untracked)" = untracked && test "$($helper read worktree top)" = changed
'

test_expect_success 'the work tree: no path leads out of it' '
	cd work && echo secret >../secret && ln -s ../secret out && ln -s .. up && mkfifo pipe &&
	for path in out up/secret ../secret "$PWD/../secret" docs/../../secret .git/config .GIT/config \
		docs/a/one/x "" . pipe docs//a/one; do
		broken $helper read worktree "$path" 2>err || return 1
		test_grep "error: no file" err || return 1
	done &&
	git rm -q -r --cached docs && mv docs away && ln -s away docs &&
	broken $helper read worktree docs/a/one 2>err
'

test_expect_success 'hostile trees and indexes end in a sentence' '
	cd work && blob=$(echo x | git hash-object -w --stdin) &&
	printf "100644 ../x\0%b" "$(echo $blob | sed "s/../\\\\x&/g")" >raw &&
	tree=$(git hash-object -t tree --literally -w raw) &&
	commit=$(git commit-tree -m hostile $tree </dev/null) &&
	broken $helper list $commit 2>err && test_grep "^error:" err &&
	cp .git/index keep && head -c 100 keep >.git/index && broken $helper diff HEAD index 2>err &&
	test_grep "^error: .*index" err &&
	: >.git/index && broken $helper diff HEAD index 2>err && test_grep "is empty" err &&
	rm .git/index && $helper diff HEAD index >found && grep -q top found
'

test_done
