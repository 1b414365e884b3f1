#!/bin/sh
test_description='reading needs no join: a clone reads what it fetched, and says that nobody has vouched for it'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"

# stranger: from here on a person without a key, who has seen nothing.
stranger () {
	HOME=$TRASH/stranger XDG_STATE_HOME=$TRASH/stranger/state && mkdir -p "$HOME" && export HOME XDG_STATE_HOME &&
	git config --global user.name Stranger && git config --global user.email stranger@example.com && unset SSH_AUTH_SOCK
}

test_expect_success 'setup: a ledger on a remote, another of the same names, a clone of the first by a stranger' '
	small_repo evil && cd .. &&
	small_repo r && git mcade pin "cache.image=redis@$DIGEST" --env lab >/dev/null 2>&1 && git commit -q -a -m pin && git mcade run CACHE --env lab >/dev/null 2>&1 && git mcade audit >/dev/null 2>&1 &&
	git init -q --bare ../hub.git && git remote add origin "$TRASH/hub.git" && git mcade sync >/dev/null 2>&1 && git push -q origin main mcade/ledger 2>/dev/null && id=$(git config mcade.ledgerId) && cd .. && stranger &&
	git clone -q hub.git fresh 2>/dev/null
'
test_expect_success 'log, show, status, next, diff and audit read it, and say that it is unconfirmed' '
	cd fresh && for command in log "status --env lab" status "next --env lab" "show CACHE --env lab" "show event:1" "diff 0.." "show CACHE --env lab --output"; do
		git mcade $command >out 2>err && test -s out && test_grep "unconfirmed: compare $id" err && test_grep "join --expect-genesis $id" err || return 1
	done && git mcade log --json >json 2>err && test_grep "\"confirmed\":false" json && git mcade status --env lab --json 2>err | grep "\"confirmed\":false" && { git mcade audit >out 2>&1 || test $? -le 2; } && test_grep "event" out
'
test_expect_success 'and leaves nothing behind: no branch, no pin, nothing remembered' '
	cd fresh && test -z "$(git for-each-ref refs/heads/mcade)" && test -z "$(find "$XDG_STATE_HOME" -type f 2>/dev/null)" && test -z "$(git config mcade.ledgerId)"
'
test_expect_success 'an act is another matter' '
	cd fresh && before=$(git -C ../hub.git rev-parse mcade/ledger) && ! git mcade lock CACHE --env lab -m x >out 2>err && test_grep "git mcade join" err && test "$(git -C ../hub.git rev-parse mcade/ledger)" = "$before"
'
test_expect_success 'it is verified all the same: a forged event is not shown' '
	cp -R fresh forged && cd forged && good=$(git rev-parse origin/mcade/ledger) && bad=$(git commit-tree -p "$good" -m "pin x" "$good^{tree}") && git update-ref refs/remotes/origin/mcade/ledger "$bad" &&
	untrusted git mcade log -n 1 >out 2>err && test_line_count 0 out && untrusted git mcade status --env lab >out 2>err && test_line_count 0 out
'
test_expect_success 'whoever has joined is not shown the ledger of another genesis in its place' '
	cp -R fresh joined && cd joined && git mcade join --expect-genesis "$id" >/dev/null 2>&1 && git mcade log -n 1 >out 2>err && test_line_count 0 err && git mcade log --json -n 1 | grep "\"confirmed\":true" &&
	git fetch -q "$TRASH/evil" "+mcade/ledger:refs/remotes/origin/mcade/ledger" && git update-ref -d refs/heads/mcade/ledger &&
	untrusted git mcade log >out 2>err && test_line_count 0 out
'
test_expect_success 'whoever has seen more of it at that address is not shown less; and is told to join' '
	cd "$TRASH" && XDG_STATE_HOME=$TRASH/seen-it && export XDG_STATE_HOME && git clone -q hub.git one && cd one && git mcade join --expect-genesis "$id" >/dev/null 2>&1 && cd .. && git clone -q hub.git two && cd two && git mcade log -n 1 >out 2>err &&
	test_grep ! unconfirmed err && test_grep "next: git mcade join$" err && git update-ref refs/remotes/origin/mcade/ledger origin/mcade/ledger~1 && untrusted git mcade log >out 2>err && test_line_count 0 out && untrusted git mcade status --env lab >out 2>err && test_line_count 0 out &&
	git fetch -q "$TRASH/evil" "+mcade/ledger:refs/remotes/origin/mcade/ledger" && untrusted git mcade log >out 2>err && test_line_count 0 out
'
test_expect_success 'where there is none at all it says so' '
	new_repo bare && cd bare && broken git mcade log 2>err && test_grep "no ledger" err && git clone -q --single-branch -b main "$TRASH/hub.git" "$TRASH/narrow" 2>/dev/null && cd "$TRASH/narrow" && broken git mcade log 2>err && test_grep "^mcade: " err
'
test_expect_success 'next: of no step at all nothing is done; of the past it says what was next, and no command' '
	be_person owner && small_repo none && printf "%s\n" "- {id: spare}" >../spare && sed -i "/^- {id: prod/r ../spare" runbook.yaml &&
	sed -i "s/^- {id: LATER}/- {id: LATER, environments: [lab, prod]}/; s/^- id: .*/&\n  environments: [lab, prod]/; s/^  - {id: spare}/- {id: spare}/" runbook.yaml &&
	git commit -q -a -m spare && git mcade adopt >/dev/null 2>&1 &&
	expect_status 2 git mcade next --env spare >out && test_grep ! "done" out && expect_status 2 git mcade next --env spare --json >out && test_grep "\"steps\":0" out &&
	git mcade next --env lab --at 2 >out && test_grep ! "every step is done" out && test_grep "CACHE" out && test_grep ! "git mcade" out
'
test_done
