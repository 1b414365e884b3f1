#!/bin/sh
test_description='audit: a host that hides a branch, or what completions rest on, is not believed'
test_story=yes
. "${0%/*}/lib.sh"
be_person owner

test_expect_success 'setup: a step complete, a branch that only a pattern governs' '
	new_repo r && bare_remote r.git r && cd r && mkdir -p docs && cat >runbook.yaml <<-\EOT &&
	version: 1
	name: small
	governed: [refs/heads/main, "refs/heads/release/*"]
	order: needs
	environments:
	- {id: prod, live: true}
	records:
	  log: "docs/deployments/${{ date }}.md"
	  runbook: docs/RUNBOOK.md
	defaults: {changes_state: false, timeout: 20s}
	policies:
	- {id: notes, append_only: [docs/NOTES.md]}
	steps:
	- {id: PLAT_01, run: "true", pins: [], verify: [{id: ok, run: "true"}]}
	EOT
	printf "# R\n\n1. 🟨 PLAT_01\n" >docs/RUNBOOK.md && echo one >docs/NOTES.md && git add -A && git commit -q -m base && tick &&
	git mcade init --principal ada >/dev/null 2>&1 && git add -A && git commit -q -m ledger && tick &&
	git push -q origin main 2>/dev/null && git mcade adopt && tick && adopted=$(git rev-parse HEAD) &&
	echo two >>docs/NOTES.md && git commit -q -a -m two && git push -q origin main && tick &&
	git mcade run PLAT_01 --env prod && git mcade complete PLAT_01 --env prod -m done && git mcade render && git add -A &&
	git commit -q -m done && git mcade sync && git push -q origin main && id=$(git config mcade.ledgerId) &&
	echo other >docs/NOTES.md && evil=$(git commit-tree -p HEAD -m evil "$(git add -A && git write-tree)") && git reset -q --hard &&
	git push -q --no-verify origin "$evil:refs/heads/topic" && rm -f ../r.git/hooks/*
'

# shown COMMANDS: a host that did this, in a clone of it whose audit is then asked for.
shown () {
	rm -rf host.git clone && cp -R r.git host.git && ( cd host.git && eval "$1" ) &&
	git clone -q "file://$PWD/host.git" clone 2>/dev/null
}
audited () {
	( cd clone && XDG_STATE_HOME=$TRASH/nothing && export XDG_STATE_HOME && rm -rf "$XDG_STATE_HOME" &&
		expect_status "$1" git mcade audit --expect-genesis "$id" --json >../out 2>../err )
}

test_expect_success 'control: what is there passes, also with a good branch more' '
	shown : && audited 0 && shown "git update-ref refs/heads/release/1 main" && audited 0
'

test_expect_success 'a governed branch under another name, or gone: cannot tell, with the line that fetches it' '
	shown "git branch -m main trunk; git symbolic-ref HEAD refs/heads/trunk" && audited 128 &&
	grep "^  *next: git fetch origin refs/heads/main:refs/remotes/origin/main" err &&
	shown "git branch -m main trunk; git symbolic-ref HEAD refs/heads/trunk; git update-ref refs/heads/trunk $evil" && audited 128 &&
	shown "git update-ref -d refs/heads/main" && audited 128
'

test_expect_success 'what only a pattern governs, and only the remote has' '
	shown "git update-ref refs/heads/release/1 $evil" && audited 1 && test_grep append-only out &&
	git -C clone checkout -q -b release/1 origin/main && audited 1
'

test_expect_success 'a completion on what no governed branch has' '
	shown "git update-ref refs/heads/trunk main; git update-ref refs/heads/main $adopted" && audited 1 && test_grep "\"evidence\"" out
'

# govern REFS: a runbook that governs these comes into force, from all that are there.
govern () {
	( cd r && git fetch -q && git checkout -q main && sed -i "s|^governed:.*|governed: [$1]|" runbook.yaml && git commit -q -a -m "$1" &&
		git push -q --no-verify origin main main:refs/heads/other && git mcade adopt && git mcade sync ) && tick
}
test_expect_success 'a branch that is governed no longer may be gone; one that is may not' '
	govern "refs/heads/main, refs/heads/other" && shown : && audited 0 && shown "git update-ref -d refs/heads/other" && audited 128 &&
	govern "refs/heads/other" && shown : && audited 0 && shown "git update-ref -d refs/heads/other" && audited 128 &&
	shown "git symbolic-ref HEAD refs/heads/other; git update-ref -d refs/heads/main" && audited 0
'
test_expect_success 'nor is it asked for what went on elsewhere, where it stands as it was seen last' '
	shown "git update-ref refs/heads/main $adopted" && audited 0 &&
	shown "git update-ref refs/heads/main $adopted; git update-ref refs/heads/other $adopted" && audited 1 && test_grep "\"evidence\"" out
'

test_done
