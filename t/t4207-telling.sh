#!/bin/sh
test_description='telling people: a stream of verified events, and mcade.notify, which no repository can set'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"

# chat: the lines for a chat out of a stream on stdin.
chat () { perl -MJSON::PP -ne 'binmode STDOUT, ":utf8"; my $j = decode_json($_); print "$_->{line}\n" for @{$j->{events}}'; }
# wait_for COUNT FILE: until it has that many lines, 15 seconds at most
wait_for () {
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
		[ "$(wc -l <"$2")" -lt "$1" ] || return 0
		sleep 0.5
	done
	echo "only $(wc -l <"$2") lines in $2"
	return 1
}

test_expect_success 'setup: a ledger, its remote, another clone' '
	git config --global mcade.publish auto &&
	small_repo r && git init -q --bare ../hub.git && git remote add origin "$TRASH/hub.git" && git mcade sync >/dev/null 2>&1 && git push -q origin main 2>/dev/null && id=$(git config mcade.ledgerId) && cd .. &&
	git clone -q hub.git other && cd other && git mcade join --expect-genesis "$id" >/dev/null 2>&1
'
test_expect_success 'what came behind an event, oldest first, a line each' '
	cd r && git mcade freeze one --path "a/*" -m first >o1 2>&1 && tick && git mcade freeze two --path "b/*" -m second >/dev/null 2>&1 &&
	git mcade log --json --after 1 >lines && test_line_count 2 lines && chat <lines >said && printf "%s\n" "#2 owner: freeze one: a/* (first)" "#3 owner: freeze two: b/* (second)" >want && test_cmp want said &&
	git mcade log --json --after 3 >lines && test_line_count 0 lines && git mcade log --after 1 >text && head -n 1 text | grep "freeze one" && git mcade log --json --after 1 --env lab >lines && test_line_count 0 lines &&
	for wrong in "--after 99" "--after 1 -n 2" "--after 1 -p" "--after 1 0..2" "--after 1 --every 5s" "--every 5s" "--follow --every x"; do usage git mcade log $wrong 2>err || return 1; done
'
test_expect_success 'many more than are in memory at a time come whole and in order' '
	( . "$SOURCE_DIR/t/lib-perf.sh" && STEPS=3 && ledger wide 700 ) >log 2>&1 && git -C wide mcade log --json --after 1 >lines && perl -MJSON::PP -ne "print decode_json(\$_)->{events}[0]{sequence}, qq(\n)" <lines >got &&
	last=$(git -C wide log -1 --format=%B mcade/ledger | sed -n "s/^Mcade-Sequence: //p") && test "$last" -gt 600 && seq 2 "$last" >want && test_cmp want got && git -C wide mcade log --json --after 1 --step STEP_01 >lines && test "$(wc -l <lines)" -gt 10
'
test_expect_success '--follow: what another person publishes comes, once, and what is only here does not' '
	cd r && { git mcade log --json --follow --after 2 --every 1s >"$TRASH/stream" 2>"$TRASH/stream.err" & pid=$!; } && wait_for 1 "$TRASH/stream" &&
	( cd ../other && tick && git mcade sync >/dev/null 2>&1 && git mcade freeze three --path "c/*" -m third >/dev/null 2>&1 ) && wait_for 2 "$TRASH/stream" &&
	git -c mcade.publish=manual mcade freeze here --path "d/*" -m "not yet" >/dev/null 2>&1 && sleep 3 && test_line_count 2 "$TRASH/stream" && git mcade sync >/dev/null 2>&1 && wait_for 3 "$TRASH/stream" && sleep 2 && kill $pid && { wait $pid || :; } &&
	chat <"$TRASH/stream" >said && printf "%s\n" "#3 owner: freeze two: b/* (second)" "#4 owner: freeze three: c/* (third)" "#5 owner: freeze here: d/* (not yet)" >want && test_cmp want said
'
test_expect_success '--follow ends where the remote goes back' '
	cd r && { git mcade log --json --follow --every 1s >"$TRASH/stream" 2>"$TRASH/stream.err" & pid=$!; } && sleep 2 && good=$(git -C ../hub.git rev-parse mcade/ledger) && git -C ../hub.git update-ref refs/heads/mcade/ledger "$good~2" &&
	status=0 && { wait $pid || status=$?; } && test $status = 3 && test_line_count 1 "$TRASH/stream" && test_grep "mcade/error/1" "$TRASH/stream" && git -C ../hub.git update-ref refs/heads/mcade/ledger "$good"
'
test_expect_success '--follow of a person who has joined nothing, and remembers nothing, ends where what was fetched goes back' '
	git clone -q hub.git reader && cd reader && { XDG_STATE_HOME=$TRASH/nobody timeout 15 git mcade log --json --follow --after 1 --every 1s >"$TRASH/stream" 2>"$TRASH/stream.err" & pid=$!; } && wait_for 1 "$TRASH/stream" && sleep 1 && shown=$(wc -l <"$TRASH/stream") &&
	git update-ref refs/remotes/origin/mcade/ledger origin/mcade/ledger~2 && status=0 && { wait $pid || status=$?; } && test $status = 3 &&
	test_line_count $((shown + 1)) "$TRASH/stream" && test_grep "is not the one that was shown" "$TRASH/stream"
'

