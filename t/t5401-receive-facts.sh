#!/bin/sh
test_description='pre-receive takes its facts from its own repository, never from whoever pushes'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
. "$SOURCE_DIR/t/lib-push.sh"
be_person owner

main=refs/heads/main
ledger=refs/heads/mcade/ledger
zero=0000000000000000000000000000000000000000

tip () {
	git -C "$TRASH/r.git" rev-parse "$1"
}

test_expect_success 'setup: a server with our hook, and a commit that is refused there' '
	shared_repo r && id=$(git -C r config mcade.ledgerId) && cd r.git &&
	git mcade hooks install --expect-genesis "$id" >/dev/null && cd ../r && git fetch -q &&
	git rm -q ansible/playbooks/PLAT_01_base.yml && git commit -q -n -m bad &&
	bad=$(git rev-parse HEAD) && git reset -q --hard HEAD~1 &&
	put free.txt more && git commit -q -a -m good && good=$(git rev-parse HEAD)
'

# --- what a line says of the server ----------------------------------------------------------
test_expect_success 'a line spoken by hand is taken when it is honest, and refused when it is bad' '
	cd r && was=$(tip main) && unmoved ../r.git raw_push ../r.git "$was:$bad:$main" 2>err &&
	says no-delete ansible/playbooks/PLAT_01_base.yml && raw_push ../r.git "$was:$good:$main"
'

test_expect_success 'a line that says the bad commit is there already changes nothing' '
	cd r && git cherry-pick -n "$bad" && git commit -q -n -m bad && bad=$(git rev-parse HEAD) &&
	git reset -q --hard "$good" && unmoved ../r.git raw_push ../r.git "$bad:$bad:$main" 2>err &&
	unmoved ../r.git raw_push ../r.git "$zero:$bad:$main" 2>err &&
	says no-delete ansible/playbooks/PLAT_01_base.yml
'

test_expect_success 'the push names a ref twice, in any order' '
	cd r && unmoved ../r.git raw_push ../r.git "$bad:$bad:$main" "$good:$bad:$main" 2>err &&
	says ledger-integrity $main &&
	unmoved ../r.git raw_push ../r.git "$good:$bad:$main" "$bad:$bad:$main" 2>err &&
	unmoved ../r.git raw_push ../r.git "$bad:$good:$main" "$good:$bad:$main" 2>err &&
	raw_push ../r.git "$zero:$good:refs/heads/one" "$zero:$good:refs/heads/two"
'

test_expect_success 'a ledger that git will not take judges nothing' '
	cd r && git mcade thaw nginx -m "owner allows it" >/dev/null 2>&1 && thawed=$(git rev-parse $ledger) &&
	put ansible/playbooks/PLAT_05_nginx.yml "- y" && git commit -q -n -a -m allowed &&
	allowed=$(git rev-parse HEAD) &&
	unmoved ../r.git raw_push ../r.git "$thawed:$thawed:$ledger" "$good:$allowed:$main" 2>err &&
	says ledger-integrity $ledger &&
	raw_push ../r.git "$(tip $ledger):$thawed:$ledger" "$good:$allowed:$main"
'

# --- names -----------------------------------------------------------------------------------
test_expect_success 'another name of a governed branch is judged as that branch' '
	git -C r.git symbolic-ref refs/heads/master $main && cd r && put free.txt again &&
	git commit -q -a -m free && push origin HEAD:refs/heads/master && [ "$(tip main)" = "$(git rev-parse HEAD)" ] &&
	git rm -q ansible/playbooks/PLAT_02_next.yml && git commit -q -n -m bad &&
	unmoved ../r.git push origin HEAD:refs/heads/master && says no-delete ansible/playbooks/PLAT_02_next.yml &&
	git reset -q --hard HEAD~1 && unmoved ../r.git push -f origin HEAD~1:refs/heads/master && says drift $main &&
	unmoved ../r.git push origin :refs/heads/master && says no-delete $main
'

test_expect_success 'and both names are one ref' '
	cd r && now=$(tip main) && put free.txt twice && git commit -q -a -m twice && next=$(git rev-parse HEAD) &&
	unmoved ../r.git raw_push ../r.git "$now:$next:$main" "$now:$next:refs/heads/master" 2>err &&
	says ledger-integrity $main && raw_push ../r.git "$now:$next:refs/heads/master"
'

test_expect_success 'a governed name that is symbolic governs what it points to' '
	now=$(tip main) && git -C r.git update-ref -d $main && git -C r.git update-ref refs/heads/trunk "$now" &&
	git -C r.git symbolic-ref $main refs/heads/trunk && cd r && git rm -q ansible/playbooks/PLAT_02_next.yml &&
	git commit -q -n -m bad && for ref in main trunk master; do
		unmoved ../r.git push origin "HEAD:refs/heads/$ref" && says no-delete ansible/playbooks/PLAT_02_next.yml ||
		return 1
	done && unmoved ../r.git push -f origin HEAD~2:refs/heads/trunk && says drift $main &&
	unmoved ../r.git push origin :refs/heads/trunk && says no-delete $main && git reset -q --hard HEAD~1 &&
	put free.txt trunk && git commit -q -a -m trunk && push origin HEAD:refs/heads/trunk && now=$(tip main) &&
	git -C ../r.git symbolic-ref -d $main && git -C ../r.git update-ref $main "$now" &&
	git -C ../r.git update-ref -d refs/heads/trunk
