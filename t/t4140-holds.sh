#!/bin/sh
test_description='halt, waive, incident and the other holds: who, why, until when, and what they let through'
# shows: A50 A65b C40 C42 D43
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-acts.sh"

runbook () {
	log_head "held" &&
	cat <<-EOT
	order: needs
	environments: [{id: lab, manifest: releases/lab.yaml}, {id: own}]
	defaults: {timeout: 20s, changes_state: false, verify: [{id: up, run: 'true'}]}
	freezes: [{id: web, reason: it works, paths: ['conf/*'], steps: [ICE]}]
	steps:
	- {id: ONE, pins: [], run: echo one >>../ran}
	- {id: TWO, pins: [], needs: [ONE], run: echo two >>../ran}
	- {id: NEXT, pins: [], run: echo next >>../ran}
	- {id: SHUT, pins: [], run: echo shut >>../ran}
	- {id: ICE, pins: [], run: echo ice >>../ran}
	- {id: FOUR, pins: [], environments: [lab], run: echo four >>../ran, approval: {role: reviewer}}
	- {id: SLEEP, pins: [], dormant: true, run: echo sleep >>../ran}
	- {id: OLD, pins: [], environments: [lab], uses: play/old.sh, run: sh play/old.sh}
	EOT
}
no () { # no RULE COMMAND...: refused by that rule, nothing recorded
	rule=$1 && shift && still refused "$@" 2>err.out && test_grep "\[$rule\]" err.out
}

test_expect_success 'setup: an owner, an operator, a reviewer' '
	new_repo r && cd r && commit_file app.txt one && mkdir -p releases conf play && printf "a:\n  image: TBD\n" >releases/lab.yaml && echo x >conf/web && echo true >play/old.sh &&
	git mcade init --no-hooks >../out 2>&1 && runbook >runbook.yaml && echo "*.out" >.gitignore && git add -A && git commit -q -m runbook && { git mcade adopt >../out 2>../err || { cat ../err >&4; false; }; } &&
	git mcade trust add operator --key "$(key_of operator)" --email operator@example.com --name "Otto Operator" --role operator &&
	git mcade trust add reviewer --key "$(key_of reviewer)" --email reviewer@example.com --name "Rita Reviewer" --role reviewer &&
	as_person operator git mcade join --no-hooks >../out 2>&1 && tick
'
test_expect_success 'an operator halts: with a reason, and nothing of it runs, is pinned or completed' '
	cd r && git mcade run ONE --env own >out.out 2>&1 && still usage git mcade halt --env lab && still usage git mcade halt --env lab --until soon -m x &&
	git mcade run NEXT --env lab >out.out 2>&1 && as_person operator git mcade halt --env lab -m "customers see errors" && tick &&
	no halted git mcade run ONE --env lab && test_grep "customers see errors" err.out && test_grep "git mcade resume --env lab -m REASON" err.out &&
	no halted git mcade complete NEXT --env lab &&
	no halted git mcade pin "a.image=web@sha256:$(printf x | sha256sum | cut -d" " -f1)" --env lab && ran 2 &&
	[ "$(status "map { \$_->{environment}, \$_->{reason} } @{\$j->{halted}}")" = "lab customers see errors" ] && [ "$(status "grep { \$_->{ready} } @{\$j->{steps}}")" = "" ] &&
	git mcade status >out.out && test_grep "halted.*lab (event .* by operator): customers see errors" out.out
'
test_expect_success 'what goes on: verify, another environment; the halt is one, and an owner ends it' '
	cd r && git mcade verify NEXT --env lab >out.out && git mcade run TWO --env own --dry-run >out.out && [ "$(status "@{\$j->{halted}}" own)" = "" ] &&
	no order git mcade halt --env lab -m again && no permission as_person operator git mcade resume --env lab -m "I think so" &&
	git mcade resume --env lab -m fixed && no order git mcade resume --env lab -m fixed && git mcade run ONE --env lab >out.out 2>&1 && ran 3 && [ "$(status "@{\$j->{halted}}")" = "" ]
'
test_expect_success 'a halt with an end is over by itself' '
	cd r && git mcade halt --env own --until 1h -m lunch && no halted git mcade run NEXT --env own && tick 4000 && git mcade run NEXT --env own >out.out 2>&1 && ran 4 && [ "$(status "@{\$j->{halted}}" own)" = "" ]
