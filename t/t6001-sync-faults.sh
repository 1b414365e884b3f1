#!/bin/sh
test_description='two clones and a remote: what goes wrong between them ends in a printed way out that works'
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-team.sh"

LEDGER=refs/heads/mcade/ledger
make_team || { echo "Bail out! no team"; exit 1; }

tip () {
	git -C "$1" rev-parse -q --verify $LEDGER
}

# Both publish what they have, and take what the other has.
same_everywhere () {
	( cd a && git mcade sync ) && as_operator git mcade sync && ( cd a && git mcade sync ) &&
	test "$(tip a)" = "$(tip remote.git)" && test "$(tip b)" = "$(tip a)"
}

# --- a lost race -------------------------------------------------------------------------------------
test_expect_success 'unreachable: the act is recorded here, sync waits and says so' '
	git -C a remote set-url origin "$TRASH/nowhere" && cd a &&
	git mcade freeze web --path "web/*" --except "web/it'"'"'s here" -m "while \$HOME was \"away\"; it'"'"'s true" 2>err &&
	test_grep "did not answer" err &&
	git mcade block C --env prod --until "the vendor answers" -m "waits" 2>err &&
	waiting git mcade sync 2>err && test_grep "did not answer" err && test "$(printed err)" = "git mcade sync"
'
test_expect_success 'meanwhile somebody else publishes' '
	as_operator git mcade skip D --env prod -m "not needed" && as_operator git mcade sync
'
test_expect_success 'reachable again: the race is lost, an act waits, the way out is printed' '
	git -C a remote set-url origin "$TRASH/remote.git" && cd a && before=$(tip .) &&
	waiting git mcade unblock C --env prod -m x 2>err && test "$(tip .)" = "$before" &&
	test "$(printed err)" = "git mcade sync"
'
test_expect_success 'set aside: kept under a ref, and one command each to do it anew' '
	cd a && before=$(tip .) && git mcade sync --set-aside >redo 2>note && test_line_count 2 redo &&
	test "$(tip .)" = "$(tip ../remote.git)" &&
	test "$(git for-each-ref --format="%(objectname)" refs/mcade/aside/)" = "$before"
'
test_expect_success 'an audit says how the ref goes, once nothing of it is wanted' '
	cp -R a c && cd c && git mcade audit 2>err && way=$(sed -n "s/^ *hint: .*needed: //p" err | head -n 1) &&
	[ "$way" ] && sh -c "$way" && git mcade audit 2>err && test_grep ! "set aside" err && cd .. && rm -rf c
'
test_expect_success 'typed as printed, they record the same acts again' '
	cd a && tick && sh -ex redo >out 2>&1 && git mcade audit >audit && git mcade log --json >log &&
	test_grep "while \$HOME was ..away..; it.s true" log &&
	git show $LEDGER:state/_paths.yaml >freezes && test_grep "web/it.s here" freezes &&
	git show $LEDGER:state/prod/C.yaml >c && test_grep "the vendor answers" c
'
test_expect_success 'and everybody has one ledger' 'same_everywhere'
test_expect_success 'who was let in, who lost his key, what was opened: typed as printed, too' '
	( cd a && git remote set-url origin "$TRASH/nowhere" && git mcade thaw web -m "no more" &&
		git mcade trust add rita --key "$(key_of reviewer)" --role operator --name "Rita R" --email rita@example.com &&
		git mcade trust revoke otto -m "left" && git remote set-url origin "$TRASH/remote.git" ) >acts.log 2>&1 &&
	as_operator git mcade block D --env prod -m "meanwhile" && as_operator git mcade sync && cd a &&
	git mcade sync --set-aside >redo 2>note && test_line_count 3 redo && tick && sh -ex redo >out 2>&1 && git mcade sync && git mcade audit >audit &&
	git mcade trust list >list && test_grep "rita" list && git mcade log -n 3 >log && test_grep "all keys revoked" log && test_grep "thaw: freeze:web" log &&
	git mcade trust add otto --key "$(key_of operator)" --role operator --name "Otto Operator" --email operator@example.com && git mcade unblock D --env prod -m ok && cd .. && same_everywhere
'
test_expect_success 'set aside without a lost race: nothing to set aside' '
	cd a && git mcade sync --set-aside 2>err && test_grep "nothing to set aside" err && test "$(tip .)" = "$(tip ../remote.git)"
