#!/bin/sh
# shows: D01 D02 D05 D06 D11 D13 D14 D16 D18 D26 D27 D29 D35 D36 D38 D40 D41 D42 D45 D49 S16
test_description='seed 003 executed: staging, certification, approval, promotion, production, each stop, and the way back

t/runbooks/003.yaml as it is, but for two addresses and the waits between tries. git with a remote that judges, make,
curl, and the service are real: what is deployed is what answers. heroku, docker and gh are scripts of
t/stories/003/tools that stand in for them.'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-release.sh"
story=$SOURCE_DIR/t/stories/003
BASE_IMAGE=docker.io/library/python:3.12@sha256:$(printf %064d 312)
served || { echo "Bail out! no service"; exit 1; }
mkdir bin ci && for tool in heroku docker gh; do ln -s "$story/tools/$tool.sh" "bin/$tool" || exit 1; done
PATH=$TRASH/bin:$PATH

founds () {
	git init -q -b develop . && cp -R "$story"/. . && rm -r tools && printf '%s\n' build/ .release/ 'ship_*.log' >.gitignore &&
	git add -A && git commit -q -m "the application" && git branch main && git remote add origin "$TRASH/hub.git" && git push -q -u origin develop main &&
	sed "s|https://dev.cape-control.com|$base/autorisen|; s|https://cape-control.com|$base/capecraft|; s|count: 5, delay: 30s|count: 3, delay: 1s|" \
		"$SOURCE_DIR/t/runbooks/003.yaml" >runbook.yaml && git mcade init --principal ada && git add -A && git commit -q -m "the playbook" &&
	git push -q && git mcade adopt && git add -A && { git diff --cached --quiet || git commit -q -m adopted; } && git push -q
}
# ci CONCLUSION: what the team's CI said of what develop has.
ci () {
	echo "[{\"conclusion\": \"$1\"}]" >"$TRASH/ci/$(git -C "$TRASH/hub.git" rev-parse "${2:-develop}")"
}

# job ARGUMENTS: the workflow runs the tests.
job () {
	env MCADE_KEY="$(cat "$ROSTER/untrusted")" git mcade run TEST --env staging "$@"
}
# phase STEP ENV PHASE: where it is, as otto sees it.
phase () {
	as otto git mcade status --env "$2" --json && is_=$(json "map { \$_->{phase} . (\$_->{stale} ? q( stale) : q()) } grep { \$_->{id} eq q($1) } @{\$j->{steps}}" out) && test "$is_" = "$3" || { echo "$1 is $is_" >&4; false; }
}

# answers ENV WORK-ORDER: what the preconditions ask of a person, and they are decided.
answers () {
	for check_ in scope migration; do as otto git mcade attest PRECONDITIONS/$check_ --env "$1" -m "$2" || return 1; done && as otto git mcade gate PRECONDITIONS --env "$1"
}
test_expect_success 'setup: a server that judges, an owner, another, an operator, a job of the CI' '
	mkdir ada && bare_remote hub.git && as ada founds && id=$(git -C ada config mcade.ledgerId) &&
	( cd hub.git && git mcade hooks install --expect-genesis "$id" ) &&
	as ada git mcade trust add bea --key "$(key_of reviewer)" --name "Bea Owner" --email reviewer@example.com --role owner &&
	as ada git mcade trust add otto --key "$(key_of operator)" --name "Otto Operator" --email operator@example.com --role operator &&
	as ada git mcade trust add runner --key "$(key_of untrusted)" --name Runner --email runner@example.com --role ci &&
	for who in bea otto; do ( be_person "$(key_name $who)" && git clone -q hub.git $who ) && as $who git checkout -q develop && as $who git mcade join --expect-genesis "$id" || return 1; done
'
test_expect_success 'a push to develop: a job with a key of its own runs the tests, and no other command than was adopted' '
	( be_person untrusted && git clone -q -b develop hub.git runner ) && as runner git mcade join --no-hooks --expect-genesis "$id" &&
	asks 1 conditions runner job -- make deploy-heroku && next_is "git mcade run TEST --env staging" &&
	as runner job -- make plan-sync codex-test && as runner git mcade complete TEST --env staging && saves runner && ci success && gets otto && phase TEST staging complete
