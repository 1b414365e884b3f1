#!/bin/sh
test_description='the path of a step: run, verify, pin, complete; and every way off it'
test_story=yes
# shows: D15
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"

be_person owner

test_expect_success 'a runbook comes into force, and next names the first step' '
	small_repo r &&
	git mcade status --env lab >status &&
	test_grep "CACHE *planned *ready" status &&
	test_grep "3 steps: 3 planned" status &&
	git mcade next --env lab >next &&
	test_grep "^CACHE is planned: git mcade run CACHE --env lab$" next
'

test_expect_success 'an environment is asked for where there are two; unknown names are met with the near ones' '
	cd r &&
	usage git mcade next 2>err && test_grep "which environment.*lab, prod" err &&
	usage git mcade run CACHE --env lap 2>err && test_grep "lap.* is not an environment; there are: lab, prod" err &&
	usage git mcade run CACH --env lab 2>err && test_grep "did you mean .CACHE." err &&
	usage git mcade skip CACHE --env lab 2>err && test_grep "needs a reason" err
'

test_expect_success 'a step whose need is not met does not run, and the refusal names what does' '
	cd r &&
	refused git mcade run READ --env lab 2>err &&
	test_grep "^mcade: refused \[order\] .*needs CACHE" err &&
	test_grep "fix: *git mcade run CACHE --env lab" err
'

test_expect_success 'a verification of nothing is refused before anything is asked' '
	cd r && refused git mcade verify CACHE --env lab --json >json 2>err && test_grep ! "check up" err &&
	test_grep "\"rule\":\"order\".*\"fix\":\"git mcade run CACHE --env lab\"" json
'

