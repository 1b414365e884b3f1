#!/bin/sh
test_description='main is the witness: what audit finds of the records and of what got past the doors'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"

be_person owner

# one_completion: CACHE complete in lab, its records committed.
one_completion () {
	git mcade run CACHE --env lab >/dev/null 2>&1 &&
	git mcade pin "cache.image=docker.io/library/redis:7.2@$DIGEST" --env lab >/dev/null &&
	git mcade complete CACHE --env lab -m up >/dev/null &&
	git commit -q -m "CACHE is up"
}

test_expect_success 'a sound repository: its citations are in the chain' '
	small_repo r && one_completion &&
	git mcade audit >out && test_grep "^pass: .* 1 citation," out
'

test_expect_success 'a clone of a rewound ledger notices, without any memory, that main cites more' '
	cd r && bare_remote hub.git && git remote add origin "$PWD/hub.git" && git push -q origin main && git mcade sync >/dev/null &&
	git -C hub.git update-ref refs/heads/mcade/ledger "$(git rev-parse mcade/ledger~1)" &&
	git clone -q hub.git ../fresh && cd ../fresh &&
	as_person reviewer refused git mcade audit --expect-genesis "$(git -C ../r config mcade.ledgerId)" >out 2>err &&
	test_grep "refused \[drift\] docs/deployments/.*cites an event that is not in the ledger" err &&
	git -C ../r push -q origin mcade/ledger && git fetch -q && as_person reviewer git mcade audit --expect-genesis "$(git -C ../r config mcade.ledgerId)"
'

test_expect_success 'a chain that does not reach what was published then is not a verdict: 128, sync' '
	cd r && log=$(ls docs/deployments/*.md) &&
	sed "s/after sha256:[0-9a-f]*/after sha256:$(printf %064d 7)/; s/mcade [0-9a-f]* after/mcade $(printf %032d 7) after/" "$log" >../forged &&
	cat ../forged >>"$log" && git commit -q --no-verify -am "from a later ledger" &&
	git push -q --no-verify origin main &&
	broken git mcade audit 2>err && test_grep "ends before it was published" err && test_grep "next: git mcade sync" err &&
	git reset -q --hard HEAD~1 && git push -q --no-verify -f origin main
'

test_expect_success 'an edited entry is drift, whoever let it in' '
	cd r && log=$(ls docs/deployments/*.md) &&
	sed -i "s/by: .*/by: Somebody Else/" "$log" && git commit -q --no-verify -am "tidy" && git push -q --no-verify origin main &&
	refused git mcade audit >out 2>err &&
	test_grep "refused \[drift\] docs/deployments/.*a generated entry was edited" err &&
	test_grep "refused \[append-only\]" err && test_grep "commit: *$(git rev-parse --short=12 HEAD)" err &&
	git reset -q --hard HEAD~1 && git push -q --no-verify -f origin main && git mcade audit >out
'

test_expect_success 'the entry names exactly one signed event' '
	cd r && log=$(ls docs/deployments/*.md) && id=$(sed -n "s/^<!-- mcade \([0-9a-f]*\) after.*/\1/p" "$log") &&
	test "$(git log --format=%B mcade/ledger | grep -c "^Mcade-Id: $id$")" = 1
'

test_done
