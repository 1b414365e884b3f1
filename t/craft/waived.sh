# Waivers that nobody gave, of what is decided, agreed to, answered and sealed: src/policy/act_except.c.
# shellcheck disable=SC2086 # ids of objects and acts are plain words
cd "$TRASH/r" || exit 1
# Where nothing was broken the lie is one all the same: it would stand in the log for ever.
for rule in order conditions promotion halted frozen completion permission; do
	attack "go, and '$rule' was waived by nobody" evidence $AGREED operator "$(decided pass)" "Waived: $rule"
	attack "agreed, and '$rule' was waived by nobody" evidence $DONE reviewer "$(agreed)" "Waived: $rule"
	attack "answered, and '$rule' was waived by nobody" evidence $BASE reviewer "$(answer_of GATED)" "Waived: $rule"
	attack "sealed, and '$rule' was waived by nobody" evidence $DONE operator "$(seal_of 2026-01-28-A)" "Waived: $rule"
done

# A rule is broken, and the event says that it was waived.
situation REOPENED $AGREED owner "$(reopen_of A lab)"
waiver_of () { # waiver_of RULE ENV [SUBJECT]: for an hour
	printf '%s\n' "waive ${3:--} $2" 'says once' "Rule: $1" 'Expires: 2026-01-28T11:00:00Z'
}
situation ORDER_WAIVED $REOPENED owner "$(waiver_of order lab)"
situation ORDER_OF_PROD $REOPENED owner "$(waiver_of order prod)"
situation ORDER_OF_STEP $REOPENED owner "$(waiver_of order lab A)"
situation OTHER_RULE $REOPENED owner "$(waiver_of conditions lab)"
said ORDER_BY_OPERATOR $REOPENED operator "$(waiver_of order lab)"
go=$(decided pass; echo 'Waived: order')
attack 'go, and what it needs was reopened' order $REOPENED:$ORDER_WAIVED operator "$go" '=Waived: -'
attack 'go, and a waiver that nobody gave' order,evidence $REOPENED:$ORDER_WAIVED operator "$go"
attack 'go, and a waiver of another environment' order,evidence $ORDER_OF_PROD:$ORDER_WAIVED operator "$go"
attack 'go, and a waiver of a step' order,evidence $ORDER_OF_STEP:$ORDER_WAIVED operator "$go"
attack 'go, and a waiver of another rule' order,evidence $OTHER_RULE:$ORDER_WAIVED operator "$go"
attack 'go, and a waiver by whoever may give none' order,evidence $ORDER_BY_OPERATOR:$ORDER_WAIVED operator "$go"
attack 'go, and a waiver that has ended' order,evidence $ORDER_WAIVED operator "$go" 'at 7200'
attack 'go under a waiver, and not said' order $ORDER_WAIVED operator "$go" '=Waived: -'
attack 'go under a waiver, and it says another, too' evidence $ORDER_WAIVED operator "$go" 'Waived: conditions'
attack 'go, nobody agreed, and that was waived by nobody' evidence $DONE:$AGREED operator "$(decided pass)" 'Waived: conditions'
situation CONDITIONS_WAIVED $DONE owner "$(waiver_of conditions lab)"
attack 'go, nobody agreed, and a waiver of that: a gate waits for people, whatever is waived' evidence $CONDITIONS_WAIVED:$AGREED operator \
	"$(decided pass)" 'Waived: conditions'
attack 'go, and a failed check was waived by nobody' evidence $AGREED operator "$(decided pass)" '=Check: up fail
Check: slow pass
Waived: completion'
attack 'agreed to another candidate, waived by nobody' evidence $DONE reviewer "$(agreed)" "=Candidate: $ZERO
Waived: evidence"
attack 'agreed by whoever may not, waived by nobody' permission,evidence $DONE operator:reviewer "$(agreed)" 'Waived: permission'
attack 'answered without its role, waived by nobody' permission,evidence $BASE operator:reviewer "$(answer_of GATED)" 'Waived: permission'
attack 'sealed elsewhere, waived by nobody' sealed,evidence $DONE operator "$(seal_of 2026-01-28-A)" '=Directory: docs/others/2026-01-28-A
Waived: sealed'
attack 'sealed before it is verified, waived by nobody' order,evidence $UNVERIFIED:$DONE operator "$(seal_of 2026-01-28-A)" 'Waived: order'
situation UNVERIFIED_WAIVED $UNVERIFIED owner "$(waiver_of order lab A)"
attack 'sealed before it is verified, under a waiver: what never was is not waived' order,evidence $UNVERIFIED_WAIVED:$DONE operator \
	"$(seal_of 2026-01-28-A)" 'Waived: order'
cd "$TRASH/r" || exit 1
