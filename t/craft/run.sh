# Starts, runs, verifications, turns: src/policy/act_run.c, act_order.c.
# shellcheck disable=SC2086,SC2046 # ids of objects and acts are plain words
cd "$TRASH/r" || exit 1
R1=11111111111111111111111111111111
R2=22222222222222222222222222222222
run_of () { # run_of STEP ENV: started, in the situations below
	start_of $1 $2 && echo "Id: $R1"
}
situation STARTED $BASE operator "$(run_of A lab)"
situation RAN $STARTED operator "$(finish_of A lab $R1)"
situation PINNED $RAN operator "$(pin_of lab $IMAGE)"
situation DONE $PINNED operator "$(complete_of A lab $R1; echo "Pin: a.image=$IMAGE")"
situation GUARDED $BASE operator "$(run_of GUARDED lab; echo 'Check: guard.g pass')"
situation BLOCKED $BASE owner 'block A lab
says no licence
Until: the vendor answers'
situation SKIPPED $BASE owner "$(skip_of A lab)"
situation DONE_BLOCKED $DONE owner 'block A lab
says no licence
Until: the vendor answers'

attack 'a start names another definition' order $BASE operator \
	"$(start_of A lab)" "=Definition: $ZERO"
attack 'a start names other checks' order $BASE operator "$(start_of A lab)" "=Checks: $ZERO"
attack 'a guard was not asked' conditions $BASE operator \
	"$(start_of GUARDED lab; echo 'Check: guard.g pass')" '=Check: -'
attack 'a guard did not hold' conditions $BASE operator \
	"$(start_of GUARDED lab; echo 'Check: guard.g pass')" '=Check: guard.g fail'
attack 'a start that does not say what is checked' order $BASE operator "$(start_of A lab)" '=Checks: -'
attack 'a start that does not say what runs' evidence $BASE operator "$(start_of A lab)" '=Uses: -'
attack 'a start of another file than the step has' evidence $BASE operator "$(start_of A lab)" \
	"=Uses: sha256:$(sha256sum <playbooks/b.sh | cut -d' ' -f1) playbooks/b.sh"
attack 'a start with a meaning that its commands do not have' evidence $BASE operator "$(start_of A lab)" "Meaning: $ZERO tools/none.sh"
attack 'a start that leaves an input out' evidence $BASE operator "$(start_of A lab)" '=Input: -'
attack 'a start that leaves out what a pattern has' evidence $BASE operator "$(start_of MANY lab)" \
	"=Input: sha256:$(sha256sum <playbooks/in/1 | cut -d' ' -f1) playbooks/in/1"
attack 'a start with an input that the step has not' evidence $BASE operator "$(start_of A lab)" \
	"Input: sha256:$(sha256sum <playbooks/b.sh | cut -d' ' -f1) playbooks/b.sh"
attack 'a live start from no commit' drift $BASE operator "$(start_of ONLY open)" '=Code: -'
attack 'a live start from files of no commit' drift $BASE operator "$(start_of ONLY open)" 'Dirty: yes'
EMPTY=$(git hash-object -w -t blob /dev/null)
attack 'a run of what is not a commit' evidence $BASE operator "$(start_of A lab)" "=Code: $EMPTY"
attack 'content of no commit' evidence $BASE operator "$(start_of A lab; content_lines)" '=Code: -'
attack 'a candidate of other content' order $BASE operator \
	"$(start_of A lab; content_lines)" "=Candidate: $ZERO"
situation BESIDE $BASE operator "$(pin_of lab $IMAGE)"
beside () { # begun when that pin was not there yet
	start_of PLAY lab && content_lines && echo "=Seen: sha256:$(raw ${1:-$BASE} | sha256sum | cut -d' ' -f1)"
}
attack 'begun beside a pin, as a release that there never was' order $BESIDE operator "$(beside)" "=Candidate: $ZERO"
attack 'a release of before a pin, and he had seen the pin' order $BESIDE operator "$(beside)" "$(beside $BESIDE | grep Seen)"
attack 'a finish without the checks of the step' evidence $STARTED operator \
	"$(finish_of A lab $R1)" '=Check: -'
attack 'a finish that names a better outcome' evidence $STARTED operator "$(finish_of A lab $R1; printf '%s\n' '=Check: up fail' 'Outcome: unverified')" '=Outcome: ok'
attack 'a finish with a warning of what cannot warn' evidence $STARTED operator "$(finish_of A lab $R1)" '=Check: up warn'
attack 'a finish whose check does not apply, and always does' evidence $STARTED operator \
	"$(finish_of A lab $R1)" '=Check: up not-applicable'
attack 'a guard warns, and cannot' conditions $BASE operator \
	"$(start_of GUARDED lab; echo 'Check: guard.g pass')" '=Check: guard.g warn'
attack 'a start with a guard that nobody asks' evidence $BASE operator "$(start_of A lab)" 'Check: guard.g pass'
attack 'a start with the result of a run' evidence $BASE operator "$(start_of A lab)" 'Check: up pass'
attack 'a finish with a check that nobody asks' evidence $STARTED operator "$(finish_of A lab $R1)" 'Check: other pass'
attack 'a finish that failed, with a check that nobody asks' evidence $STARTED operator \
	"$(finish_of A lab $R1 | sed 's/: ok/: failed/')" 'Check: other pass'
