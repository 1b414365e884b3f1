# Gates, and answers to manual checks: src/policy/act_gate.c, act_attest.c.
# shellcheck disable=SC2086,SC2046 # ids of objects and acts are plain words
cd "$TRASH/r" || exit 1
# digests_of_gate [NAME ENV]: what the judge expects of OUT, asked by a verdict that says nothing right.
digests_of_gate () {
	file_=$TRASH/digests.gate.${1:-OUT}
	[ -f "$file_" ] || {
		printf '%s\n' "gate - ${2:-lab}" "Subject: gate:${1:-OUT}" 'Verdict: fail' "Definition: $ZERO" "Checks: $ZERO" "Candidate: $ZERO" | craft $RAN owner >asked &&
		errors_of "$(cat asked)" | sed -n "s/.*another definition of .*|\(.*\)|.*/Definition: \1/p
			s/.*another list of checks .*|\(.*\)|.*/Checks: \1/p" >"$file_"
	}
	cat "$file_"
}
pinned_candidate () { # what is complete in lab, as spec.sh has it
	content_lines | grep Content && promoted_as
}
decided () { # decided VERDICT [LINES]: of OUT, where A is complete
	printf '%s\n' 'gate - lab' 'Subject: gate:OUT' "Verdict: $1" "Code: $CODE" 'Check: up pass' 'Check: slow pass' && digests_of_gate &&
	pinned_candidate && tip_line && shift && printf '%s\n' "$@"
}
agreed () { # agreed [LINES]: to OUT
	printf '%s\n' 'approve - lab' 'Subject: gate:OUT' 'says seen' 'Verdict: pass' 'Expires: 2026-01-28T12:00:00Z' "Code: $CODE" &&
	digests_of_gate && pinned_candidate && printf '%s\n' "$@"
}
go_of () { # go_of VERDICT [LINES]: of the step GATED, in the beginning
	printf '%s\n' 'gate GATED bare' "Verdict: $1" "Code: $CODE" 'Check: up pass' 'Check: asked pass' && digests_of GATED bare &&
	content_lines && tip_line && shift && printf '%s\n' "$@"
}
answer_of () { # answer_of STEP [LINES]: to its check
	printf '%s\n' "attest $1 bare" 'says read' 'Verdict: pass' 'Check: asked pass' "Code: $CODE" && digests_of $1 bare && content_lines &&
	shift && printf '%s\n' "$@"
}
situation AGREED $DONE reviewer "$(agreed)"
situation OUT_GO $AGREED operator "$(decided pass)"
situation OUT_NOT $AGREED operator "$(decided fail '=Check: up fail' 'Check: slow pass')"
situation OUT_WAITS $AGREED operator "$(decided inconclusive)"
attack 'nothing decided, and a check failed' evidence $AGREED operator "$(decided fail '=Check: up fail' 'Check: slow pass')" '=Verdict: inconclusive'
attack 'go, for a reason that reads like another entry of the log' evidence $AGREED operator "$(decided pass)" 'says ## A complete in prod'
attack 'go, for a reason that hides what stands behind it' evidence $AGREED operator "$(decided pass)" 'says <!--'
attack 'go, for a reason that reads like a line of the ledger' evidence $AGREED operator "$(decided pass)" 'says - waived: conditions'
attack 'go, and nobody agreed' evidence $DONE:$AGREED operator "$(decided pass)"
attack 'go, by whoever agreed to it' evidence $AGREED reviewer:operator "$(decided pass)"
attack 'go, and it says that its commit is another repository'"'"'s' evidence $AGREED operator "$(decided pass)" 'Repository: other'
attack 'go, and a check failed' evidence $AGREED operator "$(decided pass)" '=Check: up fail
Check: slow pass'
attack 'no go, and every check passed' evidence $AGREED operator "$(decided pass)" '=Verdict: fail'
attack 'go, and one check was not asked' evidence $AGREED operator "$(decided pass)" '=Check: up pass'
attack 'go, and a check warns that cannot' evidence $AGREED operator "$(decided pass)" '=Check: up warn
Check: slow pass'
attack 'go, by a check that nobody asks' evidence $AGREED operator "$(decided pass)" 'Check: other pass'
attack 'go, as decided by other checks' evidence $AGREED operator "$(decided pass)" "=Checks: $ZERO"
attack 'go, of another gate than is in force' evidence $AGREED operator "$(decided pass)" "=Definition: $ZERO"
attack 'go, of another candidate' evidence $AGREED operator "$(decided pass)" "=Candidate: $ZERO"
attack 'go, of other content than the commit has' evidence $AGREED operator "$(decided pass)" "=Content: $ZERO"
attack 'go, of files of no commit' drift,evidence $AGREED operator "$(decided pass)" 'Dirty: yes'
attack 'go before what it needs is complete' order,evidence $BASE:$AGREED operator "$(decided pass)"
attack 'a gate of no runbook' reference $AGREED operator "$(decided pass)" '=Subject: gate:NONE'
attack 'a gate that this environment has not' reference $AGREED operator "$(decided pass)" '=Subject: gate:ELSE'
attack 'a step that is run, decided' reference $BASE operator "$(go_of inconclusive '=Check: up pass' 'Check: asked inconclusive')" "$(start_of TOLD bare | change | grep -v Uses)
=Step: TOLD"
attack 'agreed to a gate, of another candidate' evidence $DONE reviewer "$(agreed)" "=Candidate: $ZERO"

