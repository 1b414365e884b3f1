#!/bin/sh
test_description='CI as operator: its key, its job, the command that it runs by itself, and a job that is cancelled'
# shows: D26 D48
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
be_person owner

# job COMMAND...: by a runner that has no key but MCADE_KEY.
job () {
	as_person reviewer env MCADE_KEY="$(cat "$ROSTER/untrusted")" "$@"
}
# head_says FIELD: of the newest event.
head_says () {
	git log -1 --format=%B mcade/ledger | sed -n "s/^Mcade-$1: //p"
}

test_expect_success 'setup: a step that shows its world, one that waits, one of words; and a principal of role ci' '
	small_repo r && cat >>runbook.yaml <<-\EOT &&
	- {id: ENVIRONMENT, run: "env; tr \"\\0\" \"\\n\" </proc/$PPID/environ || :; find . -newer runbook.yaml -type f -exec grep -l PRIVATE {} + || :", changes_state: false, pins: [], needs: []}
	- {id: WAITS, run: "touch begun.state; trap \"echo ended; exit 7\" TERM INT; sleep 20 & wait", changes_state: true, pins: [], needs: []}
	- {id: TEXT, run: "echo \"a  b\"; true", changes_state: false, pins: [], needs: []}
	- {id: WORDS, run: [echo, "${{ step.id }}", "two words"], changes_state: false, pins: [], needs: []}
	EOT
	git commit -q -a -m steps && git mcade adopt && git mcade trust add runner --key "$(key_of untrusted)" --role ci --email ci@example.com &&
	git config mcade.ledgerId >id && as_person reviewer git mcade join --no-hooks --expect-genesis "$(cat id)"
'

# --- the key ---------------------------------------------------------------------------------------
test_expect_success 'the text of a key signs, whatever other key there is; the act is of that principal' '
	cd r && tick && job git mcade run WORDS --env lab >out 2>err && git mcade log -n 1 --json >json && test_grep "\"signer\":\"runner\"" json && git mcade audit
'

test_expect_success 'what runs does not see it: not in its environment, not in that of its parent, in no file' '
	cd r && tick && job git mcade run ENVIRONMENT --env lab >out 2>err && test_grep "^MCADE_STEP" err && test_grep ! "PRIVATE KEY" out && test_grep ! "PRIVATE KEY" err && test_grep ! "MCADE_KEY=." err &&
	! grep -r -l "PRIVATE KEY" .git "$TRASH/people/reviewer/.local"
'

test_expect_success 'nor does git, nor what is asked for by name' '
	cd r && printf "#!/bin/sh\nenv >\"%s/seen\"\nexec git-upload-pack \"\$@\"\n" "$TRASH" >../up && chmod +x ../up && bare_remote ../r.git . && git push -q --no-verify origin main mcade/ledger &&
	git config remote.origin.uploadpack "$TRASH/up" && tick && job git mcade run WORDS --env lab && test_grep "^HOME=" ../seen && test_grep ! "PRIVATE KEY" ../seen && test_grep ! "^MCADE_KEY=" ../seen && git remote remove origin
'

test_expect_success 'a path does as well' '
	cd r && tick && cp "$ROSTER/untrusted" ../key && chmod 600 ../key && as_person reviewer env MCADE_KEY="$TRASH/key" git mcade run WORDS --env lab && git mcade log -n 1 --json >json && test_grep "\"signer\":\"runner\"" json
'

test_expect_success 'what is no key signs nothing, and no other key takes its place' '
	cd r && git rev-parse mcade/ledger >before && for key in "$TRASH/nowhere" "-----BEGIN OPENSSH PRIVATE KEY-----" "$(cat "$ROSTER/locked")" "$(cat "$ROSTER/rsa")" "$(sed 2s/./A/9 "$ROSTER/untrusted")"; do
		broken env MCADE_KEY="$key" git mcade run WORDS --env lab 2>err && test_grep MCADE_KEY err && test_grep ! "b3BlbnNzaC1rZXktdjE" err || return 1
	done && git rev-parse mcade/ledger >after && test_cmp before after
'

