#!/bin/sh
test_description='every command that is printed as one to type parses, over scripts of this suite; and of each kind one is typed where it was given'
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"

# --- what is printed --------------------------------------------------------------------------------------------
# lib.sh keeps it (ADVISED). ADVISED_EVERY=1 plays every script that starts nothing behind its own back.
some='t4003-circles t4005-no-is-no t4105-pin-names t4119-first t4122-unseal t5200-pre-commit t6005-addresses'
[ -z "${ADVISED_EVERY:-}" ] || some=$(cd "$SOURCE_DIR/t" && grep -L '^ADVISED_EVERY\|kill -\| &$' t4[01]*.sh t42*.sh t43*.sh t5[2-6]*.sh t600*.sh t601*.sh t8010*.sh | sed '/t4002-/d; s/\.sh$//')
mkdir kept

# typed_lines: without their label.
typed_lines () {
	cat kept/* | sed -E 's/^remote: *//; s/^ *(next|fix|allow):? *//; s/^[A-Za-z0-9_]+ is [^;]*: git/git/; s/ *$//' | LC_ALL=C sort -u
}
parses () {
	perl "$SOURCE_DIR/t/helper/advised.pl" help.json
}

test_expect_success 'setup: what there is to type' 'git mcade help --json >help.json'
plays () {
	mkdir -p play && TMPDIR=$TRASH/play ADVISED=$TRASH/kept sh "$SOURCE_DIR/t/$1.sh" >story 2>&1 || { grep -A 9 "^not ok" story; return 1; }
}
for script in $some; do
	test_expect_success "setup: $script goes as ever" 'plays "$script"'
done
test_expect_success 'all that they print is a command line of this program, or of git' '
	typed_lines >lines && parses <lines && test "$(wc -l <lines)" -ge 15 &&
	for verb in "git mcade run" "git mcade pin" "git mcade join" "git restore"; do
		test_grep "^$verb" lines || return 1
	done
'
# faulty LINE...: each is refused.
faulty () {
	for line_ in "$@"; do
		! echo "$line_" | parses || { echo "taken: $line_"; return 1; }
	done
}
test_expect_success 'and what is none is told apart' '
	faulty "git mcade runn CACHE" "git mcade run" "git mcade run CACHE --enw lab" "git mcade retip" "git mcade trust revoke" "git mcade retip -m" "git mcade pin --env lab" "git mcade attest CACHE" \
		"git mcade show STEP" "git mcade check --range A..B" "git mcade block CACHE --until" "git rezet" "git reset --sft HEAD" "git fetch; rm -r x" "git rm \$(x)" "rm -r x" "git mcade lint --missing=yes" &&
	printf "%s\n" "git mcade retip -m \"a b\"" "git mcade run CACHE -e lab" "git rm -- x" "git reset -q --soft HEAD~ && git restore --staged -- x" >good && parses <good
'

# --- and works ----------------------------------------------------------------------------------------------------
# way: what is printed first to type.
way () {
	sed -n -E 's/^(remote:)? *(next|fix|allow): +(git .*[^ ]) *$/\3/p' out err | head -n 1
}
# leads STATUS WAY COMMAND...: it ends so and prints a way that begins so; that is typed, and ends well; then what it
# was printed for is not printed again.
leads () {
	want_=$1 begins_=$2 && shift 2 && expect_status "$want_" "$@" >out 2>err && way_=$(way) && first_=$(grep -h -m 1 "^mcade: \|^remote: mcade: " out err) &&
	case $way_ in "$begins_"*) ;; *) echo "'$way_' is not '$begins_'" && cat out err && return 1 ;; esac &&
	echo "$way_" | ( cd "$TRASH" && parses ) && tick && sh -c "$way_" </dev/null >typed 2>&1 || { cat typed; return 1; }
	: >typed && "$@" >out 2>err
	! grep -h -q -x -F -e "$first_" out err
}

