# What holds, what no longer does, what is excepted: src/policy/act_holds.c.
# shellcheck disable=SC2086,SC2046 # ids of objects and acts are plain words
cd "$TRASH/r" || exit 1
held () { # held NAME LINES: a situation in which A is held in lab
	situation HELD_$1 $BASE owner "$2"
}
held lock 'lock A lab'
held halt 'halt - lab
says stop'
held defer 'defer A lab
says later'
held dormant 'dormant A lab
says it sleeps'
held supersede 'supersede A lab
says another
Replacement: NEEDY'
held deprecate 'deprecate A lab
says old'
held freeze 'freeze
says wait
Hold: f
Path: playbooks/a.sh'
held incident 'incident-open - lab
says fire
Id: 33333333333333333333333333333333
Expires: 2026-01-28T11:00:00Z'
attack 'a start under a block' blocked $BLOCKED:$BASE operator "$(start_of A lab)"
attack 'a start under a lock' locked $HELD_lock:$BASE operator "$(start_of A lab)"
attack 'a start under a halt' halted $HELD_halt:$BASE operator "$(start_of A lab)"
attack 'a start of what is deferred' deferred $HELD_defer:$BASE operator "$(start_of A lab)"
attack 'a start of what sleeps' dormant $HELD_dormant:$BASE operator "$(start_of A lab)"
attack 'a start of what sleeps by the runbook' dormant $BASE operator "$(start_of BLIND lab)" "$(start_of SLEEP lab | change)
=Step: SLEEP"
attack 'a start of what is superseded' superseded $HELD_supersede:$BASE operator "$(start_of A lab)"
attack 'a start of what is deprecated' deprecation $HELD_deprecate:$BASE operator "$(start_of A lab)"
attack 'a start of a deprecated file' deprecation $BASE operator "$(start_of BLIND lab)" "$(start_of OLD lab | change)
=Step: OLD"
attack 'a start of a frozen file' frozen $HELD_freeze:$BASE operator "$(start_of A lab)"
attack 'a start of a file that the runbook freezes' frozen $BASE operator "$(start_of BLIND lab)" \
	"$(start_of ICE lab | change)
=Step: ICE"
attack 'a pin under a halt' halted $HELD_halt:$BASE operator "$(pin_of lab $IMAGE)"
situation RETIRED $BASE owner "$(adopt_of $(runbook_less 's/{id: lab,/& retired: true,/' rb.retired))"
situation RETURNED $RETIRED owner "$(adopt_of rb.same)"
attack 'a start where all is retired' halted $RETIRED:$RETURNED operator "$(start_of A lab)"
attack 'a pin where all is retired' halted $RETIRED:$RETURNED operator "$(pin_of lab $IMAGE)"
attack 'skipped under a lock' locked $HELD_lock:$BASE operator "$(skip_of A lab)"

situation HELD_path $BASE owner 'deprecate
Subject: path:playbooks/a.sh
says old'
attack 'a start of a file that an act deprecated' deprecation $HELD_path:$BASE operator "$(start_of A lab)"
situation PATH_AGAIN $HELD_path owner 'activate
Subject: path:playbooks/a.sh
says not old
Of: deprecate:playbooks/a.sh'
attack 'a file that an act deprecated, and its folder then' deprecation \
	"$(printf '%s\n' deprecate 'Subject: path:playbooks' 'says old' | craft $PATH_AGAIN owner):$PATH_AGAIN" operator "$(start_of A lab)"
for word in defer supersede deprecate; do
	eval parent=\$HELD_$word
	attack "activated what is no $word" order $parent owner "activate A lab
says again
Of: $word:A" '=Of: lock:A'
	situation AGAIN $parent owner "activate A lab
says again
Of: $word:A"
	attack "a start under $word, and not when it is activated" "$(case $word in
		defer) echo deferred ;; supersede) echo superseded ;; *) echo deprecation ;; esac)" $parent:$AGAIN operator "$(start_of A lab)"
done
attack 'lifted by the wrong word' order $HELD_lock owner 'unlock A lab
says open
Of: lock:A' '=Of: block:A'
attack 'a run in an incident that nobody opened' evidence $HELD_incident owner \
	"$(start_of A lab; echo 'Incident: 33333333333333333333333333333333')" '=Incident: 44444444444444444444444444444444'
