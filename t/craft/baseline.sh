# Baselines: src/policy/act_baseline.c.
# shellcheck disable=SC2086,SC2046 # ids of objects and acts are plain words
cd "$TRASH/r" || exit 1
BODY=sha256:$(printf '{"n": 4}\n' | sha256sum | cut -d' ' -f1)
# seen_of RUN: SEEN ended well in bare, and what is recorded there was seen; without the baseline that it leaves.
seen_of () {
	finish_of SEEN bare $1 && echo 'Check: probe pass' && echo "Evidence: $BODY 9 baseline"
}
# left: the baseline that this leaves, as the judge expects it.
left () {
	[ -f "$TRASH/left" ] || {
		{ seen_of $R1 && echo "Baseline: numbers $ZERO $ZERO"; } | craft $SEEING operator >asked &&
		errors_of "$(cat asked)" | sed -n 's/.*does not leave the baseline[^|]*|\([^|]*\)|.*/Baseline: \1/p' >"$TRASH/left"
	}
	cat "$TRASH/left"
}
# again_of RUN VERDICT: SEEN was verified once more.
again_of () {
	verify_of SEEN bare $1 && echo 'Check: probe pass' && echo "Evidence: $BODY 9 baseline"
}
# decision_of GATE VERDICT [LINES]: what it decides in bare.
decision_of () {
	printf '%s\n' 'gate - bare' "Subject: gate:$1" "Verdict: $2" "Code: $CODE" && digests_of_gate $1 bare && content_lines && tip_line && shift 2 && printf '%s\n' "$@"
}
low_of () { # low_of VERDICT [LINES]: what CALM decides
	decision_of CALM "$@"
}
situation SEEING $BASE operator "$(start_of SEEN bare; echo "Id: $R1")"
situation SEEING_OPEN $BASE operator "$(start_of SEEN open; echo "Id: $R1")"
situation SEEING_DIRTY $BASE operator "$(start_of SEEN bare | grep -v Code; echo 'Dirty: yes'; echo "Id: $R1")"
situation LEFT $SEEING operator "$(seen_of $R1; left)"
attack 'a verification leaves nothing to be compared with' evidence $SEEING operator "$(seen_of $R1; left)" '=Baseline: -'
attack 'and brings no numbers' evidence $SEEING operator "$(seen_of $R1; left)" '=Evidence: -'
attack 'other numbers than it brings' evidence $SEEING operator "$(seen_of $R1; left)" "=Evidence: $ZERO 9 baseline"
attack 'a baseline of another name' evidence $SEEING operator "$(seen_of $R1; left)" "=$(left | sed 's/numbers/other/')"
attack 'a baseline that another check found' evidence $SEEING operator "$(seen_of $R1; left)" "=Baseline: numbers $BODY $ZERO"
attack 'two baselines' evidence $SEEING operator "$(seen_of $R1; left)" "Baseline: numbers $BODY $ZERO"
attack 'a baseline of a check that failed' evidence $SEEING operator "$(seen_of $R1; left)" "=Check: up pass
Check: probe fail"
attack 'a baseline of a verification that failed' evidence $SEEING operator "$(seen_of $R1; left)" "=Check: up fail
Check: probe pass"
attack 'a baseline of a run that failed' evidence $SEEING operator "$(seen_of $R1; left)" '=Result: failed'
attack 'a baseline of files of no commit' evidence $SEEING_DIRTY:$SEEING operator "$(seen_of $R1; left)"
attack 'a baseline of files that changed meanwhile' evidence $SEEING operator "$(seen_of $R1; left)" 'Dirty: yes'
attack 'a baseline where none is recorded' evidence $SEEING_OPEN operator "$(seen_of $R1 | sed 's/SEEN bare/SEEN open/')" "$(left)"
attack 'a later verification leaves none' evidence $LEFT operator "$(again_of $R1; left)" '=Baseline: -'
attack 'a later verification leaves what it did not find' evidence $LEFT operator "$(again_of $R1; left)" "=Evidence: $ZERO 9 baseline"
situation DIRTY_SEEN $SEEING_DIRTY operator "$(seen_of $R1)"
attack 'a baseline of a run of files of no commit, by a later verification' evidence $DIRTY_SEEN:$LEFT operator "$(again_of $R1; left)"
# a runbook may come between: then nobody knows any longer what was to be left, but that something was found
situation OTHERWISE $SEEING owner "$(adopt_of "$(runbook_less 's/{id: probe, run: cat numbers.json}/{id: probe, run: cat other.json}/' rb.probe)")"
attack 'by another runbook: a baseline without numbers' evidence $OTHERWISE operator "$(seen_of $R1; left)" '=Evidence: -'
attack 'by another runbook: a baseline of a run that failed' evidence $OTHERWISE operator "$(seen_of $R1; left)" '=Result: failed'

