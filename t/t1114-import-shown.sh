#!/bin/sh
test_description='import: what is shown of a command is no command, and what is explained as a note stands in the file'
# shows: M04
. "${0%/*}/lib.sh"

# document TEXT: as docs/R.md of a fresh repository.
document () {
	rm -rf r && new_repo r && mkdir r/docs && printf %b "$1" >r/docs/R.md && cd r && git add . && git commit -q -m document
}
# proposed TEXT: what import proposes to run or to look at stands in ../run, a line a command.
proposed () {
	document "$1" && git mcade import --accept-proposals docs/R.md >../out && sed -n "s/^ *\(make .*\)/\1/p" runbook.yaml >../run
}

test_expect_success 'what is to be seen is no command, in any language: inline, below, or in a block of its own' '
	while IFS="|" read -r lead wanted; do
		for text in "1. Drain: \0140make drain\0140\n   - ${lead}\0140make queue empty\0140\n2. Go\n" "1. Drain: \0140make drain\0140\n   ${lead}\0140make queue empty\0140\n2. Go\n" \
			"1. Drain: \0140make drain\0140\n\n   ${lead}\n\n   \0140\0140\0140\n   make queue empty\n   \0140\0140\0140\n2. Go\n" \
			"1. Drain: \0140make drain\0140\n\n   - ${lead}\n\n     \0140\0140\0140\n     make queue empty\n     \0140\0140\0140\n2. Go\n"; do
			proposed "# Bus\n\n$text" && { grep -c "^make queue" ../run >../found || :; } &&
			test "$(cat ../found)" = "$wanted" && test_grep "^make drain" ../run && cd .. || { echo "$text"; return 1; }
		done
	done <<-\TABLE
	Expected: |0
	Expected output of the drain: |0
	Attendu : |0
	Ergebnis: |0
	Erwartet: |0
	Soll: |0
	Resultado esperado: |0
	Ожидается: |0
	期待値: |0
	预期：|0
	You should see: |0
	Check that it returns 200: |1
	Ergebnis prüfen: |1
	Then: |1
	TABLE
'
test_expect_success 'nor is it without a colon; a prompt shows what is typed' '
	proposed "# Bus\n\n1. Run \0140make status\0140. It prints \0140make queue empty\0140.\n2. Go\n" && echo "make status" >../expected && test_cmp ../expected ../run && cd .. &&
	proposed "# Bus\n\n1. Expected:\n\n   \0140\0140\0140console\n   \$ make status\n   make queue empty\n   \0140\0140\0140\n2. Go\n" && test_cmp ../expected ../run && cd ..
'
test_expect_success 'a line that is explained as a note is one of the file; what is not taken is told' '
	document "# Renew\n\n## Step 1: Request\n\nAsk the CA.\n\n> It takes a day.\n\n## Step 2: Install\n\nCopy it, then run:\n\n\0140\0140\0140sh\nmake reload\n\0140\0140\0140\n\nExpected:\n\n\0140\0140\0140\nall is well\n\0140\0140\0140\n" &&
	git mcade import --explain docs/R.md >../explained && git mcade import docs/R.md >../out &&
	for note in "Ask the CA." "> It takes a day." "Copy it, then run:"; do grep -F -e "- $note" -e "- '"'"'$note" runbook.yaml >../found || return 1; done &&
	for line in 5 7 11; do test_grep "^docs/R.md:$line: note " ../explained || return 1; done &&
	for line in 13 19 20 21; do test_grep "^docs/R.md:$line: text (" ../explained || return 1; done && test_grep ! "well" runbook.yaml && cd ..
'

test_done
