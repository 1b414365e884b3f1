# What is not an event of this chain: src/ledger/verify.c, src/model/apply.c and file_*.c. Exit status 3.
# shellcheck disable=SC2086,SC2046 # ids of objects and acts are plain words
cd "$TRASH/r" || exit 1
I=ledger-integrity
LOCKS='lock A lab'
# forged TITLE LINES PERL: of the event of LINES, its bytes edited before the owner signs them.
forged () {
	attack "$1" $I $BASE owner "$2" '' "$3"
}
forged 'another sequence' "$LOCKS" 's/^Mcade-Sequence: \d+/Mcade-Sequence: 9/m'
forged 'a format that is none' "$LOCKS" 's/^Mcade-Format: 1/Mcade-Format: 0/m'
forged 'another word than its first line says' "$LOCKS" 's/^Mcade-Event: lock/Mcade-Event: dormant/m'
forged 'another ledger' "$LOCKS" 's/^(Mcade-Ledger: sha256:)..../$1beef/m'
forged 'behind another event' "$LOCKS" 's/^(Mcade-Previous: sha256:)..../$1beef/m'
forged 'a header more' "$LOCKS" 's/^(committer .*)/$1\nencoding latin1/m'
forged 'no canonical message' "$LOCKS" 's/^lock A/Lock A/m'
forged 'another name' "$LOCKS" 's/Ada Owner \(mcade\)/Otto Operator (mcade)/g'
forged 'another address' "$LOCKS" 's/owner\@/operator@/g'
forged 'the tree of the event before' "$LOCKS" "s/^tree .*/tree $(git rev-parse "$BASE^{tree}")/"
forged 'a file without its digest' "$LOCKS" 's/^Mcade-File: .*\n//m'
forged 'another digest of a file' "$LOCKS" 's/^(Mcade-File: sha256:)..../$1beef/m'
forged 'a file that it may not bring' "$LOCKS" 's/^(Mcade-File: \S+) .*/$&\n$1 zzz/m'
forged 'one file twice' "$LOCKS" 's/^(Mcade-File: sha256:)(....)(.*)/$1$2$3\n$1ffff$3/m'
forged 'a file under a file' "$LOCKS" 's/^(Mcade-File: .*)/$1\n$1\/x/m'
forged 'rejects what is not there' "$LOCKS" "s/^lock A in lab\\n\\n/recover\\n\\nso\\n\\n/m; s/: lock/: recover/;
	s/^Mcade-(Environment|Step|File): .*\\n//mg; s/\\z/Mcade-Rejects: $BASE\\n/"
forged 'a second genesis' "$LOCKS" 's/^lock A in lab\n\n/init\n\n/m; s/: lock/: init/;
	s/^Mcade-(Environment|Step|File|Ledger|Previous|Seen): .*\n//mg; s/^Mcade-Id/Mcade-Nonce: '$R2'\n$&/m;
	s{\z}{Mcade-Rules: 1\nMcade-Principal: x\nMcade-Name: x\nMcade-Email: x\@x\nMcade-Key: '"$(cut -d' ' -f1,2 <$ROSTER/owner.pub)"'\n}'
attack 'a key that is nobody'"'"'s' $I $BASE untrusted:owner "$LOCKS"
REVOKE="$(revocation $BASE)"
situation GONE $BASE owner "$REVOKE"
attack 'a key that was somebody'"'"'s' $I $GONE:$BASE operator "$(start_of A lab)"
attack 'a later word, by a key that is nobody'"'"'s' $I $BASE untrusted:owner "$LOCKS" '' 's/lock/later/g'
attack 'a key of another kind' $I $BASE rsa:owner "$LOCKS"
forged 'a later format that is none' "$LOCKS" 's/^lock A in lab\n\n/format\n\nso\n\n/m; s/: lock/: format/;
	s/^Mcade-(Environment|Step|File): .*\n//mg'
test_expect_success 'a byte after it was signed' '
	cd r && good=$(echo "$LOCKS" | craft $BASE owner) && counts $BASE $good &&
	bad=$(raw $good | edit "s/^(Mcade-Id: .)(.)/\$1 . (\$2 ? 0 : 1)/me" | put) && does_not_count $I $BASE $bad
