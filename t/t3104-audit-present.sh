#!/bin/sh
test_description='audit --cold reads every object; audit compares the governed tip with the ledger, and lists what was let through'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
. "$SOURCE_DIR/t/lib-audit.sh"
be_person owner
OTHER=sha256:$(printf %064d 8)

# --- the tip: marks and manifests ---------------------------------------------------------------
test_expect_success 'setup: rules in force, hooks that nobody runs' '
	governed_repo r && cd r &&
	git mcade pin "platform.redis=redis:7@$DIGEST" --env prod >out &&
	git add -A && git commit -q -n -m pinned && silent
'

test_expect_success 'a mark that the ledger does not hold is drift for as long as it stands' '
	cd r && mark PLAT_02 && git commit -q -n -a -m green && refused audit && found error completion docs/RUNBOOK.md &&
	echo more >>free.txt && git commit -q -n -a -m free && refused audit && found error completion docs/RUNBOOK.md &&
	sed -i "s/🟩 PLAT_02/🟨 PLAT_02/" docs/RUNBOOK.md && git commit -q -n -a -m back && silent
'

test_expect_success 'a value that nobody recorded is drift, an earlier one is owed' '
	cd r && sed "s/redis:7@sha256:[0-9a-f]*/redis:7@$OTHER/" releases/prod.yaml >x && mv x releases/prod.yaml &&
	git commit -q -n -a -m proposed && refused audit && found error drift releases/prod.yaml &&
	git mcade pin "platform.redis=redis:7@$OTHER" --env prod >out && silent &&
	sed "s/redis:7@sha256:[0-9a-f]*/redis:7@$DIGEST/" releases/prod.yaml >x && mv x releases/prod.yaml &&
	git commit -q -n -a -m earlier && audit && found warn owed releases/prod.yaml
'

test_expect_success 'a manifest that nobody can read is not an earlier value' '
	cd r && echo "broken: [" >>releases/prod.yaml && git commit -q -n -a -m broken && refused audit &&
	found error drift releases/prod.yaml && sed -i "/^broken/d" releases/prod.yaml && git commit -q -n -a -m mended && audit
'

test_expect_success 'what render writes ends it' '
	cd r && git mcade render >out && git commit -q -n -a -m render && silent
'

# --- what the branch does not have -------------------------------------------------------------------
test_expect_success 'a log entry that was not committed is owed, with its event' '
	small_repo s && git mcade pin "cache.image=redis:7@$DIGEST" --env lab && git commit -q -a -m pinned &&
	git mcade run CACHE --env lab && git mcade complete CACHE --env lab &&
	audit && finding warn owed >owed && test_line_count 1 owed && test_grep "\"sequence\":5" owed && rm owed &&
	git add -A && git commit -q -m log && silent
'

# fix RULE PATH: the way that the last audit offers for what stands there now.
fix () {
	finding error "$1" | grep "\"path\":\"$2\"" | grep -v "\"commit\"" | sed "s/.*\"fix\":\"\([^\"]*\)\".*/\1/" | LC_ALL=C sort -u
}
test_expect_success 'the way out of an edited entry leads out: typed, committed, no drift is left' '
	cd s && log=$(git ls-files docs/deployments) && sed -i "s/^## CACHE/## CASH/" "$log" && git commit -q -n -a -m tidied &&
	refused audit && found error drift "$log" && test "$(fix drift "$log")" = "git mcade render" &&
	git mcade render >out && git commit -q -m "as the ledger has it" && refused audit && ! finding error drift &&
	finding error append-only >old && test_line_count 1 old && test_grep "hint: .*retip" old && ! grep reset old && rm old &&
	git mcade retip -m "an entry was edited, and put right" && silent &&
	exempted=$(sed "s/.*put right\",\"counts\":true,\"commits\":\([0-9]*\).*/\1/" "$TRASH/audit.json") && test "$exempted" -ge 2
'

