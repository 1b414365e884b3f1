#!/bin/sh
test_description='audit names commits that changed what was closed, or what everybody reads alike'
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
. "$SOURCE_DIR/t/lib-audit.sh"
be_person owner

# here SEVERITY RULE PATH: found, and of the last commit.
here () {
	found "$1" "$2" "$3" "$(git rev-parse HEAD)"
}
# past_doors PATH LINE: a commit that no hook saw.
past_doors () {
	echo "$2" >>"$1" && git add -A && git commit -q -n -m past
}
# closed_repo NAME: a freeze of the runbook in force.
closed_repo () {
	small_repo "$1" && echo 'echo ice' >playbooks/ice.sh && echo 'echo free' >playbooks/free.sh &&
	sed "s|^steps:|freezes:\n- {id: ice, reason: verified, paths: [playbooks/ice.sh]}\nsteps:|" runbook.yaml >x &&
	mv x runbook.yaml && git add -A && git commit -q -m freeze && git mcade adopt && tick
}

test_expect_success 'what the runbook freezes: the commit is named for ever, and no adopt is a pardon' '
	closed_repo r && past_doors playbooks/free.sh "echo more" && silent && past_doors playbooks/ice.sh "echo more" &&
	refused audit && here error frozen playbooks/ice.sh && refused git mcade audit --cold && git revert --no-edit HEAD >out &&
	refused audit && sed -i "/^freezes:/,/^- {id: ice/d" runbook.yaml && git commit -q -a -n -m open && git mcade adopt && refused audit &&
	finding error frozen
'

test_expect_success 'a change that the runbook no longer forbade, or that a thaw allowed, is none' '
	closed_repo open && sed -i "/^freezes:/,/^- {id: ice/d" runbook.yaml && git commit -q -a -m open && git mcade adopt &&
	past_doors playbooks/ice.sh "echo more" && silent &&
	closed_repo thawed && git mcade thaw ice -m "it melts" && past_doors playbooks/ice.sh "echo more" && silent &&
	git mcade freeze ice -m "it does not" && silent
'

test_expect_success 'what an act freezes is bound from where the branch stood' '
	closed_repo f && past_doors playbooks/free.sh "echo before" && git mcade freeze quiet --path playbooks/free.sh -m "a holiday" &&
	silent && past_doors playbooks/read.sh "echo more" && silent && past_doors playbooks/free.sh "echo after" && audit &&
	finding warn frozen >met && test_line_count 1 met && rm met && here warn frozen playbooks/free.sh &&
	past_doors playbooks/read.sh "echo on" && git mcade adopt && audit && finding warn frozen &&
	git mcade thaw quiet -m "it is over" && silent
'

test_expect_success 'what a lock closes too' '
	closed_repo l && past_doors playbooks/cache.sh "echo before" && git mcade lock CACHE --env lab -m "verified" && silent &&
	past_doors playbooks/read.sh "echo more" && silent && past_doors playbooks/cache.sh "echo after" && audit &&
	finding warn locked >met && test_line_count 1 met && rm met && here warn locked playbooks/cache.sh &&
	git mcade unlock CACHE --env lab -m "again" && silent &&
	git mcade lock CACHE --env prod -m "verified" && past_doors playbooks/cache.sh "echo later" &&
	git mcade lock CACHE --env lab -m "too" && audit && here warn locked playbooks/cache.sh && finding warn locked >met &&
	test_line_count 1 met && rm met
'

test_expect_success 'other bytes in a work tree, a second spelling: the commit is named' '
	closed_repo d && past_doors .gitattributes "README ident" && silent && past_doors .gitattributes "playbooks/* ident" &&
	refused audit && here error document .gitattributes && git revert --no-edit HEAD >out && refused audit && finding error document &&
	closed_repo twin && past_doors playbooks/other.sh "echo other" && silent && past_doors playbooks/Cache.sh "echo twin" &&
	refused audit && here error document playbooks/Cache.sh
'

test_expect_success 'what could not be read and can be again judged nothing' '
	closed_repo m && cp releases/lab.yaml ../kept && past_doors releases/lab.yaml "broken: [" && refused audit &&
	cp ../kept releases/lab.yaml && git commit -q -n -a -m mended && silent
'

test_done
