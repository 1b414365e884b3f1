# Attesting an event that does not count: src/policy/act_attest.c.
# shellcheck disable=SC2086,SC2046 # ids of objects and acts are plain words
cd "$TRASH/r" || exit 1
act_of () { # act_of COMMIT: its id and bytes
	echo "$(raw $1 | sed -n 's/^Mcade-Id: //p') sha256:$(raw $1 | sha256sum | cut -d' ' -f1)"
}
attest_of () { # attest_of COMMIT
	printf '%s\n' 'attest' "Subject: event:$(act_of $1 | cut -d' ' -f1)" "Act: $(act_of $1)" 'Verdict: pass' \
		'says I was there'
}
said SAID $BASE operator "$(run_of SIGNED lab)"
said SAID_PIN $BASE operator "$(pin_of lab redis:latest)"
said SAID_BY_OWNER $BASE owner "$(run_of SIGNED lab)"
situation ATTESTED $SAID owner "$(attest_of $SAID)"
situation TWO_OWNERS $BASE owner "$(trust_of $BASE 's/^    - reviewer$/    - owner\n    - reviewer/m'; echo 'Role: owner')"
said SAID_BY_ONE_OF_TWO $TWO_OWNERS owner "$(run_of SIGNED lab)"
attack 'attested, and there is no such event' reference $BASE:$SAID owner "$(attest_of $SAID)"
attack 'another event is attested than that of the id' evidence $SAID owner "$(attest_of $SAID)" \
	"=Act: $(act_of $SAID | cut -d' ' -f1) $ZERO"
attack 'what counts is attested' order $STARTED:$SAID owner "$(attest_of $SAID)" "$(attest_of $STARTED | change)"
attack 'what is done again is attested' order $SAID_PIN:$SAID owner "$(attest_of $SAID)" "$(attest_of $SAID_PIN | change)"
attack 'attested as what does not hold' evidence $SAID owner "$(attest_of $SAID)" '=Verdict: fail'
attack 'attested by whoever signed it' permission $SAID_BY_ONE_OF_TWO owner:reviewer "$(attest_of $SAID_BY_ONE_OF_TWO)"
attack 'attested by whoever may attest checks' permission,evidence $SAID operator:owner "$(attest_of $SAID)" 'Check: x pass'
situation CLAIMED $BASE owner "$(adopt_of rb.same; echo 'Claim: A lab complete')"
ended_of () { # ended_of [LINES]: an owner says that A ended well
	printf '%s\n' 'attest A lab' 'says seen' 'Verdict: pass' 'Criterion: exit' "$@"
}
back_of () { # what leads back from it
	printf '%s\n' 'attest A lab' 'says seen' 'Verdict: pass' 'Criterion: restore' 'Restore: /backup'
}
attack 'a criterion attested by whoever may attest checks' permission $CLAIMED operator:owner "$(ended_of)"
attack 'a criterion of what nobody claims' order $BASE:$CLAIMED owner "$(ended_of)"
attack 'a criterion that there is not' reference $CLAIMED owner "$(ended_of)" '=Criterion: verify'
attack 'a criterion that does not hold' evidence $CLAIMED owner "$(ended_of)" '=Verdict: fail'
attack 'a way back that is not said' evidence $CLAIMED owner "$(back_of)" '=Restore: -'
attack 'a criterion and a check, at once' evidence $CLAIMED owner "$(ended_of)" 'Check: up pass'
attack 'a claim taken back where there is none' order $BASE:$CLAIMED owner "$(reopen_of A lab)"
situation TAKEN_BACK $CLAIMED owner "$(reopen_of A lab)"
attack 'a claim taken back twice' order $TAKEN_BACK:$CLAIMED owner "$(reopen_of A lab)"
attack 'a criterion of a claim that was taken back' order $TAKEN_BACK:$CLAIMED owner "$(ended_of)"
situation SEEN_SO $CLAIMED operator "$(verify_of A lab $R1 | grep -v '^Run')"
situation ENDED $SEEN_SO owner "$(ended_of "Id: $R2")"
situation ENDED_PINNED $ENDED operator "$(pin_of lab $IMAGE)"
situation BACK $SEEN_SO owner "$(back_of)"
situation BACK_PINNED $BACK operator "$(pin_of lab $IMAGE)"
situation BOTH_SAID $BACK owner "$(ended_of "Id: $R2")"
situation BOTH_PINNED $BOTH_SAID operator "$(pin_of lab $IMAGE)"
said_complete () {
	complete_of A lab $R2 && echo "Pin: a.image=$IMAGE"
}
attack 'complete, and nobody says that it ended well' completion $BACK_PINNED:$BOTH_PINNED operator "$(said_complete)"
attack 'complete, and nobody says what leads back' completion $ENDED_PINNED:$BOTH_PINNED operator "$(said_complete)"
attack 'complete by a word that nobody gave' completion $BOTH_PINNED operator "$(said_complete)" "=Run: $R1"
attack 'attested twice' order $ATTESTED:$SAID owner "$(attest_of $SAID)"
attack 'a step that is run, attested as a whole' order $CLAIMED owner "$(ended_of)" '=Criterion: -'
# What a person does.
situation HANDED $BASE operator "$(hand_of lab; echo "Id: $R1")"
situation HANDED_LOCKED $BASE owner 'lock HAND lab'
attack 'done by a person, of no candidate' evidence $BASE operator "$(hand_of lab)" '=Candidate: -'
attack 'done by a person, of other pins' evidence $BASE operator "$(hand_of lab)" "=Candidate: $ZERO"
attack 'done by a person, of other content than the commit has' evidence $BASE operator "$(hand_of lab)" "=Content: $ZERO
=Candidate: sha256:$(printf %s $ZERO | sha256sum | cut -d' ' -f1)"
attack 'done by a person, and another step' evidence $BASE operator "$(hand_of lab)" "=Definition: $ZERO"
attack 'done by a person, and other checks' evidence $BASE operator "$(hand_of lab)" "=Checks: $ZERO"
attack 'done by a person, without a way back' evidence $BASE operator "$(hand_of lab)" '=Restore: -'
attack 'done by a person, and nothing changed' evidence $BASE operator "$(hand_of lab)" '=Restore: changes nothing'
attack 'done by a person, perhaps' evidence $BASE operator "$(hand_of lab)" '=Verdict: inconclusive'
attack 'done by a person under a lock' locked $HANDED_LOCKED:$BASE operator "$(hand_of lab)"
attack 'a criterion of a release' evidence $CLAIMED owner "$(ended_of)" "Code: $CODE"
attack 'a way back where the end is attested' evidence $CLAIMED owner "$(ended_of)" 'Restore: /backup'
attack 'a verification of what a person did' order $RAN operator "$(verify_of A lab $R1)" "$(verify_of HAND lab $R1 | change)
=Step: HAND"
hand_done () { # the completion
	printf '%s\n' 'complete HAND lab' "Run: $R1" 'Log: docs/deployments/2026-01-28.md' 'Without: pins' "$(content_lines | sed 1d)" && tip_line
}
situation HANDED_NOT $BASE operator "$(hand_of lab '=Verdict: fail'; echo "Id: $R1")"
attack 'complete, and the person could not do it' completion $HANDED_NOT:$HANDED operator "$(hand_done)"
situation HANDED_WHOLE $HANDED operator "$(hand_done)"
handed_live () { # of what was promoted
	hand_of prod && promoted_as | sed 's/^/=/'
}
OTHER_CONTENT=$(other_lines | sed -n 's/^=Content: //p')
attack 'done live by a person, where nothing was promoted' promotion $PINNED_PROD:$PROMOTED operator "$(handed_live)"
attack 'done live by a person, of what is on no branch' drift $PROMOTED operator "$(handed_live)" '=Tip: -'
attack 'done live by a person, of other content than was promoted' promotion,drift $PROMOTED operator "$(handed_live)" \
	"=Content: $OTHER_CONTENT
