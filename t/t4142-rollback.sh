#!/bin/sh
# shows: C46 C47 D40 D41 E35
test_description='rollback: held back by its own checks alone, without the remote, and by hand where nothing can be recorded'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-acts.sh"
be_person owner

# $WIPE: one more, that cannot be undone.
runbook () {
	log_head "back" &&
	cat <<-EOT
	environments:
	- {id: lab}
	- {id: prod, live: true, promote: {after: [lab]}, approval: {role: reviewer}, guard: [{id: calm, run: 'false'}], stop: [{id: ci, run: 'false'}]}
	defaults: {timeout: 20s, changes_state: false}
	steps:
	- {id: SHIP, run: 'true', pins: [], verify: [{id: up, run: 'true'}]}
	- {id: BUSY, needs: [], environments: [lab], run: 'sh "$TRASH/during"', pins: [], verify: [{id: up, run: 'true'}]}
	rollbacks:
	- id: app
	  inputs: {release: 'v\d+', note: '[a-z ]*'}
	  guard: [{id: told, run: 'echo x >>"$TRASH/guards"; test ! -e "$TRASH/closed"'}]
	  run: [sh, -c, 'echo "\$1/\$MCADE_INPUT_note" >>"\$2"; sh "\$3"', sh, '\${{ inputs.release }}', '$TRASH/ran', '$TRASH/during']
	  verify: [{id: healthy, run: 'test ! -e "$TRASH/sick"'}]
	- {id: web, environment: lab, run: 'echo web >>"$TRASH/ran"', stop: [{id: s, run: 'test ! -e "$TRASH/stopped"'}], verify: [{id: ok, run: 'true'}]}
	- {id: hand, environment: lab}
	$WIPE
	EOT
}
said () {
	git show -s --format=%B "${2:-$LEDGER}" | sed -n "s/^Mcade-$1: //p"
}
back () { # back ARGUMENT...: of app in prod
	git mcade rollback app --env prod --input release=v12 --input "note=as it was" "$@"
}
during () {
	printf '%s\n' "$@" >"$TRASH/during"
}

test_expect_success 'setup: prod is broken in every way, and what is tracked is changed' '
	: >during && new_repo r && cd r && commit_file app.txt one && git mcade init --no-hooks >../out 2>&1 && runbook >runbook.yaml &&
	git add -A && git commit -q -m runbook && git mcade adopt && tick && echo two >app.txt &&
	refused git mcade run SHIP --env prod >../out 2>../err
'
test_expect_success 'what does not fit its pattern, or is missing or too much: nothing is asked, nothing is recorded' '
	cd r && tip >../before &&
	for bad in "" v v12x xv12 "v1;id" ../v1 V1 "v1
v2"; do
		usage git mcade rollback app --env prod --input "release=$bad" --input note=x 2>../err || return 1
	done &&
	usage git mcade rollback app --env prod --input release=v1 2>../err && test_grep "needs --input note=VALUE" ../err &&
	usage back --input other=v1 2>../err && usage back --input release=v13 2>../err && usage git mcade rollback app --input release=v1 --input note= 2>../err &&
	usage git mcade rollback other --env prod 2>../err && usage git mcade rollback web --env prod 2>../err &&
	tip >../after && test_cmp ../before ../after && ran 0 && test ! -e ../guards
'
test_expect_success 'it goes past promote, approval, guard, stop and what is not committed: recorded, verified, logged' '
	cd r && back --json >../out && ran 1 && test "$(cat ../ran)" = "v12/as it was" &&
	test_grep "\"schema\":\"mcade/rollback/1\",\"recorded\":true,\"step\":\"app\",\"environment\":\"prod\".*\"event\":\"finish\".*\"result\":\"ok\",\"verify\":\"pass\"" ../out &&
	test "$(said Event) $(said Subject) $(said Result)" = "finish rollback:app ok" && test "$(said Event $LEDGER~1)" = rollback &&
	said Argument $LEDGER~1 >../given && printf "note=as it was\nrelease=v12\n" >../wanted && test_cmp ../wanted ../given &&
	git show :docs/deployments/2026-01-28.md >../log && test_grep "^## rollback app in prod: ok$" ../log &&
	git mcade audit --cold >../out && git mcade log -n 2 >../out && test_grep "rollback:app\|rollback app" ../out