attack 'a verification with a check that nobody asks' evidence $RAN operator "$(verify_of A lab $R1)" 'Check: other pass'
attack 'a finish with two results of one check' evidence $STARTED operator "$(finish_of A lab $R1)" 'Check: up fail'
attack 'a finish ended well with another exit' evidence $STARTED operator "$(finish_of A lab $R1)" '=Exit: exit status 3'
attack 'a finish ended well by a signal' evidence $STARTED operator "$(finish_of A lab $R1)" '=Exit: signal 9 (Killed)'
attack 'nothing changed, of what changes state' evidence $STARTED operator \
	"$(finish_of A lab $R1)" '=Restore: changes nothing'
attack 'nothing changed, and the recap says otherwise' evidence $STARTED operator \
	"$(finish_of A lab $R1; echo 'Recap: hosts=1 ok=2 changed=0 failed=0')" '=Restore: changes nothing
=Recap: hosts=1 ok=2 changed=1 failed=0'
situation PLAYED $BASE operator "$(run_of PLAY lab)"
played_of () { # a second run, and recaps
	finish_of PLAY lab $R1 && echo 'Recap: hosts=1 ok=2 changed=1 failed=0' && echo "Evidence: $ZERO 1 run.2"
}
attack 'a finish ended well, and a task failed' evidence $PLAYED operator "$(played_of)" \
	'=Recap: hosts=1 ok=2 changed=1 failed=9'
attack 'a finish ended well without the recap' evidence $PLAYED operator "$(played_of)" '=Recap: -'
attack 'a finish without the second run' evidence $PLAYED operator "$(played_of)" "=Evidence: $ZERO 1 run"
attack 'a finish whose second run left nothing' evidence $PLAYED operator "$(played_of)" "=Evidence: $ZERO 0 run.2"
attack 'a finish of another run' order $STARTED operator "$(finish_of A lab $R1)" "=Run: $R2"
attack 'a finish ends well under a stop' conditions $GUARDED operator \
	"$(finish_of GUARDED lab $R1; echo 'Check: stop.s pass')" '=Check: stop.s fail
Check: up pass'
attack 'an abandoned run ended well' evidence $STARTED operator "$(abandon_of A lab $R1)" '=Result: ok'
attack 'nothing ran, and it is verified' order $BASE:$RAN operator "$(verify_of A lab $R1)" '=Run: -'
attack 'a verification of no run' evidence $RAN operator "$(verify_of A lab $R1)" '=Run: -'
attack 'a verification of another run' evidence $RAN operator "$(verify_of A lab $R1)" "=Run: $R2"
attack 'a verification of other checks' evidence $RAN operator "$(verify_of A lab $R1)" "=Checks: $ZERO"
attack 'a verification of another definition' evidence $RAN operator \
	"$(verify_of A lab $R1)" "=Definition: $ZERO"
attack 'a verification says pass of a check that failed' evidence $RAN operator \
	"$(verify_of A lab $R1)" '=Check: up fail'
attack 'a verification without the checks of the step' evidence $RAN operator \
	"$(verify_of A lab $R1)" '=Check: other pass'
attack 'reopened with a pass' evidence $DONE owner "$(reopen_of A lab)" '=Verdict: pass'

# Whose turn it is.
attack 'a start while it runs' order $STARTED:$BASE operator "$(start_of A lab)"
attack 'a start of what is skipped' order $SKIPPED:$BASE operator "$(start_of A lab)"
attack 'a start of what is complete' order $DONE:$RAN operator "$(start_of A lab)"
attack 'a start before what it needs' order $BASE:$DONE operator "$(start_of NEEDY lab)"
situation STALE $DONE operator "verify A lab
Run: $R1
Verdict: fail
Check: up fail
$(digests_of A lab)"
attack 'a start of what is only planned' order $BASE operator "$(start_of BLIND lab)" "$(start_of LATER lab | change)
=Step: LATER
=Uses: -"
attack 'a start of what a person does' order $BASE operator "$(start_of BLIND lab)" "$(start_of HAND lab | change)
=Step: HAND
=Uses: -"
attack 'a start of what nothing here can run' order $BASE operator "$(start_of BLIND lab)" "$(start_of SEALS lab | change)
=Step: SEALS
=Uses: -"
attack 'a finish of what never began' order $BASE:$STARTED operator "$(finish_of A lab $R1)"
attack 'reopened before anything was done' order $BASE:$RAN owner "$(reopen_of A lab)"
attack 'skipped when it is complete' order $DONE:$RAN owner "$(skip_of A lab)"
attack 'skipped under a block when it is complete' order $DONE_BLOCKED:$BLOCKED owner "$(skip_of A lab)"
attack 'blocked twice' order $BLOCKED:$BASE owner 'block A lab
says no licence
Until: the vendor answers'
attack 'deferred while it runs' order $STARTED:$RAN owner 'defer A lab
says later'

# What took the place of a need is done, or the need is not met.
situation GUARDED_DONE $GUARDED operator "$(finish_of GUARDED lab $R1; echo 'Check: stop.s pass')"
situation GUARDED_DONE $GUARDED_DONE operator "$(complete_of GUARDED lab $R1)"
replaced_by () { # replaced_by STEP: instead of A
	printf '%s\n' 'supersede A lab' 'says another' "Replacement: $1"
}
situation REPLACED $BASE owner "$(replaced_by GUARDED)"
situation REPLACED_DONE $GUARDED_DONE owner "$(replaced_by GUARDED)"
situation REPLACED_SELF $BASE owner "$(replaced_by NEEDY)"
attack 'a start before what replaced its need' order $REPLACED:$REPLACED_DONE operator "$(start_of NEEDY lab)"
attack 'a start before what replaced its need, unless it is itself' order $REPLACED:$REPLACED_SELF operator "$(start_of NEEDY lab)"
