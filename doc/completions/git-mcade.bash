# bash completion for git-mcade; git's own completion loads it for `git mcade <TAB>`. Commands and
# options are asked of the program, so that there is nothing here to keep up to date.
_git_mcade ()
{
	local cur=${COMP_WORDS[COMP_CWORD]} command='' word i
	for ((i = 1; i < COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		[[ $word == mcade || $word == -* ]] && continue
		command=$word
		break
	done
	if [[ -z $command ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$(git-mcade help | sed -n 's/^    \([a-z][a-z-]*\) .*/\1/p')" -- "$cur")
	elif [[ $cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$(git-mcade "$command" -h 2>&1 |
			sed -n 's/^ *\(-[a-zA-Z], \)\{0,1\}\(--[a-z][a-z-]*\).*/\2/p')" -- "$cur")
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
	fi
}
complete -F _git_mcade git-mcade
