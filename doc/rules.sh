#!/bin/sh
# rules.sh [ROOT] - writes git-mcade-rules.7 from the table in src/model/rules.h, so that the
# manual and `git mcade explain` say the same:	sh doc/rules.sh >doc/git-mcade-rules.7
cd "${1:-.}" || exit 128
sed -n '/^=== head/,/^=== tail/p' doc/rules.in | sed '1d;$d'
perl -e '
local $/; my $text = <STDIN>;
$text =~ s/\\\n//g;
my %severity = (FINDING_ERROR => "error", FINDING_WARN => "warning", FINDING_NOTE => "note");
my $string = qr/((?:"(?:\\.|[^"\\])*"\s*)+)/;
sub say_it {
	my $joined = join("", $_[0] =~ /"((?:\\.|[^"\\])*)"/g);
	$joined =~ s/\\(.)/$1/g;
	$joined =~ s/\\/\\e/g;
	$joined =~ s/^(?=[.\x27])/\\&/;
	return $joined;
}
while ($text =~ /\bRULE\(\s*(\w+)\s*,\s*"([^"]+)"\s*,\s*([A-Z_| ]+?|0)\s*,\s*(\w+)\s*,\s*([A-Z| ]+?|0)\s*,\s*(?:ELSEWHERE|CHANGE\(\w+\))\s*,\s*$string,\s*$string,\s*$string,\s*$string(?:,\s*\.[^)]*)?\)/g) {
	my ($id, $doors, $severity, $passes, $holds, $why, $fix, $allow) =
		($2, $3, $severity{$4}, $5, map { say_it($_) } $6, $7, $8, $9);
	if ($doors eq "0") {
		print ".It Sy $id\n", ucfirst($holds), ": $why.\nIts meaning is fixed; this version does not check it.\n";
		next;
	}
	$doors =~ s/[^CPRWAL]//g;
	my $letters = join(" ", split(//, $doors));
	print ".It Sy $id\n.Pq $severity ; No doors : $letters\n.Pp\n";
	print ucfirst($holds), ".\n";
	print ".Bl -tag -width \"allow:\" -compact\n.It why:\n$why\n";
	print ".It fix:\n$fix\n.It allow:\n$allow\n";
	print ".It waive:\nan act passes under a waiver in force\n" if $passes =~ /WAIVE/;
	print ".El\n";
}
print ".El\n";
' <src/model/rules.h
sed -n '/^=== tail/,$p' doc/rules.in | sed '1d'
