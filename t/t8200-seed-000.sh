#!/bin/sh
test_description='seed 000 executed: 64 steps of a platform, what is blocked, frozen, locked, deferred, superseded, deprecated and purged

t/runbooks/000.yaml as it is, but for the host, two addresses, the waits between tries, and the day from which nginx is
frozen. git with a remote that judges, curl, and the service are real; ansible-playbook, ssh and what runs on the host
are scripts of t/stories/000/tools that stand in for them (t9002 has a real ansible-playbook and a real Redis).'
# shows: A02 A03 A05 A10 A20 A29 A31 A39 A56 A58 A61 A62 A63 A64 A68 A69 A70 A71 A72 A73 A74 A76 A77 A78 A81 A82 A84 A85 A86 A87 A91 A96 A99 A100 A101 A103 A108 A109 A110 A111
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-release.sh"
story=$SOURCE_DIR/t/stories/000
DIGEST=sha256:$(printf %064d 8)
export VAULT_PASSWORD=of-the-vault
served || { echo "Bail out! no service"; exit 1; }
mkdir bin hostbin host web/lead web/api web/api/lead && PATH=$TRASH/bin:$PATH
for tool in ansible-playbook ssh; do ln -s "$story/tools/$tool.sh" "bin/$tool" || exit 1; done
for tool in podman systemctl redis-cli psql nginx ss; do ln -s "$story/tools/host.sh" "hostbin/$tool" || exit 1; done
for path in lead/health lead/intake; do ln -s "$story/tools/lead.sh" "web/$path" || exit 1; done

