#!/bin/sh
test_description='what a program takes as a whole is a part of what a command means, and what is promoted is what ran

It builds, copies or sends a folder, or all that there is, and no word of its command names a file of it.'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-meaning.sh"
be_person owner

# all: NAME<tab>a script that takes all of the commit.
all () {
	cat <<-\EOT
	image	: || docker build -t web .
	dotted	: || docker build -t web -f src/Dockerfile ./
	beside	: || docker build -t web --file=src/Dockerfile .
	buildx	: || docker buildx build --push -t web .
	composed	: || docker compose up --build
	sent	: || git push heroku HEAD:main
	packed	: || git archive HEAD | tar x -C /tmp/x
	synced	: || rsync -a ./ host:/srv/app
	tarred	: || tar cf /tmp/x.tar .
	heroku	: || heroku container:push web
	flown	: || flyctl deploy
	cloud	: || gcloud app deploy
	built	: || cargo build --release
	gone	: || go build ./...
	maven	: || mvn package
	webpack	: || npx webpack
	published	: || npm publish
	made	make -s image
	waited	: || timeout 60 cargo build
	there	: || git -C src push heroku main
	asked	: || git -c a.b=c archive HEAD
	around	: || go build ./src
	member	: || cargo build -p src
	works	: || GIT_WORK_TREE=/srv/app git checkout -f
	starred	: || scp * host:/srv
	cloned	: || git clone . /srv/app
	tree	: || git worktree add /srv/app
	started	cd cu && : || docker compose up -d
	EOT
}
# some: the same of src, and of nothing else.
some () {
	cat <<-\EOT
	copied	: || cp -r src /srv/app
	mirror	: || rsync -a --delete src/ host:/srv/app
	folder	: || tar czf /tmp/x.tgz src
	told	: || docker build -t web src
	within	cd src && : || docker build -t web .
	bucket	: || aws s3 sync src s3://bucket
	far	: || scp -r src host:/srv
	pattern	: || scp src/*.app host:/srv
	late	: || timeout 60 scp -r src host:/srv
	crate	: || cargo build --manifest-path src/Cargo.toml
	go	cd src && : || go build
	module	cd src/cmd && : || go build
	package	cd src/cmd && : || cargo build
	file	: || mvn -f src/Dockerfile package
	context	cd cw && : || docker compose up -d
	started	: || docker compose -f cw/compose.yaml run web
	EOT
}
# none: these look at it, or go there.
none () {
	cat <<-\EOT
	looked	ls src && find . -name x && du -s src >/dev/null
	went	cd src && pwd
	searched	grep -rq two src || :
	pushed	: || docker push web
	rolled	: || kubectl rollout status deployment/web
	asked	git rev-parse HEAD
	made	mkdir -p src && test -d src
	said	echo . src; echo docker build .
	plain	true
	there	: || git -C /srv/app checkout main
	far	: || git clone https://host/app /srv/app
	logs	cd cu && : || docker compose logs
	EOT
}
is_src () {
	tells "$step" && grep -qw src ../parts && ! grep -qw content ../parts
}
is_none () {
	tells "$step" && ! grep -qw src ../parts && ! grep -qw content ../parts
}
# begun LIST: a repository of its own, whose steps run once.
begun () {
	rm -rf r && new_repo r && cd r && mkdir tools src src/cmd bin cw cu && echo 'module x' >src/go.mod && echo 'package main' >src/cmd/x.go && printf 'services:\n  web:\n    build:\n      context: ../src # it\n    x-build: ..\n' >cw/compose.yaml && printf 'services: {web: {build: .., ports: []}}\n' >cu/compose.yaml && printf 'FROM x\n' >src/Dockerfile && echo one >src/app && echo '[package]' >src/Cargo.toml && printf 'image:\n\t: || docker build -t web .\n' >Makefile &&
	steps "$1" >../list && begins <../list
}

test_expect_success 'all of the commit, where it takes that' '
	begun all && each all is_whole && echo two >src/app && git commit -q -a -m two && each all is_asked
'
test_expect_success 'a folder, where it takes that: another file changes nothing' '
	begun some && each some is_src && echo two >free && git add free && git commit -q -m two && git mcade status --env staging >../out && ! grep stale ../out &&
	echo two >src/app && git commit -q -a -m two && each some is_asked
'
test_expect_success 'nothing, where it only looks' '
	begun none && each none is_none
'
test_expect_success 'the executable bit that the commit has is a part of a folder; what lies here is none' '
	begun some && each some is_src && git update-index --chmod=+x src/app && git commit -q -m bit && git checkout -q -f HEAD && each some is_asked &&
	git mcade run COPIED --env staging --accept-changed && git config core.fileMode false && chmod -x src/app && git mcade status --env staging >../out && test_grep "16 steps: 1 verified, 15 stale" ../out && test_grep "verified .*: COPIED" ../out
'
# linked: of links that lead out of the folder that is taken: whoever follows them takes what is there.
linked () {
	cat <<-\EOT
	copied	: || cp -rL lk /srv
	long	: || cp -r --dereference lk /srv
	tarred	: || tar -chf /tmp/x.tar lk
	old	: || tar chf /tmp/x.tar lk
	mirror	: || rsync -aL lk/ host:/srv
	zipped	: || zip -r /tmp/x.zip lk
	sent	: || scp -r lk host:/srv
	each	for f in lk/*; do : || scp "$f" host:/srv; done
	applied	: || kubectl apply -f lk
	EOT
}
kept () {
	cat <<-\EOT
	image	: || docker build -t web lk
	copied	: || cp -r lk /srv
	tarred	: || tar -cf /tmp/x.tar lk
	mirror	: || rsync -a lk/ host:/srv
	zipped	: || zip -ry /tmp/x.zip lk
	within	: || cp -rL lw /srv
	gone	: || cp -rL lg /srv
	EOT
}
is_linked () {
	tells "$step" && grep -qw "src" ../parts && grep -qw "one/file" ../parts && ! grep -qw content ../parts
}
test_expect_success 'what a link leads to, where it is followed' '
	rm -rf r && new_repo r && cd r && mkdir tools src one lk lk/deep lw lg && echo one >src/app && echo one >one/file && ln -s ../../src lk/deep/in && ln -s ../one/file lk/f && ln -s a lw/b && echo a >lw/a && ln -s ../none lg/n && ln -s /etc/hosts lg/h && { linked && kept | sed "s/^/k/"; } >../both && steps "cat ../both" >../list && begins <../list && each linked is_linked && for step in $(kept | cut -f1 | tr a-z A-Z); do git mcade run K$step --env staging && step=K$step && is_none || return 1; done &&
	echo two >src/app && git commit -q -a -m two && each linked is_asked
'
# released RUN VERIFY [MORE]: staging has it, and prod comes after; then comes another content.
released () {
	rm -rf r && new_repo r && cd r && mkdir src && echo one >src/app && echo "# r" >README.md && printf "image:\n\t: || docker build -t web .\n" >Makefile && git add -A && git commit -q -m files && git mcade init --no-hooks >../out 2>&1 &&
	printf "%s\n" "version: 1" "name: r" "ledger: $(git config mcade.ledgerId)" "governed: [refs/heads/main]" "completion: auto" "records: {log: \"log/\${{ date }}.md\"}" "environments: [{id: staging}, {id: prod, promote: {after: [staging]}}]" \
		"steps:" "- {id: SHIP, run: '$1', changes_state: false, pins: [], verify: [{id: up, run: '$2'}]$3}" >runbook.yaml &&
	git add -A && git commit -q -m a && git mcade adopt >../out 2>&1 && git mcade run SHIP --env staging && git add -A && git commit -q -m log && echo two >src/app && git commit -q -a -m two
}
# promotes no|yes
promotes () {
	git mcade promote --env prod --json >../out 2>../err
	case $?,$1 in
	0,yes) ;;
	1,no) grep -q "\"rule\":\"promotion\"" ../out ;;
	*) cat ../err >&4 && return 1 ;;
	esac
}
test_expect_success 'what was only looked at since another content came is not promoted; it runs again without being opened' '
	for run in "make -s image" ": || docker build -t web ." ": || cp -r src /srv"; do
		released "$run" true && git mcade verify SHIP --env staging && promotes no && test_grep "git mcade run SHIP --env staging --accept-changed" ../out &&
		git mcade run SHIP --env staging --accept-changed && promotes yes && cd .. || return 1
	done
'
test_expect_success 'inputs of the step say what matters; the makefile alone does not' '
	released "make -s image" true ", inputs: [Makefile]" && git mcade verify SHIP --env staging && promotes no && cd .. &&
	released "make -s image" true ", inputs: [Makefile, README.md]" && git mcade verify SHIP --env staging && promotes yes
'
test_expect_success 'a check that names the version shows which content runs: that of the run' '
	released true "test -n \$MCADE_GIT_SHA" && git mcade verify SHIP --env staging && promotes no && git mcade status --env prod >../out && test_grep "next: git mcade run SHIP --env staging" ../out &&
	git mcade run SHIP --env staging && promotes yes && refused git mcade run SHIP --env staging 2>../err && test_grep "refused .order." ../err
'
test_expect_success 'what takes nothing and names no version may be looked at with what came' '
	released true true && promotes no && git mcade verify SHIP --env staging && promotes yes
'
# dirty yes|no: what runs now is of no commit.
dirty () {
	git mcade run SHIP --env staging --accept-changed >../ran 2>&1
	git log -2 --format=%B refs/heads/mcade/ledger >../event && case $1 in yes) test_grep "^Mcade-Dirty: yes" ../event && promotes no ;; no) test_grep ! "^Mcade-Dirty" ../event ;; esac
}
test_expect_success 'what stands there and in no commit is not what was released; what is ignored by a commit is nothing' '
	released ": || cp -r src /srv" true && echo new >src/new && dirty yes && test_grep "src/new" ../ran && echo src/new >.git/info/exclude && dirty yes && rm src/new && echo new >other && echo "*.tmp" >.gitignore && git add .gitignore && git commit -q -m ignored && echo new >src/new.tmp && git add -A && git commit -q -m all && dirty no && promotes yes && cd .. &&
	released ": || docker build -t web ." true && echo new >new && dirty yes && test_grep "(new)" ../ran && git add -A && git commit -q -m new && dirty no && git rm -q -r --cached log && echo z >z && git add z && git commit -q -m z && git status --porcelain >../status && test_grep "?? log" ../status && dirty no
'
# untouched RUN FILE...: files of no commit that it does not read.
untouched () {
	released "$1" true && shift && for file in "$@"; do mkdir -p "$(dirname "$file")" && echo "$file" >"$file" || return 1; done && dirty no && promotes yes && cd ..
}
test_expect_success 'what only reads what is committed, or files of one language, is not touched by another' '
	for run in "git archive HEAD | tar t >../x" ": || git push heroku HEAD:main" "git archive --format=tar -o ../x HEAD src" ": || git clone -q . /srv/app" ": || git -c a.b=c worktree add /srv/app" "git ls-files | tar c -T - >../x" "tar c \$(git ls-files) >../x" "git show HEAD:src/app >../x" "git bundle create -q ../x HEAD"; do
		untouched "$run" notes.txt src/new.js || return 1
	done &&
	for run in ": || go build ./..." ": || go -C src build" ": || go install ./src"; do
		untouched "$run" notes.txt src/notes.md src/x.json || return 1
	done
'
anew () {
	echo more >>src/app && git commit -q -a -m anew
}
# touched RUN FILE: that one it may read; who runs it is told the ways out.
anew () {
	echo more >>src/app && git commit -q -a -m anew
}
touched () {
	released "$1" true && mkdir -p "$(dirname "$2")" && echo "$2" >"$2" && dirty yes && test_grep "($2)" ../ran && test_grep "commit it, remove it, or name it in a .gitignore that is committed" ../ran && rm "$2" && dirty no && promotes yes && cd ..
}
test_expect_success 'what it may read touches it; each way out that is told works' '
	touched ": || go build ./..." x.go && touched ": || go build ./..." src/x.c && touched ": || go install ./src" vendor/x/y.txt && touched ": || go test ./..." testdata.txt && touched ": || go run ./src" page.html && touched ": || git push heroku HEAD:main && cp -r src .. && rm -r ../src" src/x && touched ": || docker build -t web ." notes.txt && touched "git ls-files --others | tar c -T - >../x" notes.txt && touched ": || rsync -a ./ host:/srv" notes.txt &&
	released ": || go build ./..." true && printf "package x\n//go:embed *.html\nvar x string\n" >x.go && git add -A && git commit -q -m embeds && dirty no && anew && echo page >page.html && dirty yes && cd ..
'
test_expect_success 'a .gitignore of no commit hides nothing, above, beside or below; one of a commit is read as git reads it' '
	released ": || cp -r src /srv" true && echo new >src/new && for ignores in src .; do echo "*" >$ignores/.gitignore && git status --porcelain >../status && test ! -s ../status && dirty yes && rm $ignores/.gitignore || return 1; done && test_grep "(src/new)" ../ran && mkdir "src/a b" && echo "*" >"src/a b/.gitignore" && mv src/new "src/a b/new" && dirty yes && rm -r "src/a b" && dirty no && cd .. &&
	released ": || cp -r src /srv" true && mkdir -p src/sub/out src/deep/er lib && printf "%s\n" "# made" "" "*.tmp" "!keep.tmp" "/out" "sub/gen.*" "deep/" "\\#odd" >src/.gitignore && printf "out/\n" >src/sub/.gitignore && git add -f src/.gitignore src/sub/.gitignore && git commit -q -m ignored && touch src/a.tmp src/sub/b.tmp src/out src/sub/gen.c src/deep/er/x src/sub/out/x "src/#odd" && git status --porcelain >../status && test ! -s ../status && dirty no && mkdir src/more &&
	for file in src/keep.tmp src/more/out src/sub/keep.tmp src/other "src/sub/#even"; do anew && echo x >"$file" && dirty yes && rm "$file" && dirty no || return 1; done && promotes yes
'
# again yes|no: run once more.
again () {
	git mcade reopen SHIP --env staging -m again && dirty "$1"
}
# loose FILE TEXT RUN [VERIFY]: of no commit; then a commit ignores it, which says that it is made there; then it has it.
loose () {
	released "$3 || :" "$4 :" && echo "$2" >"$1" && again yes && test_grep "$1" ../ran && echo "$1" >.gitignore && git add .gitignore && git commit -q -m made && dirty no && git add -f "$1" && git commit -q -m all && again no && promotes yes && cd ..
}
test_expect_success 'nor is a file of no commit that a command runs or tells, or that a check runs; what a check reads is' '
	loose deploy.sh : "sh deploy.sh" && loose inner.sh : "if test -f inner.sh; then sh inner.sh; fi" && loose x.mk "ship:" "make -s -f x.mk ship" && loose app.yaml a: ": || kubectl apply -f app.yaml" && loose app.tgz x ": || scp app.tgz host:/srv" &&
	loose smoke.sh : true "sh smoke.sh ||" && loose x.mk "smoke:" true "make -s -f x.mk smoke ||" && loose package.json "{\"scripts\": {\"smoke\": \"true\"}}" true "npm run smoke ||" &&
	released true "cat up || :" && echo up >up && again no && promotes yes && cd .. && released true "grep -q up up || :" && echo up >up && again no && cd .. && released true ": || scp up host:/srv" && echo up >up && again no
'
test_expect_success 'nor does a gate decide by it' '
	released true true && echo "gates: [{id: ready, environment: staging, checks: [{id: a, run: \"sh ask.sh || :\"}]}]" >>runbook.yaml && git add -A && git commit -q -m gate && git mcade adopt && git mcade gate ready --env staging && echo : >ask.sh && refused git mcade gate ready --env staging --json >../out && test_grep "ask.sh" ../out && test_grep "commit it, remove it, or name it in a .gitignore that is committed" ../out && rm ask.sh && git add -A && git commit -q --allow-empty -m log && git mcade gate ready --env staging
'
# late RUN CHANGE: a guard changes it between the reading and the command.
late () {
	released "$1" true ", guard: [{id: g, run: 'if test -e late; then $2; fi'}]" && echo late >.gitignore && git add .gitignore && git commit -q -m late && : >late && git mcade reopen SHIP --env staging -m again && refused git mcade run SHIP --env staging --accept-changed >../ran 2>&1 && test_grep "nothing was run" ../ran && git log -1 --format=%B refs/heads/mcade/ledger >../event && test_grep "^Mcade-Result: cancelled" ../event && test_grep "^Mcade-Dirty: yes" ../event && cd ..
}
test_expect_success 'nor what changed since it was looked at' '
	late ": || cp -r src /srv" "echo >src/new" && late "make -s image" "echo : >>Makefile" && late "if test -e deploy.sh; then sh deploy.sh; fi" "echo : >deploy.sh" && late true "git commit -q --allow-empty -m late" &&
	released "sh src/app || :" true && echo "echo : >>src/app" >src/app && git commit -q -a -m grows && git mcade run SHIP --env staging --accept-changed >../ran 2>&1 && test_grep "src/app changed while it ran" ../ran
'
test_expect_success 'nor is a file that git was told not to look at' '
	for bit in assume-unchanged skip-worktree; do
		released ": || git push heroku HEAD:main" true && git update-index --$bit README.md && echo other >README.md && git status --porcelain -uno >../status && test_grep ! README ../status && dirty yes && test_grep README.md ../ran && printf "# r\n" >README.md && dirty no && cd .. || return 1
	done
'
test_done
