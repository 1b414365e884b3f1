#!/bin/sh
test_description='what is printed when something stands in the way is no circle: typed, it is understood, and is not printed again'
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
	git -C hub.git update-ref $LEDGER $junk && cd r && expect_status 3 git mcade sync 2>err && way=$(sed -n "s/^ *next: //p" err) && sh -c "$way" >shown && test_grep junk shown &&
	git update-ref $LEDGER $junk && leads 3 git mcade audit && git -C ../hub.git update-ref $LEDGER $(cat ../good) && leads 3 git mcade status --env lab &&
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
test_expect_success 'explain speaks of rules: what it says is no command to type' '
	for rule in $(git mcade explain | cut -d" " -f1); do
		git mcade explain $rule >out && ! grep -e "^ *next:" -e "^ *fix:" -e "^ *allow:" out || return 1
	done
'
test_done
