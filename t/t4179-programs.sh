#!/bin/sh
test_description='what a program looks for by itself, and what runs elsewhere, is a part of what a command means

A workflow runs what its steps say, a package script of another folder what stands there, a role what it needs. Each of these runs
tools/inner.sh, and who changes that is asked; or nobody can tell that it does.'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-meaning.sh"
be_person owner

# found: NAME<tab>a script that runs tools/inner.sh in its own way.
found () {
	cat <<-\EOT
	moved	env -C tools sh inner.sh
	after	env -C ci true; sh tools/inner.sh
	split	env -S "sh tools/inner.sh"
	flow	: || gh workflow run deploy.yml
	action	: || gh workflow run uses.yml
	package	: || npm run ship -w web
	prefix	: || npm --prefix=web run nested
	parts	: || run-parts parts
	role	: || ansible-playbook play/site.yml
	recipe	: || just ship
	launched	: || timeout 5 env -C tools sh inner.sh
	bundled	: || sudo -nD tools sh inner.sh
	other	: || su -c "sh tools/inner.sh" deploy
	all	: || npm run ship --workspaces
	each	: || npm run ship -ws
	nested	cd mono && : || npm run ship -ws
	install	: || npm ci
	compose	: || docker compose up
	shelled	: || gh workflow run shell.yml
	title	: || gh workflow run "Ship it"
	ref	: || gh workflow run --ref main deploy.yml
	before	: || python3 pkg/d.py
	inventory	: || ansible-playbook -i inv/h.ini cfg/none.yml
	EOT
}
# untold: NAME<tab>a script of which nobody can tell it.
untold () {
	cat <<-\EOT
	titled	: || gh workflow run "Deploy all"
	elsewhere	: || gh workflow run matrix.yml
	default	: || gh workflow run default.yml
	packages	: || pnpm --filter web run ship
	none	cd lone && : || npm run ship -ws
	recursive	: || pnpm -r run ship
	startup	: || gh workflow run startup.yml
	python	: || gh workflow run python.yml
	stdin	: || make -f - <tools/where
	file	make -s -f mk/file x
	shell	ENV=tools/inner.sh sh -c :
	launcher	: || env --chdir="$X" sh tools/inner.sh
	plugins	cd cfg && : || ansible-playbook site.yml
	EOT
}
files () {
	mkdir -p tools mk ci .github/workflows acts/ship web parts play/roles/web/meta play/roles/base/tasks cfg && printf 'jobs:\n  a:\n    steps:\n    - {uses: other/act@v1}\n    - {working-directory: tools, run: sh inner.sh}\n' >.github/workflows/deploy.yml && sed -i '1i name: Ship it' .github/workflows/deploy.yml && printf 'jobs:\n  a: {uses: ./.github/workflows/ship.yml}\n' >.github/workflows/uses.yml &&
	printf 'jobs:\n  a:\n    steps: [{uses: ./acts/ship}]\n' >.github/workflows/ship.yml && printf 'runs: {using: node20, main: ship.js}\n' >acts/ship/action.yml && echo 'execFileSync("tools/inner.sh")' >acts/ship/ship.js && printf 'jobs:\n  a:\n    steps: [{run: "sh tools/${{ environment.id }}.sh"}]\n' >.github/workflows/matrix.yml &&
	printf 'defaults: {run: {working-directory: tools}}\njobs:\n  a:\n    steps: [{run: sh plain.sh}]\n' >.github/workflows/default.yml && echo '{"scripts": {"ship": "sh ../tools/inner.sh", "nested": "npm --prefix ../web run ship"}}' >web/package.json && printf '#!/bin/sh\nsh tools/inner.sh\n' >parts/one && echo '- {hosts: all, roles: [web]}' >play/site.yml &&
	echo 'dependencies: [{role: base}]' >play/roles/web/meta/main.yml && echo '- script: tools/inner.sh' >play/roles/base/tasks/main.yml && printf 'ship:\n\tsh tools/inner.sh\n' >justfile && printf '$(eval $(file <mk/a.inc))\ny:\n' >mk/file && printf '[defaults]\nroles_path = ../elsewhere\n' >cfg/ansible.cfg && echo '- {hosts: all}' >cfg/site.yml
}
test_expect_success 'setup' '
	new_repo r && cd r && files &&
	echo "services: {a: {image: x}}" >compose.yaml && echo "services: {a: {command: tools/inner.sh}}" >compose.override.yaml && printf "jobs: {a: {steps: [{shell: %s, run: echo}]}}\n" "\"bash tools/inner.sh {0}\"" >.github/workflows/shell.yml &&
	echo "jobs: {a: {env: {BASH_ENV: tools/inner.sh}, steps: [{run: echo}]}}" >.github/workflows/startup.yml && echo "{defaults: {run: {shell: python}}, jobs: {a: {steps: [{run: echo}]}}}" >.github/workflows/python.yml &&
	mkdir -p lone mono/libs/a libs/b && echo "{\"workspaces\": [\"libs/*\"]}" >lone/package.json && cp lone/package.json mono && echo "{\"scripts\": {\"ship\": \"sh ../../../tools/inner.sh\"}}" >mono/libs/a/package.json && echo "{\"scripts\": {\"ship\": \"eval x\"}}" >libs/b/package.json &&
	mkdir -p pkg/a && echo "import a.b" >pkg/d.py && echo : >pkg/a/b.py && echo "import os; os.system(\"sh tools/inner.sh\")" >pkg/a/__init__.py &&
	mkdir -p inv/group_vars chart && echo h >inv/h.ini && echo "x: tools/inner.sh" >inv/group_vars/all.yml && echo "{\"workspaces\": [\"w*\"], \"scripts\": {\"postinstall\": \"sh tools/inner.sh\"}}" >package.json && for i in $(seq 70); do echo $i >chart/$i.yaml || return 1; done && ln -s 1.yaml chart/link &&
	echo "exit 0" >tools/inner.sh && echo : >tools/staging.sh && echo : >plain.sh && printf "x:\n\t@sh tools/inner.sh\n" >mk/a.inc && { steps found && steps untold && printf "%s\n" "- {id: CHART, pins: [], needs: [], run: \"true || helm upgrade x ./chart\"}"; } >../steps && begins <../steps
'
test_expect_success 'what it runs is found' '
	cd r && shown found
'
test_expect_success 'where nobody can tell, the whole content stands for it' '
	cd r && whole untold
'
test_expect_success 'a folder that a program is told is one part, whatever stands in it; another file is no part of it' '
	cd r && git mcade run CHART --env staging >../out 2>&1 && tells CHART && test "$(cat ../parts)" = chart && echo more >>README && git add -A && git commit -q -m readme && git mcade run CHART --env staging >../out 2>&1 &&
	echo changed >chart/70.yaml && git add -A && git commit -q -m chart && { git mcade run CHART --env staging >../out 2>&1; test $? -eq 1; } && test_grep "refused .drift. chart" ../out
'
test_expect_success 'who changes it is asked' '
	cd r && echo "echo production" >>tools/inner.sh && git add -A && git commit -q -m changed &&
	asked_of found " tools/inner.sh" && asked_of untold
'
test_done
