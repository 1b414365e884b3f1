#!/bin/sh
# shows: E01 E03 E04 E09 E10 E22 E25 E27 E28 E29 E30 E31 E32 E34 E35 E42 E44 E45 E46
test_description='seed 004 executed: preflight, shadow, canary, drills, full; what is watched, what fires, and the way back

t/runbooks/004.yaml as it is, but for the address of the API and the quarter of an hour between two looks. git with a
remote that judges, curl and the endpoint are real. kubectl, npm, node and psql are scripts of t/stories/004/tools that
stand in for them.'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-release.sh"
story=$SOURCE_DIR/t/stories/004
CLUSTER=$TRASH/cluster
ADMIN_OBSERVABILITY_COOKIE=better-auth.session=quiet-juniper DATABASE_URL=postgresql://app:of-the-house@db/app
LEASE_BOT_RPA_RUNTIME=playwright AI_DECISION_PROVIDER=heuristic WORKER_RUN_ONCE=0 ROOMIES_RPA_SESSION=env:ROOMIES_RPA_SESSION
export CLUSTER ADMIN_OBSERVABILITY_COOKIE DATABASE_URL LEASE_BOT_RPA_RUNTIME AI_DECISION_PROVIDER WORKER_RUN_ONCE ROOMIES_RPA_SESSION
served || { echo "Bail out! no service"; exit 1; }
API_BASE_URL=$base
export API_BASE_URL
mkdir -p bin cluster web/api/admin && : >cluster/calls && for tool in kubectl npm node psql; do ln -s "$story/tools/$tool.sh" "bin/$tool" || exit 1; done
PATH=$TRASH/bin:$PATH
ln -s "$story/tools/observability.sh" web/api/admin/observability && printf 'HTTP/1.1 200 OK\n\nok' >web/health

founds () {
	git init -q -b main . && cp -R "$story"/. . && rm -r tools && git add -A && git commit -q -m "the application" &&
	git remote add origin "$TRASH/hub.git" && git push -q -u origin main &&
	sed "s|https://api.example.com|$base|; s|interval: 15m|interval: 1s|" "$SOURCE_DIR/t/runbooks/004.yaml" >runbook.yaml && git mcade init --principal ada &&
	git add -A && git commit -q -m "the runbook" && git push -q && git mcade adopt && git push -q
}
# errors COUNT...: critical errors that the endpoint shows, one for each look.
errors () {
	printf '%s\n' "$@" >"$TRASH/web/api/admin/errors"
}
# calls: what reached the cluster.
calls () {
	awk "!/^set env/ { n++ } END { print n + 0 }" cluster/calls
}
# rolls ENV: rolled out there, looked at, complete.
rolls () {
	as otto git mcade gate PREFLIGHT --env "$1" && as otto git mcade run ROLLOUT --env "$1" && as otto git mcade complete ROLLOUT --env "$1" && saves otto
}
# no_go WORDS ASSIGNMENT...: with that environment the preflight of shadow says no, and nothing is rolled out.
no_go () {
	words_said_=$1 && shift && calls_=$(calls) && asks 1 "NO-GO $words_said_" otto env "$@" git mcade gate PREFLIGHT --env shadow && saves otto &&
	asks 1 order otto git mcade run ROLLOUT --env shadow && next_is "git mcade gate PREFLIGHT --env shadow" && test "$(calls)" = "$calls_"
}
# widen STATUS WORDS: what the gate of full says.
widen () {
	asks "$1" "$2" otto git mcade gate widen --env full && saves otto
}
signal () { # signal NAME: something is wrong with what the endpoint shows
	touch "$TRASH/web/api/admin/$1"
}
well () {
	rm -f "$TRASH"/web/api/admin/missing "$TRASH"/web/api/admin/regressed cluster/stuck cluster/mock cluster/red.* cluster/unlinked && errors 4
}
IMAGE=docker.io/library/lease-bot:1@sha256:$(printf %064d 4)

