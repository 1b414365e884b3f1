#!/bin/sh
test_description='pre-push: every ref line, every new commit, the ledger first'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
be_person owner

test_expect_success 'setup' '
	shared_repo r && cd r && git ls-remote origin refs/heads/mcade/ledger | grep -q mcade
'

test_expect_success 'a push of nothing governed is silent' '
	cd r && put free.txt more && git commit -q -a -m free && git push -q origin main >out 2>&1 &&
	[ ! -s out ]
'

test_expect_success 'what passed commit with --no-verify is refused here' '
	cd r && sed -i "s/one/other/" docs/deployments/2026-01-27.md &&
	git commit -q -n -a -m rewritten &&
	refused_by append-only docs/deployments/2026-01-27.md git push -q origin main &&
	test_grep "commit:  *$(git rev-parse --short=12 HEAD)" err &&
	cp err tip && git commit -q --allow-empty -n -m "on top" &&
	refused_by append-only docs/deployments/2026-01-27.md git push -q origin main
'

test_expect_success 'of the last commit the fix is a command that works' '
	cd r && ! grep "^  fix:" err && test_grep "^  hint:.*$(git rev-parse --short=12 HEAD~)" err &&
	git reset -q --soft HEAD~ && fix=$(sed -n "s/^  fix:  *//p" tip) && rm tip &&
	[ -n "$fix" ] && sh -c "$fix" >out 2>&1 && git push -q origin main
'

test_expect_success 'what others have is never advised to be rewritten' '
	cd r && sed -i "s/one/other/" docs/deployments/2026-01-27.md && git commit -q -n -a -m rewritten &&
	git update-ref refs/remotes/elsewhere/main HEAD &&
	refused_by append-only docs/deployments/2026-01-27.md git push -q origin main &&
	! grep "^  fix:" err && git update-ref -d refs/remotes/elsewhere/main && git reset -q --hard origin/main
'

test_expect_success 'a change and its revert: each commit counts' '
	cd r && git rm -q ansible/playbooks/PLAT_01_base.yml && git commit -q -n -m deleted &&
	git revert --no-edit HEAD >out 2>&1 &&
	refused_by no-delete ansible/playbooks/PLAT_01_base.yml git push -q origin main &&
	git reset -q --hard origin/main
'

test_expect_success 'protections warn on a topic branch and refuse on a governed one' '
	cd r && git switch -q -c topic && put ansible/playbooks/PLAT_05_nginx.yml "- y" &&
	git commit -q -n -a -m shown && git push -q origin topic 2>err &&
	test_grep "^mcade: warning \[frozen\]" err &&
	refused_by frozen ansible/playbooks/PLAT_05_nginx.yml git push -q origin topic:main &&
	git switch -q main
'

test_expect_success 'every ref line is looked at' '
	cd r && refused_by frozen ansible/playbooks/PLAT_05_nginx.yml \
		git push -q origin main:refs/heads/other topic:main
'

test_expect_success 'unpublished events go first, announced' '
	cd r && git mcade skip PLAT_02 --env prod -m "not here" >/dev/null 2>&1 &&
	put free.txt later && git commit -q -a -m later && git push -q origin main 2>err &&
	test_grep "publishing 1 event of the ledger to .origin. first" err &&
	[ "$(git rev-parse mcade/ledger)" = "$(git -C ../r.git rev-parse mcade/ledger)" ]
'

test_expect_success 'together with --atomic the ledger is not published twice' '
	cd r && git mcade reopen PLAT_02 --env prod -m again >/dev/null 2>&1 &&
	put free.txt atomic && git commit -q -a -m atomic &&
	git push -q --atomic origin main mcade/ledger 2>err && test_grep ! publishing err
'

test_expect_success 'the ledger is never deleted, rewound or replaced' '
	cd r && refused_by ledger-integrity refs/heads/mcade/ledger git push -q origin :mcade/ledger &&
	refused_by ledger-integrity refs/heads/mcade/ledger \
		git push -q -f origin mcade/ledger~1:mcade/ledger &&
	refused_by ledger-integrity refs/heads/mcade/ledger git push -q -f origin main:mcade/ledger
'

test_expect_success 'a ledger that is pushed is verified, also where it is not the one that stands here' '
	cd r && junk=$(git commit-tree -p mcade/ledger -m junk "mcade/ledger^{tree}") &&
	refused_by ledger-integrity refs/heads/mcade/ledger git push -q origin "$junk:refs/heads/mcade/ledger" &&
	git push -q origin mcade/ledger
'

test_expect_success 'nor may it fork from what was seen there, when the remote went back' '
	git clone -q --no-local r.git fork && ( cd fork && git update-ref refs/heads/mcade/ledger origin/mcade/ledger~1 &&
		XDG_STATE_HOME=$TRASH/memory-of-the-fork && export XDG_STATE_HOME && git remote remove origin &&
		git mcade join --no-hooks && tick && git mcade freeze other --path "o/*" -m "another continuation"
	) >fork.log 2>&1 && cd r && git mcade sync >sync.log && git fetch -q ../fork refs/heads/mcade/ledger && other=$(git rev-parse FETCH_HEAD) &&
	seen=$(git rev-parse mcade/ledger) && git -C ../r.git update-ref refs/heads/mcade/ledger "$seen~1" &&
	refused_by ledger-integrity refs/heads/mcade/ledger git push -q origin "$other:refs/heads/mcade/ledger" &&
	git clone -q --mirror ../r.git ../unseen.git && git remote add unseen ../unseen.git &&
	git push -q unseen "$other:refs/heads/mcade/ledger" && git remote remove unseen &&
	git -C ../r.git update-ref refs/heads/mcade/ledger "$seen"
