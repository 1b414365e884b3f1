#!/bin/sh
test_description='a step of another repository: what is promoted of it is the commit that ran before, and what is said of it is true'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-acts.sh"

runbook () {
	log_head "elsewhere" &&
	cat <<-EOT
	repos: {infra: }
	environments:
	- {id: lab}
	- {id: next, promote: {after: [lab]}}
	- {id: last, promote: {after: [lab], approval: {role: owner}}}
	defaults: {timeout: 20s, changes_state: false}
	order: needs
	steps:
	- {id: SHIP, run: 'true', pins: [], verify: [{id: ok, run: 'true'}]}
	- {id: ZONE, repo: infra, uses: zone, run: cat zone, needs: [], pins: [], verify: [{id: ok, run: 'true'}]}
	- {id: APPLY, repo: infra, run: cat tool zone, needs: [], pins: [], verify: [{id: ok, run: 'true'}]}
	gates:
	- {id: go, environment: last, approval: {role: owner}, checks: [{id: calm, run: 'true'}, {id: asked, manual: Are they told, role: owner}]}
	EOT
}
done_in () { # done_in ENV STEP...
	for step in SHIP ZONE APPLY; do
		case " $* " in *" $step "*) git mcade run $step --env "$1" && git mcade complete $step --env "$1" && save "$step" || return 1 ;; esac
	done
}
said () { # said STEP ENV EXPRESSION: of what status says of it, $s
	git mcade status --env "$2" --json >status.out && json "map { my \$s = \$_; $3 } grep { \$_->{id} eq q($1) } @{\$j->{steps}}" status.out
}

test_expect_success 'setup' '
	new_repo infra && commit_in () { ( cd ../infra && commit_file "$1" "$2" ); } && ( cd infra && commit_file zone one && commit_file tool one ) && adopted && git mcade status --env lab >status.out
'
test_expect_success 'where it is not cloned that is said, with the line that helps, whatever comes first' '
	cd r && for step in ZONE APPLY; do
		test "$(said $step lab "\$s->{ready} ? 1 : 0, \$s->{hint}")" = "0 git config mcade.repo.infra.path DIRECTORY" && test_grep "clone is not configured" status.out && test_grep ! "other files" status.out && test "$(said $step next "\$s->{ready} ? 1 : 0, \$s->{hint}")" = "0 where '"'"'infra'"'"' is cloned: git mcade run $step --env lab" || return 1
	done && git mcade show ZONE --env lab --json >show.out && test_grep "mcade.repo.infra.path" show.out
'
test_expect_success 'where it is cloned: its own files are meant, and what leads on is a command' '
	cd r && git config mcade.repo.infra.path ../infra && test "$(said ZONE lab "\$s->{ready}, \$s->{next}")" = "1 git mcade run ZONE --env lab" && test "$(said APPLY lab "\$s->{ready}, \$s->{next}")" = "1 git mcade run APPLY --env lab" &&
	test "$(said ZONE next "\$s->{ready} ? 1 : 0, \$s->{next}")" = "0 git mcade run ZONE --env lab" && done_in lab SHIP ZONE APPLY && git mcade promote --env next && save promoted &&
	test "$(said ZONE next "\$s->{ready}, scalar @{\$s->{reasons}}, \$s->{next}")" = "1 0 git mcade run ZONE --env next" && test "$(said APPLY next "\$s->{ready}, scalar @{\$s->{reasons}}, \$s->{next}")" = "1 0 git mcade run APPLY --env next" && git mcade show ZONE --env next --json >show.out && test_grep ! "other files" show.out && git mcade next --env next --json >next.out && test_grep ! "other files" next.out &&
	git config --unset mcade.repo.infra.path && for step in ZONE APPLY; do
		test "$(said $step next "\$s->{ready} ? 1 : 0, scalar @{\$s->{reasons}}, \$s->{hint}")" = "0 1 git config mcade.repo.infra.path DIRECTORY" && test_grep ! "other files" status.out || return 1
	done && git config mcade.repo.infra.path ../infra
'
test_expect_success 'attack: another commit of it than ran before, though the step names none of its files' '
	cd r && done_in next SHIP && commit_in tool two && test "$(said APPLY next "\$s->{ready} ? 1 : 0, \$s->{next}")" != "1 git mcade run APPLY --env next" && refuses promotion git mcade run APPLY --env next && refuses promotion git mcade run ZONE --env next &&
	( cd ../infra && git checkout -q HEAD~ ) && done_in next APPLY ZONE && ( cd ../infra && git checkout -q main )
