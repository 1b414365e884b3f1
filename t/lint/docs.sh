#!/bin/sh
# docs.sh [ROOT] - what the tables say, the manual says: every field and kind of event with its
# place, syntax and demands; every rule, with cases that it accepts and rejects; every command,
# with exactly its options (asked of bin/git-mcade, which must be built). The doors of a rule
# stand a second time in t/table/doors.txt: who takes one away says so twice.
cd "${1:-.}" || exit 128
bad=0
wrong () {
	echo "$*"
	bad=1
}

# --- events: model/fields.h and model/kinds.h against git-mcade-ledger.5 ---
if [ -f src/model/kinds.h ]; then
	perl -e '
	my ($bad, %word, @fields, %kinds) = (0);
	sub slurp { local $/; open(my $in, "<", $_[0]) or die "$_[0]: $!\n"; return <$in> }
	sub wrong { print "doc/git-mcade-ledger.5: $_[0]\n"; $bad = 1 }
	sub names { join(" ", sort grep { length } @_) }
	for (slurp("src/model/fields.h") =~ /^FIELD\(.*?\)$/mg) {
		my ($tag, $word, $many, $syntax) = /^FIELD\((\w+), "(\w+)", (\w+), (\w+)\)/ or die "fields.h: $_\n";
		$word{$tag} = $word;
		push @fields, "$word " . lc($syntax) . ($many eq "MANY" ? " list" : "");
	}
	my $page = slurp("doc/git-mcade-ledger.5");
	my ($listed) = $page =~ /^\.Sh FIELDS\n(.*?)^\.Sh /ms;
	my @listed = map { /^\.It Sy (\w+) Pq (\w+)(.*)/ ? "$1 $2" . ($3 =~ /\blist\b/ ? " list" : "") : () } split(/\n/, $listed);
	for my $i (0 .. ($#fields > $#listed ? $#fields : $#listed)) {
		my ($want, $have) = ($fields[$i] // "nothing", $listed[$i] // "nothing");
		next if $want eq $have;
		wrong("field " . ($i + 1) . " is \x27$want\x27 in fields.h, \x27$have\x27 here");
		last;
	}
	my $kinds = slurp("src/model/kinds.h");
	my %macro = $kinds =~ /^#define (\w+) (.*)$/mg;
	$kinds =~ s{/\*.*?\*/}{}gs;
	$kinds =~ s/^#.*$//mg;
	for my $name (keys %macro) { $kinds =~ s/\b$name\b/$macro{$name}/g }
	my ($known, $reserved) = $page =~ /^\.Sh KINDS\n(.*?)^\.Ss Reserved kinds\n(.*?)^\.Ss /ms;
	while ($kinds =~ /^KIND\((\w+),\s*"([\w-]+)",\s*"([\w-]+)",(.*?),\s*transition_\w+\)/msg) {
		my ($word, $act, $rest) = ($2, $3, $4);
		my ($must, $may) = split(/,/, $rest);
		my ($entry) = $known =~ /^\.It Ic $word\n(.*?)^(?=\.It|\.El)/ms;
		if (!defined $entry) { wrong("no kind \x27$word\x27"); next }
		my ($says) = $entry =~ /^Reason\.$/m ? 1 : 0;
		my ($m) = $entry =~ /^\.No Must : (.*?) \.$/m;
		my ($y) = $entry =~ /^\.No May : (.*?) \.$/m;
		my ($a) = $entry =~ /^Act: ([\w-]+)\.$/m;
		my $want = names(map { $word{$_} // "?$_" } $must =~ /F\((\w+)\)/g);
		wrong("$word demands $want, not " . names(split(/ /, $m // ""))) if $want ne names(split(/ /, $m // ""));
		$want = names(map { $word{$_} // "?$_" } $may =~ /F\((\w+)\)/g);
		wrong("$word may carry \x27$want\x27, not \x27" . names(split(/ /, $y // "")) . "\x27") if $want ne names(split(/ /, $y // ""));
		wrong("$word: whether a reason is demanded") if ($must =~ /\bSAYS\b/ ? 1 : 0) != $says;
		wrong("$word is act \x27$act\x27") if $act ne ($a // "");
		$kinds{$word} = 1;
	}
	while ($kinds =~ /^RESERVED\(\w+,\s*"([\w-]+)"\)/mg) {
		$kinds{$1} = 1;
		wrong("no reserved kind \x27$1\x27") if $reserved !~ /^\.It Ic $1$/m;
	}
	for ("$known$reserved" =~ /^\.It Ic ([\w-]+)$/mg) { wrong("\x27$_\x27 is no kind") if !$kinds{$_} }
	exit $bad;
	' || bad=1
fi

# --- rules: model/rules.h against git-mcade-rules.7 and t/rules ---
if [ -f src/model/rules.h ]; then
	sh doc/rules.sh | cmp -s - doc/git-mcade-rules.7 ||
		wrong "doc/git-mcade-rules.7: not what the table says; sh doc/rules.sh >doc/git-mcade-rules.7"
	for rule in $(sed -n 's/^\t\[RULE_[A-Z_]*\] = rule_\([a-z_]*\),$/\1/p' src/policy/judge.c | tr _ -); do
		for case in accept reject; do
			ls -d t/rules/"$rule"/$case-* >/dev/null 2>&1 ||
				wrong "t/rules/$rule/: no case $case-*"
		done
		for case in t/rules/"$rule"/*/; do
			find "$case" -type f -not -name .keep 2>/dev/null | grep -q . ||
				wrong "$case: an empty case shows nothing"
		done
		for case in t/rules/"$rule"/reject-*/; do
			[ ! -d "$case" ] || grep -q . "$case/expected" 2>/dev/null ||
				wrong "$case: rejects, and does not say what is expected"
		done
	done
	perl -0777 -ne 's/\\\n//g;
		while (/\bRULE\(\s*\w+\s*,\s*"([^"]+)"\s*,\s*([A-Z_| ]+?|0)\s*,/g) {
			my ($id, $doors) = ($1, $2);
			$doors =~ s/[^CPRWAL]//g;
			print "$id ", $doors || "-", "\n";
		}' src/model/rules.h >"${TMPDIR:-/tmp}/doors.$$"
	grep -v '^#' t/table/doors.txt 2>/dev/null | diff - "${TMPDIR:-/tmp}/doors.$$" | sed -n 's/^[<>] //p' |
		LC_ALL=C sort -u >"${TMPDIR:-/tmp}/changed.$$"
	while read -r rule doors; do
		wrong "t/table/doors.txt: '$rule $doors' stands there or in src/model/rules.h, not in both"
	done <"${TMPDIR:-/tmp}/changed.$$"
	rm -f "${TMPDIR:-/tmp}/doors.$$" "${TMPDIR:-/tmp}/changed.$$"
fi

# --- commands: cmd/commands.h against git-mcade-<command>.1 ---
if [ -f src/cmd/commands.h ]; then
	program=${TEST_PROGRAM:-bin/git-mcade}
	[ -x "$program" ] || wrong "$program: not built, so that nobody can say what its options are"
	for name in $(sed -n 's/^COMMAND(\([a-z_]*\).*/\1/p' src/cmd/commands.h); do
		name=$(echo "$name" | tr _ -)
		page=doc/git-mcade-$name.1
		[ -f "$page" ] || { wrong "$page: missing"; continue; }
		grep -q "Ic $name\$\|Ic $name " doc/git-mcade.1 || wrong "doc/git-mcade.1: does not list $name"
		[ -x "$program" ] || continue
		has=$("$program" "$name" -h 2>&1 | sed -n 's/^ *\(-[a-zA-Z], \)\{0,1\}--\([a-z][a-z-]*\).*/\2/p' | LC_ALL=C sort -u | tr '\n' ' ')
		says=$(sed -n 's/^\.It .*Fl Fl \([a-z][a-z-]*\).*/\1/p' "$page" | LC_ALL=C sort -u | tr '\n' ' ')
		[ "$has" = "$says" ] ||
			wrong "$page: its options are '${says% }', those of the program '${has% }'"
	done
	for page in doc/git-mcade-*.1; do
		name=${page#doc/git-mcade-}
		name=$(echo "${name%.1}" | tr - _)
		[ ! -f "$page" ] || grep -q "^COMMAND($name\\b" src/cmd/commands.h || wrong "$page: no such command"
	done
fi
exit $bad
