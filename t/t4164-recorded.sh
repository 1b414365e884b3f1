#!/bin/sh
test_description='a verification is of the run that was: its output and what was captured before it are those recorded'
# shows: C12
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-swept.sh"
. "$SOURCE_DIR/t/lib-acts.sh"

runbook () {
	log_head recorded && cat <<-'EOT'
	environments: [{id: lab, guard: [{id: host, run: echo web-1, capture: {name: '^(.*)$'}}]}]
	defaults: {timeout: 20s, changes_state: false}
	order: needs
	secrets: [TOKEN]
	steps:
	- id: ROWS
	  run: [sh, ../add.sh]
	  pins: []
	  stop: [{id: other, file: ../rows, capture: {n: '(\d+)'}}]
	  before: [{id: rows, run: cat ../rows, capture: {n: '^(\d+)$'}}]
	  verify:
	  - {id: said, output_of: step, expect: {stdout: {contains: 'one more'}}, capture: {what: '(more)'}}
	  - {id: earlier, output_of: rows, expect: {stdout: '4'}}
	  - {id: grown, run: cat ../rows, expect: {stdout: {gt: '${{ checks.rows.n }}'}}}
	  - {id: shell, run: 'grep -q "$MCADE_CHECK_rows_n$MCADE_CHECK_other_n" ../known'}
	  - {id: again, run: [echo, '${{ checks.said.what }}', '${{ checks.host.name }}'], expect: more web-1}
	- {id: SECRET, run: 'echo "$TOKEN ok"', pins: [], verify: [{id: ended, output_of: step, expect: {exit: 0}}, {id: shown, output_of: step, expect: {stdout: {contains: ok}}}, {id: word, output_of: step, capture: {w: ok}}]}
	- {id: LONG, run: 'head -c 1200000 /dev/zero | tr "\\0" x', pins: [], verify: [{id: ended, output_of: step, expect: {exit: {lt: 1}}}]}
	- {id: OLD, run: 'true', pins: [], verify: [{id: up, run: 'true'}, {id: said, output_of: step, expect: {exit: 0}}]}
	EOT
}
TOKEN=quiet-juniper-7a
export TOKEN
# verifies STEP STATUS WORDS: that is the answer, and these the results.
verifies () {
	tick && expect_status "$2" git mcade verify "$1" --env lab >out 2>err && save verified && field Check | sort | tr "\n" , >got && test "$(cat got)" = "$3" || { cat got >&4; false; }
}
rows_all='again pass,earlier pass,grown pass,said pass,shell pass,'
rows_none='again inconclusive,earlier inconclusive,grown inconclusive,said inconclusive,shell inconclusive,'

test_expect_success 'setup' '
	new_repo r && cd r && printf "%s\\n" "echo one more; expr 1 + \$(cat ../rows) >../rows.new; mv ../rows.new ../rows" >../add.sh && printf "%s\\n" out err got "*.out" >.gitignore && echo 4 >../rows && echo 44 >../known && echo done >OLD.md && save files && git mcade init >log 2>&1 && rm log && runbook >runbook.yaml &&
	echo "- {step: OLD, environment: lab, claim: complete, path: OLD.md, line: 1, raw: done}" >runbook.claims.yaml && save runbook && git mcade adopt --accept-claims -m so >../adopt.log 2>&1
'
test_expect_success 'what it printed and what was captured is that of the run: it verifies as often as one likes, and is not stale' '
	cd r && tick && git mcade run ROWS --env lab 2>err && save ran && test "$(cat ../rows)" = 5 && git mcade complete ROWS --env lab && save done && verifies ROWS 0 "$rows_all" && test "$(phase ROWS)" = complete && verifies ROWS 0 "$rows_all" && test "$(cat ../rows)" = 5
'
test_expect_success 'and what does not hold any longer fails' '
	cd r && echo 4 >../rows && verifies ROWS 1 "again pass,earlier pass,grown fail,said pass,shell pass," && test "$(phase ROWS)" = "complete stale" && echo 5 >../rows && verifies ROWS 0 "$rows_all" && test "$(phase ROWS)" = complete
'
test_expect_success 'where the evidence is not here nobody can tell: no pass, and no empty variable for one' '
	cd r && git update-ref refs/keep mcade/evidence/2026 && git update-ref -d refs/heads/mcade/evidence/2026 && verifies ROWS 2 "$rows_none" && test "$(phase ROWS)" = complete
'
# other EDIT: the evidence of the run of ROWS has other bytes.
other () {
	sha=$(git log -1 --grep="Mcade-Event: finish" --format=%B $LEDGER | sed -n 's/^Mcade-Evidence: sha256:\([0-9a-f]*\) [0-9]* run$/\1/p') && path=$(git ls-tree -r --name-only refs/keep | grep "${sha#??}") && git cat-file blob "refs/keep:$path" | sed "$1" >../loose && GIT_INDEX_FILE=.git/other git read-tree refs/keep &&
	GIT_INDEX_FILE=.git/other git update-index --cacheinfo "100644,$(git hash-object -w ../loose),$path" && git update-ref refs/heads/mcade/evidence/2026 "$(git commit-tree -m other "$(GIT_INDEX_FILE=.git/other git write-tree)")"
}
test_expect_success 'nor where it has other bytes than were signed' '
	cd r && other "s/one more/two more/" && verifies ROWS 2 "again inconclusive,earlier pass,grown pass,said inconclusive,shell pass," && git update-ref refs/heads/mcade/evidence/2026 refs/keep && verifies ROWS 0 "$rows_all"
'
test_expect_success 'nor of what was masked or left out, but for how it ended' '
	cd r && git mcade run SECRET --env lab 2>err && save ran && field Check | sort | tr "\n" , >got && test "$(cat got)" = "ended pass,shown pass,word pass," && verifies SECRET 2 "ended pass,shown inconclusive,word inconclusive," && git mcade run LONG --env lab >out 2>err && save ran && verifies LONG 0 "ended pass,"
'
test_expect_success 'nor of what never ran' 'cd r && verifies OLD 2 "said inconclusive,up pass,"'
test_expect_success 'the record passes the audit' 'cd r && git mcade audit --cold >out && asked 0 audit --cold'
test_done
