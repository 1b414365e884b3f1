#!/bin/sh
test_description='purge: a deprecated item goes once what the runbook demands is shown, by these bytes, for a time'
# shows: A81 A82 A83 A84 A85 S04 S05
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-craft.sh"

OLD=play/deprecated/old.sh
runbook () {
	cat <<-EOT
	version: 1
	ledger: $(git config mcade.ledgerId)
	name: purged
	governed: [refs/heads/main]
	order: needs
	environments: [{id: lab}]
	records:
	  log: 'docs/deployments/\${{ date }}.md'
	  checkpoint: 'docs/checkpoints/\${{ date }}-\${{ step.id }}/'
	defaults: {timeout: 20s, changes_state: false, verify: [{id: up, run: 'true'}]}
	deprecation: {path: play/deprecated/, purge: {require: [replacement_verified, unreferenced, checkpoint, {milestone: ${1:-done}}]}}
	policies: [{id: keep, no_delete: ['play/**']}]
	sections: [{id: LAST}]
	steps:
	- {id: NEW, pins: [], uses: play/new.sh, run: sh play/new.sh}
	- {id: PURGE_1, pins: [], run: 'true'}
	- {id: LATER, section: LAST, pins: [], needs: [NEW], run: 'true'}
	EOT
}
banner () { # banner REPLACEMENT
	printf '%s\n' '# DEPRECATED — DO NOT RUN' '# Reason: the new one is better' '# Date: 2026-01-20' "# Replacement: $1" 'echo old'
}
tip () {
	git rev-parse $LEDGER
}
# asks MORE: it is refused, nothing is recorded, and each word of MORE stands in the reasons.
asks () {
	tip >before.out && refused git mcade purge $OLD -m gone >out.out 2>err.out && tip >after.out && test_cmp before.out after.out &&
	for word_ in "$@"; do test_grep "$word_" err.out || return 1; done
}
does () { # does STEP: run and complete
	git mcade run "$1" >out.out 2>&1 && git mcade complete "$1" >out.out 2>&1
}
kept () { # the staged deletion is refused
	expect_status 1 git mcade check --staged >err.out 2>&1 && test_grep "\[no-delete\]" err.out
}

test_expect_success 'setup: a deprecated item, its replacement, a step of the purge' '
	new_repo r && cd r && mkdir -p play/deprecated docs && echo "echo new" >play/new.sh && banner play/new.sh >$OLD && banner none >play/deprecated/alone.sh &&
	printf "%s\n" "Read ../play/deprecated/old.sh first." >docs/guide.md && git mcade init --no-hooks >out.out 2>&1 && echo "*.out" >.gitignore &&
	git add -A && git commit -q -m files && runbook >runbook.yaml && git add -A && git commit -q -m runbook && git mcade adopt >out.out 2>err.out &&
	git mcade trust role keeper --may purge >out.out 2>&1 && git mcade trust add otto --key "$(key_of operator)" --email operator@example.com --name "Otto Operator" --role keeper >out.out 2>&1 &&
	as_person operator git mcade join --no-hooks >out.out 2>&1 && tick
'
test_expect_success 'nothing is shown: each proof is asked for, and the deletion is refused' '
	cd r && asks "replacement is not verified" "guide.md" "no checkpoint" "milestone" && git rm -q $OLD && kept && test_grep "git mcade purge $OLD" err.out && git reset -q --hard
