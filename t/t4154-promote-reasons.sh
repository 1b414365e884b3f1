#!/bin/sh
# shellcheck disable=SC2015,SC2086,SC2164 # a case that fails says so by itself; names are plain words
test_description='what promote refuses status, next and JSON say before, in the same words and all at once

One state for each reason; in each the findings of promote are those of status, and ready is what promote would do. What only the
world can tell (checks of the source, triggers) is named as what promote asks.'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-acts.sh"
. "$SOURCE_DIR/t/lib-swept.sh"

runbook () {
	log_head "reasons" &&
	cat <<-EOT
	environments:
	- {id: lab, manifest: releases/lab.yaml, verify: [{id: up, run: test ! -e ../down}]}
	- {id: next, manifest: releases/next.yaml, promote: {after: [lab], same_pins: true, soak: 1h, approval: {role: reviewer, prevent_self_approve: true}}}
	- {id: own, completion: auto, promote: {after: [lab]}}
	defaults: {timeout: 20s, changes_state: false}
	order: needs
	steps:
	- {id: SHIP, inputs: [conf], run: sh ship.sh, pins: [a.image], verify: [{id: ok, run: 'true'}]}
	- {id: SIGN, environments: [lab], needs: [], kind: manual, pins: []}
	- {id: DECIDE, environments: [lab], needs: [SHIP], kind: gate, verify: [{id: calm, run: 'true'}]}
	- {id: CALM, environments: [next], optional: true, needs: [], kind: gate, verify: [{id: calm, run: 'true'}, {id: asked, manual: Is it}]}
	gates:
	- {id: out, environment: next, checks: [{id: calm, run: 'true'}, {id: tried, drill: try}]}
	drills:
	- {id: try, environment: next, run: test ! -e ../flop, verify: [{id: ok, run: 'true'}]}
	rollbacks:
	- {id: back, environment: lab, run: 'true', verify: [{id: ok, run: 'true'}], triggers: [{id: steady, run: test ! -e ../shaking}]}
	- {id: undo, environment: next, run: 'true', verify: [{id: ok, run: 'true'}]}
	EOT
}
image () {
	printf 'docker.io/a:%s@sha256:%064d' "$1" "$1"
}
# whole: what HEAD has is complete and decided in lab.
whole () {
	git mcade run SHIP --env lab --accept-changed && git mcade complete SHIP --env lab && git mcade gate DECIDE --env lab && git mcade attest SIGN --env lab -m finished && git mcade complete SIGN --env lab && save "whole in lab"
}
# agreed: what is demanded before it goes on from there.
agreed () {
	git mcade drill try --env next && save drilled && git mcade gate out --env next && save decided && tick 3700 && as_person reviewer git mcade approve promote --env next -m fine
}
# again: everything is done in lab, and nothing is against it.
again () {
	cd "$TRASH" && rm -rf r "$XDG_STATE_HOME" && cp -R base r && mkdir -p "${XDG_STATE_HOME%/*}" && cp -R state "$XDG_STATE_HOME" && rm -rf people/reviewer && cp -R reviewer people/reviewer && MCADE_CLOCK=$(cat clock) && rm -f down shaking flop && cd r
}
says () { # says EXPRESSION: of what status says of the promotion to next, $p
	git mcade status --env next --json >status.out && json "map { my \$p = \$_; $1 } @{\$j->{promotion}}" status.out
}
# against STATUS RULE WORDS: promote ends so, by the rule, in these words; status has each of its reasons, and no other; next leads on as
# promote does. The reasons are in want.out.
against () {
	expect_status "$1" git mcade promote --env next --json >promote.out 2>err && json "map { qq(\$_->{message}\n) } grep { \$_->{severity} eq q(error) } @{\$j->{findings}}" promote.out | sed 's/^ *//; /^$/d' | sort >want.out &&
	json "map { qq([\$_->{rule}] \$_->{message}\n) } @{\$j->{findings}}" promote.out >rules.out && test_grep "\[$2\].*$3" rules.out &&
	test "$(says "\$p->{ready} ? 1 : 0")" = 0 && says "map { qq(\$_\n) } @{\$p->{reasons}}" | sed 's/^ *//; /^$/d' | sort >got.out && test_cmp want.out got.out && test "$(sort -u want.out | wc -l)" = "$(wc -l <want.out)" &&
	git mcade status --env next >screen.out && test_grep "waits" screen.out && git mcade next --env next --json >next.out && json "(\$j->{command} // q()) . (\$j->{hint} // q())" next.out >way.out && way=$(cat way.out) && json "map { (\$_->{fix} // q()) . (\$_->{allow} // q()) } @{\$j->{findings}}" promote.out >ways.out && grep -qF "${way# }" ways.out || { cat err want.out got.out way.out ways.out >&4 2>/dev/null; false; }
}
# poses STATUS RULE WORDS ASKS: what only the world can tell is against it: status says that it is asked.
poses () {
	test "$(says "\$p->{ready} ? 1 : 0")" = 1 && says "map { qq(\$_\n) } @{\$p->{asks}}" >asks.out && test_grep "$4" asks.out && git mcade status --env next >screen.out && test_grep "ready, if these hold: .*$4" screen.out && before=$(tip) && expect_status "$1" git mcade promote --env next 2>err && test_grep "\[$2\].*$3" err && test "$(tip)" = "$before"
}

