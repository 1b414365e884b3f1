#!/bin/sh
test_description='lint and check --history say the same of one history: rule, severity, path, line, commit'
. "${0%/*}/lib.sh"
HISTORIES=${HISTORIES:-12}

# history.pl SEED: a repository with a random history of 30 to 60 commits, as a fast-import stream.
cat >history.pl <<\EOT
use strict;
use warnings;
srand(shift);
my ($mark, $time, @tips) = (0, 1700000000);
my @days = map { "docs/deployments/2026-01-0$_.md" } 1 .. 4;
my @folders = map { "docs/checkpoints/2026-01-0$_-PLAT_0$_" } 1 .. 4;
my @items = map { "ansible/play$_.yml" } 1 .. 4;
sub one { $_[rand @_] }
sub chance { rand() < $_[0] }
sub banner {
	"# DEPRECATED \xe2\x80\x94 DO NOT RUN\n" . (chance(.5) ? "# Reason: old\n" : "") .
	(chance(.7) ? "# Date: 2026-01-0" . int(1 + rand 9) . "\n" : "") . "# Replacement: none\n";
}
sub marks {
	"# R\n\n## Order\n" . join "", map { "$_. " . (chance(.4) ? "\xf0\x9f\x9f\xa9" : "\xf0\x9f\x9f\xa8") . " PLAT_0$_\n" } 1 .. 5;
}
my @acts = (
	sub { my $t = shift; my $day = one(@days); $t->{$day} = ($t->{$day} // "# log\n") . "\n## entry $mark\n\nresult\n" },
	sub { my $t = shift; my $day = one(@days); $t->{$day} =~ s/result/RESULT/ if defined $t->{$day} },
	sub { my $t = shift; delete $t->{one(@days)} },
	sub { my $t = shift; my ($a, $b) = (one(@days), one(@days)); $t->{$b} = delete $t->{$a} if defined $t->{$a} && !defined $t->{$b} },
	sub { my $t = shift; my $day = one(@days); $t->{$day} = "\xff" . ($t->{$day} // "") },
	sub { my $t = shift; my $f = one(@folders); $t->{"$f/$_"} = "$_ $mark\n" for qw(README.md VERIFY.md sub/LOG) },
	sub { my $t = shift; my $f = one(@folders); $t->{"$f/VERIFY.md"} = "edited $mark\n" },
	sub { my $t = shift; my $f = one(@folders); $t->{"$f/MORE$mark"} = "more\n" },
	sub { my $t = shift; delete $t->{one(@folders) . one("/README.md", "/sub/LOG")} },
	sub { my $t = shift; my $f = one(@folders); delete $t->{$_} for grep { index($_, "$f/") == 0 } keys %$t },
	sub { my $t = shift; my $i = one(@items); $t->{$i} = "---\n- name: $i\n" },
	sub { my $t = shift; my $i = one(@items); (my $old = $i) =~ s{/}{/deprecated/};
		$t->{$old} = banner() . (chance(.8) ? delete $t->{$i} : $t->{$i}) if defined $t->{$i} },
	sub { my $t = shift; (my $old = one(@items)) =~ s{/}{/deprecated/}; chance(.5) ? delete $t->{$old} : defined $t->{$old} ? $t->{$old} =~ s/^/banner()/e : 0 },
	sub { my $t = shift; $t->{"docs/RUNBOOK.md"} = marks() },
	sub { my $t = shift; $t->{"releases/prod.yaml"} = "platform:\n  redis:\n    image: " . one("TBD", "redis:7", "redis\@sha256:" . "0" x 64) . "\n" },
	sub { my $t = shift; $t->{"releases/prod.yaml"} = one("a: 1\na: 2\n", "a: [\n", "{}\n") },
	sub { my $t = shift; delete $t->{one("releases/prod.yaml", "docs/RUNBOOK.md")} },
	sub { my $t = shift; $t->{"src/file$mark.c"} = "int x;\n" },
	sub { my $t = shift; my $p = one(@days, map({ "$_/VERIFY.md" } @folders), sort keys %$t); $t->{$p} = "LINK" if defined $p },
	sub { my $t = shift; my $p = one(sort keys %$t); $t->{$p} = "EXEC$t->{$p}" if defined $p && $t->{$p} !~ /^(EXEC|LINK)/ },
	sub { my $t = shift; my $p = one(sort keys %$t); $t->{$p} =~ s/^EXEC// if defined $p },
	sub { my $t = shift; $t->{".gitattributes"} = one("*.md ident\n", "*.c text\n") },
	sub { my $t = shift; my $day = one(@days); $t->{uc $day} = "x\n" },
);
sub commit {
	my ($t, @from) = @_;
	$mark++; $time += 600;
	my $who = one("Ada <ada\@example.com>", "Ben <ben\@example.com>");
	print "commit refs/heads/main\nmark :$mark\nauthor $who $time +0000\ncommitter $who $time +0000\ndata 3\nc$mark\n" =~ s/data 3/"data " . (1 + length $mark)/er;
	print +(shift @$_) . " :$_->[0]\n" for map { [$_ ? "merge" : "from", $from[$_]->{mark}] } 0 .. $#from;
	print "deleteall\n";
	for my $path (sort keys %$t) {
		my $text = $t->{$path};
		my $mode = $text eq "LINK" ? "120000" : $text =~ s/^EXEC// ? "100755" : "100644";
		print "M $mode inline $path\ndata " . length($text) . "\n$text\n";
	}
	print "\n";
	return {mark => $mark, tree => {%$t}};
}
# Of two trees, what a careless merge makes: mostly what changed, now and then the other side.
sub merged {
	my ($base, $ours, $theirs) = map { $_->{tree} } @_;
	my %t;
	for my $path (sort keys %{{%$ours, %$theirs}}) {
		my ($b, $o, $h) = map { $_->{$path} // "" } $base, $ours, $theirs;
		my $text = $o eq $h ? $o : $b eq $o ? $h : $b eq $h ? $o : chance(.4) && index($h, $b) == 0 ? $o . substr($h, length $b) : one($o, $h);
		$text = one($o, $h, $b) if chance(.05);
		$t{$path} = $text if $text ne "";
	}
	return \%t;
}
sub step { my %t = %{$_[0]{tree}}; (one(@acts))->(\%t) for 1 .. 1 + rand 3; commit(clean(\%t), $_[0]) }
# A file below another file is in no tree.
sub clean {
	my $t = shift;
	for my $path (sort keys %$t) { (my $up = $path) =~ s{/[^/]*$}{}; delete $t->{$path} if defined $t->{$up} && $up ne $path }
	return $t;
}
my $head = commit({"README" => "x\n", "docs/RUNBOOK.md" => marks()});
for (1 .. 20 + rand 20) {
	if (!chance(.25)) { $head = step($head); next }
	my ($base, $side) = ($head, step($head));
	$side = step($side) if chance(.5);
	$head = step($head) if chance(.8);
	my $t = merged($base, $head, $side);
	(one(@acts))->($t) if chance(.3);
	$head = commit(clean($t), $head, $side);
}
EOT

# findings FILE: all of them, a line each.
findings () {
	perl -MJSON::PP -0777 -ne '
		binmode STDOUT, ":utf8";
		print join("\t", map { $_ // "-" } @{$_}{qw(rule severity path line commit message)}), "\n" for @{decode_json($_)->{findings}}' "$1" | sort
}

# same REPO: 0 when lint and check say the same of it. Where nothing is operational lint says so; of commits that
# is no doubt.
same () {
	( cd "$1" && { git mcade lint --json >../lint.json; echo $?; } >../lint.status
	  { git mcade check --history --json >../check.json; echo $?; } >../check.status )
	findings lint.json >lint.found && findings check.json >check.found &&
	test_cmp check.found lint.found && sed -i "s/^2$/0/" lint.status && test_cmp check.status lint.status
}

# same_failure REPO: neither can tell.
same_failure () {
	( cd "$1" && { git mcade lint >../lint.out 2>&1; echo $?; } >../lint.status
	  { git mcade check --history >../check.out 2>&1; echo $?; } >../check.status )
	test_cmp check.status lint.status && test_grep ! "^[01]$" lint.status
}

test_expect_success "$HISTORIES random histories: the same findings" '
	for seed in $(seq 1 "$HISTORIES"); do
		git init -q -b main h$seed && perl history.pl $seed | git -C h$seed fast-import --quiet &&
		git -C h$seed reset -q --hard main && same h$seed || { echo "seed $seed" >&4; return 1; }
		cat check.found >>all.found
	done
'

test_expect_success 'and among them each rule, of commits and of merges' '
	cut -f1 all.found | sort -u >rules &&
	for rule in append-only completion deprecation document no-delete sealed unpinned; do grep -x $rule rules || return 1; done &&
	for rule in append-only no-delete sealed; do
		grep "^$rule" all.found | cut -f5 >commits && for seed in $(seq 1 "$HISTORIES"); do
			git -C h$seed rev-list --merges main
		done | grep -qFf - commits || return 1
	done
'

test_expect_success 'whatever stands where a runbook.yaml is read: none, a folder, one too large, one that is none, in a bare repository' '
	git init -q -b main s && cd s && echo x >README.md && git add -A && git commit -q -m one && cd .. && same s &&
	mkdir s/runbook.yaml && same_failure s && rmdir s/runbook.yaml && head -c 9000000 /dev/zero >s/runbook.yaml && same_failure s &&
	echo "x: [" >s/runbook.yaml && same s && printf "version: 1\nname: mine\nsteps:\n- {id: A, run: missing/x.sh}\n" >s/runbook.yaml &&
	git -C s add -A && git -C s commit -q -m two && same s && git clone -q --bare s s.git && same s.git &&
	rm -rf s.git/objects/?? s.git/objects/pack && same_failure s.git
'

test_done