'
test_expect_success 'its own guard says no before it, its own verification and stop after that' '
	cd r && tip >../before && touch ../closed && refused back 2>../err && rm ../closed && tip >../after && test_cmp ../before ../after && ran 1 &&
	touch ../sick && refused back 2>../err && rm ../sick && ran 2 && test "$(said Result)" = ok && said Check >../checks && test_grep "^healthy fail$" ../checks &&
	touch ../stopped && refused git mcade rollback web 2>../err && rm ../stopped && ran 2 && test "$(said Result)" = failed &&
	refused git mcade rollback hand 2>../err && test_grep "\[order\]" ../err && git mcade audit --cold >../out
'
test_expect_success 'a remote that hangs is not asked' '
	cd r && git init -q --bare ../remote.git && git remote add origin ../remote.git &&
	printf "#!/bin/sh\necho x >>\"$TRASH/asked\"\nsleep 60\n" >../hangs && chmod +x ../hangs && git config remote.origin.uploadpack "$TRASH/hangs" && git config remote.origin.receivepack "$TRASH/hangs" &&
	back && ran 3 && test ! -e ../asked && git remote remove origin
'
test_expect_success 'beside a run it is refused, and with --anyway recorded as said' '
	cd r && during "cd \"$TRASH/r\"; export MCADE_CLOCK=$MCADE_CLOCK; git mcade rollback web >../in 2>../in.err; echo \$? >../code; git mcade rollback web --anyway >../in2 2>&1; echo \$? >>../code" &&
	git checkout -q app.txt && git mcade run BUSY --env lab >../out 2>&1 && printf "1\n0\n" >../wanted && test_cmp ../wanted ../code && test_grep "refused \[order\]" ../in.err && ran 4 &&
	: >../during && test "$(git log --format=%B $LEDGER | grep -c "^Mcade-Waived: order")" = 1 && git show :docs/deployments/2026-01-28.md >../log && grep -A5 "^## rollback web in lab: begun under a waiver$" ../log | grep -q "^- waived: order$" && git mcade log >../out && test_grep "Waived: order" ../out && git mcade log --json >../out && test_grep "\"field\":\"Waived\",\"value\":\"order\"" ../out && git mcade rollback web --anyway && ! said Waived $LEDGER~1 | grep . && ran 5 && git mcade audit --cold >../out
'
start_agent && ssh-add -q "$HOME/.ssh/id_ed25519" && mv "$HOME/.ssh/id_ed25519" key || { echo "Bail out! no agent"; exit 1; }
test_expect_success 'the key goes while it runs: how it ended is kept, and recorded by the next act' '
	cd r && during "SSH_AUTH_SOCK=$SSH_AUTH_SOCK ssh-add -qD" && broken back >../out 2>../err && ran 6 && ssh-add -q ../key && : >../during &&
	test "$(said Event)" = rollback && test_grep "kept in" ../err && test_grep ! "by hand" ../err && git mcade lock SHIP --env lab >../out 2>../err && test_grep "recorded .* finish app in prod, which was kept" ../err &&
	test "$(said Event $LEDGER~1) $(said Subject $LEDGER~1)" = "finish rollback:app" && git mcade audit --cold >../out
