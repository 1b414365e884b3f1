#!/bin/sh
# floor.sh [sanitized|peers|clang|shared|portable|write] - after a run: was everything run that was
# run before, and was nothing skipped or put off?
#
# t/floor.tsv names each program and how many tests it had at least. A program that is gone, or
# has fewer, is a failure; who takes tests away takes the line with them. "write" puts down what
# the last run had (of a program that it ran); the numbers only rise.
# t/skips.tsv names what may be skipped, and why it is not a loss; in CI anything else is a failure,
# elsewhere it is told. Each target asks for its own part: "make check" names none (all programs
# as built, units and corpora under the sanitizers), "sanitized" is the scripts under them, "peers"
# the t9 scripts, "clang" and "shared" units and corpora of those builds; "portable" what was run of
# the program that `make PORTABLE=1` builds.
cd "${0%/*}/.." || exit 128
perl -e '
my ($what, $ci, $bad) = ($ARGV[0] // "", ($ENV{CI} // "") eq "true", 0);
sub wrong { print "floor: $_[0]\n"; $bad = 1 }
sub rows { open(my $in, "<", $_[0]) or return; map { chomp; /^(#|$)/ ? () : [split(/\t/)] } <$in> }
# "unit/sign", "t3101-x.sh", and under the sanitizers "san/unit/sign"
sub name { my $n = shift; $n =~ s{^build/tap/}{}; $n =~ s{\.tap$}{}; $n =~ s{^address-undefined_}{san/}; $n =~ s{^(clang|shared|valgrind|portable)_}{$1/}; $n =~ s{^(\w+/)?t_}{$1 // ""}e; $n =~ s{^((?:\w+/)?(?:unit|fuzz|lint|mutants))_}{$1/}; $n }
sub part { local $_ = shift; m{^t9} ? "peers" : m{^san/t} ? "sanitized" : m{^(clang|shared|portable)/} ? $1 : "" }
my $units = qr{^(?:unit|fuzz)/};
my %parts = ("" => [qr{^(?!t9|san/)}, ""], peers => [qr{^t9}, ""], sanitized => [qr{^t[1-8]}, "san/"],
	clang => [$units, "clang/"], shared => [$units, "shared/"],
	portable => [qr{^(?:unit|fuzz|t[1-8])}, "portable/"], write => []);
if (!$parts{$what}) { print "floor: no part \"$what\"\n"; exit 129 }
my (%had, %skipped);
for my $file (glob("build/tap/*.tap")) {
	my $name = name($file);
	open(my $in, "<", $file) or next;
	my $count = 0;
	while (<$in>) {
		$count++ if /^(?:not )?ok\b/;
		push @{$skipped{$name}}, $1 // $2 if /^(?:ok\b *\d*(.*?)|1\.\.0\s*)# *SKIP(.*)/i;
		wrong("$name puts a test off: $_") if part($name) eq $what && /^(?:not )?ok\b.*# *TODO/i;
	}
	$had{$name} = $count;
}
my %floor = map { $_->[0] => $_->[1] } rows("t/floor.tsv");
if ($what eq "write") {
	my %now = (%floor, map { m{^(?:san|clang|shared|valgrind|mutants|portable)/} ? () : ($_ => $had{$_}) } keys %had);
	for (keys %now) { $now{$_} = $floor{$_} if ($floor{$_} // 0) > $now{$_} }
	open(my $in, "<", "t/floor.tsv"); my @head = grep { /^#/ } <$in>;
	open(my $out, ">", "t/floor.tsv") or die; print $out @head, map { "$_\t$now{$_}\n" } sort keys %now;
	exit 0;
}
my %number;
for (sort keys %floor) { wrong("$number{$1} and $_ have one number") if /^(t\d+)-/ && ($number{$1} //= $_) ne $_ }
sub had {
	my ($name, $where) = @_;
	my ($had, $least) = ($had{"$where$name"}, $floor{"$where$name"} // $floor{$name});
	my $how = $where eq "san/" ? " under the sanitizers" : $where ? " in $where" : "";
	if (!defined $had) { wrong("$name was not run$how") }
	elsif ($had < $least) { wrong("$name had $least tests and has $had$how") }
}
# Of the portable program some are run, and under the sanitizers those that come up.
delete @floor{grep { !defined $had{"portable/$_"} } keys %floor} if $what eq "portable";
my $of = $ENV{SANITIZED_OF} // 1;
if ($what eq "sanitized" && $of > 1) {
	my %up = map { s{^t/|\n}{}gr => 1 } `sh t/share.sh $of @{[map { "t/$_" } grep { /^t\d/ } keys %floor]}`;
	delete @floor{grep { !$up{$_} } keys %floor};
}
for (sort grep { $_ =~ $parts{$what}[0] } keys %floor) {
	had($_, $parts{$what}[1]);
	had($_, "san/") if $what eq "" && $_ =~ $units;
}
for my $name (sort grep { part($_) eq $what && !m{^(?:san|valgrind|mutants)/} } keys %had) {
	print "note: $name is not in t/floor.tsv: sh t/floor.sh write\n" if !$floor{$name} && $what =~ /^(?:peers)?$/;
}
my @may = rows("t/skips.tsv");
for my $name (sort grep { part($_) eq $what } keys %skipped) {
	for my $test (@{$skipped{$name}}) {
		next if grep { $_->[0] eq $name && index($test, $_->[1]) >= 0 } @may;
		print "skipped: $name:$test\n";
		$bad = 1 if $ci;
	}
}
exit $bad;
' "$@"
