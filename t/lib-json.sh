# lib-json.sh - every command with --json, in success, refusal and error, for the tests that hold
# what was printed against schemas/output/.
#
#	. "${0%/*}/lib.sh"
#	. "$SOURCE_DIR/t/lib-small.sh"
#	. "$SOURCE_DIR/t/lib-motorcade.sh"
#	. "$SOURCE_DIR/t/lib-json.sh"
#
# Each shots_* is one part of a story and leaves $SHOTS/<command>-<case>.json; they run in the
# order in which they stand here, everything as the owner in $TRASH/json.
SHOTS=$TRASH/shots
mkdir -p "$SHOTS"

# shot STATUS SCHEMA CASE ARGUMENT...: git mcade ARGUMENT... --json ends with STATUS and prints one
# line, an object of that schema.
shot () {
	status_=$1 schema_=$2 file_=$SHOTS/$2-$3.json
	shift 3
	expect_status "$status_" git mcade "$@" --json >"$file_" 2>"$file_.err" || {
		cat "$file_.err" >&4
		return 1
	}
	test_line_count 1 "$file_" || return 1
	case $(cat "$file_") in
	"{\"schema\":\"mcade/$schema_/1\","*'}') return 0 ;;
	esac
	test_grep "^{\"schema\":\"mcade/$schema_/1\"" "$file_"
}

# schema_of FILE: the schema that FILE says it follows; acts share one.
schema_of () {
	word_=$(sed -n 's,^{"schema":"mcade/\([a-z-]*\)/1".*,\1,p' "$1")
	[ -f "$SOURCE_DIR/schemas/output/$word_.yaml" ] || word_=act
	echo "$SOURCE_DIR/schemas/output/$word_.yaml"
}

shots_set_up () {
	new_repo json && cd json && commit_file README "a small team" &&
	shot 128 error status-without-ledger status &&
	shot 0 init ok init && shot 1 init init-again init &&
	small_runbook &&
	sed -i "s/^steps:/gates:\n- {id: release, covers: [R1], checks: [{id: up, run: 'true', covers: [R1]}]}\n- {id: stuck, needs: [LATER], checks: [{id: up, run: 'true'}]}\n- {id: read, approval: {role: owner}, checks: [{id: seen, manual: seen, role: owner}]}\n&/" runbook.yaml &&
	sed -i "s/^- {id: LATER}/- {id: SIGNED, needs: [], run: 'true', pins: [], approval: {role: owner, prevent_self_approve: true}, verify: [{id: up, run: 'true'}]}\n- {id: HAND, kind: manual, needs: [], pins: [], changes_state: false}\n&/" runbook.yaml &&
	printf "rollbacks:\n- {id: back, environment: lab, inputs: {release: 'v[0-9]+'}, run: 'true', verify: [{id: up, run: 'true'}]}\ndrills:\n- {id: try, environment: lab, every: 90d, run: 'true', verify: [{id: up, run: 'true'}], evidence: {path: docs/evidence/, require: [operator, ticket]}}\n" >>runbook.yaml && git commit -qam 'one that is approved, one that a person does' && shot 0 adopt ok adopt && shot 0 adopt again adopt &&
	shot 0 trust list trust list &&
	shot 0 trust export trust export &&
	shot 0 trust add trust add otto --key "$(key_of operator)" --role operator \
		--name 'Otto Operator' --email operator@example.com &&
	shot 1 trust refused trust add otto --key "$(key_of operator)" --role no-such-role &&
	shot 0 trust role trust role otto ci && shot 0 trust may trust role legal --may approve &&
	shot 0 trust set trust set otto --key "$(key_of untrusted)" --role operator && shot 0 trust revoked trust list &&
	shot 0 trust back trust set otto --key "$(key_of operator)" && shot 0 trust recovery trust recovery --key "$(key_of reviewer)" &&
	shot 129 error trust-revoke-whom trust revoke nobody -m x &&
	shot 129 error trust-add-no-email trust add new --key "$(cut -d" " -f1,2 "$(key_of untrusted)")" --role operator &&
	shot 0 hooks install hooks install && shot 0 hooks status hooks status &&
	shot 0 hooks doctor hooks doctor && shot 0 hooks uninstall hooks uninstall &&
	shot 1 hooks absent hooks status && shot 129 error hooks-what hooks paint &&
	shot 0 retip ok retip -m 'nothing was rewritten, yet'
}

