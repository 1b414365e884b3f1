#!/bin/sh
# advise.sh - git-mcade for t/t4002-advice.sh: before each act of a story, whatever status, next and
# show offer there, and what the refusal of the act itself would offer, is typed in a copy of the
# repository; then the act goes on as if nobody had looked.
#
#	ADVICE_REAL	the program			ADVICE_LOG	a line for each command that was typed:
#	ADVICE_DIR	a folder for the copies				ok|refused, exit status, command, where
#	ADVICE_STEPS	whose show is read (all)	ADVICE_WORLD	a folder that runs change: kept
[ -z "$ADVICE_BUSY" ] || exec "$ADVICE_REAL" "$@"
case ${1:-hook} in
-*|help|init|hook|hooks|import|join|lint|check|explain|log|sync|audit|render) exec "$ADVICE_REAL" "$@" ;;
esac
top=$(git rev-parse --show-toplevel 2>/dev/null) &&
git -C "$top" cat-file -e refs/heads/mcade/ledger:runbook.yaml 2>/dev/null || exec "$ADVICE_REAL" "$@"

ADVICE_DIR=$ADVICE_DIR/$$
ADVICE_WORLD=${ADVICE_WORLD:-${HOST:-$HOSTS}}
trap 'rm -rf "$ADVICE_DIR"' EXIT # a story may run two at once

# copy REPOSITORY TO: objects are never written again, so that a link is a copy.
copy () {
	mkdir -p "$2" && for entry in "$1"/* "$1"/.[!.]*; do
		case ${entry##*/} in
		.git) copy "$entry" "$2/.git" ;;
		objects|hooks) cp -al "$entry" "$2" ;;
		*) [ ! -e "$entry" ] || cp -a "$entry" "$2" ;;
		esac || return 1
	done
}

# copied COMMAND: in a copy of repository, remotes, memory and world, which goes away. 98: it was
# being written.
copied () (
	rm -rf "$ADVICE_DIR/copy" && mkdir -p "$ADVICE_DIR/copy" &&
	git -C "$top" for-each-ref >"$ADVICE_DIR/was" && copy "$top" "$ADVICE_DIR/copy/r" &&
	git -C "$top" for-each-ref | cmp -s - "$ADVICE_DIR/was" || exit 98
	cp -a "$XDG_STATE_HOME" "$ADVICE_DIR/copy/memory" && XDG_STATE_HOME=$ADVICE_DIR/copy/memory &&
	ADVICE_BUSY=1 && export XDG_STATE_HOME ADVICE_BUSY && cd "$ADVICE_DIR/copy/r" || exit 99
	for remote in $(git remote); do
		url=$(git remote get-url "$remote") && [ -d "$url" ] && copy "$url" "$ADVICE_DIR/copy/$remote" &&
		git config "remote.$remote.url" "$ADVICE_DIR/copy/$remote" || exit 99
	done
	[ -z "$ADVICE_WORLD" ] || [ ! -d "$ADVICE_WORLD" ] || cp -a "$ADVICE_WORLD" "$ADVICE_DIR/copy/world" || exit 99
	timeout -k 1 5 sh -c "$1" </dev/null >"$ADVICE_DIR/out" 2>&1
	status=$?
	[ ! -d "$ADVICE_DIR/copy/world" ] ||
		{ rm -rf "$ADVICE_WORLD" && cp -a "$ADVICE_DIR/copy/world" "$ADVICE_WORLD"; } || exit 99
	exit $status
)

# typed FILE WHERE: what stands in FILE as a command; a failed attempt that was recorded is no refusal.
typed () {
	while IFS= read -r line; do
		! grep -q -x -F "$point $line" "$ADVICE_LOG.typed" || continue
		echo "$point $line" >>"$ADVICE_LOG.typed"
		copied "$line"
		status=$? said=ok
		case $status in
		0|124|98) ;;
		1) case $line in
			'git mcade lint '*) ;; # what it finds is what was asked for
			*) ! grep -q '^mcade: refused' "$ADVICE_DIR/out" && grep -q '^recorded ' "$ADVICE_DIR/out" || said=refused ;;
			esac ;;
		*) said=refused ;;
		esac
		echo "$said $status: $line ($2)" >>"$ADVICE_LOG"
		[ $said = ok ] || sed 's/^/	/' "$ADVICE_DIR/out" >>"$ADVICE_LOG"
	done <"$1"
}

