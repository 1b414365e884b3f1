#!/bin/sh
test_description='story: a main that only takes squash merges through the script of a forge'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
be_person owner
NEXT=sha256:3a2b1c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6b7c8d9e0f1a2b
export NEXT

# forge BRANCH: what its merge button does, by nobody that the ledger knows: CI's one line over the pull
# request, a squash, the push that only it may make. Status and words of the check: check.out, check.err.
forge () {
	( be_person untrusted && rm -rf forge && git clone -q r.git forge && cd forge && git checkout -q --detach "origin/$1" &&
		env JENKINS_URL=x CHANGE_ID=1 CHANGE_TARGET=main MCADE_LEDGER="$id" git mcade check >../check.out 2>../check.err &&
		git checkout -q main && git merge -q --squash "origin/$1" >/dev/null && git commit -q -m "$1 (#1)" && FORGE=1 git push -q origin main )
}
# audits: the remote's ledger and main, by somebody who has never seen them.
audits () {
	( be_person untrusted && rm -rf fresh && git clone -q r.git fresh && cd fresh && git mcade audit --expect-genesis "$id" >../audit.out 2>../audit.err )
}

test_expect_success 'setup: the forge, its rule, our hook behind it; an operator joins' '
	small_repo r && id=$(git config mcade.ledgerId) && git mcade trust add otto --key "$(key_of operator)" --role operator --email operator@example.com && bare_remote ../r.git . && git push -q -u --no-verify origin main mcade/ledger &&
	git mcade sync && cat >../r.git/hooks/pre-receive <<-\EOT && chmod +x ../r.git/hooks/pre-receive && cd ../r.git &&
	#!/bin/sh
	while read old new ref; do
		[ "$ref" != refs/heads/main ] || [ "$FORGE" = 1 ] || { echo "forge: main takes pull requests only" >&2; exit 1; }
	done
	EOT
	git mcade hooks install --expect-genesis "$id" && cd .. && as_person operator git clone -q r.git o && cd o && as_person operator git mcade join --expect-genesis "$id" && cd .. && audits
'

test_expect_success 'a pull request of code is merged by a squash' '
	cd o && as_person operator git checkout -q -b feature && commit_file playbooks/cache.sh "echo up >cache.state; echo Restore path: /var/backups/cache" && as_person operator git push -q origin feature && cd .. && forge feature && audits
'

test_expect_success 'release day: it runs, is pinned, complete and sealed; main refuses the push, and the record is safe' '
	cd r && git pull -q && tick && git mcade run CACHE --env lab && git mcade pin cache.image=docker.io/redis:7@$DIGEST --env lab && git mcade complete CACHE --env lab -m "released" && git mcade checkpoint CACHE --env lab -m "as it runs" &&
	git commit -q -m "release" && ! git push -q origin main 2>err && test_grep "forge: main takes" err && test_grep "the record is safe" err && git reset -q --hard origin/main && cd .. && audits && test_grep "owed" audit.err
'

test_expect_success 'its files follow by a pull request, in the words of that message' '
	cd r && sh -c "$(sed -n "s/^ *\(git mcade render --commit.*\)/\1/p" err)" && cd .. && forge mcade/records && cd r && git pull -q && git mcade render --check && cd .. && audits && test_grep ! "owed" audit.err
'

test_expect_success 'a bot raises a digest: CI refuses, and says who can let it in' '
	git clone -q r.git bot && cd bot && git checkout -q -b bump && sed -i "s/@sha256:[0-9a-f]*/@$NEXT/" releases/lab.yaml && git commit -q -a -m "bump redis" && git push -q origin bump && cd .. &&
	! forge bump && test_grep "refused \[proposed-pins\]\|refused \[drift\]\|refused \[unpinned\]" check.out && test_grep "git mcade pin --from-worktree" check.out
'

test_expect_success 'somebody with a role does, from the bot s own branch; then it is merged' '
	cd o && be_person operator && git fetch -q && git checkout -q bump && tick && git mcade pin --from-worktree --env lab && git mcade sync && cd .. && forge bump && audits && be_person owner
'

test_expect_success 'what rested on the old digest is stale, is run again by the other person, and its records follow too' '
	cd o && be_person operator && git checkout -q main && git pull -q && git mcade status --env lab >out && test_grep "stale" out && tick && git mcade run CACHE --env lab && git mcade complete CACHE --env lab -m "again" && git mcade sync &&
	git reset -q --hard && git mcade render --commit --branch mcade/records && git push -q --force origin mcade/records && cd .. && forge mcade/records && audits && test_grep ! "owed" audit.err && be_person owner
'

test_expect_success 'past the button nothing gets in: a server that takes it for the forge still judges' '
	cd r && git pull -q && git mcade sync && git rm -q -r docs/checkpoints && git commit -q -n -m gone && ! FORGE=1 git push -q --no-verify origin main 2>err && test_grep "refused \[sealed\]" err && test_grep "Without git mcade: .* ask owner Ada Owner" err && git reset -q --hard origin/main && cd .. && audits
'

test_done
