#!/bin/sh
# shows: A43
test_description='nothing was verified before it was made'
. "${0%/*}/lib.sh"

# told VERIFIED LINES: "line expected" of lint, where a step was verified then over these; COMMIT is one of 2026-03-04.
new_repo r && ( cd r && mkdir docs && echo app >app && git add app && GIT_COMMITTER_DATE="2026-03-04T12:00:00Z" git commit -q -m app && git rev-parse HEAD >../commit && git tag v1 )
told () {
	printf "%b\n" "# R\n\n1. [x] **REL_01 — app**\n   - Verified: $1\n   - $2\n2. [ ] REL_02 — next" | sed "s/COMMIT/$(cat commit)/" >r/docs/RUNBOOK.md &&
	( cd r && git add -A && git commit -q -m runbook --allow-empty && { git mcade lint --json --all >../lint.json || :; } ) &&
	perl -MJSON::PP -0777 -ne 'print map { "$_->{line} $_->{expected}\n" } grep { $_->{rule} eq "contradiction" } @{decode_json($_)->{findings}}' lint.json >found
}
none () { told "$@" && test_line_count 0 found; }
is='Deploy ref (app): tag \0140v1\0140 (SHA: \0140COMMIT\0140)'

test_expect_success 'A43: a day before the commit that is pinned was made' '
	told "**2026-03-01**" "$is" && echo "4 2026-03-04 or later" >expected && test_cmp expected found && told "2026-03-02 (smoke)" "$is" && test_cmp expected found
'
test_expect_success 'that day, the one before somewhere on earth, a later one, no day' '
	for day in 2026-03-03 2026-03-04 2026-04-01 yesterday 2026-02-31 2026 "by Ada, 2026-03-01"; do none "$day" "$is" || return 1; done
'
test_expect_success 'a commit of another repository, a short one, one that only was fixed with, two of them, two days' '
	none 2026-03-01 "Deploy ref (app): tag \0140v1\0140 (SHA: \014094da1cdbfb22fb731a51944cc01a12f23e1740b7\0140)" &&
	none 2026-03-01 "Deploy ref (app): tag \0140v1\0140 (SHA: \0140$(cut -c1-7 commit)\0140)" && none 2026-03-01 "Fixed later in \0140COMMIT\0140" &&
	none 2026-03-01 "$is\n   - Deploy ref (web): tag \0140v2\0140 (SHA: \014094da1cdbfb22fb731a51944cc01a12f23e1740b7\0140)" && none 2026-03-05 "$is\n   - Verified: 2026-03-01"
'
test_done