# offered FILE: the commands in what was printed; whatever else names one must say that it is a hint.
offered () {
	sed -n 's/^ *\(next\|fix\|allow\):* *\(git .*\)/\2/p; s/^[^ :]* is [^;]*: \(git mcade .*\)/\1/p' "$1" >"$ADVICE_DIR/offered"
	grep 'git mcade ' "$1" | grep -v -e '^{' -e '^ *hint' -e '; hint: ' -e '^  see: ' -e '^ *next' -e '^ *fix' -e '^ *allow' -e '^[^ ]* is .*: git mcade ' |
		sed 's/^/refused 0: not labelled: /' >>"$ADVICE_LOG"
}

# answered FILE: each refusal in it says what to do instead.
answered () {
	awk '/^mcade: / { if (refused) print refused; refused = /^mcade: refused/ ? $0 : "" }
		/^ *(fix|allow|hint|next):/ { refused = "" } END { if (refused) print refused }' "$1" |
		sed 's/^/refused 0: no way: /' >>"$ADVICE_LOG"
}

mkdir -p "$ADVICE_DIR" && : >>"$ADVICE_LOG.typed"
point=$({ id -un; echo "$HOME"; git -C "$top" for-each-ref; git -C "$top" diff HEAD; } 2>/dev/null |
	sha256sum | cut -c1-16)
look () {
	XDG_STATE_HOME=$ADVICE_DIR/memory && export XDG_STATE_HOME && ADVICE_BUSY=1 && export ADVICE_BUSY &&
	cd "$top" && timeout 20 "$ADVICE_REAL" "$@" </dev/null >>"$ADVICE_DIR/looked" 2>/dev/null
}
if ! grep -q -x "$point" "$ADVICE_LOG.typed"; then
	echo "$point" >>"$ADVICE_LOG.typed"
	rm -rf "$ADVICE_DIR/memory" "$ADVICE_DIR/looked" && cp -a "$XDG_STATE_HOME" "$ADVICE_DIR/memory" && : >"$ADVICE_DIR/looked"
	for environment in $(sed -n 's/^- {*id: \([a-z]*\)[,}].*/\1/p; s/^- id: \([a-z]*\)$/\1/p' "$top/runbook.yaml"); do
		( look status --env "$environment" && look next --env "$environment" ) || continue
		for step in ${ADVICE_STEPS:-$(git -C "$top" show refs/heads/mcade/ledger:runbook.yaml | sed -n 's/^- {*id: \([A-Z0-9_]*\)[},]*.*/\1/p')}; do
			( look show "$step" --env "$environment" )
		done
	done
	offered "$ADVICE_DIR/looked"
	LC_ALL=C sort -u "$ADVICE_DIR/offered" >"$ADVICE_DIR/each"
	typed "$ADVICE_DIR/each" "offered before: $*"
fi
case $1 in
status|next|show|trust) ;;
*)
	line='git mcade'
	for word in "$@"; do
		line="$line '$(printf %s "$word" | sed "s/'/'\\\\''/g")'"
	done
	copied "$line"
	if grep -q '^mcade: refused' "$ADVICE_DIR/out"; then
		cp "$ADVICE_DIR/out" "$ADVICE_DIR/refusal"
		offered "$ADVICE_DIR/refusal"
		answered "$ADVICE_DIR/refusal"
		LC_ALL=C sort -u "$ADVICE_DIR/offered" >"$ADVICE_DIR/each"
		typed "$ADVICE_DIR/each" "offered by the refusal of: $*"
	fi
	;;
esac
rm -rf "$ADVICE_DIR"
exec "$ADVICE_REAL" "$@"