shots_operate () {
	cd json &&
	shot 0 status planned status --env lab && shot 0 next first next --env lab &&
	shot 0 show planned show CACHE --env lab &&
	shot 0 status everywhere status && shot 129 error which-environment next &&
	shot 129 error no-such-step show CACH --env lab &&
	shot 0 run plan run CACHE --env lab --dry-run &&
	shot 1 run needs run READ --env lab &&
	shot 1 complete never-ran complete CACHE --env lab &&
	shot 1 pin floats pin cache.image=redis:7 --env lab &&
	shot 0 run ok run CACHE --env lab &&
	shot 0 pin ok pin "cache.image=docker.io/library/redis:7.2@$DIGEST" --env lab &&
	shot 0 pin created pin --create "spare.image=docker.io/library/redis:7.2@$DIGEST" --env lab && shot 1 unpin unknown unpin spare.imag --env lab -m typo &&
	shot 0 unpin ok unpin spare.image --env lab -m 'not here' && shot 129 error unpin-no-reason unpin cache.image --env lab &&
	shot 0 complete ok complete CACHE --env lab -m 'cache is up' &&
	printf '# Replacement: none\n' >playbooks/old.sh && git add playbooks && git commit -qm 'cache is up' && shot 1 purge refused purge playbooks/old.sh -m gone && shot 0 purge list purge --list &&
	shot 0 verify ok verify CACHE --env lab &&
	echo down >cache.state && shot 1 verify fails verify CACHE --env lab &&
	echo up >cache.state && shot 0 verify again verify CACHE --env lab && shot 0 verify all verify --env lab &&
	shot 0 checkpoint ok checkpoint CACHE --env lab -m 'as it runs' && shot 1 checkpoint not-complete checkpoint READ --env lab &&
	shot 0 unseal ok unseal CACHE --env lab -m 'too early' && shot 129 error unseal-what unseal CACHE --env lab -m twice &&
	shot 0 block ok block READ --env lab --until 'the vendor answers' -m 'no licence' &&
	shot 0 status blocked status --env lab &&
	shot 1 run blocked run READ --env lab &&
	shot 0 unblock ok unblock READ --env lab -m 'a licence' &&
	shot 0 lock ok lock READ --env lab && shot 1 run locked run READ --env lab &&
	shot 0 unlock ok unlock READ --env lab -m 'once more' &&
	shot 0 rollback ok rollback back --env lab --input release=v1 && shot 0 rollback plan rollback back --env lab --input release=v1 --print &&
	shot 1 drill refused drill try --env lab && shot 0 drill ok drill try --env lab --field ticket=OPS-1 && shot 129 error drill-field drill try --env lab --field ticket &&
	shot 129 error rollback-input rollback back --env lab --input release=one &&
	for word in defer dormant deprecate; do shot 0 $word ok $word READ --env lab -m 'not now' && shot 0 activate $word activate READ --env lab -m now || return 1; done &&
	shot 0 supersede ok supersede READ --by CACHE --env lab -m 'the other' && shot 1 activate nothing activate CACHE --env lab -m back && git mcade activate READ --env lab -m back >ran &&
	shot 0 halt ok halt --env lab --until 2h -m stop && shot 0 waive ok waive order --step READ --env lab --expires 2h -m once && shot 1 waive locked waive locked --env lab --expires 2h -m once &&
	shot 0 incident ok incident open --env lab --ttl 2h -m fire && shot 0 status held status --env lab && shot 0 resume ok resume --env lab -m 'go on' && shot 129 error incident-none incident close 00000000 --env lab --follow-up x &&
	shot 0 skip ok skip READ --env lab -m 'not here' && shot 1 skip again skip READ --env lab -m again &&
	shot 0 reopen ok reopen READ --env lab -m 'after all' &&
	shot 1 abandon nothing-runs abandon READ --env lab -m 'no run' &&
	shot 1 run hand run HAND --env lab && shot 0 show hand show HAND --env lab && shot 0 attest ok attest HAND --env lab -m 'by hand' --evidence README && shot 0 show shown show HAND --env lab --output &&
	shot 129 error attest-what attest CACHE --env lab -m 'by hand' && shot 0 approve nobody approve --list --env lab && shot 2 run waits run SIGNED --env lab && shot 0 approve ok approve SIGNED --env lab -m seen &&
	shot 2 gate waits gate read --env lab && shot 0 attest check attest read/seen --env lab -m yes && shot 0 gate go gate release --env lab && shot 0 approve gate approve gate:read --env lab -m yes && shot 0 gate agreed gate read --env lab && shot 1 gate stuck gate stuck --env lab && shot 0 status gates status --env lab &&
	shot 0 approve own approve --list SIGNED --env lab && shot 0 show approved show SIGNED --env lab && shot 129 error approve-what approve CACHE --env lab -m x &&
	shot 0 freeze ok freeze nginx --path 'playbooks/*nginx*' --except '*.md' -m verified &&
	shot 1 freeze again freeze nginx --path x -m twice &&
	shot 0 status frozen status --env lab && shot 0 show complete show CACHE --env lab &&
	shot 129 error expunge-what expunge 0/nothing -m 'a secret' &&
	ran_=$(git log --format=%s --reverse mcade/ledger | grep -n "^finish CACHE" | head -n 1 | cut -d: -f1) &&
	shot 0 expunge ok expunge $((ran_ - 1)) -m 'a secret' &&
	shot 1 attest refused attest event:$((ran_ - 1)) -m 'it ran' && shot 129 error attest-event attest event:9999 -m 'it ran' &&
	shot 0 thaw ok thaw nginx -m 'a new one' &&
	echo 'exit 7' >playbooks/read.sh && git commit -qam 'fails' &&
	shot 1 run fails run READ --env lab && shot 0 show failed show READ --env lab &&
	shot 0 next behind next --env lab
}

