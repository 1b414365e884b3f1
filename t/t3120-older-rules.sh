#!/bin/sh
test_description='an upgrade takes nothing back: what an older program recorded is judged by the rules of its time

The ledgers in t/ledgers are of a program that judged by the second set of rules, let a sign-off of one release meet the need of the
next, and found less of what commands mean.'
test_story=yes
. "${0%/*}/lib.sh"
be_person owner

cloned () {
	git clone -q -b main "$SOURCE_DIR/t/ledgers/$1" "$2" && cd "$2" && git mcade join --no-hooks >../out 2>&1
}

test_expect_success 'a ledger of the second rules still passes, and is as complete as it was' '
	cloned rules-2.bundle r && git log -1 --format="%(trailers:key=Mcade-Rules,valueonly)" --grep "^adopt" mcade/ledger | grep -x 2 && git mcade audit --cold >../out && test_grep "^pass: 16 events verified up to 15" ../out &&
	git mcade show DEPLOY --env prod >../out && test_grep "^DEPLOY in prod: complete" ../out && git mcade status --env prod >../out && test_grep ! "planned" ../out
'
test_expect_success 'what is named must be true all the same' '
	cloned rules-2-false.bundle false && refused git mcade audit --cold 2>../err && test_grep "evidence. tools/p.py: event 17: the event names other bytes" ../err && test "$(grep -c "refused .evidence." ../err)" = 1
'
test_expect_success 'a runbook that was in force stays so; the next one is asked what this program asks' '
	cloned rules-2-shared.bundle shared && git mcade audit --cold >../out && test_grep "^pass:" ../out && git mcade status --env lab >../out && echo "# more" >>runbook.yaml && git commit -q -a -m more && refused git mcade adopt 2>../err && test_grep "have one manifest" ../err
'
test_done
