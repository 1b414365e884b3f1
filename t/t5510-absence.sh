#!/bin/sh
test_description='absence is never consent: a ledger that is named and not here, at every door'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
. "$SOURCE_DIR/t/lib-push.sh"
be_person owner

# check ARG...: status and words of `check`, by somebody who has confirmed nothing.
stranger () {
	as_person reviewer "$@"
}

test_expect_success 'setup: published, with a bad commit and a good one behind it' '
	shared_repo r && cd r && id=$(git config mcade.ledgerId) && git push -q origin main && base=$(git rev-parse main) &&
	grep -q "^ledger: .*$id" runbook.yaml &&
	git rm -q ansible/playbooks/PLAT_01_base.yml && git commit -q -n -m bad && bad=$(git rev-parse HEAD) &&
	git push -q --no-verify origin HEAD:refs/heads/bad && git reset -q --hard "$base" &&
	put free.txt more && git commit -q -a -m good && good=$(git rev-parse HEAD) &&
	git push -q --no-verify origin HEAD:refs/heads/good
'

# --- check -----------------------------------------------------------------------------------
test_expect_success 'a clone that has not joined judges by the ledger that it fetched' '
	stranger git clone -q r.git ci && cd ci && test -z "$(git for-each-ref refs/heads/mcade)" &&
	stranger refused git mcade check --range "$base..$bad" >out && test_grep "refused \[no-delete\]" out &&
	stranger waiting git mcade check --range "$base..$good" 2>err && test_grep "genesis unconfirmed, compare $id" err &&
	stranger waiting git mcade check --range "$base..$good" --json >out 2>err &&
	test_grep "\"verdict\":\"inconclusive\",.*\"judged\":1,.*\"confirmed\":false,\"ledger\":\"$id\"" out
'

test_expect_success 'who says the genesis gets a yes, a no, or that it is another' '
	cd ci && stranger git mcade check --range "$base..$good" --expect-genesis "$id" >out &&
	stranger refused git mcade check --range "$base..$bad" --expect-genesis "$id" >out &&
	stranger untrusted git mcade check --range "$base..$good" --expect-genesis "$(printf %064d 1)" 2>err
'

test_expect_success 'it is only read: nothing here has moved, nothing is remembered' '
	cd ci && test -z "$(git for-each-ref refs/heads/mcade)" && test -z "$(git config mcade.ledgerId)" &&
	test_missing .git/mcade/lock && stranger waiting git mcade check --staged 2>err
'

test_expect_success 'a clone of one branch cannot tell, and says the line that fetches' '
	stranger git clone -q --single-branch -b good "file://$TRASH/r.git" one && cd one && git fetch -q origin bad &&
	for what in "--range $base..$bad" "--range $base..$good" --staged --history; do
		stranger broken git mcade check $what 2>err || return 1
	done &&
	stranger broken git mcade check --range "$base..$good" --expect-genesis "$id" 2>err &&
	way=$(sed -n "s/^ *next: //p" err) && stranger $way &&
	stranger refused git mcade check --range "$base..$bad" >out &&
	stranger git mcade check --range "$base..$good" --expect-genesis "$id" >out
'

test_expect_success 'what is judged cannot take the name away, nor can a runbook that no longer parses' '
	stranger git clone -q --single-branch -b good "file://$TRASH/r.git" mute && cd mute && sed -i "/^ledger:/d" runbook.yaml &&
	git commit -q -a -m unnamed && git rm -q ansible/playbooks/PLAT_01_base.yml && git commit -q -m gone &&
	stranger broken git mcade check --range HEAD~2.. 2>err && stranger git reset -q --hard HEAD~2 &&
	echo "x: [" >>runbook.yaml && git commit -q -a -m broken && echo y >>free.txt && git commit -q -a -m free &&
	stranger broken git mcade check --range HEAD~1.. 2>err && test_grep "git fetch" err
'

test_expect_success 'nor does a runbook that is not here name none' '
	stranger git clone -q --single-branch -b good r.git lost && cd lost && echo y >>free.txt && git commit -q -a -m free &&
	blob=$(git rev-parse HEAD:runbook.yaml) && rm -f ".git/objects/$(echo "$blob" | sed "s|..|&/|")" &&
	refused git cat-file -e "$blob" && stranger broken git mcade check --range HEAD~1.. 2>err && test_grep "$blob" err
'

test_expect_success 'the configuration names it too' '
	new_repo named && cd named && commit_file x x && commit_file x y && git mcade check --range HEAD~1.. >out &&
	git config mcade.ledgerId "$id" && broken git mcade check --range HEAD~1.. 2>err
'

