#!/bin/sh
test_description='edits of a ledger that stock git lets pass, or that its keys can make: found by audit'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-craft.sh"

# judged COMMIT: the audit of COMMIT as the ledger's tip says exit 3 and names event $SEQUENCE,
# what it expected and what it found; why, goes to `reasons`, which the last test reads. Memory is
# left out: the bytes alone must give it away.
judged () {
	point "$1" &&
	untrusted git mcade audit --cold --json >audit 2>err &&
	perl -0777 -ne '
		my $sequence = $ENV{SEQUENCE};
		exit 1 if !/"verdict":"untrusted"/;
		my ($first) = /"findings":\[(\{.*?\})/s or exit 1;
		exit 1 if $first !~ /"rule":"ledger-integrity"/;
		exit 1 if $first !~ /"sequence":$sequence,/;
		exit 1 if $first !~ /"commit":"[0-9a-f]{40}"/;
		exit 1 if $first !~ /"expected":"[^"]+"/ || $first !~ /"found":"[^"]+"/;
		print "$1\n" if $first =~ /"message":"([^"]+)"/;
	' audit >>"$TRASH/reasons" || { cat audit >&4; return 1; }
}

# stock SAYS COMMIT: what git verify-commit makes of it; "-" is not asked.
stock () {
	case $1 in
	good) git verify-commit "$2" 2>verify && test_grep 'Good "git" signature' verify ;;
	bad) ! git verify-commit "$2" 2>verify ;;
	-) : ;;
	esac
}

# An edit of the tip that needs no key.
edited () {
	test_expect_success "$1 (stock git: $2)" "
		cd r && raw \$TIP | edit '$3' | put >commit && c=\$(cat commit) &&
		test \"\$c\" != \"\$TIP\" && stock $2 \$c && SEQUENCE=4 judged \$c
	"
}

# An edit of the tip that the owner's own key signs.
signed () {
	test_expect_success "$1, signed by ${4:-owner} (stock git: $2)" "
		cd r && raw \$TIP | unsign | edit '$3' | sign_as ${4:-owner} | put >commit &&
		c=\$(cat commit) && stock $2 \$c && SEQUENCE=${5:-4} judged \$c
	"
}

# An event of one's own behind the tip: honestly chained, then edited and signed.
appended () {
	test_expect_success "$1, signed by ${4:-owner} (stock git: $2)" "
		cd r && follow \$TIP | edit '$3' | sign_as ${4:-owner} | put >commit &&
		c=\$(cat commit) && stock $2 \$c && SEQUENCE=5 judged \$c
	"
}

export SEQUENCE
make_ledger r || { echo "Bail out! no ledger"; exit 1; }
TIP=$(git -C r rev-parse mcade/ledger)
test_expect_success 'the ledger is good, to stock git and to audit' '
	cd r && git mcade audit --cold >audit && test_grep "^pass: 5 events" audit &&
	for c in $(git rev-list mcade/ledger); do
		git verify-commit $c 2>verify || return 1
	done
'

