#!/bin/sh
test_description='each call of the system fails where evidence arrives, an adopt, and what heals: no door opens'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-evidence.sh"
. "$SOURCE_DIR/t/lib-swept.sh"

# receives STATUS NEW:REF...: pre-receive, where the server has the objects, and stands where it stood.
receives () {
	status_=$1 lines_=
	shift
	for what_; do
		new_=$(git rev-parse "${what_%%:*}") && ref_=${what_#*:} && git push -q --no-verify -f ../remote.git "$new_:refs/unseen/x" && git -C ../remote.git update-ref -d refs/unseen/x &&
		lines_="$lines_$(git -C ../remote.git rev-parse -q --verify "$ref_" || printf %040d 0) $new_ $ref_
" || return 1
	done
	given "${lines_%?}" && ( cd ../remote.git && swept --every "${every-1}" "$status_" hook pre-receive )
}

test_expect_success 'setup: a team, whose server is pinned; a run left evidence there' '
	make_team && id=$(cd a && ledger_id) && git -C remote.git config mcade.ledgerId "$id" && cd a && git mcade run A --env prod >out 2>err && git mcade sync >out 2>err && git rev-parse $branch
'
test_expect_success 'evidence: more of it, a merge with another history of it, and what is none' '
	cd a && old=$(git rev-parse $branch) && side=$(signed "$(tree_with none $(body side))") && more=$(signed "$(tree_with "$old" $(body more))" "$old") &&
	merge=$(signed "$(tree_with "$more" $(body side))" "$more" "$side") && receives 0 "$merge:$branch" &&
	receives 1 "$(signed "$(tree_with none $(body x))"):$branch" && receives 1 "$(signed "$(tree_with "$old" README $(git rev-parse main:c.yml))" "$old"):$branch" &&
	receives 1 "$(unsigned "$(tree_with "$old" $(body y))" "$old" | sign_as untrusted | put):$branch"
'
test_expect_success 'evidence, ledger and branch, where nothing is yet: the server knows the genesis alone' '
	git clone -q --bare remote.git fresh.git && git -C fresh.git config mcade.ledgerId "$id" && git -C fresh.git for-each-ref --format="%(objectname) %(refname)" >refs && sed "s/.* /delete /" refs | git -C fresh.git update-ref --stdin &&
	given "$(sed "s/^/$(printf %040d 0) /" refs)" && test_grep "$branch" .given && cd fresh.git && swept --every 2 0 hook pre-receive
'
test_expect_success 'evidence that begins anew, without what an expunge let go' '
	cd a && run=$(git log --format=%s --reverse $LEDGER | grep -n "^finish A" | cut -d: -f1) && git mcade expunge $((run - 1))/run -m "it was printed" --no-fetch >out 2>err &&
	receives 0 "$LEDGER:$LEDGER" "$branch:$branch" && receives 1 "$old:$branch" "main:refs/heads/mcade/evidence/2031"
'
test_expect_success 'an adopt, and a completion with what it rests on' '
	cd a && echo "# more" >>runbook.yaml && git commit -q -a -m more && git push -q --no-verify origin main && git mcade adopt --no-fetch >out 2>err && tick && receives 0 "$LEDGER:$LEDGER" &&
	echo "# again" >>runbook.yaml && git commit -q -a -m again && git mcade complete A --env prod --no-fetch >out 2>err && every=3 && receives 0 "main:refs/heads/main" "$LEDGER:$LEDGER"
'
test_expect_success 'a branch that was rewritten: a root says so' '
	cd a && git mcade sync >out 2>err && git push -q --no-verify origin main && old=$(git rev-parse main) && git reset -q --hard HEAD~1 && echo "# other" >>runbook.yaml && git commit -q -a -m other && receives 1 main:refs/heads/main &&
	git mcade retip -m rewritten --no-fetch >out 2>err && receives 0 main:refs/heads/main "$LEDGER:$LEDGER"
'
test_expect_success 'junk that stands upon the ledger, and the recover that rejects it' '
	cd a && git push -q --no-verify -f origin main $LEDGER && receives 1 main~1:refs/heads/main && junk=$(git commit-tree -p $LEDGER -m junk "$LEDGER^{tree}") && receives 1 "$junk:$LEDGER" &&
	git -C ../remote.git update-ref $LEDGER "$junk" && git mcade recover -m junk >out 2>err && git -C ../remote.git update-ref $LEDGER "$junk" &&
	every=3 && receives 0 "$LEDGER:$LEDGER"
'
test_done
