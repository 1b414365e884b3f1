# lib-evidence.sh - branches of evidence as nobody's program writes them; used in a clone beside
# ../remote.git.
. "$SOURCE_DIR/t/lib-team.sh"
. "$SOURCE_DIR/t/lib-craft.sh"
. "$SOURCE_DIR/t/lib-push.sh"

branch=refs/heads/mcade/evidence/2026

# body TEXT: "<sha256> <blob>" of a body, stored.
body () {
	printf '%s\n' "$1" >.body && echo "$(sha256sum <.body | cut -d' ' -f1) $(git hash-object -w .body)"
}

# tree_with BASE [MODE] NAME BLOB...: BASE's tree and these files below their first two digits.
tree_with () {
	GIT_INDEX_FILE=$TRASH/.index && export GIT_INDEX_FILE && rm -f "$GIT_INDEX_FILE" &&
	{ [ "$1" = none ] || git read-tree "$1"; } && shift &&
	while [ $# -gt 1 ]; do
		git update-index --add --cacheinfo "100644,$2,$(echo "$1" | cut -c1-2)/$1" || return 1
		shift 2
	done && git write-tree
	kept_=$?
	unset GIT_INDEX_FILE
	return $kept_
}

# unsigned TREE PARENT...: a commit of evidence by the owner, as the program spells it.
unsigned () {
	printf 'tree %s\n' "$1" && shift && for parent_; do printf 'parent %s\n' "$parent_"; done &&
	printf 'author Ada Owner (mcade) <owner@example.com> %s +0000\n' "$MCADE_CLOCK" &&
	printf 'committer Ada Owner (mcade) <owner@example.com> %s +0000\n\nevidence\n' "$MCADE_CLOCK"
}
signed () {
	unsigned "$@" | sign_as owner | put
}

# stays RULE-MESSAGE TIP [REF]: the server refuses this tip, for this reason, and nothing moves.
stays () {
	unmoved ../remote.git push origin "$2:${3:-$branch}" && says evidence "${3:-$branch}" && test_grep "$1" err
}