test_expect_success 'a dry run prints the plan and records nothing' '
	cd r &&
	git rev-parse mcade/ledger >before &&
	git mcade run CACHE --env lab --dry-run >plan &&
	cat >expected <<-EOT && test_cmp expected plan &&
	CACHE in lab
	  uses       playbooks/cache.sh
	  run
	    ["sh", "playbooks/cache.sh"]
	  directory  $(pwd -P)
	  restore    Restore path: ([^"\\s]+)
	  timeout    20 s
	  verify
	    up:
	    ["/bin/sh", "-c", "cat cache.state"]
	EOT
	git rev-parse mcade/ledger >after && test_cmp before after && test_missing cache.state
'

test_expect_success 'completing what never ran names every criterion and its command' '
	cd r &&
	refused git mcade complete CACHE --env lab 2>err &&
	test_grep "not complete: pin .cache.image" err &&
	test_grep "at: *releases/lab.yaml:2:10" err &&
	test_grep "not complete: exit" err && test_grep "not complete: verify" err &&
	test_grep "not complete: restore" err &&
	test_grep "fix: *git mcade run CACHE --env lab" err &&
	test_grep "hint: *git mcade pin cache.image=VALUE --env lab" err
'

test_expect_success 'a run is two events, its evidence is kept, its checks are seen' '
	cd r &&
	git mcade run CACHE --env lab >out 2>err &&
	test_grep "finish CACHE in lab" out && test_grep "Restore path: /var/backups/cache" err &&
	test_grep "check up: pass" err &&
	git log --format=%s -2 mcade/ledger >subjects &&
	printf "finish CACHE in lab\nstart CACHE in lab\n" >expect && test_cmp expect subjects &&
	git show mcade/ledger:state/lab/CACHE.yaml >state &&
	test_grep "^  restore: /var/backups/cache" state && test_grep "^    verdict: pass" state &&
	git mcade show CACHE --env lab --json >show && test_grep "\"phase\":\"verified\"" show &&
	git cat-file commit mcade/ledger | sed -n "s/^Mcade-Evidence: sha256:\([0-9a-f]*\) .*/\1/p" >named &&
	test -s named &&
	branch=$(git for-each-ref --format="%(refname)" refs/heads/mcade/evidence) &&
	for sha in $(cat named); do
		git cat-file blob "$branch:$(echo "$sha" | cut -c1-2)/$sha" | sha256sum | grep -q "$sha" || return 1
	done
'

test_expect_success 'an unpinned value is refused, a pinned one goes into the file in place and is staged' '
	cd r &&
	refused git mcade pin cache.image=docker.io/library/redis:7.2 --env lab 2>err &&
	test_grep "refused \[unpinned\]" err &&
	git mcade pin "cache.image=docker.io/library/redis:7.2@$DIGEST" --env lab &&
	test_grep "redis:7.2@$DIGEST.*# decide" releases/lab.yaml &&
	git diff --cached --name-only >staged && echo releases/lab.yaml >expect && test_cmp expect staged
'

test_expect_success 'with all five a step is complete, and the log has its entry' '
	cd r &&
	git mcade complete CACHE --env lab -m "cache is up" &&
	log=$(ls docs/deployments/*.md) &&
	test_grep "^## CACHE complete in lab" "$log" && test_grep "cache is up" "$log" &&
	git show "mcade/ledger:deployments/$(basename "$log" | cut -c1-4)/$(basename "$log" | cut -c6-7)/$(basename "$log")" >ledger-log &&
	test_cmp ledger-log "$log" &&
	git mcade show CACHE --env lab >show && test_grep "CACHE in lab: complete" show
'

test_expect_success 'what is complete does not run again without being reopened' '
	cd r &&
	refused git mcade run CACHE --env lab 2>err && test_grep "refused \[order\] .*is complete" err &&
	git mcade reopen CACHE --env lab -m "the disk was replaced" &&
	git mcade run CACHE --env lab >out 2>&1 && git mcade complete CACHE --env lab
'

test_expect_success 'a changed playbook makes its step stale, and only a run mends that' '
	cd r &&
	git commit -q -m "cache is up" && echo "# tuned" >>playbooks/cache.sh && git commit -qam "tune" &&
	git mcade status --env lab >status &&
	test_grep "CACHE *stale" status && test_grep "playbooks/cache.sh changed since it ran" status &&
	git mcade next --env lab >next && test_grep "git mcade run CACHE --env lab" next &&
	git mcade verify CACHE --env lab >out 2>&1 &&
	git mcade status --env lab >status && test_grep "CACHE *stale" status &&
	git mcade run CACHE --env lab >out 2>&1 && git mcade complete CACHE --env lab && git commit -qam again &&
	git mcade status --env lab >status && test_grep "CACHE *complete" status
'

test_expect_success 'a verification that fails makes a complete step stale' '
	cd r &&
	echo down >cache.state &&
	refused git mcade verify CACHE --env lab >out 2>err && test_grep "check up: fail" err &&
	git mcade status --env lab >status && test_grep "its last verification failed" status &&
	echo up >cache.state && git mcade verify CACHE --env lab >out 2>&1
'

test_expect_success 'a replaced pin makes its step stale until it is verified with the new one' '
	cd r &&
	git mcade pin cache.image=docker.io/library/redis:7.3@$DIGEST --env lab && git commit -qam "7.3" &&
	git mcade status --env lab >status && test_grep "CACHE *stale" status &&
	git mcade next --env lab >next && test_grep "git mcade verify CACHE --env lab" next &&
	git mcade verify CACHE --env lab >out 2>&1 &&
	git mcade status --env lab >status && test_grep "CACHE *complete" status &&
	git mcade run READ --env lab >out 2>&1 && git mcade reopen CACHE --env lab -m again &&
	git mcade run CACHE --env lab >out 2>&1 &&
	git mcade pin cache.image=docker.io/library/redis:7.2@$DIGEST --env lab &&
	refused git mcade complete CACHE --env lab --json >json 2>err &&
	test_grep "\"rule\":\"completion\".*\"fix\":\"git mcade verify CACHE --env lab\"" json &&
	git mcade verify CACHE --env lab >out 2>&1 && git mcade complete CACHE --env lab && git commit -qam "7.2"
'

test_expect_success 'what a step needs ran again: verified again, it holds' '
	cd r &&
	refused git mcade complete READ --env lab 2>err && test_grep "CACHE, which it needs, ran again since" err &&
	git mcade verify READ --env lab && git mcade complete READ --env lab &&
	git mcade reopen CACHE --env lab -m again && git mcade run CACHE --env lab >out 2>&1 &&
	git mcade complete CACHE --env lab && git commit -qam again &&
	git mcade status --env lab >status && test_grep "READ *stale" status && test_grep "CACHE, which it needs, ran again since" status &&
	git mcade verify READ --env lab >out 2>&1 &&
	git mcade status --env lab >status && test_grep "READ *complete" status &&
	git mcade reopen READ --env lab -m "as it was"
'

test_expect_success 'blocked, unblocked, skipped, locked, unlocked' '
	cd r &&
	git mcade block READ --env lab --until "the vendor answers" -m "no licence" &&
	refused git mcade run READ --env lab 2>err && test_grep "refused \[blocked\]" err &&
	git mcade status --env lab >status && test_grep "until the vendor answers: no licence" status && test_grep ! "blocked until" status &&
	git mcade unblock READ --env lab -m "licence of today" &&
	git mcade lock READ --env lab -m "never again" &&
	refused git mcade run READ --env lab 2>err &&
	test_grep "refused \[locked\]" err && test_grep "hint:.*git mcade unlock READ --env lab" err &&
	refused git mcade skip READ --env lab -m no 2>err && test_grep "refused \[locked\]" err &&
	git mcade unlock READ --env lab -m "once more" &&
	git mcade skip READ --env lab -m "not in the lab" &&
	refused git mcade skip READ --env lab -m again 2>err && test_grep "refused \[order\]" err && test_grep "hint:.*git mcade reopen READ" err
'

test_expect_success 'a freeze of a path in another spelling is refused, since it would hold nothing' '
	cd r &&
	for path in ./playbooks/read.sh ../x /etc a//b docs/; do
		usage git mcade freeze spelt --path "$path" -m x 2>err || return 1
	done &&
	git mcade freeze spelt --path "playbooks/n*.sh" -m x && git mcade thaw spelt -m x
'

test_expect_success 'a run whose process dies is closed by abandon, and the step can run again' '
	cd r &&
	git mcade reopen READ --env lab -m "after all" &&
	printf ": >../begun\nsleep 60\n" >playbooks/read.sh && git commit -qam "slow" &&
	{ git-mcade run READ --env lab >out 2>&1 & } && pid=$! &&
	for i in $(seq 300); do
		test -e ../begun && break; sleep 0.1
	done && git mcade show READ --env lab | grep "running" &&
	kill -9 $pid && { wait $pid || :; } &&
	refused git mcade run READ --env lab 2>err && test_grep "refused \[order\]" err &&
	refused git mcade abandon READ --env lab -m "the laptop died" 2>err && test_grep "still runs here" err &&
	left=$(sed -n "2s/^[0-9]* 0*//p" .git/mcade-run-*) && kill -9 "-$left" && while kill -0 "-$left" 2>/dev/null; do sleep 0.1; done &&
	git mcade abandon READ --env lab -m "the laptop died" &&
	echo "cat cache.state" >playbooks/read.sh && git commit -qam "quick" &&
	git mcade run READ --env lab >out 2>&1 && git mcade complete READ --env lab
'

test_expect_success 'a failing command and a failing check are failures with their reasons' '
	cd r &&
	git mcade reopen CACHE --env lab -m "to fail" &&
	echo "exit 7" >playbooks/cache.sh && git commit -qam fails &&
	refused git mcade run CACHE --env lab >out 2>err && test_grep "exit.*7" err &&
	git mcade show CACHE --env lab >show && test_grep "CACHE in lab: failed" show &&
	printf "echo down >cache.state\necho Restore path: x\n" >playbooks/cache.sh && git commit -qam "wrong state" &&
	refused git mcade run CACHE --env lab >out 2>err && test_grep "check up: fail" err &&
	refused git mcade complete CACHE --env lab 2>err && test_grep "not complete: verify" err
'

test_expect_success 'files that are in no commit never complete a step' '
	cd r &&
	printf "echo up >cache.state\necho Restore path: x\n" >playbooks/cache.sh &&
	git mcade run CACHE --env lab >out 2>err && test_grep "made from uncommitted files" err &&
	refused git mcade complete CACHE --env lab 2>err && test_grep "uncommitted\|no commit" err &&
	git commit -qam "right" && git mcade run CACHE --env lab >out 2>&1 && git mcade complete CACHE --env lab
'

test_expect_success 'a live environment runs only what stands on a governed branch' '
	cd r &&
	echo "# edited here" >>playbooks/cache.sh &&
	refused git mcade run CACHE --env prod 2>err &&
	test_grep "refused \[drift\] playbooks/cache.sh: .*not on a governed branch" err &&
	git checkout -q playbooks/cache.sh && git mcade run CACHE --env prod >out 2>&1 &&
	git mcade pin "cache.image=docker.io/library/redis:7.2@$DIGEST" --env prod && git mcade complete CACHE --env prod &&
	git commit -qm prod && echo "# by somebody" >>playbooks/cache.sh && git commit -qam "a change without a key" &&
	git mcade reopen CACHE --env prod -m again &&
	refused git mcade run CACHE --env prod 2>err &&
	test_grep "refused \[drift\] playbooks/cache.sh: .*changed since it ran here" err &&
	test_grep "fix: *git mcade run CACHE --env prod --accept-changed" err &&
	git mcade run CACHE --env prod --accept-changed >out 2>&1 &&
	git cat-file commit mcade/ledger~1 >start && test_grep "^Mcade-Accepted: playbooks/cache.sh" start
'

test_expect_success 'an environment that comes after another waits for it' '
	cd r &&
	sed -i "s/{id: prod, live: true, manifest: releases\/prod.yaml}/{id: prod, live: true, manifest: releases\/prod.yaml, promote: {after: [lab]}}/" runbook.yaml &&
	git commit -qam "staging first" && git mcade adopt >/dev/null 2>&1 &&
	git mcade reopen READ --env lab -m "once more" >/dev/null &&
	refused git mcade run READ --env prod 2>err &&
	test_grep "refused \[promotion\] .*comes after .lab." err && test_grep "fix: *git mcade run READ --env lab" err
'

test_expect_success 'acts answer in JSON, refusals too' '
	cd r &&
	git mcade freeze nginx --path "playbooks/*nginx*" -m "verified" --json >json &&
	test_grep "\"schema\":\"mcade/freeze/1\",\"recorded\":true" json &&
	refused git mcade freeze nginx --path x -m twice --json >json 2>err &&
	test_grep "\"recorded\":false.*\"rule\":\"order\"" json &&
	usage git mcade thaw nginks -m slip 2>err && test_grep "there is no freeze .nginks." err &&
	usage git mcade skip --json >json 2>err && test_grep "mcade/error/1.*\"code\":\"usage\"" json
'

test_expect_success 'the ledger as it was: by event, commit and day' '
	cd r &&
	git mcade status --env lab --at 1 >status && test_grep "3 steps: 3 planned" status &&
	git mcade status --env lab --at "$(git rev-parse mcade/ledger~0)" >now &&
	git mcade status --env lab --at "$(git rev-list --count mcade/ledger~1)" >today && test_cmp today now &&
	test_grep "CACHE *complete" now && test_grep ! " ready" now && test_grep ! "^next:" now &&
	usage git mcade status --env lab --at 1999-01-01 2>err && test_grep "1999-01-01" err
'

test_expect_success 'what was recorded verifies, here and with stock git' '
	cd r &&
	git mcade audit >audit && test_grep "^pass:" audit &&
	for c in $(git rev-list mcade/ledger); do
		git verify-commit "$c" 2>>verified || return 1
	done &&
	grep -c "Good .git. signature" verified >good && git rev-list --count mcade/ledger >all && test_cmp all good &&
	git fsck --strict
'

test_expect_success 'a step without run says why it waits, and both ways on' '
	small_repo planned && sed "s/{id: LATER}/{id: LATER, needs: []}/" runbook.yaml >x && mv x runbook.yaml && git commit -q -a -m free &&
	git mcade adopt && for verb in "show LATER --env lab" "run LATER --env lab"; do
		git mcade $verb >out 2>&1 || : ; test_grep "has no .run." out && test_grep "hint:* .*adopt.*skip LATER" out || return 1
	done && git mcade skip LATER --env lab -m "not needed" && git mcade show LATER --env lab >out && test_grep "skipped: not needed" out
'

test_expect_success 'an accepted claim that was reopened is not accepted again' '
	small_repo claimed && echo "- {step: CACHE, environment: lab, claim: complete, path: OLD.md, line: 1, raw: so}" >runbook.claims.yaml &&
	git add -A && git commit -q -m claims && git mcade adopt --accept-claims 2>err && test_grep "claims of 1 step" err &&
	git mcade run READ --env lab --dry-run && refused git mcade verify CACHE --env lab && git mcade reopen CACHE --env lab -m "it is not so" &&
	refused git mcade run READ --env lab && git mcade adopt --accept-claims 2>err && test_grep "claims of 1 step left out" err &&
	raw=$(git cat-file commit mcade/ledger) && test -z "$(echo "$raw" | grep ^Mcade-Claim:)" &&
	refused git mcade run READ --env lab 2>err && test_grep "refused .order." err
'

test_done
