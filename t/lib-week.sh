# lib-week.sh - a working week of a team, over whatever lies between it and its server: two operators, a third
# who leaves, a CI job, a committer without a key, a bot, an auditor. Sourced after lib.sh, by a script that
# says how the server is reached, and calls week:
#
#	URL			where the server's repository is
#	reach			so configured, git gets there: for the person that this shell is
#	goes_away, comes_back	the server
#
# What happened is written down here too, by happened(), as each act ends well; the week ends with the
# comparison: every line of that list is in the record, and nothing else, and nothing twice.

LEDGER=refs/heads/mcade/ledger
DIGEST=sha256:2f1b0c4e5a6d7c8b9a0f1e2d3c4b5a69788796a5b4c3d2e1f00112233445566a
NEXT=sha256:3a2b1c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6b7c8d9e0f1a2b
export NEXT

# be NAME: this shell acts as NAME: ada, otto and rita have keys; nobody else has.
be () {
	case $1 in
	ada) be_person owner ;;
	otto) be_person operator ;;
	rita) be_person reviewer ;;
	*)
		HOME=$TRASH/people/$1
		XDG_STATE_HOME=$HOME/.local/state XDG_CONFIG_HOME=$HOME/.config XDG_CACHE_HOME=$HOME/.cache
		export HOME XDG_STATE_HOME XDG_CONFIG_HOME XDG_CACHE_HOME
		mkdir -p "$HOME" && git config --global user.name "$1" && git config --global user.email "$1@example.com" && git config --global protocol.file.allow always
		;;
	esac && { [ -f "$HOME/.reaches" ] || { git config --global mcade.publish auto && reach && : >"$HOME/.reaches"; }; }
}
# as NAME[/CLONE] COMMAND...: there; what it printed is in out and err.
as () {
	place_=$1 && shift
	( be "${place_%%/*}" && cd "$TRASH/${place_#*/}" && "$@" ) >"$TRASH/out" 2>"$TRASH/err" </dev/null
	set -- $?
	[ "$1" -eq 0 ] || { echo "--- $place_: exit $1" && cat "$TRASH/out" "$TRASH/err"; } >&4
	return "$1"
}
# happened WHO EVENT [STEP|-] [ENV]
happened () {
	echo "$1 $2 ${3:--} ${4:--}" >>"$TRASH/happened"
}
# does WHO VERB STEP ENV ARGS...: an act on a step, which is recorded.
does () {
	who_=$1 verb_=$2 step_=$3 env_=$4 && shift 4
	tick && as "$who_" git mcade "$verb_" "$step_" --env "$env_" "$@" && happened "${who_%%/*}" "$verb_" "$step_" "$env_"
}
# runs WHO STEP ENV ARGS...
runs () {
	who_=$1 step_=$2 env_=$3 && shift 3
	tick && as "$who_" git mcade run "$step_" --env "$env_" "$@" && ran "${who_%%/*}" "$step_" "$env_"
}
ran () {
	happened "$1" start "$2" "$3" && happened "$1" finish "$2" "$3"
}
# tip [DIR]: of the ledger.
tip () {
	git -C "$TRASH/${1:-hub.git}" rev-parse -q --verify "$LEDGER"
}
# arrived WHO: the server has what WHO has.
arrived () {
	test "$(tip "$1")" = "$(tip)"
}
# recorded: what the server's ledger holds, in the words of happened().
recorded () {
	git -C "$TRASH/reader" fetch -q "$TRASH/hub.git" "+$LEDGER:$LEDGER" && ( be reader && cd "$TRASH/reader" && git mcade log --json ) |
		perl -MJSON::PP -e 'local $/; print map { join(" ", $_->{signer}, $_->{event}, $_->{step} // "-", $_->{environment} // "-"), "\n" } @{decode_json(<STDIN>)->{events}}'
}

