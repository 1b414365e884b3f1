# Facts that other people's events came before: src/ledger/fold_judge.c.
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
situation WEAK $BASE owner "$(trust_of $BASE 's/^    - reviewer\n    - operator$/    - reviewer/m')"
situation WEAK_LOCK $WEAK owner 'lock A lab'
attack 'contested, by whom it was never permitted' permission,locked,evidence $WEAK_LOCK reviewer:operator \
	"$(start_of A lab; printf '%s\n' "=Seen: $SEEN" 'Contested: locked')"
