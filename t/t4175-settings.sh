#!/bin/sh
test_description='settings: what was said of a candidate is void when the manifest says anything else beside its pins'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-swept.sh"
. "$SOURCE_DIR/t/lib-acts.sh"

runbook () {
	log_head "settings" &&
	cat <<-EOT
	environments:
	- {id: lab, manifest: releases/lab.yaml}
	- {id: prod, manifest: releases/prod.yaml, promote: {after: [lab], same_pins: true, approval: {role: reviewer}}}
	defaults: {timeout: 20s, changes_state: false}
	order: needs
	steps:
	- {id: DECIDE, environments: [lab], kind: gate, verify: [{id: calm, run: 'true'}]}
	- {id: SIGN, environments: [lab], kind: manual, pins: []}
	- {id: SHIP, run: 'true', pins: [a.image], verify: [{id: up, run: 'true'}]}
	- {id: ASKS, environments: [prod], optional: true, approval: {role: reviewer}, run: 'true', pins: [], verify: [{id: up, run: 'true'}, {id: seen, manual: The lamp is green, role: reviewer}]}
	gates:
	- {id: out, environment: prod, checks: [{id: calm, run: 'true'}, {id: tried, drill: try}]}
	drills:
	- {id: try, environment: prod, run: 'true', verify: [{id: ok, run: 'true'}]}
	rollbacks:
	- {id: back, environment: prod, approval: {role: reviewer}, run: 'true', verify: [{id: ok, run: 'true'}]}
	EOT
}
IMAGE=docker.io/a:1@sha256:$(printf %064d 1)
gate_is () { # gate_is WORDS: what status says of the gate in prod
	git mcade status --env prod --json >status.out && is_=$(json "map { (\$_->{verdict} // q(none)) . (\$_->{void} ? q( void) : q()) } grep { \$_->{id} eq q(out) } @{\$j->{gates}}" status.out) && test "$is_" = "$1" || { echo "out is $is_" >&4; false; }
}
event () { # event PATTERN: the newest has that line
	git show -s --format=%B $LEDGER >event.out && test_grep "$1" event.out
}
replicas () { # replicas ENV NUMBER: committed
	sed "s/replicas: .*/replicas: $2/" "releases/$1.yaml" >text.out && cp text.out "releases/$1.yaml" && save "$2 replicas"
}
agree () { # agree WHAT: rita does
	as_person reviewer git mcade approve "$1" --env prod -m seen >out 2>&1
}

test_expect_success 'setup: two environments with replicas and a pin' '
	new_repo r && cd r && printf "%s\\n" out err "*.out" >.gitignore && mkdir releases && for env in lab prod; do printf "a:\\n  image: TBD\\n  replicas: 3\\n" >releases/$env.yaml || return 1; done &&
	save files && git mcade init --no-hooks >out 2>&1 && runbook >runbook.yaml && save runbook && git mcade adopt >out 2>&1 &&
	git mcade trust add reviewer --key "$(key_of reviewer)" --name Rita --email reviewer@example.com --role reviewer && as_person reviewer git mcade join --no-hooks >out 2>&1 &&
	git mcade pin a.image=$IMAGE --env lab >out 2>&1 && git mcade gate DECIDE --env lab >out 2>&1 && event "^Mcade-Settings: sha256:" && git mcade attest SIGN --env lab -m done >out 2>&1 && event "^Mcade-Settings: sha256:" && git mcade complete SIGN --env lab >out 2>&1 &&
	git mcade run SHIP --env lab >out 2>&1 && event "^Mcade-Run: " && git mcade complete SHIP --env lab >out 2>&1 && save records && git show -s --format=%B $LEDGER~2 >event.out && test_grep "^Mcade-Settings: sha256:" event.out
'
test_expect_success 'what was said before the pin stood in the manifest still holds: a pin is no setting' '
	cd r && git mcade status --env lab --json >out && test "$(json "map { \$_->{stale} ? 1 : 0 } @{\$j->{steps}}" out)" = "0 0 0"
'
test_expect_success 'a gate of what would come: void with other settings, not with a comment; status says why' '
	cd r && git mcade drill try --env prod >out 2>&1 && git mcade gate out --env prod >out 2>&1 && save records && gate_is GO && echo "# a word" >>releases/prod.yaml && save word && gate_is GO &&
	replicas prod 4 && gate_is "GO void" && git mcade status --env prod >out && test_grep "settings of its environment have changed" out && replicas prod 3 && gate_is GO
'
test_expect_success 'replicas change between gate and promote: refused, with the reason and what to type' '
	cd r && agree promote && replicas prod 4 && before=$(tip) && refused git mcade promote --env prod 2>err && test "$(tip)" = "$before" && test_grep "\[promotion\].*out" err && test_grep "settings of its environment have changed" err && test_grep "git mcade drill try --env prod" err && test_grep "\[conditions\]" err
