#!/bin/sh
test_description='log: what events did, of which stretch, and at no more cost than what is shown'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"

# of JSON: the words of the events that it lists, and of their steps.
of () {
	git mcade log "$@" --json >"$TRASH/json" &&
	perl -MJSON::PP -0777 -ne 'print join(" ", map { $_->{event} . ($_->{step} ? ":$_->{step}" : "") } @{decode_json($_)->{events}}), "\n"' "$TRASH/json"
}
# lines: the line of each event, as a chat would have it.
lines () {
	git mcade log "$@" --json | perl -MJSON::PP -0777 -ne 'binmode STDOUT, ":utf8"; print "$_->{line}\n" for @{decode_json($_)->{events}}'
}

test_expect_success 'setup: pins, a run that fails, a freeze, a person' '
	small_repo r && echo "exit 3" >>playbooks/cache.sh && git commit -q -a -m broken &&
	git mcade adopt >/dev/null 2>&1 &&
	tick 86400 && git mcade pin "cache.image=redis@$DIGEST" --env lab >/dev/null 2>&1 &&
	tick 86400 && refused git mcade run CACHE --env lab >/dev/null 2>&1 &&
	tick 86400 && git mcade freeze proxies --path "conf/proxy/**" -m "until it is moved" >/dev/null &&
	tick 86400 && git mcade trust add otto --key "$(key_of operator)" --role operator --name "Otto Operator" --email operator@example.com >/dev/null &&
	tick 86400 && git mcade block LATER --env prod --until "the vendor answers" -m "no answer yet" >/dev/null
'
test_expect_success 'a line says what was done: value, role, paths, why it failed' '
	cd r && lines >lines && test_grep "^lab #[0-9]* owner: pin cache.image = redis@$DIGEST in lab$" lines &&
	test_grep "^#[0-9]* owner: trust otto +operator$" lines &&
	test_grep "^#[0-9]* owner: freeze proxies: conf/proxy/\*\* (until it is moved)$" lines &&
	test_grep "^lab #[0-9]* owner: finish CACHE in lab: failed (exit status 3)" lines && git mcade log >out && test_grep "failed (exit status 3)" out
'
test_expect_success 'a step, an environment, a number, and all together' '
	cd r && test "$(of CACHE)" = "finish:CACHE start:CACHE" && test "$(of --step CACHE -n 1)" = "finish:CACHE" &&
	test "$(of --env prod)" = "block:LATER" && test "$(of --env lab -n 1 CACHE)" = "finish:CACHE" && test "$(of -e lab --step LATER 2>err)" = "" &&
	test "$(of -n 2)" = "block:LATER trust" && test "$(of -n 0)" = ""
'
test_expect_success 'a stretch between two events, by number, id, commit, moment or day' '
	cd r && head=$(git rev-parse mcade/ledger) && last=$(git log -1 --format=%B mcade/ledger | sed -n "s/^Mcade-Sequence: //p") &&
	id=$(git log -1 --format=%B "$head~1" | sed -n "s/^Mcade-Id: //p") &&
	test "$(of "$((last - 2))..")" = "block:LATER trust" && test "$(of "event:$((last - 2))..$((last - 1))")" = "trust" &&
	test "$(of "$head~2..$head~1")" = "trust" && short=$(echo "$id" | cut -c1-10) && test "$(of "$((last - 2))..$short")" = "trust" &&
	test "$(of "..0")" = "init" && test "$(of "CACHE" "..")" = "finish:CACHE start:CACHE" &&
	day=$(git log -1 --format=%cd --date=format:%Y-%m-%d "$head~1") && test "$(of "$day..")" = "block:LATER" &&
	test "$(of --since "$day")" = "block:LATER trust" && test "$(of --since "$day" --until "$day")" = "trust" &&
	test "$(of --since 1h)" = "block:LATER" && test "$(of "1999-01-01..0")" = "init"
'
test_expect_success 'what is no place in the ledger is a mistake of whoever types it' '
	cd r && for wrong in "9999..1" "..nothing" "CACHE LATER" "0.. 1.."; do
		usage git mcade log $wrong 2>err && test_grep "^mcade: " err || return 1
	done && usage git mcade log --since yesterday 2>err && usage git mcade log -n many 2>err && usage git mcade log 12345678.. 2>err
'
test_expect_success '-p: what it made of the files, as git shows it' '
	cd r && git mcade log -p -n 1 >out && test_grep "^diff --git a/state/prod/LATER.yaml b/state/prod/LATER.yaml$" out && test_grep "^+.*the vendor answers" out &&
	git mcade log -p -n 1 --json >json && test_grep "the vendor answers" json &&
	git mcade log -p ..0 >out && test_grep "^+++ b/trust.yaml" out && test_grep "^new file mode" out &&
	git diff mcade/ledger~1 mcade/ledger >want && git mcade log -p -n 1 | sed -n "/^diff/,/^\$/p" | sed "\$d" >got && grep "^[+-]" want >w && grep "^[+-]" got >g && test_cmp w g
'
test_expect_success 'an escape that a person signed stays in its line' '
	cd r && esc=$(printf "\033[2Jgone") && git mcade freeze odd --path "odd/*" -m "x" >/dev/null && ! git mcade block LATER --env lab --until "$esc" -m "$esc" >/dev/null 2>&1 &&
	git mcade log -p >out && ! grep "$(printf "\033")" out
'

# object FILE of a commit, where it is loose
object () {
	echo ".git/objects/$(echo "$1" | cut -c1-2)/$(echo "$1" | cut -c3-)"
}
test_expect_success 'it costs what it shows: of an early event that is not shown nothing is read' '
	cd r && early=$(git rev-list --reverse mcade/ledger | sed -n 2p) && file=$(object "$early") && test -f "$file" && mv "$file" "$TRASH/early" &&
	git mcade log -n 3 >out && git mcade log CACHE >out && test_grep "finish CACHE" out && git mcade status --env lab --at 4 >out &&
	broken git mcade log >out 2>err && mv "$TRASH/early" "$file" && git mcade log >out
'
test_expect_success 'what is remembered of an event is damaged: it is verified again, and shown the same' '
	cd r && events=$(echo "$XDG_STATE_HOME"/git-mcade/*/heads/*/local.events) && git mcade log -p >want && size=$(wc -c <"$events") &&
	cp "$events" "$TRASH/events" && for at in 3 20 70 90 99 150 400; do
		[ "$at" -lt "$size" ] || return 1
		cp "$TRASH/events" "$events" && printf "\377" | dd of="$events" bs=1 seek="$at" conv=notrunc 2>/dev/null && git mcade log -p >got && test_cmp want got || return 1
	done
'
test_expect_success 'a branch that was moved back or aside is not shown' '
	cd r && good=$(git rev-parse mcade/ledger) && git update-ref refs/heads/mcade/ledger "$good~2" && untrusted git mcade log -n 1 >out 2>err && test_line_count 0 out &&
	git update-ref refs/heads/mcade/ledger "$(git commit-tree -p "$good" -m "freeze x" "$good^{tree}")" && untrusted git mcade log -n 1 >out 2>err && test_line_count 0 out &&
	git update-ref refs/heads/mcade/ledger "$good" && git mcade log -n 1 >out
'
test_done