'
json () { # json EXPRESSION FILE: of the object $j in FILE
	perl -MJSON::PP -0777 -ne 'my $j = decode_json($_); print join(q( ), '"$1"'), "\n"' "$2"
}
# listed EXPRESSION [ARGUMENT...]: of each item that is listed, $i.
listed () {
	expr_=$1 && shift && git mcade purge --list "$@" --json >list.out && json "map { my \$i = \$_; $expr_ } @{\$j->{items}}" list.out
}
test_expect_success 'the list: each item of a governed branch, what replaces it, and all that the act would be refused for' '
	cd r && tip >before.out && test "$(listed "\$i->{path}.q(=).\$i->{replacement}.(\$i->{may} ? 1 : 0)")" = "play/deprecated/alone.sh=none0 $OLD=play/new.sh0" &&
	refused git mcade purge $OLD -m gone --json >act.out 2>err.out && json "map { \$_->{rule}.q(:).\$_->{message} } @{\$j->{findings}}" act.out >refused.out && listed "map { \$_->{rule}.q(:).\$_->{message} } @{\$i->{findings}}" $OLD >listed.out && test_cmp refused.out listed.out &&
	git mcade purge --list >out.out && test_grep "^$OLD: stays; replacement play/new.sh" out.out && test_grep "docs/guide.md: " out.out && printf "no banner\n" >play/deprecated/bare.sh && git add play && test "$(listed "1")" = "1 1" &&
	git commit -q -m bare && test "$(listed "\$i->{replacement} // q(-), \$i->{findings}[0]{rule}, scalar @{\$i->{findings}}" play/deprecated/bare.sh)" = "- deprecation 1" && git reset -q --hard HEAD~1 && tip >after.out && test_cmp before.out after.out &&
	usage git mcade purge --list play/new.sh 2>err.out && usage git mcade purge --list -m x 2>err.out && usage git mcade purge --list $OLD play 2>err.out
'
test_expect_success 'a file that is not here may name it: the list does not say that it may go' '
	cd r && blob=$(git rev-parse HEAD:docs/guide.md) && loose=.git/objects/$(echo "$blob" | sed "s,..,&/,") && mv "$loose" ../guide.blob && expect_status 0 git mcade purge --list --json >out.out && mv ../guide.blob "$loose" &&
	test "$(json "map { grep { \$_->{rule} eq q(evidence) } @{\$_->{findings}} } @{\$j->{items}}" out.out | wc -w)" -gt 0
'
test_expect_success 'usage: not deprecated, not there, without a word of its replacement, no reason' '
	cd r && usage git mcade purge nowhere -m x 2>err.out && usage git mcade purge $OLD 2>err.out && usage git mcade purge -m x 2>err.out && usage git mcade purge ../x -m x 2>err.out &&
	usage git mcade purge play/new.sh -m x 2>err.out && test_grep "Replacement:" err.out
'
test_expect_success 'proof after proof; the last one opens it, for these bytes; the list tells each' '
	cd r && does NEW && asks "guide.md" "no checkpoint" && ! grep -q "not verified" err.out &&
	echo "Read the new one." >docs/guide.md && git commit -q -am guide && asks "no checkpoint" "milestone" && ! grep -q guide.md err.out &&
	does PURGE_1 && does LATER && git add -A && git commit -q -m records && echo other >../list && git mcade checkpoint PURGE_1 --add ../list >out.out 2>&1 && asks "does not list it" && ! grep -q milestone err.out &&
	git mcade unseal PURGE_1 -m "the wrong list" >out.out 2>&1 && asks "checkpoint" && git add -A && git commit -q -m records &&
	printf "%s\n" "$OLD" play/deprecated/alone.sh >../list && git mcade checkpoint PURGE_1 --add ../list >out.out 2>&1 && git add -A && git commit -q -m "the list" && tick &&
	test "$(listed "\$i->{may} ? 1 : 0, scalar @{\$i->{findings}}, \$i->{hint}" $OLD)" = "1 0 git mcade purge $OLD -m REASON" && git mcade purge --list >out.out && test_grep "^$OLD: may be purged" out.out &&
	test "$(as_person operator git mcade purge --list --json | json "map { \$_->{may} ? 1 : 0 } @{\$j->{items}}" -)" = "0 1" &&
	git mcade purge $OLD -m "nobody needs it" >out.out 2>err.out && test_grep "git rm -- $OLD" err.out
