#!/bin/sh
test_description='two jobs of a CI at once: the second waits for the first, however that ends'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
. "$SOURCE_DIR/t/lib-push.sh"
be_person owner

# job NAME COMMAND...: in its own fresh clone, by a runner that has no key but MCADE_KEY, as a process of its
# own: $pid. What it says: NAME.out, NAME.err.
job () {
	name_=$1
	shift
	rm -rf "${TRASH:?}/$name_" "${TRASH:?}/people/$name_" && mkdir -p "$TRASH/people/$name_" && (
		HOME=$TRASH/people/$name_ && XDG_STATE_HOME=$HOME/.local/state && XDG_CONFIG_HOME=$HOME/.config && export HOME XDG_STATE_HOME XDG_CONFIG_HOME &&
		git clone -q "$TRASH/r.git" "$TRASH/$name_" && cd "$TRASH/$name_" && git mcade join --no-hooks --expect-genesis "$id" >/dev/null 2>&1
	) || return 1
	(
		HOME=$TRASH/people/$name_ && XDG_STATE_HOME=$HOME/.local/state && XDG_CONFIG_HOME=$HOME/.config && export HOME XDG_STATE_HOME XDG_CONFIG_HOME &&
		cd "$TRASH/$name_" && exec env MCADE_KEY="$(cat "$ROSTER/untrusted")" "$@" >"$TRASH/$name_.out" 2>"$TRASH/$name_.err"
	) & pid=$!
}
# until_there FILE [WORDS]: it is there, and has these words; 100 seconds at most, where all else is busy.
until_there () {
	for i_ in $(seq 500); do
		[ -e "$1" ] && { [ $# -eq 1 ] || grep -q "$2" "$1"; } && return 0
		sleep 0.2
	done
	echo "no $*"
	return 1
}
# end PID: its exit status, in $status.
end () {
	status=0
	wait "$1" || status=$?
}
# words: what the remote's ledger says of the step, oldest first.
words () {
	git -C "$TRASH/r.git" log --reverse --format="%B" mcade/ledger | awk '/^Mcade-Event: / { e = $2 } /^Mcade-Result: / { print e, $2 } /^Mcade-Event: start/ { print e }' | tr '\n' ' '
}
sound () {
	( cd "$TRASH/r" && git mcade sync && git mcade audit ) >"$TRASH/audit" 2>&1 || { cat "$TRASH/audit"; return 1; }
}

test_expect_success 'setup: a step that runs until it may end, a principal of role ci, a remote' '
	small_repo r && cat >>runbook.yaml <<-EOT && git commit -q -a -m steps &&
	- {id: HOLD, timeout: 5m, run: "echo begin >>$TRASH/order; touch $TRASH/begun; trap \"exit 7\" TERM; for i in \$(seq 1200); do [ -e $TRASH/go ] && break; sleep 0.2; done; echo end >>$TRASH/order", changes_state: false, pins: [], needs: [], verify: [{id: fine, run: "true"}]}
	EOT
	git mcade adopt >/dev/null 2>&1 && git mcade trust add runner --key "$(key_of untrusted)" --role ci --email ci@example.com && bare_remote ../r.git . && git push -q --no-verify -u origin main mcade/ledger && git mcade sync && id=$(git config mcade.ledgerId)
'

for env in lab prod; do
	export env
	test_expect_success "$env: the second job says for whom it waits and since when; then it runs, and neither has failed" '
		rm -f begun go order && tick && began=$MCADE_CLOCK && job a git-mcade run HOLD --env $env && a=$pid && until_there begun && tick && job b git-mcade run HOLD --env $env && b=$pid && until_there b.err "waiting for HOLD in $env: runner .*since 2026-01-28T10:[0-9]*:00Z" &&
		sleep 2 && test_line_count 1 order && test_grep ! "refused" b.err && touch go && end $a && [ $status -eq 0 ] && end $b && [ $status -eq 0 ] && printf "begin\nend\nbegin\nend\n" >want && test_cmp want order &&
		words >said && test_grep "start finish ok start finish ok $" said && sound
	'
	test_expect_success "$env: the first is cancelled: that is recorded, and the second runs" '
		rm -f begun go order && tick && job a git-mcade run HOLD --env $env && a=$pid && until_there begun && tick && job b git-mcade run HOLD --env $env && b=$pid && until_there b.err "waiting for HOLD" && kill -TERM $a && end $a && [ $status -eq 1 ] && touch go && end $b && [ $status -eq 0 ] &&
		words >said && test_grep "start finish cancelled start finish ok $" said && sound
	'
	test_expect_success "$env: the one that waits is cancelled: nothing of it remains, and the first ends as if alone" '
		rm -f begun go order && words >before && tick && job a git-mcade run HOLD --env $env && a=$pid && until_there begun && tick && job b git-mcade run HOLD --env $env && b=$pid && until_there b.err "waiting for HOLD" && kill -TERM $b && end $b && { [ $status -gt 1 ] || { echo "it ended with $status"; false; }; } && test_grep ! "refused" b.err && touch go && end $a && [ $status -eq 0 ] &&
		words >after && echo "$(cat before)start finish ok " >want && tr -d "\n" <want >w && test_cmp w after && rm w && sound
	'
done

test_expect_success 'both begin in the same moment, before a remote that is slow: one waits, and they do not run beside each other' '
	rm -f begun order && touch go && printf "#!/bin/sh\nsleep 1\n" >r.git/hooks/pre-receive && chmod +x r.git/hooks/pre-receive && tick && job a git-mcade run HOLD --env prod && a=$pid && job b git-mcade run HOLD --env prod && b=$pid && end $a && [ $status -eq 0 ] && end $b && [ $status -eq 0 ] &&
	printf "begin\nend\nbegin\nend\n" >want && test_cmp want order && words >said && test_grep "start finish ok start finish ok $" said && rm r.git/hooks/pre-receive && sound
'
test_expect_success 'what cannot be waited for is refused at once: a run that has had its time, a step that is locked' '
	rm -f begun go && tick && job a git-mcade run HOLD --env prod && a=$pid && until_there begun && tick 7200 && job b git-mcade run HOLD --env prod && b=$pid && end $b && [ $status -eq 1 ] && test_grep ! "waiting" b.err && test_grep "refused .order.*HOLD" b.err && touch go && end $a &&
	( cd r && git mcade sync && git mcade lock HOLD --env lab -m x && git mcade sync ) && tick && job b git-mcade run HOLD --env lab && end $pid && [ $status -eq 1 ] && test_grep ! "waiting" b.err && sound
'
test_expect_success 'a person is told at once, and decides' '
	rm -f begun go && ( cd r && git mcade unlock HOLD --env lab -m x && git mcade sync ) && tick && job a git-mcade run HOLD --env prod && a=$pid && until_there begun && tick && cd r && git mcade sync && refused git mcade run HOLD --env prod 2>err && test_grep ! "waiting" err && test_grep "runner" err && touch ../go && end $a && [ $status -eq 0 ] && sound
'
test_expect_success 'who is ended while the remote is asked records nothing: that is no remote that does not answer' '
	cd r && printf "#!/bin/sh\ntouch %s/asked\nsleep 30\n" "$TRASH" >../slow && chmod +x ../slow && git rev-parse mcade/ledger >before && tick && git config remote.origin.uploadpack "$TRASH/slow" && { git-mcade block HOLD --env lab -m x >out 2>err & pid=$!; } && until_there ../asked && sleep 1 &&
	kill -TERM $pid && end $pid && git config --unset remote.origin.uploadpack && [ $status -ne 0 ] && git rev-parse mcade/ledger >after && test_cmp before after && test_grep ! "did not answer" err
'

test_done
