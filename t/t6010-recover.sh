#!/bin/sh
test_description='recover: what was pushed on the ledger, where no hook of ours stands, is rejected by a root or the recovery key'
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
be_person owner

test_expect_success 'setup: an owner with a recovery key, an operator with a clone' '
	new_repo r && cd r && commit_file README text && git mcade init --no-hooks --recovery-key "$ROSTER/reviewer.pub" >out 2>&1 && rm out && small_runbook && git mcade adopt &&
	git init -q --bare ../up.git && git remote add up ../up.git && git push -q up main mcade/ledger && git mcade sync &&
	git mcade trust add otto --key "$(key_of operator)" --name "Otto Operator" --email operator@example.com --role operator && git mcade sync &&
	be_person operator && git clone -q -o up ../up.git ../o && cd ../o && git mcade join --no-hooks --expect-genesis "$(git -C ../r config mcade.ledgerId)" &&
	cp -R "$HOME" ../home.operator && cd .. && cp -R up.git up.keep && cp -R r r.keep && cp -R o o.keep && be_person owner && cp -R "$HOME" home.owner
'

# again: everything as it was, as the owner in r.
again () {
	cd "$TRASH" || return 1
	for who in operator owner; do be_person $who && rm -rf "$HOME" && cp -R home.$who "$HOME" || return 1; done
	for clone in r o; do
		mv $clone/.git/mcade/id id && rm -rf $clone && cp -R $clone.keep $clone && mv id $clone/.git/mcade/id || return 1
	done
	rm -rf up.git && cp -R up.keep up.git && cd r || return 1
}
# junk N: N commits on the remote's ledger that are no events.
junk () {
	at=$(git -C ../up.git rev-parse mcade/ledger)
	for i in $(seq "$1"); do at=$(git -C ../up.git commit-tree -p "$at" -m "junk $i" "$at^{tree}") || return 1; done
	git -C ../up.git update-ref refs/heads/mcade/ledger "$at"
}
# well N: both clones follow, audit passes, N commits are rejected.
well () {
	git mcade sync && git mcade audit --cold --json >json && test_grep "\"commits\":$1[,}]\|are rejected" json && git mcade lock READ --env lab -m on && git mcade sync &&
	be_person operator && cd ../o && git mcade sync && git mcade audit && test "$(git rev-parse mcade/ledger)" = "$(git -C ../up.git rev-parse mcade/ledger)" &&
	git mcade run CACHE --env lab && be_person owner && cd ../r || return 1
}

test_expect_success 'reading goes on, nothing is appended, and who may is told what to type' '
	again && junk 2 && git mcade status --env lab && before=$(git rev-parse mcade/ledger) && expect_status 3 git mcade sync 2>err &&
	test_grep "next: git mcade recover -m" err && expect_status 3 git mcade lock READ --env lab -m no 2>lock && test "$(git rev-parse mcade/ledger)" = "$before" &&
	be_person operator && cd ../o && expect_status 3 git mcade sync 2>err2 && test_grep "hint: ask root" err2 && be_person owner && cd ../r &&
	sed -n "s/^ *next: *//p" err >way && test_line_count 1 way && sh ./way && rm way err lock && well 2
'
test_expect_success 'what goes is shown first, and --dry-run signs nothing' '
	again && junk 3 && before=$(git -C ../up.git rev-parse mcade/ledger) && git mcade recover --dry-run 2>err && test_grep "3 commits after event" err &&
	test_grep "junk 2" err && test "$(git -C ../up.git rev-parse mcade/ledger)" = "$before" && git mcade recover -m "pushed by hand" --json >json 2>err && test_grep "junk 3" err &&
	test_grep "mcade/recover/1" json && git mcade log -n 1 >log && test_grep "recover" log && well 3
'
test_expect_success 'nothing is wrong: no' 'again && before=$(git -C ../up.git rev-parse mcade/ledger) && refused git mcade recover -m why 2>err && test "$(git -C ../up.git rev-parse mcade/ledger)" = "$before"'
test_expect_success 'an operator may not, nor without a reason' '
	again && junk 1 && usage git mcade recover 2>err && be_person operator && cd ../o && before=$(git -C ../up.git rev-parse mcade/ledger) &&
	refused git mcade recover -m "let me" 2>err && test "$(git -C ../up.git rev-parse mcade/ledger)" = "$before" && be_person owner
