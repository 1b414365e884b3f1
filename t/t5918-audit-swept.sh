#!/bin/sh
test_description='each call of the system fails while an audit reads branches, old rules and old disputes: nothing is called good'
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
	small_repo a && rm -f .git/hooks/* && sed -i "s/^steps:/policies:\n- {id: keep, no_delete: [README]}\nsteps:/" runbook.yaml && govern refs/heads/main && git mcade pin "cache.image=redis:7@$DIGEST" --env lab >out && git commit -q -a -m pinned && tick &&
	git checkout -q -b topic && git rm -q README && git commit -q -m gone && git checkout -q main && govern refs/heads/main refs/heads/topic "refs/heads/release/*" &&
	git branch release/1 && git mcade run CACHE --env lab >out 2>&1 && git mcade complete CACHE --env lab >out 2>&1 && git add docs && git commit -q -a -m records && tick && rm -f out
'
test_expect_success 'the audit of it, from the beginning and from what is remembered' '
	cd a && swept --cold 2 audit && swept 0 audit
'
test_expect_success 'what breaks rules of then, and of now, on each of them' '
	cd a && git rm -q README && git commit -q -m gone && govern refs/heads/main refs/heads/topic "refs/heads/release/*" && git checkout -q release/1 && sed -i "s/image:.*/image: redis:latest/" releases/lab.yaml && git add -A && git commit -q -m unpinned && git checkout -q main && swept --cold --every 2 1 audit
'
test_expect_success 'a branch that was rewritten, and one whose line of the ledger is gone' '
	cd a && git reset -q --hard HEAD~2 && echo "# other" >>runbook.yaml && git commit -q -a -m other && git mcade retip -m rewritten >../out 2>&1 && tick && git checkout -q topic && sed -i "/^ledger:/d" runbook.yaml && git commit -q -a -m unmarked && git checkout -q main && swept --cold --every 2 1 audit
'
test_done