=Candidate: sha256:$(printf '%s\na.image=%s' $OTHER_CONTENT $IMAGE | sha256sum | cut -d' ' -f1)
=Code: $OTHER"
attack 'named as disputed by another rule' evidence $SAID owner "lock A lab
Disputes: $(act_of $SAID | cut -d' ' -f1) conditions" "=Disputes: $(act_of $SAID | cut -d' ' -f1) order"
situation NAMED $SAID owner "lock A lab
Disputes: $(act_of $SAID | cut -d' ' -f1) conditions"
attack 'named as disputed twice' evidence $NAMED:$SAID owner "lock NEEDY lab
Disputes: $(act_of $SAID | cut -d' ' -f1) conditions"

attack 'named as disputed, and it is attested since' evidence $ATTESTED:$SAID owner "lock NEEDY lab
Disputes: $(act_of $SAID | cut -d' ' -f1) conditions"
attack 'named as disputed by a trust, and it counts' evidence $RAN owner "$(trust_of $RAN 1)" "Disputes: $R1 order"

said AGAIN $RAN owner "lock A lab
=Id: $R1"
attack 'the first event of an id, named as disputed for a later one' evidence $AGAIN owner 'lock NEEDY lab' "Disputes: $R1 identity"

test_expect_success 'an attested act counts, from there on' '
	cd r && [ "$(phase_of SIGNED lab $SAID)" = planned ] && [ "$(phase_of SIGNED lab $ATTESTED)" = running ]
'
test_expect_success 'the only owner attests his own act' '
	cd r && own=$(attest_of $SAID_BY_OWNER | craft $SAID_BY_OWNER owner) && counts $SAID_BY_OWNER $own &&
	[ "$(phase_of SIGNED lab $own)" = running ]
'
test_expect_success 'the next event that the program writes names what does not count' '
	cd r && git update-ref $LEDGER $SAID && forget && git mcade lock NEEDY --env lab >/dev/null &&
	raw $LEDGER >after && test_grep "^Mcade-Disputes: $(act_of $SAID | cut -c1-32) conditions$" after &&
	tick && git mcade lock GUARDED --env lab >/dev/null && raw $LEDGER >after && test_grep ! "^Mcade-Disputes" after
'
test_expect_success 'a later event of an id is not named by it' '
	cd r && git update-ref $LEDGER $AGAIN && forget && git mcade lock NEEDY --env lab >/dev/null &&
	raw $LEDGER >after && test_grep ! "^Mcade-Disputes" after
'

# What is sealed stays as it was sealed first.
cd "$TRASH/r" || exit 1
said SEAL_SAID $DONE operator "$(seal_of 2026-01-28-A; echo '=Result: failed')"
said SEALED_TWICE $SEALED operator "$(seal_of 2026-01-28-A)"
attack 'attested over what is sealed' sealed $SEALED_TWICE:$SEAL_SAID owner "$(attest_of $SEAL_SAID)" \
	"$(attest_of $SEALED_TWICE | change)"
