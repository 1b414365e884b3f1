#!/bin/sh
test_description='an environment that is retired: nothing starts there, all that is recorded stays, and goes on where it ended'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
be_person owner
V=redis:7@$DIGEST

adopt () { # adopt SCRIPT: runbook.yaml, edited, in force
	sed -i "$1" runbook.yaml && git add -A && tick && { git commit -q -m "runbook" && git mcade adopt; } >adopt.out 2>&1
}
# halted COMMAND...: refused because of that, and no event is written.
halted () {
	before=$(git rev-parse mcade/ledger) && refused "$@" 2>err && test_grep "refused \[halted\]" err && test "$(git rev-parse mcade/ledger)" = "$before"
}

test_expect_success 'setup: a step ran and a pin is held in lab' '
	small_repo r && git mcade pin "cache.image=$V" --env lab && git add -A && git commit -q -m pin && git mcade run CACHE --env lab &&
	git mcade complete CACHE --env lab && git add -A && git commit -q -m done && tick
'
test_expect_success 'it is not taken out of the list, and the refusal says what is done instead' '
	cd r && ! adopt "/{id: lab,/d" && test_grep "refused \[identity\]" adopt.out && test_grep "retired: true" adopt.out &&
	test "$(grep -c refused adopt.out)" -eq 1 && git commit -q --no-verify -m past && refused git mcade adopt >adopt.out 2>&1 && test_grep "refused \[identity\]" adopt.out && test_grep "retired: true" adopt.out && rm adopt.out && git reset -q --hard HEAD~
'
test_expect_success 'retired: nothing starts, is pinned or completed there, and nothing of it is advised' '
	cd r && git mcade run READ --env lab && tick && adopt "s/{id: lab,/{id: lab, retired: true,/" &&
	halted git mcade run CACHE --env lab && halted git mcade complete READ --env lab &&
	halted git mcade pin "cache.image=redis:8@$DIGEST" --env lab && git mcade status --env lab >out && ! grep "next: git mcade \(run\|complete\|pin\)" out &&
	git mcade pin "cache.image=$V" --env prod && git mcade verify CACHE --env lab && git commit -q -a -m prod
'
test_expect_success 'what is recorded of it stays guarded' '
	cd r && ! adopt "s/id: CACHE/id: STORE/" && test_grep "refused \[identity\]" adopt.out && git reset -q --hard &&
	git mcade audit
'
test_expect_success 'back again, it goes on where it ended' '
	cd r && adopt "s/ retired: true,//" && git mcade complete READ --env lab && refused git mcade pin "cache.image=latest" --env lab &&
	git mcade show CACHE --env lab | grep -q complete && git mcade reopen READ --env lab -m again && git mcade run READ --env lab && git mcade audit
'

test_done