'
test_expect_success 'who has no such role purges nothing; what nothing replaces only an owner' '
	cd r && refused as_person operator git mcade purge play/deprecated/alone.sh -m mine >out.out 2>err.out && test_grep "\[permission\]" err.out && test_grep "nothing replaces" err.out &&
	as_person operator git mcade purge $OLD -m again >out.out 2>err.out && git mcade purge play/deprecated/alone.sh -m "an owner says so" >out.out 2>&1
'
test_expect_success 'the door: these bytes may go, others not, for its time; so says the list' '
	cd r && test "$(listed "\$i->{next}, \$i->{purged} ? 1 : 0, \$i->{until} ? 1 : 0" $OLD)" = "git rm -- $OLD 1 1" && git mcade purge --list $OLD >out.out && test_grep "may be deleted until 2" out.out && echo more >>$OLD && git commit -q -am "other bytes" && test "$(listed "\$i->{purged} ? 1 : 0" $OLD)" = 0 && git reset -q --hard HEAD~1 &&
	git rm -q $OLD && git mcade check --staged >out.out 2>&1 && test_grep "purged by event" out.out && git reset -q --hard &&
	banner none >$OLD && git commit -q -am "another banner" && git commit -q --allow-empty -m next && git rm -q $OLD && kept && git reset -q --hard HEAD~2 &&
	mkdir -p elsewhere && git mv $OLD elsewhere/ && git mcade check --staged >out.out 2>&1 && git reset -q --hard &&
	rm $OLD && ln -s ../new.sh $OLD && git add -A && kept && git reset -q --hard && tick 90000 && test "$(listed "\$i->{purged} ? 1 : 0" $OLD)" = 0 && git rm -q $OLD && kept && git reset -q --hard
'
test_expect_success 'deleted, it is shown for ever, and the audit is content; what the purge let go stays gone' '
	cd r && git mcade purge $OLD -m "once more" >out.out 2>&1 && git rm -q $OLD && git commit -q -m purged && git mcade audit >out.out 2>&1 && tick 900000 && git mcade audit >out.out 2>&1 &&
	git mcade check --history >out.out 2>&1 && test_grep "purged by event" out.out &&
	git mcade audit --exceptions --json >exceptions.out && test_grep "\"kind\":\"purge\"" exceptions.out && usage git mcade purge $OLD -m x 2>err.out
'
test_expect_success 'what is stale shows nothing; a milestone is a step, a section, or all' '
	cd r && banner play/new.sh >$OLD && git add -A && git commit -q -m back && echo "echo newer" >play/new.sh && git commit -q -am newer && asks "stale" && does NEW && git add -A && git commit -q -m records &&
	runbook LAST >runbook.yaml && git commit -q -am milestone && git mcade adopt >out.out 2>err.out && git mcade reopen LATER -m "not yet" >out.out 2>&1 && asks "milestone .LAST. is not reached" &&
	runbook NEW >runbook.yaml && git commit -q -am milestone && git mcade adopt >out.out 2>err.out && git mcade purge $OLD -m "the new one is done" >out.out 2>&1 &&
	runbook nobody >runbook.yaml && git commit -q -am milestone && refused git mcade adopt >out.out 2>err.out && test_grep "nobody" err.out && git reset -q --hard HEAD~1
'
# in_force RUNBOOK_EDIT [MILESTONE]: adopted, once published
in_force () {
	runbook "${2:-NEW}" | sed "$1" >runbook.yaml && git add -A && git commit -q -m runbook && git mcade adopt >out.out 2>err.out
}
test_expect_success 'what was shown of a step as it was written before shows nothing' '
	cd r && in_force "s/run: sh play.new.sh/& now/" && asks "replacement is not verified" "milestone .NEW. is not reached" "found: *stale (the step" && does NEW && git add -A && git commit -q -m records && git mcade purge $OLD -m "shown anew" >out.out 2>&1
