#!/bin/sh
# shellcheck disable=SC2086,SC2046 # numbers and ids are plain words
# shows: E36 E37 E38 E40 E42 E43 S18
test_description='drill: its evidence is whole or it has not passed; it opens what asks for it, for one candidate, and nothing else'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-craft.sh"
be_person owner

runbook () {
	cat <<-EOT
	version: 1
	ledger: $(git config mcade.ledgerId)
	name: rehearsed
	governed: [refs/heads/main]
	environments:
	- {id: lab, manifest: releases/lab.yaml, guard: [{id: calm, run: 'test ! -e "$TRASH/storm"'}], stop: [{id: quiet, run: 'test ! -e "$TRASH/noise"'}]}
	- {id: prod, promote: {after: [lab]}, manifest: releases/prod.yaml}
	- {id: side}
	records: {log: 'docs/deployments/\${{ date }}.md'}
	defaults: {timeout: 20s, changes_state: false}
	steps:
	- {id: SHIP, run: 'echo x >>"$TRASH/ran"', pins: [], verify: [{id: up, run: 'true'}]}
	- {id: NEXT, optional: true, needs: [SHIP], run: 'true', pins: [], verify: [{id: up, run: 'true'}, {id: rehearsed, drill: back}]}
	- {id: RACE, optional: true, needs: [], run: 'true', pins: [], verify: [{id: rehearsed, drill: back}, {id: late, run: 'sh "$TRASH/during"'}]}
	- {id: ASKED, optional: true, needs: [], environments: [lab], run: 'true', pins: [], verify: [{id: seen, manual: is it}, {id: late, run: 'sh "$TRASH/during"'}]}
	- {id: AWAY, optional: true, needs: [], environments: [side], run: 'true', pins: [], verify: [{id: rehearsed, drill: day}, {id: late, run: 'sh "$TRASH/during"'}]}
	rollbacks:
	- {id: app, run: 'echo x >>"$TRASH/never"', verify: [{id: ok, run: 'true'}]}
	drills:
	- id: back
	  of: app
	  every: 90d
	  run: 'echo "the transcript, with a \$SECRET"; echo x >>"$TRASH/drills"; exit \$(cat "$TRASH/exit")'
	  before: [{id: ready, run: 'test ! -e "$TRASH/busy"'}]
	  verify: [{id: settled, run: 'test ! -e "$TRASH/sick"'}]
	  evidence: {path: docs/evidence/, require: [operator, environment, commands, exit_codes, candidate, result, ticket], require_on_fail: [follow_up_owner]}
	- {id: day, environment: lab, run: 'true', verify: [{id: ok, run: 'true'}], evidence: {path: 'docs/qa/rollout-\${{ date }}.md'}}
	- {id: idle, environment: lab}
	gates:
	- {id: go, environment: lab, checks: [{id: rehearsed, drill: back, covers: [E36]}], covers: [E36]}
	- {id: far, environment: prod, checks: [{id: rehearsed, drill: day}]}
	secrets: [SECRET]
	EOT
}
tip () {
	git rev-parse $LEDGER
}
said () {
	git show -s --format=%B "${2:-$LEDGER}" | sed -n "s/^Mcade-$1: //p"
}
records () {
	git add -A && { git diff --cached --quiet || git commit -q -m records; } && tick
}
drilled () { # drilled COUNT
	touch "$TRASH/drills" && test_line_count "$1" "$TRASH/drills"
}
back () { # back ARGUMENT...
	git mcade drill back --env lab --field ticket=OPS-1 "$@"
}
drill_is () { # drill_is ID TRUE: its entry in status, $d
	git mcade status --env lab --json >../status.json &&
	perl -MJSON::PP -0777 -ne 'my $j = decode_json($_); my ($d) = grep { $_->{id} eq "'$1'" } @{$j->{drills}}; exit !('"$2"')' ../status.json ||
		{ cat ../status.json >&4; return 1; }
}
# says GATE ENV VERDICT ERRORS: the newest event, that gate, once more, and by a good key it says that.
says () {
	{ printf '%s\n' "gate - $2" "Verdict: $3" "Check: rehearsed $3" && for field in Subject Definition Checks Code Content Candidate Settings Tip; do echo "$field: $(said $field)"; done; } | craft $(tip) owner >../crafted && test "$(said Subject)" = "gate:$1" &&
	git update-ref $LEDGER $(cat ../crafted) && expect_status 1 git mcade audit --json >../out && perl -MJSON::PP -0777 -ne 'my $j = decode_json($_); my @e = grep { $_->{severity} eq "error" } @{$j->{findings}}; exit !(@e == '"$4"' && !grep { $_->{rule} ne "evidence" } @e)' ../out || { cat ../out >&4; false; }
}
export SECRET=hunter22

