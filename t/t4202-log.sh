#!/bin/sh
test_description='log: which events count, and by which rule one does not'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-craft.sh"

# freeze_as WHO NAME: an event like the newest, behind it, signed by WHO, with the files that apply() makes of it.
freeze_as () {
	follow mcade/ledger | edit "s/^Mcade-Hold: .*\$/Mcade-Hold: $2/m" |
		edit "s/^Mcade-Id: .*\$/Mcade-Id: $(git rev-parse mcade/ledger | cut -c1-32)/m" >unsigned &&
	sed '1,/^$/d' unsigned | git mcade hook apply mcade/ledger mcade/ledger >applied &&
	{
		echo "tree $(sed -n 1p applied)" && sed -n '2,/^$/p' unsigned && sed 1d applied
	} >commit
	[ "$1" = owner ] || sed -i '1,/^$/{s/Ada Owner/Otto Operator/; s/owner@/operator@/}' commit
	git update-ref refs/heads/mcade/ledger "$(sign_as "$1" <commit | put)"
}

make_ledger r || { echo "Bail out! no ledger"; exit 1; }

test_expect_success 'an event that its signer may say is verified, and counts' '
	cd r && freeze_as owner good && git mcade log -n 1 >out && test_grep "owner  verified  freeze" out &&
	git mcade log -n 1 --json >json && test_grep "\"verified\":true,\"counts\":true}" json
'
test_expect_success 'the same of one who may not is shown as not counting, with the rule' '
	cd r && freeze_as operator bad && git mcade log -n 1 >out &&
	test_grep "otto  disputed, does not count: permission  freeze" out && ! grep verified out &&
	git mcade log -n 1 --json >json && test_grep "\"verified\":true,\"counts\":false,\"rule\":\"permission\"}" json &&
	refused git mcade audit >out 2>&1 && test_grep "refused \[permission\] event 6" out
'
test_expect_success 'the next event names it, and counts' '
	cd r && git mcade freeze next --path "n/*" -m next && git mcade log -n 1 >out && test_grep "owner  verified" out &&
	git cat-file commit mcade/ledger >out && test_grep "^Mcade-Disputes: [0-9a-f]* permission$" out
'
test_expect_success 'it says what was done: whom, which role, which paths; and of a revocation what it is' '
	cd r && git mcade log -n 1 >out && test_grep "  freeze next: n/\\*$" out &&
	git mcade trust add rita --key "$(key_of reviewer)" --role operator --name Rita --email rita@example.com &&
	git mcade log -n 1 >out && test_grep "  trust rita +operator$" out && test_grep "Name: Rita" out &&
	git mcade trust revoke rita -m "left" && git mcade log -n 1 >out && test_grep "  trust rita: all keys revoked$" out &&
	git mcade log -n 2 --json >json && test_grep "\"change\":\"all keys revoked\"" json && test_grep "{\"field\":\"Principal\",\"value\":\"rita\"}" json
'
test_done