test_expect_success 'setup: all is done in lab, and all that the next environment demands is given' '
	new_repo base && cd base && printf "%s\\n" out err "*.out" >.gitignore && mkdir releases && for env in lab next; do printf "a: {image: TBD}\\nb: {image: TBD}\\nreplicas: 3\\n" >releases/$env.yaml || return 1; done &&
	echo one >conf && echo "exit 0" >ship.sh && echo one >other && save files && git mcade init --no-hooks >out 2>&1 && runbook >runbook.yaml && save runbook && git mcade adopt >out 2>&1 &&
	git mcade trust add rita --key "$(key_of reviewer)" --name Rita --email rita@example.com --role reviewer && git mcade trust add otto --key "$(key_of operator)" --name Otto --email otto@example.com --role ci && as_person reviewer git mcade join --no-hooks && as_person operator git mcade join --no-hooks &&
	git mcade pin a.image="$(image 1)" b.image="$(image 2)" --env lab && save pins && whole && agreed && cd .. && cp -R base r && cp -R "$XDG_STATE_HOME" state && cp -R people/reviewer reviewer && echo "$MCADE_CLOCK" >clock
'
test_expect_success 'the control: nothing is against it, status says so, and it comes' '
	again && test "$(says "\$p->{ready} ? 1 : 0, scalar @{\$p->{reasons}}")" = "1 0" && git mcade next --env next >next.out && test_grep "git mcade promote --env next" next.out && git mcade promote --env next && save records && test "$(says "\$p->{done} ? 1 : 0, scalar @{\$p->{asks}}")" = "1 0"
