# Rollbacks: src/policy/act_rollback.c.
# shellcheck disable=SC2086,SC2046 # ids of objects and acts are plain words
cd "$TRASH/r" || exit 1
# rollback_of ID ENV [ARGUMENT]: an honest client's, of the rollback with an input and a guard.
rollback_of () {
	file_=$TRASH/digests.rollback.$1.$2
	[ -f "$file_" ] || {
		printf '%s\n' "rollback - $2" "Subject: rollback:$1" "Definition: $ZERO" "Checks: $ZERO" | craft $BASE owner >asked &&
		errors_of "$(cat asked)" | sed -n "s/.*another definition of .*|\(.*\)|.*/Definition: \1/p
			s/.*another list of checks .*|\(.*\)|.*/Checks: \1/p" >"$file_"
	}
	printf '%s\n' "rollback - $2" "Subject: rollback:$1" "Code: $CODE" && cat "$file_" &&
	case $1 in back | pick) echo "Argument: ${3:-release=v12}" ;; esac && { [ $1 != back ] || echo 'Check: guard.g pass'; }
}
rolled_of () { # rolled_of ID ENV RUN
	printf '%s\n' "finish - $2" "Subject: rollback:$1" "Run: $3" 'Result: ok' 'Exit: exit status 0' 'Restore: changes nothing' \
		'Check: ok pass' 'Check: stop.s pass'
}
situation ROLLING $BASE operator "$(rollback_of back lab; echo "Id: $R1")"
attack 'a rollback of that name there is not' order $BASE operator "$(rollback_of back lab)" '=Subject: rollback:other'
attack 'a rollback where it does not exist' order $BASE operator "$(rollback_of back lab)" '=Environment: bare'
situation READER $BASE owner "$(trust_of $BASE 's/^(  operator:.*?    - )operator$/$1reviewer/ms'; echo 'Role: reviewer')"
attack 'a rollback by whoever may not' permission $READER:$BASE operator "$(rollback_of back lab)"
attack 'a rollback of another definition' order $BASE operator "$(rollback_of back lab)" "=Definition: $ZERO"
attack 'a rollback that asks other checks' order $BASE operator "$(rollback_of back lab)" "=Checks: $ZERO"
attack 'a rollback is given what its pattern does not take' evidence $BASE operator "$(rollback_of back lab)" \
	'=Argument: release=v12;id'
attack 'a rollback is given nothing' evidence $BASE operator "$(rollback_of back lab)" '=Argument: -'
attack 'a rollback is given one thing twice' evidence $BASE operator "$(rollback_of back lab)" 'Argument: release=v13'
attack 'a rollback is given what it does not ask' evidence $BASE operator "$(rollback_of back lab)" 'Argument: other=v12'
attack 'a rollback whose guard was not asked' conditions $BASE operator "$(rollback_of back lab)" '=Check: -'
attack 'a rollback whose guard said no' conditions $BASE operator "$(rollback_of back lab)" '=Check: guard.g fail'
attack 'a rollback with a check that nobody asks' evidence $BASE operator "$(rollback_of back lab)" 'Check: guard.x pass'
attack 'a rollback moves a pin' evidence $BASE operator "$(rollback_of back lab)" "Pin: a.image=$IMAGE"
attack 'a rollback says that it restored' reference $BASE operator "$(rollback_of back lab)" 'Restored-To: 3'
attack 'a rollback with values' evidence $BASE operator "$(rollback_of back lab)" 'Value: HOME=/root'
attack 'a rollback of other content than its commit has' evidence $BASE operator \
	"$(rollback_of back lab; content_lines)" "=Content: $ZERO
