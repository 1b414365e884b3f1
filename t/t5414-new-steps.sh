#!/bin/sh
test_description='a step that comes with a commit: its document and its runbook.yaml together, at each door'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
be_person owner

# together: what stands in the work tree in one commit, past every door.
together () {
	git add -A && git commit -q -m "$1" && git push -q origin main && tick
}
# in_force: what came is adopted.
in_force () {
	git mcade adopt "$@" && git mcade sync && tick
}
# marked ID MARK: a row of the document.
row () {
	printf '| %s | %s | %s |\n' "$1" "$2" "$3" >>docs/RUNBOOK.md
}

# judged RULES: what was refused last is refused by one of these.
judged () {
	grep "^\(remote: \)\{0,1\}mcade: refused \[\($1\)\] " ../err >/dev/null || { sed "s/^/    /" ../err >&4; return 1; }
}
# printed_command BEGIN: the one that is quoted and begins so.
printed_command () {
	sed -n "s/.*'\\($1[^']*\\)'.*/\\1/p" ../err | head -n 1
}

test_expect_success 'setup: REL-01 complete, REL-02 open, in force; a server with our hook' '
	new_repo r && bare_remote r.git r && cd r && mkdir docs &&
	printf "# R\n\n| id | step | status |\n|---|---|---|\n" >docs/RUNBOOK.md && row REL-01 "stop the queue" todo &&
	row REL-02 "start the proxy" todo && git add -A && git commit -q -m doc && tick &&
	git mcade import docs/RUNBOOK.md --env prod && sed -i "s/^- {id: prod}/- {id: prod, live: true}/" runbook.yaml &&
	sed -i "/id: REL-01/a\\  run: echo one\n  pins: []\n  changes_state: false\n  verify: [{id: ok, run: '\''true'\'', timeout: 5s}]\n  timeout: 5s" runbook.yaml &&
	git mcade init && git add -A && git commit -q -m rules && git push -q origin main && in_force &&
	git mcade run REL-01 --env prod && { git mcade complete REL-01 --env prod || :; } && git mcade sync &&
	sed -i "s/queue | todo/queue | done/" docs/RUNBOOK.md && together "REL-01 is done" &&
	( cd ../r.git && git mcade hooks install --expect-genesis "$(git -C ../r config mcade.ledgerId)" )
'

test_expect_success 'a new row and the runbook.yaml that names it are one commit' '
	cd r && row REL-03 "copy the index" todo && git mcade import --update docs/RUNBOOK.md &&
	test_grep "id: REL-03" runbook.yaml && together "a third step" && in_force && git mcade show REL-03 --env prod
'
test_expect_success 'the document again, while what it names is not adopted yet' '
	cd r && row REL-04 "open the board" todo && git mcade import --update docs/RUNBOOK.md && together four &&
	sed -i "s/^# R/# The release/" docs/RUNBOOK.md && sed -i "s/board | todo/board | planned/" docs/RUNBOOK.md && together note && in_force
'
test_expect_success 'without the runbook.yaml it is refused, and what is printed makes one commit of both' '
	cd r && row REL-05 "tell the team" todo && git add -A &&
	refused git commit -q -m five 2>../err && test_grep "names no step" ../err &&
	cmd=$(printed_command "git mcade import --update") && eval "$cmd" && together five && in_force
'

test_expect_success 'an open step by another name: was, in one commit' '
	cd r && sed -i "s/REL-02/REL-12/" docs/RUNBOOK.md && git mcade import --update --rename docs/RUNBOOK.md &&
	test_grep "was: REL-02" runbook.yaml && together renamed && in_force
'
test_expect_success 'a step that is complete by another name keeps its mark, and adopt its history' '
	cd r && sed -i "s/REL-01/REL-11/" docs/RUNBOOK.md && git mcade import --update --rename docs/RUNBOOK.md &&
	together "renamed, done" && sed -i "s/^# The release/# Our release/" docs/RUNBOOK.md && together later && in_force &&
	git mcade show REL-11 --env prod >../out && test_grep complete ../out && git mcade audit --cold
'

test_expect_success 'ATTACK: the mark of a complete step on a new one, an open one, and one that says it was it' '
	cd r && git tag -f good && sed -i "s/REL-11 |/REL-21 |/" docs/RUNBOOK.md && git add -A && refused git commit -q -m x 2>../err &&
	judged "completion\|drift" && git reset -q --hard good &&
	sed -i "s/REL-12 | start the proxy | todo/REL-22 | start the proxy | done/" docs/RUNBOOK.md &&
	git mcade import --update --rename docs/RUNBOOK.md && git add -A && refused git commit -q -m x 2>../err &&
	judged completion && test_grep "REL-22" ../err && git reset -q --hard good &&
	sed -i "s/REL-11 |/REL-31 |/" docs/RUNBOOK.md && sed -i "s/^- id: REL-12/- id: REL-31\n  was: REL-12/" runbook.yaml &&
	git add -A && refused git commit -q -m x 2>../err && judged completion && git reset -q --hard good
'
test_expect_success 'a complete step by another name does not lose its mark by it' '
	cd r && sed -i "s/REL-11 | stop the queue | done/REL-21 | stop the queue | todo/" docs/RUNBOOK.md &&
	git mcade import --update --rename docs/RUNBOOK.md && git add -A && refused git commit -q -m x 2>../err &&
	judged drift && git reset -q --hard good
'

test_expect_success 'a new row that is done already is refused, and the order that is printed works' '
	cd r && row REL-06 "seal the record" done && { git mcade import --update docs/RUNBOOK.md || :; } && git add -A &&
	refused git commit -q -m six 2>../err && judged completion && test_grep "not in force yet" ../err &&
	test_grep "commit runbook.yaml and runbook.claims.yaml without this document" ../err &&
	git restore --staged docs/RUNBOOK.md && git commit -q -m "six, to come" && git push -q origin main &&
	cmd=$(printed_command "git mcade adopt") && eval "$cmd" &&
	cmd=$(printed_command "git mcade sync") && eval "$cmd" && together six && git mcade audit --cold
'
test_expect_success 'the same where the document came alone' '
	cd r && row REL-07 "check the mail" done && git add -A && refused git commit -q -m seven 2>../err && judged completion &&
	cmd=$(printed_command "git mcade import --update") && { eval "$cmd" || :; } &&
	git add runbook.yaml runbook.claims.yaml && git restore --staged docs/RUNBOOK.md && git commit -q -m "seven, to come" &&
	git push -q origin main && cmd=$(printed_command "git mcade adopt") && eval "$cmd" &&
	cmd=$(printed_command "git mcade sync") && eval "$cmd" && together seven
'

test_expect_success 'the server refuses what only a patched client sends' '
	cd r && git tag -f good && row REL-08 "new" done && { git mcade import --update docs/RUNBOOK.md || :; } &&
	git add -A && git commit -q -n -m x && refused git push -q --no-verify origin main 2>../err && judged completion
'
test_done
