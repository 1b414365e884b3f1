#!/bin/sh
test_description='what is remembered for speed decides nothing'
. "${0%/*}/lib.sh"

test_expect_success 'a ledger with a runbook in force' '
	new_repo r && cd r &&
	commit_file releases/prod.yaml "web: {image: TBD}" &&
	git mcade init >/dev/null &&
	cat >runbook.yaml <<-EOT &&
	version: 1
	ledger: $(git config mcade.ledgerId)
	name: speed
	environments:
	- {id: prod, manifest: releases/prod.yaml}
	steps:
	- {id: A, run: "true", pins: []}
	EOT
	git add runbook.yaml && git commit -q -m runbook &&
	git mcade adopt >/dev/null &&
	git mcade status --env prod --json >"$TRASH/first" &&
	cache=$XDG_STATE_HOME/git-mcade/$(git config mcade.ledgerId)/cache/runbook &&
	test -s "$cache" && git mcade status --env prod --json >"$TRASH/second" &&
	test_cmp "$TRASH/first" "$TRASH/second"
'

test_expect_success 'a damaged, another and an unreadable note of its shape are no note' '
	cd r &&
	for note in "" x $(printf %064d 0); do
		printf %s "$note" >"$cache" &&
		git mcade status --env prod --json >"$TRASH/again" &&
		test_cmp "$TRASH/first" "$TRASH/again" || return 1
	done &&
	rm "$cache" && mkdir "$cache" &&
	git mcade status --env prod --json >"$TRASH/again" &&
	test_cmp "$TRASH/first" "$TRASH/again" && rmdir "$cache"
'

test_expect_success 'the note is of these bytes: another runbook is checked for itself' '
	cd r &&
	git mcade status --env prod >/dev/null && cp "$cache" "$TRASH/note" &&
	echo "- {id: B, run: \"true\", pins: []}" >>runbook.yaml &&
	git commit -q -a -m two && git mcade adopt >/dev/null &&
	git mcade status --env prod >"$TRASH/out" && test_grep B "$TRASH/out" &&
	! cmp -s "$cache" "$TRASH/note"
'

test_expect_success 'no word of progress where stderr is no terminal, or a dumb one' '
	cd r &&
	TERM=xterm git mcade audit --cold 2>"$TRASH/err" >/dev/null && test_line_count 0 "$TRASH/err"
'

test_done
