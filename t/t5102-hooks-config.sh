#!/bin/sh
test_description='hooks where git has them in its configuration (2.54): nothing is written beside it, and they are judged by it'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
be_person owner

# git_says VERSION: from here on the git of this shell, and of what it starts, says so. But `git mcade` would put the real one first.
real=$(command -v git)
git_says () {
	mkdir -p "$TRASH/bin" && printf '#!/bin/sh\ncase " $* " in *" version "*) echo "git version %s"; exit ;; esac\nexec %s "$@"\n' "$1" "$real" >"$TRASH/bin/git" && chmod +x "$TRASH/bin/git"
}
PATH=$TRASH/bin:$PATH
hook () {
	git config --local "hook.mcade-$1.$2"
}

test_expect_success 'setup: a repository without hooks, with a hook of somebody else' '
	git_says 2.53.9 && governed_repo r && cd r && git-mcade hooks uninstall >out 2>&1 && mkdir -p .git/hooks && printf "#!/bin/sh\n# own\n" >.git/hooks/pre-commit && chmod +x .git/hooks/pre-commit &&
	refused git-mcade hooks status >found && test_grep "^pre-push  *absent" found && test -z "$(hook pre-push command)"
'
for version in 2.54.0 2.60.1 3.0.0; do
	test_expect_success "$version: three in the configuration, and the file of somebody else is left alone" '
		git_says '$version' && cd r && refused git-mcade hooks status >found && test_grep "^pre-push  *absent" found && git-mcade hooks install >out &&
		for name in pre-commit pre-merge-commit pre-push; do
			hook $name command >command && test_grep "git-mcade.* hook $name\$" command && test "$(hook $name event)" = $name || return 1
		done && test_missing .git/hooks/pre-push && grep "^# own" .git/hooks/pre-commit && git-mcade hooks status >found && test_grep "^pre-push  *ok" found &&
		put ansible/playbooks/PLAT_05_nginx.yml "- y" && git add -A && refused sh -c "$(hook pre-commit command)" 2>err && test_grep "refused \[frozen\]" err && back
	'
	test_expect_success "$version: one that was taken out is missed; uninstall takes all" '
		cd r && git config --unset hook.mcade-pre-push.command && refused git-mcade hooks status >found && test_grep "^pre-push  *absent" found && test_grep "^pre-commit  *ok" found &&
		git-mcade hooks install >out && git-mcade hooks uninstall >out && ! git config --local --get-regexp "^hook[.]mcade" && grep "^# own" .git/hooks/pre-commit
	'
done
test_expect_success 'a hook that older git was given stays ours, and a folder of others does not matter' '
	git_says 2.53.0 && cd r && git-mcade hooks install >out && git_says 2.54.0 && git-mcade hooks status >found && test_grep "^pre-commit  *ok" found &&
	git-mcade hooks uninstall >out && grep "^# own" .git/hooks/pre-commit && git config core.hooksPath "$TRASH/theirs" && git-mcade hooks install >out && test_missing "$TRASH/theirs" && git-mcade hooks status >found && test_grep "^pre-push  *ok" found
'
test_expect_success 'a version that nobody can read is an old one' '
	git_says nonsense && cd r && git config --unset core.hooksPath && git-mcade hooks uninstall >out && git-mcade hooks install >out && test -z "$(hook pre-push command)" && test -f .git/hooks/pre-push
'
test_expect_success 'a pin that is no id of a ledger is none, and nothing is installed by the way' '
	cd r && git-mcade hooks uninstall >out && usage git-mcade hooks install --expect-genesis abc 2>err && test_grep "not a ledger id" err && test_missing .git/hooks/pre-push
'
test_done
