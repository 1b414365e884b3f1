# The specification and its values: src/policy/act_spec.c.
# shellcheck disable=SC2086,SC2046 # ids of objects and acts are plain words
cd "$TRASH/r" || exit 1
situation RB_HAND $BASE owner "$(adopt_of $(runbook_less 's/^- {id: LATER}/&/' rb.same))"

attack 'a pin where there is no manifest' reference $BASE operator "$(pin_of lab $IMAGE)" '=Environment: bare
detach releases/lab.yaml
attach releases/bare.yaml manifest.lab'
attack 'a pin that floats' unpinned,pin-conflict $BASE operator "$(pin_of lab $IMAGE)" '=Pin: a.image=redis:latest'
attack 'a manifest that says something else' pin-conflict $BASE operator "$(pin_of lab $IMAGE)" \
	'attach releases/lab.yaml releases/lab.yaml'
printf 'a:\n  image: %s\nb:\n  image: %s\n' "$IMAGE" "$IMAGE" >manifest.two
printf 'a:\n  image: %s\nb:\n  image: %s\n' "$IMAGE-x" "$IMAGE" >manifest.moved
attack 'a manifest that moves another pin by the way' pin-conflict $PINNED operator "pin - lab
Pin: b.image=$IMAGE
attach releases/lab.yaml manifest.two" 'attach releases/lab.yaml manifest.moved'
attack 'a manifest that nobody can read' pin-conflict $BASE operator "$(pin_of lab $IMAGE)" \
	'attach releases/lab.yaml manifest.broken'
situation PINNED_TWO $PINNED operator "pin - lab
Pin: b.image=$IMAGE
attach releases/lab.yaml manifest.two"
unpin_b="unpin - lab
says gone
Pin: b.image=$IMAGE
attach releases/lab.yaml manifest.lab"
attack 'an unpin whose manifest moves another pin' pin-conflict $PINNED_TWO operator "$unpin_b" \
	'attach releases/lab.yaml manifest.moved'
attack 'an unpin of another value' pin-conflict $PINNED_TWO operator "$unpin_b" "=Pin: b.image=$IMAGE-x"

attack 'a runbook whose content is nothing of its commit' evidence $BASE owner \
	"$(adopt_of $(runbook_less "\$ a content: ['**']" rb.all))" "$(adopt_of $(runbook_less "\$ a content: ['**', 'none/**']" rb.nothing) | change)"
attack 'a runbook that drops a step with history' identity $STARTED:$BASE owner \
	"$(adopt_of $(runbook_less '/^- {id: next,/d; s/, promote: {[^}]*}//; /id: A,/d; s/needs: .A., //' rb.dropped))"
attack 'a runbook that gives the id of what ran to other work' identity $STARTED:$BASE owner \
	"$(adopt_of $(runbook_less '/id: A,/s/uses: .*pins: .a.image./uses: playbooks\/ice.sh, pins: []/; /id: ICE,/s/uses: .*pins: ../uses: playbooks\/a.sh, inputs: [playbooks\/a.in], pins: [a.image]/' rb.swapped))"
# What has history keeps its name, and its place.
situation PINNED_ALONE $BASE operator "$(pin_of lab $IMAGE)"
situation HALTED_PROD $BASE owner 'halt - prod
says stop'
attack 'a runbook that drops an environment with pins' identity $PINNED_ALONE:$BASE owner \
	"$(adopt_of $(runbook_less '/^- {id: lab,/d; /^- {id: next,/d; s/, promote: {[^}]*}//; s/ environment: lab,//' rb.nolab))"
attack 'a runbook that renames an environment under a halt' identity $HALTED_PROD:$BASE owner \
	"$(adopt_of $(runbook_less 's/{id: prod,/{id: live,/; s/environment: prod,/environment: live,/; s/environments: .prod,/environments: [live,/' rb.live))"
attack 'a runbook that drops an environment where a step ran' identity $STARTED:$BASE owner \
	"$(adopt_of $(runbook_less '/^- {id: lab,/d; /^- {id: next,/d; s/, promote: {[^}]*}//; s/ environment: lab,//' rb.nolab))"
attack 'a runbook that takes a step with history out of an environment' identity $STARTED:$BASE owner \
	"$(adopt_of $(runbook_less '/^- {id: next,/d; s/, promote: {[^}]*}//; s/{id: A,/& environments: [prod, bare],/' rb.narrow))"
