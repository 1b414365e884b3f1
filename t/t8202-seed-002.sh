#!/bin/sh
# shows: A36 A57 C01 C02 C07 C14 C19 C20 C21 C22 C28 C31 C33 C36 C37 C38 C39 C40 C43 C45 C46 C47 C49
test_description='seed 002 executed: GO or NO-GO of a release, on a PostgreSQL with row-level security

t/runbooks/002.yaml as it is, but for the address of the API. PostgreSQL, its dumps, git with a remote that judges, make,
Python, curl and the service are real; alembic is a script of t/stories/002/tools that stands in for it. Two folders
are the host that a release is deployed to.'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-release.sh"
. "$SOURCE_DIR/t/lib-postgres.sh"
has_postgres || skip_all "no PostgreSQL"
story=$SOURCE_DIR/t/stories/002
DIGEST=sha256:$(printf %064d 2)
for role in OWNER ADMIN DISPATCHER ACCOUNTANT VIEWER; do
	export "${role}_BASIC_USERNAME=$role-user" "${role}_BASIC_PASSWORD=$role-of-the-house"
done
export AUTH_SECRET_KEY=of-this-house STRIPE_SECRET_KEY=of-the-bank JOB_HEARTBEAT_REQUIRED=true JOB_HEARTBEAT_TTL_SECONDS=3600
postgres_up || { cat pg.log; echo "Bail out! PostgreSQL does not start"; exit 1; }
BACKUP_URL=$(echo "$PG_ADMIN" | sed 's|///postgres|///app|')
DRILL_URL=$(echo "$PG_ADMIN" | sed 's|///postgres|///drill|')
export BACKUP_URL DRILL_URL
served || { echo "Bail out! no service"; exit 1; }
mkdir bin site && ln -s "$story/tools/alembic.sh" bin/alembic && ln -s "$(python3 -c "import sys; print(sys.executable)")" bin/python3 && PATH=$TRASH/bin:$PATH
for path in healthz readyz v1/estimate v1/leads v1/admin/cleanup v1/admin/email-scan v1/admin/retention/cleanup v1/admin/export-dead-letter \
	v1/admin/outbox/dead-letter v1/admin/jobs/status v1/admin/metrics v1/admin/queue/photos v1/admin/queue/invoices v1/admin/break-glass/start; do
	mkdir -p "$(dirname "web/$path")" && ln -s "$TRASH/site/current/app/api.py" "web/$path" || exit 1
done

founds () {
	git init -q -b main . && cp -R "$story"/. . && rm -r tools && printf '%s\n' .env '*.dump' __pycache__/ >.gitignore &&
	git add -A && git commit -q -m "the application" && git remote add origin "$TRASH/hub.git" && git push -q -u origin main &&
	sed "s|https://api.example.com|$base|" "$SOURCE_DIR/t/runbooks/002.yaml" >runbook.yaml && git mcade init --principal ada && git add -A && git commit -q -m "the runbook" && git push -q && git mcade adopt && git push -q
}
# dotenv: what the host says of itself.
dotenv () {
	printf '%s\n' APP_ENV=prod STRICT_CORS=true CORS_ORIGINS=https://a.example TRUST_PROXY_HEADERS=true TRUSTED_PROXY_IPS=10.0.0.1 ADMIN_MFA_REQUIRED=true \
		EMAIL_MODE=smtp ORDER_STORAGE_BACKEND=s3 METRICS_TOKEN=t CAPTCHA_MODE=on JOB_HEARTBEAT_REQUIRED=true "SITE=$TRASH/site" >otto/.env
}
prod () {
	git mcade "$@" --env prod
}
done_with () { # done_with STEP [OPTION]
	as otto prod run "$@" && as otto prod complete "$1" && saves otto
}

rows="select count(*) from leads"
posted () { # posted PATH ARGUMENTS: the status of the answer
	path_=$1 && shift && curl -s -o body -w "%{http_code}" -X POST "$@" "$base/$path_"
}

test_expect_success 'setup: a server that judges, an owner, an operator' '
	mkdir ada && bare_remote hub.git && as ada founds && id=$(git -C ada config mcade.ledgerId) && ( cd hub.git && git mcade hooks install --expect-genesis "$id" ) &&
	as ada git mcade trust add otto --key "$(key_of operator)" --name "Otto Operator" --email operator@example.com --role operator &&
	( be_person operator && git clone -q hub.git otto ) && as otto git mcade join --expect-genesis "$id" && dotenv
