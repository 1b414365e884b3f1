#!/bin/sh
test_description='what can be known before a run is known before its start: then nothing has begun'
test_story=yes
. "${0%/*}/lib.sh"
be_person owner
new_repo r || exit 1

test_expect_success 'setup' '
	cd r && cat >runbook.yaml <<-EOT && git add -A && git commit -qm files && git mcade init --no-hooks >../out 2>&1 &&
	version: 1
	name: before
	governed: [refs/heads/main]
	environments: [{id: lab}]
	defaults: {changes_state: false}
	order: needs
	steps:
	- id: UNSET
	  pins: []
	  run: "echo ran >>../ran"
	  verify: [{id: seen, run: [echo, "\${{ env.RELEASE }}"]}]
	- id: LATER
	  pins: []
	  run: "echo ran >>../ran"
	  before: [{id: a, run: [echo, "\${{ checks.b.n }}"]}, {id: b, run: echo 1, capture: {n: "1"}}]
	- id: ASKS
	  pins: []
	  run: "echo ran >>../ran"
	  guard: [{id: g, run: "echo guard >>../ran", when: {checks.s.n: "1"}}]
	  stop: [{id: s, run: echo 1, capture: {n: "1"}}]
	- id: BASIC
	  pins: []
	  pass_env: [WHO]
	  run: "echo ran >>../ran"
	  verify: [{id: h, pass_env: [WORD], http: {url: "http://127.0.0.1:9/", basic: [WHO, WORD]}, timeout: 2s}]
	- id: SOMETIMES
	  pins: []
	  run: [echo, "\${{ checks.m.n }}"]
	  before: [{id: m, run: echo 1, capture: {n: "1"}, when: {env.SOMETIMES: "1"}}]
	EOT
	git commit -qam ledger && git mcade adopt >../out 2>&1 && tick
'
# stopped PLACE WORDS COMMAND...: a person has to act first: said where, and nothing was begun.
stopped () {
	place_=$1 words_=$2 was=$(git rev-parse mcade/ledger) && shift 2 && "$@" >../out 2>../err
	[ $? = 128 ] && test_grep "runbook.yaml:$place_: .*$words_" ../err && test_grep "^  \(next\|hint\): " ../err && [ "$(git rev-parse mcade/ledger)" = "$was" ] && [ ! -e ../ran ]
}
test_expect_success 'a template without a value stops the run, and what it names lets it go on' '
	cd r && stopped "11:[0-9]*" "env.RELEASE" git mcade run UNSET && test_grep "export RELEASE" ../err && stopped "11:[0-9]*" "env.RELEASE" git mcade run UNSET --dry-run && stopped "11:[0-9]*" "env.RELEASE" git mcade run UNSET --json &&
	RELEASE=1 git mcade run UNSET >../out 2>&1 && test_line_count 1 ../ran && rm ../ran && was=$(git rev-parse mcade/ledger) && stopped "11:[0-9]*" "env.RELEASE" git mcade verify UNSET
'
test_expect_success 'a capture that is made later has no value yet' '
	cd r && stopped "15:[0-9]*" "checks.b.n" git mcade run LATER
'
test_expect_success 'nor has one that a guard asks for, of a check behind it' '
	cd r && stopped "19:[0-9]*" "checks.s.n" git mcade run ASKS
'
test_expect_success 'nor have the two variables of basic, of the step or of the check, while they are not set' '
	cd r && stopped "25:[0-9]*" "WHO" git mcade run BASIC && ( export WHO=me && stopped "25:[0-9]*" "WORD" git mcade run BASIC && test_grep "export WORD" ../err ) &&
	{ WHO=me WORD=pass git mcade run BASIC >../out 2>&1 || :; } && test_line_count 1 ../ran && rm ../ran
'
test_expect_success 'what only the run can tell ends it: its start has an end' '
	cd r && refused git mcade run SOMETIMES >../out 2>&1 && git log -1 --format=%B mcade/ledger >../last && test_grep "^Mcade-Event: finish" ../last && test_grep "^Mcade-Result: failed" ../last && test_grep "^Mcade-Exit: not started" ../last &&
	SOMETIMES=1 git mcade run SOMETIMES >../out 2>&1
'
test_done