# --- without any key --------------------------------------------------------------------------
BLOCK='(^gpgsig .*\n(?: .*\n)*)'
edited 'gpgsig-sha256 behind the signature' good "s/$BLOCK/\${1}gpgsig-sha256 junk\\n/m"
edited 'gpgsig-sha256 before the signature' good "s/$BLOCK/gpgsig-sha256 junk\\n\$1/m"
edited 'a header gpgsigEVIL behind' good "s/$BLOCK/\${1}gpgsigEVIL x\\n/m"
edited 'a header gpgsigEVIL before' good "s/$BLOCK/gpgsigEVIL x\\n\$1/m"
edited 'the same gpgsig twice' good "s/$BLOCK/\$1\$1/m"
edited 'a good gpgsig, then another' good "s/$BLOCK/\${1}gpgsig -----BEGIN SSH SIGNATURE-----\\n U1NI\\n -----END SSH SIGNATURE-----\\n/m"
edited 'another gpgsig, then a good one' - "s/$BLOCK/gpgsig -----BEGIN SSH SIGNATURE-----\\n U1NI\\n -----END SSH SIGNATURE-----\\n\$1/m"
edited 'the armour on one line' good 's/(BEGIN SSH SIGNATURE-----\n)(.*?)( -----END)/my ($b, $m, $e) = ($1, $2, $3); $m =~ s{\n }{}g; "$b$m$e"/se'
edited 'the armour reflowed to 64 columns' good 's/(BEGIN SSH SIGNATURE-----\n)(.*?)( -----END)/my ($b, $m, $e) = ($1, $2, $3); $m =~ s{\s}{}g; $m =~ s{(.{1,64})}{ $1\n}g; "$b$m$e"/se'
edited 'a blank in the armour' good 's/(BEGIN SSH SIGNATURE-----\n U1N)/$1 /'
edited 'a tab in the armour' good 's/(BEGIN SSH SIGNATURE-----\n U1N)/$1\t/'
edited 'a blank at the end of a line of the armour' good 's/(BEGIN SSH SIGNATURE-----\n .{70})\n/$1 \n/'
edited 'text behind the armour' good 's/( -----END SSH SIGNATURE-----\n)/$1 and more\n/'
edited 'two armours in one header' good 's/^(gpgsig )((?:.*\n)(?: .*\n)*)/my ($k, $a) = ($1, $2); "$k$a $a"/me'
edited 'an empty line of continuation' good 's/( -----END SSH SIGNATURE-----\n)/$1 \n/'
edited 'an empty line in the armour' good 's/(BEGIN SSH SIGNATURE-----\n)/$1 \n/'
RESIGN='use MIME::Base64; s{(BEGIN SSH SIGNATURE-----\n)(.*?)( -----END)}{my ($b, $m, $e) = ($1, $2, $3); $m =~ s/\s//g; my $s = decode_base64($m); EDIT; my $t = encode_base64($s, ""); $t =~ s/(.{1,70})/ $1\n/g; "$b$t$e"}se'
resigned () {
	edited "$1" "$2" "$(printf '%s' "$RESIGN" | perl -0777 -pe 'BEGIN { $e = shift @ARGV } s/EDIT/$e/' "$3")"
}
resigned 'a reserved field that is not empty' good '$s =~ s/\x00\x00\x00\x03git\x00\x00\x00\x00/\x00\x00\x00\x03git\x00\x00\x00\x04evil/'
resigned 'bytes behind the signature blob' - '$s .= "more"'
resigned 'S + L in place of S' good 'use Math::BigInt; my $S = Math::BigInt->from_hex(unpack("H*", reverse substr($s, -32))); $S += Math::BigInt->from_hex("1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed"); my $h = substr($S->as_hex, 2); $h = "0" x (64 - length $h) . $h; substr($s, -32) = reverse pack("H*", $h)'
resigned 'one bit of the signature' bad 'substr($s, -1) = chr(ord(substr($s, -1)) ^ 1)'
edited 'no signature' bad "s/$BLOCK//m"
edited 'another word in the reason' bad 's/wait for c/go for c/'
edited 'another time' bad 's/^((?:author|committer) .*) \d+ /$1 1769594401 /mg'
edited 'a trailer more' bad 's/\z/Mcade-Extra: x\n/'
test_expect_success 'the signature of another event (stock git: bad)' '
	cd r && raw $TIP^ >before && raw $TIP >after &&
	perl -0777 -e "
		open(my \$a, q(<), q(before)); open(my \$b, q(<), q(after));
		my (\$x, \$y) = (scalar <\$a>, scalar <\$b>);
		my (\$sig) = \$x =~ /^(gpgsig .*\n(?: .*\n)*)/m;
		\$y =~ s/^gpgsig .*\n(?: .*\n)*/\$sig/m; print \$y" | put >commit &&
	stock bad $(cat commit) && SEQUENCE=4 judged $(cat commit)
'

