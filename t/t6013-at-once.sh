#!/bin/sh
test_description='several acts and syncs of one clone at once: they take turns, and everything is published exactly once'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-team.sh"

MANY=10
for i in $(seq 0 $MANY); do
	echo "- {id: R$i, run: 'true', changes_state: false, verify: [{id: ok, run: 'true'}], pins: []}"
done >many
TEAM_EDIT="/id: D,/r $TRASH/many"
make_team || { echo "Bail out! no team"; exit 1; }

# slow SECONDS: whoever talks to the remote from a waits, as across the world.
slow () {
	for pack in upload receive; do
		printf '#!/bin/sh\nsleep %s\nexec git-%s-pack "$@"\n' "$1" $pack >"$TRASH/slow-$pack" && chmod +x "$TRASH/slow-$pack" &&
		git -C "$TRASH/a" config "remote.origin.${pack}pack" "$TRASH/slow-$pack" || return 1
	done
}
quick () {
	for pack in upload receive; do git -C "$TRASH/a" config --unset "remote.origin.${pack}pack" || :; done
}
in_a () {
	( cd "$TRASH/a" && "$@" )
}
EVIDENCE=refs/heads/mcade/evidence/2026
# at_once N COMMANDS: N of them in a, {} is the number; what each said and how it ended.
at_once () {
	rm -f "$TRASH"/end.* && for i in $(seq "$1"); do
		( cd "$TRASH/a" && sh -c "$(echo "$2" | sed "s/{}/$i/g")" >"$TRASH/out.$i" 2>"$TRASH/err.$i"; echo $? >"$TRASH/end.$i" ) &
	done && wait
}
ended () {
	for i in $(seq "$1"); do
		[ "$(cat "$TRASH/end.$i")" = "$2" ] || { cat "$TRASH/err.$i" >&4; return 1; }
	done
}
# once COUNT: the remote has what is here, so many events more than at first, none of them twice; nothing lies beside.
once () {
	test "$(tip a)" = "$(tip remote.git)" && ( cd a && git mcade audit --cold >audit && rm audit ) &&
	test "$(git -C a rev-list --count --first-parent "$first..$LEDGER")" = "$1" &&
	git -C a log --format=%B $LEDGER | sed -n "s/^Mcade-Id: //p" | sort | uniq -d >twice && test_line_count 0 twice &&
	git -C a for-each-ref refs/mcade/aside/ refs/mcade/beside/ refs/mcade/alarm/ >refs && test_line_count 0 refs
}
# own N: so many events of the owner's that stay here.
made=0
own () {
	for i in $(seq "$1"); do
		made=$((made + 1)) && ( cd a && git mcade freeze "own-$made" --path "own-$made" -m mine --no-fetch ) && tick || return 1
	done >log 2>&1
}

test_expect_success 'five syncs with unpublished events: all of them end well, and each event is there once' '
	first=$(tip a) && own 2 && slow 0.1 && at_once 5 "git mcade sync" && ended 5 0 && once 2
'
test_expect_success 'another person was first: what is here is signed again once' '
	quick && own 3 && as_operator git mcade sync && as_operator git mcade block C --env prod -m "hers" && slow 0.1 && first=$(tip remote.git) &&
	at_once 5 "git mcade sync" && ended 5 0 && once 3
'
test_expect_success 'five acts at once: each is recorded and published' '
	first=$(tip remote.git) && at_once 5 "git -c mcade.publish=auto mcade freeze at-{} --path at-{} -m once" && ended 5 0 && once 5
'
test_expect_success 'acts and syncs at once, after a lost race: signed again once, recorded and published once' '
	quick && own 2 && as_operator git mcade sync && as_operator git mcade block D --env prod -m "hers" && as_operator git mcade sync && slow 0.1 && first=$(tip remote.git) &&
	at_once 6 "sleep 0.{}; [ {} -gt 3 ] || exec git mcade sync; exec git mcade freeze race-{} --path race-{} -m race --no-fetch" &&
	ended 6 0 && ( cd a && git mcade sync ) && once 5
'
test_expect_success 'runs at once, with evidence' '
	quick && ( cd a && git mcade sync && git mcade run A --env prod --no-fetch ) && own 1 && slow 0.1 && first=$(tip remote.git) && at_once 4 "git mcade sync" && ended 4 0 && once 3 &&
	test "$(git -C a rev-parse $EVIDENCE)" = "$(git -C remote.git rev-parse $EVIDENCE)"
