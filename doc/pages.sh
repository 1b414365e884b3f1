#!/bin/sh
# pages.sh [ROOT] - writes git-mcade.1 and git-mcade-<command>.1: what a command takes comes from
# the rows of the program itself, what it does from commands.in, examples from examples.in. Run it
# after adding a command or an option.
cd "${1:-.}" || exit 128
program=${TEST_PROGRAM:-bin/git-mcade}
[ -x "$program" ] || { echo "build it first: make" >&2; exit 128; }
"$program" help --json | perl -MJSON::PP -0777 -we '
use strict;
my @commands = grep { !$_->{reserved} } @{decode_json(<STDIN>)->{commands}};
sub slurp { local $/; open(my $in, "<", $_[0]) or die "$_[0]: $!\n"; return <$in> }
sub spew { open(my $out, ">", $_[0]) or die "$_[0]: $!\n"; print $out $_[1]; close($out) or die "$_[0]: $!\n" }
my %said = slurp("doc/commands.in") =~ /^=== (\S+)\n(.*?)(?=^=== |\z)/msg;

my %shown = slurp("doc/examples.in") =~ /^=== (\S+)\n(.*?)(?=^=== |\z)/msg;
s/^\.\\" @ .*\n//mg for values %shown;

sub listing {
	my $group = shift;
	return join "", ".Bl -tag -width \"checkpointx\" -compact\n",
		(map { ".It Ic $_->{name}\n$_->{summary}\n" } grep { $_->{group} eq $group } @commands), ".El\n";
}
spew("doc/git-mcade.1", slurp("doc/git-mcade.in") =~ s/^\@GROUP (\w+)\@\n/listing($1)/megr);

sub synopsis {
	my $usage = shift;
	$usage =~ s/\\/\\e/g; $usage =~ s/"/\\(dq/g;
	return length $usage ? ".Li \"$usage\"\n" : "";
}
sub options {
	my $list = "";
	for (@_) {
		my $help = $_->{help};
		$help =~ s/\\/\\e/g; $help =~ s/^(?=[.\x27])/\\&/;
		$list .= ".It " . ($_->{letter} ? "Fl $_->{letter} , " : "") . "Fl Fl $_->{name}";
		$list .= " Ar $_->{value}" if $_->{value};
		$list .= "\n$help\n";
	}
	return $list && ".Sh OPTIONS\n.Bl -tag -width Ds\n$list.El\n";
}
for my $c (@commands) {
	my ($name, $title) = ($c->{name}, uc $c->{name});
	warn "doc/commands.in: nothing about $name\n" if !$said{$name};
	warn "doc/examples.in: nothing about $name\n" if !$shown{$name};
	spew("doc/git-mcade-$name.1", <<"EOT");
.\\" Written by doc/pages.sh from the program and doc/commands.in.
.Dd November 21, 2026
.Dt GIT-MCADE-$title 1
.Os
.Sh NAME
.Nm git-mcade-$name
.Nd $c->{summary}
.Sh SYNOPSIS
.Nm git mcade $name
@{[synopsis($c->{usage})]}.Sh DESCRIPTION
@{[$said{$name} // ""]}@{[options(@{$c->{options}})]}.Sh EXIT STATUS
That of every command:
.Xr git-mcade 1 .
.Sh EXAMPLES
@{[$shown{$name} // ""]}.Sh SEE ALSO
.Xr git-mcade 1 ,
.Xr git-mcade-ledger 5 ,
.Xr git-mcade-records 5 ,
.Xr git-mcade-rules 7
EOT
}'
