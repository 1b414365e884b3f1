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
test_done
