#!/bin/sh
test_description='what happened is recorded, whatever others did meanwhile: contested, or kept aside and said'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-team.sh"

team_with_server

# phase STEP [ENV]: as the operator's record has it.
phase () {
	as_operator git mcade status --env "${2:-prod}" --json | grep -o "\"id\":\"$1\",\"phase\":\"[a-z]*\"" | cut -d\" -f8
}
# the_way_out FILE: of the operator, as printed.
the_way_out () {
	as_operator sh -c "$(printed "$1")"
}

test_expect_success 'a lost race is none of trust: audit passes, and names the way out' '
	as_operator git mcade run A --env prod >run.log 2>&1 && tick && ( cd a && git mcade lock A --env prod -m done && git mcade sync ) && tick &&
	as_operator waiting git mcade skip D --env prod -m x && as_operator git mcade audit >out 2>err && test_grep "\[owed\]" err &&
	test "$(printed err)" = "git mcade sync"
'
test_expect_success 'beside it: a branch that is not what was recorded here is, and nothing is set aside' '
	good=$(tip b) && git -C b update-ref $LEDGER $good~1 && git -C b update-ref refs/mcade/aside/other $good~1 &&
	as_operator untrusted git mcade audit && as_operator untrusted git mcade sync --set-aside &&
	git -C b update-ref -d refs/mcade/aside/other && git -C b update-ref $LEDGER $good && as_operator git mcade audit
'
test_expect_success 'a run that lost the race to a lock: recorded again, contested by what is against it' '
	was=$(tip b) && as_operator git mcade sync --set-aside >out 2>note && test_line_count 0 out && test "$(printed note)" = "git mcade sync" &&
	new=$(tip b) && test "$(said b $new~1 Contested)" = locked && test "$(said b $new Contested)" = order &&
	for n in "" "~1"; do
		for field in Id Seen Evidence Tip Check; do
			test "$(said b $new$n $field)" = "$(said b $was$n $field)" || return 1
		done
		test "$(said b $new$n Occurred)" = "$(git -C b show -s --format=%cd --date=format-local:%Y-%m-%dT%H:%M:%SZ $was$n)" || return 1
	done && test "$(git -C b for-each-ref --format="%(objectname)" refs/mcade/aside/)" = "$was"
'
test_expect_success 'it waits for an owner, and is in no record' '
	test "$(phase A)" = planned && as_operator git mcade audit --json >audit &&
	test_grep "\"rule\":\"owed\".*\"sequence\":4" audit && test_grep "\"rule\":\"owed\".*\"sequence\":5" audit && test_grep ! "\"severity\":\"error\"" audit &&
	as_operator git mcade status --json >status && test_grep "\"contested\":\[{\"sequence\":4,\"event\":\"start\",\"principal\":\"otto\",\"rule\":\"locked\",\"hint\":\"owner runs: git mcade attest event:4 -m REASON\"},{\"sequence\":5,.*\"aside\":\[\]" status
'
test_expect_success 'the server takes it' 'same_everywhere'
test_expect_success 'control: nothing is against it: recorded again, and it counts' '
	( cd a && git mcade unlock A --env prod -m again && git mcade sync ) && as_operator git mcade sync && tick &&
	as_operator git mcade run A --env prod >run.log 2>&1 && tick && meanwhile skip D --env prod -m "not needed" &&
	as_operator git mcade sync --set-aside --json >out 2>note &&
	test_grep "\"recorded\":[0-9]*,\"contested\":false" out && test_grep ! "\"command\"" out &&
	test "$(said b $(tip b) Contested)" = "" && test "$(phase A)" = verified && same_everywhere
'
test_expect_success 'other acts are for a person to do anew: their commands alone are printed' '
	as_operator git mcade run A --env prod >run.log 2>&1 && as_operator git mcade block C --env prod --until later -m waits && tick &&
	meanwhile reopen D --env prod -m "needed after all" && as_operator git mcade sync --set-aside >redo 2>note &&
	test_line_count 1 redo && test_grep "git mcade block C" redo && test "$(phase A)" = verified && test "$(phase C)" = planned &&
	as_operator sh -ex "$TRASH/redo" && test "$(phase C)" = blocked && same_everywhere
'
test_expect_success 'set aside again: what is against it is asked anew' '
	as_operator git mcade run A --env prod >run.log 2>&1 && tick && meanwhile lock A --env prod -m done && as_operator git mcade sync --set-aside >out 2>note &&
	test "$(said b $(tip b)~1 Contested)" = locked && meanwhile unlock A --env prod -m again && as_operator git mcade sync --set-aside >out 2>note &&
	test "$(said b $(tip b)~1 Contested)" = "" && test "$(phase A)" = verified && same_everywhere
'

