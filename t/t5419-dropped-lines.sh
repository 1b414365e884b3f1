#!/bin/sh
test_description='the line of a step that is not done, or only claimed to be, does not leave its document without a word, at each door'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
be_person owner

# written: the document as it is planned, in the style of this round.
written () {
	case $STYLE in
	titles) printf '# Release\n\n- [ ] Back up\n- [ ] Switch traffic\n- [ ] Tell support\n' ;;
	ids) printf '# Release\n\n| Id | Step | Status |\n|---|---|---|\n| REL-01 | Back up | ⬜ |\n| REL-02 | Switch traffic | ⬜ |\n| REL-03 | Tell support | ⬜ |\n' ;;
	places) printf '# Release\n\n| Id | Step | Staging | Production |\n|---|---|---|---|\n| REL-01 | Back up | ⬜ | ⬜ |\n| REL-02 | Switch traffic | ⬜ | ⬜ |\n| REL-03 | Tell support | ⬜ | ⬜ |\n' ;;
	esac
}
dropped_in () {
	grep "\[drift\] docs/release.md: step '$SWITCH' is in the runbook.*, and no line here has its mark any more" "$1" >/dev/null && return 0
	sed "s/^/    /" "$1" >&4
	return 1
}

for STYLE in titles ids places; do
	test_expect_success "setup: $STYLE, in force, on a server with our hook" '
		rm -rf r r.git && new_repo r && bare_remote r.git r && cd r && mkdir docs && written >docs/release.md &&
		git add -A && git commit -q -m doc && tick && git mcade import docs/release.md && git mcade init && in_force
	'
	SWITCH=$(sed -n 's/^- id: \(.*\)/\1/p' r/runbook.yaml | sed -n 2p)
	test_expect_success "$STYLE: it is told when it is committed, pushed, received, and of the history" '
		cd r && sed -i "/Switch/d" docs/release.md && git commit -q -a -m dropped 2>../err && dropped_in ../err &&
		git push -q origin main 2>../err && dropped_in ../err && test_grep "remote:.*\[drift\].*no line here" ../err &&
		{ git mcade check --history >../out 2>&1 || :; } && dropped_in ../out &&
		{ git mcade lint >../out 2>&1 || :; } && test_grep "docs/release.md.*$SWITCH. is in the runbook.*no line here" ../out
	'
	test_expect_success "$STYLE: and is no news in the next commit, nor when it comes back" '
		cd r && printf "\nWords.\n" >>docs/release.md && git commit -q -a -m words 2>../err && test_grep ! drift ../err &&
		written >docs/release.md && git commit -q -a -m back 2>../err && test_grep ! drift ../err
	'
	test_expect_success "$STYLE: a runbook.yaml that drops it with the line says it itself" '
		cd r && sed -i "/Switch/d" docs/release.md && sed -i "/^- id: $SWITCH/,/^- id: /{/^- id: $SWITCH/d;/^- id: /!d}" runbook.yaml && test_grep ! "$SWITCH" runbook.yaml &&
		git commit -q -a -m both 2>../err && test_grep ! "no line here" ../err && git reset -q --hard HEAD~1
	'
	test_expect_success "$STYLE: other words of the line, another place in the document and another file with it are no loss" '
		cd r && sed "/Switch/d" docs/release.md >later && { cat later && printf "\n## Later\n\n" && written | sed -n "/^|/{/Back/d;/Tell/d;p}; /\[.\] Switch/p"; } >docs/release.md && rm later &&
		git commit -q -a -m moved 2>../err && test_grep ! drift ../err
	'
done
test_expect_success 'the line of one environment alone is one too' '
	cd r && written | sed "s/\(| REL-02 | Switch traffic | ⬜ |\) ⬜ |/\1 |/" >docs/release.md && git commit -q -a -m half 2>../err &&
	test_grep "\[drift\].*.REL-02. is in the runbook, for production, and no line here" ../err && test_grep ! "for staging" ../err
'
test_expect_success 'a document that goes as a whole says so' '
	cd r && git rm -q docs/release.md && { git commit -q -m gone 2>../err || :; } && test_grep "docs/release.md" ../err
'

unclaimed_in () {
	test_grep "\[drift\] docs/release.md: step .TELL_SUPPORT. is claimed complete in production, and loses its mark" "$1"
}
test_expect_success 'setup: what was done before is claimed, and accepted' '
	new_repo c && bare_remote c.git c && cd c && mkdir docs && printf "# Release\n\n- [x] Back up\n- [x] Tell support\n- [ ] Switch\n" >docs/release.md &&
	git add -A && git commit -q -m doc && tick && git mcade import docs/release.md --env production && git mcade init && in_force &&
	git mcade adopt --accept-claims && git mcade sync
'
for how in "s/\[x\] Tell/[ ] Tell/" "/Tell/d" "s/\[x\] Tell/Tell/"; do
	test_expect_success "a claim without its mark is told at each door: $how" '
		cd c && base=$(git rev-parse HEAD) && sed -i "$how" docs/release.md && git commit -q -a -m back 2>../err && unclaimed_in ../err &&
		git push -q origin main 2>../err && unclaimed_in ../err && test_grep "remote:.*\[drift\].*loses its mark" ../err &&
		{ git mcade check --history >../out 2>&1 || :; } && unclaimed_in ../out &&
		{ git mcade lint >../out 2>&1 || :; } && test_grep "docs/release.md.*is claimed complete in production, and loses its mark" ../out &&
		git checkout -q "$base" docs && git commit -q -m again 2>../err && test_grep ! drift ../err && git push -q origin main
	'
done
test_done