'

test_expect_success 'a symbolic ref to a branch that is not there yet is that branch' '
	git -C r.git symbolic-ref refs/heads/alias refs/heads/mcade/x && cd r &&
	unmoved ../r.git push origin HEAD:refs/heads/alias && says ledger-integrity refs/heads/mcade/x &&
	git -C ../r.git symbolic-ref -d refs/heads/alias && push origin HEAD:refs/heads/alias
'

test_expect_success 'nobody pushes a replacement' '
	cd r && l=$(git rev-parse $ledger) && push origin HEAD:refs/tags/v1 &&
	other=$(git commit-tree -p "$l~1" -m junk "$l^{tree}") &&
	unmoved ../r.git push origin "$other:refs/replace/$l" && says ledger-integrity "refs/replace/$l"
'

test_expect_success 'but one that got past is taken away by a push' '
	cd r && git push -q --no-verify ../r.git "$other:refs/x/other" && git -C ../r.git update-ref "refs/replace/$l" "$other" &&
	push origin ":refs/replace/$l" && push origin :refs/x/other
'

test_expect_success 'below refs/heads/mcade stand the ledger and its evidence, nothing else' '
	cd r && for ref in mcade Mcade mcade/evidence mcade/evidence/none mcade/evidence/1999 \
		mcade/evidence/20311 mcade/evidence/2031/x mcade/other mcade/ledger/x MCADE/ledger; do
		unmoved ../r.git push origin "HEAD:refs/heads/$ref" && says ledger-integrity "refs/heads/$ref" ||
		return 1
	done && push origin HEAD:refs/heads/mcade2 "HEAD:refs/heads/ä"
'

test_expect_success 'nor does a tag have the name by which git knows one of them' '
	cd r && for tag in mcade/ledger mcade/evidence/2026 refs/heads/main heads/main refs/heads/one heads/one; do
		unmoved ../r.git push origin "HEAD:refs/tags/$tag" && says ledger-integrity "refs/tags/$tag" || return 1
	done && push origin HEAD:refs/tags/ledger HEAD:refs/tags/mcade-1
'

test_expect_success 'what this program notes for itself is not pushed either' '
	cd r && for ref in refs/mcade/aside/x refs/mcade/seen/origin refs/remotes/origin/mcade/ledger \
		refs/remotes/x/mcade/evidence/2026; do
		unmoved ../r.git push origin "HEAD:$ref" && says ledger-integrity "$ref" || return 1
	done && push origin HEAD:refs/remotes/x/main
'

test_expect_success 'no name that git takes for the ledger or a governed branch of ours' '
	cd r && for ref in refs/tags/mcade/ledger refs/tags/origin/mcade/ledger refs/heads/origin/mcade/ledger \
		refs/remotes/mcade/ledger refs/origin/mcade/ledger refs/tags/refs/heads/mcade/ledger \
		refs/heads/x/mcade/ledger refs/tags/Mcade/Ledger refs/tags/mcade/evidence/2026 refs/heads/heads/mcade/ledger \
		refs/heads/origin/Mcade/Ledger refs/heads/origin/mcade/evidence/2026 refs/remotes/x/mcade/other refs/tags/mcade/other \
		refs/tags/main refs/main refs/tags/origin/main refs/heads/origin/main refs/remotes/main refs/remotes/origin/main; do
		unmoved ../r.git push origin "HEAD:$ref" && says ledger-integrity "$ref" || return 1
	done && push origin HEAD:refs/tags/main-1 HEAD:refs/heads/origin/topic HEAD:refs/heads/ada/main HEAD:refs/tags/mcade &&
	git -C ../r.git update-ref refs/tags/main HEAD && push origin :refs/tags/main
'

test_expect_success 'wherever the ledger stands nothing takes its place' '
	git -C r.git config mcade.ledger audit/log && git -C r.git update-ref refs/heads/audit/log $ledger && cd r &&
	for ref in refs/heads/audit refs/heads/audit/log/x refs/heads/Audit/Log refs/tags/audit/log; do
		unmoved ../r.git push origin "HEAD:$ref" && says ledger-integrity "$ref" || return 1
	done && push origin HEAD:refs/heads/audited && git -C ../r.git config --unset mcade.ledger &&
	git -C ../r.git update-ref -d refs/heads/audit/log
'

# --- a governed branch moves forward ---------------------------------------------------------
test_expect_success 'a topic may be forced, a governed branch may not: back, aside, beside others' '
	cd r && push origin HEAD:refs/heads/topic && push -f origin HEAD~1:refs/heads/topic &&
	unmoved ../r.git push -f origin HEAD~1:$main && says drift $main &&
	git checkout -q --detach HEAD~1 && put free.txt aside && git commit -q -a -m aside &&
	unmoved ../r.git push -f origin HEAD:$main && says drift $main &&
	unmoved ../r.git push -f origin HEAD:refs/heads/topic HEAD:$main && says drift $main &&
	unmoved ../r.git push origin :$main && says no-delete $main && git checkout -q main
