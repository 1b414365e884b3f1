#!/bin/sh
test_description='what is recorded is what happened: bytes that ran, evidence that is there, keys that were good then'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
. "$SOURCE_DIR/t/lib-craft.sh"
be_person owner

# filed MESSAGE [WHO]: an event that no command writes yet, behind the ledger's tip, its tree as
# `hook apply` makes it, signed; the ledger stands on it.
filed () {
	tip_=$(git rev-parse $LEDGER) && {
		printf '%s\n\n' "$1" &&
		echo "Mcade-Format: 1" && echo "Mcade-Ledger: sha256:$(ledger_id)" &&
		echo "Mcade-Id: $(head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n')" &&
		echo "Mcade-Sequence: $(git rev-list --count $LEDGER)" &&
		echo "Mcade-Previous: sha256:$(raw "$tip_" | sha256sum | cut -d' ' -f1)" &&
		cat
	} >"$TRASH/message" && git mcade hook apply "$tip_" "$(git rev-parse "$tip_^{tree}")" <"$TRASH/message" >"$TRASH/made" &&
	{
		echo "tree $(head -n 1 "$TRASH/made")" && echo "parent $tip_" &&
		raw "$tip_" | sed -n "s/^\(author\|committer\) \(.*>\) .*/\1 \2 $MCADE_CLOCK +0000/p" && echo && sed 1d "$TRASH/made"
	} | sign_as "${2:-owner}" | put >"$TRASH/filed" && point "$(cat "$TRASH/filed")"
}
seen () {
	echo "Mcade-Seen: sha256:$(raw $LEDGER | sha256sum | cut -d' ' -f1)"
}

test_expect_success 'setup: a small team, its second person' '
	small_repo r && tick && git mcade trust add otto --key "$(key_of operator)" --name "Otto Operator" \
		--email operator@example.com --role operator && tick &&
	as_person operator git mcade join --no-hooks --expect-genesis "$(ledger_id)"
'

# --- bytes -----------------------------------------------------------------------------------
test_expect_success 'a file that changes while it runs: the finish says so, and completes nothing' '
	cd r && echo "echo up >cache.state; echo Restore path: /b; echo : >>playbooks/cache.sh" >playbooks/cache.sh &&
	git commit -q -a -m "changes itself" && git mcade run CACHE --env lab >out 2>err &&
	test_grep "playbooks/cache.sh changed while it ran" err && git log -1 --format=%B $LEDGER >event &&
	test_grep "^Mcade-Dirty: yes$" event && test_grep "^Mcade-Result: ok$" event && git checkout -q playbooks &&
	git mcade pin "cache.image=docker.io/library/redis:7.2@$DIGEST" --env lab && git commit -q -m pin &&
	refused git mcade complete CACHE --env lab --json >json && test_grep "\"rule\":\"completion\"" json &&
	echo "echo up >cache.state; echo Restore path: /b" >playbooks/cache.sh && git commit -q -a -m "holds still" &&
	git mcade run CACHE --env lab >out 2>&1 && git mcade complete CACHE --env lab
'

test_expect_success 'a file that changes between the reading and the command: nothing runs, and that is recorded' '
	cd r && git commit -q -a -m complete && sed -i "s/^- id: READ$/&\n  guard: [{id: meanwhile, run: \"test -e still || echo : >>playbooks\/read.sh\"}]/" runbook.yaml &&
	echo "cat cache.state; : >ran.state" >playbooks/read.sh && git commit -q -a -m "a guard" && git mcade adopt >/dev/null 2>&1 && tick &&
	refused git mcade run READ --env lab >out 2>err && test_grep "nothing was run" err && test_missing ran.state &&
	git log -1 --format=%B $LEDGER >event && test_grep "^Mcade-Result: cancelled$" event && test_grep "^Mcade-Dirty: yes$" event &&
	git mcade show READ --env lab --json >json && test_grep "\"phase\":\"failed\"" json &&
	git checkout -q playbooks && : >still && git mcade run READ --env lab >out 2>&1 && test -e ran.state && rm still
'

test_expect_success 'who makes an event by hand: the file that it brings cannot be read, so nothing is made' '
	cd r && adopt=$(git rev-list --reverse $LEDGER | sed -n 2p) && raw $adopt | sed "1,/^$/d" >message && git mcade hook apply $adopt~1 "$(git rev-parse $adopt^{tree})" <message >made && test "$(head -n 1 made)" = "$(git rev-parse "$adopt^{tree}")" &&
	link=$(printf elsewhere | git hash-object -w --stdin) && git ls-tree $adopt | sed "s/^100644 blob [0-9a-f]*\(.runbook.yaml\)$/120000 blob $link\1/" | git mktree >linked &&
	broken git mcade hook apply $adopt~1 "$(cat linked)" <message >made 2>err && test_grep "runbook.yaml" err && test_line_count 0 made && rm message made linked
'

# --- evidence --------------------------------------------------------------------------------
test_expect_success 'evidence that cannot be kept leaves no event that names it; with room again it does' '
	cd r && branch=$(git for-each-ref --format="%(refname)" refs/heads/mcade/evidence) && before=$(git rev-parse $LEDGER) && kept=$(git rev-parse "$branch") &&
	test_when_finished "rm -f .git/$branch.lock" && : >".git/$branch.lock" &&
	expect_status 128 git mcade verify CACHE --env lab >out 2>err && [ "$(git rev-parse $LEDGER)" = "$before" ] &&
	rm ".git/$branch.lock" && git mcade verify CACHE --env lab >out 2>&1 && [ "$(git rev-parse $LEDGER~1)" = "$before" ] &&
	[ "$(git rev-parse "$branch")" != "$kept" ]
