#!/bin/sh
test_description='what is printed when something stands in the way is not a circle: typed, it is understood, and is not printed again'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
be_person owner
LEDGER=refs/heads/mcade/ledger

# leads STATUS COMMAND...: it ends so; each command that it prints is understood, and another try does not print it again.
leads () {
	want=$1 && shift && expect_status "$want" "$@" >out 2>err &&
	sed -n "s/^ *next: *//p; s/^ *fix: *//p; s/^ *allow: *//p" out err | LC_ALL=C sort -u >ways && while read -r way; do
		code=0 && { sh -c "$way" </dev/null >typed 2>&1 || code=$?; } &&
		test $code -le 3 || { echo "'$way' ends with $code" >&4; cat typed >&4; return 1; }
		"$@" >again 2>&1 || :
		! grep -q -e "^ *next: *$way\$" -e "^ *fix: *$way\$" again || { echo "'$way' again" >&4; return 1; }
	done <ways
}
# words STATUS COMMAND...: it ends so and prints what to do, but no command.
words () {
	leads "$@" && test_line_count 0 ways && test_grep "^ *hint: " err
}

test_expect_success 'setup: a ledger that was published' '
	small_repo r && bare_remote ../hub.git . && git push -q --atomic origin main mcade/ledger && git mcade sync &&
	tick && git mcade block LATER --env lab -m "no host" && git mcade sync && git rev-parse mcade/ledger >../good
'
test_expect_success 'a remote that does not answer' '
	cd r && git remote set-url origin ../nowhere && words 2 git mcade sync && git remote set-url origin "$TRASH/hub.git"
'
test_expect_success 'a remote that went back, met by a new clone' '
	git -C hub.git update-ref $LEDGER $LEDGER~1 && git clone -q hub.git again && cd again && words 3 git mcade join
'
test_expect_success 'a remote whose ledger is gone: join, init, status' '
	git -C hub.git update-ref -d $LEDGER && rm -rf again && git clone -q hub.git again && cd again && words 3 git mcade join &&
	words 128 git mcade init && expect_status 128 git mcade status 2>err && test "$(sed -n "s/^ *next: //p" err)" = "git mcade join"
'
test_expect_success 'the same for somebody who was never here' '
	cd again && ( XDG_STATE_HOME=$TRASH/nobody && export XDG_STATE_HOME && words 128 git mcade join && words 128 git mcade init )
'
test_expect_success 'a ledger that runbook.yaml names, and no remote' '
	cd again && git remote remove origin && ( XDG_STATE_HOME=$TRASH/nobody2 && export XDG_STATE_HOME && words 128 git mcade status && words 128 git mcade audit )
'
test_expect_success 'junk on the remote, and junk here' '
	git -C r push -q origin "$(cat good):$LEDGER" && junk=$(git -C hub.git commit-tree -p $(cat good) -m junk $(cat good)^{tree}) &&
	git -C hub.git update-ref $LEDGER $junk && cd r && expect_status 3 git mcade sync 2>err && way=$(sed -n "s/^ *next: //p" err) && sh -c "$way" 2>shown && test_grep junk shown &&
	git mcade audit && git rev-parse $LEDGER >../good &&
	git update-ref $LEDGER $junk && leads 3 git mcade status --env lab &&
	git mcade status --env lab >out && test "$(git rev-parse $LEDGER)" = "$(cat ../good)"
'
test_expect_success 'a branch that stands where a remote keeps the ledger: nobody is told to delete it' '
	bare_remote taken.git && new_repo s && cd s && commit_file a one && git remote add origin ../taken.git && git push -q origin main main:mcade && words 128 git mcade init &&
	git -C ../taken.git rev-parse -q --verify refs/heads/mcade
'
test_expect_success 'history written anew where the rules bind: whom to ask, no command that lacks its reason' '
	cd r && git checkout -q --orphan anew && git commit -q -m anew && git branch -q -M anew main && expect_status 1 git push -q -f origin main 2>err &&
	test_grep "retip" err && ! grep -e "^ *fix: " -e "^ *allow: " err
