#!/usr/bin/perl
# histories.pl SEED DOCUMENT: a history that is drawn, as a stream for git fast-import: a document of
# steps at that path, a log, records, manifests, deprecated items and what teams do to them, right and
# wrong. On standard error: "marks N", as many as the document shows at the end.
use strict;
use warnings;
use utf8;
binmode STDOUT, ':utf8';

my ($seed, $document) = @ARGV;
my $state = $seed * 2 + 1;
sub draw { # below N, the same on every machine
	my $below = shift;
	$state = ($state * 1103515245 + 12345) % 2147483648;
	return int($state / 65536) % $below;
}
sub one_of { return $_[draw(scalar @_)] }

my @verbs = ('stop', 'dump', 'copy', 'start', 'check', 'tell', 'seal', 'open');
my @nouns = ('queue', 'database', 'proxy', 'cache', 'index', 'workers', 'board', 'mail');
my @shapes = ('REL_0%d', 'NET.2%d', 'OPS-%d', 'PLAT_0%dC');
my $shape = one_of(@shapes);
my $style = draw(3); # boxes, glyphs, a table
my @marks = $style == 0 ? ('[x]', '[ ]') : ('✅', '⏳', '❌', '🟣');
my (%files, %made, @steps, @entries, $day);
my ($progress, $link, $named) = ('', '', ''); # what the document says of itself and of others

sub step { return {id => sprintf($shape, scalar(@steps) + 1), title => one_of(@verbs) . ' the ' . one_of(@nouns) . ' ' . (@steps + 1), mark => $marks[$style ? 1 : 1]} }
sub write_document {
	my $text = "# Operations\n\n" . ($progress ? "## Cut-over$progress\n\n" : '');
	$text .= "| ID | Task | Status |\n|---|---|---|\n" if $style == 2;
	for (@steps) {
		$text .= $style == 2 ? "| $_->{id} | $_->{title} | $_->{mark} |\n"
			: $style == 1 ? "1. $_->{mark} $_->{id} $_->{title}\n" : "- $_->{mark} $_->{id} $_->{title}\n";
	}
	$files{$document} = $text . ($link ? "\nSee [the notes]($link).\n" : '') . ($named ? "\nThe image is r.io/redis:7.2\@sha256:$named, as ever.\n" : '');
}
sub write_log { $files{'docs/deployments/2026.md'} = "# Deployments\n\n" . join("\n", @entries) }
sub digest { return sprintf('%02x', draw(3) + 10) . '0123456789abcdef' x 3 . '23456789abcdef' }
sub entry { return "## 2026-03-" . sprintf('%02d', $day % 28 + 1) . " prod\n\n$_[0]\n" }

push @steps, step() for 1 .. 4 + draw(4);
write_document();
my $image = digest();
$files{'releases/prod.yaml'} = "redis:\n  image: r.io/redis:7.2\@sha256:$image\n";
$files{"ansible/playbooks/deprecated/OLD_0$_.yml"} =
	"# DEPRECATED - DO NOT RUN\n# Reason: superseded $_\n# Date: 2026-01-01\n# Replacement: none\n- hosts: all\n" for 1 .. 2;
$day = 0;
push @entries, entry('started');
write_log();
$files{'README.md'} = "# Team\n";

my %acts = (
	mark => sub { one_of(@steps)->{mark} = one_of(@marks); write_document() },
	title => sub { one_of(@steps)->{title} = one_of(@verbs) . ' it ' . draw(1000); write_document() },
	more => sub { push @steps, step(); write_document() },
	swap => sub { my ($a, $b) = (one_of(@steps), one_of(@steps)); @{$a}{'title'} = $b->{title} . ' '; write_document() },
	drop => sub { splice(@steps, draw(scalar @steps), 1) if @steps > 2; write_document() },
	log => sub { push @entries, entry('app 1.' . draw(9) . ' to prod: ' . one_of('success', 'failed')); write_log() },
	deployed => sub { push @entries, entry("r.io/redis:7.2\@sha256:" . one_of($image, digest()) . ': success'); write_log() },
	rewrite => sub { $entries[draw(scalar @entries)] =~ s/failed|started|success/fine/; write_log() },
	forget => sub { splice(@entries, draw(scalar @entries), 1) if @entries > 1; write_log() },
	record => sub { $files{sprintf('docs/checkpoints/2026-03-%02d-APP/A.md', $day % 28 + 1)} = "verified $day\n" },
	reseal => sub { my @r = sort grep { m{^docs/checkpoints/} } keys %files; $files{one_of(@r)} .= "more $day\n" if @r },
	unseal => sub { my @r = sort grep { m{^docs/checkpoints/} } keys %files; delete $files{one_of(@r)} if @r },
	undeprecate => sub { delete $files{'ansible/playbooks/deprecated/OLD_0' . (1 + draw(2)) . '.yml'} },
	pin => sub { $image = digest(); $files{'releases/prod.yaml'} = "redis:\n  image: r.io/redis:7.2\@sha256:$image\n" },
	broken => sub { $files{'ansible/vars.yml'} = "a: 1\na: " . draw(9) . "\n" },
	password => sub { $files{'docs/address.txt'} = 'https://team:' . 'S3cr3tPw' . draw(100000) . "xQ\@db.example.com/\n" },
	progress => sub { $progress = one_of('', ' (100 % done)', ' COMPLETE', ' 40%'); write_document() },
	link => sub { $link = one_of('', '/README.md', '/README.md#team', '/README.md#nobody', '/docs/gone.md'); write_document() },
	named => sub { $named = one_of('', $image, digest()); write_document() },
	heading => sub { $files{'README.md'} =~ s/# (Team|People)/one_of('# Team', '# People')/e },
	prose => sub { $files{'README.md'} .= "\nLine $day.\n" },
);
my @names = sort keys %acts;
my ($mark, %stored) = (0);

sub data { my $text = shift; utf8::encode($text); my $len = length $text; utf8::decode($text); return "data $len\n$text\n" }
sub commit {
	my $message = shift;
	my $time = 1772000000 + $day * 86400;
	print "commit refs/heads/main\nmark :", ++$mark, "\nauthor Ada <ada\@example.com> $time +0000\n",
		"committer Ada <ada\@example.com> $time +0000\n", data($message);
	print "from :", $mark - 1, "\n" if $mark > 1;
	for my $path (sort keys %stored) {
		next if exists $files{$path};
		print "D $path\n";
		delete $stored{$path};
	}
	for my $path (sort keys %files) {
		next if defined $stored{$path} && $stored{$path} eq $files{$path};
		print "M 100644 inline $path\n", data($files{$path});
		$stored{$path} = $files{$path};
	}
	print "\n";
}
commit('begin');
for (1 .. 10 + draw(10)) {
	$day++;
	my $name = one_of(@names);
	$acts{$name}->();
	commit($name);
}
print "done\n";
print STDERR 'marks ', scalar(@steps), "\n";