'
test_expect_success 'a tree of another hash: git gives it no ref, and by hand it is no commit' '
	cd r && bad=$(echo "$LOCKS" | craft $BASE owner "s/^tree .*/\"tree \" . \"0123456789abcdef\" x 4/e") &&
	git update-ref $LEDGER $BASE && forget && ! git update-ref $LEDGER $bad 2>err && git mcade audit >out &&
	echo $bad >.git/$LEDGER && broken git mcade audit 2>err && test_grep "malformed commit" err && git update-ref $LEDGER $BASE
'
cd "$TRASH/r" || exit 1

# What apply() can make nothing of.
attack 'a runbook that the event does not name' $I,evidence $BASE owner "$(adopt_of rb.same)" "by hand
=Runbook: $ZERO
=File: $ZERO state/_adopted.yaml"
attack 'a runbook that is not brought' $I $BASE owner "$(adopt_of rb.same)" '' 's/^Mcade-File: .* runbook.yaml\n//m'
attack 'a pin without a manifest' $I $BASE owner "$(pin_of lab $IMAGE)" '' 's/^Mcade-File: .* releases.*\n//m'
attack 'one pin with two values' $I,pin-conflict,unpinned $BASE owner "$(pin_of lab $IMAGE)" '' \
	's/^Mcade-Pin: (.*)/$&\nMcade-Pin: $1x/m'
attack 'an attest that names another act' $I $SAID owner "$(attest_of $SAID)" '' 's/^(Mcade-Act: )..../${1}beef/m'
attack 'a manifest that its tree has not' $I $BASE owner "$(pin_of lab $IMAGE)" '' "s/^tree .*/tree $(git rev-parse $BASE:state)/"
seal_with () { # seal_with FILE
	seal_of 2026-01-28-A $1
}
situation SEALED_A $DONE operator "$(SEAL=$R3 seal_with a)"
state_of_seal=$(raw $(seal_with b | craft $SEALED_A operator) |
	sed -n 's/^Mcade-\(File: .* state.*\)/\1/p')
attack 'a sealed file as a folder' $I,sealed $SEALED_A:$DONE operator "$(seal_with a/b)" "by hand
$state_of_seal"

