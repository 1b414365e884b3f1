#!/bin/sh
test_description='a frozen or locked file changes as people have approved it, byte for byte, or under a waiver'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-acts.sh"

runbook () {
	log_head "closed" &&
	cat <<-EOT
	order: needs
	environments: [{id: lab}]
	defaults: {timeout: 20s, changes_state: false, verify: [{id: up, run: 'true'}]}
	freezes:
	- {id: web, reason: it works, paths: ['conf/*'], approval: {role: owner, expires: 24h, prevent_self_approve: true}}
	- {id: shut, reason: it works too, paths: ['shut/*']}
	steps:
	- {id: ONE, pins: [], uses: play/one.sh, run: sh play/one.sh}
	EOT
}
edit () { # edit TEXT [PATH]
	echo "$1" >"${2:-conf/web}" && git add -A
}
closed () { # closed RULE: the staged change is refused by it
	expect_status 1 git mcade check --staged >err.out 2>&1 && test_grep "\[$1\]" err.out
}
bea () { # bea ARGUMENT...: another owner approves
	as_person reviewer git mcade approve "$@"
}

test_expect_success 'setup: two owners, a frozen file and one that belongs to a step' '
	new_repo r && cd r && mkdir -p conf shut play && edit one && edit one shut/web && edit true play/one.sh &&
	git mcade init --no-hooks >../out 2>&1 && runbook >runbook.yaml && echo "*.out" >.gitignore && git add -A && git commit -q -m runbook && git mcade adopt >../out 2>../err &&
	git mcade trust add bea --key "$(key_of reviewer)" --email reviewer@example.com --name "Bea Owner" --role owner &&
	git mcade trust add otto --key "$(key_of operator)" --email operator@example.com --name "Otto Operator" --role operator &&
	as_person reviewer git mcade join --no-hooks >../out 2>&1 && tick
'
test_expect_success 'without an approval nothing; who wrote it does not count; another owner does, for these bytes' '
	cd r && edit two && closed frozen && git mcade approve --path conf/web -m mine 2>err.out && test_grep "^+two" err.out && closed frozen &&
	bea --path conf/web -m "I have seen it" 2>err.out && test_grep "^-one" err.out && git mcade check --staged >out.out 2>&1 && test_grep "let through by event" out.out &&
	edit three && closed frozen && edit two && chmod +x conf/web && git add -A && closed frozen && chmod -x conf/web && git add -A &&
	bea --path conf/web --fail -m "no, wait" 2>err.out && closed frozen && bea --path conf/web -m "all right" 2>err.out && git commit -q -m "as approved" && git mcade audit >out.out 2>&1
'
test_expect_success 'it ends, at the door; what came in stays good' '
	cd r && edit four && bea --path conf/web --expires 1h -m seen 2>err.out && git mcade check --staged >out.out 2>&1 && tick 4000 && closed frozen && git reset -q --hard && tick 90000 && git mcade audit >out.out 2>&1
'
test_expect_success 'a commit that is there already, a deletion; what changes nothing, is not closed, or only thawed' '
	cd r && still usage git mcade approve --path conf/web -m x && still usage git mcade approve --path README -m x && still usage git mcade approve --path conf/web --env lab -m x && still usage git mcade approve --commit HEAD -m x &&
	edit two shut/web && still usage bea --path shut/web -m x 2>err.out && test_grep "git mcade thaw shut" err.out && git reset -q --hard &&
	git rm -q conf/web && closed frozen && bea --path conf/web -m "it may go" 2>err.out && git mcade check --staged >out.out 2>&1 && git reset -q --hard &&
	git checkout -q -b side && edit six && git commit -q -m six && { git mcade check --range main..HEAD --json >json.out 2>err.out || :; } && test_grep "git mcade approve --path conf/web --commit $(git rev-parse --short=12 HEAD) -m" json.out && bea --path conf/web --commit HEAD -m "six it is" 2>err.out && git checkout -q main && git merge -q --ff-only side && git mcade audit >out.out 2>&1
'
test_expect_success 'a locked file: as another owner approved it' '
	cd r && git mcade lock ONE --env lab && edit false play/one.sh && closed locked && git mcade approve --path play/one.sh -m mine 2>err.out && closed locked && bea --path play/one.sh -m "the new way" 2>err.out && git mcade check --staged >out.out 2>&1 && git commit -q -m "as approved" && git mcade audit >out.out 2>&1
'
test_expect_success 'a waiver of a path: of frozen files, for its time, never of a locked one' '
	cd r && edit two shut/web && closed frozen && still usage git mcade waive frozen --path shut/web --env lab --expires 2h -m x && still refused git mcade waive locked --path play/one.sh --expires 2h -m x &&
	git mcade waive frozen --path shut/web --expires 2h -m "a typo" && git mcade check --staged >out.out 2>&1 && test_grep "let through by event" out.out &&
	git mcade status --json >status.out && test_grep "\"path\":\"shut/web\"" status.out && tick 9000 && closed frozen
'
test_done
