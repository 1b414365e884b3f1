#!/bin/sh
# shows: A04 A15 A23 A35 A42 A56 A61 A68 A91 A97 A101 A105 A107 A108 A111 S15 S17
test_description='what seed 000 and the rules of its house ask of people, systems, facts and what is live: each sentence as a part of a runbook, refused and passed'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-acts.sh"

runbook () {
	log_head motorcade &&
	cat <<-EOT
	order: needs
	environments:
	- {id: prod, manifest: releases/prod.yaml}
	defaults: {timeout: 20s, changes_state: false}
	policies:
	- {id: leadgen_bind, forbid: '127\.0\.0\.1:(?!8000\b)\d+', paths: ['ansible/*leadgen*'], reason: the LeadGen API is on 127.0.0.1:8000, fix: 127.0.0.1:8000}
	- {id: network, forbid: '--network[ =](?!motorcade-core\b)', paths: ['ansible/**'], fix: --network motorcade-core}
	freezes: [{id: bridge, reason: the contract of the bridge is stable, paths: [docs/BRIDGE_CONTRACT.md]}]
	steps:
	- {id: PLAT_01, run: echo podman >>../ran, pins: [], verify: [{id: up, run: 'true'}]}
	- {id: PLAT_01B, fallback_of: PLAT_01, dormant: true, run: echo legacy >>../ran, pins: [], verify: [{id: up, run: 'true'}]}
	- {id: PLAT_04, run: 'sed -n "/image/p" releases/prod.yaml >../live', pins: [app.image], verify: [{id: as_pinned, run: 'grep -qxF "\$(cat ../live)" releases/prod.yaml'}]}
	- id: PLAT_04A
	  title: Ansible YAML, Vault secrets, Postgres roles/schema VERIFIED
	  kind: gate
	  needs: [PLAT_01]
	  covers: [yaml, vault, schema]
	  verify: [{id: parses, run: 'true', covers: [yaml]}, {id: secrets, run: test ! -e ../no-vault, covers: [vault]}, {id: roles, run: 'true', covers: [schema]}]
	- id: PLAT_09A
	  kind: gate
	  needs: []
	  verify: [{id: overflow, manual: 'Desktop, tablet, mobile: no horizontal overflow', role: owner}, {id: menu, manual: The services menu is complete, role: owner}]
	- id: PLAT_09B
	  run: 'true'
	  pins: []
	  verify:
	  - {id: draft, manual: Server-side draft save begins only after email/phone entered + inline notice shown, role: legal}
	  - {id: opt_in, manual: SMS/scheduling require explicit opt-in, role: legal}
	- {id: WP_01, run: echo wordpress >>../ran, pins: [], verify: [{id: up, run: 'true'}]}
	- {id: MOB_00, kind: gate, needs: [], verify: [{id: defined, file: docs/MOBILE.md, expect: {contains: Architecture}}]}
	- {id: MOB_01, needs: [MOB_00], run: echo mobile >>../ran, pins: [], verify: [{id: up, run: 'true'}]}
	- {id: DB, run: echo migrated >>../ran, approval: {role: robert}, pins: [], verify: [{id: up, run: 'true'}]}
	- {id: PATCH, run: echo patched >>../ran, pins: [], stop: [{id: root_cause, file: docs/ROOT_CAUSE.md, expect: {size: {gt: 0}}}], verify: [{id: up, run: 'true'}]}
	rollbacks:
	- id: fix6
	  title: PLAT_08C (Fix6), Redis bring-up churn stopper
	  run: rm -f ../churn && echo Up >../redis
	  verify: [{id: shown_up, run: cat ../redis, expect: {stdout: Up}}, {id: ping, run: test ! -e ../deaf && echo PONG, expect: {stdout: PONG}}]
	  triggers: [{id: churns, run: test ! -e ../churn}]
	EOT
}
IMAGE=docker.io/library/app:1@sha256:$(printf %064d 8)
done_with () { # done_with STEP
	git mcade run "$1" --env prod >out 2>err && git mcade complete "$1" --env prod && save "$1"
}
is () { # is STEP PHASE
	[ "$(phase "$1" prod)" = "$2" ] || { echo "$1: $(phase "$1" prod)" >&4; return 1; }
}
# no_commit RULE FILE TEXT: a commit with that line more is refused by that rule.
no_commit () {
	echo "$3" >>"$2" && git add -A && refused git commit -q -m no 2>err && test_grep "refused .$1. $2" err && git reset -q --hard
}