attack 'a rename to where the step is not' reference $STARTED owner \
	"$(adopt_of $(runbook_less 's/id: A,/id: A2, was: A,/; s/needs: .A./needs: [A2]/' rb.moved); echo 'Rename: A lab A2')" \
	"$(adopt_of $(runbook_less '/^- {id: next,/d; s/, promote: {[^}]*}//; s/id: A,/id: A2, was: A, environments: [prod],/; s/needs: .A./needs: [A2]/' rb.moved.away) | change)"
situation SIGNED_ONCE $BASE reviewer "$(approval_of SIGNED lab)"
situation SIGNED_RENAMED $SIGNED_ONCE owner "$(adopt_of $(runbook_less 's/id: SIGNED,/id: OTHER, was: SIGNED,/' rb.signed); echo 'Rename: SIGNED lab OTHER')"
situation SIGNED_ANEW $SIGNED_RENAMED reviewer "$(approval_of SIGNED lab | sed '1s/SIGNED/OTHER/')"
attack 'a rename takes no approval along' conditions $SIGNED_RENAMED:$SIGNED_ANEW operator \
	"$(start_of SIGNED lab | sed '1s/SIGNED/OTHER/')"
attack 'a runbook of another ledger' identity $BASE owner "$(adopt_of rb.same)" \
	"$(adopt_of $(runbook_less 's/^ledger: ..../ledger: beef/' rb.other) | change)"
attack 'a runbook of no ledger' identity $BASE owner "$(adopt_of rb.same)" \
	"$(adopt_of $(runbook_less '/^ledger: /d' rb.none) | change)"
attack 'a runbook that is none' document $BASE owner "$(adopt_of rb.same)" \
	"$(adopt_of $(runbook_less 's/^steps:/stops:/' rb.broken) | change)"
attack 'a runbook with a key that nothing obeys' document $BASE owner "$(adopt_of rb.same)" \
	"$(adopt_of $(runbook_less 's/{id: lib, manual: The rack is off,/& cwd: x,/' rb.window) | change)"
attack 'an adopt moves a recorded pin' pin-conflict $PINNED owner \
	"$(adopt_of rb.same; echo 'attach releases/lab.yaml manifest.lab')" 'attach releases/lab.yaml manifest.moved'
attack 'an adopt forgets a recorded pin' pin-conflict $PINNED:$BASE owner \
	"$(adopt_of rb.same; echo 'attach releases/lab.yaml releases/lab.yaml')"
attack 'an adopt takes the manifest off what is pinned' pin-conflict $PINNED:$BASE owner \
	"$(adopt_of $(runbook_less 's/{id: lab, manifest: releases.lab.yaml}/{id: lab}/' rb.loose))"
attack 'an adopt moves the manifest of what is pinned to where none is' pin-conflict $PINNED:$BASE owner \
	"$(adopt_of $(runbook_less 's/{id: lab, manifest: releases.lab.yaml}/{id: lab, manifest: gone.yaml}/' rb.gone))"
attack 'an adopt brings a manifest that nobody can read' document $BASE owner \
	"$(adopt_of rb.same; echo 'attach releases/lab.yaml manifest.lab')" 'attach releases/lab.yaml manifest.broken'
attack 'an adopt brings the manifest of no environment' reference $BASE owner \
	"$(adopt_of rb.same; echo 'attach releases/lab.yaml manifest.lab')" 'attach releases/ghost.yaml manifest.broken'
attack 'a rename that the runbook does not say' identity $STARTED owner \
	"$(adopt_of $(runbook_less 's/id: A,/id: A2, was: A,/; s/needs: .A./needs: [A2]/' rb.renamed); echo 'Rename: A lab A2')" \
	"$(adopt_of $(runbook_less 's/id: A,/id: A2,/; s/needs: .A./needs: [A2]/' rb.taken) | change)"
attack 'a rename under another name' identity $STARTED owner "$(adopt_of rb.renamed; echo 'Rename: A lab A2')" \
	'=Rename: A lab A3'
attack 'a rename of what has no history' identity $BASE:$STARTED owner \
	"$(adopt_of rb.renamed; echo 'Rename: A lab A2')"
printf -- '- {step: %s, environment: %s, claim: %s, path: OLD.md, line: 1, raw: so}\n' A lab complete NONE lab complete ONLY lab complete \
	NEEDY lab complete NEEDY lab planned NEEDY nowhere complete NEEDY nowhere planned A2 lab complete >claims
