#!/bin/sh
# shellcheck disable=SC2086 # object ids hold no blanks
test_description='a push of many acts that do not count is refused as soon as enough of them are known'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-craft.sh"
. "$SOURCE_DIR/t/lib-judged.sh"

judged_repo || { echo "Bail out! no repository"; exit 1; }

# vain COUNT PARENT: so many acts about a step that there is not, one upon the other.
vain () {
	tip_=$2
	for i_ in $(seq $1); do
		tip_=$(printf 'block NONE%s lab\nsays later\nUntil: then\n' $i_ | craft $tip_ operator) || return 1
	done
	echo $tip_
}
# broken PARENT: an event upon it whose signature is of other bytes.
broken () {
	bad_=$(printf 'block LATER lab\nsays later\nUntil: then\n' | craft $1 operator) &&
	raw $bad_ | edit 's/Until: then/Until: thus/' | put
}
refused_rules () {
	sed -n 's/^remote: mcade: refused \[\([a-z-]*\)\].*/\1/p' push.err | sort | uniq -c | sed 's/^ *//'
}

test_expect_success 'few are read to the end: what is not an event behind them is named too' '
	cd r && few=$(vain 5 $BASE) && ! receive $BASE $few && refused_rules >rules && test_grep "^5 reference" rules &&
	! grep ledger-integrity rules && end=$(broken $few) && ! receive $BASE $end && refused_rules >rules &&
	test_grep ledger-integrity rules
'

test_expect_success 'behind twenty nothing is read, and nothing comes in' '
	cd r && many=$(vain 15 $few) && ! receive $BASE $many && refused_rules >rules && echo "20 reference" >expected &&
	test_cmp expected rules && end=$(broken $many) && ! receive $BASE $end && refused_rules >rules &&
	test_cmp expected rules && [ "$(git -C ../r.git rev-parse $LEDGER)" = $BASE ]
'

test_expect_success 'an act that counts is taken, also upon those' '
	cd r && good=$(printf "lock A lab\nsays done\n" | craft $many owner) && receive $many $good &&
	receive $BASE $(printf "lock A lab\nsays done\n" | craft $BASE owner)
'

test_expect_success 'an audit reads all of them' '
	cd r && errors_of $end >errors && [ "$(head -n 1 errors)" = 3 ] && errors_of $good >errors && [ "$(grep -c "^reference" errors)" = 20 ]
'

test_done