test_expect_success 'setup: a server that judges, an owner, an operator' '
	mkdir ada && bare_remote hub.git && as ada founds && id=$(git -C ada config mcade.ledgerId) && ( cd hub.git && git mcade hooks install --expect-genesis "$id" ) &&
	as ada git mcade trust add otto --key "$(key_of operator)" --name "Otto Operator" --email operator@example.com --role operator &&
	( be_person operator && git clone -q hub.git otto ) && as otto git mcade join --expect-genesis "$id" && well &&
	as otto git mcade pin api.image=$IMAGE worker.image=$IMAGE --env shadow && saves otto
'
test_expect_success 'preflight: each wrong value of the deploy target is a NO-GO, and nothing is rolled out' '
	no_go "runtime.*fail" LEASE_BOT_RPA_RUNTIME=mock && no_go "provider.*fail" AI_DECISION_PROVIDER=oracle && no_go "gemini_key.*fail" AI_DECISION_PROVIDER=gemini && no_go "run_once.*fail" WORKER_RUN_ONCE=1 && no_go "base_url.*fail" API_BASE_URL=
'
test_expect_success 'preflight: red tests, no evidence of the CI, no linkage, a name that is gone' '
	touch cluster/red.npm && no_go "smoke.*fail" A=b && well && touch cluster/red.node && no_go "e2e.*fail" A=b && well && touch cluster/unlinked && no_go "linkage.*fail" A=b && well && echo WORKER_TASK >cluster/absent && no_go "present.*fail" A=b && rm cluster/absent && test_grep "LIMIT 20" cluster/asked && test_grep "worker.test.js$" cluster/tests &&
	as otto git rm -q docs/qa/evidence/release-critical-e2e.log && as otto sed -i /^ROOMIES_USERNAME/d .env.example && as otto git commit -q -a -m "not yet" && as otto git push -q && no_go "names.*fail ci_evidence.*fail" A=b && as otto git revert --no-edit ":/not yet" && as otto git push -q
'
test_expect_success 'preflight: a session is optional, and one that is no reference is told; neither holds anything up' '
	as otto env ROOMIES_RPA_SESSION= git mcade gate PREFLIGHT --env shadow && test_grep "sessions *pass" out && saves otto && as otto env ROOMIES_RPA_SESSION=cookies-of-the-house git mcade gate PREFLIGHT --env shadow && test_grep "sessions *warn" out && saves otto && as otto git mcade gate PREFLIGHT --env shadow && test_grep "sessions *pass" out && saves otto
'
# never_pushed RULE FILE TEXT: no commit brings it in, nor does a push of one that no hook saw.
never_pushed () {
	mkdir -p "otto/$(dirname "$2")" && echo "$3" >"otto/$2" && as otto git add -A && asks 1 "$1" otto git commit -q -m "less to set up" && as otto git commit -q --no-verify -m "less to set up" &&
	asks 1 "$1" otto git push -q --no-verify && as otto git reset -q --hard HEAD~
}
test_expect_success 'no value of production comes into a commit, and no credential that is no reference; a reference does' '
	never_pushed secret k8s/secret.yaml "DATABASE_URL: postgresql://app:Zk3.x9QmW2pL70@db/app" && never_pushed secret k8s/worker.yaml "ROOMIES_PASSWORD: Zk3.x9QmW2pL70" && never_pushed forbidden k8s/production.env "WORKER_RUN_ONCE=0" && never_pushed forbidden accounts/leasebreak.json "{\"sessionRef\":\"cookies-of-the-house\"}" && never_pushed forbidden accounts/leasebreak.json "{\"userDataDirRef\": \"/srv/profiles/leasebreak\"}" &&
	mkdir -p otto/accounts && echo "{\"sessionRef\":\"env:LEASEBREAK_RPA_SESSION\"}" >otto/accounts/leasebreak.json && echo "{\"userDataDirRef\":\"env:LEASEBREAK_RPA_PROFILE\"}" >otto/accounts/profile.json && as otto git add -A && as otto git commit -q -m "accounts" && as otto git push -q
