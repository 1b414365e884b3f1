#!/bin/sh
# shellcheck disable=SC2086,SC2046 # ids of objects and acts are plain words
test_description='what is remembered of a ledger: another in its place, damage, two writers at once'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-craft.sh"
. "$SOURCE_DIR/t/lib-team.sh"

CHECKPOINTS='docs/checkpoints/${{ date }}-${{ step.id }}/'
make_team && (
	cd a && sed -i "s|^records: .*|records: {log: 'docs/deployments/\${{ date }}.md', checkpoint: '$CHECKPOINTS'}|" runbook.yaml &&
	git commit -q -a -m 'a place for checkpoints' && git push -q && git mcade adopt && tick &&
	git mcade pin web.image=x@sha256:$(printf %064d 1) --env prod && git mcade sync
) >log 2>&1 || { cat log; echo "Bail out! no team"; exit 1; }
tip () {
	git -C "$1" rev-parse -q --verify $LEDGER
}
# Another team's ledger, on a remote of its own.
as_person reviewer git init -q -b main foreign && bare_remote foreign.git foreign && (
	cd foreign && as_person reviewer sh -c "git commit -q --allow-empty -m x && git mcade init --no-hooks" &&
	git push -q origin $LEDGER
) >log 2>&1 || { cat log; echo "Bail out! no other ledger"; exit 1; }
OURS=$(cd a && ledger_id) THEIRS=$(cd foreign && ledger_id)
[ -n "$OURS" ] && [ -n "$THEIRS" ] && [ "$OURS" != "$THEIRS" ] || { echo "Bail out! one ledger"; exit 1; }
MEMORY=$TRASH/people/owner/.local/state/git-mcade

# --- another ledger in its place --------------------------------------------------------------
# A clone that remembers nothing itself: the person knows the address.
test_expect_success 'at a known address stands another ledger: not trusted, and nothing is pinned' '
	GOOD=$(tip remote.git) && git -C remote.git fetch -q ../foreign.git +$LEDGER:$LEDGER &&
	rm -rf again && git clone -q remote.git again && cd again &&
	untrusted git mcade join --no-hooks 2>err && test_grep "$OURS" err && test_grep "$THEIRS" err &&
	test_missing "$MEMORY/$THEIRS/pin" && git -C ../remote.git update-ref $LEDGER $GOOD
'
test_expect_success 'beside it: who was never there takes it for what it is, and ours is taken again' '
	cd again && git -C ../remote.git fetch -q ../foreign.git +$LEDGER:$LEDGER && (
		XDG_STATE_HOME=$TRASH/nobodys && export XDG_STATE_HOME &&
		git clone -q ../remote.git ../strange && cd ../strange && git mcade join --no-hooks
	) && git -C ../remote.git update-ref $LEDGER $GOOD && git mcade join --no-hooks
'
# A remote whose address nobody knows.
test_expect_success 'a new remote has another ledger: not trusted, nothing moves' '
	cd a && before=$(tip .) && git remote add other ../foreign.git && git config mcade.remote other &&
	untrusted git mcade sync 2>err && test_grep "$OURS" err && test_grep "$THEIRS" err && test "$(tip .)" = "$before" &&
	test -z "$(git for-each-ref refs/mcade/seen/other)"
'
test_expect_success 'beside it: a new remote that has ours' '
	git clone -q --mirror remote.git mirror.git && cd a && git remote set-url other ../mirror.git &&
	git mcade sync && git config --unset mcade.remote && git remote remove other
'

# --- back, or only on the way -----------------------------------------------------------------
# slow_remote WHERE: between the answer that it gives now and the next, its ledger moves there.
slow_remote () {
	cat >"$TRASH/slow" <<-EOT
	#!/bin/sh
	git-upload-pack "\$@"
	rc=\$?
	git -C $TRASH/remote.git update-ref $LEDGER $1
	exit \$rc
	EOT
	chmod +x "$TRASH/slow" && git config remote.origin.uploadpack "$TRASH/slow"
}
test_expect_success 'it was seen further on, and goes on while it is read: not yet; it stays behind: not trusted' '
	cd a && git mcade sync && good=$(tip .) && rm -rf ../again && git clone -q "$TRASH/remote.git" ../again && cd ../again &&
	git -C ../remote.git update-ref $LEDGER $good~1 && slow_remote $good &&
	waiting git mcade join --no-hooks 2>err && test "$(printed err)" = "git mcade sync" &&
	git -C ../remote.git update-ref $LEDGER $good~1 && slow_remote $good~1 &&
	untrusted git mcade join --no-hooks 2>err && git -C ../remote.git update-ref $LEDGER $good &&
	git config --unset remote.origin.uploadpack && git mcade join --no-hooks && test "$(tip .)" = "$good"
