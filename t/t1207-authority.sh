#!/bin/sh
# shows: S14
test_description='documents that say which of two places is right say the same'
. "${0%/*}/lib.sh"

# orders HEADING-OF-B ITEMS-OF-B: a says checkpoints, runbook, playbooks; "path line" of what is said against b.
orders () {
	rm -rf r && new_repo r && mkdir -p r/docs && ( cd r && printf "# Admin\n\n- [ ] look\n\n## Source of truth order\n\n1. docs/checkpoints/ (newest explicit lock wins)\n2. \`docs/RUNBOOK.md\`\n3. ansible/playbooks\n" >docs/a.md &&
		printf "# Other\n\n- [ ] work\n\n%b" "$1" >docs/b.md && git add . && git commit -q -m docs && { git mcade lint --json --all >../lint.json || :; } ) &&
	perl -MJSON::PP -0777 -ne 'print map { "$_->{path} $_->{line}\n" } grep { $_->{rule} eq "contradiction" } @{decode_json($_)->{findings}}' lint.json >found
}
against () {
	orders "$1" && echo "docs/b.md $2" >expected && test_cmp expected found
}
agrees () {
	orders "$1" && test_line_count 0 found
}
test_expect_success 'S14: two documents with the order of two places the other way round' '
	against "## Order of precedence\n\n1. docs/RUNBOOK.md\n2. docs/checkpoints/\n" 7
'
test_expect_success 'the order in the lines before the list; in another language; with others between; once' '
	against "The source of truth, in this order:\n\n1. [ansible/playbooks/](x), as they run\n2. docs/other.md\n3. docs/checkpoints/\n4. docs/RUNBOOK.md\n" 7 &&
	against "## Rangfolge\n\n1. docs/other.md\n2. docs/RUNBOOK.md\n3. docs/checkpoints\n" 8
'
test_expect_success 'the same order, a part of it, other places, no places, no order' '
	agrees "## Sources of truth\n\n1. docs/checkpoints\n2. docs/other.md\n3. docs/RUNBOOK.md\n" && agrees "## Precedence\n\n1. docs/RUNBOOK.md\n2. docs/other.md\n" &&
	agrees "## Precedence\n\n1. flags\n2. environment\n" && agrees "## Reading\n\n1. docs/RUNBOOK.md\n2. docs/checkpoints\n" && agrees "## Source of truth\n\n- docs/RUNBOOK.md\n- docs/checkpoints\n"
'
test_expect_success 'a sentence above steps is no order, nor are steps that only name files; what is no list of steps is not judged' '
	agrees "The ledger is the source of truth.\n\n1. docs/RUNBOOK.md\n2. docs/checkpoints\n" && agrees "## Source of truth\n\n1. Edit docs/RUNBOOK.md\n2. Look into docs/checkpoints\n" &&
	orders "x\n" && ( cd r && printf "# Read me\n\n## Source of truth\n\n1. docs/RUNBOOK.md\n2. docs/checkpoints\n" >README.md && git add . && git commit -q -m readme && { git mcade lint --json --all >../lint.json || :; } ) && test_grep ! "contradiction" lint.json
'
test_expect_success 'a list of another section is no order; what lies aside keeps what it said' '
	agrees "## Source of truth\n\nThe ledger.\n\n## Files\n\n1. docs/RUNBOOK.md\n2. docs/checkpoints\n" &&
	orders "x\n" && ( cd r && mkdir -p docs/archive && printf "# Old\n\n- [ ] was\n\n## Source of truth\n\n1. docs/RUNBOOK.md\n2. docs/checkpoints\n" >docs/archive/b.md && git add . && git commit -q -m old && { git mcade lint --json --all >../lint.json || :; } ) && test_grep ! "contradiction" lint.json
'
test_done
