#!/bin/sh
test_description='the pages of commands: what their EXAMPLES show is typed, and ends as it should'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
be_person owner

# typed: "COMMAND<tab>STATUS<tab>EXAMPLE", and "COMMAND<tab>@<tab>SHELL" for what comes before one.
typed () {
	perl -ne '
	$name = $1 if /^=== (\S+)/;
	if (/^\.\\" @ (\d+)$/) { $status = $1 }
	elsif (/^\.\\" @ (.*)/) { print "$name\t@\t$1\n" }
	elsif (/^\.Dl (git mcade .*)/) { print "$name\t", $status // "none", "\t$1\n"; undef $status }' "$SOURCE_DIR/doc/examples.in"
}

test_expect_success 'setup: a repository with a remote, and nothing adopted' '
	typed >typed && new_repo r && bare_remote origin.git r && cd r && commit_file README "a small team" && git push -q origin main
'
test_expect_success 'each example says how it ends' '
	! grep "	none	" typed >&4
'
test_expect_success 'each command has one' '
	git mcade help --json | perl -MJSON::PP -0777 -ne "
		print map { \"\$_->{name}\n\" } grep { !\$_->{reserved} } @{decode_json(\$_)->{commands}}" | sort >wanted &&
	grep -v "	@	" typed | cut -f1 | sort -u >found && test_cmp wanted found
'
tab=$(printf '\t')
at=$TRASH/r
while IFS=$tab read -r name status line; do
	if [ "$status" = @ ]; then
		cd "$at" && eval "$line" >"$TRASH/before" 2>&1 </dev/null
		at=$PWD
		continue
	fi
	test_expect_success "$name: $line" '
		cd "$at" && eval "expect_status $status $line" >&4 2>&4 </dev/null
	'
done <"$TRASH/typed"
test_done
