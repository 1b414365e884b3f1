# lib-unread.sh - one object of a repository cannot be read, each in turn. Sourced after lib-sweep.sh.
#
# Each object in three ways, of which a sample by its place in history; UNREAD_EVERY=1: all.
every=${UNREAD_EVERY:-7}

# loose_objects: each object in a file of its own.
loose_objects () {
	git config --global gc.auto 0 && git config --global transfer.unpackLimit 100000
}

# objects: what history and index of $place lead to, and what was fetched; in an order that is always the same.
objects () {
	( cd "$place" && dir=$PWD/$(git rev-parse --git-dir) && sed 's/[^0-9a-f].*//' "$dir/FETCH_HEAD" 2>/dev/null |
		git rev-list --objects --in-commit-order --indexed-objects --all --stdin |
		sed "s,^\(..\)\([0-9a-f]*\).*,$dir/objects/\1/\2," )
}

# spoil FILE HOW: nothing of the object, half of it, or another whole object stands there.
spoil () {
	cp -p "$1" spoiled && chmod u+w "$1" &&
	case $2 in
	0) : >"$1" ;;
	1) head -c $(($(wc -c <spoiled) / 2)) spoiled >"$1" ;;
	2) cat "$other" >"$1" ;;
	esac
}

# judge_: the answer is the one of the whole repository, or an error that says so.
judge_ () {
	case $status in
	"$right") answer | cmp -s - expected || wrong "another answer" ;;
	128 | 2 | 3) [ -s err ] || wrong "no word of the error" ;;
	*) wrong "exit $status in place of $right" ;;
	esac
}

# sweep STATUS COMMAND...: in $place, with $input, as it stands.
sweep () {
	right=$1
	shift
	other=$(echo "$*" | git -C "$place" hash-object -w --stdin) && keep && before=$(git -C r rev-parse "$LEDGER") && objects >all &&
	other=$(dirname "$(dirname "$(head -n 1 all)")")/$(echo "$other" | sed 's,^..,&/,') || return 1
	( cd "$place" && git-mcade "$@" <"$TRASH/input" ) >out 2>err
	[ $? = "$right" ] || { cat out err >&4; return 1; }
	answer >expected
	put_back
	total=$(wc -l <all) number=0 bad=0 said=0
	[ "$total" -gt 20 ] || { echo "only $total objects" >&4; return 1; }
	while [ $number -lt $((3 * total)) ]; do
		file=$(sed -n "$((number / 3 + 1))p" all)
		put_back && echo "$file $((number % 3))" >told && spoil "$file" $((number % 3)) || return 1
		( cd "$place" && git-mcade "$@" <"$TRASH/input" ) >out 2>err
		status=$?
		[ $status = "$right" ] || said=$((said + 1))
		judge_
		mkdir -p "${file%/*}" && rm -f "$file" && cat spoiled >"$file" # sync takes what is damaged away
		judge_after_ "$@"
		number=$((number + every))
	done
	put_back
	echo "$*: $total objects, $said errors, $bad wrong" >&4
	[ $bad -eq 0 ]
}