week_runbook_ () {
	mkdir -p playbooks releases && cat >runbook.yaml <<-EOF &&
	version: 1
	ledger: $(git config mcade.ledgerId)
	name: week
	governed: [refs/heads/main]
	order: needs
	environments:
	- {id: lab, manifest: releases/lab.yaml}
	- {id: prod, live: true, manifest: releases/prod.yaml}
	records:
	  log: 'docs/deployments/\${{ date }}.md'
	  checkpoint: 'docs/checkpoints/\${{ date }}-\${{ step.id }}/'
	vars: {pid: $TRASH/pid}
	defaults:
	  run: [sh, '\${{ step.uses }}']
	  timeout: 100s
	  changes_state: false
	steps:
	- id: CACHE
	  uses: playbooks/cache.sh
	  changes_state: true
	  restore: {match: 'Restore path: ([^"\s]+)'}
	  pins: [cache.image]
	  verify:
	  - {id: up, run: 'true'}
	- {id: READ, uses: playbooks/read.sh, pins: [], verify: [{id: fine, run: 'true'}]}
	- {id: JOB, uses: playbooks/job.sh, pins: [], verify: [{id: fine, run: 'true'}]}
	- {id: WAITS, run: 'echo \$\$ >"\$MCADE_VAR_pid"; exec sleep 60', pins: [], verify: [{id: fine, run: 'true'}]}
	- {id: SLOW, run: 'sleep 1', pins: [], verify: [{id: fine, run: 'true'}]}
	- {id: LATER, uses: playbooks/later.sh, pins: [], verify: [{id: fine, run: 'true'}]}
	EOF
	echo 'echo "Restore path: /var/backups/cache"' >playbooks/cache.sh && echo 'echo read' >playbooks/read.sh &&
	echo 'echo job' >playbooks/job.sh && echo 'echo later' >playbooks/later.sh &&
	printf 'cache:\n  image: redis:latest   # decide\n' >releases/lab.yaml && cp releases/lab.yaml releases/prod.yaml &&
	git add -A && git commit -q -m 'the runbook'
}
found_ () {
	git remote add origin "$URL" && commit_file README.md "a team" && git push -q -u origin main && git mcade init --principal ada && git add -A && git commit -q -m 'the ledger' && git push -q && tick &&
	week_runbook_ && git push -q && tick && git mcade adopt && git mcade sync && tick
}
invite_ () {
	git mcade trust add "$@" && tick
}

