#!/bin/sh
# shellcheck disable=SC2086,SC2046 # ids of objects and acts are plain words
test_description='what has expired is judged by the server clock too, where it is live: nobody sets his own back'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-craft.sh"
. "$SOURCE_DIR/t/lib-judged.sh"

judged_repo || { echo "Bail out! no repository"; exit 1; }
now=$(date +%s)

moment () { # moment SECONDS: from now on
	date -u -d "@$((now + $1))" +%Y-%m-%dT%H:%M:%SZ
}
# clock SECONDS: of whoever signs
clock () {
	MCADE_CLOCK=$((now + $1))
}
# waiver STEP ENV RULE SECONDS: an exception until then, made two hours (or three days) before now
waiver () {
	printf '%s\n' "waive $1 $2" 'says for once' "Rule: $3" "Expires: $(moment $4)" && [ $3 != promotion ] || content_lines | grep Candidate
}
# pushed TITLE PARENT LINES: taken by the server, which has PARENT; no_more: refused for its rule.
pushed () {
	receive $1 $2 || { cat push.err >&4; return 1; }
}
refused_at_receive () {
	! receive $2 $3 && test_grep "refused \[$1\]" push.err
}
live () { # live, before the environment that comes first
	start_of A prod
	content_lines
	echo 'Waived: promotion'
}

test_expect_success 'setup: exceptions that ended an hour ago, or have not' '
	cd r && clock -7200 && ended=$(waiver A prod promotion -3600 | craft $BASE owner) && pushed $BASE $ended &&
	lasting=$(waiver A prod promotion 3600 | craft $BASE owner) && pushed $BASE $lasting &&
	just=$(waiver A prod promotion -120 | craft $BASE owner) && pushed $BASE $just &&
	lab=$(waiver NEEDY lab order -3600 | craft $BASE owner) && pushed $BASE $lab &&
	clock -259200 && old=$(waiver A prod promotion -172800 | craft $BASE owner) && pushed $BASE $old
'

test_expect_success 'a clock that is set back by an hour uses none that has ended' '
	cd r && clock -7140 && start=$(live | craft $ended operator) && [ "$(errors_of $start | head -n 1)" -lt 2 ] &&
	refused_at_receive promotion $ended $start
'

test_expect_success 'one that has not ended is used, however late the push' '
	cd r && pushed $lasting $(live | craft $lasting operator)
'

test_expect_success 'nor does a push that takes its time lose one that ended meanwhile' '
	cd r && clock -180 && pushed $just $(live | craft $just operator)
'

test_expect_success 'who ran offline has a day, and no more' '
	cd r && clock -7140 && pushed $ended $({ live; echo "Offline: the remote did not answer"; } | craft $ended operator) &&
	clock -259140 && start=$({ live; echo "Offline: the remote did not answer"; } | craft $old operator) &&
	refused_at_receive promotion $old $start
'

test_expect_success 'where nothing is live the own time decides' '
	cd r && clock -7140 && pushed $lab $({ start_of NEEDY lab; echo "Waived: order"; } | craft $lab operator)
'

test_expect_success 'what stands on a server stays, and what comes to an empty one is taken' '
	cd r && clock -7140 && start=$(live | craft $ended operator) && clock 0 &&
	pushed $start $(printf "%s\n" "block A lab" "says later" "Until: then" | craft $start owner) &&
	git -C ../r.git update-ref -d $LEDGER && forget && git push -q ../r.git "$start:$LEDGER"
'

test_done
