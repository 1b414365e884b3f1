# lib.sh - the harness of t/tNNNN-topic.sh. TAP on stdout, for prove(1).
#
#	#!/bin/sh
#	test_description='pins: what counts as immutable'
#	. "${0%/*}/lib.sh"
#
#	test_expect_success 'a tag is refused' '
#		new_repo r && cd r &&
#		refused git mcade pin web.image=redis:7.2 --env prod 2>err &&
#		test_grep "refused \[unpinned\]" err
#	'
#	test_done
#
# A body runs in this shell, joined by && (a broken chain fails the test by itself), in a
# fresh folder that every test of the script shares; each test starts at its top. HOME, the
# state directory, the clock and Git's configuration are private: nothing of the person who
# runs the tests is read or written.
#
#	-v	show what the bodies print		TEST_KEEP=1	keep the folder
#	-i	stop at the first failure		TEST_BIN=DIR	where git-mcade is (bin/)
#	--run 3-5,8,'a tag'	only these cases, by number or words of the title; the others are
#		skipped, but for those whose title begins with "setup". In a script that sets
#		test_story=yes each case rests on those before: they run too, up to the last that
#		is wanted (of words, the first title that has them)

SOURCE_DIR=$(cd "${0%/*}" && while [ ! -f src/LAYERS ] && [ "$PWD" != / ]; do cd ..; done && pwd)
[ -f "$SOURCE_DIR/src/LAYERS" ] || { echo "Bail out! run it from the source tree"; exit 1; }
TEST_NAME=${0##*/}
TEST_NAME=${TEST_NAME%.sh}
TRASH=$(mktemp -d "${TMPDIR:-/tmp}/mcade-$TEST_NAME.XXXXXX") || exit 1
TRASH=$(cd "$TRASH" && pwd -P)

# --- an environment that is the same everywhere ---------------------------------------------
for name in $(env | sed -n 's/^\(GIT_[A-Za-z0-9_]*\)=.*/\1/p; s/^\(MCADE_[A-Za-z0-9_]*\)=.*/\1/p; s/^\(MUTANTS_[A-Z]*\)=.*/\1/p; s/^\(XDG_[A-Za-z0-9_]*\)=.*/\1/p'); do
	unset "$name"
done
unset SSH_AUTH_SOCK SSH_ASKPASS DISPLAY EMAIL EDITOR VISUAL PAGER NO_COLOR CDPATH name
TEST_BIN=$(cd "$SOURCE_DIR" && cd "${TEST_BIN:-bin}" && pwd)
# The tools of GNU (sed -i, stat -c, sha256sum, timeout), where Homebrew puts them beside others.
for tools in /opt/homebrew/opt /usr/local/opt; do
	for tool in coreutils gnu-sed grep; do
		[ ! -d "$tools/$tool/libexec/gnubin" ] || PATH=$tools/$tool/libexec/gnubin:$PATH
	done
done
PATH=$TEST_BIN:$PATH
case $TEST_BIN/$(uname -s) in
*/portable/*) PORTABLE=1 ;;
*/Linux) PORTABLE= ;;
*) PORTABLE=1 ;;
esac
LC_ALL=C
LANG=C
TZ=UTC
TERM=dumb
GIT_CONFIG_NOSYSTEM=1
GIT_ATTR_NOSYSTEM=1
GIT_CEILING_DIRECTORIES=${TRASH%/*}
GIT_TERMINAL_PROMPT=0
GIT_EDITOR=:
GIT_MERGE_AUTOEDIT=no
GIT_ADVICE=0
MCADE_CLOCK=1769594400	# 2026-01-28T10:00:00Z
# A sanitizer's exit status must not pass for a refusal. Leaks are for units and corpora to
# find: a command that ends frees nothing on purpose.
ASAN_OPTIONS=exitcode=99:detect_leaks=0
UBSAN_OPTIONS=exitcode=99:print_stacktrace=1
export PATH LC_ALL LANG TZ TERM GIT_CONFIG_NOSYSTEM GIT_ATTR_NOSYSTEM GIT_CEILING_DIRECTORIES
export GIT_TERMINAL_PROMPT GIT_EDITOR GIT_MERGE_AUTOEDIT GIT_ADVICE MCADE_CLOCK SOURCE_DIR TRASH
export ASAN_OPTIONS UBSAN_OPTIONS

set_dates_ () {
	GIT_AUTHOR_DATE="$MCADE_CLOCK +0000"
	GIT_COMMITTER_DATE="$MCADE_CLOCK +0000"
	export MCADE_CLOCK GIT_AUTHOR_DATE GIT_COMMITTER_DATE
}
set_dates_

# tick [SECONDS]: time passes (a minute), for this program and for Git.
tick () {
	MCADE_CLOCK=$((MCADE_CLOCK + ${1:-60}))
	set_dates_
}

# --- the people ------------------------------------------------------------------------------
# owner, operator, reviewer, untrusted: plain ed25519 keys. locked: ed25519 with the passphrase
# "secret". rsa: a key of the wrong type. Made once, kept beside the build.
ROSTER=$SOURCE_DIR/build/t/roster
PEOPLE='owner operator reviewer untrusted locked rsa'

make_roster_ () {
	[ -d "$ROSTER" ] && return 0
	mkdir -p "${ROSTER%/*}" && new=$(mktemp -d "$ROSTER.XXXXXX") || return 1
	for who in $PEOPLE; do
		case $who in
		rsa) ssh-keygen -q -t rsa -b 2048 -N '' -C "$who@example.com" -f "$new/$who" ;;
		locked) ssh-keygen -q -t ed25519 -N secret -C "$who@example.com" -f "$new/$who" ;;
		*) ssh-keygen -q -t ed25519 -N '' -C "$who@example.com" -f "$new/$who" ;;
		esac || return 1
	done
	# Two scripts may race: rename(2) onto a folder that holds files fails, and either set will do.
	perl -e 'exit !rename $ARGV[0], $ARGV[1]' "$new" "$ROSTER" || rm -rf "$new"
	[ -f "$ROSTER/rsa.pub" ]
}

# be_person NAME: this shell acts as NAME from here on: own HOME, state directory and key.
be_person () {
	HOME=$TRASH/people/$1
	XDG_STATE_HOME=$HOME/.local/state
	XDG_CONFIG_HOME=$HOME/.config
	XDG_CACHE_HOME=$HOME/.cache
	export HOME XDG_STATE_HOME XDG_CONFIG_HOME XDG_CACHE_HOME
	[ -d "$HOME" ] && return 0
	mkdir -p "$HOME/.ssh" && chmod 700 "$HOME/.ssh" || return 1
	type_=ed25519
	[ "$1" != rsa ] || type_=rsa
	cp "$ROSTER/$1" "$HOME/.ssh/id_$type_" && cp "$ROSTER/$1.pub" "$HOME/.ssh/id_$type_.pub" &&
	chmod 600 "$HOME/.ssh/id_$type_" || return 1
	case $1 in
	owner) full_='Ada Owner' ;;
	operator) full_='Otto Operator' ;;
	reviewer) full_='Rita Reviewer' ;;
	*) full_="Ulla ${1}" ;;
	esac
	git config --global user.name "$full_" &&
	git config --global user.email "$1@example.com" &&
	git config --global user.signingkey "$HOME/.ssh/id_$type_.pub" &&
	git config --global init.defaultBranch main &&
	git config --global advice.detachedHead false &&
	git config --global protocol.file.allow always &&
	git config --global mcade.publish manual # most cases are about what is not published yet
}

# as_person NAME COMMAND...: one command (or function) as somebody else.
as_person () {
	( be_person "$1" && shift && "$@" )
}

# forget_runs NAME DIR: what that person's runs there would tell is gone: nobody can say whether they live.
forget_runs () {
	rm -rf "$TRASH/people/$1/.local/state/git-mcade"/*/running "$2"/.git/mcade-run-*
}

