#!/bin/sh
# shows: M33
test_description='an id of a requirement means one thing in all documents'
. "${0%/*}/lib.sh"

# told: "path line" of each requirement that is another one elsewhere.
told () {
	( cd r && git add -A && git commit -q -m docs && { git mcade lint --json --all >../lint.json || :; } ) &&
	perl -MJSON::PP -0777 -ne 'print map { "$_->{path} $_->{line} $_->{severity}\n" } grep { $_->{rule} eq "contradiction" } @{decode_json($_)->{findings}}' lint.json >found
}
# prds ONE TWO: seed 004 beside two lists of requirements.
prds () {
	rm -rf r && new_repo r && copy_seed 004 r/docs/operations.md && mkdir -p r/docs/prd &&
	printf "%b" "$1" >r/docs/prd/inbox.md && printf "%b" "$2" >r/docs/prd/rpa.md && told
}
none () { prds "$@" && test_line_count 0 found; }
one () {
	where=$1 && shift && prds "$@" && echo "docs/prd/$where warn" >expected && test_cmp expected found
}
inbox='# PRD Inbox\n\n## Requirements\n\n- R5: ingested messages keep their linkage to a listing\n'

test_expect_success 'M33: R5 of two documents, which the mapping of seed 004 names' '
	one "rpa.md 5" "$inbox" "# PRD Worker\n\n## Requirements\n\n- **R5** - browser sessions are isolated\n" &&
	test_grep "docs/prd/inbox.md:5" lint.json
'
test_expect_success 'a heading and a row define one, too; of five each that differs is told' '
	one "rpa.md 5" "$inbox" "# PRD Worker\n\n## Functional requirements\n\n### R5 Browser sessions are isolated\n" &&
	one "rpa.md 7" "$inbox" "# PRD Worker\n\n## Requirements\n\n| ID | What |\n|---|---|\n| R5 | browser sessions are isolated |\n" &&
	prds "$inbox" "# W\n\n## Requirements\n\nR5: browser sessions are isolated\n" && printf "# V\n\n## Requirements\n\nR5. Payments settle overnight\n" >r/docs/prd/z.md && told && test_line_count 2 found
'
test_expect_success 'the same in other words, an id that nothing covers, a range, a quote, what is struck out' '
	none "$inbox" "# PRD Worker\n\n## Requirements\n\n- R5: linkage survives retries\n" &&
	none "# A\n\n## Requirements\n\n- R555: messages keep linkage\n" "# B\n\n## Requirements\n\n- R555: browser sessions are isolated\n" &&
	none "$inbox" "# B\n\n## Requirements\n\n- R5 - R7: browser sessions are isolated\n- see R5: browser sessions are isolated\n\n> R5: browser sessions are isolated\n\n~~R5: browser sessions are isolated~~\n" &&
	none "$inbox" "# B\n\n## Requirements\n\n- R5: tbd\n\n\`\`\`\nR5: browser sessions are isolated\n\`\`\`\n"
'
test_expect_success 'what is said of a requirement defines none: tests, risks, changes, questions, a table of contents' '
	for heading in "Test plan" "Requirements coverage" "Open questions" "Risks" "Notes" "Requirements: change history"; do
		none "$inbox" "# B\n\n## $heading\n\n- R5: browser sessions are isolated\n" || return 1
	done &&
	none "# PRD Inbox\n\n## Requirements\n\n- R5: messages keep linkage\n\n### R5: messages keep linkage\n\n### Risks\n\n- R5: browser sessions crash\n" "# B\n"
'
test_expect_success 'translations, versions, records, changelogs, guides and what lies aside say it otherwise' '
	none "$inbox" "# B\n\n## Anforderungen\n\n- R5: Browsersitzungen sind getrennt\n" &&
	for path in docs/de/prd/inbox.md docs/prd/inbox.de.md docs/prd/inbox-v2.md docs/archive/w.md docs/prd/CHANGELOG.md docs/prd/README.md docs/checkpoints/2026-01-02-w/w.md; do
		none "$inbox" "# B\n" && mkdir -p "r/$(dirname $path)" && printf "# W\n\n## Requirements\n\n- R5: browser sessions are isolated\n" >r/$path && told && test_line_count 0 found || return 1
	done
'
test_expect_success 'ids that the runbook covers are looked for without a mapping' '
	rm -rf r && new_repo r && mkdir r/a r/b && printf "# A\n\n## Requirements\n\n- NFR-01: replies within seconds\n" >r/a/prd.md && printf "# B\n\n## Requirements\n\n- NFR-01: browser sessions are isolated\n" >r/b/prd.md &&
	told && test_line_count 0 found &&
	printf "version: 1\nname: r\ngoverned: [refs/heads/main]\nenvironments: [{id: prod}]\nsteps: [{id: A, run: make, verify: [{id: c, run: make check, covers: [NFR-01]}]}]\n" >r/runbook.yaml && told && echo "b/prd.md 5 warn" >expected && test_cmp expected found
'
# many COUNT: so many texts of R5 that share no word but the last.
many () {
	perl -e 'print "# PRD\n\n## Requirements\n\n"; for my $i (0 .. $ARGV[0] - 1) { print "- R5:", (map { my $n = 61 * $i + $_; " " . join("", map { my $d = $n % 10; $n = int($n / 10); chr(97 + $d) } 1 .. 5) . "xyz" } 0 .. 60), " tail\n" }' "$1"
}
test_expect_success 'an id that is defined thousands of times holds nobody up' '
	rm -rf r && new_repo r && copy_seed 004 r/docs/operations.md && mkdir -p r/docs/prd && for part in a b c; do many 1600 >r/docs/prd/$part.md || return 1; done && printf "# W\n\n## Requirements\n\n- R5: browser sessions are isolated\n" >r/docs/prd/rpa.md &&
	( cd r && git add -A && git commit -q -m docs && status=0 && { timeout 60 git-mcade lint --json --all >../lint.json || status=$?; } && [ $status -le 1 ] ) && test_grep "is another requirement here" lint.json
'
test_expect_success 'each language of the table announces requirements, and says what is none of its own' '
	sed -n "s/^REQUIREMENTS(\"\([a-z]*\)\",.*, \"\([^\"]*\)\")$/\1 \2/p" "$SOURCE_DIR/src/document/requirement_words.h" >rows && [ "$(wc -l <rows)" -ge 17 ] &&
	while read -r language heading; do
		one "rpa.md 5" "# PRD Inbox\n\n## $heading\n\n- R5: ingested messages keep their linkage to a listing\n" "# PRD Worker\n\n## $heading\n\n- R5: browser sessions are isolated\n" </dev/null || { echo "$language"; return 1; }
	done <rows &&
	none "# A\n\n## Funktionale Anforderungen\n\n- R5: messages keep linkage\n" "# B\n\n## Anforderungen: Nachverfolgung\n\n- R5: browser sessions are isolated\n" &&
	none "# A\n\n## 機能要件\n\n- R5: messages keep linkage\n" "# B\n\n## 要件の検証\n\n- R5: browser sessions are isolated\n" &&
	one "rpa.md 5" "$inbox" "# B\n\n## Approval requirements\n\n- R5: browser sessions are isolated\n"
'
test_done
