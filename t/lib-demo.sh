# lib-demo.sh - a story that is played: real commands, real output, cut where it says so. Each command
# has the exit status that the story says, or the demo stops.
#
#	. "${0%/*}/lib.sh"
#	. "$SOURCE_DIR/t/lib-demo.sh"
#	chapter "1. A title"; say "a line"; play STATUS LINES COMMAND; quiet COMMAND
#
# DEMO_KEEP=1 keeps the folder; DEMO_FULL=1 cuts nothing. `who`, `bold` and `plain` are the
# story's.

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
	for line in "$@"; do
		[ -n "$line" ] && printf '   %s\n' "$line" || echo
	done
}

# One line of a screen, and a sign where there is more.
fitted () {
	awk 'length($0) > 150 { $0 = substr($0, 1, 147) "..." } { print }'
}

# play STATUS LINES COMMAND: types it, runs it, shows at most LINES of what it printed;
# FIRST+LAST shows the beginning and the end.
play () {
	printf '\n%s%s$ %s%s\n' "$bold" "$who" "$3" "$plain"
	eval "$3" >"$TRASH/.shown" 2>&1 </dev/null
	found=$?
	if [ -n "$DEMO_FULL" ]; then
		cat "$TRASH/.shown"
	else
		head -n "${2%+*}" "$TRASH/.shown" | fitted
		more=$(($(wc -l <"$TRASH/.shown") - ${2%+*}))
		case $2 in
		*+*)
			[ "$more" -le "${2#*+}" ] || printf '   [... %d lines]\n' "$((more - ${2#*+}))"
			tail -n "${2#*+}" "$TRASH/.shown" | fitted ;;
		*) [ "$more" -le 0 ] || printf '   [... %d more lines]\n' "$more" ;;
		esac
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
