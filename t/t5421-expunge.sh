#!/bin/sh
test_description='expunge: a secret that was printed goes from the evidence; the event keeps its digest'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-evidence.sh"

# Else two verifications that take as long as each other leave one body.
TEAM_EDIT="s/run: 'true'/run: 'echo \$\$'/"
# It begins in one year and goes on in the next; the server has a clock of its own.
MCADE_CLOCK=1767096000
branch=refs/heads/mcade/evidence/2025

# bodies REV: SHA-256 of each that the events up to there name.
bodies () {
	git log --format=%B "$1" | sed -n "s/^Mcade-Evidence: sha256:\([0-9a-f]*\) .*/\1/p" | sort -u
}
# has REV SHA: does the branch hold it?
has () {
	git cat-file -e "$1:$(echo "$2" | cut -c1-2)/$2" 2>/dev/null
}
# reaches DIR SHA: can a body be reached from the branch there, through any commit?
reaches () {
	git -C "$1" rev-list --objects $branch | grep -q "/$2\$"
}
there () {
	git -C ../remote.git rev-parse $branch
}
published () {
	git mcade sync >out 2>err && git merge-base --is-ancestor $branch "$(there)" &&
	test "$(git rev-parse $LEDGER)" = "$(git -C ../remote.git rev-parse $LEDGER)"
}
good () {
	git mcade audit --cold --json >audit 2>err && test_grep "\"verdict\":\"pass\"" audit && test_grep "\"evidence_absent\":0,\"evidence_expunged\":$1," audit
}
# without SHA...: the tree of $old less these bodies.
without () {
	GIT_INDEX_FILE=$TRASH/.index && export GIT_INDEX_FILE && rm -f "$GIT_INDEX_FILE" && git read-tree "$old" &&
	for sha_; do git rm -q --cached "$(echo "$sha_" | cut -c1-2)/$sha_" || return 1; done && git write-tree
	kept_=$?
	unset GIT_INDEX_FILE
	return $kept_
}

