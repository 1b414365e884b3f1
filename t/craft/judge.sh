# What is asked of every act, and what it says of objects: src/policy/judge_act.c, src/fold/objects.c.
# shellcheck disable=SC2086,SC2046 # ids of objects and acts are plain words
cd "$TRASH/r" || exit 1
id_of () { # id_of COMMIT
	raw $1 | sed -n 's/^Mcade-Id: //p'
}
situation LIVE_STARTED $BASE operator "$(run_of ONLY open)"
attack 'an act that a role does not permit' permission $BASE operator:owner 'lock A lab'
attack 'a finish of a run that somebody else began' permission $STARTED reviewer:operator "$(finish_of A lab $R1)"
attack 'a live finish, by an owner, of what an operator began' permission $LIVE_STARTED owner:operator "$(finish_of ONLY open $R1)"
attack 'an environment of no runbook' reference $BASE operator "$(start_of A lab)" '=Environment: nowhere'
attack 'an act before a runbook is in force' reference $GENESIS:$BASE owner 'lock A lab'
attack 'a start before a runbook is in force' reference $GENESIS:$BASE owner "$(start_of A lab)"
attack 'a completion before a runbook is in force' reference $GENESIS:$PINNED owner "$(done_of A lab)"
attack 'a step of no runbook' reference $BASE owner 'lock A lab' '=Step: NONE'
attack 'a step that this environment has not' reference $BASE owner 'lock ONLY open' '=Environment: lab'
attack 'a rollback is approved that there is not' reference $BASE owner "$(approval_of A lab)" '=Step: -
Subject: rollback:R'
attack 'an id that another event has' identity $RAN owner 'block A lab
says no licence
Until: tomorrow' "=Id: $R1"
attack 'trust with an id that another event has' identity $BASE owner "$(trust_of $BASE 1)" "=Id: $(id_of $BASE)"
said REVOKED_AGAIN $BASE owner "$(revocation $BASE; echo "=Id: $(id_of $BASE)")"
attack 'a key that such an event revoked' ledger-integrity $REVOKED_AGAIN:$BASE operator "$(start_of A lab)"
attack 'an event that counts, named as disputed' evidence $RAN operator "$(pin_of lab $IMAGE)" "Disputes: $R1 order"

attack 'a start in a repository that is not the step'"'"'s' evidence $BASE operator "$(start_of A lab)" 'Repository: other'
# What another repository has is compared with no object: it is no content of this one.
far_of () { # far_of WORD [LINES]: FAR, where its files are
	printf '%s\n' "$1 FAR bare" "Code: $CODE" 'Repository: other' && digests_of FAR bare && shift && printf '%s\n' "$@"
}
FAR_RAN=$(far_of start)
attack 'a start elsewhere, as a release of this repository' evidence $BASE operator "$FAR_RAN" "$(content_lines)"
attack 'a start elsewhere, of content that nobody compares' evidence $BASE operator "$FAR_RAN" "Content: $ZERO"
situation FAR_STARTED $BASE operator "$FAR_RAN
Id: $R1"
situation FAR_RAN $FAR_STARTED operator "$(finish_of FAR bare $R1)"
attack 'seen to work elsewhere, as a release of this repository' evidence $FAR_RAN operator \
	"$(far_of verify "Run: $R1" 'Verdict: pass' 'Check: up pass')" "$(content_lines)"
attack 'a live start on a branch that nobody governs' evidence $BASE operator \
	"$(start_of ONLY open)" "=Tip: $CODE refs/heads/topic"
attack 'a live start of what is on no branch' drift $BASE operator "$(start_of ONLY open)" '=Tip: -'
FOREIGN=$(git commit-tree -p $CODE -m foreign "$CODE^{tree}")
attack 'a live start from a commit that its branch has not' drift $BASE operator "$(start_of ONLY open)" "=Code: $FOREIGN"

