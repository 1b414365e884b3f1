# The chain as a whole: clocks, and that everybody comes to the same record.
# shellcheck disable=SC2086,SC2046 # ids of objects and acts are plain words
cd "$TRASH/r" || exit 1

# The server's clock is the true one; that of an audit is the test's, so that both controls are of one
# second and the audit says of each that it is ahead: a warning.
AHEAD=$(($(date +%s) - MCADE_CLOCK))
test_expect_success 'an event ahead of the clock: a warning at audit, refused by the server' '
	cd r && good=$(printf "%s\n" "lock A lab" "at $((AHEAD - 60))" | craft $BASE owner) &&
	own_errors $BASE $good && test_line_count 0 own_errors && test_grep "\"rule\":\"time\",\"severity\":\"warn\"" audit.json &&
	receive $BASE $good &&
	bad=$(printf "%s\n" "lock A lab" "at $((AHEAD + 3600))" | craft $BASE owner) &&
	own_errors $BASE $bad && test_line_count 0 own_errors && test_grep "\"rule\":\"time\",\"severity\":\"warn\"" audit.json &&
	! receive $BASE $bad && test_grep "^remote: mcade: refused \[time\]" push.err
'
cd "$TRASH/r" || exit 1

# record_of: what is remembered of the record, and what status says.
record_of () {
	cat $(find "$STATE_OF_OWNER" -name local.record) && stands_still
}
stands_still () {
	for env_ in lab prod bare; do
		git mcade status --env $env_ --json || return 1
	done
}
# A chain with all of it: what does not count, is attested, is contested, comes after a lock was opened.
said MIXED $APPROVED operator "$(start_of NEEDY lab)"
said MIXED $MIXED operator "$(pin_of lab redis:latest)"
grow () { # grow WHO LINES: MIXED, one event longer
	MIXED=$(printf '%s\n' "$2" | craft $MIXED $1)
}
grow operator "$(run_of A lab)"
MIXED_RUN=$MIXED
grow owner "lock GUARDED lab"
grow operator "$(start_of GUARDED lab; printf '%s\n' 'Check: guard.g pass' "=Seen: $(sha_of $MIXED_RUN)" 'Contested: locked')"
MIXED_FACT=$MIXED
grow operator "$(finish_of A lab $R1)"
grow owner "$(attest_of $MIXED_FACT)"
grow owner 'unlock GUARDED lab
says open
Of: lock:GUARDED'
grow operator "$(pin_of lab $IMAGE)"
grow operator "$(complete_of A lab $R1; echo "Pin: a.image=$IMAGE")"
grow operator "$(start_of NEEDY lab)"

test_expect_success 'read at once, in steps, or audited as new: one record' '
	cd r && git update-ref $LEDGER $MIXED && forget && git mcade status --env lab >/dev/null && record_of >once &&
	test_grep "\"id\":\"A\",\"phase\":\"complete\"" once && test_grep "\"id\":\"NEEDY\",\"phase\":\"running\"" once &&
	test_grep "\"id\":\"GUARDED\",\"phase\":\"running\"" once &&
	git update-ref $LEDGER $BASE && forget && for at in $(git rev-list --reverse $BASE..$MIXED); do
		git update-ref $LEDGER $at && git mcade status --env lab >/dev/null || return 1
	done && record_of >steps && test_cmp once steps &&
	git update-ref $LEDGER $BASE && forget && git mcade status --env lab >/dev/null && git update-ref $LEDGER $MIXED &&
	refused git mcade audit --new --json >new.json && git mcade status --env lab >/dev/null && record_of >new && test_cmp once new &&
	refused git mcade audit --json >all.json && errors_in new.json >new && errors_in all.json >all &&
	test_cmp all new
'
test_expect_success 'what does not count is named once, and the server takes all of it that is right' '
	cd r && git update-ref $LEDGER $MIXED && forget && git mcade lock A --env lab >/dev/null &&
	raw $LEDGER | grep "^Mcade-Disputes" >named && test_line_count 2 named
'
