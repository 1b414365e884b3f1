#!/bin/sh
# completions.sh bash|zsh|fish [ROOT] - prints a shell's completion, from the rows of the commands:
#
#	for shell in bash zsh fish; do sh doc/completions.sh $shell; done
#
# Commands and options are words in them; for the ids of steps, environments and rules a <TAB> asks
# `git mcade hook words`, which reads what is in force here and says nothing where nothing is.
cd "${2:-.}" || exit 128
program=${TEST_PROGRAM:-bin/git-mcade}
[ -x "$program" ] || { echo "$program: not built: make" >&2; exit 128; }
"$program" help --json | perl -MJSON::PP -0777 -we '
use strict;
my $shell = shift // "";
my @commands = grep { !$_->{reserved} } @{decode_json(<STDIN>)->{commands}};
my $names = join " ", map { $_->{name} } @commands;
# What an option takes, and an operand: "steps", "environments", "rules", or nothing that is known.
my %kinds = (ENV => "environments", STEP => "steps", RULE => "rules");
# Beside a step a command may take "gate:ID": its usage says so.
sub operand_kind { my $usage = $_[0]{usage}; $usage =~ /^\[?(STEP|RULE)\b/ ? join(",", $kinds{$1}, map { "${_}s" } grep { $usage =~ /\b$_:/ } qw(gate rollback drill)) : "" }
sub option_kind { $_[0]{value} && $kinds{$_[0]{value}} || "" }
sub spellings { "--$_[0]{name}", $_[0]{letter} ? "-$_[0]{letter}" : () }
sub quoted { my $text = shift; $text =~ s/\x27/$_[0]/g; return "\x27$text\x27" }
sub of_zsh { my ($word, $text) = @_; $word =~ s/:/\\:/g; return quoted("$word:$text", qq(\x27\\\x27\x27)) }

if ($shell eq "bash") {
	print <<"EOT";
# bash completion for git-mcade; git\x27s own completion loads it for `git mcade <TAB>`. Written by
# doc/completions.sh.
_git_mcade ()
{
	local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command=\x27\x27 words=\x27\x27 kind=\x27\x27 word i
	for ((i = 1; i < COMP_CWORD; i++)); do
		word=\${COMP_WORDS[i]}
		[[ \$word == mcade || \$word == -* ]] && continue
		command=\$word
		break
	done
	case \$command in
	\x27\x27) words=\x27$names\x27 ;;
EOT
	for my $c (@commands) {
		my $options = join " ", map { "--$_->{name}" } @{$c->{options}};
		my $kind = operand_kind($c);
		print "\t$c->{name}) words=\x27$options\x27", $kind ? " kind=$kind" : "", " ;;\n" if $options || $kind;
	}
	print "\tesac\n\tcase \$command:\$prev in\n";
	for my $c (@commands) {
		for my $kind (sort { $a cmp $b } values %kinds) {
			my @taken = map { my $o = $_; map { "$c->{name}:$_" } spellings($o) } grep { option_kind($_) eq $kind } @{$c->{options}};
			print "\t", join("|", @taken), ") kind=$kind ;;\n" if @taken;
		}
	}
	print <<"EOT";
	esac
	if [[ -z \$command || \$cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "\$words" -- "\$cur")
	elif [[ -n \$kind ]]; then
		# a colon parts words in bash: the whole one is looked for, what stands before it is there
		[[ \$COMP_WORDBREAKS == *:* && -n \$COMP_LINE ]] && cur=\${COMP_LINE:0:COMP_POINT} && cur=\${cur##* }
		mapfile -t COMPREPLY < <(compgen -W "\$(git mcade hook words "\$kind" 2>/dev/null)" -- "\$cur")
		[[ \$COMP_WORDBREAKS == *:* && \$cur == *:* ]] && COMPREPLY=("\${COMPREPLY[@]#"\${cur%:*}:"}")
	else
		mapfile -t COMPREPLY < <(compgen -f -- "\$cur")
	fi
}
complete -F _git_mcade git-mcade
EOT
} elsif ($shell eq "zsh") {
	print <<"EOT";
#compdef git-mcade
#description runbooks that cannot lie
# zsh completion for git-mcade. Written by doc/completions.sh.
local -a words_
if (( CURRENT == 2 )); then
	words_=(
EOT
	print "\t\t", of_zsh($_->{name}, $_->{summary}), "\n" for @commands;
	print "\t)\n\t_describe command words_\n\treturn\nfi\ncase \$words[2] in\n";
	for my $c (grep { @{$_->{options}} } @commands) {
		print "$c->{name}) words_=(\n";
		print "\t", of_zsh("--$_->{name}", $_->{help}), "\n" for @{$c->{options}};
		print ") ;;\n";
	}
	print "esac\nlocal kind_=\n";
	print "case \$words[2]:\$words[CURRENT-1] in\n";
	for my $c (@commands) {
		for my $kind (sort { $a cmp $b } values %kinds) {
			my @taken = map { my $o = $_; map { "$c->{name}:$_" } spellings($o) } grep { option_kind($_) eq $kind } @{$c->{options}};
			print join("|", @taken), ") kind_=$kind ;;\n" if @taken;
		}
	}
	my %operands = map { operand_kind($_) => 1 } grep { operand_kind($_) } @commands;
	for my $kind (sort keys %operands) {
		my @taken = map { "$_->{name}:*" } grep { operand_kind($_) eq $kind } @commands;
		print join("|", @taken), ") kind_=$kind ;;\n" if @taken;
	}
	print <<"EOT";
esac
if [[ -n \$kind_ && \$words[CURRENT] != -* ]]; then
	local -a ids_
	ids_=(\${(f)"\$(git mcade hook words \$kind_ 2>/dev/null)"})
	compadd -a ids_
	return
fi
_describe option words_ || _files
EOT
} elsif ($shell eq "fish") {
	print <<"EOT";
# fish completion for git-mcade. Written by doc/completions.sh.
function __git_mcade_command
	set -l words (commandline -opc)
	for word in \$words[2..-1]
		string match -q -- \x27-*\x27 \$word; and continue
		test \$word = mcade; and continue
		echo \$word
		return 0
	end
	return 1
end
function __git_mcade_is
	test "\$argv[1]" = (__git_mcade_command)
end
EOT
	for my $c (@commands) {
		print "complete -c git-mcade -f -n \x27not __git_mcade_command\x27 -a $c->{name} -d ",
			quoted($c->{summary}, qq(\\\x27)), "\n";
	}
	for my $c (grep { operand_kind($_) } @commands) {
		print "complete -c git-mcade -f -n \x27__git_mcade_is $c->{name}\x27 -a \x27(git mcade hook words ", operand_kind($c), " 2>/dev/null)\x27\n";
	}
	for my $c (@commands) {
		for my $o (@{$c->{options}}) {
			print "complete -c git-mcade -n \x27__git_mcade_is $c->{name}\x27",
				$o->{letter} ? " -s $o->{letter}" : "", " -l $o->{name}",
				option_kind($o) ? " -x -a \x27(git mcade hook words " . option_kind($o) . " 2>/dev/null)\x27" : $o->{value} ? " -r" : "", " -d ", quoted($o->{help}, qq(\\\x27)), "\n";
		}
	}
} else {
	die "completions.sh: bash, zsh or fish\n";
}
' -- "${1:-}"