week () {
test_expect_success 'setup: founded, pushed, adopted; the server judges; the others are let in and join' '
	( be ada && new_repo ada && bare_remote hub.git && git -C hub.git config http.receivepack true ) && as ada found_ && happened ada init && happened ada adopt &&
	( be hub && cd hub.git && git mcade hooks install --expect-genesis "$(git -C ../ada config mcade.ledgerId)" ) && id=$(git -C ada config mcade.ledgerId) &&
	as ada invite_ otto --key "$(key_of operator)" --role operator && as ada invite_ rita --key "$(key_of reviewer)" --role operator &&
	as ada invite_ runner --key "$(key_of untrusted)" --role ci --email runner@example.com && arrived ada && happened ada trust && happened ada trust && happened ada trust &&
	for who in otto rita; do
		( be $who && git clone -q "$URL" $who ) && as $who git mcade join --expect-genesis "$id" || return 1
	done && ( be reader && git init -q reader && git -C reader fetch -q ../hub.git "+$LEDGER:$LEDGER" ) && as reader git mcade join --no-hooks --expect-genesis "$id"
'
test_expect_success 'monday: a step runs, is pinned, complete and sealed, each act at once with the server; its records follow' '
	runs otto CACHE lab && arrived otto && tick && as otto git mcade pin cache.image=docker.io/redis:7@$DIGEST --env lab && happened otto pin - lab && arrived otto &&
	does otto complete CACHE lab -m "as planned" && arrived otto && does otto checkpoint CACHE lab -m "as it runs" && arrived otto && as otto git commit -q -m "cache" && as otto git push -q
'

test_expect_success 'monday: who has no key commits as ever; what is locked the server refuses, and says whom to ask' '
	does ada lock READ lab -m "it works" && ( be kim && git clone -q "$URL" kim ) && as kim commit_file docs/notes.md "notes" && as kim git push -q && as kim commit_file playbooks/read.sh "echo other" &&
	! as kim git push -q && test_grep "refused \[locked\] playbooks/read.sh" err && test_grep "Without git mcade: .*ask owner Ada Owner" err && as kim git reset -q --hard HEAD~
'
# job CLONE COMMAND...: a runner that has no key but MCADE_KEY.
job () {
	clone_=$1 && shift
	tick && as "runner/$clone_" env MCADE_KEY="$(cat "$ROSTER/untrusted")" "$@"
}
as_ci () {
	as runner/ci env GITLAB_CI=true CI_COMMIT_BRANCH=main CI_COMMIT_BEFORE_SHA="$before" git mcade check "$@"
}
test_expect_success 'monday: a job in a clone of one commit checks it, and runs a step with its own key' '
	( be runner && git clone -q --depth 1 --single-branch "$URL" ci ) && as runner/ci git mcade join --no-hooks --expect-genesis "$id" &&
	job ci git mcade run JOB --env lab && ran runner JOB lab && arrived ci && before=$(git -C hub.git rev-parse main~1) &&
	{ expect_status 2 as_ci || :; } && as_ci --fetch
'

# --- tuesday: two at once ------------------------------------------------------------------------------
# alone WHO COMMAND...: an act that is published by nobody yet.
alone () {
	who_=$1 && shift
	tick && as "$who_" git -c mcade.publish=manual mcade "$@" --no-fetch
}
test_expect_success 'tuesday: a run that lost its race to a lock is recorded, contested; opened again, it runs and counts' '
	does ada unlock READ lab -m "another look" && as otto git mcade sync && alone otto run READ --env lab && ran otto READ lab && does ada lock READ lab -m "as it is" &&
	as otto git mcade sync && arrived otto && as otto git mcade status --env lab --json && test_grep "\"contested\":\[{.*\"event\":\"finish\",\"principal\":\"otto\"" out &&
	does ada unlock READ lab -m "so be it" && runs otto READ lab && does otto complete READ lab && arrived otto
'
test_expect_success 'tuesday: a decision that lost its race is given up, with its command; the other stands' '
	as otto git mcade sync && alone otto block LATER --env lab -m "no host" && does ada block LATER lab -m "no disk" && tick && expect_status 1 as otto git mcade sync && test_grep "^git mcade block LATER --env lab .*-m .no host.$" out &&
	as otto git mcade status --env lab && test_grep "no disk" out && does otto unblock LATER lab -m "both are there" && arrived otto
'
# at_once "WHO COMMAND"...: each in its clone, in a process of its own; their output is in out.CLONE, the worst
# status is ours.
one_of () {
	clone_=${1#*/}
	be "${1%%/*}" && cd "$TRASH/$clone_" || exit 128
	[ "${1%%/*}" != runner ] || { MCADE_KEY=$(cat "$ROSTER/untrusted") && export MCADE_KEY; }
	shift
	exec timeout 60 git-mcade "$@" >"$TRASH/out.$clone_" 2>&1
}
at_once () {
	pids_='' worst_=0
	for one_ in "$@"; do
		# shellcheck disable=SC2086 # words
		( one_of $one_ ) &
		pids_="$pids_ $!"
	done
	for pid_ in $pids_; do
		wait "$pid_" || worst_=$?
	done
	[ "$worst_" -eq 0 ] || tail -n 20 "$TRASH"/out.* >&4
	return "$worst_"
}
# all_is_there: what the server has is what happened, each once.
all_is_there () {
	recorded | LC_ALL=C sort >is && LC_ALL=C sort happened | test_cmp - is
}
test_expect_success 'tuesday: at the very same moment, from three clones and a job: all of it is recorded, once' '
	as ada git mcade sync && tick && at_once "ada freeze web --path web/* -m works" "otto run SLOW --env lab" "rita run LATER --env lab" "runner/ci run JOB --env lab" &&
	happened ada freeze && ran otto SLOW lab && ran rita LATER lab && ran runner JOB lab && for who in ada otto rita; do
		as $who git mcade sync || return 1
	done && all_is_there
'

# contested: how many facts count for nothing, since others came first.
contested () {
	as ada git mcade sync && as ada git mcade status --env lab --json && sed "s/.*\"contested\":\[//; s/\].*//" out | grep -o sequence | wc -l | tr -d " "
}
test_expect_success 'tuesday: of all that only what was against a lock is contested' 'test "$(contested)" = 2'

# --- wednesday: the server is away, a laptop is closed ---------------------------------------------------
test_expect_success 'wednesday: the server is away: acts wait for it, and say so; a live run stops' '
	as otto git mcade sync && goes_away && does ada lock CACHE lab -m "until it is back" && test_grep "did not answer" err && runs otto SLOW lab && expect_status 2 as otto git mcade run READ --env prod &&
	runs otto READ prod --offline "the line is down" && does rita block JOB lab -m "no server" &&
	as otto git mcade status --env lab && test_grep "4 events are not published" out && expect_status 2 as otto git mcade sync
'
test_expect_success 'wednesday: it is back: three clones publish, nobody does anything again' '
	comes_back && tick && for who in rita otto ada rita otto; do
		as $who git mcade sync || return 1
	done && all_is_there && arrived ada && arrived otto && arrived rita && test "$(contested)" = 2
'
# closes: otto runs WAITS in the background; $pid is that process.
closes () {
	rm -f pid && tick && { ( be otto && cd otto && exec git-mcade run WAITS --env prod ) >run.out 2>run.err & } && pid=$! &&
	for try_ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
		[ ! -s pid ] || return 0
		sleep 0.2
	done
	cat run.out run.err >&4
	return 1
}
test_expect_success 'wednesday: a laptop is closed in the middle of a live run: all see whose it is, nobody else ends it, and it goes on' '
	as otto git pull -q && closes && kill -STOP $pid && as rita git mcade sync && as rita git mcade show WAITS --env prod && test_grep "running" out && tick && expect_status 1 as rita git mcade abandon WAITS --env prod -m "it hangs" &&
	expect_status 1 as rita git mcade run WAITS --env prod && test_grep "found: *running, by otto on .* since 20" err && test_grep "hint: *owner Ada Owner runs: git mcade abandon WAITS" err &&
	expect_status 1 as otto git mcade run WAITS --env prod && test_grep "hint: *.git mcade abandon WAITS --env prod -m REASON. closes" err && does ada lock SLOW lab -m "meanwhile" &&
	kill -CONT $pid && kill "$(cat pid)" && { wait $pid; test $? -eq 1; } && ran otto WAITS prod && arrived otto && all_is_there && test "$(contested)" = 2
'
test_expect_success 'wednesday: the same laptop loses its power: who began it says so' '
	closes && kill -9 $pid "$(cat pid)" && { wait $pid || :; } && happened otto start WAITS prod && tick && does otto abandon WAITS prod -m "no power" && arrived otto && all_is_there
'

# --- thursday: what goes wrong on the way -------------------------------------------------------------------
# The answer to the push is lost: the server has what it was sent, and says nothing.
test_expect_success 'thursday: the line breaks when the server has taken it: the next sync knows, and sends nothing twice' '
	printf "#!/bin/sh\n[ \"\$1\" != committed ] || [ ! -e %s ] || ! grep -q mcade/ledger || { rm -f %s; kill -9 \$PPID; }\n" "$TRASH/breaks" "$TRASH/breaks" >hub.git/hooks/reference-transaction && chmod +x hub.git/hooks/reference-transaction &&
	as otto git mcade sync && : >breaks && does otto block LATER lab -m "no line" && test_missing breaks && arrived otto && as otto git mcade sync && as ada git mcade sync && does ada unblock LATER lab -m "it is back" && arrived ada && all_is_there
'
# killed WHO N COMMAND...: ended with -9 after N hundredths of a second.
killed () {
	who_=$1 after_=$2 && shift 2
	( be "$who_" && cd "$who_" && exec git-mcade "$@" ) >killed.out 2>&1 &
	pid=$!
	perl -e "select(undef, undef, undef, $after_ / 100)"
	kill -9 "$pid" 2>/dev/null
	wait "$pid"
	find "$who_/.git/refs" -name '*.lock' -delete # as everybody is told, and with git's own
}
test_expect_success 'thursday: sync is killed again and again while it signs and publishes: nothing is lost, nothing comes twice' '
	as otto git mcade sync && alone otto block LATER --env prod -m "mine" && happened otto block LATER prod && alone otto run SLOW --env prod --offline "on the train" && ran otto SLOW prod && does ada lock JOB prod -m "meanwhile" &&
	for after in 2 4 6 8 10 13 16 20; do
		killed otto $after sync || return 1
	done && as otto git mcade sync && arrived otto && as ada git mcade sync && all_is_there
'
test_expect_success 'thursday: from a worktree, from a clone that is shallow, from a folder below, beside a submodule' '
	as ada git worktree add -q --detach ../ada-tree && tick && as ada/ada-tree git mcade block READ --env prod -m "from a worktree" && happened ada block READ prod &&
	( be otto && git clone -q --depth 1 --no-single-branch "$URL" laptop ) && expect_status 128 as otto/laptop git mcade join --expect-genesis "$id" &&
	way=$(sed -n "s/^  next: //p" err) && as otto/laptop sh -c "$way" && as otto/laptop git mcade join --expect-genesis "$id" && tick && as otto/laptop git mcade block SLOW --env prod -m "from another machine" && happened otto block SLOW prod &&
	( be kim && git init -q -b main lib.git && cd lib.git && commit_file lib.c "int x;" ) && as kim git pull -q && as kim git submodule --quiet add "$TRASH/lib.git" vendor/lib && as kim git commit -q -m "a library" && as kim git push -q &&
	as ada git pull -q && as ada git submodule --quiet update --init && expect_status 128 as ada/ada/vendor/lib git mcade status && as ada git mcade sync && tick && as ada/ada/playbooks git mcade unblock READ --env prod -m "from below" && happened ada unblock READ prod && arrived ada && all_is_there
'

# --- friday: people and bots -----------------------------------------------------------------------------------
test_expect_success 'friday: a key is rotated: the old one signs no more, and what it had not published yet is signed by the new one' '
	ssh-keygen -q -t ed25519 -N "" -C operator@example.com -f new-key && as otto git mcade sync && does ada unlock SLOW lab -m "go on" && as otto git mcade sync && alone otto run SLOW --env lab && ran otto SLOW lab &&
	as ada git mcade trust set otto --key "$TRASH/new-key.pub" -m "worn out" && happened ada trust && arrived ada &&
	expect_status 2 as otto git mcade sync && ( be otto && cp new-key new-key.pub "$HOME/.ssh" && git config --global user.signingkey "$HOME/.ssh/new-key.pub" ) && as otto git mcade sync && arrived otto && as ada git mcade sync && all_is_there
'
test_expect_success 'friday: a colleague leaves, with a decision on her laptop that nobody has: her key signs nothing more' '
	as rita git mcade sync && does rita unblock JOB lab -m "there is a server" && tick && alone rita block READ --env lab -m "never published" &&
	tick && as ada git mcade sync && as ada git mcade trust revoke rita -m "she left" && happened ada trust && arrived ada && tick && { as rita git mcade sync; test $? -ne 0; } && ! as rita git mcade block JOB --env lab -m "still here" && as rita git mcade status --env lab &&
	all_is_there && as ada git mcade sync && as ada git mcade audit
'
# main_has WHAT: as otto, who takes what is there, adds the records that are owed, and pushes.
render_ () {
	git fetch -q && git checkout -q -B main origin/main && git mcade render --commit && git push -q origin main
}
test_expect_success 'friday: the records that main owes follow; a bot raises a digest, the check refuses it, who has a role lets it in' '
	as otto render_ && ( be bot && git clone -q "$URL" bot ) && as bot git checkout -q -b bump && as bot sed -i "s/@sha256:[0-9a-f]*/@$NEXT/" releases/lab.yaml && as bot git commit -q -a -m "bump redis" && as bot git push -q origin bump &&
	! as bot env GITLAB_CI=true CI_COMMIT_BRANCH=bump CI_MERGE_REQUEST_DIFF_BASE_SHA="$(git -C bot rev-parse origin/main)" CI_PIPELINE_SOURCE=merge_request_event CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main MCADE_LEDGER="$id" git mcade check && cat out err | grep "git mcade pin --from-worktree" &&
	as otto git fetch -q && as otto git checkout -q bump && tick && as otto git mcade pin --from-worktree --env lab && happened otto pin - lab && arrived otto && as otto git checkout -q main && as otto git merge -q bump && as otto git push -q origin main
'

# --- the weekend: whatever comes, from a seed ---------------------------------------------------------------------
# Draws are of a linear congruential generator, so that a week can be played again: WEEK_SEED.
draw () {
	WEEK_SEED=$(((WEEK_SEED * 1103515245 + 12345) % 2147483648))
	drawn=$((WEEK_SEED / 65536 % $1))
}
# settles WHO: a sync; of what it gives up it prints the command, and that has not happened.
settles () {
	as "$1" git mcade sync || [ $? -eq 1 ] || return 1
	sed -n 's/^git mcade \([a-z]*\) \([A-Z]*\) --env \([a-z]*\).*/\1 \2 \3/p' out >given-up
	while read -r line; do
		awk -v line="$1 $line" '$0 == line && !gone { gone = 1; next } { print }' happened >happened.new && mv happened.new happened
	done <given-up
}
# An act of either; what is refused has not happened.
acts_at_random () {
	for turn in 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do
		draw 2 && who=$([ "$drawn" -eq 0 ] && echo ada || echo otto) && draw 8 && tick
		case $drawn in
		0) as ada git mcade freeze "w$turn" --path "w$turn/*" -m "weekend" && happened ada freeze ;;
		1 | 2) alone "$who" run SLOW --env lab && ran "$who" SLOW lab ;;
		3) as "$who" git mcade run JOB --env lab && ran "$who" JOB lab ;;
		4) alone "$who" verify JOB --env lab && happened "$who" verify JOB lab ;;
		5) settles "$who" ;;
		6) : >breaks && as "$who" git mcade verify JOB --env lab && happened "$who" verify JOB lab ;;
		7) draw 30 && killed "$who" "$drawn" sync ;;
		esac
	done
	rm -f breaks
}
WEEK_SEED=${WEEK_SEED:-3}
test_expect_success 'the weekend: two people at random, lines that break, syncs that are killed' '
	as ada git mcade sync && as otto git mcade sync && acts_at_random && for who in ada otto ada otto; do
		settles $who || return 1
	done && all_is_there && arrived ada && arrived otto
