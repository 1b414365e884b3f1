# lib-craft.sh - a writer without manners: ledger commits edited byte by byte, signed again or
# not, with stock git, ssh-keygen and perl only.
#
#	. "${0%/*}/lib.sh"
#	. "$SOURCE_DIR/t/lib-craft.sh"
#	make_ledger r && cd r
#	raw mcade/ledger | edit 's/wait/go/' | put >commit	# as it stands: the signature breaks
#	raw mcade/ledger | unsign | edit 's/wait/go/' | sign_as owner | put >commit
#
# Object ids go to standard output.

LEDGER=refs/heads/mcade/ledger

# raw REV: the commit object's bytes.
raw () {
	git cat-file commit "$1"
}

# edit PERL: one substitution over the whole text. Fails when nothing changes.
edit () {
	perl -0777 -e '
		binmode STDIN; binmode STDOUT;
		my $text = <STDIN>; $_ = $text;
		eval $ARGV[0]; die $@ if $@;
		print;
		if ($_ eq $text) { print STDERR "the edit changes nothing: $ARGV[0]\n"; exit 1 }
	' "$1"
}

# unsign: takes every gpgsig header away.
unsign () {
	perl -0777 -pe 's/^gpgsig .*\n(?: .*\n)*//m'
}

# sign_as NAME: what is on standard input, signed like git does it, behind the committer.
sign_as () {
	cat >"$TRASH/.payload" &&
	rm -f "$TRASH/.payload.sig" &&
	ssh-keygen -q -Y sign -n git -f "$ROSTER/$1" "$TRASH/.payload" 2>/dev/null &&
	perl -0777 -e '
		open(my $in, "<", $ARGV[0]); open(my $sig, "<", "$ARGV[0].sig");
		my ($text, $armor) = (scalar <$in>, scalar <$sig>);
		$armor =~ s/\n\z//; $armor =~ s/\n/\n /g;
		$text =~ s/\n\n/\ngpgsig $armor\n\n/;
		print $text;
	' "$TRASH/.payload"
}

# put: writes a commit object, whatever it is.
put () {
	git hash-object -t commit -w --literally --stdin
}

# ledger_id [REV]: the id, from the genesis.
ledger_id () {
	raw "$(git rev-list --max-parents=0 "${1:-$LEDGER}")" | sha256sum | cut -d' ' -f1
}

# follow PARENT MESSAGE-EDIT [WHO]: an event like the parent, behind it, honestly chained: the
# next sequence, previous and id, the parent's tree. Prints the unsigned bytes.
follow () {
	raw "$1" | unsign >"$TRASH/.follow" &&
	PARENT=$(git rev-parse "$1") PREVIOUS=$(raw "$1" | sha256sum | cut -d' ' -f1) \
	perl -0777 -pi -e '
		s/^parent .*$/parent $ENV{PARENT}/m;
		s/^Mcade-Previous: .*$/Mcade-Previous: sha256:$ENV{PREVIOUS}/m;
		s/^Mcade-Sequence: (\d+)$/"Mcade-Sequence: " . ($1 + 1)/me;
		s/^Mcade-Id: (.)(.*)$/"Mcade-Id: " . ($1 eq "f" ? "0" : "f") . $2/me;
	' "$TRASH/.follow" && cat "$TRASH/.follow"
}

# make_ledger NAME: a repository with five events, the last "freeze c".
make_ledger () {
	new_repo "$1" && (
		cd "$1" && commit_file README text &&
		git mcade init --no-hooks >/dev/null 2>&1 && tick &&
		git mcade freeze a --path 'a/*' -m 'wait for a' >/dev/null 2>&1 && tick &&
		git mcade trust add otto --key "$(key_of operator)" --name 'Otto Operator' \
			--email operator@example.com --role operator >/dev/null 2>&1 && tick &&
		git mcade freeze b --path 'b/*' -m 'wait for b' >/dev/null 2>&1 && tick &&
		git mcade freeze c --path 'c/*' -m 'wait for c' >/dev/null 2>&1 && tick
	) && tick 600
}

# point COMMIT: the ledger's branch, as an attacker with write access moves it.
point () {
	git update-ref $LEDGER "$1"
}