# What a revocation says and leaves.
attack 'a revocation that is not said' $I $BASE owner "$REVOKE" 'by hand
=Revoked: -'
attack 'a revocation of nobody who is named' $I $BASE owner "$REVOKE" 'by hand
=Principal: owner'
attack 'the revocation of a key that is in force' $I $BASE owner "$REVOKE" "by hand
=Revoked: $(cut -d' ' -f1,2 <$ROSTER/reviewer.pub)"
revoked_as () { # revoked_as TITLE PERL: of the revocation, its trust.yaml edited
	attack "$1" $I $BASE owner "$REVOKE" "by hand
=File: -
$(trust_of $BASE "$OTTO_GOES;$2" | change | grep -v Principal)"
}
revoked_as 'a person who is gone with his keys' 's/^  operator:.*?(?=^  \w)//ms'
revoked_as 'a role of who has no key' 's/^(    revoked:.*?)(?=^  \w)/$1    roles:\n    - operator\n/ms'
revoked_as 'a revoked key that signs too' 's/^    revoked:(.*?)(?=^  \w)/    keys:$1    revoked:$1    roles:\n    - operator\n/ms'
revoked_as 'a revoked key that is another'"'"'s' 's/^    revoked:\n(.*?\n)(?=  \w)(.*?keys:\n)/    revoked:\n$1$2$1/ms'
attack 'a key that another has had' $I $GONE owner "$(trust_of $GONE 1)" "by hand
=File: -
Key: $OTTO_KEY
$(trust_of $GONE 's{^(  owner:.*?    keys:\n)}{$1    - "'"$OTTO_KEY"'"\n}ms' | change | grep -v Principal)"
LEGAL='s/^(roles:\n)/$1  legal:\n    may:\n    - approve\n    - "waive in prod"\n/m'
# A person replaces the key that signs it, and nothing else.
NEW_KEY=$(cut -d' ' -f1,2 <$ROSTER/untrusted.pub)
PAPER_KEY=$(ssh-keygen -q -t ed25519 -N '' -C '' -f "$TRASH/paper" </dev/null && cut -d' ' -f1,2 <"$TRASH/paper.pub")
ROTATES='s{^(  operator:.*?    keys:\n)(.*?)(    roles:)}{$1    - "'"$NEW_KEY"'"\n    revoked:\n$2$3}ms'
ROTATE="$(trust_of $BASE "$ROTATES"; echo "Key: $NEW_KEY"; echo "Revoked: $OTTO_KEY")"
situation TAKEN $BASE operator "$ROTATE"
attack 'a key that was replaced' $I $TAKEN:$BASE operator "$(start_of A lab)"
rotated_as () { # rotated_as TITLE PERL LINE: of his own rotation, its trust.yaml edited
	attack "$1" $I $BASE operator "$ROTATE" "by hand
=File: -
$(trust_of $BASE "$ROTATES;$2" | change | grep -v Principal)
$3"
}
rotated_as 'a role with the new key' 's{^(  operator:.*?    roles:\n)}{$1    - owner\n}ms' 'Role: owner'
rotated_as 'another address with the new key' 's{operator\@example.com}{otto\@example.com}' 'Email: otto@example.com'
rotated_as 'a role that may more, with the new key' "$LEGAL" 'May: legal approve'
rotated_as 'a recovery key with the new key' 's{^principals:}{recovery: "'"$PAPER_KEY"'"\nprincipals:}m' "Recovery: $PAPER_KEY"
SECOND_KEY=$(ssh-keygen -q -t ed25519 -N '' -C '' -f "$TRASH/second" </dev/null && cut -d' ' -f1,2 <"$TRASH/second.pub")
attack 'a second key, and none revoked' $I $BASE operator:owner "$(trust_of $BASE 's{^(  operator:.*?    keys:\n)}{$1    - "'"$NEW_KEY"'"\n}ms'; echo "Key: $NEW_KEY")"
situation TWO_KEYS $BASE owner "$(trust_of $BASE 's{^(  operator:.*?    keys:\n)}{$1    - "'"$SECOND_KEY"'"\n}ms'; echo "Key: $SECOND_KEY")"
attack 'the other of two keys replaced' $I $TWO_KEYS operator:owner "$(trust_of $TWO_KEYS 's{"\Q'"$SECOND_KEY"'\E"(.*?)    roles:}{"'"$NEW_KEY"'"$1    revoked:\n    - "'"$SECOND_KEY"'"\n    roles:}ms'
	echo "Key: $NEW_KEY"; echo "Key: $OTTO_KEY"; echo "Revoked: $SECOND_KEY")"
attack 'a revoked key that comes back by his other one' $I $TAKEN untrusted:owner "$(trust_of $TAKEN 's{^(  operator:.*?    keys:\n)(.*?)    revoked:\n(.*?)(    roles:)}{$1$3    revoked:\n$2$4}ms'
	echo "Key: $OTTO_KEY"; echo "Revoked: $NEW_KEY")" '' 's/Ulla untrusted/Otto Operator/g; s/untrusted\@/operator\@/g'
# What a role may.
ROLE_OF="$(trust_of $BASE "$LEGAL" | grep -v Principal; echo 'May: legal approve'; echo 'May: legal waive in prod')"
attack 'a role that may more than the event says' $I $BASE owner "$ROLE_OF" 'by hand
=May: legal approve'
attack 'a role that may what is not in trust.yaml' $I $BASE owner "$ROLE_OF" 'by hand
May: legal run'
attack 'a role that is gone' $I $BASE owner "$ROLE_OF" "by hand
=File: -
$(trust_of $BASE "$LEGAL"';s/^  ci:.*?(?=^  \w)//ms' | change | grep -v Principal)"
attack 'a role that may nothing' $I $BASE owner "$ROLE_OF" "by hand
=File: -
$(trust_of $BASE "$LEGAL"';s/^(  ci:\n).*?(?=^  \w)/$1/ms' | change | grep -v Principal)"

