# bash completion for git-mcade; git's own completion loads it for `git mcade <TAB>`. Written by
# doc/completions.sh.
_git_mcade ()
{
	local cur=${COMP_WORDS[COMP_CWORD]} command='' words='' word i
	for ((i = 1; i < COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		[[ $word == mcade || $word == -* ]] && continue
		command=$word
		break
	done
	case $command in
	'') words='init join trust import adopt retip hooks status next show run verify abandon pin complete checkpoint unseal block unblock skip reopen lock unlock freeze thaw expunge log lint audit render check explain sync hook help' ;;
	init) words='--principal --key --new-key --recovery-key --offline --no-hooks --message --json --no-fetch' ;;
	join) words='--expect-genesis --no-hooks --json' ;;
	trust) words='--key --role --may --name --email --message --json --no-fetch' ;;
	import) words='--env --json' ;;
	adopt) words='--accept-claims --message --json --no-fetch' ;;
	retip) words='--message --json --no-fetch' ;;
	hooks) words='--expect-genesis --json' ;;
	status) words='--env --at --json' ;;
	next) words='--env --at --json' ;;
	show) words='--env --at --json' ;;
	run) words='--dry-run --twice --accept-changed --offline --resume --env --message --json --no-fetch' ;;
	verify) words='--env --message --json --no-fetch' ;;
	abandon) words='--force --env --message --json --no-fetch' ;;
	pin) words='--from-worktree --env --message --json --no-fetch' ;;
	complete) words='--env --message --json --no-fetch' ;;
	checkpoint) words='--add --env --message --json --no-fetch' ;;
	unseal) words='--env --message --json --no-fetch' ;;
	block) words='--until --env --message --json --no-fetch' ;;
	unblock) words='--env --message --json --no-fetch' ;;
	skip) words='--env --message --json --no-fetch' ;;
	reopen) words='--env --message --json --no-fetch' ;;
	lock) words='--env --message --json --no-fetch' ;;
	unlock) words='--env --message --json --no-fetch' ;;
	freeze) words='--path --except --message --json --no-fetch' ;;
	thaw) words='--message --json --no-fetch' ;;
	expunge) words='--message --json --no-fetch' ;;
	log) words='--max-count --env --json' ;;
	lint) words='--missing --all --json' ;;
	audit) words='--expect-genesis --min-sequence --max-age --new --cold --json' ;;
	render) words='--check --json' ;;
	check) words='--staged --range --net --history --runbook --expect-genesis --min-sequence --max-age --json' ;;
	explain) words='--json' ;;
	sync) words='--set-aside --json' ;;
	help) words='--json' ;;
	esac
	if [[ -z $command || $cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
	fi
}
complete -F _git_mcade git-mcade
