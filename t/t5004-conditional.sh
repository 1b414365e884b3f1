#!/bin/sh
test_description='conditional configuration: hooks are where git looks for them, keys are what git reads'
. "${0%/*}/lib.sh"
be_person owner

# The person's own file includes $TRASH/more under CONDITION.
condition () {
	git config -f "$HOME/.gitconfig" --unset-all includeIf."$last".path
	last=$1
	git config -f "$HOME/.gitconfig" includeIf."$1".path "$TRASH/more"
}
last=none
cat >"$TRASH/more" <<-EOT
[core]
	hooksPath = .shared
[mcade]
	remote = team
	hookTimeout = 77s
EOT

# agrees yes|no [COMMAND...]: whether the condition holds, by git; and we say of the folder, the keys and
# where a hook is put what git says. COMMAND is what is put before "mcade" and the like: git -c x=y.
agrees () {
	holds=$1 && shift && { [ $# -gt 0 ] || set -- git; } &&
	folder=$("$@" rev-parse --path-format=absolute --git-path hooks) &&
	case $holds,$folder in
	yes,*/.shared | no,*/.git/hooks) ;;
	*) echo "git looks in '$folder'" >&4 && return 1 ;;
	esac &&
	{ "$@" mcade hooks status --json >"$TRASH/json"; [ $? -le 1 ]; } &&
	test_grep "\"directory\":\"$folder\"" "$TRASH/json" &&
	for key in mcade.remote mcade.hookTimeout core.hooksPath; do
		echo "$key$("$@" config --get $key | sed "s/^/=/")" || return 1
	done >"$TRASH/git" &&
	"$@" -c "alias.ours=!\"$helper\" mcade.remote mcade.hookTimeout core.hooksPath" ours | sed "s/:\$//" >"$TRASH/ours" &&
	test_cmp "$TRASH/git" "$TRASH/ours"
}
# works: where git says, ours is installed and the hook that was there runs too; and it goes again.
works () {
	folder=$(git rev-parse --path-format=absolute --git-path hooks) && mkdir -p "$folder" && rm -f "$TRASH/ran" &&
	printf "#!/bin/sh\necho earlier >>\"%s/ran\"\n" "$TRASH" >"$folder/pre-commit" && chmod +x "$folder/pre-commit" &&
	git mcade hooks install && git commit -q --allow-empty -m x && test_line_count 1 "$TRASH/ran" &&
	git mcade hooks status && git mcade hooks uninstall && grep -q ran "$folder/pre-commit" && rm "$folder/pre-commit"
}
helper=$TEST_BIN/t/helper/config
[ -x "$helper" ] || helper=$SOURCE_DIR/build/t/helper/config

test_expect_success 'gitdir: the repository, a folder below, a linked work tree' '
	new_repo a && cd a && git commit -q --allow-empty -m x && agrees no && condition "gitdir:$TRASH/b/" && agrees no && works &&
	condition "gitdir:$TRASH/a/" && agrees yes && works && mkdir -p sub/of && ( cd sub/of && agrees yes && works ) &&
	git worktree add -q ../linked && cd ../linked && agrees yes && works && condition "gitdir:**/worktrees/linked" && agrees yes && works &&
	cd ../a && agrees no && works && condition "gitdir/i:$TRASH/A/" && agrees yes && works
'
test_expect_success 'onbranch: also in the work tree that is on another one' '
	cd a && condition "onbranch:topic/**" && agrees no && git switch -q -c topic/x && agrees yes && works &&
	( cd ../linked && agrees no && works ) && git switch -q --detach && agrees no && git switch -q --orphan topic/none && agrees yes && git switch -q main
'
test_expect_success 'hasconfig: the address of a remote' '
	cd a && condition "hasconfig:remote.*.url:ssh://team.example/**" && agrees no && git remote add team ssh://team.example/x && agrees yes && works &&
	( cd ../linked && agrees yes && works ) && git remote remove team && agrees no
'
test_expect_success 'a file for each work tree' '
	cd a && condition "gitdir:/nowhere/" && git config extensions.worktreeConfig true && ( cd ../linked && git config --worktree core.hooksPath .shared && agrees yes && works ) &&
	agrees no && works && git config --unset extensions.worktreeConfig
'
test_expect_success 'one command: git -c, --config-env, GIT_CONFIG_COUNT, also what these include' '
	cd a && agrees yes git -c core.hooksPath=.shared && WHERE=.shared && export WHERE && agrees yes git --config-env=core.hooksPath=WHERE &&
	agrees yes git -c "include.path=$TRASH/more" && agrees yes git -c "includeIf.gitdir:$TRASH/a/.path=$TRASH/more" && agrees no git -c "includeIf.onbranch:none.path=$TRASH/more" &&
	( GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.hooksPath GIT_CONFIG_VALUE_0=.shared && export GIT_CONFIG_COUNT GIT_CONFIG_KEY_0 GIT_CONFIG_VALUE_0 && agrees yes && works ) &&
	git config core.hooksPath .shared && agrees no git -c core.hooksPath=.git/hooks && agrees yes && git config --unset core.hooksPath
'
test_expect_success 'one command that looks elsewhere: the hook that was kept there runs, and no other' '
	cd a && rm -f ../ran && for place in .git/hooks .shared; do
		mkdir -p $place && printf "#!/bin/sh\necho $place >>\"%s/ran\"\n" "$TRASH" >$place/pre-commit && chmod +x $place/pre-commit &&
		git -c core.hooksPath=$place mcade hooks install || return 1
	done && git commit -q --allow-empty -m x && echo .git/hooks >../want && test_cmp ../want ../ran &&
	git -c core.hooksPath=.shared commit -q --allow-empty -m x && echo .shared >>../want && test_cmp ../want ../ran &&
	( GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.hooksPath GIT_CONFIG_VALUE_0=.shared && export GIT_CONFIG_COUNT GIT_CONFIG_KEY_0 GIT_CONFIG_VALUE_0 && git commit -q --allow-empty -m x ) &&
	echo .shared >>../want && test_cmp ../want ../ran
'
test_done
