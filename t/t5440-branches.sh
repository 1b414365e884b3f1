#!/bin/sh
test_description='what stood on a branch before it was governed is exempted there, and judged wherever else it comes'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
. "$SOURCE_DIR/t/lib-push.sh"
. "$SOURCE_DIR/t/lib-audit.sh"
be_person owner

main=refs/heads/main
ledger=refs/heads/mcade/ledger
ice=ansible/playbooks/PLAT_05_nginx.yml

# govern REF...: the runbook governs these from now on, here and on the server.
govern () {
	list_=$(printf '%s, ' "$@") && git checkout -q main && sed -i /^governed:/d runbook.yaml &&
	echo "governed: [${list_%, }]" >>runbook.yaml && git commit -q -a -m "governed: $*" &&
	push origin main && git mcade adopt >/dev/null 2>&1 && push origin $ledger
}
# side BRANCH FROM: a commit there that no rule lets in, published before any rule binds the branch.
side () {
	git checkout -q -b "$1" "$2" && put $ice "- y" && git commit -q -a -m "bad on $1" &&
	push origin "$1" && git checkout -q main
}
# merged BRANCH: a commit that has main and the branch, beside main.
merged () {
	git checkout -q --detach main && git merge -q --no-edit "$1" >/dev/null && git rev-parse HEAD >"$TRASH/merged" &&
	git checkout -q main && cat "$TRASH/merged"
}

test_expect_success 'setup: a server with our hook, and a branch that no rule binds' '
	shared_repo r && id=$(git -C r config mcade.ledgerId) &&
	(cd r.git && git mcade hooks install --expect-genesis "$id" >/dev/null) && cd r && rm -f .git/hooks/* && git fetch -q &&
	side topic main && put free.txt main && git commit -q -a -m main && push origin main &&
	unmoved ../r.git push origin "$(merged topic):$main" && says frozen $ice
'

test_expect_success 'what an adopt names for one branch is no pardon for another: neither merged nor moved there' '
	cd r && govern $main refs/heads/topic && test_grep "topic" runbook.yaml &&
	git log -1 --format=%B $ledger >event && test_grep "^Mcade-Tip: $(git rev-parse topic) refs/heads/topic$" event &&
	unmoved ../r.git push origin "$(merged topic):$main" && says frozen $ice &&
	unmoved ../r.git push origin "$(merged topic):$main" "$(merged topic):refs/heads/topic" && says frozen $ice
'

test_expect_success 'nor by way of a branch that nobody has named yet, nor by a later adopt' '
	cd r && govern $main refs/heads/topic "\"refs/heads/release/*\"" &&
	unmoved ../r.git push origin topic:refs/heads/release/1 && says frozen $ice &&
	unmoved ../r.git push origin "$(merged topic):$main" && says frozen $ice &&
	push origin main:refs/heads/release/1 && govern $main refs/heads/topic "\"refs/heads/release/*\"" "refs/heads/x" &&
	unmoved ../r.git push origin "$(merged topic):$main" && says frozen $ice
'

test_expect_success 'nor by way of a branch that began with it' '
	cd r && side two main && git branch via main && push origin via &&
	govern $main refs/heads/topic "\"refs/heads/release/*\"" refs/heads/x refs/heads/two refs/heads/via &&
	push origin two:refs/heads/via && git fetch -q && unmoved ../r.git push origin "$(merged two):$main" && says frozen $ice
'

test_expect_success 'its own branch goes on, and takes in what was judged on others' '
	cd r && git checkout -q topic && put free.txt topic && git commit -q -a -m topic && push origin topic &&
	git merge -q -X ours --no-edit main >/dev/null && push origin topic && git rm -q ansible/playbooks/PLAT_02_next.yml &&
	git commit -q -m bad && unmoved ../r.git push origin topic && says no-delete ansible/playbooks/PLAT_02_next.yml &&
	git reset -q --hard HEAD~1 && git checkout -q main
'

test_expect_success 'nothing stands in front of a governed branch, or beside it where a disk sees no case' '
	cd r && for ref in refs/heads/Main refs/heads/MAIN refs/tags/Main refs/heads/main/x refs/heads/Main/x \
		refs/tags/x refs/heads/X refs/heads/origin/x refs/heads/Release/1 refs/heads/Release/2 refs/tags/release/1; do
		unmoved ../r.git push origin "main:$ref" && says ledger-integrity "$ref" || return 1
	done && push origin main:refs/heads/mainly main:refs/tags/xx main:refs/heads/y/x
'

test_expect_success 'a tag that was there first goes before the branch comes' '
	cd r && push origin main:refs/tags/release/2 && unmoved ../r.git push origin main:refs/heads/release/2 &&
	says ledger-integrity refs/heads/release/2 && way=$(sed -n "s/^remote: *fix: *//p" err) && sh -c "$way" 2>/dev/null &&
	push origin main:refs/heads/release/2 && unmoved ../r.git push origin main:refs/tags/release/2 &&
	unmoved ../r.git push origin main:refs/heads/release/3 main:refs/tags/release/3 && push origin main:refs/heads/release/3 &&
	git -C ../r.git update-ref refs/remotes/origin/release/4 main && push origin main:refs/heads/release/4
'

