# Drills: src/policy/act_drill.c.
# shellcheck disable=SC2086,SC2046 # ids of objects and acts are plain words
cd "$TRASH/r" || exit 1
# drill_of ID ENV: an honest client's, of what the commit has.
drill_of () {
	file_=$TRASH/digests.drill.$1.$2
	[ -f "$file_" ] || {
		printf '%s\n' "drill - $2" "Subject: drill:$1" "Definition: $ZERO" "Checks: $ZERO" | craft $BASE owner >asked &&
		errors_of "$(cat asked)" | sed -n "s/.*another definition of .*|\(.*\)|.*/Definition: \1/p
			s/.*another list of checks .*|\(.*\)|.*/Checks: \1/p" >"$file_"
	}
	printf '%s\n' "drill - $2" "Subject: drill:$1" "Code: $CODE" "$(tip_line)" && cat "$file_" && content_lines
}
# drilled_of ID ENV RUN: it passed.
drilled_of () {
	printf '%s\n' "finish - $2" "Subject: drill:$1" "Run: $3" 'Result: ok' 'Exit: exit status 0' 'Restore: changes nothing' 'Check: ok pass'
	[ $1 != try ] || printf '%s\n' "Evidence: $ZERO 12 run" "Evidence: $ZERO 12 drill.md" 'Field: ticket=OPS-1' 'Path: docs/evidence/2026-01-28-try.md'
}
attack 'a drill of that name there is not' order $BASE operator "$(drill_of try lab)" '=Subject: drill:other'
attack 'a drill where it does not exist' order $BASE operator "$(drill_of try lab)" '=Environment: bare'
attack 'a drill by whoever may not' permission $READER:$BASE operator "$(drill_of try lab)"
attack 'a drill of another definition' order $BASE operator "$(drill_of try lab)" "=Definition: $ZERO"
attack 'a drill that asks other checks' order $BASE operator "$(drill_of try lab)" "=Checks: $ZERO"
attack 'a drill with values' evidence $BASE operator "$(drill_of try lab)" 'Value: HOME=/root'
attack 'a drill is given what a rollback takes' evidence $BASE operator "$(drill_of try lab)" 'Argument: release=v12'
attack 'a drill with a check that nobody asks' evidence $BASE operator "$(drill_of try lab)" 'Check: guard.g pass'
attack 'a drill of other content than its commit has' evidence $BASE operator "$(drill_of try lab)" "=Content: $ZERO
=Candidate: sha256:$(printf '%s' $ZERO | sha256sum | cut -d' ' -f1)"
attack 'a drill of another candidate' order $BASE operator "$(drill_of try lab)" "=Candidate: $ZERO"
attack 'a drill that nothing is run in' order $BASE operator "$(drill_of try lab)" "$(drill_of idle lab | change)"
attack 'a live drill of no commit' drift $BASE operator "$(drill_of hot open)" '=Code: -
=Content: -
=Candidate: -'
attack 'a live drill of files of no commit' drift $BASE operator "$(drill_of hot open)" '=Content: -
=Candidate: -
Dirty: yes'
situation STILL $BASE owner 'halt - lab
says stop'
attack 'a drill under a halt' halted $STILL:$BASE operator "$(drill_of try lab)"
situation TRYING $BASE operator "$(drill_of try lab; echo "Id: $R1")"
attack 'a drill beside itself' order $TRYING:$BASE operator "$(drill_of try lab)"
attack 'a drill is ended by another person' permission $TRYING reviewer:operator "$(drilled_of try lab $R1)"
attack 'a drill passed unverified' evidence $TRYING operator "$(drilled_of try lab $R1)" '=Check: -'
attack 'a drill passed with another exit' evidence $TRYING operator "$(drilled_of try lab $R1)" '=Exit: exit status 3'
attack 'a drill passed without a field that is demanded' evidence $TRYING operator "$(drilled_of try lab $R1)" '=Field: -'
attack 'a drill passed, and what it ran is not kept' evidence $TRYING operator "$(drilled_of try lab $R1)" "=Evidence: $ZERO 12 drill.md"
attack 'a drill passed, and nothing is written' evidence $TRYING operator "$(drilled_of try lab $R1)" '=Path: -'
attack 'a drill is written elsewhere' evidence $TRYING operator "$(drilled_of try lab $R1)" '=Path: playbooks/a.sh'
attack 'a drill is written as another' evidence $TRYING operator "$(drilled_of try lab $R1)" '=Path: docs/evidence/2026-01-28-hot.md'
attack 'a drill is written, and not signed' evidence $TRYING operator "$(drilled_of try lab $R1)" "=Evidence: $ZERO 12 run"
situation ANY $BASE operator "$(drill_of try lab | sed '/^Content:/d; /^Candidate:/d'; echo "Id: $R1")"
attack 'a drill passed of no candidate' evidence $ANY:$TRYING operator "$(drilled_of try lab $R1)"

