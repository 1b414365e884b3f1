#!/bin/sh
test_description="a lost race: one's own events are signed again after what others did, all of them or none"
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-team.sh"

team_with_server

# alone ARGS...: an act of the operator that stays here.
alone () {
	as_operator git mcade "$@" --no-fetch && tick
}
phase () {
	as_operator git mcade status --env prod --json | grep -o "\"id\":\"$1\",\"phase\":\"[a-z]*\"" | cut -d\" -f8
}
nothing_aside () {
	git -C b for-each-ref refs/mcade/aside/ refs/mcade/beside/ >refs && test_line_count 0 refs
}
DIGEST=sha256:$(printf %064d 7)

test_expect_success 'setup: A rests on a pin; the file of OFF changes before it runs' '
	( cd a && echo true >off.sh && git add off.sh && printf "%s\n" "- id: OFF" "  uses: off.sh" "  run: [sh, off.sh]" "  guard: [{id: meanwhile, run: \"echo : >>off.sh\"}]" "  verify: [{id: ok, run: \"true\"}]" "  pins: []" >off &&
		sed -i "/^- {id: D,/r off" runbook.yaml && rm off && sed -i "/^- id: A/,/pins/s/pins: \[\]/pins: [web.image]/" runbook.yaml && git commit -q -a -m pins && git push -q origin main && git mcade adopt && git mcade sync ) &&
	as_operator git pull -q && as_operator git mcade sync && tick
'

test_expect_success 'a run, a pin and a completion: after the lock, as they were, and published' '
	alone run A --env prod && alone pin "web.image=x@$DIGEST" --env prod && alone complete A --env prod && as_operator git commit -q -a -m done &&
	meanwhile lock C --env prod -m "not today" && was=$(tip b) && as_operator git mcade sync && now=$(tip b) &&
	test "$now" = "$(tip remote.git)" && test "$now" != "$was" && test "$(said b $now~4 Event)" = lock &&
	for n in 0 1 2 3; do
		for field in Event Id Seen Evidence Tip Check Pin Run Log; do
			test "$(said b $now~$n $field)" = "$(said b $was~$n $field)" || return 1
		done
		test "$(said b $now~$n Occurred)" = "$(git -C b show -s --format=%cd --date=format-local:%Y-%m-%dT%H:%M:%SZ $was~$n)" || return 1
	done && nothing_aside && test "$(phase A)" = complete && same_everywhere
'
test_expect_success 'the entry that was committed is the one of the ledger: main is pushed as it is' '
	as_operator git mcade render --check && as_operator git push -q && ( cd a && git pull -q )
'
test_expect_success 'pins of both in one manifest' '
	( cd a && git mcade sync && printf "db: {image: TBD}\n" >>releases/prod.yaml && git commit -q -n -a -m db && git push -q --no-verify ) &&
	as_operator git pull -q && alone pin "web.image=y@$DIGEST" --env prod && was=$(tip b) && meanwhile pin "db.image=z@$DIGEST" --env prod &&
	as_operator git mcade sync && test "$(said b $(tip b) Id)" = "$(said b $was Id)" && git -C b show $LEDGER:releases/prod.yaml >manifest &&
	test_grep "y@$DIGEST" manifest && test_grep "z@$DIGEST" manifest && nothing_aside && git -C b checkout -q -f HEAD -- releases &&
	( cd a && git mcade sync && git mcade render; git commit -q -a -m pins && git push -q ) && as_operator git pull -q && same_everywhere
'
test_expect_success 'a decision that is no longer allowed: dropped, with its reason, its command, and without its entry' '
	meanwhile reopen A --env prod -m again && as_operator git mcade sync && alone run A --env prod && as_operator git mcade sync && alone complete A --env prod &&
	as_operator git commit -q -a -m again && was=$(tip b) && id=$(said b $was Id) && test_grep "mcade $id " b/docs/deployments/2026-01-28.md &&
	meanwhile complete A --env prod && as_operator refused git mcade sync >out 2>err && test_grep "refused \[order\]" err && test_grep "^git mcade complete A --env prod" out &&
	test "$(tip b)" = "$(tip remote.git)" && test_grep ! "mcade $id " b/docs/deployments/2026-01-28.md &&
	test "$(git -C b diff --cached --name-only)" = docs/deployments/2026-01-28.md &&
	test "$(git -C b for-each-ref --format="%(objectname)" refs/mcade/aside/)" = "$was" && test "$(phase A)" = complete