'

test_expect_success 'nor back to where the rules began' '
	cd r && began=$(git log --format=%B $ledger | sed -n "s/^Mcade-Tip: \([0-9a-f]*\) .*/\1/p" | head -n 1) &&
	git merge-base --is-ancestor "$began" main &&
	unmoved ../r.git push -f origin "$began:$main" && says drift $main
'

test_expect_success 'pre-push says so too' '
	cd r && refused git push -q -f origin HEAD~1:main >out 2>err && says drift $main
'

test_expect_success 'an adopt takes up what stands there, not what comes with it' '
	git clone -q r.git liar && cd liar && (
		XDG_STATE_HOME=$TRASH/memory-of-a-liar && export XDG_STATE_HOME &&
		git mcade join --expect-genesis "$id" --no-hooks >/dev/null 2>&1 &&
		git rm -q ansible/playbooks/PLAT_01_base.yml && git commit -q -m bad &&
		git config remote.origin.url ../gone && git update-ref refs/remotes/origin/main HEAD &&
		git mcade adopt >/dev/null 2>&1 && git config remote.origin.url ../r.git &&
		unmoved ../r.git push --atomic origin HEAD:$main $ledger && says evidence $ledger &&
		unmoved ../r.git push origin $ledger && says evidence $ledger
	) && cd ../r && git mcade adopt >/dev/null 2>&1 && push origin $ledger
'

test_expect_success 'where a root says that it shall be so, exactly there, once' '
	cd r && git checkout -q -b clean HEAD~2 && put free.txt cleaned && git commit -q -a -m cleaned &&
	new=$(git rev-parse HEAD) && git checkout -q -B main "$new" && git fetch -q && was=$(git rev-parse origin/main) &&
	git mcade retip -m "a secret was in it" >/dev/null 2>&1 &&
	git log -1 --format=%B $ledger >event && test_grep "^Mcade-Tip: $new $main$" event &&
	test_grep "^Mcade-Rewritten: $was $main$" event &&
	unmoved ../r.git push -f origin "$new:$main" && says drift $main &&
	push origin $ledger && put free.txt more && git commit -q -a -m more &&
	unmoved ../r.git push -f origin HEAD:$main && says drift $main &&
	push -f origin "$new:$main" && push origin HEAD:$main &&
	unmoved ../r.git push -f origin "$new:$main" && says drift $main
'

# --- junk from before the hook ---------------------------------------------------------------
test_expect_success 'junk that does not go on from the ledger: the way back is printed, and leads there' '
	cd r && push origin HEAD:refs/heads/seen && was=$(tip $ledger) &&
	git update-ref refs/x/junk "$(git commit-tree -p main -p "$was" -m junk "main^{tree}")" &&
	git -C ../r.git fetch -q ../r refs/x/junk && git -C ../r.git update-ref $ledger "$(git rev-parse refs/x/junk)" &&
	unmoved ../r.git push origin HEAD:refs/heads/after && way=$(grep -o "git update-ref .*[0-9a-f]" err) &&
	(cd ../r.git && sh -c "$way") && [ "$(tip $ledger)" = "$was" ] && push origin HEAD:refs/heads/after
'

# --- the clock -------------------------------------------------------------------------------
test_expect_success 'the clock is the server own, not the one that the pusher sets' '
	cd r && tomorrow=$(($(date +%s) + 86400)) &&
	MCADE_CLOCK=$tomorrow git mcade skip PLAT_02 --env prod -m tomorrow >/dev/null 2>&1 &&
	( MCADE_CLOCK=$tomorrow && export MCADE_CLOCK && unmoved ../r.git push origin $ledger ) && says time $ledger
'

# --- its end ---------------------------------------------------------------------------------
test_expect_success 'a hook that does not come to an end refuses, and names the limit' '
	governed_repo slow && cd slow && echo more >new && git add new && git update-index --split-index && git mcade hook pre-commit &&
	mkdir ../slow.bin && printf "%s\n" "#!/bin/sh" "case \"\$*\" in *diff-index*) exec sleep 5 ;; *) exec $(command -v git) \"\$@\" ;; esac" >../slow.bin/git &&
	chmod +x ../slow.bin/git && git config mcade.hookTimeout 1s &&
	broken env PATH="$TRASH/slow.bin:$PATH" timeout 20 "$TEST_BIN/git-mcade" hook pre-commit 2>err &&
	test_grep "within 1 s" err && test_grep "mcade.hookTimeout" err &&
	git config mcade.hookTimeout 0s && broken timeout 20 git mcade hook pre-commit &&
	git config mcade.hookTimeout soon && broken git mcade hook pre-commit 2>err && test_grep "expected a duration" err
'

test_done
