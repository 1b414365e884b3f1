#!/bin/sh
test_description='the first ten minutes: what a runbook need not say, and what is said all the same'
. "${0%/*}/lib.sh"

be_person owner

# smallest [LINES]: the smallest runbook that can be completed.
smallest () {
	printf '%s\n' 'version: 1' 'steps:' \
		"- {id: HELLO, run: echo hello, verify: [{id: ok, run: 'true'}], changes_state: false}" "$@"
}
# begun NAME BRANCH: cd into a repository on that branch, its ledger begun.
begun () {
	git init -q -b "$2" "$1" && cd "$1" && commit_file README x && git mcade init >../log 2>&1
}
# adopted [LINES]: the smallest runbook comes into force.
adopted () {
	smallest "ledger: $(git config mcade.ledgerId)" "$@" >runbook.yaml && git add -A && git commit -q -m runbook &&
		git mcade adopt >../log 2>&1
}

test_expect_success 'version and steps are a runbook: environment, log and branch have defaults' '
	begun r trunk && adopted && test "$(git log -1 --format=%B mcade/ledger | sed -n "s/^Mcade-Governed: //p")" = refs/heads/trunk &&
	git mcade run HELLO >out 2>err && git mcade complete HELLO >out 2>err &&
	test -f docs/deployments/2026-01-28.md && git mcade status --env prod --json >../status &&
	grep -q "\"phase\": *\"complete\"" ../status
'
test_expect_success 'a criterion that does not apply is never silent: act, log, status, show, entry' '
	cd r && test_grep "3/5 criteria: pins and restore do not apply" err &&
	git mcade log -n 1 >../out && test_grep "pins" ../out && git mcade status >../out && test_grep "complete.* 3/5" ../out &&
	git mcade show HELLO >../out && test_grep "does not apply *pins" ../out &&
	grep -q "\"without\": *\[\"pins\", *\"restore\"\]" ../status &&
	test_grep "^- does not apply: pins" docs/deployments/2026-01-28.md
'
test_expect_success 'at the doors the branch is the one that adopt recorded, whatever HEAD is' '
	cd r && git add -A && git commit -q -m records && git checkout -q -b topic &&
	git config mcade.governed refs/heads/topic && sed -i "s/hello/hullo/" runbook.yaml &&
	git clone -q --bare . ../server.git && git -C ../server.git symbolic-ref HEAD refs/heads/topic &&
	sed -i "1d" docs/deployments/2026-01-28.md && git commit -q -a --no-verify -m "a log is rewritten" &&
	git -C ../server.git mcade hooks install --expect-genesis "$(git config mcade.ledgerId)" >../log 2>&1 &&
	expect_status 1 git push -q ../server.git HEAD:trunk 2>../err && test_grep "append-only\|drift" ../err &&
	git config --unset mcade.governed && git checkout -q -f trunk
'
test_expect_success 'a later adopt that says nothing changes nothing of it' '
	cd r && git checkout -q -b other && sed -i "s/echo hello/echo again/" runbook.yaml && git commit -q -a -m again &&
	git checkout -q trunk && git merge -q --ff-only other && git checkout -q other && git mcade adopt >../log 2>&1 &&
	test "$(git log -1 --format=%B mcade/ledger | sed -n "s/^Mcade-Governed: //p")" = refs/heads/trunk && git mcade audit >../out
'
test_expect_success 'the branch of the remote HEAD goes before the one that is checked out' '
	cd "$TRASH" && git init -q -b line up && cd up && commit_file README x && cd .. && git clone -q up down && cd down &&
	git checkout -q -b topic && git mcade init >../log 2>&1 && smallest "ledger: $(git config mcade.ledgerId)" >runbook.yaml &&
	git add -A && git commit -q -m runbook && git -C ../up config receive.denyCurrentBranch ignore &&
	git push -q origin HEAD:line 2>../log && git mcade adopt >../log 2>&1 &&
	test "$(git log -1 --format=%B mcade/ledger | sed -n "s/^Mcade-Governed: //p")" = refs/heads/line
'
test_expect_success 'a runbook that says what is governed is taken at its word' '
	cd "$TRASH" && begun said main && adopted "governed: [refs/heads/main]" &&
	! git log -1 --format=%B mcade/ledger | grep Mcade-Governed &&
	adopted "governed: [refs/heads/main]" "name: x" && git mcade audit >../out
'
test_expect_success 'a runbook that leaves governed out lets go of no branch that governs' '
	cd "$TRASH" && begun two main && git branch release && adopted "governed: [refs/heads/main, refs/heads/release]" &&
	smallest "ledger: $(git config mcade.ledgerId)" >runbook.yaml && git commit -q -a -m "governed is left out" &&
	git rev-parse mcade/ledger >before && refused git mcade adopt 2>../err && test_grep "refs/heads/release" ../err &&
	git rev-parse mcade/ledger >after && test_cmp before after && adopted "governed: [refs/heads/main]"
