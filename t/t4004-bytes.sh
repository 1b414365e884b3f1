#!/bin/sh
test_description='what runs is of a commit, or the event says that it is not'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
be_person owner

# event FIELD: of the ledger's last event of a word.
field_of () {
	git log -1 --format=%B --grep="^$1 " mcade/ledger | sed -n "s/^Mcade-$2: //p"
}
# dirty STEP WORD: its last event of that word says so; clean: it does not.
dirty () { [ "$(field_of "$2 $1" Dirty)" = yes ]; }
clean () { [ -z "$(field_of "$2 $1" Dirty)" ]; }

test_expect_success 'setup: steps that name a file, a pattern, a program, or nothing' '
	new_repo r && cd r && commit_file README x && git mcade init >/dev/null 2>&1 && mkdir p &&
	cat >runbook.yaml <<-E &&
	version: 1
	ledger: $(git config mcade.ledgerId)
	name: bytes
	environments: [{id: lab, manifest: lab.yaml}, {id: prod, live: true}]
	records: {log: "docs/\${{ date }}.md"}
	order: needs
	defaults: {changes_state: false}
	steps:
	- {id: TEXT, pins: [], run: "sh p/a.sh", verify: [{id: v, run: "sh p/v.sh"}]}
	- {id: MANY, pins: [], run: "sh p/a.sh", inputs: ["p/in/*"], verify: [{id: v, run: "true"}]}
	- {id: PROG, pins: [], run: [./p/prog, x], verify: [{id: v, run: "true"}]}
	- {id: ENDS, pins: [], run: [sh, p/crlf.sh], uses: p/crlf.sh, verify: [{id: v, run: "true"}]}
	- {id: LAST, pins: [a.image], run: "true", verify: [{id: v, run: "true"}]}
	E
	printf "a:\n  image: redis:latest\n" >lab.yaml && mkdir p/in && echo one >p/in/1 &&
	echo "echo a" >p/a.sh && echo true >p/v.sh && echo "echo c" >p/crlf.sh &&
	echo "p/crlf.sh text eol=crlf" >.gitattributes && printf "*.tmp\n" >.gitignore &&
	git add -A && git commit -q -m runbook && rm p/crlf.sh && git checkout -q p/crlf.sh &&
	git mcade adopt
'
test_expect_success 'what is committed is clean' '
	cd r && git mcade run MANY --env lab && clean MANY start && git mcade complete MANY --env lab &&
	git mcade run MANY --env prod && clean MANY start
'
test_expect_success 'a record or a pin that waits for its commit is no other content' '
	cd r && ! git diff --cached --quiet && git mcade run ENDS --env prod && clean ENDS start &&
	git mcade pin a.image=redis@$DIGEST --env lab && git mcade run LAST --env lab && clean LAST start &&
	git add -A && git commit -q -m records && tick
'
test_expect_success 'a file that nothing names and the run reads: said, and refused live' '
	cd r && echo "echo b" >p/a.sh && git mcade run TEXT --env lab --accept-changed && dirty TEXT start &&
	refused git mcade complete TEXT --env lab 2>../err && test_grep "refused \[completion\]" ../err &&
	refused git mcade run TEXT --env prod 2>../err && test_grep "refused \[drift\] p/a.sh" ../err &&
	git mcade status --env prod >../out && ! grep "next: git mcade run" ../out &&
	git checkout -q p/a.sh && git mcade run TEXT --env lab --accept-changed && clean TEXT start &&
	git mcade complete TEXT --env lab && git add -A && git commit -q -m log && tick
'
test_expect_success 'the script of a check too' '
	cd r && echo ": other" >p/v.sh && git mcade verify TEXT --env lab && dirty TEXT verify &&
	git checkout -q p/v.sh && git mcade verify TEXT --env lab && clean TEXT verify
'
test_expect_success 'what a pattern finds and nobody tracks, also where it is ignored' '
	cd r && git mcade reopen MANY --env lab -m again && echo two >p/in/2.tmp &&
	git mcade run MANY --env lab && dirty MANY start && git mcade reopen MANY --env prod -m again &&
	refused git mcade run MANY --env prod 2>../err && test_grep "refused \[drift\] p/in/2.tmp" ../err &&
	rm p/in/2.tmp && git mcade run MANY --env prod && clean MANY start
'
test_expect_success 'a link among the inputs is not left out' '
	cd r && echo outside >../outside && ln -s "$TRASH/outside" p/in/link && git add p/in/link &&
	git commit -q -m link && tick && git mcade reopen MANY --env prod -m again &&
	refused git mcade run MANY --env prod 2>../err && test_grep "refused \[reference\] p/in/link" ../err &&
	refused git mcade adopt 2>../err && test_grep "refused \[reference\]" ../err &&
	git rm -q p/in/link && git commit -q -m "no link" && tick && git mcade run MANY --env prod
'
test_expect_success 'a program that nobody tracks' '
	cd r && printf "#!/bin/sh\n" >p/prog && chmod +x p/prog && git mcade run PROG --env lab && dirty PROG start &&
	refused git mcade run PROG --env prod 2>../err && test_grep "refused \[drift\] p/prog" ../err &&
	git add p/prog && git commit -q -m prog && tick && git mcade run PROG --env prod && clean PROG start
'
test_expect_success 'line ends that git writes are those of the commit' '
	cd r && grep -q "$(printf "\r")" p/crlf.sh && git mcade run ENDS --env prod && clean ENDS start &&
	[ "$(field_of "start ENDS" Uses)" = "sha256:$(git show HEAD:p/crlf.sh | sha256sum | cut -d" " -f1) p/crlf.sh" ] &&
	git mcade complete ENDS --env prod && git add -A && git commit -q -m log &&
	printf "echo d\r\n" >p/crlf.sh && git mcade run ENDS --env lab && dirty ENDS start
'
test_done
