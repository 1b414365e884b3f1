# Facts that other people's events came before: src/fold/fold_judge.c.
# shellcheck disable=SC2086,SC2046 # ids of objects and acts are plain words
cd "$TRASH/r" || exit 1
sha_of () {
	echo "sha256:$(raw $1 | sha256sum | cut -d' ' -f1)"
}
SEEN=$(sha_of $BASE)
LOCK=$HELD_lock
attack 'contested, and he had seen the lock' locked,evidence $LOCK operator \
	"$(start_of A lab; printf '%s\n' "=Seen: $SEEN" 'Contested: locked')" "=Seen: $(sha_of $LOCK)"
attack 'a lock came first, and nobody says so' locked $LOCK operator \
	"$(start_of A lab; printf '%s\n' "=Seen: $SEEN" 'Contested: locked')" '=Contested: -'
attack 'contested for another rule' locked,evidence $LOCK operator \
	"$(start_of A lab; printf '%s\n' "=Seen: $SEEN" 'Contested: locked')" '=Contested: halted'
attack 'contested for one rule too many' locked,evidence $LOCK operator \
	"$(start_of A lab; printf '%s\n' "=Seen: $SEEN" 'Contested: locked')" 'Contested: halted'
attack 'contested, and nothing is against it' evidence $BASE operator "$(start_of A lab)" 'Contested: locked'
attack 'contested, what it says of objects' evidence,locked $LOCK operator \
	"$(start_of A lab; printf '%s\n' "=Seen: $SEEN" 'Contested: locked')" "=Uses: $ZERO playbooks/a.sh"
situation WEAK $BASE owner "$(trust_of $BASE 's/^    - reviewer\n    - operator$/    - reviewer/m'; echo 'Role: reviewer')"
situation WEAK_LOCK $WEAK owner 'lock A lab'
attack 'contested, by whom it was never permitted' permission,locked,evidence $WEAK_LOCK reviewer:operator \
	"$(start_of A lab; printf '%s\n' "=Seen: $SEEN" 'Contested: locked')"

# Live, only how a run ended may be contested, and a start that nobody could publish.
situation LIVE_LOCK $BASE owner 'lock ONLY open'
attack 'contested live, and it could be published' evidence,locked $LIVE_LOCK operator \
	"$(start_of ONLY open; printf '%s\n' "=Seen: $SEEN" 'Contested: locked' 'Offline: no network')" '=Offline: -'
for run in 'ONLY open' 'A lab'; do
	set -- $run
	situation OPEN_$2 $BASE operator "$(run_of $1 $2)"
	eval "open=\$OPEN_$2"
	situation GONE_$2 $open owner "$(abandon_of $1 $2 $R1)"
done
contested_order () { # contested_order SEEN
	printf '%s\n' "=Seen: $(sha_of $1)" 'Contested: order'
}
attack 'an abandon contested live' evidence,order $GONE_open:$GONE_lab operator \
	"$(abandon_of A lab $R1; contested_order $OPEN_lab)" "=Step: ONLY
=Environment: open
=Seen: $(sha_of $OPEN_open)"
attack 'a finish contested live, and it had seen the end' evidence,order $GONE_open operator \
	"$(finish_of ONLY open $R1; contested_order $OPEN_open)" "=Seen: $(sha_of $GONE_open)"
