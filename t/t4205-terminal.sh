#!/bin/sh
test_description='what a person sees on a terminal: colours, a pager, what fits, and what a <TAB> completes'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
pty=$TEST_BIN/t/helper/pty
[ -x "$pty" ] || pty=$SOURCE_DIR/build/t/helper/pty
unset GIT_PAGER PAGER GIT_PAGER_IN_USE NO_COLOR COLUMNS LESS
TERM=xterm
export TERM
escape=$(printf '\033')

# seen ARGUMENT...: what stands on a terminal of 60 columns; no pager.
seen () { GIT_PAGER="cat" "$pty" 60 git mcade "$@" >"$TRASH/seen"; }
coloured () { grep -q "$escape\[[0-9;]*m" "$TRASH/seen"; }
plain () { ! grep -q "$escape" "$TRASH/seen"; }

test_expect_success 'setup' '
	small_repo r && sed -i "s/^- id: CACHE/&\n  title: A title that is much longer than any terminal that somebody may have in front of him/" runbook.yaml && git commit -q -a -m title && git mcade adopt >/dev/null 2>&1 &&
	git mcade lock CACHE --env lab -m x >/dev/null 2>&1
'
test_expect_success 'colours on a terminal, and nowhere else' '
	cd r && for command in "status --env lab" "show CACHE --env lab" "show event:1" "log -p" "diff 0.."; do
		seen $command && coloured || return 1
		git mcade $command >"$TRASH/seen" && plain || return 1
	done && seen log --json && plain
'
test_expect_success 'color.mcade goes before color.ui; NO_COLOR and a dumb terminal; always is always' '
	cd r && git config color.ui false && seen log && plain && git config color.mcade auto && seen log && coloured && git config color.ui always && git config color.mcade never && seen log && plain &&
	git config --unset color.mcade && git mcade log >"$TRASH/seen" && coloured && git config color.ui auto && NO_COLOR=1 seen log && plain && NO_COLOR= seen log && coloured &&
	TERM=dumb seen log && plain && git -c color.mcade=always mcade log >"$TRASH/seen" && coloured && git config --unset color.ui && git mcade log --json >"$TRASH/seen" && plain
'
test_expect_success 'taken out again, a text is what it is without' '
	cd r && git mcade log -p >"$TRASH/plain" && git -c color.mcade=always mcade log -p | sed "s/$escape\[[0-9;]*m//g" >"$TRASH/stripped" && test_cmp "$TRASH/plain" "$TRASH/stripped"
'
test_expect_success 'an escape that a run printed is none of ours, also where colours are shown' '
	cd "$TRASH" && small_repo other && echo "printf \"\\033[2J\\033[35mred\\n\"" >>playbooks/cache.sh && git commit -q -a -m red && git mcade run CACHE --env lab >/dev/null 2>&1 &&
	git -c color.mcade=always mcade show CACHE --env lab --output >out && test_grep "x1b.2J.x1b.35mred" out && ! grep -e "$escape\[2J" -e "$escape\[35m" out
'

# pager NAME: a program of that name that notes who it is and shows what it got.
pager () {
	printf '#!/bin/sh\necho %s >>"%s/paged"\nexec cat\n' "$1" "$TRASH" >"$TRASH/bin/$1" && chmod +x "$TRASH/bin/$1"
}
# paged ARGUMENT...: which pager was used for it on a terminal
paged () {
	: >"$TRASH/paged" && "$pty" 60 git mcade "$@" >"$TRASH/seen" && cat "$TRASH/paged"
}
test_expect_success 'a pager, as git chooses it: GIT_PAGER, core.pager, PAGER, less' '
	mkdir -p bin && for name in one two three less; do pager $name; done && PATH=$TRASH/bin:$PATH && export PATH && cd r &&
	test "$(paged log)" = less && PAGER=three && export PAGER && test "$(paged log)" = three && git config core.pager "two -x" && test "$(paged log)" = two && GIT_PAGER=one && export GIT_PAGER && test "$(paged log)" = one && grep -q "verified" "$TRASH/seen" &&
	test "$(GIT_PAGER=cat paged log)" = "" && test "$(GIT_PAGER= paged log)" = "" && grep -q verified "$TRASH/seen" && test "$(git --no-pager mcade log >/dev/null; cat "$TRASH/paged")" = ""
