#!/bin/sh
test_description='how a run ended is never lost: kept before anything is tried, recorded by the next act, by nobody else'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-team.sh"

LEDGER=refs/heads/mcade/ledger
make_team || { echo "Bail out! no team"; exit 1; }
said () {
	git -C b show -s --format=%B "$1" | sed -n "s/^Mcade-$2: //p"
}
phase () {
	as_operator git mcade status --env prod --json | grep -o "\"id\":\"$1\",\"phase\":\"[a-z]*\"" | cut -d\" -f8
}
# where: what is kept outside the repository.
where () {
	as_person operator sh -c 'find "$HOME/.local/state/git-mcade" -path "*/pending/*" -type f' | sort
}

start_agent
as_person operator sh -c "mv \"\$HOME\"/.ssh/id_operator '$TRASH/key' 2>/dev/null || mv \"\$HOME\"/.ssh/id_ed25519 '$TRASH/key'" && ssh-add -q "$TRASH/key" || { echo "Bail out! no agent"; exit 1; }

# --- a step that takes the key away --------------------------------------------------------------------
# $DURING is executed by the step.
test_expect_success 'setup: a step that does what is asked for' '
	( cd a && sed -i "s/^- id: A/- {id: F, run: [sh, \"\${{ vars.during }}\"], inputs: [c.yml], changes_state: false, pins: [], verify: [{id: ok, run: \"true\"}]}\n&/; s/^vars: {/&during: $(printf %s "$TRASH/during" | sed "s/\//\\\\\\//g"), /" runbook.yaml &&
		git commit -q -a -m F && git push -q origin main && git mcade sync && git mcade adopt && git mcade sync ) && as_operator git pull -q && as_operator git mcade sync && tick && : >during &&
	as_operator git mcade run F --env prod --no-fetch >run.log 2>&1 && test "$(phase F)" = verified && test -z "$(where)" && tick
'
during () {
	printf '%s\n' "$@" >during
}
key_goes () {
	key_is_back && during "echo ran >>$TRASH/ran; echo what-it-printed; SSH_AUTH_SOCK=$SSH_AUTH_SOCK ssh-add -qD"
}
key_is_back () {
	ssh-add -q "$TRASH/key"
}
test_expect_success 'the key goes while it runs: kept, said, and told by status' '
	rm -f ran && key_goes && as_operator broken git mcade run F --env prod --no-fetch >run.log 2>run.err && key_is_back && test_line_count 1 ran &&
	test_grep "kept in .*, and recorded by the next act or .git mcade sync." run.err && where >kept && test_line_count 1 kept && test "$(stat -c %a "$(cat kept)")" = 600 &&
	as_operator git mcade status --env prod >out && test_grep "not recorded yet: F in prod ended .* (ok)" out && as_operator git mcade status --json >out &&
	test_grep "\"pending\":\[{\"step\":\"F\",\"environment\":\"prod\",.*\"result\":\"ok\",.*\"resume\":false}\]" out && test "$(phase F)" = running
'
test_expect_success 'commits and reading commands are none of its business' '
	was=$(git -C b rev-parse $LEDGER) && ( cd b && be_person operator && git mcade hooks install && commit_file x.txt x && git mcade next && git mcade show F && git mcade audit ) >out 2>&1 &&
	test "$(git -C b rev-parse $LEDGER)" = "$was" && test "$(where)" = "$(cat kept)"
'
test_expect_success 'the next act records it first, as it occurred, with its evidence; nothing is run again' '
	tick && as_operator git mcade complete F --env prod --no-fetch 2>err && test_grep "recorded .* finish F in prod, which was kept" err && test_line_count 1 ran && test -z "$(where)" &&
	test "$(said $LEDGER~1 Event)" = finish && test -n "$(said $LEDGER~1 Occurred)" && test -n "$(said $LEDGER~1 Evidence)" && test "$(phase F)" = complete &&
	body=$(said $LEDGER~1 Evidence | sed -n "s/^sha256:\(..\)\([0-9a-f]*\) .* run$/\1\/\2/p") && as_operator git grep -q what-it-printed refs/heads/mcade/evidence/2026 &&
	as_operator git mcade sync && as_operator git mcade audit --cold
