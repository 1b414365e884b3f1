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
	stranger) echo 'signing key is nobody' ;;
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