test_expect_success 'a branch for which git has no room is no place for a tip: git drops it, and takes the ledger beside it' '
	cd r && govern $main refs/heads/topic "\"refs/heads/release/**\"" && long=refs/heads/release/$(printf %240s | tr " " x) &&
	for refs in refs/heads/release/1/x "refs/heads/release/5 refs/heads/release/5/x" "$long"; do
		ref=${refs##* } && unmoved ../r.git push origin $(printf "main:%s " $refs) && says ledger-integrity "${refs%% *}" || return 1
	done && push origin main:refs/heads/release/5/x "main:${long%????????????}"
'

test_expect_success 'nobody pushes more branches of a pattern than an event has room for' '
	cd r && seq -f "create refs/heads/release/n%.0f main" 1000 | git update-ref --stdin &&
	unmoved ../r.git push origin "refs/heads/release/n*:refs/heads/release/n*" && test_grep "refused \[ledger-integrity\]" err &&
	test_grep "expected: at most 1000" err && push origin "refs/heads/release/n9*:refs/heads/release/n9*" &&
	seq -f "delete refs/heads/release/n%.0f" 1000 | git update-ref --stdin
'

test_expect_success 'what was judged on it comes in without being asked again' '
	cd r && git checkout -q -b later main && put free.txt other && git commit -q -a -m other && push origin later &&
	govern $main refs/heads/topic refs/heads/later && git checkout -q later && git mcade thaw nginx -m "owner allows it" >/dev/null 2>&1 &&
	put $ice "- z" && git commit -q -a -m later && push origin $ledger later &&
	git mcade freeze nginx -m "as it was" >/dev/null 2>&1 && push origin $ledger &&
	put $ice "- again" && git commit -q -a -m frozen && unmoved ../r.git push origin later && says frozen $ice &&
	git reset -q --hard HEAD~1 && git checkout -q main && push origin "$(merged later):$main"
'

test_expect_success 'also where it is the only other branch that is governed' '
	cd r && git pull -q --ff-only origin main && govern $main refs/heads/later && git checkout -q later && git mcade thaw nginx -m "owner allows it" >/dev/null 2>&1 &&
	put $ice "- once more" && git commit -q -a -m later && push origin $ledger later &&
	git mcade freeze nginx -m "as it was" >/dev/null 2>&1 && push origin $ledger && git checkout -q main && push origin "$(merged later):$main"
'

test_expect_success 'branches that are governed from the beginning begin together' '
	new_repo b && bare_remote b.git b && cd b && governed_files && sed -i /^governed:/d runbook.yaml &&
	echo "governed: [refs/heads/main, refs/heads/release]" >>runbook.yaml && git add -A && git commit -q -m base &&
	git mcade init --principal ada >/dev/null 2>&1 && rm -f .git/hooks/* && git add -A && git commit -q -m ledger &&
	git branch release && side old HEAD && git merge -q --ff-only old && push origin main release &&
	git mcade adopt >/dev/null 2>&1 && git mcade sync >/dev/null 2>&1 && id=$(git config mcade.ledgerId) &&
	(cd ../b.git && git mcade hooks install --expect-genesis "$id" >/dev/null) &&
	git log -1 --format=%B $ledger >event && test_grep "^Mcade-Tip: .* refs/heads/release$" event &&
	push origin main:refs/heads/release && audit && test_grep "\"exemptions\":\[\]" "$TRASH/audit.json"
'

# --- audit -----------------------------------------------------------------------------------
listed () {
	grep -o "{\"sequence\":[0-9]*,\"event\":\"adopt\"[^}]*}" "$TRASH/audit.json"
}
policy="policies:\n- {id: keep, no_delete: [README]}"

test_expect_success 'the audit lists what an adopt exempts, for ever, by person and number' '
	small_repo a && sed -i "s/^steps:/$policy\nsteps:/" runbook.yaml && git commit -q -a -m policy && git mcade adopt &&
	git checkout -q -b topic && git rm -q README && git commit -q -n -m gone && git checkout -q main && audit &&
	refused listed && sed -i "s|^governed:.*|governed: [refs/heads/main, refs/heads/topic]|" runbook.yaml &&
	git commit -q -a -m topic && git mcade adopt && audit && listed >one && test_line_count 1 one &&
	test_grep "\"principal\":\"owner\".*\"counts\":true,\"commits\":1}" one && git mcade adopt && audit && listed | diff one - &&
	git mcade audit >out && test_grep "^exempt: event [0-9]* adopt by owner, 1 commit$" out
'

test_expect_success 'and finds it where it came into another branch, also behind a later adopt' '
	cd a && git merge -q --no-verify --no-edit topic >/dev/null && refused audit && finding error no-delete &&
	git mcade adopt && refused audit && finding error no-delete && git revert -m 1 --no-edit HEAD >/dev/null && git mcade adopt &&
	refused audit && finding error no-delete
'

test_expect_success 'also by way of a branch that began with it' '
	small_repo d && sed -i "s/^steps:/$policy\nsteps:/" runbook.yaml && git commit -q -a -m policy && git mcade adopt &&
	git branch via && git checkout -q -b topic && git rm -q README && git commit -q -n -m gone && git checkout -q main &&
	sed -i "s|^governed:.*|governed: [refs/heads/main, refs/heads/topic, refs/heads/via]|" runbook.yaml &&
	git commit -q -a -m topic && git mcade adopt && git checkout -q via && git merge -q --ff-only topic && git checkout -q main &&
	git mcade adopt && audit && git merge -q --no-verify --no-edit via >/dev/null && refused audit && found error no-delete README
'

test_expect_success 'but not where what was there before the rules comes from a branch that had them first' '
	small_repo c && git checkout -q -b topic && commit_file other more && git checkout -q main && git rm -q README &&
	sed -i "s|^governed:.*|governed: [refs/heads/main, refs/heads/topic]|; s/^steps:/$policy\nsteps:/" runbook.yaml &&
	git commit -q -n -a -m gone && git mcade adopt && git checkout -q topic &&
	git merge -q --no-verify --no-edit main >/dev/null && audit && git mcade adopt && audit
'

test_done
