#!/bin/sh
test_description='an adopt whose tips nobody has here: its rules were in force, and what they bound without being asked is listed'
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
. "$SOURCE_DIR/t/lib-craft.sh"
. "$SOURCE_DIR/t/lib-audit.sh"
be_person owner

foreign=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
absent=0123456789abcdef0123456789abcdef01234567
# rules [LINE]: the runbook from now on, with that line before the steps, committed past the hooks.
rules () {
	sed "/^policies:/d${1:+
		s/^steps:/$1\n&/}" runbook.yaml >x && mv x runbook.yaml && git commit -q -n -a --allow-empty -m "rules $1"
}
# says WORD TIP [LINE]...: the owner's event with that tip for main, by a writer that asks nobody.
says () {
	word=$1 tip=$2
	shift 2
	printf '%s\n' "$word" "says because" "Tip: $tip refs/heads/main" "$@" | craft "$(git rev-parse $LEDGER)" owner >"$TRASH/crafted" &&
	point "$(cat "$TRASH/crafted")" && tick
}
adopts () {
	says adopt "$@" "Rules: 3" "Runbook: sha256:$(sha256sum <runbook.yaml | cut -d" " -f1)" "attach runbook.yaml runbook.yaml"
}
gone () {
	git rm -q README && git commit -q -n -m gone
}
exempted () {
	grep -o '"exemptions":\[[^]]*' "$TRASH/audit.json" | grep -o '{[^}]*}' | sed 's/"principal":"[^"]*",//; s/"reason":[^,]*,//' >exempted
}

test_expect_success 'setup: what rules of a time forbid is found in their time, and in no other' '
	small_repo r && cp -R . ../strict && gone && adopts "$(git rev-parse HEAD)" && silent &&
	cd ../strict && rules "policies: [{id: keep, no_delete: [README]}]" && adopts "$(git rev-parse HEAD)" && cp -R . ../bound && gone && rules && adopts "$(git rev-parse HEAD)" &&
	refused audit && found error no-delete README && exempted && test_line_count 0 exempted
'

test_expect_success 'a retip after an adopt from nowhere binds by the rules of that adopt, not of the one before it' '
	for tip in $foreign $absent; do
		cd "$TRASH" && rm -rf retipped && cp -R bound retipped && cd retipped && git update-ref $LEDGER $LEDGER~1 && adopts $tip &&
		says retip "$(git rev-parse HEAD)" && gone && rules && adopts "$(git rev-parse HEAD)" &&
		refused audit && found error no-delete README || return 1
	done
'

test_expect_success 'what an adopt from nowhere bound is no commit that passed: nobody can count it, and it is listed' '
	for tip in $foreign $absent; do
		cd "$TRASH" && rm -rf listed && cp -R bound listed && cd listed && git update-ref $LEDGER $LEDGER~1 && adopts $tip &&
		gone && rules && adopts "$(git rev-parse HEAD)" && { audit || :; } && exempted &&
		test_grep "{\"sequence\":2,\"event\":\"adopt\",\"counts\":true,\"uncounted\":true}" exempted && test_line_count 1 exempted || return 1
	done
'

test_expect_success 'a retip to nowhere exempts what cannot be counted, and not nothing' '
	for tip in $foreign $absent; do
		cd "$TRASH" && rm -rf moved && cp -R bound moved && cd moved && says retip $tip && adopts "$(git rev-parse HEAD)" && { audit || :; } && exempted &&
		test_grep "{\"sequence\":3,\"event\":\"retip\",\"counts\":true,\"uncounted\":true}" exempted || return 1
	done
'

test_expect_success 'nor was what came to a governed branch until then judged, where its tip alone is missing' '
	cd bound && git branch rel && sed -i "s|^governed:.*|governed: [refs/heads/main, refs/heads/rel]|" runbook.yaml && rules &&
	head=$(git rev-parse HEAD) && adopts $head "Tip: $head refs/heads/rel" && adopts $head "Tip: $head refs/heads/rel" && { audit || :; } && exempted && test_line_count 0 exempted &&
	for tip in $foreign $absent; do
		git update-ref $LEDGER $LEDGER~1 && adopts $head "Tip: $tip refs/heads/rel" && cp -R . ../$tip && cd ../$tip && rules && adopts "$(git rev-parse HEAD)" "Tip: $head refs/heads/rel" && { audit || :; } && exempted &&
		test_grep "{\"sequence\":4,\"event\":\"adopt\",\"counts\":true,\"uncounted\":true}" exempted || return 1
		cd ../bound
	done
'
test_done
