# Who wrote what is promoted: src/policy/act_approve.c. The last part: main goes on.
# shellcheck disable=SC2086,SC2046 # ids of objects and acts are plain words
cd "$TRASH/r" || exit 1
situation WRITTEN $BASE owner \
	"$(adopt_of $(runbook_less 's/soak: 1s, approval: {role: reviewer/&, prevent_self_approve: true/' rb.written))"
echo 'echo written' >written.sh
WRITING=$(on_main playbooks/written.sh written.sh) # by the owner
# agreed_to_written [LINES]: that this comes to next.
agreed_to_written () {
	printf '%s\n' 'approve - next' 'says seen' 'Verdict: pass' 'Expires: 2026-01-28T12:00:00Z' "Code: $WRITING" "$@"
}
agreed_to_written "Definition: $ZERO" "Checks: $ZERO" "Content: $ZERO" "Candidate: $ZERO" | craft $WRITTEN reviewer >asked &&
errors_of "$(cat asked)" | sed -n "s/.*another definition of .*|\(.*\)|.*/Definition: \1/p; s/.*another list of checks .*|\(.*\)|.*/Checks: \1/p
	s/.*the whole tree.*|\(.*\)|.*/Content: \1/p" >written
echo "Candidate: sha256:$(sed -n 's/^Content: //p' written | tr -d '\n' | sha256sum | cut -d' ' -f1)" >>written
attack 'what comes is approved by who wrote it' permission $WRITTEN owner:reviewer "$(agreed_to_written; cat written)"
attack 'what comes is approved, and which commit that is is not said' evidence $WRITTEN reviewer "$(agreed_to_written; cat written)" '=Code: -'