test_expect_success 'setup' '
	echo 0 >exit && : >during && new_repo r && cd r && mkdir releases && printf "app:\n  image: TBD\n" >releases/lab.yaml && cp releases/lab.yaml releases/prod.yaml && commit_file app.txt one && git mcade init >../out 2>&1 &&
	runbook >runbook.yaml && git add -A && git commit -q -m runbook && git mcade adopt && tick
'
test_expect_success 'one that was never done is overdue, and a gate that asks for it does not know' '
	cd r && drill_is back "\$d->{overdue} && !\$d->{last} && !\$d->{result}" && drill_is day "!\$d->{overdue}" && git mcade status --env lab >../out && test_grep "drill back: .*OVERDUE.*never passed" ../out &&
	expect_status 1 git mcade status --env lab --exit-code >../out && git mcade audit >../out 2>../err && test_grep "\[owed\].*drill .back. is overdue" ../err &&
	waiting git mcade gate go --env lab --json >../out 2>../err && test_grep "\"drills\":\[{\"id\":\"back\",\"environment\":\"lab\",\"overdue\":true" ../out && test_grep "\"reason\":\"drill .back.: it was never done\"" ../out && records && waiting git mcade gate far --env prod >../out 2>../err && records
'
test_expect_success 'what would keep it from having passed is asked before anything is run' '
	cd r && tip >../before && refused git mcade drill back --env lab 2>../err && test_grep "refused \[evidence\].*no .ticket." ../err && test_grep "\-\-field ticket=VALUE" ../err &&
	usage back --field ticket=OPS-2 2>../err && usage back --field nothing 2>../err && usage back --field result=ok 2>../err && usage back --field follow_up_owner=bea --follow-up-owner bea 2>../err && usage git mcade drill none --env lab 2>../err && usage git mcade drill day --env prod 2>../err && usage git mcade drill 2>../err && usage git mcade drill back 2>../err &&
	echo two >app.txt && refused back 2>../err && test_grep "no .candidate." ../err && git checkout -q app.txt && touch ../storm && refused back 2>../err && test_grep "guard .calm." ../err && rm ../storm &&
	refused git mcade drill idle 2>../err && test_grep "refused \[order\]" ../err && tip >../after && test_cmp ../before ../after && drilled 0
'
test_expect_success 'it runs, is recorded and logged, and its evidence is whole, masked and sealed' '
	cd r && back --json >../out && test_grep "\"schema\":\"mcade/drill/1\",\"recorded\":true,\"step\":\"back\",\"environment\":\"lab\".*\"event\":\"finish\".*\"result\":\"ok\",\"verify\":\"pass\"" ../out && drilled 1 && test ! -e ../never && test ! -e ../ran &&
	test "$(said Event $LEDGER~1) $(said Subject) $(said Result) $(said Path) $(said Field)" = "drill drill:back ok docs/evidence/2026-01-28-back.md ticket=OPS-1" &&
	git show :docs/evidence/2026-01-28-back.md >../md && for line in "operator: owner" "environment: lab" "candidate: sha256:" "result: ok" "exit code: exit status 0" "ticket: OPS-1" "of rollback: app" "check settled\|check.settled"; do test_grep "$line" ../md || return 1; done &&
	test_grep "the transcript" ../md && test_grep "^	mcade-evidence 1$" ../md && test_grep ! "hunter22" ../md && git show :docs/deployments/2026-01-28.md >../log && test_grep "^## drill back in lab: ok$" ../log &&
	test "$(said Evidence | sed -n "s/^\(sha256:[0-9a-f]*\) .* drill.md$/\1/p")" = "sha256:$(sha256sum <../md | cut -d" " -f1)" && records &&
	git mcade log -n 2 >../out && test_grep "drill back in lab\|drill:back" ../out && git mcade audit --cold >../out 2>../err && test_grep ! overdue ../err
