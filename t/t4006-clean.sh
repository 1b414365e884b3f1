#!/bin/sh
test_description='is a file what is committed? As git status says; of what a step names, whatever the index was told'
. "${0%/*}/lib.sh"
be_person owner

rot="tr a-z n-za-m"
test_expect_success 'setup: a step that names a file and a pattern' '
	new_repo r && cd r && commit_file README x && git mcade init >/dev/null 2>&1 && mkdir -p p/in q &&
	cat >runbook.yaml <<-E &&
	version: 1
	ledger: $(git config mcade.ledgerId)
	name: clean
	environments: [{id: lab}]
	order: needs
	defaults: {changes_state: false}
	steps:
	- {id: A, pins: [], run: "true", uses: p/f, inputs: ["p/in/*"], verify: [{id: v, run: "true"}]}
	E
	printf "one\n\$Id\$\ntwo\n" >p/f && printf "one\r\ntwo\r\n" >p/crlf && printf "in\n" >p/in/1 && echo q >q/q &&
	git config filter.rot.clean "$rot" && git config filter.rot.smudge "$rot" &&
	git config filter.store.clean "tee \"$TRASH/stored\" | sha256sum" && git config filter.store.smudge "cat \"$TRASH/stored\"" &&
	git add -A && git commit -q -m runbook && git mcade adopt && git mcade run A --env lab && git rev-parse HEAD >../base
'

# found CLEAN|DIRTY: what the next event says of the bytes here.
found () {
	git mcade verify A --env lab &&
	was=$(git log -1 --format=%B --grep="^verify A" mcade/ledger | sed -n "s/^Mcade-Dirty: //p") &&
	[ "${was:-no}" = "$1" ] || { echo "dirty: expected $1, found ${was:-no}" >&4; return 1; }
}
# as_git yes|no: dirty, and git says so too.
as_git () {
	git status --porcelain -uno --ignore-submodules=none >"$TRASH/status" && says=no &&
	{ [ ! -s "$TRASH/status" ] || says=yes; } &&
	[ "$says" = "$1" ] || { echo "git status says $says" >&4; return 1; }
	found "$1"
}
# All is written anew: git, which looks at whole seconds, would leave what a filter made of a file.
again () {
	cd "$TRASH/r" && rm -rf .git/info/attributes p q && git reset -q --hard "$(cat ../base)" && git clean -fdxq &&
	for key in core.autocrlf core.fileMode; do
		git config --unset-all $key
	done
	tick
}
# attributes LINE: committed (past the rule that refuses it: it may stand there from before), and the
# files are written anew as it says.
attributes () {
	echo "$1" >.gitattributes && git add -A --renormalize . && git add .gitattributes && git commit -q --no-verify -m attributes &&
	rm p/f p/in/1 && git checkout -q -- p
}

test_expect_success 'nothing changed; touched; another time and the same size' '
	again && as_git no && touch -d "2001-01-01" p/f p/in/1 && as_git no && cp p/in/1 keep && printf "iN\n" >p/in/1 && as_git yes &&
	cp keep p/in/1 && as_git no
'
test_expect_success 'line ends: eol, autocrlf, those that were committed' '
	again && attributes "p/* eol=crlf" && grep -q "$(printf "\r")" p/f && as_git no && echo three >>p/f && as_git yes &&
	again && git config core.autocrlf true && rm p/f p/in/1 && git checkout -q -- p && grep -q "$(printf "\r")" p/in/1 && as_git no &&
	again && attributes "* -text" && sed -i "s/\$/\r/" p/in/1 && as_git yes
'
test_expect_success 'committed with other line ends than the attributes want' '
	again && cp p/crlf p/in/2 && git add p && git commit -q -m crlf && as_git no &&
	echo "* text=auto" >.gitattributes && git add .gitattributes && git commit -q --no-verify -m auto && as_git no
