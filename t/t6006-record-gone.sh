#!/bin/sh
test_description='the branch is not what was verified, and neither is the record that was remembered of it'
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-team.sh"

LEDGER=refs/heads/mcade/ledger
make_team || { echo "Bail out! no team"; exit 1; }

test_expect_success 'setup: what is here, there and remembered' '
	cd a && git mcade sync && git rev-parse $LEDGER >../good && id=$(git config mcade.ledgerId) &&
	heads=$(dirname "$(find "$XDG_STATE_HOME"/git-mcade/*/heads -name local.record | head -n 1)") && cp -R "$heads" ../heads
'
# lose NAME COMMAND...: the branch is gone or went back, and of what was remembered one file is not what it was.
lose () {
	file_=$1 && shift && rm -rf "$heads" && cp -R "$TRASH/heads" "$heads" && git update-ref $LEDGER "$(cat ../good)" && "$@" &&
	case $file_ in
	events) truncate -s 20 "$heads/local.events" ;;
	*) rm "$heads/local.$file_" ;;
	esac
}
test_expect_success 'sync goes back to what was verified, whichever file is lost' '
	cd a && for file in record events ids; do
		lose $file git update-ref -d $LEDGER && git mcade sync && [ "$(git rev-parse $LEDGER)" = "$(cat ../good)" ] &&
		lose $file git update-ref $LEDGER $LEDGER~1 && git mcade sync && [ "$(git rev-parse $LEDGER)" = "$(cat ../good)" ] &&
		git mcade status >../out || { echo "$file" >&4; return 1; }
	done
'
test_expect_success 'and where the remote does not answer it says so' '
	cd a && git remote set-url origin /nowhere && lose record git update-ref $LEDGER $LEDGER~1 && waiting git mcade sync 2>../err &&
	git remote set-url origin "$TRASH/remote.git" && git mcade sync
'

# The server: junk upon the ledger from before the hook, and a state directory of its own.
push () {
	git push -q --no-verify --receive-pack="$TRASH/receive" origin "$@"
}
test_expect_success 'a server that has seen nothing, and junk upon its ledger: refused, with the reason' '
	printf "#!/bin/sh\nexec env XDG_STATE_HOME=%s git-receive-pack \"\$@\"\n" "$TRASH/server" >receive && chmod +x receive && cd a &&
	( cd ../remote.git && XDG_STATE_HOME=$TRASH/server git mcade hooks install --expect-genesis $(git -C ../a config mcade.ledgerId) ) &&
	junk=$(git -C ../remote.git commit-tree -p $LEDGER -m junk "$LEDGER^{tree}") && git -C ../remote.git update-ref $LEDGER $junk &&
	git commit -q --allow-empty --no-verify -m x && git branch other &&
	! push main other 2>../err && test_grep "the ledger cannot be trusted" ../err && test_grep ! "signal" ../err
'
test_expect_success 'one whose record is gone: judged from the genesis' '
	cd a && git -C ../remote.git update-ref $LEDGER $LEDGER~1 && push other &&
	find "$TRASH/server" -name "*.record" -exec rm {} + && git -C ../remote.git update-ref $LEDGER $junk &&
	git mcade lock D --env prod --no-fetch && ! push +$LEDGER:$LEDGER 2>../err && test_grep "refused \[ledger-integrity\]" ../err &&
	test_grep ! "signal" ../err
'

test_done