'

test_expect_success 'a tag brings its commits with it, also a tag of a tag' '
	cd r && git tag -a -m good good && git tag -a -m "of it" good2 good && git push -q origin good good2 && git switch -q -c tagged &&
	sed -i "s/one/other/" docs/deployments/2026-01-27.md && git commit -q -n -a -m rewritten && git tag -a -m bad bad &&
	git tag -a -m "of it" bad2 bad && git switch -q main && git branch -q -D tagged &&
	for tag in bad bad2; do
		refused_by append-only docs/deployments/2026-01-27.md git push -q origin $tag || return 1
	done
'

test_expect_success 'a governed branch is not deleted' '
	cd r && git -C ../r.git config receive.denyDeleteCurrent ignore &&
	refused_by no-delete refs/heads/main git push -q origin :main
'

test_expect_success 'nor forced over what this clone has not seen' '
	git clone -q r.git ahead && cd ahead && put free.txt ahead && git commit -q -a -m ahead && git push -q origin main &&
	cd ../r && refused_by drift refs/heads/main git push -q -f origin main && git pull -q --rebase origin main && git push -q -f origin main
'

test_expect_success 'a merge may not lose a log entry' '
	cd r && git switch -q -c side && put docs/deployments/2026-01-27.md "" "## side" &&
	git commit -q -a -m side && git switch -q main && put docs/deployments/2026-01-27.md "" "## main" &&
	git commit -q -a -m main && ! git -c merge.mcade-log.driver=false merge -q side >out 2>&1 && git checkout -q --ours docs &&
	git add -A docs && git commit -q -n -m merged &&
	refused_by append-only docs/deployments/2026-01-27.md git push -q origin main &&
	test_grep "which parent 2 added" err && git reset -q --hard origin/main
'

test_expect_success 'rules do not bind what is older than their adoption' '
	new_repo old && bare_remote old.git old && cd old && governed_files && git add -A &&
	git commit -q -m base && sed -i "s/one/other/" docs/deployments/2026-01-27.md &&
	git commit -q -a -m "rewritten before" && git mcade init --principal ada >/dev/null 2>&1 &&
	git add -A && git commit -q -m ledger && git push -q origin main 2>/dev/null &&
	git mcade adopt >/dev/null 2>&1 && git switch -q -c b && git push -q origin b 2>err &&
	test_grep ! refused err
'

test_expect_success 'a lost race refuses with the way out' '
	git clone -q r.git other && cd other && git mcade join --expect-genesis \
		"$(git -C ../r config mcade.ledgerId)" >/dev/null 2>&1 &&
	git mcade block PLAT_01 --env prod --until tomorrow -m waiting >/dev/null 2>&1 &&
	git mcade sync >/dev/null 2>&1 &&
	cd ../r && git remote set-url origin "$TRASH/nowhere.git" &&
	git mcade skip PLAT_02 --env prod -m again >/dev/null 2>&1 &&
	git remote set-url origin "$TRASH/r.git" &&
	put free.txt raced && git commit -q -a -m raced && ! git push -q origin main 2>err &&
	test_grep "hint: git mcade sync, then push again" err
'

test_expect_success 'lines that git never writes are refused' '
	cd r && for line in "x" "refs/heads/a 00 refs/heads/b 00" "a $(printf %040d 0) ../x $(printf %040d 0)"; do
		echo "$line" | broken git mcade hook pre-push origin url || return 1
	done
'

# kept TEXT: the pre-push hook that stood here before ours.
kept () {
	printf "#!/bin/sh\necho talk >&2\n%s\n" "$1" >.git/hooks/pre-push.mcade-prev && chmod +x .git/hooks/pre-push.mcade-prev
}
test_expect_success 'a refusal is line 1, before the kept hook has a word' '
	cd r && git fetch -q && git reset -q --hard origin/main && git mcade sync >/dev/null 2>&1 && kept "exit 0" &&
	put free.txt talk && git commit -q -a -m talk && git push -q origin main 2>err && test_grep "^talk" err &&
	sed -i "s/one/other/" docs/deployments/2026-01-27.md && git commit -q -n -a -m rewritten &&
	refused_by append-only docs/deployments/2026-01-27.md git push -q origin main && ! test_grep talk err &&
	git reset -q --hard origin/main
'
test_expect_success 'a kept hook that refuses publishes nothing; what it records is judged and published' '
	cd r && published=$(git -C ../r.git rev-parse mcade/ledger) && git remote set-url origin "$TRASH/nowhere.git" &&
	git mcade lock PLAT_01 --env prod >/dev/null 2>&1 && git remote set-url origin "$TRASH/r.git" &&
	put free.txt once && git commit -q -a -m once && kept "exit 1" && ! git push -q origin main 2>err &&
	[ "$published" = "$(git -C ../r.git rev-parse mcade/ledger)" ] &&
	kept "git config mcade.publish manual; git mcade lock PLAT_02 --env prod" && git push -q origin main 2>err &&
	test_grep "publishing 2 events" err && [ "$(git rev-parse mcade/ledger)" = "$(git -C ../r.git rev-parse mcade/ledger)" ] &&
	kept "git commit-tree -p mcade/ledger -m junk HEAD: >junk; git update-ref refs/heads/mcade/ledger \$(cat junk)" &&
	put free.txt twice && git commit -q -a -m twice && ! git push -q origin main 2>err && test_grep "ledger" err &&
	! git -C ../r.git merge-base --is-ancestor "$(git rev-parse HEAD)" main &&
	git update-ref refs/heads/mcade/ledger mcade/ledger~ && rm junk .git/hooks/pre-push.mcade-prev && git config --unset mcade.publish
'

test_done
