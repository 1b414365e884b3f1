#!/bin/sh
test_description='a local ledger that is damaged, or an older copy: sync takes the rest from the remote, keeps what is here, and believes no rewind'
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
be_person owner

test_expect_success 'setup: three events are published, one is not' '
	small_repo base && git init -q --bare ../up.git && git remote add up ../up.git && git push -q up main mcade/ledger && git mcade sync &&
	git mcade skip LATER --env lab -m x && git mcade sync && git mcade lock READ --env lab -m y --no-fetch && git rev-parse mcade/ledger >../tip &&
	git rev-parse mcade/ledger~1 >../published && cd .. && cp -R up.git up.keep && cp -R "$XDG_STATE_HOME" state.keep && mv base/.git/mcade/id id
'

# again: everything as it was, in r.
again () {
	cd "$TRASH" || return 1
	{ test ! -e r/.git/mcade/id || mv r/.git/mcade/id id; } && rm -rf r up.git "$XDG_STATE_HOME" && cp -R base r && mv id r/.git/mcade/id && cp -R up.keep up.git && cp -R state.keep "$XDG_STATE_HOME" && cd r || return 1
}
# object REV: its file.
object () {
	id=$(git rev-parse "$1") && file=.git/objects/$(echo "$id" | cut -c1-2)/$(echo "$id" | cut -c3-) && chmod u+w "$file"
}
# mended EVENTS [LOST]: one sync, and all is well; the remote has lost nothing.
mended () {
	if test -n "$2"; then
		broken git mcade sync 2>err && test_grep "event $2 " err && test_grep "next: git mcade sync --repair\$" err && git mcade sync --repair --json >json 2>err
	else
		git mcade sync --json >json 2>err
	fi && { test -z "$2" || test_grep "\"lost\":$2[,}]" json; } && { test -n "$2" || test_grep ! lost json; } &&
	git mcade audit && git mcade audit --cold && git mcade status --env lab >out && git mcade lock CACHE --env lab -m "work goes on" && git mcade sync &&
	git fsck --connectivity-only && git gc -q && test "$(git rev-list --count mcade/ledger)" = "$1" &&
	git -C ../up.git merge-base --is-ancestor "$(cat ../published)" mcade/ledger && test "$(git -C ../up.git rev-parse mcade/ledger)" = "$(git rev-parse mcade/ledger)" &&
	test -z "$(find .git -name "*mcade-*" -path "*tmp_objdir*")"
}
# older: what was copied to old stands there again, put back over the clone.
older () {
	cd "$TRASH" && mv r/.git/mcade/id id && rm -rf r && mv old r && mv id r/.git/mcade/id && cd r || return 1
}
# advised: reading commands say what to type.
advised () { ! git mcade status --env lab 2>err && test_grep "next: git mcade sync --repair\$" err; }

test_expect_success 'control: nothing is damaged' 'again && mended 5'
test_expect_success 'the branch holds what is no id' 'again && echo garbage >.git/refs/heads/mcade/ledger && advised && mended 5'
test_expect_success 'the branch holds nothing' 'again && : >.git/refs/heads/mcade/ledger && advised && mended 5'
test_expect_success 'the branch leads nowhere' '
	again && echo 1234567890123456789012345678901234567890 >.git/refs/heads/mcade/ledger && advised && mended 5
'
test_expect_success 'the branch is another one' 'again && printf "ref: refs/heads/main\n" >.git/refs/heads/mcade/ledger && mended 5'
test_expect_success 'the branch holds a blob' 'again && git rev-parse HEAD:README >.git/refs/heads/mcade/ledger && mended 5'
test_expect_success 'a published commit is gone, unreadable, another one' '
	again && object mcade/ledger~2 && rm "$file" && mended 5 && again && object mcade/ledger~2 && echo junk >"$file" && mended 5 &&
	again && object mcade/ledger~2 && cp "$file" ../good && object main && cp "$file" ../other && object mcade/ledger~2 && cp ../other "$file" && mended 5
'
test_expect_success 'a governed branch, as it was fetched, is no id: nobody can tell what stands on it' '
	again && git fetch -q up && git mcade audit && echo garbage >.git/refs/remotes/up/main && broken git mcade audit 2>err && test_grep "refs/remotes/up/main" err
'
test_expect_success 'where a pattern governs, neither a branch that is no id nor one that was fetched so' '
	again && sed -i "s|^governed:.*|governed: [refs/heads/main, \"refs/heads/v*\"]|" runbook.yaml && git commit -q -a -m "more is governed" && git push -q up main && git mcade adopt --no-fetch && git mcade audit &&
	for at in heads/v1 remotes/up/v1; do
		mkdir -p .git/refs/remotes/up && echo garbage >.git/refs/$at && broken git mcade audit 2>err && test_grep "refs/$at" err && rm .git/refs/$at || return 1
	done
