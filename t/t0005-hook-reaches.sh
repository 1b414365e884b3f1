#!/bin/sh
test_description='what a hook can reach: neither import, nor what documents say, nor a step that runs'
. "${0%/*}/lib.sh"

bin=$TEST_BIN
[ -x "$bin/t/helper/hook" ] || bin=$SOURCE_DIR/build
objects=$bin/src

# defined FILE...: the functions that others may call.
defined () {
	nm --defined-only -g "$@" | awk '$2 == "T" { print $3 }' | sort -u
}

test_expect_success 'setup: what a hook is linked of' '
	defined "$bin/t/helper/hook" >reached && test_grep "^gate_index$" reached && test_grep "^verifier_next$" reached
'
# A word that nothing defines would prove nothing: each room is looked at in the whole program, too.
for room in import document audit branches world; do
	test_expect_success "$room: in the program, not in a hook" '
		defined "$objects/'$room'"/*.o >room && defined "$bin/git-mcade" | comm -12 - room >both && test -s both &&
		comm -12 reached room >both && ! test -s both
	'
done

test_done
