#!/bin/sh
test_description='rebase, cherry-pick and revert run no pre-commit: they go through in silence, and push judges what they made'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"

be_person owner

test_expect_success 'a team, a remote, a frozen path and a log' '
	small_repo r && bare_remote ../hub.git && git remote add origin "$PWD/../hub.git" &&
	mkdir -p docs/deployments && printf "# 2026-01-05\n\n- started\n" >docs/deployments/2026-01-05.md &&
	echo "server {}" >playbooks/nginx.conf && git add -A && git commit -q -m base && git push -q origin main &&
	git mcade freeze nginx --path "playbooks/*nginx*" -m verified >/dev/null && git mcade sync >/dev/null
'

test_expect_success 'a rebase of honest commits says nothing of ours, and can be pushed' '
	cd r && git checkout -q -b work HEAD &&
	for i in 1 2 3; do
		echo "$i" >"src$i.txt" && git add "src$i.txt" && git commit -q -m "work $i" || return 1
	done &&
	git checkout -q main && commit_file other.txt other && git checkout -q work &&
	git rebase main >out 2>&1 && test_grep ! "mcade" out &&
	git checkout -q main && git merge -q --ff-only work && git push -q origin main 2>err && test_grep ! "refused" err
'

test_expect_success 'what a rebase rewrites past pre-commit is refused at push, by commit' '
	cd r && git checkout -q -b bad main~1 &&
	sed -i "s/started/never started/" docs/deployments/2026-01-05.md &&
	git commit -q --no-verify -am "another story" &&
	git rebase main >out 2>&1 &&
	refused git push origin bad:main 2>err &&
	test_grep "^mcade: refused \[append-only\] docs/deployments/2026-01-05.md" err &&
	test_grep "commit: *$(git rev-parse --short=12 bad)" err
'

test_expect_success 'a frozen file that is cherry-picked is refused at push to a governed branch, shown elsewhere' '
	cd r && git checkout -q -b tune main && echo "# faster" >>playbooks/nginx.conf &&
	git commit -q --no-verify -am tune &&
	git push origin tune 2>err && test_grep "warning \[frozen\]" err &&
	git checkout -q main && git cherry-pick tune >out 2>&1 && test_grep ! "mcade" out &&
	refused git push origin main 2>err && test_grep "^mcade: refused \[frozen\] playbooks/nginx.conf" err &&
	git reset -q --hard HEAD~1
'

test_expect_success 'a revert of a log entry is a rewrite' '
	cd r && echo "- more" >>docs/deployments/2026-01-05.md && git commit -q -am "a note" && git push -q origin main &&
	git revert --no-edit HEAD >out 2>&1 &&
	refused git push origin main 2>err && test_grep "refused \[append-only\]" err &&
	git reset -q --hard HEAD~1
'

test_expect_success 'an interrupted rebase leaves hooks and ledger as they were' '
	cd r && git checkout -q -b clash main~1 && echo "- less" >>docs/deployments/2026-01-05.md && git commit -q -am "their note" &&
	expect_status 1 git -c merge.mcade-log.driver=false rebase main >out 2>&1 && git rebase --abort &&
	git mcade hooks status >status && test_grep "pre-commit *ok" status && git mcade audit >audit && test_grep "^pass" audit
'

test_done
