#!/bin/sh
test_description='soak: what begins it again, and what does not'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-acts.sh"

LAMP='' GATE=''
runbook () {
	log_head "soak" &&
	cat <<-EOT
	environments:
	- {id: lab, manifest: releases/lab.yaml}
	- {id: prod, promote: {after: [lab], soak: 1h}}
	- {id: twin, manifest: releases/twin.yaml, promote: {after: [lab], soak: 1h, same_pins: true}}
	defaults: {timeout: 20s, changes_state: false}
	order: needs
	completion: auto
	steps:
	- {id: SHIP, run: 'true', pins: [web.image], verify: [{id: up, run: test ! -e ../down}, {id: version, run: test \$MCADE_GIT_SHA}$LAMP]}$GATE
	rollbacks: [{id: back, run: 'true', verify: [{id: ok, run: 'true'}]}]
	EOT
}
# left ENV: minutes of the soak that are left, or why it does not come.
image () { # image N: a pinned one
	printf "docker.io/x:%s@sha256:%064d" "$1" "$1"
}
left () {
	git mcade status --env "$1" --json >status.out && json "map { @{\$_->{reasons}} && \$_->{reasons}[0] !~ /soak/ ? @{\$_->{reasons}} : int(\$_->{soak_left} / 60) } @{\$j->{promotion}}" status.out
}
pins () { # pins NAME=VALUE...
	git mcade pin "$@" --env lab && save pin
}
lamp () { # lamp [--fail] -m TEXT
	git mcade attest SHIP/lamp --env lab "$@" && save lamp
}
looks () {
	git mcade verify SHIP --env lab && save looked
}

test_expect_success 'setup: half an hour after it became whole' '
	new_repo r && cd r && printf "%s\n" out err "*.out" >.gitignore && mkdir releases && printf "web: {image: TBD}\nother: {image: TBD}\nthird: {image: TBD}\n" | tee releases/lab.yaml >releases/twin.yaml && save files && git mcade init >log 2>&1 && rm log && runbook >runbook.yaml && save runbook && git mcade adopt >../adopt.log 2>&1 &&
	pins web.image=$(image 1) third.image=$(image 2) && git mcade run SHIP --env lab && save whole && tick 1800 && test "$(left prod) $(left twin)" = "30 30"
'
test_expect_success 'a verification that passes once more begins nothing, also after a pin that is set first' '
	cd r && looks && test "$(left prod) $(left twin)" = "30 30" && pins other.image=$(image 3) && looks && test "$(left prod) $(left twin)" = "30 30"
'
test_expect_success 'one that the step does not name was replaced: only what comes with all pins waits for it again' '
	cd r && pins third.image=$(image 4) && test "$(left prod)" = 30 && test "$(left twin)" != 30 && looks && test "$(left prod) $(left twin)" = "30 60" && tick 600 && looks && test "$(left prod) $(left twin)" = "20 50"
'
test_expect_success 'the pin of the step was replaced: with the new one it works since then, and says so twice' '
	cd r && pins web.image=$(image 5) && looks && test "$(left prod) $(left twin)" = "60 60" && tick 600 && looks && test "$(left prod) $(left twin)" = "50 50"
'
test_expect_success 'the same value again, after another: it is since then, too' '
	cd r && pins web.image=$(image 6) && tick 60 && pins web.image=$(image 5) && looks && test "$(left prod)" = 60 && tick 600 && looks && test "$(left prod)" = 50
'
test_expect_success 'one that fails ends it, the next that passes begins it; another content, too' '
	cd r && >../down && refused git mcade verify SHIP --env lab && save failed && rm ../down && looks && test "$(left prod)" = 60 && tick 600 && test "$(left prod)" = 50 && echo two >file && save two && looks && left prod >../is && test_grep "seen to work with another content" ../is && git mcade run SHIP --env lab && save two && test "$(left prod)" = 60
'
test_expect_success 'a rollback ends it, though a verification passes; the next that passes begins it' '
	cd r && tick 600 && git mcade rollback back --env lab -m "it is slow" && save back && tick 3700 && refuses promotion git mcade promote --env prod && looks && test "$(left prod)" = 60 && tick 600 && looks && test "$(left prod)" = 50 &&
	n=$(git show -s --format=%B $LEDGER | sed -n "s/^Mcade-Sequence: //p") && pins other.image=$(image 9) && git mcade rollback back --env lab --to "$n" -m again && save to && looks && test "$(left prod)" = 60
'
test_expect_success 'a no of who is asked ends it, also where a yes alone takes it back; one to another content does not' '
	cd r && LAMP=", {id: lamp, manual: the lamp is green}" && runbook >runbook.yaml && save lamp && git mcade adopt && save adopted && lamp -m green && looks && test "$(left prod)" = 60 && tick 600 && test "$(left prod)" = 50 && lamp -m "still green" && test "$(left prod)" = 50 && tick 600 && lamp --fail -m red && tick 3700 && refuses promotion git mcade promote --env prod && lamp -m green && test "$(left prod)" = 60 && tick 600 && looks && test "$(left prod)" = 60 && tick 600 && test "$(left prod)" = 50 && echo three >file && save three && lamp --fail -m "not that one" && echo two >file && save two && test "$(left prod)" = 50
'
test_expect_success 'so does a no to what a gate there rests on' '
	cd r && GATE="
- {id: DECIDE, kind: gate, environments: [lab], verify: [{id: read, manual: It was read}]}" && runbook >runbook.yaml && save gate && git mcade adopt && save adopted && git mcade attest DECIDE/read --env lab -m read && git mcade gate DECIDE --env lab && save go && tick 1200 && test "$(left prod)" = 40 && git mcade attest DECIDE/read --env lab --fail -m no && tick 60 && git mcade attest DECIDE/read --env lab -m "yes, after all" && save read && test "$(left prod)" = 60
'
test_expect_success 'when it is over it comes; the audit makes the same of it' '
	cd r && waiting git mcade promote --env prod 2>err && test_grep "(soak)" err && tick 3700 && git mcade promote --env prod && save promoted && git mcade audit --cold
'
test_done