# plays ID PATH TEXT...: what the playbook of that step leaves on the host, beside that it was there.
plays () {
	play_=$(sed -n "s/.*id: $1,.* uses: \([^,}]*\).*/\1/p; /^- id: $1\$/,/^- /s/^  uses: //p" "$SOURCE_DIR/t/runbooks/000.yaml") && play_=ansible/$play_ && mkdir -p "${play_%/*}" &&
	{ printf -- '---\n# %s\n- hosts: web\n  tasks:\n' "$1" && set -- "$@" "state/$1" 1 && shift && while [ $# -gt 0 ]; do echo "  - copy: {dest: /srv/motorcade/$1, content: $2}" && shift 2 || return 1; done; } | sed 's|/srv/motorcade/\./||' >"$play_"
}
playbooks () {
	for id_ in $(sed -n "s/^- {*id: \(\(PLAT\|LEADGEN\|ID\|MAIL\|MOB\)_[0-9A-Z]*\).*/\1/p" "$SOURCE_DIR/t/runbooks/000.yaml"); do
		case $id_ in PLAT_09A | PLAT_18 | PLAT_19 | MOB_00) ;; *) plays "$id_" || return 1 ;; esac
	done
	plays PLAT_02C up/motorcade-postgres 1 && plays PLAT_03 db/app.schema 1 && plays PLAT_05 nginx.conf 'proxy_pass http://127.0.0.1:8000' && plays PLAT_08B networks motorcade-core volumes/redis/.keep 1 &&
	plays PLAT_08C up/motorcade-redis 1 enabled/motorcade-redis 1 && plays PLAT_08D units/motorcade-redis-healthcheck.timer 1 && plays LEADGEN_01 db/app.leads seed db/app.intake_jobs seed db/migrations/1 20260126_01_wave1_leads &&
	plays LEADGEN_02 units/motorcade-leadgen-api 1 units/motorcade-leadgen-worker on && plays LEADGEN_03 db/migrations/2 20260126_02_wave1_write_path && plays LEADGEN_04 units/motorcade-leadgen-watchdog.timer 1 &&
	cp ansible/playbooks/PLAT_08C_redis_bringup_health_gate.yml ansible/playbooks/PLAT_08C_redis_churn.yml && plays LEADGEN_05 ./diagnostics-e2e.log safe && plays LEADGEN_06 leadgen.env LEADGEN_API_KEY=k
}
# from DAY: runbook.yaml, where nginx is frozen from that day on.
from () {
	sed "s|root: /srv/motorcade|root: $TRASH/host|; s|/usr/local/bin/podman|$TRASH/hostbin/podman|; s|http://127.0.0.1:8000'}\$|$base'}|; s|api: 'http://127.0.0.1:8000'|api: '$base'|; s|https://motorcade.vip/api|$base|; s|delay: [23]s|delay: 1s|; s|window: {from: '2026-01-23'}|window: {from: '$1'}|" "$SOURCE_DIR/t/runbooks/000.yaml"
}
founds () {
	git init -q -b main . && cp -R "$story"/. . && rm -r tools && printf '%s\n' 'diagnostics-*' >.gitignore && playbooks && cp "$SOURCE_DIR/t/seeds/000-runbook.md" docs/RUNBOOK.md &&
	git add -A && git commit -q -m "the platform" && git remote add origin "$TRASH/hub.git" && git push -q -u origin main &&
	from "$(date -u -d tomorrow +%F)" >runbook.yaml && git mcade init --principal ada && git add -A && git commit -q -m "the runbook" && git push -q && git mcade adopt && git add -A && { git diff --cached --quiet || git commit -q -m adopted; } && git push -q
}
prod () {
	git mcade "$@" --env prod
}
# phase STEP PHASE: where it is in production, as otto sees it.
phase () {
	as otto prod status --json && is_=$(json "map { \$_->{phase} . (\$_->{stale} ? q( stale) : q()) } grep { \$_->{id} eq q($1) } @{\$j->{steps}}" out) && test "$is_" = "$2" || { echo "$1 is $is_" >&4; false; }
}
# owner COMMAND...: ada does it, and otto has it.
owner () {
	gets ada && as ada "$@" && saves ada && gets otto
}
# does STEP...: each is run, and complete.
does () {
	for step_; do as otto prod run "$step_" && event Event >word && test_grep "^complete$" word || return 1; done && saves otto
}
test_expect_success 'setup: a server that judges, an owner, an operator, the legal department, another repository' '
	mkdir ada && bare_remote hub.git && as ada founds && id=$(git -C ada config mcade.ledgerId) && ( cd hub.git && git mcade hooks install --expect-genesis "$id" ) &&
	as ada git mcade trust role legal --may "attest in prod" && as ada git mcade trust add otto --key "$(key_of operator)" --name "Otto Operator" --email operator@example.com --role operator &&
	as ada git mcade trust add bea --key "$(key_of reviewer)" --name "Bea Legal" --email reviewer@example.com --role legal &&
	for who in bea otto; do ( be_person "$(key_name $who)" && git clone -q hub.git $who ) && as $who git mcade join --expect-genesis "$id" || return 1; done &&
	bare_remote vip.git && git init -q -b main vip && ( cd vip && mkdir -p ansible/playbooks ansible/inventories ansible/scripts && cp -R "$story/ansible/inventories" "$story/ansible/scripts" ansible && for play in WP_01_services_one_and_done WP_02_intake_and_scheduling PLAT_09A_public_site_completion; do
		printf "%s\n" "---" "- hosts: web" "  tasks:" "  - copy: {dest: /srv/motorcade/state/$(echo $play | sed "s/\(_[^_]*\)_.*/\1/"), content: 1}" >ansible/playbooks/$play.yml; done && git add -A && git commit -q -m "the site" && git remote add origin "$TRASH/vip.git" && git push -q -u origin main ) &&
	as otto git config mcade.repo.motorcade.vip.path "$TRASH/vip" && as ada git config mcade.repo.motorcade.vip.path "$TRASH/vip"
'
test_expect_success 'website and the foundations of the platform, first on the safe lane' '
	for step in WP_01 WP_02; do as otto git mcade run $step --env staging || return 1; done && saves otto && as otto prod pin platform.postgres.image=docker.io/library/postgres:16@$DIGEST && saves otto &&
	does WP_01 WP_02 && as otto prod checkpoint CHECKPOINT_03 -m "the site is up" && saves otto && does PLAT_01 PLAT_02A PLAT_02B
