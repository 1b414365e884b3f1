# fish completion for git-mcade: commands and options are asked of the program.
function __git_mcade_command
	set -l words (commandline -opc)
	for word in $words[2..-1]
		string match -q -- '-*' $word; and continue
		test $word = mcade; and continue
		echo $word
		return 0
	end
	return 1
end
function __git_mcade_options
	git-mcade (__git_mcade_command) -h 2>&1 | string match -r -g -- '^ *(?:-[a-zA-Z], )?(--[a-z][a-z-]*)'
end
complete -c git-mcade -f -n 'not __git_mcade_command' -a '(git-mcade help | sed -n 's/^    \([a-z][a-z-]*\) .*/\1/p')'
complete -c git-mcade -n '__git_mcade_command' -a '(__git_mcade_options)'