test_expect_success 'setup: a ledger that is published; a step locked, a path frozen, a log grown' '
	small_repo r && bare_remote ../hub.git . && printf "out\nerr\ntyped\n" >>.git/info/exclude && git push -q -u origin main && git mcade sync && tick &&
	sed -i "s/^steps:/order: needs\n&\n- {id: NEEDS, uses: playbooks\/read.sh, changes_state: false, needs: [READ], pins: [], verify: [{id: fine, run: \"true\"}]}/" runbook.yaml && git commit -q -a -m needs && git push -q && git mcade adopt && git mcade sync && echo up >cache.state &&
	git mcade run READ --env lab && git mcade complete READ --env lab && git add -A && git commit -q -m log && git push -q && git mcade sync && git mcade lock READ --env lab -m "it works" && commit_file web/x one && git push -q && git mcade freeze web --path "web/*" -m "it works" && git mcade sync
'
# put_back FILE...: changed, refused, and as it was.
put_back () {
	for file; do
		sed -i "1s/.*/other/" "$file" && git add "$file" && leads 1 "git restore --source=HEAD --staged --worktree -- " git commit -q -m no && git diff --quiet HEAD || return 1
	done
}
test_expect_success 'commit: a locked file, a frozen one, a log with other words: put back' '
	cd r && put_back playbooks/read.sh web/x "$(git ls-files docs/deployments)"
'
test_expect_success 'commit: a digest that no event records: recorded' '
	cd r && sed -i "s/image: .*/image: docker.io\/redis:7@$DIGEST/" releases/lab.yaml && git add releases && leads 1 "git mcade pin --from-worktree --env lab" git commit -q -m pins && test -z "$(git status --porcelain releases)"
'
test_expect_success 'run: what it needs first, in the order that is printed, to the end' '
	cd r && git push -q && git mcade sync && git mcade unlock READ --env lab -m again && git mcade reopen READ --env lab -m again && leads 1 "git mcade run READ --env lab" git mcade run NEEDS --env lab && leads 1 "git mcade complete READ --env lab" git mcade run NEEDS --env lab && git mcade show NEEDS --env lab >out && test_grep "verified" out
'
test_expect_success 'live: a commit that nobody else has is pushed' '
	cd r && commit_file free.txt more && leads 1 "git push origin main" git mcade run READ --env prod
'
test_expect_success 'pin: a path that the manifest does not have' '
	cd r && leads 1 "git mcade pin entirely.new=docker.io/redis:7@$DIGEST --env prod --create" git mcade pin entirely.new=docker.io/redis:7@$DIGEST --env prod && git add -A && git commit -q -m pin
'
test_expect_success 'audit: what a branch owes is rendered' '
	cd r && git push -q && git mcade sync && git mcade run CACHE --env lab && git mcade complete CACHE --env lab && git mcade sync && git stash -q -u && tick 90000 && git mcade audit --max-age 99d >out 2>err && way=$(way) && test "$way" = "git mcade render" && sh -c "$way" && git add -A && git commit -q -m records && git push -q && git mcade audit --max-age 99d >out 2>err && test_grep ! "git mcade render" err
'
test_expect_success 'another clone: it joins; behind a lost race it syncs; in one that is shallow it fetches' '
	git clone -q hub.git c && cd c && printf "out\nerr\ntyped\n" >>.git/info/exclude && XDG_STATE_HOME=$TRASH/elsewhere && export XDG_STATE_HOME && leads 128 "git mcade join" git mcade block LATER --env lab -m x --no-fetch &&
	git mcade sync && ( cd ../r && be_person owner && git mcade sync && git mcade freeze other --path "web/*" -m x && git mcade sync ) && tick && git mcade unblock LATER --env lab -m x --no-fetch && leads 2 "git mcade sync" git mcade lock LATER --env lab &&
	cd .. && git clone -q --depth 1 --no-single-branch "file://$TRASH/hub.git" s && cd s && leads 128 "git fetch --unshallow" git mcade join --no-hooks
'
test_done