'
test_expect_success 'preconditions: silence is no answer, and red is no GO' '
	as otto git mcade pin web.base=$BASE_IMAGE --env staging && saves otto && ci failure && asks 1 NO-GO otto git mcade gate PRECONDITIONS --env staging && saves otto && ci success &&
	asks 2 "INCONCLUSIVE scope.*inconclusive" otto git mcade gate PRECONDITIONS --env staging && saves otto && ci success &&
	asks 1 order otto git mcade run DEPLOY --env staging && next_is "git mcade attest PRECONDITIONS/scope --env staging" &&
	answers staging WO-17 && saves otto && ci success && phase PRECONDITIONS staging complete
'
test_expect_success 'the migration by itself, by an agreement of an owner' '
	asks 2 conditions otto git mcade run MIGRATE --env staging && next_is "git mcade approve MIGRATE --env staging" &&
	gets ada && as ada git mcade approve MIGRATE --env staging -m "additive" && as otto git mcade run MIGRATE --env staging && as otto git mcade complete MIGRATE --env staging && saves otto && ci success &&
	phase PRECONDITIONS staging complete
'
test_expect_success 'staging: built, released, and looked at' '
	as otto git mcade run DEPLOY --env staging && as otto git mcade complete DEPLOY --env staging && saves otto && ci success &&
	as otto git mcade run CERTIFY --env staging && as otto git mcade complete CERTIFY --env staging && saves otto && ci success
'
# to_main: what develop has is what main has.
to_main () {
	goes otto main && as otto sh -c "git merge -q --ff-only origin/develop && git push -q origin main" && ci success main
}
# prod COMMAND...: in production, on purpose.
prod () {
	env ALLOW_PROD=1 ALLOW_PROD_DEPLOY=YES git mcade "$@" --env production
}
# live TEXT: what production answers as its version holds it.
live () {
	curl -s "$base/capecraft/api/version" >version && test_grep "$1" version
}
test_expect_success 'production: GO, an approval by an owner, and the promotion; nothing is deployed by it' '
	to_main && as otto prod attest production/staging -m "looked at" && as otto prod gate production && test_grep "SYSTEM_SPEC 6.2 *pass" out && saves otto && ci success main &&
	asks 2 conditions otto prod promote && next_is "git mcade approve promote --env production" && goes ada main &&
	as ada prod approve promote -m "seen on staging" && as otto prod promote && saves otto && ci success main && test_missing web/capecraft
'
test_expect_success 'production: deployed, looked at, complete, published' '
	answers production WO-17 && saves otto && ci success main &&
	as ada prod approve MIGRATE -m "as on staging" && as otto prod run MIGRATE && as otto prod complete MIGRATE && saves otto && ci success main &&
	as otto prod run DEPLOY && live "\"sha\": \"$(git -C otto rev-parse HEAD)\", \"node_env\": \"production\"" && test "$(cat images/registry.heroku.com/capecraft/web/base)" = $BASE_IMAGE &&
	as otto prod complete DEPLOY && saves otto && ci success main && as otto prod run PUBLISH && as otto prod complete PUBLISH && saves otto && ci success main
'

