# shares.pl SEED RUNBOOK TABLE LINES IMPORTED - how much of a runbook that was written by hand the import of its document
# finds: for each kind "SEED KIND FOUND OF MISSED...", what is missed by its id.
#
# TABLE says which lines of the document each part of RUNBOOK stands for, LINES what import made of each line. A part is
# found where one of its lines became what it is: a step something to do; a check, too, or something to look at; a stop, a
# trigger, a way back and a drill that same thing. An environment is found by its name in IMPORTED. A part that stands
# for no line of the document is not counted: no import can find it.
use strict;
use warnings;

my ($seed, $runbook, $table, $lines, $imported) = @ARGV;
my %found_as = (
	steps => qr/^(step|run|verify)$/, gates => qr/^(step|stop|trigger)$/, checks => qr/^(step|run|verify|stop|trigger|drill)$/,
	stops => qr/^stop$/, triggers => qr/^trigger$/, rollbacks => qr/^(run|rollback|trigger)$/, drills => qr/^drill$/,
);
sub lines_of { open(my $in, "<", $_[0]) or die "$_[0]: $!\n"; return <$in> }

# environments of a runbook.yaml, as both write them
sub environments {
	my ($on, @ids) = (0);
	for (lines_of($_[0])) {
		$on = /^environments:/ if /^\w/;
		push(@ids, $1) if $on && /^- \{?id: ([\w-]+)/;
	}
	return @ids;
}
my (%kinds, $section, $list);
for (lines_of($runbook)) {
	($section, $list) = ($1, "") if /^(\w+):/;
	next if !$section || $section eq "environments";
	$list = $1 if /^  (\w+):/ || /^- (\w+):/;
	if ($section =~ /^(steps|gates|checks|rollbacks|drills)$/ && /^- \{?id: ([\w-]+)/) {
		$kinds{$section}{$1} = 1;
		next;
	}
	next if $section !~ /^(steps|gates|rollbacks|drills)$/;
	my $kind = $list eq "stop" ? "stops" : $list eq "triggers" ? "triggers" : "checks";
	$kinds{$kind}{$1} = 1 while /\{(?:id|use): ([\w-]+)/g;
}
my (%became, %places);
for (lines_of($lines)) {
	my ($of, $line, $what) = split;
	$became{$line} = $what if $of eq $seed;
}
for (lines_of($table)) {
	next if /^#/;
	my ($at, $ids) = split(/\t/);
	my ($from, $to) = split(/-/, $at);
	push(@{$places{$_}}, $from .. $to // $from) for split(/ /, $ids);
}
my %there = map { $_ => 1 } environments($imported);
my @environments = environments($runbook);
print join(" ", $seed, "environments", scalar(grep { $there{$_} } @environments), scalar(@environments), grep { !$there{$_} } @environments), "\n";
for my $kind (qw(steps gates checks stops triggers rollbacks drills)) {
	my @parts = grep { $places{$_} } sort(keys(%{$kinds{$kind}}));
	my @missed = grep { !grep { ($became{$_} // "") =~ $found_as{$kind} } @{$places{$_}} } @parts;
	print join(" ", $seed, $kind, @parts - @missed, scalar(@parts), @missed), "\n" if @parts;
}
