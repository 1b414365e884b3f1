#!/bin/sh
test_description='one call of the system fails, each in turn: no door opens, nothing is half written'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
. "$SOURCE_DIR/t/lib-sweep.sh"
be_person owner
faults=$TEST_BIN/t/faults/faults.so
[ -f "$faults" ] || faults=$SOURCE_DIR/build/t/faults/faults.so
[ -f "$faults" ] || skip_all "no faults.so on this system"
# A sample of the calls, every other fault for good; FAULTS_EVERY=1: all.
every=${FAULTS_EVERY:-9}
ASAN_OPTIONS=$ASAN_OPTIONS:verify_asan_link_order=0

# faulted N COMMAND...: where the case stands, call number N fails.
faulted () {
	at_=$1
	shift
	( cd "$place" && FAULT_AT=$at_ FAULT_TOLD=$TRASH/told LD_PRELOAD=$faults exec git-mcade "$@" <"$TRASH/input" )
}

# judge_: the answer is the one without the fault, or an error that says so.
judge_ () {
	case $status in
	"$right")
		answer | cmp -s - expected || { [ "$right" != 0 ] && grep -q " write [12]$" told; } ||
			wrong "another answer"
		;;
	128 | 2) [ -s err ] || wrong "no word of the error" ;;
	*) wrong "exit $status in place of $right" ;;
	esac
}

# sweep STATUS COMMAND...: in $place, with $input, as it stands.
sweep () {
	right=$1
	shift
	keep && before=$(git -C r rev-parse $LEDGER) && : >told &&
	expect_status "$right" faulted 0 "$@" >out 2>err || { cat out err >&4; return 1; }
	answer >expected
	total=$(wc -l <told) number=1 bad=0 stays=
	[ "$total" -gt 20 ] || { echo "only $total calls" >&4; return 1; }
	while [ $number -le "$total" ]; do
		put_back && : >told
		faulted "$number$stays" "$@" >out 2>err
		status=$?
		judge_
		judge_after_ "$@"
		[ -n "$stays" ] && stays= || stays=+
		[ "$every" = 1 ] && [ -n "$stays" ] || number=$((number + every))
	done
	put_back
	[ $bad -eq 0 ]
}

test_expect_success 'setup' '
	git config --global core.logAllRefUpdates false && shared_repo r && rm -rf r/.git/hooks r.git/hooks && git -C r.git config mcade.ledgerId "$(git -C r config mcade.ledgerId)" &&
	cd r && commit_file docs/more.md more && git mcade adopt && tick && git mcade lock PLAT_02 --env prod -m verified &&
	git push -q --no-verify origin main && git mcade sync && tick
'
test_expect_success 'pre-commit: what is right' '
	put r/docs/deployments/2026-01-27.md "" "## two" && git -C r add -A && door r && sweep 0 hook pre-commit
'
test_expect_success 'pre-commit: what a rule refuses' '
	put r/ansible/playbooks/PLAT_02_next.yml "- y" && git -C r add -A && door r && sweep 1 hook pre-commit
'
test_expect_success 'check: the same' '
	door r && sweep 1 check --staged
'
test_expect_success 'pre-push and pre-receive: what a rule refuses' '
	git -C r commit -q -n -m x && old=$(git -C r rev-parse HEAD~) && new=$(git -C r rev-parse HEAD) &&
	door r "refs/heads/main $new refs/heads/main $old" && sweep 1 hook pre-push origin "$TRASH/r.git" &&
	git -C r.git fetch -q ../r main && door r.git "$old $new refs/heads/main" && sweep 1 hook pre-receive
'
test_expect_success 'check --history: the same' '
	door r && sweep 1 check --history
'
test_expect_success 'pre-push and pre-receive: what is right' '
	git -C r reset -q --hard HEAD~ && put r/docs/deployments/2026-01-27.md "" "## two" && git -C r commit -q -n -a -m y &&
	old=$(git -C r rev-parse HEAD~) && new=$(git -C r rev-parse HEAD) &&
	door r "refs/heads/main $new refs/heads/main $old" && sweep 0 hook pre-push origin "$TRASH/r.git" &&
	git -C r.git fetch -q ../r main && door r.git "$old $new refs/heads/main" && sweep 0 hook pre-receive
'
for command in 'check --history' 'check --range HEAD~..HEAD' audit 'audit --cold' status next; do
	test_expect_success "$command" "
		door r && sweep 0 $command
	"
done
test_expect_success 'pre-push and pre-receive: another branch' '
	git -C r branch topic HEAD~2 && new=$(git -C r rev-parse topic) && none=$(printf "%040d" 0) &&
	door r "refs/heads/topic $new refs/heads/topic $none" && sweep 0 hook pre-push origin "$TRASH/r.git" &&
	door r.git "$none $new refs/heads/topic" && sweep 0 hook pre-receive
'
test_expect_success 'an act' '
	door r && acts=yes && sweep 0 unlock PLAT_02 --env prod -m again
