#!/bin/sh
test_description='attest --criterion: what was done before there was a ledger, and can never be shown again'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-swept.sh"
. "$SOURCE_DIR/t/lib-acts.sh"

runbook () {
	log_head criteria && cat <<-EOT
	environments: [{id: lab}]
	defaults: {timeout: 20s, restore: {match: 'Restore path: (.*)'}}
	order: needs
	steps:
	- {id: OLD, run: echo ran >>../ran, pins: [], verify: [{id: up, run: test ! -e ../down}]}
	- {id: READ, run: 'true', changes_state: false, pins: [], verify: [{id: up, run: 'true'}]}
	- {id: NEW, run: "echo Restore path: /b", pins: [], verify: [{id: up, run: 'true'}]}
	- {id: HAND, kind: manual, changes_state: false, pins: []}
	EOT
}
claims () {
	cat <<-EOT
	- {step: OLD, environment: lab, claim: complete, path: OLD.md, line: 1, raw: "done"}
	- {step: OLD, environment: lab, claim: locked, path: OLD.md, line: 1, raw: "locked"}
	- {step: READ, environment: lab, claim: verified, path: OLD.md, line: 2, raw: "seen"}
	- {step: HAND, environment: lab, claim: complete, path: OLD.md, line: 3, raw: "done"}
	EOT
}
is () { # is STEP EXPRESSION WORDS: of the step in status
	git mcade status --env lab --json >status.out && is_=$(json "map { $2 } grep { \$_->{id} eq q($1) } @{\$j->{steps}}" status.out) && test "$is_" = "$3" || { echo "it is: $is_" >&4; false; }
}

test_expect_success 'setup: claims, accepted' '
	new_repo r && cd r && printf "%s\\n" err "*.out" >.gitignore && printf "done\\nseen\\ndone\\n" >OLD.md && save files && git mcade init >log 2>&1 && rm log && runbook >runbook.yaml && claims >runbook.claims.yaml && save runbook && git mcade adopt --accept-claims -m "as it was" >../adopt.log 2>&1 &&
	git mcade trust add otto --key "$(key_of operator)" --name Otto --email otto@example.com --role operator && tick && as_person operator git mcade join --no-hooks && is OLD "\$_->{phase}" planned
'
test_expect_success 'verified, it is not complete: nobody has seen it run, nor what leads back' '
	cd r && git mcade verify OLD --env lab && is OLD "\$_->{phase}" verified && refuses completion git mcade complete OLD --env lab && test_grep "exit" err && refuses locked git mcade run OLD --env lab && test ! -e ../ran
'
test_expect_success 'by an owner, of a criterion that there is, with what leads back where that is said' '
	cd r && as_person operator refuses permission git mcade attest OLD --criterion exit --env lab -m x && refuses reference git mcade attest OLD --criterion verify --env lab -m x && refuses evidence git mcade attest OLD --criterion restore --env lab -m x && refuses evidence git mcade attest OLD --criterion exit --restore /b --env lab -m x &&
	usage git mcade attest OLD --criterion exit --fail --env lab -m x 2>err && usage git mcade attest OLD --criterion exit --env lab 2>err && usage git mcade attest event:3 --criterion exit -m x 2>err && usage git mcade attest OLD/up --criterion exit --env lab -m x 2>err
'
test_expect_success 'what can be run is run, and what a person does is attested as that' '
	cd r && refuses order git mcade attest NEW --criterion exit --env lab -m x && refuses order git mcade attest HAND --criterion exit --env lab -m x && git mcade run NEW --env lab && save ran && refuses order git mcade attest NEW --criterion restore --restore /c --env lab -m x
'
test_expect_success 'both said, it is complete, and that nobody saw it stays with it' '
	cd r && git mcade attest OLD --criterion exit --env lab -m "I did it in May" && refuses completion git mcade complete OLD --env lab && test_grep "restore" err && git mcade attest OLD --criterion restore --restore /srv/backup-may --env lab -m "it lies there" && is OLD "\$_->{phase}, @{\$_->{attested}}, \$_->{restore}" "verified exit restore /srv/backup-may" && git mcade complete OLD --env lab && save completed && is OLD "\$_->{phase}, @{\$_->{attested}}" "complete exit restore" && git mcade show OLD --env lab >show.out && test_grep "^ *attested  *exit" show.out && test ! -e ../ran
'
test_expect_success 'what changes nothing has no way back to attest' '
	cd r && git mcade verify READ --env lab && refuses completion git mcade complete READ --env lab && git mcade attest READ --criterion exit --env lab -m seen && git mcade complete READ --env lab && save completed && is READ "\$_->{phase}, @{\$_->{attested}}" "complete exit"
'
test_expect_success 'a failed verification still counts, and a reopened step was never shown' '
	cd r && >../down && expect_status 1 git mcade verify OLD --env lab && rm ../down && git mcade verify OLD --env lab && git mcade unlock OLD --env lab -m again && git mcade reopen OLD --env lab -m again && is OLD "\$_->{phase}, scalar @{\$_->{attested} // []}" "planned 0" && refuses completion git mcade complete OLD --env lab
'
test_expect_success 'what was only claimed is taken back by an owner, and is claimed no more' '
	cd r && is HAND "\$_->{phase}, @{\$_->{claims}}" "planned complete" && as_person operator refuses permission git mcade reopen HAND --env lab -m "never done" && git mcade reopen HAND --env lab -m "never done" &&
	is HAND "\$_->{phase}, scalar @{\$_->{claims}}" "planned 0" && refuses order git mcade reopen HAND --env lab -m again && git mcade adopt --accept-claims -m "as it was" && is HAND "\$_->{phase}, scalar @{\$_->{claims}}" "planned 0" && git mcade show HAND --env lab >show.out && test_grep "never done" show.out
'
test_expect_success 'the record passes the audit' 'cd r && git mcade audit --cold >out && asked 0 audit --cold'
test_done