'
test_expect_success 'never where nobody reads on a terminal, for JSON, for an act, or where pager.mcade says no' '
	cd r && : >"$TRASH/paged" && git mcade log >out && git mcade log | cat >out && test_line_count 0 "$TRASH/paged" && test "$(paged log --json)" = "" && test "$(paged unlock CACHE --env lab -m y)" = "" && git config pager.mcade false && test "$(paged log)" = "" &&
	git config --unset pager.mcade && test "$(paged status)" = one && test "$(paged diff 0..)" = one && test "$(paged show CACHE --env lab)" = one
'
test_expect_success 'a pager that leaves early, and one that is not there' '
	cd r && GIT_PAGER=true "$pty" 60 git mcade log -p >out && GIT_PAGER=no-such-pager expect_status 128 "$pty" 60 git mcade log >out 2>err && test_grep "no-such-pager" err && expect_status 128 env GIT_PAGER=no-such-pager "$pty" 60 git mcade log 2>err
'
test_expect_success 'a title is cut where the terminal ends, and whole where nobody counts' '
	cd r && seen status --env lab && sed "s/$escape\[[0-9;]*m//g" "$TRASH/seen" | tr -d "\r" >out && test_grep "A title.*\.\.\.$" out && ! grep "^  CACHE.\{60\}" out && git mcade status --env lab >out && test_grep "in front of him" out &&
	COLUMNS=400 seen status --env lab && test_grep "in front of him" "$TRASH/seen"
'
test_expect_success 'words for a shell: steps, environments, rules; nothing where there is nothing' '
	cd r && git mcade hook words steps >out && printf "%s\n" CACHE READ LATER >want && test_cmp want out && git mcade hook words environments >out && printf "%s\n" lab prod >want && test_cmp want out && git mcade hook words rules >out && test_grep "^frozen$" out &&
	git mcade hook words nonsense >out && test_line_count 0 out && new_repo empty && cd empty && git mcade hook words steps >out 2>err && test_line_count 0 out && test_line_count 0 err
'

# tab WORD...: what bash offers for the last word
tab () {
	bash -c ". $SOURCE_DIR/doc/completions/git-mcade.bash; COMP_WORDS=(git-mcade $*); COMP_CWORD=\$((\${#COMP_WORDS[@]} - 1)); _git_mcade; printf '%s ' \"\${COMPREPLY[@]}\""
}
test_expect_success 'bash completes ids of steps, environments and rules' '
	cd r && test "$(tab run CA)" = "CACHE " && test "$(tab status --env p)" = "prod " && test "$(tab log --step RE)" = "READ " && test "$(tab explain froz)" = "frozen " && tab sta | grep "status " && tab log --si | grep -e "--since"
'
test_expect_success 'and what is named beside steps, also behind the colon at which bash parts words' '
	cd r && printf "%s\n" "gates: [{id: go, checks: [{id: up, run: \"true\"}]}]" "rollbacks: [{id: back, run: \"true\"}]" "drills: [{id: fire, run: \"true\"}]" >>runbook.yaml && git commit -q -a -m procedures && git mcade adopt >/dev/null 2>&1 &&
	git mcade hook words gates,rollbacks,drills >out && printf "%s\n" gate:go rollback:back drill:fire >want && test_cmp want out && test "$(tab show ga)" = "gate:go " && test "$(tab show dr)" = "drill:fire " && test "$(tab abandon ro)" = "rollback:back " &&
	bash -c ". $SOURCE_DIR/doc/completions/git-mcade.bash; COMP_LINE=\"git-mcade show gate:g\" COMP_POINT=21 COMP_WORDS=(git-mcade show gate : g) COMP_CWORD=4; _git_mcade; printf %s \"\${COMPREPLY[@]}\"" >out && test "$(cat out)" = go
'
test_done
