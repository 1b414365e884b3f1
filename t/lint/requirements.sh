#!/bin/sh
# requirements.sh [ROOT] - t/requirements.tsv: every requirement once, and each either shown by
# tests that are there and cite its id, attested with a word how, or later with the piece of work
# that brings it and the word what it waits for.
#
# A test cites a requirement anywhere in its text; "shows: A01 A02" lines are checked the other way
# round too. A folder of t/rules/ has that line in its file .shows. What waits stands a second
# time in t/requirements.waiting, so that a row that was shown does not become "later" unseen. The
# seeds do not change, and neither do the requirements: SUM is that of the first two columns.
#
# What a test shows of a release (C, D, E) was seen broken: one of its tests must notice a fault of
# t/mutants/list.tsv, whose fifth column names it.
SUM=68827a5e88586a15074f08d5cc9fb246d2cae26799cbc3b47fd56c5ace364409
cd "${1:-.}" || exit 128
[ -f t/requirements.tsv ] || { echo "t/requirements.tsv: missing"; exit 1; }
perl -MDigest::SHA=sha256_hex -e '
my ($bad, $line, $said, %seen, %names, %waits, %broken) = (0, 0, "");
sub wrong { print "t/requirements.tsv:$line: $_[0]\n"; $bad = 1 }
sub slurp { local $/; open(my $in, "<", $_[0]) or return ""; my $text = <$in>; return $text // "" }
sub text_of { return -d $_[0] ? join("\n", map { slurp($_) } glob("$_[0]/.shows")) : slurp($_[0]) }
for (split(/\n/, slurp("t/mutants/list.tsv"))) {
	my ($file, $old, $new, $test, $ids) = split(/\t/);
	next if /^#/ || !defined $ids;
	my @files = $test eq "unit/rules" ? ("t/unit/rules.c", glob("t/rules/*")) : $test =~ m{/} ? "t/$test.c" : "t/$test";
	for my $id (split(/ /, $ids)) { $broken{$id}{$_} = 1 for @files }
}
for (split(/\n/, slurp("t/requirements.tsv"))) {
	$line++;
	next if /^#/;
	my @column = split(/\t/, $_, -1);
	if (@column != 3) { wrong("not three columns"); next }
	my ($id, $text, $shown) = @column;
	wrong("no id: $id") if $id !~ /^[A-Z][0-9]+b?$/;
	wrong("$id stands twice") if $seen{$id}++;
	$said .= "$id\t$text\n";
	if ($shown =~ /^(attested|later): ./) {
		$waits{$id} = $line;
		wrong("$id waits for no piece of work") if $shown =~ /^l/ && $shown !~ /^later: (release|documents|week|unplanned): \S/;
		next;
	}
	wrong("$id has nothing that shows it") if $shown !~ /\S/;
	for my $file (split(/ /, $shown)) {
		my $test = $file =~ m{^t/(t\d{4}-[\w-]+\.sh|unit/[\w-]+\.c|fuzz/\w+\.c|table/\w+\.txt|rules/[\w-]+|lint/\w+\.sh)$};
		if (!-e $file) { wrong("$id: no $file") }
		elsif (!$test || ($file =~ m{^t/rules/}) != (-d $file)) { wrong("$id: $file is not a test") }
		elsif (text_of($file) !~ /\b$id\b/) { wrong("$id: $file does not cite it") }
		$names{$file}{$id} = 1;
	}
	wrong("$id: none of its tests is known to notice a fault") if $id =~ /^[CDE]/ && !grep { $names{$_}{$id} } keys %{$broken{$id}};
}
for (sort keys %broken) { if (!$seen{$_}) { print "t/mutants/list.tsv: no requirement $_\n"; $bad = 1 } }
$line = 0;
for my $file (sort keys %names) {
	for (text_of($file) =~ /\bshows: ([A-Z]\d+b?(?: [A-Z]\d+b?)*)/g) {
		for my $id (split / /) {
			next if $names{$file}{$id};
			print "$file: says that it shows $id; t/requirements.tsv does not\n";
			$bad = 1;
		}
	}
}
my %listed = map { $_ => 1 } map { /^#/ ? () : split } split(/\n/, slurp("t/requirements.waiting"));
for (sort keys %waits) { $line = $waits{$_}; wrong("$_ waits, and t/requirements.waiting does not know it") if !$listed{$_} }
$line = 0;
for (sort keys %listed) { wrong("$_ stands in t/requirements.waiting and does not wait") if !$waits{$_} }
my $sum = sha256_hex($said);
wrong("ids or texts are not those of the seeds: their sum is $sum") if $sum ne $ARGV[0];
exit $bad;
' "$SUM"