'
test_expect_success 'shadow: nothing without the cookie; drafts only, covered, with a baseline that is signed' '
	as otto git mcade gate PREFLIGHT --env shadow --json && test "$(json "map { \"\$_->{id} \$_->{result}\" } sort { \$a->{id} cmp \$b->{id} } @{\$j->{coverage}}" out)" = "R10 pass R29 pass R5 pass R7 pass" && saves otto && before=$(tip) && asks 128 ADMIN_OBSERVABILITY_COOKIE otto env -u ADMIN_OBSERVABILITY_COOKIE git mcade run ROLLOUT --env shadow && test "$(tip)" = "$before" && test "$(calls)" = 0 && rolls shadow &&
	test "$(cat cluster/mode)" = draft_only && event Baseline "$(newest "finish ROLLOUT in shadow")" >said && test_grep "^shadow sha256:" said
'
test_expect_success 'canary: not before shadow, not with what shadow never had; then it is rolled out, and watched' '
	asks 1 promotion otto git mcade run ROLLOUT --env canary && next_is "git mcade promote --env canary" && as otto sed -i "s/tier: api/tier: web/" k8s/deployments.yaml && as otto git commit -q -a -m "a late idea" && as otto git push -q && asks 1 promotion otto git mcade promote --env canary && as otto git revert --no-edit HEAD && as otto git push -q &&
	as otto git mcade promote --env canary && saves otto && rolls canary && test "$(cat cluster/mode)" = canary && as otto git mcade verify --env canary && saves otto
'
test_expect_success 'a snapshot that does not show everything, or a spike over twice of shadow, is no green canary' '
	signal regressed && asks 1 "auditByAgent" otto git mcade verify --env canary && saves otto && well && signal missing && asks 1 "missingPlatforms" otto git mcade verify --env canary && saves otto && well && errors 9 && asks 1 "no_spike" otto git mcade verify --env canary && saves otto && asks 1 promotion otto git mcade promote --env full && well && as otto git mcade verify --env canary && saves otto
'

# --- drills -------------------------------------------------------------------------------------------------------------
drills () { # drills STATUS ID [ARGUMENTS]
	wanted_said_=$1 && shift && asks "$wanted_said_" - otto git mcade drill "$@" --env canary
}
test_expect_success 'full waits for two drills of this candidate, whose evidence is whole, and for a word about the handoff' '
	widen 2 "INCONCLUSIVE rollout_drilled.*inconclusive rollback_drilled.*inconclusive handoff.*inconclusive" && before=$(tip) && drills 1 rollback_drill && cat out err | grep revision && test "$(tip)" = "$before" &&
	drills 0 rollout_drill && saves otto && touch cluster/stuck && drills 1 rollback_drill --field revision=1 --follow-up-owner Bea && saves otto && well && widen 1 "NO-GO rollback_drilled.*fail" && drills 0 rollback_drill --field revision=1 && saves otto && test ! -e cluster/undone &&
	cat otto/docs/qa/evidence/rollout-drill-*.md >evidence && for line in "^- operator: otto" "^- environment: canary" "^- candidate: sha256:" "auditByAgent" "^- result: ok" "kubectl\|rolled out"; do test_grep "$line" evidence || return 1; done && cat otto/docs/qa/evidence/rollback-drill-*.md >evidence && test_grep "^- follow_up_owner: Bea" evidence && test_grep "^- revision: 1" evidence
'
test_expect_success 'what a drill wrote is not written over' '
	echo "passed, too" >>"$(ls otto/docs/qa/evidence/rollout-drill-*.md)" && asks 1 sealed otto git commit -q -a -m better && as otto git checkout -q HEAD -- docs
'

