#!/bin/sh
test_description='a list of boxes that comes into history with all of them ticked was asked of nobody'
. "${0%/*}/lib.sh"

# fresh: a repository r with some files, none of them a list
fresh () {
	rm -rf r && new_repo r && mkdir r/docs && ( cd r && for i in 1 2 3 4; do echo "$i" >docs/$i.txt; done && git add . && git commit -q -m base )
}
save () {
	( cd r && git add -A && git commit -q -m "$1" )
}
# put PATH TEXT
put () {
	mkdir -p "r/$(dirname "$1")" && printf "%b" "$2" >"r/$1"
}
# told: "path line" of each such finding, which lint and check --history must agree on
told () {
	( cd r && { git mcade lint --json --all >../lint.json || [ $? -le 2 ]; } && { git mcade check --history --json >../check.json || [ $? -le 1 ]; } ) &&
	for from in lint check; do
		perl -MJSON::PP -0777 -ne 'my $j = decode_json($_); print sort map { "$_->{severity} $_->{path} $_->{line} $_->{commit}\n" } grep { $_->{rule} eq "contradiction" && $_->{commit} && $_->{found} =~ /all ticked/ }
			@{$j->{findings}}' $from.json >$from || return 1
	done && test_cmp lint check && cut -d" " -f1-3 lint >found
}
says () {
	told && printf "%b" "$1" >expected && test_cmp expected found
}
# born TEXT EXPECTED: of docs/list.md that one commit brings
born () {
	fresh && put docs/list.md "$1" && save list && says "$2"
}
boxes="- [x] back up\n- [x] deploy\n- [x] smoke test\n"

test_expect_success 'it is an error, with the commit, and what others did before or after it is not named' '
	born "# Release checklist\n\n$boxes" "error docs/list.md 3\n" && echo more >>r/docs/1.txt && save more && says "error docs/list.md 3\n" &&
	printf "\nA note.\n" >>r/docs/list.md && save note && says "error docs/list.md 3\n"
'
test_expect_success 'other boxes, layouts and languages' '
	born "# Release 1.4\n\n- ☑ back up\n- ☑ deploy\n- ☑ smoke test\n" "error docs/list.md 3\n" && born "# Release\n\n- [✅] back up\n- [✅] deploy\n- [✅] test\n" "error docs/list.md 3\n" &&
	born "# x\n\n1. [X] back up\n2. [X] deploy\n   - [x] one node\n3. [X] test\n\n## Cutover\n\ntext\n" "error docs/list.md 3\n" && born "# Notes\n\n- [x] REL_01 back up\n- [x] REL_02 deploy\n- [x] REL_03 test\n" "error docs/list.md 3\n" &&
	born "# Checkliste zur Inbetriebnahme\n\n$boxes" "error docs/list.md 3\n" && born "# Mise en production\n\n$boxes" "error docs/list.md 3\n" && born "# Puesta en producción\n\n$boxes" "error docs/list.md 3\n" &&
	born "# Чек-лист релиза\n\n$boxes" "error docs/list.md 3\n" && born "# 上线检查清单\n\n$boxes" "error docs/list.md 3\n" && born "# リリース手順\n\n$boxes" "error docs/list.md 3\n" && born "# 배포 체크리스트\n\n$boxes" "error docs/list.md 3\n"
'
test_expect_success 'a copy of an older list that brings its ticks along' '
	fresh && put docs/1.3.md "# Release 1.3\n\n- [ ] back up\n- [ ] deploy\n- [ ] smoke test\n" && save open && sed -i "s/\[ \]/[x]/" r/docs/1.3.md && save done && says "" && sed "s/1.3/1.4/" r/docs/1.3.md >r/docs/1.4.md && save copy && says "error docs/1.4.md 3\n"
