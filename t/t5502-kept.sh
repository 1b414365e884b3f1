#!/bin/sh
test_description='what earlier rules protected while something was done under them, no later adopt lets go of'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
be_person owner
log=docs/deployments/2026-01-28.md

# change COMMAND...: of a clean main, as a commit past our own hooks.
change () {
	git reset -q --hard origin/main && "$@" && git add -A && git commit -q -n -m change && tick
}
doors () { # of the last commit: check and the server, each by itself
	git mcade check --range origin/main..HEAD >found 2>&1
	status_=$?
	git push -q --no-verify origin HEAD:main 2>err
	[ $? -eq $((status_ != 0)) ] && return $status_
	return 99
}
# no RULE COMMAND...: refused for that; taken COMMAND...: by no door.
no () {
	rule_=$1
	shift
	change "$@" && expect_status 1 doors && test_grep "refused \[$rule_\]" found && test_grep "refused \[$rule_\]" err
}
taken () {
	change "$@" && doors
}
edit () { # edit FILE SCRIPT
	sed -i "$2" "$1"
}
banner () { # banner FILE: its banner, and its text
	printf '# DEPRECATED - DO NOT RUN\n# Reason: old\n# Date: 2026-01-28\n# Replacement: none\n' | cat - "$1" >banner.tmp && mv banner.tmp "$1"
}
adopt () {
	taken edit runbook.yaml "$1" && git mcade adopt && git mcade sync && tick
}

test_expect_success 'setup: a step that ran, its log, a deprecated item' '
	new_repo r && bare_remote r.git r && cd r && mkdir -p playbooks/deprecated docs/old &&
	for name in base next idle; do echo "echo $name" >playbooks/$name.sh; done &&
	echo "echo old" >playbooks/deprecated/old.sh && banner playbooks/deprecated/old.sh && echo free >docs/old/free.md &&
	cat >runbook.yaml <<-\EOT &&
	version: 1
	name: kept
	governed: [refs/heads/main]
	environments: [{id: lab}]
	records: {log: "docs/deployments/${{ date }}.md"}
	defaults: {run: [sh, "${{ step.uses }}"], changes_state: false}
	deprecation: {path: playbooks/deprecated/}
	steps:
	- {id: BASE, uses: playbooks/base.sh, pins: [], verify: [{id: up, run: "true"}]}
	- {id: IDLE, uses: playbooks/idle.sh, pins: []}
	EOT
	git add -A && git commit -q -m base && git mcade init --principal ada && git add -A && git commit -q -m ledger &&
	git push -q origin main && git mcade adopt && git mcade run BASE --env lab && git mcade complete BASE --env lab && tick &&
	git add -A && git commit -q -n -m done && git mcade sync && git push -q origin main && test -f $log &&
	git -C ../r.git mcade hooks install --expect-genesis "$(git config mcade.ledgerId)"
'

test_expect_success 'control: under the rules of now each is refused' '
	cd r && no append-only edit $log "s/^- by: .*/- by: Mallory/" && no no-delete git rm -q $log &&
	no no-delete git rm -q playbooks/base.sh && no no-delete git rm -q playbooks/deprecated/old.sh &&
	no deprecation edit playbooks/deprecated/old.sh "s/echo old/echo new/"
'

test_expect_success 'the rules name other places' '
	cd r && taken cp playbooks/base.sh playbooks/other.sh &&
	adopt "s,docs/deployments/,docs/logs/,; s,playbooks/deprecated/,playbooks/gone/,; s,playbooks/base.sh,playbooks/other.sh,; /IDLE/d" &&
	git mcade audit
'

test_expect_success 'the old log only grows, and what was deprecated or ran stays' '
	cd r && no append-only edit $log "s/^- by: .*/- by: Mallory/" && no no-delete git rm -q $log &&
	no no-delete git mv $log docs/gone.md && no no-delete git rm -q playbooks/base.sh &&
	no no-delete git rm -q playbooks/deprecated/old.sh && no deprecation edit playbooks/deprecated/old.sh "s/echo old/echo new/" &&
	no drift sh -c "printf \"\\n## BASE complete in prod\\n\" >>$log"
'
test_expect_success 'our own hooks say so too' '
	cd r && git reset -q --hard origin/main && git mcade hooks install && git rm -q playbooks/base.sh &&
	refused_by no-delete playbooks/base.sh git commit -q -m x && git reset -q --hard && sed -i "1s/^/x/" $log &&
	refused_by append-only $log git commit -q -a -m x
'
test_expect_success 'nothing remembered: the same' '
	cd r && find "$HOME/.local/state" -name local.record -exec rm {} + &&
	no no-delete git rm -q playbooks/base.sh && no append-only edit $log "s/^- by: .*/- by: Mallory/"
'
test_expect_success 'a note behind the old log, and what never ran, is free' '
	cd r && taken sh -c "printf \"\\n## note\\n\\nsaid later\\n\" >>$log" && taken git rm -q playbooks/idle.sh
'
test_expect_success 'what ran leaves by the deprecated items' '
	cd r && taken sh -c "mkdir playbooks/gone && git mv playbooks/base.sh playbooks/gone/ &&
		printf \"# DEPRECATED - DO NOT RUN\\n# Reason: x\\n# Date: 2026-01-28\\n# Replacement: none\\n\" |
		cat - playbooks/gone/base.sh >b && mv b playbooks/gone/base.sh" && git mcade audit
'
test_expect_success 'rules under which nothing was done let go' '
	cd r && adopt "s,docs/logs/,docs/old/," && no no-delete git rm -q docs/old/free.md && adopt "s,docs/old/,docs/logs/," &&
	taken git rm -q docs/old/free.md
'

test_expect_success 'what came before is judged by what was kept then' '
	cd r && taken sh -c "mkdir -p docs/old && echo x >docs/old/more.md" && taken git rm -q docs/old/more.md && adopt "s,docs/logs/,docs/old/," &&
	git mcade verify BASE --env lab && git mcade sync && tick && adopt "s,docs/old/,docs/logs/," && git mcade audit &&
	taken sh -c "mkdir -p docs/old && echo y >docs/old/new.md" && no no-delete git rm -q docs/old/new.md
'

# past COMMAND...: a commit that no door saw, then an adopt.
past () {
	change "$@" && git -C ../r.git fetch -q ../r HEAD && git -C ../r.git update-ref refs/heads/main FETCH_HEAD &&
	git fetch -q && refused git mcade audit >found 2>&1
}
test_expect_success 'an audit names what came past the doors, also behind a later adopt' '
	cd r && past edit $log "s/^- by: .*/- by: Mallory/" && test_grep "\[append-only\] $log" found &&
	sed -i "s/^name: kept/name: later/" runbook.yaml && git commit -q -n -a -m later &&
	git -C ../r.git fetch -q ../r HEAD && git -C ../r.git update-ref refs/heads/main FETCH_HEAD && git fetch -q &&
	git mcade adopt && refused git mcade audit >found 2>&1 && test_grep "\[append-only\] $log" found
'

test_done
