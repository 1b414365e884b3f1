#!/bin/sh
# coverage.sh DIR - after tests of the program built in DIR, its trust core with --coverage (check.mk): how many
# branches of that were taken, for each file, each room and in all. Fails below a row of
# t/floor-coverage.tsv, for a row whose room is gone, and for a room without a row.
#
# Counted is what gcov(1) counts at -O0: each outcome of each condition. Left out is one thing:
# "if (call(...) < 0)" over "return -1;", which hands on that what is below could not tell (a disk that
# fails). It decides nothing, and has its test where it is made; the number with it is printed beside. Memory that is exhausted ends the process in base/memory.c.
#
# COVERAGE_LINES=1: each branch that was not taken as file:line, first.
cd "${0%/*}/.." || exit 128
command -v gcov >/dev/null || { echo "no gcov is installed"; exit 1; }
find "${1:?}/src" -name '*.gcno' >"$1/gcno"
perl -MJSON::PP -e '
my (%file, %room, @whole, $bad);
my ($dir) = @ARGV;
open(my $list, "<", "$dir/gcno") or die;
while (my $gcno = <$list>) {
	chomp $gcno;
	# A file that no test has run has no counts: all of its branches are not taken.
	my $json = `gcov --stdout --json-format --branch-probabilities --object-file $gcno $gcno 2>/dev/null`;
	if ($? || !$json) { print "coverage: gcov cannot read $gcno\n"; $bad = 1; next }
	for my $source (@{decode_json($json)->{files}}) {
		my $name = $source->{file} =~ s{^\Q$ENV{PWD}\E/}{}r;
		next if $gcno ne "$dir/" . $name =~ s/\.c$/.gcno/r;
		open(my $c, "<", $name) or do { print "coverage: no $name\n"; $bad = 1; next };
		my @text = <$c>;
		for my $line (@{$source->{lines}}) {
			my $at = $line->{line_number};
			my $hands_on = "@text[$at - 1 .. $at]" =~ m{^\s*if \((?:(?!&&|[|][|]|[?]).)*\) < 0\)\n\s*return -1;};
			for my $branch (@{$line->{branches}}) {
				$whole[0]++;
				$whole[1]++ if $branch->{count};
				next if $hands_on;
				$file{$name}[0]++;
				$branch->{count} ? $file{$name}[1]++ : $ENV{COVERAGE_LINES} && print "$name:$at\n";
			}
		}
	}
}
my $show = sub {
	my ($what, $had) = @_;
	my $percent = int(1000 * ($had->[1] || 0) / ($had->[0] || 1)) / 10;
	printf "%5.1f %% of %5d  %s\n", $percent, $had->[0] || 0, $what;
	return $percent;
};
for my $name (sort { ($file{$a}[1] || 0) / $file{$a}[0] <=> ($file{$b}[1] || 0) / $file{$b}[0] || $a cmp $b } keys %file) {
	my ($room) = $name =~ m{^src/(\w+)/};
	for ($room, "all") { $room{$_}[0] += $file{$name}[0]; $room{$_}[1] += $file{$name}[1] || 0 }
	$show->($name, $file{$name});
}
$show->("all, with errors that are handed on", \@whole);
my %percent = map { $_ => $show->($_, $room{$_}) } sort keys %room;
my %floor;
open(my $in, "<", "t/floor-coverage.tsv") or do { print "coverage: no t/floor-coverage.tsv\n"; exit 1 };
while (<$in>) { $floor{$1} = $2 if /^(\w+)\t([\d.]+)$/ }
for (sort keys %{{%floor, %percent}}) {
	my ($had, $least) = ($percent{$_}, $floor{$_});
	if (!defined $had) { print "coverage: $_ has a floor and no branches\n"; $bad = 1 }
	elsif (!defined $least) { print "coverage: $_ has no floor in t/floor-coverage.tsv\n"; $bad = 1 }
	elsif ($had < $least) { print "coverage: $had % of $_, at least $least %\n"; $bad = 1 }
}
exit($bad ? 1 : 0);
' "$1"
