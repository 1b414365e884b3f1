#!/bin/sh
test_description='what the commands of documents and runbooks call: a target or a package script that nothing has'
# shows: D07 M32
test_story=yes
. "${0%/*}/lib.sh"

# judged TEXT: lint of docs/R.md with that text, "severity line:column name" of each reference, in ../found
judged () {
	printf %b "$1" >docs/R.md && git add -A && git commit -q -m document && status=0 &&
	{ git mcade lint --json >../lint.json 2>../lint.err || status=$?; } &&
	perl -MJSON::PP -0777 -ne '
		for (@{decode_json($_)->{findings}}) {
			print "$_->{severity} $_->{line}:$_->{column} $_->{expected}\n" if $_->{rule} eq "reference";
		}' ../lint.json >../found
}
# misses WANTED TEXT: those and no others; nothing is WANTED where it is empty
misses () {
	judged "$2" || return 1
	echo "$1" | sed "/^$/d" >../wanted && test_cmp ../wanted ../found
}

test_expect_success 'setup' '
	new_repo r && cd r && mkdir -p docs app ci && printf "%b" "include common.mk\n-include .env\nENVS = lab prod\n\n.PHONY: all \\\\\n  help\nall: build\n\nbuild check:\n\techo x\nrelease-%%: build\n\techo \$*\n  ifdef X\n  hidden:\n\techo x\n  endif\ndocs::\n\techo x\nX := a:b\nask = \$(shell echo lost: none)\n" >Makefile &&
	printf "shared:\n\techo x\n" >common.mk && printf "only:\n\techo x\n" >app/Makefile && printf "\$(foreach e,a b,\$(eval \$(call rule,\$(e))))\nfixed:\n\techo x\n" >ci/Makefile &&
	printf "{\"scripts\": {\"build\": \"x\", \"deploy:lab\": \"x\"}}\n" >package.json && echo "int main;" >tool.c
'

test_expect_success 'a target that no makefile has, where it stands: in a span, in a block, behind others' '
	cd r && misses "error 3:9 deploy" "# Release\n\n1. Run \`make deploy\` and wait\n2. Run \`make build\`\n" && [ $status -eq 1 ] &&
	misses "error 6:8 ship" "# Release\n\n1. Ship:\n\n   \`\`\`sh\n   X=1 make -j 4 build ship V=1\n   make check\n   \`\`\`\n2. Run \`make check\`\n" &&
	misses "error 3:24 ship" "# Release\n\n1. \`make build && sudo make \"ship\"\`\n2. \`make build\`\n"
'
test_expect_success 'what was done by a target is gone: an error; what is still to be done: a warning' '
	cd r && misses "error 3:19 gone" "# Release\n\n- [x] REL_01 Run \`make gone\`\n- [ ] REL_02 Run \`make build\`\n" &&
	misses "warn 4:19 later" "# Release\n\n- [x] REL_01 Run \`make build\`\n- [ ] REL_02 Run \`make later\`\n" && [ $status -eq 0 ]
'
test_expect_success 'what make finds: included, several names, a pattern, phony, in a condition, a file, what a file is built to' '
	cd r && misses "" "# Release\n\n1. \`make shared check docs hidden help\`\n2. \`make release-lab\`\n3. \`make tool\` then \`make docs/\`, \`make package.json\`\n4. \`make\`\n" && [ $status -eq 0 ] &&
	misses "error 3:5 lost" "# Release\n\n1. \`make lost\`\n2. \`make build\`\n"
'
test_expect_success 'where nobody can tell, nothing is said: rules made of variables, included from elsewhere, forms, another folder or host' '
	cd r && misses "" "# Release\n\n1. \`make -C ci any\`\n2. \`make deploy-<env>\`, \`make deploy-ENV\`, \`make up/down\`, \`make \$X\`\n3. \`cd ../infra && make any\`\n4. \`make any\`\n" &&
	misses "" "# Release\n\n1. Go\n\n   \`\`\`sh\n   ssh host\n   make restart\n   \`\`\`\n2. \`make any\`\n" && misses "" "# Release\n\n1. Go\n\n   \`\`\`\n   git clone x/infra; cd infra\n   make any\n   \`\`\`\n2. \`make any\`\n" &&
	cp Makefile ../kept && echo "include \$(wildcard rules/*.mk)" >>Makefile && misses "" "# Release\n\n1. \`make any\`\n2. \`make build\`\n" && mv ../kept Makefile
