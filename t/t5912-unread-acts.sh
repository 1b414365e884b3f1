#!/bin/sh
test_description='one object cannot be read, each in turn: an act is recorded as a whole or not at all'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
. "$SOURCE_DIR/t/lib-small.sh"
. "$SOURCE_DIR/t/lib-sweep.sh"
. "$SOURCE_DIR/t/lib-unread.sh"
every=${UNREAD_EVERY:-11}

act () {
	door r && acts=yes && sweep 0 "$@"
}
test_expect_success 'setup: a run left evidence, its body on a branch' '
	loose_objects && small_repo r && cd .. && rm -rf r/.git/hooks && bare_remote r.git r && cd r && git push -q origin main &&
	git mcade pin "cache.image=redis:7@$DIGEST" --env lab && git commit -q -a -m pinned && tick &&
	git mcade run CACHE --env lab && tick && git rev-parse refs/heads/mcade/evidence/2026 && git mcade sync && tick
'
test_expect_success 'audit of evidence' '
	door r && sweep 0 audit
'
test_expect_success 'an act on a step' '
	act lock CACHE --env lab -m once --no-fetch
'
test_expect_success 'a pin, which writes the manifest' '
	act pin "cache.image=redis:8@$DIGEST" --env lab --no-fetch
'
test_expect_success 'a run, whose evidence is stored first' '
	act run CACHE --env lab --no-fetch
'
test_expect_success 'a completion, which writes log and marks' '
	act complete CACHE --env lab --no-fetch
'
test_expect_success 'adopt' '
	( cd r && echo "# more" >>runbook.yaml && git commit -q -a -m comment && git push -q --no-verify origin main && tick ) && act adopt --no-fetch
'
test_expect_success 'sync' '
	( cd r && git-mcade freeze one --path "one/**" -m one --no-fetch ) && tick && act sync
'
test_done
