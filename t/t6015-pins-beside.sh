#!/bin/sh
test_description='a run, and what another pins beside it: contested only where the step names that path'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-team.sh"
TEAM_EDIT='/id: B/,/id: C/{ s/pins: \[\]/pins: [web.image]/; s/^  run: .*/  run: "echo Restore path: \/b"/; s/^  verify:/  needs: []\n  restore: {match: "Restore path: (.*)"}\n  verify:/; }; s/uses: d.yml/needs: [], pins: [], changes_state: false, run: "true", verify: [{id: d, run: "true"}]/'
make_team || { echo "Bail out! no team"; exit 1; }
(
	cd a && printf 'web: {image: TBD}\ncache: {image: TBD, size: TBD}\n' >releases/prod.yaml && git commit -q -a -m manifest && git push -q && git mcade adopt && git mcade sync
) >log 2>&1 && as_operator sh -c 'git mcade sync && git pull -q' >>log 2>&1 || { cat log; echo "Bail out! no manifest"; exit 1; }

# image N: a value that can be pinned.
image () {
	printf 'r.example/x@sha256:%064d' "$1"
}
# beside STEP ACT...: the operator runs it, the owner acts and is first; then the operator's is signed again.
beside () {
	step_=$1 && shift && tick && as_operator git mcade run "$step_" --env prod && ( cd a && be_person owner && git mcade "$@" --env prod && git mcade sync ) &&
	tick && as_operator git mcade sync >out 2>err
}
# is_contested STEP: its last run; isnt: it counts.
is_contested () {
	as_operator git mcade log -n 2 --step "$1" >log && test_grep "contested" log && as_operator git mcade status >found && test_grep "^contested: event [0-9]* start" found
}
isnt_contested () {
	test_grep ! contested out && test_grep ! contested err && as_operator git mcade log -n 2 --step "$1" >log && test_grep "finish $1 in prod: ok" log && test_grep ! contested log
}
# audited: by the owner, with the records where others see them.
audited () {
	( cd a && git mcade sync && git mcade render --commit && git push -q && git mcade audit --cold )
}
test_expect_success 'a path that the step does not name: it counts, with the candidate that it had, and completes' '
	beside A pin "cache.image=$(image 1)" && isnt_contested A && as_operator git mcade complete A --env prod && as_operator git mcade sync && audited
'
test_expect_success 'also a value in the place of another, one that is given up, and two acts' '
	beside D pin "cache.image=$(image 2)" && isnt_contested D &&
	beside D unpin cache.image -m wrong && isnt_contested D &&
	as_operator git mcade run D --env prod && ( cd a && be_person owner && git mcade pin "cache.image=$(image 3)" --env prod && git mcade pin "cache.size=$(image 4)" --env prod && git mcade sync ) && as_operator git mcade sync >out 2>err && isnt_contested D
'
test_expect_success 'what stood in an adopted manifest alone was no pin' '
	( cd a && printf "extra: {image: %s}\n" "$(image 7)" >>releases/prod.yaml && git commit -q -a -m extra && git push -q && git mcade adopt && git mcade sync ) && as_operator sh -c "git mcade sync && git pull -q" && beside D pin "extra.image=$(image 8)" && isnt_contested D
'
test_expect_success 'the path that the step names: that is another release, and the run of it is contested' '
	( cd a && git mcade pin "web.image=$(image 5)" --env prod && git mcade sync ) && as_operator git mcade sync && beside B pin "web.image=$(image 6)" && is_contested B && audited
'
test_done