test_expect_success 'setup: an owner, an operator, the legal department, Robert' '
	new_repo r && cd r && mkdir -p releases ansible docs && printf "app:\n  image: TBD\n" >releases/prod.yaml && echo x >ansible/leadgen.yml && echo "stable" >docs/BRIDGE_CONTRACT.md &&
	printf "%s\n" out err "*.out" >.gitignore && save files && git mcade init --no-hooks >log 2>&1 && rm log && runbook >runbook.yaml && save runbook && git mcade adopt >../adopt.log 2>&1 && git mcade hooks install >../hooks.log 2>&1 &&
	git mcade trust role legal --may "attest in prod" && git mcade trust role robert --may "approve in prod" &&
	git mcade trust add otto --key "$(key_of operator)" --name Otto --email otto@example.com --role operator && git mcade trust add lena --key "$(key_of reviewer)" --name Lena --email lena@example.com --role legal && tick &&
	as_person operator git mcade join --no-hooks && git mcade pin app.image=$IMAGE --env prod && save pinned && as_person reviewer git mcade join --no-hooks
'
test_expect_success 'A35 A91 A111: a fact of a host stands in every file as it is, or no commit brings it in' '
	cd r && no_commit forbidden ansible/leadgen.yml "proxy_pass http://127.0.0.1:8001;" && test_grep "127.0.0.1:8000" err && no_commit forbidden ansible/leadgen.yml "podman run --network podman app" && test_grep "motorcade-core" err &&
	printf "%s\n" "proxy_pass http://127.0.0.1:8000;" "podman run --network motorcade-core app" >>ansible/leadgen.yml && git commit -q -a -m right
'
test_expect_success 'A105: a contract that is stable changes with the word of an owner' '
	cd r && no_commit frozen docs/BRIDGE_CONTRACT.md more && refuses permission as_person operator git mcade thaw bridge -m "I need it" && git mcade thaw bridge -m "agreed with WordPress" && echo more >>docs/BRIDGE_CONTRACT.md && git commit -q -a -m "the contract"
'
test_expect_success 'A15: a legacy fallback is not run unless it is said that it is required, and why' '
	cd r && refuses dormant git mcade run PLAT_01B --env prod && ran 0 && usage git mcade activate PLAT_01B --env prod && done_with PLAT_01 && git mcade activate PLAT_01B --env prod -m "dnf is broken on this host" && done_with PLAT_01B && ran 2 && git mcade log >out && test_grep "activate PLAT_01B in prod: dormant:PLAT_01B" out && test_grep "^ *dnf is broken on this host" out
'
test_expect_success 'A42: one completion is in force; another is made after the first was taken back, which stays in the history' '
	cd r && still git mcade complete PLAT_01 --env prod && git mcade reopen PLAT_01 --env prod -m "another host" && is PLAT_01 planned && done_with PLAT_01 && is PLAT_01 complete && ran 3 && git mcade log -n 50 >out && grep "complete PLAT_01 in prod" out >twice.out && test_line_count 2 twice.out
