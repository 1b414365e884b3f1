#!/bin/sh
test_description='one attack changes one thing, and is refused for that'
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-craft.sh"

# A second person who may do the same: so that a signature under another name is that and nothing else.
make_ledger r && (
	cd r && git mcade trust add rita --key "$(key_of reviewer)" --name 'Rita Reviewer' \
		--email reviewer@example.com --role owner >/dev/null 2>&1 && tick &&
	git mcade freeze d --path 'd/*' -m 'wait for d' >/dev/null 2>&1
) || { echo "Bail out! no ledger"; exit 1; }
tick 600
TIP=$(git -C r rev-parse mcade/ledger)

test_expect_success 'the controls: signed again without an edit it is the same commit' '
	cd r && control $TIP owner &&
	control $(git rev-list --max-parents=0 $TIP) owner &&
	respelled $TIP 1 >same && test "$(cat same)" = $TIP
'
test_expect_success 'the same bytes, signed by a key that is nobody'"'"'s' '
	cd r && raw $TIP | unsign | sign_as untrusted | put >commit && judged_for $(cat commit) stranger
'
test_expect_success 'the same bytes, signed by another who may do it too' '
	cd r && raw $TIP | unsign | sign_as reviewer | put >commit && judged_for $(cat commit) name
'
test_expect_success 'another name, signed by its owner' '
	cd r && raw $TIP | unsign | edit "s/Ada Owner \(mcade\)/Rita Reviewer (mcade)/g" |
	sign_as owner | put >commit && judged_for $(cat commit) name
'
test_expect_success 'only the e-mail address of another' '
	cd r && raw $TIP | unsign | edit "s/<owner\@/<reviewer\@/g" | sign_as owner | put >commit &&
	judged_for $(cat commit) email
'
test_expect_success 'each digit of a SHA-256 counts, the last too' '
	cd r && for at in 0 7 8 31 63; do
		raw $TIP | unsign |
		edit "s/^(Mcade-File: sha256:.{$at})(.)/\$1 . (\$2 eq q(0) ? q(1) : q(0))/me" |
		sign_as owner | put >commit && judged_for $(cat commit) digest || { echo "$at"; return 1; }
	done
'
test_expect_success 'a genesis that names the owner, signed by somebody else' '
	cd r && g=$(git rev-list --max-parents=0 $TIP) && raw $g | unsign | sign_as untrusted | put >commit &&
	judged_for $(cat commit) genesis
'

# offline COMMIT: it says that the key signs that is kept offline, and that key does.
offline () {
	raw "$1" | unsign | edit "s/Ada Owner \(mcade\) <owner\@example.com>/recovery (mcade) <recovery>/g" | sign_as reviewer | put
}
test_expect_success 'the key that is kept offline says who may do what, and nothing else' '
	new_repo k && cd k && commit_file README text && git mcade init --no-hooks --recovery-key "$ROSTER/reviewer.pub" >out 2>&1 && tick &&
	git mcade freeze a --path "a/*" -m wait >out 2>&1 && tick && control $(git rev-parse $LEDGER) owner &&
	offline $LEDGER >commit && judged_for $(cat commit) stranger &&
	git mcade trust add otto --key "$(key_of operator)" --name Otto --email operator@example.com --role operator >out 2>&1 &&
	offline $LEDGER >commit && point $(cat commit) && git mcade audit --cold >audit
'

# --- without any key: a second spelling of a signature would be a second commit of one event ------
# The inner signature is the last string of the blob: 4 bytes of length, 4 + 11 of type, 4 + 64.
test_expect_success 'bytes behind the inner signature, lengths right' '
	cd r && respelled $TIP "substr(\$s, -87) = pack(q(N), 87) . substr(\$s, -83) . q(more)" >commit &&
	judged_for $(cat commit) signature
'
test_expect_success 'the inner type is that of a token, flags and counter made up' '
	cd r && respelled $TIP "my \$raw = substr(\$s, -64);
		my \$in = pack(q(N/a*N/a*CN), q(sk-ssh-ed25519@openssh.com), \$raw, 1, 7);
		substr(\$s, -87) = pack(q(N/a*), \$in)" >commit &&
	judged_for $(cat commit) signature
'
test_expect_success 'the true tip is still good' '
	cd r && test "$(git rev-parse mcade/ledger)" = $TIP && git mcade audit >audit
'
test_done
