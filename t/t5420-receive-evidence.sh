#!/bin/sh
test_description='evidence branches: written by whoever the ledger knows, named by content, only growing'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-evidence.sh"

test_expect_success 'a team whose server has our hook' '
	make_team && id=$(cd a && ledger_id) && cd remote.git && git mcade hooks install --expect-genesis "$id" >/dev/null
'

test_expect_success 'what a run left is signed by the person, and taken by the server' '
	cd a && git mcade run A --env prod >out 2>err && git mcade sync >out 2>err &&
	[ "$(git rev-parse $branch)" = "$(git -C ../remote.git rev-parse $branch)" ] &&
	git log -1 --format=%an $branch | grep -q "Ada Owner (mcade)" &&
	git cat-file commit $branch | grep -q "^gpgsig -----BEGIN SSH" &&
	echo "owner@example.com $(cat "$(key_of owner)")" >../allowed &&
	git -c gpg.ssh.allowedSignersFile=../allowed verify-commit $branch
'

test_expect_success 'two writers who did not see each other: both bodies are there' '
	cd a && git mcade verify A --env prod >out 2>err && git mcade sync >out 2>err && cd ../b &&
	as_operator git fetch -q origin mcade/ledger:refs/remotes/origin/mcade/ledger &&
	git update-ref refs/heads/mcade/ledger refs/remotes/origin/mcade/ledger &&
	tick && as_operator git mcade verify A --env prod >out 2>err &&
	! git merge-base --is-ancestor "$(git -C ../remote.git rev-parse $branch)" $branch 2>/dev/null &&
	as_operator git mcade sync >out 2>err && git fetch -q &&
	[ "$(git rev-parse $branch)" = "$(git -C ../remote.git rev-parse $branch)" ] &&
	[ "$(git rev-list --parents -1 $branch | wc -w)" = 3 ] &&
	git log --format=%B mcade/ledger | sed -n "s/^Mcade-Evidence: sha256:\([0-9a-f]*\) .*/\1/p" >named &&
	test -s named && for sha in $(cat named); do
		git cat-file -e "$branch:$(echo "$sha" | cut -c1-2)/$sha" || return 1
	done
'

test_expect_success 'the history of one year is not that of another' '
	cd a && git fetch -q origin && stays "another year" "$(git -C ../remote.git rev-parse $branch)" refs/heads/mcade/evidence/2025 &&
	stays "another year" "$(git -C ../remote.git rev-parse $branch)" refs/heads/mcade/evidence/2099
'

test_expect_success 'the same by hand, with a good key, is taken' '
	cd a && git fetch -q origin && old=$(git -C ../remote.git rev-parse $branch) &&
	mine=$(body mine) && good=$(signed "$(tree_with "$old" $mine)" "$old") && push origin "$good:$branch" && old=$good &&
	side=$(signed "$(tree_with none $(body side))") &&
	good=$(signed "$(tree_with "$old" $(body side))" "$old" "$side") && push origin "$good:$branch" && old=$good &&
	last=$(MCADE_CLOCK=1767139200 && signed "$(tree_with none $(body last))") &&
	push origin "$last:refs/heads/mcade/evidence/2025" &&
	next=$(MCADE_CLOCK=1798588800 && signed "$(tree_with none $(body next))") && stays "another year" "$next" refs/heads/mcade/evidence/2027 &&
	next=$(MCADE_CLOCK=1798675200 && signed "$(tree_with none $(body next))") && push origin "$next:refs/heads/mcade/evidence/2027"
'

test_expect_success 'not signed, or by a key that is nobody, or over other bytes' '
	cd a && tree=$(tree_with "$old" $(body more)) &&
	stays "not signed" "$(unsigned "$tree" "$old" | put)" &&
	stays "no principal has" "$(unsigned "$tree" "$old" | sign_as untrusted | put)" &&
	stays "signature is bad" "$(raw "$(signed "$tree" "$old")" | sed "s/^tree .*/tree $(git rev-parse "$side^{tree}")/" | put)"
