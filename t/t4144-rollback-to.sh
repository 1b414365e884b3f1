#!/bin/sh
# shellcheck disable=SC2086,SC2046 # numbers and ids are plain words
# shows: C45 E02 S19
test_description='rollback --to: the environment is as it was after an earlier event, what was left does not come back, what ran since is stale'
test_story=yes
. "${0%/*}/lib.sh"
be_person owner

runbook () {
	cat <<-EOT
	version: 1
	ledger: $(git config mcade.ledgerId)
	name: back
	governed: [refs/heads/main]
	environments:
	- {id: lab, manifest: releases/lab.yaml}
	- {id: prod, live: true, manifest: releases/prod.yaml, promote: {after: [lab], same_pins: true}}
	- {id: side, manifest: releases/side.yaml}
	- {id: on, promote: {after: [side]}}
	records: {log: 'docs/deployments/\${{ date }}.md'}
	defaults: {timeout: 20s, changes_state: false}
	order: needs
	steps:
	- {id: SHIP, environments: [lab, prod], inputs: [app.txt], run: 'true', pins: [app.image], verify: [{id: up, run: 'true'}]}
	- {id: TEST, environments: [lab, prod], optional: true, run: 'true', pins: [], verify: [{id: up, run: 'true'}]}
	- {id: ONCE, environments: [lab, prod], optional: true, run: 'true', pins: [], verify: [{id: up, run: 'true'}]}
	- {id: HAND, environments: [side], optional: true, kind: manual, pins: []}
	- {id: WORK, environments: [side], run: 'true', pins: [], verify: [{id: up, run: 'true'}]}
	rollbacks:
	- {id: app, environment: prod, run: [sh, -c, 'echo "\$1" >>"\$2"; cp releases/prod.yaml "\$2.seen"', sh, '\${{ git.sha }}', '$TRASH/ran'], verify: [{id: ok, run: 'test ! -e "$TRASH/sick"'}]}
	- {id: wipe, environment: prod, irreversible: true, remediation: tell them, run: 'true', verify: [{id: ok, run: 'true'}]}
	- {id: side, environment: side, run: 'true', verify: [{id: ok, run: 'true'}]}
	gates:
	- {id: go, environment: prod, checks: [{id: ok, run: 'true'}]}
	EOT
}
image () {
	echo "docker.io/library/app:$1.0@sha256:$(printf '%064d' $1)"
}
tip () {
	git rev-parse $LEDGER
}
sequence () {
	git show -s --format=%B $LEDGER | sed -n 's/^Mcade-Sequence: //p'
}
said () {
	git show -s --format=%B "${2:-$LEDGER}" | sed -n "s/^Mcade-$1: //p"
}
step_is () { # step_is STEP ENV TRUE: of the step's entry in status, $s
	git mcade status --env "$2" --json >../status.json &&
	perl -MJSON::PP -0777 -ne 'my $j = decode_json($_); my ($s) = grep { $_->{id} eq "'$1'" } @{$j->{steps}}; exit !('"$3"')' ../status.json ||
		{ cat ../status.json >&4; return 1; }
}
records () {
	git add -A && { git diff --cached --quiet || git commit -q -m records; } && tick
}
released () { # released NUMBER: that image, complete in lab, promoted
	git mcade pin "app.image=$(image $1)" --env lab && git mcade run SHIP --env lab && git mcade complete SHIP --env lab && records &&
	git mcade gate go --env prod && records && git mcade promote --env prod && records
}
let_come () { # let_come ENV REASON: as the refusal in err says
	$(sed -n "s/^ *hint: *\(git mcade waive .*--env $1\).*/\1/p" ../err) --expires 1h -m "$2"
}
LEDGER=refs/heads/mcade/ledger

test_expect_success 'setup: two releases, the second is run' '
	new_repo r && cd r && mkdir releases && for e in lab prod side; do printf "app:\n  image: TBD\n" >releases/$e.yaml || return 1; done && commit_file app.txt one &&
	git mcade init --no-hooks >../out 2>&1 && runbook >runbook.yaml && git add -A && git commit -q -m runbook && git mcade adopt && tick &&
	released 1 && sequence >../n1 && said Code >../one && git rev-parse HEAD >../first && git mcade run SHIP --env prod && git mcade complete SHIP --env prod && records &&
	echo two >app.txt && git add -A && git commit -q -m two && tick && released 2 && git mcade run SHIP --env prod --accept-changed && git mcade complete SHIP --env prod && git mcade run TEST --env prod && git mcade run ONCE --env prod && records &&
	step_is SHIP prod "!\$s->{stale}"