'
# typed NAME: what was printed as the way on, the first of it, is typed by that person, and works.
typed () {
	cat out err | sed -n "s/^ *\(mcade: \)*\(next\|fix\): *\(git mcade .*\)/\3/p" | head -n 1 >way && test -s way && as "$1" sh -c "$(cat way)"
}
# lacks WORDS FILE: with that on the host the run does not complete the step, nor does anybody; once it is gone what was printed does. Then it is open again.
lacks () {
	rm -f host/state/PLAT_02C && mkdir -p "host/$(dirname "$2")" && echo 1 >"host/$2" && { as otto prod run PLAT_02C || :; } && for word_ in $1; do cat out err | grep -q -e "$word_" || { echo "no $word_" >&4; return 1; }; done &&
	asks 1 completion otto prod complete PLAT_02C && rm "host/$2" && typed otto && { phase PLAT_02C complete || { as otto prod complete PLAT_02C && phase PLAT_02C complete; }; } && saves otto && owner prod reopen PLAT_02C -m "once more"
}
test_expect_success 'a step is complete only when: failed=0, what is checked passes, a restore path, no change when it runs again; and then by what was printed' '
	asks 1 order otto prod run PLAT_03 && next_is "git mcade run PLAT_02C --env prod" && asks 128 VAULT_PASSWORD otto env -u VAULT_PASSWORD git mcade run PLAT_02C --env prod && lacks failed fails && lacks "exit.*found.4" unreachable && lacks "boot_disabled.*fail" enabled/motorcade-postgres &&
	lacks "restore" no-backup && lacks "changed" changes-always && does PLAT_02C PLAT_03
'
# no_commit RULE PATH TEXT: a commit with that line more is refused by that rule; past the hook it is refused at the server.
no_commit () {
	as otto sh -c 'mkdir -p "$(dirname "$0")" && echo "$1" >>"$0" && git add -A' "$2" "$3" && asks 1 - otto git commit -q -m no && cat out err | grep -q "refused .$1. $2" || { cat out err >&4; return 1; }
	as otto git commit -q --no-verify -m no && asks 1 "refused.\[$1\]" otto git push -q --no-verify origin HEAD:main && as otto git reset -q --hard "HEAD~1"
}
test_expect_success 'PLAT_04A is verified and locked: it is not run again, nor changed' '
	does PLAT_04A && as otto prod checkpoint PLAT_04A -m "roles and schema verified" && saves otto && owner prod lock PLAT_04A -m "do not rerun" && asks 1 locked otto prod run PLAT_04A && phase PLAT_04A complete && no_commit locked ansible/playbooks/PLAT_04A_postgres_connectivity_ro.yml "# better" &&
	as otto prod show PLAT_04A && test_grep "PLAT_04" out && does PLAT_04
'
nginx=ansible/playbooks/PLAT_05_nginx_reverse_proxy_leadgen_api.yml
test_expect_success 'nginx: verified before the day from which it is frozen; then neither run nor changed, but by the word of an owner' '
	does PLAT_05 && gets ada && sed -i "s/{from: .*}/{from: 2026-01-23}/" ada/runbook.yaml && as ada git commit -q -a -m "nginx is frozen from that day" && as ada git push -q && owner git mcade adopt && phase PLAT_05 complete &&
	owner prod reopen PLAT_05 -m "http2 warnings" && asks 1 frozen otto prod run PLAT_05 && next_is "git mcade thaw nginx" && no_commit frozen $nginx "# listen 443 ssl http2" && as otto commit_file ansible/playbooks/PLAT_06A_nginx_http80_canonical_redirect.yml "# HTTP:80 only" && as otto git push -q &&
	asks 1 permission otto git mcade thaw nginx -m "I need it" && owner git mcade thaw nginx -m "to verify it once more" && does PLAT_05 && owner git mcade freeze nginx -m "verified" && phase PLAT_05 complete && no_commit frozen $nginx "# listen 443 ssl http2"
'
note=ansible/playbooks/nginx.md
test_expect_success 'nginx: a change as an owner has approved it, byte for byte' '
	echo "why http2 warns" >otto/$note && as otto git add $note && asks 1 frozen otto git commit -q -m note && gets ada && echo "why http2 warns" >ada/$note && as ada git add $note && as ada git mcade approve --path $note -m "read it" && as ada git rm -q --cached $note && rm ada/$note && saves ada &&
	as otto git mcade sync && echo more >>otto/$note && as otto git add $note && asks 1 frozen otto git commit -q -m note && echo "why http2 warns" >otto/$note && as otto git add $note && as otto git commit -q -m note && as otto git pull -q --rebase && as otto git push -q
