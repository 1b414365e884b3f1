#!/bin/sh
test_description='benchmarks measure a ledger that counts: what t/perf/mkledger makes passes an audit'
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-craft.sh"
. "$SOURCE_DIR/t/lib-perf.sh"
be_person owner

test_expect_success 'every event of a made ledger counts' '
	(ledger made 60 operator reviewer untrusted) && cd made &&
	git mcade audit --json >"$TRASH/json" 2>err &&
	test_grep "\"events\":60," "$TRASH/json" && test_grep "\"verdict\":\"pass\"" "$TRASH/json" &&
	grep -o "\"rule\":\"[a-z-]*\",\"severity\":\"[a-z]*\"" "$TRASH/json" | sort -u >rules &&
	echo "\"rule\":\"owed\",\"severity\":\"warn\"" | test_cmp - rules
'

test_expect_success 'it has runs, completions and checkpoints, by four people' '
	cd made && git log --format=%s $LEDGER | cut -d" " -f1 | sort -u >words &&
	for word in start finish complete checkpoint lock unlock reopen skip block unblock pin; do
		test_grep "^$word\$" words || return 1
	done &&
	git log --format=%an -n 48 $LEDGER | sort -u >people && test_line_count 4 people
'

test_expect_success 'with one event that does not count it is not measured' '
	cd made && echo "lock STEP_01 prod" >lock &&
	point $(craft $(git rev-parse $LEDGER) owner <lock) && passes &&
	point $(craft $(git rev-parse $LEDGER) owner <lock) && refused passes 2>err && test_grep locked err
'

# Nothing is said of times: that no row has broken since somebody last had an hour.
test_expect_success 'every row is measured to its end, of small things' '
	env PERF_ROUNDS=1 PERF_LENGTHS=20 PERF_FILES=20 PERF_EVENTS=20 PERF_COMMITS=10 PERF_SIGNED=20 PERF_MANY=80 PERF_BOUND=8 PERF_DOCUMENTS=5 \
		TMPDIR="$TRASH" TEST_BIN="$TEST_BIN" sh "$SOURCE_DIR/t/perf/run.sh" >rows 2>err &&
	test_line_count 0 err && test_grep "^   an event is recorded " rows
'

test_done