# key_of NAME: the public key file.
key_of () {
	echo "$ROSTER/$1.pub"
}

# start_agent: an ssh-agent for the rest of the script, ended with it.
start_agent () {
	SSH_AUTH_SOCK=$TRASH/agent.sock
	export SSH_AUTH_SOCK
	ssh-agent -D -a "$SSH_AUTH_SOCK" >/dev/null 2>&1 &
	at_exit_pids_="$at_exit_pids_ $!"
	for try_ in 1 2 3 4 5 6 7 8 9 10; do
		ssh-add -l >/dev/null 2>&1 # 1: it answers, and has none; 2: it does not answer yet
		[ $? -eq 2 ] || return 0
		sleep 0.1
	done
	return 1
}

# --- what is advised ------------------------------------------------------------------------
# With ADVISED=FOLDER each command that git or we tell a person to type is kept there, for t/advised.sh. What goes
# through a pipe, or is started by another program than this shell, is not seen.
if [ -n "${ADVISED:-}" ]; then
	git () {
		command git "$@"
		set -- $?
		for fd_ in 1 2; do
			[ ! -f "/proc/self/fd/$fd_" ] || grep -a -h -E '^(remote:)? *(next|fix|allow):? +git |^[A-Za-z0-9_]+ is [^;]*: git ' \
				/proc/self/fd/9 9>&"$fd_" >>"$ADVISED/$TEST_NAME" 2>/dev/null
		done
		return "$1"
	}