'
test_expect_success 'what it wrote stays: not changed, not removed, not replaced before it is committed' '
	cd r && echo better >>docs/evidence/2026-01-28-back.md && git add -A && refused git commit -q -m better 2>../err && test_grep "\[sealed\]" ../err && git reset -q --hard &&
	git commit -q --allow-empty -m other && git rm -q docs/evidence/2026-01-28-back.md && refused git commit -q -m away 2>../err && test_grep "\[sealed\]" ../err && git reset -q --hard &&
	git mcade drill day && test -e docs/qa/rollout-2026-01-28.md && echo other >docs/qa/rollout-2026-01-28.md && git add -A && refused git commit -q -m other 2>../err && test_grep "\[sealed\]" ../err &&
	git show :docs/evidence/2026-01-28-back.md >../x && rm docs/qa/rollout-2026-01-28.md && git mcade show --output $(git show -s --format=%B $LEDGER | sed -n "s/^Mcade-Sequence: //p") >../out && test_grep "drill.md" ../out && git reset -q --hard && git mcade drill day && test "$(said Path)" = docs/qa/rollout-2026-01-28-2.md && records
'
test_expect_success 'what was lost before its commit is written again from what was signed; of what is not here nothing is made up' '
	cd r && records && git mcade drill day && lost=$(said Path) && git show ":$lost" >../day && git reset -q --hard && test ! -e "$lost" && git mcade audit >../out 2>../err && test_grep "\[owed\]" ../err && test_grep "$lost" ../err &&
	echo mine >"$lost" && expect_status 1 git mcade render >../out && test "$(cat "$lost")" = mine && rm "$lost" && git mcade render --commit && git show "HEAD:$lost" >../again && cmp -s ../day ../again && git mcade render --check && tick &&
	git mcade drill day && lost=$(said Path) && git reset -q --hard && git clone -q . ../other && ( cd ../other && git mcade join --no-hooks --expect-genesis "$(git -C ../r config mcade.ledgerId)" && git for-each-ref --format="delete %(refname)" | grep evidence >../gone && git update-ref --stdin <../gone && expect_status 1 git mcade render >../out && test ! -e "$lost" && test_grep "$lost" ../out ) &&
	git mcade render --commit --branch mcade/records && git show "mcade/records:$lost" >../again && test_grep "^# Drill day in lab: passed" ../again && git mcade render --commit --branch mcade/records && git merge -q --ff-only mcade/records && git mcade render --check
'
test_expect_success 'it opens what asks for it, for this candidate; it meets no need, and no step has run' '
	cd r && git mcade gate go --env lab --json >../out && test_grep "\"verdict\":\"GO\"" ../out && test_grep "{\"id\":\"E36\",\"result\":\"pass\"}" ../out && records &&
	refused git mcade run NEXT --env lab 2>../err && git mcade run SHIP --env lab && git mcade complete SHIP --env lab && records && git mcade run NEXT --env lab && test "$(said Check | tr "\n" ,)" = "rehearsed pass,stop.quiet pass,up pass," && records &&
	drill_is back "!\$d->{overdue} && \$d->{last} && \$d->{result} eq q(ok)"
'
test_expect_success 'one that was done where the release comes from counts where it comes to' '
	cd r && git mcade gate far --env prod && records
'
test_expect_success 'with other settings there since it says nothing; what is said leads to a go' '
	cd r && cp releases/lab.yaml ../lab && echo "  replicas: 3" >>releases/lab.yaml && git commit -q -a -m three && waiting git mcade gate far --env prod --json >../out && test_grep "\"verdict\":\"INCONCLUSIVE\"" ../out && records && waiting git mcade gate far --env prod >../out 2>../err && test_grep "the settings of .lab. have changed" ../out && records &&
	again=$(sed -n "s/^  hint: \(git mcade drill .*\)/\1/p" ../err) && test "$again" = "git mcade drill day --env lab" && $again && records && git mcade gate far --env prod && records &&
	cp ../lab releases/lab.yaml && git commit -q -a -m back && waiting git mcade gate far --env prod && records && git mcade drill day && records && git mcade gate far --env prod && records && back && records && git mcade audit --cold >../out 2>../err
'
# meanwhile LINES: what the check `late` of RACE does between what it asks before and its end.
meanwhile () {
	printf '%s\n' "cd '$TRASH/r'; export MCADE_CLOCK=$MCADE_CLOCK; { $1; } >../in 2>&1 || :" >"$TRASH/during"
}
test_expect_success 'made again while what rests on it runs: how that ended is recorded, and it is verified again before it counts' '
	cd r && back && records && echo 1 >../exit && meanwhile "git mcade drill back --env lab --field ticket=OPS-9" && git mcade run RACE --env lab && echo 0 >../exit && : >../during && records &&
	test "$(said Event) $(said Step) $(said Result)" = "finish RACE ok" && said Check >../out && test_grep "^rehearsed pass$" ../out && ! said Contested | grep . && git mcade audit --cold >../out 2>../err &&
	refused git mcade complete RACE --env lab 2>../err && test_grep "refused \[completion\]" ../err && test_grep "git mcade verify RACE --env lab" ../err && refused git mcade verify RACE --env lab && refused git mcade complete RACE --env lab &&
	back && records && refused git mcade complete RACE --env lab && git mcade verify RACE --env lab && git mcade complete RACE --env lab && records
