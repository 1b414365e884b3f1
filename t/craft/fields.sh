# Fields where they mean nothing, and values that nothing bears out: src/model/fields.h.
# shellcheck disable=SC2086,SC2046 # ids of objects and acts are plain words
cd "$TRASH/r" || exit 1

# misplaced TITLE PARENT WHO LINES FIELD: that field on a word that may not carry it.
misplaced () {
	good_parent_=$2 good_who_=$3 lines_=$4 change_="past $5"
	test_expect_success "out of place: $1" '
		cd r && control_passes && crafted_=$(printf "%s\n" "$lines_" "$change_" | craft $good_parent_ $good_who_) &&
		does_not_count ledger-integrity $good_parent_ $crafted_ && test_grep "is not of event" own_errors
	'
	cd "$TRASH/r" || exit 1
}
attack 'two tips of one branch' ledger-integrity $BASE operator "$(start_of A lab)" \
	'past Tip: ffffffffffffffffffffffffffffffffffffffff refs/heads/main'
ATTESTS='attest A lab
says I saw it
Verdict: pass
Criterion: exit'
misplaced 'an adopt leaves a tip behind' $BASE owner "$(adopt_of rb.same)" "Rewritten: $CODE refs/heads/main"
misplaced 'a retip claims' $BASE owner "retip
says rewritten
Tip: $CODE refs/heads/main" 'Claim: A lab complete'
misplaced 'a run gives a pin a value' $BASE operator "$(start_of A lab)" "Pin: a.image=$IMAGE"
misplaced 'a run restores an earlier state' $BASE operator "$(start_of A lab)" 'Restored-To: 3'
misplaced 'a run says what it was given' $BASE operator "$(start_of A lab)" 'Argument: --limit=web'
misplaced 'a reopen with settings' $RAN owner "$(reopen_of A lab)" "Settings: $ZERO"
misplaced 'an abandoned run was checked' $STARTED operator "$(abandon_of A lab $R1)" 'Check: up pass'
misplaced 'an abandoned run has an exit' $STARTED operator "$(abandon_of A lab $R1)" 'Exit: exit status 0'
misplaced 'a verification covers what nobody asked' $RAN operator "$(verify_of A lab $R1)" 'Covers: the shop answers'
misplaced 'an abandoned run is a base line' $STARTED operator "$(abandon_of A lab $R1)" "Baseline: up $ZERO $ZERO"
misplaced 'a verification ends' $RAN operator "$(verify_of A lab $R1)" 'Expires: 2026-01-28T11:00:00Z'
misplaced 'a verification excepts a rule' $RAN operator "$(verify_of A lab $R1)" 'Rule: order'
misplaced 'an attestation is of a run' $CLAIMED owner "$ATTESTS" "Run: $R1"
misplaced 'a reopen brings a result' $RAN owner "$(reopen_of A lab)" 'Check: up pass'
misplaced 'a pin is a candidate' $BASE operator "$(pin_of lab $IMAGE)" "Candidate: $ZERO"
misplaced 'a lock ends by itself' $BASE owner 'lock A lab' 'Until: 2026-01-28T11:00:00Z'
misplaced 'a lock under another name' $BASE owner 'lock A lab' 'Hold: other'
misplaced 'a lock of paths' $BASE owner 'lock A lab' 'Path: playbooks/b.sh'
misplaced 'a skip ends' $BASE owner "$(skip_of A lab)" 'Expires: 2026-01-28T11:00:00Z'
misplaced 'a skip lets bodies go' $BASE owner "$(skip_of A lab)" "Body: $ZERO"

# What stands on its word, and is not so: src/policy/act_named.c, act_launch.c, act_holds.c.
attack 'a file that is accepted, and nobody runs it' evidence $BASE operator \
	"$(start_of A lab; echo 'Accepted: playbooks/a.sh')" '=Accepted: playbooks/ice.sh'
attack 'an approval of a step excepts a rule' evidence $BASE reviewer "$(approval)" 'Rule: order'
attack 'an approval of a step, for one branch' evidence $BASE reviewer "$(approval)" 'Ref: refs/heads/main'
attack 'an approval in roles of nobody' evidence $BASE reviewer \
	"$(approval 'For: Lea Legal <lea@example.com>' 'Role: reviewer' "$LETTER")" '=For: -'
attack 'a witness who does not say in which role' evidence $BASE reviewer \
	"$(approval 'For: Lea Legal <lea@example.com>' 'Role: reviewer' "$LETTER")" '=Role: -'
attack 'an attestation of a criterion, and of an event' evidence $CLAIMED owner "$ATTESTS" "Act: $(act_of $RAN)"
attack 'an attestation of an event, and of a check' evidence $SAID owner "$(attest_of $SAID)" 'Check: up pass'
attack 'an attestation of an event, and of a criterion' evidence $SAID owner "$(attest_of $SAID)" 'Criterion: restore'
attack 'deprecated for what is not a step' reference $BASE owner 'deprecate A lab
says old
Replacement: NEEDY' '=Replacement: NOBODY'
