#!/bin/sh
test_description='hooks that others write (a tracked folder, husky, lefthook, pre-commit): which line goes where, and is it there'
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
be_person owner
# The files are those that the tools write (husky 9, lefthook 1.7, pre-commit 4); the tools themselves
# stand for no more than what they do with them.
mkdir -p "$TRASH/tools"
PATH=$TRASH/tools:$PATH

# says HOOK STATE: by the JSON of status.
says () {
	grep -q "\"name\":\"$1\",\"state\":\"$2\"" "$TRASH/json" || { cat "$TRASH/json" >&4; return 1; }
}
# status STATUS: kept for says.
status () {
	expect_status "$1" git mcade hooks status --json >"$TRASH/json" 2>"$TRASH/err"
}
# add_lines: as a person does who reads what is said: each line goes into its file.
add_lines () {
	sed -n "s/^  put into '\([^']*\)': .*/\1/p" "$TRASH/err" >"$TRASH/into" &&
	sed -n "s/^  put into '[^']*': //p" "$TRASH/err" >"$TRASH/lines" && [ -s "$TRASH/lines" ] &&
	paste "$TRASH/into" "$TRASH/lines" >"$TRASH/both" &&
	while IFS="	" read -r into line; do
		"$@" "$into" "$line" || return 1
	done <"$TRASH/both"
}
# script FILE LINE: first in it, as it is made where there is none.
script () {
	[ -e "$1" ] || { printf '#!/bin/sh\n' >"$1" && chmod +x "$1"; } || return 1
	{ sed -n 1p "$1" && printf '%s\n' "$2" && sed 1d "$1"; } >"$TRASH/new" && cat "$TRASH/new" >"$1"
}
nothing_written () {
	git status --porcelain >"$TRASH/now" && test_line_count 0 "$TRASH/now"
}
# judged: whatever calls it, a commit that a rule refuses is refused.
judged () {
	echo rewritten >docs/deployments/2026-01-27.md && git add docs && ! git commit -q -m x 2>"$TRASH/err" &&
	test_grep "^mcade: refused .append-only. docs/" "$TRASH/err" && git reset -q --hard
}

