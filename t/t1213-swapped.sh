#!/bin/sh
test_description='without a ledger: ids or titles that change places in runbook.yaml, a manifest that moves away from it'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
be_person owner

# told COMMAND...: the lines that are called otherwise, and the manifests that are missing.
told () {
	"$@" --json >../json || [ $? = 1 ]
	tr "{" "\n" <../json | grep "what .runbook.yaml. calls\|the manifest .* is taken away" | sed 's/.*"path":"\([^"]*\)"\(,"line":\)*\([0-9]*\).*/\1:\3/' | sort -u | tr "\n" " "
}
both () {
	[ "$(told git mcade lint --all)" = "$1" ] && [ "$(told git mcade check --history)" = "$1" ]
}
swapped="docs/release.md:5 docs/release.md:6 "

test_expect_success 'setup: a document with ids, a table of them, a manifest' '
	new_repo r && cd r && mkdir docs releases && echo "app: {image: TBD}" >releases/prod.yaml &&
	printf "# Release\n\n| Id | Step | Status |\n|---|---|---|\n| REL-01 | Back up the database | done |\n| REL-02 | Switch traffic | done |\n| REL-03 | Tell support | open |\n" >docs/release.md &&
	git add -A && git commit -q -m base && tick && git mcade import docs/release.md --env prod &&
	sed -i "s,^- {id: prod,&\, manifest: releases/prod.yaml," runbook.yaml && git add -A && git commit -q -m rules && tick && git tag good && both ""
'
for how in "s/title: Back up the database/title: X/;s/title: Switch traffic/title: Back up the database/;s/title: X/title: Switch traffic/" "s/id: REL-01/id: X/;s/id: REL-02/id: REL-01/;s/id: X/id: REL-02/"; do
	test_expect_success "it is told of the work tree, and of the commit: $how" "
		cd r && sed -i '$how' runbook.yaml && ! git diff --quiet && [ \"\$(told git mcade lint --all)\" = '$swapped' ] &&
		git commit -q -n -a -m swapped && both '$swapped' && { git mcade lint >../out; [ \$? = 1 ]; } && test_grep 'error .contradiction. 2' ../out && git reset -q --hard good
	"
done
test_expect_success 'and so where the ids of the document change places' '
	cd r && sed -i "s/| REL-01/| X/;s/| REL-02/| REL-01/;s/| X/| REL-02/" docs/release.md && git commit -q -n -a -m swapped && both "$swapped" && git reset -q --hard good
'
test_expect_success 'new words, a title that begins with its id, and one that two steps have are no other step' '
	cd r && sed -i "s/title: Switch traffic/title: Move the traffic/;s/title: Tell support/title: REL-03 - Tell support/" runbook.yaml && git commit -q -n -a -m words && both "" &&
	sed -i "s/title: Move the traffic/title: Back up the database/" runbook.yaml && git commit -q -n -a -m twice && both "" && git reset -q --hard good
'
test_expect_success 'a manifest that moves away is missed, until the runbook follows; one that was never there is still to come' '
	cd r && git mv releases/prod.yaml releases/production.yaml && git commit -q -n -m moved && both "runbook.yaml:5 " &&
	sed -i "s,releases/prod.yaml,releases/production.yaml," runbook.yaml && git commit -q -n -a -m follows && both "" &&
	sed -i "s,releases/production.yaml,releases/next.yaml," runbook.yaml && git commit -q -n -a -m next && both ""
'
test_expect_success 'where rules are in force it is a warning: the ledger says which one is right' '
	cd r && git reset -q --hard good && git mcade init >/dev/null 2>&1 && git add -A && git commit -q -n -m rules && git mcade adopt --accept-claims >/dev/null 2>&1 &&
	sed -i "s/title: Switch traffic/title: X/;s/title: Tell support/title: Switch traffic/;s/title: X/title: Tell support/" runbook.yaml && git commit -q -n -a -m swapped && { git mcade lint >../out || :; } &&
	test_grep "warn .contradiction. 2" ../out
'
test_done
