#!/bin/sh
# ledger.sh [ROOT] - writes git-mcade-ledger.5 from doc/ledger.in and the tables of fields, kinds
# and words, so that the page cannot say something else than the program:
#
#	sh doc/ledger.sh >doc/git-mcade-ledger.5
#
# In ledger.in stand "@FIELD Word@", "@KIND word@" (once each, in the order of the tables),
# "@WORDS@", and before what ends an event's effect "@UNDO word word@" (each word once).
cd "${1:-.}" || exit 128
exec perl -we '
use strict;
my $bad = 0;
sub slurp { local $/; open(my $in, "<", $_[0]) or die "$_[0]: $!\n"; return <$in> }
sub wrong { print STDERR "doc/ledger.in: $_[0]\n"; $bad = 1 }
sub code { my $text = slurp($_[0]); $text =~ s{/\*.*?\*/}{}gs; return $text }

my (@fields, %field, %word_of, @kinds, %kind, @words, %command);
my $tables = code("src/model/fields.h");
while ($tables =~ /^FIELD\((\w+),\s*"([\w-]+)",\s*(\w+),\s*(\w+),\s*([^"]*?),\s*BY\(([\w, ]+)\),\s*\w+(?:\("[\w-]*"\))?,\s*(?:NULL|"[\w-]+")\)$/mg) {
	my ($tag, $word, $many, $syntax, $in, $by) = ($1, $2, $3, $4, $5, lc $6);
	push @fields, $word;
	$word_of{$tag} = $word;
	$field{$word} = {many => $many eq "MANY", syntax => lc $syntax, in => $in, by => $by};
}
$tables = code("src/model/kinds.h");
push @kinds, lc $1 while $tables =~ /^KIND\((\w+),/mg;
$tables = code("src/model/words.h");
while ($tables =~ /^ACT\((\w+),\s*"([\w-]+)",\s*(\w+),\s*([\w\s|]+),\s*M\(([^)]*)\),\s*"([\w-]+)",\s*"([^"]*)"(.*?)\)$/msg) {
	my ($word, $in, $on, $must, $may, $summary, $more) = ($2, lc $3, $4, $5, $6, $7, $8);
	push @words, {word => $word, kind => $in, may => $may, summary => $summary,
		on => [map { lc } $on =~ /ON_(\w+)/g], must => [$must =~ /(\w+)/g],
		binds => [map { lc } (($more =~ /\.binds = ([\w\s|]+)/)[0] // "") =~ /BINDS_(\w+)/g],
		command => $more =~ /\.command = "([\w-]+)"/ ? $1 : undef};
	push @{$kind{$in}}, $word;
}
die "src/model: the tables cannot be read\n" if !@fields || @kinds != 14 || !@words;
if (-f "src/cmd/commands.h") {
	for (slurp("src/cmd/commands.h") =~ /^COMMAND\((\w+),/mg) { s/_/-/g; $command{$_} = $_ }
	for my $w (@words) {
		my $by = $w->{command} // next;
		$command{$by} or die "src/model/words.h: \x27$w->{word}\x27 is written by \x27$by\x27, which is not a command\n";
	}
	for my $w (grep { $command{$_->{word}} && !$_->{command} } @words) {
		die "src/model/words.h: \x27$w->{word}\x27 does not say that its command writes it\n";
	}
}

# A field that the sources only read is written by no command.
my $sources = join "", map { slurp($_) } glob("src/{ledger,act,records,remote,audit,cmd}/*.c");
$sources =~ s/event_get\([^;]*?FIELD_\w+\)|fields\[FIELD_\w+\]//g;
my %written = map { $word_of{$_} => 1 } grep { $sources =~ /\bFIELD_$_\b/ } keys %word_of;

# Which words may carry a field: a set of words and of kinds; those that every later event may say nothing.
for my $f (values %field) {
	my %in = map { tr/A-Z_/a-z-/r => 1 } $f->{in} =~ /([KW]\(\w+)\)/g;
	$f->{words} = [grep { $in{"k($_->{kind}"} || $in{"w($_->{word}"} } @words];
}
sub fields_of {
	my $kind = shift;
	return join(" , ", grep { grep { $_->{kind} eq $kind } @{$field{$_}{words}} } @fields);
}
my %compared = (chain => "the chain", record => "the record", runbook => "the runbook",
	brought => "what it brings", commits => "the commits");
sub by {
	my @by = map { $compared{$_} // die "fields.h: BY($_)?\n" } grep { $_ ne "says" } split /, /, shift;
	return @by ? "Compared with " . join(" and ", @by) . ".\n" : "Its signer says so.\n";
}

my %stops = (start => "starts", complete => "completions", pin => "pins", promote => "promotions",
	files => "changes of its files", undo => "reopen, skip and another lock");
sub listed { my $last = pop @_; return @_ ? join(", ", @_) . " or $last" : $last }
sub a { my $w = shift; return ($w =~ /^[aeiou]/ ? "an " : "a ") . $w }

sub say_word {
	my $w = shift;
	my $says = grep { $_ eq "SAYS" } @{$w->{must}};
	my @must = map { $word_of{$_} // die "words.h: no field $_\n" } grep { !/^(SAYS|NOTHING)$/ } @{$w->{must}};
	my @on = map { $_ eq "none" ? "nothing" : a($_) } @{$w->{on}};

	print ".It Ic $w->{word} Pq $w->{kind}\n", ucfirst $w->{summary}, ".\n";
	print "Names ", listed(@on), ".\n";
	print ".br\n" if @must || $says;
	print "Must:\n.Sy " . join(" , ", @must), " .\n" if @must;
	print @must ? "And a reason.\n" : "Must: a reason.\n" if $says;
	print ".br\nPermission:\n.Ql $w->{may} .\n";
	print "Stops ", join(", ", map { $stops{$_} // die "words.h: $_?\n" } @{$w->{binds}}), ".\n" if @{$w->{binds}};
	if (my $by = $w->{command}) { print "Written by\n.Xr git-mcade-$by 1 .\n" }
	else { print "No command of this version writes it.\n" }
}

my ($next_field, $next_kind, $listed) = (0, 0, 0);
my %undone = map { $_->{word} => 0 } @words;
for (split /\n/, slurp("doc/ledger.in")) {
	if (/^\@FIELD (\S+)\@$/) {
		my $f = $field{$1};
		my $want = $fields[$next_field++] // "nothing";
		wrong("field $next_field is \x27$want\x27 in fields.h, \x27$1\x27 here") if $1 ne $want;
		next if !$f;
		print ".It Sy $1 Pq $f->{syntax}", $f->{many} ? ", list" : "",
			@{$f->{words}} ? "; " . join(", ", map { $_->{word} } @{$f->{words}}) : "", "\n", by($f->{by});
		print "No command of this version writes it.\n" if %written && !$written{$1};
	} elsif (/^\@KIND (\S+)\@$/) {
		my $want = $kinds[$next_kind++] // "nothing";
		wrong("kind $next_kind is \x27$want\x27 in kinds.h, \x27$1\x27 here") if $1 ne $want;
		print ".It Sy $1\n";
		my $own = fields_of($1);
		print $own ? "May carry\n.Sy $own .\n" : "No fields of its own.\n";
		print "Words:\n.Ic ", join(" , ", @{$kind{$1} // []}), " .\n.br\n";
	} elsif (/^\@UNDO (.+)\@$/) {
		my @these = split / /, $1;
		defined $undone{$_} ? $undone{$_}++ : wrong("no word \x27$_\x27") for @these;
		print ".It Ic ", join(" , ", @these), "\n";
	} elsif ($_ eq "\@WORDS\@") {
		say_word($_) for @words;
		$listed++;
	} else {
		print "$_\n";
	}
}
wrong("field \x27$fields[$next_field]\x27 is not described") if $next_field < @fields;
wrong("kind \x27$kinds[$next_kind]\x27 is not described") if $next_kind < @kinds;
$undone{$_} == 1 or wrong("what ends \x27$_\x27 is said $undone{$_} times") for sort keys %undone;
wrong("\@WORDS\@ stands $listed times") if $listed != 1;
exit $bad;
'
