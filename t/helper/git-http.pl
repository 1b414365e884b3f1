#!/usr/bin/perl
# git-http.pl FOLDER - git's smart HTTP on loopback, by git-http-backend(1), for every repository in FOLDER, to
# read and to write. Its port is in FOLDER/.port; while there is a FOLDER/.away, it answers 503 as a proxy does.
use strict;
use warnings;
use IO::Socket::INET;
my ($folder) = @ARGV;
$SIG{PIPE} = 'IGNORE';
my $server = IO::Socket::INET->new(Listen => 16, LocalAddr => '127.0.0.1', ReuseAddr => 1, LocalPort => $ARGV[1] // 0) or die "listen: $!";
open(my $port, '>', "$folder/.port.new") or die;
print $port $server->sockport, "\n";
close($port) && rename("$folder/.port.new", "$folder/.port") or die;

# A body has a length, or comes in chunks.
sub body {
	my ($client, %head) = @_;
	my $body = '';
	read($client, $body, $head{CONTENT_LENGTH}) if $head{CONTENT_LENGTH};
	return $body if ($head{HTTP_TRANSFER_ENCODING} // '') !~ /chunked/i;
	while ((my $line = <$client> // '') =~ /^([0-9a-f]+)/i) {
		read($client, $body, hex $1, length $body) if hex $1;
		<$client>;
		last unless hex $1;
	}
	return $body;
}

$SIG{CHLD} = 'IGNORE';
while (my $client = $server->accept) {
	next if fork;
	close($server);
	$SIG{CHLD} = 'DEFAULT';
	my ($method, $path, $query) = (<$client> // '') =~ m{^(\w+) (/[^? ]*)\??(\S*) } or exit;
	my %head;
	while ((my $line = <$client> // '') =~ /^([\w-]+): *(.*?)\r?\n$/) {
		my ($name, $value) = (uc $1, $2);
		$name =~ tr/-/_/;
		$head{$name =~ /^CONTENT_(TYPE|LENGTH)$/ ? $name : "HTTP_$name"} = $value;
	}
	my $body = body($client, %head);
	if (-e "$folder/.away") {
		print $client "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n";
		exit;
	}
	open(my $file, '+>', undef) or die;
	syswrite($file, $body);
	sysseek($file, 0, 0);
	delete $head{HTTP_TRANSFER_ENCODING};
	%ENV = (%ENV, %head, GIT_PROJECT_ROOT => $folder, GIT_HTTP_EXPORT_ALL => 1, REQUEST_METHOD => $method,
		PATH_INFO => $path, QUERY_STRING => $query, CONTENT_LENGTH => length $body, REMOTE_USER => 'somebody',
		REMOTE_ADDR => '127.0.0.1', SERVER_PROTOCOL => 'HTTP/1.1', GIT_PROTOCOL => $head{HTTP_GIT_PROTOCOL} // '');
	open(STDIN, '<&', $file) or die;
	open(my $answer, '-|', 'git', 'http-backend') or die;
	binmode $_ for $answer, $client;
	my $status = '200 OK';
	my $headers = '';
	while ((my $line = <$answer> // '') =~ /\S/) {
		if ($line =~ /^Status: *(.*?)\r?\n/i) { $status = $1 } else { $headers .= $line }
	}
	print $client "HTTP/1.1 $status\r\n${headers}Connection: close\r\n\r\n";
	while (read($answer, my $part, 65536)) { print $client $part }
	exit;
}
