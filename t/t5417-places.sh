#!/bin/sh
test_description='a mark in the column or below the heading of an environment is of that one, at each door and for render'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
be_person owner

# written: the document as it is planned, in the style of this round.
written () {
	case $STYLE in
	columns) printf '# Release\n\n| Id | Step | Staging | Production |\n|---|---|---|---|\n| REL-01 | Back up | ⬜ | ⬜ |\n| REL-02 | Switch traffic | ⬜ | ⬜ |\n' ;;
	numbers) printf '# Release\n\n| # | Task | Staging | Production |\n|---|---|---|---|\n| 1 | Back up | ⬜ | ⬜ |\n| 2 | Switch traffic | ⬜ | ⬜ |\n' ;;
	headings) printf '# Release\n\n## Staging\n\n- [ ] Back up\n- [ ] Switch traffic\n\n## Production\n\n- [ ] Back up\n- [ ] Switch traffic\n' ;;
	esac
}
# tick WHICH TITLE: the first or the second mark of the step.
tick_of () {
	case $STYLE-$1 in
	headings-first) sed -i "5,6s/\[ \] $2/[x] $2/" docs/release.md ;;
	headings-second) sed -i "10,11s/\[ \] $2/[x] $2/" docs/release.md ;;
	*-first) sed -i "s/\($2 | \)[^|]*\( |\)/\1✅\2/" docs/release.md ;;
	*-second) sed -i "s/\($2 | [^|]* | \)[^|]*\( |\)/\1✅\2/" docs/release.md ;;
	esac
	! git diff --quiet
}
# shown TITLE: its two marks, as x and -.
shown () {
	grep -e "$1" docs/release.md | grep -o -e "✅" -e "⬜" -e "🟩" -e "🟨" -e "\[.\]" | sed "s/✅\|🟩\|\[x\]/x/; s/⬜\|🟨\|\[ \]/-/" | tr -d "\n"
}

for STYLE in columns numbers headings; do
	test_expect_success "setup: $STYLE, in force, on a server with our hook" '
		rm -rf r r.git && new_repo r && bare_remote r.git r && cd r && mkdir docs && written >docs/release.md &&
		git add -A && git commit -q -m doc && tick && git mcade import docs/release.md && git mcade init &&
		test_grep "^- {id: staging" runbook.yaml && test_grep "^- {id: production,.* live: true" runbook.yaml &&
		sed -i "/^- id: /a\\  run: echo one\n  pins: []\n  changes_state: false\n  verify: [{id: ok, run: '\''true'\'', timeout: 5s}]\n  timeout: 5s" runbook.yaml &&
		in_force
	'
	BACK=$(sed -n 's/^- id: \(.*\)/\1/p' r/runbook.yaml | sed -n 1p) SWITCH=$(sed -n 's/^- id: \(.*\)/\1/p' r/runbook.yaml | sed -n 2p)
	for of in first:staging second:production; do
		test_expect_success "$STYLE: ${of#*:} is painted, and refused at each door" '
			cd r && tick_of ${of%:*} "Switch traffic" && refused git commit -q -a -m painted 2>../err && completion_in ../err ${of#*:} &&
			git commit -q -n -a -m painted && refused git push -q origin main 2>../err && completion_in ../err ${of#*:} &&
			refused git push -q --no-verify origin main 2>../err && completion_in ../err ${of#*:} &&
			{ git mcade check --history >../out 2>&1; [ $? = 1 ]; } && completion_in ../out ${of#*:} &&
			{ git mcade lint >../out 2>&1; [ $? = 1 ]; } && test_grep "line [0-9]* marks .$SWITCH. complete, but the ledger does not in ${of#*:}" ../out && back_to_good
		'
	done
	for env in staging production; do
		test_expect_success "$STYLE: what is complete in $env is ticked there alone, and accepted" '
			cd r && git mcade run "$BACK" --env $env && { git mcade complete "$BACK" --env $env || :; } && git mcade render >../out && git mcade sync &&
			case $env in staging) want=x- ;; *) want=-x ;; esac &&
			[ "$(shown "Back up")" = $want ] && [ "$(shown "Switch traffic")" = "--" ] &&
			git commit -q -a -m done && git push -q origin main && tick && { git mcade check --history >../out 2>&1 || { cat ../out >&4; false; }; } &&
			{ git mcade lint >../out 2>&1 || :; } && test_grep ! "$BACK" ../out &&
			written >docs/release.md && refused git commit -q -a -m undone 2>../err && test_grep "\[drift\].*complete in $env and loses its mark" ../err && git checkout -q HEAD . &&
			git mcade reopen "$BACK" --env $env -m again && git mcade render && git mcade sync && [ "$(shown "Back up")" = "--" ] && git commit -q -a -m again && git push -q origin main && tick && git tag -f good
		'
	done
	test_expect_success "$STYLE: by hand an honest tick passes, and that of the other does not" '
		cd r && git mcade run "$BACK" --env staging && { git mcade complete "$BACK" --env staging || :; } && git mcade sync &&
		git checkout -q good -- docs/release.md && tick_of first "Back up" && git commit -q -a -m honest && git push -q origin main &&
		tick_of second "Switch traffic" && refused git commit -q -a -m painted 2>../err && completion_in ../err production
	'
done
# The back-up is complete in staging: what says more than that beside it is not believed.
for as in "s/^## Staging/& (and Production)/" "/^## Staging/a\\\\n**Production**" "/^## Staging/a\\\\nNow in production:" "/^## Staging/a\\\\n### Done in Production-EU, too"; do
	test_expect_success "a mark of staging is none of production by a word: $as" "
		cd r && git checkout -q HEAD -- docs/release.md && sed -i '$as' docs/release.md && ! git diff --quiet &&
		refused git commit -q -a -m painted 2>../err && test_grep \"marks '$BACK' complete, but the ledger does not in production\" ../err
	"
done
test_done