test_expect_success 'a key with something around it is no path, and no error shows it; a path is shown' '
	cd r && text=$(cat "$ROSTER/untrusted") && body=$(sed 1d "$ROSTER/untrusted") && for key in "$(printf "\n%s" "$text")" " $text" "\"$text\"" "$body" "$body.pub" "$(printf "%s" "$text" | base64 | tr -d "\n")" \
		"$(printf "ssh-ed25519 %s" "$text")" "$(printf "ssh-ed25519\n%s" "$body")" "$(printf "/\n%s" "$body")" "$(printf "%s" "$body" | tr -d "\n")"; do
		broken env MCADE_KEY="$key" git mcade run WORDS --env lab 2>err && test_grep MCADE_KEY err && test_grep ! "b3BlbnNzaC1rZXktdjE\|LS0tLS1CRUdJTi" err || return 1
	done && broken env MCADE_KEY="$TRASH/no where" git mcade run WORDS --env lab 2>err && test_grep "$TRASH/no where" err && git rev-parse mcade/ledger >after && test_cmp before after
'

test_expect_success 'a key that the ledger does not know signs nothing; an empty variable is none' '
	cd r && tick && { env MCADE_KEY="$(cat "$ROSTER/reviewer")" git mcade run WORDS --env lab; [ $? -ne 0 ]; } && git rev-parse mcade/ledger >after && test_cmp before after &&
	env MCADE_KEY= git mcade run WORDS --env lab && git mcade log -n 1 --json >json && test_grep "\"signer\":\"owner\"" json
'

test_expect_success 'reading needs no key, also where a bad one is given' '
	cd r && env MCADE_KEY=nonsense git mcade status --env lab >out && env MCADE_KEY=nonsense git mcade audit
'

test_expect_success 'the role ci does what CI does, and no more' '
	cd r && tick && refused job git mcade lock WORDS --env lab 2>err && test_grep "permission" err && refused job git mcade adopt 2>err
'

# --- the command ------------------------------------------------------------------------------------
test_expect_success 'run STEP -- COMMAND records the command that was adopted' '
	cd r && tick && job git mcade run WORDS --env lab -- echo WORDS "two words" && test "$(head_says Result)" = ok && tick &&
	job git mcade run TEXT --env lab -- "echo \"a  b\"; true" && test "$(head_says Result)" = ok && tick && job git mcade run TEXT --env lab -- /bin/sh -c "echo \"a  b\"; true" && git mcade audit
'