# --- the second release: each stop ---------------------------------------------------------------------------
# mode APP WORD: how the service is from now on; "": well.
mode () {
	rm -f "apps/$1/config" && { [ -z "$2" ] || echo "$2" >"apps/$1/config"; }
}
calls () {
	wc -l <heroku.calls
}
# nothing STATUS WORDS COMMAND...: asked by otto, it ends so and nothing reaches any application.
nothing () {
	calls_=$(calls) && status_=$1 words_said_=$2 && shift 2 && asks "$status_" "$words_said_" otto "$@" && test "$(calls)" = "$calls_"
}
# stops CHECK: a deploy to staging is stopped by that check, and is recorded as one that did not run.
stops () {
	nothing 1 "stop.check.'$1':.fail" git mcade run DEPLOY --env staging && test "$(event Result)" = failed
}
# fails CHECK TEXT: it is deployed, and this check says that it is not well; so it is not complete.
fails () {
	asks 1 "check.$1:.fail $2" otto git mcade run DEPLOY --env staging && asks 1 completion otto git mcade complete DEPLOY --env staging
}
anew () { # anew ENV STEP...: an owner opens them for another release
	env_=$1 && shift && as ada git mcade sync && for step_; do as ada git mcade reopen "$step_" --env "$env_" -m "WO-18" || return 1; done
}
redo () { # redo STEP: once more, of what is there now
	as otto git mcade run "$1" --env staging && as otto git mcade complete "$1" --env staging && saves otto && ci success
}
test_expect_success 'no commit lifts a guard: production by default, or other evidence than there was' '
	goes otto develop && as otto git merge -q --ff-only origin/main && sed -i "s/^ALLOW_PROD ?= 0/ALLOW_PROD ?= 1/" otto/Makefile && asks 1 forbidden otto git commit -q -a -m "less to type" && next_is "ALLOW_PROD ?= 0" && as otto git commit -q -a --no-verify -m "less to type" &&
	asks 1 forbidden otto git push -q --no-verify && as otto git reset -q --hard HEAD~ && as otto commit_file docs/evidence/WO-17/run.txt "all well" && as otto git push -q && echo better >otto/docs/evidence/WO-17/run.txt && asks 1 sealed otto git commit -q -a -m better && as otto git checkout -q docs
'
test_expect_success 'a changed candidate: nothing that was said of the last one holds, in either environment' '
	as otto commit_file app/client.js "export const greet = () => 18;" "WO-18" && as otto git push -q && ci success &&
	nothing 1 order git mcade run DEPLOY --env staging && next_is "git mcade attest PRECONDITIONS/scope --env staging" &&
	to_main && nothing 1 promotion env ALLOW_PROD=1 ALLOW_PROD_DEPLOY=YES git mcade run DEPLOY --env production && next_is "git mcade run TEST --env staging" &&
	nothing 1 "promotion TEST DEPLOY CERTIFY PRECONDITIONS" env ALLOW_PROD=1 git mcade promote --env production && goes otto develop && ci success
'
# now_lines: of what main has now, as the newest event has it.
now_lines () {
	printf "=Code: %s\n=Content: %s\n=Candidate: %s\n=Tip: -\n" "$(git -C hub.git rev-parse main)" "$(event Content)" "$(event Candidate)" &&
	for branch_ in main develop; do echo "Tip: $(git -C hub.git rev-parse $branch_) refs/heads/$branch_"; done
}
test_expect_success 'a dishonest client with a good key: no promotion, no start, no GO of what was not looked at' '
	goes otto main && asks 2 INCONCLUSIVE otto prod gate production && saves otto && ci success main && gate=$(tip) &&
	promote=$({ echo "promote - production"; lines_of "$(newest promote)"; now_lines; echo "attach releases/production.yaml releases/production.yaml"; } | crafted) && passes_nowhere promotion $promote &&
	start=$({ echo "start DEPLOY production"; lines_of "$(newest "start DEPLOY in production")"; now_lines; } | crafted) && passes_nowhere promotion $start &&
	start=$({ echo "start DEPLOY production"; lines_of "$(newest "start DEPLOY in production")"; now_lines | grep -v "^=C[ao]n"; } | crafted) && passes_nowhere evidence $start &&
	go=$({ echo "gate - production"; echo "Subject: gate:production"; lines_of $gate; echo "=Verdict: pass"; } | crafted) && passes_nowhere evidence $go &&
	again=$({ echo "gate - production"; echo "Subject: gate:production"; lines_of $gate; } | crafted) && judged 0 - $again && goes otto develop && as otto git merge -q --ff-only origin/main && as otto git push -q && ci success
'
test_expect_success 'the tests fail: what needs them waits' '
	anew staging TEST DEPLOY CERTIFY && echo "raise NotImplemented" >otto/app/new.py && asks 1 - otto git mcade run TEST --env staging && rm otto/app/new.py &&
	nothing 1 order git mcade gate PRECONDITIONS --env staging && next_is "git mcade run TEST --env staging" && redo TEST &&
	answers staging WO-18 && saves otto && ci success
