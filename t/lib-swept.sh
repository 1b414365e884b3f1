# lib-swept.sh - t/helper/sweep.c for scripts: a command in whose way each call of the system fails once.
# Sourced after lib.sh.
#
#	swept 0 hook pre-commit			# the answer is 0, or nobody can tell
#	given "$old $new refs/heads/main" && swept 1 hook pre-receive
helper=$TEST_BIN/t/helper/sweep
[ -x "$helper" ] || helper=$SOURCE_DIR/build/t/helper/sweep
[ "$(uname -s)" = Linux ] || skip_all "how calls are caught is Linux's"

# given LINE...: what git says on standard input; given: nothing.
given () {
	{ [ $# -eq 0 ] || printf '%s\n' "$@"; } >"$TRASH/.given"
}
given

# swept [OPTION]... STATUS COMMAND...: each call of the system, at least ten, and each question to repository,
# ledger and record; of some of either nobody could tell. $by: who runs it.
swept () {
	swept_ "[0-9][0-9]" "$@" && asked "$@"
}
asked () {
	swept_ "[0-9]" --asked "$@"
}
swept_ () {
	many_=$1
	shift
	${by-} "$helper" "$@" <"$TRASH/.given" >"$TRASH/.swept" 2>&1 && cat "$TRASH/.swept" >&4 && grep -q "^[0-9]*$many_ faults, [1-9]" "$TRASH/.swept" && return 0
	sed 's/^/    /' "$TRASH/.swept" >&4
	return 1
}
