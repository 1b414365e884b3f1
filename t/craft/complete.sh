# Completions, checkpoints: src/policy/act_complete.c.
# shellcheck disable=SC2086,SC2046 # ids of objects and acts are plain words
cd "$TRASH/r" || exit 1
done_of () { # done_of STEP ENV: with its pin
	complete_of $1 $2 $R1 && { [ $1 != A ] || echo "Pin: a.image=$IMAGE"; }
}
situation VERIFIED $PINNED operator "$(verify_of A lab $R1)"
situation UNVERIFIED $STARTED operator "$(finish_of A lab $R1 | sed 's/up pass/up inconclusive/')"
situation UNVERIFIED $UNVERIFIED operator "$(pin_of lab $IMAGE)"
situation FAILED $STARTED operator "$(finish_of A lab $R1 | sed 's/: ok/: failed/')"
situation FAILED $FAILED operator "$(pin_of lab $IMAGE)"
situation DIRTY $STARTED operator "$(finish_of A lab $R1; echo 'Dirty: yes')"
situation DIRTY $DIRTY operator "$(pin_of lab $IMAGE)"
situation DIRTY_CHECKS $PINNED operator "$(verify_of A lab $R1; echo 'Dirty: yes')"
situation NO_RESTORE $STARTED operator "$(finish_of A lab $R1 | grep -v Restore)"
situation NO_RESTORE $NO_RESTORE operator "$(pin_of lab $IMAGE)"
situation OTHER_DEFINITION $PINNED owner "$(adopt_of $(runbook_less '/id: A/s/timeout: 20s/&/; /id: A/s/{id: A,/& env: {X: y},/' rb.definition))"
situation OTHER_CHECKS $PINNED owner "$(adopt_of $(runbook_less "/id: A/s/run: 'true'/run: 'false'/" rb.checks))"
situation NO_SEAL $PINNED owner "$(adopt_of $(runbook_less '/^  checkpoint:/d' rb.seal))"
situation BLIND $BASE operator "$(run_of BLIND lab)"
situation BLIND $BLIND operator "$(finish_of BLIND lab $R1 | grep -v Check)"
situation BLIND_LISTS $BLIND owner "$(adopt_of $(runbook_less "/id: BLIND/s/}/, pins: [], verify: [{id: up, run: 'true'}]}/" rb.blind))"

attack 'complete, and the run failed' completion $FAILED:$PINNED operator "$(done_of A lab)"
for way in exit check; do
	case $way in
	exit) less='/id: A,/s/pins:/expect: {exit: 9}, pins:/' end='s/status 0/status 9/' ;;
	check) less='/id: A,/s/id: up/id: other/' end='s/up pass/other pass/' ;;
	esac
	situation CROSSED $STARTED owner "$(adopt_of $(runbook_less "$less" rb.crossed.$way))"
	situation CROSSED $CROSSED operator "$(finish_of A lab $R1 | sed "$end")"
	situation CROSSED $CROSSED owner "$(adopt_of $(runbook_less '' rb.uncrossed.$way))"
	situation CROSSED $CROSSED operator "$(pin_of lab $IMAGE)"
	attack "complete, and it ended under a runbook with another $way" completion $CROSSED:$PINNED operator "$(done_of A lab)"
done
attack 'complete by another run' completion $PINNED operator "$(done_of A lab)" "=Run: $R2"
attack 'complete from files of no commit' completion $DIRTY:$PINNED operator "$(done_of A lab)"
attack 'complete, and its definition is another since' completion $OTHER_DEFINITION:$PINNED operator "$(done_of A lab)"
attack 'complete, and nothing verifies it' completion $BLIND:$PINNED operator "$(done_of A lab)" "$(done_of BLIND lab | sed '/^complete/d; s/^/=/')
=Step: BLIND
=Pin: -
Without: pins"
attack 'verified, and there is nothing to verify' completion $BLIND:$RAN operator \
	"$(verify_of A lab $R1)" "$(verify_of BLIND lab $R1 | change)