# In an incident an owner passes what may be waived, and says so.
GLASS='Incident: 33333333333333333333333333333333'
glass () { # glass STEP RULE: a start in the incident that passes the rule
	start_of $1 lab
	printf '%s\n' "$GLASS" "Waived: $2"
}
attack 'the glass broken by an operator' permission $HELD_incident operator:owner "$(start_of A lab; echo "$GLASS")"
attack 'the glass broken, and not said for what' order $HELD_incident owner "$(glass NEEDY order)" '=Waived: -'
attack 'the glass broken when the time is over' evidence $HELD_incident owner "$(start_of A lab; echo "$GLASS")" 'at 7200'
attack 'order passed in no incident' order $HELD_incident owner "$(glass NEEDY order)" '=Incident: -
=Waived: -'
attack 'an approval passed, and not said' conditions $HELD_incident owner "$(glass SIGNED conditions)" '=Waived: -'
situation HALTED_incident $HELD_incident owner 'halt - lab
says stop'
attack 'a halt passed in no incident' halted $HALTED_incident owner "$(glass A halted)" '=Incident: -
=Waived: -'
situation LOCKED_incident $HELD_incident owner 'lock A lab'
attack 'a lock, and an incident that claims to pass it' locked,evidence $LOCKED_incident:$HALTED_incident owner "$(glass A halted)" 'Waived: locked'
attack 'a guard that failed, and an incident that claims to pass it' conditions,evidence $HELD_incident owner "$(start_of GUARDED lab; echo "$GLASS"; echo 'Check: guard.g pass')" '=Check: guard.g fail
Waived: conditions'
attack 'a lock, and an incident' locked $LOCKED_incident:$HALTED_incident owner "$(glass A halted)" '=Waived: -'
situation CLOSED_incident $HELD_incident owner 'incident-close - lab
Follow-Up: oil the door
Of: incident-open:33333333333333333333333333333333'
attack 'the glass of an incident that is closed' evidence $CLOSED_incident:$HELD_incident owner "$(start_of A lab; echo "$GLASS")"
attack 'an incident closed that is a halt' order $HELD_incident owner 'incident-close - lab
Follow-Up: none
Of: incident-open:33333333333333333333333333333333' '=Of: halt:env'
attack 'an act lifted as what the runbook may come to hold' evidence $HELD_freeze owner 'thaw
says open
Of: freeze:f' "Definition: $ZERO"
attack 'lifted, and nothing held' order $BASE:$HELD_lock owner 'unlock A lab
says open
Of: lock:A'
attack 'a hold of the runbook, lifted as it is not written' evidence $BASE owner "activate SLEEP lab
says now
Of: dormant:SLEEP
Definition: sha256:$(printf dormant:SLEEP | sha256sum | cut -d' ' -f1)" "=Definition: $ZERO"
attack 'held twice by one name' order $HELD_freeze owner 'freeze
says wait
Hold: g
Path: docs/*' '=Hold: f'
attack 'a freeze that covers nothing' order $BASE owner 'freeze
says wait
Hold: f
Path: docs/*' '=Path: -'
attack 'superseded by itself' reference $BASE owner 'supersede A lab
says another
Replacement: NEEDY' '=Replacement: A'
attack 'superseded by nothing' reference $BASE owner 'supersede A lab
says another
Replacement: NEEDY' '=Replacement: NOBODY'
attack 'superseded by what is not here' reference $BASE owner 'supersede A lab
says another
Replacement: NEEDY' '=Replacement: ONLY'
situation FROZEN_UNTIL $BASE owner 'freeze
says wait
Hold: f
Path: playbooks/a.sh
Until: 2026-01-28T11:00:00Z'
attack 'a freeze has no end' frozen $FROZEN_UNTIL:$BASE operator "$(start_of A lab; echo 'at 8000')"
situation HALTED_DAY $BASE owner 'halt - lab
says stop
Until: 2026-01-28'
attack 'a halt until a day is over when that day is' halted $HALTED_DAY operator \
	"$(start_of A lab; echo 'at 60000')" 'at -60000'
attack 'skipped by another rule' permission $BASE owner "$(skip_of A lab)" '=Rule: order'
attack 'a rule that nobody waives' permission $BASE owner 'waive A lab
says once
Expires: 2026-01-28T11:00:00Z
Rule: order' '=Rule: locked'
for rule in completion unpinned evidence permission identity sealed blocked deprecation; do
	attack "$rule, which nobody waives" permission $BASE owner 'waive A lab
says once
Expires: 2026-01-28T11:00:00Z
Rule: conditions' "=Rule: $rule"
done
attack 'waived for a time that is over' permission $BASE owner 'waive A lab
says once
Rule: order
Expires: 2026-01-28T11:00:00Z' '=Expires: 2026-01-28T09:00:00Z'

# What is excepted lets through what it names, in its time, and nothing else.
situation WAIVED $BASE owner 'waive NEEDY lab
says once
Rule: order
Expires: 2026-01-28T11:00:00Z'
waived_of () { # waived_of STEP RULE: a start that names the rule which lets it pass
	start_of $1 lab
	echo "Waived: $2"
}
attack 'what is not waived' order $BASE:$WAIVED operator "$(waived_of NEEDY order)" '=Waived: -'
attack 'what is not waived, and it says so' order,evidence $BASE:$WAIVED operator "$(waived_of NEEDY order)"
attack 'waived, and not said' order $WAIVED operator "$(waived_of NEEDY order)" '=Waived: -'
attack 'waived, and too late' order,evidence $WAIVED operator "$(waived_of NEEDY order)" 'at 7200'
situation WAIVED_PROD_ORDER $BASE owner 'waive NEEDY prod
says once
Rule: order
Expires: 2026-01-28T11:00:00Z'
attack 'waived in another environment' order,evidence $WAIVED_PROD_ORDER:$WAIVED operator "$(waived_of NEEDY order)"
situation WAIVED_HALT $HELD_halt owner 'waive - lab
says once
Rule: halted
Expires: 2026-01-28T11:00:00Z'
attack 'pinned under a halt that is waived, and not said' halted $WAIVED_HALT operator "$(pin_of lab $IMAGE; echo 'Waived: halted')" '=Waived: -'
situation HALTED_UNTIL $WAIVED owner 'halt - lab
says stop
Until: 2026-01-28T12:00:00Z'
attack 'before the halt is over' halted $HALTED_UNTIL operator "$(start_of A lab; echo 'at 8000')" 'at -8000'

situation WAIVED_PATHS $BASE owner 'waive NEEDY lab
says of these
Rule: order
Path: playbooks/b.sh
Expires: 2026-01-28T11:00:00Z'
attack 'what is waived of paths' order,evidence $WAIVED_PATHS:$WAIVED operator "$(waived_of NEEDY order)"
attack 'what it says to be waived is not' evidence $WAIVED operator "$(start_of NEEDY lab; echo 'Waived: order')" \
	'Waived: frozen'

# A waiver of order lets a step run before what it needs; nothing ends that never began.
situation WAIVED_RUN $WAIVED operator "$(run_of NEEDY lab; echo 'Waived: order')"
attack 'a finish of what never began, and order is waived' order $WAIVED:$WAIVED_RUN operator "$(finish_of NEEDY lab $R1)"
# What rests on that run says by what it passed, also when the waiver is over.
situation WAIVED_DONE $WAIVED_RUN operator "$(finish_of NEEDY lab $R1)"
attack 'complete, and not said by what its run passed' order $WAIVED_DONE operator \
	"$(complete_of NEEDY lab $R1; printf '%s\n' 'Waived: order' 'at 7200')" '=Waived: -'
attack 'complete, and it says that its run passed more' evidence $WAIVED_DONE operator \
	"$(complete_of NEEDY lab $R1; echo 'Waived: order')" 'Waived: halted'
situation WAIVED_HAND $HELD_halt owner 'waive HAND lab
says once
Rule: halted
Expires: 2026-01-28T11:00:00Z'
attack 'done by hand under a halt that is waived, and not said' halted $WAIVED_HAND operator \
	"$(hand_of lab; echo 'Waived: halted')" '=Waived: -'
waive_of () { # waive_of RULE: of A
	printf '%s\n' 'waive A lab' 'says once' 'Expires: 2026-01-28T11:00:00Z' "Rule: $1"
}
situation PINNED_WAIVED $PINNED owner "$(waive_of order)"
situation DONE_WAIVED $DONE owner "$(waive_of order)"
attack 'complete twice, and order is waived' order $DONE_WAIVED:$PINNED_WAIVED operator "$(done_of A lab)"
said SAID_WAIVED $UNVERIFIED owner "$(waive_of completion)"
attack 'complete under a waiver that nobody can give' completion $SAID_WAIVED:$PINNED operator "$(done_of A lab)"

# What is lifted in the runbook binds again where it is taken out and put back.
DORMANT=sha256:$(printf dormant:SLEEP | sha256sum | cut -d' ' -f1)
situation AWAKE $BASE owner "activate SLEEP lab
says now
Of: dormant:SLEEP
Definition: $DORMANT"
situation AWAKE_STILL $AWAKE owner "$(adopt_of $(runbook_less '$a# the same' rb.comment))"
situation AWAKE_OUT $AWAKE owner "$(adopt_of $(runbook_less '/id: SLEEP,/s/dormant: true, //' rb.woken); echo 'Of: dormant:SLEEP')"
situation ASLEEP_AGAIN $AWAKE_OUT owner "$(adopt_of rb.same)"
attack 'woken, then awake by the runbook, then asleep again' dormant $ASLEEP_AGAIN:$AWAKE_STILL operator "$(run_of SLEEP lab)"
attack 'a hold taken out by an adopt that does not say so' evidence $AWAKE owner \
	"$(adopt_of rb.woken; echo 'Of: dormant:SLEEP')" '=Of: -'

# Of a file exactly these bytes are approved, of a rule that asks for it.
SEEN="approve
Subject: path:playbooks/a.sh
says seen
Verdict: pass
Expires: 2026-01-28T12:00:00Z
Rule: frozen
Content: $ZERO"
attack 'a file approved of a rule that asks for none' permission $BASE owner "$SEEN" '=Rule: order'
attack 'a file approved of no rule' permission $BASE owner "$SEEN" '=Rule: -'
attack 'a file approved whatever it is' evidence $BASE owner "$SEEN" '=Content: -'
