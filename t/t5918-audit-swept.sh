#!/bin/sh
test_description='each call of the system fails while branches, old rules and old disputes are read: nothing is called good'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
. "$SOURCE_DIR/t/lib-team.sh"
. "$SOURCE_DIR/t/lib-swept.sh"
be_person owner
git config --global gc.auto 0 && git config --global transfer.unpackLimit 100000

# govern REF...: the runbook governs these from now on.
govern () {
	list_=$(printf '"%s", ' "$@") && sed -i "s|^governed:.*|governed: [${list_%, }]|" runbook.yaml && echo "# $*" >>runbook.yaml && git commit -q -a -m "governed: $*" && git mcade adopt >/dev/null 2>&1 && tick
}
test_expect_success 'setup: a branch that began with what no rule lets in, one of a pattern, a manifest that somebody unpinned there' '
	small_repo g && rm -f .git/hooks/* && sed -i "s/^steps:/policies:\n- {id: keep, no_delete: [README]}\nsteps:/" runbook.yaml && govern refs/heads/main && git mcade pin "cache.image=redis:7@$DIGEST" --env lab >out && git commit -q -a -m pinned && tick &&
	git checkout -q -b topic && git rm -q README && git commit -q -m gone && git checkout -q main && govern refs/heads/main refs/heads/topic "refs/heads/release/*" &&
	git branch release/1 && git mcade run CACHE --env lab >out 2>&1 && git mcade complete CACHE --env lab >out 2>&1 && git add docs && git commit -q -a -m records && tick && rm -f out
'
test_expect_success 'the audit of it, from the beginning and from what is remembered' '
	cd g && swept --cold 2 audit && swept 0 audit
'
test_expect_success 'what breaks rules of then, and of now, on each of them' '
	cd g && git rm -q README && git commit -q -m gone && govern refs/heads/main refs/heads/topic "refs/heads/release/*" && git checkout -q release/1 && sed -i "s/image:.*/image: redis:latest/" releases/lab.yaml && git add -A && git commit -q -m unpinned && git checkout -q main && swept --cold --every 2 1 audit
'
test_expect_success 'a branch that was rewritten, and one whose line of the ledger is gone' '
	cd g && git reset -q --hard HEAD~2 && echo "# other" >>runbook.yaml && git commit -q -a -m other && git mcade retip -m rewritten >../out 2>&1 && tick && git checkout -q topic && sed -i "/^ledger:/d" runbook.yaml && git commit -q -a -m unmarked && git checkout -q main && swept --cold --every 2 1 audit
'

# contested: the operator runs A while the owner has locked it, and says so behind the lock.
contested () {
	as_operator git mcade run A --env prod --no-fetch && tick && meanwhile lock A --env prod -m wait && as_operator git mcade sync && tick &&
	( cd a && git mcade sync && git log -2 --format=%B $LEDGER >../last ) && test_grep "^Mcade-Contested: locked" last
}
test_expect_success 'what was right when it was done, twice, and between them what a recover rejects' '
	make_team && contested && cd a && junk=$(git commit-tree -p $LEDGER -m junk "$LEDGER^{tree}") && git update-ref $LEDGER $junk && git push -q --no-verify origin $LEDGER &&
	git mcade recover -m junk && git mcade sync && git mcade unlock A --env prod -m on --no-fetch && git mcade sync && as_operator git mcade sync && cd .. && contested &&
	cd a && swept --cold 0 log
'
test_done