=Step: BLIND
=Check: -"
printf 'a: [\n' >manifest.broken
attack 'complete, and not verified' completion $UNVERIFIED:$PINNED operator "$(done_of A lab)"
attack 'complete by checks of files of no commit' completion $DIRTY_CHECKS:$VERIFIED operator "$(done_of A lab)"
attack 'complete, and its checks are others since' completion $OTHER_CHECKS:$PINNED operator "$(done_of A lab)"
attack 'complete without a way back' completion $NO_RESTORE:$PINNED operator "$(done_of A lab)"
attack 'complete, and its pin floats' unpinned $RAN:$PINNED operator "$(done_of A lab)" "=Pin: -"
attack 'complete without naming its pin' unpinned $PINNED operator "$(done_of A lab)" "=Pin: -"
attack 'complete on another value than the pin recorded' unpinned $PINNED operator "$(done_of A lab)" \
	"=Pin: a.image=docker.io/library/redis:7.3@$ZERO"
attack 'complete, and a criterion that applies is said not to' evidence $PINNED operator "$(done_of A lab)" \
	'Without: restore'
attack 'complete, logged elsewhere' completion $PINNED operator "$(done_of A lab)" "=Log: docs/other.md"
attack 'complete, logged on the day before' completion $PINNED operator "$(done_of A lab)" \
	"=Log: docs/deployments/2026-01-27.md"
attack 'complete, and the reason is an entry of the log' completion $PINNED operator "$(done_of A lab)" \
	'says <!-- mcade x'
NEWER=docker.io/library/redis:7.3@sha256:0000000000000000000000000000000000000000000000000000000000000003
situation REPLACED $PINNED operator "$(pin_of lab $NEWER)"
situation REPLACED_VERIFIED $REPLACED operator "$(verify_of A lab $R1)"
attack 'complete, and its pin was replaced since it was verified' completion $REPLACED:$REPLACED_VERIFIED operator \
	"$(complete_of A lab $R1; echo "Pin: a.image=$NEWER")"
situation NEEDY $DONE operator "$(start_of NEEDY lab; echo "Id: $R2")"
situation NEEDY $NEEDY operator "$(finish_of NEEDY lab $R2)"
situation NEED_REOPENED $NEEDY owner "$(reopen_of A lab)"
attack 'complete, and what it needs was reopened since it was verified' completion $NEED_REOPENED:$NEEDY operator \
	"$(complete_of NEEDY lab $R2)"
attack 'complete as another candidate than what ran' evidence $PINNED operator "$(done_of A lab)" "Candidate: $ZERO"
situation RELEASE $BASE operator "$(run_of A lab; content_lines)"
situation RELEASE $RELEASE operator "$(finish_of A lab $R1)"
situation RELEASE $RELEASE operator "$(pin_of lab $IMAGE)"
attack 'complete, and which candidate is not said' evidence $RELEASE operator \
	"$(done_of A lab; content_lines | grep Candidate)" '=Candidate: -'
situation RELEASED $RELEASE operator "$(done_of A lab; content_lines | grep Candidate)"
attack 'complete on no branch' evidence $PINNED operator "$(done_of A lab)" '=Tip: -'
attack 'complete on a branch that nobody governs' evidence $PINNED operator "$(done_of A lab)" "=Tip: $CODE refs/heads/topic"

