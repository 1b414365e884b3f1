#!/bin/sh
test_description='pre-receive: the same rules on the server, in the quarantine'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
be_person owner

test_expect_success 'setup: a bare repository with our hook' '
	shared_repo r && id=$(git -C r config mcade.ledgerId) && cd r.git &&
	git mcade hooks install --expect-genesis "$id" >found && test_grep "^pre-receive  *ok" found &&
	[ "$(git config mcade.ledgerId)" = "$id" ]
'

# sneak: pushes past the local hooks.
sneak () {
	git push -q --no-verify "$@"
}

# refused_there RULE PATH ARGS...: the server says so on its first line.
refused_there () {
	rule_=$1 path_=$2
	shift 2
	if sneak "$@" >out 2>err; then
		echo "not refused: push $*" >&4
		return 1
	fi
	grep "^remote: mcade" err | head -n 1 | grep -q -F "remote: mcade: refused [$rule_] $path_: " && return 0
	sed "s/^/    /" err >&4
	return 1
}

test_expect_success 'what is right is taken, silently' '
	cd r && put free.txt more && git commit -q -a -m free && git push -q origin main >out 2>&1 &&
	[ ! -s out ]
'

test_expect_success 'a hook that was there before: not for what is refused, once for what is not, and after it all is judged again' '
	git init -q --bare kept.git && git -C r push -q ../kept.git main mcade/ledger && cd kept.git &&
	printf "#!/bin/sh\ncat >>\"%s/kept\"; [ ! -e stop ] || exit 1; [ ! -e move ] || env -u GIT_QUARANTINE_PATH git update-ref refs/heads/main side\n" "$TRASH" >hooks/pre-receive && chmod +x hooks/pre-receive &&
	git mcade hooks install --expect-genesis "$id" && git clone -q ../r.git ../k && cd ../k && git rm -q ansible/playbooks/PLAT_01_base.yml && git commit -q -n -m gone &&
	refused_there no-delete ansible/playbooks/PLAT_01_base.yml ../kept.git main && test_grep "nothing of this push was taken" err && test_missing ../kept &&
	git reset -q --hard HEAD~1 && put free.txt kept && git commit -q -a -m kept && touch ../kept.git/stop && ! sneak ../kept.git main 2>err && test_grep ! "refused" err && test_line_count 1 ../kept && rm ../kept.git/stop &&
	sneak ../kept.git main && put free.txt side && git commit -q -a -m side && sneak ../kept.git HEAD:refs/heads/side && git reset -q --hard HEAD~1 && put free.txt late && git commit -q -a -m late &&
	touch ../kept.git/move && refused_there drift refs/heads/main ../kept.git main && test_line_count 4 ../kept
'

test_expect_success 'a rewritten log is refused' '
	cd r && sed -i "s/one/other/" docs/deployments/2026-01-27.md && git commit -q -n -a -m x &&
	refused_there append-only docs/deployments/2026-01-27.md origin main &&
	refused_there append-only docs/deployments/2026-01-27.md origin main:refs/heads/anywhere &&
	git reset -q --hard origin/main
'

test_expect_success 'a pack instead of loose objects makes no difference' '
	git -C r.git config receive.unpackLimit 1 && cd r &&
	git rm -q ansible/playbooks/PLAT_01_base.yml && git commit -q -n -m x &&
	refused_there no-delete ansible/playbooks/PLAT_01_base.yml origin main &&
	git -C ../r.git config --unset receive.unpackLimit && git reset -q --hard origin/main
'

test_expect_success 'a frozen path: refused on main, a warning elsewhere' '
	cd r && put ansible/playbooks/PLAT_05_nginx.yml "- y" && git commit -q -n -a -m x &&
	refused_there frozen ansible/playbooks/PLAT_05_nginx.yml origin main &&
	test_grep "ask owner Ada Owner to run: git mcade thaw nginx" err &&
	sneak origin main:topic 2>err && test_grep "warning \[frozen\]" err &&
	git reset -q --hard origin/main
'

test_expect_success 'a rewound, deleted or replaced ledger is refused' '
	cd r && refused_there ledger-integrity refs/heads/mcade/ledger -f origin mcade/ledger~1:mcade/ledger &&
	refused_there ledger-integrity refs/heads/mcade/ledger origin :mcade/ledger &&
	refused_there ledger-integrity refs/heads/mcade/ledger -f origin main:mcade/ledger
'

test_expect_success 'an event edited without the key is refused' '
	cd r && git mcade skip PLAT_02 --env prod -m "not here" >/dev/null 2>&1 &&
	git cat-file commit mcade/ledger | sed "s/not here/not ever/" >forged &&
	id=$(git hash-object -t commit -w forged) && rm forged &&
	refused_there ledger-integrity refs/heads/mcade/ledger origin "$id:refs/heads/mcade/ledger"
'

test_expect_success 'a commit by stock git on the ledger is refused' '
	cd r && id=$(git commit-tree -p mcade/ledger -m junk mcade/ledger^{tree}) &&
	refused_there ledger-integrity refs/heads/mcade/ledger origin "$id:refs/heads/mcade/ledger"
