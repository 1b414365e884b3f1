#!/bin/sh
# shellcheck disable=SC2015,SC2086,SC2164 # a case that fails says so by itself; names are plain words
test_description='what run, complete, gate and attest are refused for is said by status before, in the same words

One state for each reason that no record has: files that are not committed, a branch that does not have them, one that went back.'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-acts.sh"
. "$SOURCE_DIR/t/lib-swept.sh"

runbook () {
	head_of "acts" &&
	cat <<-EOT
	records: {checkpoint: 'docs/checkpoints/\${{ date }}-\${{ step.id }}/'}
	environments: [{id: lab}, {id: prod, live: true}]
	defaults: {timeout: 20s, changes_state: false}
	order: needs
	steps:
	- {id: SHIP, environments: [prod], uses: ship.sh, run: sh ship.sh, pins: [], verify: [{id: ok, run: 'true'}]}
	- {id: MAKE, environments: [lab], needs: [], run: make -s ship, pins: [], verify: [{id: ok, run: 'true'}]}
	- {id: SIGN, environments: [lab], needs: [], kind: manual, pins: []}
	- {id: DECIDE, environments: [lab], needs: [], kind: gate, verify: [{id: calm, run: 'true'}]}
	- {id: SEAL, environments: [lab], needs: [], kind: checkpoint}
	- {id: ASK, environments: [lab], needs: [], kind: gate, verify: [{id: legal, manual: Legal has read it, role: reviewer}, {id: calm, run: 'true'}]}
	- {id: LAST, environments: [lab], needs: [ASK], run: 'true', pins: [], verify: [{id: ok, run: 'true'}]}
	EOT
}
again () {
	cd "$TRASH" && rm -rf r "$XDG_STATE_HOME" && cp -R base r && mkdir -p "${XDG_STATE_HOME%/*}" && cp -R state "$XDG_STATE_HOME" && rm -rf hub.git && cp -R hub hub.git && MCADE_CLOCK=$(cat clock) && cd r
}
# of STEP ENV EXPRESSION: what status says of the step, $s
of () {
	git mcade status --env "$2" --json >status.out && json "map { my \$s = \$_; $3 } grep { \$_->{id} eq q($1) } @{\$j->{steps}}" status.out
}
# against RULE WORDS STEP ENV ACT: the act is refused by that rule; each reason is in status, and the step is not ready to start.
against () {
	before=$(tip) && expect_status 1 git mcade $5 $3 --env $4 $6 --json >act.out 2>err && json "map { qq(\$_->{message}\n) } grep { \$_->{severity} eq q(error) } @{\$j->{findings}}" act.out | sed 's/^ *//; /^$/d' | sort >want.out && test -s want.out &&
	json "map { qq([\$_->{rule}] \$_->{message}\n) } @{\$j->{findings}}" act.out >rules.out && test_grep "\[$1\].*$2" rules.out && test "$(tip)" = "$before" && { [ $5 = complete ] || test "$(of $3 $4 "\$s->{ready} ? 1 : 0")" = 0; } &&
	of $3 $4 "map { qq(\$_\n) } @{\$s->{reasons}}" | sed 's/^ *//; /^$/d' | sort >got.out && test_cmp want.out got.out
}
refusal () { # refusal TITLE RULE WORDS STEP ENV ACT MORE NEXT STATE
	title_=$1 rule_=$2 words_=$3 step_=$4 env_=$5 act_=$6 more_=$7 next_=$8 state_=$9
	test_expect_success "$title_" 'again && eval "$state_" && against "$rule_" "$words_" "$step_" "$env_" "$act_" "$more_" && asked 1 $act_ $step_ --env $env_ $more_ && { [ -z "$next_" ] || { of $step_ $env_ "(\$s->{next} // q()) . (\$s->{hint} // q())" >way.out && test_grep "$next_" way.out; }; }'
}
test_expect_success 'setup: a remote, and a branch that it has' '
	bare_remote hub && cp -R hub hub.git && new_repo base && cd base && git remote add origin ../hub.git && printf "%s\\n" out err "*.out" >.gitignore && echo true >ship.sh && printf "ship:\\n\\t@true\\n" >Makefile && save files && git mcade init --no-hooks >out 2>&1 && runbook >runbook.yaml && save runbook && git mcade adopt >out 2>&1 &&
	git push -q origin main && git mcade sync && cd .. && rm -rf hub && cp -R hub.git hub && cp -R "$XDG_STATE_HOME" state && echo "$MCADE_CLOCK" >clock