'

test_expect_success 'it was seen further on, and another event stands in the place of that, which is not here: not trusted' '
	cd a && good=$(tip .) && git clone -q --no-local ../remote.git ../fork && (
		XDG_STATE_HOME=$TRASH/of-the-fork && export XDG_STATE_HOME && cd ../fork && git update-ref $LEDGER $good~1 &&
		git remote remove origin && git mcade join --no-hooks && git mcade freeze other --path "o/*" -m "another continuation"
	) && git -C ../remote.git fetch -q ../fork +$LEDGER:$LEDGER && rm -rf ../again && git clone -q --no-local "$TRASH/remote.git" ../again &&
	cd ../again && ! git cat-file -e $good && untrusted git mcade join --no-hooks &&
	git -C ../remote.git update-ref $LEDGER $good && git mcade join --no-hooks
'

# --- damage -----------------------------------------------------------------------------------
# remembered STATUS FILE TEXT: with that text in the place of what is remembered, an act ends so
# and records nothing; as it was, it is recorded.
remembered () {
	tip_=$(tip .) && cp "$2" ../kept && printf %b "$3" >"$2" || return 1
	expect_status "$1" git mcade freeze "n$(tip . | cut -c1-8)" --path "n/*" -m damage 2>err
	set -- $? "$2"
	cp ../kept "$2" && [ $1 -eq 0 ] && test "$(tip .)" = "$tip_"
}
test_expect_success 'a pin that names another ledger is not trusted; one that is not a valid id confirms nothing' '
	cd a && pin=$MEMORY/$OURS/pin && test -f "$pin" &&
	remembered 3 "$pin" "$THEIRS\n" && remembered 2 "$pin" "$OURS" && remembered 2 "$pin" "${OURS%?}\n" &&
	remembered 2 "$pin" "${OURS%?}g\n" && remembered 2 "$pin" "$OURS\n\n" &&
	git mcade freeze whole --path "w/*" -m "the control"
'
test_expect_success 'without the pin nothing is confirmed' '
	cd a && mv "$MEMORY/$OURS/pin" ../kept && waiting git mcade thaw whole -m no 2>err &&
	mv ../kept "$MEMORY/$OURS/pin" && git mcade thaw whole -m yes
'
test_expect_success 'the ledger of this repository, and that of the address, are damaged: cannot tell' '
	cd a && git mcade sync && repository=$(find "$MEMORY/repositories" -name "$(cat .git/mcade/id)-*") && test -f "$repository" &&
	address=$MEMORY/remotes/$(printf %s "$(git config remote.origin.url)" | sha256sum | cut -d" " -f1) && test -f "$address" &&
	remembered 128 "$repository" "nonsense\n" && remembered 3 "$repository" "$THEIRS\n" &&
	cp "$address" ../kept && echo nonsense >"$address" && broken git mcade sync 2>err && test_grep "$address" err &&
	cp ../kept "$address" && git mcade sync
'

# --- what an event says that it has seen ------------------------------------------------------
sha_of () { # sha_of REV
	raw "$1" | sha256sum | cut -d' ' -f1
}
seen_by () { # seen_by REV
	raw "$1" | sed -n 's/^Mcade-Seen: sha256://p'
}
test_expect_success 'it has seen what was published, and no event of its own that was not' '
	cd a && published=$(sha_of $LEDGER) && git remote set-url origin "$TRASH/nowhere" &&
	git mcade freeze s1 --path "s1/*" -m one && test "$(seen_by $LEDGER)" = "$published" && tick &&
	git mcade freeze s2 --path "s2/*" -m two && test "$(seen_by $LEDGER)" = "$published" && tick &&
	git remote set-url origin "$TRASH/remote.git" && git mcade sync && published=$(sha_of $LEDGER) &&
	git mcade freeze s3 --path "s3/*" -m three && test "$(seen_by $LEDGER)" = "$published" && git mcade sync