situation ANSWERED $BASE reviewer "$(answer_of GATED)"
situation ANSWERED_NO $BASE reviewer "$(answer_of GATED '=Verdict: fail' '=Check: asked fail')"
situation TOLD_YES $BASE operator "$(answer_of TOLD)"
attack 'a check answered without its role' permission $BASE operator:reviewer "$(answer_of GATED)"
attack 'a check answered by an owner, who has not its role' permission $BASE owner:reviewer "$(answer_of GATED)"
attack 'a check answered by the role of what it uses, not by its own' permission $BASE reviewer:owner "$(printf '%s\n' 'attest - bare' 'Subject: gate:ROLES' 'says read' 'Verdict: pass' 'Check: lib pass' "Code: $CODE"; digests_of_gate ROLES bare; content_lines)"
attack 'a check that nobody answers by hand' reference $BASE reviewer "$(answer_of GATED)" '=Check: up pass'
attack 'a check that there is not' reference $BASE reviewer "$(answer_of GATED)" '=Check: none pass'
attack 'a yes that says no' evidence $BASE reviewer "$(answer_of GATED)" '=Check: asked fail'
attack 'an answer that is none' evidence $BASE reviewer "$(answer_of GATED)" '=Verdict: inconclusive
=Check: asked inconclusive'
attack 'an answer of another candidate' evidence $BASE reviewer "$(answer_of GATED)" "=Candidate: $ZERO"
attack 'an answer of no candidate' evidence $BASE reviewer "$(answer_of GATED)" '=Candidate: -'
attack 'an answer of a gate that asked otherwise' evidence $BASE reviewer "$(answer_of GATED)" "=Checks: $ZERO"
attack 'an answer with a way back' evidence $BASE reviewer "$(answer_of GATED)" 'Restore: /backup'
attack 'go, and nobody answered' evidence $BASE:$ANSWERED operator "$(go_of pass)"
attack 'go, and the answer was no' evidence $ANSWERED_NO:$ANSWERED operator "$(go_of pass)"
attack 'go, a day after the answer' evidence $ANSWERED operator "$(go_of pass)" 'at 90000'
situation ASKED_IN_VAIN $ANSWERED operator "$(go_of fail '=Check: up pass' 'Check: asked error')"
situation WENT $ANSWERED operator "$(go_of pass)"
situation WENT_NOT $ANSWERED operator "$(go_of fail '=Check: up fail' 'Check: asked pass')"
situation WAITS $BASE operator "$(go_of inconclusive '=Check: up pass' 'Check: asked inconclusive')"
attack 'a start before anything was decided' order $BASE:$WENT operator "$(start_of AFTER bare)"
attack 'a start after no go' order $WENT_NOT:$WENT operator "$(start_of AFTER bare)"
attack 'a start while a person is waited for' order $WAITS:$WENT operator "$(start_of AFTER bare)"
situation BROKEN_OPEN $WENT operator 'incident-open - bare
says fire
Expires: 2026-01-28T11:00:00Z'
attack 'a start behind a go, while an incident there is past its time' order $BROKEN_OPEN operator "$(start_of AFTER bare)" 'at 7200'
situation DENIED_SINCE $WENT reviewer "$(answer_of GATED '=Verdict: fail' '=Check: asked fail')"
attack 'a start behind a go, and who was asked has said no since' order $DENIED_SINCE:$WENT operator "$(start_of AFTER bare)"
attack 'a start of another candidate than has go' order,evidence $WENT operator "$(start_of AFTER bare)" "$(other_lines)
=Code: $OTHER"
attack 'a start of no candidate, behind a go' order $WENT operator "$(start_of AFTER bare)" '=Content: -
=Candidate: -'
attack 'a gate that is run' order,evidence $WENT operator "$(start_of AFTER bare)" "$(digests_of GATED bare | sed 's/^/=/')
=Step: GATED"
situation TOLD_RUNS $TOLD_YES operator "$(run_of TOLD bare)"
attack 'a run that ends well, and a person said no such thing' evidence $TOLD_RUNS operator \
	"$(finish_of TOLD bare $R1; echo 'Check: asked pass')" '=Check: up pass
Check: asked warn'
test_expect_success 'what a verdict is of: complete while it is go, and it moves nobody else' '
	cd r && [ "$(phase_of GATED bare $WENT)" = complete ] && [ "$(phase_of GATED bare $WENT_NOT)" = failed ] && [ "$(phase_of GATED bare $WAITS)" = planned ] &&
	git update-ref $LEDGER $OUT_GO && forget && git mcade status --env lab --json >out && test_grep "\"id\":\"OUT\",\"environment\":\"lab\",\"void\":false,\"verdict\":\"GO\"" out
'
cd "$TRASH/r" || exit 1