'
test_expect_success 'backup, migrations, deploy, jobs: each with what shows it' '
	done_with BACKUP && ls otto/*.dump && done_with MIGRATE && as otto prod pin app.image=docker.io/app:1@$DIGEST && saves otto && as otto python3 -m app.jobs.run --job warm-up --once && done_with DEPLOY && done_with JOBS
'
test_expect_success 'jobs: one that failed often, or was not done for long, is seen by itself' '
	psql -q "$BACKUP_URL" -c "update job_heartbeats set consecutive_failures = 3 where name = \$\$storage-janitor\$\$" && asks 1 "jobs_status:.fail consecutive_failures" otto prod verify JOBS && saves otto &&
	psql -q "$BACKUP_URL" -c "update job_heartbeats set consecutive_failures = 0" -c "update job_heartbeats set last_success_at = now() - interval \$\$2 hours\$\$ where name = \$\$email-dlq\$\$" && asks 1 "jobs_status:.fail seconds_since_success" otto prod verify JOBS && saves otto &&
	as otto python3 -m app.jobs.run --job email-dlq --once && as otto prod verify JOBS && saves otto
'
# drilled STATUS WORDS [ARGUMENTS]: the newest backup is restored beside the database, which is left alone.
drilled () {
	drill_said_=$1 drill_words_=$2 && shift 2 && was=$(psql -At "$BACKUP_URL" -c "$rows") && asks "$drill_said_" "$drill_words_" otto prod drill restore "$@" && saves otto && test "$(psql -At "$BACKUP_URL" -c "$rows")" = "$was"
}
test_expect_success 'a restore is drilled: a backup that is behind the migrations does not pass, one of now does, and one that names its database' '
	drilled 1 "at_head.*fail" --follow-up-owner Ada && ( cd otto && sleep 1 && ./scripts/backup_pg.sh ) && drilled 0 at_head.*pass && test "$(psql -At "$DRILL_URL" -c "select version_num from alembic_version")" = 0044 && cat otto/docs/evidence/restore-drill-*.md >evidence && for line in "^- verified: fail" "^- follow_up_owner: Ada" "^- verified: pass"; do test_grep "$line" evidence || return 1; done &&
	sleep 1 && pg_dump "$BACKUP_URL" --create -f otto/created.dump && ( cd otto && expect_status 3 ./scripts/restore_pg.sh created.dump "$DRILL_URL" ) && drilled 0 "restored.created.dump" && rm otto/created.dump
'
test_expect_success 'GO waits for the operator about the storage, and for an owner; then it is said, and customers are let in' '
	asks 2 "INCONCLUSIVE storage.*inconclusive" otto prod gate GO && next_is "git mcade attest GO/storage --env prod" && next_is "git mcade approve GO --env prod" && saves otto && asks 1 order otto prod run OPEN && next_is "git mcade attest GO/storage --env prod" &&
	as otto prod attest GO/storage -m "snapshot of tonight" && asks 2 INCONCLUSIVE otto prod gate GO && saves otto && gets ada && as ada prod approve GO -m "read the table" && as otto prod gate GO --json && test "$(json "map { \"\$_->{id} \$_->{result}\" } sort { \$a->{id} cmp \$b->{id} } @{\$j->{coverage}}" out)" = "OPERATIONS.md pass stage.md pass" && saves otto &&
	done_with OPEN && test "$(cat site/open)" = v1 && test "$(posted v1/leads -d "{\"name\": \"no captcha\"}")" = 422
'
# wrong TEXT COMMAND...: with the world so, the gate says NO-GO for that check; what needs the gate does not run.
wrong () {
	words_said_=$1 && shift && "$@" && asks 1 "NO-GO $words_said_" otto prod gate GO && saves otto && asks 1 order otto prod run OPEN
}
env_is () { # env_is "NAME=VALUE...": in .env of the host that is asked
	dotenv && for pair_ in $1; do sed -i "s|^${pair_%%=*}=.*|$pair_|" otto/.env; done
}
runtime () { # runtime [NAME=VALUE]: what an operator switched in the service
	printf "%s\n" "$@" >site/runtime.env
}
sql () { # sql TEXT: as the superuser
	psql -q "$BACKUP_URL" -c "$1"
}
test_expect_success 'NO-GO: what the host says of itself, each by its own check' '
	as ada git mcade sync && as ada prod reopen OPEN -m "another release" && wrong "settings.*fail app_env proxy.*fail safety.*fail admin_mfa_required" env_is "APP_ENV=staging TRUSTED_PROXY_IPS= ADMIN_MFA_REQUIRED=false" &&
	wrong "env_names.*fail settings.*fail strict_cors secrets_loaded.*fail metrics_token" env_is "EMAIL_MODE= STRICT_CORS=false METRICS_TOKEN=" && dotenv && ( AUTH_SECRET_KEY=dev-auth-secret && wrong "secrets_loaded.*fail auth_secret_key" : )
'
test_expect_success 'NO-GO: the database: not at its head, a policy gone, rows of others to be seen' '
	sql "update alembic_version set version_num = 0043" && sql "alter policy leads_org_isolation on leads rename to gone" && wrong "at_head.*fail ready.*fail rls.*fail" : && sql "update alembic_version set version_num = \$\$0044\$\$" && sql "alter policy gone on leads rename to leads_org_isolation" &&
	sql "alter table leads no force row level security" && wrong "nobody.*fail tenant.*fail" : && sql "alter table leads force row level security"
'
test_expect_success 'NO-GO: the service: down, jobs that do not beat, read-only, a form that takes no lead; then it is well' '
	sql "update job_heartbeats set last_success_at = now() - interval \$\$2 hours\$\$" && wrong "live.*fail ready.*fail heartbeat.*fail" runtime DOWN=true && as otto python3 -m app.jobs.run --job warm-up --once &&
	sql "alter table leads rename column name to gone" && wrong "cleanup.*fail email_scan.*fail retention.*fail safety.*fail lead.*error" runtime ADMIN_READ_ONLY=true && sql "alter table leads rename column gone to name" && runtime && as otto prod gate GO && saves otto && as otto prod run OPEN
'
test_expect_success 'secrets are nowhere: not in what was said, not in the record, not in what is kept' '
	for secret in ADMIN-of-the-house OWNER-of-the-house of-the-bank "host=$TRASH/pg"; do
		git -C hub.git log -p --all --format=%B | grep -c -F -e "$secret" >found || :; test "$(cat found)" = 0 || { echo "$secret" >&4; return 1; }
	done
'

# --- an incident, and the ways back ---------------------------------------------------------------------------------------
test_expect_success 'an incident: read-only is shown, the glass is broken by an owner, and both are seen for ever' '
	runtime ADMIN_READ_ONLY=true && as otto prod gate read-only && saves otto && test "$(posted v1/admin/email-scan -u "ADMIN-user:ADMIN-of-the-house" -H "X-Break-Glass-Token: glass-token")" = 202 && runtime && asks 1 "NO-GO read_only.*fail" otto prod gate read-only && saves otto &&
	gets ada && as ada prod reopen OPEN -m "closed meanwhile" && env_is APP_ENV=staging && asks 1 NO-GO otto prod gate GO && saves otto && as otto git mcade incident open --env prod --ttl 45s -m "the site is closed" && late=$(($(date +%s) + 46)) &&
	as otto prod status --json && incident=$(json "map { \$_->{id} } @{\$j->{incidents}}" out) && asks 1 - otto prod run OPEN --incident "$incident" && gets ada && cp otto/.env ada && as ada prod run OPEN --incident "$incident" && saves ada && event Waived "$(newest "start OPEN in prod")" >waived && test_grep "^order$" waived && dotenv
'
test_expect_success 'an incident that has outlived its time lets nothing go, until it is closed with what follows' '
	while [ "$(date +%s)" -lt "$late" ]; do sleep 1; done &&
	gets otto && asks 1 "NO-GO overdue" otto prod gate GO && saves otto && gets ada && as ada git mcade incident close "$incident" --env prod --follow-up "an alert on .env" && as otto prod gate GO && saves otto
'
test_expect_success 'an agreement to GO: not by who decides, not longer than it lasts, not of another byte' '
	as otto commit_file app/greeting.txt "welcome" && as otto git push -q && asks 2 INCONCLUSIVE otto prod gate GO && saves otto && as otto prod attest GO/storage -m "snapshot of tonight" && gets ada && as ada prod approve GO -m "mine" && cp otto/.env ada && asks 2 INCONCLUSIVE ada prod gate GO && saves ada && gets otto &&
	as otto prod gate GO && saves otto && gets ada && as ada prod approve GO --fail -m "wait" && asks 2 INCONCLUSIVE otto prod gate GO && saves otto && gets ada && as ada prod approve GO --expires 10s -m "quick" && sleep 11 && asks 2 INCONCLUSIVE otto prod gate GO && saves otto
'
test_expect_success 'a backup that row-level security would thin out is none; nor is one that left no file' '
	gets ada && as ada prod reopen BACKUP -m "another night" && asks 1 "row-level.security created" otto env BACKUP_URL="$DATABASE_URL" git mcade run BACKUP --env prod && asks 1 completion otto prod complete BACKUP && next_is "git mcade run BACKUP --env prod" && done_with BACKUP && was=$(psql -At "$BACKUP_URL" -c "$rows")
'
test_expect_success 'a migration that fails leaves everything as it was, and is no GO' '
	echo "alter table leads add column; drop table bookings;" >otto/migrations/0045_bad.sql && as otto git add -A && as otto git commit -q -m "0045" && as otto git push -q && asks 1 - otto prod run MIGRATE --accept-changed && test "$(event Result)" = failed &&
	as otto alembic current && test_grep "^0044$" out && asks 1 "NO-GO at_head.*fail" otto prod gate GO && saves otto && as otto git rm -q migrations/0045_bad.sql && as otto git commit -q -m "without it" && as otto git push -q && as otto prod run MIGRATE --accept-changed && as otto prod complete MIGRATE && saves otto
'
test_expect_success 'a bad release is rolled back while everything else is broken' '
	gets ada && as otto sed -i "s/200 if ok else 503/503/" app/api.py && as otto git commit -q -a -m "a late idea" && as otto git push -q && asks 1 "app changed since it ran here" otto prod run DEPLOY && asks 1 "check.ready:.fail" otto prod run DEPLOY --accept-changed && asks 1 "unready" otto prod rollback --check && next_is "git mcade rollback application --env prod" &&
	as ada prod halt -m "it is down" && as otto git mcade sync && env_is APP_ENV=gone && echo x >>otto/app/api.py && mv hub.git gone.git && asks 129 release otto prod rollback application --input "release=../v1" && as otto prod rollback application --input release=v1 && test "$(readlink site/current)" = v1 &&
	mv gone.git hub.git && dotenv && as otto git checkout -q app && as otto git mcade sync && saves otto && as otto prod rollback --check && as ada git mcade sync && as ada prod resume -m "rolled back"
'
test_expect_success 'the database is restored as it was, policies included, and only with the agreement of an owner' '
	dump=$(cd otto && ls -t ./*.dump | head -n 1) && dump=${dump#./} && sql "delete from leads" && sql "drop policy leads_org_isolation on leads" && as otto git mcade sync &&
	asks 2 conditions otto prod rollback database --input dump="$dump" && next_is "git mcade approve rollback:database --env prod" && gets ada && as ada prod approve rollback:database --input dump="$dump" -m "nothing was written since" && as otto git mcade sync &&
	as otto prod rollback database --input dump="$dump" && test "$(psql -At "$BACKUP_URL" -c "$rows")" = "$was" && test "$(psql -At "$DATABASE_URL" -c "$rows")" = 0 && as otto git mcade sync && saves otto
'
test_expect_success 'a dishonest client with a good key: no GO of what was no go, no start behind it' '
	as otto git revert --no-edit ":/a late idea" && as otto git push -q && done_with DEPLOY --accept-changed && env_is APP_ENV=staging && asks 1 NO-GO otto prod gate GO && dotenv && saves otto && gate=$(tip) && go=$({ echo "gate GO prod"; lines_of $gate; echo "=Verdict: pass"; } | crafted) && passes_nowhere evidence $go &&
	start=$({ echo "start OPEN prod"; lines_of "$(newest "start OPEN in prod")" | grep -v "^\(Waived\|Incident\)"; } | crafted) && passes_nowhere order $start && again=$({ echo "gate GO prod"; lines_of $gate; } | crafted) && judged 0 - $again
'
test_expect_success 'the nights: read and audited by somebody who was not there' '
	( be_person untrusted && git clone -q hub.git reader ) && as reader git mcade join --no-hooks --expect-genesis "$id" && as reader git mcade audit --cold && test_grep "^pass: " out && as reader git mcade log -n 200 && for line in "gate GO in prod: NO-GO (.*check settings: fail" "finish BACKUP in prod: failed" "incident-open in prod" "rollback database in prod"; do test_grep "$line" out || return 1; done &&
	cat reader/docs/deployments/*.md >log && for line in "## GO gate in prod: GO" "## GO gate in prod: NO-GO" "- check: nobody fail" "## rollback application in prod: ok" "## rollback database in prod: ok"; do test_grep "^$line$" log || return 1; done
'
test_expect_success 'each line of the seed has its place in the runbook, and a case that executes it' 'each_line 002'
test_done