'
test_expect_success 'sync records and publishes it; contested where another abandoned the run' '
	( cd a && git mcade sync && git mcade reopen F --env prod -m again && git mcade sync ) && as_operator git mcade sync && tick && as_operator git mcade sync &&
	key_goes && as_operator broken git mcade run F --env prod --no-fetch >run.log 2>run.err && key_is_back && tick 3600 &&
	as_operator git push -q origin mcade/ledger && ( cd a && git mcade sync && git mcade abandon F --env prod -m "it died" && git mcade sync ) && tick &&
	as_operator git mcade sync && test "$(said $LEDGER Event)" = finish && test "$(said $LEDGER Contested)" = order && test -z "$(where)" &&
	test "$(git -C b rev-parse $LEDGER)" = "$(git -C remote.git rev-parse $LEDGER)" && ( cd a && git mcade sync && git mcade audit --cold )
'
test_expect_success 'a key that is still away: another act fails by itself, and nothing is lost' '
	key_goes && as_operator broken git mcade run F --env prod --no-fetch >run.log 2>run.err && where >kept && test_line_count 1 kept &&
	as_operator broken git mcade block C --env prod --no-fetch -m x && { as_operator git mcade sync || :; } && test "$(where)" = "$(cat kept)" && key_is_back
'

# --- whose it is -----------------------------------------------------------------------------------------
# untaken WHY: sync leaves it alone and says why.
untaken () {
	was=$(git -C b rev-parse $LEDGER) && { as_operator git mcade sync >out 2>err || :; } && test_grep "$1" err && test "$(git -C b rev-parse $LEDGER)" = "$was" &&
	test -f "$(cat kept)" && as_operator git mcade status --json >out
}
test_expect_success 'a file that others can write or read is not signed' '
	chmod 644 "$(cat kept)" && untaken "can be written or read by others" && chmod 600 "$(cat kept)"
'
test_expect_success 'nor one with other bytes: a result, a body, the name of another run, a file that is cut off' '
	cp "$(cat kept)" good && sed "s/what-it-printed/what-I-wanted--/" good >"$(cat kept)" && untaken "is not the end of a run as it was kept" &&
	head -c 300 good >"$(cat kept)" && untaken "is not the end of a run as it was kept" && : >"$(cat kept)" && untaken "is not the end of a run as it was kept" &&
	rm "$(cat kept)" && ln -s "$TRASH/good" "$(cat kept)" && untaken "" && rm "$(cat kept)" && cp good "$(cat kept)" && chmod 600 "$(cat kept)" &&
	other=$(dirname "$(cat kept)")/00000000000000000000000000000000 && cp -p good "$other" && as_operator git mcade status --json >out && test_grep "\"run\":\"00000000000000000000000000000000\"" out && rm "$other"
'
test_expect_success 'nor what the ledger does not know' '
	start=$(basename "$(cat kept)") && folder=$(dirname "$(cat kept)") && none=${start%????}0000 && mv "$(cat kept)" moved &&
	sed "s/$start/$none/" good >"$folder/$none" && chmod 600 "$folder/$none" && { as_operator git mcade sync >out 2>err || :; } &&
	test_grep "its start is not in the ledger" err && rm "$folder/$none" && mv moved "$(cat kept)"
'
test_expect_success 'nor what another person started' '
	hers=$HOME/.local/state/git-mcade/$(basename "$(dirname "$folder")")/pending && mkdir -p "$hers" && cp good "$hers/$start" && chmod 600 "$hers/$start" &&
	as_operator git push -q origin mcade/ledger && ( cd a && git mcade sync 2>../err && test "$(git log -1 --format=%s $LEDGER)" = "start F in prod" ) &&
	test_grep "another person started it" err && rm -r "$hers"
'
test_expect_success 'and by who began it, it is' '
	as_operator git mcade sync && test "$(said $LEDGER Event)" = finish && test -z "$(where)"
'

test_expect_success 'another clone of the same person: nothing, until it has the start; then any of them records it' '
	key_goes && as_operator broken git mcade run F --env prod --no-fetch >run.log 2>run.err && key_is_back && where >kept && test_line_count 1 kept &&
	as_person operator git clone -q remote.git d && ( cd d && be_person operator && git mcade join --no-hooks && git mcade sync 2>../err && git mcade status --json >../out ) && test_grep ! "not recorded" err && test_grep "\"pending\":\[\]" out &&
	as_operator git push -q origin mcade/ledger && ( cd d && be_person operator && git mcade sync && test "$(git log -1 --format=%s $LEDGER)" = "finish F in prod" ) && test -z "$(where)" && as_operator git mcade sync
'

test_expect_success 'recorded by the sync that settles a race: what that has dropped is told all the same' '
	as_operator git mcade block D --env prod --until later -m mine --no-fetch && key_goes && as_operator broken git mcade run F --env prod --no-fetch >run.log 2>run.err && key_is_back &&
	( cd a && git mcade sync && git mcade block D --env prod --until later -m hers && git mcade sync ) && tick && as_operator refused git mcade sync >out 2>err &&
	test_grep "^git mcade block D" out && test_grep "finish F in prod, which was kept" err && test -z "$(where)" && test "$(git -C b rev-parse $LEDGER)" = "$(git -C remote.git rev-parse $LEDGER)"