'
test_expect_success 'without a remote the event before; a remote that has nothing yet takes nothing back' '
	cd foreign && git remote remove origin && as_person reviewer git mcade freeze f1 --path "f1/*" -m one &&
	test "$(seen_by $LEDGER)" = "$(sha_of $LEDGER~1)" && tick && as_person reviewer git mcade freeze f2 --path "f2/*" -m two &&
	test "$(seen_by $LEDGER)" = "$(sha_of $LEDGER~1)" && tick && bare_remote ../late.git . &&
	as_person reviewer git mcade freeze f3 --path "f3/*" -m three && test "$(seen_by $LEDGER)" = "$(seen_by $LEDGER~1)"
'
test_expect_success 'what the remote has beside this chain was not seen, and nothing of what was is taken back' '
	cd a && git mcade sync && as_operator git mcade sync && as_operator git mcade skip D --env prod -m "not needed" &&
	as_operator git mcade sync && git remote set-url origin "$TRASH/nowhere" && git mcade freeze s4 --path "s4/*" -m four && tick &&
	git remote set-url origin "$TRASH/remote.git" && waiting git mcade thaw s4 -m x && git remote set-url origin "$TRASH/nowhere" &&
	git mcade freeze s5 --path "s5/*" -m five && test "$(seen_by $LEDGER)" = "$(seen_by $LEDGER~1)" &&
	git mcade audit --cold >audit && git remote set-url origin "$TRASH/remote.git" && git mcade sync && tick
'

# --- two writers at once ----------------------------------------------------------------------
# meanwhile COMMAND...: git mcade waits for the lock; before it gets it, $OTHER is recorded by
# somebody else. Its words go to err, its status is that of meanwhile.
meanwhile () {
	mkfifo ../hold && { flock .git/mcade/lock sh -c 'echo held >../held && read -r _ <../hold' & } &&
	for try_ in $(seq 100); do
		[ ! -s ../held ] || break
		sleep 0.05
	done && { "$TEST_BIN/git-mcade" "$@" >../said 2>err & pid_=$!; } &&
	for try_ in $(seq 100); do
		find /proc/$pid_/fd -lname '*/mcade/lock' 2>/dev/null | grep -q . && break
		sleep 0.05
	done
	git update-ref $LEDGER $OTHER && echo go >../hold
	wait $pid_
	set -- $?
	rm -f ../hold ../held
	return $1
}
test_expect_success 'two events that both stand behind one: ours first' '
	cd a && git mcade run A --env prod && tick && git mcade complete A --env prod && git mcade sync && tick && BEFORE=$(tip .) &&
	cp -R "$MEMORY" ../memory && git mcade freeze other --path "o/*" -m "somebody else" && OTHER=$(tip .) && tick
'
as_before () {
	git update-ref $LEDGER $BEFORE && rm -rf "$MEMORY" && cp -R ../memory "$MEMORY"
}
test_expect_success 'an act that rests on no text is recorded behind the other' '
	cd a && as_before && meanwhile block C --env prod --until "x" -m "the control" &&
	test "$(git rev-parse $LEDGER~1)" = $OTHER && git mcade audit >audit
'
test_expect_success 'a trust file made for another event is not recorded' '
	cd a && as_before && waiting meanwhile trust add rita --key "$(key_of reviewer)" \
		--name "Rita Reviewer" --email reviewer@example.com --role operator && test "$(tip .)" = $OTHER
'
test_expect_success 'nor a checkpoint; typed as printed it is made anew, of what there is now' '
	cd a && as_before && waiting meanwhile checkpoint A --env prod -m sealed && test "$(tip .)" = $OTHER &&
	take_way_out err && test "$(git rev-parse $LEDGER~1)" = $OTHER && git mcade audit >audit
'
test_done