# runs B here, while COMMAND... is done; then it ends.
while_it_runs () {
	rm -f pid-of-b
	{ ( cd b && be_person operator && exec "$TEST_BIN/git-mcade" run B --env prod --no-fetch ) >run.log 2>run.err & } && pid_=$!
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		[ -s pid-of-b ] && break
		sleep 0.3
	done
	tick
	"$@"
	done_=$?
	kill "$(cat pid-of-b)"
	wait "$pid_"
	ended=$?
	return $done_
}
abandoned_elsewhere () {
	as_operator git mcade sync && meanwhile abandon B --env prod -m "it died"
}
test_expect_success 'a run ends after somebody abandoned it: how it ended is recorded, contested' '
	while_it_runs abandoned_elsewhere && as_operator git mcade sync >out 2>note &&
	test "$(said b $(tip b) Event)" = finish && test "$(said b $(tip b) Contested)" = order && test -n "$(said b $(tip b) Evidence)" &&
	same_everywhere
'
abandoned_and_seen () {
	abandoned_elsewhere && as_operator git mcade sync
}
test_expect_success 'fetched before the run ended: contested at once, and said' '
	while_it_runs abandoned_and_seen && test "$ended" = 1 && test_grep "recorded" run.log && test_grep "contested" run.err &&
	test "$(said b $(tip b) Event)" = finish && test "$(said b $(tip b) Contested)" = order && same_everywhere
'
abandoned_by_himself () {
	as_operator git mcade abandon B --env prod --force -m "it hangs"
}
test_expect_success 'who abandoned it himself cannot contest that: said, and kept with its evidence' '
	while_it_runs abandoned_by_himself && test "$ended" = 1 && test_grep "refused \[order\]" run.err &&
	test "$(said b $(tip b) Event)" = abandon && ref=$(grep -o "refs/mcade/aside/[^ ,]*" run.err) &&
	test "$(said b $ref Event)" = finish && body=$(said b $ref Evidence | sed -n "s/^sha256:\(..\)\([0-9a-f]*\) .*/\1\/\1\2/p" | head -n 1) &&
	test -n "$body" && git -C b cat-file -e "refs/heads/mcade/evidence/2026:$body" && same_everywhere
'
test_expect_success 'audit and status name what is kept; asked again it is refused again' '
	as_operator git mcade audit --json >audit && test_grep "\"rule\":\"owed\",\"severity\":\"warn\"[^}]*finish B in prod[^}]*$ref" audit &&
	test_grep "\"severity\":\"note\"[^}]*block C in prod" audit && as_operator git mcade status --json >status &&
	test_grep "\"event\":\"finish B in prod\",\"name\":\"Otto Operator\",\"happened\":true,\"ref\":\"$ref\"" status &&
	before=$(tip b) && as_operator refused git mcade sync --set-aside --json >out && test_grep "\"refused\":" out && test "$(tip b)" = $before
'
test_expect_success 'with nothing kept that happened there is nothing to set aside' '
	git -C b update-ref -d $ref && as_operator git mcade sync --set-aside
'
test_expect_success 'what somebody else did in this clone nobody signs for him' '
	( cd b && be_person owner && git mcade run A --env prod --no-fetch ) >run.log 2>&1 && was=$(tip b) &&
	meanwhile block D --env prod --until later -m waits && as_operator refused git mcade sync --set-aside >out 2>err && test_grep "refused \[permission\]" err &&
	test "$(tip b)" = "$(tip remote.git)" && ( cd b && be_person owner && git mcade sync --set-aside ) >out 2>&1 &&
	test "$(said b $(tip b) Id)" = "$(said b $was Id)" && same_everywhere
'
test_expect_success 'a ref of this clone that his key has not signed is no event of his, whatever names it has' '
	( cd b && be_person owner && git mcade run A --env prod --no-fetch ) >run.log 2>&1 && head=$(tip b) && base=$(git -C b rev-parse $head~2) &&
	forge () {
		git -C b cat-file commit "$1" | sed "s/Ada Owner (mcade) <owner@example.com>/Otto Operator (mcade) <operator@example.com>/; s/^parent .*/parent $2/" | git -C b hash-object -t commit -w --stdin
	} && forged=$(forge $head $(forge $head~1 $base)) && git -C b update-ref refs/mcade/aside/forged $forged && git -C b update-ref $LEDGER $base &&
	as_operator git mcade sync --set-aside >out 2>&1 && test "$(tip b)" = "$base" && as_operator git mcade status --json >status && test_grep ! "Otto Operator.*happened.*forged" status &&
	git -C b update-ref -d refs/mcade/aside/forged && same_everywhere
'
test_expect_success 'who has seen more since at another machine: recorded where he signs it now' '
	as_person operator git clone -q remote.git c && ( cd c && as_person operator git mcade join --no-hooks ) >join.log 2>&1 && as_operator git mcade sync &&
	as_operator git mcade run A --env prod --no-fetch >run.log 2>&1 && was=$(tip b) && tick && meanwhile unblock D --env prod -m ok &&
	( cd c && be_person operator && git mcade sync && git mcade block D --env prod --until then -m again && git mcade sync ) && tick &&
	as_operator git mcade sync --set-aside >out 2>note && test "$(said b $(tip b) Id)" = "$(said b $was Id)" && test "$(said b $(tip b) Contested)" = "" &&
	test "$(said b $(tip b) Seen)" != "$(said b $was Seen)" && test "$(phase A)" = verified && same_everywhere