'
test_expect_success 'A23: verified says of what: of each part, and not while one of them fails' '
	cd r && touch ../no-vault && refused git mcade gate PLAT_04A --env prod --json >out && [ "$(json "map { \"\$_->{id} \$_->{result}\" } @{\$j->{coverage}}" out)" = "yaml pass vault fail schema pass" ] && is PLAT_04A failed && rm ../no-vault && save gate &&
	git mcade gate PLAT_04A --env prod --json >out && save gate && [ "$(json "map { \"\$_->{id} \$_->{result}\" } @{\$j->{coverage}}" out)" = "yaml pass vault pass schema pass" ] && is PLAT_04A complete && adopts_not "s/, covers: .vault.//" "covers.*vault"
'
test_expect_success 'A04: what was edited on the host is told by the next look at the environment, and mended by the step' '
	cd r && done_with PLAT_04 && git mcade verify --env prod && save verified && sed -i "s/00/01/" ../live && refused git mcade verify --env prod >out 2>err && save verified && cat out err >said.out && test_grep "as_pinned.*fail" said.out && is PLAT_04 "complete stale" &&
	git mcade reopen PLAT_04 --env prod -m "edited by hand" && done_with PLAT_04 && git mcade verify --env prod && save verified && is PLAT_04 complete
'
# answered STEP CHECK WHO: by that person, and by nobody else.
answered () {
	as_person operator refused git mcade attest "$1/$2" --env prod -m "it is so" >out 2>err && test_grep "\[permission\]" err && as_person "$3" git mcade attest "$1/$2" --env prod -m "seen on three devices"
}
test_expect_success 'A56: what only eyes see is a criterion each, answered by whom it concerns' '
	cd r && waiting git mcade gate PLAT_09A --env prod >out 2>err && save gate && answered PLAT_09A overflow owner && waiting git mcade gate PLAT_09A --env prod >out 2>err && save gate && is PLAT_09A planned && answered PLAT_09A menu owner && git mcade gate PLAT_09A --env prod && save gate && is PLAT_09A complete
'
test_expect_success 'A107 A108: consent and opt-in are criteria of the step, and who answers for the law says that they hold' '
	cd r && waiting git mcade run PLAT_09B --env prod >out 2>err && save ran && refuses completion git mcade complete PLAT_09B --env prod && answered PLAT_09B draft reviewer && waiting git mcade verify PLAT_09B --env prod && save verified && refuses completion git mcade complete PLAT_09B --env prod &&
	answered PLAT_09B opt_in reviewer && git mcade verify PLAT_09B --env prod && git mcade complete PLAT_09B --env prod && save completed && is PLAT_09B complete
'
test_expect_success 'A61: what comes after a gate waits for it, and again when it is no go' '
	cd r && refuses order git mcade run MOB_01 --env prod && refused git mcade gate MOB_00 --env prod >out 2>err && save gate && refuses order git mcade run MOB_01 --env prod && echo "# Architecture" >docs/MOBILE.md && save architecture && git mcade gate MOB_00 --env prod && save gate && git mcade run MOB_01 --env prod && save ran && ran 4 &&
	git rm -q docs/MOBILE.md && save gone && refuses order git mcade run MOB_01 --env prod && git revert --no-edit HEAD >out && ran 4
'
test_expect_success 'S15: a step is run with the recorded agreement of one person, by name; an owner does not stand in for him' '
	cd r && waiting git mcade run DB --env prod 2>err && git mcade approve DB --env prod -m "as the owner" && waiting git mcade run DB --env prod 2>err && git mcade trust role otto operator robert && tick && as_person operator git mcade approve DB --env prod -m "Robert says so" && git mcade run DB --env prod && save ran && ran 5 && git mcade log >out && test_grep "approve DB in prod" out
'
test_expect_success 'S17: a patch goes forward only after its root cause is written down' '
	cd r && refused git mcade run PATCH --env prod >out 2>err && save ran && ran 5 && test_grep "stop check .root_cause.: fail" err && echo "the runtime, not the code" >docs/ROOT_CAUSE.md && save cause && git mcade run PATCH --env prod && save ran && ran 6
'
test_expect_success 'A101: if it churns, Fix6 is named; it is run whatever is broken, and what is expected of it is looked at' '
	cd r && git mcade rollback --check --env prod && touch ../churn ../deaf && refused git mcade rollback --check --env prod >out 2>err && cat out err >said.out && test_grep "git mcade rollback fix6 --env prod" said.out && refused git mcade rollback fix6 --env prod >out 2>err && cat out err >said.out && test_grep "check .ping.: fail" said.out && rm ../deaf && touch ../churn && git mcade rollback fix6 --env prod && save fixed && git mcade rollback --check --env prod
'
test_expect_success 'A68: a system is deprecated as the step that stands for it: it does not run, and its history stays' '
	cd r && done_with WP_01 && ran 7 && git mcade deprecate WP_01 --env prod -m "PLAT_18: WordPress goes" && is WP_01 deprecated && refuses deprecation git mcade run WP_01 --env prod && ran 7 && git mcade log -n 80 >out && test_grep "complete WP_01 in prod" out
'
test_expect_success 'A97: no wait is without an end: a limit is one that ends' '
	cd r && adopts_not "s/timeout: 20s/timeout: 0s/" "duration.*found .0s" && adopts_not "s/timeout: 20s/timeout: never/" "duration.*found .never"
'
test_expect_success 'the record passes the audit' 'cd r && git mcade audit --cold >out && test_grep "^pass:" out'
test_done