'

# --- nowhere to keep it but in the repository --------------------------------------------------------------
test_expect_success 'where the state cannot be written it is kept in the repository, and shown before it is signed' '
	rm -rf "$folder" && : >"$folder" && key_goes && as_operator broken git mcade run F --env prod --no-fetch >run.log 2>run.err && key_is_back && rm "$folder" && test_grep "recorded by .git mcade run --resume." run.err &&
	ls b/.git/mcade/pending >kept && test_line_count 1 kept && tick && as_operator git mcade block C --env prod --until later -m x && as_operator git mcade sync && ls b/.git/mcade/pending >still && test_cmp kept still &&
	as_operator git mcade status --json >out && test_grep "\"resume\":true" out && as_operator git mcade run --resume >out 2>err && test_grep "F in prod ended at .*: ok" err && test_grep "evidence run" err &&
	test "$(said $LEDGER Event)" = finish && ! ls b/.git/mcade/pending/* && as_operator usage git mcade run --resume
'
# hostile FIELDS: a file in the repository with these fields, as anybody could put it there.
hostile () {
	run=abcdef0123456789abcdef0123456789 && mkdir -p b/.git/mcade/pending && printf "seen: sha256:%064d\noccurred: \"2026-01-28T10:00:00Z\"\nfields:\n  Id:\n  - e%031d\n  Run:\n  - $run\n$1" 0 0 >kept.head &&
	{ printf "mcade pending 1 %d\n" "$(wc -c <kept.head)" && cat kept.head; } >b/.git/mcade/pending/$run && chmod 600 b/.git/mcade/pending/$run
}
test_expect_success 'what stands in a file of the repository reaches no terminal unless an event may hold it' '
	for fields in "" "  Step:\n  - F\n  Environment:\n  - prod\n" "  Environment:\n  - prod\n  Step:\n  - F\n  Result:\n  - \"\\\\x1b[31mok\"\n  Exit:\n  - \"0\"\n" \
		"  Environment:\n  - prod\n  Step:\n  - F\n  Result:\n  - ok\n  Exit:\n  - \"exit status 0\"\n  Contested:\n  - order\n"; do
		hostile "$fields" && as_operator git mcade status >out 2>err && test_grep "not recorded: .*pending/$run" out && test_grep ! "$(printf "\033")\|(null)" out &&
		{ as_operator git mcade run --resume >out 2>err || [ $? -lt 128 ]; } && test_grep "pending/$run" err && test_grep ! "$(printf "\033")\|(null)" err && rm b/.git/mcade/pending/$run || return 1
	done
'
test_expect_success 'a repository that was handed over makes nobody sign' '
	key_goes && rm -rf "$folder" && : >"$folder" && as_operator broken git mcade run F --env prod --no-fetch >run.log 2>run.err && key_is_back && rm "$folder" && as_operator git push -q origin mcade/ledger &&
	mkdir -p a/.git/mcade/pending && cp b/.git/mcade/pending/* a/.git/mcade/pending/ && chmod 600 a/.git/mcade/pending/* &&
	( cd a && git mcade sync && was=$(git rev-parse $LEDGER) && refused git mcade run --resume 2>../err && test "$(git rev-parse $LEDGER)" = "$was" ) && test_grep "another person started it" err &&
	as_operator git mcade run --resume && as_operator git mcade sync && ( cd a && git mcade sync && git mcade status --json >../out ) && test_grep "\"pending\":\[\]" out
'
test_expect_success 'two acts that find it at once: one records it, and neither keeps it aside or refuses what the other did' '
	as_operator git mcade unblock C --env prod -m x && as_operator git mcade unblock D --env prod -m x && tick && rm -f during && key_goes && as_operator broken git mcade run F --env prod --no-fetch >run.log 2>run.err && key_is_back && tick && run=$(basename "$(where)") && git -C b for-each-ref refs/mcade/aside/ >was && both_at_once && cat err.C err.D >err &&
	test_grep ! "refused\|cannot be recorded" err && test "$(git -C b log --format=%B $LEDGER | grep -c "^Mcade-Run: $run")" = 1 && test -z "$(where)" && git -C b for-each-ref refs/mcade/aside/ >now && test_cmp was now && as_operator git mcade audit --cold >out
'
test_done
