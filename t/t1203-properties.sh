#!/bin/sh
test_description='documents and histories that are drawn: what must hold of each'
#
# t/helper/histories.pl draws them. PROPERTIES_SEED=N begins elsewhere, PROPERTIES=N draws so many; a
# failure names the seed.
. "${0%/*}/lib.sh"
FIRST=${PROPERTIES_SEED:-1}
COUNT=${PROPERTIES:-16}

# drawn SEED DOCUMENT: the repository in r, its marks in ../marks
drawn () {
	rm -rf r && git init -q -b main r && cd r &&
	perl "$SOURCE_DIR/t/helper/histories.pl" "$1" "$2" 2>../marks | git fast-import --quiet --done && git reset -q --hard main
}
# told [REF]: "rule severity commit path line message" of each finding on standard input; REF: those of history
told () {
	perl -MJSON::PP -e '
		local $/; my ($of, $j) = ($ARGV[0] // "", decode_json(<STDIN>)); binmode STDOUT, ":utf8";
		print map { join(" ", map { $_ // "-" } @{$_}{qw(rule severity commit path line message)}) . "\n" }
			grep { $of ne "ref" || $_->{ref} } @{$j->{findings}}' "$@" | LC_ALL=C sort
}
# of_now: "rule severity path line" of what is said of HEAD; fixes: "rule<TAB>commit<TAB>path<TAB>command" of what
# can be typed
of_now () {
	perl -MJSON::PP -e '
		local $/; my $j = decode_json(<STDIN>);
		print map { join(" ", map { $_ // "-" } @{$_}{qw(rule severity path line)}) . "\n" } grep { !$_->{ref} } @{$j->{findings}}' | LC_ALL=C sort
}
fixes () {
	perl -MJSON::PP -e '
		local $/; my $j = decode_json(<STDIN>);
		print map { join("\t", @{$_}{qw(rule commit path fix)}) . "\n" } grep { ($_->{fix} // "") =~ /^git (?!mcade init)/ } @{$j->{findings}}'
}
# counted: claims, and findings about marks that nobody knows
counted () {
	perl -MJSON::PP -e '
		local $/; my $j = decode_json(<STDIN>);
		print "marks ", @{$j->{claims}} + grep({ $_->{rule} eq "document" && $_->{message} =~ /stands where a mark does/ } @{$j->{findings}}), "\n"'
}
# linted FILE: what lint finds, whatever it is
linted () {
	git mcade lint --json --all >"$1" || [ $? = 1 ]
}
# each FUNCTION: for each seed, in the repository that is drawn
each () {
	for seed in $(seq "$FIRST" $((FIRST + COUNT - 1))); do
		( drawn "$seed" docs/operations.md && "$@" ) || { echo "PROPERTIES_SEED=$seed" >&4; return 1; }
	done
}

agree () {
	linted ../lint && told ref <../lint >../a && { git mcade check --history --json >../check || [ $? = 1 ]; } &&
	told <../check >../b && cat ../a >>../all && test_cmp ../b ../a
}
# placed FILE PATH: its findings, of one name for that document, without the commits, whose ids hold the name
placed () {
	told <"$1" | sed "s,$2,DOC,g; s/ [0-9a-f]\{40\} / /" | LC_ALL=C sort
}
named_otherwise () {
	linted ../lint && placed ../lint docs/operations.md >../a && cd .. && drawn "$seed" ops/2026/cut-over.md &&
	linted ../lint && placed ../lint ops/2026/cut-over.md >../b && test_cmp ../a ../b
}
moved () {
	linted ../lint && of_now <../lint | sed 's,docs/operations.md,ops/cut-over.md,' | LC_ALL=C sort >../a &&
	mkdir -p ops && git mv docs/operations.md ops/cut-over.md && git commit -q -m moved &&
	linted ../lint && of_now <../lint >../b && test_cmp ../a ../b
}
accounted () {
	{ git mcade import --json docs/operations.md >../import || [ $? = 1 ]; } && counted <../import >../told && test_cmp ../marks ../told
}
fixed () {
	mkdir -p docs x/docs && cp docs/operations.md docs/RUNBOOK.md && cp docs/RUNBOOK.md x/docs/RUNBOOK.md && git add -A &&
	git commit -q -m copy && linted ../lint && fixes <../lint >../fixes && while IFS="$(printf '\t')" read -r rule commit path fix; do
		eval "$fix" >../out 2>&1 || { cat ../out >&4; return 1; }
		git commit -q -a -m fixed || :
		linted ../after || return 1
		! told <../after | grep "^$rule [a-z]* $commit $path " >../left || { cat ../left >&4; return 1; }
		echo "$rule" >>../done
	done <../fixes
}

test_expect_success 'lint and check --history say the same of each history' '
	: >all && each agree && cut -d" " -f1 all | sort | uniq -c >&4 && { [ "$COUNT" -lt 16 ] || [ "$(cut -d" " -f1 all | sort -u | wc -l)" -ge 6 ]; }
'
test_expect_success 'a document by another name, in another folder, has the same findings there' 'each named_otherwise'
test_expect_success 'a document that is moved keeps what is said of it now' 'each moved'
test_expect_success 'every mark is a claim, or a finding says that it is not understood' 'each accounted'
test_expect_success 'a fix that is printed as a command takes its finding away' ': >done && each fixed && sort done | uniq -c >&4 && [ -s done ]'
test_done
