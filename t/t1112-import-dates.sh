#!/bin/sh
# shows: A95
test_description='what a dated entry of a document says is what was so on that day'
. "${0%/*}/lib.sh"

# claims ENTRIES: import of PLAT_01 over these entries; "claim date" of each of its claims, "contradiction" where told.
claims () {
	rm -rf r && new_repo r && mkdir r/docs && printf "%b\n" "# R\n\n## Order\n\n1. PLAT_01 - base\n2. PLAT_02 - next\n\n$1" >r/docs/R.md &&
	( cd r && git add -A && git commit -q -m doc && { git mcade import --json docs/R.md >../out.json || :; } ) &&
	perl -MJSON::PP -0777 -ne 'my $all = decode_json($_); print map { "$_->{claim} " . ($_->{date} // "-") . "\n" } grep { $_->{step} eq "PLAT_01" } @{$all->{claims}}; print map { "$_->{rule}\n" } grep { $_->{severity} eq "error" } @{$all->{findings}}' out.json >found
}
are () {
	claims "$1" && shift && printf "%s\n" "$@" >expected && test_cmp expected found
}
blocked='## APPEND — 2026-01-25 — PLAT_01 Bring-Up Blocked (Stability)\n\nIt hung.\n\n'
done='## APPEND — 2026-01-28 — fixed\n\nPLAT_01 is COMPLETE now.\n\n'

test_expect_success 'A95: seed 000: the dated entry is a claim of its day, the order and the list below it are none' '
	new_repo s && copy_seed 000 s/docs/R.md && ( cd s && git add . && git commit -q -m seed && { git mcade import docs/R.md >../out || :; } ) &&
	test_grep "step: PLAT_08C, environment: prod, claim: blocked, path: docs/R.md, line: 294,.*date: .*2026-01-25" s/runbook.claims.yaml &&
	test_grep "step: PLAT_08C, environment: prod, claim: complete, path: docs/R.md, line: 66," s/runbook.claims.yaml && grep "line: 66," s/runbook.claims.yaml >line && test_grep ! "date:" line &&
	test_grep "^error .contradiction.* step .PLAT_08C. is claimed" out
'
test_expect_success 'the entry of a later day makes it history, wherever it stands; both stay as claims' '
	are "$blocked$done" "blocked 2026-01-25" "complete 2026-01-28" && are "$done$blocked" "complete 2026-01-28" "blocked 2026-01-25" &&
	test_grep "date: .*2026-01-25" r/runbook.claims.yaml
'
test_expect_success 'two of one day contradict each other, and what has no date contradicts the newest' '
	are "$blocked## APPEND 2026-01-25\n\nPLAT_01 is COMPLETE now.\n" "blocked 2026-01-25" "complete 2026-01-25" contradiction &&
	are "$blocked${done}## Now\n\nPLAT_01 is DEFERRED for now.\n" "blocked 2026-01-25" "complete 2026-01-28" "deferred -" contradiction
'
test_expect_success 'a name that begins with a date is none, nor is a stretch from one to another; a deeper heading keeps the day' '
	are "## Lock 2026-01-25-PLAT_01\n\nPLAT_01 is BLOCKED.\n\n$done" "blocked -" "complete 2026-01-28" contradiction &&
	are "## 2026-01-20 to 2026-01-25\n\nPLAT_01 is BLOCKED.\n\n$done" "blocked -" "complete 2026-01-28" contradiction &&
	are "## 2026-01-25\n\n### Later\n\nPLAT_01 is BLOCKED.\n\n$done" "blocked 2026-01-25" "complete 2026-01-28" &&
	are "## 2026-13-45\n\nPLAT_01 is BLOCKED.\n\n$done" "blocked -" "complete 2026-01-28" contradiction
'
# accepted: what the owner signs of the claims of this repository.
accepted () {
	( cd r && git mcade init >../out 2>&1 && git add -A && git commit -q -m imported && git mcade adopt --accept-claims >../out 2>&1 && git mcade audit >../out 2>&1 && git log --all --format=%B ) >log && sed -n "s/^Mcade-\(Claim\|Contradicted\): PLAT_01/\1/p" log >found
}
test_expect_success 'what is accepted is the newest; a lock does not end by a later status' '
	claims "$blocked$done" && accepted && echo "Claim prod complete" >expected && test_cmp expected found &&
	claims "## 2026-01-20\n\nPLAT_01 is LOCKED.\n\n$done" && accepted && printf "Claim prod complete\nClaim prod locked\n" >expected && test_cmp expected found
'
test_expect_success 'a date that is none is refused, and where both are of one day nothing is accepted' '
	claims "$blocked$done" && sed -i s/2026-01-28/2026-01-25/ r/runbook.claims.yaml && accepted && grep -c "^Contradicted" found >count && test_grep "^2$" count && test_grep ! "^Claim" found &&
	claims "$blocked$done" && sed -i "s/date: .*2026-01-25/date: today/" r/runbook.claims.yaml && ( cd r && git mcade init >../out 2>&1 && git add -A && git commit -q -m imported && broken git mcade adopt --accept-claims >../out 2>&1 )
'
test_done
