# lib-sweep.sh - one thing fails, each in turn: what a command may answer then. Sourced after lib.sh.
#
# A sweep runs in $place with $input, as door() sets them, and asks for exit status $right and the
# answer in `expected`; or for an error. Of an act ($acts) also: all of it is there, or nothing.
LEDGER=refs/heads/mcade/ledger

# What a case changes is put back from "kept": what is remembered; the repositories, where it acts.
keep () {
	rm -rf kept && mkdir kept && cp -a ${acts:+r r.git} people kept
}
put_back () {
	rm -rf ${acts:+r r.git} people && cp -a kept/. .
}

# answer: what a run said, in out and err: its output without the numbers that chance gives; of a
# refusal what is refused, without the advice.
answer () {
	if [ "$right" != 0 ]; then
		sed -n '/^mcade: refused/p' out err
	elif [ -n "$acts" ]; then
		sed 's/[0-9a-f]\{12,64\}/ID/g' out
	else
		cat out
	fi
}

wrong () {
	echo "fault $(cat told): $*" >&4
	sed 's/^/    /' out err >&4
	bad=$((bad + 1))
}

# judge_after_: what a fault leaves behind changes no later answer.
judge_after_ () {
	[ -z "$acts" ] || [ "$(git -C r rev-parse $LEDGER)" = "$before" ] || {
		( cd r && git-mcade audit ) >out 2>err || wrong "no audit passes behind it"
		[ -z "$whole" ] || $whole || wrong "only some of it moved"
		return
	}
	( cd "$place" && git-mcade "$@" <"$TRASH/input" ) >out 2>err
	status=$?
	[ $status = "$right" ] && answer | cmp -s - expected || wrong "then exit $status in place of $right"
}

# door PLACE [LINE...]: where the next sweep stands, and what git gives on standard input.
door () {
	place=$1
	acts=''
	whole=''
	shift
	{ [ $# -eq 0 ] || printf '%s\n' "$@"; } >"$TRASH/input"
}
