#!/bin/sh
# completions.sh bash|zsh|fish [ROOT] - prints a shell's completion, from the rows of the commands:
#
#	for shell in bash zsh fish; do sh doc/completions.sh $shell; done
#
# They hold words alone, so that a <TAB> starts no program.
cd "${2:-.}" || exit 128
program=${TEST_PROGRAM:-bin/git-mcade}
[ -x "$program" ] || { echo "$program: not built: make" >&2; exit 128; }
"$program" help --json | perl -MJSON::PP -0777 -we '
use strict;
my $shell = shift // "";
my @commands = grep { !$_->{reserved} } @{decode_json(<STDIN>)->{commands}};
my $names = join " ", map { $_->{name} } @commands;
sub quoted { my $text = shift; $text =~ s/\x27/$_[0]/g; return "\x27$text\x27" }
sub of_zsh { my ($word, $text) = @_; $word =~ s/:/\\:/g; return quoted("$word:$text", qq(\x27\\\x27\x27)) }

if ($shell eq "bash") {
	print <<"EOT";
# bash completion for git-mcade; git\x27s own completion loads it for `git mcade <TAB>`. Written by
# doc/completions.sh.
_git_mcade ()
{
	local cur=\${COMP_WORDS[COMP_CWORD]} command=\x27\x27 words=\x27\x27 word i
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
		print "\t$c->{name}) words=\x27$options\x27 ;;\n" if $options;
	}
	print <<"EOT";
	esac
	if [[ -z \$command || \$cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "\$words" -- "\$cur")
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
	print "esac\n_describe option words_ || _files\n";
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
	for my $c (@commands) {
		for my $o (@{$c->{options}}) {
			print "complete -c git-mcade -n \x27__git_mcade_is $c->{name}\x27",
				$o->{letter} ? " -s $o->{letter}" : "", " -l $o->{name}",
				$o->{value} ? " -r" : "", " -d ", quoted($o->{help}, qq(\\\x27)), "\n";
		}
	}
} else {
	die "completions.sh: bash, zsh or fish\n";
}
' -- "${1:-}"