'
test_expect_success 'what is no event of the environment is not gone back to' '
	cd r && tip >../before && usage git mcade rollback --env prod --to $(cat ../n1) 2>../err && test_grep "which rollback. there are in .prod.: app, wipe$" ../err && test_grep "hint: git mcade rollback ID --env prod --to $(cat ../n1)$" ../err &&
	usage git mcade rollback $(cat ../n1) --env side 2>../err && test_grep "there is no rollback .$(cat ../n1).; there are in .side.: side$" ../err && usage git mcade rollback --env lab 2>../err && test_grep "has no rollback in .lab." ../err && usage git mcade rollback app --env prod --to one 2>../err && usage git mcade rollback app --env prod --to -1 2>../err &&
	refused git mcade rollback app --env prod --to 4711 2>../err && test_grep "refused \[reference\]" ../err &&
	refused git mcade rollback app --env prod --to 0 2>../err && test_grep "refused \[reference\]" ../err &&
	refused git mcade rollback app --env prod --to $(($(cat ../n1) - 5)) 2>../err && test_grep "refused \[reference\]" ../err && tip >../after && test_cmp ../before ../after && test ! -e ../ran
'

# --- back -------------------------------------------------------------------------------------------
test_expect_success 'back to the first release: its pin, its commit, its manifest before anything runs, and nothing is drift' '
	cd r && sequence >../before && git mcade rollback app --env prod --to $(cat ../n1) --json >../out && test_grep "\"recorded\":true.*\"result\":\"ok\"" ../out &&
	test "$(cat ../ran)" = "$(cat ../one)" && test_grep "$(image 1)" ../ran.seen && test_grep "$(image 1)" releases/prod.yaml &&
	said Left $LEDGER~1 >../left && test "$(said Restored-To $LEDGER~1) $(said Pin $LEDGER~1)" = "$(cat ../n1) app.image=$(image 1)" && test "$(said Code $LEDGER~1)" = "$(cat ../one)" &&
	git cat-file blob $LEDGER:releases/prod.yaml | cmp - releases/prod.yaml && git show :docs/deployments/2026-01-28.md >../log &&
	test_grep "^## rollback app in prod: back to event $(cat ../n1)$" ../log && test_grep "^- left: sha256:" ../log && test_grep "^## rollback app in prod: ok$" ../log &&
	records && git mcade audit --cold >../out && git mcade log -n 3 >../out && test_grep "Restored-To\|restored-to\|--to $(cat ../n1)" ../out
'
test_expect_success 'what ran since is stale, whatever it names; what is stale is not carried on from' '
	cd r && step_is SHIP prod "\$s->{stale} && grep { /rolled back by event/ } @{\$s->{reasons}}" && step_is TEST prod "\$s->{stale}" && step_is SHIP lab "!\$s->{stale}" &&
	refused git mcade complete TEST --env prod 2>../err && test_grep "rolled back by event" ../err
'
test_expect_success 'what was left is not promoted again, and a gate speaks of what is there' '
	cd r && refused git mcade promote --env prod 2>../err && test_grep "refused \[promotion\].*rollback of event" ../err && test_grep "$(image 1)" releases/prod.yaml &&
	test_grep "hint: *bring the files of commit $(cut -c1-12 ../one) back" ../err && test_grep "hint: *git mcade waive promotion --candidate $(cat ../left) --env prod" ../err && git mcade next --env prod >../out && test_grep "hint: bring the files of commit" ../out && git mcade status --env prod >../out && test_grep "hint: bring the files of commit" ../out && test_grep ! waive ../out &&
	echo one >app.txt && git commit -q -a -m "as it was" && tick && git mcade next --env prod >../out && test_grep "git mcade run SHIP --env prod" ../out && git mcade gate go --env prod && records && git mcade status --env prod --json >../out && test_grep "\"gates\":\[{\"id\":\"go\",\"environment\":\"prod\",\"void\":false" ../out
'
test_expect_success 'what is gone back to runs without a promotion' '
	cd r && git mcade run SHIP --env prod --accept-changed && git mcade complete SHIP --env prod && records && step_is SHIP prod "!\$s->{stale} && \$s->{phase} eq q(complete)" && step_is TEST prod "\$s->{stale}" &&
	git mcade audit --cold >../out
