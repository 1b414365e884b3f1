# When an act was done, and what its signer had seen: src/policy/act_time.c, src/fold/fold_judge.c.
# shellcheck disable=SC2086,SC2046 # ids of objects and acts are plain words
cd "$TRASH/r" || exit 1
occurred () { # occurred SECONDS: by the clock of whoever signs
	date -u -d "@$((MCADE_CLOCK + $1))" +Occurred:\ %Y-%m-%dT%H:%M:%SZ
}
saw () { # saw COMMIT
	echo "=Seen: $(sha_of $1)"
}

# An act is between the two, of whatever kind it is.
whenever () { # whenever WHAT PARENT WHO LINES
	attack "$1 that came after its signature" time $2 $3 "$4" "$(occurred 4000)"
	attack "$1 that came before what it had seen" time $2 $3 "$4" "$(occurred -4000)"
	attack "$1 that had seen what is not there" time $2 $3 "$4" "=Seen: $ZERO"
}
whenever 'a start' $BASE operator "$(start_of A lab)"
whenever 'a finish' $STARTED operator "$(finish_of A lab $R1)"
whenever 'a verification' $PINNED operator "$(verify_of A lab $R1)"
whenever 'a completion' $PINNED operator "$(done_of A lab)"
whenever 'a pin' $BASE operator "$(pin_of lab $IMAGE)"
whenever 'an adopt' $BASE owner "$(adopt_of runbook.yaml)"
whenever 'a lock' $BASE owner 'lock A lab'
whenever 'an approval' $BASE reviewer "$(approval)"
whenever 'a waiver' $BASE owner 'waive A lab
says once
Rule: conditions
Expires: 2026-01-28T12:00:00Z'
whenever 'trust' $BASE owner "$(trust_of $BASE 1)"
whenever 'an attest' $SAID owner "$(attest_of $SAID)"

attack 'a finish of who saw more before' time $STARTED operator "$(finish_of A lab $R1)" "$(saw $GENESIS)"
attack 'a lock of who saw more before' time $HELD_lock owner 'lock NEEDY lab' "$(saw $GENESIS)"

# What names a run is behind it.
follows () { # follows WHAT PARENT LINES
	attack "$1 that occurred before its run" time $2 operator "$3
$(occurred 0)" "=$(occurred -300)"
}
follows 'a finish' $STARTED "$(finish_of A lab $R1)"
follows 'a verification' $PINNED "$(verify_of A lab $R1)"
follows 'a completion' $PINNED "$(done_of A lab)"
follows 'a checkpoint' $DONE "$(seal_of 2026-01-28-A)"
attack 'an abandoned run that nobody had begun' time $STARTED owner "$(abandon_of A lab $R1; occurred 0)" "=$(occurred -300)"

attack 'a completion that was signed before its run ended' time $PINNED operator "$(done_of A lab)" 'at -2592000
=Log: docs/deployments/2025-12-29.md'
attack 'a verification that was signed before its run ended' time $PINNED operator "$(verify_of A lab $R1)" 'at -2592000'
test_expect_success 'the server takes no event that is older than the one before, and an audit tells' '
	cd r && printf "%s\n" "lock A lab" >lock && then=$(($(git show -s --format=%ct $BASE) - MCADE_CLOCK)) &&
	good=$({ cat lock; echo "at $((then - 500))"; } | craft $BASE owner) &&
	bad=$({ cat lock; echo "at $((then - 700))"; } | craft $BASE owner) &&
	own_errors $BASE $bad && test_line_count 0 own_errors && test_grep "\"rule\":\"time\",\"severity\":\"warn\"" audit.json &&
	! receive $BASE $bad && test_grep "refused \[time\]" push.err && receive $BASE $good
'
cd "$TRASH/r" || exit 1

# What is permitted, done or lifted later does not reach back.
tick 60
attack 'waived since, and backdated' time $WAIVED operator "$(waived_of NEEDY order)" "at 7200
$(occurred 60)
$(saw $BASE)"
attack 'waived, and backdated to when nobody had' time,order,evidence $WAIVED operator "$(waived_of NEEDY order)" "at 7200
$(occurred -1800)"
attack 'waived, and it saw nothing of this chain' time,order,evidence $WAIVED operator "$(waived_of NEEDY order)" "$(occurred 60)
at 7200
=Seen: $ZERO"
attack 'approved since, and backdated' time $APPROVED operator "$(start_of SIGNED lab)" "$(occurred 0)
$(saw $BASE)"
situation UNLOCKED $HELD_lock owner 'unlock A lab
says open
Of: lock:A'
attack 'unlocked since, and backdated' time $UNLOCKED operator "$(start_of A lab)" "$(occurred 0)
$(saw $HELD_lock)"
attack 'the halt is not over, whatever it says' time,halted $HALTED_UNTIL operator \
	"$(start_of A lab; echo 'at 8000')" 'at -8000
Occurred: 2026-01-28T13:00:00Z'
# His own acts since are his to rest on.
situation BACK $STARTED owner 'lock NEEDY lab'
situation BACK_RUN $BACK operator "$(finish_of A lab $R1; occurred 0; saw $BASE)"
tick -60

# blocks NAME PARENT COUNT [LINES]: $NAME is the ledger with so many acts of one operator behind PARENT, a
# step blocked and unblocked in turn, each with the lines too.
blocks () {
	at_=$2
	for i_ in $(seq $3); do
		case $((i_ % 2)) in
		1) act_='block A bare
says stop
Until: the machine is back' ;;
		*) act_='unblock A bare
says go on
Of: block:A' ;;
		esac
		at_=$(printf '%s\n' "$act_" "$4" | craft $at_ operator) || return 1
	done
	eval "$1=$at_"
}
# spent COMMIT: milliseconds of five audits.
spent () {
	git update-ref $LEDGER $1 && forget && perl -e '
		for (1 .. 5) { system("git mcade audit >/dev/null 2>&1 && rm -rf \"$ARGV[0]\" && cp -R \"$ARGV[1]\" \"$ARGV[0]\"") and exit 1 }
		my @t = times; printf "%d\n", 1000 * ($t[2] + $t[3])' "$STATE_OF_OWNER" "$TRASH/state"
}
test_expect_success 'what occurred before it was signed costs as much as what did not' '
	cd r && blocks PLAIN $BASE 60 && blocks EARLIER $BASE 60 "$(occurred 0)
$(saw $BASE | tr -d =)" && plain=$(spent $PLAIN) && earlier=$(spent $EARLIER) &&
	echo "plain $plain, earlier $earlier" >&4 && [ $earlier -lt $((4 * plain + 400)) ]
'
# Who has seen more than before, and has acted meanwhile, is believed no more than that.
cd "$TRASH/r" || exit 1
situation MORE $BASE owner 'lock GUARDED lab'
blocks FEW $MORE 16 "$(saw $BASE)"
blocks MANY $MORE 17 "$(saw $BASE)"
situation FEW $FEW owner 'lock HAND lab'
situation MANY $MANY owner 'lock HAND lab'
attack 'seen more, with more than a few acts in between' time $MANY:$FEW operator "halt - lab
says stop
$(occurred 0)
$(saw $MORE)"