test_expect_success 'a team whose server has our hook; what a run printed is there' '
	make_team && id=$(cd a && ledger_id) && ( cd remote.git && git mcade hooks install --expect-genesis "$id" >/dev/null ) && cd a &&
	git mcade run A --env prod >out 2>err && published && git mcade verify A --env prod >out 2>err && published &&
	run=$(git log --format=%s --reverse $LEDGER | grep -n "^finish A" | cut -d: -f1) && run=$((run - 1)) &&
	named=$(git log --format=%B --grep "^finish A" $LEDGER | sed -n "s/^Mcade-Evidence: sha256:\([0-9a-f]*\) [0-9]* \(.*\)/\1 \2/p" | head -n 1) &&
	leak=${named%% *} && name=${named#* } && test -n "$leak" && other=$(bodies $LEDGER | grep -v "$leak" | head -n 1) && test -n "$other" &&
	has $branch $leak && reaches ../remote.git $leak && cd ../b && as_operator git mcade sync && as_operator git mcade verify A --env prod >out 2>err && as_operator git mcade sync &&
	reaches . $leak && cd ../a && published
'
test_expect_success 'who is no root expunges nothing, and is told whom to ask' '
	as_operator refused git mcade expunge $run -m "mine" 2>err && test_grep "\[permission\]" err && test_grep "ask root Ada Owner" err && cd b && has $branch $leak
'
test_expect_success 'what names no evidence, or more than one body by digits, expunges nothing' '
	cd a && git rev-parse $LEDGER $branch >before && for what in 0 999 $run/nothing 00000000 sha256:$(printf %064d 1) deadbeefdeadbeef; do
		usage git mcade expunge "$what" -m "no" 2>err && test_grep "no event names evidence" err || return 1
	done && for what in abc ../x "$run/../x" sha256:zz $(printf %065d 1); do usage git mcade expunge "$what" -m "no" 2>err || return 1; done &&
	usage git mcade expunge -m "no" 2>err && usage git mcade expunge $run 2>err && test_grep "needs a reason" err && git rev-parse $LEDGER $branch >after && test_cmp before after
'
test_expect_success 'a forced move that the ledger does not know of is refused' '
	cd a && old=$(git rev-parse $branch) && for tip in "$(signed "$(without $leak)")" "$(signed "$(git rev-parse "$old^{tree}")")"; do
		unmoved ../remote.git push -f origin "$tip:$branch" && says evidence $branch || return 1
	done
'
test_expect_success 'the body goes from the branch and from all behind it; the event that names it stays' '
	cd a && git mcade expunge "$run/$name" -m "a password was printed" >out 2>err && test_grep "replace the secret" err && git log -1 --format=%B $LEDGER >event &&
	test_grep "^Mcade-Body: sha256:$leak$" event && test_grep "^a password was printed$" event && ! has $branch $leak && ! reaches . $leak && has $branch $other &&
	test "$(git rev-list --count $branch)" = 1 && bodies $LEDGER | grep -q $leak && reaches ../remote.git $leak
'
test_expect_success 'the ledger first, then the branch: the server takes both, and nothing less' '
	cd a && unmoved ../remote.git push -f origin "$(signed "$(without $leak)"):$branch" && says evidence $branch && published && ! reaches ../remote.git $leak && has $(there) $other && good 1
'
test_expect_success 'audit counts it apart, says by whom and why; it is never silently absent' '
	cd a && git mcade audit --cold >audit 2>err && test_grep "(1 expunged)" audit && test_grep "owner. expunged 1 body of evidence: a password was printed" err && test_grep ! "not here" audit &&
	git clone -q ../remote.git ../elsewhere && cd ../elsewhere && git mcade audit --cold --expect-genesis "$id" --json >audit && test_grep "\"evidence_expunged\":1" audit
'
test_expect_success 'another clone is told that it has it, and lets go of it with the next sync' '
	cd b && as_operator git fetch -q origin && as_operator git mcade verify A --env prod --no-fetch >out 2>err && hers=$(bodies $LEDGER | while read -r s; do git -C ../a cat-file -e "$branch:$(echo "$s" | cut -c1-2)/$s" 2>/dev/null || echo "$s"; done | grep -v "$leak") && test -n "$hers" &&
	as_operator git mcade sync >out 2>err && ! reaches . $leak && ! reaches ../remote.git $leak && for s in $hers; do has $branch $s || return 1; done &&
	test "$(git rev-parse $branch)" = "$(there)" && as_operator git mcade audit --cold --json >audit && test_grep "\"evidence_absent\":0,\"evidence_expunged\":1" audit
'
test_expect_success 'a clone that has the event, and the body still' '
	cd a && published && good 1 && git update-ref $branch "$old" && git mcade audit --json >audit 2>err && test_grep "still on a branch here" audit && test_grep "\"fix\":\"git mcade sync\"" audit &&
	published && ! reaches . $leak && has $branch $other && good 1
'
test_expect_success 'nobody brings it back: in a commit, by a merge with what was' '
	cd a && gone=$old && old=$(there) && blob=$(git rev-parse "$gone:$(echo $leak | cut -c1-2)/$leak") &&
	stays "an expunge let go" "$(signed "$(tree_with "$old" $leak $blob)" "$old")" && stays "an expunge let go" "$(signed "$(git rev-parse "$old^{tree}")" "$old" "$gone")" &&
	unmoved ../remote.git push -f origin "$gone:$branch" && says evidence $branch
'
test_expect_success 'nothing else goes with it, nothing is changed on the way' '
	cd a && second=$(bodies $LEDGER | grep -v "$leak" | grep -v "$other" | head -n 1) && git mcade expunge "sha256:$(echo "$other" | cut -c1-12)" -m "another" >out 2>err && new=$(git rev-parse $branch) && push origin $LEDGER && git update-ref $branch "$old" &&
	unmoved ../remote.git push -f origin "$(signed "$(without $other $second)"):$branch" && says evidence $branch && test_grep "no expunge let go" err &&
	mine=$(git mktree </dev/null) && unmoved ../remote.git push -f origin "$(signed "$mine"):$branch" && says evidence $branch &&
	unmoved ../remote.git push -f origin "$(unsigned "$(without $other)" | sign_as untrusted | put):$branch" && says evidence $branch && test_grep "no principal has" err &&
	push -f origin "$(signed "$(without $other)"):$branch" && git update-ref $branch "$new" && git fetch -q origin && published && good 2
'
test_expect_success 'bodies that came meanwhile stay; in the next year the branch of that year begins anew too' '
	cd a && git mcade expunge $second -m "once more" --no-fetch >out 2>err && cd ../b && as_operator git mcade sync >out 2>err && tick && as_operator git mcade verify A --env prod >out 2>err && as_operator git mcade sync >out 2>err &&
	meanwhile=$(git log -1 --format=%B $LEDGER | sed -n "s/^Mcade-Evidence: sha256:\([0-9a-f]*\) .*/\1/p" | head -n 1) && has $branch $meanwhile && cd ../a &&
	published && has $branch $meanwhile && ! has $branch $second && ! reaches ../remote.git $second && good 3 &&
	tick 604800 && git mcade expunge $meanwhile -m "in the next year" >out 2>err && published && ! reaches ../remote.git $meanwhile && good 4
'
test_expect_success 'set aside it is typed again as it was' '
	cd a && third=$(git ls-tree -r --name-only $branch | head -n 1) && git mcade expunge ${third#*/} -m "and this" --no-fetch >out 2>err && as_operator git mcade sync && as_operator git mcade block C --env prod -m "meanwhile" && as_operator git mcade sync &&
	git mcade sync --set-aside >redo 2>err && test_line_count 1 redo && sh -ex redo && published && ! reaches ../remote.git ${third#*/} && good 5
'
test_expect_success 'from a clone that has put no evidence there, and so has no such branch' '
	cd a && git mcade verify A --env prod >out 2>err && published && newest=$(git log -1 --format=%B $LEDGER | sed -n "s/^Mcade-Evidence: sha256:\([0-9a-f]*\) .*/\1/p" | head -n 1) &&
	git for-each-ref --format="%(refname)" refs/heads/mcade/evidence >years && git clone -q ../remote.git ../late && cd ../late && git mcade join --no-hooks --expect-genesis "$id" >out 2>err && git mcade sync &&
	test -z "$(git for-each-ref refs/heads/mcade/evidence)" && git mcade expunge $newest -m "from elsewhere" >out 2>err && git mcade sync && git mcade audit >audit 2>&1 && test_grep ! "still on a branch" audit &&
	while read -r year; do ! git -C ../remote.git rev-list --objects $year | grep "/$newest\$" || return 1; done <../a/years
'
test_done