# --- with a key that may act, or any other ------------------------------------------------------
# These three have no parent that a walk could follow: the tip is judged as a genesis.
signed 'a second tree' good 's/^(tree .*\n)/$1$1/' owner 0
signed 'the parent behind the author' good 's/^(parent .*\n)(author .*\n)/$2$1/m' owner 0
signed 'no parent' good 's/^parent .*\n//m' owner 0
signed 'a second parent, the same' good 's/^(parent .*\n)/$1$1/m'
signed 'a merge' - 's/^(parent .*\n)/my $p = $1; my $g = `git rev-list --max-parents=0 HEAD`; "${p}parent $g"/me'
signed 'a second author' - 's/^(author .*\n)/$1$1/m'
signed 'a NUL in the message' good 's/wait for c/wait\0for c/'
signed 'an encoding' good 's/^(committer .*\n)/${1}encoding UTF-16\n/m'
signed 'a mergetag' good 's/^(committer .*\n)/${1}mergetag object 0123456789012345678901234567890123456789\n type commit\n tag v1\n/m'
signed 'a header of an own invention' good 's/^(committer .*\n)/${1}x-evil y\n/m'
signed 'another time zone' good 's/\+0000$/+9999/mg'
signed 'another committer' good 's/^committer Ada Owner \(mcade\) <owner/committer Otto Operator (mcade) <operator/m'
signed 'the name of somebody else' good 's/Ada Owner \(mcade\) <owner/Otto Operator (mcade) <operator/g'
signed 'a name without the mark' good 's/ \(mcade\)//g'
signed 'invalid UTF-8 in the reason' - 's/wait for c/wait \xff c/'
signed 'a direction override in the reason' good 's/wait for c/wait \xe2\x80\xae c/'
signed 'CRLF in the message' good 's/wait for c\n/wait for c\r\n/'
signed 'another subject' good 's/\n\nfreeze\n/\n\nfreeze x\n/'
signed 'a trailer that is not of the kind' good 's/^(Mcade-Hold: )/Mcade-Log: x\n$1/m'
signed 'a trailer twice' good 's/^(Mcade-Hold: .*\n)/$1$1/m'
signed 'trailers in another order' good 's/^(Mcade-Hold: .*\n)(Mcade-Path: .*\n)/$2$1/m'
signed 'a folded trailer' good 's/^(Mcade-Path: c)/$1\n  /m'
signed 'a missing trailer' good 's/^Mcade-Seen: .*\n//m'
signed 'no final newline' good 's/\n\z//'
signed 'another sequence' good 's/^Mcade-Sequence: 4$/Mcade-Sequence: 5/m'
signed 'another previous event' good 's/^(Mcade-Previous: sha256:)(.)/$1 . ($2 eq "0" ? "1" : "0")/me'
signed 'another ledger' good 's/^(Mcade-Ledger: sha256:)(.)/$1 . ($2 eq "0" ? "1" : "0")/me'
signed 'the SHA-256 of another file' good 's/^(Mcade-File: sha256:)(.)/$1 . ($2 eq "0" ? "1" : "0")/me'
signed 'a file that it does not write' good 's/\z/Mcade-File: sha256:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff trust.yaml\n/'
signed 'a key that is nobody'"'"'s' - 1 untrusted
signed 'a key under the name of another' - 1 operator
signed 'an RSA key' - 1 rsa
test_expect_success 'a second genesis in the chain, signed by owner' '
	cd r && raw $(git rev-list --max-parents=0 $TIP) | unsign |
	edit "s/^(tree .*)\n/\$1\nparent $TIP\n/; s/^Mcade-Id: (.)/Mcade-Id: f/m" | sign_as owner | put >commit &&
	c=$(cat commit) && stock good $c && SEQUENCE=5 judged $c && point $c &&
	untrusted git mcade audit --cold 2>err && test_grep "the event is wrong here" err
'
test_expect_success 'who is known and may not act breaks no chain: named, and it does not count' '
	cd r && raw $TIP | unsign | edit "s/Ada Owner \(mcade\) <owner/Otto Operator (mcade) <operator/g" |
	sign_as operator | put >commit && point $(cat commit) &&
	refused git mcade audit --cold --json >audit &&
	test_grep "\"rule\":\"permission\",\"severity\":\"error\".*\"sequence\":4," audit && commit_file c/free text