# What a gate is told of it.
tried_of () {
	file_=$TRASH/digests.gate.TRIED
	[ -f "$file_" ] || {
		printf '%s\n' 'gate - lab' 'Subject: gate:TRIED' 'Verdict: fail' "Definition: $ZERO" "Checks: $ZERO" "Candidate: $ZERO" 'Check: tried inconclusive' | craft $BASE owner >asked &&
		errors_of "$(cat asked)" | sed -n "s/.*another definition of .*|\(.*\)|.*/Definition: \1/p
			s/.*another list of checks .*|\(.*\)|.*/Checks: \1/p" >"$file_"
	}
	printf '%s\n' 'gate - lab' 'Subject: gate:TRIED' 'Verdict: pass' 'Check: tried pass' "Code: $CODE" "$(tip_line)" && cat "$file_" && content_lines
}
# away_of: the same of a gate in another environment.
away_of () {
	file_=$TRASH/digests.gate.AWAY
	[ -f "$file_" ] || {
		printf '%s\n' 'gate - spare' 'Subject: gate:AWAY' 'Verdict: fail' "Definition: $ZERO" "Checks: $ZERO" "Candidate: $ZERO" 'Check: tried inconclusive' | craft $BASE owner >asked &&
		errors_of "$(cat asked)" | sed -n "s/.*another definition of .*|\(.*\)|.*/Definition: \1/p
			s/.*another list of checks .*|\(.*\)|.*/Checks: \1/p" >"$file_"
	}
	printf '%s\n' 'gate - spare' 'Subject: gate:AWAY' 'Verdict: pass' 'Check: tried pass' "Code: $CODE" "$(tip_line)" && cat "$file_" && content_lines
}
nobody_knows () {
	printf '%s\n' '=Verdict: inconclusive' '=Check: tried inconclusive'
}
situation TRIED $TRYING operator "$(drilled_of try lab $R1)"
situation UNTRIED $TRYING operator "$(drilled_of try lab $R1 | sed 's/ok pass/ok fail/')"
situation TRIED_PINNED $TRIED operator "$(pin_of lab $IMAGE)"
situation TRIED_AGAIN $TRIED operator "$(drill_of try lab; echo "Id: $R2")"
attack 'nobody knows, and it was tried' evidence $TRIED operator "$(tried_of)" "$(nobody_knows)"
attack 'go, and it was never tried' evidence $BASE:$TRIED operator "$(tried_of)"
attack 'go, and what was tried did not pass' evidence $UNTRIED:$TRIED operator "$(tried_of)"
attack 'go, and it is being tried again' evidence $TRIED_AGAIN:$TRIED operator "$(tried_of)"
attack 'go, and another candidate was tried' evidence $TRIED_PINNED:$TRIED operator "$(tried_of)" "=Candidate: $(with $IMAGE)"
situation OTHER_DRILL $TRIED owner "$(adopt_of $(runbook_less "s/id: try, environment: lab, of: back, run: 'true'/id: try, environment: lab, of: back, run: 'false'/" rb.drilled))"
attack 'go, and the drill is another since' evidence $OTHER_DRILL:$TRIED operator "$(tried_of)"
