#!/bin/sh
# pages.sh [ROOT] - writes git-mcade.1 and git-mcade-<command>.1: what a command takes comes from
# the program itself, what it does from commands.in. Run it after adding a command or an option.
cd "${1:-.}" || exit 128
program=${TEST_PROGRAM:-bin/git-mcade}
[ -x "$program" ] || { echo "build it first: make" >&2; exit 128; }

# The commands as `git mcade help` lists them: group, tab, name, tab, summary.
commands () {
	"$program" help | awk '
	/^[A-Z]/ { group = tolower($0); sub(/ /, "", group); next }
	/^    [a-z]/ { name = $1; $1 = ""; sub(/^ */, ""); print group "\t" name "\t" $0 }'
}

operands () {
	"$program" "$1" -h 2>&1 | sed -n "1s/^usage: git mcade $1 *//p"
}

described () {
	awk -v name="$1" '/^=== / { on = $2 == name; next } on' doc/commands.in
}

# The options as the program lists them, as mdoc.
options () {
	"$program" "$1" -h 2>&1 | perl -ne '
	if (/^\s+(?:-(\w), )?--([a-z][a-z-]*)(?: ([A-Z][^ ]*))?\s+(.*)$/) {
		my ($letter, $name, $value, $help) = ($1, $2, $3, $4);
		my $line = ".It " . ($letter ? "Fl $letter , " : "") . "Fl Fl $name";
		$line .= " Ar $value" if defined $value && length $value;
		$help =~ s/\\/\\e/g; $help =~ s/^(?=[.\x27])/\\&/;
		print "$line\n$help\n";
	}'
}

listing () {
	echo '.Bl -tag -width "checkpointx" -compact'
	commands | while IFS='	' read -r group name summary; do
		[ "$group" = "$1" ] || continue
		printf '.It Ic %s\n%s\n' "$name" "$summary"
	done
	echo '.El'
}

while IFS= read -r line; do
	case $line in
	'@GROUP '*) group=${line#@GROUP }; listing "${group%@}" ;;
	*) printf '%s\n' "$line" ;;
	esac
done <doc/git-mcade.in >doc/git-mcade.1

commands | while IFS='	' read -r group name summary; do
	usage=$(operands "$name")
	title=$(echo "$name" | tr 'a-z' 'A-Z')
	{
		echo '.\" Written by doc/pages.sh from the program and doc/commands.in.'
		echo '.Dd November 21, 2026'
		echo ".Dt GIT-MCADE-$title 1"
		echo '.Os'
		echo '.Sh NAME'
		echo ".Nm git-mcade-$name"
		echo ".Nd $summary"
		echo '.Sh SYNOPSIS'
		echo ".Nm git mcade $name"
		[ -z "$usage" ] || printf '%s\n' "$usage" | sed 's/\\/\\e/g; s/"/\\(dq/g; s/^/.Li "/; s/$/"/'
		echo '.Sh DESCRIPTION'
		described "$name"
		list=$(options "$name")
		if [ -n "$list" ]; then
			echo '.Sh OPTIONS'
			echo '.Bl -tag -width Ds'
			printf '%s\n' "$list"
			echo '.El'
		fi
		echo '.Sh EXIT STATUS'
		echo 'That of every command:'
		echo '.Xr git-mcade 1 .'
		echo '.Sh SEE ALSO'
		echo '.Xr git-mcade 1 ,'
		echo '.Xr git-mcade-ledger 5 ,'
		echo '.Xr git-mcade-records 5 ,'
		echo '.Xr git-mcade-rules 7'
	} >"doc/git-mcade-$name.1"
	[ -n "$(described "$name")" ] || echo "doc/commands.in: nothing about $name" >&2
done
