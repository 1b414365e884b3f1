#!/bin/sh
test_description='what a command names in a project, and names that are put together, are never "none"

A recipe of a justfile in another folder, a module of it, an included Taskfile, a package script that run-s calls, a base of kustomize, a
project of gradle, a name that a program puts together: each of these runs tools/inner.sh, and who changes that is asked; or nobody can
tell that it does, and any change is asked about.'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-meaning.sh"
be_person owner

# found: NAME<tab>a script that runs tools/inner.sh in its own way.
found () {
	cat <<-\EOT
	jdir	: || just -d jd ship
	jglued	: || just -djd ship
	jfile	: || just --justfile=jf/other.just ship
	jpath	: || just jd/ship
	jup	cd jd/a && : || just ship
	jmod	cd jm && : || just web::ship
	tinc	cd ti && : || task web:ship
	tdir	: || task --dir td ship
	tfile	: || task -t td/other.yml ship
	runs	cd rs && : || run-s build "deploy:*"
	runp	cd rs && : || npx run-p -l ship
	runall	cd rs && : || npm-run-all --parallel ship
	within	cd rs && : || npm run all
	yarn	cd rs && : || yarn run-s ship
	beside	cd rs && : || npx concurrently "npm:ship" "echo x"
	kube	: || kubectl apply -k k8s/overlays/prod
	kust	: || kustomize build k8s/overlays/prod
	gradle	cd gr && : || ./gradlew :app:ship
	gdir	: || gradle -p gr/app ship
	mvn	: || mvn -f mv/pom.xml deploy
	mvnup	cd mv/web && : || mvn deploy
	terra	cd tf && : || terraform apply
	chdir	: || terraform -chdir=tfm apply
	rakes	cd rk && : || rake ship
	helmfile	: || helmfile -f hf/helmfile.yaml apply
	composed	: || docker compose -f dc/dev.yaml up
	fstring	: || python3 py/fstring.py
	joined	: || python3 py/joined.py
	folder	: || python3 py/folder.py
	added	: || python3 py/added.py
	percent	: || python3 py/percent.py
	node	: || node py/template.js
	long	: || node py/long.js
	ruby	: || ruby py/made.rb
	perl	: || perl py/made.pl
	play	: || ansible-playbook py/play.yml
	recipe	cd rc && : || just ship
	EOT
}
# untold: NAME<tab>a script of which nobody can tell it.
untold () {
	cat <<-\EOT
	none	cd lone && : || just ship
	turbo	: || turbo run ship
	global	cd td && : || task -g ship
	away	cd /srv && : || just ship
	here	: || kubectl apply -k .
	open	: || just -f "$X" ship
	gone	: || just -f gone/justfile ship
	given	: || python3 py/given.py
	letters	: || python3 py/letters.py
	many	: || python3 py/many.py
	noscript	cd lone && : || run-s ship
	opens	cd rs && : || run-s "$X"
	cwd	: || python3 py/cwd.py
	EOT
}
put () { # put FILE LINE...
	mkdir -p "$(dirname "$1")" && for line in "$@"; do test "$line" = "$1" || printf '%s\n' "$line"; done >"$1"
}
files () {
	put jd/justfile 'ship:' '	sh ../tools/inner.sh' && put jd/a/x x && put jf/other.just 'ship:' '	sh ../tools/inner.sh' &&
	put jm/justfile 'mod web' 'up:' '	true' && put jm/web/mod.just 'ship:' '	sh ../../tools/inner.sh' &&
	put ti/Taskfile.yml 'includes: {web: ./web}' && put ti/web/Taskfile.yml 'tasks: {ship: {cmds: [sh ../../tools/inner.sh]}}' &&
	put td/Taskfile.yml 'tasks: {ship: {cmds: [sh ../tools/inner.sh]}}' && cp td/Taskfile.yml td/other.yml &&
	put rs/package.json '{"scripts": {"ship": "sh ../tools/inner.sh", "deploy:x": "sh ../tools/inner.sh", "build": "true", "all": "run-s ship"}}' &&
	put k8s/overlays/prod/kustomization.yaml 'resources: [../../base]' && put k8s/base/kustomization.yaml 'configMapGenerator: [{name: x, files: [../../tools/inner.sh]}]' &&
	put gr/gradlew '#!/bin/sh' 'exec java' && put gr/settings.gradle "include ':app'" && put gr/app/build.gradle "task ship(type: Exec) { commandLine 'sh', '../../tools/inner.sh' }" &&
	put mv/pom.xml '<project><modules><module>web</module></modules></project>' && put mv/web/pom.xml '<project><argument>../../tools/inner.sh</argument></project>' &&
	put tf/main.tf 'module "x" { source = "../tfm" }' && put tfm/main.tf 'resource "x" "y" { command = "sh ../tools/inner.sh" }' &&
	put rk/Rakefile 'task :x' && put rk/rakelib/ship.rake 'sh "../tools/inner.sh"' && put hf/helmfile.yaml 'releases: [{name: x, chart: ../hc, hooks: [{command: ../tools/inner.sh}]}]' && put hc/Chart.yaml 'name: x' && put sub/inside.sh 'sh tools/inner.sh' &&
	put dc/dev.yaml 'services: {a: {command: ../tools/inner.sh}}' &&
	put py/fstring.py 'import subprocess, sys' 'd = sys.argv[1] # or "make x", just so, task turbo' 'subprocess.run(["sh", f"{d}/inner.sh"])' && put py/joined.py 'import os' 'd = os.environ["D"]' 'subprocess.run(["sh", os.path.join(d, "inner.sh")])' &&
	put py/folder.py 'import os' 'subprocess.run(["sh", os.path.join("sub", n)])' && put py/added.py 'subprocess.run(["sh", "sub/" + n])' && put py/percent.py 'subprocess.run(["sh", "sub/in%s.sh" % n])' &&
	put py/template.js 'execFileSync(`sub/${x}.sh`)' && put py/made.rb 'system("sh #{d}/inner.sh")' && put py/made.pl 'system("sh $d/inner.sh")' &&
	put py/play.yml '- {hosts: all, tasks: [{shell: "sh {{ dir }}/inner.sh"}]}' && put py/given.py 'import sys' 'subprocess.run(' '  sys.argv)' && put py/letters.py 'subprocess.run([f"{d}/{n}"])' && put py/long.js "execFileSync(\`sub/\${$(seq -s ' + ' 150)}.sh\`)" && put py/many.py 'for n in x: read(f"many/{n}.txt")' &&
	put rc/justfile 'ship:' '	make -C ../mk deploy' && put mk/Makefile 'deploy:' '	sh ../tools/inner.sh' && put lone/x x && put py/cwd.py 'import subprocess' 'subprocess.run(["make", "deploy"], cwd="mk")' && for i in $(seq 70); do put "many/$i.txt" x || return 1; done &&
	mkdir tools && echo "exit 0" >tools/inner.sh
}
test_expect_success 'setup' '
	new_repo r && cd r && files && { steps found && steps untold; } >../steps && begins <../steps
'
test_expect_success 'what it runs is found' '
	cd r && shown found
'
test_expect_success 'where nobody can tell, the whole content stands for it' '
	cd r && whole untold
'
test_expect_success 'a folder that such a file names is all that stands in it, where nothing of its kind does' '
	cd r && parts HELMFILE >../parts && test_grep "^hc hf/helmfile.yaml " ../parts && parts KUBE >../parts && test_grep "k8s/base/kustomization.yaml" ../parts
'
test_expect_success 'another file is no part of what is found' '
	cd r && echo more >>README && git add -A && git commit -q -m readme && for step in $(ids found); do git mcade run "$step" --env staging >../out 2>&1 || { cat ../out >&4; return 1; }; done
'
test_expect_success 'who changes it is asked' '
	cd r && echo "echo production" >>tools/inner.sh && git add -A && git commit -q -m changed && asked_of found " tools/inner.sh" && asked_of untold
'
test_done