test_expect_success 'where the branch is not in this work tree it is not a command' '
	cd s && log=$(git ls-files docs/deployments) && git checkout -q -b aside && git checkout -q main &&
	sed -i "s/^## CACHE/## CASH/" "$log" && git commit -q -n -a -m tidied && git checkout -q aside && refused audit &&
	fix drift "$log" >fixes && test_grep "^hint: " fixes && ! grep "^git" fixes && rm fixes &&
	git checkout -q main && git reset -q --hard aside && git branch -q -D aside && silent
'

test_expect_success 'no later adopt is a pardon' '
	small_repo p && sed "s/^steps:/policies:\n- {id: keep, no_delete: [\"playbooks\/**\"]}\nsteps:/" runbook.yaml >x && mv x runbook.yaml &&
	git commit -q -a -m policy && git mcade adopt && git rm -q playbooks/read.sh && git commit -q -n -m gone && refused audit &&
	finding error no-delete && git revert --no-edit HEAD >/dev/null && refused audit &&
	echo "# another one" >>runbook.yaml && git commit -q -a -m comment && git mcade adopt && refused audit && finding error no-delete &&
	git mcade adopt && refused audit && finding error no-delete
'

test_expect_success 'nor for what came in on another branch' '
	small_repo o && sed "s|^governed:.*|governed: [refs/heads/main, \"refs/heads/release/*\"]|
		s|^steps:|policies:\n- {id: keep, no_delete: [README]}\nsteps:|" runbook.yaml >x && mv x runbook.yaml &&
	git commit -q -a -m policy && git mcade adopt && silent && git checkout -q -b release/1 && git rm -q README &&
	git commit -q -n -m gone && git mcade adopt && refused audit && finding error no-delete &&
	git checkout -q main && git merge -q release/1 && git mcade adopt && refused audit && finding error no-delete
'

test_expect_success 'nor by a tip that is no longer here' '
	small_repo g && sed "s/^steps:/policies:\n- {id: keep, no_delete: [README]}\nsteps:/" runbook.yaml >x && mv x runbook.yaml &&
	git commit -q -a -m policy && git mcade adopt && silent &&
	git commit -q --allow-empty -m further && git mcade adopt && git reset -q --hard HEAD~1 && git rm -q README && git commit -q -n -m gone &&
	refused git mcade adopt 2>err && test_grep "refused \[evidence\]" err && test_grep "git mcade retip" err &&
	git reflog expire --expire=now --all && git prune --expire=now && git mcade adopt && refused audit &&
	finding error no-delete
'

test_expect_success 'and no judgement: what came before a policy is not bound by it' '
	small_repo q && git rm -q README && git commit -q -m gone && silent && git revert --no-edit HEAD >/dev/null &&
	sed "s/^steps:/policies:\n- {id: keep, no_delete: [README]}\nsteps:/" runbook.yaml >x && mv x runbook.yaml &&
	git commit -q -a -m policy && git mcade adopt && silent
'

# --- what was let through --------------------------------------------------------------------------
test_expect_success 'what was amended before anybody else had it: the printed retip ends it, also after the next adopt' '
	small_repo amended && git commit -q --amend -m "put better" && refused git mcade adopt 2>err && test_grep "git mcade retip" err &&
	refused audit && finding error evidence >old && test_grep retip old && ! grep "git push" old && rm old &&
	git mcade retip -m "put better" && silent && git mcade adopt && silent && git commit -q --amend -m "and better" &&
	refused audit && git mcade retip -m "and better" && silent && git mcade adopt && silent
'

test_expect_success 'a retip is listed by event and person in every audit' '
	cd s && git mcade retip -m "a secret went out of history" >out && git mcade run READ --env lab &&
	audit && test_grep "\"exemptions\":.*{\"sequence\":[0-9]*,\"event\":\"retip\",\"principal\":\"[a-z]*\",\"reason\":\"a secret went out of history\",\"counts\":true" "$TRASH/audit.json" &&
	git mcade audit >out && test_grep "^exempt: event [0-9]* retip by " out
'