test_expect_success 'and nothing else: another word, one less, one more, its words as one' '
	cd r && tick && git rev-parse mcade/ledger >before && rm -f made &&
	for words in "echo WORDS two" "echo WORDS" "touch made" ""; do
		set -- $words; [ $# -gt 0 ] || set -- ""
		refused job git mcade run WORDS --env lab -- "$@" 2>err && test_grep "refused \[conditions\]" err && test_grep "fix: *git mcade run WORDS --env lab" err || return 1
	done && refused job git mcade run WORDS --env lab -- echo WORDS "two words" more && refused job git mcade run WORDS --env lab -- "echo WORDS two words" &&
	refused job git mcade run WAITS --env lab -- touch made && refused job git mcade run TEXT --env lab -- "echo \"a b\"; true" && test_missing made && git rev-parse mcade/ledger >after && test_cmp before after &&
	refused job git mcade run WORDS --env lab --dry-run -- touch made
'

test_expect_success 'a step without a command is refused, whatever is said after it' '
	cd r && refused job git mcade run LATER --env lab -- touch made && test_missing made && usage git mcade verify WORDS more --env lab
'

# --- the job ------------------------------------------------------------------------------------------
test_expect_success 'the page of the job is recorded, beside a reason' '
	cd r && tick && job env GITHUB_ACTIONS=true GITHUB_SERVER_URL=https://github.com GITHUB_REPOSITORY=o/r GITHUB_RUN_ID=77 git mcade run WORDS --env lab -m nightly && git log -2 --format=%B mcade/ledger >said &&
	test_grep "nightly (job https://github.com/o/r/actions/runs/77)" said && tick && job env GITLAB_CI=true CI_JOB_URL=https://gitlab.com/o/r/-/jobs/8 git mcade run WORDS --env lab && git log -2 --format=%B mcade/ledger >said && test_grep "^job https://gitlab.com/o/r/-/jobs/8$" said &&
	tick && job env JENKINS_URL=x BUILD_URL=http://ci/job/9/ git mcade run WORDS --env lab && git log -2 --format=%B mcade/ledger >said && test_grep "^job http://ci/job/9/$" said && git mcade audit
'

test_expect_success 'what is no plain address is not' '
	cd r && for link in "https://u:p@x/" "javascript:x" "https://x/ y" "https://x/
Mcade-Result: ok" "https://x/$(printf "\033")" "https://$(printf %0600d 1)"; do
		tick && job env GITLAB_CI=true CI_JOB_URL="$link" git mcade run WORDS --env lab && git log -2 --format=%B mcade/ledger >said && test_grep ! "^job" said || return 1
	done && git mcade audit
'

test_expect_success 'the page is no reason where one is demanded' '
	cd r && usage env GITLAB_CI=true CI_JOB_URL=https://x/ git mcade block WORDS --env lab
'

test_expect_success 'a deployment leads to its job, its run, the evidence, the code and the release; each by a command' '
	cd r && github_ () { job env GITHUB_ACTIONS=true GITHUB_SERVER_URL=https://github.com GITHUB_REPOSITORY=o/r GITHUB_RUN_ID=81 "$@"; } && tick && github_ git mcade run CACHE --env lab && ran=$(head_says Sequence) && tick && git mcade pin cache.image=docker.io/redis:7@$DIGEST --env lab && pinned=$(head_says Sequence) &&
	tick && git mcade complete CACHE --env lab -m released && done_=$(head_says Sequence) && log=$(git ls-files docs/deployments) && test_grep "released" "$log" && test_grep "$(head_says Id)" "$log" &&
	git mcade show CACHE --env lab >said && test_grep "completed .*event $done_, owner" said && test_grep "run, event $ran, " said && git mcade show "event:$ran" >said && test_grep "^ *Mcade-Evidence: " said && test_grep "^ *Mcade-Run: " said &&
	git mcade show "event:$((ran - 1))" >said && test_grep "job https://github.com/o/r/actions/runs/81" said && test_grep "^ *Mcade-Code: $(git rev-parse HEAD)" said && git mcade show CACHE --env lab --output >said && test_grep "Restore path: /var/backups/cache" said && git mcade log --step CACHE --env lab >said && test_grep "actions/runs/81" said &&
	git mcade status --env lab >said && test_grep "pin cache.image = docker.io/redis:7@$DIGEST  #$pinned owner" said && rm said && git commit -q -m records
'

# --- cancelled ----------------------------------------------------------------------------------------
# cancelled SIGNAL: a job in the middle of WAITS gets it; its exit status is in status.
cancelled () {
	rm -f begun.state
	tick
	( be_person reviewer && exec perl -e "\$SIG{INT} = \"DEFAULT\"; exec @ARGV" env MCADE_KEY="$(cat "$ROSTER/untrusted")" git-mcade run WAITS --env lab >out 2>err ) & pid_=$!
	for try_ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		[ ! -e begun.state ] || break
		sleep 0.1
	done
	kill -"$1" "$pid_"
	wait "$pid_"
	echo $? >status
}

test_expect_success 'a job that is cancelled ends in "finish: cancelled", with what it had done' '
	cd r && for signal in TERM INT HUP; do
		cancelled $signal && test "$(head_says Result)" = cancelled && test "$(head_says Event)" = finish && test "$(cat status)" -eq 1 && git log -1 --format=%B mcade/ledger >said && test_grep "^Mcade-Evidence" said || return 1
	done && git mcade audit && git mcade status --env lab --json >json && test_grep "\"id\":\"WAITS\"" json
'

test_expect_success 'it is a fact: nobody may complete it, and it can be run again' '
	cd r && refused git mcade complete WAITS --env lab 2>err && git mcade next --env lab >out && git mcade status --env lab >out && test_grep "WAITS" out && test_grep ! "running" out
'

test_done