'
test_expect_success 'the control: each is ready, and is done' '
	again && for step in MAKE SIGN DECIDE SEAL; do test "$(of $step lab "\$s->{ready} ? 1 : 0")" = 1 || return 1; done && test "$(of SHIP prod "\$s->{ready} ? 1 : 0")" = 1 && git mcade run SHIP --env prod && git mcade run MAKE --env lab && git mcade complete MAKE --env lab && git mcade attest SIGN --env lab -m finished && git mcade gate DECIDE --env lab
'
refusal 'live: what is not committed' drift "is not on a governed branch as it is here" SHIP prod run "" "commit" 'echo "true # more" >ship.sh'
refusal 'live: what is not pushed' drift "is not on a governed branch" SHIP prod run "" "git push" 'echo "true # more" >ship.sh && save more'
refusal 'live: a branch that went back' evidence "older .refs/heads/main." SHIP prod run "" "" 'echo more >more && save more && git push -q origin main && git mcade run SHIP --env prod && git mcade complete SHIP --env prod && git mcade sync && git mcade reopen SHIP --env prod -m again && git reset -q --hard HEAD~1 && git push -q --force origin main'
refusal 'a completion, when what ran is not pushed' completion "is not the one that ran" MAKE lab complete "" "git push" 'printf "ship:\\n\\t@echo more\\n" >Makefile && save more && git mcade run MAKE --env lab'
refusal 'a gate of files that are in no commit' evidence "needs a commit" DECIDE lab gate "" "commit Makefile, then: git mcade gate DECIDE --env lab" 'echo "# more" >>Makefile'
refusal 'so of what a person does' evidence "needs a commit" SIGN lab attest "-m finished" "commit Makefile, then: git mcade attest SIGN --env lab" 'echo "# more" >>Makefile'
refusal 'and of a step that is a checkpoint' evidence "needs a commit" SEAL lab checkpoint "" "commit Makefile, then: git mcade checkpoint SEAL --env lab" 'echo "# more" >>Makefile'
refusal 'a completion, after the branch went back' evidence "older .refs/heads/main." MAKE lab complete "" "" 'echo more >more && save more && git push -q origin main && git mcade run MAKE --env lab && git mcade run SHIP --env prod && git mcade complete SHIP --env prod && git mcade sync && git reset -q --hard HEAD~1 && git push -q --force origin main'
# leads STEP TEXT: the way on from there.
leads () {
	of "$1" lab "(\$s->{next} // q()) . (\$s->{hint} // q())" >way.out && test_grep "$2" way.out
}
test_expect_success 'a gate that waits for an answer: the answer is led to, by who may give it, and then the gate' '
	again && git mcade trust add rita --key "$(key_of reviewer)" --name Rita --email rita@example.com --role reviewer && git mcade sync && as_person reviewer git mcade join --no-hooks && leads ASK "^reviewer Rita runs: git mcade attest ASK/legal --env lab -m REASON" && leads LAST "^reviewer Rita runs: git mcade attest ASK/legal" &&
	as_person reviewer git mcade status --env lab --json >status.out && json "map { \$_->{hint} // q() } grep { \$_->{id} eq q(ASK) } @{\$j->{steps}}" status.out >way.out && test_grep "^git mcade attest ASK/legal --env lab -m REASON" way.out &&
	waiting git mcade gate ASK --env lab 2>err && test_grep "hint: reviewer Rita runs: git mcade attest ASK/legal" err && test_grep ! "warning" err && leads ASK "attest ASK/legal" && as_person reviewer git mcade attest ASK/legal --env lab -m read && leads ASK "^git mcade gate ASK --env lab" && git mcade gate ASK --env lab && leads LAST "^git mcade run LAST --env lab"
'
test_done
