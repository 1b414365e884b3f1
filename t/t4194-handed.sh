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
	copied	: || find src -type f | xargs -I{} cp {} /srv
	copies	: || find src -exec cp {} /srv \;
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
	lines	: || cat src/app |; psql
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
	whole	{ echo x; cat src/app; } >../x; : || psql -f ../x
	shell	(cat src/app; echo x) >../x; : || psql -f ../x
	block	if true; then cat src/app; fi >../x
	copied	: || tee /tmp/x <src/app
	ordered	: || sort src/app -o /tmp/x
	order	: || sort --output=/tmp/x src/app
	differs	: || git diff --output=/tmp/x HEAD -- src/app
	patched	: || git apply src/app
	blocks	: || dd if=src/app of=/tmp/x
	option	: || kubectl create configmap x --from-file x=src/app
	mounted	: || docker run --mount type=bind,src=src/app,dst=/x web
	opened	exec <src/app; : || kubectl apply -f -
	numbered	exec 3<src/app; : || kubectl apply -f - <&3
	first	: || <src/app kubectl apply -f -
	bash	: || bash -c 'V=$(<src/app); kubectl set image web=$V'
	said	: || bash -c 'psql <<<"$(cat src/app)"'
	group	: || { kubectl apply -f -; } <src/app
	parens	: || (kubectl apply -f -) <src/app
	case	case $(cat src/app) in one) echo a;; *) : || kubectl get pods; esac
	cases	case $(cat src/app) in; one|two); : || kubectl get pods;;esac
	test	test "$(cat src/app)" = one && : || kubectl get pods
	bracket	[ "$(cat src/app)" = one ] || kubectl get pods
	if	if grep -q o src/app; then : || kubectl get pods; fi
	else	if ! grep -q o src/app; then echo a; else : || kubectl get pods; fi
	elif	if false; then echo a; elif grep -q o src/app; then : || kubectl get pods; fi
	until	until grep -q o src/app; do kubectl get pods; done
	then	grep -q o src/app && { echo a; : || kubectl get pods; }
	lineend	grep -q o src/app &&; : || kubectl get pods
	piped	cat src/app | grep -q o && : || kubectl get pods
	function	f() { cat src/app; }; : || f | psql
	functions	exit 0; function f {; cat src/app; }; : || psql -c "$(f)"
	telling	f() { : || psql; }; cat src/app | f
	within	f() { while read -r x; do : || psql -c "$x"; done <src/app; }; f
	plain	! : || psql <src/app
	nice	: || nice psql <src/app
	timed	: || timeout 5 cat src/app | psql
	env	: || env A=b cat src/app | psql
	nohup	: || nohup psql <src/app
	sudo	: || sudo -u x cat src/app | psql
	args	: || xargs psql <src/app
	EOT
}
# none: it is only looked at, or made elsewhere.
none () {
	cat <<-\EOT
	counted	ls src | wc -l
	asked	grep -q x src/app || : ; : || kubectl get pods
	if	if grep -q x src/app; then echo a; else true; fi; : || kubectl get pods
	test	test "$(cat src/app)" = one && echo a; : || kubectl get pods
	line	(grep -q o src/app && echo a); : || kubectl get pods
	nested	grep -q o src/app && (echo a); : || kubectl get pods
	status	cat src/app && : || kubectl get pods
	left	grep -q o src/app || exit 1; : || kubectl get pods
	case	case $(cat src/app) in x|one) echo a;; *) echo b; esac; : || kubectl get pods
	cases	case $(cat src/app) in; x) echo a;;y|one); echo b;;esac; : || kubectl get pods
	until	until grep -q o src/app; do sleep 1; done; : || kubectl get pods
	group	{ cat src/app; echo x; }; echo y >../x
	groups	(cat src/app; echo x); echo y >../x
	braced	{ cat src/app; } >/dev/null; : || kubectl get pods
	opens	exec 3<src/app; grep -q o <&3; exec 4>../log
	called	f() { cat src/app; }; f; : || kubectl get pods
	asks	f() { : || kubectl get pods; }; grep -q o src/app; f
	tee	exit 0; echo x | tee src/app >/dev/null
	ordered	sort src/app; uniq src/app; : || kubectl get pods
	text	grep -q o <<X; $(cat src/app); X; : || kubectl get pods
	found	find src -type f | xargs -I{} grep x {} || :; : || kubectl get pods
	dd	: || dd if=/tmp/src/app of=/tmp/x
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
