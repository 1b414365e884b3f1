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
test_done