'
test_expect_success 'each stop of the playbook stops, before anything is touched: CI, a hidden migration, the wrong branch, a workflow that no push starts' '
	ci failure && stops ci_green && ci success && as otto git checkout -q -b idea && sed -i "s/^release:.*/release: alembic upgrade head/" otto/Procfile && sed -i "s/^  push:/  workflow_dispatch: # was a push to/" otto/.github/workflows/deploy-staging.yml && as otto git commit -q -a -m "migrate by the way" &&
	as otto git push -q origin idea && ci success idea && answers staging WO-19 && stops no_implicit_migrations && for check in branch trigger release_phase_disabled; do cat out err | grep -q "stop check .$check.: fail" || return 1; done
'
test_expect_success 'no way back is written down: NO-GO' '
	as otto git rm -q docs/ROLLBACK.md && as otto git commit -q -m "who reads that" && as otto git push -q origin idea && ci success idea && asks 1 "NO-GO rollback_documented.*fail" otto git mcade gate PRECONDITIONS --env staging &&
	nothing 1 order git mcade run DEPLOY --env staging && as otto git stash -q -u && goes otto develop && answers staging WO-18 && saves otto && ci success
'
test_expect_success 'the API fails: twice is mended by the third attempt, more is a failed run' '
	echo 3 >heroku.fails && asks 1 "attempt.3.of.3.failed" otto git mcade run DEPLOY --env staging && test "$(event Result)" = failed && echo 2 >heroku.fails && as otto git mcade run DEPLOY --env staging
'
test_expect_success 'each check of the playbook fails for its reason; a slow start is none' '
	mode autorisen down && fails health "found.503" && mode autorisen degraded && fails health degraded && mode autorisen no-csrf && fails csrf csrf_token && mode autorisen cached && fails version 0000000 &&
	mode autorisen "starting 2" && redo DEPLOY && phase DEPLOY staging complete && echo "v99 deadbeef" >>apps/autorisen/releases && asks 1 "check.releases:.fail" otto git mcade verify DEPLOY --env staging &&
	sed -i "\$ d" apps/autorisen/releases && as otto git mcade verify DEPLOY --env staging && saves otto && ci success
'
test_expect_success 'certification: a trace in the log forbids it; a certificate of yesterday is none' '
	echo "Traceback (most recent call last)" >apps/autorisen/log && asks 1 Traceback otto git mcade run CERTIFY --env staging && rm apps/autorisen/log && redo CERTIFY &&
	touch -d "2 hours ago" otto/.release/autorisen_certified && asks 1 "check.certificate:.fail age" otto git mcade verify CERTIFY --env staging && phase CERTIFY staging "complete stale" &&
	nothing 1 "promotion CERTIFY" env ALLOW_PROD=1 git mcade promote --env production
'
test_expect_success 'a staging command that now deploys to production: stale, refused in staging, and no client gets past that' '
	as otto git checkout -q -b fast && sed -i "s/^deploy-heroku: NODE_ENV.*/deploy-heroku: NODE_ENV := production/; s/heroku container:release web -a autorisen/heroku container:release web -a capecraft/" otto/Makefile && as otto git commit -q -a -m "one command for both" &&
	phase DEPLOY staging "complete stale" && nothing 1 "drift Makefile:deploy-heroku at:.*Makefile:3" git mcade run DEPLOY --env staging && as otto git push -q origin fast && run=$(newest "start DEPLOY in staging") && test "$(event Meaning $run | cut -d" " -f2- | grep -c "^Makefile:\(deploy-heroku\|smoke-staging\|verify-autorisen\)$")" = 3 &&
	forged=$({ echo "start DEPLOY staging"; lines_of $run; printf "=Code: %s\n" "$(git -C otto rev-parse fast)"; } | crafted) && passes_nowhere evidence $forged && as otto git push -q origin :fast && goes otto develop && as otto git branch -q -D fast && phase DEPLOY staging complete
'
test_expect_success 'what is skipped on staging does not come' '
	as ada git mcade sync && as ada git mcade reopen CERTIFY --env staging -m "expired" && as ada git mcade skip CERTIFY --env staging -m "in a hurry" && nothing 1 "promotion CERTIFY" env ALLOW_PROD=1 git mcade promote --env production && anew staging CERTIFY && redo CERTIFY && phase CERTIFY staging complete
