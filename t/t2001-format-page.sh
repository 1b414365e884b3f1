#!/bin/sh
test_description='the format page: its example is a ledger that verifies, and only as it stands'
test_story=yes
. "${0%/*}/lib.sh"

PAGE=$SOURCE_DIR/doc/git-mcade-ledger.5
GENESIS=64206a82dc4ac434175bf3618a5467ece4f0fbe1
FREEZE=5d46caccd45a36674ac6aa58b5a8502db0c51ba3
LEDGER_ID=09d2b705ca6f79e18660fe34dcf3340aab827f42d28841c1ce92576a6337fc6e

# example: the literal blocks of the page's EXAMPLE, byte for byte, as files 1 to 5: the genesis,
# its _adopted.yaml, its trust.yaml, the second event, its _paths.yaml.
example () {
	perl -e '
	local $/;
	open(my $in, "<", $ARGV[0]) or die "$ARGV[0]: $!\n";
	my $page = <$in>;
	my ($text) = $page =~ /^\.Sh EXAMPLES\n(.*?)^\.Sh /ms or die "no EXAMPLES\n";
	my $n = 0;
	while ($text =~ /^\.Bd -literal\n(.*?)^\.Ed\n/msg) {
		open(my $out, ">", ++$n);
		print $out $1;
	}
	die "$n blocks\n" if $n != 5;
	' "$PAGE"
}

blob () {
	git hash-object -w "$1"
}

# write_example: the objects, with plumbing of stock git alone; the branch stands at the second event.
write_example () {
	adopted=$(blob 2) trust=$(blob 3) paths=$(blob 5) &&
	state=$(printf '100644 blob %s\t_adopted.yaml\n' "$adopted" | git mktree) &&
	printf '040000 tree %s\tstate\n100644 blob %s\ttrust.yaml\n' "$state" "$trust" | git mktree >tree.1 &&
	state=$(printf '100644 blob %s\t_adopted.yaml\n100644 blob %s\t_paths.yaml\n' "$adopted" "$paths" | git mktree) &&
	printf '040000 tree %s\tstate\n100644 blob %s\ttrust.yaml\n' "$state" "$trust" | git mktree >tree.2 &&
	git hash-object -t commit -w 1 >commit.1 && git hash-object -t commit -w 4 >commit.2 &&
	git update-ref refs/heads/mcade/ledger "$(cat commit.2)"
}

# A folder NAME with the blocks in it, in a repository of its own.
new_example () {
	new_repo "$1" && cd "$1" && example
}

test_expect_success 'the example is a ledger: audit passes, by the id that the page names' '
	new_example good && write_example &&
	[ "$GENESIS" = "$(cat commit.1)" ] && [ "$FREEZE" = "$(cat commit.2)" ] &&
	[ "$LEDGER_ID" = "$(sha256sum <1 | cut -d" " -f1)" ] &&
	git mcade audit --cold --expect-genesis "$LEDGER_ID" >out && test_grep "^pass: 2 events" out
'
test_expect_success 'stock git verifies its signatures with the key of its trust.yaml' '
	cd good && sed -n "s/^    - \"\(ssh-ed25519 .*\)\"$/owner@example.com \1/p" 3 >../allowed &&
	git config gpg.ssh.allowedSignersFile "$TRASH/allowed" &&
	git verify-commit "$GENESIS" 2>out && git verify-commit "$FREEZE" 2>>out &&
	test_line_count 2 out && test_grep "Good .git. signature for owner@example.com" out
'
test_expect_success 'hook apply makes its tree and its message of it' '
	cd good && sed "1,/^$/d" 4 >message &&
	git mcade hook apply "$GENESIS" "$GENESIS" <message >out &&
	sed -n 1p out >first && test_cmp tree.2 first && sed 1d out >rest && test_cmp message rest
'
test_expect_success 'one word of either event changed, and it is not a ledger' '
	new_example bad1 && sed -i "s/owner@example/other@example/" 1 && write_example &&
	git update-ref refs/heads/mcade/ledger "$(cat commit.1)" && untrusted git mcade audit --cold >out 2>&1 &&
	test_grep "event 0: the signature is bad" out && cd .. &&
	new_example bad4 && sed -i "s/nothing before/little before/" 4 && write_example &&
	untrusted git mcade audit --cold >out 2>&1 && test_grep "event 1: the signature is bad" out
'
test_expect_success 'one word of any file changed, and it is not the file that the event binds' '
	for edit in "2 s/set: 1/set: 2/" "3 s/Ada/Eva/" "5 s/nothing before/little before/"; do
		( new_example "bad${edit%% *}" && sed -i "${edit#* }" "${edit%% *}" && write_example &&
			broken git mcade audit --cold >out 2>&1 && test_grep "is missing" out ) || { echo "$edit"; return 1; }
	done
'
test_done
