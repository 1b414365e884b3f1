#!/bin/sh
test_description='what a command does not do it says, and what it advises works for who reads it'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
be_person owner

test_expect_success 'setup: a runbook in force, a server, an operator' '
	small_repo r && bare_remote ../r.git . && git push -q -u origin main 2>../err && git mcade pin cache.image=redis:7@$DIGEST --env lab &&
	git commit -q -a -m pin && git push -q && git mcade trust add otto --key "$(key_of operator)" --name "Otto Operator" \
		--email operator@example.com --role operator && git mcade sync
'

test_expect_success 'log: an unknown step or environment is said, a known one without events too' '
	cd r && usage git mcade log NOPE 2>err && test_grep "NOPE" err && usage git mcade log -e nope 2>err && test_grep "nope" err &&
	git mcade log LATER >out 2>err && test_line_count 0 out && test_line_count 1 err &&
	git mcade log -e lab >out 2>err && test_line_count 0 err && test -s out
'

test_expect_success 'adopt: what is being written is not what came into force' '
	cd r && git mcade adopt 2>err && test_grep ! "work tree" err && echo "# more" >>runbook.yaml && git mcade adopt 2>err &&
	test_grep "runbook.yaml in the work tree is not" err && git checkout -q runbook.yaml
'

test_expect_success 'adopt: a terminal that a step elsewhere does not have' '
	cd r && sed -i "s/^environments:/targets: {there: [sh]}\n&/; s/^- id: READ/&\n  on: there\n  interactive: true/" runbook.yaml &&
	git commit -q -n -a -m both && git push -q --no-verify && refused git mcade adopt --json >out && test_grep "\"rule\":\"document\"" out &&
	line=$(grep -n "interactive: true" runbook.yaml | cut -d: -f1) && test_grep "\"line\":$line,\"column\":3" out &&
	sed -i "s/interactive: true/interactive: false/" runbook.yaml && git commit -q -n -a -m one && git push -q --no-verify && git mcade adopt &&
	sed -i "/  interactive: false/d; s/^defaults:/&\n  interactive: true/" runbook.yaml && git commit -q -n -a -m both && git push -q --no-verify &&
	refused git mcade adopt && sed -i "/^  on: there/d" runbook.yaml && git commit -q -n -a -m one && git push -q --no-verify && git mcade adopt &&
	sed -i "/^  interactive: true/d" runbook.yaml && git commit -q -n -a -m none && git push -q --no-verify && git mcade adopt
'

test_expect_success 'complete: what ran is committed and not pushed' '
	cd r && echo "# more" >>playbooks/cache.sh && git commit -q -a -m more && git mcade run CACHE --env lab &&
	refused git mcade complete CACHE --env lab 2>err && test_grep "refused \[completion\]" err && test_grep "git push" err && test_grep ! "mcade run" err &&
	git mcade next --env lab >out && test_grep "git push" out &&
	git push -q && git mcade complete CACHE --env lab && git commit -q -a -m complete && git push -q &&
	echo "# other" >>playbooks/cache.sh && git commit -q -a -m other && git push -q && tick &&
	git mcade reopen CACHE --env lab -m again && git mcade run CACHE --env lab && echo "# third" >>playbooks/cache.sh && git commit -q -a -m third && git push -q &&
	refused git mcade complete CACHE --env lab 2>err && test_grep "fix:.*git mcade run CACHE" err
'

# Where the branch went on, a push is no way out: each advice leads to the next, and the last completes.
test_expect_success 'complete: another version is on the branch than ran' '
	cd r && git clone -q ../r.git ../b && echo "# a note" >>../b/playbooks/cache.sh && git -C ../b commit -q -a -m note && git -C ../b push -q --no-verify &&
	git mcade run CACHE --env lab && git fetch -q && refused git mcade complete CACHE --env lab 2>err && test_grep "git pull" err &&
	git mcade next --env lab >out && test_grep "git pull" out && test_grep ! "may not run" out && git pull -q --no-edit && git push -q &&
	refused git mcade complete CACHE --env lab 2>err && test_grep "mcade run CACHE" err && test_grep ! "git pu" err &&
	git mcade run CACHE --env lab && git mcade complete CACHE --env lab
'