'

# --- a hook of the remote refuses ----------------------------------------------------------------------
test_expect_success 'what the remote said first is shown, and a second try is not advised' '
	hook=remote.git/hooks/pre-receive && printf "#!/bin/sh\necho first: the reason >&2; echo then >&2; exit 1\n" >$hook &&
	chmod +x $hook && cd a && git mcade freeze x1 --path "x1/*" -m "x" &&
	broken git mcade sync 2>err && test_grep "remote: first: the reason" err && test_grep ! "next:" err &&
	rm ../$hook && git mcade sync && git mcade thaw x1 -m "done" && git mcade sync && cd .. && same_everywhere
'

# --- the remote ----------------------------------------------------------------------------------------
test_expect_success 'the remote is rewound: alarm, both tips kept, nothing recorded' '
	seen=$(tip a) && git -C remote.git update-ref $LEDGER $LEDGER~2 && found=$(tip remote.git) && cd a &&
	untrusted git mcade sync 2>err && test_grep "was rewound or has diverged" err &&
	git for-each-ref --format="%(objectname)" refs/mcade/alarm/origin/ | sort >kept &&
	printf "%s\n%s\n" $seen $found | sort >expected && test_cmp expected kept &&
	untrusted git mcade lock C --env prod 2>err2 && test "$(tip .)" = "$seen"
'
test_expect_success 'the way out: what was seen is pushed again' '
	cd a && take_way_out err && cd .. && same_everywhere
'
test_expect_success 'the branch of the remote is deleted' '
	git -C remote.git update-ref -d $LEDGER && cd a && untrusted git mcade sync 2>err &&
	test_grep "is gone" err && take_way_out err && cd .. && same_everywhere
'
test_expect_success 'the remote shows another continuation: alarm, and both are shown' '
	( cd a && git mcade sync ) && as_operator git mcade sync && seen=$(tip a) &&
	git clone -q --no-local remote.git fork && ( cd fork && git update-ref $LEDGER origin/mcade/ledger~1 &&
		XDG_STATE_HOME=$TRASH/forks-memory && export XDG_STATE_HOME &&
		git remote remove origin && git mcade join --no-hooks && tick && git mcade freeze other --path "o/*" -m "another continuation"
	) >fork.log 2>&1 && git -C remote.git fetch -q ../fork +$LEDGER:$LEDGER && cd a &&
	untrusted git mcade sync 2>err && test_grep "was rewound or has diverged" err &&
	test "$(tip .)" = "$seen" && take_way_out err >shown && test_grep "another continuation" shown &&
	git -C ../remote.git update-ref $LEDGER $seen && cd .. && same_everywhere
'
test_expect_success 'the remote has another genesis' '
	as_person reviewer git init -q -b main foreign && ( cd foreign && as_person reviewer sh -c \
		"git commit -q --allow-empty -m x && git mcade init --no-hooks" ) >foreign.log 2>&1 &&
	seen=$(tip a) && git -C remote.git fetch -q ../foreign +$LEDGER:$LEDGER && cd a &&
	untrusted git mcade sync 2>err && test "$(tip .)" = "$seen" &&
	git -C ../remote.git update-ref $LEDGER $seen && cd .. && same_everywhere
'
test_expect_success 'junk on top of the remote: read up to the last good event' '
	seen=$(tip a) && junk=$(git -C remote.git commit-tree -p $seen -m junk $seen^{tree}) &&
	git -C remote.git update-ref $LEDGER $junk && cd a && untrusted git mcade sync 2>err &&
	test "$(tip .)" = "$seen" && git mcade audit >audit &&
	git -C ../remote.git update-ref $LEDGER $seen && cd .. && same_everywhere
'

# --- clones --------------------------------------------------------------------------------------------
test_expect_success 'a re-cloned repository: join is printed, and enough' '
	rm -rf b && as_person operator git clone -q remote.git b && cd b &&
	as_person operator git mcade status >status 2>err && test "$(printed err)" = "git mcade join" &&
	as_person operator sh -c "$(printed err) --no-hooks" && as_person operator git mcade status >status && cd .. && same_everywhere
