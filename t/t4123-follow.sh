#!/bin/sh
test_description='records follow acts where HEAD is on a governed branch, and nowhere else'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
. "$SOURCE_DIR/t/lib-push.sh"
be_person owner
OTHER=sha256:5f1b0c4e5a6d7c8b9a0f1e2d3c4b5a69788796a5b4c3d2e1f00112233445566a

# untouched COMMAND...: it succeeds, and work tree, index, HEAD are as before. What it said: said, said.err.
untouched () {
	{ git rev-parse HEAD && git ls-files -s && git status --porcelain --untracked-files=all; } >"$TRASH/before" && tick && "$@" >"$TRASH/said" 2>"$TRASH/said.err" &&
	{ git rev-parse HEAD && git ls-files -s && git status --porcelain --untracked-files=all; } >"$TRASH/after" && test_cmp "$TRASH/before" "$TRASH/after"
}
# owed_way: the line that the last act said.
owed_way () {
	sed -n "s/^ *next: \(git mcade render .*\)/\1/p" "$TRASH/said.err"
}

test_expect_success 'setup: a manifest of two pins, a document with marks; a branch without rules' '
	new_repo r && cd r && commit_file README "a small team" && git mcade init >../init 2>&1 && small_runbook && printf "cache:\n  image: redis:latest   # decide\n  proxy: TBD\n" >releases/lab.yaml && printf "# Runbook\n\n- [ ] CACHE\n- [ ] READ\n" >docs/RUNBOOK.md && sed -i "s|^records:|&\n  runbook: docs/RUNBOOK.md|" runbook.yaml && git add -A && git commit -q --amend -m pins && git mcade adopt >/dev/null 2>&1 &&
	bare_remote ../r.git . && git push -q --no-verify -u origin main mcade/ledger && git mcade sync && git checkout -q -b topic && commit_file mine.txt mine
'
test_expect_success 'on a branch without rules an act writes the ledger only, and says where its files go' '
	cd r && for act in "run CACHE" "pin cache.image=docker.io/redis:7@$DIGEST" "complete CACHE -m done" "checkpoint CACHE -m sealed" "block READ -m wait --env prod"; do
		eval "untouched git mcade ${act%--env prod} --env $(case $act in *prod) echo prod ;; *) echo lab ;; esac)" || return 1
		[ "$act" = "run CACHE" ] || [ "$(owed_way)" = "git mcade render --commit --branch mcade/records" ] || { cat "$TRASH/said.err"; return 1; }
	done && test_missing docs/deployments && git mcade audit >out 2>&1 && git mcade status --env lab --json >json && test_grep "\"id\":\"CACHE\".*\"phase\":\"complete\"" json && rm out json
'
test_expect_success 'a second pin there keeps the first, whatever the file of that branch says; so does giving one up' '
	cd r && untouched git mcade pin cache.proxy=docker.io/proxy:1@$DIGEST --env lab && git show mcade/ledger:releases/lab.yaml >held && test_grep "redis:7@$DIGEST.   # decide" held && test_grep "proxy:1@$DIGEST" held && rm held &&
	untouched git mcade unpin cache.proxy --env lab -m mistake && git show mcade/ledger:releases/lab.yaml >held && test_grep "redis:7@$DIGEST" held && test_grep "proxy: TBD" held && rm held && git mcade audit
'
test_expect_success 'that line makes the commit of all of it' '
	cd r && untouched sh -c "$(owed_way)" && git diff --name-only main mcade/records >files && test_line_count 8 files && test_grep "^releases/lab.yaml" files && test_grep "^docs/deployments" files && test_grep "CHECKPOINT.yaml" files && test_grep "RUNBOOK.md" files && rm files && git checkout -q --detach mcade/records && git mcade render --check && git checkout -q topic
'
test_expect_success 'HEAD on no branch is no governed one either, nor is a repository without work tree' '
	cd r && git checkout -q --detach main && untouched git mcade block LATER --env lab -m again && git checkout -q topic &&
	git clone -q --bare . ../bare.git && cd ../bare.git && git config mcade.ledgerId "$(git -C ../r config mcade.ledgerId)" && git update-ref refs/heads/mcade/ledger "$(git -C ../r rev-parse mcade/ledger)" && tick && git mcade unblock LATER --env lab -m wait --no-fetch && cd ../r
'
test_expect_success 'what a file says is asked for with --from-worktree, there too, and is not staged' '
	cd r && sed -i "s|redis:latest|docker.io/redis:7@$OTHER|" releases/lab.yaml && untouched git mcade pin --from-worktree --env lab -m bump && git show mcade/ledger:releases/lab.yaml >held && test_grep "$OTHER" held && rm held && git checkout -q -- releases/lab.yaml
'
test_expect_success 'what lost a race is recorded again, and touches nothing either' '
	id=$(git -C r config mcade.ledgerId) && ( cd r && git mcade sync && git mcade trust add otto --key "$(key_of operator)" --role operator --email operator@example.com && git mcade sync ) && as_person operator git clone -q r.git o && ( cd o && be_person operator && git checkout -q -b topic && git mcade join --expect-genesis "$id" && git config mcade.publish manual && echo up >cache.state && tick && git mcade run READ --env lab && tick && untouched git mcade complete READ --env lab -m read ) &&
	( cd r && tick && git mcade unblock LATER --env lab -m first && git mcade sync ) && cd o && be_person operator && untouched git mcade sync && test_missing docs/deployments && git log -1 --format=%s mcade/ledger | grep "complete READ" && be_person owner
'
test_expect_success 'on the governed branch they follow' '
	cd r && git checkout -q main && git mcade sync && git mcade render --commit && tick && git mcade run CACHE --env lab && git mcade complete CACHE --env lab -m again >"$TRASH/said" 2>"$TRASH/said.err" && test -z "$(owed_way)" && git diff --cached --name-only >files && test_grep "docs/deployments" files && rm files && git commit -q -m records
'
test_expect_success 'records: follow: manual is for teams that render by hand, also on that branch' '
	cd r && sed -i "s|^records:|&\n  follow: manual|" runbook.yaml && git commit -q -a -m manual && git push -q --no-verify origin main && git mcade adopt >/dev/null 2>&1 && untouched git mcade reopen CACHE --env lab -m third && untouched git mcade run CACHE --env lab && untouched git mcade complete CACHE --env lab -m third && test -n "$(owed_way)" && untouched git mcade pin cache.proxy=docker.io/proxy:2@$DIGEST --env lab && untouched git mcade checkpoint CACHE --env lab -m third &&
	git mcade render >out && rm out && git diff --cached --name-only >files && test_grep "docs/deployments" files && test_grep "releases/lab.yaml" files && test_grep "CHECKPOINT" files && rm files && git commit -q -m records && git mcade audit && git mcade render --check
'
test_expect_success 'another word is refused where it stands' '
	cd r && sed -i "s|follow: manual|follow: never|" runbook.yaml && git commit -q -n -a -m never && git push -q --no-verify origin main && refused git mcade adopt 2>err && test_grep "runbook.yaml:[0-9]*:" err
'

test_done