'
test_expect_success 'an exception of an owner lets what was left come back, which then may run' '
	cd r && echo two >app.txt && git commit -q -a -m "two again" && tick && git mcade gate go --env prod && said Candidate >../is && test_line_count 1 ../is && ! test_cmp ../left ../is && records && refused git mcade promote --env prod 2>../err && test_grep "rollback of event" ../err &&
	git mcade waive promotion --env prod --expires 1h -m "it was the network" && git mcade status --env prod >../out && test_grep "waived: promotion of $(cut -c1-19 ../left) for prod" ../out &&
	refused git mcade promote --env prod 2>../err && test_grep "has not said GO" ../err && git mcade gate go --env prod && said Candidate >../is && test_cmp ../left ../is && records && git mcade promote --env prod && records && test_grep "$(image 2)" releases/prod.yaml &&
	test "$(git show -s --format=%B $LEDGER | grep Waived)" = "Mcade-Waived: promotion" && git show $LEDGER >../out && test_grep "^+- waived: promotion$" ../out &&
	tick 4000 && git mcade run SHIP --env prod --accept-changed && records
'
test_expect_success 'what was let come and is left again is let come again, or stays where it is' '
	cd r && echo late >app.txt && git commit -q -a -m late && tick && git mcade reopen SHIP --env lab -m late && git mcade run SHIP --env lab && git mcade complete SHIP --env lab && records &&
	git mcade gate go --env prod && records && git mcade promote --env prod && git mcade rollback app --env prod --to $(cat ../n1) && records && refused git mcade promote --env prod 2>../err && let_come prod "the network again" &&
	git mcade gate go --env prod && records && git mcade promote --env prod && git mcade rollback app --env prod --to $(cat ../n1) && records && git mcade status --env prod >../out && test_grep "waived: promotion of" ../out &&
	refused git mcade promote --env prod 2>../err && test_grep "rollback of event $(said Sequence $LEDGER~1)" ../err && git mcade audit --cold >../out
'
test_expect_success 'the next release is none of what was left' '
	cd r && echo three >app.txt && git commit -q -a -m three && tick && released 3 && sequence >../n3 && git mcade run SHIP --env prod --accept-changed && git mcade complete SHIP --env prod && records && git mcade run TEST --env prod && git mcade complete TEST --env prod && records &&
	step_is SHIP prod "!\$s->{stale}" && step_is TEST prod "!\$s->{stale}" && git mcade audit --cold >../out
'
test_expect_success 'a rollback that is gone back behind is undone with the rest, one before it holds' '
	cd r && git mcade rollback app --env prod --to $(cat ../n1) && sequence >../back && records && step_is TEST prod "\$s->{stale}" &&
	git mcade waive promotion --env prod --expires 1h -m "the wrong one" && git mcade rollback app --env prod --to $(($(cat ../back) - 2)) && records && step_is TEST prod "!\$s->{stale}" && step_is SHIP prod "!grep { /rolled/ } @{\$s->{reasons}}" &&
	step_is ONCE prod "\$s->{stale}" && git mcade verify SHIP --env prod && step_is SHIP prod "!\$s->{stale}" && test_grep "$(image 3)" releases/prod.yaml && git mcade audit --cold >../out
'
test_expect_success 'it waits for an owner who agrees to that event, and to no other' '
	cd r && waiting git mcade rollback wipe --env prod --to $(cat ../n3) 2>../err && test_grep "git mcade approve rollback:wipe --env prod --to $(cat ../n3) -m" ../err && refused git mcade approve rollback:wipe --env prod --to $(cat ../n1) -m so 2>../err && let_come prod "back again" && git mcade approve rollback:wipe --env prod --to $(cat ../n1) -m so &&
	waiting git mcade rollback wipe --env prod --to $(cat ../n3) 2>../err && waiting git mcade rollback wipe --env prod 2>../err && git mcade approve rollback:wipe --env prod --to $(cat ../n3) -m so && refused git mcade approve rollback:wipe --env prod --to 4711 -m so 2>../err &&
	echo dirty >app.txt && waiting git mcade rollback wipe --env prod --to $(cat ../n3) 2>../err && test_grep "hint: *commit it first" ../err && git checkout -q app.txt && git mcade rollback wipe --env prod --to $(cat ../n3) && git mcade audit --cold >../out && git reset -q --hard