'
test_expect_success 'missing evidence: a ship without its log did not succeed' '
	printf "#!/bin/sh\nexec cat\n" >bin/tee && chmod 755 bin/tee && asks 1 "created ship_autorisen" otto git mcade run SHIP --env staging && asks 1 completion otto git mcade complete SHIP --env staging && next_is "git mcade run SHIP --env staging" && rm bin/tee &&
	redo SHIP && ls otto/ship_autorisen_*.log
'
test_expect_success 'what was not touched is looked at again, with what is to come' '
	nothing 1 "promotion MIGRATE" env ALLOW_PROD=1 git mcade promote --env production && next_is "git mcade verify MIGRATE --env staging" && as otto git mcade verify MIGRATE --env staging && saves otto && ci success
'
test_expect_success 'an agreement: not by who acts, not longer than it lasts, not of another byte' '
	to_main && as ada prod halt -m "wait" && nothing 1 halted env ALLOW_PROD=1 git mcade promote --env production && as ada prod resume -m "go on" &&
	as otto prod attest production/staging -m "looked at" && echo "[{\"number\": 7}]" >issues.json && asks 1 "NO-GO no_p0_p1.*fail" otto prod gate production && saves otto && ci success main &&
	nothing 1 "promotion gate..production" prod promote && rm issues.json && as otto prod gate production && saves otto && ci success main &&
	goes bea main && as bea prod approve promote -m "I do it myself" && asks 2 conditions bea prod promote && next_is "ada.* git mcade approve promote --env production\|Ada Owner runs: git mcade approve promote" &&
	goes ada main && as ada prod approve promote --expires 5s -m "now or never" && as bea prod approve promote --fail -m "not I" && sleep 6 && nothing 2 "conditions" prod promote && as otto prod status --json && test "$(json "map { @{\$_->{approvals}}{qw(have need)} } @{\$j->{promotion}}" out)" = "0 1"
'
test_expect_success 'a trigger that fires on staging: nothing comes from there' '
	as ada prod approve promote -m "seen on staging" && mode autorisen no-csrf && asks 1 "conditions csrf_lost" otto git mcade rollback --check --env staging && next_is "git mcade rollback staging --env staging" &&
	nothing 1 "promotion csrf_lost" prod promote && next_is "git mcade rollback staging --env staging" && mode autorisen "" && as otto git mcade rollback --check --env staging && as otto prod promote && saves otto && ci success main
'

# --- production ---------------------------------------------------------------------------------------------------------
test_expect_success 'production, the second release: its preconditions, and each guard and stop of it' '
	phase DEPLOY production "complete stale" && nothing 1 "order PRECONDITIONS" prod run DEPLOY && answers production WO-18 && saves otto && ci success main &&
	nothing 1 "guard.*allow_prod" git mcade run DEPLOY --env production && nothing 1 "guard.*allow_prod" env ALLOW_PROD=0 git mcade run DEPLOY --env production && nothing 1 "stop.check..deploy_guard" env ALLOW_PROD=1 git mcade run DEPLOY --env production &&
	ci failure main && nothing 1 "stop.check..ci_green" prod run DEPLOY && ci success main
'
test_expect_success 'one byte more than was promoted does not run; what was promoted does' '
	saves otto && as otto commit_file README.md "by the way" && as otto git push -q && ci success main && nothing 1 promotion prod run DEPLOY && as otto git revert --no-edit HEAD && as otto git push -q && ci success main &&
	as otto prod run DEPLOY && live "\"sha\": \"$(git -C otto rev-parse HEAD)\"" && as otto prod complete DEPLOY && saves otto && ci success main
'
test_expect_success 'production is one app, named in one place: that another has it shows nothing' '
	test -d images/registry.heroku.com/autorisen/web && mv images/registry.heroku.com/capecraft kept && asks 1 "structure:.fail" otto prod verify DEPLOY && saves otto && ci success main &&
	mv kept images/registry.heroku.com/capecraft && asks 0 "structure:.pass" otto prod verify DEPLOY && saves otto && ci success main