test_expect_success 'another ledger in its place is not taken' '
	governed_repo other && cd other && git push -q --no-verify ../r.git main:refs/heads/other &&
	git -C "$TRASH/ci" fetch -q ../other +mcade/ledger:refs/remotes/origin/mcade/ledger && cd ../ci &&
	stranger untrusted git mcade check --range "$base..$good" 2>err && git fetch -q origin +mcade/ledger:refs/remotes/origin/mcade/ledger
'

test_expect_success 'nothing judged is not ok' '
	cd r && waiting git mcade check --range HEAD..HEAD 2>err && test_grep "nothing was judged" err &&
	waiting git mcade check --range HEAD..HEAD~1 --json >out 2>err &&
	test_grep "\"verdict\":\"inconclusive\",.*\"judged\":0,.*\"confirmed\":true," out &&
	git mcade check --range HEAD~1..HEAD --json >out && test_grep "\"verdict\":\"pass\",.*\"judged\":1,.*\"confirmed\":true," out
'

test_expect_success 'a ledger that is too short is not trusted, one that is too old is a no' '
	cd ci && last=$(($(git rev-list --count origin/mcade/ledger) - 1)) &&
	stranger git mcade check --range "$base..$good" --expect-genesis "$id" --min-sequence "$last" --max-age 1h >out &&
	stranger untrusted git mcade check --range "$base..$good" --expect-genesis "$id" --min-sequence $((last + 1)) --json >out &&
	test_grep "\"verdict\":\"untrusted\"" out && test_grep "\"rule\":\"ledger-integrity\"" out && tick 7200 &&
	stranger refused git mcade check --range "$base..$good" --expect-genesis "$id" --max-age 1h --json >out &&
	test_grep "\"rule\":\"time\",\"severity\":\"error\"" out &&
	usage git mcade check --staged --max-age soon && usage git mcade check --staged --min-sequence x &&
	new_repo ../none && cd ../none && commit_file x x && broken git mcade check --history --min-sequence 3 2>err
'

# --- hooks -----------------------------------------------------------------------------------
test_expect_success 'client hooks in such a clone: a no, or not yet, never a yes' '
	cd ci && echo "- y" >>ansible/playbooks/PLAT_05_nginx.yml && git add -A &&
	stranger refused git mcade hook pre-commit 2>err && test_grep "refused \[frozen\]" err && git reset -q --hard &&
	echo y >>free.txt && git add -A && stranger waiting git mcade hook pre-commit 2>err && test_grep "genesis unconfirmed" err &&
	git reset -q --hard && line="refs/heads/x $good refs/heads/main $base" &&
	echo "$line" | stranger waiting git mcade hook pre-push origin url 2>err &&
	echo "refs/heads/x $bad refs/heads/main $base" | stranger refused git mcade hook pre-push origin url 2>err &&
	cd ../one && git update-ref -d refs/remotes/origin/mcade/ledger && stranger broken git mcade hook pre-commit 2>err &&
	echo "$line" | stranger broken git mcade hook pre-push origin url 2>err && test_grep "git fetch" err
'

test_expect_success 'once it is joined they say yes' '
	cd ci && stranger git mcade join --expect-genesis "$id" >out 2>err && echo y >>free.txt && git add -A &&
	stranger git mcade hook pre-commit
'

test_expect_success 'a repository that never had a ledger is as it was' '
	new_repo plain && bare_remote plain.git plain && cd plain && git mcade hooks install >out && governed_files && rm runbook.yaml &&
	git add -A && git commit -q -m base && git push -q origin main && git mcade check --history >out
'

# --- the server ------------------------------------------------------------------------------
test_expect_success 'a server that does not have its ledger refuses everything without it' '
	git init -q --bare empty.git && ( cd empty.git && stranger git mcade hooks install --expect-genesis "$id" >/dev/null ) &&
	cd r && for what in main main:refs/heads/topic main:refs/tags/v1; do
		unmoved ../empty.git git push -q --no-verify ../empty.git "$what" >out 2>err && test_grep "mcade: ledger .* pinned here" err ||
		return 1
	done && for ref in mcade mcade/ledger/x mcade/other; do
		unmoved ../empty.git git push -q --no-verify ../empty.git "main:refs/heads/$ref" >out 2>err &&
		says ledger-integrity "refs/heads/$ref" || return 1
	done &&
	unmoved ../empty.git git push -q --no-verify ../empty.git "main:refs/heads/mcade/ledger" >out 2>err
'

test_expect_success 'with it, code is judged by it' '
	cd r && unmoved ../empty.git git push -q --no-verify ../empty.git "$bad:refs/heads/main" mcade/ledger >out 2>err &&
	says no-delete ansible/playbooks/PLAT_01_base.yml &&
	git push -q --no-verify ../empty.git main mcade/ledger &&
	unmoved ../empty.git git push -q --no-verify ../empty.git "$bad:refs/heads/topic" >out 2>err &&
	says no-delete ansible/playbooks/PLAT_01_base.yml
'

test_done