'
churn=ansible/playbooks/PLAT_08C_redis_churn.yml old=ansible/playbooks/deprecated/PLAT_08C_redis_churn.yml
test_expect_success 'Redis: not before its versions are pinned; blocked until the playbook is replaced; Fix6 stops the churn' '
	does PLAT_06 PLAT_07 PLAT_08 && { as otto prod run PLAT_08B || :; } && asks 1 unpinned otto prod complete PLAT_08B && next_is "git mcade pin platform.redis.image=" && asks 1 unpinned otto prod pin platform.redis.image=docker.io/library/redis:latest &&
	as otto prod pin platform.redis.image=docker.io/library/redis:7@$DIGEST && saves otto && { as otto prod complete PLAT_08B || :; } && phase PLAT_08B complete && as otto prod checkpoint PLAT_08B -m foundation && saves otto &&
	owner prod block PLAT_08C --until "a one-shot bring-up that the static Podman can run" -m "restart loop" && asks 1 "blocked one-shot" otto prod run PLAT_08C && next_is "git mcade unblock PLAT_08C --env prod" && owner prod unblock PLAT_08C -m "playbook replaced" && owner git mcade deprecate --path $churn -m "an endless readiness gate" && { printf "%s\n" "# ⚠️ DEPRECATED — DO NOT RUN" "# Reason: an endless readiness gate" "# Date: 2026-01-25" "# Replacement: ansible/playbooks/PLAT_08C_redis_bringup_health_gate.yml" && cat otto/$churn; } >banner && as otto mkdir -p ansible/playbooks/deprecated && as otto git mv $churn $old && cp banner otto/$old && as otto git add $old && as otto git commit -q -m "deprecated" && as otto git push -q && touch host/deaf && asks 1 "pong.*fail" otto prod run PLAT_08C && rm host/deaf && does PLAT_08C PLAT_08D &&
	as otto prod rollback --check && rm host/up/motorcade-redis && asks 1 "churns" otto prod rollback --check && next_is "git mcade rollback fix6 --env prod" && as otto prod rollback fix6 && as otto prod rollback --check && as otto prod checkpoint PLAT_08D -m stable && saves otto
'
test_expect_success 'LeadGen: each check of it fails for its reason' '
	does LEADGEN_01 && as otto prod pin platform.services.lead_intake_api=94da1cdbfb22fb731a51944cc01a12f23e1740b7 && saves otto && does LEADGEN_02 && touch host/forgets-keys && asks 1 "no_second.*fail" otto prod run LEADGEN_03 && rm host/forgets-keys && does LEADGEN_03 LEADGEN_04 &&
	sed -i "/diagnostics/d" otto/ansible/playbooks/LEADGEN_05_wave3_e2e.yml && as otto git commit -q -a -m "no diagnostics" && as otto git push -q && asks 1 "created" otto prod run LEADGEN_05 && saves otto && asks 1 completion otto prod complete LEADGEN_05 && as otto git revert --no-edit HEAD~1 && as otto git push -q && as otto prod run LEADGEN_05 --accept-changed && phase LEADGEN_05 complete && saves otto &&
	does LEADGEN_06 && touch host/cannot-adapt && asks 1 "intake.*fail" otto prod run LEADGEN_07B && rm host/cannot-adapt && asks 1 conditions otto git mcade run LEADGEN_07B --env prod -- ansible-playbook -e leadgen_git_ref=main && does LEADGEN_07B LEADGEN_07C