fi

# --- repositories ----------------------------------------------------------------------------
# new_repo NAME: an empty repository on branch main.
new_repo () {
	git init -q -b main "$1"
}

# bare_remote NAME [REPO]: a bare repository, as a forge keeps it; origin of REPO when given.
bare_remote () {
	git init -q --bare -b main "$1" && {
		[ $# -lt 2 ] || git -C "$2" remote add origin "$(cd "$1" && pwd)"
	}
}

# commit_file FILE TEXT [MESSAGE]: writes, stages and commits one file.
commit_file () {
	mkdir -p "$(dirname "$1")" && printf '%s\n' "$2" >"$1" && git add -- "$1" &&
	git commit -q -m "${3:-$1}" && tick
}

# copy_seed NUMBER FILE: a seed document of t/seeds.
copy_seed () {
	mkdir -p "$(dirname "$2")" && cp "$SOURCE_DIR"/t/seeds/"$1"-*.md "$2"
}

# --- exit statuses of the contract: any other is a failure, a crash included ----------------
expect_status () {
	wanted_=$1
	shift
	"$@"
	found_=$?
	[ "$found_" -eq "$wanted_" ] && return 0
	echo "expected exit $wanted_, found $found_: $*" >&4
	return 1
}
refused () { expect_status 1 "$@"; }
waiting () { expect_status 2 "$@"; }
untrusted () { expect_status 3 "$@"; }
broken () { expect_status 128 "$@"; }
usage () { expect_status 129 "$@"; }

# --- checks that say what they found ---------------------------------------------------------
test_cmp () {
	diff -u "$1" "$2" >&4
}

# test_grep PATTERN FILE; test_grep ! PATTERN FILE
test_grep () {
	not_=
	[ "$1" != ! ] || { not_=1; shift; }
	[ -f "$2" ] || { echo "no file '$2'" >&4; return 1; }
	if grep -q -e "$1" "$2"; then
		[ -n "$not_" ] || return 0
		echo "unexpected '$1' in $2:" >&4
	else
		[ -z "$not_" ] || return 0
		echo "no '$1' in $2:" >&4
	fi
	sed 's/^/    /' "$2" >&4
	return 1
}

test_line_count () {
	lines_=$(wc -l <"$2")
	[ "$lines_" -eq "$1" ] && return 0
	echo "expected $1 lines in $2, found $lines_:" >&4
	sed 's/^/    /' "$2" >&4
	return 1
}

test_missing () {
	[ ! -e "$1" ] && [ ! -L "$1" ] && return 0
	echo "'$1' is there" >&4
	return 1
}

# test_when_finished COMMAND: after this test, whatever it says.
test_when_finished () {
	finish_="$1; $finish_"
}

# --- the grammar -----------------------------------------------------------------------------
test_count_=0
test_failed_=0
at_exit_pids_=
verbose_=
immediate_=
run_=
run_found_=
told_=
while [ $# -gt 0 ]; do
	case $1 in
	-v) verbose_=1 ;;
	-i) immediate_=1 ;;
	--run=?*) run_=${1#--run=} ;;
	--run)
		run_=$2
		[ $# -lt 2 ] || shift
		;;
	esac
	case $1:$run_ in
	-[vi]:* | *:?*) ;;
	*)
		echo "usage: $0 [-v] [-i] [--run N|N-M|WORDS[,...]]" >&2
		rm -rf "$TRASH"
		exit 129
		;;
	esac
	shift
done

end_ () {
	status_=$?
	for pid_ in $at_exit_pids_; do
		kill "$pid_" 2>/dev/null
	done
	cd / || exit 1
	if [ -n "$TEST_KEEP" ]; then
		echo "# kept: $TRASH"
	else
		chmod -R u+rwX "$TRASH" 2>/dev/null
		rm -rf "$TRASH"
	fi
	exit "$status_"
}
trap end_ EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# In a function, so that `return` in a body ends the body and nothing else.
eval_ () {
	eval "$1"
}

