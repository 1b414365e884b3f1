#!/bin/sh
# hook.sh - the hook as a portable script, for file systems without symbolic links and for
# hooks that are kept in a repository (core.hooksPath). Copy it under the hook's name: pre-commit,
# pre-merge-commit, pre-push or pre-receive. `git mcade hooks install` does without it.
#
# Where the program is missing, a commit goes through with a warning; a push does not, since what
# nobody judged must not reach others.
hook=${0##*/}
hook=${hook%.sh}
for program in git-mcade /usr/local/bin/git-mcade /usr/bin/git-mcade "$HOME/.local/bin/git-mcade"; do
	if command -v "$program" >/dev/null 2>&1; then
		exec "$program" hook "$hook" "$@"
	fi
done
case $hook in
pre-commit | pre-merge-commit)
	echo "mcade: warning: git-mcade is not installed here: this commit is not judged" >&2
	exit 0
	;;
esac
echo "mcade: git-mcade is not installed here: $hook cannot tell, so it refuses" >&2
exit 128
