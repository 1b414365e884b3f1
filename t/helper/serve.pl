#!/usr/bin/perl
# serve.pl FOLDER - an HTTP server on loopback that answers as FOLDER says: the whole response to a request for
# /NAME is the file NAME (status line, headers, body, as they are written), or what the file prints where it can
# be executed: it stands in its own folder, and is told the request as a CGI program is. Its port is in
# FOLDER/.port; each request is appended to FOLDER/.log as it came. A name that ends in ".slow" is answered after
# 10 seconds; one that ends in ".endless" goes on for ever.
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
	my ($name) = $request =~ m{^\w+ /((?:[\w-][\w.-]*/)*[\w.-]*)};
	my $answer = "HTTP/1.1 404 Not Found\n\n";
	if (-f -x "$folder/$name") { $answer = made_by($name, $request) }
	elsif (open(my $file, '<', "$folder/$name")) { local $/; $answer = <$file> }
	my ($head, $body) = split(/\n\n/, $answer, 2);
	$head =~ s/\n/\r\n/g;
	sleep 10 if $name =~ /\.slow$/;
	print $client "$head\r\nConnection: close\r\n\r\n", $body // '';
	if ($name =~ /\.endless$/) { 1 while print $client 'x' x 65536 }
	exit;
}

# made_by(NAME, REQUEST): what the program says to it.
sub made_by {
	my ($name, $request) = @_;
	my ($head, $body) = split(/\r?\n\r?\n/, $request, 2);
	@ENV{qw(REQUEST_METHOD PATH_INFO QUERY_STRING)} = $head =~ m{^(\w+) ([^ ?]*)\??(\S*)};
	$ENV{'HTTP_' . uc($1 =~ tr/-/_/r)} = $2 while $head =~ /^([\w-]+): *(.*?)\r?$/mg;
	my ($in, $file) = ("$folder/.body.$$", "./" . $name =~ s{.*/}{}r);
	open(my $to, '>', $in) or die;
	print $to $body // '';
	close($to) or die;
	chdir("$folder/" . ($name =~ m{(.*)/} ? $1 : '')) or die;
	$SIG{CHLD} = 'DEFAULT';
	my $answer = `$file <$in`;
	unlink($in);
	return $answer;
}
