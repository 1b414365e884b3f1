# bash completion for git-mcade; git's own completion loads it for `git mcade <TAB>`. Written by
# doc/completions.sh.
_git_mcade ()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command='' words='' kind='' word i
	for ((i = 1; i < COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		[[ $word == mcade || $word == -* ]] && continue
		command=$word
		break
	done
	case $command in
	'') words='init join trust import adopt retip hooks recover status next show run rollback drill promote verify attest abandon pin unpin complete gate approve checkpoint unseal block unblock skip reopen lock unlock defer dormant supersede deprecate activate halt resume freeze thaw waive incident expunge purge log diff lint audit render check explain sync hook help' ;;
	init) words='--principal --key --new-key --recovery-key --offline --no-hooks --message --json --no-fetch' ;;
	join) words='--expect-genesis --no-hooks --json' ;;
	trust) words='--key --role --may --name --email --message --json --no-fetch' ;;
	import) words='--accept-proposals --anyway --env --explain --json --rename --update' ;;
	adopt) words='--accept-claims --dry-run --message --json --no-fetch' ;;
	retip) words='--message --json --no-fetch' ;;
	hooks) words='--expect-genesis --json' ;;
	recover) words='--key --dry-run --message --json' ;;
	status) words='--env --at --all --exit-code --json' ;;
	next) words='--env --at --json' ;;
	show) words='--env --at --output --json' kind=steps,gates,rollbacks,drills ;;
	run) words='--dry-run --twice --accept-changed --offline --incident --anyway --resume --wait --field --env --message --json --no-fetch' kind=steps ;;
	rollback) words='--input --to --check --anyway --print --env --message --json --no-fetch' ;;
	drill) words='--field --follow-up-owner --anyway --env --message --json --no-fetch' ;;
	promote) words='--from --wait --env --message --json --no-fetch' ;;
	verify) words='--env --message --json --no-fetch' kind=steps ;;
	attest) words='--evidence --restore --fail --criterion --occurred --field --env --message --json --no-fetch' kind=steps,rollbacks ;;
	abandon) words='--force --env --message --json --no-fetch' kind=steps,rollbacks,drills ;;
	pin) words='--from-worktree --create --env --message --json --no-fetch' ;;
	unpin) words='--env --message --json --no-fetch' ;;
	complete) words='--env --message --json --no-fetch' kind=steps ;;
	gate) words='--wait --field --env --message --json --no-fetch' ;;
	approve) words='--expires --path --commit --input --for --evidence --to --fail --list --env --message --json --no-fetch' kind=steps,gates,rollbacks ;;
	checkpoint) words='--add --env --message --json --no-fetch' kind=steps ;;
	unseal) words='--env --message --json --no-fetch' kind=steps ;;
	block) words='--until --env --message --json --no-fetch' kind=steps ;;
	unblock) words='--env --message --json --no-fetch' kind=steps ;;
	skip) words='--env --message --json --no-fetch' kind=steps ;;
	reopen) words='--env --message --json --no-fetch' kind=steps ;;
	lock) words='--env --message --json --no-fetch' kind=steps ;;
	unlock) words='--env --message --json --no-fetch' kind=steps ;;
	defer) words='--until --env --message --json --no-fetch' kind=steps ;;
	dormant) words='--env --message --json --no-fetch' kind=steps ;;
	supersede) words='--by --env --message --json --no-fetch' kind=steps ;;
	deprecate) words='--by --path --env --message --json --no-fetch' kind=steps ;;
	activate) words='--path --env --message --json --no-fetch' kind=steps ;;
	halt) words='--until --env --message --json --no-fetch' ;;
	resume) words='--env --message --json --no-fetch' ;;
	freeze) words='--path --except --message --json --no-fetch' ;;
	thaw) words='--message --json --no-fetch' ;;
	waive) words='--step --path --candidate --expires --env --message --json --no-fetch' kind=rules ;;
	incident) words='--ttl --follow-up --env --message --json --no-fetch' ;;
	expunge) words='--message --json --no-fetch' ;;
	purge) words='--checkpoint --expires --list --message --json --no-fetch' ;;
	log) words='--max-count --env --step --since --until --patch --after --follow --every --json' kind=steps ;;
	diff) words='--env --json' ;;
	lint) words='--missing --all --documents --since --baseline --write-baseline --json' ;;
	audit) words='--expect-genesis --min-sequence --max-age --new --cold --exceptions --json' ;;
	render) words='--check --commit --branch --json' ;;
	check) words='--staged --range --net --fetch --history --runbook --expect-genesis --min-sequence --max-age --json' ;;
	explain) words='--json' kind=rules ;;
	sync) words='--set-aside --repair --json' ;;
	help) words='--all --json' ;;
	esac
	case $command:$prev in
	import:--env) kind=environments ;;
	status:--env|status:-e) kind=environments ;;
	next:--env|next:-e) kind=environments ;;
	show:--env|show:-e) kind=environments ;;
	run:--env|run:-e) kind=environments ;;
	rollback:--env|rollback:-e) kind=environments ;;
	drill:--env|drill:-e) kind=environments ;;
	promote:--from|promote:--env|promote:-e) kind=environments ;;
	verify:--env|verify:-e) kind=environments ;;
	attest:--env|attest:-e) kind=environments ;;
	abandon:--env|abandon:-e) kind=environments ;;
	pin:--env|pin:-e) kind=environments ;;
	unpin:--env|unpin:-e) kind=environments ;;
	complete:--env|complete:-e) kind=environments ;;
	gate:--env|gate:-e) kind=environments ;;
	approve:--env|approve:-e) kind=environments ;;
	checkpoint:--env|checkpoint:-e) kind=environments ;;
	unseal:--env|unseal:-e) kind=environments ;;
	block:--env|block:-e) kind=environments ;;
	unblock:--env|unblock:-e) kind=environments ;;
	skip:--env|skip:-e) kind=environments ;;
	reopen:--env|reopen:-e) kind=environments ;;
	lock:--env|lock:-e) kind=environments ;;
	unlock:--env|unlock:-e) kind=environments ;;
	defer:--env|defer:-e) kind=environments ;;
	dormant:--env|dormant:-e) kind=environments ;;
	supersede:--env|supersede:-e) kind=environments ;;
	supersede:--by) kind=steps ;;
	deprecate:--env|deprecate:-e) kind=environments ;;
	activate:--env|activate:-e) kind=environments ;;
	halt:--env|halt:-e) kind=environments ;;
	resume:--env|resume:-e) kind=environments ;;
	waive:--env|waive:-e) kind=environments ;;
	waive:--step) kind=steps ;;
	incident:--env|incident:-e) kind=environments ;;
	log:--env|log:-e) kind=environments ;;
	log:--step|log:-s) kind=steps ;;
	diff:--env|diff:-e) kind=environments ;;
	esac
	if [[ -z $command || $cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
	elif [[ -n $kind ]]; then
		# a colon parts words in bash: the whole one is looked for, what stands before it is there
		[[ $COMP_WORDBREAKS == *:* && -n $COMP_LINE ]] && cur=${COMP_LINE:0:COMP_POINT} && cur=${cur##* }
		mapfile -t COMPREPLY < <(compgen -W "$(git mcade hook words "$kind" 2>/dev/null)" -- "$cur")
		[[ $COMP_WORDBREAKS == *:* && $cur == *:* ]] && COMPREPLY=("${COMPREPLY[@]#"${cur%:*}:"}")
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
	fi
}
complete -F _git_mcade git-mcade