test_expect_success 'a proposed pin: who may not pin is told whom to ask, and how to step back' '
	cd r && git mcade sync && cd .. && for who in operator untrusted; do
		git clone -q r.git $who && ( cd $who && as_person $who git mcade join ) || return 1
		( cd $who && be_person $who && sed -i "s/image: .*/image: redis:8@$DIGEST/" releases/lab.yaml && refused git commit -q -a -m proposed 2>err ) || return 1
	done && test_grep "fix: *git mcade pin --from-worktree" operator/err && test_grep ! "fix: *git mcade pin" untrusted/err &&
	test_grep "hint: *ask .* to run: git mcade pin" untrusted/err &&
	cd untrusted && sh -c "$(sed -n "s/^ *fix: *//p" err)" && git diff --quiet HEAD
'

test_expect_success 'a key of another kind is a no with its reason, whatever its size' '
	cd r && for bits in 1024 2048; do
		rm -f ../k ../k.pub && ssh-keygen -q -t rsa -b $bits -N "" -f ../k && for key in ../k.pub "$(cat ../k.pub)"; do
			refused git mcade trust add x --key "$key" --email x@y --name X --role operator --json >out 2>err &&
			test_grep "\"rule\":\"permission\"" out && test_grep "RSA" out || return 1
		done
	done && broken git mcade trust add x --key ../nothing.pub --email x@y --name X --role operator &&
	git mcade trust add x --key "$(key_of reviewer)" --email x@y --name X --role operator
'

# start_slow: CACHE sleeps; its process is $pid.
start_slow () {
	git mcade run CACHE --env lab >../run 2>&1 &
	pid=$!
	for i in 1 2 3 4 5 6 7 8 9 10; do
		ls .git/mcade-run-* >/dev/null 2>&1 && return 0
		sleep 1
	done
	return 1
}
# gone SIGNAL: it ends, and leaves nothing that abandon does not clear up.
gone () {
	pkill "-$1" -P "$pid"
	wait "$pid"
	tick
}

# left_behind: the process of its command.
left_behind () {
	for i in 1 2 3 4 5 6 7 8 9 10; do
		command_=$(sed -n "2s/^[0-9]* 0*//p" .git/mcade-run-*) && [ -n "$command_" ] && { echo "$command_"; return 0; }
		sleep 1
	done
	return 1
}
test_expect_success 'a run that still goes on here is not abandoned, unless it is asked for' '
	cd r && echo "exec sleep 60" >playbooks/cache.sh && git commit -q -a -m slow && git push -q && git mcade sync &&
	start_slow && was=$(git rev-parse mcade/ledger) && refused git mcade abandon CACHE --env lab -m hangs 2>err && test_grep "still runs here" err &&
	test "$(git rev-parse mcade/ledger)" = "$was" && git mcade abandon CACHE --env lab --force -m hangs && { gone TERM || :; } &&
	! ls .git/mcade-run-* 2>/dev/null
'

test_expect_success 'nor one whose command outlives it; and where nothing of it is left, it is' '
	cd r && git mcade sync && start_slow && command=$(left_behind) && { gone KILL || :; } && refused git mcade abandon CACHE --env lab -m died 2>err && test_grep "still runs here" err &&
	kill -9 "$command" && while kill -0 "$command" 2>/dev/null; do sleep 0.1; done && git mcade abandon CACHE --env lab -m died && ! ls .git/mcade-run-* 2>/dev/null
'

test_expect_success 'freeze: a path that no file fits is recorded, and said' '
	cd r && git mcade freeze one --path "playbooks/*.sh" --path READMEE -m hold 2>err && test_grep "READMEE" err && test_grep ! "playbooks" err &&
	git mcade freeze two --path README -m hold 2>err && test_grep ! "README" err
'

test_expect_success 'a step that uses a link, a folder, or a file behind one, is refused by name at adopt, and by lint' '
	cd r && cp runbook.yaml ../runbook.was && ln -s cache.sh playbooks/link.sh && ln -s playbooks b && git submodule -q add ../r.git sub >../out 2>&1 && for uses in playbooks/link.sh b/cache.sh playbooks sub/README; do
		sed "s,uses: playbooks/cache.sh,uses: $uses," ../runbook.was >runbook.yaml && git add -A && git commit -q -n -m "$uses" && git push -q --no-verify origin main && was=$(git rev-parse mcade/ledger) &&
		refused git mcade adopt 2>../err && test_grep "refused \[reference\].*uses .$uses." ../err && test_grep "link\|folder\|submodule" ../err && test "$(git rev-parse mcade/ledger)" = "$was" &&
		{ git mcade lint >../out 2>&1 || :; } && { [ "$uses" = sub/README ] || test_grep "$uses" ../out; } || return 1
	done
'
test_done