'
test_expect_success 'others put evidence there first again and again: what is here comes through' '
	printf "#!/bin/sh\necho >>%s/first\n[ \$(wc -l <%s/first) -gt 14 ] ||\n	git -C %s/remote.git update-ref %s \$(git -C %s/remote.git commit-tree -p %s -m theirs %s^{tree}) || exit 1\nexec git-receive-pack \"\$@\"\n" \
		"$TRASH" "$TRASH" "$TRASH" "$EVIDENCE" "$TRASH" "$EVIDENCE" "$EVIDENCE" >others && chmod +x others &&
	quick && ( cd a && git mcade run R0 --env prod --no-fetch ) && git -C a config remote.origin.receivepack "$TRASH/others" &&
	in_a git mcade sync 2>err && ! grep "did not take the evidence" err && test "$(wc -l <first)" -gt 14 &&
	test "$(git -C a rev-parse $EVIDENCE)" = "$(git -C remote.git rev-parse $EVIDENCE)" && quick
'
test_expect_success 'a person is told of each event once' '
	quick && printf "#!/bin/sh\ncat >>\"%s\"\n" "$TRASH/told" >tell && chmod +x tell && git config --global mcade.notify "$TRASH/tell" &&
	( cd a && git mcade freeze told --path told -m first && git mcade sync ) && test_line_count 1 told && rm -f told && first=$(tip a) && own 2 && slow 0.1 && at_once 5 "git mcade sync" && ended 5 0 && once 2 &&
	git config --global --unset mcade.notify && test_line_count 2 told
'
# held COMMAND...: while another process has the turn.
held () {
	mkfifo hold && { flock a/.git/mcade/turn sh -c "echo >held; read -r _ <hold" & } && while [ ! -f held ]; do sleep 0.05; done
	"$@"
	status_=$?
	echo >hold && wait && rm -f hold held && return $status_
}
test_expect_success 'the turn does not come: who syncs is told so and nothing changes; an act is recorded here' '
	quick && own 1 && git -C a config mcade.syncTimeout 1s && was=$(git -C a for-each-ref) &&
	held waiting in_a git mcade sync 2>err && test_grep "another git mcade is at work" err && test_grep "git mcade sync" err && test "$(git -C a for-each-ref)" = "$was" &&
	first=$(tip remote.git) && held in_a git mcade freeze waits --path waits -m waits >out 2>err && test_grep "another git mcade is at work" err &&
	test "$(tip remote.git)" = "$first" && in_a git mcade sync && git -C a config --unset mcade.syncTimeout && once 2
'
test_expect_success 'a value of it that is not a duration is named' '
	( cd a && git -c mcade.syncTimeout=soon mcade sync 2>../err; test $? = 128 ) && test_grep "mcade.syncTimeout" err
'
test_expect_success 'one is killed in the middle of its push: the others go on, nothing is left or lost' '
	quick && own 3 && slow 0.4 && first=$(tip remote.git) &&
	{ ( cd a && exec "$TEST_BIN/git-mcade" sync ) >killed 2>&1 & } && pid=$! && sleep 0.7 && { at_once 4 "git mcade sync" & } && others=$! && kill -9 $pid && { wait $pid || :; } && wait $others &&
	ended 4 0 && once 3
'
test_expect_success "$MANY clones run a step each at once: others are first again and again, and all come through" '
	quick && in_a git mcade sync && first=$(tip remote.git) && for i in $(seq $MANY); do
		git clone -q remote.git "c$i" && ( cd "c$i" && git mcade join --expect-genesis "$(git -C ../a config mcade.ledgerId)" ) || return 1
	done >log 2>&1 && at_once $MANY "cd ../c{} && exec git -c mcade.publish=auto mcade run R{} --env prod" && ended $MANY 0 && in_a git mcade sync && once $((2 * MANY))
'
test_expect_success 'a remote that cannot write the branch is no other writer: its words are told, after a few pushes' '
	quick && own 1 && : >remote.git/refs/heads/mcade/ledger.lock && printf "#!/bin/sh\necho >>%s/pushes\nexec git-receive-pack \"\$@\"\n" "$TRASH" >counted && chmod +x counted &&
	git -C a config remote.origin.receivepack "$TRASH/counted" && { in_a git mcade sync >out 2>err; test $? -eq 2; } && test_grep "cannot lock ref" err && ! grep "came first" err &&
	test "$(wc -l <pushes)" -lt 12 && rm remote.git/refs/heads/mcade/ledger.lock && in_a git mcade sync
'
test_done