'
# refusal TITLE STATUS RULE WORDS STATE: from where nothing is against it, STATE is made.
refusal () {
	title_=$1 status_=$2 rule_=$3 words_=$4 state_=$5
	test_expect_success "$title_" 'again && eval "$state_" && against "$status_" "$rule_" "$words_" && asked "$status_" promote --env next'
}
refusal 'a step that is not complete' 1 promotion "SHIP is planned" 'git mcade reopen SHIP --env lab -m again'
refusal 'another content than was seen to work' 1 promotion "another content" 'echo two >other && save other'
refusal 'a command that means something else than ran, and was only looked at since' 1 promotion ".SHIP. ran in .lab. before ship.sh changed" 'echo "exit 0 # elsewhere" >ship.sh && save meaning && git mcade verify SHIP --env lab'
refusal 'a file that was not what ran, and was only looked at since' 1 promotion ".SHIP. ran in .lab. before conf changed" 'echo two >conf && save conf && git mcade verify SHIP --env lab'
refusal 'both' 1 promotion ".SHIP. ran in .lab. before ship.sh and conf changed" 'echo two >conf && echo "exit 0 # no" >ship.sh && save both'
test_expect_success 'so it is said once, and to look at it again helps nobody' 'cd r && test_grep ! "SHIP was seen" want.out && test_grep ! "git mcade verify" ways.out'
refusal 'a pin that was replaced since' 1 promotion "pin b.image was replaced since" 'git mcade pin b.image="$(image 3)" --env lab && save pin'
refusal 'a pin that the source does not have' 1 promotion "pin .c.image. is not one of .lab." 'printf "c: {image: TBD}\n" >>releases/next.yaml && save more && git mcade pin c.image="$(image 4)" --env next && save pin'
refusal 'settings with which nobody decided, or did by hand, in the source' 1 promotion "SIGN was said with other settings" 'sed -i "s/replicas: 3/replicas: 4/" releases/lab.yaml && save replicas'
refusal 'settings with which nobody agreed to it' 1 promotion "gate .out. has not said GO" 'sed -i "s/replicas: 3/replicas: 4/" releases/next.yaml && save replicas'
refusal 'a drill that fails' 1 promotion "gate .out. has not said GO" '>../flop && expect_status 1 git mcade drill try --env next && save drilled && expect_status 1 git mcade gate out --env next && save decided'
refusal 'time' 2 promotion "soak" 'git mcade gate DECIDE --env lab && save decided'
refusal 'an approval' 2 conditions "" 'tick 90000000 && git mcade gate out --env next && save decided'
refusal 'a gate' 1 promotion "gate .out. has not said GO" 'git mcade pin b.image="$(image 3)" --env lab && git mcade verify SHIP --env lab && git mcade gate DECIDE --env lab && save pin && tick 3700'
refusal 'what a rollback left' 1 promotion "" 'git mcade promote --env next && save records && first=$(field Sequence) && git mcade run SHIP --env next && git mcade complete SHIP --env next && save done && echo two >other && save two && git mcade verify SHIP --env lab && git mcade gate DECIDE --env lab && git mcade attest SIGN --env lab -m finished && git mcade complete SIGN --env lab && save done && agreed && git mcade promote --env next && save records && git mcade rollback undo --env next --to "$first" && save back'
refusal 'a halt' 1 halted "" 'git mcade halt --env next -m wait'
refusal 'an incident that is past its time' 1 promotion "gate .out. has not said GO" 'git mcade incident open --env next --ttl 1h -m fire && tick 4000'
test_expect_success 'its end leads on, and no gate before' 'cd r && cat ways.out && test_grep "git mcade incident close" ways.out && test_grep ! "git mcade gate" ways.out'
refusal 'a commit of no governed branch' 1 evidence "not on a governed branch" 'git checkout -q -b topic && echo "# a note" >>releases/lab.yaml && save topic'
refusal 'a branch that went back' 1 evidence "older .refs/heads/main." 'echo "# a note" >>releases/lab.yaml && save note && git mcade reopen SIGN --env lab -m again && git mcade attest SIGN --env lab -m finished && git mcade complete SIGN --env lab && git reset -q --hard HEAD~1 && git mcade gate out --env next && tick 3700'
refusal 'all of it at once' 1 conditions "" 'git mcade reopen SIGN --env lab -m again && echo two >conf && save conf && git mcade verify SHIP --env lab && git mcade pin b.image="$(image 3)" --env lab && save pin && git mcade halt --env next -m wait && tick 90000000'
test_expect_success 'all of it: each reason is among them' '
	cd r && for words in "is planned" "before conf changed" "pin b.image was replaced" "has not said GO" "DECIDE is not GO" "halted" "approval"; do test_grep "$words" want.out || return 1; done
'
# calm EXPRESSION: of what status says of the gate that is a step of the next environment, $s
calm () {
	git mcade status --env next --json >status.out && json "map { my \$s = \$_; $1 } grep { \$_->{id} eq q(CALM) } @{\$j->{steps}}" status.out
}
test_expect_success 'a gate there that is a step speaks of what would come, with its pins: its GO holds, and the way on is not to ask it again' '
	again && git mcade attest CALM/asked --env next -m yes && git mcade gate CALM --env next && save calm && test "$(calm "\$s->{phase}, \$s->{stale} ? 1 : 0, \$s->{next} // q(-)")" = "complete 0 -" && git mcade promote --env next && save records && test "$(calm "\$s->{phase}, \$s->{stale} ? 1 : 0")" = "complete 0" &&
	echo two >other && save two && test "$(calm "\$s->{stale} ? 1 : 0, \$s->{hint} // \$s->{next}")" = "1 git mcade attest CALM/asked --env next -m REASON"
'
test_expect_success 'whoever may not is told so before' 'again && as_person operator git mcade status --env next --json >status.out && json "map { @{\$_->{reasons}} } @{\$j->{promotion}}" status.out >got.out && test_grep "may not" got.out && as_person operator expect_status 1 git mcade promote --env next 2>err && test_grep "\[permission\]" err'
test_expect_success 'what the source is asked' 'again && >../down && poses 1 conditions "up" "check up of lab"'
test_expect_success 'a trigger' 'again && >../shaking && poses 1 promotion "trigger .steady." "trigger steady of lab"'
test_expect_success 'what the world says is said beside what the judge does, not after it' '
	again && >../shaking && >../down && git mcade reopen SIGN --env lab -m again && refused git mcade promote --env next 2>err && test_grep "SIGN is planned" err && test_grep "trigger .steady. of rollback .back. fires" err && test_grep "^mcade: refused \[conditions\] .up. does not hold" err
'
test_expect_success 'the first run, which promotes by itself, asks the same' '
	again && >../shaking && before=$(tip) && refused git mcade run SHIP --env own 2>err && test_grep "trigger .steady. of rollback .back. fires" err && test "$(tip)" = "$before" && rm ../shaking && git mcade run SHIP --env own
'
test_done
