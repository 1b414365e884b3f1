#!/bin/sh
# shellcheck disable=SC2086,SC2046 # ids of objects and acts are plain words
test_description='a freeze with a window binds in it and not outside: files at the doors, runs by their own time and the server clock'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-craft.sh"
. "$SOURCE_DIR/t/lib-judged.sh"

runbook () {
	cat <<-EOT
	version: 1
	ledger: $(git config mcade.ledgerId)
	name: windows
	governed: [refs/heads/main]
	order: needs
	environments: [{id: lab}]
	records: {log: 'docs/deployments/\${{ date }}.md'}
	defaults: {timeout: 20s, changes_state: false, verify: [{id: up, run: 'true'}]}
	freezes:
	- {id: office, reason: people work, paths: ['conf/*'], steps: [ONE], window: {days: [${1:-wed}], hours: '09:00-11:00'}}
	- {id: sale, reason: the sale, paths: ['shop/*'], window: {from: 2026-02-01, to: 2026-02-02}}
	steps:
	- {id: ONE, pins: [], run: 'true'}
	- {id: TWO, pins: [], uses: shop/two.sh, run: sh shop/two.sh}
	EOT
}
at () { # at TIME: from here on it is
	MCADE_CLOCK=$(date -u -d "$1" +%s) && tick 0
}
closed () { # closed: the staged change is refused
	expect_status 1 git mcade check --staged >err.out 2>&1 && test_grep "\[frozen\]" err.out
}
open_ () {
	git mcade check --staged >err.out 2>&1 && test_grep ! "\[frozen\]" err.out
}
edit () { # edit TEXT PATH
	echo "$1" >"$2" && git add -A
}

test_expect_success 'setup' '
	new_repo w && cd w && mkdir -p conf shop && edit one conf/web && edit true shop/two.sh && echo "*.out" >.gitignore &&
	git add -A && git commit -q -m files && git mcade init --no-hooks >out.out 2>&1 && runbook >runbook.yaml && git add -A && git commit -q -m runbook && git mcade adopt >out.out 2>&1
'
test_expect_success 'files: closed in the window, open after it, and on another day' '
	cd w && edit two conf/web && at 2026-01-28T10:30:00Z && closed && at 2026-01-28T11:00:00Z && open_ && at 2026-01-29T10:30:00Z && open_ &&
	git reset -q --hard && edit false shop/two.sh && open_ && at 2026-02-01T00:00:00Z && closed && at 2026-02-02T23:59:59Z && closed && at 2026-02-03T00:00:00Z && open_ && git reset -q --hard
'
test_expect_success 'runs: the same; status and show say when' '
	cd w && at 2026-02-04T09:30:00Z && refused git mcade run ONE >out.out 2>err.out && test_grep "\[frozen\]" err.out && git mcade status --json >status.out && test_grep "\"frozen\":true" status.out &&
	at 2026-02-04T11:30:00Z && git mcade status --json >status.out && test_grep ! "\"frozen\":true" status.out && test_grep "\"window\":\"wed 09:00-11:00 UTC\"" status.out && git mcade run ONE >out.out 2>&1 &&
	git mcade status >status.out && test_grep "frozen: office.*wed 09:00-11:00" status.out && test_grep ! "frozen: sale" status.out
'
test_expect_success 'the hook judges by the clock; what came in outside is good for the audit, what says it was made inside is told' '
	cd w && edit three conf/web && git commit -q -m "after hours" && git mcade audit >out.out 2>&1 && test_grep ! "\[frozen\]" out.out &&
	at 2026-02-11T10:00:00Z && edit four conf/web && git commit -q --no-verify -m "in office hours" && git mcade audit >out.out 2>&1 && test_grep "warning \[frozen\]" out.out
'
test_expect_success 'a thaw opens the freeze as it is written, window and all' '
	cd w && at 2026-02-11T10:30:00Z && git mcade thaw office -m "for now" >out.out 2>&1 && edit five conf/web && open_ && git reset -q --hard &&
	runbook "wed, thu" >runbook.yaml && git commit -q -am "another window" && git mcade adopt >out.out 2>&1 && edit five conf/web && closed && git reset -q --hard
'

judged_repo || { echo "Bail out! no repository"; exit 1; }
cd r || exit 1
now=$(date +%s)
frozen () { # frozen WINDOW: b.sh, in force
	adopt_of "$(runbook_less "s/^freezes:/&\\n- {id: w, reason: r, paths: [playbooks\\/b.sh], window: {$1}}/" rb.window)"
}
day () {
	date -u -d "@$((now + $1 * 86400))" +%Y-%m-%d
}
test_expect_success 'a clock that is set back leads out of no window where it is live; elsewhere the act is of its own time' '
	cd r && inside=$(frozen "from: $(day 0), to: $(day 1)" | craft $BASE owner) && was=$MCADE_CLOCK && MCADE_CLOCK=$((now - 86400 * 3)) && adopted=$(frozen "from: $(day -1), to: $(day 1)" | craft $BASE owner) &&
	live=$(start_of ONLY open | craft $adopted operator) && [ "$(errors_of $live | head -n 1)" -lt 2 ] && ! receive $adopted $live && test_grep "refused \[frozen\]" push.err &&
	lab=$(start_of BLIND lab | craft $adopted operator) && receive $adopted $lab
'
test_expect_success 'and by its own time too: a push that waits for the end opens nothing' '
	cd r && MCADE_CLOCK=$((now - 86400 * 3)) && past=$(frozen "from: $(day -4), to: $(day -2)" | craft $BASE owner) && live=$(start_of ONLY open | craft $past operator) && does_not_count frozen $past $live
'
# early: behind main, what changes b.sh and says that it was made three days ago
early () {
	GIT_INDEX_FILE=$TRASH/.early && export GIT_INDEX_FILE && git read-tree main && git update-index --cacheinfo "100644,$(echo "echo early" | git hash-object -w --stdin),playbooks/b.sh" &&
	GIT_AUTHOR_DATE="$((now - 259200)) +0000" GIT_COMMITTER_DATE="$((now - 259200)) +0000" git commit-tree -p main -m early "$(git write-tree)" && unset GIT_INDEX_FILE
}
# arrives WINDOW: it is pushed where that is in force
arrives () {
	in_force=$(frozen "$1" | craft $BASE owner) && git -C ../r.git update-ref $LEDGER $in_force && forget && git push -q ../r.git "$(early):refs/heads/main" 2>push.err
}
test_expect_success 'a file comes in by the clock of the door, whatever hour its commit says' '
	cd r && ! arrives "from: $(day -1), to: $(day 1)" && test_grep "refused \[frozen\]" push.err && arrives "from: $(day -4), to: $(day -2)"
'
test_done