'
# answers WHO STEP/CHECK: by that person, and not by otto.
answers () {
	asks 1 permission otto prod attest "$2" -m "it is so" && gets "$1" && as "$1" prod attest "$2" -m "seen" && saves "$1" && gets otto
}
test_expect_success 'the site and the bridge: what only eyes see is answered by whom it concerns; scheduling stays off' '
	does PLAT_09A && asks 2 INCONCLUSIVE otto prod gate PLAT_09A_SEEN && saves otto && asks 1 order otto prod run PLAT_09B && answers ada PLAT_09A_SEEN/pages && answers ada PLAT_09A_SEEN/layout && as otto prod gate PLAT_09A_SEEN && saves otto &&
	echo 1 >host/state/SCHEDULING && asks 1 "scheduling_off.*fail" otto prod run PLAT_09B && rm host/state/SCHEDULING && asks 2 consent otto prod run PLAT_09B && saves otto && asks 1 completion otto prod complete PLAT_09B && answers ada PLAT_09B/read_only && answers ada PLAT_09B/consent && as otto prod verify PLAT_09B && { phase PLAT_09B complete || as otto prod complete PLAT_09B; } && saves otto
'
test_expect_success 'what is put off, asleep, or has been replaced does not run, and nothing waits for it' '
	owner prod defer LEADGEN_08 --until "there is a need" -m optional && asks 1 "deferred need" otto prod run LEADGEN_08 && next_is "git mcade activate LEADGEN_08 --env prod" && asks 1 dormant otto prod run PLAT_01B && next_is "git mcade activate PLAT_01B --env prod" &&
	owner prod supersede PLAT_01B --by PLAT_01 -m "the locked path works" && asks 1 superseded otto prod run PLAT_01B && phase PLAT_01B superseded && does ID_01 ID_02 ID_03 MAIL_01 MAIL_02 MAIL_03 PLAT_10 PLAT_11 PLAT_12 PLAT_13 PLAT_14 PLAT_15
'
test_expect_success 'governance wakes; WordPress is deprecated, and its history stays' '
	asks 1 dormant otto prod run PLAT_16 && asks 1 permission otto prod activate PLAT_16 -m now && owner prod activate PLAT_16 -m "the owner says when" && does PLAT_16 PLAT_17 && asks 1 evidence otto prod attest PLAT_18 -m "PLAT_17 answers" && next_is "git mcade attest PLAT_18 --env prod --restore PATH" && as otto prod attest PLAT_18 --restore "git mcade activate WP_01 --env prod" -m "PLAT_17 answers" && { phase PLAT_18 complete || as otto prod complete PLAT_18; } && saves otto &&
	owner prod deprecate WP_01 --by PLAT_17 -m "WordPress goes" && asks 1 deprecation otto prod run WP_01 && as otto git mcade log -n 300 && test_grep "complete WP_01 in prod" out && asks 2 "INCONCLUSIVE legal.*inconclusive" otto prod gate PLAT_19 && saves otto && answers ada PLAT_19/sign_off && answers bea PLAT_19/legal && as otto prod gate PLAT_19 && saves otto
'
test_expect_success 'mobile: the gate first; an exception to the order is signed, for a time, and over after it' '
	as otto git mv docs/MOBILE.md docs/mobile.md && as otto git commit -q -m moved && as otto git push -q && asks 1 "order PLAT_19 another.candidate" otto prod gate MOB_00 && next_is "git mcade gate PLAT_19 --env prod" && as otto git revert --no-edit HEAD && as otto git push -q && asks 1 order otto prod run MOB_01 && next_is "git mcade gate MOB_00 --env prod" && as otto prod gate MOB_00 && saves otto &&
	asks 1 permission otto prod waive order --step MOB_02 --expires 1h -m hurry && owner prod waive order --step MOB_02 --expires 10s -m "the one who knows is here" && sleep 11 && asks 1 order otto prod run MOB_02 && next_is "git mcade run MOB_01 --env prod" && owner prod waive order --step MOB_02 --expires 1h -m "the one who knows is here" && ! as ada prod waive append-only --step MOB_02 --expires 1h -m no &&
	does MOB_02 && event Waived "$(newest "complete MOB_02 in prod")" >waived && test_grep order waived && for n in 01 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19; do does MOB_$n || return 1; done
