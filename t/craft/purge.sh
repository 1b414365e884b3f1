# A deprecated item that may go: src/policy/act_purge.c, src/fold/objects_purge.c.
# shellcheck disable=SC2086,SC2046 # ids of objects and acts are plain words
cd "$TRASH/r" || exit 1
SEALED_AT=docs/checkpoints/2026-01-28-PURGE
# purge_of ITEM [REPLACEMENT]
purge_of () {
	printf '%s\n' purge "Subject: path:playbooks/deprecated/$1" 'says nobody needs it' "Replacement: ${2:-FRESH}" \
		"Content: sha256:$(sha256sum <playbooks/deprecated/$1 | cut -d' ' -f1)" 'Expires: 2026-01-28T20:00:00Z' "Directory: $SEALED_AT" && tip_line
}
# list_of PARENT STEP ITEM...: a sealed checkpoint that lists them
list_of () {
	parent_=$1 step_=$2 && shift 2 && printf '%s\n' "$@" >"list.$step_" && printf '%s\n' "checkpoint: \"2026-01-28-$step_\"" "event: \"$R3\"" \
		"after: sha256:$(raw $parent_ | sha256sum | cut -d' ' -f1)" "step: $step_" 'environment: bare' 'result: verified' "directory: docs/checkpoints/2026-01-28-$step_/" \
		"code: $(case $CODE in [0-9]*) echo "\"$CODE\"" ;; *) echo $CODE ;; esac)" 'files:' \
		"- \"sha256:$(sha256sum <list.$step_ | cut -d' ' -f1) list\"" "series: bare/$step_" >"CHECKPOINT.$step_" &&
	printf '%s\n' "checkpoint $step_ bare" "Id: $R3" 'Result: ok' "Directory: docs/checkpoints/2026-01-28-$step_" \
		"attach checkpoints/2026/01/2026-01-28-$step_/CHECKPOINT.yaml CHECKPOINT.$step_" "attach checkpoints/2026/01/2026-01-28-$step_/list list.$step_"
}
ran_of () { # ran_of STEP RUN: at the end of $LIST
	situation LIST $LIST operator "$(start_of $1 bare; echo "Id: $2")"
	situation LIST $LIST operator "$(finish_of $1 bare $2)"
}
LIST=$BASE
ran_of PURGE $R1
UNSHOWN=$LIST
situation LIST $LIST operator "$(list_of $LIST PURGE playbooks/deprecated/gone.sh playbooks/deprecated/alone.sh playbooks/deprecated/old.sh playbooks/deprecated/lost.sh playbooks/deprecated/named.sh playbooks/deprecated/gated.sh)"
UNREPLACED=$LIST
ran_of FRESH $R2
UNREACHED=$LIST
situation LIST $LIST operator "$(complete_of FRESH bare $R2)"
situation OTHER_LIST $UNSHOWN operator "$(list_of $UNSHOWN PURGE playbooks/deprecated/gone.sh.old)"
situation OTHER_LIST $OTHER_LIST operator "$(start_of FRESH bare; echo "Id: $R2")"
situation OTHER_LIST $OTHER_LIST operator "$(finish_of FRESH bare $R2)"
situation OTHER_LIST $OTHER_LIST operator "$(complete_of FRESH bare $R2)"
situation TAKEN_BACK $LIST owner "unseal PURGE bare
says the wrong one
Directory: $SEALED_AT"
situation FAILED_SINCE $LIST operator "$(verify_of FRESH bare $R2 | sed 's/up pass/up fail/; s/Verdict: pass/Verdict: fail/')"
situation NO_PURGE $LIST owner "$(adopt_of $(runbook_less 's/^deprecation: .*/deprecation: {path: playbooks\/deprecated\/}/' rb.purge))"
situation RESTATED $LIST owner "$(adopt_of $(runbook_less '/id: FRESH/s/pins:/run: [echo], &/' rb.restated))"
situation NOWHERE $LIST owner "$(adopt_of $(runbook_less 's/{id: bare,/& retired: true,/' rb.nowhere))"
situation GATE_GO $LIST reviewer "$(answer_of GATED)"
situation GATE_NOT $GATE_GO operator "$(go_of fail '=Check: up fail' 'Check: asked pass')"
situation GATE_GO $GATE_GO operator "$(go_of pass)"
situation GATE_ASKS $GATE_GO owner "$(adopt_of $(runbook_less "/id: GATED/s/run: 'true'/run: 'false'/" rb.asks))"
# main as it was, for what comes
adopt_of rb.same >/dev/null 2>&1 || adopt_of runbook.yaml >/dev/null