# Who may be trusted.
t () { # t TITLE PERL [WHO]
	attack "$1" $I $BASE ${3:-owner}:owner "$(trust_of $BASE 1)" "by hand
=File: -
$(trust_of $BASE "$2" | change | grep -v Principal)"
}
t 'trust by who is not a root' 1 reviewer
t 'trust of another version' 's/^version: .*/version: 9/'
t 'a threshold of two' 's/^threshold: 1/threshold: 2/m'
t 'nobody is root' 's/^    - root\n//m'
t 'one key of two people' 's/(ssh-ed25519 [^"]+)(.*?)ssh-ed25519 [^"]+/$1$2$1/s'
t 'two people of one name' 's/Otto Operator/Ada Owner/; s/operator\@example/owner\@example/'
t 'a role that nobody defines' 's/^    - operator$/    - emperor/m'
ROLE='s/^    - reviewer$/    - ci\n    - reviewer/m'
attack 'a role that the event does not say' $I $BASE owner "$(trust_of $BASE "$ROLE"; echo 'Role: ci')" 'by hand
=Role: -'
attack 'somebody else than the event names' $I $BASE owner "$(trust_of $BASE "$ROLE"; echo 'Role: ci')" 'by hand
=Principal: owner'
attack 'a role that nobody gets' $I $BASE owner "$(trust_of $BASE 1)" 'by hand
Role: ci'
for wrong in 'Name: Nobody Here' 'Email: nobody@example.com' "Key: $(cut -d' ' -f1,2 <$ROSTER/untrusted.pub)"; do
	attack "what nobody who is named has: ${wrong%%:*}" $I $BASE owner "$(trust_of $BASE 1)" "by hand
$wrong"
done
NEW_RECOVERY="$(trust_of $BASE 's{^principals:}{recovery: "'"$PAPER_KEY"'"\nprincipals:}m' | grep -v Principal; echo "Recovery: $PAPER_KEY")"
situation RECOVERS $BASE owner "$NEW_RECOVERY"
attack 'a recovery key that is not said' $I $BASE owner "$NEW_RECOVERY" 'by hand
=Recovery: -'
attack 'the recovery key taken away' $I $RECOVERS owner "$(trust_of $RECOVERS 1)" "by hand
=File: -
$(trust_of $RECOVERS 's/^recovery:.*\n//m' | change | grep -v Principal)"
attack 'another recovery key' $I $BASE owner "$(trust_of $BASE 1)" "by hand
Recovery: $PAPER_KEY"
attack 'a recovery key that somebody signs with' $I $BASE owner "$(trust_of $BASE 1)" "by hand
=File: -
$(trust_of $BASE 's{^principals:}{recovery: "'"$OTTO_KEY"'"\nprincipals:}m' | change | grep -v Principal)
Recovery: $OTTO_KEY"
t 'no text of trust' 's/^principals:/people:/m'
attack 'trust whose tree has no such file' $I $BASE owner "$(trust_of $BASE 1)" '' "s/^tree .*/tree $(git rev-parse $BASE:state)/"
attack 'trust without the file' $I $BASE owner "$(trust_of $BASE 1)" '' 's/^Mcade-File: .*\n//m'

# A recover is in force whatever its id: it is refused at the door, and named.
JUNK=$(git commit-tree -p $BASE -m junk "$BASE^{tree}")
recover_with () { # recover_with LINE
	printf '%s\n' recover 'says no event' 'by hand' "Rejects: $JUNK" "$1" |
		craft $BASE owner "s/^parent .*/parent $JUNK/m"
}
test_expect_success 'a recover with an id that another event has' '
	cd r && good=$(recover_with "Id: $R2") && counts $BASE $good &&
	bad=$(recover_with "Id: $(id_of $BASE)") && does_not_count identity $BASE $bad
'
cd "$TRASH/r" || exit 1
