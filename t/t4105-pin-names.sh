#!/bin/sh
test_description='a pin has the name that the manifest or a step has for it: another one is refused, with the nearest'
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
be_person owner
V=redis:7@$DIGEST

test_expect_success 'setup' '
	small_repo r && printf "cache:\n  image: redis:latest\n  size: TBD\nweb:\n  repo: web\n  tag: v1\n  commit: TBD\nspare: {}\n" >releases/lab.yaml &&
	sed "s/pins: \[\]/pins: [web, fresh.image]/" runbook.yaml >x && mv x runbook.yaml && git commit -q -a -m more && git mcade adopt
'

# unknown NAME NEAREST: refused, nothing changed, and what is printed is taken.
unknown () {
	before=$(git rev-parse mcade/ledger) && refused git mcade pin "$1=$V" --env lab 2>err && test_grep "refused \[reference\]" err &&
	test_grep "expected: $2\$" err && test "$(git rev-parse mcade/ledger)" = "$before" && git diff --exit-code
}
typed () {
	sed -n "s/^ *fix: *//p" err >way && test_line_count 1 way && sh ./way && rm -f way err && git mcade render --check && git commit -q -a -m pinned
}

test_expect_success 'a typo' 'cd r && unknown cache.imag cache.image && typed'
test_expect_success 'a part of what has another name, and what it is a part of' '
	cd r && unknown cache.image.digest cache.image && unknown web.commit web && unknown cache cache.image
'
test_expect_success 'nothing like it: it may be meant, with --create' '
	cd r && unknown entirely.different.thing "a pin of the manifest or a step" && ! grep "^ *fix:" err && sed -n "s/^ *allow: *//p" err >way &&
	test_grep " --create\$" way && sh ./way && rm -f way err && git mcade render --check && git commit -q -a -m pinned
'
test_expect_success 'a part of another pin is none with --create either; --create is for names' '
	cd r && refused git mcade pin --create "cache.image.digest=$V" --env lab 2>err && test_grep "expected: cache.image\$" err && ! grep "^ *allow:" err &&
	usage git mcade pin --create --from-worktree --env lab 2>err && rm err
'
test_expect_success 'an empty manifest has no path' '
	cd r && cp releases/lab.yaml keep && : >releases/lab.yaml && refused git mcade pin "first.image=$V" --env lab 2>err && test_grep "refused \[reference\]" err &&
	mv keep releases/lab.yaml && rm err
'
test_expect_success 'several at once: none is recorded, and no command that would do half of it' '
	cd r && before=$(git rev-parse mcade/ledger) && refused git mcade pin "cache.image=$V" "cache.imag=$V" --env lab 2>err &&
	! grep "^ *fix:" err && test "$(git rev-parse mcade/ledger)" = "$before" && git diff --exit-code
'
test_expect_success 'what stands there, what a step names, and what was pinned before are taken' '
	cd r && for name in cache.image cache.size fresh.image; do git mcade pin "$name=$V" --env lab || return 1; done &&
	git commit -q -a -m pinned && sed "s/, fresh.image//" runbook.yaml >x && mv x runbook.yaml && git commit -q -a -m less && git mcade adopt &&
	git rm -q --cached releases/lab.yaml && git mcade pin "fresh.image=redis:8@$DIGEST" --env lab
'

test_expect_success 'an environment with the longest name there is: the pins that its manifest brings are its own' '
	small_repo long && name=$(printf "%064d" 0 | tr 0 e) && for id in $name ${name#eeeee}; do
		printf "cache:\n  image: $V\n" >releases/$id.yaml && sed -i "s,^environments:.*,&\n- {id: $id\, manifest: releases/$id.yaml}," runbook.yaml || return 1
	done && git add -A && git commit -q -m long && git mcade adopt && git mcade audit
'

test_done