attack 'purged by who may not' permission $LIST operator:owner "$(purge_of gone.sh)"
attack 'purged, and its replacement was never run' deprecation $UNREPLACED:$LIST owner "$(purge_of gone.sh)"
attack 'purged, and its replacement failed since' deprecation $FAILED_SINCE:$LIST owner "$(purge_of gone.sh)"
attack 'purged, and its replacement is written otherwise now' deprecation $RESTATED:$LIST owner "$(purge_of gone.sh)"
attack 'purged, and nothing that it rests on is anywhere' deprecation $NOWHERE:$LIST owner "$(purge_of gone.sh)"
attack 'purged, and the gate that replaces it was never asked' deprecation $LIST:$GATE_GO owner "$(purge_of gated.sh GATED)"
attack 'purged, and the gate that replaces it is no go' deprecation $GATE_NOT:$GATE_GO owner "$(purge_of gated.sh GATED)"
attack 'purged, and the gate that replaces it asks something else now' deprecation $GATE_ASKS:$GATE_GO owner "$(purge_of gated.sh GATED)"
attack 'purged before the milestone' deprecation $UNREACHED:$LIST owner "$(purge_of gone.sh)"
attack 'purged, and nothing of the runbook replaces it' deprecation $LIST owner "$(purge_of gone.sh)" "$(purge_of lost.sh nobody.sh | change)"
attack 'purged by another replacement than its banner names' deprecation $LIST owner "$(purge_of gone.sh)" '=Replacement: PURGE'
attack 'purged as replaced by nothing, and something is' deprecation $LIST owner "$(purge_of gone.sh)" '=Replacement: none'
situation TRUSTED $LIST owner "$(trust_of $LIST 's/^(  reviewer:\n    may:\n    - approve\n    - attest-check\n)/$1    - purge\n/m' | grep -v Principal; printf "May: reviewer %s\n" approve attest-check purge)"
attack 'purged by who is no owner, and nothing replaces it' permission $TRUSTED reviewer:owner "$(purge_of alone.sh none)"
attack 'purged without a checkpoint' deprecation $LIST owner "$(purge_of gone.sh)" '=Directory: -'
attack 'purged by a checkpoint that nobody sealed' deprecation $LIST owner "$(purge_of gone.sh)" '=Directory: docs/checkpoints/2026-01-28-PURGE-2'
attack 'purged by a checkpoint elsewhere' deprecation $LIST owner "$(purge_of gone.sh)" '=Directory: other/2026-01-28-PURGE'
attack 'purged by a checkpoint that does not list it' deprecation $OTHER_LIST:$LIST owner "$(purge_of gone.sh)"
attack 'purged by a checkpoint that was taken back' deprecation $TAKEN_BACK:$LIST owner "$(purge_of gone.sh)"
attack 'purged, and the runbook names it' deprecation $LIST owner "$(purge_of gone.sh)" "$(purge_of old.sh | change)"
attack 'purged, and a file names it' deprecation $LIST owner "$(purge_of gone.sh)" "$(purge_of named.sh | change)"
attack 'purged, and it is not deprecated' deprecation,evidence $LIST owner "$(purge_of gone.sh)" '=Subject: path:playbooks/a.sh'
attack 'purged where nothing is ever' deprecation $NO_PURGE:$LIST owner "$(purge_of gone.sh)"
attack 'purged with other bytes' evidence $LIST owner "$(purge_of gone.sh)" "=Content: $ZERO"
attack 'purged, and it is not there' deprecation,evidence $LIST owner "$(purge_of gone.sh)" '=Subject: path:playbooks/deprecated/gone'
attack 'purged on no branch' evidence $LIST owner "$(purge_of gone.sh)" '=Tip: -'
attack 'purged until yesterday' permission $LIST owner "$(purge_of gone.sh)" '=Expires: 2026-01-27T20:00:00Z'
test_expect_success 'purged on a commit that the server does not have' '
	cd r && bad=$(purge_of gone.sh | sed "s/^Tip: [0-9a-f]*/Tip: $(printf %040d 1)/" | craft $LIST owner) && ! receive $LIST $bad && test_grep "refused \[evidence\]" push.err
'
cd "$TRASH/r" || exit 1
