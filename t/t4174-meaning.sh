#!/bin/sh
test_description='a command that names files which its step does not declare: told at adopt and lint, with the lines that do'
test_story=yes
. "${0%/*}/lib.sh"

# runbook RUN [KEYS]: one step
runbook () {
	cat <<-EOT
	version: 1
	ledger: $(git config mcade.ledgerId)
	name: meaning
	governed: [refs/heads/main]
	environments: [{id: lab}]
	records: {log: 'docs/deployments/\${{ date }}.md'}
	targets: {far: [ssh, far]}
	steps:
	- {id: SHIP, run: $1, ${2:+$2, }pins: [], changes_state: false, verify: [{id: up, run: test -f Makefile}]}
	EOT
}
named () { # named LIST RUN [KEYS]: lint --missing has that list, or none where LIST is empty
	runbook "$2" "$3" >runbook.yaml && git mcade lint --missing >missing.out || return 1
	if [ "$1" ]; then
		test_grep "^  inputs: \[$1\]$" missing.out
	else
		test_grep ! "inputs:" missing.out
	fi || { cat missing.out >&4; return 1; }
}

test_expect_success 'setup' '
	new_repo r && cd r && mkdir -p tools play app/tools .github/workflows && echo "echo x" | tee tools/ship.sh tools/more.sh app/tools/ship.sh "tools/odd name.sh" >play/site.yml && echo "on: push" >.github/workflows/deploy.yml &&
	printf "%s\n" "HOST := prod" "all: ship" "ship: build tools/more.sh" "	@sh tools/ship.sh \$(HOST)" "" "build:" "	python3 tools/build.py" "loop: loop" "	make loop" "other:" "	sh tools/none.sh" >Makefile && echo "print()" >tools/build.py && printf "x:\n\tsh tools/ship.sh\n" >app/Makefile &&
	printf "{\"scripts\": {\"ship\": \"node tools/ship.js && npm run again\", \"again\": \"sh tools/more.sh\"}}\n" >package.json && echo "1" >tools/ship.js &&
	echo "*.out" >.gitignore && git add -A && git commit -q -m files && git mcade init --no-hooks >out.out 2>&1 && cd ..
'
test_expect_success 'scripts and playbooks, however they are called' '
	cd r && named "tools/ship.sh" "sh tools/ship.sh" && named "tools/ship.sh" "./tools/ship.sh prod" && named "play/site.yml" "[ansible-playbook, play/site.yml]" && named "tools/ship.sh, play/site.yml" "cd . && sudo A=b sh ./tools/ship.sh; ansible-playbook --limit=web play/site.yml" &&
	named "tools/ship.sh, tools/more.sh" "\"if sh tools/ship.sh; then sh tools/more.sh >log; fi\"" && named "play/site.yml" "ansible-playbook -e @play/site.yml none.yml" && named "tools/ship.sh" "[sh, -c, sh tools/ship.sh]" && named "'"'tools\/odd name.sh'"'" "[sh, tools/odd name.sh]"
'
test_expect_success 'what is declared, elsewhere, of variables, or no file is left alone' '
	cd r && named "" "sh tools/ship.sh" "uses: tools/ship.sh" && named "" "sh tools/ship.sh" "inputs: [tools/*.sh]" && named "" "sh tools/ship.sh" "on: far" && named "" "sh tools/nothing.sh" && named "" "\"sh tools/\$X.sh\"" && named "" "sh ../r/tools/ship.sh" && named "" "[sh, \"\${{ step.uses }}\"]" "uses: tools/ship.sh" && named "" "echo tools" &&
	named "'"'tools\/m\*.sh'"', tools/ship.sh" "sh tools/ship.sh" "inputs: [tools/m*.sh]"
'
test_expect_success 'a make target: the makefile, what its recipe calls, and what it needs' '
	cd r && named "Makefile, tools/build.py, tools/more.sh, tools/ship.sh" "make ship" && named "Makefile, tools/build.py" "make -s build X=y" && named "Makefile, tools/build.py, tools/more.sh, tools/ship.sh" "make" && named "Makefile" "make loop" && named "Makefile" "make other" &&
	named "app/Makefile, app/tools/ship.sh" "make -C app x" && named "Makefile, tools/ship.sh" "make x" "cwd: app" && named "" "make -f none x"
'
test_expect_success 'targets that call each other, each many times, are followed once' '
	cd r && cp Makefile ../kept && many=$(printf "a%.0s " 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20) && printf "a: %s\n\tsh tools/ship.sh; %s\n" "$many" "$(echo " $many" | sed "s/ a/ make a;/g")" >Makefile && git commit -q -am many &&
	( ulimit -t 10 && named "Makefile, tools/ship.sh" "make a" ) && mv ../kept Makefile && git commit -q -am few
'
test_expect_success 'a package script and a workflow' '
	cd r && named "package.json, tools/ship.js, tools/more.sh" "npm run ship" && named "package.json, tools/more.sh" "yarn -s again" && named "package.json" "npm test" && named ".github/workflows/deploy.yml" "gh workflow run deploy.yml"
'
test_expect_success 'adopt warns and adopts; lint has it; a change of what is declared makes the step stale' '
	cd r && runbook "make ship" >runbook.yaml && git add -A && git commit -q -m runbook && git mcade adopt >out.out 2>err.out && test_grep "warning: \[reference\] step .SHIP. runs .Makefile." err.out && test_grep "git mcade lint --missing" err.out &&
	git mcade lint --json >lint.out && test_grep "\"rule\":\"reference\",\"severity\":\"warn\"" lint.out && git mcade lint --missing >missing.out && list=$(sed -n "s/^  \(inputs: .*\)/\1/p" missing.out) &&
	runbook "make ship" "$list" >runbook.yaml && git commit -q -am declared && git mcade adopt >out.out 2>err.out && test_grep ! "\[reference\]" err.out && git mcade run SHIP >out.out 2>&1 && sed -i "s/ship.sh/more.sh/" Makefile && git commit -q -am "another meaning" &&
	git mcade status --json >status.out && test_grep "\"stale\":true" status.out
'
test_done