'
test_expect_success 'a step that names pins needs a place for them' '
	cd "$TRASH" && begun pins main && adopted && sed -i "s/changes_state: false/&, pins: [a.b]/" runbook.yaml &&
	git commit -q -a -m pins && git mcade adopt >../log 2>&1 && test_grep "no .manifest. of the environment" ../log &&
	git mcade run HELLO >../log 2>&1 && refused git mcade complete HELLO
'

test_expect_success 'init leaves twelve lines that are all comments; without the signs they are in force' '
	cd "$TRASH" && begun start main && test_line_count 12 runbook.yaml && ! grep -v "^#" runbook.yaml &&
	broken git mcade status 2>../err && test_grep "hint: take the" ../err &&
	git add runbook.yaml && git commit -q -m "as it was left" && broken git mcade adopt 2>../err &&
	test_grep "only comments" ../err && waiting git mcade lint >../out && broken git mcade lint --missing &&
	sed -i "s/^# //" runbook.yaml && git mcade lint --missing >../out && git commit -q -a -m "the runbook" && git mcade adopt >../log 2>&1 &&
	git mcade run HELLO >../out 2>../err && git mcade status --json >../status && grep -q "\"phase\": *\"complete\"" ../status
'
test_expect_success 'a run that leaves nothing missing completes, and a second complete says so' '
	cd start && test_grep "HELLO is complete in prod" ../err && test_grep "^## HELLO complete in prod" docs/deployments/2026-01-28.md &&
	git rev-parse mcade/ledger >before && git mcade complete HELLO >out 2>../err && git mcade complete HELLO --json >../json &&
	test_grep "already complete (event" ../err && grep -q "\"completed\": *4" ../json && git rev-parse mcade/ledger >after && test_cmp before after
'
test_expect_success 'what is missing after a run is said, and takes nothing back of it; confirm asks a person' '
	cd "$TRASH" && begun auto main && adopted "completion: auto" "environments: [{id: prod, manifest: m.yaml}]" &&
	sed -i "s/changes_state: false/&, pins: [a.b]/" runbook.yaml && printf "a:\n  b: latest\n" >m.yaml && git add -A &&
	git commit -q -m pins && git mcade adopt >../log 2>&1 && git mcade run HELLO --json >../json 2>../err &&
	test_grep "is not complete: pin .a.b." ../err && grep -q "\"result\": *\"ok\"" ../json && ! grep completed ../json &&
	cd .. && for at_ in step environment; do
		begun said.$at_ main && adopted "completion: auto" "environments: [{id: prod}]" &&
		case $at_ in
		step) sed -i "s/id: HELLO,/& completion: confirm,/" runbook.yaml ;;
		*) sed -i "s/{id: prod/&, completion: confirm/" runbook.yaml ;;
		esac && git commit -q -a -m said && git mcade adopt >../log 2>&1 && git mcade run HELLO >../out 2>../err &&
		! grep complete ../err && git mcade status --json >../status && grep -q "\"phase\": *\"verified\"" ../status && cd .. || return 1
	done
'
test_expect_success 'a failed run and a failed check complete nothing' '
	cd "$TRASH" && begun bad main && adopted "completion: auto" && sed -i "s/run: .true./run: exit 1/" runbook.yaml &&
	git commit -q -a -m bad && git mcade adopt >../log 2>&1 && refused git mcade run HELLO 2>../err && test_grep ! "not complete" ../err && git mcade log -n 1 >../out &&
	test_grep finish ../out
'
test_expect_success 'nothing that is there is written over: a file, a link, a file of HEAD' '
	cd "$TRASH" && git init -q -b main kept && cd kept && commit_file README x && echo "version: 1" >runbook.yaml &&
	git mcade init >../log 2>&1 && test_grep "^version: 1" runbook.yaml && test_grep "^ledger: " runbook.yaml &&
	cd .. && git init -q -b main link && cd link && commit_file README x && ln -s nowhere runbook.yaml &&
	git mcade init >../log 2>&1 && test -L runbook.yaml && test_missing nowhere &&
	cd .. && git init -q -b main folder && cd folder && commit_file README x && mkdir runbook.yaml && git mcade init >../log 2>&1 && test -d runbook.yaml &&
	cd .. && git init -q -b main head && cd head && commit_file runbook.yaml "version: 1" && rm runbook.yaml &&
	git mcade init >../log 2>&1 && test_missing runbook.yaml