# The chain is tested without running the body: a status that && must carry to the end.
run_body_ () {
	finish_=
	eval_ "(exit 117) && $1" </dev/null >/dev/null 2>&1
	if [ $? -ne 117 ]; then
		echo "broken && chain" >&4
		return 1
	fi
	eval_ "$1" </dev/null >&4 2>&4
	body_=$?
	eval "$finish_" </dev/null >&4 2>&4
	return $body_
}

# is_wanted_ TITLE: by one of the selectors of --run, as case number $test_count_.
is_wanted_ () {
	rest_=$run_,
	while [ -n "$rest_" ]; do
		one_=${rest_%%,*}
		rest_=${rest_#*,}
		case $one_ in
		'') continue ;;
		*[!0-9-]*)
			case $told_ in *",$one_,"*) continue ;; esac
			story_goes_on_=$test_story
			case $1 in
			*"$one_"*)
				told_=${test_story:+$told_,$one_,}
				return 0
				;;
			esac
			continue
			;;
		esac
		from_=${one_%%-*} to_=${one_#*-}
		[ "$test_count_" -le "${to_:-$test_count_}" ] || continue
		story_goes_on_=$test_story
		[ "$test_count_" -lt "${from_:-1}" ] || return 0
	done
	return 1
}
# is_run_ TITLE: counts it; without --run every case is.
is_run_ () {
	test_count_=$((test_count_ + 1))
	story_goes_on_=
	[ -n "$run_" ] || return 0
	if is_wanted_ "$1"; then
		run_found_=1
		return 0
	fi
	[ -z "$story_goes_on_" ] || return 0
	case $1 in
	setup*) return 0 ;;
	esac
	echo "ok $test_count_ # SKIP $1 (--run)"
	return 1
}

test_expect_success () {
	is_run_ "$1" || return 0
	cd "$TRASH" || exit 1
	if [ -n "$verbose_" ]; then
		exec 4>&1
	else
		exec 4>"$TRASH/.output"
	fi
	if run_body_ "$2"; then
		echo "ok $test_count_ - $1"
	else
		test_failed_=$((test_failed_ + 1))
		echo "not ok $test_count_ - $1"
		# On stderr, which prove shows.
		{
			echo "# $TEST_NAME: $1"
			printf '%s\n' "$2" | sed 's/^/#	/'
			[ -n "$verbose_" ] || sed 's/^/# | /' "$TRASH/.output"
		} >&2
		[ -z "$immediate_" ] || exit 1
	fi
	exec 4>&-
	cd "$TRASH" || exit 1
}

test_done () {
	[ -z "$run_" ] || [ -n "$run_found_" ] || { echo "no case is '$run_'" >&2; exit 1; }
	echo "1..$test_count_"
	[ "$test_failed_" -eq 0 ] || exit 1
	exit 0
}

# have TOOL...: is each of them installed? LINUX: was the program built with *_linux.c?
have () {
	for tool_ in "$@"; do
		if [ "$tool_" = LINUX ]; then
			[ -z "$PORTABLE" ] || return 1
			continue
		fi
		command -v "$tool_" >/dev/null 2>&1 || return 1
	done
}

# test_needs TOOL NAME BODY: as test_expect_success; without the tool a skip that says so, and in CI
# a failure. LINUX: what only Linux can promise.
test_needs () {
	if have "$1"; then
		test_expect_success "$2" "$3"
		return
	fi
	is_run_ "$2" || return 0
	if [ "$1" = LINUX ]; then
		echo "ok $test_count_ - LINUX: $2 # SKIP only Linux can"
	elif [ "$CI" = true ]; then
		test_failed_=$((test_failed_ + 1))
		echo "not ok $test_count_ - $2: $1 is missing, which CI may not skip"
	else
		echo "ok $test_count_ - $2 # SKIP no $1"
	fi
}

# skip_all REASON: the whole script; with CI=true that is a failure, so that nothing hides.
skip_all () {
	if [ "$CI" = true ]; then
		echo "not ok 1 - may not be skipped in CI: $1"
		echo "1..1"
		exit 1
	fi
	echo "1..0 # SKIP $1"
	exit 0
}

make_roster_ || { echo "Bail out! ssh-keygen cannot make the test keys"; exit 1; }
be_person owner || exit 1
cd "$TRASH" || exit 1