'

# --- and what is left of it ------------------------------------------------------------------------------------
audits_ () {
	git mcade join --no-hooks --expect-genesis "$id" && git mcade audit --cold --json
}
test_expect_success 'an auditor who was never there: everything that happened is in the record, once, and the audit passes' '
	as otto render_ && all_is_there && test "$(wc -l <happened)" -ge 60 && ( be auditor && git clone -q "$URL" auditor ) && as auditor audits_ && test_grep ! "\"severity\":\"error\"" out && as auditor git mcade audit
'
test_expect_success 'the log reads well: a line each, with who and what' '
	as auditor git mcade log && grep "^ *[0-9]" out >log && test_line_count "$(wc -l <happened)" log && test_grep ! "(null)" out && test_grep "^ *[0-9]*  [0-9TZ:-]*  ada  verified  trust rita: all keys revoked$" out && test_grep "^ *she left$" out &&
	test_grep "otto  verified  abandon WAITS in prod: lost" out && test_grep "otto  contested, does not count: locked  start READ in lab" out && test_grep "Offline: the line is down" out && test_grep "rita  verified  unblock JOB in lab" out
'
test_expect_success 'and no repository is broken' '
	for repo in hub.git ada otto rita ci laptop auditor; do
		git -C $repo fsck --strict --no-dangling >out 2>&1 || { cat out >&4; return 1; }
	done && test -z "$(find ada/.git otto/.git people/*/.local -name "*.lock" -o -name "*.new" -o -path "*/pending/*" -type f)"
'
}