'
test_expect_success 'a second init is a no, and join is what was meant' '
	cd "$TRASH/start" && refused git mcade init 2>../err && test_grep "fix: *git mcade join" ../err && git mcade join >../log 2>&1 &&
	refused git mcade init --json >../json && grep -q "\"rule\": *\"ledger-integrity\"" ../json
'
test_expect_success 'a runbook in force is not emptied' '
	cd "$TRASH/start" && echo "# nothing" >runbook.yaml && refused git commit -q -a -m emptied 2>../err && test_grep "document" ../err &&
	git checkout -q HEAD runbook.yaml
'
test_expect_success 'import writes where the starter is, and nowhere else' '
	cd "$TRASH" && begun doc main && mkdir docs && printf "# Runbook\n\n1. 🟨 AB_01 one thing\n" >docs/RUNBOOK.md &&
	git mcade import docs/RUNBOOK.md --env prod >../out 2>../err && test_grep "id: AB_01" runbook.yaml
'
test_expect_success 'who has a document that lists steps is led to that one' '
	git init -q -b main documented && cd documented && mkdir ops && expect_status 129 git mcade import 2>../err && test_grep ! "^  next:" ../err && printf "# Rollout runbook\n\n1. REL_01 Build it\n2. REL_02 Ship it\n" >"ops/the run.md" && printf "# House\n\n1. Read this\n2. Then that\n" >README.md &&
	expect_status 129 git mcade import 2>../err && test_grep "^  next: git mcade import .ops/the run.md.$" ../err && expect_status 128 git mcade lint --missing 2>../err && test_grep "^  next: git mcade import .ops/the run.md.$" ../err &&
	git mcade init --no-hooks >../log 2>&1 && test_grep "git mcade import .ops/the run.md.$" ../log && eval "$(sed -n "s/.*or, from the document: //p" ../log)" >../out && test_grep "REL_02" runbook.yaml &&
	rm runbook.yaml && mv "ops/the run.md" ./-x.md && rm -r ops && expect_status 129 git mcade import 2>../err && test_grep "^  next: git mcade import ./-x.md$" ../err && git mcade import ./-x.md >../out
'
test_expect_success 'an address stands behind the key, where it is one' '
	cd "$TRASH/start" && key_=$(cut -d" " -f1,2 "$(key_of operator)") && echo "$key_ otto@example.com" >../otto.pub &&
	git mcade trust add otto --key ../otto.pub --role operator >../out 2>../err &&
	test "$(git log -1 --format=%B mcade/ledger | sed -n "s/^Mcade-Email: //p")" = otto@example.com &&
	key_=$(cut -d" " -f1,2 "$(key_of reviewer)") && for comment_ in "" rita@laptop "rita rita@example.com" @example.com "<a@b.c>" a@b@c.d; do
		echo "$key_ $comment_" >../rita.pub && usage git mcade trust add rita --key ../rita.pub --role reviewer || return 1
	done &&
	git mcade trust add rita --key "$key_ rita@example.com" --role reviewer >../out 2>../err
'

test_expect_success 'help shows nine commands, help --all the others' '
	git mcade -h >../out && test "$(grep -c "^    [a-z]" ../out)" = 9 && git mcade help >../out2 && test_cmp ../out ../out2 &&
	git mcade help --all >../out && for word_ in $(sed -n "s/^COMMAND(\([a-z]*\),.*/\1/p" "$SOURCE_DIR/src/cmd/commands.h"); do
		test_grep "^    $word_ " ../out || return 1
	done
'
test_expect_success 'a word of another tool gets the command that was meant, and that works as it is printed' '
	cd "$TRASH/start" && sed -n "s/^MEANT(\"\([a-z-]*\)\", \([a-z]*\), .*/\1 \2/p" "$SOURCE_DIR/src/cmd/meant.h" >../meant &&
	test "$(wc -l <../meant)" -gt 40 && while read -r word_ command_; do
		! grep -q "^COMMAND($word_," "$SOURCE_DIR/src/cmd/commands.h" && git mcade "$word_" >../out 2>../err
		case $? in
		129) test_grep "did you mean .$command_." ../err || return 1 ;;
		128) grep -q "^RESERVED($word_," "$SOURCE_DIR/src/cmd/commands.h" || return 1 ;;
		*) return 1 ;;
		esac
		test_grep "git mcade $command_" ../err || return 1
		way_=$(sed -n "s/^ *next: //p" ../err)
		case $way_ in
		"" | *" init") ;;
		*) sh -c "$way_" >../out 2>../err || return 1 ;;
		esac
	done <../meant
'
test_expect_success 'a mistyped word gets the nearest, and what is far gets none' '
	usage git mcade stauts 2>../err && test_grep "did you mean .status." ../err &&
	usage git mcade xyzzyqq 2>../err && ! grep "did you mean" ../err
'

test_done
