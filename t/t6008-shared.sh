#!/bin/sh
test_description='an act is published at once, or the program says how many are not'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-team.sh"

LEDGER=refs/heads/mcade/ledger
make_team || { echo "Bail out! no team"; exit 1; }
for person_ in owner operator; do
	as_person $person_ git config --global mcade.publish auto
done
tip () {
	git -C "$1" rev-parse -q --verify $LEDGER
}
# unpublished N: so many are, by the answer of the last act, by status, and by the remote.
unpublished () {
	as_operator git mcade status --env prod --json >status && test_grep "\"unpublished\":$1[,}]" status &&
	test "$(git -C b rev-list --count "$(tip remote.git)..$(tip b)")" = "$1"
}

test_expect_success 'at once, with its evidence' '
	as_operator git mcade block C --env prod --until later -m waits --json >out && test_grep "\"unpublished\":0" out && unpublished 0 &&
	as_operator git mcade run A --env prod >run.log 2>&1 && unpublished 0 && git -C remote.git rev-parse -q --verify refs/heads/mcade/evidence/2026
'
test_expect_success 'not where it is not asked for, and it is said' '
	as_operator git mcade unblock C --env prod -m now --no-fetch --json >out && test_grep "\"unpublished\":1" out && unpublished 1 &&
	as_operator git -c mcade.publish=manual mcade block C --env prod --until later -m waits 2>err && test_grep "2 events are not published" err &&
	test "$(printed err)" = "git mcade sync" && as_operator git mcade status --env prod >out && test_grep "2 events are not published" out && unpublished 2
'
test_expect_success 'the next act takes along what is left' '
	as_operator git mcade unblock C --env prod -m now 2>err && test_grep ! "not published" err && unpublished 0
'
test_expect_success 'the remote is away: recorded here, and said; then it is taken along' '
	as_operator git remote set-url origin "$TRASH/nowhere" && as_operator git mcade block C --env prod --until later -m waits 2>err &&
	test_grep "1 event is not published" err && as_operator git remote set-url origin "$TRASH/remote.git" && unpublished 1 &&
	as_operator git mcade unblock C --env prod -m now && unpublished 0
'
test_expect_success 'the remote refuses: recorded here, and why' '
	hook=remote.git/hooks/pre-receive && mkdir -p remote.git/hooks && printf "#!/bin/sh\necho no: the reason >&2\nexit 1\n" >$hook && chmod +x $hook &&
	as_operator git mcade block C --env prod --until later -m waits --json >out && test_grep "\"not_published\":\".*the reason" out &&
	test_grep "\"recorded\":true" out && unpublished 1 && rm $hook
'
test_expect_success 'what another person signed here goes when a person says so' '
	( cd b && be_person owner && git mcade freeze x --path x -m x 2>err && test_grep "2 events are not published" err ) && unpublished 2 &&
	as_operator git mcade sync && unpublished 0
'
test_expect_success 'another writer was faster in between: signed again after it, and published' '
	cat >receive <<-EOS && chmod +x receive && export -p >owner.env &&
	#!/bin/sh
	mkdir $TRASH/once 2>/dev/null && ( . "$TRASH/owner.env" && cd $TRASH/a && git mcade freeze y --path y -m y ) >$TRASH/hers 2>&1
	exec git-receive-pack "\$@"
	EOS
	git -C b config remote.origin.receivepack "$TRASH/receive" && as_operator git mcade unblock C --env prod -m now && test -d once &&
	git -C b config --unset remote.origin.receivepack && unpublished 0 && git -C b log -2 --format=%s $LEDGER >log && test_grep "^freeze" log && test_grep "^unblock C" log &&
	( cd a && git mcade sync && git mcade audit --cold )
'
test_expect_success 'a ledger is published by a person for the first time' '
	new_repo own && bare_remote own.git own && ( cd own && git mcade init --no-hooks && team_runbook_ >runbook.yaml && echo "ledger: $(git config mcade.ledgerId)" >>runbook.yaml && mkdir releases &&
	echo "web: {image: x}" >releases/prod.yaml && git add -A && git commit -q -m base && git push -q -u --no-verify origin main && git mcade adopt && git mcade block C --env prod -m x 2>err &&
	test_grep "3 events are not published" err && git mcade sync && git mcade unblock C --env prod -m x 2>err && test_grep ! "published" err )
'
test_expect_success 'a word that is neither is an error, before anything is recorded' '
	was=$(tip b) && as_operator broken git -c mcade.publish=always mcade block C --env prod -m x 2>err && test_grep "mcade.publish" err && test "$(tip b)" = "$was"
'
test_expect_success 'two remotes, and none is chosen: an act of a live environment waits, others are said' '
	new_repo two && bare_remote one.git two && git -C two remote rename origin one && bare_remote other.git two && git -C two remote rename origin other && ( cd two && git mcade init --no-hooks && team_runbook_ |
		sed "s/^environments:/&\n- {id: live, live: true, manifest: releases\/prod.yaml}/" >runbook.yaml && echo "ledger: $(git config mcade.ledgerId)" >>runbook.yaml && mkdir releases &&
		echo "web: {image: x}" >releases/prod.yaml && git add -A && git commit -q -m base && git push -q --no-verify one main && git mcade adopt && was=$(git rev-parse $LEDGER) &&
		waiting git mcade lock C --env live -m x 2>err && test_grep "mcade.remote" err && test "$(git rev-parse $LEDGER)" = "$was" && git mcade lock C --env prod -m x &&
		git config mcade.remote one && git mcade sync && git mcade lock C --env live -m x && test "$(git rev-parse $LEDGER)" = "$(git -C ../one.git rev-parse $LEDGER)" )
'
test_done