on_main runbook.claims.yaml claims >/dev/null
attack 'a claim of a step that the runbook has not' reference $BASE owner \
	"$(adopt_of rb.same; echo 'Claim: A lab complete')" '=Claim: NONE lab complete'
attack 'a claim in an environment that the runbook has not' reference $BASE owner \
	"$(adopt_of rb.same; echo 'Contradicted: NEEDY lab complete')" '=Contradicted: NEEDY nowhere complete'
attack 'a claim where the step is not' reference $BASE owner \
	"$(adopt_of rb.same; echo 'Claim: A lab complete')" '=Claim: ONLY lab complete'
attack 'a claim that nobody made' evidence $BASE owner "$(adopt_of rb.same; echo 'Claim: A lab complete')" '=Claim: GUARDED lab complete'
attack 'a claim of something else' evidence $BASE owner "$(adopt_of rb.same; echo 'Claim: A lab complete')" '=Claim: A lab locked'
situation REOPENED $STARTED operator "$(finish_of A lab $R1)"
situation REOPENED $REOPENED owner "$(reopen_of A lab)"
attack 'a claim of what ran and was reopened' order $REOPENED:$BASE owner "$(adopt_of rb.same; echo 'Claim: A lab complete')"
attack 'a claim of what ran, under its new name' order $STARTED:$BLOCKED owner \
	"$(adopt_of rb.renamed; printf '%s\n' 'Rename: A lab A2' 'Claim: A2 lab complete')"
attack 'a claim that others contradict' evidence $BASE owner "$(adopt_of rb.same; echo 'Claim: A lab complete')" '=Claim: NEEDY lab complete'
attack 'a contradiction that is none' evidence $BASE owner \
	"$(adopt_of rb.same; echo 'Contradicted: NEEDY lab complete')" '=Contradicted: A lab complete'
printf 'a:\n  image: redis:latest\nz:\n  image: %s\n' $IMAGE >manifest.on
printf 'a:\n  enabled: false\n  image: redis:latest\nz:\n  image: %s\n' $IMAGE >manifest.off
attack 'a pin switches off what a step names' pin-conflict $BASE operator \
	"$(printf '%s\n' 'pin - lab' "Pin: z.image=$IMAGE" 'attach releases/lab.yaml manifest.on')" 'attach releases/lab.yaml manifest.off'
situation RELEASED_HALF $RELEASED operator "$(run_of GUARDED lab; printf '%s\n' "=Id: $R2" 'Check: guard.g pass')"
situation RELEASED_HALF $RELEASED_HALF operator "$(finish_of GUARDED lab $R2; echo 'Check: stop.s pass')"
situation RELEASED_HALF $RELEASED_HALF operator "$(complete_of GUARDED lab $R2)"
# What was promoted runs, and nothing else.
situation PROMOTED $RELEASED operator "$(promote_of prod lab)"
situation PINNED_PROD $RELEASED operator "$(pin_of prod $IMAGE)"
attack 'a start where nothing was promoted' promotion $PINNED_PROD:$PROMOTED operator "$(release_of A)"
attack 'a start of other content than was promoted, and nobody sees that it is none' promotion $PROMOTED operator \
	"$(release_of A)" '=Content: -
=Candidate: -'
situation PROMOTED_MOVED $PROMOTED operator "$(pin_of prod $NEWER)"
attack 'a start with another pin than was promoted' promotion $PROMOTED_MOVED:$PROMOTED operator "$(release_of A)" \
	"=Candidate: sha256:$(printf '%s\na.image=%s' "$(cat "$TRASH/content")" $NEWER | sha256sum | cut -d' ' -f1)"
attack 'promoted from where nothing comes first' promotion $RELEASED operator "$(promote_of prod lab)" '=Source: bare'
attack 'promoted before anything was verified' promotion $BASE:$RELEASED operator "$(promote_of prod lab)"
attack 'promoted, another candidate than was verified' promotion $RELEASED operator "$(promote_of prod lab)" "=Candidate: $ZERO"
attack 'promoted, as what ran before there was a pin' promotion $RELEASED operator "$(promote_of prod lab)" \
	"$(content_lines | sed -n 's/^Candidate/=&/p')"
attack 'promoted, other content than was verified' promotion,evidence $RELEASED operator \
	"$(promote_of prod lab)" "=Content: $ZERO"
