#!/bin/sh
test_description='an ssh-agent that is locked, emptied or ended half-way: nothing is lost, it is all or nothing, and the next command leads on'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-team.sh"

team_with_server
# The key is in the agent alone, and the agent is asked through one that lets it go in the middle.
agent=$TRASH/agent.sock
starts () {
	rm -f "$agent" && { ssh-agent -D -a "$agent" >/dev/null 2>&1 & } && agent_pid=$! && at_exit_pids_="$at_exit_pids_ $agent_pid"
	for try_ in 1 2 3 4 5 6 7 8 9 10; do
		SSH_AUTH_SOCK=$agent ssh-add -q key 2>/dev/null && return 0
		sleep 0.1
	done
	return 1
}
printf '#!/bin/sh\necho secret\n' >askpass && chmod +x askpass
as_person operator sh -c "mv \"\$HOME/.ssh/id_ed25519\" '$TRASH/key'" && starts || { echo "Bail out! no agent"; exit 1; }
SSH_AUTH_SOCK=$agent perl "$SOURCE_DIR/t/helper/agent-until.pl" "$TRASH/proxy.sock" "$TRASH" >/dev/null 2>&1 &
at_exit_pids_="$at_exit_pids_ $!"
for try_ in 1 2 3 4 5 6 7 8 9 10; do
	[ ! -S proxy.sock ] || break
	sleep 0.1
done
SSH_AUTH_SOCK=$TRASH/proxy.sock
export SSH_AUTH_SOCK

# goes WAY N: after N signatures.
goes () {
	case $1 in
	locked) echo "SSH_AUTH_SOCK=$agent SSH_ASKPASS=$TRASH/askpass SSH_ASKPASS_REQUIRE=force ssh-add -q -x" >meanwhile ;;
	emptied) echo "SSH_AUTH_SOCK=$agent ssh-add -q -D" >meanwhile ;;
	ended) echo "kill -9 $agent_pid; sleep 0.2" >meanwhile ;;
	esac
	echo "$2" >left
}
# is_back WAY: the person is there again; the key did go meanwhile.
is_back () {
	test_missing left && case $1 in
	locked) SSH_AUTH_SOCK=$agent SSH_ASKPASS=$TRASH/askpass SSH_ASKPASS_REQUIRE=force ssh-add -q -X ;;
	emptied) SSH_AUTH_SOCK=$agent ssh-add -q key ;;
	ended) starts ;;
	esac
}
# untouched COMMAND...: by the operator: it cannot be done, and nothing but what was fetched is another than before.
untouched () {
	everything >before
	as_operator broken "$@" 2>err && test_grep "^ *\(next\|hint\): " err && everything >after && test_cmp before after
}
everything () {
	git -C b for-each-ref refs/heads refs/tags refs/mcade/aside refs/mcade/beside && git -C b status --porcelain && cat b/releases/prod.yaml
}

for way in locked emptied ended; do
test_expect_success "$way: an act that needs a signature is not done, and is done when the key is back" '
	goes $way 0 && untouched git mcade pin web.image=docker.io/web:1@sha256:2f1b0c4e5a6d7c8b9a0f1e2d3c4b5a69788796a5b4c3d2e1f00112233445566a --env prod && is_back $way && tick &&
	as_operator git mcade block D --env prod -m "$way" && as_operator git mcade unblock D --env prod -m x && same_everywhere
'
test_expect_success "$way: a run whose start cannot be signed runs nothing" '
	goes $way 0 && rm -f pid-of-b && untouched git mcade run A --env prod && is_back $way
'
test_expect_success "$way: gone when it has run: kept, told, and recorded by the next act, without running again" '
	tick && goes $way 1 && as_operator broken git mcade run A --env prod 2>err && test_grep "^ *\(next\|hint\): " err && is_back $way && as_operator git mcade status --env prod >out && test_grep "not recorded yet: A in prod ended" out &&
	was=$(tip b) && as_operator git mcade sync && test "$(said b $LEDGER Event)" = finish && test "$(git -C b rev-parse $LEDGER~1)" = "$was" && test "$(said b $LEDGER Result)" = ok && same_everywhere
'
test_expect_success "$way: gone while a lost race is settled: all or nothing, then all of it" '
	tick && as_operator git mcade run A --env prod && as_operator git mcade block C --env prod -m "$way" && as_operator git mcade block D --env prod -m "$way" && meanwhile freeze "f-$way" --path "x/*" -m faster && ours=$(git -C b rev-list --count $LEDGER) &&
	for n in 0 1 2 3; do
		goes $way $n && untouched git mcade sync && is_back $way && test -z "$(git -C b for-each-ref refs/mcade/beside)" || return 1
	done && as_operator git mcade sync && test "$(git -C b rev-list --count $LEDGER)" -eq $((ours + 1)) && same_everywhere && as_operator git mcade unblock C --env prod -m x && as_operator git mcade unblock D --env prod -m x && same_everywhere
'
done
test_done
