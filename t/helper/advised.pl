#!/usr/bin/perl
# advised.pl HELP.json - is each line that stdin has been told to type a command line of this program, or of git:
# a word that it has, options that this word has, with the values that they take, and nothing that a person has to
# put something in the place of? Prints "LINE: why not"; HELP.json is what `git mcade help --json` says.
use strict;
use warnings;
use JSON::PP;
open(my $file, '<', $ARGV[0]) or die "$ARGV[0]: $!";
local $/;
my %verbs = map { $_->{name} => $_ } @{decode_json(<$file>)->{commands}};
my (%usage, $bad);

# The words of each command, as a shell splits them ("a && b" are two); undef: it would do more than that.
sub words {
	my ($text) = @_;
	my (@commands, @words, $word);
	while ($text =~ /\G(?:( +)|(&& )|'([^']*)'|"([^"`\$]*)"|\\(.)|([^ '"\\;&|<>()`\$]+))/gc) {
		if (defined $1 || defined $2) { push @words, $word if defined $word; $word = undef }
		if (defined $2) { push @commands, [@words]; @words = () }
		$word = ($word // '') . ($3 // $4 // $5 // $6) unless defined $1 || defined $2;
	}
	return undef if (pos($text) // 0) < length $text;
	return [@commands, [@words, defined $word ? $word : ()]];
}

# Is one of the forms of its usage there: "revoke ID|KEY [--key FILE]", "STEP [--env ENV] -m REASON"?
sub complete {
	my ($verb, $operands, $given) = @_;
	my $usage = $verb->{usage};
	1 while $usage =~ s/\[[^\[\]]*\]//g;
	for my $form (split / \| /, $usage . ' ') {
		my @need = split ' ', $form;
		my ($at, $fits) = (0, 1);
		while (defined(my $word = shift @need)) {
			if ($word =~ /^-+(.*)/) { $fits &&= $given->{$1}; shift @need if @need && $need[0] =~ /^[A-Z]/; next }
			my $is = $operands->[$at++];
			$fits &&= defined $is && ($word =~ /[A-Z]/ || $word eq $is);
		}
		return 1 if $fits;
	}
	return 0;
}

sub option {
	my ($verb, $word, $rest, $given) = @_;
	my ($name, $value) = $word =~ /^--([^=]+)(?:=(.*))?$/s ? ($1, $2) : (substr($word, 1, 1), substr($word, 2));
	my ($is) = grep { $_->{name} eq $name || ($_->{letter} // '') eq $name } @{$verb->{options}};
	return "'$verb->{name}' has no option '$word'" if !$is;
	$value = undef if $word !~ /^--/ && $value eq '';
	return "'$word' takes no value" if defined $value && !$is->{value};
	return "'$word' needs a value" if $is->{value} && !defined $value && !defined shift @$rest;
	$given->{$_} = 1 for grep { defined } $is->{name}, $is->{letter};
	return undef;
}

sub ours {
	my ($name, @rest) = @_;
	my $verb = $verbs{$name // ''} or return "no command '" . ($name // '') . "'";
	return "'$name' is not implemented" if $verb->{reserved};
	my (@operands, %given);
	while (defined(my $word = shift @rest)) {
		last if $word eq '--';
		if ($word !~ /^-./) { push @operands, $word; next }
		my $why = option($verb, $word, \@rest, \%given);
		return $why if $why;
	}
	return complete($verb, \@operands, \%given) ? undef : "it is not all of '$verb->{usage}'";
}

sub gits {
	my ($name, @rest) = @_;
	$usage{$name} //= `git $name -h 2>&1` if $name =~ /^[a-z-]+$/;
	return "git has no '$name'" if ($usage{$name} // 'not a git command') =~ /is not a git command/;
	for my $word (@rest) {
		last if $word eq '--';
		next if $word !~ /^--([a-z-]+)/ || $name =~ /^(?:config|log|show|diff)$/; # their -h is not all
		return "git $name has no option '$word'" if $usage{$name} !~ /--(?:\[no-\])?\Q@{[$1 =~ s{^no-}{}r]}\E\b/;
	}
	return undef;
}

my %placeholder = map { $_ => 1 } qw(REASON TEXT VALUE EVIDENCE ID NAME EMAIL FILE DIRECTORY NEW-NAME STEP ENV A..B
	PATH ROLE DOCUMENT OTHER-NAME FREEZE EVENT COMMIT WHEN N);

sub judge {
	my ($program, $name, @rest) = @_;
	my ($blank) = grep { $placeholder{$_} || /^<.*>$/ || /\.\.\.$/ } map { split /=/ } @_;
	return "'$blank' stands for something" if defined $blank;
	return undef if $program =~ /^(?:ssh-add|ssh-keygen|chmod)$/;
	return "no program '$program'" if $program ne 'git';
	return ($name // '') eq 'mcade' ? ours(@rest) : gits($name // '', @rest);
}

for my $line (split /\n/, <STDIN>) {
	my $commands = words($line =~ s/^eval "\$\(ssh-agent\)" && //r);
	my ($why) = $commands ? grep { defined } map { judge(@$_) } @$commands : 'a shell reads more than words in it';
	next if !$why;
	print "$line: $why\n";
	$bad = 1;
}
exit($bad ? 1 : 0);
