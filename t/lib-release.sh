# lib-release.sh - a team that releases: people in clones of their own, a server that judges, a service on
# loopback. Sourced after lib.sh, by a script whose clock is the real one: a server has no other.
#
#	people ada=owner otto=operator:operator	in trust, by the roster's key and role; ada, an owner, comes first
#	served					the service answers from web/; $base is where
#	as otto git mcade run X --env staging	there; what it printed is in out and err
#	asks 2 'conditions' otto git mcade ...	that exit status, and each word of the rule ids is in what it says

. "$SOURCE_DIR/t/lib-acts.sh"
unset MCADE_CLOCK GIT_AUTHOR_DATE GIT_COMMITTER_DATE

# key_name NAME: whose key of the roster that person has.
key_name () {
	case $1 in
	ada) echo owner ;;
	bea) echo reviewer ;;
	otto) echo operator ;;
	*) echo untrusted ;;
	esac
}
# as NAME COMMAND...: in the clone of that name.
as () {
	person_=$1 && shift
	( be_person "$(key_name "$person_")" && git config --global mcade.publish auto && cd "$TRASH/$person_" && "$@" ) >"$TRASH/out" 2>"$TRASH/err" </dev/null
	set -- $?
	[ "$1" -eq 0 ] || { echo "--- $person_: exit $1" && cat "$TRASH/out" "$TRASH/err"; } >&4
	return "$1"
}
# asks STATUS WORDS NAME COMMAND...: ends so, and says each of the words (a pattern; "-": nothing is asked of them).
asks () {
	wanted_=$1 words_=$2 && shift 2
	as "$@"
	set -- $?
	[ "$1" -eq "$wanted_" ] || { echo "expected exit $wanted_, found $1" >&4; return 1; }
	for word_ in $words_; do
		[ "$word_" = - ] || cat "$TRASH/out" "$TRASH/err" | grep -q -e "$word_" || { echo "no '$word_' in it" >&4; return 1; }
	done
}
# next_is TEXT: what was said names this command to go on with.
next_is () {
	cat "$TRASH/out" "$TRASH/err" >"$TRASH/said" && test_grep "^ *\(mcade: \)*\(next\|fix\|hint\): .*$1" "$TRASH/said"
}
# saves NAME [MESSAGE]: what his acts wrote is committed and pushed, on the branch where he is.
saves () {
	as "$1" sh -c 'git add -A && { git diff --cached --quiet || git commit -q -m "$0"; } && git push -q origin HEAD' "${2:-records}"
}
# gets NAME: what others pushed to the branch where he is, and to the ledger.
gets () {
	as "$1" git pull -q --ff-only && as "$1" git mcade sync
}
# goes NAME BRANCH: he is on that branch, as the server has it, with what the ledger has.
goes () {
	as "$1" git fetch -q && as "$1" git checkout -q "$2" && gets "$1"
}
# tip: of the server's ledger.
tip () {
	git -C "$TRASH/hub.git" rev-parse -q --verify "$LEDGER"
}
# event FIELD [REV]: its values in that event of the server's ledger, else in its newest.
event () {
	git -C "$TRASH/hub.git" log -1 --format="%(trailers:key=Mcade-$1,valueonly)" "${2:-$LEDGER}" | sed '/^$/d'
}
# served: a service answers from web/.
served () {
	mkdir -p "$TRASH/web" && { perl "$SOURCE_DIR/t/helper/serve.pl" "$TRASH/web" & } && at_exit_pids_="$at_exit_pids_ $!" &&
	for try_ in 1 2 3 4 5 6 7 8 9 10; do test -s "$TRASH/web/.port" && break || sleep 0.3; done && base=http://127.0.0.1:$(cat "$TRASH/web/.port")
}

# --- a dishonest client: $id is the ledger's, the key is otto's ------------------------------------------
# lines_of REV: what an event of the server says, for craft.
lines_of () {
	git -C hub.git log -1 --format=%B "$1" | sed -n "s/^Mcade-//p" | grep -vE "^(Format|Ledger|Id|Sequence|Previous|Event|Environment|Step|Subject|Seen|File|Evidence|Occurred):"
}
# crafted: an event of otto's good key, by a program that asks nobody; on standard input.
crafted () {
	( cd otto && MCADE_CLOCK=$(date +%s) && export MCADE_CLOCK && craft "$(tip)" operator )
}
# judged STATUS RULE COMMIT: what an audit of it says, by somebody who has seen nothing yet.
judged () {
	rm -rf judge people/locked && git clone -q hub.git judge && git -C otto push -q --no-verify ../judge "+$3:$LEDGER" &&
	( be_person locked && cd judge && expect_status "$1" git mcade audit --expect-genesis "$id" ) >judged.out 2>&1 && { [ "$1" = 0 ] || test_grep "\[$2\]" judged.out; }
}
# passes_nowhere RULE COMMIT: neither at the server nor at an audit.
passes_nowhere () {
	before_=$(tip) && ! git -C otto push --no-verify -q origin "$2:$LEDGER" 2>push.err && test_grep "refused \[$1\]" push.err && test "$(tip)" = "$before_" && judged 1 "$1" "$2"
}
# newest SUBJECT: of the server's events.
newest () {
	git -C hub.git log -1 --grep "^$1" --format=%H $LEDGER
}

# --- every line of a seed ------------------------------------------------------------------------------------
# told NUMBER: "LINE WHERE..." of each line of the table.
told () {
	perl -F"\\t" -lane 'next if /^#/; my ($from, $to) = split(/-/, $F[0]); print "$_ $F[1]" for $from .. $to // $from' "$SOURCE_DIR/t/table/seed-$1.tsv"
}
# each_line NUMBER: of that seed has its place in the runbook, and a case of this script that executes it, or the table says why not.
each_line () {
	seed_=$(echo "$SOURCE_DIR/t/seeds/$1"-*.md) && grep -n . "$seed_" | cut -d: -f1 >lines && told "$1" | while read -r line where; do [ -z "$(sed -n "${line}p" "$seed_")" ] || echo "$line"; done >said && test_cmp lines said &&
	told "$1" | cut -d" " -f2- | tr " " "\n" | grep -vx -e - | sort -u | while read -r place; do grep -qE "(id|use): $place\b" "$SOURCE_DIR/t/runbooks/$1.yaml" || echo "$place"; done >missing && test_line_count 0 missing &&
	perl -F"\\t" -lane 'print $F[2] =~ s/:.*the seed.*//r if !/^#/ && $F[1] ne q(-)' "$SOURCE_DIR/t/table/seed-$1.tsv" | sort -u | while read -r title; do grep "^test_expect_success " "$SOURCE_DIR/t/$TEST_NAME.sh" | grep -qF "$title" || echo "$title"; done >missing && test_line_count 0 missing
}