'
test_expect_success 'a key that nobody knows here: who lets it in, and no other key' '
	git clone -q hub.git other && cd other && as_person untrusted sh -c "git mcade join --no-hooks && git config --global --unset user.signingkey" >out 2>&1 &&
	( be_person untrusted && expect_status 128 git mcade block LATER --env lab -m x 2>err && ! grep -e keygen -e new-key err &&
		test "$(sed -n "s/^ *next: //p" err)" = "git mcade join" && git mcade join >out 2>&1 && test_grep "git mcade trust add" out )
'
test_expect_success 'a new file that is refused is taken out of the commit, not out of the world; an old one is put back' '
	small_repo n && commit_file web/old one && git mcade freeze web --path "web/*" -m "it works" && echo new >web/new && echo two >web/old && git add web &&
	for path in web/new web/old; do
		expect_status 1 git commit -q -m no 2>err && grep -A 8 "$path" err | sed -n "s/^ *fix: *//p" | head -n 1 >way && test_line_count 1 way && sh ./way || return 1
	done && rm way err && test "$(cat web/new)" = new && test "$(cat web/old)" = one && git diff --cached --exit-code && commit_file free ok
'
test_expect_success 'explain names rules: what it says is not a command to type' '
	for rule in $(git mcade explain | cut -d" " -f1); do
		git mcade explain $rule >out && ! grep -e "^ *next:" -e "^ *fix:" -e "^ *allow:" out || return 1
	done
'
# offers COMMAND FILE...: it is printed as what to type; typing STATUS... that is refused by nobody.
offers () {
	grep -q -e "^ *\(next\|fix\|allow\):* *$1\$" -e ": $1\$" "$2" || { cat "$2" >&4; return 1; }
}
# silent WORD FILE: no line that can be typed has it.
silent () {
	! grep -e "^ *\(next\|fix\|allow\):* .*$1" -e "^[A-Z]* is [^;]*: git mcade .*$1" "$2" >&4
}
test_expect_success 'setup: nothing is in force yet: what works, before there is a runbook and after' '
	new_repo d && cd d && commit_file README one && git mcade init >out 2>&1 && rm out &&
	words 128 git mcade status --env lab && words 128 git mcade adopt && rm -f out err again ways typed && small_runbook &&
	expect_status 128 git mcade next --env lab 2>../err && offers "git mcade adopt" ../err && git mcade adopt
'
test_expect_success 'the only root is not revoked, and that is why' '
	cd d && expect_status 1 git mcade trust revoke owner -m x 2>../err && test_grep "\[ledger-integrity\]" ../err && test_grep ! trust.yaml ../err && test_grep "^ *hint: .*trust add" ../err
'
test_expect_success 'a run of uncommitted files: commit comes first, at next, show and the refusal; then it is a run' '
	cd d && echo "# x" >>playbooks/cache.sh && git mcade run CACHE --env lab && git mcade next --env lab >../out && git mcade show CACHE --env lab >>../out &&
	silent "run CACHE" ../out && test_grep "hint.*commit.*git mcade run CACHE --env lab" ../out &&
	expect_status 1 git mcade complete CACHE --env lab 2>../err && silent "run CACHE" ../err &&
	git commit -q -a -m cache && git mcade next --env lab >../out && offers "git mcade run CACHE --env lab" ../out
'
test_expect_success 'the same for a file that the step does not name' '
	cd d && echo two >README && git mcade run CACHE --env lab && git mcade next --env lab >../out && silent "run CACHE" ../out && test_grep "hint: commit README, then: git mcade run CACHE" ../out &&
	git checkout -q README && git mcade next --env lab >../out && offers "git mcade run CACHE --env lab" ../out
'
test_expect_success 'what is owed and stands in the work tree is committed, not written again' '
	cd d && git mcade pin cache.image=redis@$DIGEST --env lab && git commit -q -a -m pin && git mcade run CACHE --env lab && git mcade complete CACHE --env lab &&
	git mcade audit >../err 2>&1 && test_grep "\[owed\]" ../err && silent render ../err && test_grep "hint: .*commit" ../err &&
	git rm -q -f -r --cached docs && mv docs ../docs && git mcade audit >../err 2>&1 && offers "git mcade render" ../err && git mcade render &&
	git mcade audit >../err 2>&1 && silent render ../err && git add -A && git commit -q -m log && git mcade audit >../err 2>&1 && test_grep ! "\[owed\]" ../err
'
test_expect_success 'complete and verify of what is locked, blocked or only planned: what opens it, not a run' '
	cd d && git mcade block READ --env lab --until x -m y && git mcade lock CACHE --env prod -m done &&
	for what in "READ --env lab" "CACHE --env prod" "LATER --env lab"; do
		for act in verify complete; do
			expect_status 1 git mcade $act $what 2>../err && silent run ../err && test_grep "^ *hint: " ../err || return 1
		done
	done && git mcade unblock READ --env lab -m z && git mcade unlock CACHE --env prod -m z &&
	expect_status 1 git mcade verify CACHE --env prod 2>../err && offers "git mcade run CACHE --env prod" ../err
'
test_expect_success 'whoever may is told the command and not whom to ask' '
	cd d && expect_status 1 git mcade checkpoint CACHE --env prod -m x 2>../err && offers "git mcade run CACHE --env prod" ../err && test_grep ! "runs: " ../err
'
test_expect_success 'a false mark goes back by a command that loses nothing' '
	cd d && sed -i "/^  log: /i\  runbook: RUNBOOK.md" runbook.yaml && printf "# R\n\n- 🟨 READ\n" >RUNBOOK.md && git add -A && git commit -q -m doc && git mcade adopt &&
	printf "# R\n\n- ✅ READ\n\nwords\n" >RUNBOOK.md && git add -A && expect_status 1 git commit -q -m false 2>../err && silent complete ../err &&
	offers "git mcade render" ../err && git mcade render && test_grep "🟨 READ" RUNBOOK.md && test_grep words RUNBOOK.md && git commit -q -a -m true
'
test_expect_success 'what comes before in another environment: the act that is missing there' '
	cd d && sed -i "s/{id: prod, live: true,/{id: prod, live: true, promote: {after: [lab]},/" runbook.yaml && git commit -q -a -m order && git mcade adopt &&
	expect_status 1 git mcade run READ --env prod 2>../err && test_grep "\[promotion\]" ../err && offers "git mcade run READ --env lab" ../err && git mcade run READ --env lab &&
	expect_status 1 git mcade run READ --env prod 2>../err && offers "git mcade complete READ --env lab" ../err && git mcade complete READ --env lab && git add -A && git commit -q -m r &&
	expect_status 1 git mcade run READ --env prod 2>../err && test_grep "hint:.*git mcade skip LATER --env lab" ../err
'
test_expect_success 'a step that this version cannot run is passed over where another can go on' '
	cd d && sed -i "/^steps:/a - {id: HAND, pins: []}" runbook.yaml && git commit -q -a -m hand && git mcade adopt && git mcade reopen READ --env lab -m again && git mcade next --env lab >../out &&
	offers "git mcade run READ --env lab" ../out && git mcade run READ --env lab && git mcade complete READ --env lab && git add -A && git commit -q -m r && git mcade next --env lab >../out && test_grep "^HAND .*hint: " ../out
'
test_expect_success 'a link or a folder instead of a file is refused at adopt, by name' '
	cd d && ln -s cache.sh playbooks/link.sh && sed -i "/^steps:/a - {id: LINK, uses: playbooks/link.sh, pins: [], verify: [{id: t, run: ls}]}\n- {id: FOLDER, uses: playbooks, pins: [], verify: [{id: t, run: ls}]}" runbook.yaml && git add -A && git commit -q -m link &&
	refused git mcade adopt 2>../err && test_grep "LINK.*playbooks/link.sh" ../err && test_grep "FOLDER.*playbooks" ../err && silent lint ../err && test_grep "^ *hint: " ../err &&
	git reset -q --hard HEAD~
'
test_expect_success 'every refusal says what to do instead' '
	cd d && for act in "complete READ --env prod" "run LATER --env prod" "unlock READ --env lab -m x" "unblock READ --env lab -m x" "abandon READ --env lab -m x" "freeze zz -m x" \
		"pin no.such=$DIGEST --env lab" "pin cache.image=redis:latest --env lab" "complete HAND --env lab" "reopen HAND --env lab -m x"; do
		code=0 && { git mcade $act 2>../err || code=$?; } && test $code -ne 0 && test_grep "^ *\(fix\|hint\|allow\|next\): " ../err || { echo "$act: $code" >&4; return 1; }
	done
'
test_expect_success 'of a step without checks no verification is offered, here or before another environment' '
	cd d && sed -i "/^steps:/a - {id: BLIND, uses: playbooks/read.sh, changes_state: false, needs: [], pins: []}" runbook.yaml && git commit -q -a -m blind && git mcade adopt && git mcade run BLIND --env lab &&
	for env in lab prod; do
		git mcade show BLIND --env $env >../out && silent "verify BLIND" ../out || return 1
	done && test_grep "in .prod. comes after .lab." ../out && offers "git mcade lint --missing" ../out && refused git mcade lint --missing >../out &&
	sed -i "/id: BLIND/s/pins: ../pins: [], verify: [{id: t, run: ls}]/" runbook.yaml && git commit -q -a -m checks && git mcade adopt &&
	git mcade run BLIND --env lab && git mcade complete BLIND --env lab && git add -A && git commit -q -m r
'
test_expect_success 'what comes before in another environment, and would be refused there: what that environment says of it' '
	cd d && sed -i "/^steps:/a - {id: GONE, uses: playbooks/gone.sh, changes_state: false, needs: [], pins: [], verify: [{id: t, run: ls}]}" runbook.yaml && git commit -q -a -m gone && git mcade adopt &&
	git checkout -q -b topic && echo "# topic" >>playbooks/read.sh && git commit -q -a -m topic && git mcade run BLIND --env lab &&
	expect_status 1 git mcade complete BLIND --env lab && for step in GONE BLIND; do
		git mcade show $step --env prod >../out && test_grep "in .prod. comes after .lab." ../out && silent "git mcade" ../out && test_grep "^ *hint " ../out || return 1
	done && git checkout -q main && git mcade run BLIND --env lab && git mcade show BLIND --env prod >../out && offers "git mcade complete BLIND --env lab" ../out &&
	git mcade complete BLIND --env lab && git add -A && git commit -q -m r
'
test_done