'

# --- later versions -------------------------------------------------------------------------------
# later NAME EXIT WHO PERL: signed by one who may write, it is "cannot tell"; by anybody else, junk.
later () {
	test_expect_success "$1, signed by $3: exit $2" "
		cd r && follow \$TIP | edit '$4' | sign_as $3 | put >commit && point \$(cat commit) &&
		expect_status $2 git mcade audit --cold 2>err
	"
}
later 'format 2' 128 owner 's/^Mcade-Format: 1$/Mcade-Format: 2/m'
later 'format 2 with a trailer of its own' 128 owner 's/^Mcade-Format: 1$/Mcade-Format: 2\nMcade-New: x/m'
later 'newer rules' 128 owner 's/^(Mcade-Event: freeze)$/$1\nMcade-Rules: 99/m'
later 'newer rules' 3 untrusted 's/^(Mcade-Event: freeze)$/$1\nMcade-Rules: 99/m'
later 'an unknown kind' 128 owner 's/^Mcade-Event: freeze$/Mcade-Event: levitate/m'
later 'format 2' 3 untrusted 's/^Mcade-Format: 1$/Mcade-Format: 2/m'
later 'an unknown kind' 3 untrusted 's/^Mcade-Event: freeze$/Mcade-Event: levitate/m'

# --- trees ----------------------------------------------------------------------------------------
# tree_with EDIT-COMMANDS: the tip's tree, changed through an index of its own.
tree_with () {
	rm -f "$TRASH/.index" &&
	GIT_INDEX_FILE=$TRASH/.index sh -c "git read-tree $TIP && $1 && git write-tree"
}

with_tree () {
	test_expect_success "$1, signed by owner (stock git: good)" "
		cd r && tree=\$(tree_with '$2') && raw \$TIP | unsign |
		edit \"s/^tree .*/tree \$tree/\" | sign_as owner | put >commit &&
		stock good \$(cat commit) && SEQUENCE=4 judged \$(cat commit)
	"
}
BLOB='$(echo evil | git hash-object -w --stdin)'
with_tree 'a file more in the tree' "git update-index --add --cacheinfo 100644,$BLOB,evil"
with_tree 'a file less in the tree' 'git update-index --force-remove trust.yaml'
with_tree 'another trust.yaml' "git update-index --add --cacheinfo 100644,$BLOB,trust.yaml"
with_tree 'another file of the state' "git update-index --add --cacheinfo 100644,$BLOB,state/_paths.yaml"
with_tree 'a file that can be run' "git update-index --add --cacheinfo 100755,$BLOB,run"
with_tree 'a link' "git update-index --add --cacheinfo 120000,$BLOB,link"
with_tree 'the tree of the parent' "git read-tree $TIP^"

test_expect_success 'the true tip is still good' '
	cd r && point $TIP && git mcade audit >audit && test_grep "^pass: 5" audit
'

# In their order, and how many after one another: an attack that is found for another reason is another.
cat >wanted <<'EOT'
7 the commit is not in the ledger's form
7 the signature is bad
1 the commit is not in the ledger's form
5 the signature is bad
1 the commit is not in the ledger's form
4 the signature is bad
2 the commit is not in the ledger's form
1 the event is wrong here
3 the commit is not in the ledger's form
1 the message is not an event
5 the commit is not in the ledger's form
2 the author's name is not the signer's
10 the message is not an event
1 Mcade-Sequence is wrong
1 Mcade-Previous is wrong
1 Mcade-Ledger is wrong
1 the SHA-256 of 'state/_paths.yaml' is wrong
1 event 'freeze' may not bring 'trust.yaml'
1 no principal has the signing key
1 the author's name is not the signer's
1 the signature is not an ed25519 signature
1 the event is wrong here
7 the tree is not what the event makes of the one before
EOT
test_expect_success 'each was found for its own reason' '
	sed "s/^event [0-9]*: //" reasons | uniq -c | sed "s/^ *//" >found && test_cmp wanted found
'
test_done
