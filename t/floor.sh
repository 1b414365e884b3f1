#!/bin/sh
# floor.sh [peers|portable|write] - after a run: was everything run that was run before, and was nothing
# skipped or put off?
#
# t/floor.tsv names each program and how many tests it had at least. A program that is gone, or
# has fewer, is a failure; who takes tests away takes the line with them. "write" puts down what
# the last run had (of a program that it ran); the numbers only rise.
# t/skips.tsv names what may be skipped, and why it is no loss; in CI anything else is a failure,
# elsewhere it is told. "peers": the t9 scripts; "portable": what was run of the program that
# `make PORTABLE=1` builds; else all others.
cd "${0%/*}/.." || exit 128
perl -e '
my ($what, $ci, $bad) = ($ARGV[0] // "", ($ENV{CI} // "") eq "true", 0);
sub wrong { print "floor: $_[0]\n"; $bad = 1 }
sub rows { open(my $in, "<", $_[0]) or return; map { chomp; /^(#|$)/ ? () : [split(/\t/)] } <$in> }
# "unit/sign", "t3101-x.sh", and under the sanitizers "san/unit/sign"
sub name { my $n = shift; $n =~ s{^build/tap/}{}; $n =~ s{\.tap$}{}; $n =~ s{^address-undefined_}{san/}; $n =~ s{^portable_}{portable/}; $n =~ s{^(san/|portable/)?t_}{$1 // ""}e; $n =~ s{^((?:san/|portable/)?(?:unit|fuzz|lint|mutants))_}{$1/}; $n }
my (%had, %skipped);
for my $file (glob("build/tap/*.tap")) {
	my $name = name($file);
	open(my $in, "<", $file) or next;
	my $count = 0;
	while (<$in>) {
		$count++ if /^(?:not )?ok\b/;
		push @{$skipped{$name}}, $1 // $2 if /^(?:ok \d+(.*?)|1\.\.0\s*)# SKIP(.*)/i;
		wrong("$name puts a test off: $_") if /^(?:not )?ok .*# TODO/i;
	}
	$had{$name} = $count;
}
my %floor = map { $_->[0] => $_->[1] } rows("t/floor.tsv");
my $mine = $what eq "portable" ? sub { $_[0] =~ m{^portable/} } : sub { $_[0] !~ m{^portable/} && ($_[0] =~ /^(?:san\/)?t9/ ? 1 : 0) == ($what eq "peers" ? 1 : 0) };
if ($what eq "write") {
	my %now = (%floor, map { m{^(?:san|valgrind|mutants|portable)} ? () : ($_ => $had{$_}) } keys %had);
	for (keys %now) { $now{$_} = $floor{$_} if ($floor{$_} // 0) > $now{$_} }
	open(my $in, "<", "t/floor.tsv"); my @head = grep { /^#/ } <$in>;
	open(my $out, ">", "t/floor.tsv") or die; print $out @head, map { "$_\t$now{$_}\n" } sort keys %now;
	exit 0;
}
my %number;
for (sort keys %floor) { wrong("$number{$1} and $_ have one number") if /^(t\d+)-/ && ($number{$1} //= $_) ne $_ }
if ($what eq "portable") {
	for (sort grep { $mine->($_) } keys %had) {
		my $least = $floor{s{^portable/}{}r} // 0;
		wrong("$_ should have $least tests and has $had{$_}") if $had{$_} < $least;
	}
	%floor = ();
}
for (sort grep { $mine->($_) } keys %floor) {
	my $least = $floor{$_};
	if (!defined $had{$_}) { wrong("$_ was not run"); next }
	wrong("$_ had $least tests and has $had{$_}") if $had{$_} < $least;
	wrong("$_ was not run under the sanitizers") if !m{^(?:lint/|t0|t9)} && !$had{"san/$_"};
}
for my $name (sort grep { $mine->($_) && !m{^(?:san|valgrind|mutants|portable)} } keys %had) {
	print "note: $name is not in t/floor.tsv: sh t/floor.sh write\n" if !$floor{$name};
}
my @may = rows("t/skips.tsv");
for my $name (sort grep { $mine->($_) } keys %skipped) {
	for my $test (@{$skipped{$name}}) {
		next if grep { $_->[0] eq $name && index($test, $_->[1]) >= 0 } @may;
		print "skipped: $name:$test\n";
		$bad = 1 if $ci;
	}
}
exit $bad;
' "$@"