attack 'promoted, and what it is is not said' promotion $RELEASED operator "$(promote_of prod lab)" '=Content: -'
attack 'promoted, and of which commit is not said' promotion $RELEASED operator "$(promote_of prod lab)" '=Code: -'
attack 'promoted, and it is on no branch that is governed' evidence $RELEASED operator "$(promote_of prod lab)" \
	"=Code: $(git commit-tree -p $CODE -m topic "$CODE^{tree}")"
attack 'promoted from no branch' evidence $RELEASED operator "$(promote_of prod lab)" '=Tip: -'
printf 'a:\n  image: %s\n' "${IMAGE%6a}6b" >manifest.never
attack 'promoted with a pin that was never there' promotion $RELEASED operator \
	"$(promote_of prod lab)" "=Pin: a.image=${IMAGE%6a}6b
attach releases/prod.yaml manifest.never"
situation RELEASED_STALE $RELEASED operator "$(pin_of lab $NEWER)"
attack 'promoted, and its pin was replaced since' promotion $RELEASED_STALE:$RELEASED operator "$(promote_of prod lab)"
attack 'promoted, and half of it was verified on something else' promotion $RELEASED_HALF:$RELEASED operator "$(promote_of prod lab)"
attack 'promoted without a pin of there' promotion $RELEASED operator "$(promote_of prod lab)" '=Pin: -'
situation RELEASED_DIRTY $RELEASED operator "$(verify_of A lab $R1; echo 'Dirty: yes')"
attack 'promoted, and its checks are of no commit' promotion $RELEASED_DIRTY:$RELEASED operator "$(promote_of prod lab)"
situation RELEASED_FAILED $RELEASED operator "$(verify_of A lab $R1; printf '%s\n' '=Verdict: fail' '=Check: up fail')"
attack 'promoted, and its check failed since' promotion $RELEASED_FAILED:$RELEASED operator "$(promote_of prod lab)"
situation RELEASED_NOT $RELEASED owner "$(reopen_of A lab)"
situation RELEASED_SKIPPED $RELEASED_NOT owner "$(skip_of A lab)"
attack 'promoted, and it was skipped' promotion $RELEASED_SKIPPED:$RELEASED operator "$(promote_of prod lab)"
situation RELEASED_OWN $RELEASED operator "$(printf 'a:\n  image: redis:latest\nb:\n  image: %s\n' $IMAGE >manifest.own
printf '%s\n' 'pin - prod' "Pin: b.image=$IMAGE" 'attach releases/prod.yaml manifest.own')"
printf 'a:\n  image: %s\nb:\n  image: %s\n' $IMAGE $IMAGE >manifest.both
attack 'promoted to where there is a pin of its own' promotion $RELEASED_OWN:$RELEASED operator "$(promote_of prod lab)" \
	'attach releases/prod.yaml manifest.both'
agreed_of () { # agreed_of: an approval of what would be promoted to next
	printf '%s\n' 'approve - next' 'says seen' 'Verdict: pass' 'Expires: 2026-01-28T12:00:00Z' "Code: $CODE" &&
	content_lines && printf '%s\n' "$@"
}
printf '%s\n' "$(agreed_of "Definition: $ZERO" "Checks: $ZERO")" | craft $RELEASED reviewer >asked &&
	errors_of "$(cat asked)" | sed -n "s/.*another definition of .*|\(.*\)|.*/Definition: \1/p
		s/.*another list of checks .*|\(.*\)|.*/Checks: \1/p" >next.digests
