#!/bin/sh
test_description='what is remembered for speed decides nothing'
test_story=yes
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
	git mcade adopt >/dev/null && git mcade lock A --env prod >/dev/null &&
	git mcade status --env prod --json >"$TRASH/first" &&
	cache=$(find "$XDG_STATE_HOME/git-mcade/$(git config mcade.ledgerId)/heads" -name local.runbook) &&
	test -s "$cache" && git mcade status --env prod --json >"$TRASH/second" &&
	test_cmp "$TRASH/first" "$TRASH/second"
'

test_expect_success 'a damaged, another and an unreadable note of its steps are no note' '
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

test_expect_success 'the note is of these bytes: another runbook is read for itself' '
	cd r &&
	git mcade unlock A --env prod -m x >/dev/null && cp "$cache" "$TRASH/note" &&
	echo "- {id: B, run: \"true\", pins: []}" >>runbook.yaml &&
	git commit -q -a -m two && git mcade adopt >/dev/null && git mcade lock A --env prod >/dev/null &&
	git mcade status --env prod >"$TRASH/out" && test_grep B "$TRASH/out" &&
	! cmp -s "$cache" "$TRASH/note"
'

test_expect_success 'no word of progress where stderr is not a terminal, or a dumb one' '
	cd r &&
	TERM=xterm git mcade audit --cold 2>"$TRASH/err" >/dev/null && test_line_count 0 "$TRASH/err"
'

# --- what is remembered of the ledger itself ---------------------------------------------------
# Each file beside the remembered head, damaged in each way: whatever is asked, the answer is that
# of an auditor who remembers nothing.

image () {
	printf 'web: {image: redis@sha256:%064d}\n' "$1" >releases/prod.yaml
}

