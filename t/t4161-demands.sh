#!/bin/sh
test_description='what is asked of every step, of an environment, and after a promotion'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-swept.sh"
. "$SOURCE_DIR/t/lib-acts.sh"

runbook () {
	log_head demands && cat <<-EOT
	environments:
	- {id: lab, verify: [{id: look, run: test ! -e ../red}]}
	- {id: prod, promote: {after: [lab], soak: 1h, approval: {role: reviewer}, verify: [{id: landed, run: test ! -e ../lost}]}, verify: [{id: look, run: test ! -e ../red}]}
	- {id: plain}
	defaults: {timeout: 20s, changes_state: false, verify: [{id: up, run: 'true'}]}
	order: needs
	complete_also: [tidy, signed]
	steps:
	- {id: ONE, run: 'true', pins: []}
	- {id: TWO, run: 'true', pins: [], without: [up], verify: [{use: tidy}, {id: own, run: test ! -e ../sick}]}
	- {id: GO, kind: gate, environments: [plain], verify: []}
	checks:
	- {id: tidy, run: test ! -e ../mess}
	- {id: signed, manual: The release notes are read, role: reviewer}
	EOT
}
signs () { # signs STEP ENV
	as_person reviewer git mcade attest "$1/signed" --env "$2" -m "read them"
}
done_in () { # done_in ENV STEP...: each is run, signed, verified and complete there
	env_=$1 && shift
	for step_ in "$@"; do
		tick && git mcade run "$step_" --env "$env_" && expect_status 2 git mcade verify "$step_" --env "$env_" && save ran && signs "$step_" "$env_" && git mcade verify "$step_" --env "$env_" && git mcade complete "$step_" --env "$env_" && save completed || return 1
	done
}
all () { # all STATUS WORDS: `verify --env lab` says so of each
	tick && expect_status "$1" git mcade verify --env lab --json >out 2>err && save verified && said_=$(json "map { (\$_->{step} // q(lab)) . q(=) . \$_->{verify} } @{\$j->{verified}}" out) && test "$said_" = "$2" || { echo "said: $said_" >&4; false; }
}

test_expect_success 'setup' '
	adopted &&
	git mcade trust add rita --key "$(key_of reviewer)" --name Rita --email rita@example.com --role reviewer && tick && as_person reviewer git mcade join --no-hooks
'
test_expect_success 'complete_also: each step shows it, whatever it says of its own checks' '
	cd r && >../mess && expect_status 1 git mcade run ONE --env lab && save ran && field Check | sort | tr "\n" , >../got && test "$(cat ../got)" = "signed inconclusive,tidy fail,up pass," && rm ../mess && tick && git mcade run ONE --env lab && save ran && before=$(tip) && refused git mcade complete ONE --env lab 2>err && test_grep "every check passed" err && test "$(tip)" = "$before" &&
	signs ONE lab && git mcade verify ONE --env lab && git mcade complete ONE --env lab && save done && test "$(phase ONE lab)" = complete && done_in lab TWO && field Event | grep -q complete
'
test_expect_success 'and a gate among the steps' '
	cd r && tick && expect_status 2 git mcade gate GO --env plain --json >out && save decided && signs GO plain && tick && git mcade gate GO --env plain --json >out && save decided && test "$(json "map { \"\$_->{id} \$_->{result}\" } @{\$j->{checks}}" out)" = "up pass tidy pass signed pass"
'
test_expect_success 'verify --env: every complete step, and the environment itself' '
	cd r && all 0 "ONE=pass TWO=pass lab=pass" && test "$(field Event) $(field Environment) $(field Verdict) $(field Check)" = "verify lab pass look pass" && test -z "$(field Step)$(field Subject)" && test "$(json "\$j->{environment}, \$j->{sequence} == \$j->{verified}[2]{sequence}" out)" = "lab 1" &&
	>../sick && all 1 "ONE=pass TWO=fail lab=pass" && rm ../sick && all 0 "ONE=pass TWO=pass lab=pass" && >../red && all 1 "ONE=pass TWO=pass lab=fail" && rm ../red
'
fails () { # what status says of lab itself
	git mcade status --env lab --json >status.out && json "map { \$_->{verdict}, @{\$_->{checks}} } grep { \$_ } \$j->{fails}" status.out
}
test_expect_success 'an environment that did not hold is wrong until it does' '
	cd r && git mcade status --env lab >text.out && test_grep "verify: fail, look fail  #" text.out && test "$(fails)" = "fail look fail" && expect_status 1 git mcade status --env lab --exit-code >text.out &&
	all 0 "ONE=pass TWO=pass lab=pass" && git mcade status --env lab >text.out && test_grep ! "verify: " text.out && test -z "$(fails)" && git mcade status --env lab --exit-code >text.out
'
test_expect_success 'what waits for a person is open' 'cd r && tick 90000 && all 2 "ONE=inconclusive TWO=inconclusive lab=pass" && signs ONE lab && signs TWO lab && all 0 "ONE=pass TWO=pass lab=pass"'
test_expect_success 'nothing to verify is no yes, and whoever may not is refused' '
	cd r && before=$(tip) && refused git mcade verify --env plain 2>err && test_grep "nothing in .plain. to verify" err && as_person reviewer refused git mcade verify --env lab 2>err && test_grep "\[permission\]" err && test "$(tip)" = "$before"
'
test_expect_success 'an environment that was seen not to hold soaks anew, and nothing comes from it meanwhile' '
	cd r && tick 3700 && as_person reviewer git mcade approve promote --env prod -m yes && >../red && before=$(tip) && refused git mcade promote --env prod 2>err && test_grep "look" err && test "$(tip)" = "$before" && all 1 "ONE=pass TWO=pass lab=fail" && rm ../red && all 0 "ONE=pass TWO=pass lab=pass" && waiting git mcade promote --env prod 2>err && test_grep "soak" err && tick 3700 && git mcade verify --env prod && save verified && test "$(field Check)" = "look pass" && git mcade promote --env prod && save promoted
'
test_expect_success 'what was promoted is asked once it is there' '
	cd r && tick && git mcade verify --env prod --json >out 2>err && save verified && test "$(field Check | tr "\n" ,)" = "landed pass,look pass," && >../lost && tick && expect_status 1 git mcade verify --env prod --json >out 2>err && save verified && test "$(field Verdict)" = fail && rm ../lost
'
test_expect_success 'a demand that names no check, or that a step could not meet, is refused' '
	cd r && adopts_not "s/complete_also: .tidy/complete_also: [untidy/" "untidy" && adopts_not "s/id: ONE, run: .true., pins: ../id: ONE, kind: manual, pins: []/" "complete_also" && adopts_not "s/{use: tidy}/{use: tidy, expect: {exit: {ge: 0}}}/" "twice"
'
test_expect_success 'the record passes the audit' 'cd r && git mcade audit --cold >out && asked 0 audit --cold'
test_done
