#!/bin/sh
test_description='commits are judged by what the ledger held once, and what stands at the end by what it holds now'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
. "$SOURCE_DIR/t/lib-craft.sh"
be_person owner
OTHER=sha256:$(printf %064d 8)
DIGEST=sha256:$(printf %064d 7)

# judged RULE...: these rules refuse, of the last check.
judged () {
	sed -n 's/^mcade: refused \[\([a-z-]*\)\] .*/\1/p' found | sort -u >rules
	printf '%s\n' "$@" | sort -u | diff - rules >&4
}
commit () {
	git commit -q -n -a -m "$1" && tick
}
pushed () {
	git push -q origin main 2>/dev/null && git mcade sync >/dev/null && tick
}
# doors RULE|ok: what check says of what is not pushed, and then the server.
doors () {
	if [ "$1" = ok ]; then
		git mcade check --range origin/main..HEAD >found && git push -q --no-verify origin HEAD:main 2>err
	else
		refused git mcade check --range origin/main..HEAD >found && judged "$1" &&
		! git push -q --no-verify origin HEAD:main 2>err && test_grep "refused \[$1\]" err
	fi
}
complete () {
	git mcade run "$1" --env prod && git mcade complete "$1" --env prod
}
reset () {
	git checkout -q main && git reset -q --hard origin/main
}

test_expect_success 'setup: a step without pins, a server' '
	new_repo r && bare_remote r.git r && cd r && governed_files &&
	cat >runbook.yaml <<-\EOT &&
	version: 1
	name: past
	governed: [refs/heads/main]
	environments: [{id: prod, manifest: releases/prod.yaml}]
	records: {log: "docs/deployments/${{ date }}.md", runbook: docs/RUNBOOK.md}
	defaults: {changes_state: false}
	order: needs
	steps:
	- {id: PLAT_01, run: "true", pins: [], verify: [{id: up, run: "true"}]}
	- {id: PLAT_02, run: "true", pins: [platform.redis], verify: [{id: up, run: "true"}]}
	- {id: PLAT_03, run: "true", pins: [], verify: [{id: up, run: "true"}]}
	EOT
	echo "3. 🟨 PLAT_03" >>docs/RUNBOOK.md &&
	git add -A && git commit -q -m base && git mcade init --principal ada && git add -A && git commit -q -m ledger &&
	git push -q origin main && git mcade adopt && git mcade sync && tick &&
	cd ../r.git && git mcade hooks install --expect-genesis "$(git -C ../r config mcade.ledgerId)"
'

test_expect_success 'a text that was not a pin before the first one was' '
	cd r && sed -i "s/TBD/latest/" releases/prod.yaml && commit undecided && pushed
'

test_expect_success 'a pin that went and came back: each commit was true on its day' '
	cd r && for value in $DIGEST $OTHER $DIGEST; do
		git mcade pin "platform.redis=redis:7@$value" --env prod && git commit -q -a -m pin && pushed || return 1
	done && git mcade check --history >found && complete PLAT_02 && git commit -q -a -m complete && pushed &&
	git mcade check --history >found && git mcade check --range HEAD~3..HEAD >found
'

test_expect_success 'but not what goes back at the end, alone or behind others' '
	cd r && sed -i "s/$DIGEST/$OTHER/" releases/prod.yaml && commit back && doors drift &&
	echo more >>free.txt && commit free && doors drift && reset
'

test_expect_success 'nor a value that the ledger never held, although another follows' '
	cd r && sed -i "s/$DIGEST/sha256:$(printf %064d 9)/" releases/prod.yaml && commit foreign &&
	git revert --no-edit HEAD >/dev/null && doors drift && reset &&
	sed -i "s/image: .*/image: latest/" releases/prod.yaml && commit lost && git revert --no-edit HEAD >/dev/null && doors unpinned && reset
'

test_expect_success 'a step that was complete and is reopened: nothing is red once its mark is gone' '
	cd r && complete PLAT_01 && git commit -q -a -m complete && git branch green && pushed && git branch marked &&
	git mcade reopen PLAT_01 --env prod -m again && git mcade sync && tick && test_grep "🟨 PLAT_01" docs/RUNBOOK.md &&
	refused git mcade check --history >found && judged completion &&
	git commit -q -a -m reopened && pushed && git mcade check --history >found &&
	git mcade check --range HEAD~2..HEAD >found && git mcade audit
