#!/bin/sh
# mutants.sh [ROOT] - each fault of t/mutants/list.tsv still has its place: four columns, or a fifth of
# requirements (requirements.sh), the old text once in its file, and a test that is there. Whether that test notices, `make mutants` tells.
cd "${1:-.}" || exit 128
[ -f t/mutants/list.tsv ] || { echo "t/mutants/list.tsv: missing"; exit 1; }
perl -e '
my ($bad, %text) = (0);
sub wrong { print "t/mutants/list.tsv:$.: $_[0]\n"; $bad = 1 }
sub slurp { local ($/, $.); open(my $in, "<", $_[0]) or return ""; return <$in> // "" }
open(my $list, "<", "t/mutants/list.tsv") or die;
while (<$list>) {
	next if /^(#|$)/;
	chomp;
	my @row = split(/\t/, $_, -1);
	@row == 4 || @row == 5 or wrong("four columns are expected, or five"), next;
	my ($file, $old, $new, $test) = @row;
	my $count = () = ($text{$file} //= slurp($file)) =~ /\Q$old\E/g;
	$count == 1 or wrong("the old text stands $count times in $file");
	$old ne $new or wrong("old and new text are the same");
	-f ($test =~ m{^(unit|fuzz)/} ? "t/$test.c" : "t/$test") or wrong("no test $test");
}
exit $bad' || exit 1
