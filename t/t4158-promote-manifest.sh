#!/bin/sh
test_description='promote: where the manifest cannot take the pins, status and promote say so alike'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-acts.sh"

runbook () {
	log_head "manifest" &&
	cat <<-EOT
	environments:
	- {id: lab, manifest: releases/lab.yaml}
	- {id: twin, manifest: releases/twin.yaml, promote: {after: [lab], same_pins: true}}
	defaults: {timeout: 20s, changes_state: false}
	completion: auto
	steps:
	- {id: SHIP, run: 'true', pins: [web.image], verify: [{id: up, run: 'true'}]}
	EOT
}
promotion () { # of what status says of it, $p
	git mcade status --env twin --json >status.out && json "map { my \$p = \$_; $1 } @{\$j->{promotion}}" status.out
}
# both WORDS: nothing is promoted, and status is not ready, for the same reason.
both () {
	refuses promotion git mcade promote --env twin && test_grep "$1" err && test "$(promotion "\$p->{ready} ? 1 : 0")" = 0 && promotion "@{\$p->{reasons}}" >reasons.out && test_grep "$1" reasons.out && git mcade next --env twin >out && test_grep "hint: correct .releases/twin.yaml., then do it again" out && git mcade status --env twin >out && ! grep "git mcade promote --env twin" out
}

test_expect_success 'setup: it is ready' '
	new_repo r && cd r && printf "%s\n" out err "*.out" >.gitignore && mkdir releases && echo "web: {image: TBD}" | tee releases/lab.yaml >releases/twin.yaml && save files && git mcade init >log 2>&1 && rm log && runbook >runbook.yaml && save runbook && git mcade adopt >../adopt.log 2>&1 &&
	git mcade pin web.image=docker.io/x:1@sha256:$(printf %064d 1) --env lab && save pin && git mcade run SHIP --env lab && save whole && test "$(promotion "\$p->{ready} ? 1 : 0")" = 1
'
test_expect_success 'broken in the work tree' 'cd r && echo "web: {image: TBD" >releases/twin.yaml && both "releases/twin.yaml" && git checkout -q releases/twin.yaml && test "$(promotion "\$p->{ready} ? 1 : 0")" = 1'
test_expect_success 'another file where it was: a list, nothing at all' '
	cd r && echo "[web]" >releases/twin.yaml && both "releases/twin.yaml" && echo "web: [image]" >releases/twin.yaml && both "releases/twin.yaml" && git checkout -q releases/twin.yaml
'
test_expect_success 'as it was it comes' 'cd r && git mcade promote --env twin && save promoted && test_grep "docker.io/x:1@" releases/twin.yaml && git mcade audit'
test_expect_success 'where every step is done, and the next release is ready, the same' '
	cd r && git mcade run SHIP --env twin && save shipped && echo two >file && save two && git mcade verify SHIP --env lab && save looked && git mcade next --env twin >out && test_grep "git mcade promote --env twin" out && echo "[web]" >releases/twin.yaml && both "releases/twin.yaml" && git checkout -q releases/twin.yaml && git mcade promote --env twin && save promoted
'
test_done
