#!/bin/sh
test_description='what a program reads only to hand it on is a part of what a command means

"find src | xargs scp", "sed x src/app | kubectl apply -f -", a loop over src/?: whoever changes a file of it changes what the command does.
What is only looked at is no part.'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-meaning.sh"
be_person owner

# names: NAME<tab>a script that is given the names of src.
names () {
	cat <<-\EOT
	found	find src -type f | : || find src -type f | xargs -n 1 -I % scp % host:/srv
	within	: || scp $(find src -type f) host:/srv
	looped	for f in src/*; do : || scp "$f" host:/srv; done
	inner	for f in src/*; do for i in 1 2; do echo $i; done; : || scp "$f" host:/srv; done
	read	find src | while IFS= read -r f; do : || scp "$f" host:/srv; done
	exec	: || find src -exec scp {} host:/srv \;
	ls	: || ls src/* | xargs scp
	here	cd src; : || ls | xargs scp
	tracked	: || git ls-files src | xargs scp
	packed	: || git ls-files src | cpio -o
	from	: || find src | parallel scp {} host:/srv
	kept	files=$(ls src); : || scp $files host:/srv
	called	: || find src | sh -c 'while read -r f; do scp "$f" host:/srv; done'
	each	for f in $(ls src); do : || scp "src/$f" host:/srv; done
	fed	while read -r f; do : || scp "$f" host:/srv; done < <(find src)
	EOT
}
# text: the same of the text of src/app.
text () {
	cat <<-\EOT
	sent	: || sed s/x/y/ src/app | kubectl apply -f -
	sorted	: || cat src/app | sort | psql
	fed	: || kubectl apply -f <(sed s/x/y/ src/app)
	written	sed s/x/y/ src/app >../x; : || psql -f ../x
	grouped	: || (cat src/app; echo x) | psql
	groups	: || ((cat src/app); echo x) | psql
	braced	: || { cat src/app; echo x; } | psql
	lines	: || cat src/app |; : || psql
	kept	V=$(cat src/app); : || kubectl set image web=$V
	exported	export V=$(cat src/app); : || kubectl get $V
	shown	: || git show HEAD:src/app | psql
	print	cat src/app
	nested	: || sh tools/print.sh | psql
	script	sh tools/print.sh >../x; : || psql -f ../x
	tee	: || cat src/app | tee /tmp/x
	listed	: || cat src/list | xargs scp
	document	: || psql <<EOF; \i src/app; EOF
	inside	: || cat <<EOF | psql; $(sh tools/print.sh); EOF
	turns	: || cat src/list | while read -r f; do scp "$f" host:/srv; done
	loop	while read -r f; do : || scp "$f" host:/srv; done <src/list
	EOT
}
# none: it is only looked at, or made elsewhere.
none () {
	cat <<-\EOT
	counted	ls src | wc -l
	asked	grep -q x src/app || : ; : || kubectl get pods
	if	if grep -q x src/app; then : || kubectl get pods; fi
	test	test "$(cat src/app)" = one && : || kubectl get pods
	loop	for f in src/*; do grep -q o "$f"; done; : || kubectl get pods
	read	find src | while read -r f; do echo "$f"; done; : || kubectl get pods
	made	: || ls -t *.dump | head -n 1 | xargs pg_restore --list
	searched	find src | xargs -n 1 grep -l x || :
	executed	find src -exec grep x {} \; || :
	went	(cd src && ls); : || kubectl get pods
	newest	: || pg_restore --list "$(ls -t *.dump | head -n 1)"
	newer	: || find /tmp -newer src | xargs scp
	other	cat src/app >&2
	named	echo src >../list
	dropped	cat src/app >/dev/null 2>&1
	errors	grep x src/app 2>../x || :
	others	: || docker ps -q | xargs docker rm -f
	script	awk '{print $1}' src/app | sort | uniq -c
	pattern	: || jq '{a,b}' /tmp/x | kubectl apply -f -
	document	cat <<EOF >../x; src/app; EOF
	hidden	cat src/app; : || kubectl get pods | grep x
	EOT
}
is_src () {
	tells "$step" && grep -qw "src" ../parts && ! grep -qw content ../parts
}
is_app () {
	tells "$step" && { grep -qw "src/app" ../parts || test "$step" = PRINT; } && ! grep -qw content ../parts
}
is_none () {
	tells "$step" && ! grep -qw "src\|src/app" ../parts && ! grep -qw content ../parts
}
begun () {
	rm -rf r && new_repo r && cd r && mkdir tools src && echo one >src/app && echo src/app >src/list && steps "$1" >../list && begins <../list
}
test_expect_success 'names that go through a pipe, a loop, a variable' '
	begun names && each names is_src && echo two >src/app && git commit -q -a -m two && each names is_asked
'
test_expect_success 'the text of a file that goes there' '
	begun text && each text is_app
'
test_expect_success 'nothing, where it is only looked at' '
	begun none && each none is_none
'
test_done