'
test_expect_success 'sync' '
	( cd r && git-mcade unlock PLAT_02 --env prod -m again ) && door r && acts=yes && sweep 0 sync
'
# all_again: what was signed again is all that was to be.
all_again () {
	git -C r log -3 --format=%B $LEDGER | sed -n 's/^Mcade-Id: //p' | sort >again && sort ours | comm -23 - again >lost && [ ! -s lost ]
}
test_expect_success 'sync after a lost race: all is signed again, or nothing has moved' '
	git clone -q r.git other && ( cd other && git-mcade join --no-hooks && git-mcade freeze first --path "first/**" -m first && git-mcade sync ) && tick &&
	( cd r && git-mcade freeze one --path "one/**" -m one --no-fetch && git-mcade freeze two --path "two/**" -m two --no-fetch ) && tick &&
	git -C r log -2 --format=%B $LEDGER | sed -n "s/^Mcade-Id: //p" >ours && test_line_count 2 ours &&
	door r && acts=yes whole=all_again && every=$((every * 5)) && sweep 0 sync && every=$((every / 5)) && ( cd r && git-mcade sync ) && all_again && rm -rf other && ( cd r && git-mcade thaw one -m x --no-fetch ) && tick
'
test_expect_success 'hooks are installed and taken out' '
	door r && acts=yes && sweep 0 hooks install && ( cd r && git-mcade hooks install ) &&
	sweep 0 hooks uninstall && ( cd r && git-mcade hooks uninstall )
'
test_expect_success 'a hook that cannot be looked at is not taken for none' '
	rm -rf r/.git/hooks && mkdir r/.git/hooks && printf "#!/bin/sh\n# own\n" >r/.git/hooks/pre-commit && chmod +x r/.git/hooks/pre-commit &&
	door r && acts=yes && keep && faulted 0 hooks install && at=$(sed -n "s,^\([0-9]*\) lstat .*/pre-commit$,\1,p" told | head -n 1) &&
	put_back && { faulted "$at" hooks install || :; } && test_grep "lstat .*/pre-commit" told && grep -r "^# own" r/.git/hooks && put_back && rm -r r/.git/hooks
'
# at CALL PATH: the number of the first such call, by the run before.
at () {
	sed -n "s,^\\([0-9]*\\) $1 .*$2\$,\\1,p" told | head -n 1
}
test_expect_success 'a program that cannot be looked at is not said to be gone' '
	( cd r && git-mcade hooks install ) && door r && keep &&
	faulted 0 hooks status && call=$(at access "/git-mcade") && [ "$call" ] && put_back &&
	expect_status 128 faulted "$call" hooks status 2>err && test_grep "cannot look at" err && put_back && rm -r r/.git/hooks
'
test_expect_success 'a hook that was here before is run, or the commit waits' '
	( cd r && git-mcade hooks install ) && before=r/.git/hooks/pre-commit.mcade-prev && acts=yes &&
	printf "#!/bin/sh\nexit 1\n" >$before && chmod +x $before && door r && keep &&
	expect_status 1 faulted 0 hook pre-commit && call=$(at access "/pre-commit.mcade-prev") && put_back &&
	expect_status 128 faulted "$call" hook pre-commit 2>err && test_grep "pre-commit.mcade-prev" err && put_back &&
	rm r/.git/hooks/pre-commit && printf "#!/bin/sh\n# own\n" >r/.git/hooks/pre-commit && chmod +x r/.git/hooks/pre-commit && keep &&
	expect_status 128 faulted 0 hooks install && call=$(at lstat "/pre-commit.mcade-prev") && put_back &&
	expect_status 128 faulted "$call" hooks install && grep "^exit 1" $before && grep "^# own" r/.git/hooks/pre-commit &&
	put_back && rm -r r/.git/hooks
'
test_expect_success 'pre-receive: of the ledger' '
	( cd r && git-mcade lock PLAT_02 --env prod -m once --no-fetch ) &&
	old=$(git -C r.git rev-parse mcade/ledger) && new=$(git -C r rev-parse mcade/ledger) && [ $old != $new ] &&
	git -C r.git fetch -q ../r mcade/ledger && door r.git "$old $new $LEDGER" && sweep 0 hook pre-receive &&
	door r.git "$new $(git -C r rev-parse mcade/ledger~3) $LEDGER" && git -C r.git update-ref $LEDGER $new &&
	sweep 1 hook pre-receive && git -C r.git update-ref $LEDGER $old
'
test_expect_success 'a ledger that was changed' '
	tree=$(git -C r rev-parse mcade/ledger~2^{tree}) &&
	git -C r update-ref $LEDGER "$(git -C r cat-file commit mcade/ledger | sed "s/^tree .*/tree $tree/" | git -C r hash-object -t commit -w --stdin)" &&
	door r && sweep 3 audit && sweep 3 status
'
test_done