'
test_expect_success 'deferred, dormant, superseded, deprecated: not run until activated' '
	cd r && git mcade defer SHUT --env lab --until "the new rack" -m later && no deferred git mcade run SHUT --env lab && test_grep "the new rack" err.out && test_grep "git mcade activate SHUT --env lab" err.out &&
	git mcade activate SHUT --env lab -m now && no order git mcade activate SHUT --env lab -m again &&
	git mcade dormant SHUT --env lab -m never && no dormant git mcade run SHUT --env lab && git mcade activate SHUT --env lab -m ever &&
	still usage git mcade supersede SHUT --env lab -m x && no reference git mcade supersede SHUT --by SHUT --env lab -m x &&
	git mcade supersede SHUT --by ONE --env lab -m "one does it" && git mcade status --env lab >../shown && test_grep "superseded by ONE" ../shown && git mcade show SHUT --env lab >../shown && test_grep "superseded by ONE" ../shown && no superseded git mcade run SHUT --env lab && git mcade activate SHUT --env lab -m back &&
	git mcade deprecate SHUT --env lab -m old && no deprecation git mcade run SHUT --env lab && git mcade activate SHUT --env lab -m back &&
	[ "$(status "map { \$_->{phase} } grep { \$_->{id} eq q(SHUT) } @{\$j->{steps}}")" = planned ]
'
test_expect_success 'what the runbook holds is activated as it is written; a file everywhere' '
	cd r && no dormant git mcade run SLEEP --env lab && git mcade activate SLEEP --env lab -m "it occurred" && git mcade run SLEEP --env lab --dry-run >out.out &&
	still usage git mcade deprecate --path play/old.sh --env lab -m x && still usage git mcade deprecate --path ../x -m x &&
	git mcade deprecate --path play/old.sh -m "burns" && no deprecation git mcade run OLD --env lab && test_grep "git mcade activate --path play/old.sh -m REASON" err.out &&
	git mcade activate --path play/old.sh -m "it does not" && git mcade run OLD --env lab --dry-run >out.out
'
test_expect_success 'a waiver: one rule, one step, for a time, by name; shown while it lasts' '
	cd r && no order git mcade run TWO --env own && still usage git mcade waive order --step TWO --env own -m "for ever" && still usage git mcade waive ordre --step TWO --env own --expires 2h -m x &&
	no permission as_person operator git mcade waive order --step TWO --env own --expires 2h -m please &&
	for rule in ledger-integrity append-only sealed secret locked completion; do no permission git mcade waive $rule --step TWO --env own --expires 1h -m please || return 1; done &&
	git mcade waive order --step TWO --env own --expires 2h -m "by hand tonight" && git mcade run TWO --env own >out.out 2>err.out && ran 5 && test_grep "but for the waiver of event" err.out &&
	git show -s --format=%B $LEDGER^ >event.out && [ "$(grep Waived event.out)" = "Mcade-Waived: order" ] && git mcade log >log.out && test_grep "Waived: order" log.out &&
	git mcade log --json >log.out && test_grep "\"field\":\"Waived\",\"value\":\"order\"" log.out &&
	[ "$(status "map { \$_->{rule}, \$_->{step} } @{\$j->{waivers}}" own)" = "order TWO" ] && git mcade status --env own >out.out && test_grep "waived.*: order for TWO in own until" out.out &&
	tick 10800 && no order git mcade run TWO --env lab && [ "$(status "@{\$j->{waivers}}" own)" = "" ]