'
test_expect_success 'a re-clone of a rewound remote: the person has seen more' '
	good=$(tip remote.git) && git -C remote.git update-ref $LEDGER $LEDGER~1 &&
	rm -rf again && as_person operator git clone -q remote.git again && cd again &&
	as_person operator untrusted git mcade join --no-hooks 2>err && test_grep "was seen there before" err &&
	git -C ../remote.git update-ref $LEDGER $good && way=$(printed err) &&
	as_person operator sh -c "$way --no-hooks" && test "$(tip .)" = "$good"
'
test_expect_success 'a re-clone of a remote whose ledger is gone' '
	good=$(tip remote.git) && git -C remote.git update-ref -d $LEDGER &&
	rm -rf again && as_person operator git clone -q remote.git again && cd again &&
	as_person operator untrusted git mcade join --no-hooks 2>err && test_grep "is gone" err &&
	git -C ../a push -q origin $LEDGER && way=$(printed err) &&
	as_person operator sh -c "$way --no-hooks" && test "$(tip .)" = "$good"
'
test_expect_success 'a clone of one branch, by somebody who was never here: join is printed, init refuses' '
	rm -rf single && git clone -q --single-branch --branch main remote.git single && cd single && (
		XDG_STATE_HOME=$TRASH/nobodys-memory && export XDG_STATE_HOME &&
		broken git mcade status 2>err && test_grep "named by" err && test_grep "git mcade join" err &&
		broken git mcade init --no-hooks 2>err2 && sh -c "$(printed err) --no-hooks" && git mcade status >status
	) && test "$(tip .)" = "$(tip ../remote.git)"
'
test_expect_success 'where the ledger is gone, init does not found another in its place' '
	good=$(tip remote.git) && git -C remote.git update-ref -d $LEDGER &&
	rm -rf single && git clone -q remote.git single && cd single && (
		XDG_STATE_HOME=$TRASH/nobodys-memory2 && export XDG_STATE_HOME &&
		broken git mcade init --no-hooks 2>err && test_grep "names ledger" err
	) && git -C ../remote.git update-ref $LEDGER $good && test_line_count 2 err
'
test_expect_success 'the local branch is deleted' '
	cd a && git update-ref -d $LEDGER && untrusted git mcade status 2>err && take_way_out err &&
	test "$(tip .)" = "$(tip ../remote.git)" && git mcade audit >audit
'
test_expect_success 'gone with an event that was not published: that comes back too' '
	cd a && git mcade freeze x2 --path "x2/*" -m "unpublished" 2>err && tick && own=$(tip .) &&
	git update-ref -d $LEDGER && untrusted git mcade status 2>err && take_way_out err && test "$(tip .)" = "$own" && cd .. && same_everywhere
'

# --- the local branch is another -----------------------------------------------------------------------
# rewrite [COMMIT]: every event of the branch written anew, as filter-branch does.
rewrite () {
	git -c core.hooksPath=/dev/null filter-branch -f --env-filter "export GIT_AUTHOR_EMAIL=new@example.com" -- mcade/ledger >../filter.log 2>&1
}
test_expect_success 'rewritten: an alarm, and sync goes back to what was verified; what stood there is kept' '
	cd a && good=$(tip .) && rewrite && bad=$(tip .) && test "$bad" != "$good" &&
	untrusted git mcade audit >out 2>&1 && untrusted git mcade status 2>err && untrusted git mcade lock C --env prod 2>err2 &&
	take_way_out err >out 2>&1 && test "$(tip .)" = "$good" && git mcade audit >audit &&
	test "$(git for-each-ref --format="%(objectname)" refs/mcade/alarm/local/)" = "$bad"
'
test_expect_success 'rewritten while own events wait: they are published' '
	cd a && git remote set-url origin "$TRASH/nowhere" && git mcade reopen D --env prod -m "not published" 2>err && good=$(tip .) &&
	rewrite && waiting git mcade sync 2>err && test "$(tip .)" != "$good" &&
	git remote set-url origin "$TRASH/remote.git" && git mcade sync --json >out 2>err && test_grep "\"kept\":\"refs/mcade/alarm/local/" out &&
	test "$(tip .)" = "$good" && cd .. && same_everywhere
'
test_expect_success 'junk on top of it: the same' '
	cd a && good=$(tip .) && git update-ref $LEDGER $(git commit-tree -p $good -m junk $good^{tree}) &&
	untrusted git mcade status 2>err && git mcade sync >out 2>err && test "$(tip .)" = "$good" && git mcade audit >audit