attack 'a promotion approved, and of another release' evidence $RELEASED reviewer "$(agreed_of; cat next.digests)" "=Candidate: $ZERO"
attack 'a promotion approved that nobody has to approve' reference $RELEASED reviewer "$(agreed_of; cat next.digests)" '=Environment: prod'
situation AGREED $RELEASED reviewer "$(agreed_of; cat next.digests)"
soon=$(date -u -d "@$((MCADE_CLOCK + 1))" +Occurred:\ %Y-%m-%dT%H:%M:%SZ)
next_of () {
	printf '%s\n' 'promote - next' 'Source: lab' "Code: $CODE" "$(tip_line)" "$soon" && content_lines
}
attack 'promoted before the time has passed' promotion $AGREED operator "$(next_of)" '=Occurred: -'
attack 'promoted, and nobody agreed' conditions $RELEASED:$AGREED operator "$(next_of)"
attack 'promoted, with an answer to what nobody asks' evidence $AGREED operator "$(next_of)" 'Check: verify.up pass'
situation RELEASED_RUNS $RELEASED operator "$(run_of NEEDY lab; echo "=Id: $R2")"
attack 'promoted while something runs' promotion $RELEASED_RUNS:$RELEASED operator "$(promote_of prod lab)"
# A verification elsewhere is none of what never ran; of what ran nobody knows where, none at all.
elsewhere () { # elsewhere NAME PATH: $NAME_AT with that file changed, $NAME verified there, $NAME_LINES
	at_=$(echo "echo $1" >changed && on_main $2 changed) &&
	asked_=$(printf '%s\n' "$(start_of NEEDY lab)" "=Code: $at_" "Content: $ZERO" | craft $RELEASED owner) &&
	content_=$(errors_of $asked_ | sed -n 's/.*the whole tree.*|\(.*\)|.*/\1/p') &&
	lines_=$(printf '%s\n' "=Code: $at_" "=Tip: $at_ refs/heads/main" "=Content: $content_") &&
	eval "$1_LINES=\$lines_ $1_AT=\$at_ $1_CONTENT=\$content_" &&
	eval "$1_LINES=\"\$lines_
=Candidate: sha256:$(printf '%s\na.image=%s' $content_ $IMAGE | sha256sum | cut -d' ' -f1)\"" &&
	situation $1 $RELEASED operator "$(verify_of A lab $R1; echo "$lines_")"
}
elsewhere NOTED notes.txt
elsewhere EVIL playbooks/a.sh
attack 'promoted, other bytes than ran' promotion $EVIL:$NOTED operator "$(promote_of prod lab)
$NOTED_LINES" "$EVIL_LINES"
on_main playbooks/a.sh playbooks/a.sh >/dev/null
test_expect_success 'promoted as what ran from a commit that nobody has' '
	cd r && at_=$BASE && no_=$(echo $ZERO | cut -c8-46)1 &&
	for lines_ in "$(run_of A lab; content_lines; echo "=Code: $no_")" "$(finish_of A lab $R1)" \
		"$(pin_of lab $IMAGE)" "$(done_of A lab; content_lines | grep Candidate)"; do
		at_=$(echo "$lines_" | craft $at_ operator) || return 1
	done && bad=$(promote_of prod lab | craft $at_ operator) && own_errors $at_ $bad && test_line_count 0 own_errors &&
	! receive $at_ $bad && test_grep "refused \[evidence\]" push.err
'
cd "$TRASH/r" || exit 1
attack 'rules that fall' order $BASE owner "$(adopt_of rb.same)" '=Rules: 0'
GENESIS=$(git rev-list --max-parents=0 $BASE)
attack 'tips before anything was adopted' order $GENESIS:$BASE owner "retip
says rewritten
Tip: $CODE refs/heads/main"
LEFT_BEHIND=$(git commit-tree -m older "$CODE^{tree}")
attack 'a retip leaves a tip behind that it does not move' evidence $BASE owner "retip
says rewritten
Tip: $CODE refs/heads/main
Rewritten: $LEFT_BEHIND refs/heads/main" "=Rewritten: $CODE refs/heads/main"
attack 'a retip leaves the tip of another branch behind' evidence $BASE owner "retip
says rewritten
Tip: $CODE refs/heads/main
Rewritten: $LEFT_BEHIND refs/heads/main" "=Rewritten: $LEFT_BEHIND refs/heads/topic"

# An adopt names commits that a governed branch has, and of nothing else.
attack 'adopted from a branch that nobody governs' evidence $BASE owner "$(adopt_of rb.same)" \
	"=Tip: $CODE refs/heads/topic"
attack 'adopted, and no branch that it governs is named' reference $BASE owner "$(adopt_of rb.same)" \
	"$(adopt_of $(runbook_less 's|^governed:.*|governed: [refs/heads/nowhere]|' rb.nowhere) | change)"
unsaid_of=$(adopt_of $(runbook_less '/^governed:/d' rb.unsaid); echo 'Governed: refs/heads/main')
situation UNSAID $BASE owner "$unsaid_of"
attack 'adopted, and another branch governs by default' evidence $BASE owner "$unsaid_of" "=Governed: refs/heads/topic
=Tip: $CODE refs/heads/topic"
attack 'adopted, and another branch governs by default than did' evidence $UNSAID owner "$unsaid_of" "=Governed: refs/heads/topic
=Tip: $CODE refs/heads/topic"
attack 'adopted, and the event governs where the runbook says what does' evidence $BASE owner "$(adopt_of rb.same)" \
	'Governed: refs/heads/main'