'
test_expect_success 'in a repository whose name is more than a word to git' '
	again && echo garbage >.git/refs/heads/mcade/ledger && cd .. && mkdir "a #b;\"c" && mv r up.git "a #b;\"c" && cd "a #b;\"c/r" && { git mcade sync && git mcade audit; kept=$?; } &&
	cd ../.. && mv "a #b;\"c/r" "a #b;\"c/up.git" . && test $kept = 0
'
test_expect_success 'the file of an object that only a damaged pack has beside it stays' '
	again && mine=$(echo mine | git hash-object -w --stdin) && pack=.git/objects/pack/pack-$(echo $mine | git pack-objects -q .git/objects/pack/pack).pack && chmod u+w $pack &&
	dd if=/dev/zero of=$pack bs=1 seek=12 count=4 conv=notrunc 2>/dev/null && echo garbage >.git/refs/heads/mcade/ledger && git mcade sync && test "$(git cat-file blob $mine 2>/dev/null)" = mine
'
test_expect_success 'a published tree and a file are unreadable' '
	again && object "mcade/ledger~1^{tree}" && echo junk >"$file" && mended 5 && again && object mcade/ledger:runbook.yaml && echo junk >"$file" && mended 5
'
test_expect_success 'what was not published is gone: it is said' '
	again && object mcade/ledger && rm "$file" && advised && mended 4 3 && test_grep "event 3" err
'
test_expect_success 'of what was not published and is not whole, the rest is kept' '
	again && git mcade lock LATER --env lab -m z --no-fetch && tip=$(git rev-parse mcade/ledger) && object mcade/ledger~1 && rm "$file" &&
	mended 4 4 && test_grep "kept at .*mcade/kept" err && test_grep "^lock LATER" .git/mcade/kept/$tip
'
test_expect_success 'an older copy of this clone: what is published comes back, the rest is lost and said' '
	again && cp -R . ../old && git mcade lock CACHE --env lab -m a && git mcade unlock CACHE --env lab -m b && git mcade sync && git rev-parse mcade/ledger >../now &&
	older && advised && mended 7 && git merge-base --is-ancestor "$(cat ../now)" mcade/ledger &&
	again && cp -R . ../old && git mcade sync && git mcade lock CACHE --env lab -m a --no-fetch && git mcade unlock CACHE --env lab -m b --no-fetch &&
	older && advised && mended 5 5
'
test_expect_success 'a copy of the clone, which has seen nothing by itself' '
	again && cd .. && rm -rf copy && cp -R r copy && cd copy && echo garbage >.git/refs/heads/mcade/ledger && advised &&
	broken git mcade sync 2>err && test_grep "does not have is lost" err && test_grep "next: git mcade sync --repair\$" err && test "$(cat .git/refs/heads/mcade/ledger)" = garbage &&
	git mcade sync --repair && mended 4
'
test_expect_success 'what the remote refuses is no damage here: asked once, and nothing is fetched anew' '
	again && printf "#!/bin/sh\necho asked >>../asked\necho \"not today\" >&2\nexit 1\n" >../up.git/hooks/pre-receive && chmod +x ../up.git/hooks/pre-receive && rm -f ../asked && find .git/objects -type f | sort >../before &&
	broken git mcade sync 2>err && test_grep "not today" err && test_line_count 1 ../asked && find .git/objects -type f | sort >../after && test_cmp ../before ../after && rm ../up.git/hooks/pre-receive && mended 5
'
test_expect_success 'a rewind by the remote is believed in no such case' '
	for damage in "echo garbage >.git/refs/heads/mcade/ledger" "rm -f .git/refs/heads/mcade/ledger" "object mcade/ledger~2 && rm \"\$file\"" "object mcade/ledger && rm \"\$file\""; do
		again && git mcade sync && git -C ../up.git update-ref refs/heads/mcade/ledger "$(git rev-parse mcade/ledger~2)" && git reflog expire --expire=now --all &&
		eval "$damage" && git mcade sync >out 2>err; got=$? && echo "$damage: $got" && test $got = 3 && test_grep "rewound\|missing\|gone" err || return 1
	done
'
test_expect_success 'no remote that answers: nothing changes, and nothing is said to be well' '
	again && echo garbage >.git/refs/heads/mcade/ledger && mv ../up.git ../away && broken git mcade sync 2>err && mv ../away ../up.git &&
	test "$(cat .git/refs/heads/mcade/ledger)" = garbage && again && object mcade/ledger~2 && rm "$file" && mv ../up.git ../away &&
	{ git mcade sync 2>err || true; } && test "$(git rev-parse mcade/ledger)" = "$(cat ../tip)" && mv ../away ../up.git
'

test_done