'
test_expect_success 'junk in both: nothing moves, nothing is forgotten' '
	cd a && good=$(tip .) && junk=$(git commit-tree -p $good -m junk $good^{tree}) && git update-ref $LEDGER $junk &&
	git push -q --no-verify origin $LEDGER && untrusted git mcade sync 2>err && test "$(tip .)" = "$junk" &&
	git -C ../remote.git update-ref $LEDGER $good && git mcade sync >out 2>err && test "$(tip .)" = "$good"
'
test_expect_success 'a good continuation that plain git fetched is followed, not taken back' '
	as_operator git mcade block D --env prod -m "by somebody else" && as_operator git mcade sync && cd a &&
	git fetch -q origin mcade/ledger && git update-ref $LEDGER FETCH_HEAD && git mcade sync >out 2>err && test_grep ! "warning" err &&
	test "$(tip .)" = "$(tip ../remote.git)"
'

# --- a run whose machine dies ----------------------------------------------------------------------------
test_expect_success 'kill -9 in the middle of a run, where nobody can tell: the step is running, and abandon is printed' '
	cd b && { ( be_person operator && exec "$TEST_BIN/git-mcade" run B --env prod ) >run.log 2>&1 & } && pid=$! &&
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		[ -s "$TRASH/pid-of-b" ] && break
		sleep 0.3
	done && test -s "$TRASH/pid-of-b" && kill -9 $pid && { wait $pid || :; } &&
	{ kill -9 $(cat "$TRASH/pid-of-b") || :; } && forget_runs operator . &&
	as_person operator git mcade status --json >status && test_grep "\"phase\":\"running\"" status &&
	as_person operator refused git mcade run B --env prod 2>err && test_grep "refused \[order\] .*is running" err && test_grep "found: *running, by otto on .* since 20" err
'
test_expect_success 'typed as printed, it closes the run; the step can run again' '
	cd b && as_person operator sh -c "$(printed err | sed "s/REASON/died/")" && as_person operator git mcade status --json >status &&
	test_grep "\"phase\":\"failed\"" status && as_person operator git mcade audit >audit && cd .. && same_everywhere
'

# --- an adopt of a commit that the other has not yet ---------------------------------------------------------
test_expect_success 'sync brings what an adopt rests on: an audit can tell, and only where it is hidden it cannot' '
	( cd a && tick && sed "s/^name: .*/name: anew/" runbook.yaml >new && mv new runbook.yaml && git commit -q -a -m anew &&
		git push -q origin main && git mcade adopt && git mcade sync ) >log 2>&1 &&
	as_operator git mcade sync >log 2>&1 && as_operator git mcade audit >out && as_operator git cat-file -e "$(git -C a rev-parse main)"
'

# --- an amended adoption commit ----------------------------------------------------------------------------
test_expect_success 'the commit that was adopted is amended: the push is refused, retip is printed' '
	cd a && git mcade hooks install >hooks.log 2>&1 && git commit -q --amend --allow-empty -m "other words" &&
	git checkout -q --orphan rewritten && git commit -q -m "history written anew" && git branch -q -M rewritten main &&
	expect_status 1 git push -q -f origin main 2>err && test_grep "git mcade retip" err
'
test_expect_success 'typed as printed, it says where the rules bind now; the push goes through' '
	cd a && tick && git mcade retip -m "history was written anew" && git push -q -f origin main &&
	git show $LEDGER:state/_adopted.yaml >adopted && test_grep "$(git rev-parse main) refs/heads/main" adopted &&
	git mcade sync && git mcade audit >audit
'
test_expect_success 'a retip takes the tip that the remote has now, also where this clone has not fetched it' '
	( cd b && as_person operator git fetch -q origin && as_person operator git reset -q --hard origin/main &&
		echo more >>c.yml && as_person operator git commit -q -a -m more && as_person operator git push -q --no-verify origin HEAD:main ) &&
	theirs=$(git -C remote.git rev-parse main) && cd a && git commit -q --amend --allow-empty -m "once more" && tick &&
	git mcade retip -m "and again" && test "$(git rev-parse origin/main)" = "$theirs" &&
	git show $LEDGER:state/_adopted.yaml >adopted && test_grep "$theirs refs/heads/main" adopted && rm -f adopted
'
test_done