# Approvals.
approval () { # approval [LINES]: of SIGNED in lab
	approval_of SIGNED lab "$@"
}
situation APPROVED $BASE reviewer "$(approval)"
situation APPROVED_NOT $BASE reviewer "$(approval '=Verdict: fail')"
situation APPROVED_BY_OWNER $BASE owner "$(approval)"
situation USED_UP $APPROVED operator "$(run_of SIGNED lab)"
situation USED_UP $USED_UP operator "$(finish_of SIGNED lab $R1)"
attack 'a start that nobody approved' conditions $BASE:$APPROVED operator "$(start_of SIGNED lab)"
attack 'a start that somebody disapproved' conditions $APPROVED_NOT:$APPROVED operator "$(start_of SIGNED lab)"
situation WITHDRAWN $APPROVED reviewer "$(approval '=Verdict: fail')"
# Somebody without a key agrees, and a signer witnesses it.
LETTER="Evidence: $ZERO 3 letter"
heard () { # heard LINES: Lea has agreed to HEARD
	approval_of HEARD lab 'For: Lea Legal <lea@example.com>' 'Role: reviewer' "$LETTER" "$@"
}
situation WITNESSED $BASE reviewer "$(approval 'For: Lea Legal <lea@example.com>' 'Role: reviewer' "$LETTER")"
situation HEARD $BASE reviewer "$(heard)"
situation HEARD_ELSE $BASE reviewer "$(heard '=Role: owner')"
situation HEARD_NO $HEARD owner "$(heard '=Verdict: fail')"
attack 'a witness with nothing that shows it' evidence $BASE reviewer "$(heard)" '=Evidence: -'
attack 'a witness for who has a key' permission $BASE reviewer "$(heard)" '=For: Otto <OPERATOR@example.com>'
attack 'witnessed by whoever starts it' conditions $HEARD reviewer:operator "$(start_of HEARD lab)"
attack 'witnessed for another role' conditions $HEARD_ELSE:$HEARD operator "$(start_of HEARD lab)"
attack 'witnessed, and taken back before another witness' conditions $HEARD_NO:$HEARD operator "$(start_of HEARD lab)"
attack 'approved, and taken back' conditions $WITHDRAWN:$APPROVED operator "$(start_of SIGNED lab)"
attack 'approved for somebody without a key' conditions $WITNESSED:$APPROVED operator "$(start_of SIGNED lab)"
attack 'approved by a role that does not count' conditions $APPROVED_BY_OWNER:$APPROVED operator "$(start_of SIGNED lab)"
attack 'approved by whoever starts it' conditions $APPROVED reviewer:operator "$(start_of SIGNED lab)"
attack 'approved, and too late' conditions $APPROVED operator "$(start_of SIGNED lab)" 'at 7200'
ROLES='s/^    - reviewer\n    - operator$/    - operator/m'
situation DEMOTED $APPROVED owner "$(trust_of $APPROVED "$ROLES"; echo 'Role: operator')"
situation APPOINTED $APPROVED_BY_OWNER owner "$(trust_of $APPROVED_BY_OWNER 's/^    - owner$/    - owner\n    - reviewer/m'; echo 'Role: reviewer')"
attack 'approved before he had the role' conditions $APPOINTED:$DEMOTED operator "$(start_of SIGNED lab)"
echo 'echo other' >playbooks/b.sh && git commit -q -a -m 'another b' && OTHER=$(git rev-parse HEAD) &&
git reset -q --hard $CODE
other_lines () { # other_lines: of the content that it has
	printf '%s\n' "$(start_of A lab; content_lines)" "=Content: $ZERO" '=Candidate: -' "=Code: $OTHER" | craft $BASE owner >asked &&
	set -- "$(errors_of "$(cat asked)" | sed -n 's/.*the whole tree.*|\(.*\)|.*/\1/p')" &&
	echo "=Content: $1" && echo "=Candidate: sha256:$(printf %s "$1" | sha256sum | cut -d' ' -f1)"
}
situation APPROVED_OTHER $BASE reviewer "$(approval "=Code: $OTHER" "$(other_lines)")"
attack 'approved as another candidate' conditions $APPROVED_OTHER:$APPROVED operator "$(start_of SIGNED lab)"
attack 'approved as a candidate, and none is said' conditions $APPROVED operator "$(start_of SIGNED lab)" '=Content: -
=Candidate: -'
attack 'approved as a candidate, and other bytes run' conditions,evidence $APPROVED operator "$(start_of SIGNED lab)" 'Dirty: yes'
attack 'approved as whatever it may be' evidence $BASE reviewer "$(approval)" '=Candidate: -'
attack 'approved as what is pinned otherwise' evidence $BASE reviewer "$(approval)" "=Candidate: $ZERO"
attack 'approved as other content than the commit has' evidence $BASE reviewer "$(approval)" "=Content: $ZERO
=Candidate: sha256:$(printf %s $ZERO | sha256sum | cut -d' ' -f1)"
attack 'approved as content of no commit' evidence $BASE reviewer "$(approval)" '=Code: -'
attack 'approved as another definition' evidence $BASE reviewer "$(approval)" "=Definition: $ZERO"
attack 'approved as other checks' evidence $BASE reviewer "$(approval)" "=Checks: $ZERO"
attack 'approved until now' permission $BASE reviewer "$(approval)" '=Expires: 2026-01-28T10:00:00Z'
EASED_TEXT=$(runbook_less "/id: SIGNED/s/run: 'true'/run: 'false'/" rb.eased)
situation EASED $APPROVED owner "$(adopt_of $EASED_TEXT)"
EASED_CHECKS=$(start_of SIGNED lab | sed "s/^Checks: .*/Checks: $ZERO/" | craft $EASED operator >asked &&
	errors_of "$(cat asked)" | sed -n 's/.*another list of checks .*|\(.*\)|.*/\1/p')