# What compares.
situation LOW_BASE $BASE operator "$(start_of LOW open; echo "Id: $R2")"
situation LOW_LEFT $LEFT operator "$(start_of LOW open; echo "Id: $R2")"
lower_of () { # the finish of LOW
	finish_of LOW open $R2 | sed 's/up pass/spike pass/'
}
attack 'compared with what nobody recorded, and passed' evidence $LOW_BASE:$LOW_LEFT operator "$(lower_of)"
attack 'go, compared with what nobody recorded' evidence $BASE:$LEFT operator "$(low_of pass 'Check: spike pass' "$(left)")"
attack 'go, compared with it is not said what' evidence $LEFT operator "$(low_of pass 'Check: spike pass' "$(left)")" '=Baseline: -'
attack 'go, compared with another than is recorded' evidence $LEFT operator "$(low_of pass 'Check: spike pass' "$(left)")" "=Baseline: numbers $ZERO $ZERO"
attack 'go with a warning, compared with what nobody recorded' evidence $BASE:$LEFT operator "$(decision_of MILD pass 'Check: mild warn' "$(left)")" '=Baseline: -'
attack 'go with a warning, compared with it is not said what' evidence $LEFT operator "$(decision_of MILD pass 'Check: mild warn' "$(left)")" '=Baseline: -'
attack 'no go, of a baseline that is not recorded' evidence $LEFT operator "$(low_of fail 'Check: spike fail' "$(left)")" "=Baseline: numbers $ZERO $ZERO"
# what another text asked is none
situation LEFT_OTHER $LEFT owner "$(adopt_of rb.probe)"
attack 'go, compared with what another text asked' evidence $LEFT_OTHER:$LEFT operator "$(low_of pass 'Check: spike pass' "$(left)")"

# What an environment itself is asked: src/policy/act_run.c, check_environment().
# well_of ENV [LINES]: bare holds.
well_of () {
	file_=$TRASH/digests.env.$1
	[ -f "$file_" ] || {
		printf '%s\n' "verify - $1" 'Verdict: fail' "Definition: $ZERO" "Checks: $ZERO" | craft $BASE owner >asked &&
		errors_of "$(cat asked)" | sed -n "s/.*another definition of .*|\(.*\)|.*/Definition: \1/p
			s/.*another list of checks .*|\(.*\)|.*/Checks: \1/p" >"$file_"
	}
	printf '%s\n' "verify - $1" 'Verdict: pass' 'Check: well pass' "Code: $CODE" && cat "$file_" && content_lines && tip_line && shift && printf '%s\n' "$@"
}
situation WELL $BASE operator "$(well_of bare)"
attack 'an environment holds, and its check failed' evidence $BASE operator "$(well_of bare)" '=Check: well fail'
attack 'an environment holds, and nobody asked' evidence $BASE operator "$(well_of bare)" '=Check: -'
attack 'an environment holds, asked what it does not ask' evidence $BASE operator "$(well_of bare)" 'Check: other pass'
attack 'an environment does not hold, and every check passed' evidence $BASE operator "$(well_of bare)" '=Verdict: fail'
attack 'an environment holds, of a repository where nobody looks' evidence $BASE operator "$(well_of bare)" 'Repository: other'
attack 'an environment holds by other checks' evidence $BASE operator "$(well_of bare)" "=Checks: $ZERO"
attack 'an environment holds, and is another' evidence $BASE operator "$(well_of bare)" "=Definition: $ZERO"
attack 'an environment holds, of a run' evidence $BASE operator "$(well_of bare)" "Run: $R1"
attack 'an environment holds, of another candidate' evidence $BASE operator "$(well_of bare)" "=Candidate: $ZERO"
attack 'an environment holds, by whoever may not say so' permission $READER:$BASE operator "$(well_of bare)"
attack 'an environment without checks holds' completion,evidence $BASE operator "$(well_of bare)" '=Environment: lab'

# What evidence must hold: src/policy/act_evidence.c.
full_of () { # full_of [LINES]: FULL says go
	decision_of FULL pass 'Check: up pass' "$@"
}
fields_runbook=$(runbook_less 's/^version: 1$/version: 1\nevidence: {require: [work_order]}/' rb.fields)
situation FIELDED $STARTED operator "$(finish_of A lab $R1; echo 'Field: work_order=7')"
situation FIELDED_PINNED $FIELDED operator "$(pin_of lab $IMAGE)"
situation FIELDED_ASKED $FIELDED_PINNED owner "$(adopt_of $fields_runbook)"
situation PINNED_ASKED $PINNED owner "$(adopt_of $fields_runbook)"
attack 'complete, and its evidence has not what is demanded' evidence $PINNED_ASKED:$FIELDED_ASKED operator \
	"$(complete_of A lab $R1; echo "Pin: a.image=$IMAGE")"
attack 'a field of a run with two values' evidence $STARTED operator "$(finish_of A lab $R1; echo 'Field: work_order=7')" 'Field: work_order=8'
attack 'go without the evidence that is demanded' evidence $BASE operator "$(full_of 'Field: ticket=1')" '=Field: -'
attack 'go with other evidence than is demanded' evidence $BASE operator "$(full_of 'Field: ticket=1')" '=Field: ticke=1'
attack 'a field of a gate with two values' evidence $BASE operator "$(full_of 'Field: ticket=1')" 'Field: ticket=2'
attack 'a field of what a person did with two values' evidence $BASE operator "$(hand_of lab 'Field: work_order=7')" 'Field: work_order=8'
attack 'a field of an answer' evidence $BASE reviewer "$(answer_of GATED)" 'Field: work_order=7'