'
test_expect_success 'a folder that the document leads to has it, and only what it has' '
	cd r && misses "" "# Release\n\n1. \`cd app\`\n2. \`make only\`\n3. \`make build\`\n" && misses "error 3:5 onl" "# Release\n\n1. \`make -C app onl\`\n2. \`(cd app; make only) && make build\`\n" &&
	misses "" "# Release\n\nIn \`app\`:\n\n1. \`make only\`\n2. \`make build\`\n" && misses "error 3:15 build" "# Release\n\n1. \`cd app && make build\`\n2. \`make build\`\n"
'
test_expect_success 'what is no command: a comment, a text of lines, what a session printed, words' '
	cd r && misses "error 8:3 two" "# Release\n\n1. Go\n\n\`\`\`console\n\$ make build # make one\nmake three\n\$ make two\n\`\`\`\n\n2. Stop\n" &&
	misses "" "# Release\n\n1. Go\n\n\`\`\`sh\ncat >x <<END\nmake one\nEND\nmake \\\\\n  build\n# make two\necho make three \"make four\"\n\`\`\`\n\n2. make sure of \`make\`\n"
'
test_expect_success 'a package script: npm runs no other; another runner takes programs, which have no colon' '
	cd r && misses "error 3:5 deploy" "# Release\n\n1. \`npm run deploy\`\n2. \`npm run build -- --fast\`, \`npm ci\`, \`npm install x\`, \`npm run env\`\n" &&
	misses "error 4:5 deploy:prod" "# Release\n\n1. \`yarn deploy:lab\`, \`yarn run eslint\`\n2. \`pnpm run deploy:prod\`\n" && misses "error 3:5 test" "# Release\n\n1. \`npm test\`\n2. \`npm run x --workspace=web\`, \`npm -w web run y\`, \`npm --prefix web run z\`\n"
'
test_expect_success 'a repository without such a file is not asked' '
	cd r && git rm -q --cached Makefile app/Makefile ci/Makefile package.json && rm Makefile app/Makefile ci/Makefile package.json && misses "" "# Release\n\n1. \`make any\`\n2. \`npm run any\`\n" && git checkout -q HEAD~1 -- Makefile app package.json && git commit -q -m back
'
test_expect_success 'runbook.yaml: a step that calls what is missing, at lint and adopt; what it has is an input' '
	cd r && git rm -q -r docs && git commit -q -m without && git mcade init --no-hooks >out.out 2>&1 && step () {
		printf "version: 1\nledger: %s\nname: r\ngoverned: [refs/heads/main]\nenvironments: [{id: lab}]\nrecords: {log: \"docs/deployments/\${{ date }}.md\"}\nsteps:\n- id: A\n  run: %s\n  pins: []\n  changes_state: false\n  verify: [{id: up, run: test -f Makefile}]\n" "$(git config mcade.ledgerId)" "$1" >runbook.yaml &&
		{ git mcade lint --json >../lint.json || :; } && perl -MJSON::PP -0777 -ne "for (@{decode_json(\$_)->{findings}}) { print \"\$_->{line} \$_->{expected}\n\" if \$_->{rule} eq q(reference) }" ../lint.json | sort >../found
	} && step "make nothing" && printf "8 an input of the step\n9 nothing\n" >../wanted && test_cmp ../wanted ../found && step "make build" && echo "8 an input of the step" >../wanted && test_cmp ../wanted ../found &&
	step "make shared" && git mcade lint --missing >../missing && test_grep "inputs: \[Makefile, common.mk\]" ../missing && step "cd app && make only" && git mcade lint --missing >../missing && test_grep "inputs: \[app/Makefile\]" ../missing
'
test_done