# --- a folder of the repository's files ---------------------------------------------------------
test_expect_success 'a tracked folder: nothing is written, the lines are said, and seen when they are there' '
	governed_repo tracked && cd tracked && git mcade hooks uninstall >/dev/null && mkdir .githooks && printf "#!/bin/sh\necho team\n" >.githooks/pre-commit &&
	chmod +x .githooks/pre-commit && git add .githooks && git commit -q -m hooks && git config core.hooksPath .githooks &&
	refused git mcade hooks install >out 2>"$TRASH/err" && test_grep "^merge of logs *ok" out && rm out && nothing_written && git config merge.mcade-log.driver &&
	test_grep "^  put into ..githooks/pre-push.: git mcade hook pre-push \"\$@\" || exit" "$TRASH/err" && status 1 && says pre-commit other && says pre-push absent && test_grep "\"managed\":\".githooks\"" "$TRASH/json" &&
	test_grep "\"add_to\":\".githooks/pre-commit\",\"add\":\"git mcade hook pre-commit " "$TRASH/json" &&
	add_lines script && cat .githooks/* && git add .githooks && git commit -q -m lines && status 0 && says pre-commit called && says pre-merge-commit called && says pre-push called &&
	git mcade hooks install && git mcade hooks doctor && nothing_written && judged
'
test_expect_success 'a line that does not hand the refusal on, comes after an end, or is of another door: not there' '
	cd tracked && cp .githooks/pre-commit ../good && for line in "git mcade hook pre-commit || true" "exit 0; git mcade hook pre-commit" "# git mcade hook pre-commit" "git mcade hook pre-push" "echo mcade: refused [ledger-integrity]" "echo mcade: refused [ledger-integrity] >&2; exit 0" "exit 1"; do
		printf "#!/bin/sh\n%s\n" "$line" >.githooks/pre-commit && status 1 && says pre-commit other && says pre-push called || return 1
	done && cp ../good .githooks/pre-commit && chmod -x .githooks/pre-commit && status 1 && says pre-commit other && chmod +x .githooks/pre-commit && status 0 && nothing_written
'
test_expect_success 'init in such a repository says the lines too, and writes none' '
	new_repo fresh && cd fresh && mkdir -p tools/hooks && printf "#!/bin/sh\n" >tools/hooks/commit-msg && git add . && git commit -q -m x && git config core.hooksPath tools/hooks &&
	git mcade init >/dev/null 2>"$TRASH/err" && test_grep "put into .tools/hooks/pre-commit." "$TRASH/err" && [ "$(ls tools/hooks)" = commit-msg ]
'
test_expect_success 'a folder in the work tree with no tracked file is ours to write' '
	new_repo own && cd own && commit_file x x && mkdir .hooks && git config core.hooksPath .hooks && git mcade hooks install && [ -f .hooks/pre-commit ]
'

# --- husky 9 ------------------------------------------------------------------------------------
husky () {
	mkdir -p .husky/_ && echo "*" >.husky/_/.gitignore && cat >.husky/_/h <<-\EOF &&
	#!/usr/bin/env sh
	[ "$HUSKY" = "2" ] && set -x
	n=$(basename "$0")
	s=$(dirname "$(dirname "$0")")/$n

	[ ! -f "$s" ] && exit 0

	if [ -f "$HOME/.huskyrc" ]; then
		echo "husky - '~/.huskyrc' is DEPRECATED, please move your code to ~/.config/husky/init.sh"
	fi
	i="${XDG_CONFIG_HOME:-$HOME/.config}/husky/init.sh"
	[ -f "$i" ] && . "$i"

	[ "${HUSKY-}" = "0" ] && exit 0

	export PATH="node_modules/.bin:$PATH"
	sh -e "$s" "$@"
	c=$?

	[ $c != 0 ] && echo "husky - $n script failed (code $c)"
	[ $c = 127 ] && echo "husky - command not found in PATH=$PATH"
	exit $c
	EOF
	for hook in pre-commit pre-merge-commit prepare-commit-msg commit-msg post-commit applypatch-msg pre-applypatch post-applypatch pre-rebase post-rewrite post-checkout post-merge pre-push pre-auto-gc; do
		printf '#!/usr/bin/env sh\n. "$(dirname "$0")/h"' >.husky/_/$hook && chmod 755 .husky/_/$hook || return 1
	done
	git config core.hooksPath .husky/_
}
# append FILE LINE: no first line, no bit: husky gives it to a shell.
append () {
	printf '%s\n' "$2" >>"$1"
}
test_expect_success 'husky: its own folder is left alone, the lines go beside it' '
	governed_repo node && cd node && git mcade hooks uninstall >/dev/null && husky && echo "node_modules/.bin/lint || true" >.husky/pre-commit && git add .husky && git commit -q -m husky &&
	cp -R .husky ../before && refused git mcade hooks install >out 2>"$TRASH/err" && rm out && diff -r .husky ../before && test_grep "put into ..husky/pre-push.: git mcade hook pre-push" "$TRASH/err" &&
	status 1 && says pre-commit other && add_lines append && status 0 && says pre-commit called && says pre-merge-commit called && says pre-push called && git add .husky && git commit -q -m lines && judged &&
	husky && status 0 && nothing_written && ! HUSKY=0 git mcade hooks status && rm .husky/pre-push && status 1 && says pre-push other && says pre-commit called
'

# --- lefthook 1 ---------------------------------------------------------------------------------
lefthook_hook () {
	cat <<-EOF
	#!/bin/sh

	if [ "\$LEFTHOOK_VERBOSE" = "1" -o "\$LEFTHOOK_VERBOSE" = "true" ]; then
	  set -x
	fi

	if [ "\$LEFTHOOK" = "0" ]; then
	  exit 0
	fi

	call_lefthook()
	{
	  if test -n "\$LEFTHOOK_BIN"
	  then
	    "\$LEFTHOOK_BIN" "\$@"
	  elif lefthook -h >/dev/null 2>&1
	  then
	    lefthook "\$@"
	  else
	    echo "Can't find lefthook in PATH"
	  fi
	}

	call_lefthook run "$1" "\$@"
	EOF
}
# lefthook: what stands before a hook is set aside as .old; it runs the commands of its file.
cat >"$TRASH/tools/lefthook" <<'EOF'
#!/bin/sh
[ "$1" = run ] || exit 0
hook=$2 && shift 2
sed -n "/^$hook: /{s/.*run: '*//; s/'*}}}\$//; s|{1}|$1|; s|{2}|$2|; p;}" lefthook.yml >"${TMPDIR:-/tmp}/lefthook.$$"
sh -e "${TMPDIR:-/tmp}/lefthook.$$"
status=$?
rm "${TMPDIR:-/tmp}/lefthook.$$"
exit $status
EOF
chmod +x "$TRASH/tools/lefthook"
lefthook_install () {
	for hook in pre-commit pre-merge-commit pre-push; do
		[ ! -e .git/hooks/$hook ] || grep -q LEFTHOOK .git/hooks/$hook || mv .git/hooks/$hook .git/hooks/$hook.old || return 1
		lefthook_hook $hook >.git/hooks/$hook && chmod +x .git/hooks/$hook || return 1
	done
}
test_expect_success 'lefthook: its hooks are kept and run, and the lines for its file are said' '
	governed_repo left && cd left && git mcade hooks uninstall >/dev/null && echo "commit-msg: {commands: {}}" >lefthook.yml && git add lefthook.yml && git commit -q -m lefthook && lefthook_install && status 1 && says pre-commit other &&
	test_grep "put into .lefthook.yml.: pre-commit: {commands: {mcade: {run: git mcade hook pre-commit}}}" "$TRASH/err" &&
	git mcade hooks install 2>"$TRASH/err" && nothing_written && status 0 && says pre-commit ok && judged