# Checkpoints.
# seal_of DIRECTORY [NAME]: with a file of that name; behind $AFTER, $RESULT, as event $SEAL; after the
# checkpoint $OLDER.
seal_of () {
	file_=CHECKPOINT.${SEAL:-$R2}.${AFTER:-$DONE}.$OLDER.$(echo "$2" | tr / -)
	printf '%s\n' "checkpoint: \"$1\"" "event: \"${SEAL:-$R2}\"" "after: sha256:$(raw ${AFTER:-$DONE} | sha256sum | cut -d' ' -f1)" \
		'step: A' 'environment: lab' "result: ${RESULT:-complete}" "directory: docs/checkpoints/$1/" \
		"code: $(case $CODE in [0-9]*) echo "\"$CODE\"" ;; *) echo $CODE ;; esac)" 'pins:' "- a.image=$IMAGE" >"$file_"
	[ -z "$2" ] || printf 'files:\n- "sha256:%s %s"\n' "$(sha256sum <playbooks/b.sh | cut -d' ' -f1)" "$2" >>"$file_"
	echo "series: lab/A" >>"$file_"
	[ -z "$OLDER" ] || echo "supersedes: \"$OLDER\"" >>"$file_"
	printf '%s\n' 'checkpoint A lab' "Id: ${SEAL:-$R2}" 'Result: ok' "Directory: docs/checkpoints/$1" \
		"attach checkpoints/2026/01/$1/CHECKPOINT.yaml $file_"
	[ -z "$2" ] || echo "attach checkpoints/2026/01/$1/$2 playbooks/b.sh"
}
R3=33333333333333333333333333333333
situation SEALED $DONE operator "$(SEAL=$R3 seal_of 2026-01-28-A)"
attack 'sealed where the runbook has no place for it' sealed $NO_SEAL:$PINNED operator "$(AFTER=$PINNED RESULT=verified seal_of 2026-01-28-A)"
attack 'sealed elsewhere' sealed,evidence $DONE operator "$(seal_of 2026-01-28-A)" '=Directory: docs/others/2026-01-28-A'
attack 'sealed as what failed' evidence $DONE operator "$(seal_of 2026-01-28-A)" '=Result: failed'
attack 'sealed with another pin' evidence $DONE operator "$(seal_of 2026-01-28-A; echo "Pin: a.image=$IMAGE")" \
	"=Pin: a.image=docker.io/library/redis:7.3@$ZERO"
attack 'sealed under a name without a date' sealed $DONE operator "$(seal_of 2026-01-28-A)" '=Directory: docs/checkpoints/A'
attack 'the files are stored elsewhere' sealed $DONE operator "$(seal_of 2026-01-28-A)" '=Directory: docs/checkpoints/2026-01-28-A-2'
attack 'sealed twice' sealed $SEALED:$DONE operator "$(seal_of 2026-01-28-A)"
attack 'sealed before it is verified' order,evidence $UNVERIFIED:$DONE operator "$(seal_of 2026-01-28-A)"
# unseal_of WHO-STEP DIRECTORY
unseal_of () {
	printf '%s\n' "unseal $1 lab" 'says the wrong folder' "Directory: docs/checkpoints/$2"
}
attack 'unsealed by who may seal' permission $SEALED operator:owner "$(unseal_of A 2026-01-28-A)"
attack 'unsealed where nothing is sealed' sealed $SEALED owner "$(unseal_of A 2026-01-28-A)" '=Directory: docs/checkpoints/2026-01-28-A-2'
attack 'unsealed of another step' sealed $SEALED owner "$(unseal_of A 2026-01-28-A)" '=Step: NEEDY'
situation UNSEALED $SEALED owner "$(unseal_of A 2026-01-28-A)"
attack 'unsealed twice' sealed $UNSEALED:$SEALED owner "$(unseal_of A 2026-01-28-A)"
attack 'sealed again under a name that was taken back' sealed $UNSEALED:$DONE operator "$(seal_of 2026-01-28-A)"