'
test_expect_success 'attack: of no commit' '
	cd r && git mcade reopen APPLY --env next -m again && ( cd ../infra && git checkout -q HEAD~ && echo dirty >>tool ) && refuses promotion git mcade run APPLY --env next && ( cd ../infra && git checkout -q tool ) && done_in next APPLY && ( cd ../infra && git checkout -q main )
'
test_expect_success 'it ran there before, with the new commit: then it comes' '
	cd r && git mcade reopen APPLY --env lab -m "other commit" && git mcade reopen APPLY --env next -m "other commit" && refuses promotion git mcade run APPLY --env next && git mcade run APPLY --env lab && refuses promotion git mcade run APPLY --env next && git mcade complete APPLY --env lab && save lab &&
	refuses promotion git mcade run APPLY --env next && git mcade promote --env next && save promoted && done_in next APPLY && git mcade promote --env next 2>err && test_grep "already promoted" err && git mcade audit --cold >out
'
test_expect_success 'attack: an event by a good key that names another commit, none, or files of none' '
	cd r && git mcade reopen APPLY --env next -m again && good=$(tip) && start=$(git log --format=%H --grep "^Mcade-Event: start" -1 $LEDGER) && of () { git show -s --format=%B "$start" | sed -n "s/^Mcade-\($1\): /\1: /p"; } && test "$(of Step)" = "Step: APPLY" && {
		begun () { { printf "%s\n" "start APPLY next" "$@" && of "Definition\|Checks\|Repository\|Content\|Candidate"; } | craft "$good" owner >../crafted && git update-ref $LEDGER "$(cat ../crafted)" && { git mcade audit --json >audit.out || :; }; } &&
		begun "$(of Code)" && test_grep ! "\"rule\":\"promotion\"" audit.out &&
		for wrong in "Code: $(printf %040d 7)" "Host: elsewhere" "$(of Code)
Dirty: yes"; do
			begun "$wrong" && test_grep "\"rule\":\"promotion\",\"severity\":\"error\"" audit.out || { echo "# $wrong" >&4; return 1; }
		done
	} && git update-ref $LEDGER "$good"
'
# decided: what guards the last environment has agreed to what would come, and nothing is missing.
decided () {
	git mcade attest go/asked --env last -m told && git mcade approve gate:go --env last -m fine && git mcade gate go --env last && git mcade approve promote --env last -m fine && save decided &&
	test "$(status "map { \"\$_->{environment} \$_->{ready}\" } @{\$j->{promotion}}" last)" = "last 1"
}
# promoted_by_hand: what an audit says of a promotion that no honest client signs, of what was approved last.
promoted_by_hand () {
	good=$(tip) && approve=$(git log --format=%H --grep "^approve in last" -1 $LEDGER) && { echo "promote - last" && printf "%s\n" "Source: lab" "Tip: $(git rev-parse HEAD) refs/heads/main" && git show -s --format=%B "$approve" | sed -n "s/^Mcade-\(Code\|Content\|Candidate\): /\1: /p"; } | craft "$good" owner >../crafted &&
	git update-ref $LEDGER "$(cat ../crafted)" && { git mcade audit --json >audit.out || :; } && git update-ref $LEDGER "$good"
}
again () { # again ENV: it runs there, and is complete
	git mcade reopen APPLY --env "$1" -m "another commit" && done_in "$1" APPLY
}
test_expect_success 'attack: decided and approved, and then another commit of it runs where it comes from' '
	cd r && decided && promoted_by_hand && test_grep ! "\"severity\":\"error\"" audit.out &&
	commit_in tool three && again lab && refuses promotion git mcade promote --env last && test_grep "\[conditions\]" err && test_grep "gate .go. has not said GO of it" err &&
	git mcade approve --list --env last --json >list.out && test "$(json "map { (\$_->{have}, \$_->{said}[-1]{why}) } @{\$j->{demanded}}" list.out | grep -o "another repository" | wc -l)" = 2 &&
	test "$(status "map { \$_->{why} } @{\$j->{gates}}" last | grep -c "another repository")" = 1 && expect_status 2 git mcade gate go --env last && save undecided &&
	promoted_by_hand && test_grep "\"rule\":\"promotion\",\"severity\":\"error\"" audit.out && test_grep "\"rule\":\"conditions\",\"severity\":\"error\"" audit.out
'
test_expect_success 'decided anew it comes; and what runs there after that comes with a promotion of its own' '
	cd r && decided && git mcade promote --env last && save promoted && done_in last APPLY && commit_in tool four && again lab && git mcade reopen APPLY --env last -m "another commit" && refuses promotion git mcade run APPLY --env last && test_grep "git mcade attest go/asked --env last" err &&
	refuses promotion git mcade promote --env last && test_grep "\[conditions\]" err && decided && git mcade promote --env last && save promoted && done_in last APPLY && git mcade audit --cold >out
'
test_done
