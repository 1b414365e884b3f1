#!/bin/sh
test_description='odd commits and repositories at the doors: modes of old, twins, many merge bases, no work tree, no commit, no ledger'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
be_person owner
ice=ansible/playbooks/PLAT_05_nginx.yml none=$(printf %040d 0) LEDGER=refs/heads/mcade/ledger

# of_old COMMIT: its tree, with the playbooks as files of a mode that git had once.
of_old () {
	books=$(git ls-tree "$1:ansible/playbooks" | sed 's/^100644/100664/' | git mktree) && ansible=$(printf '040000 tree %s\tplaybooks\n' "$books" | git mktree) &&
	git ls-tree "$1:" | sed "s/^\(040000 tree \)[0-9a-f]*\(.ansible\)$/\1$ansible\2/" | git mktree
}
# commit_of TREE PARENT...: whatever git would say to it.
commit_of () {
	{
		printf 'tree %s\n' "$(git rev-parse "$1")" && shift && for parent_; do printf 'parent %s\n' "$parent_"; done &&
		printf 'author Ada <a@example.com> %s +0000\ncommitter Ada <a@example.com> %s +0000\n\nodd\n' "$MCADE_CLOCK" "$MCADE_CLOCK"
	} | git hash-object -t commit -w --stdin
}
# judged STATUS RULE COMMIT: main..COMMIT.
judged () {
	expect_status "$1" git mcade check --range "main..$3" --json >"$TRASH/json" && { [ -z "$2" ] || test_grep "\"rule\":\"$2\",\"severity\":\"error\"" "$TRASH/json"; } || { cat "$TRASH/json" >&4; return 1; }
}
test_expect_success 'setup' '
	shared_repo r && cd r && rm -f .git/hooks/* && git fetch -q && git checkout -q -b bad && put $ice "- y" && git commit -q -a -m bad && git checkout -q main
'
test_expect_success 'a file of a mode that git had once is that file, and its bytes are judged' '
	cd r && main=$(git rev-parse main) && judged 0 "" "$(commit_of "$(of_old main)" $main)" && judged 1 frozen "$(commit_of "$(of_old bad)" $main)"
'
test_expect_success 'a merge of one commit with itself is a commit on it' '
	cd r && main=$(git rev-parse main) && judged 0 "" "$(commit_of main: $main $main)" && judged 1 frozen "$(commit_of bad: $main $main)"
'
test_expect_success 'of a merge with more merge bases than are compared nobody can tell' '
	cd r && main=$(git rev-parse main) && tree=$(git rev-parse main:) && all= && for i in $(seq 65); do all="$all $(git commit-tree -p $main -m "$i" $tree)"; done &&
	sides= && for side in 1 2; do
		at=$main && for from in 1 31 61; do
			at=$(git commit-tree -p $at $(echo $all | cut -d" " -f$from-$((from + 29)) | sed "s/[0-9a-f]*/-p &/g") -m $side $tree) || return 1
		done && sides="$sides -p $at"
	done && expect_status 128 git mcade check --range "main..$(git commit-tree $sides -m merge $tree)" 2>../err && test_grep "merge bases" ../err
'
test_expect_success 'in a bare repository the same is refused, and on a branch of no commit told, which no rule governs' '
	id=$(git -C r config mcade.ledgerId) && cd r.git && git fetch -q ../r bad:bad && refused git mcade check --range main..bad --expect-genesis $id >../out && test_grep "refused .frozen. $ice" ../out &&
	cd ../r && git checkout -q --orphan empty && git mcade check --range main..bad >../out && test_grep "warning .frozen. $ice" ../out && git checkout -q -f main
'
test_expect_success 'pre-push: a ledger that is not verified here goes nowhere' '
	git init -q new && cd new && commit_file a one && refused git mcade hook pre-push origin ../r.git 2>../err <<-EOT && test_grep "refused .ledger-integrity. $LEDGER" ../err
	HEAD $(git rev-parse HEAD) $LEDGER $none
	EOT
'
# received STATUS RULE LINE...: what the server says to it.
received () {
	right_=$1 rule_=$2 && shift 2 && printf '%s\n' "$@" >"$TRASH/lines" && ( cd "$TRASH/$server" && expect_status "$right_" git mcade hook pre-receive <"$TRASH/lines" >"$TRASH/out" 2>"$TRASH/err" ) &&
		{ [ -z "$rule_" ] || test_grep "refused .$rule_. ${1##* }" "$TRASH/err"; } || { cat "$TRASH/err" >&4; return 1; }
}
test_expect_success 'pre-receive: what is no commit stands on no governed branch, and on none of evidence' '
	server=r.git && git -C r.git config mcade.ledgerId "$(git -C r config mcade.ledgerId)" && cd r.git && main=$(git rev-parse main) && git tag -a -m t t main && year=refs/heads/mcade/evidence/2026 &&
	received 1 drift "$main $(git rev-parse main:) refs/heads/main" && received 1 drift "$main $(git rev-parse t) refs/heads/main" && received 1 evidence "$none $(git rev-parse main:) $year" &&
	received 1 evidence "$none $(git rev-parse t) $year" && received 1 evidence "$none $main $year" && received 0 "" "$none $main refs/heads/x" "$none $(git rev-parse main:) refs/tags/tree"
'
test_expect_success 'pre-receive: under a ledger that has adopted nothing the default is governed, and the ledger is' '
	server=u.git && new_repo u && bare_remote u.git u && cd u && commit_file a one && git mcade init >../out 2>&1 && rm -f .git/hooks/* && git push -q origin main && git mcade sync >../out 2>&1 && git -C ../u.git config mcade.ledgerId "$(git config mcade.ledgerId)" &&
	main=$(git rev-parse main) && on=$(git commit-tree -p main -m on main:) && beside=$(git commit-tree -m beside main:) && git push -q --no-verify origin $on:refs/unseen/on $beside:refs/unseen/beside &&
	received 0 "" "$main $on refs/heads/main" && received 1 drift "$main $beside refs/heads/main" && received 1 no-delete "$main $none refs/heads/main" && received 0 "" "$none $beside refs/heads/x" && received 1 ledger-integrity "$(git rev-parse $LEDGER) $main $LEDGER" && received 1 ledger-integrity "$(git rev-parse $LEDGER) $none $LEDGER"
'
test_done
