#!/bin/sh
# messages.sh [ROOT] - git's wording for what people read when something fails: lower case
# first letter (an abbreviation or a name in quotes may stand first), no full stop at the end,
# no newline inside.
#
# WRITERS take the message as their first text. WRAPPERS hand texts of their own to one of those:
# whichever argument is a text of several words is judged. Whoever writes a new wrapper adds it
# here; one that takes a format is noticed if it does not stand here (or in OTHERS, which say
# something else than an error).
WRITERS='err_set err_at err_errno err_prefix finding_add finding_set'
WRAPPERS='act_no bad bad_bytes bind_fault criterion damaged drift fault git_failed malformed missing refuse refuse_ref
	refuse_unpinned untrusted wrong wrong_shape'
OTHERS='err_next output_note text_note owner_command strbuf_addf arena_printf'
cd "${1:-.}" || exit 128
export WRITERS WRAPPERS OTHERS
find src bin -name '*.[ch]' 2>/dev/null | LC_ALL=C sort | xargs perl -e '
my $bad = 0;
my ($writers, $wrappers) = map { join("|", split) } @ENV{qw(WRITERS WRAPPERS)};
my %known = map { $_ => 1 } map { split } @ENV{qw(WRITERS WRAPPERS OTHERS)};
my $string = qr/"(?:\\.|[^"\\])*"/;
my $texts = qr/($string(?:\s*(?:PRI[a-z0-9]+|$string))*)/;
sub judge {
	my ($where, $literal) = @_;
	my $message = join("", $literal =~ /"((?:\\.|[^"\\])*)"/g);
	my $say = sub { print "$where: $_[0]: \"$message\"\n"; $bad = 1 };
	$say->("begins with a capital") if $message =~ /^[A-Z][a-z]/ && $message !~ /^(?:Git|Markdown|Mcade-)/;
	$say->("ends in a full stop") if $message =~ /(?<!\.)\.$/;
	$say->("holds a newline") if $message =~ /\\n/;
}
for my $file (@ARGV) {
	open(my $in, "<", $file) or die "$file: $!\n";
	local $/; my $text = <$in>;
	my $line = sub { 1 + (substr($text, 0, $_[0]) =~ tr/\n//) };
	while ($text =~ /\b($writers|$wrappers)\s*\(((?:[^()"]|$string|\((?:[^()"]|$string|\((?:[^()"]|$string|\([^()]*\))*\))*\))*)\)/g) {
		my ($name, $arguments, $at) = ($1, $2, $-[0]);
		if ($name =~ /^(?:$writers)$/) {
			judge("$file:" . $line->($at), $1) if $arguments =~ $texts;
			next;
		}
		1 while $arguments =~ s/\w+\((?:[^()"]|$string|\((?:[^()"]|$string)*\))*\)/0/;
		while ($arguments =~ /$texts/g) {
			my $literal = $1;
			judge("$file:" . $line->($at), $literal) if $literal =~ /\w[\w\x27,:]* /;
		}
	}
	while ($text =~ /\b(\w+)\s*\([^()]*\.\.\.\s*\)\s*PRINTF_LIKE|PRINTF_LIKE\([^()]*\)\s*[\w\s*]*?\b(\w+)\s*\(/g) {
		my $name = $1 // $2;
		next if $known{$name} || $file =~ m{^src/base/};
		print "$file:", $line->($-[0]), ": $name() takes a format and is not in t/lint/messages.sh\n";
		$bad = 1;
	}
}
exit $bad;
' || exit 1
