#!/bin/sh
# demo.sh - a day with git mcade, on the runbook of seed 000, in a throw-away repository with the
# history that teams really have. Real commands, real output (cut where it says so). Every
# command has the exit status that the story says, or the demo stops: `make demo` is a test too.
#
#	sh t/demo.sh		DEMO_KEEP=1 keeps the folder; DEMO_FULL=1 cuts nothing
if [ -n "$DEMO_KEEP" ]; then TEST_KEEP=1; fi
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-motorcade.sh"

wrong=0
who=ada
if [ -t 1 ] && [ -z "$NO_COLOR" ]; then
	bold=$(printf '\033[1m') plain=$(printf '\033[0m')
else
	bold='' plain=''
fi

chapter () {
	printf '\n%s== %s%s\n' "$bold" "$1" "$plain"
}

say () {
	printf '%s\n' "$1" | sed 's/^/   /'
}

# play STATUS LINES COMMAND: types it, runs it, shows at most LINES of what it printed.
play () {
	printf '\n%s%s$ %s%s\n' "$bold" "$who" "$3" "$plain"
	eval "$3" >"$TRASH/.shown" 2>&1 </dev/null
	found=$?
	if [ -n "$DEMO_FULL" ]; then
		cat "$TRASH/.shown"
	else
		head -n "$2" "$TRASH/.shown" | cut -c 1-150
		more=$(($(wc -l <"$TRASH/.shown") - $2))
		[ "$more" -le 0 ] || printf '   [... %d more lines]\n' "$more"
	fi
	[ "$found" -eq 0 ] || printf '   [exit %d]\n' "$found"
	if [ "$found" -ne "$1" ]; then
		printf '\n*** expected exit %d, found %d: %s\n' "$1" "$found" "$3"
		cat "$TRASH/.shown"
		exit 1
	fi
	tick 30
}

# quiet COMMAND: what happens behind the scenes; must succeed.
quiet () {
	"$@" >"$TRASH/.shown" 2>&1 </dev/null || { cat "$TRASH/.shown"; echo "*** $*"; exit 1; }
}

git config --global core.pager cat
git config --global push.default simple
quiet motorcade seed
quiet bare_remote "$TRASH/remote.git"
quiet git -C seed push -q "$TRASH/remote.git" main
quiet git clone -q remote.git motorcade
cd motorcade || exit 1
tick 3600

chapter "1. Before anything is adopted: what is untrue here?"
say "A clone of a team's repository: no key, no ledger, no configuration."
play 1 26 'git mcade lint'

chapter "2. Make it impossible: a trust root, a ledger, hooks"
play 0 20 'git mcade init'
play 1 14 'git mcade import docs/RUNBOOK.md'
say "(exit 1: the contradictions are listed, none was resolved silently)"
play 1 14 'git mcade lint --missing'