'
test_expect_success 'the recovery key may, from any clone that has joined' '
	again && junk 2 && be_person operator && cd ../o && git mcade recover --key "$(key_of reviewer | sed "s/\.pub\$//")" -m "the root is away" && git mcade audit --cold &&
	be_person owner && cd ../r && well 2
'
test_expect_success 'another key is no recovery key' '
	again && junk 2 && refused git mcade recover --key "$(key_of untrusted | sed "s/\.pub\$//")" -m "let me" 2>err && test_grep "refused \[permission\]" err
'
test_expect_success 'events of ones own that are not published are signed again on top of it' '
	again && git mcade skip READ --env lab -m "mine" --no-fetch && junk 1 && git mcade recover -m "by hand" && git mcade log >log && test_grep "skip READ" log &&
	git mcade sync && git mcade audit --cold && git mcade log -n 9 >log && test_grep "skip READ" log && rm log
'
test_expect_success 'the local branch has it too' '
	again && junk 2 && git fetch -q up +mcade/ledger:mcade/ledger && expect_status 3 git mcade status --env lab 2>err && git mcade recover -m "everywhere" && well 2
'
test_expect_success 'junk after it is rejected by another one' 'again && junk 1 && git mcade recover -m one && junk 2 && git mcade recover -m two && git mcade audit --cold && well 2'
test_expect_success 'a rewind is none: events that were seen do not go that way' '
	again && git -C ../up.git update-ref refs/heads/mcade/ledger "$(git -C ../up.git rev-parse mcade/ledger~1)" && junk 1 && before=$(git -C ../up.git rev-parse mcade/ledger) &&
	expect_status 3 git mcade recover -m "hide it" 2>err && test "$(git -C ../up.git rev-parse mcade/ledger)" = "$before"
'
test_expect_success 'nor where the remote has moved and the ref that notes it is gone: what was verified of that remote is remembered' '
	again && git -C ../up.git update-ref refs/heads/mcade/ledger "$(git -C ../up.git rev-parse mcade/ledger~1)" && junk 1 && before=$(git -C ../up.git rev-parse mcade/ledger) && ln -s up.git ../moved.git && git remote set-url up "$TRASH/moved.git" &&
	git update-ref -d refs/mcade/seen/up && expect_status 3 git mcade recover -m "hide it" 2>err && test_grep "was seen there, and the last good one" err && test "$(git -C ../up.git rev-parse mcade/ledger)" = "$before"
'
test_expect_success 'nor to a copy of the clone, which has seen nothing by itself, here or on another host' '
	again && git remote set-url up "$TRASH/up.git" && git mcade sync && git -C ../up.git update-ref refs/heads/mcade/ledger "$(git -C ../up.git rev-parse mcade/ledger~1)" && junk 1 &&
	before=$(git -C ../up.git rev-parse mcade/ledger) && rm -rf ../copy && cp -R . ../copy && ( cd ../copy && expect_status 3 git mcade recover -m "hide it" 2>err && test_grep "was seen there before" err ) &&
	( cd ../copy && HOME=$TRASH/elsewhere XDG_STATE_HOME=$TRASH/elsewhere/state && export HOME XDG_STATE_HOME && cp -R "$TRASH/home.owner" "$HOME" && rm -rf "$HOME/.local" && id=$(git config mcade.ledgerId) &&
		mkdir -p "$XDG_STATE_HOME/git-mcade/$id" && echo "$id" >"$XDG_STATE_HOME/git-mcade/$id/pin" && expect_status 3 git mcade recover -m "hide it" 2>err && test_grep "was seen there, and is not" err ) &&
	test "$(git -C ../up.git rev-parse mcade/ledger)" = "$before"