'

test_expect_success 'every body that an event names is there when the event is' '
	cd r && git log --format=%B $LEDGER | sed -n "s/^Mcade-Evidence: sha256:\([0-9a-f]*\) .*/\1/p" >named && [ "$(wc -l <named)" -ge 4 ] &&
	for sha in $(cat named); do
		git cat-file blob "$branch:$(echo "$sha" | cut -c1-2)/$sha" | sha256sum | grep -q "^$sha" || return 1
	done && git mcade audit >audit && test_grep "^pass:" audit
'

# --- adoption --------------------------------------------------------------------------------
test_expect_success 'a since that is a date becomes a commit when it is adopted, and stays that' '
	cd r && tick 86400 && sed -i "s/^steps:/policies: [{id: logs, append_only: [\"*.log\"], since: 2026-01-29}]\n&/" runbook.yaml &&
	git commit -q -a -m since && git mcade adopt >/dev/null 2>&1 && tick && git log -1 --format=%B $LEDGER >event &&
	test_grep "^Mcade-Since: [0-9a-f]\{40\} 2026-01-29$" event && commit=$(sed -n "s/^Mcade-Since: \([0-9a-f]*\) .*/\1/p" event) &&
	git merge-base --is-ancestor "$commit" main && git show $LEDGER:state/_adopted.yaml >adopted && test_grep "$commit 2026-01-29" adopted &&
	[ "$commit" = "$(git rev-parse HEAD~1)" ]
'

# --- freezes ---------------------------------------------------------------------------------
test_expect_success 'a freeze binds files and runs until it is thawed, by who may' '
	cd r && commit_file free x && git mcade freeze readers --path "playbooks/read*" -m "in an audit" && tick &&
	refused git mcade run READ --env lab 2>err && test_grep "refused .frozen. .*in an audit" err &&
	echo : >>playbooks/read.sh && refused git commit -q -a -m x 2>err && test_grep "refused .frozen. playbooks/read.sh" err && git checkout -q playbooks &&
	as_person operator refused git mcade thaw readers -m "I want to" 2>err && test_grep "refused .permission." err &&
	git mcade thaw readers -m "the audit is over" && tick && : >still && git mcade run READ --env lab >out 2>&1 && rm still &&
	usage git mcade thaw readers -m again
'

test_expect_success 'a freeze of the runbook is thawed as it is written; written anew, it binds again' '
	cd r && frozen () { sed -i "/^freezes/d; s/^steps:/freezes: [{id: own, reason: r, paths: [$1]}]\n&/" runbook.yaml && git commit -q -a -m "freezes $1" && git mcade adopt >/dev/null 2>&1 && tick; } &&
	: >still && frozen "playbooks\/read.sh" && refused git mcade run READ --env lab 2>err && test_grep "refused .frozen." err &&
	git mcade thaw own -m "for today" && tick && git mcade run READ --env lab >out 2>&1 && frozen "playbooks\/read.*" &&
	refused git mcade run READ --env lab 2>err && test_grep "refused .frozen." err && git mcade thaw own -m "again" && rm still
'

# --- exceptions that no command writes yet ---------------------------------------------------
test_expect_success 'a waiver lets one rule through, shown, for its time and its subject' '
	cd r && tick && git mcade reopen CACHE --env lab -m "to wait for" && git mcade reopen READ --env lab -m "will wait" && tick &&
	sed -i "s/^- id: READ$/&\n  needs: [CACHE]/" runbook.yaml && git commit -q -a -m needs && git mcade adopt >/dev/null 2>&1 && tick && : >still &&
	refused git mcade run READ --env lab 2>err && test_grep "refused .order. .*needs CACHE" err &&
	{ seen && printf "%s\n" "Mcade-Rule: order" "Mcade-Expires: 2026-01-29T23:00:00Z"; } >fields &&
	{ printf "%s\n" "Mcade-Event: waive" "Mcade-Environment: lab" "Mcade-Step: READ" && cat fields; } |
		filed "waive READ in lab

the cache is down for a day" && git mcade audit >audit && test_grep "^pass:" audit &&
	git mcade status --env lab --json >json && git mcade run READ --env lab >out 2>err && test_grep "but for the waiver of event" err &&
	git mcade audit >audit && test_grep "^pass:" audit && tick 86400 &&
	refused git mcade run READ --env lab 2>err && test_grep "refused .order. .*needs CACHE" err && rm still
'

# --- keys ------------------------------------------------------------------------------------
test_expect_success 'a key that is revoked signs nothing more; what it signed before stays good' '
	cd r && as_person operator git mcade block LATER --env lab --until "later" -m "by otto" && tick &&
	usage git mcade trust revoke nobody -m x 2>err &&
	as_person operator refused git mcade trust revoke owner 2>err && test_grep "is not a root" err &&
	test_grep "hint: *ask root Ada Owner to do it" err &&
	git mcade trust revoke otto -m "left the team" && tick &&
	as_person operator refused git mcade unblock LATER --env lab -m "still here" 2>err && test_grep "refused .permission." err &&
	git mcade trust list >list && test_grep ! "roles: operator" list && git mcade audit --cold >audit && test_grep "^pass:" audit &&
	git mcade show LATER --env lab --json >json && test_grep "\"phase\":\"blocked\"" json &&
	git mcade trust add otto --key "$(key_of operator)" --name "Otto Operator" --email operator@example.com --role operator &&
	git mcade trust list >list && test_grep "roles: operator" list
'

test_expect_success 'the last root is not revoked' '
	cd r && refused git mcade trust revoke owner -m "goodbye" 2>err && git mcade trust list >list && test_grep "root" list
'

test_done