'
test_expect_success 'and main is pushed, with the entry of who was first' '
	as_operator git commit -q -m "hers was first" && ! as_operator git push -q 2>err && way=$(grep -o "git reset --soft [0-9a-f]*~" err) && as_operator $way &&
	as_operator git diff --cached --exit-code && ( cd a && git commit -q -a -m done && git push -q ) && as_operator git pull -q && as_operator git push -q && ( cd a && git pull -q ) && same_everywhere && as_operator git mcade render --check &&
	git -C b for-each-ref --format="delete %(refname)" refs/mcade/aside/ | git -C b update-ref --stdin
'
test_expect_success 'a fact that is against what others did is recorded, contested' '
	meanwhile reopen A --env prod -m again && as_operator git mcade sync && alone run A --env prod && meanwhile lock A --env prod -m done && as_operator git mcade sync &&
	test "$(said b $(tip b)~1 Contested)" = locked && test "$(said b $(tip b) Contested)" = order && nothing_aside && same_everywhere &&
	meanwhile unlock A --env prod -m again && as_operator git mcade sync
'
test_expect_success 'trust that another event changed meanwhile is not written over' '
	( cd a && git mcade trust add rita --key "$(key_of reviewer)" --role operator --name "Rita R" --email rita@example.com --no-fetch ) &&
	( cd a && git clone -q ../remote.git ../c ) && ( cd c && git mcade join --no-hooks && git mcade trust add sam --key "$(key_of untrusted)" \
		--role operator --name Sam --email sam@example.com && git mcade sync ) && tick &&
	( cd a && refused git mcade sync >../out 2>../err ) && test_grep "trust.yaml. has changed" err && grep "^git mcade trust add" out >way && ( cd a && sh -ex ../way && git mcade sync ) &&
	same_everywhere && ( cd a && git mcade trust list ) >list && test_grep sam list && test_grep rita list
'
test_expect_success 'what another person signed here stops it, by name, and nothing moves' '
	as_operator git mcade sync && alone block C --env prod --until later -m waits && ( cd b && be_person owner && git mcade block D --env prod --until later -m waits --no-fetch ) && tick &&
	meanwhile freeze x --path "x/**" -m x && was=$(tip b) && as_operator waiting git mcade sync 2>err && test_grep "Ada Owner <" err &&
	test "$(tip b)" = "$was" && nothing_aside && test "$(printed err)" = "git mcade sync --set-aside" && as_operator git mcade audit
'
test_expect_success 'set aside, each gets the command of his own act' '
	as_operator git mcade sync --set-aside >out 2>err && test_grep "git mcade block C" out && same_everywhere &&
	git -C b for-each-ref --format="delete %(refname)" refs/mcade/aside/ | git -C b update-ref --stdin
'
test_expect_success 'without a key everything stays as it was; the next sync does all of it' '
	alone run A --env prod && alone block D --env prod --until later -m waits && meanwhile thaw x -m x && was=$(tip b) &&
	as_operator broken git -c mcade.signingKey="$TRASH/none.pub" mcade sync && test "$(tip b)" = "$was" && nothing_aside && as_operator git mcade status &&
	as_operator git mcade sync && same_everywhere && nothing_aside
'
test_expect_success 'what a crash left of it is no ledger, and is taken by the next' '
	alone unblock D --env prod -m now && git -C b update-ref refs/mcade/beside/left $(tip b)~1 && meanwhile freeze y --path "y/**" -m y && as_operator git mcade sync && nothing_aside && same_everywhere