eased () { # eased: the same, of the checks that are in force since
	sed "s/^Checks: .*/Checks: $EASED_CHECKS/"
}
situation EASED_ANEW $EASED reviewer "$(approval | eased)"
attack 'approved before the checks changed' conditions $EASED:$EASED_ANEW operator "$(start_of SIGNED lab | eased)"
attack 'an approval is used up' conditions $USED_UP:$APPROVED operator "$(start_of SIGNED lab)"

# What stands in objects.
attack 'a start of other bytes' evidence $BASE operator "$(start_of A lab)" "=Uses: $ZERO playbooks/a.sh"
attack 'a start with another input' evidence $BASE operator "$(start_of A lab)" "=Input: $ZERO playbooks/a.in"
attack 'a start of a folder' evidence $BASE operator "$(start_of A lab)" "=Uses: $ZERO playbooks"
attack 'a start of other content' evidence $BASE operator "$(start_of A lab; content_lines)" "=Content: $ZERO
=Candidate: -"
echo 'echo other' >playbooks/a.sh && git commit -q -a -m 'another a' && NEXT=$(git rev-parse HEAD) &&
git reset -q --hard $CODE
attack 'complete, and the file is another since' completion,evidence $PINNED operator \
	"$(done_of A lab)" "=Tip: $NEXT refs/heads/main"
situation NOCODE $BASE operator "$(run_of A lab; echo '=Code: -')"
situation NOCODE $NOCODE operator "$(finish_of A lab $R1)"
situation NOCODE $NOCODE operator "$(pin_of lab $IMAGE)"
attack 'complete, and it ran from no commit' completion $NOCODE:$PINNED operator "$(done_of A lab)"

# Where a branch stands is no part of the record: audit and server compare.
beside () { # beside WHO LINES CHANGE
	control_=$(printf '%s\n' "$2" | craft $BASE $1) && counts $BASE $control_ &&
	crafted_=$(printf '%s\n' "$2" "$3" | craft $BASE $1) && own_errors $BASE $crafted_ &&
	[ "$(cut -d' ' -f1 own_errors)" = evidence ] && [ "$(head -n 1 errors)" = 1 ] &&
	! receive $BASE $crafted_ && test_grep 'refused \[evidence\]' push.err
}
test_expect_success 'a live start of a commit that the branch has not' '
	cd r && beside operator "$(start_of ONLY open)" "=Tip: $NEXT refs/heads/main"