# --- one attack changes one thing -------------------------------------------------------------
#
#	TIP=$(git rev-parse $LEDGER)
#	control $TIP owner			# signed again without an edit: the same commit
#	raw $TIP | unsign | sign_as untrusted | put >commit && judged_for $(cat commit) stranger
#
# An attack that trips two checks shows neither, so the reason is asked for. The words of a
# reason stand here and nowhere else: whoever rewords a message changes one line.
reason_words_ () {
	case $1 in
	stranger) echo 'no principal has the signing key' ;;
	name) echo 'name is not the signer' ;;
	email) echo 'email is not the signer' ;;
	digest) echo 'SHA-256 of' ;;
	genesis) echo "not the genesis's own" ;;
	signature) echo 'signature is bad' ;;
	*) echo "no reason '$1'" >&4; return 1 ;;
	esac
}

# judged_for COMMIT REASON: as the ledger's tip, COMMIT is not trusted, for this reason. The
# bytes alone must give it away: memory is left out. The true tip is put back.
judged_for () {
	words_=$(reason_words_ "$2") && was_=$(git rev-parse $LEDGER) && point "$1" &&
	untrusted git mcade audit --cold >audit 2>err
	judged_=$?
	point "$was_" && [ $judged_ -eq 0 ] && test_grep 'refused \[ledger-integrity\]' err &&
	test_grep "$words_" err
}

# control COMMIT WHO: what the attacks begin with is right. ed25519 signs the same bytes alike, so
# signing again without an edit gives the same commit, which audit passes.
control () {
	raw "$1" | unsign | sign_as "$2" | put >control &&
	test "$(cat control)" = "$(git rev-parse "$1")" && git mcade audit --cold >audit
}

# respelled COMMIT PERL: the same signature, its decoded bytes ($s) changed by PERL, armoured again
# as ssh-keygen would.
respelled () {
	raw "$1" | edit 'use MIME::Base64;
		s{(BEGIN SSH SIGNATURE-----\n)(.*?)( -----END)}{
			my ($b, $m, $e) = ($1, $2, $3);
			$m =~ s/\s//g;
			my $s = decode_base64($m);
			'"$2"';
			my $t = encode_base64($s, "");
			$t =~ s/(.{1,70})/ $1\n/g;
			"$b$t$e"
		}se' | put
}