'
test_expect_success 'what another person changed since is not changed unseen: a lift of another block, a pin of the same path' '
	meanwhile block B --env prod --until later -m one && as_operator git mcade sync && alone unblock B --env prod -m "one is over" && was=$(tip b) &&
	( cd a && git mcade sync && git mcade unblock B --env prod -m hers && tick && git mcade block B --env prod --until later -m "a new danger" && git mcade sync ) && tick &&
	as_operator refused git mcade sync >out 2>err && test_grep "refused \[order\] unblock B" err && test_grep "git mcade unblock B" out && test "$(phase B)" = blocked &&
	alone pin "web.image=mine@$DIGEST" --env prod && meanwhile pin "web.image=hers@$DIGEST" --env prod && as_operator refused git mcade sync >out 2>err &&
	test_grep "git mcade pin .*web.image=mine" out && git -C b show $LEDGER:releases/prod.yaml >manifest && test_grep "hers@$DIGEST" manifest && meanwhile unblock B --env prod -m ok &&
	as_operator git mcade sync && git -C b checkout -q -f HEAD -- releases && git -C b for-each-ref --format="delete %(refname)" refs/mcade/aside/ | git -C b update-ref --stdin && same_everywhere
'
test_expect_success 'the json says which' '
	alone block D --env prod --until later -m waits && meanwhile thaw y -m y && as_operator git mcade sync --json >out && test_grep "\"relation\":\"up to date\"" out &&
	test_grep "\"events\":\[{\"sequence\":[0-9]*,\"event\":\"block D in prod\",\"recorded\":[0-9]*,\"contested\":false}\]" out
'

# waits_for COMMAND...: until it is so, a few seconds.
waits_for () {
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do
		"$@" && return
		sleep 0.2
	done
	return 1
}
test_expect_success 'what passes by a waiver is named where it is signed now, and what needs none is not' '
	meanwhile reopen A --env prod -m again && as_operator git mcade sync && alone run A --env prod && test "$(said b $(tip b)~1 Waived)" = "" && meanwhile halt --env prod -m stop &&
	meanwhile waive halted --env prod --expires 2h -m tonight && as_operator git mcade sync && test "$(said b $(tip b)~1 Event)" = start && test "$(said b $(tip b)~1 Waived)" = halted &&
	test "$(said b $(tip b)~1 Contested)" = "" && nothing_aside && same_everywhere &&
	meanwhile reopen A --env prod -m again && as_operator git mcade sync && alone run A --env prod && test "$(said b $(tip b)~1 Waived)" = halted && meanwhile resume --env prod -m go &&
	as_operator git mcade sync && test "$(said b $(tip b)~1 Event)" = start && test "$(said b $(tip b)~1 Waived)" = "" && test "$(said b $(tip b)~1 Contested)" = "" && nothing_aside && same_everywhere
'
test_expect_success 'who went ahead beside a run said so himself, and it stays' '
	( cd a && printf "rollbacks:\n- {id: back, run: \"true\", verify: [{id: ok, run: \"true\"}]}\n" >>runbook.yaml && git commit -q -a -m rollback && git push -q origin main && git mcade adopt && git mcade sync ) && as_operator git reset -q --hard && as_operator git pull -q && as_operator git mcade sync && tick &&
	rm -f pid-of-b && { ( cd a && exec git mcade run B --env prod ) >hers.log 2>&1 & } && waits_for test -s pid-of-b && ( cd a && git mcade sync ) && as_operator git mcade sync &&
	alone rollback back --env prod --anyway -m burning && test "$(said b $(tip b)~1 Waived)" = order && meanwhile freeze w --path w -m w && as_operator git mcade sync &&
	test "$(said b $(tip b)~1 Event)" = rollback && test "$(said b $(tip b)~1 Waived)" = order && nothing_aside && same_everywhere && kill "$(cat pid-of-b)" && wait && ( cd a && git mcade sync ) && as_operator git mcade sync
'

# --- live environments: a start is nothing until the remote has it ------------------------------------------
test_expect_success 'setup: a live environment' '
	( cd a && sed -i "s/^environments:/&\n- {id: live, live: true, manifest: releases\/live.yaml}/; s/^- id: B/&\n  changes_state: false/" runbook.yaml && cp releases/prod.yaml releases/live.yaml &&
		git add -A && git commit -q -m "live" && git push -q origin main && git mcade adopt && git mcade sync ) && as_operator git reset -q --hard && as_operator git pull -q && as_operator git mcade sync && tick
