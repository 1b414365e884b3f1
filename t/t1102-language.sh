#!/bin/sh
test_description='the runbook language: what seeds 000, 002, 003 and 004 ask of it, run for real'
test_story=yes
. "${0%/*}/lib.sh"
AUTH_SECRET=of-the-house FINANCE_PASSWORD=of-finance
export AUTH_SECRET FINANCE_PASSWORD

# Every test sets the world right, then wrong in one thing: a row of t/requirements.tsv that names
# this script rests on both halves. There is no server here: what the world would say stands in
# files under world/, and the runbook's commands read them.

# The ids of the steps say which requirement they show.
write_runbook () {
	cat >runbook.yaml <<-EOF
	version: 1
	ledger: $(git config mcade.ledgerId)
	name: language
	governed: [refs/heads/main]
	order: needs
	vars: {app: autorisen, mfa: 'false'}
	records: {log: 'docs/deployments/\${{ date }}.md'}
	secrets: [FINANCE_PASSWORD, AUTH_SECRET]
	targets:
	  api: [env, INSIDE=the_container, sh, -s]
	environments:
	- {id: lab, manifest: releases/lab.yaml, vars: {window: '24', run_once: '1', outbound: draft_only}}
	- id: prod
	  live: true
	  manifest: releases/prod.yaml
	  vars: {app: capecraft, window: '2', run_once: '0', mfa: 'true', outbound: full}
	  guard:
	  - {id: allow_prod, env: ALLOW_PROD, expect: '1'}
	  stop:
	  - {id: ci_green, run: [cat, 'world/ci-\${{ git.sha }}'], expect: {json: {\$.conclusion: success}}}
	  - {id: no_implicit_migrations, run: 'grep -nE "alembic +upgrade" world/Procfile', expect: {exit: 1}}
	  - {id: rollback_written, file: world/rollback.md, expect: {exists: true, size: {gt: 0}}}
	defaults: {timeout: 20s, changes_state: false, run: 'true'}
	checks:
	- id: ready
	  run: cat world/ready.json
	  expect:
	    json: {\$.status: ok, \$.database.migrations_current: true}
	    any: [{json: {\$.jobs.ok: true}}, {json: {\$.jobs.enabled: false}}]
	- {id: snapshot, run: 'cat world/snapshot-\$MCADE_VAR_window.json', expect: {json: {\$.auditByPlatform: {exists: true}, \$.auditByAgent: {exists: true}, \$.missingPlatforms: {empty: true}}}}
	steps:
	- id: FILES
	  pins: []
	  guard:
	  - {id: branch, run: git rev-parse --abbrev-ref HEAD, expect: main}
	  - {id: env_file, file: world/dotenv, expect: {exists: true, size: {gt: 0}}}
	  verify: [{id: ok, run: 'true'}]
	- id: SETTINGS
	  pins: []
	  verify:
	  - id: settings
	    run: |
	      perl - <<'PL'
	      open(my \$in, "<", "world/settings.json") or die;
	      print while <\$in>;
	      PL
	    expect: {json: {\$.app_env: prod, \$.strict_cors: true, \$.cors_origins: {empty: false}}}
	  - {id: proxies, output_of: settings, when: {env.BEHIND_PROXY: 'yes'}, expect: {json: {\$.trusted: {empty: false}}}}
	  - {id: safety, output_of: settings, when: {env.ADMIN_READ_ONLY: {ne: 'true'}}, expect: {json: {\$.admin_read_only: false}}}
	  - {id: users, output_of: settings, expect: {json: {'\$.users[*].name': {type: string, empty: false}}}}
	- id: PROXY_KNOWN
	  pins: []
	  guard: [{id: behind, env: BEHIND_PROXY, expect: {in: ['yes', 'no']}}]
	- id: SECRETS
	  pins: []
	  verify:
	  - {id: present, env: AUTH_SECRET, expect: {empty: false}}
	  - {id: not_default, env: AUTH_SECRET, expect: {ne: dev-auth-secret}}
	  - {id: as_finance, run: 'test "\${#FINANCE_PASSWORD}" -ge 8 && cat world/invoices; echo "finance:\$FINANCE_PASSWORD"', expect: {stdout: {contains: invoice}}}
	- id: MODES
	  pins: []
	  verify:
	  - {id: normal, run: cat world/scan-status, when: {env.ADMIN_READ_ONLY: {ne: 'true'}}, expect: '202'}
	  - {id: incident, run: cat world/scan-status, when: {env.ADMIN_READ_ONLY: 'true'}, expect: '409'}
	  - {id: mfa, run: cat world/mfa, expect: '\${{ vars.mfa }}'}
	  - {id: worker, run: cat world/run-once, expect: '\${{ vars.run_once }}'}
	  - {id: staging_only, run: 'false', when: {environment.id: lab, env.EXTRA: '1'}}
	- id: INSIDE
	  pins: []
	  on: api
	  run: 'test "\$INSIDE" = the_container && cat world/migrate'
	  verify: [{id: variables, on: api, run: 'for name in \$(cat world/required); do env | grep -q "^\$name=." || { echo "\$name is missing"; exit 1; }; done'}]
	- id: MIGRATIONS
	  pins: []
	  before:
	  - {id: heads, run: cat world/heads, expect: {lines: 1}, capture: {rev: '^([0-9a-f]+)'}}
	  verify:
	  - {id: at_head, run: cat world/current, capture: {rev: '^([0-9a-f]+)'}, expect: {rev: '\${{ checks.heads.rev }}'}}
	- {id: DEPLOY, needs: [MIGRATIONS], pins: [], verify: [{id: ok, run: 'true'}]}
	- id: READY
	  pins: []
	  before: [{id: first, use: ready}, {id: first_view, use: snapshot}]
	  verify:
	  - {use: ready}
	  - {use: snapshot}
	  - {id: ttl, env: JOB_HEARTBEAT_TTL_SECONDS, when: {env.JOB_HEARTBEAT_REQUIRED: 'true'}, capture: {seconds: '^\d+\$'}}
	  - {id: heartbeat, output_of: ready, when: {env.JOB_HEARTBEAT_REQUIRED: 'true'}, expect: {json: {\$.jobs.age_seconds: {lt: '\${{ checks.ttl.seconds }}'}}}}
	- id: ISOLATION
	  pins: []
	  verify:
	  - {id: policies, run: cat world/policies, expect: {rows: {gt: 1}}}
	  - {id: tenant, run: cat world/leads-of-tenant, expect: {rows: {ge: 1}}}
	  - {id: nobody, run: cat world/leads-of-nobody, expect: {rows: 0}}
	- id: SHAPES
	  pins: []
	  verify:
	  - {id: deleted, file: world/cleanup.json, expect: {json: {\$.deleted: {type: integer}}}}
	  - {id: queue, file: world/queue.json, expect: {json: {\$: {type: array}}}}
	  - {id: estimate, file: world/estimate.json, expect: {json: {\$.pricing_config_id: {exists: true}, \$.total_before_tax: {type: number, gt: 0}}}}
	  - {id: csv, file: world/metrics.csv, expect: {matches: '\Ametric,from,to,value'}}
	- id: LOGS
	  pins: []
	  run: cat world/jobs.log
	  expect: {stdout: {contains: job_complete}}
	  verify:
	  - {id: background, run: cat world/background, expect: running, on_fail: warn}
	  - {id: scan, output_of: step, expect: {stdout: {not_matches: 'Traceback|MOCK_RUNTIME_FORBIDDEN'}}}
	- id: BACKUP
	  pins: []
	  changes_state: true
	  restore: created
	  run: sh world/backup.sh
	  expect: {created: '*.dump'}
	  verify: [{id: again, run: 'ls *.dump', expect: {lines: {ge: 1}}}]
	- id: GUARDED
	  pins: []
	  stop: [{id: guard_script, run: sh world/deploy_guard.sh}]
	  run: 'echo deployed >>world/deployed'
	  verify: [{id: ok, run: 'true'}]
	- id: IMAGE
	  pins: []
	  verify: [{id: user, run: cat world/image.json, expect: {json: {\$.Config.User: {not_matches: '^(root|0)?\$'}, \$.Config.Dirs: {contains_all: [/app, /data]}}}}]
	- id: CERTIFY
	  pins: []
	  run: sh world/certify.sh
	  expect: {created: 'world/ship_autorisen_*.log'}
	  recap: {format: ansible, hosts: {ge: 1}, failed: 0}
	  idempotence: {at: every_run, expect: {recap: {changed: 0}}}
	  verify:
	  - {id: certificate, file: world/certified, expect: {exists: true, age: {lt: 1h}}}
	  - {id: version, run: cat world/version, expect: {stdout: {contains: '\${{ git.sha }}'}}}
	- id: RUNTIME
	  pins: []
	  before: [{id: intent, run: cat world/release-record, capture: {provider: '^provider: (\w+)\$'}}]
	  verify:
	  - {id: runtime, env: RPA_RUNTIME, expect: playwright}
	  - {id: provider, env: AI_PROVIDER, expect: {in: [heuristic, gemini]}}
	  - {id: intended, env: AI_PROVIDER, expect: '\${{ checks.intent.provider }}'}
	  - {id: gemini_key, env: GEMINI_KEY, when: {env.AI_PROVIDER: gemini}, expect: {empty: false}}
	- id: EVIDENCE
	  pins: []
	  verify:
	  - {id: fresh, file: world/evidence.md, expect: {contains: '\${{ git.sha }}'}}
	  - {id: named, run: cat world/ci.json, expect: {stdout: {contains: '"release-critical-e2e-log"'}, json: {'\$.artifacts[*].name': {in: [release-critical-e2e-log, coverage]}, \$.critical: passed}}}
	  - {id: linkage, run: cat world/audit-actions, expect: {rows: {ge: 1}, stdout: {contains_all: [linkage_resolved, handoff]}}}
	- id: POSTURE
	  pins: []
	  verify:
	  - {id: active, run: sh world/systemctl is-active redis, expect: {exit: 3, stdout: inactive}}
	  - {id: boot, run: sh world/systemctl is-enabled redis, expect: {exit: 1, stdout: disabled}}
	  - {id: timer, run: sh world/systemctl is-active redis-healthcheck.timer, expect: {stdout: {in: [active, waiting]}}}
	  - {id: podman, file: world/podman, expect: {exists: true, mode: '0755'}}
	- id: ROWS
	  pins: []
	  before: [{id: rows, run: cat world/rows, capture: {n: '^(\d+)\$'}}]
	  run: sh world/intake.sh
	  verify:
	  - {id: more, run: cat world/rows, expect: {stdout: {gt: '\${{ checks.rows.n }}'}}}
	  - {id: migration_once, run: grep -c 20260126_02 world/schema_migrations, expect: '1'}
	- id: DUPLICATE
	  pins: []
	  before:
	  - {id: rows, run: cat world/rows, capture: {n: '^(\d+)\$'}}
	  - {id: worker_stopped, run: cat world/worker, expect: stopped}
	  run: sh world/duplicate.sh
	  verify: [{id: same, run: cat world/rows, expect: {stdout: '\${{ checks.rows.n }}'}}]
	- id: READ_ONLY
	  pins: []
	  run: cat world/recap
	  recap: {format: ansible, hosts: {ge: 1}, failed: 0, changed: 0}
	- id: OUTBOUND
	  pins: []
	  run: sh world/deploy-worker
	  verify: [{id: isolated, run: cat world/outbound, expect: '\${{ vars.outbound }}'}]
	- id: BOUNDED
	  pins: []
	  verify: [{id: pong, run: 'echo x >>world/tries; echo "redis: connection refused" >&2; false', retry: {count: 3, delay: 1s}}]
	EOF
}

