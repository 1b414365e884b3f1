#!/bin/sh
test_description='core.sharedRepository: what we make below the git directory is for whom what git makes is'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
be_person owner

# shared NAME UMASK VALUE: a repository in which git shares so, with acts in it.
shared () {
	small_repo "$1" && git config core.sharedRepository "$3" && git config core.logAllRefUpdates true && umask "$2" &&
	find .git \( -type d -o -type f \) -exec chmod "u=rwX,g=$4,o=$5" {} + && find .git -type d -exec chmod g+s {} + &&
	git mcade run CACHE --env lab >../out 2>&1 && git mcade pin "cache.image=redis:7@$DIGEST" --env lab >../out 2>&1 && git commit -qam pin 2>../err &&
	git mcade complete CACHE --env lab >../out 2>&1 && git branch topic && git hash-object -w --stdin </dev/null >../out
}
# modes [NAME]: of folders and files that are git's as well as ours: kind, bits.
modes () {
	find .git/objects .git/refs .git/logs "$@" \( -type d -printf 'd %m %p\n' -o -type f -printf 'f %m %p\n' \) | sort
}
test_expect_success 'group: whatever the umask, the group reads and writes' '
	( shared group 077 group rwX "" && modes .git/mcade >../modes && grep -c "^d 277[01] " ../modes && ! grep "^d" ../modes | grep -v "^d 2770 " && ! grep "^f" ../modes | grep -v "^f 4[46]0 \|^f 660 " && test "$(git mcade status --json --env lab | wc -c)" -gt 10 )
'
test_expect_success 'all: others read' '
	( shared all 022 all rwX rX && modes .git/mcade >../modes && ! grep "^d" ../modes | grep -v "^d 2775 " && ! grep "^f" ../modes | grep -v "^f 444 \|^f 664 " )
'
test_expect_success 'a number says it whole' '
	( shared exact 022 0640 rX "" && modes .git/mcade >../modes && ! grep "^d" ../modes | grep -v "^d 2750 " && ! grep "^f" ../modes | grep -v "^f 440 \|^f 640 " )
'
test_expect_success 'without it the umask says, and nothing is widened' '
	( shared none 077 umask "" "" && modes .git/mcade >../modes && ! grep "^f" ../modes | grep -v "^f 400 \|^f 600 " )
'
test_expect_success 'what another member puts under a name of ours is not widened' '
	( small_repo planted && git config core.sharedRepository group && echo private >../mine && chmod 600 ../mine && rm -f .git/mcade/lock && ln ../mine .git/mcade/lock &&
	git mcade run CACHE --env lab >../out 2>&1 && test "$(stat -c %a ../mine)" = 600 )
'
faults=$TEST_BIN/t/faults/faults.so
[ -f "$faults" ] || faults=$SOURCE_DIR/build/t/faults/faults.so
# faulted N COMMAND...: call number N of the system fails (t/faults/faults.c).
faulted () {
	at_=$1 && shift && FAULT_AT=$at_ FAULT_TOLD=$TRASH/told LD_PRELOAD=$faults ASAN_OPTIONS=$ASAN_OPTIONS:verify_asan_link_order=0 git-mcade "$@"
}
[ ! -f "$faults" ] || test_expect_success 'where a lock cannot be shared, nothing is recorded without it' '
	( small_repo fails && git config core.sharedRepository group && git mcade lock CACHE --env lab >../out 2>&1 && git mcade unlock CACHE --env lab -m x >../out 2>&1 &&
	cp -a .git ../before && cp -a "$HOME/.local" ../remembered && again () { rm -rf .git "$HOME/.local" && cp -a ../before .git && cp -a ../remembered "$HOME/.local"; } && again && faulted 0 lock CACHE --env lab >../out 2>&1 &&
	sed -n "s,^\([0-9]*\) open .*/\.git/mcade\(/lock\)*\$,\1,p" ../told >../calls && test "$(wc -l <../calls)" -ge 3 && : >../hit &&
	call=$(($(head -n 1 ../calls) - 20)) && last=$(($(tail -n 1 ../calls) + 20)) && # not each run makes as many before
	while [ $((call += 1)) -le "$last" ]; do
		again && was=$(git rev-parse mcade/ledger) && status=0 && { faulted "$call" lock CACHE --env lab >../out 2>../err || status=$?; } && test "$status" != 139 || return 1
		grep -q "^$call open .*/\.git/mcade\(/lock\)*\$" ../told || continue
		test "$(git rev-parse mcade/ledger)" = "$was" && test_grep "cannot \(look at\|open\) .*/\.git/mcade" ../err && test "$status" = 128 && echo refused >>../hit
	done; test_grep "^refused" ../hit && test "$(grep -c '^refused' ../hit)" -ge 3 )
'
test_done