'

test_expect_success 'something that is not a body' '
	cd a && more=$(body more) && blob=${more#* } && sha=${more% *} &&
	stays "something that is not evidence" "$(signed "$(tree_with "$old" README "$blob")" "$old")" &&
	stays "another SHA-256" "$(signed "$(tree_with "$old" "$(printf %064d 1)" "$blob")" "$old")" &&
	last=$(echo "$sha" | sed "s/0\$/1/; t; s/.\$/0/") && test "$last" != "$sha" &&
	stays "another SHA-256" "$(signed "$(tree_with "$old" "$last" "$blob")" "$old")" &&
	for mode in 100755 120000; do
		tree=$({ git ls-tree "$old:$(echo "$sha" | cut -c1-2)" 2>/dev/null; printf "$mode blob $blob\t$sha\n"; } | git mktree) &&
		tree=$({ git ls-tree "$old" | grep -v "	$(echo "$sha" | cut -c1-2)\$"; printf "040000 tree $tree\t$(echo "$sha" | cut -c1-2)\n"; } | git mktree) &&
		stays "something that is not evidence" "$(signed "$tree" "$old")" || return 1
	done
'

test_expect_success 'what was there stays: in a commit, in a merge, on the branch' '
	cd a && stays "is gone" "$(signed "$(git rev-parse "$old~1^{tree}")" "$old")" &&
	other=$(signed "$(tree_with none $(body other))") &&
	stays "is gone" "$(signed "$(git rev-parse "$old^{tree}")" "$old" "$other")" &&
	unmoved ../remote.git push -f origin "$old~1:$branch" && says evidence $branch &&
	unmoved ../remote.git push -f origin "$other:$branch" && says evidence $branch &&
	unmoved ../remote.git push origin ":$branch" && says evidence $branch
'

# What a merge has and none of the two, or has otherwise than the second, nobody has judged yet.
test_expect_success 'what a merge brings itself is judged: beside the body of the other, and in its place' '
	cd a && theirs=$(body other) && false=$(body false) && ours=$(tree_with "$old" $theirs $(body ours)) &&
	stays "another SHA-256" "$(signed "$(tree_with "$old" $theirs "$(printf %064d 1)" "${false#* }")" "$old" "$other")" &&
	stays "another SHA-256" "$(signed "$(tree_with "$old" "${theirs% *}" "${false#* }")" "$old" "$other")" &&
	good=$(signed "$ours" "$old" "$other") && push origin "$good:$branch" && old=$good
'

test_expect_success 'no other history comes in behind it' '
	cd a && stays "not a commit of evidence" main refs/heads/mcade/evidence/2031 &&
	stays "not a commit of evidence" "$(signed "$(git rev-parse "$old^{tree}")" "$old" "$(git rev-parse main)")" &&
	stays "not a commit of evidence" "$(signed "$(tree_with none $(body x))" "$(git rev-parse main)")" refs/heads/mcade/evidence/2031
'

test_expect_success 'a key that the ledger in the same push takes in is known' '
	cd a && git mcade trust add rita --key "$(key_of reviewer)" --name "Rita Reviewer" --email reviewer@example.com \
		--role reviewer >out 2>err && new=$(unsigned "$(tree_with "$old" $(body hers))" "$old" | sign_as reviewer | put) &&
	stays "no principal has" "$new" && push --atomic origin "$new:$branch" mcade/ledger
'

test_expect_success 'a key that the ledger in the same push revokes was known; from then on it is not' '
	cd a && old=$new && git mcade trust revoke rita -m left >out 2>err &&
	new=$(unsigned "$(tree_with "$old" $(body last))" "$old" | sign_as reviewer | put) &&
	push --atomic origin "$new:$branch" mcade/ledger && old=$new &&
	stays "no principal has" "$(unsigned "$(tree_with "$old" $(body later))" "$old" | sign_as reviewer | put)"
'

test_done
