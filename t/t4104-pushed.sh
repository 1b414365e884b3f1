#!/bin/sh
test_description='a live run names its commit: what nobody else has is pushed before the world is changed'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
be_person owner
LEDGER=refs/heads/mcade/ledger

# A server that judges what is pushed, and whose ledger is that of the clone.
test_expect_success 'setup: a server with the hooks' '
	small_repo r && bare_remote ../hub.git . && git push -q --atomic origin main mcade/ledger && git mcade sync &&
	git -C ../hub.git mcade hooks install --expect-genesis "$(git config mcade.ledgerId)" >../log 2>&1
'

way () {
	sed -n "s/^ *$1: *//p" err
}
events () {
	git rev-list --count $LEDGER
}

test_expect_success 'HEAD is pushed: it runs, and the server takes it' '
	cd r && tick && git mcade run CACHE --env prod >out 2>err && test "$(git -C ../hub.git rev-parse $LEDGER)" = "$(git rev-parse $LEDGER)"
'

test_expect_success 'HEAD is not: refused before anything is run or recorded; elsewhere than live it runs' '
	cd r && tick && commit_file free.txt more && before=$(events) && rm -f cache.state && refused git mcade run CACHE --env prod 2>err &&
	test_grep "refused \[drift\]" err && test "$(way fix)" = "git push origin main" && test "$(events)" = "$before" && test_missing cache.state &&
	git mcade run CACHE --env lab >out 2>&1
'

test_expect_success 'status, next and show say so instead of offering it' '
	cd r && for verb in "status --env prod" "show CACHE --env prod"; do
		git mcade $verb >out && test_grep "git push origin main" out && ! grep "git mcade run CACHE --env prod" out || return 1
	done
'

test_expect_success 'typed as printed it is gone, and the events arrive' '
	cd r && refused git mcade run CACHE --env prod 2>err && sh -c "$(way fix)" && tick && git mcade run CACHE --env prod >out 2>&1 &&
	test "$(git -C ../hub.git rev-parse $LEDGER)" = "$(git rev-parse $LEDGER)" && git mcade audit >out
'

test_expect_success 'a commit that only a branch of nobody has, pushed or not, runs and verifies nothing live' '
	cd r && git checkout -q -b side && commit_file free.txt side && refused git mcade run CACHE --env prod 2>err &&
	test_grep "refused \[drift\]" err && test -z "$(way fix)" && test_grep "hint:.*main" err && git push -q origin side && tick &&
	for verb in "run CACHE" "run CACHE --offline no-network" "verify CACHE"; do
		before=$(events) && refused git mcade $verb --env prod 2>err && test_grep "refused \[drift\]" err &&
		test "$(events)" = "$before" || return 1
	done && git mcade verify CACHE --env lab >out && git checkout -q main && git mcade verify CACHE --env prod >out
'

test_expect_success 'behind the remote a plain push would be refused: no command' '
	cd r && git push -q origin side:main && commit_file other.txt ours && refused git mcade run CACHE --env prod 2>err &&
	test -z "$(way fix)" && test_grep "hint: *git pull" err && git pull -q --no-rebase --no-edit origin main && git push -q origin main && tick && git mcade run CACHE --env prod >out 2>&1
'

test_expect_success 'offline nothing can be pushed: it runs' '
	cd r && commit_file free.txt later && tick && git mcade run CACHE --env prod --offline "the line is down" >out 2>&1 &&
	git push -q --atomic origin main mcade/ledger && test "$(git -C ../hub.git rev-parse $LEDGER)" = "$(git rev-parse $LEDGER)"
'

# asked COMMAND...: how often it asks the remote.
asked () {
	printf '#!/bin/sh\necho >>"%s"\nexec git-upload-pack "$@"\n' "$TRASH/asked" >../asks && chmod +x ../asks &&
	: >"$TRASH/asked" && git config remote.origin.uploadpack "$TRASH/asks" && "$@" >out && git config --unset remote.origin.uploadpack &&
	wc -l <"$TRASH/asked" | tr -d ' '
}
test_expect_success 'where a ledger names what the remote has not, it is asked once for all steps' '
	cd r && sed -i "s/^steps:/order: needs\n&/" runbook.yaml && git commit -q -a -m needs && git push -q origin main && git mcade adopt &&
	git mcade reopen CACHE --env prod -m again && git mcade sync && git -C ../hub.git update-ref refs/heads/main main~1 &&
	git update-ref refs/remotes/origin/main main~1 && test "$(asked git mcade status --env prod --json)" = 1 &&
	test "$(grep -o "is not on a governed branch" out | wc -l)" -eq 2 && git push -q origin main && test "$(asked git mcade status --env prod)" = 0
'

# --- adopt -------------------------------------------------------------------------------------------
test_expect_success 'adopt of a runbook that is not pushed: the push is printed, and then it is adopted' '
	cd r && sed "s/^name: small/name: smaller/" runbook.yaml >x && mv x runbook.yaml && git commit -q -a -m name &&
	refused git mcade adopt 2>err && test "$(way fix)" = "git push origin main" && sh -c "$(way fix)" && tick && git mcade adopt >out 2>&1
'

test_expect_success 'the first one too; one that is not committed, and none, are told in words' '
	new_repo f && cd f && bare_remote ../f.git . && commit_file a one && git push -q -u origin main && git mcade init >out 2>&1 &&
	broken git mcade adopt 2>err && test -z "$(way next)" && test_grep "hint: take the" err && rm runbook.yaml &&
	broken git mcade adopt 2>err && test -z "$(way next)" && test_grep "hint: .*import" err &&
	printf "version: 1\nledger: %s\nname: f\nenvironments: [{id: lab}]\nsteps: [{id: ONE}]\n" "$(git config mcade.ledgerId)" >runbook.yaml &&
	broken git mcade adopt 2>err && test -z "$(way next)" && test_grep "hint: commit" err &&
	git add -A && git commit -q -m runbook && broken git mcade adopt 2>err && test "$(way next)" = "git push origin main" &&
	sh -c "$(way next)" && git mcade adopt >out 2>&1
'

test_done
