#!/bin/sh
# shows: S14
test_description='documents that say which of two places is right say the same'
. "${0%/*}/lib.sh"

# orders HEADING-OF-B ITEMS-OF-B: a says checkpoints, runbook, playbooks; "path line" of what is said against b.
orders () {
	rm -rf r && new_repo r && mkdir -p r/docs && ( cd r && printf "# Admin\n\n## Source of truth order\n\n1. docs/checkpoints/ (newest explicit lock wins)\n2. \`docs/RUNBOOK.md\`\n3. ansible/playbooks\n" >docs/a.md &&
		printf "# Other\n\n%b" "$1" >docs/b.md && git add . && git commit -q -m docs && { git mcade lint --json --all >../lint.json || :; } ) &&
	perl -MJSON::PP -0777 -ne 'print map { "$_->{path} $_->{line}\n" } grep { $_->{rule} eq "contradiction" } @{decode_json($_)->{findings}}' lint.json >found
}
against () {
	orders "$1" && echo "docs/b.md $2" >expected && test_cmp expected found
}
agrees () {
	orders "$1" && test_line_count 0 found
}
test_expect_success 'S14: two documents with the order of two places the other way round' '
	against "## Order of precedence\n\n1. docs/RUNBOOK.md\n2. docs/checkpoints/\n" 5
'
test_expect_success 'the order in the lines before the list; in another language; with others between; once' '
	against "The source of truth, in this order:\n\n1. [the playbooks](x) in ansible/playbooks/\n2. docs/other.md\n3. docs/checkpoints/\n4. docs/RUNBOOK.md\n" 5 &&
	against "## Rangfolge\n\n1. docs/other.md\n2. docs/RUNBOOK.md\n3. docs/checkpoints\n" 6
'
test_expect_success 'the same order, a part of it, other places, no places, no order' '
	agrees "## Sources of truth\n\n1. docs/checkpoints\n2. docs/other.md\n3. docs/RUNBOOK.md\n" && agrees "## Precedence\n\n1. docs/RUNBOOK.md\n2. docs/other.md\n" &&
	agrees "## Precedence\n\n1. flags\n2. environment\n" && agrees "## Reading\n\n1. docs/RUNBOOK.md\n2. docs/checkpoints\n" && agrees "## Source of truth\n\n- docs/RUNBOOK.md\n- docs/checkpoints\n"
'
test_expect_success 'a list of another section is no order; what lies aside keeps what it said' '
	agrees "## Source of truth\n\nThe ledger.\n\n## Files\n\n1. docs/RUNBOOK.md\n2. docs/checkpoints\n" &&
	orders "x\n" && ( cd r && mkdir -p docs/archive && printf "# Old\n\n## Source of truth\n\n1. docs/RUNBOOK.md\n2. docs/checkpoints\n" >docs/archive/b.md && git add . && git commit -q -m old && { git mcade lint --json --all >../lint.json || :; } ) && test_grep ! "contradiction" lint.json
'
test_done