'
test_expect_success 'without a key, and without a ledger that can be verified: printed to be pasted, and nothing is run' '
	cd r && ssh-add -qD && tip >../before &&
	broken back >../out 2>../err && test_grep "by hand" ../err && test_grep "^sh .-c. .* sh v12 " ../err && ran 6 &&
	git mcade rollback web --print >../pasted && test_grep "web >>" ../pasted && test_grep "^export MCADE_ENVIRONMENT=" ../pasted && test_grep "^export MCADE_STEP=web" ../pasted && ran 6 && ssh-add -q ../key && sh ../pasted && ran 7 &&
	tip >../after && test_cmp ../before ../after && raw $LEDGER | unsign | edit "s/lock/lick/" | put >../forged && point $(cat ../forged) &&
	broken back >../out 2>../err && test_grep "by hand" ../err && test_grep "cannot be verified" ../err && test_grep "^sh .-c. .* sh v12 " ../err && ran 7 &&
	git mcade rollback web --print >../pasted2 2>../err && test_grep "cannot be verified" ../err && test_grep "web >>" ../pasted2 && point $(cat ../before) && git mcade audit --cold >../out
'
object_of () { # object_of REV: its file
	id_=$(git rev-parse "$1") && echo ".git/objects/${id_%"${id_#??}"}/${id_#??}"
}
prints () { # prints WORDS: the commands of the rollback, with where its runbook was found; nothing runs, nothing is recorded
	broken back >../out 2>../err && test_grep "by hand" ../err && test_grep "^sh .-c. .* sh v12 " ../err && test_grep "warning: .*$1" ../err && ran 7 && git mcade rollback web --print >../pasted2 2>../err && test_grep "warning: .*$1" ../err && test_grep "web >>" ../pasted2
}
test_expect_success 'where the ledger is gone or damaged, the newest runbook that can be read is printed' '
	cd r && tip >../before && git update-ref -d $LEDGER && prints "verified last" && mv "$XDG_STATE_HOME" ../state && prints "in .HEAD." && test_grep "never have been adopted" ../err && git update-ref refs/mcade/seen/origin $(cat ../before) && git remote add origin ../nowhere.git && prints "refs/mcade/seen/origin" &&
	git update-ref -d refs/mcade/seen/origin && git remote remove origin && rm -rf "$XDG_STATE_HOME" && mv ../state "$XDG_STATE_HOME" && point $(cat ../before) &&
	file=$(object_of "$LEDGER^{tree}") && cp "$file" ../kept && chmod u+w "$file" && : >"$file" && prints "1 event before" && broken git mcade rollback nothing --env prod 2>../err && test_grep "nothing" ../err && cp ../kept "$file" && git mcade audit --cold >../out
'

# --- what cannot be undone ----------------------------------------------------------------------------
wipe () { # wipe KEYS: committed
	WIPE="- {id: wipe, environment: lab, irreversible: true, run: 'echo wiped >>\"$TRASH/ran\"', $1 verify: [{id: ok, run: 'true'}]}" &&
	runbook >runbook.yaml && git add -A && git commit -q -n -m wipe && tick
}
test_expect_success 'without a remediation it is not adopted, and only an owner approves it' '
	cd r && wipe "" && refused git mcade adopt 2>../err && test_grep "remediation" ../err &&
	wipe "approval: {role: reviewer}, remediation: x," && refused git mcade adopt 2>../err && test_grep "an owner approves it" ../err &&
	wipe "remediation: tell them," && git mcade adopt
'
test_expect_success 'it waits for an owner; an approval is used up by it, and gone with the next commit' '
	cd r && tip >../before && waiting git mcade rollback wipe --env lab 2>../err && test_grep "git mcade approve rollback:wipe --env lab" ../err && tip >../after && test_cmp ../before ../after && ran 7 &&
	git mcade approve rollback:wipe --env lab -m "it is lost anyway" && git mcade rollback wipe --env lab && ran 8 &&
	waiting git mcade rollback wipe --env lab 2>../err && ran 8 &&
	git mcade approve rollback:wipe --env lab -m "once more" && git checkout -q -- . && commit_file app.txt three && waiting git mcade rollback wipe --env lab 2>../err && ran 8 && git mcade audit --cold >../out
'
test_expect_success 'agreed is to the values that it is given, and to no others' '
	cd r && git checkout -q -- . && wipe "remediation: tell them, inputs: {table: \"[a-z]+\"}," && git mcade adopt && waiting git mcade rollback wipe --env lab --input table=logs 2>../err && test_grep "git mcade approve rollback:wipe --env lab --input table=logs -m REASON" ../err &&
	refused git mcade approve rollback:wipe --env lab -m any 2>../err && test_grep "\[evidence\]" ../err && refused git mcade approve rollback:wipe --env lab --input table=LOGS -m any 2>../err && git mcade approve rollback:wipe --env lab --input table=logs -m "these" && waiting git mcade rollback wipe --env lab --input table=people 2>../err && ran 8 &&
	git mcade rollback wipe --env lab --input table=logs && ran 9
'
test_expect_success 'in whatever order they are given' '
	cd r && git checkout -q -- . && wipe "remediation: tell them, inputs: {table: \"[a-z]+\", day: \"[0-9]+\"}," && git mcade adopt && git mcade approve rollback:wipe --env lab --input day=2 --input table=logs -m "these" &&
	waiting git mcade rollback wipe --env lab --input day=3 --input table=logs 2>../err && ran 9 && git mcade rollback wipe --env lab --input table=logs --input day=2 && ran 10
'
test_expect_success 'what was made by hand is recorded afterwards, with when, by whoever may make it' '
	cd r && tip >../before && usage git mcade attest rollback:app --env prod -m "by hand" 2>../err && usage git mcade attest rollback:app --env prod --occurred yesterday -m "by hand" 2>../err && usage git mcade attest rollback:none --env prod --occurred 2026-01-28T10:00:00Z -m x 2>../err &&
	usage git mcade attest SHIP --env lab --occurred 2026-01-28T10:00:00Z -m x 2>../err && tip >../after && test_cmp ../before ../after && tick 3600 && when=$(date -u -d @$((MCADE_CLOCK - 600)) +%Y-%m-%dT%H:%M:%SZ) &&
	git mcade attest rollback:app --env prod --occurred $when -m "the network was gone" && test "$(said Event) $(said Subject) $(said Occurred) $(said Verdict)" = "attest rollback:app $when pass" && git mcade status --env prod --json >../out && test_grep "{\"id\":\"app\",\"environment\":\"prod\",\"sequence\":[0-9]*,\"result\":\"ok\",\"by_hand\":true}" ../out &&
	git show :docs/deployments/2026-01-28.md >../log && test_grep "^## rollback app in prod: ok, by hand$" ../log && git mcade attest rollback:app --env prod --occurred $when --fail -m "not quite" && git mcade status --env prod >../out && test_grep "rollback app: failed, by hand" ../out && git mcade audit --cold >../out
'
test_expect_success 'one whose machine died is closed like any run: it holds nothing back for ever' '
	cd r && printf "%s\n" "kill -9 \$(cut -d\" \" -f4 /proc/\$PPID/stat)" >../during && { back >../out 2>../err || :; } && : >../during && ran 11 && test "$(said Event) $(said Subject)" = "rollback rollback:app" && rm -rf "$HOME/.local/state/git-mcade"/*/running .git/mcade-run-* &&
	refused back 2>../err && test_grep "refused \[order\]" ../err && test_grep "git mcade abandon rollback:app --env prod -m REASON" ../err && ran 11 && usage git mcade abandon rollback:none --env prod -m x 2>../err && usage git mcade abandon gate:none --env prod -m x 2>../err &&
	refused git mcade attest rollback:app --env prod --occurred $(date -u -d @$MCADE_CLOCK +%Y-%m-%dT%H:%M:%SZ) -m "by hand" 2>../err && test_grep "refused \[order\]" ../err && refused git mcade abandon rollback:web --env lab -m "runs nowhere" 2>../err &&
	git mcade abandon rollback:app --env prod -m "the machine died" && test "$(said Event) $(said Subject) $(said Result)" = "abandon rollback:app lost" && refused git mcade abandon rollback:app --env prod -m again 2>../err && back && ran 12 && git mcade audit --cold >../out
'
test_done