'
test_expect_success 'a rollback takes a release number and nothing else; whoever has no key is told what to type' '
	nothing 129 rel prod rollback app --input "rel=v1 ALLOW=1" && nothing 129 rel prod rollback app && ( be_person locked && cd otto && git mcade rollback app --env production --input rel=v1 --print ) >out 2>err && test_grep "make heroku-rollback REL=v1 ALLOW_PROD=1" out
'
test_expect_success 'it works while everything else is broken: the service, CI, the remote, staging, a halt, files of no commit' '
	echo down >"apps/capecraft/$(sed -n "\$ s/ .*//p" apps/capecraft/releases)/config" && asks 1 "unhealthy" otto git mcade rollback --check --env production && next_is "git mcade rollback app --env production" &&
	as ada prod halt -m "it is down" && as otto git mcade sync && ci failure main && echo "[{\"number\": 8}]" >issues.json && echo unfinished >>otto/app/client.js && mode autorisen down && mv hub.git gone.git &&
	as otto git mcade rollback app --env production --input rel=v1 -m "it is down" && live "\"sha\": \"$(sed -n "1s/.* //p" apps/capecraft/releases)\"" && tail -n 1 heroku.calls >call && test_grep "^rollback v1 -a capecraft" call &&
	mv gone.git hub.git && as otto git checkout -q app && as otto git mcade sync && saves otto && test "$(event Event)" = finish && test "$(event Result)" = ok && as otto git mcade rollback --check --env production
'
test_expect_success 'a rollback of staging: to the release before, by nobody else than the playbook' '
	as ada prod resume -m "rolled back" && rm issues.json && mode autorisen "" && ci success main && last=$(tail -n 2 apps/autorisen/releases | sed -n "1s/ .*//p") && as otto git mcade rollback staging --env staging && test "$(readlink web/autorisen)" = "$PWD/apps/autorisen/$last/app" && as otto git mcade sync && saves otto && ci success main
'
test_expect_success 'a migration is reversed only with the agreement of an owner, and by a revision' '
	nothing 129 revision prod rollback database --input revision=base && nothing 2 conditions prod rollback database --input revision=0000 && next_is "git mcade approve rollback:database --env production" &&
	gets ada && as ada prod approve rollback:database --input revision=0000 -m "nothing was written yet" && as otto git mcade sync && as otto prod rollback database --input revision=0000 && test "$(cat apps/capecraft/alembic)" = 0000 && as otto git mcade sync && saves otto && ci success main
'

# --- what it left behind --------------------------------------------------------------------------------------------------
test_expect_success 'the days: sealed, read and audited by somebody who was not there' '
	as otto prod checkpoint PUBLISH -m "first release" && saves otto && ( be_person untrusted && git clone -q -b main hub.git reader ) && as reader git mcade join --no-hooks --expect-genesis "$id" && as reader git mcade audit --cold && test_grep "^pass: " out && test_grep "^exempt: event [0-9]* skip by ada: in a hurry" out &&
	as reader git mcade log -n 200 && for line in "attest PRECONDITIONS in staging: pass (check scope: pass)" "promote to production from staging" "finish DEPLOY in production: failed (not started, check stop.ci_green: fail)" "rollback app in production" "resume in production: halt:env"; do test_grep "$line" out || return 1; done &&
	as reader git mcade status --env production && test_grep "^  promotion from staging: .* promoted" out && test "$(wc -l <out)" -lt 24 &&
	cat reader/docs/deployments/*.md >log && for line in "## PRECONDITIONS gate in staging: NO-GO" "- check: ci_green fail" "## promote to production" "- from: staging" "## rollback app in production: ok" "- check: no_p0_p1 fail"; do test_grep "^$line$" log || return 1; done &&
	cat reader/docs/checkpoints/*-PUBLISH/README.md >page && test_grep "^# PUBLISH in production: complete" page && test_grep "^> first release" page && test_grep "^- completed: .* by Otto Operator" page
'

test_expect_success 'each line of the seed has its place in the runbook, and a case that executes it' 'each_line 003'
test_done