# --- mcade.notify ---------------------------------------------------------------------------------
told=$TRASH/told
test_expect_success 'one own event, once it is published, on stdin of the command that the person has configured' '
	cd r && git config --global mcade.notify "cat >>\"$told\"" && : >"$told" && git -c mcade.publish=manual mcade freeze n1 --path "n1/*" -m "to be told" >/dev/null 2>&1 && test_line_count 0 "$told" &&
	git mcade sync >/dev/null 2>&1 && test_line_count 1 "$told" && chat <"$told" >said && test_grep "owner: freeze n1: n1/\* (to be told)$" said && git mcade sync >/dev/null 2>&1 && test_line_count 1 "$told" &&
	git mcade freeze n2 --path "n2/*" -m "at once" >/dev/null 2>&1 && test_line_count 2 "$told"
'
test_expect_success 'another person is not told of as if it were oneself' '
	cd r && git mcade trust add otto --key "$(key_of operator)" --role owner --name "Otto Operator" --email operator@example.com >/dev/null 2>&1 && : >"$told" &&
	( cd ../other && git -c mcade.signingKey="$(key_of operator)" -c mcade.notify= mcade freeze n3 --path "n3/*" -m otto >/dev/null 2>&1 ) && git mcade sync >/dev/null 2>&1 && git mcade freeze n4 --path "n4/*" -m mine >/dev/null 2>&1 && chat <"$told" >said && test_line_count 1 said && test_grep "freeze n4" said
'
test_expect_success 'the attack: a repository says what is to run, in its own file, its work tree, an include, or a script in the tree' '
	cd r && git config --global --unset mcade.notify && git config mcade.notify "touch $TRASH/owned" && git config extensions.worktreeConfig true && git config --worktree mcade.notify "touch $TRASH/owned" &&
	printf "[mcade]\n\tnotify = touch %s/owned\n" "$TRASH" >evil.config && git config include.path "$TRASH/r/evil.config" && test "$(git config mcade.notify)" = "touch $TRASH/owned" &&
	tick && git mcade freeze n5 --path "n5/*" -m x >out 2>err && git mcade sync >>out 2>>err && test ! -e "$TRASH/owned" && ! grep notify err &&
	git config --unset include.path && git mcade freeze n6 --path "n6/*" -m x >out 2>err && test ! -e "$TRASH/owned" &&
	printf "#!/bin/sh\ntouch %s/owned\n" "$TRASH" >notify && chmod +x notify && git config --global mcade.notify ./notify && git mcade freeze n7 --path "n7/*" -m x >out 2>err && test ! -e "$TRASH/owned" && test_grep "warning: .*mcade.notify" err
'
test_expect_success 'the person goes before the repository, whatever that says' '
	cd r && : >"$told" && git config --global mcade.notify "cat >>\"$told\"" && test "$(git config mcade.notify)" = "touch $TRASH/owned" && git mcade freeze n8 --path "n8/*" -m x >out 2>err && test_line_count 1 "$told" && test ! -e "$TRASH/owned"
'
test_expect_success 'that it fails is a warning: the act is recorded and published' '
	cd r && git config --global mcade.notify "cat >/dev/null; exit 3" && git mcade freeze n9 --path "n9/*" -m x >out 2>err && test_grep "^recorded" out && test_grep "warning: .*mcade.notify.*exit status 3" err &&
	test "$(git rev-parse mcade/ledger)" = "$(git -C ../hub.git rev-parse mcade/ledger)" && git config --global mcade.notify "true" && git mcade freeze n10 --path "n10/*" -m x >out 2>err && test_grep ! warning err
'
test_expect_success 'whoever has no key has no events, and is not bothered' '
	cd r && git config --global mcade.notify "cat >>\"$told\"" && : >"$told" && ( cd ../other && git mcade freeze n12 --path "n12/*" -m x >/dev/null 2>&1 ) && : >"$told" &&
	git -c mcade.signingKey="$TRASH/no-such-key" mcade sync >out 2>err && test_grep ! notify err && test_line_count 0 "$told"
'
test_expect_success 'a start that the remote has first is told once its command has run, also where that fails' '
	cd r && git checkout -q main && sed -i "s/{id: lab/{id: lab, live: true/" runbook.yaml && printf "%s\n" "- {id: ASKS, run: \"cp $told $TRASH/then; test ! -e $TRASH/fails\", changes_state: false, verify: [{id: y, run: \"true\"}], pins: [], needs: []}" >>runbook.yaml && git add runbook.yaml && git commit -q -m live && git push -q --no-verify origin main &&
	tick && git mcade adopt >out 2>err && git config --global mcade.notify "cat >>\"$told\"" && : >"$told" && tick && git mcade run ASKS --env lab >out 2>err && test_line_count 0 "$TRASH/then" && chat <"$told" >said && test_grep "start ASKS" said && test_grep "finish ASKS" said &&
	: >"$told" && : >"$TRASH/fails" && tick && refused git mcade run ASKS --env lab >out 2>err && test_line_count 0 "$TRASH/then" && chat <"$told" >said && test_grep "start ASKS" said
'
test_expect_success 'it knows nothing of the repository, and stands in no work tree' '
	cd r && git config --global mcade.notify "{ pwd; env; } >\"$told\"" && git mcade freeze n11 --path "n11/*" -m x >out 2>err && head -n 1 "$told" | grep "^/$" && ! grep "^GIT_DIR=" "$told"
'
test_done
