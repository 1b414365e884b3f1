#!/bin/sh
test_description='documents and histories that are drawn: what must hold of each'
#
# t/helper/histories.pl draws them. PROPERTIES_SEED=N begins elsewhere, PROPERTIES=N draws so many; a
# failure names the seed.
. "${0%/*}/lib.sh"
be_person owner
FIRST=${PROPERTIES_SEED:-1}
COUNT=${PROPERTIES:-16}

# drawn SEED DOCUMENT: the repository in r, its marks in ../marks
drawn () {
	rm -rf r && git init -q -b main r && cd r &&
	perl "$SOURCE_DIR/t/helper/histories.pl" "$1" "$2" 2>../marks | git fast-import --quiet --done && git reset -q --hard main
}
# told [RULED]: "rule severity commit path line message" of each finding on standard input; RULED: those of rules
# that lint asks too, without the words for what says that a file is a log
told () {
	perl -MJSON::PP -e '
		local $/; my ($of, $j) = ($ARGV[0] // "", decode_json(<STDIN>)); binmode STDOUT, ":utf8";
		my %shared = map { $_ => 1 } qw(document sealed append-only deprecation no-delete forbidden pin-conflict reference identity contradiction secret completion drift unpinned);
		print map { join(" ", map { $_ // "-" } @{$_}{qw(rule severity commit path line message)}) =~ s/ \(.*\)$/$of ? "" : $&/er . "\n" }
			grep { !$of || $shared{$_->{rule}} } @{$j->{findings}}' "$@" | LC_ALL=C sort
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
	linted ../lint && told <../lint >../a && { git mcade check --history --json >../check || [ $? = 1 ]; } &&
	told <../check >../b && cat ../a >>../all && test_cmp ../b ../a
}
# begun: with a ledger that has adopted nothing
agree_begun () {
	git mcade init --no-hooks >../out 2>&1 && git add -A && git commit -q -n -m ledger && agree
}
# in_force: the second half of the history again, past the doors, under a runbook that is adopted with its claims; 1: there
# is none to adopt
in_force () {
	half=$(($(git rev-list --count main) / 2)) && git checkout -q -b ruled main~$half && mkdir -p docs &&
	printf "# Plan\n\n## Back\n\nGo back.\n" >docs/plan.md && printf "\nSee [the plan](plan.md#back).\n" >>docs/operations.md &&
	git add -A && git commit -q -m plan &&
	{ git mcade import --env prod docs/operations.md || [ -f runbook.yaml ]; } >../out 2>&1 && git mcade init --no-hooks >../out 2>&1 &&
	sed -i "s,^governed:.*,governed: [refs/heads/ruled],; s,^- {id: prod.*,- {id: prod\, live: true\, manifest: releases/prod.yaml},; \$a policies:\n- {id: keep\, no_delete: [\"ansible/**\"]}" runbook.yaml &&
	git add -A && git commit -q -m rules && git mcade adopt --accept-claims >../out 2>&1 || return 1
	for commit in $(git rev-list --reverse ruled~1..main); do
		git read-tree "$commit" && git add runbook.yaml runbook.claims.yaml docs/plan.md &&
		git commit -q -n -C "$commit" --allow-empty || return 1
	done
	git reset -q --hard && ended
}
# ended: one more commit, past the doors: what links lead to goes, or the document, or keys stand twice
ended () {
	printf "\nSee [the plan](plan.md#back).\n" >>docs/operations.md && git commit -q -n -a -m "link again" &&
	case $((seed % 8)) in
	0) git rm -q docs/plan.md ;;
	1) git rm -q docs/operations.md ;;
	2) sed -i "s/## Back/## Away/" docs/plan.md ;;
	3) printf "a: 1\na: 2\n" >docs/twice.yaml ;;
	4) printf "# Board\n\n| Task | Status |\n|---|---|\n| Copy the data | Done |\n| Move the queue | Parked |\n" >docs/board.md ;;
	5) printf "a: [1\n" >docs/cut.yaml && echo x >docs/Plan.md ;;
	6) printf "# Go DONE\n\n- [x] Copy the data\n- [ ] Move the queue\n" >docs/go.md ;;
	7) printf "# Go\n\n- [x] Copy the data\n- [x] Move the queue\n- [x] Ring the bell\n" >docs/go.md && echo "See [it](nowhere.md)." >>docs/operations.md ;;
	esac && git add -A && git commit -q -n -m ended
}
# refused: "commit rule path" of each error on standard input
refused () {
	perl -MJSON::PP -e '
		local $/; my $j = decode_json(<STDIN>);
		print map { join(" ", @{$_}{qw(commit rule path)}) . "\n" } grep { $_->{severity} eq "error" && $_->{commit} } @{$j->{findings}}' | LC_ALL=C sort -u
}
# agree_doors: of commits that came past them: what history calls an error a door refuses, and what a door refuses
# of the last one is an error of history and of lint
agree_doors () {
	in_force || { cat ../out >&4; return 0; }
	{ git mcade check --history --json >../check || [ $? = 1 ]; } && refused <../check >../history && linted ../lint && refused <../lint >../said &&
	from=$(git log -1 --format=%H --grep="^rules$") && : >../doors && for commit in $(git rev-list "$from..HEAD"); do
		git mcade check --range "$commit^..$commit" --json >../door || [ $? = 1 ] || return 1
		refused <../door >>../doors
	done && LC_ALL=C sort -u ../doors >../b && comm -23 ../history ../b >../a && : >../none && test_cmp ../none ../a &&
	tip=$(git rev-parse HEAD) && for list in b history said; do
		sed -n "/^$tip/p" ../$list >../$list.tip
	done && test_cmp ../b.tip ../history.tip && test_cmp ../b.tip ../said.tip && cat ../b.tip >>../refusals
}
agree_ruled () {
	in_force || { echo no >>../ruled; cat ../out >&4; return 0; }
	echo yes >>../ruled && git rev-list ruled --not "$(git log -1 --format=%H --grep="^rules$" ruled)" >../bound &&
	linted ../lint && told ruled <../lint | grep -Ff ../bound >../a
	{ git mcade check --history --json >../check || [ $? = 1 ]; } && told ruled <../check >../b && cat ../a >>../all && test_cmp ../b ../a
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
test_expect_success 'and where a ledger has adopted nothing yet, which a mark is told' '
	: >all && each agree_begun && test_grep ! "there is no ledger" all && { [ "$COUNT" -lt 16 ] || test_grep "^completion warn .* complete, and no runbook is adopted$" all; }
'
test_expect_success 'and under a runbook in force, of the commits that it binds' '
	: >all && : >ruled && each agree_ruled && sort ruled | uniq -c >&4 && cut -d" " -f1,2 all | sort | uniq -c >&4 &&
	{ [ "$COUNT" -lt 16 ] || { [ "$(grep -c yes ruled)" -ge $((COUNT * 3 / 4)) ] && [ "$(cut -d" " -f1 all | sort -u | wc -l)" -ge 6 ]; }; }
'
test_expect_success 'what a door lets through is no error of history, and what it refuses is one' '
	: >refusals && each agree_doors && cut -d" " -f2 refusals | sort | uniq -c >&4 &&
	{ [ "$COUNT" -lt 16 ] || { grep -q reference refusals && grep -q document refusals && grep -q contradiction refusals; }; }
'
test_expect_success 'a document by another name, in another folder, has the same findings there' 'each named_otherwise'
test_expect_success 'a document that is moved keeps what is said of it now' 'each moved'
test_expect_success 'every mark is a claim, or a finding says that it is not understood' 'each accounted'
test_expect_success 'a fix that is printed as a command takes its finding away' ': >done && each fixed && sort done | uniq -c >&4 && [ -s done ]'
test_done
