#!/bin/sh
# rooms.sh [ROOT] - who may know what, beside who may include whom (layers.sh):
#
# Nothing below src/cmd knows a verb: no text is compared with the name of a subcommand, and neither
# a subcommand nor the options of one are handed down. Advice ("git mcade run ...") is free; words
# of events, of the runbook and of permissions are those of src/model and src/runbook.
# A command writes neither text for stdout nor JSON, and does not know which of them was asked for.
# The policy is asked by judge_act() and judge_change() only: nobody else calls a rule, or includes
# of src/policy more than PUBLIC.
# What only Linux has is named in src/*/*_linux.c only: *_posix.c beside it does without.
PUBLIC='facts.h judge_act.h judge_change.h'
LINUX='syncfs openat2 O_PATH prctl PR_\w+ epoll_\w+ signalfd\w* pidfd_\w+ memfd_\w+'
export PUBLIC LINUX
cd "${1:-.}" || exit 128
{ ls src/*/*.[ch]; ls bin/*.c; } 2>/dev/null | LC_ALL=C sort | xargs perl -e '
sub slurp { local $/; open(my $in, "<", $_[0]) or return ""; <$in> // "" }
my ($bad, $public) = (0, join("|", map { quotemeta } split(/ /, $ENV{PUBLIC})));
my $linux = join("|", split(/ /, $ENV{LINUX}));
my $verbs = join("|", map { tr/_/-/r } slurp("src/cmd/commands.h") =~ /^COMMAND\((\w+)/mg);
my $rules = join("|", slurp("src/model/rules.h") =~ /CHANGE\((rule_\w+)\), \\/g);
if (!$verbs || !$rules) { print "src/cmd/commands.h or src/model/rules.h: nothing is listed\n"; exit 1 }
my $compare = qr/\b(?:\w*cmp|\w*equals?|streq|is|same|\w*_is)\s*\(/;
for my $file (@ARGV) {
	my ($room, $text) = ($file =~ m{^src/(\w+)/}, slurp($file));
	$room //= "bin";
	$text =~ s{("(?:\\.|[^"\\\n])*")|(/\*.*?\*/|//[^\n]*)}{$1 // $2 =~ s/[^\n]//gr}gse;
	my $find = sub {
		my ($what, $why) = @_;
		while ($text =~ /$what/g) {
			print "$file:", 1 + (substr($text, 0, $-[1]) =~ tr/\n//), ": $why: ", $1 =~ s/\s+/ /gr, "\n";
			$bad = 1;
		}
	};
	if ($room !~ /^(?:cmd|bin)$/) {
		$find->(qr/($compare(?:[^;{}"()]|\([^()"]*\))*"(?:$verbs)"\s*[,)])/, "a verb, and only src/cmd knows them") if $room !~ /^(?:model|runbook)$/;
		$find->(qr/\b(struct subcommand)\b/, "only src/cmd knows verbs");
		$find->(qr/\b(struct option_values|options_parse)\b/, "only src/cmd has options") if $room ne "base";
	}
	if ($room eq "cmd") {
		my $why = "a command gives a result, which src/report shows";
		$find->(qr/\b(jw_\w+|struct json_writer|output_data|report_result)\b/, $why);
		$find->(qr/\b((?:v?f?printf|f?puts|f?putc|putchar|fwrite|fd_write|write|file_write)\s*\()/, $why);
		$find->(qr/(\boption_\w+\s*\([^()]*"json")/, $why);
	}
	if ($room ne "policy") {
		$find->(qr/\b((?:$rules)\s*\()/, "judge_change() asks the rules");
		$find->(qr/^[ \t]*#[ \t]*include[ \t]*"policy\/((?!(?:$public)")[^"]*)"/m, "others include of src/policy $ENV{PUBLIC} only");
	}
	$find->(qr/(\b(?:$linux)\b|"\/proc\b)/, "only a *_linux.c has what Linux has") if $file !~ /_linux\.c$/;
}
exit $bad;
' || exit 1