'
test_expect_success 'one that was open, or still is; too few; what failed; what is chosen' '
	fresh && put docs/list.md "# Release\n\n- [ ] back up\n- [ ] deploy\n- [ ] test\n" && save open && put docs/list.md "# Release\n\n$boxes" && save done && says "" &&
	born "# Release\n\n$boxes- [ ] tell them\n" "" && born "# Release\n\n- [x] back up\n- [x] deploy\n" "" && born "# Release\n\n$boxes- ❌ load test\n" "" && born "# Release\n\n- [x] back up\n- [x] test\n\n- [x] GO\n- [ ] NO-GO\n" ""
'
test_expect_success 'what is no list of things to do: features, guides, records, logs, forms, what lies aside' '
	born "# Supported\n\n- [x] dark mode\n- [x] search\n- [x] export\n" "" &&
	fresh && put README.md "# Release checklist\n\n$boxes" && put docs/evidence/2026-01-28-release.md "# Release checklist\n\n$boxes" && put docs/archive/1.0.md "# Release checklist\n\n$boxes" && put docs/deprecated/old.md "# Release checklist\n\n$boxes" &&
	put docs/templates/release.md "# Release checklist\n\n$boxes" && put docs/code.md "# Release checklist\n\n\`\`\`\n$boxes\`\`\`\n" && put docs/deployments/2026-01-28.md "# Deployment 2026-01-28\n\n$boxes" && save many && says ""
'
test_expect_success 'moved, split, joined: where half of its boxes were asked before' '
	fresh && put docs/list.md "# Release\n\n- [ ] back up\n- [ ] deploy\n- [ ] smoke test\n" && save open && ( cd r && git mv docs/list.md docs/new.md && sed -i "s/\[ \]/[x]/" docs/new.md ) && save moved && says "" &&
	fresh && put docs/all.md "# Release\n\n- [ ] back up\n- [ ] deploy\n- [ ] smoke test\n- [ ] tell them\n" && save open && put docs/all.md "# Release\n\n- [ ] tell them\n" && put docs/part.md "# Release\n\n$boxes" && save split && says ""
'
test_expect_success 'a repository that comes whole was made elsewhere; one list among what is there was not' '
	rm -rf r && new_repo r && put docs/list.md "# Release\n\n$boxes" && save first && says "" &&
	rm -rf r && new_repo r && put README.md x && save readme && for i in 1 2 3 4 5 6 7 8 9; do put src/$i.c "$i"; done && put docs/list.md "# Release\n\n$boxes" && save all && says ""
'
test_expect_success 'opened again, it asks once more, and the finding goes; so it does with a baseline' '
	born "# Release\n\n$boxes" "error docs/list.md 3\n" && ( cd r && git mcade lint --write-baseline ../base >out 2>&1 || : ) && ( cd r && git mcade lint --baseline ../base --json --all >../lint.json || : ) && ! grep -q "all ticked" lint.json &&
	sed -i "s/\[x\] deploy/[ ] deploy/" r/docs/list.md && save open && says ""
'
test_expect_success 'on a branch that is merged it is told once, of the commit that made it' '
	fresh && ( cd r && git checkout -q -b side ) && put docs/list.md "# Release\n\n$boxes" && save list && ( cd r && git checkout -q main && echo more >>docs/1.txt && git commit -q -am more && git merge -q --no-edit side ) && says "error docs/list.md 3\n"
'
test_expect_success 'runbook.yaml says what it is' '
	fresh && put docs/list.md "# Supported\n\n$boxes" && save list && says "" && printf "version: 1\nname: x\ndocuments: [{path: docs/list.md, kind: checklist}]\nsteps: [{id: A, run: echo}]\n" >r/runbook.yaml && ( cd r && git mcade lint --json --all >../lint.json || : ) && grep -q "all ticked" lint.json &&
	born "# Release\n\n$boxes" "error docs/list.md 3\n" && printf "version: 1\nname: x\ndocuments: [{path: docs/list.md, kind: record}]\nsteps: [{id: A, run: echo}]\n" >r/runbook.yaml && ( cd r && git mcade lint --json --all >../lint.json || : ) && ! grep -q "all ticked" lint.json
'
test_done
