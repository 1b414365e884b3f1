#!/bin/sh
test_description='configuration: what git says of a key, we say too'
. "${0%/*}/lib.sh"

helper=$TEST_BIN/t/helper/config
[ -x "$helper" ] || helper=$SOURCE_DIR/build/t/helper/config
be_person owner
export GIT_AUTHOR_NAME=o GIT_AUTHOR_EMAIL=o@example.com GIT_COMMITTER_NAME=o GIT_COMMITTER_EMAIL=o@example.com
KEYS='mcade.remote mcade.ledger mcade.signingKey user.signingkey core.hooksPath mcade.Sub.Key.x'

# says KEY=VALUE...: git says so, and we say of every key what git does. KEY: alone, it is not set.
says () {
	for key in $KEYS; do
		if value=$(git config --get "$key"); then echo "$key=$value"; else
			[ $? -eq 1 ] || return 1
			echo "$key:"
		fi
	done >"$TRASH/git" || return 1
	# shellcheck disable=SC2086
	"$helper" $KEYS >"$TRASH/ours" && test_cmp "$TRASH/git" "$TRASH/ours" || return 1
	for line; do
		grep -qxF -e "$line" "$TRASH/git" || { echo "git does not say '$line'" >&4; return 1; }
	done
}

# user TEXT: the person's own file, from here on.
user () { printf '%b' "$1" >"$HOME/.gitconfig"; }
# Each test has a repository of its own, r, and another person's file.
fresh () {
	rm -rf "$TRASH/r" "$HOME/.gitconfig" "$HOME/.config" && new_repo "$TRASH/r" && cd "$TRASH/r" || return 1
}
# file NAME REMOTE: a file to be included.
file () {
	mkdir -p "$(dirname "$1")" && printf '[mcade]\n\tremote = %s\n' "$2" >"$1"
}

test_expect_success 'one file over the other: system, XDG, the home folder, the repository' '
	fresh && says mcade.remote: core.hooksPath: &&
	file "$TRASH/system" system && file "$XDG_CONFIG_HOME/git/config" xdg &&
	( GIT_CONFIG_SYSTEM=$TRASH/system && export GIT_CONFIG_SYSTEM && says mcade.remote=xdg &&
	  rm "$XDG_CONFIG_HOME/git/config" && says mcade.remote: &&
	  unset GIT_CONFIG_NOSYSTEM && says mcade.remote=system &&
	  GIT_CONFIG_NOSYSTEM=false && export GIT_CONFIG_NOSYSTEM && says mcade.remote=system &&
	  GIT_CONFIG_NOSYSTEM=true && says mcade.remote: ) &&
	file "$HOME/.config/git/config" xdg &&
	( unset XDG_CONFIG_HOME && says mcade.remote=xdg ) &&
	user "[mcade]\nremote = home\nledger = one\n" && says mcade.remote=home mcade.ledger=one &&
	git config mcade.remote local && says mcade.remote=local mcade.ledger=one
'

test_expect_success 'GIT_CONFIG_GLOBAL stands instead of both files of a person' '
	fresh && file "$HOME/.gitconfig" home && file "$HOME/.config/git/config" xdg &&
	file "$TRASH/other" other &&
	( export GIT_CONFIG_GLOBAL && GIT_CONFIG_GLOBAL=$TRASH/other && says mcade.remote=other &&
	  GIT_CONFIG_GLOBAL=/dev/null && says mcade.remote: &&
	  GIT_CONFIG_GLOBAL=$TRASH/none && says mcade.remote: &&
	  GIT_CONFIG_GLOBAL= && says mcade.remote: )
'

test_expect_success 'several values, none, quotes, comments, lines that go on, names in any case' '
	fresh && git config --add mcade.remote a && git config --add mcade.remote b &&
	says mcade.remote=b &&
	printf "%s\n" "[MCADE]" "Ledger" "[mcade \"Sub.Key\"]" "X = \"a ; b\" # c" \
		"[core] hooksPath = one\\" "two ; x" "[user]" "signingKey = \"q\\\"\\t\\\\\"  " >>.git/config &&
	says mcade.ledger= "mcade.Sub.Key.x=a ; b" core.hooksPath=onetwo &&
	printf "[mcade]\r\n\tremote = crlf\r\n" >>.git/config && says mcade.remote=crlf &&
	printf "[mcade \"sub.key\"]\nx = other\n" >>.git/config && says "mcade.Sub.Key.x=a ; b" &&
	printf "[mcade.sub.key]\nx = old\n" >>.git/config && says "mcade.Sub.Key.x=a ; b"