'
test_expect_success 'an adopt of a commit that the branch has not' '
	cd r && adopt=$(adopt_of rb.same) && tree=$(echo "$adopt" | sed -n "s/^Tip: \(.*\) .*/\1^{tree}/p") &&
	beside owner "$adopt" "=Tip: $(git commit-tree -p $CODE -m rb "$tree") refs/heads/main"
'
cd "$TRASH/r" || exit 1

# What an honest program asks before it changes the world: src/policy/act_launch.c.
situation LIVE_RUN $BASE operator "$(run_of ONLY open)"
situation LIVE_RUN $LIVE_RUN operator "$(finish_of ONLY open $R1)"
attack 'a live verification from a commit that its branch has not' drift $LIVE_RUN operator \
	"$(verify_of ONLY open $R1)" "=Code: $FOREIGN"
attack 'a live verification from no commit' drift $LIVE_RUN operator "$(verify_of ONLY open $R1)" '=Code: -'
echo 'echo another b' >b.changed
CHANGED=$(on_main playbooks/b.sh b.changed)
changed_start () {
	start_of ONLY open | sed "s|^Uses: .*|Uses: sha256:$(sha256sum <b.changed | cut -d' ' -f1) playbooks/b.sh|
		s|^Code: .*|Code: $CHANGED|; s|^Tip: .*|Tip: $CHANGED refs/heads/main|"
}
attack 'a live start of what changed since it ran' drift $LIVE_RUN operator \
	"$(changed_start; echo 'Accepted: playbooks/b.sh')" '=Accepted: -'
on_main playbooks/b.sh playbooks/b.sh >/dev/null

# A branch goes on: whoever comes later rests on nothing older.
situation AHEAD $PINNED owner "$(adopt_of rb.same)"
TIP_BEFORE="=Tip: $CODE refs/heads/main"
attack 'complete on an older tip than an event before it' evidence $AHEAD operator "$(done_of A lab)" "$TIP_BEFORE"
attack 'a live start on an older tip than an event before it' evidence $AHEAD operator "$(start_of ONLY open)" "$TIP_BEFORE"
situation FURTHER $AHEAD owner "$(adopt_of rb.same)"
attack 'an adopt from an older tip than the one before it' evidence $FURTHER owner "$(adopt_of rb.same)" \
	"=Tip: $(git rev-parse main~2) refs/heads/main"
R_LATE=44444444444444444444444444444444
# recorded anew: a start of an earlier hour, behind what its signer had not seen
late () { # late SEEN: its lines
	start_of ONLY open && printf '%s\n' "Id: $R_LATE" "$TIP_BEFORE" "$(date -u -d @$MCADE_CLOCK +Occurred:\ %Y-%m-%dT%H:%M:%SZ)" \
		"Seen: sha256:$(raw $1 | sha256sum | cut -d' ' -f1)"
}
attack 'a late start on an older tip, which its signer had seen go on' evidence $AHEAD operator \
	"$(late $PINNED)" "$(late $AHEAD | sed -n 's/^Seen/=&/p')"
situation LATE $AHEAD operator "$(late $PINNED)"
situation LATE $LATE operator "$(finish_of ONLY open $R_LATE)"
attack 'a live verification on an older tip, which somebody late named' evidence $LATE operator \
	"$(verify_of ONLY open $R_LATE)" "$TIP_BEFORE"
situation REWRITTEN $AHEAD owner "retip
says a secret was in it
Tip: $CODE refs/heads/main
Rewritten: $(git rev-parse main) refs/heads/main"
attack 'complete on an older tip, and no retip named it' evidence $AHEAD:$REWRITTEN operator \
	"$(done_of A lab; echo "$TIP_BEFORE")"
situation UNCHECKED $BASE owner "$(adopt_of $(runbook_less '/id: ONLY/s/, verify: .*/}/' rb.unchecked))"
CHECKS=$(errors_of $(printf '%s\n' "start ONLY open" "Definition: $ZERO" "Checks: $ZERO" | craft $UNCHECKED owner) |
	sed -n 's/.*another list of checks .*|\(.*\)|.*/\1/p')
attack 'a live start of what can never be completed' completion $UNCHECKED:$BASE operator \
	"$(start_of ONLY open)" "=Checks: $CHECKS"