'
test_expect_success 'when it writes its hooks anew, status is a no; with the lines in its file a yes, and both run once' '
	cd left && lefthook_install && status 1 && says pre-commit other && says pre-push other && add_lines append && cat lefthook.yml && status 0 && says pre-commit called && says pre-merge-commit called && says pre-push called &&
	git add lefthook.yml && git commit -q -m lines && judged && rm -f .git/hooks/*.mcade-prev && git mcade hooks install && status 0 && says pre-commit ok && judged && nothing_written
'
test_expect_success 'where the manager itself is missing, status is a no' '
	cd left && git mcade hooks uninstall && status 1 && says pre-commit called && git mcade hooks install && lefthook_install && rm -f .git/hooks/*.old && status 0 &&
	mv ../tools/lefthook ../away && status 1 && says pre-commit other && mv ../away ../tools/lefthook && status 0
'

# --- pre-commit ---------------------------------------------------------------------------------
pre_commit_hook () {
	cat <<-EOF
	#!/usr/bin/env bash
	# File generated by pre-commit: https://pre-commit.com
	# ID: 138fd403232d2ddd5efb44317e38bf03

	# start templated
	INSTALL_PYTHON=$TRASH/tools/nowhere
	ARGS=(hook-impl --config=.pre-commit-config.yaml --hook-type=$1)
	# end templated

	HERE="\$(cd "\$(dirname "\$0")" && pwd)"
	ARGS+=(--hook-dir "\$HERE" -- "\$@")

	if [ -x "\$INSTALL_PYTHON" ]; then
	    exec "\$INSTALL_PYTHON" -mpre_commit "\${ARGS[@]}"
	elif command -v pre-commit > /dev/null; then
	    exec pre-commit "\${ARGS[@]}"
	else
	    echo '\`pre-commit\` not found.  Did you forget to activate your virtualenv?' 1>&2
	    exit 1
	fi
	EOF
}
# pre-commit: the hook that was there runs first, as .legacy; of a push that deletes it shows nobody anything.
cat >"$TRASH/tools/pre-commit" <<'EOF'
#!/bin/sh
type=${3#--hook-type=} folder=$5
shift 6
[ ! -x "$folder/$type.legacy" ] || "$folder/$type.legacy" "$@" || exit
[ "$type" != pre-push ] || exit 0
sed -n "s/^- {repo: local.*entry: \(git mcade hook [a-z-]*\),.*/\1/p" .pre-commit-config.yaml >"${TMPDIR:-/tmp}/pre-commit.$$"
sh -e "${TMPDIR:-/tmp}/pre-commit.$$"
status=$?
rm "${TMPDIR:-/tmp}/pre-commit.$$"
exit $status
EOF
chmod +x "$TRASH/tools/pre-commit"
pre_commit_install () {
	for hook in pre-commit pre-merge-commit pre-push; do
		[ ! -e .git/hooks/$hook ] || grep -q "File generated by pre-commit" .git/hooks/$hook || mv .git/hooks/$hook .git/hooks/$hook.legacy || return 1
		pre_commit_hook $hook >.git/hooks/$hook && chmod +x .git/hooks/$hook || return 1
	done
}
test_expect_success 'pre-commit: the lines are said; with them commits are judged, and that a push is not is said' '
	governed_repo python && cd python && git mcade hooks uninstall >/dev/null && echo "repos:" >.pre-commit-config.yaml && git add . && git commit -q -m config && pre_commit_install && status 1 && says pre-commit other &&
	add_lines append && status 1 && says pre-commit called && says pre-merge-commit called && says pre-push other && git add . && git commit -q -m lines && judged &&
	git mcade hooks install 2>"$TRASH/err" && status 0 && says pre-push ok && nothing_written && judged
'
test_expect_success 'ours that it has set aside is run, and seen' '
	governed_repo legacy && cd legacy && echo "repos:" >.pre-commit-config.yaml && git add . && git commit -q -m config && pre_commit_install && status 0 && says pre-commit called && says pre-push called && judged &&
	git mcade hooks install && status 0 && says pre-commit ok && judged && git commit -q --allow-empty -m x
'

test_expect_success 'what is tried leaves nothing behind, here and in the folder for temporary files' '
	cd tracked && mkdir "$TRASH/scratch" && git for-each-ref >"$TRASH/refs" && find .git -type f | sort >"$TRASH/files" && TMPDIR=$TRASH/scratch git mcade hooks status &&
	[ -z "$(ls "$TRASH/scratch")" ] && git for-each-ref | test_cmp "$TRASH/refs" - && find .git -type f | sort | test_cmp "$TRASH/files" -
'
test_done