'
# racing SCRIPT COMMAND...: the operator's; when it pushes first, the remote runs the script, by the owner.
racing () {
	export -p | grep -v "GIT_DIR" >owner.env
	printf '#!/bin/sh\nhers () {\n\tmkdir "%s/once" 2>/dev/null && ( . "%s/owner.env" && cd "%s/a" && "$@" ) >"%s/hers.log" 2>&1\n}\n%s\n' \
		"$TRASH" "$TRASH" "$TRASH" "$TRASH" "$1" >receive && chmod +x receive && rm -rf once && git -C b config remote.origin.receivepack "$TRASH/receive"
	shift
	as_operator "$@"
	status_=$?
	git -C b config --unset remote.origin.receivepack && [ -d once ] && return $status_
}
subjects () {
	git -C b log "-$1" --format=%s $LEDGER | tr '\n' ,
}
ended () {
	git -C a log -1 --format=%s $LEDGER | grep -q ^finish
}
test_expect_success 'another start comes first: refused by what it did, nothing runs, nothing remains' '
	rm -rf once pid-of-b && { ( waits_for test -d once && cd a && exec git mcade run B --env live ) >hers.log 2>&1 & } &&
	racing "hers sh -c \"while [ ! -s $TRASH/pid-of-b ]; do sleep 0.1; done\"; exec git-receive-pack \"\$@\"" \
		refused git mcade run B --env live >run.log 2>err && test_grep "refused \[order\]" err && test_grep ! "mcade: run B" run.log &&
	test "$(tip b)" = "$(tip remote.git)" && nothing_aside && test "$(subjects 1)" = "start B in live," &&
	kill "$(cat pid-of-b)" && waits_for ended && wait && same_everywhere && test "$(subjects 2)" = "finish B in live,start B in live,"
'
test_expect_success 'what came first is not against it: it starts after that' '
	as_operator git mcade sync &&
	racing "hers sh -c \"git mcade freeze z --path z -m z && git mcade sync\"; exec git-receive-pack \"\$@\"" git mcade run A --env live >run.log 2>err &&
	test "$(subjects 3)" = "finish A in live,start A in live,freeze," && nothing_aside && same_everywhere
'
test_expect_success 'the remote took it and the answer was lost: it runs' '
	meanwhile reopen A --env live -m again && as_operator git mcade sync &&
	racing "git-receive-pack \"\$@\" || exit; hers true && exit 1; exit 0" git mcade run A --env live >run.log 2>err &&
	test "$(subjects 2)" = "finish A in live,start A in live," && nothing_aside && same_everywhere
'
test_expect_success 'a decision under a waiver that is needed no more: it was right when it was taken' '
	meanwhile halt --env prod -m stop && meanwhile waive halted --env prod --expires 2h -m tonight && as_operator git mcade sync && alone pin "web.image=w@$DIGEST" --env prod && was=$(tip b) && test "$(said b $was Waived)" = halted &&
	meanwhile resume --env prod -m go && as_operator git mcade sync && test "$(said b $(tip b) Id)" = "$(said b $was Id)" && test "$(said b $(tip b) Occurred)" != "" && test "$(said b $(tip b) Waived)" = "" && nothing_aside && same_everywhere
'
test_expect_success 'a run that was called off before it began: nothing of it happened, and nothing is recorded again or left to do' '
	as_operator refused git mcade run OFF --env prod --no-fetch 2>err && test_grep "nothing was run" err && test "$(said b $(tip b) Exit)" = "not started: off.sh changed" && as_operator git checkout -q off.sh && tick &&
	meanwhile freeze off --path off -m "others were first" && as_operator git mcade sync 2>err && test_grep ! "happened" err && test "$(said b $(tip b) Event)" = freeze && test "$(phase OFF)" = planned && same_everywhere
'
test_done