'

# --- what rests on an act that a person does anew, and live environments ---------------------------------
test_expect_success 'setup: a step that needs another, and a live environment' '
	( cd a && sed -i "s/^environments:/&\n- {id: live, live: true, manifest: releases\/live.yaml}/; s/^- {id: D.*/&\n- {id: E, needs: [A], run: \"true\", pins: [], changes_state: false, verify: [{id: ok, run: \"true\"}]}/" runbook.yaml &&
		cp releases/prod.yaml releases/live.yaml && git add -A && git commit -q -m "live" && git push -q origin main &&
		git mcade adopt && git mcade sync ) && as_operator git reset -q --hard && as_operator git pull -q && as_operator git mcade sync && tick
'
test_expect_success 'a run that rests on an act of his own: refused without that, and recorded behind it' '
	for act in "run A" "complete A" "run E"; do
		as_operator git mcade $act --env prod --no-fetch >run.log 2>&1 && tick || return 1
	done && meanwhile unblock D --env prod -m ok && as_operator refused git mcade sync --set-aside >redo 2>note &&
	test_line_count 1 redo && test_grep "git mcade complete A" redo && test "$(phase E)" = planned &&
	as_operator sh -ex "$TRASH/redo" && as_operator git mcade sync --set-aside >out 2>&1 && test "$(phase E)" = verified && same_everywhere
'
test_expect_success 'live, and its start cannot be published: nothing runs, and it says so' '
	hook=remote.git/hooks/pre-receive && mv $hook hook.was && printf "#!/bin/sh\nexit 1\n" >$hook && chmod +x $hook &&
	before=$(tip b) && as_operator broken git mcade run A --env live >run.log 2>&1 && mv hook.was $hook && test_grep ! "mcade: run A" run.log &&
	test "$(tip b)" = "$before" && test "$(phase A live)" = planned && meanwhile lock A --env live -m "not now" && same_everywhere
'
test_expect_success 'live, while the remote was away: its start is contested too' '
	( cd a && git mcade unlock A --env live -m now && git mcade sync ) && as_operator git mcade sync && tick &&
	as_operator git mcade run A --env live --no-fetch --offline "no network" >run.log 2>&1 && tick && meanwhile lock A --env live -m "not now" &&
	as_operator git mcade sync --set-aside >out 2>note && test "$(said b $(tip b)~1 Contested)" = locked && test "$(said b $(tip b)~1 Offline)" = "no network" &&
	same_everywhere
'
test_expect_success 'a branch that others saw go on is fetched before anybody rests on it' '
	( cd a && git mcade unlock A --env live -m now && git mcade sync ) && as_operator git mcade sync && tick && as_operator git mcade run A --env live >run.log 2>&1 &&
	tick && ( cd a && git mcade sync && commit_file more.txt more && git push -q origin main && git mcade verify A --env live && git mcade sync ) && tick &&
	new=$(git -C a rev-parse main) && test "$(git -C b rev-parse origin/main)" != "$new" && as_operator git mcade sync && as_operator git mcade complete A --env live &&
	test "$(said b $(tip b) Tip)" = "$new refs/heads/main" && same_everywhere
'
# overtaken HOOK N COMMAND...: N times an act of the owner lands there first, when that hook of the server begins.
overtaken () {
	hook_=remote.git/hooks/$1 n_=$2 && shift 2
	for i in $(seq "$n_"); do
		( cd a && tick && git mcade freeze "at-$i-$MCADE_CLOCK" --path "w$i/*" -m faster --no-fetch ) >owner.log 2>&1 && tip a >"remote.git/faster.$i" || return 1
	done
	git -C remote.git fetch -q ../a $LEDGER && printf '#!/bin/sh\nunset GIT_QUARANTINE_PATH\nfor f in faster.*; do [ -e "$f" ] || exit 0; to=$(cat "$f"); rm "$f"; git update-ref refs/heads/mcade/ledger "$to"; exit 0; done\n' >"$hook_" && chmod +x "$hook_" &&
	tick && as_operator git -c mcade.publish=auto mcade "$@"
	set -- $?
	rm -f "$hook_" remote.git/faster.*
	return "$1"
}
test_expect_success 'a push that lands in the very moment between is a lost race as any other: the act is published behind it' '
	for hook in pre-receive.mcade-prev update; do
		for n in 1 2; do
			same_everywhere && overtaken $hook $n block D --env prod --until later -m "while others write" >out 2>err && test_grep ! "not published" err && test "$(tip b)" = "$(tip remote.git)" &&
			as_operator git mcade unblock D --env prod -m x || return 1
		done
	done && same_everywhere
'
test_expect_success 'and a live start that is overtaken so is asked again, and starts' '
	overtaken update 1 run E --env live >out && test "$(tip b)" = "$(tip remote.git)" && as_operator git mcade audit && same_everywhere
'
test_done
