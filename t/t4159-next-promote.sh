#!/bin/sh
test_description='next: where every step is done, whether what HEAD has was promoted; what can never be sealed is never ready'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-acts.sh"

runbook () {
	log_head "next" &&
	cat <<-EOT
	environments:
	- {id: lab}
	- {id: prod, promote: {after: [lab], approval: {role: reviewer}}}
	defaults: {timeout: 20s, changes_state: false}
	order: needs
	completion: auto
	steps:
	- {id: SHIP, run: 'true', pins: [], verify: [{id: up, run: 'true'}]}
	EOT
}
# next_is TEXT: of prod, as text and as JSON.
next_is () {
	git mcade next --env prod --json >next.out && test "$(json "\$j->{command} // \$j->{hint} // q()" next.out)" = "$1" && test "$(json "\$j->{step} ? 1 : 0" next.out)" = 0 && git mcade next --env prod >text.out && test_grep "${1:-nothing to do in prod: every step is done}" text.out
}
lab () {
	git mcade run SHIP --env lab && save "in lab" && as_person reviewer git mcade approve promote --env prod -m fine && tick
}

test_expect_success 'setup: what HEAD has is promoted, and done: nothing is left' '
	adopted && git mcade trust add rita --key "$(key_of reviewer)" --name Rita --email rita@example.com --role reviewer && as_person reviewer git mcade join --no-hooks && tick && lab && git mcade promote --env prod && save promoted && git mcade run SHIP --env prod && save done && next_is ""
'
test_expect_success 'another content: what comes before the promotion, then whom it waits for, then the promotion' '
	cd r && echo two >file && save two && next_is "git mcade verify SHIP --env lab" && git mcade reopen SHIP --env lab -m two && next_is "git mcade run SHIP --env lab" && git mcade run SHIP --env lab && save "in lab" && next_is "reviewer Rita runs: git mcade approve promote --env prod -m REASON"
'
test_expect_success 'ready it is the command, and to whoever may not, who may' '
	cd r && as_person reviewer git mcade approve promote --env prod -m fine && tick && next_is "git mcade promote --env prod" && test_grep "every step is done in prod, and HEAD is not promoted there: git mcade promote" text.out && as_person reviewer git mcade next --env prod >text.out && test_grep "not promoted there; hint: ask owner .* to do it" text.out &&
	git mcade promote --env prod && save promoted && git mcade next --env prod >text.out && test_grep "git mcade run SHIP --env prod" text.out && git mcade run SHIP --env prod && save done && next_is ""
'
test_expect_success 'in the past nothing waits' 'cd r && echo three >file && save three && at=$(git mcade log -n 1 --json | perl -ne "print \$1 if /\"sequence\":(\d+)/") && git mcade next --env prod --at "$at" >text.out && test_grep "nothing to do in prod" text.out'
test_expect_success 'a checkpoint that no record has a place for: told at adopt and by lint, and not ready' '
	cd r && { runbook && echo "- {id: SEAL, kind: checkpoint, needs: [], pins: []}"; } | sed "s/^records:.*/records: {log: docs\/log.md}/" >runbook.yaml && save seal && git mcade adopt >out 2>err && test_grep "1 step cannot be completed as written, SEAL first: no .records.checkpoint. of the runbook" err && save adopted &&
	refused git mcade lint --missing >out 2>err && cat out err >said.out && test_grep "SEAL. cannot be completed: it is a checkpoint, and no .records.checkpoint. says where" said.out && test_grep "records: {checkpoint: .docs/checkpoints" said.out &&
	test "$(status "map { \$_->{ready} ? 1 : 0 } grep { \$_->{id} eq q(SEAL) } @{\$j->{steps}}")" = 0 && git mcade status --env lab >out && test_grep "SEAL is planned (the runbook has no place for checkpoints)" out &&
	sed -i "s|log: docs/log.md|&, checkpoint: \"docs/checkpoints/\${{ date }}-\${{ step.id }}/\"|" runbook.yaml && save place && git mcade adopt >out 2>err && test_grep ! "cannot be completed" err && save adopted && test "$(status "map { \$_->{ready} ? 1 : 0 } grep { \$_->{id} eq q(SEAL) } @{\$j->{steps}}")" = 1
'
test_done
