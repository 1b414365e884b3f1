#!/usr/bin/perl
# serve.pl FOLDER - an HTTP server on loopback that answers as FOLDER says: the whole response to a request for
# /NAME is the file NAME (status line, headers, body, as they are written). Its port is in FOLDER/.port; each
# request is appended to FOLDER/.log as it came. A name that ends in ".slow" is answered after 10 seconds; one
# that ends in ".endless" goes on for ever.
use strict;
use warnings;
use IO::Socket::INET;
my ($folder) = @ARGV;
$SIG{CHLD} = $SIG{PIPE} = 'IGNORE';
my $server = IO::Socket::INET->new(Listen => 16, LocalAddr => '127.0.0.1', ReuseAddr => 1) or die "listen: $!";
open(my $port, '>', "$folder/.port.new") or die;
print $port $server->sockport, "\n";
close($port) && rename("$folder/.port.new", "$folder/.port") or die;
while (my $client = $server->accept) {
	next if fork;
	close(STDOUT) && close(STDERR);
	my ($request, $length) = ('', 0);
	while (defined(my $line = <$client>)) {
		$request .= $line;
		$length = $1 if $line =~ /^content-length: *(\d+)/i;
		last if $line =~ /^\r?\n$/;
	}
	read($client, $request, $length, length($request)) if $length;
	open(my $log, '>>', "$folder/.log") or die;
	syswrite($log, "$request\n--\n");
	my ($name) = $request =~ m{^\w+ /([\w.-]*)};
	my $answer = "HTTP/1.1 404 Not Found\n\n";
	if (open(my $file, '<', "$folder/$name")) { local $/; $answer = <$file> }
	my ($head, $body) = split(/\n\n/, $answer, 2);
	$head =~ s/\n/\r\n/g;
	sleep 10 if $name =~ /\.slow$/;
	print $client "$head\r\nConnection: close\r\n\r\n", $body // '';
	if ($name =~ /\.endless$/) { 1 while print $client 'x' x 65536 }
	exit;
}
