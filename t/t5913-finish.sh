#!/bin/sh
test_description='one call of the system fails, or the process dies, in a run: its end is recorded, now or by the next sync'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-team.sh"
faults=$TEST_BIN/t/faults/faults.so
[ -f "$faults" ] || faults=$SOURCE_DIR/build/t/faults/faults.so
[ -f "$faults" ] || skip_all "no faults.so on this system"
# A sample of the calls; FAULTS_EVERY=1: all.
every=$((${FAULTS_EVERY:-6} * 2 - 1))
ASAN_OPTIONS=$ASAN_OPTIONS:verify_asan_link_order=0
LEDGER=refs/heads/mcade/ledger
make_team || { echo "Bail out! no team"; exit 1; }

# faulted N COMMAND...: the operator's, of which call number N fails.
faulted () {
	at_=$1
	shift
	( cd "$TRASH/b" && be_person operator && FAULT_AT=$at_ FAULT_TOLD=$TRASH/told LD_PRELOAD=$faults exec git-mcade "$@" )
}
keep () {
	rm -rf kept && mkdir kept && cp -a b people remote.git kept
}
put_back () {
	rm -rf b people remote.git ran && cp -a kept/. .
}
# events WORD: how many there are of step F.
events () {
	git -C b log --format=%s $LEDGER | grep -c "^$1 F in prod"
}
wrong () {
	echo "fault $at: $*: $(cat told)" >&4
	sed 's/^/    /' err >&4
	bad=$((bad + 1))
}
# ended_: whatever happened to a run whose command was executed, its end is in the ledger after a sync.
ended_ () {
	[ -f ran ] || return 0
	[ "$(wc -l <ran)" = 1 ] || wrong "ran again"
	( cd b && be_person operator && git-mcade sync ) >out 2>err || wrong "sync exits $?"
	[ "$(events finish)" = 1 ] && [ "$(events start)" = 1 ] || wrong "$(events start) started, $(events finish) ended"
	( cd b && be_person operator && git-mcade audit ) >out 2>err || wrong "audit exits $?"
}

test_expect_success 'setup: a step, and what a run of it calls' '
	( cd a && sed -i "s|^- {id: C|- {id: F, run: \"echo ran >>$TRASH/ran\", changes_state: false, pins: [], verify: [{id: ok, run: \"true\"}]}\n&|" runbook.yaml && git commit -q -a -m F && git push -q origin main && git mcade adopt && git mcade sync ) &&
	as_operator git pull -q && as_operator git mcade sync && tick && keep && put_back && faulted 0 run F --env prod --no-fetch >out 2>err && test "$(events finish)" = 1 &&
	cp told all && total=$(wc -l <all) && [ "$total" -gt 100 ]
'
# The command has ended where its output is read no more; before, a fault keeps it from running.
test_expect_success 'each call that fails' '
	bad=0 at=1 && while [ $at -le "$total" ]; do
		put_back && faulted $at run F --env prod --no-fetch >out 2>err
		ended_
		at=$((at + every))
	done && [ $bad -eq 0 ]
'
test_expect_success 'each call that fails, and its file ever after' '
	bad=0 at=5 && while [ $at -le "$total" ]; do
		put_back && faulted $at+ run F --env prod --no-fetch >out 2>err
		ended_
		at=$((at + every))
	done && [ $bad -eq 0 ]
'
# From where the end is kept on, the process may die; how often output is read before varies a little.
test_expect_success 'killed at each call after the end is kept' '
	from=$(grep -n "rename.*pending" all | head -n 1 | cut -d: -f1) && [ "$from" ] && bad=0 at=$((from + 40)) && while [ $at -le "$total" ]; do
		put_back && { faulted "$at!" run F --env prod --no-fetch >out 2>err; } 2>/dev/null
		ended_
		at=$((at + every / 2 + 1))
	done && [ $bad -eq 0 ]
'
test_done
