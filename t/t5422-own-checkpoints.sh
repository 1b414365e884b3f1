#!/bin/sh
test_description='what the program seals and writes itself no door refuses: a checkpoint of few steps, wherever checkpoints lie'
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
be_person owner

# sealed NAME NEEDS STEP...: a runbook of these steps, the first done, a checkpoint of it committed and pushed.
sealed () {
	rm -rf "$1" "$1.git" && new_repo "$1" && cd "$1" && bare_remote "../$1.git" . && echo one >app && git add -A && git commit -q -m app && git push -q -u origin main && git mcade init >../out 2>&1 &&
	{
		printf '%s\n' "version: 1" "name: n" "ledger: $(git config mcade.ledgerId)" "governed: [refs/heads/main]" "completion: auto" \
			"environments: [{id: lab}]" 'records: {log: "log/${{ date }}.md", checkpoint: "cp/${{ date }}-${{ step.id }}/"}' "defaults: {changes_state: false}" "steps:" &&
		name=$1 needs=$2 && shift 2 && for step; do
			echo "- {id: $step, pins: [], $needs run: echo a, verify: [{id: t, run: test -f app}]}"
		done
	} >runbook.yaml && in_force >../out 2>&1 && git mcade run "$1" --env lab >../out 2>&1 && git mcade checkpoint "$1" --env lab >../out 2>&1
}
passes () { # passes: commit, push and history have nothing against it
	git mcade render --commit >../out 2>&1 && git add -A && { git diff --cached --quiet || git commit -q -m records; } && git push -q origin main 2>../err && git mcade sync >../out 2>&1 &&
	test "$(git ls-tree -r --name-only origin/main cp | grep -c HANDOFF.md)" = 1 && git mcade check --history >../out 2>&1 && test_grep ! contradiction ../out && { git mcade lint >../out 2>&1 || :; } && test_grep ! "contradiction" ../out
}
test_expect_success 'one of two steps, the other is next and open' '
	sealed two "" BACKUP DEPLOY && passes
'
test_expect_success 'one of three that need nothing' '
	sealed three "needs: []," A B C && passes
'
test_expect_success 'the only one' '
	sealed one "" BACKUP && passes
'
test_expect_success 'what somebody puts beside it is not the ledger'\''s word' '
	cd two && folder=$(git ls-files cp | sed -n "1s,/[^/]*$,,p") && printf "# Notes\n\ncomplete: 1 of 2\n\n- [ ] a\n- [ ] b\n" >"$folder/notes.md" && git add -A && refused git commit -q -m notes 2>../err && test_grep "\[sealed\]" ../err
'
test_done