'

test_expect_success 'a good event is taken' '
	cd r && sneak origin mcade/ledger &&
	[ "$(git rev-parse mcade/ledger)" = "$(git -C ../r.git rev-parse mcade/ledger)" ]
'

test_expect_success 'code is judged by the ledger that comes in the same push' '
	cd r && git mcade thaw nginx -m "owner allows it" >/dev/null 2>&1 &&
	put ansible/playbooks/PLAT_05_nginx.yml "- allowed" && git commit -q -n -a -m thawed &&
	refused_there frozen ansible/playbooks/PLAT_05_nginx.yml origin main &&
	sneak --atomic origin main mcade/ledger
'

test_expect_success 'another ledger is refused by the pin' '
	new_repo twin && cd twin && governed_files && git add -A && git commit -q -m base &&
	git mcade init --principal ada >/dev/null 2>&1 && git init -q --bare ../empty.git &&
	( cd ../empty.git && git mcade hooks install --expect-genesis "$(git -C ../r config mcade.ledgerId)" >/dev/null ) &&
	git remote add there ../empty.git &&
	refused_there ledger-integrity refs/heads/mcade/ledger there mcade/ledger
'

test_expect_success 'what stands there is no ledger of this pin: nothing is judged by it, nothing is taken' '
	git init -q --bare odd.git && ( cd odd.git && git mcade hooks install --expect-genesis "$(git -C ../r config mcade.ledgerId)" &&
		git fetch -q ../twin mcade/ledger:refs/heads/mcade/ledger ) >/dev/null &&
	cd r && ! sneak ../odd.git main 2>err && test_grep "^remote: mcade: .*$(git config mcade.ledgerId | cut -c1-12)" err &&
	! git -C ../odd.git rev-parse -q --verify refs/heads/main && git -C ../odd.git update-ref -d refs/heads/mcade/ledger &&
	! sneak ../odd.git main 2>err && test_grep "^remote: mcade: .*$(git config mcade.ledgerId | cut -c1-12)" err &&
	! git -C ../odd.git rev-parse -q --verify refs/heads/main &&
	git -C ../odd.git fetch -q ../r mcade/ledger:refs/heads/mcade/ledger && sneak ../odd.git main
'

test_expect_success 'a tag brings its commits with it, also a tag of a tag' '
	cd r && git tag -a -m good good && git tag -a -m "of it" good2 good && sneak origin good good2 && git switch -q -c tagged &&
	sed -i "s/one/other/" docs/deployments/2026-01-27.md && git commit -q -n -a -m rewritten && git tag -a -m bad bad &&
	git tag -a -m "of it" bad2 bad && git switch -q main && git branch -q -D tagged &&
	for tag in bad bad2; do
		refused_there append-only docs/deployments/2026-01-27.md origin $tag || return 1
	done
'

# deep COMMIT COUNT: a tag of a tag of ... of it.
deep () {
	at_=$(git rev-parse "$1") type_=commit
	for i_ in $(seq "$2"); do
		at_=$(printf "object %s\ntype %s\ntag t%d\ntagger Ada <owner@example.com> 1769594400 +0000\n\nt\n" "$at_" $type_ "$i_" | git mktag) &&
		type_=tag || return 1
	done && echo "$at_"
}
test_expect_success 'what is behind more tags than are followed is not taken; one that stands there stops nobody' '
	cd r && sneak origin "$(deep main 4):refs/tags/deep" && tag=$(deep main 5) && ! sneak origin "$tag:refs/tags/deeper" 2>err &&
	test_grep "^remote: mcade: .*tags of tags" err &&
	git -C ../r.git fetch -q ../r "$tag:refs/tags/deeper" && put free.txt tagged && git commit -q -n -a -m tagged && sneak origin main &&
	sed -i "s/one/other/" docs/deployments/2026-01-27.md && git commit -q -n -a -m x &&
	refused_there append-only docs/deployments/2026-01-27.md origin main && git reset -q --hard origin/main
'

test_expect_success 'a governed branch holds commits only' '
	cd r && refused_there drift refs/heads/main -f origin "main^{tree}:refs/heads/main"
'

test_expect_success 'a governed branch begins with the commits from which the rules bind, or not at all' '
	git init -q --bare young.git && ( cd young.git && git mcade hooks install --expect-genesis "$(git -C ../r config mcade.ledgerId)" &&
		git fetch -q ../r mcade/ledger:refs/heads/mcade/ledger ) >/dev/null && cd r && other=$(git commit-tree -m other "main^{tree}") &&
	refused_there drift refs/heads/main ../young.git "$other:refs/heads/main" && sneak ../young.git main
'

test_expect_success 'without a pin pre-receive refuses and says so' '
	git init -q --bare nopin.git && ( cd nopin.git && refused git mcade hooks install >/dev/null 2>&1 ) &&
	cd r && ! sneak ../nopin.git main 2>err && test_grep "no genesis is pinned" err &&
	test_grep "hooks install --expect-genesis" err
'

test_done