'
test_expect_success 'each hand edit is refused, in the clone and at the server: records, seals, playbooks, and what the hosts taught' '
	log=$(cd otto && ls docs/deployments/*.md | head -n 1) && sealed=$(cd otto && ls -d docs/checkpoints/*-PLAT_08D) && no_commit forbidden ansible/playbooks/PLAT_06_people_api.yml "podman run --log-driver journald app" && no_commit forbidden ansible/playbooks/PLAT_06_people_api.yml "until: while true" &&
	no_commit forbidden ansible/playbooks/PLAT_06_people_api.yml "hosts: motorcade_web" && no_commit forbidden ansible/playbooks/PLAT_06_people_api.yml "podman run --network podman app" && no_commit forbidden ansible/playbooks/PLAT_06_people_api.yml "proxy_pass http://127.0.0.1:8001" &&
	no_commit forbidden ansible/app/leadgen_api/main.py "import os" && no_commit document ansible/group_vars/vault.yml "vault_postgres_password: other" && no_commit sealed "$sealed/README.md" more
'
test_expect_success 'a deprecated item stays: neither deleted nor without its banner' '
	test_grep "DEPRECATED" otto/$old && for way in rm cat; do
		if test $way = rm; then as otto git rm -q $old; else as otto sh -c "grep -v DEPRECATED $old >x && mv x $old && git add $old"; fi && asks 1 - otto git commit -q -m no && as otto git commit -q --no-verify -m no && asks 1 "refused" otto git push -q --no-verify origin HEAD:main && as otto git reset -q --hard HEAD~1 || return 1
	done
'
test_expect_success 'a purge: proof after proof, and then these bytes go' '
	echo "see PLAT_08C_redis_churn.yml" >otto/docs/GUIDE.md && as otto git add -A && as otto git commit -q -m guide && as otto git push -q && gets ada && asks 1 "deprecation GUIDE.md no.checkpoint" ada git mcade purge $old -m gone && as otto git rm -q docs/GUIDE.md && as otto git commit -q -m "no guide" && as otto git push -q &&
	echo "$old" >list && as otto prod checkpoint CHECKPOINT_03 -m "with the pins of now" && as otto prod verify PLAT_01 && as otto prod verify MOB_02 && as otto prod checkpoint PURGE --add ../list -m "the list" && saves otto && gets ada && asks 1 permission otto git mcade purge $old -m gone && asks 1 no-delete otto sh -c "git rm -q $old && git commit -q -m gone" && next_is "git mcade purge" && as otto git reset -q --hard && gets ada &&
	as ada git mcade purge --list && test_grep "may be purged" out && owner git mcade purge $old -m "a year of nobody" && as otto git rm -q $old && as otto git commit -q -m purged && as otto git push -q && test_missing otto/$old
'
test_expect_success 'a dishonest client with a good key: no run of what is locked, no completion, no purge that nobody may' '
	start=$({ echo "start PLAT_04A prod"; lines_of "$(newest "start PLAT_04A in prod")"; } | crafted) && passes_nowhere locked $start && complete=$({ echo "complete LEADGEN_08 prod"; lines_of "$(newest "complete MOB_19 in prod")"; } | crafted) && ! as otto git push --no-verify -q origin "$complete:$LEDGER" && judged 1 deferred $complete
'
test_expect_success 'the record: read and audited by somebody who was not there; each exception is listed' '
	( be_person untrusted && git clone -q hub.git reader ) && as reader git mcade join --no-hooks --expect-genesis "$id" && as reader git mcade audit --cold && test_grep "^pass: " out && as reader git mcade audit --exceptions --json && json "map { \$_->{kind} } @{\$j->{exceptions}}" out >kinds && for kind in waiver passed purge approval; do test_grep $kind kinds || return 1; done &&
	as reader git mcade log -n 400 && for line in "supersede PLAT_01B in prod" "defer LEADGEN_08 in prod" "deprecate WP_01 in prod" "activate PLAT_16 in prod" "freeze" "thaw" "lock PLAT_04A in prod" "purge"; do test_grep "$line" out || return 1; done && cat reader/docs/deployments/*.md >log && test_grep "^## PLAT_08C .*in prod" log
'
test_expect_success 'each line of the seed has its place in the runbook, and a case that executes it' 'each_line 000'
test_done