'

test_expect_success 'a file that is included, its path from where it is named, in its place' '
	fresh && user "[mcade]\nremote = before\n[include]\npath = more/inc\n" &&
	file "$HOME/more/inc" included && says mcade.remote=included &&
	printf "[include]\npath = deeper\n" >>"$HOME/more/inc" && file "$HOME/more/deeper" deep &&
	says mcade.remote=deep &&
	user "[include]\npath = ~/more/inc\n[mcade]\nremote = after\n" && says mcade.remote=after &&
	user "[include]\npath = nothing/there\n" && says mcade.remote: &&
	git config include.path ../inc && file inc local && says mcade.remote=local
'

# condition CONDITION: includes a file under it, in the home folder.
condition () {
	file "$HOME/more/inc" yes && user "[includeIf \"$1\"]\npath = more/inc\n"
}

test_expect_success 'includeIf: the folder of the repository' '
	fresh && condition "gitdir:$TRASH/" && says mcade.remote=yes &&
	condition "gitdir:$TRASH/r/.git" && says mcade.remote=yes &&
	condition "gitdir:r/" && says mcade.remote=yes &&
	condition "gitdir:**/r/.g*" && says mcade.remote=yes &&
	condition "gitdir:$TRASH/x/" && says mcade.remote: &&
	condition "gitdir:R/" && says mcade.remote: &&
	condition "gitdir/i:R/" && says mcade.remote=yes &&
	condition "gitdir:~/work/" && new_repo "$HOME/work/w" && cd "$HOME/work/w" && says mcade.remote=yes
'

test_expect_success 'includeIf: in a linked work tree, a folder below, a bare repository' '
	fresh && git commit -q --allow-empty -m x && git worktree add -q ../linked -b linked &&
	mkdir -p sub && cd sub && condition "gitdir:r/.git" && says mcade.remote=yes &&
	cd ../../linked && says mcade.remote: &&
	condition "gitdir:**/worktrees/linked" && says mcade.remote=yes &&
	condition "gitdir:bare.git" && bare_remote "$TRASH/bare.git" && cd "$TRASH/bare.git" &&
	says mcade.remote=yes
'

test_expect_success 'includeIf: the branch, also one that has no commit' '
	fresh && condition "onbranch:main" && says mcade.remote=yes &&
	condition "onbranch:ma*" && says mcade.remote=yes &&
	condition "onbranch:topic/" && says mcade.remote: &&
	git checkout -q -b topic/a && says mcade.remote=yes &&
	git commit -q --allow-empty -m x && git checkout -q --detach && says mcade.remote:
'

test_expect_success 'includeIf: an address that some remote has, and a condition that nobody knows' '
	fresh && condition "hasconfig:remote.*.url:https://example.com/**" && says mcade.remote: &&
	git remote add o https://example.com/a/b && says mcade.remote=yes &&
	condition "someday:x" && says mcade.remote:
'

test_expect_success 'a file for each work tree, where the repository itself says so' '
	fresh && git commit -q --allow-empty -m x && git worktree add -q ../second -b second &&
	printf "[mcade]\nremote = here\n" >.git/config.worktree && says mcade.remote: &&
	user "[extensions]\nworktreeConfig = true\n" && says mcade.remote: &&
	git config extensions.worktreeConfig true && says mcade.remote=here &&
	cd ../second && says mcade.remote: &&
	git config --worktree mcade.remote there && says mcade.remote=there
'

test_expect_success 'what is given to one command: git -c, --config-env, GIT_CONFIG_COUNT' '
	fresh && git config mcade.remote local &&
	( GIT_CONFIG_PARAMETERS="'\''mcade.remote'\''='\''one'\'' '\''mcade.ledger'\''=" &&
	  export GIT_CONFIG_PARAMETERS && says mcade.remote=one mcade.ledger= ) &&
	( GIT_CONFIG_COUNT=2 GIT_CONFIG_KEY_0=Mcade.Remote GIT_CONFIG_VALUE_0=counted \
	  GIT_CONFIG_KEY_1=include.path GIT_CONFIG_VALUE_1=$TRASH/inc &&
	  export GIT_CONFIG_COUNT GIT_CONFIG_KEY_0 GIT_CONFIG_VALUE_0 GIT_CONFIG_KEY_1 GIT_CONFIG_VALUE_1 &&
	  says mcade.remote=counted && file "$TRASH/inc" included && says mcade.remote=included ) &&
	git -c mcade.remote=alias -c "alias.ours=!$helper mcade.remote" ours >../found &&
	echo mcade.remote=alias >../expected && test_cmp ../expected ../found