test_expect_success 'a ledger with pins that were held, a locked step, a run that somebody left open' '
	new_repo m && cd m && mkdir releases && image 0 && git add releases && git commit -q -m one &&
	git mcade init >/dev/null 2>&1 &&
	cat >runbook.yaml <<-EOT &&
	version: 1
	ledger: $(git config mcade.ledgerId)
	name: memory
	environments:
	- {id: prod, manifest: releases/prod.yaml}
	records: {log: "docs/\${{ date }}.md"}
	steps:
	- id: A
	  run: "true"
	  changes_state: false
	  pins: []
	  verify: [{id: up, run: "true"}]
	- {id: B, run: kill -9 \$PPID, pins: []}
	EOT
	git add runbook.yaml && git commit -q -m runbook && git mcade adopt >/dev/null 2>&1 &&
	for n in 1 2 3; do
		tick && git mcade pin "web.image=redis@sha256:$(printf %064d $n)" --env prod >/dev/null 2>&1 &&
		git commit -q -a -m "pin $n" || return 1
	done &&
	tick && git mcade run A --env prod >/dev/null 2>&1 &&
	git mcade complete A --env prod >/dev/null 2>&1 && git add docs && git commit -q -m log &&
	tick && { git mcade run B --env prod >/dev/null 2>&1; test $? = 137; } &&
	forget_runs owner . &&
	git mcade lock A --env prod >/dev/null 2>&1 &&
	heads=$(echo "$XDG_STATE_HOME/git-mcade/$(git config mcade.ledgerId)"/heads/*) &&
	git mcade status --env prod >"$TRASH/out" && test_grep "owner runs it" "$TRASH/out" &&
	cp -R "$heads" "$TRASH/kept" && ls "$TRASH/kept" >"$TRASH/files" &&
	for file in local local.record local.events local.ids local.pins local.runbook; do
		grep -x "$file" "$TRASH/files" || return 1
	done
'

# everything: what is said, and what a hook allows and refuses, by what is remembered.
everything () {
	git mcade status --env prod --json &&
	git mcade next --env prod --json &&
	image 2 && git add releases && { git mcade hook pre-commit 2>&1; echo "back $?"; } &&
	image 4 && git add releases && { git mcade hook pre-commit 2>&1; echo "new $?"; } &&
	image 3 && git add releases && { git mcade hook pre-commit 2>&1; echo "same $?"; } &&
	sed -i "s/-->/ -->/" docs/*.md && git add docs && { git mcade hook pre-commit 2>&1; echo "log $?"; } &&
	git reset -q --hard && git mcade audit --json
}

test_expect_success 'what is said and refused with nothing remembered, and with everything' '
	cd m && rm -f "$heads"/local.* && everything >"$TRASH/cold" &&
	git mcade status --env prod --json >"$TRASH/status" &&
	everything >"$TRASH/warm" && test_cmp "$TRASH/cold" "$TRASH/warm" &&
	test_grep "back 1" "$TRASH/warm" && test_grep "same 0" "$TRASH/warm"
'

# with_memory COMMAND...: does that to a copy of what was remembered, and everything is the same.
with_memory () {
	rm -rf "$heads" && cp -R "$TRASH/kept" "$heads" && "$@" &&
	everything >"$TRASH/out" && test_cmp "$TRASH/cold" "$TRASH/out" || { echo "after $*"; return 1; }
	git mcade status --env prod --json | cmp -s - "$TRASH/status" || { echo "again after $*"; return 1; }
}

cut_file () {
	size=$(stat -c %s "$heads/$1") && truncate -s $((size * $2 / 8)) "$heads/$1"
}

flip_at () {
	perl -e '
		open(my $f, "+<", $ARGV[0]) or die; binmode $f;
		seek($f, $ARGV[1], 0); read($f, my $c, 1);
		seek($f, $ARGV[1], 0); print $f chr(ord($c) ^ 1 << $ARGV[1] % 8);
	' "$heads/$1" "$2"
}

flip () {
	size=$(stat -c %s "$heads/$1") && flip_at "$1" $((size * $2 / 16))
}

for file in record events ids pins runbook; do
	test_expect_success "truncated anywhere, .$file costs time, never truth" '
		cd m && for part in 0 1 2 3 4 5 6 7; do
			with_memory cut_file local.$file $part || return 1
		done
	'

	test_expect_success "with a bit flipped anywhere, .$file costs time, never truth" '
		cd m && for part in 0 1 3 5 7 8 9 11 13 15; do
			with_memory flip local.$file $part || return 1
		done
	'

	test_expect_success "gone, a folder, or a link: .$file costs time, never truth" '
		cd m && with_memory rm "$heads/local.$file" &&
		rm -rf "$heads" && cp -R "$TRASH/kept" "$heads" && rm "$heads/local.$file" &&
		ln -s /dev/zero "$heads/local.$file" &&
		git mcade status --env prod --json >"$TRASH/out" && test_cmp "$TRASH/status" "$TRASH/out"
	'
done

# each_byte FILE COMMAND...: a bit of every seventh byte of it, which meets each field of a record
# of 72; prints where the command says another thing than with what was remembered.
each_byte () {
	name_=$1 && shift && rm -rf "$heads" && cp -R "$TRASH/kept" "$heads" &&
	"$@" >"$TRASH/want" && size=$(stat -c %s "$heads/$name_") && at=0 &&
	while [ "$at" -lt "$size" ]; do
		cp "$TRASH/kept"/local* "$heads" && flip_at "$name_" "$at" && "$@" >"$TRASH/out"
		cmp -s "$TRASH/want" "$TRASH/out" || echo "$name_: $at"
		at=$((at + 7))
	done
}

test_expect_success 'a bit in a record of events: who began a run is said right' '
	cd m && each_byte local.events git mcade status --env prod >"$TRASH/wrong" &&
	test_line_count 0 "$TRASH/wrong"
'

# An entry that no event wrote, by somebody who had seen an event that is here: drift, and no
# reason to fetch.
test_expect_success 'a bit in a record of events: a commit that is here is found' '
	cd m && seen=$(git cat-file commit mcade/ledger~3 | sha256sum | cut -d" " -f1) &&
	cite () {
		{ git mcade hook pre-commit 2>&1; echo "status $?"; }
	} &&
	printf "\n<!-- mcade %032d after sha256:%s -->\nnothing\n" 7 "$seen" >>docs/2026-01-28.md &&
	git add docs && cite >"$TRASH/out" && test_grep "status 1" "$TRASH/out" &&
	each_byte local.events cite >"$TRASH/wrong" && test_line_count 0 "$TRASH/wrong" &&
	git reset -q --hard
'

foreign () {
	cp "$1"/local.* "$heads"
}

test_expect_success 'of another ledger, of an earlier head, or half of each, it costs time' '
	cd m && other=$(echo "$XDG_STATE_HOME/git-mcade/$(git -C ../r config mcade.ledgerId)"/heads/*) &&
	with_memory foreign "$other" &&
	rm -rf "$heads" && cp -R "$TRASH/kept" "$heads" && cp -R "$heads" "$TRASH/before" &&
	with_memory cp "$other/local.events" "$heads" &&
	with_memory cp "$other/local.ids" "$heads" && with_memory cp "$other/local.runbook" "$heads"
'

test_expect_success 'longer than the head that is remembered, it is cut where the head stands' '
	cd m && rm -rf "$heads" && cp -R "$TRASH/kept" "$heads" &&
	git mcade unlock A --env prod -m x >/dev/null 2>&1 &&
	git mcade pin "web.image=redis@sha256:$(printf %064d 9)" --env prod >/dev/null 2>&1 &&
	rm -rf "$TRASH/future" && cp -R "$heads" "$TRASH/future" &&
	git update-ref refs/heads/mcade/ledger mcade/ledger~2 && git reset -q --hard &&
	with_memory foreign "$TRASH/future" &&
	longer () {
		for name in events ids pins; do
			cp "$TRASH/future/local.$name" "$heads/local.$name" || return 1
		done
	} && with_memory longer
'

test_done