test_expect_success 'what a retip exempts of a branch that it names first is counted and shown: it was bound before' '
	small_repo pattern && sed "s|^governed:.*|governed: [refs/heads/main, \"refs/heads/release/*\"]|
		s/^steps:/policies:\n- {id: keep, no_delete: [README]}\nsteps:/" runbook.yaml >x && mv x runbook.yaml &&
	git commit -q -a -m rules && git mcade adopt && git checkout -q -b release/1 && echo more >more && git add more &&
	git commit -q -n -m more && git rm -q README && git commit -q -n -m gone && git checkout -q main &&
	refused audit && finding error no-delete && git mcade retip -m "let it go" 2>err && test_grep "exempts .* 2 commits of refs/heads/release/1" err &&
	audit && test_grep "\"reason\":\"let it go\",\"counts\":true,\"commits\":2}" "$TRASH/audit.json"
'

test_expect_success 'how many a retip exempted cannot be told where what it left is missing' '
	cp -R amended gone && cd gone && git mcade audit >out && test_grep "^exempt: event [0-9]* retip by .*, 1 commit: put better$" out &&
	left=$(git log --format=%B mcade/ledger | sed -n "s/^Mcade-Rewritten: \([0-9a-f]*\) .*/\1/p" | tail -n 1) &&
	object=.git/objects/$(echo "$left" | sed "s,^..,&/,") && cp "$object" "$TRASH/kept" && rm -f "$object" &&
	{ audit || :; } && test_grep "\"reason\":\"put better\",\"counts\":true,\"uncounted\":true}" "$TRASH/audit.json" &&
	{ git mcade audit >out || :; } && test_grep "^exempt: event [0-9]* retip by .*, commits that cannot be counted here: put better$" out &&
	cp "$TRASH/kept" "$object" && git mcade audit >out && test_grep ", 1 commit: put better$" out
'

# --- what no rule can read -----------------------------------------------------------------------
# stands PATH: rule document names it as what stands at the tip, and not only the commit that brought it.
stands () {
	audit
	finding error document | grep -v '"commit"' | grep -q "\"path\":\"$1\""
}
# unread PATH COMMAND: with that committed past the hooks the audit names the path, and once it is undone the commit only.
unread () {
	( sh -c "$2" && git add -A && git commit -q -n -m unread ) && stands "$1" && git revert --no-edit HEAD >/dev/null && ! stands "$1"
}
test_expect_success 'what leads away from a record, or shows other bytes, is named where it stands' '
	governed_repo u && cd u && ln -s free.txt elsewhere && echo "*.txt text" >.gitattributes && git add -A &&
	git commit -q -n -m control && silent &&
	unread docs/RUNBOOK.md "git mv docs/RUNBOOK.md docs/other.md && ln -s other.md docs/RUNBOOK.md" &&
	unread docs/deployments/2031-01-29.md "ln -s ../../free.txt docs/deployments/2031-01-29.md" &&
	unread .gitattributes "echo \"releases/* working-tree-encoding=ISO-8859-1\" >>.gitattributes" &&
	unread Docs/Deployments/2031-01-29.md "mkdir -p Docs/Deployments && echo x >Docs/Deployments/2031-01-29.md"
'

test_expect_success 'a document that nobody reads alike ends no audit: it is named beside what else there is' '
	cd u && printf "\n\342\200\256enod 10_TALP\n" >>docs/RUNBOOK.md && echo "  x: y@$OTHER" >>releases/prod.yaml &&
	git commit -q -n -a -m turned && stands docs/RUNBOOK.md && found error drift releases/prod.yaml &&
	refused git mcade render >out && test_grep "left alone docs/RUNBOOK.md" out && rm out &&
	git revert --no-edit HEAD >/dev/null && ! stands docs/RUNBOOK.md && ! found error drift releases/prod.yaml
'