'

test_expect_success 'nobody marks it anew: alone, behind others, with others behind it, by a merge' '
	cd r && mark PLAT_01 && commit again && doors completion &&
	echo more >>free.txt && commit free && doors completion && reset &&
	echo more >>free.txt && commit free && mark PLAT_01 && commit again && doors completion && reset &&
	git checkout -q -b other && mark PLAT_01 && commit again && git checkout -q main && echo more >>free.txt && commit free &&
	git merge -q --no-verify --no-edit other && doors completion && reset
'

test_expect_success 'a branch on which it was marked and is no more is merged, as commits and as one' '
	cd r && git checkout -q -b feature && mark PLAT_01 && commit marked && sed -i "s/🟩 PLAT_01/🟨 PLAT_01/" docs/RUNBOOK.md &&
	commit reopened && git checkout -q main && echo more >>free.txt && commit free && git merge -q --no-verify --no-edit feature && doors ok &&
	git mcade check --history >found
'

# for_a_moment: two commits, of which the first marks the step and the second takes that back.
for_a_moment () {
	mark PLAT_01 && commit marked && sed -i "s/🟩 PLAT_01/🟨 PLAT_01/" docs/RUNBOOK.md && commit reopened
}
test_expect_success 'the same where what comes rests on several commits that were there, whichever is met first' '
	cd r && git fetch -q && old=$(git rev-parse origin/main~1) && for first in old main; do
		git checkout -q -B old $old && echo x >$first.txt && git add $first.txt && git commit -q -n -m old && tick && git checkout -q main && for_a_moment && new=$(git rev-parse HEAD) &&
		case $first in
		main) git merge -q --no-verify --no-edit old ;;
		old) git checkout -q old && git merge -q --no-verify --no-edit $new && git checkout -q -B main ;;
		esac && doors ok && git fetch -q || return 1
	done
'
test_expect_success 'what is wrong at the end is said once, with the commit that has it' '
	cd r && for_a_moment && mark PLAT_01 && commit again && doors completion && test "$(grep -c "refused \[completion\]" found)" = 1 &&
	test_grep "$(git rev-parse --short=12 HEAD)" found && reset && git checkout -q -B old origin/main~1 && echo x >third.txt && git add third.txt && git commit -q -n -m old && tick &&
	git checkout -q main && for_a_moment && git merge -q --no-verify --no-edit old && mark PLAT_01 && commit again && doors completion && test "$(grep -c "refused \[completion\]" found)" = 1 && reset
'

test_expect_success 'a step that was never complete is not marked for a moment' '
	cd r && mark PLAT_03 && commit never && git revert --no-edit HEAD >/dev/null && doors completion && reset
'

test_expect_success 'and what was said anew is complete again: each commit is true' '
	cd r && complete PLAT_01 && git commit -q -a -m complete && git mcade sync && tick && doors ok && git mcade check --history >found &&
	test_grep "🟩 PLAT_01" docs/RUNBOOK.md && git mcade audit
'

test_expect_success 'its mark is not lost at the end' '
	cd r && git fetch -q && sed -i "s/🟩 PLAT_01/🟨 PLAT_01/" docs/RUNBOOK.md && commit lost && doors drift &&
	echo more >>free.txt && commit free && doors drift && reset
'

test_expect_success 'a completion that does not count made no mark true, not for a day' '
	cd r && [ "$(git rev-parse HEAD)" = "$(git rev-parse origin/main)" ] && mark PLAT_03 && commit green &&
	git update-ref refs/remotes/origin/main HEAD && refused git mcade audit --json >before &&
	printf "%s\n" "complete PLAT_03 prod" "Run: $(printf %032d 1)" "Log: docs/deployments/2026-01-28.md" |
		craft "$(git rev-parse $LEDGER)" owner >crafted && point "$(cat crafted)" &&
	refused git mcade audit --json >after && for file in before after; do
		grep -o "{\"rule\":[^}]*}" $file | grep "\"rule\":\"completion\",\"severity\":\"error\"" |
			grep "\"path\":\"docs/RUNBOOK.md\"" || return 1
	done && printf "<!-- x -->\n" >>free.txt && commit free && refused git mcade check --history >found && judged completion
'

test_done