'
test_expect_success 'what rests on that run says so, also when the waiver is over' '
	cd r && git mcade complete TWO --env own >out.out 2>err.out && git show -s --format=%B $LEDGER >event.out && [ "$(grep Waived event.out)" = "Mcade-Waived: order" ] &&
	git mcade show $(git show -s --format=%B $LEDGER | sed -n "s/^Mcade-Sequence: //p") >out.out && test_grep "Mcade-Waived: order" out.out &&
	cat docs/deployments/*.md >log.out && test_line_count 1 "$(grep -x -e "- waived: order" log.out >log2.out; echo log2.out)" && git mcade audit --cold >out.out
'
test_expect_success 'an incident: an owner passes, by name, what may be waived; nobody else, no lock' '
	cd r && git mcade lock SHUT --env lab && as_person operator git mcade halt --env lab -m stop && still usage git mcade incident open --env lab -m x && still usage git mcade incident shut &&
	as_person operator git mcade incident open --env lab --ttl 2h -m "the door is stuck" && tick && id=$(status "map { \$_->{id} } @{\$j->{incidents}}") && [ ${#id} = 32 ] &&
	no order git mcade run TWO --env lab && no permission as_person operator git mcade run TWO --env lab --incident $id && no locked git mcade run SHUT --env lab --incident $id &&
	still usage git mcade run TWO --env lab --incident 0123456789 && still usage git mcade run TWO --env own --incident $id && ran 5 &&
	git mcade run TWO --env lab --incident $(echo $id | cut -c1-8) >out.out 2>err.out && ran 6 && git show -s --format=%B $LEDGER^ >event.out && test_grep "^Mcade-Incident: $id" event.out && test_grep "^Mcade-Waived: order" event.out && test_grep "^Mcade-Waived: halted" event.out &&
	git mcade run ICE --env lab --incident $id >out.out 2>err.out && git mcade run FOUR --env lab --incident $id >out.out 2>err.out && git show -s --format=%B $LEDGER^ >event.out && test_grep "^Mcade-Waived: conditions" event.out && ran 8
'
test_expect_success 'it ends: past its time nothing passes, and it is shown until somebody closes it with a follow-up' '
	cd r && id=$(status "map { \$_->{id} } @{\$j->{incidents}}") && tick 9000 && no evidence git mcade run NEXT --env lab --incident $id &&
	[ "$(status "map { \$_->{overdue} ? 1 : 0 } @{\$j->{incidents}}")" = 1 ] && git mcade status --env lab >out.out && test_grep "incident past its time" out.out &&
	git mcade audit >out.out 2>&1 && test_grep "warning \[owed\] .*an incident in .lab. is past its time" out.out && still usage git mcade incident close $id && still usage git mcade incident close $id --env own --follow-up x && git mcade incident close $id --follow-up "oil the door" && [ "$(status "@{\$j->{incidents}}")" = "" ] &&
	still usage git mcade run NEXT --env lab --incident $id && still usage git mcade incident close $id --env lab --follow-up again && git mcade log -n 1 >out.out && test_grep "Follow-Up: oil the door" out.out && git mcade log -n 1 --json >out.out && test_grep "\"field\":\"Follow-Up\",\"value\":\"oil the door\"" out.out && git mcade audit --exceptions >out.out && test_grep "^follow-up: event [0-9]* incident-close in lab.* by owner on .*: oil the door" out.out && git mcade audit --exceptions --json >out.out && [ "$(json "map { \$_->{detail} } grep { \$_->{kind} eq q(follow-up) } @{\$j->{exceptions}}" out.out)" = "oil the door" ] && ran 8 && git mcade audit >out.out
'
test_expect_success 'audit --exceptions: one register of all that was let through, open or over' '
	cd r && git mcade skip NEXT --env own -m "not here" && git mcade waive order --env own --expires 2h -m "all night" && still usage git mcade audit --exceptions --new &&
	git mcade audit --exceptions --json >audit.out && json "map { qq(\$_->{kind}:) . (\$_->{open} ? 1 : 0) } @{\$j->{exceptions}}" audit.out >kinds.out &&
	echo "waiver:0 passed:0 passed:0 criterion:0 incident:0 passed:0 passed:0 passed:0 follow-up:0 skip:1 waiver:1" >wanted.out && test_cmp wanted.out kinds.out &&
	[ "$(json "map { \$_->{detail} } grep { \$_->{kind} eq q(passed) } @{\$j->{exceptions}}" audit.out)" = "order order halted, order frozen, halted conditions, halted" ] &&
	git mcade audit --exceptions >out.out && test_grep "^skip (open): event .* skip NEXT in own by owner on .*: absence: not here" out.out && git mcade audit --json >audit.out && [ "$(json "exists \$j->{exceptions} ? 1 : 0" audit.out)" = 0 ] &&
	git mcade waive order --env own --expires 3h -m longer && git mcade audit --exceptions >out.out && test_grep "^waiver: event .*all night" out.out && test_grep "^waiver (open): event .*longer" out.out &&
	tick 8000 && git mcade audit --exceptions >out.out && test_grep "^waiver: event .*all night" out.out && test_grep "^waiver (open): event .*longer" out.out
'
test_expect_success 'status --exit-code: wrong, left to do, all done' '
	cd r && git mcade status --env own >out.out && refused git mcade status --env lab --exit-code >out.out && waiting git mcade status --env own --exit-code >out.out &&
	for step in ONE SHUT ICE; do git mcade skip $step --env own -m "not here" || return 1; done && git mcade render >out.out 2>&1 && git add -A && git commit -q --allow-empty -m records && git mcade status --env own --exit-code >out.out &&
	git mcade halt --env own -m stop && refused git mcade status --env own --exit-code --json >out.out && json "\$j->{schema}" out.out
'
test_done
