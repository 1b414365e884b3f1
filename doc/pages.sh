#!/bin/sh
# pages.sh [ROOT] - writes git-mcade.1 and git-mcade-<command>.1: what a command takes comes from
# the program itself, what it does from commands.in. Run it after adding a command or an option.
cd "${1:-.}" || exit 128
program=${TEST_PROGRAM:-bin/git-mcade}
[ -x "$program" ] || { echo "build it first: make" >&2; exit 128; }

# struct command of src/cmd/<name>.c as "name|group|usage|summary"
commands () {
	perl -e '
	local $/;
	open(my $list, "<", "src/cmd/commands.h") or exit 1;
	my @order = <$list> =~ /^COMMAND\((\w+)/mg;
	my %row;
	for my $file (glob("src/cmd/*.c")) {
		open(my $in, "<", $file) or next;
		my $text = <$in>;
		while ($text =~ /struct command cmd_(\w+) = \{(.*?)\n\}/sg) {
			my ($id, $body) = ($1, $2);
			my %field;
			while ($body =~ /\.(\w+)\s*=\s*((?:"(?:\\.|[^"\\])*"\s*)+|[\w| ]+)/g) {
				my ($key, $value) = ($1, $2);
				$value = join("", $value =~ /"((?:\\.|[^"\\])*)"/g) if $value =~ /"/;
				$value =~ s/\\(.)/$1/g;
				$field{$key} = $value;
			}
			$row{$id} = join("|", map { $field{$_} // "" } qw(name group usage summary));
		}
	}
	print "$row{$_}\n" for grep { $row{$_} } @order;
	'
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
	commands | while IFS='|' read -r name group usage summary; do
		[ "$group" = "GROUP_$1" ] || continue
		printf '.It Ic %s\n%s\n' "$name" "$summary"
	done
	echo '.El'
}

while IFS= read -r line; do
	case $line in
	'@GROUP '*) group=${line#@GROUP }; listing "$(echo "${group%@}" | tr 'a-z' 'A-Z')" ;;
	*) printf '%s\n' "$line" ;;
	esac
done <doc/git-mcade.in >doc/git-mcade.1

commands | while IFS='|' read -r name group usage summary; do
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
		echo '.Op Ar options'
		[ -z "$usage" ] || printf '%s\n' "$usage" | perl -pe 's/\\/\\e/g; s/^/.Li "/; s/$/"/; s/(?<!^\.Li )"(?!$)/\x27/g'
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