=Candidate: sha256:$(printf '%s' $ZERO | sha256sum | cut -d' ' -f1)"
attack 'a rollback of another candidate' order $BASE operator "$(rollback_of back lab; content_lines)" "=Candidate: $ZERO"
attack 'a rollback that is done by hand is run' order $BASE operator "$(rollback_of back lab)" "$(rollback_of hand lab | change)
=Argument: -
=Check: -"
attack 'a rollback beside a run' order $STARTED:$BASE operator "$(rollback_of back lab)"
attack 'a run beside a rollback' order $ROLLING:$BASE operator "$(start_of A lab)"
attack 'a rollback beside nothing, and says so' evidence $BASE:$STARTED operator "$(rollback_of back lab; echo 'Waived: order')"
attack 'a rollback beside itself' order $ROLLING:$BASE operator "$(rollback_of back lab)"
attack 'a rollback ends well under its stop' conditions $ROLLING operator "$(rolled_of back lab $R1)" '=Check: ok pass
Check: stop.s fail'
attack 'a rollback ends well unverified' evidence $ROLLING operator "$(rolled_of back lab $R1)" '=Check: stop.s pass'
attack 'a rollback ends well with another exit' evidence $ROLLING operator "$(rolled_of back lab $R1)" '=Exit: exit status 3'
attack 'a rollback is ended by another person' permission $ROLLING reviewer:operator "$(rolled_of back lab $R1)"
attack 'another rollback is ended' order $ROLLING operator "$(rolled_of back lab $R1)" "=Run: $R2"
situation GONE_APPROVED $BASE owner "$(rollback_of gone lab | sed 's/^rollback/approve/'; content_lines; echo 'says so be it'; echo 'Verdict: pass'; echo 'Expires: 2026-01-28T12:00:00Z')"
attack 'what cannot be undone, and no owner agreed' conditions $BASE:$GONE_APPROVED operator "$(rollback_of gone lab; content_lines)"
attack 'what cannot be undone, of no candidate' conditions $GONE_APPROVED operator "$(rollback_of gone lab; content_lines)" '=Content: -
=Candidate: -'
situation GONE_USED $GONE_APPROVED operator "$(rollback_of gone lab; content_lines; echo "Id: $R1")"
situation GONE_ENDED $GONE_USED operator "$(rolled_of gone lab $R1 | sed '/stop.s/d')"
attack 'what cannot be undone, twice for one approval' conditions $GONE_ENDED:$GONE_APPROVED operator "$(rollback_of gone lab; content_lines)"
picked () { # picked: an owner agrees to one value
	rollback_of pick lab | sed 's/^rollback/approve/'; content_lines; printf '%s\n' 'says so be it' 'Verdict: pass' 'Expires: 2026-01-28T12:00:00Z'
}
situation PICKED $BASE owner "$(picked)"
attack 'a rollback with another value than was agreed to' conditions $PICKED operator "$(rollback_of pick lab; content_lines)" '=Argument: release=v13'
attack 'a rollback is agreed to with a value that it does not take' evidence $BASE owner "$(picked)" '=Argument: release=latest'
attack 'a rollback is agreed to with no value' evidence $BASE owner "$(picked)" '=Argument: -'
attack 'a step is agreed to with a value' evidence $BASE reviewer "$(approval_of SIGNED lab)" 'Argument: release=v12'
attack 'a rollback is approved by whoever may not' permission $BASE operator:owner \
	"$(rollback_of gone lab | sed 's/^rollback/approve/'; content_lines; echo 'says so be it'; echo 'Verdict: pass'; echo 'Expires: 2026-01-28T12:00:00Z')"
attack 'a way back that cannot be undone is adopted without remediation' document $BASE owner \
	"$(adopt_of $(runbook_less '$a# the same' rb.back))" "$(adopt_of $(runbook_less 's/, remediation: tell them//' rb.unmended) | change)"
by_hand_of () {
	printf '%s\n' 'attest - lab' 'Subject: rollback:back' 'says the network was gone' 'Verdict: pass' "Occurred: $(date -u -d @$MCADE_CLOCK +%Y-%m-%dT%H:%M:%SZ)"
}
attack 'a rollback that was made by hand, nobody says when' evidence $BASE operator "$(by_hand_of)" '=Occurred: -'
attack 'a rollback that was made by hand, nobody knows how' evidence $BASE operator "$(by_hand_of)" '=Verdict: inconclusive'
attack 'a rollback that was made by hand, by whoever may not' permission $READER:$BASE operator "$(by_hand_of)"
attack 'a rollback that was made by hand answers a check' evidence $BASE operator "$(by_hand_of)" 'Check: ok pass'
attack 'a rollback was made by hand while it runs' order $ROLLING:$BASE operator "$(by_hand_of)"
given_up () { # given_up [LINES]: the run of back died
	printf '%s\n' 'abandon - lab' 'Subject: rollback:back' 'says its machine died' "Run: $R1" 'Result: lost' "$@"
}
attack 'a rollback given up, for a reason that reads like another entry of the log' evidence $ROLLING owner "$(given_up)" 'says ## A complete in prod'