shots_review () {
	cd json &&
	shot 0 log all log && shot 0 log step log CACHE --env lab -n 2 && shot 0 log patch log -p ..5 && shot 0 show event show event:5 &&
	shot 0 show output show CACHE --env lab --output && shot 0 diff all diff 0.. && shot 129 error diff-what diff 5 && shot 0 adopt planned adopt --dry-run && shot 129 error log-n log -n x &&
	shot 0 audit pass audit && shot 0 audit exceptions audit --exceptions && shot 0 audit cold audit --cold &&
	shot 3 audit short audit --min-sequence 9999 &&
	shot 3 audit other-genesis audit --expect-genesis "$DIGEST_HEX" &&
	shot 1 lint missing lint --missing &&
	shot 0 render ok render && shot 0 render commit render --commit --branch proposal && shot 0 render check render --check &&
	printf 'cache:\n  image: redis:latest\n' >releases/lab.yaml &&
	shot 1 render differs render --check &&
	git add releases/lab.yaml && shot 1 check staged check --staged && git reset -q --hard &&
	shot 0 check range check --range HEAD~1..HEAD && shot 0 check net check --range HEAD~1..HEAD --net &&
	git rm -q -r docs/deployments && git commit -q --no-verify -m 'the log is gone' &&
	shot 1 check range-refused check --range HEAD~1..HEAD &&
	shot 1 check history check --history && shot 2 check nothing check --range HEAD..HEAD &&
	shot 3 check too-short check --range HEAD~1..HEAD --min-sequence 9999 &&
	( JENKINS_URL=x BRANCH_NAME=main && export JENKINS_URL BRANCH_NAME && shot 1 check job check ) && shot 129 error check-what check what &&
	shot 128 error check-nowhere check --range nowhere..HEAD &&
	shot 0 help all help && shot 0 help one help init && shot 129 error help-what help statsu &&
	shot 0 explain all explain && shot 0 explain one explain frozen && shot 129 error explain-what explain x &&
	git revert -n HEAD && git commit -q --no-verify -m 'the log is back'
}
DIGEST_HEX=${DIGEST#sha256:}

shots_share () {
	cd json && shot 0 sync no-remote sync && cd .. &&
	bare_remote json.git json && cd json && git push -q origin main &&
	shot 0 sync publishes sync && shot 0 sync again sync && cd .. &&
	as_person operator join_and_win_ &&
	cd json &&
	shot 0 block unpublished block LATER --env lab -m mine --no-fetch &&
	shot 2 error block-lost-race block LATER --env lab -m mine &&
	shot 0 sync aside sync --set-aside && shot 0 sync repair sync --repair && shot 1 recover nothing recover -m 'all is well' &&
	git -C ../json.git update-ref refs/heads/mcade/ledger "$(git -C ../json.git commit-tree -p mcade/ledger -m junk 'mcade/ledger^{tree}')" &&
	shot 3 error sync-junk sync && shot 0 recover plan recover -m 'by hand' --dry-run && shot 0 recover ok recover -m 'by hand' &&
	git remote set-url origin "$TRASH/nowhere.git" && shot 2 error sync-unreachable sync &&
	git update-ref refs/heads/mcade/ledger mcade/ledger~2 && shot 3 error status-gone-back status --env lab
}

# What comes after lab: refused while lab is not done, then brought there, then there already.
shots_promote () {
	new_repo next && cd next && git mcade init --no-hooks >../log 2>&1 && cat >runbook.yaml <<-EOF &&
	version: 1
	ledger: $(git config mcade.ledgerId)
	environments: [{id: lab}, {id: next, promote: {after: [lab], approval: {role: owner}}}]
	steps: [{id: A, run: 'true', changes_state: false, pins: [], verify: [{id: up, run: 'true'}]}]
	rollbacks: [{id: undo, environment: next, run: 'true', verify: [{id: up, run: 'true'}], triggers: [{id: holds, run: test ! -e ../fires}]}]
	EOF
	git add -A && git commit -q -m runbook && git mcade adopt >../log 2>&1 && shot 1 promote refused promote --env next &&
	shot 0 status before status --env next && git mcade run A --env lab >../log 2>&1 && git mcade complete A --env lab >../log 2>&1 &&
	git add -A && git commit -q -m lab && shot 2 promote waits promote --env next && shot 0 approve promote approve promote --env next -m seen &&
	shot 0 promote ok promote --env next && shot 0 promote again promote --env next && shot 0 status after status --env next &&
	shot 0 rollback holds rollback --check --env next && touch ../fires && shot 1 rollback fires rollback --check --env next && rm ../fires && shot 0 rollback print rollback undo --env next --print &&
	git mcade incident open --env next --ttl 1m -m fire >../log 2>&1 && tick 90 && shot 0 next late next --env next
}

# The second person: joins, and is first with an event.
join_and_win_ () {
	git clone -q json.git second && cd second &&
	shot 3 error join-another join --expect-genesis "$DIGEST_HEX" &&
	shot 0 join ok join && shot 0 join expected join --expect-genesis "$(git config mcade.ledgerId)" &&
	shot 0 block theirs block READ --env lab -m theirs &&
	shot 1 unlock no-role unlock READ --env lab -m 'not mine to open' &&
	shot 0 sync ahead sync
}

shots_before_adoption () {
	motorcade team && cd team &&
	shot 1 lint team lint && shot 0 lint documents lint --documents &&
	shot 1 import team import docs/RUNBOOK.md --env prod &&
	shot 129 error import-what import &&
	shot 1 check team check --history &&
	shot 1 check runbook check --history --runbook runbook.yaml &&
	shot 129 error recover-why recover && shot 128 error later drift && shot 129 error no-command statsu
}
