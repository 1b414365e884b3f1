#!/bin/sh
# words.sh [ROOT] - the word list of CONTRIBUTING.md, as far as a script can see it: in each text of
# several words that the program holds, and in pages, README and schemas. Comments are not judged.
cd "${1:-.}" || exit 128
find src bin doc schemas README.md -name '*.[ch]' -o -name '*.in' -o -name 'git-mcade-records.5' -o \
	-name 'git-mcade-runbook.5' -o -name '*.yaml' -o -name README.md 2>/dev/null | LC_ALL=C sort | xargs perl -e '
my @everywhere = (
	qr/(?<!there )(?<!here )\bis no (?!longer\b|such\b|other\b|older\b|newer\b|better\b|more\b|answer\b|reason\b|need\b|error\b|end\b|part\b|change\b)[a-z]/ => "is not a",
	qr/\b(?:speaks?|spoke) of\b/ => "names",
	qr/\b(?:went|gone|goes) back or apart\b/ => "was rewound or has diverged",
	qr/\b(?:has|have) not got\b/ => "does not have",
	qr/\bupon\b/ => "on", qr/\banew\b/ => "again", qr/\bsomebody\b/ => "who it is: a person, another event",
	qr/\bcomes? with a later version\b/ => "is not implemented in",
);
my @messages = (
	@everywhere,
	qr/\b(?:nobody|whoever)\b/ => "no principal, a clone that; or the passive",
	qr/\bbehind\b/ => "after", qr/\blies\b/ => "is", qr/\bmend(?:s|ed)?\b/ => "fix, repair",
	qr/\bnot available in this version\b/ => "not implemented", qr/\bstands? (?:twice|here twice)\b/ => "duplicate, is given twice",
);
my $bad = 0;
sub judge {
	my ($where, $text, @list) = @_;
	while (my ($word, $instead) = splice @list, 0, 2) {
		next unless $text =~ /$word/;
		print "$where: \"$&\" in \"$text\"; say: $instead\n";
		$bad = 1;
	}
}
for my $file (@ARGV) {
	open(my $in, "<", $file) or die "$file: $!\n";
	if ($file !~ /\.[ch]$/) {
		while (<$in>) { chomp; judge("$file:$.", $_, @everywhere) }
		next;
	}
	local $/; my $text = <$in>;
	$text =~ s{("(?:\\.|[^"\\\n])*"|\x27(?:\\.|[^\x27\\\n])+\x27)|/\*.*?\*/}{ my $kept = $1; $kept // ($& =~ tr/\n//cdr) }gse;
	while ($text =~ /"(?:\\.|[^"\\\n])*"(?:[\s\\]*"(?:\\.|[^"\\\n])*")*/g) {
		my ($line, $literal) = (1 + (substr($text, 0, $-[0]) =~ tr/\n//), $&);
		my $message = join "", $literal =~ /"((?:\\.|[^"\\])*)"/g;
		judge("$file:$line", $message, @messages) if $message =~ /\w \w|\w [%\x27]/;
	}
}
exit $bad;
' || exit 1