'
test_expect_success 'a clone that never joined signs nothing: nobody has confirmed the genesis' '
	again && junk 1 && before=$(git -C ../up.git rev-parse mcade/ledger) && rm -rf ../stranger && git clone -q -o up ../up.git ../stranger && ( cd ../stranger && mkdir ../blank && cp -R "$TRASH/home.owner" ../blank/home &&
		HOME=$TRASH/blank/home XDG_STATE_HOME=$TRASH/blank/state && export HOME XDG_STATE_HOME && expect_status 2 git mcade recover -m "let me" 2>err && test_grep "genesis unconfirmed" err ) &&
	test "$(git -C ../up.git rev-parse mcade/ledger)" = "$before"
'
test_expect_success 'neither is another history' '
	again && git -C ../up.git update-ref refs/heads/mcade/ledger "$(git -C ../up.git commit-tree -m other mcade/ledger^{tree})" &&
	expect_status 3 git mcade recover -m "replace it" 2>err
'
test_expect_success 'no remote: the branch here' '
	again && git remote remove up && at=$(git commit-tree -p mcade/ledger -m junk "mcade/ledger^{tree}") && git update-ref refs/heads/mcade/ledger $at &&
	expect_status 3 git mcade status --env lab 2>err && git mcade recover -m "a slip" && git mcade audit --cold && git merge-base --is-ancestor $at mcade/ledger
'
# apart [--key FILE]: in r, without a remote, an act, junk, a recover with these options and another act; there the operator's was first.
apart () {
	git remote remove up && git mcade skip READ --env lab -m before && at=$(git commit-tree -p mcade/ledger -m junk "mcade/ledger^{tree}") && git update-ref refs/heads/mcade/ledger "$at" &&
	git mcade recover -m "a slip" "$@" && git mcade freeze f --path f -m after && ours=$(git rev-parse mcade/ledger) &&
	git remote add up ../up.git && be_person operator && ( cd ../o && git mcade run CACHE --env lab && git mcade sync ) && be_person owner
}
# signed_again: what was recorded beside it is in the ledger, once; nothing is left but the recover.
signed_again () {
	git log --format=%s mcade/ledger >subjects && test "$(grep -c "^recover" subjects)" = 0 && test "$(grep -c junk subjects)" = 0 && rm -f subjects err && git mcade sync && git mcade audit --cold &&
	be_person operator && cd ../o && git mcade sync && git mcade audit && test "$(git rev-parse mcade/ledger)" = "$(git -C ../up.git rev-parse mcade/ledger)" && be_person owner && cd ../r || return 1
}
test_expect_success 'a recover of what was here alone, and another writer was first: it is not needed, the rest is signed again' '
	again && apart && git mcade sync 2>err && test_grep "note \[ledger-integrity\] .recover. is not signed again" err && git log --format=%s mcade/ledger >subjects &&
	test_grep "skip READ" subjects && test_grep "^freeze" subjects && signed_again
'
test_expect_success 'the same by the recovery key, which signs nothing of it again' '
	again && apart --key "$(key_of reviewer | sed "s/\.pub\$//")" && git mcade sync 2>err && git log --format=%s mcade/ledger >subjects && test_grep "skip READ" subjects && signed_again
'
test_expect_success 'and set aside: each act has its command, the recover has none' '
	again && apart && git mcade sync --set-aside >out 2>err && test_grep "git mcade skip READ" out && test_grep "git mcade freeze f" out && test_grep ! "recover" out &&
	test "$(git rev-parse mcade/ledger)" = "$(git rev-parse refs/remotes/up/mcade/ledger)" && sh -ex ./out && git mcade sync && git log --format=%s mcade/ledger >subjects && test_grep "skip READ" subjects && rm out && signed_again
'
test_expect_success 'junk that nothing has rejected is no event, and nothing moves' '
	again && apart && at=$(git commit-tree -p mcade/ledger -m junk "mcade/ledger^{tree}") && git update-ref refs/heads/mcade/ledger "$at" && before=$(git rev-parse mcade/ledger~1) &&
	! git mcade sync --set-aside 2>err && test "$(git rev-parse mcade/ledger)" = "$at"
'
test_expect_success 'the remote does not answer: nothing happens' 'again && junk 1 && mv ../up.git ../away && expect_status 2 git mcade recover -m no 2>err && mv ../away ../up.git'

test_done
