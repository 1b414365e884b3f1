#!/bin/sh
# messages.sh [ROOT] - git's wording for what people read when something fails: lower case
# first letter (an abbreviation or a name in quotes may stand first), no full stop at the end,
# no newline inside.
cd "${1:-.}" || exit 128
find src bin -name '*.c' 2>/dev/null | LC_ALL=C sort | xargs perl -e '
my $bad = 0;
for my $file (@ARGV) {
	open(my $in, "<", $file) or die "$file: $!\n";
	local $/; my $text = <$in>;
	while ($text =~ /\b(?:err_(?:set|at|errno|prefix)|finding_(?:add|set))\s*\(((?:[^()"]|"(?:\\.|[^"\\])*"|\((?:[^()]|\([^()]*\))*\))*)\)/g) {
		my ($arguments, $at) = ($1, $-[0]);
		next unless $arguments =~ /("(?:\\.|[^"\\])*"(?:\s*(?:PRI[a-z0-9]+|"(?:\\.|[^"\\])*"))*)/;
		my $message = join("", $1 =~ /"((?:\\.|[^"\\])*)"/g);
		my $line = 1 + (substr($text, 0, $at) =~ tr/\n//);
		my $say = sub { print "$file:$line: $_[0]: \"$message\"\n"; $bad = 1 };
		$say->("begins with a capital") if $message =~ /^[A-Z][a-z]/ && $message !~ /^(?:Git|Markdown|Mcade-)/;
		$say->("ends in a full stop") if $message =~ /(?<!\.)\.$/;
		$say->("holds a newline") if $message =~ /\\n/;
	}
}
exit $bad;
' || exit 1