# The world as it should be.
good_world () {
	mkdir -p world && rm -f world/* && (
	cd world &&
	echo APP_ENV=prod >dotenv &&
	echo '{"app_env": "prod", "strict_cors": true, "cors_origins": ["https://a.example"], "trusted": ["10.0.0.1"], "admin_read_only": false, "users": [{"name": "owner"}, {"name": "admin"}]}' >settings.json &&
	echo 'invoice 1' >invoices && echo 202 >scan-status && echo false >mfa && echo 1 >run-once &&
	echo 'echo "$MCADE_VAR_outbound" >world/outbound' >deploy-worker &&
	echo up >migrate && echo INSIDE PATH >required && echo '0a1b2c (head)' >heads && echo 0a1b2c >current &&
	echo '{"status": "ok", "database": {"migrations_current": true}, "jobs": {"ok": true, "age_seconds": 20}}' >ready.json &&
	echo '{"auditByPlatform": {}, "auditByAgent": {}, "missingPlatforms": []}' >snapshot-24.json &&
	cp snapshot-24.json snapshot-2.json &&
	printf 'a_org_isolation\nb_org_isolation\n' >policies && echo 7 >leads-of-tenant && : >leads-of-nobody &&
	echo '{"deleted": 3}' >cleanup.json && echo '[]' >queue.json &&
	echo '{"pricing_config_id": 9, "total_before_tax": 120.5}' >estimate.json &&
	printf 'metric,from,to,value\na,b,c,1\n' >metrics.csv &&
	echo '{"event": "job_complete"}' >jobs.log && echo running >background &&
	echo 'echo dump >app.dump' >backup.sh && echo 'exit 0' >deploy_guard.sh &&
	echo '{"Config": {"User": "app", "Dirs": ["/app", "/data", "/tmp"]}}' >image.json &&
	recap_of 0 >recap &&
	printf 'echo log >world/ship_autorisen_1.log; touch world/certified; cat world/recap\n' >certify.sh &&
	git rev-parse HEAD >version && echo 'provider: gemini' >release-record &&
	echo "candidate $(git rev-parse HEAD): passed" >evidence.md &&
	echo '{"artifacts": [{"name": "release-critical-e2e-log"}, {"name": "coverage"}], "critical": "passed"}' >ci.json &&
	printf 'linkage_resolved\nhandoff\nlinkage_resolved\n' >audit-actions &&
	cat >systemctl <<-\EOT &&
	case "$*" in
	"is-active redis") echo inactive; exit 3 ;;
	"is-enabled redis") echo disabled; exit 1 ;;
	*) echo active ;;
	esac
	EOT
	echo '#!/bin/sh' >podman && chmod 755 podman &&
	echo 41 >rows && echo 'echo 42 >world/rows' >intake.sh && : >duplicate.sh && echo stopped >worker &&
	printf '20260126_01_wave1\n20260126_02_write_path\n' >schema_migrations &&
	echo '{"conclusion": "success"}' >"ci-$(git rev-parse HEAD)" && echo 'web: run' >Procfile &&
	echo 'make heroku-rollback REL=v1' >rollback.md )
}

recap_of () {
	printf 'PLAY RECAP ****\nweb : ok=3 changed=%s unreachable=0 failed=0 skipped=0\n' "$1"
}

# holds STEP [ENVIRONMENT]: it runs, and every check holds.
holds () {
	tick 5 && git mcade run "$1" --env "${2:-lab}" >../out 2>&1
}

# fails STEP REASON [ENVIRONMENT]: it does not, for that reason, and the ledger does not say it did.
fails () {
	tick 5 && was=$(git rev-parse mcade/ledger) &&
	refused git mcade run "$1" --env "${3:-lab}" >../out 2>&1 && test_grep "$2" ../out || return 1
	[ "$(git rev-parse mcade/ledger)" != "$was" ] || return 0
	git mcade show "$1" --env "${3:-lab}" >../show && test_grep ! ": verified" ../show
}

# What is remembered outside the repository; ../remembered: since the adopt.
STATE=${XDG_STATE_HOME:-$HOME/.local/state}
test_expect_success 'the runbook is adopted; the language is understood' '
	new_repo r && cd r && commit_file README language &&
	git mcade init >../out 2>&1 && write_runbook && mkdir releases && echo "{}" >releases/lab.yaml &&
	echo "{}" >releases/prod.yaml && printf "world/\n*.dump\n" >.gitignore &&
	git add -A && git commit -q -m "the language" && git mcade adopt && cp -R "$STATE" ../remembered && good_world
'

test_expect_success 'C03 C04: a branch and a file that is not empty, before anything' '
	cd r && good_world && holds FILES &&
	: >world/dotenv && fails FILES "guard .env_file. failed" && rm world/dotenv && fails FILES "guard .env_file. failed" &&
	echo x >world/dotenv && git checkout -q -b side && fails FILES "guard .branch. failed" && git checkout -q main
'

test_expect_success 'C05 C07 C11 C12 C37: one script of several lines, its output judged by several checks' '
	cd r && good_world && holds SETTINGS &&
	sed -i "s/\[\"https[^]]*\]/[]/" world/settings.json && fails SETTINGS "check .settings.: fail: .*cors_origins" &&
	good_world && sed -i "s/\"strict_cors\": true/\"strict_cors\": \"true\"/" world/settings.json && fails SETTINGS "strict_cors" &&
	good_world && sed -i "s/\"app_env\": \"prod\"/\"app_env\": \"staging\"/" world/settings.json && fails SETTINGS "check .settings.: fail: .*app_env" &&
	for name in null 5 "\"\""; do
		good_world && sed -i "s/\"name\": \"admin\"/\"name\": $name/" world/settings.json && fails SETTINGS "check .users.: fail" || return 1
	done
'

test_expect_success 'C06 C08: what holds only behind a proxy; and not saying is no answer' '
	cd r && good_world && sed -i "s/\[\"10[^]]*\]/[]/" world/settings.json && holds SETTINGS &&
	test_grep "check proxies: not-applicable" ../out &&
	( BEHIND_PROXY=yes && export BEHIND_PROXY && fails SETTINGS "check .proxies.: fail: .*trusted" ) &&
	fails PROXY_KNOWN "guard .behind. failed" &&
	( BEHIND_PROXY=no && export BEHIND_PROXY && holds PROXY_KNOWN )
'

test_expect_success 'C09 C10 C35: secrets are there, are not the default, and are nowhere in the record' '
	cd r && good_world && AUTH_SECRET=s3cr3t-of-the-house FINANCE_PASSWORD=f1n4nce-hunter2 && export AUTH_SECRET FINANCE_PASSWORD &&
	holds SECRETS && test_grep ! "s3cr3t-of-the-house" ../out &&
	branch=$(git for-each-ref --format="%(refname)" refs/heads/mcade/evidence) &&
	git grep -h FINANCE_PASSWORD "$branch" >../masked && test_grep "FINANCE_PASSWORD" ../masked &&
	{ git grep -l -e f1n4nce-hunter2 -e s3cr3t-of "$branch" mcade/ledger >../leaks || :; } && test_line_count 0 ../leaks &&
	AUTH_SECRET=dev-auth-secret && fails SECRETS "check .not_default.: fail" &&
	AUTH_SECRET= && fails SECRETS "check .present.: fail" && AUTH_SECRET=of-the-house FINANCE_PASSWORD=of-finance
'

test_expect_success 'C13 C14 C41: what is expected depends on the mode' '
	cd r && good_world && holds MODES &&
	( ADMIN_READ_ONLY=true && export ADMIN_READ_ONLY && fails MODES "check .incident.: fail: .*409" &&
	  echo 409 >world/scan-status && holds MODES ) &&
	fails MODES "check .normal.: fail: .*202" &&
	sed -i "s/\"admin_read_only\": false/\"admin_read_only\": true/" world/settings.json && fails SETTINGS "check .safety.: fail: .*admin_read_only" &&
	( ADMIN_READ_ONLY=true && export ADMIN_READ_ONLY && holds SETTINGS )
'

test_expect_success 'C44 D05 D39 E05: what is expected depends on the environment' '
	cd r && good_world && holds MODES &&
	echo true >world/mfa && echo 0 >world/run-once && fails MODES "check .mfa.: fail: .*false" &&
	( ALLOW_PROD=1 EXTRA=1 && export ALLOW_PROD EXTRA && holds MODES prod &&
	  echo 1 >world/run-once && fails MODES "check .worker.: fail: .*0" prod ) &&
	good_world && ( EXTRA=1 && export EXTRA && fails MODES "check .staging_only.: fail" )
'

test_expect_success 'C15 C16 E12: an action inside a container, its exit status, and the variables that are set there' '
	cd r && good_world && holds INSIDE && test_grep "^up" ../out &&
	echo REGION >>world/required && fails INSIDE "check .variables.: fail" &&
	rm world/migrate && fails INSIDE "exit: expected .0., found 1"
'

test_expect_success 'C17 C38: one head, and the database is at it' '
	cd r && good_world && holds MIGRATIONS &&
	echo ffff >world/current && fails MIGRATIONS "check .at_head.: fail: capture rev: expected .0a1b2c., found ffff" &&
	good_world && echo "9f (head)" >>world/heads && fails MIGRATIONS "before .heads.: fail: stdout lines"
'

test_expect_success 'D14 A93 A109: what must come first came first, and apart' '
	cd r && good_world && fails DEPLOY "refused .order. .*needs MIGRATIONS" &&
	holds MIGRATIONS && git mcade complete MIGRATIONS --env lab && holds DEPLOY
'

test_expect_success 'C18 C29 C30 C31 C48 E17 E19: a named check, asked before and after, with alternatives' '
	cd r && good_world && holds READY &&
	sed -i "s/\"ok\": true/\"ok\": false, \"enabled\": false/" world/ready.json && holds READY &&
	sed -i "s/, \"enabled\": false//" world/ready.json && fails READY "before .first.: fail" &&
	good_world && sed -i "s/\"migrations_current\": true/\"migrations_current\": false/" world/ready.json &&
	fails READY "migrations_current" &&
	good_world && echo "503 Service Unavailable" >world/ready.json && fails READY "before .first.: fail" &&
	good_world && sed -i "s/\"auditByAgent\": {}, //" world/snapshot-24.json && fails READY "before .first_view.: fail: .*auditByAgent" &&
	good_world && holds READY && echo "{}" >world/ready.json &&
	tick && refused git mcade verify READY --env lab >../out 2>&1 && test_grep "check ready: fail" ../out
'

test_expect_success 'E26: the same check with the window of its environment' '
	cd r && good_world && echo "{}" >world/snapshot-2.json && holds READY &&
	( ALLOW_PROD=1 && export ALLOW_PROD && fails READY "before .first_view.: fail" prod )
'

test_expect_success 'C26 C27: fresh enough, measured by another setting, where it is demanded' '
	cd r && good_world && holds READY && test_grep "check heartbeat: not-applicable" ../out &&
	( JOB_HEARTBEAT_REQUIRED=true JOB_HEARTBEAT_TTL_SECONDS=60 && export JOB_HEARTBEAT_REQUIRED JOB_HEARTBEAT_TTL_SECONDS &&
	  holds READY && test_grep "check heartbeat: pass" ../out &&
	  JOB_HEARTBEAT_TTL_SECONDS=20 && fails READY "check .heartbeat.: fail: .*age_seconds" )
'

test_expect_success 'C19 C20 E16: rows there are, and rows there must not be' '
	cd r && good_world && holds ISOLATION &&
	echo one >world/policies && fails ISOLATION "check .policies.: fail: stdout rows" &&
	good_world && : >world/leads-of-tenant && fails ISOLATION "check .tenant.: fail: stdout rows" &&
	good_world && echo 7 >world/leads-of-nobody && fails ISOLATION "check .nobody.: fail: stdout rows: expected .0., found 1"
'

test_expect_success 'C21 C22 C23 C32 C34: the shape of an answer' '
	cd r && good_world && holds SHAPES &&
	echo "{\"deleted\": \"3\"}" >world/cleanup.json && fails SHAPES "check .deleted.: fail: .*deleted" &&
	good_world && echo "{}" >world/queue.json && fails SHAPES "check .queue.: fail" &&
	good_world && echo "{\"total_before_tax\": 1}" >world/estimate.json && fails SHAPES "pricing_config_id" &&
	good_world && sed -i "s/120.5/0/" world/estimate.json && fails SHAPES "total_before_tax" && sed -i "s/: 0}/: \"1\"}/" world/estimate.json && fails SHAPES "total_before_tax" &&
	good_world && printf "a,b\nmetric,from,to,value\n" >world/metrics.csv && fails SHAPES "check .csv.: fail"
'

test_expect_success 'C24 C25 E10: what the log says decides; what is optional warns' '
	cd r && good_world && holds LOGS && echo stopped >world/background && holds LOGS &&
	test_grep "check background: warn" ../out &&
	echo started >world/jobs.log && fails LOGS "job_complete" &&
	echo "job_complete; Traceback (most recent call last)" >world/jobs.log && fails LOGS "check .scan.: fail"
'

test_expect_success 'C36 D15: the file that a backup must make is the way back' '
	cd r && good_world && rm -f ./*.dump && holds BACKUP &&
	git show mcade/ledger:state/lab/BACKUP.yaml >../state && test_grep "^  restore: app.dump$" ../state &&
	rm -f ./*.dump && echo "exit 0" >world/backup.sh && fails BACKUP "no restore path" && test_grep "created: expected .\*.dump., found" ../out
'

test_expect_success 'A19: a read-only step that changes something is not a success' '
	cd r && good_world && holds READ_ONLY &&
	recap_of 1 >world/recap && fails READ_ONLY "changed: expected .0., found 1"
'

test_expect_success 'A14 A16 A17 A32 A40 A90: posture: installed, stopped, not at boot, its timer running' '
	cd r && good_world && holds POSTURE &&
	for edit in "s/inactive; exit 3/active; exit 0/:active" "s/disabled; exit 1/enabled; exit 0/:boot" "s/) echo active/) echo failed/:timer"; do
		good_world && sed -i "${edit%:*}" world/systemctl && fails POSTURE "check .${edit##*:}.: fail" || return 1
	done &&
	good_world && chmod 644 world/podman && fails POSTURE "check .podman.: fail: mode" &&
	rm world/podman && fails POSTURE "check .podman.: fail: exists"
'

test_expect_success 'A37 A39 A48 A53 E39: rows before and after; a migration applied once; a precondition' '
	cd r && good_world && holds ROWS &&
	good_world && : >world/intake.sh && fails ROWS "check .more.: fail: stdout: expected gt 41, found 41" &&
	good_world && echo 20260126_02 >>world/schema_migrations && fails ROWS "check .migration_once.: fail" &&
	good_world && holds DUPLICATE &&
	echo "echo 42 >world/rows" >world/duplicate.sh && fails DUPLICATE "check .same.: fail" &&
	good_world && echo running >world/worker && echo "touch world/ran" >world/duplicate.sh && fails DUPLICATE "before .worker_stopped.: fail" && test_missing world/ran
'

test_expect_success 'A31 A97: a health gate ends after its tries, with what it saw' '
	cd r && good_world && fails BOUNDED "try 2 of 3" && test_line_count 3 world/tries &&
	branch=$(git for-each-ref --format="%(refname)" refs/heads/mcade/evidence) &&
	git grep -h "connection refused" "$branch" >../seen && test_grep "redis: connection refused" ../seen
'

test_expect_success 'E23: what leaves the house is isolated where the environment says so' '
	cd r && good_world && holds OUTBOUND && test_grep "check isolated: pass" ../out &&
	( ALLOW_PROD=1 && export ALLOW_PROD && holds OUTBOUND prod && echo full >../expect && test_cmp ../expect world/outbound ) &&
	good_world && echo "echo full >world/outbound" >world/deploy-worker &&
	fails OUTBOUND "check .isolated.: fail: stdout: expected .*draft_only.*, found full"
'

test_expect_success 'D08 D17 D29 D44: production is refused by default; allowing it is for one run' '
	cd r && good_world && fails FILES "guard .allow_prod. failed" prod && holds FILES lab &&
	( ALLOW_PROD=yes && export ALLOW_PROD && fails FILES "guard .allow_prod. failed" prod ) &&
	( ALLOW_PROD=1 && export ALLOW_PROD && holds FILES prod ) &&
	refused git mcade run FILES --env prod >../out 2>&1 && test_grep "guard .allow_prod. failed" ../out
'

test_expect_success 'D01 D09 D10 D12 D21 D22 D23 D47: stop conditions of an environment bind every step in it' '
	cd r && good_world && ALLOW_PROD=1 && export ALLOW_PROD && holds IMAGE prod &&
	for step in GUARDED INSIDE; do
		good_world && echo "release: alembic upgrade head" >world/Procfile && fails $step "stop check .no_implicit_migrations.: fail" prod &&
		good_world && rm world/rollback.md && fails $step "stop check .rollback_written.: fail" prod &&
		good_world && echo "{\"conclusion\": \"failure\"}" >"world/ci-$(git rev-parse HEAD)" && fails $step "stop check .ci_green.: fail" prod &&
		good_world && mv world/ci-* "world/ci-$(git rev-parse HEAD~1)" && fails $step "stop check .ci_green.: fail" prod || return 1
	done && test_missing world/deployed && unset ALLOW_PROD
'

test_expect_success 'D25 D45: a guard script that says no stops the run, and that is recorded' '
	cd r && good_world && echo "echo frozen on Fridays; exit 1" >world/deploy_guard.sh &&
	fails GUARDED "stop check .guard_script.: fail" && test_missing world/deployed &&
	git log -1 --format=%s mcade/ledger >../subject && echo "finish GUARDED in lab" >../expect && test_cmp ../expect ../subject &&
	good_world && holds GUARDED && test -f world/deployed
'

test_expect_success 'D19: nothing runs that is not in the adopted runbook' '
	cd r && good_world && cp runbook.yaml ../was && usage git mcade run SHELL --env lab 2>../out &&
	test_grep "SHELL" ../out && sed -i "s/echo deployed >>/echo owned >/" runbook.yaml &&
	tick 5 && { git mcade run GUARDED --env lab >../out 2>&1 || :; } && test_grep ! owned world/deployed &&
	cp ../was runbook.yaml
'

test_expect_success 'D30: what an image must be' '
	cd r && good_world && holds IMAGE && sed -i "s/\"app\"/\"root\"/" world/image.json && fails IMAGE "Config.User" &&
	good_world && sed -i "s,\"/data\"\, ,," world/image.json && fails IMAGE "Config.Dirs"
'

test_expect_success 'A02 D20 D32 D33 D34 D37: certification: twice, a new log, a new certificate, the commit that runs' '
	cd r && good_world && holds CERTIFY &&
	good_world && recap_of 1 >world/recap && fails CERTIFY "changed: expected .0., found 1" &&
	good_world && sed -i "s/echo log[^;]*;//" world/certify.sh && fails CERTIFY "created" &&
	good_world && sed -i "s/touch world.certified/touch -d yesterday world\/certified/" world/certify.sh && fails CERTIFY "check .certificate.: fail: age" &&
	good_world && git rev-parse HEAD~1 >world/version && fails CERTIFY "check .version.: fail"
'

test_expect_success 'E06 E07 E08 E13: an exact value, one of a list, the one intended, and what it needs' '
	cd r && good_world && RPA_RUNTIME=playwright AI_PROVIDER=gemini GEMINI_KEY=k && export RPA_RUNTIME AI_PROVIDER GEMINI_KEY &&
	holds RUNTIME && RPA_RUNTIME=mock && fails RUNTIME "check .runtime.: fail" &&
	RPA_RUNTIME=playwright AI_PROVIDER=other && fails RUNTIME "check .provider.: fail" &&
	AI_PROVIDER=heuristic && fails RUNTIME "check .intended.: fail" &&
	AI_PROVIDER=gemini GEMINI_KEY= && fails RUNTIME "check .gemini_key.: fail" &&
	unset GEMINI_KEY && fails RUNTIME "check .gemini_key.: fail" &&
	echo "provider: heuristic" >world/release-record && AI_PROVIDER=heuristic && holds RUNTIME && unset RPA_RUNTIME AI_PROVIDER
'

test_expect_success 'E14 E15 E20: evidence of this candidate, a named artefact, actions that are covered' '
	cd r && good_world && holds EVIDENCE &&
	echo "candidate $(git rev-parse HEAD~1): passed" >world/evidence.md && fails EVIDENCE "check .fresh.: fail" &&
	good_world && sed -i "s/passed/skipped/" world/ci.json && fails EVIDENCE "check .named.: fail" &&
	good_world && echo "{\"artifacts\": [], \"critical\": \"passed\"}" >world/ci.json && fails EVIDENCE "check .named.: fail" &&
	good_world && sed -i "s/{\"name\": \"release-critical-e2e-log\"}, //" world/ci.json && fails EVIDENCE "check .named.: fail" &&
	good_world && sed -i "s/\"coverage\"/\"other\"/" world/ci.json && fails EVIDENCE "check .named.: fail" &&
	good_world && sed -i /handoff/d world/audit-actions && fails EVIDENCE "check .linkage.: fail" &&
	: >world/audit-actions && fails EVIDENCE "check .linkage.: fail: stdout rows"
'

test_expect_success 'E41: evidence has operator, environment, commands, exit status, times' '
	cd r && good_world && holds LOGS && git cat-file commit mcade/ledger >../event &&
	test_grep "^author Ada Owner (mcade) <owner@example.com>" ../event && test_grep "^Mcade-Environment: lab" ../event &&
	sha=$(sed -n "s/^Mcade-Evidence: sha256:\([0-9a-f]*\) [0-9]* run$/\1/p" ../event) && test -n "$sha" &&
	branch=$(git for-each-ref --format="%(refname)" refs/heads/mcade/evidence) &&
	git cat-file blob "$branch:$(echo "$sha" | cut -c1-2)/$sha" >../evidence &&
	test_grep "environment: lab" ../evidence && test_grep "cat world/jobs.log" ../evidence &&
	test_grep "exit status 0" ../evidence && test_grep "^start" ../evidence
'

test_expect_success 'all of it is in a ledger that verifies' '
	cd r && git mcade audit >../audit && test_grep "^pass" ../audit
'

# --- the same, by who writes what he likes ------------------------------------------------------
# retold COMMIT PERL: that event with other words in it, by a good key, filed as apply() files it.
retold () {
	raw "$1" | perl -0777 -pe 's/.*?\n\n//s; s/^Mcade-File: .*\n//mg' | edit "$2" >../message &&
	git mcade hook apply "$(git rev-parse "$1~")" "$(git rev-parse "$1^{tree}")" <../message >../applied &&
	{ echo "tree $(head -n 1 ../applied)" && echo "parent $(git rev-parse "$1~")" && raw "$1" | grep "^author \|^committer " && echo && sed 1d ../applied; } | sign_as owner | put
}
# lies_of COMMIT: of each of its checks an edit that tells another lie each time.
lies_of () {
	raw "$1" | LIES=../lies perl -ne 'next unless /^Mcade-Check: (.*) pass$/;
		open(my $f, "<", $ENV{LIES}); my $n = (<$f> // 0) % 4; open($f, ">", $ENV{LIES}); print $f $n + 1;
		my $to = ("", "Mcade-Check: $1 warn\\n", "Mcade-Check: $1 not-applicable\\n", "Mcade-Check: ${1}_too pass\\n")[$n];
		print "s/^Mcade-Check: \\Q$1\\E pass\\n/$to/m\n"'
}
# nobody_takes COMMIT: neither an audit that remembers nothing, nor the server.
nobody_takes () {
	git update-ref "$LEDGER" "$1" && rm -rf "$STATE" && cp -R ../remembered "$STATE" && ! git mcade audit --json >../audit.out 2>&1 && grep -q "\"rule\":\"\(evidence\|conditions\)\",\"severity\":\"error\"" ../audit.out &&
	git -C ../server.git update-ref "$LEDGER" "$1~" && ! git push -q ../server.git "$1:$LEDGER" 2>../push.err && grep -q "refused \[\(evidence\|conditions\)\]" ../push.err
}
test_expect_success 'a check that is left out, renamed, only warned or did not apply, of each step: no audit passes it, no server takes it' '
	. "$SOURCE_DIR/t/lib-craft.sh" && cd r && honest=$(git rev-parse $LEDGER) && genesis=$(git config mcade.ledgerId) &&
	git init -q --bare ../server.git && echo "$PWD/.git/objects" >../server.git/objects/info/alternates && git -C ../server.git update-ref refs/heads/main "$(git rev-parse main)" && git -C ../server.git mcade hooks install --expect-genesis "$genesis" &&
	git log --format="%H %s" $LEDGER | sed -n "s/^\([0-9a-f]*\) \(start\|finish\) \([A-Z_]*\) in \(.*\)/\1 \2 \3 \4/p" | awk "!seen[\$2 \$3 \$4]++" >../events && : >../told &&
	while read -r commit word step where; do
		raw "$commit" | grep -q "^Mcade-Result: \(failed\|lost\)" && continue
		lies_of "$commit" >../todo
		while read -r lie; do
			told=$(retold "$commit" "$lie") && nobody_takes "$told" && echo "$word $step $where $lie" >>../told || { echo "# taken: $word $step $where $lie" >&4; cat ../audit.out ../push.err >&4; return 1; }
		done <../todo
	done <../events && [ "$(wc -l <../told)" -gt 60 ] && git update-ref "$LEDGER" $honest && rm -rf "$STATE" && cp -R ../remembered "$STATE" && git mcade audit
'

test_done
