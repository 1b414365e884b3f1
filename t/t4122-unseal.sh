#!/bin/sh
test_description='unseal: the wrong folder was sealed; an owner takes it back, and what it held stays known'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"

sealed=docs/checkpoints/2026-01-28-CACHE
good () {
	git mcade audit --cold >audit 2>err && test_grep "^pass:" audit
}
committed () {
	git add -A && git commit -q -m "$1"
}

test_expect_success 'a step that is sealed, and an operator beside its owner' '
	new_repo r && cd r && commit_file README "a team" && git mcade init >../log 2>&1 && small_runbook && git mcade adopt >/dev/null 2>&1 && git mcade hooks install >/dev/null 2>&1 &&
	git mcade trust add otto --key "$(key_of operator)" --name "Otto Operator" --email operator@example.com --role operator &&
	git mcade pin "cache.image=docker.io/library/redis:7.2@sha256:$(printf %064d 7)" --env lab && git mcade run CACHE --env lab >out 2>err && tick &&
	git mcade complete CACHE --env lab -m up && committed "cache is up" && echo draft >draft.txt && tick &&
	as_person operator git mcade join --no-hooks >out 2>err && as_person operator git mcade checkpoint CACHE --env lab --add draft.txt -m "too early" && test -f $sealed/draft.txt && rm draft.txt && committed sealed && commit_file other x && good
'
test_expect_success 'what is sealed neither changes nor goes, and who may seal may not take it back' '
	cd r && git rm -rq $sealed && refused git commit -q -m "away with it" 2>err && test_grep "\[sealed\]" err && git reset -q --hard &&
	as_person operator refused git mcade unseal CACHE --env lab -m "mine" 2>err && test_grep "\[permission\]" err && test_grep "ask owner" err
'
test_expect_success 'no other folder than one that was sealed of this step' '
	cd r && git rev-parse mcade/ledger >before && for what in "CACHE docs" "CACHE docs/checkpoints/2026-01-28-CACHE-2" "READ $sealed" "CACHE ${sealed}x"; do
		refused git mcade unseal $what --env lab -m "no" 2>err && test_grep "\[sealed\]" err || return 1
	done && usage git mcade unseal READ --env lab -m "none" 2>err && usage git mcade unseal CACHE --env lab 2>err && git rev-parse mcade/ledger >after && test_cmp before after
'
test_expect_success 'taken back it may be changed and removed; the event and the files stay in the ledger' '
	cd r && git mcade unseal CACHE --env lab -m "a draft was in it" && good && git mcade render >out 2>err && tick &&
	echo more >>$sealed/README.md && committed "changed" && git rm -rq $sealed && git commit -q -m "away with it" && good && git mcade render >out 2>err && test ! -d $sealed &&
	git show mcade/ledger:checkpoints/2026/01/2026-01-28-CACHE/draft.txt >was && test_grep draft was && git mcade log -n 1 >log && test_grep "a draft was in it" log &&
	git mcade show CACHE --env lab --json >json && test_grep ! "\"checkpoint\":" json && git mcade check --range HEAD~2..HEAD >out
'
test_expect_success 'once is enough; the name is never sealed again, another is, and that one is held' '
	cd r && refused git mcade unseal CACHE $sealed --env lab -m "twice" 2>err && test_grep "\[sealed\]" err && tick &&
	git mcade checkpoint CACHE --env lab -m "as it is" && test -d $sealed-2 && test ! -d $sealed && committed "sealed again" && commit_file other y && good &&
	echo x >$sealed-2/README.md && git add -A && refused git commit -q -m "no" 2>err && test_grep "\[sealed\]" err && git reset -q --hard && refused git mcade unseal READ $sealed-2 --env lab -m no 2>err
'
test_expect_success 'with nothing remembered it is the same' '
	git clone -q r fresh && cd fresh && git mcade join >out 2>err && good && mkdir -p $sealed && echo x >$sealed/x && git add -A && git commit -q -m "nobody holds it" && commit_file other z &&
	echo x >>$sealed-2/README.md && git add -A && refused git commit -q -m "no" 2>err && test_grep "\[sealed\]" err
'
test_done
