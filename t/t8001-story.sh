#!/bin/sh
test_description='the day that make demo plays, judged: each promise of the README in one story
# shows: A05 A06 A20 A67 A69 A73 A74 S02 S20

The demo stops at the first command whose exit status is not the one of its story. What it
printed is asked here, and what it leaves behind is asked with stock git.'
test_story=yes
. "${0%/*}/lib.sh"

# shown COMMAND PATTERN...: what was printed below the command that begins so holds each pattern.
shown () {
	awk -v command="$1" '
	/^[a-z]+\$ / {
		text = $0
		sub(/^[a-z]+\$ /, "", text)
		on = substr(text, 1, length(command)) == command
		next
	}
	on' "$TRASH/story" >"$TRASH/part"
	shift
	for pattern_ in "$@"; do
		test_grep "$pattern_" "$TRASH/part" || return 1
	done
}

play_the_day () {
	env DEMO_FULL=1 DEMO_KEEP=1 TMPDIR="$TRASH" TEST_BIN="$TEST_BIN" \
		sh "$SOURCE_DIR/t/demo.sh" >story 2>&1 || { cat story; return 1; }
}

test_expect_success 'the day plays to its end' '
	play_the_day &&
	kept=$(sed -n "s/^# kept: //p" story) && test -d "$kept/motorcade/.git"
'

test_expect_success 'lint finds, before anything is adopted, what is untrue' '
	shown "git mcade lint" "^19 steps marked complete on unpinned manifests" "^2 logs rewritten" \
		"^4 checkpoints edited or removed afterwards" "docs/deployments/2026-01-25.md:5: line 5 was changed" \
		"1c9d24abbfee, 2026-01-25, Jon Reyes" "git mcade init"
'

test_expect_success 'an unpinned completion is refused at commit' '
	shown "git commit -q -am \"LEADGEN_01 done\"" \
		"^mcade: refused \[unpinned\] docs/RUNBOOK.md: " "hint: *git mcade pin " "\[exit 1\]"
'

test_expect_success 'a locked step neither runs nor changes' '
	shown "git mcade run PLAT_04A" "^mcade: refused \[locked\]" "hint: *git mcade unlock PLAT_04A" &&
	shown "git commit -q -am \"small fix\"" "^mcade: refused \[locked\] ansible/playbooks/PLAT_04A" &&
	! git -C "$kept/motorcade" log --format=%s main | grep "small fix"
'

test_expect_success 'a completion names what is missing, and is recorded when nothing is' '
	shown "git mcade run PLAT_08C" "Restore path: " "check bounded: pass" &&
	shown "git mcade complete PLAT_08C" "^mcade: refused \[unpinned\]" "^recorded .* complete PLAT_08C in prod" &&
	git -C "$kept/motorcade" show main:releases/prod.yaml >manifest &&
	test_grep "image: .*docker.io/library/redis:7.2@sha256:0f1e" manifest &&
	test_grep "^# what runs in production" manifest &&
	git -C "$kept/motorcade" show main:docs/deployments/2026-01-28.md >log &&
	test_grep "^<!-- mcade [0-9a-f]\{32\} after sha256:[0-9a-f]\{64\} -->" log &&
	test_grep "^## LEADGEN_07C prod" log
'

test_expect_success 'the checkpoint is sealed, and says what happened' '
	dir=$(ls -d "$kept"/motorcade/docs/checkpoints/*-PLAT_08C) &&
	for file in README.md VERIFY.md ROLLBACK.md HANDOFF.md CHECKPOINT.yaml; do
		test -s "$dir/$file" || return 1
	done &&
	test_grep "^step: PLAT_08C" "$dir/CHECKPOINT.yaml" && test_grep "redis.conf.before" "$dir/ROLLBACK.md"
'

test_expect_success 'a rewritten log is refused at push, and is not on the remote' '
	shown "git push -q" "^mcade: refused \[append-only\] docs/deployments/2026-01-25.md" &&
	git -C "$kept/remote.git" log --format=%s main >subjects &&
	test_grep ! "tidy the log" subjects && test_grep "PLAT_08C complete" subjects
'

test_expect_success 'a second person is part of it' '
	shown "git mcade block LEADGEN_01" "signed by otto" &&
	git -C "$kept/remote.git" log -1 --format=%cn mcade/ledger >name &&
	echo "Otto Operator (mcade)" >want && test_cmp want name
'

test_expect_success 'the remote refuses a rewound ledger' '
	shown "git push -q --no-verify --force" "refused \[ledger-integrity\].*never rewound" "pre-receive hook declined"
'

test_expect_success 'a tampered event is found in a fresh clone; the true one passes' '
	shown "git mcade audit" "refused \[ledger-integrity\] event [0-9]*: the signature is bad" \
		"^untrusted" "\[exit 3\]" "^pass: "
'

test_expect_success 'stock git agrees: every event is signed by somebody in the allowed-signers file' '
	shown "git verify-commit" "^Good \"git\" signature for operator@example.com" &&
	cd "$kept/true" && signers=$(HOME="$kept/people/reviewer" git config gpg.ssh.allowedSignersFile) &&
	git -c gpg.ssh.allowedSignersFile="$signers" log --format="%G?" origin/mcade/ledger >"$TRASH/verdicts" &&
	sort -u "$TRASH/verdicts" >"$TRASH/kinds" && echo G >"$TRASH/want" && test_cmp "$TRASH/want" "$TRASH/kinds" &&
	test "$(wc -l <"$TRASH/verdicts")" -ge 8
'

test_expect_success 'nothing is broken in any of the repositories' '
	for repo in motorcade otto remote.git true; do
		git -C "$kept/$repo" fsck --strict --no-dangling >out 2>&1 || { cat out; return 1; }
	done
'

test_done