'
test_expect_success 'so is one that failed, as the drill had, and the drill passes meanwhile' '
	cd r && echo 1 >../exit && refused back --follow-up-owner bea && echo 0 >../exit && records && meanwhile "git mcade drill back --env lab --field ticket=OPS-9" && git mcade reopen RACE --env lab -m again && refused git mcade run RACE --env lab && : >../during && records &&
	test "$(said Event) $(said Step)" = "finish RACE" && said Check >../out && test_grep "^rehearsed fail$" ../out && git mcade audit --cold >../out 2>../err && refused git mcade complete RACE --env lab && git mcade verify RACE --env lab && git mcade complete RACE --env lab && records
'
test_expect_success 'made again elsewhere meanwhile, with other settings than there were when it began: nor does that take its end' '
	cd r && git mcade drill day && records && cp releases/lab.yaml ../lab && meanwhile "echo \"  replicas: 7\" >>releases/lab.yaml; git commit -q -m seven releases/lab.yaml; git mcade drill day" && git mcade run AWAY --env side && : >../during && records &&
	test "$(said Event) $(said Step) $(said Result)" = "finish AWAY ok" && said Check >../out && test_grep "^rehearsed pass$" ../out && git mcade audit --cold >../out 2>../err &&
	refused git mcade complete AWAY --env side 2>../err && test_grep "refused \[completion\]" ../err && { git mcade verify AWAY --env side || :; } && git mcade run AWAY --env side && git mcade complete AWAY --env side && records &&
	cp ../lab releases/lab.yaml && git commit -q -m "as before" releases/lab.yaml && meanwhile "git mcade drill day" && { git mcade reopen AWAY --env side -m again; waiting git mcade run AWAY --env side; } && : >../during && records &&
	test "$(said Event) $(said Step)" = "finish AWAY" && said Check >../out && test_grep "^rehearsed inconclusive$" ../out && git mcade audit --cold >../out 2>../err
'
test_expect_success 'and one whose answer a person takes back meanwhile' '
	cd r && git mcade attest ASKED/seen --env lab -m yes && meanwhile "git mcade attest ASKED/seen --env lab --fail -m no" && git mcade run ASKED --env lab && : >../during && records &&
	test "$(said Event) $(said Step) $(said Result)" = "finish ASKED ok" && git mcade audit --cold >../out 2>../err && refused git mcade complete ASKED --env lab 2>../err && test_grep "git mcade verify ASKED --env lab" ../err && refused git mcade verify ASKED --env lab && refused git mcade complete ASKED --env lab
'
test_expect_success 'of another candidate it says nothing, nor after it was changed' '
	cd r && echo two >app.txt && git commit -q -a -m two && waiting git mcade gate go --env lab >../out 2>../err && test_grep "another candidate" ../out && git reset -q --hard HEAD~1 && git mcade gate go --env lab && records &&
	sed -i "s/it was/it is/; s/id: settled,/id: steady,/" runbook.yaml && git commit -q -n -a -m steady && git mcade adopt && waiting git mcade gate go --env lab >../out 2>../err && test_grep "changed since" ../out && records
'
test_expect_success 'one that fails has not passed: recorded, with who follows up, or with what is missing' '
	cd r && touch ../sick && refused back --follow-up-owner bea && rm ../sick && git show :$(said Path) >../md && test_grep "follow_up_owner: bea" ../md && test_grep "# Drill back in lab: failed" ../md && test "$(said Result)" = ok && records &&
	refused git mcade gate go --env lab >../out 2>../err && test_grep "the drill did not pass" ../out && records && echo 3 >../exit && refused back 2>../err && git show :$(said Path) >../md && test_grep "missing: follow_up_owner" ../md && test "$(said Result) $(said Exit)" = "failed exit status 3" && records && echo 0 >../exit &&
	touch ../busy && refused back --follow-up-owner bea && rm ../busy && records && touch ../noise && refused back --follow-up-owner bea && rm ../noise && records && git mcade status --env lab >../out && test_grep "drill back: passed 2026-01-28 .*, then failed" ../out && git mcade audit --cold >../out 2>../err