attack 'adopted from no branch' evidence $BASE owner "$(adopt_of rb.same)" '=Tip: -'
attack 'adopted, and no commit has it' evidence $BASE owner "$(adopt_of rb.same)" "=Tip: $(git rev-parse $CODE~1) refs/heads/main"
runbook_less '$apolicies: [{id: evil, forbid: evil, since: "2026-01-28"}]' rb.since >/dev/null
SINCE=$(adopt_of rb.since)
attack 'a date that begins at another commit' evidence $BASE owner "$SINCE
Since: 0000000000000000000000000000000000000000 2026-01-28" "=Since: $CODE 2026-01-28"
attack 'a date that begins at a commit that nobody has' evidence $BASE owner "$SINCE
Since: 0000000000000000000000000000000000000000 2026-01-28" "=Since: $(echo $ZERO | cut -c8-46)1 2026-01-28"
# Names shift along: A is called NEEDY, and what was NEEDY is N3.
shift_='s/{id: A,/{id: NEEDY, was: A,/; s/{id: NEEDY, optional: true, needs: .A./{id: N3, was: NEEDY, optional: true, needs: [NEEDY]/; s/needs: .A./needs: [NEEDY]/'
swap_='s/{id: A,/{id: NEEDY, was: A,/; s/{id: NEEDY, optional: true, needs: .A./{id: A, was: NEEDY, optional: true, needs: [NEEDY]/; s/needs: .A./needs: [NEEDY]/'
situation BOTH $STARTED owner 'lock NEEDY lab
says keep'
shifted_="$(adopt_of $(runbook_less "$shift_" rb.shift); printf '%s\n' 'Rename: A lab NEEDY' 'Rename: NEEDY lab N3')"
attack 'a shift that leaves the history where another step is now' identity $BOTH owner "$shifted_" '=Rename: A lab NEEDY'
attack 'a shift that leaves a history behind' identity $BOTH owner "$shifted_" '=Rename: NEEDY lab N3'
attack 'a shift that says nothing of histories' identity $BOTH owner "$shifted_" '=Rename: -'
attack 'a name is taken, and its history stays for the other' identity $STARTED owner \
	"$(adopt_of rb.shift; echo 'Rename: A lab NEEDY')" '=Rename: -'
situation SHIFTED $BOTH owner "$shifted_"
attack 'a shift that was done, once more' identity $SHIFTED owner "$(adopt_of rb.shift)" 'Rename: NEEDY lab N3'
attack 'two names change places, and the work does not' identity $BOTH owner \
	"$(adopt_of $(runbook_less "$swap_" rb.swap); printf '%s\n' 'Rename: A lab NEEDY' 'Rename: NEEDY lab A')" \
	"$(adopt_of $(runbook_less 's/{id: A,/& was: NEEDY,/; s/{id: NEEDY,/& was: A,/' rb.taken) | change)"
attack 'a new name, and the work of another' identity $STARTED owner "$(adopt_of rb.renamed; echo 'Rename: A lab A2')" \
	"$(adopt_of $(runbook_less 's/{id: A, uses: playbooks.a.sh, inputs: .playbooks.a.in., pins: .a.image./{id: A2, was: A, uses: playbooks\/ice.sh, pins: []/; s/needs: .A./needs: [A2]/' rb.other) | change)"
attack 'a new name, and the step is still there' identity $STARTED owner "$(adopt_of rb.renamed; echo 'Rename: A lab A2')" \
	"$(adopt_of $(runbook_less 's/{id: LATER,/& was: A,/' rb.still) | change)
=Rename: A lab LATER"
# What does not count is attested of the step that it names, and not of another that is called so since.
said SAID_OF_NEEDY $STARTED operator "$(start_of NEEDY lab; echo "Id: $R2")"
situation RENAMED_SINCE $SAID_OF_NEEDY owner "$(adopt_of rb.shift; echo 'Rename: A lab NEEDY')"
situation SAME_SINCE $SAID_OF_NEEDY owner "$(adopt_of $(runbook_less 's/^name: crafted/name: same/' rb.again))"
act_of_needy_="Subject: event:$(raw $SAID_OF_NEEDY | sed -n 's/^Mcade-Id: //p')
Act: $(raw $SAID_OF_NEEDY | sed -n 's/^Mcade-Id: //p') sha256:$(raw $SAID_OF_NEEDY | sha256sum | cut -d' ' -f1)"
attack 'attested of the step that has the name now' identity $RENAMED_SINCE:$SAME_SINCE owner "attest
$act_of_needy_
Verdict: pass
says I was there"