# A step that is a checkpoint is done by it.
sealing () { # sealing [LINES]: SEALS in bare
	file_=CHECKPOINT.seals && printf '%s\n' 'checkpoint: "2026-01-28-SEALS"' "event: \"$R3\"" "after: sha256:$(raw $BASE | sha256sum | cut -d' ' -f1)" \
		'step: SEALS' 'environment: bare' 'result: verified' 'directory: docs/checkpoints/2026-01-28-SEALS/' 'series: bare/SEALS' >$file_ &&
	printf '%s\n' 'checkpoint SEALS bare' "Id: $R3" 'Result: ok' 'Directory: docs/checkpoints/2026-01-28-SEALS' "Code: $CODE" \
		"attach checkpoints/2026/01/2026-01-28-SEALS/CHECKPOINT.yaml $file_" && digests_of SEALS bare && content_lines && tip_line && printf '%s\n' "$@"
}
attack 'another step, sealed as if it were done by that' evidence $DONE operator "$(seal_of 2026-01-28-A)" "$(digests_of A lab | head -n 1)"
attack 'a checkpoint of no candidate' evidence $BASE operator "$(sealing)" '=Candidate: -'
attack 'a checkpoint of another content' evidence $BASE operator "$(sealing)" "=Content: $ZERO"
attack 'a checkpoint of another definition' evidence $BASE operator "$(sealing)" "=Definition: $ZERO"
situation HALTED_bare $BASE owner 'halt - bare
says stop'
attack 'a checkpoint where all stands still' halted,evidence $HALTED_bare:$BASE operator "$(sealing)"
# What its CHECKPOINT.yaml says: src/policy/act_checkpoint.c.
seal_less () { # seal_less SED: another text
	seal_of 2026-01-28-A >/dev/null && sed "$1" "$file_" >CHECKPOINT.other &&
	echo 'attach checkpoints/2026/01/2026-01-28-A/CHECKPOINT.yaml CHECKPOINT.other'
}
for text in 's/^step: .*/step: GHOST/' 's/^environment: .*/environment: prod/' 's/^result: .*/result: verified/' \
	's/^event: .*/event: "'$R3'"/' 's/^after: .*/after: '$ZERO/ 's/^code: .*/code: f'$R1/ 's/^pins:/nips:/' \
	's/7[.]2@/7.3@/' 's/^series: .*/step: A\n&/' 's/^step: .*/step: [/' 's/^step: .*/&\nverdict: pass/' \
	's/^series: .*/files:\n- "'$ZERO' README.md"\n&/' 's/^directory: .*/directory: docs\//' 's/^series: .*/series: prod\/A/' \
	's/^series: .*/&\nsupersedes: "2026-01-27-A"/'; do
	cp /dev/null CHECKPOINT.other
	change_=$(seal_less "$text") && cp CHECKPOINT.other "CHECKPOINT.$(echo "$text" | sha1sum | cut -c1-8)"
	attack "sealed with a text that is none: $text" evidence $DONE operator "$(seal_of 2026-01-28-A)" \
		"$(echo "$change_" | sed "s/CHECKPOINT.other/CHECKPOINT.$(echo "$text" | sha1sum | cut -c1-8)/")"
done
test_expect_success 'the next checkpoint of a step names the one before' '
	cd r && good=$(AFTER=$SEALED OLDER=2026-01-28-A seal_of 2026-01-28-A-2 | craft $SEALED operator) && counts $SEALED $good &&
	bad=$(AFTER=$SEALED seal_of 2026-01-28-A-2 | craft $SEALED operator) && does_not_count evidence $SEALED $bad
'
cd "$TRASH/r" || exit 1
attack 'sealed with a file more than it says' evidence $DONE operator "$(seal_of 2026-01-28-A)" \
	'attach checkpoints/2026/01/2026-01-28-A/README.md playbooks/b.sh'
test_expect_success 'no credential is sealed: the server looks for what seems to be one' '
	cd r && { echo "-----BEGIN OPENSSH PRIVATE KEY-----"; sed 1d "$ROSTER/owner"; } >key &&
	sealed=$(seal_of 2026-01-28-A README.md | craft $DONE operator) && receive $DONE $sealed &&
	sum=$(sha256sum <key | cut -d" " -f1) && file_=CHECKPOINT.key &&
	seal_of 2026-01-28-A README.md >lines && sed -i "s/sha256:[0-9a-f]* README.md/sha256:$sum README.md/" "$file_" &&
	sealed=$(sed "s|README.md playbooks/b.sh|README.md key|" lines | craft $DONE operator) &&
	own_errors $DONE $sealed && test_line_count 0 own_errors &&
	! receive $DONE $sealed && test_grep "refused \[secret\]" push.err
'
cd "$TRASH/r" || exit 1