# --- events by hand: a good key and no scruples -----------------------------------------------
#
#	id=$(craft PARENT WHO [PERL] <<-E)
#	complete CACHE lab
#	says because
#	Run: $RUN
#	Log: docs/deployments/2026-01-28.md
#	E
#
# The first line: word, then step and environment ("-": none). "says TEXT" is the reason, "at
# SECONDS" moves the signer's clock, "attach PATH FILE" brings a file along ("detach PATH": or
# not), "by hand" asks no apply: tree and files are as they stand; "past Name: value" is a trailer that
# apply does not see; every other line is one, in any order; "=Name: value" stands for all earlier ones
# of that name, "=Name: -" for none. Where SETTINGS says what those of a manifest without a pin are
# (lib-judged.sh), an event that names a candidate names the settings too, unless a line says which. The tree is what `git mcade hook apply` makes of it. PERL edits
# the bytes before they are signed.
craft () {
	perl - "$SOURCE_DIR" "$@" 3<&0 <<-'EOT'
		use strict; use warnings; use Digest::SHA qw(sha256_hex);
		my ($source, $parent, $who, $edit) = @ARGV;
		my %people = (owner => "Ada Owner", operator => "Otto Operator",
			      reviewer => "Rita Reviewer", untrusted => "Ulla untrusted",
			      rsa => "Ulla rsa");
		sub out { my $text = `$_[0]`; die "failed: $_[0]\n" if $?; $text }
		sub in { my ($command, $text) = @_; open(my $to, "|-", $command) or die; print $to $text;
			 close $to or die "failed: $command\n" }
		sub have { open(my $of, "<", $_[0]) or die "no $_[0]\n"; local $/; scalar <$of> }
		sub save { open(my $to, ">", $_[0]) or die; print $to $_[1]; close $to or die "full: $_[0]\n" }
		my $tmp = "$ENV{TRASH}/.craft.$$";
		my $raw = out("git cat-file commit $parent");
		my ($next, $ledger) = (($raw =~ /^Mcade-Sequence: (\d+)$/m)[0] + 1,
			$raw =~ /^Mcade-Ledger: (.*)$/m ? $1 : "sha256:" . sha256_hex($raw));
		my %f = (Format => [1], Sequence => [$next], Ledger => [$ledger],
			 Previous => ["sha256:" . sha256_hex($raw)], Seen => ["sha256:" . sha256_hex($raw)],
			 Id => [substr(sha256_hex("$$ " . rand), 0, 32)]);
		my (@past, %at);
		my ($by_hand, $reason, $clock, $files, %attached) = (0, "", $ENV{MCADE_CLOCK}, ($raw =~ /^tree (.*)$/m)[0]);
		open(my $spec, "<&=", 3); my @lines = <$spec>; chomp @lines; s/^\t+// for @lines;
		my ($word, $step, $env) = split / /, shift @lines;
		$f{Event} = [$word];
		$f{Step} = [$step] if ($step // "-") ne "-";
		$f{Environment} = [$env] if $env;
		my %own;
		for (@lines) {
			if (/^says (.*)/) { $reason .= "$1\n" }
			elsif (/^by hand/) { $by_hand = 1 }
			elsif (/^past (.*)/) { push @past, $1 }
			elsif (/^at (.*)/) { $clock += $1 }
			elsif (/^detach (\S+)/) { delete $attached{$1} }
			elsif (/^attach (\S+) (\S+)/) { $attached{$1} = $2 }
			elsif (/^=([A-Za-z-]+): (.*)/) { $f{$1} = $2 eq "-" ? [] : [$2] }
			elsif (/^([A-Za-z-]+): (.*)/) { $own{$1}++ or $f{$1} = []; push @{$f{$1}}, $2 }
			elsif (/./) { die "no line of an event: $_\n" }
		}
		if (%attached) {
			local $ENV{GIT_INDEX_FILE} = "$tmp.index";
			system("git read-tree $files") and die;
			for (sort keys %attached) {
				my $blob = out("git hash-object -w $attached{$_}"); chomp $blob;
				system("git update-index --add --replace --cacheinfo 100644,$blob,$_") and die;
				push @{$f{File}}, "sha256:" . sha256_hex(have($attached{$_})) . " $_";
			}
			$files = out("git write-tree"); chomp $files; unlink "$tmp.index";
		}
		# an honest client names the settings beside the candidate: with the one pin nothing is left of them
		my ($of, $content) = map { $f{$_}[0] } "Candidate", "Content";
		$f{Settings} //= [$of eq "sha256:" . sha256_hex($content // "") ? $ENV{SETTINGS} : "sha256:" . sha256_hex("")]
			if $ENV{SETTINGS} && $of && $word !~ /^(complete|waive)$/ && !@{$f{"Restored-To"} // []} && ($f{Environment}[0] // "") =~ /^(lab|prod|spare)$/;
		my $subject = ($f{Subject}[0] // "") =~ s/^[a-z]+://r;
		($step, $env) = ($f{Step}[0], $f{Environment}[0]);
		my $message = join(" ", $word, grep({ length } $step // $subject), $env ? ("in", $env) : ()) . "\n\n";
		$message .= "$reason\n" if $reason;
		open(my $table, "<", "$source/src/model/fields.h") or die;
		for (map { /^FIELD\(\w+, "([\w-]+)"/ ? $1 : () } <$table>) {
			my $name = $_;
			$at{$name} = keys %at;
			$message .= "Mcade-$name: $_\n" for sort @{delete $f{$name} // []};
		}
		die "no fields: @{[%f]}\n" if grep { @{$f{$_}} } keys %f;
		$by_hand ? save("$tmp.out", "$files\n$message") :
			in("HOME=$ENV{TRASH}/people/$who MCADE_CLOCK=$clock git mcade hook apply $parent $files >$tmp.out", $message);
		my ($tree, $whole) = split /\n/, have("$tmp.out"), 2;
		for my $past (@past) {
			my $place = $at{$past =~ s/:.*//r};
			$whole =~ s/^(?=Mcade-([\w-]+):)(?(?{ $at{$1} > $place })|(?!))/Mcade-$past\n/m or $whole .= "Mcade-$past\n";
		}
		my $by = "$people{$who} (mcade) <$who\@example.com> $clock +0000";
		$_ = "tree $tree\nparent $parent\nauthor $by\ncommitter $by\n\n$whole";
		if ($edit) { my $was = $_; eval $edit; die $@ if $@; die "the edit changes nothing\n" if $_ eq $was }
		save($tmp, $_);
		system("ssh-keygen -q -Y sign -n git -f $ENV{ROSTER}/$who $tmp 2>/dev/null") and die;
		my $armor = have("$tmp.sig"); $armor =~ s/\n\z//; $armor =~ s/\n/\n /g;
		s/\n\n/\ngpgsig $armor\n\n/;
		in("git hash-object -t commit -w --literally --stdin", $_);
		unlink $tmp, "$tmp.sig", "$tmp.out";
	EOT
}
export ROSTER