'
test_expect_success 'where it goes back to what is there nothing is left, and that runs' '
	cd r && git mcade rollback app --env prod --to $(cat ../n3) && said Candidate $LEDGER~1 >../is && test_line_count 1 ../is && said Left $LEDGER~1 >../left && test_line_count 0 ../left && records && git mcade run SHIP --env prod --accept-changed && records
'
# --- where nothing is promoted ------------------------------------------------------------------------
test_expect_success 'a pin that was not there goes, one that was given up comes back' '
	cd r && git mcade run WORK --env side && sequence >../n && records && git mcade pin "app.image=$(image 1)" --env side && sequence >../m && records && git mcade run WORK --env side && git mcade complete WORK --env side && records &&
	git mcade rollback side --env side --to $(cat ../n) && test_grep "image: TBD" releases/side.yaml && git cat-file blob $LEDGER:releases/side.yaml | cmp - releases/side.yaml && records && git mcade audit --cold >../out &&
	step_is WORK side "\$s->{stale}" && git mcade status --env side --json >../out && test_grep "\"pins\":\[\]" ../out &&
	refused git mcade rollback side --env side --to $(cat ../m) 2>../err && test_grep "rollback of event" ../err && test_grep ! "bring the files" ../err && test_grep "hint: *git mcade waive promotion --candidate sha256:[0-9a-f]* --env side" ../err && let_come side again && git mcade rollback side --env side --to $(cat ../m) && test_grep "$(image 1)" releases/side.yaml && records && git mcade audit --cold >../out
'
test_expect_success 'something was left: what runs is named, and is another' '
	cd r && refused git mcade rollback side --env side --to $(cat ../n) 2>../err && let_come side "back again" && git mcade rollback side --env side --to $(cat ../n) && records && echo dirty >app.txt && tick 4000 && refused git mcade run WORK --env side 2>../err && test_grep "refused \[promotion\]" ../err && test_grep "a candidate that is not named" ../err && git checkout -q app.txt && git mcade run WORK --env side && git mcade audit --cold >../out
'
test_expect_success 'what a person did is left like what ran, and is gone back to' '
	cd r && records && commit_file app.txt four && git mcade attest HAND --env side -m "by hand" && sequence >../m && said Candidate >../is && records && git mcade rollback side --env side --to $(cat ../n) && said Left $LEDGER~1 >../left && test_cmp ../is ../left && records &&
	refused git mcade attest HAND --env side -m again 2>../err && test_grep "refused \[promotion\].*rollback of event" ../err && let_come side again && git mcade rollback side --env side --to $(cat ../m) && said Candidate $LEDGER~1 >../left && test_cmp ../is ../left && records && git mcade audit --cold >../out
'
test_expect_success 'where a promotion starts: what was seen to work before somebody went back there was seen of what may be no more' '
	cd r && commit_file app.txt five && git mcade reopen WORK --env side -m five && git mcade run WORK --env side && git mcade complete WORK --env side && sequence >../m && records && git mcade status --env on --json >../out && test_grep "\"ready\":true" ../out &&
	git mcade pin "app.image=$(image 5)" --env side && records && git mcade rollback side --env side --to $(cat ../m) && records && step_is WORK side "!\$s->{stale}" && refused git mcade promote --env on 2>../err && test_grep "WORK was seen to work before the rollback of event" ../err &&
	git mcade verify WORK --env side && git mcade promote --env on && records && git mcade audit --cold >../out
'
test_expect_success 'where only a pin tells apart what was left and what is there, another pin leads on' '
	cd r && git mcade reopen SHIP --env lab -m "once more" && released 6 && sequence >../n6 && released 7 && sequence >../n7 && git mcade rollback app --env prod --to $(cat ../n6) && records && test_grep "$(image 6)" releases/prod.yaml &&
	git mcade status --env prod >../out && test_grep "pin another image in lab" ../out && test_grep ! "bring the files" ../out && refused git mcade promote --env prod 2>../err && test_grep "pin another image in lab" ../err &&
	refused git mcade rollback app --env prod --to $(cat ../n7) 2>../err && test_grep "rollback of event" ../err && test_grep ! "pin another" ../err &&
	released 8 && test_grep "$(image 8)" releases/prod.yaml && git mcade audit --cold >../out
'
test_done
