# Every place in the source that can refuse an event, and whether a crafted event met it.
#
#	perl refusals.pl SOURCE MET EXCEPT
#
# A place is a call of a function of the table below, known by "file function: the format of its
# message (expected)": what it expects counts where it is a literal, since one message may have
# several reasons; where the message is none, no finding shows that it comes from there. MET: lines
# "rule sequence|message|expected|found" of findings. EXCEPT: lines "place<tab>why no crafted event
# gets there". Prints a line for each place without a case, and for each exception that is met or is
# not there; nothing else.
use strict;
use warnings;

# Which argument is what is expected, the message, what is found; and what becomes of the message.
my %calls = (
	act_no => [2, 5, undef, "%s"],
	missing => [2, 5, undef, "'%s' in '%s' is not complete: %s"],
	conflict => [2, 5, undef, "the manifest that the event brings %s '%s'"],
	bad => [1, 3, undef, "%s"],
	bad_bytes => [2, 1, undef, "%s"],
	malformed => [1, 3, undef, "%s"],
	objects_differ => [2, 1, undef, "the event names other bytes of '%s' than its commit has"],
	check_digest => [undef, 3, undef, "the event names another %s of '%s' than the runbook in force"],
	lacks => [1, 4, undef, "'%s' may not be purged: %s"],
	falls_short => [2, 5, undef, "'%s' may not be purged: %s"],
	held => [undef, 1, 4, "'%s' is %s%s%s"],
	wrong_phase => [undef, 0, undef, "'%s' in '%s' is %s"],
	finding_add => [undef, 4, undef, "%s"],
);
my $helpers = join("|", keys %calls, "report_judged"); # what they add is their caller's
my ($source, $met, $except) = @ARGV; # the latter two by their whole path
chdir $source or die;
my @files = (glob("src/policy/judge_act.c src/policy/act_*.c src/fold/*.c"),
	     glob("src/ledger/verif*.c src/ledger/chain.c src/model/apply.c src/model/attach.c src/model/file_*.c src/gate/gate_rests.c"));

# The text of a literal, or undef; PRIu64 and %... become "%s".
sub literal {
	my ($text) = @_;
	my $all = "";
	while ($text =~ /\G\s*(?:"((?:[^"\\]|\\.)*)"|PRI\w+)/gc) {
		$all .= $1 // "%";
	}
	return undef if $text =~ /\G\s*\S/gc;
	$all =~ s/%(?:\.\*|\.\d+|z)?[a-z]|%%/%s/g;
	return $all;
}

sub arguments {
	my ($text) = @_; # from behind the opening parenthesis
	my ($depth, @list) = (0, "");
	while ($text =~ /\G("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)'|.)/gcs) {
		my $c = $1;
		if ($c =~ /^[({]$/) { $depth++ }
		elsif ($c =~ /^[)}]$/) { last if !$depth--; }
		elsif ($c eq "," && !$depth) { push @list, ""; next }
		$list[-1] .= $c;
	}
	return @list;
}

my (%places, @order);
for my $file (@files) {
	open(my $in, "<", $file) or die "$file: $!\n";
	local $/; my $text = <$in>;
	my $function = "";
	while ($text =~ /^(?:static )?[\w ]+[ *](\w+)\((?=[^;]*?\)\n\{)|(?<=[\s(])(\w+)\(/gm) {
		if (defined $1) { $function = $1; next }
		my ($name, @a) = ($2, arguments(substr($text, pos $text)));
		my $call = $calls{$name};
		next if !$call || $function =~ /^(?:$helpers)$/ || @a < 3 - ($name eq "wrong_phase");
		next if "@a" =~ /FINDING_(?:WARN|NOTE)\b|\bfmt\b/;
		my ($expected, $message, $found) = map { defined $_ ? $a[$_] // "" : "" } @$call[0 .. 2];
		my $literal = literal($message);
		my $said = $call->[3];
		$said =~ s/%s(?=[^%]*$)/$literal/ if defined $literal && $name =~ /^(?:missing)$/;
		$said =~ s/%s/$literal/ if defined $literal && $name =~ /^(?:conflict|check_digest)$/;
		$said = $literal // "%s" if $call->[3] eq "%s";
		my $unsaid = $said eq "%s"; # any finding would be like it
		my %place = (said => $said, expected => literal($expected) || undef, found => literal($found) || undef);
		my $key = "$file $function: $said" . join("", map { " ($_)" } grep { defined } @place{qw(expected found)});
		push @order, $key unless $places{$key};
		$places{$key} = \%place;
		$place{said} = "\n" if $unsaid;
	}
}

# -- which were met ------------------------------------------------------------------------------
sub like {
	my ($text, $format) = @_;
	my $pattern = join(".*", map { quotemeta } split(/%s/, $format, -1));
	return $text =~ /^$pattern$/s;
}

open(my $in, "<", $met) or die "$met: $!\n";
while (my $line = <$in>) {
	chomp $line;
	my ($rule, $message, $expected, $found) = split /\|/, $line, -1;
	$message =~ s/^event \d+: //;
	my @fit = grep { my $p = $places{$_};
		like($message, $p->{said}) && (!defined $p->{expected} || like($expected, $p->{expected})) &&
		(!defined $p->{found} || $found =~ /\Q$p->{found}\E/) } @order;
	# a reason that is spelled out is meant before one that may be any
	my @exact = grep { defined $places{$_}{expected} || defined $places{$_}{found} } @fit;
	$places{$_}{met} = 1 for @exact ? @exact : @fit;
	print "a finding of no place that is known: $line\n" unless @fit || $rule =~ /^document/; # the runbook's own keys
}
open($in, "<", $except) or die "$except: $!\n";
my %except;
while (my $line = <$in>) {
	next if $line =~ /^(?:#|$)/;
	chomp $line;
	my ($key, $why) = split /\t+/, $line, 2;
	$except{$key} = 1;
	print "excepted without a reason: $key\n" unless $why;
	print "excepted, and not there: $key\n" unless $places{$key};
	print "excepted, and met: $key\n" if $places{$key} && $places{$key}{met};
}
for (@order) {
	print "no crafted event: $_\n" unless $places{$_}{met} || $except{$_};
}