'
test_expect_success 'a file that is a link to it names it, and one whose bytes are no text' '
	cd r && ln -s deprecated/old.sh play/link && git add -A && git commit -q -m link && asks "play/link" && git rm -q play/link && printf "\\0old.sh\\0" >play/bytes && git add -A && git commit -q -m bytes && asks "play/bytes" &&
	printf "sh \$HERE/old.sh\n" >play/bytes && git commit -q -am variable && asks "play/bytes" && echo "sh new/old.sh" >play/bytes && git commit -q -am "another file" && git mcade purge $OLD -m "nobody names it" >out.out 2>&1
'
gate='s/^steps:/&\n- {id: GO, kind: gate, needs: [], verify: [{id: fit, run: sh play\/new.sh}]}/'
test_expect_success 'a gate is its replacement, or the milestone, while it is GO of what is asked now' '
	cd r && banner GO >play/deprecated/gate.sh && in_force "$gate" GO && OLD=play/deprecated/gate.sh &&
	asks "GO GO in lab" "found: *not decided" "git mcade gate GO" "milestone .GO. is not reached" && git mcade gate GO >out.out 2>&1 && asks "does not list it" && ! grep -q GO err.out && printf "%s\\n" $OLD play/deprecated/old.sh >../list && git mcade checkpoint PURGE_1 --add ../list >out.out 2>&1 && git add -A && git commit -q -m "the list" && git mcade purge $OLD -m "it is GO" >out.out 2>&1 &&
	in_force "$gate; s/{id: fit, run: sh/{id: fit, run: sh -e/" GO && asks "GO no longer: what is asked has changed since"
'
test_expect_success 'what nowhere has to be done shows nothing' '
	cd r && banner play/else.sh >play/deprecated/else.sh && echo "echo else" >play/else.sh && OLD=play/deprecated/else.sh &&
	in_force "$gate; s/{id: lab}/&, {id: gone, retired: true}/; s/^steps:/&\\n- {id: ELSE, environments: [gone], needs: [], pins: [], uses: play\/else.sh, run: sh play\/else.sh}/" ELSE && asks "nothing shows that its replacement works" "nothing that is to be reached"
'
test_expect_success 'a milestone: what is optional or dormant is not part of a section; a section of nothing else is none' '
	cd r && OLD=play/deprecated/old.sh && more="$gate; s/^- {id: LATER.*/&\\n- {id: MAYBE, section: LAST, optional: true, needs: [], pins: [], run: echo}\\n- {id: SLEEPS, section: LAST, dormant: true, needs: [], pins: [], run: echo}/" && in_force "$more" LAST && does NEW && does LATER && git add -A && git commit -q -m records && git mcade purge $OLD -m "the section is done" >out.out 2>&1 &&
	in_force "$more; s/section: LAST, pins/pins/" LAST && asks "nothing that is to be reached" && in_force "$more" MAYBE && asks "milestone .MAYBE. is not reached"
'
test_expect_success 'a milestone: what another has the place of, or what was deprecated, is not waited for; named by itself it is' '
	cd r && in_force "$gate; s/^- {id: LATER.*/&\\n- {id: GONE, section: LAST, needs: [], pins: [], run: echo}/" LAST && asks "GONE complete in lab" && git mcade deprecate GONE -m "nobody does it" >out.out 2>&1 &&
	test "$(listed "map { \$_->{message} } @{\$i->{findings}}" $OLD | grep -c "milestone")" = 0 && git mcade activate GONE -m back >out.out 2>&1 && asks "GONE complete in lab" && git mcade supersede GONE --by LATER -m "the other" >out.out 2>&1 && git mcade purge $OLD -m "nobody waits" >out.out 2>&1 &&
	in_force "$gate; s/^- {id: LATER.*/&\\n- {id: GONE, section: LAST, needs: [], pins: [], run: echo}/" GONE && asks "milestone .GONE. is not reached"
'
test_done
