#!/bin/sh
test_description='what a governed branch owes: by the day of the acts, in status, next, audit, pre-push'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
. "$SOURCE_DIR/t/lib-push.sh"
be_person owner

# days COMMAND...: of its JSON, a line for each day: day, acts, files.
days () {
	"$@" --json >"$TRASH/days.json" && perl -MJSON::PP -e 'local $/; my $j = decode_json(<>); printf "%s %d %d\n", $_->{day} // "-", $_->{acts}, scalar @{$_->{files}} for @{$j->{owed}}' "$TRASH/days.json"
}
# owed: the findings of an audit, by ref: sequence and path.
owed () {
	git mcade audit --json >"$TRASH/audit.json" && perl -MJSON::PP -e 'local $/; my $j = decode_json(<>); printf "%d %s\n", $_->{sequence} // 0, $_->{path} // "several" for grep { $_->{rule} eq "owed" } @{$j->{findings}}' "$TRASH/audit.json"
}

test_expect_success 'setup: a day of three acts in six files beside the log, another of one; main has none of it' '
	small_repo r && bare_remote ../r.git . && git push -q --no-verify -u origin main mcade/ledger && git mcade sync && git checkout -q -b topic && tick && git mcade run CACHE --env lab && git mcade pin cache.image=docker.io/redis:7@$DIGEST --env lab && git mcade complete CACHE --env lab -m done && git mcade checkpoint CACHE --env lab -m sealed &&
	tick 86400 && echo up >cache.state && git mcade run READ --env lab && git mcade complete READ --env lab -m read && git mcade sync
'
test_expect_success 'status counts acts by day, not files: what ran and is in no file is not owed' '
	cd r && days git mcade status >got && printf "2026-01-28 3 7\n2026-01-29 1 1\n" >want && test_cmp want got && test_grep "\"day\":\"2026-01-28\",\"acts\":3,\"first\":4,\"last\":6" "$TRASH/days.json" && days git mcade status --env prod >got && test_cmp want got &&
	git mcade status >out && test_grep "^owed: refs/heads/main .*3 acts of 2026-01-28.*docs/deployments/2026-01-28.md (1 entry)" out && test "$(grep -c "^owed: " out)" -eq 2 && test_grep "^  next: git mcade render --commit --branch mcade/records" out && days git mcade status --at 6 >got && test_line_count 0 got && rm got want out
'
test_expect_success 'next says it in a line, and in its JSON' '
	cd r && git mcade next --env lab >out 2>err && test_grep "4 acts since 2026-01-28" err && test_grep "^  next: git mcade render --commit --branch mcade/records" err && days git mcade next --env lab >got && printf "2026-01-28 3 7\n2026-01-29 1 1\n" >want && test_cmp want got && rm out err got want
'
test_expect_success 'an audit has a finding for each day' '
	cd r && owed >got && printf "4 several\n9 docs/deployments/2026-01-29.md\n" >want && test_cmp want got && rm got want
'
test_expect_success 'a push of another branch says it too, where it publishes' '
	cd r && commit_file mine.txt mine && git push -q origin topic 2>err && test_grep ! "does not have" err && sed -i "s|redis:latest|docker.io/redis:8@$DIGEST|" releases/lab.yaml && tick && git mcade pin --from-worktree --env lab -m bump && git commit -q -a -m bump && git push -q origin topic 2>err &&
	test_grep "publishing 1 event" err && test_grep "4 acts since 2026-01-28" err && test_grep "^  next: git mcade render --commit --branch mcade/records" err && test_grep ! "record is safe" err && rm err
'
test_expect_success 'that line, pushed and merged, is all of it' '
	cd r && sh -c "$(git mcade status | sed -n "s/^  next: \(git mcade render.*\)/\1/p")" && git checkout -q main && git merge -q --squash mcade/records >/dev/null && git commit -q -m "records (#1)" && git push -q --no-verify origin main && days git mcade status >got && test_line_count 0 got && owed >got && test_line_count 0 got && git mcade next --env lab 2>err >out && test_grep ! "recorded" err && rm got err out
'
test_expect_success 'on the governed branch the command commits there' '
	cd r && tick && git mcade reopen CACHE --env lab -m again && git mcade run CACHE --env lab && git mcade complete CACHE --env lab -m again && days git mcade status >got && printf "2026-01-29 1 1\n" >want && test_cmp want got && way=$(git mcade status | sed -n "s/^  next: \(git mcade render.*\)/\1/p") && test "$way" = "git mcade render --commit" && $way && git push -q origin main 2>err && test_grep "the record is safe" err && test_grep ! "does not have" err && rm err && days git mcade status >got && test_line_count 0 got && rm got want
'
test_expect_success 'what is committed there and was not pushed is to be pushed, not to be committed again' '
	cd r && tick && git mcade reopen CACHE --env lab -m again && git mcade run CACHE --env lab && git mcade complete CACHE --env lab -m again && git mcade sync && git mcade render --commit && days git mcade status >got && test -s got &&
	way=$(git mcade status | sed -n "s/^  next: //p") && test "$way" = "git push origin main" && $way && days git mcade status >got && test_line_count 0 got
'
test_expect_success 'of the log this month and the last; an audit tells all' '
	cd r && git checkout -q -B topic && for days in 0 31 40; do
		tick $((days * 86400)) && git mcade reopen CACHE --env lab -m again && git mcade run CACHE --env lab && git mcade complete CACHE --env lab -m again || return 1
	done && git mcade sync && days git mcade status >got && printf "2026-03-01 1 1\n2026-04-10 1 1\n" >want && test_cmp want got && owed >got && test_line_count 3 got && rm got want
'

test_done