'
test_expect_success 'the drill was with other settings, too: the gate that asks for it waits' '
	cd r && expect_status 2 git mcade gate out --env prod >out 2>err && save records && test_grep "drill .try.: the settings of its environment" out && git mcade drill try --env prod >out 2>&1 && git mcade gate out --env prod >out 2>err && save records && gate_is GO
'
test_expect_success 'said again of what is there it comes; the pins that it brings change nothing that was said' '
	cd r && before=$(tip) && expect_status 2 git mcade promote --env prod 2>err && test "$(tip)" = "$before" && agree promote && git mcade promote --env prod >out 2>&1 && event "^Mcade-Settings: sha256:" && sed -n "s/^Mcade-Sequence: //p" event.out >../promoted && gate_is GO && save records && grep -q "$IMAGE" releases/prod.yaml && gate_is GO && git mcade run SHIP --env prod >out 2>&1 && save records
'
test_expect_success 'an approval of a run, an answer to a check, an approval of a rollback' '
	cd r && agree ASKS && as_person reviewer git mcade attest ASKS/seen --env prod -m green >out 2>&1 && agree rollback:back && replicas prod 5 && before=$(tip) && expect_status 2 git mcade run ASKS --env prod 2>err && test_grep "\[conditions\]" err && expect_status 2 git mcade rollback back --env prod 2>err && test_grep "\[conditions\]" err && test "$(tip)" = "$before" &&
	git mcade approve --list --env prod >out && test_grep "does not count: the settings of its environment have changed" out
'
test_expect_success 'with those that it was said of it holds' '
	cd r && replicas prod 4 && git mcade rollback back --env prod >out 2>&1 && save records && git mcade status --env prod --json >out && git mcade waive promotion --candidate "$(json "map { \$_->{candidate} } @{\$j->{promotion}}" out)" --env prod --expires 1h -m "it was not at fault" >out 2>&1 && git mcade run ASKS --env prod >out 2>&1 && save records && git mcade status --env prod --json >out && test "$(json "map { \$_->{phase} } grep { \$_->{id} eq q(ASKS) } @{\$j->{steps}}" out)" = verified
'
test_expect_success 'where it comes from, a step that says go, and what a person did, are of these settings too' '
	cd r && replicas lab 9 && git mcade status --env lab --json >out && test "$(json "map { \$_->{stale} ? 1 : 0 } @{\$j->{steps}}" out)" = "1 1 0" && git mcade show DECIDE --env lab >out && test_grep "the settings of its environment have changed" out && git mcade show SIGN --env lab >out && test_grep "the settings changed since it was attested" out &&
	git mcade attest SIGN --env lab -m done >out 2>&1 && git mcade complete SIGN --env lab >out 2>&1 && save records && refused git mcade attest SIGN --env lab -m again 2>err && test_grep "\[order\]" err
'
test_expect_success 'and nothing is promoted from there before they are' '
	cd r && echo one >file && save one && git mcade verify SHIP --env lab >out 2>&1 && git mcade gate DECIDE --env lab >out 2>&1 && git mcade reopen SIGN --env lab -m again && git mcade attest SIGN --env lab -m done >out 2>&1 && git mcade complete SIGN --env lab >out 2>&1 && git mcade drill try --env prod >out 2>&1 && git mcade gate out --env prod >out 2>&1 && agree promote && save records &&
	replicas lab 8 && before=$(tip) && refused git mcade promote --env prod 2>err && test "$(tip)" = "$before" && test_grep "\[promotion\].*in .lab. DECIDE was said with other settings" err && test_grep "\[promotion\].*in .lab. SIGN was said with other settings" err && test_grep "git mcade gate DECIDE --env lab" err && test_grep "git mcade reopen SIGN --env lab -m REASON" err &&
	replicas lab 9 && git mcade promote --env prod >out 2>&1 && save records
'
test_expect_success 'back to an earlier event: no settings are named, those that are there stay' '
	cd r && as_person reviewer git mcade approve rollback:back --to $(cat ../promoted) --env prod -m back >out 2>&1 && event "^Mcade-Restored-To: " && test_grep ! "^Mcade-Settings:" event.out && replicas prod 6 && git mcade rollback back --env prod --to $(cat ../promoted) >out 2>&1 && git show -s --format=%B $LEDGER~1 >event.out && test_grep "^Mcade-Restored-To: " event.out && test_grep ! "^Mcade-Settings:" event.out && save records
'
test_expect_success 'a manifest that is none stops no rollback, and voids what was said before' '
	cd r && git mcade drill try --env prod >out 2>&1 && git mcade gate out --env prod >out 2>&1 && save records && gate_is GO && cp releases/prod.yaml text.out && printf "a: 1\\na: 2\\n" >releases/prod.yaml && git commit -q -a -m broken && gate_is "GO void" && agree rollback:back && git mcade rollback back --env prod >out 2>&1 && cp text.out releases/prod.yaml && save mended
'
test_expect_success 'the record of it passes' 'cd r && git mcade audit --cold >out && asked 0 audit --cold'
test_done