'

test_expect_success 'a hook judges by the files, whatever git -c says' '
	fresh && git config mcade.remote local && file "$HOME/.gitconfig" home &&
	printf "[include]\npath = inc\n" >>"$HOME/.gitconfig" && printf "[mcade]\nledger = l\n" >"$HOME/inc" &&
	echo "mcade.remote=local mcade.ledger=l" >../expected &&
	( GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=mcade.remote GIT_CONFIG_VALUE_0=x &&
	  export GIT_CONFIG_COUNT GIT_CONFIG_KEY_0 GIT_CONFIG_VALUE_0 &&
	  "$helper" --hook mcade.remote mcade.ledger | xargs >../found && test_cmp ../expected ../found &&
	  GIT_DIR=.git "$helper" --hook mcade.remote mcade.ledger | xargs >../found ) &&
	test_cmp ../expected ../found && printf "[mcade]\nremote = x\n" >../one &&
	GIT_CONFIG=$TRASH/one GIT_DIR=.git "$helper" --hook mcade.remote mcade.ledger | xargs >../found &&
	test_cmp ../expected ../found
'

test_expect_success 'what git refuses to read we do not read either' '
	fresh && printf "[broken" >>.git/config && ! git config --get mcade.remote &&
	broken "$helper" mcade.remote 2>err && test_grep "\.git/config" err &&
	fresh && user "[include]\npath = inc\n" && printf "[mcade\n" >"$HOME/inc" &&
	! git config --get mcade.remote && broken "$helper" mcade.remote 2>err && test_grep "inc" err &&
	fresh && ( GIT_CONFIG_COUNT=1 && export GIT_CONFIG_COUNT && ! git config --get mcade.remote &&
	  broken "$helper" mcade.remote 2>err ) && test_grep GIT_CONFIG_KEY_0 err &&
	( GIT_CONFIG_PARAMETERS="mcade.x=y" && export GIT_CONFIG_PARAMETERS &&
	  ! git config --get mcade.remote && broken "$helper" mcade.remote 2>err ) && test_grep bogus err
'

# opens: a repository where git opens it too.
opens () {
	if git rev-parse --git-dir >/dev/null 2>&1; then
		"$helper" mcade.remote >/dev/null
	else
		broken "$helper" mcade.remote 2>err
	fi
}

if [ "$(id -u)" -eq 0 ]; then
	test_expect_success 'a repository of somebody else: as safe.directory says' '
		fresh && chown -R 12345 "$TRASH/r" && test_when_finished "chown -R 0 \"$TRASH/r\"" && opens &&
		test_grep "dubious ownership" err && { PATH=$TRASH/none broken "$helper" mcade.remote 2>err || return 1; } && test_grep "git" err &&
		for safe in /else "$TRASH" "$TRASH/r/" "$TRASH/r" "*" "$TRASH/*" "~/r"; do
			git config --global --replace-all safe.directory "$safe" && opens || return 1
		done &&
		git config --global safe.directory "$TRASH/r" && "$helper" mcade.remote &&
		git config --global --add safe.directory "" && broken "$helper" mcade.remote &&
		( GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0="*" &&
		  export GIT_CONFIG_COUNT GIT_CONFIG_KEY_0 GIT_CONFIG_VALUE_0 &&
		  git rev-parse && "$helper" mcade.remote && broken "$helper" --hook mcade.remote ) &&
		for id in 12345 12346 12345x; do
			( SUDO_UID=$id && export SUDO_UID && opens ) || return 1
		done
	'
	# libgit2 takes for a repository what git passes over, and git then opens the one around it.
	test_expect_success 'one of somebody else inside of ours, which git passes over' '
		fresh && git commit -q --allow-empty -m x && git init -q drop && mv drop/.git/HEAD drop/.git/H && ln -s H drop/.git/HEAD &&
		chown -Rh 12345 drop && cd drop && [ "$(git rev-parse --absolute-git-dir)" = "$TRASH/r/.git" ] && broken "$helper" mcade.remote 2>err
	'
	test_expect_success 'one that somebody else links to a folder that is ours' '
		fresh && git commit -q --allow-empty -m x && git worktree add -q ../foreign -b foreign &&
		chown -h 12345 ../foreign/.git && cd ../foreign && ! git rev-parse && broken "$helper" mcade.remote
	'
fi

test_done
