#!/bin/sh
test_description='how a ledger begins, how a second person comes in, who may do what'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"

be_person owner

test_expect_success 'init ends in a ledger that verifies, and says its id' '
	new_repo r && cd r && commit_file a one &&
	git mcade init >out 2>err &&
	id=$(git config mcade.ledgerId) &&
	test_grep "^ledger $id$" err && test_grep "recorded 0 init" out &&
	test "$(git cat-file commit mcade/ledger | sha256sum | cut -d" " -f1)" = "$id" &&
	git mcade audit >audit && test_grep "^pass:" audit &&
	git verify-commit mcade/ledger 2>good && test_grep "Good .git. signature" good
'

test_expect_success 'a second init refuses, and leads to join' '
	cd r && git rev-parse mcade/ledger >before &&
	refused git mcade init 2>err && test_grep "a ledger" err && test_grep "fix: *git mcade join" err &&
	git rev-parse mcade/ledger >after && test_cmp before after
'

test_expect_success 'init asks every remote; one that has a ledger leads to join' '
	bare_remote hub.git r && cd r && git push -q origin main && git mcade sync &&
	cd .. && git clone -q hub.git second && cd second &&
	refused git mcade init 2>err && test_grep "remote .origin. has a branch .mcade/ledger." err &&
	test_grep "git mcade join" err
'

test_expect_success 'a remote that does not answer is not a yes: exit status 2, unless --offline' '
	new_repo lonely && cd lonely && commit_file a one && git remote add origin "$PWD/../nowhere.git" &&
	waiting git mcade init 2>err && test_grep "cannot ask remote .origin." err &&
	test_grep "next: git mcade init --offline" err &&
	git mcade init --offline >out 2>err
'

test_expect_success 'a branch that stands where the ledger goes is refused by name' '
	new_repo squat && cd squat && commit_file a one && git branch mcade &&
	broken git mcade init 2>err && test_grep "branch .mcade. has the place of the ledger" err &&
	git branch -m mcade other && git mcade init >out 2>err
'

test_expect_success 'without a key init says what was tried and makes one on demand' '
	new_repo keyless && cd keyless && commit_file a one &&
	mkdir -p ../empty && (
		HOME=$PWD/../empty && export HOME && unset SSH_AUTH_SOCK &&
		git config user.name Ada && git config user.email ada@example.com &&
		git config --unset-all user.signingkey || : &&
		broken git mcade init 2>err && test_grep "next: git mcade init --new-key" err &&
		git mcade init --new-key >out 2>err && test -f "$HOME/.ssh/id_ed25519_mcade" &&
		test "$(stat -c %a "$HOME/.ssh/id_ed25519_mcade")" = 600 &&
		git verify-commit mcade/ledger 2>good && test_grep Good good
	)
'

# typed: what stands behind next: in err, the passphrase given.
typed () {
	printf "#!/bin/sh\necho secret\n" >../askpass && chmod +x ../askpass && sed -n "s/^ *next: //p" err >way && test -s way &&
	SSH_ASKPASS=$PWD/../askpass SSH_ASKPASS_REQUIRE=force DISPLAY=none && export SSH_ASKPASS SSH_ASKPASS_REQUIRE DISPLAY && . ./way
}

test_expect_success 'a key with a passphrase: ssh-add is printed, never another key, and then init works' '
	new_repo under-lock && cd under-lock && commit_file a one && cp "$ROSTER/locked" "$ROSTER/locked.pub" .. && chmod 600 ../locked && (
		git config user.signingkey "$PWD/../locked" &&
		broken git mcade init 2>err && ! grep -e new-key -e keygen err && typed && kill_agent="kill $SSH_AGENT_PID" &&
		git mcade init >out 2>err && git mcade audit >out && eval "$kill_agent"
	) && start_agent && new_repo ../held && cd ../held && commit_file a one && (
		git config user.signingkey "$PWD/../locked.pub" &&
		broken git mcade init 2>err && ! grep -e new-key -e keygen err && test_grep "next: ssh-add" err && typed &&
		git mcade init >out 2>err && git mcade audit >out
	) && unset SSH_AUTH_SOCK
'

test_expect_success 'nor for a key that is damaged or of another kind' '
	new_repo odd && cd odd && commit_file a one && head -c 200 "$ROSTER/owner" >../half && chmod 600 ../half &&
	for key in ../half "$ROSTER/rsa"; do
		broken git -c user.signingkey="$key" mcade init 2>err && ! grep -e "next: " -e new-key err || return 1
	done
'

test_expect_success 'a fresh clone is inconclusive until somebody confirms the genesis' '
	cd second && (
		be_person operator &&
		waiting git mcade audit >out 2>err && test_grep "^inconclusive:" out && test_grep "genesis unconfirmed" err &&
		untrusted git mcade audit --expect-genesis 0000000000000000000000000000000000000000000000000000000000000000 >out 2>err &&
		test_grep "another trust root" err &&
		untrusted git mcade join --expect-genesis 0000000000000000000000000000000000000000000000000000000000000000 2>err &&
		git mcade join --expect-genesis "$(cat ../r/.git/config | sed -n "s/.*ledgerId = //p")" >out 2>err &&
		test_grep "^joined ledger" out && test_grep "git mcade trust add" err &&
		git mcade audit >out && test_grep "^pass:" out
	)
'

test_expect_success 'the printed line lets the newcomer in; before it, every act is refused with whom to ask' '
	cd second && (
		be_person operator &&
		refused git mcade freeze docs --path "docs/**" -m hold 2>err &&
		test_grep "refused \[permission\]" err && test_grep "ask owner .* to do it" err &&
		git mcade join 2>&1 >/dev/null | sed -n "s/^ *git mcade trust add/git mcade trust add/p" >../line && test -s ../line
	) && cd ../r && sh ../line && git mcade sync &&
	cd ../second && (
		be_person operator && git mcade sync && git mcade trust list >list && test_grep "roles: operator" list &&
		refused git mcade freeze docs --path "docs/**" -m hold 2>err && test_grep "ask owner" err
	)
'

test_expect_success 'a key belongs to one person; an unknown role and a weak key are refused by name' '
	cd r &&
	refused git mcade trust add twin --key "$(key_of owner)" --role operator --email twin@example.com 2>err &&
	test_grep "belongs to" err &&
	refused git mcade trust add boss --key "$(key_of reviewer)" --role emperor --email b@example.com 2>err &&
	test_grep "refused .*role .emperor. .*is not defined" err && test_grep "hint: *there are: ci, operator, owner, reviewer, root;" err && test_grep ! "lost race" err &&
	refused git mcade trust add old --key "$(key_of rsa)" --role operator --email o@example.com 2>err &&
	test_grep "RSA" err
'

test_expect_success 'the allowed-signers file follows the trust in force' '
	cd r && file=$(git mcade trust export) && test_line_count 2 "$file" &&
	test "$(git config gpg.ssh.allowedSignersFile)" = "$file" && test_grep "namespaces=\"git\"" "$file"
'

test_expect_success 'a repository that had a ledger and lost the branch is untrusted, never new' '
	cd second && (
		be_person operator && git update-ref refs/heads/keep mcade/ledger && git update-ref -d refs/heads/mcade/ledger &&
		untrusted git mcade trust list 2>err && test_grep "is gone; this repository had ledger" err &&
		git mcade sync && git mcade trust list >list
	)
'

test_done