'
test_expect_success 'a halt stops it, and only who may does it' '
	cd r && back && records && git mcade halt --env lab -m "a storm" && refused back 2>../err && test_grep "refused \[halted\]" ../err && git mcade waive halted --env lab --expires 1h -m "a calm hour" && back 2>../err && git show :docs/deployments/2026-01-28.md >../log && grep -A5 "^## drill back in lab: begun under a waiver$" ../log | grep -q "^- waived: halted$" && git mcade log --json >../out && test_grep "\"field\":\"Waived\",\"value\":\"halted\"" ../out && records && git mcade audit --cold >../out 2>../err && git mcade resume --env lab -m over &&
	git mcade trust add reviewer --key "$(key_of reviewer)" --name "Rita Reviewer" --email reviewer@example.com --role reviewer && as_person reviewer git mcade join --no-hooks --expect-genesis $(git config mcade.ledgerId) && tip >../before &&
	as_person reviewer expect_status 1 git mcade drill back --env lab --field ticket=1 2>../err && test_grep "\[permission\]" ../err && tip >../after && test_cmp ../before ../after
'
test_expect_success 'after its time it is overdue again, and a pass mends that' '
	cd r && drill_is back "!\$d->{overdue}" && tick 7700000 && drill_is back "!\$d->{overdue}" && tick 100000 && drill_is back "\$d->{overdue} && \$d->{last}" && git mcade gate go --env lab >../out 2>&1 && test_grep "drill back: .*OVERDUE.*passed 2026-01-28" ../out && records &&
	back && records && drill_is back "!\$d->{overdue}" && git mcade audit --cold >../out 2>../err
'
test_expect_success 'one whose machine died is closed like any run' '
	cd r && rm ../exit && mkfifo ../exit && { git-mcade drill back --env lab --field ticket=1 >../out 2>../err & } && for i in $(seq 100); do test "$(said Event)" = drill && break || sleep 0.1; done && kill -9 $! && { wait $! || :; } && echo 0 1<>../exit &&
	rm -rf "$HOME/.local/state/git-mcade"/*/running .git/mcade-run-* && refused back 2>../err && test_grep "git mcade abandon drill:back --env lab -m REASON" ../err && usage git mcade abandon drill:none --env lab -m x 2>../err &&
	git mcade abandon drill:back --env lab -m "the machine died" && test "$(said Event) $(said Subject) $(said Result)" = "abandon drill:back lost" && rm ../exit && echo 0 >../exit && back && records && git mcade audit --cold >../out 2>../err
'
test_expect_success 'show has its last runs, and what the last one printed' '
	cd r && git mcade show drill:back --env lab >../out && test_grep "^drill:back in lab" ../out && test_grep "abandon back in lab" ../out && git mcade show drill:back --env lab --output >../out && test_grep "^== run" ../out
'
test_expect_success 'who says by hand what it has not shown with these settings is refused, or that nobody knows' '
	cd r && git mcade drill day && back && records && git mcade gate far --env prod && records && echo "  replicas: 3" >>releases/lab.yaml && git commit -q -a -m three && waiting git mcade gate far --env prod && says far prod pass 1 && test_grep "\"git mcade drill day --env lab\"" ../out &&
	git reset -q --hard HEAD~1 && git mcade gate far --env prod && says far prod inconclusive 2 && git mcade gate go --env lab && says go lab inconclusive 3
'
test_expect_success 'a check of a drill that there is not is refused at adopt, wherever it stands' '
	cd r && git add -A && { git diff --cached --quiet || git commit -q -m records; } && cp runbook.yaml ../whole && for edit in "s/rehearsed, drill: back, covers/rehearsed, drill: nope, covers/" "s/{id: late, run/{id: lost, drill: nope}, &/" "s/^secrets:/checks: [{id: all, drill: nope}]\\n&/"; do
		sed "$edit" ../whole >runbook.yaml && ! cmp -s ../whole runbook.yaml && git commit -q --no-verify -a -m "$edit" && refused git mcade adopt 2>../err && test_grep "refused \[document\]" ../err && test_grep "there is no drill .nope." ../err && refused git mcade lint >../out 2>&1 && test_grep "there is no drill .nope." ../out || return 1
	done && cp ../whole runbook.yaml && git commit -q -a -m whole
'
test_done
