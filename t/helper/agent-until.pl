#!/usr/bin/perl
# agent-until.pl SOCKET FOLDER - an ssh-agent at SOCKET that asks the one at SSH_AUTH_SOCK, and whose person turns
# away in the middle: FOLDER/left says how many more times it signs; before the next one FOLDER/meanwhile is run by sh.
use strict;
use warnings;
use IO::Socket::UNIX;
my ($socket, $folder) = @ARGV;
$SIG{CHLD} = $SIG{PIPE} = 'IGNORE';
my $server = IO::Socket::UNIX->new(Local => $socket, Listen => 16) or die "listen: $!";

sub message {
	my ($from) = @_;
	my ($size, $text) = ('', '');
	return undef unless read($from, $size, 4) == 4;
	return undef unless read($from, $text, unpack('N', $size)) == unpack('N', $size);
	return $size . $text;
}

sub signs {
	open(my $file, '<', "$folder/left") or return;
	my $left = <$file>;
	if ($left > 0) {
		open($file, '>', "$folder/left") or die;
		print $file $left - 1;
		return;
	}
	unlink "$folder/left";
	$SIG{CHLD} = 'DEFAULT';
	system('sh', "$folder/meanwhile");
}

while (my $client = $server->accept) {
	next if fork;
	while (defined(my $asked = message($client))) {
		signs() if ord(substr($asked, 4, 1)) == 13; # SSH_AGENTC_SIGN_REQUEST
		my $agent = IO::Socket::UNIX->new(Peer => $ENV{SSH_AUTH_SOCK}) or exit;
		print $agent $asked;
		$agent->flush;
		my $answer = message($agent) // exit;
		print $client $answer;
		$client->flush;
	}
	exit;
}
