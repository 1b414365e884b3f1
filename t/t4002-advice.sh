#!/bin/sh
test_description='what status, next, show and a refusal offer is taken, at each point of the stories'
. "${0%/*}/lib.sh"

# A story is played with a program that, before each act, types in a copy of the repository whatever
# is offered there: t/helper/advise.sh. What is not a command for this reader says that it is a hint.
mkdir shim && cp "$SOURCE_DIR/t/helper/advise.sh" shim/git-mcade && chmod +x shim/git-mcade

# play NAME SCRIPT STEPS: the story itself must go on as it would.
play () {
	: >"$TRASH/$1.log" && mkdir -p "$TRASH/$1" &&
	env TMPDIR="$TRASH/$1" TEST_BIN="$TRASH/shim" ADVICE_REAL="$TEST_BIN/git-mcade" ADVICE_DIR="$TRASH/$1.copies" \
		ADVICE_LOG="$TRASH/$1.log" ADVICE_STEPS="$3" ADVICE_WORLD="$4" sh "$SOURCE_DIR/$2" >"$TRASH/$1.story" 2>&1 ||
		{ grep -A 30 -e "^not ok" -e "^\*\*\*" "$TRASH/$1.story" >&4; return 1; }
}

# taken NAME COUNT VERB...: nothing was refused, and so many different commands were typed, each verb too.
taken () {
	name_=$1 count_=$2
	shift 2
	if grep -q '^refused' "$TRASH/$name_.log"; then
		grep -A 12 '^refused' "$TRASH/$name_.log" >&4
		return 1
	fi
	sed -n 's/^ok [0-9]*: \(.*\) (offered .*/\1/p' "$TRASH/$name_.log" | LC_ALL=C sort -u >"$TRASH/$name_.typed"
	[ "$(wc -l <"$TRASH/$name_.typed")" -ge "$count_" ] || { cat "$TRASH/$name_.typed" >&4; return 1; }
	for verb_; do
		test_grep "^git mcade $verb_ " "$TRASH/$name_.typed" || return 1
	done
}

# Each command costs a copy: under the sanitizers one step is enough.
case $TEST_BIN in
*address-undefined*) steps=CACHE few=4 ;;
*) steps='' few=8 ;;
esac

test_expect_success 'the ways of a step, and every way off it' '
	play acts t/t4001-acts.sh "$steps" && taken acts $few run verify complete
'

test_expect_success 'the day that make demo plays' '
	play demo t/demo.sh "PLAT_08C PLAT_04A LEADGEN_01 WP_01" && taken demo 4 run complete show
'

test_expect_success 'the release that make demo plays' '
	play release t/demo-release.sh DEPLOY "" && taken release 4 run gate promote rollback
'

test_done
