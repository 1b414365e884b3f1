#!/bin/sh
test_description='each call of the system fails at each door, in one process: merges, several refs, a ledger that comes along'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
. "$SOURCE_DIR/t/lib-push.sh"
. "$SOURCE_DIR/t/lib-swept.sh"
be_person owner

test_expect_success 'setup: a server, and a branch beside main' '
	shared_repo r && id=$(git -C r config mcade.ledgerId) && rm -rf r/.git/hooks && git -C r.git config mcade.ledgerId "$id" && cd r &&
	git push -q origin main && base=$(git rev-parse main) && git checkout -q -b topic &&
	put docs/deployments/2026-01-27.md "" "## topic" && git commit -q -n -a -m topic && git checkout -q main && put free.txt main && git commit -q -n -a -m main && git mcade lock PLAT_02 --env prod -m once --no-fetch
'
test_expect_success 'pre-commit: a merge, right and wrong' '
	cd r && git merge -q --no-commit --no-ff topic >/dev/null 2>&1 && swept 0 hook pre-commit && swept --cold 2 hook pre-commit &&
	git rm -q ansible/playbooks/PLAT_01_base.yml && swept 1 hook pre-commit && git reset -q --hard
'
# Whatever fails there, the whole way answers.
test_expect_success 'pre-commit: what nothing governs passes by what is remembered, or goes the whole way' '
	cd r && put free.txt more && git add -A && git mcade hook pre-commit && for how in "" --asked; do
		"$helper" $how 0 hook pre-commit <"$TRASH/.given" >out 2>err && test_grep "^[1-9][0-9]* faults, 0 " out || return 1
	done && rm -f out err &&
	cp "$(grep -rl "BEGIN .*PRIVATE KEY" "$SOURCE_DIR/t/rules/secret/reject-private-key" | head -n 1)" free.key && git add -A && swept 1 hook pre-commit && git reset -q --hard
'
test_expect_success 'pre-commit: an amend of what nobody has seen yet' '
	cd r && put ansible/playbooks/PLAT_05_nginx.yml "- y" && git commit -q -n -a -m bad && put free.txt again && git add -A &&
	git show HEAD~1:ansible/playbooks/PLAT_05_nginx.yml >ansible/playbooks/PLAT_05_nginx.yml && git add -A && swept 0 hook pre-commit &&
	put ansible/playbooks/PLAT_05_nginx.yml "- z" && git add -A && swept 1 hook pre-commit && git reset -q --hard HEAD~1
'

# to_ REF...: what git tells pre-push; from_ REF...: what it tells pre-receive, with the objects there.
to_ () {
	for ref_; do
		new_=$(git rev-parse -q --verify "$ref_" || echo "$none")
		printf '%s %s %s %s\n' "$ref_" "$new_" "$ref_" "$(git -C ../r.git rev-parse -q --verify "$ref_" || echo "$none")"
	done
}
from_ () {
	git -C ../r.git fetch -q ../r "+refs/heads/*:refs/unseen/*" && git -C ../r.git for-each-ref --format="delete %(refname)" refs/unseen | git -C ../r.git update-ref --stdin &&
	to_ "$@" | while read -r _ new_ ref_ old_; do echo "$old_ $new_ $ref_"; done
}
LEDGER=refs/heads/mcade/ledger none=$(printf %040d 0)
test_expect_success 'pre-push: main, a branch, the ledger, right and wrong' '
	cd r && git merge -q --no-edit topic &&
	given "$(to_ refs/heads/main refs/heads/topic $LEDGER)" && swept 0 hook pre-push origin "$TRASH/r.git" && swept --cold --every 3 2 hook pre-push origin "$TRASH/r.git" &&
	git checkout -q topic && git rm -q ansible/playbooks/PLAT_01_base.yml && git commit -q -n -m gone && git checkout -q main && git merge -q --no-edit topic && git branch -f topic topic~1 &&
	given "$(to_ refs/heads/main refs/heads/topic)" && swept 1 hook pre-push origin "$TRASH/r.git"
'
test_expect_success 'pre-receive: the same' '
	cd r && given "$(from_ refs/heads/main refs/heads/topic $LEDGER)" && cd ../r.git && swept 1 hook pre-receive && cd ../r && git reset -q --hard HEAD~1 &&
	given "$(from_ refs/heads/main refs/heads/topic $LEDGER)" && cd ../r.git && swept 0 hook pre-receive && swept --cold --every 3 0 hook pre-receive
'
test_done
