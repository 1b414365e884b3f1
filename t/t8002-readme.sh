#!/bin/sh
test_description='README: what it shows of a command is what the command prints'
test_story=yes
. "${0%/*}/lib.sh"

# same FILE: ids, keys and folders of one run are not those of another; neither is where a line is cut.
same () {
	perl -pe 's/\b[0-9a-f]{7,64}\b/ID/g; s/SHA256:[A-Za-z0-9+\/]{43}/KEY/g; s/mcade-demo\.\w+/DEMO/g; s/[ \t]+/ /g; s/^ | $//g' "$@"
}

# shown: the lines of output in README's blocks of a terminal, up to "The model".
shown () {
	sed '/^## The model/q' "$SOURCE_DIR/README.md" |
	awk '/^```/ { on = !on; terminal = 0; next } on && /^\$ / { terminal = 1; next } on && terminal && $0 != "..." { print }'
}

# unprinted WANTED PRINTED: the lines that nothing printed; "..." at the end stands for the rest of one.
unprinted () {
	perl -e '
	my ($wanted, $printed) = map { open(my $in, "<", $_) or die; [map { chomp; $_ } <$in>] } @ARGV;
	for my $line (@$wanted) {
		my $cut = (my $want = $line) =~ s/\.\.\.$//;
		print "$line\n" if !grep { $cut ? index($_, $want) == 0 : $_ eq $want } @$printed;
	}' "$@"
}

test_expect_success 'every line of output stands in a full demo' '
	DEMO_FULL=1 sh "$SOURCE_DIR/t/demo.sh" >demo && same demo >printed && shown >lines && same lines >wanted &&
	[ "$(wc -l <wanted)" -ge 30 ] && unprinted wanted printed >odd && test_line_count 0 odd
'
test_expect_success 'one word changed, and it is noticed' '
	sed "s/check bounded: pass/check bounded: good/; s/8 contradict themselves/9 contradict themselves/" wanted >changed &&
	unprinted changed printed >odd && test_line_count 2 odd
'
# quick_start: the commands of README's quick start, as they stand there.
quick_start () {
	sed -n '/^## Five commands/,/^## /p' "$SOURCE_DIR/README.md" | awk '/^```/ { on = !on; next } on'
}
# stranger NAME: a person whom nothing but name and address is set of, and whose repository is new.
stranger () {
	mkdir -p "$TRASH/$1" && HOME=$TRASH/$1 && export HOME && unset SSH_AUTH_SOCK XDG_STATE_HOME XDG_CONFIG_HOME GIT_CONFIG_GLOBAL &&
	git config --global user.name Ada && git config --global user.email ada@example.com && git init -q "$HOME/work" &&
	cd "$HOME/work" || return 1
}
done_it () {
	git mcade status --json >../status && grep -q '"phase": *"complete"' ../status && git mcade audit >../audit &&
	test_grep "^pass" ../audit && [ -n "$(git ls-files docs/deployments)" ]
}
test_expect_success 'five commands, as they stand, in a new repository of somebody who has a key' '
	quick_start >start && test_line_count 5 start && (
		stranger ada && mkdir "$HOME/.ssh" && ssh-keygen -q -t ed25519 -N "" -f "$HOME/.ssh/id_ed25519" &&
		sh -e ../../start && done_it
	)
'
test_expect_success 'somebody who has none gets the one line that differs' '
	sed "1s/git mcade init/& --new-key/" start >start.new && (
		stranger eve && broken git mcade init 2>../err && test_grep "next: git mcade init --new-key" ../err && sh -e ../../start.new && done_it
	)
'
test_done