'
test_expect_success 'ident, an encoding, a filter, one that stores the bytes elsewhere' '
	again && attributes "p/f ident" && ! grep -q "\$Id\$" p/f && as_git no && echo more >>p/f && as_git yes &&
	again && attributes "p/in/* working-tree-encoding=UTF-16" && ! test_cmp p/in/1 q/q && as_git no && printf x >>p/in/1 && as_git yes &&
	again && attributes "p/f filter=rot" && grep -q one p/f && as_git no && echo other >p/f && as_git yes &&
	again && attributes "p/in/1 filter=store" && grep -q "^in" p/in/1 && as_git no && git mcade run A --env lab &&
	[ "$(git log -1 --format=%B --grep="^start A" mcade/ledger | sed -n "s/^Mcade-Input: sha256:\([0-9a-f]*\) .*/\1/p")" = \
	  "$(git show HEAD:p/in/1 | sha256sum | cut -d" " -f1)" ] && echo other >p/in/1 && as_git yes
'
# What a filter drops or makes up on the way in runs here, and is in no commit.
test_expect_success 'a filter that cleans other bytes into those that are committed' '
	again && git config filter.strip.clean "sed /secret/d" && attributes "p/in/* filter=strip" && as_git no &&
	echo "secret: run me" >>p/in/1 && git add p/in/1 && [ -z "$(git status --porcelain -uno)" ] && found yes &&
	rm p/in/1 && again && git config filter.lie.clean "git cat-file blob HEAD:p/f" && echo "p/f filter=lie" >.git/info/attributes &&
	tr a-z A-Z <p/f >lie && mv lie p/f && git add p/f && [ -z "$(git status --porcelain -uno)" ] && found yes && rm p/f &&
	git config --remove-section filter.lie && git config --remove-section filter.strip
'
test_expect_success 'attributes that are in no commit: as git says' '
	again && echo "p/f filter=rot" >.git/info/attributes && touch p/f && as_git yes && $rot <p/f >new && mv new p/f && as_git no
'
test_expect_success 'execute bit, a link, a file that is gone, what is only staged' '
	again && chmod +x p/f && as_git yes && git config core.fileMode false && as_git no &&
	again && rm q/q && ln -s ../README q/q && as_git yes && rm q/q && as_git yes &&
	again && echo staged >q/q && git add q && git show HEAD:q/q >q/q && as_git yes &&
	again && echo new >q/new && as_git no && git add -N q/new && as_git yes
'
test_expect_success 'a submodule: another commit, other files' '
	again && git init -q "$TRASH/sub" && ( cd "$TRASH/sub" && commit_file s s ) &&
	git -c protocol.file.allow=always submodule --quiet add "$TRASH/sub" sub && git commit -q -m sub && as_git no &&
	echo changed >sub/s && as_git yes && git -C sub commit -q -a -m s && as_git yes &&
	git submodule --quiet deinit -f sub && as_git no && rm -rf sub .git/modules
'
# Git believes what it was told; what it was told not to look at is read.
test_expect_success 'assume-unchanged and skip-worktree hide nothing' '
	for bit in assume-unchanged skip-worktree; do
		again && git update-index --$bit q/q p/f p/in/1 && as_git no && echo other >q/q && found yes && git show HEAD:q/q >q/q && as_git no && { [ $bit = skip-worktree ] || { rm q/q && found yes && git show HEAD:q/q >q/q; }; } &&
		echo other >p/f && [ -z "$(git status --porcelain -uno)" ] && found yes && git show HEAD:p/f >p/f && found no &&
		echo other >p/in/1 && [ -z "$(git status --porcelain -uno)" ] && found yes &&
		git update-index --no-$bit q/q p/f p/in/1 || return 1
	done
'
test_expect_success 'a sparse checkout' '
	again && git sparse-checkout set --no-cone "/*" "!/q/" && ! [ -e q/q ] && as_git no && git sparse-checkout disable
'
test_expect_success 'an index that only git reads: split, sparse' '
	again && git update-index --split-index && as_git no && echo other >p/in/1 && as_git yes && git update-index --no-split-index &&
	again && git sparse-checkout set --cone --sparse-index p && ! [ -e q/q ] && git ls-files -s --sparse | grep "	q/$" &&
	as_git no && echo other >p/in/1 && as_git yes && git sparse-checkout disable
'

test_done