# --- a branch that no adopt named ------------------------------------------------------------------
test_expect_success 'setup: a branch of a governed pattern may begin anywhere' '
	small_repo w && sed "s|^governed:.*|governed: [refs/heads/main, \"refs/heads/release/*\"]|" runbook.yaml >x && mv x runbook.yaml &&
	git commit -q -a -m pattern && before=$(git rev-parse HEAD~1) && git mcade adopt && old=$(git rev-parse HEAD) &&
	sed "s/redis:latest/redis:8/" releases/lab.yaml >x && mv x releases/lab.yaml && git commit -q -a -m tag &&
	echo "# again" >>runbook.yaml && git commit -q -a -m again && git mcade adopt && tag=$(git rev-parse HEAD) &&
	git mcade pin "cache.image=redis:7@$DIGEST" --env lab && git add -A && git commit -q -m pinned &&
	git mcade run CACHE --env lab && git mcade complete CACHE --env lab && git add -A && git commit -q -m log && silent
'

test_expect_success 'what was not pinned yet where it left is owed' '
	cd w && for at in $before $old $tag; do
		git branch -f release/1 $at && audit && finding warn owed >owed && test_line_count 1 owed && test_grep "releases/lab.yaml: 1 pin, docs/deployments" owed && rm owed && ! finding error unpinned || return 1
	done && git branch -q -D release/1 && silent
'

test_expect_success 'what it lowers, or makes of it, is not' '
	cd w && git checkout -q -b release/1 && sed "s/redis:7@sha256:[0-9a-f]*/redis:9/" releases/lab.yaml >x && mv x releases/lab.yaml &&
	git commit -q -n -a -m lowered && refused audit && found error unpinned releases/lab.yaml &&
	git checkout -q -B release/1 $tag && sed "s/redis:8/redis:9/" releases/lab.yaml >x && mv x releases/lab.yaml &&
	git commit -q -n -a -m other && refused audit && found error unpinned releases/lab.yaml &&
	git checkout -q main && git branch -q -D release/1 && silent
'

# --- objects ---------------------------------------------------------------------------------------
# loose OBJECT: its file.
loose () {
	echo ".git/objects/$(echo "$1" | cut -c1-2)/$(echo "$1" | cut -c3-)"
}
state_of () {
	git rev-parse "mcade/ledger~$1:$2"
}

test_expect_success 'a state file of an earlier event that is gone is missed' '
	cd s && file=$(loose "$(state_of 3 state/lab/CACHE.yaml)") && cp "$file" ../kept && git mcade audit >out &&
	rm -f "$file" && broken git mcade audit --cold 2>err && cp ../kept "$file" && git mcade audit --cold >out
'

test_expect_success 'a tree of an earlier event that is gone is missed' '
	cd s && file=$(loose "$(state_of 3 state/lab)") && cp "$file" ../kept && rm -f "$file" &&
	broken git mcade audit --cold 2>err && cp ../kept "$file" && git mcade audit --cold >out
'

test_expect_success 'one that is another under its name is not trusted' '
	cd s && file=$(loose "$(state_of 3 state/lab/CACHE.yaml)") && cp "$file" ../kept &&
	other=$(loose "$(git rev-parse mcade/ledger:trust.yaml)") && rm -f "$file" && cp "$other" "$file" &&
	untrusted git mcade audit --cold 2>err && rm -f "$file" && cp ../kept "$file" && git mcade audit --cold >out
'

test_expect_success 'what an event says of objects that are not here is counted; of the runbook in force nobody can tell' '
	id=$(git -C s config mcade.ledgerId) && new_repo blind && cd blind &&
	git fetch -q ../s mcade/ledger:mcade/ledger && git config mcade.ledgerId "$id" &&
	expect_status 128 git mcade audit --json --expect-genesis "$id" 2>../err && test_grep "refs/heads/main" ../err &&
	git fetch -q ../s "$(git -C ../s rev-list --max-parents=0 main | tail -n 1):refs/remotes/origin/main" &&
	git config mcade.remote origin && git config remote.origin.url ../s &&
	{ git mcade audit --json --expect-genesis "$id" >../json || :; } && cd .. &&
	test_grep "\"objects_absent\":[1-9]" json && cd s && git mcade audit --json >../json && test_grep "\"objects_absent\":0" ../json
'

test_done