# --- full ---------------------------------------------------------------------------------------------------------------
test_expect_success 'two looks in a row: a spike that stays is a NO-GO, one that goes is none' '
	as otto git mcade attest widen/handoff --env full -m "as ever" && errors 9 9 && widen 1 "NO-GO watched.*fail" && errors 9 4 9 4 4 && as otto git mcade gate widen --env full && saves otto && asks 2 conditions otto git mcade promote --env full && next_is "git mcade approve promote --env full"
'
test_expect_success 'full: not by an agreement of oneself, not while a trigger fires; then promoted, rolled out, watched' '
	gets ada && as ada git mcade approve promote --env full -m "both drills read" && asks 2 conditions ada git mcade promote --env full && signal missing && asks 1 "conditions\|promotion" otto git mcade promote --env full && well && as otto git mcade promote --env full && saves otto &&
	rolls full && test "$(cat cluster/mode)" = full && as otto git mcade gate WATCH --env full && saves otto && as otto git mcade status --env full --json && test "$(json "map { \$_->{phase} } @{\$j->{environments}[0]{steps} // \$j->{steps}}" out)" = "complete complete complete"
'
# fires CHECK COMMAND...: with the world so, that trigger fires, and names the way back.
fires () {
	check_=$1 && shift && "$@" && asks 1 "$check_.*fires" otto git mcade rollback --check --env full && next_is "git mcade rollback undo --env full" && well
}
test_expect_success 'each condition of a rollback fires by itself, and nothing fires while all is well' '
	as otto git mcade rollback --check --env full && fires e2e touch cluster/red.node && fires snapshot signal missing && fires startup touch cluster/mock && fires no_spike errors 20
'
test_expect_success 'triage asks what the steps of the seed ask' '
	as otto git mcade gate triage --env full && saves otto && touch cluster/mock && asks 1 "NO-GO startup.*fail" otto git mcade gate triage --env full && saves otto && well
'
test_expect_success 'back to a revision while everything else is broken: no remote, no service, red tests, under a halt' '
	gets ada && as ada git mcade halt --env full -m "errors" && as otto git mcade sync && touch cluster/red.node && errors 99 && mv hub.git gone.git && mv web/health web/gone &&
	asks 129 revision otto git mcade rollback undo --env full --input revision="1 --force" && test ! -e cluster/undone && as otto git mcade rollback undo --env full --input revision=2 && test_line_count 2 cluster/undone && test_grep "lease-bot-worker --to-revision=2" cluster/undone &&
	mv gone.git hub.git && mv web/gone web/health && well && as otto git mcade sync && saves otto && gets ada && as ada git mcade resume --env full -m "rolled back" && as otto git mcade sync && as otto git mcade rollback undo-last --env full && saves otto
'
test_expect_success 'a dishonest client with a good key: no GO of what was watched and failed, no promotion without one' '
	errors 9 9 && widen 1 "NO-GO watched.*fail" && well && gate=$(tip) && go=$({ echo "gate - full"; echo "Subject: gate:widen"; lines_of $gate; echo "=Verdict: pass"; } | crafted) && passes_nowhere evidence $go &&
	promote=$({ echo "promote - full"; lines_of "$(newest "promote in full")"; echo "attach releases/full.yaml releases/full.yaml"; } | crafted) && passes_nowhere promotion $promote
'
test_expect_success 'secrets are nowhere, and the day is read and audited by somebody who was not there' '
	for secret in quiet-juniper of-the-house; do git -C hub.git log -p --all --format=%B | grep -c -F -e "$secret" >found || :; test "$(cat found)" = 0 || return 1; done &&
	( be_person untrusted && git clone -q hub.git reader ) && as reader git mcade join --no-hooks --expect-genesis "$id" && as reader git mcade audit --cold && test_grep "^pass: " out && as reader git mcade log -n 200 && for line in "promote to canary from shadow" "promote to full from canary" "gate widen in full: NO-GO" "gate widen in full: GO" "drill rollback_drill in canary" "rollback undo in full"; do test_grep "$line" out || return 1; done
'
test_expect_success 'each line of the seed has its place in the runbook, and a case that executes it' 'each_line 004'
test_done
