#!/bin/sh
test_description='a real ansible-playbook brings up a real Redis; what goes wrong is refused'
# shows: A02 A03 A70 A71 A72 A98 A103 E24
. "${0%/*}/lib.sh"

have ansible-playbook redis-server redis-cli ||
	skip_all 'ansible-playbook, redis-server or redis-cli is missing (make deps-peers)'

# Ansible wants a locale of UTF-8 and says so at every start.
LC_ALL=C.UTF-8
ANSIBLE_NOCOWS=1
ANSIBLE_RETRY_FILES_ENABLED=0
export LC_ALL ANSIBLE_NOCOWS ANSIBLE_RETRY_FILES_ENABLED
IMAGE=docker.io/library/redis:7.2@sha256:0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0
HOST=$TRASH/host
PORT=$((20000 + $$ % 20000))

playbook () {
	cat >"ansible/playbooks/$1.yml"
}

# What runs on loopback ends with this script, whatever happened before.
stop_redis () {
	[ -f "$HOST/redis.pid" ] || return 0
	kill "$(cat "$HOST/redis.pid")" 2>/dev/null
	return 0
}
trap 'stop_redis; end_' EXIT

write_playbooks () {
	mkdir -p ansible/playbooks "$HOST" &&
	cat >ansible/hosts.ini <<-EOF &&
	web ansible_connection=local ansible_python_interpreter=/usr/bin/python3
	EOF
	playbook redis <<-EOF &&
	- hosts: web
	  gather_facts: false
	  tasks:
	  - {name: keep what was, file: {path: $HOST/backup, state: directory, mode: '0755'}}
	  - name: configuration
	    copy:
	      dest: $HOST/redis.conf
	      mode: '0644'
	      content: |
	        bind 127.0.0.1
	        port $PORT
	        dir $HOST
	        pidfile $HOST/redis.pid
	        daemonize yes
	        save ""
	  - {name: is it up, command: redis-cli -p $PORT ping, register: ping, changed_when: false, failed_when: false}
	  - {name: start, command: redis-server $HOST/redis.conf, when: "'PONG' not in ping.stdout"}
	  - {name: say, debug: {msg: "Restore path: $HOST/backup"}}
	EOF
	playbook fails <<-EOF &&
	- hosts: web
	  gather_facts: false
	  tasks:
	  - {name: say, debug: {msg: "Restore path: $HOST/backup"}}
	  - {name: this task fails, command: 'false'}
	EOF
	playbook hangs <<-EOF &&
	- hosts: web
	  gather_facts: false
	  tasks:
	  - {name: for ever, command: sleep 31417}
	EOF
	playbook nobody <<-EOF &&
	- hosts: no_such_group
	  gather_facts: false
	  tasks:
	  - {name: say, debug: {msg: "Restore path: $HOST/backup"}}
	EOF
	playbook fine <<-EOF
	- hosts: web
	  gather_facts: false
	  tasks:
	  - {name: a change, command: 'true'}
	  - {name: say, debug: {msg: "Restore path: $HOST/backup"}}
	EOF
}

write_runbook () {
	cat >runbook.yaml <<-EOF
	version: 1
	name: redis
	vars: {inventory: hosts.ini, port: '$PORT'}
	environments:
	- {id: prod, manifest: releases/prod.yaml}
	records:
	  log: 'docs/deployments/\${{ date }}.md'
	  checkpoint: 'docs/checkpoints/\${{ date }}-\${{ step.id }}/'
	order: needs
	defaults:
	  cwd: ansible
	  run: [ansible-playbook, -i, '\${{ vars.inventory }}', '\${{ step.uses }}']
	  timeout: 2m
	  changes_state: true
	  restore: {match: 'Restore path: ([^"\s]+)'}
	  recap: {format: ansible, hosts: {ge: 1}, failed: 0, unreachable: 0}
	steps:
	- id: REDIS_UP
	  uses: playbooks/redis.yml
	  pins: [platform.redis.image]
	  idempotence: {at: first_completion, expect: {recap: {changed: 0}}}
	  verify:
	  - {id: ping, run: redis-cli -p \$MCADE_VAR_port ping, expect: PONG, retry: {count: 10, delay: 1s}}
	- id: FAILS
	  uses: playbooks/fails.yml
	  pins: []
	  verify: [{id: ping, run: redis-cli -p \$MCADE_VAR_port ping, expect: PONG}]
	- id: CHECK_FAILS
	  uses: playbooks/fine.yml
	  pins: []
	  verify: [{id: other, run: redis-cli -p \$MCADE_VAR_port ping, expect: PING}]
	- id: HANGS
	  uses: playbooks/hangs.yml
	  pins: []
	  timeout: 6s
	  verify: [{id: ping, run: redis-cli -p \$MCADE_VAR_port ping, expect: PONG}]
	- id: NOBODY
	  uses: playbooks/nobody.yml
	  pins: []
	  verify: [{id: ping, run: redis-cli -p \$MCADE_VAR_port ping, expect: PONG}]
	EOF
	mkdir -p releases && cat >releases/prod.yaml <<-EOF
	# what runs in production
	platform:
	  redis:
	    image: TBD   # to be pinned
	EOF
}

test_expect_success 'a runbook, five playbooks, adopted' '
	new_repo ops && cd ops && write_playbooks && write_runbook &&
	git add -A && git commit -qm "runbook and playbooks" &&
	git mcade init && git add -A && git commit -qm "ledger" &&
	git mcade adopt
'

test_expect_success 'the play runs: Redis answers, though our command has ended' '
	cd ops && tick && git mcade run REDIS_UP --env prod >../run.out 2>&1 &&
	test "$(redis-cli -p $PORT ping)" = PONG &&
	git mcade status --env prod >../status.out &&
	test_grep "REDIS_UP.*verified" ../status.out &&
	test_grep "1 started service left running" ../run.out
'

test_expect_success 'it ran twice: the second run changed nothing' '
	cd ops && test_grep "changed=0" ../run.out &&
	git mcade show REDIS_UP --env prod >../show.out
'

test_expect_success 'on an unpinned manifest it is not complete' '
	cd ops && tick && refused git mcade complete REDIS_UP --env prod 2>../err &&
	test_grep "platform.redis.image" ../err
'

test_expect_success 'pin, complete, audit' '
	cd ops && tick && git mcade pin platform.redis.image=$IMAGE --env prod &&
	test_grep "image: .*$IMAGE.*# to be pinned" releases/prod.yaml &&
	tick && git mcade complete REDIS_UP --env prod -m "Redis on loopback" &&
	git commit -qam "REDIS_UP" && git mcade audit >../audit.out &&
	git mcade status --env prod >../status.out &&
	test_grep "REDIS_UP.*complete" ../status.out
'

test_expect_success 'a checkpoint is written from the record' '
	cd ops && tick && git mcade checkpoint REDIS_UP --env prod -m "Redis is up" &&
	git commit -qam "checkpoint" && git mcade audit &&
	grep -rq "redis-cli" docs/checkpoints/2026-01-28-REDIS_UP/
'

test_expect_success 'a failing task: refused with what the recap says' '
	cd ops && tick && refused git mcade run FAILS --env prod >../err 2>&1 &&
	test_grep "failed: expected" ../err && test_grep "exit: expected" ../err &&
	refused git mcade complete FAILS --env prod
'

test_expect_success 'a failing check: it ran, and is not verified' '
	cd ops && tick && refused git mcade run CHECK_FAILS --env prod >../err 2>&1 &&
	test_grep "check .other.: fail: stdout: expected" ../err &&
	refused git mcade complete CHECK_FAILS --env prod
'

test_expect_success 'a hang: ended at its deadline, no survivors' '
	cd ops && tick && begin=$(date +%s) &&
	refused git mcade run HANGS --env prod >../err 2>&1 &&
	test $(($(date +%s) - begin)) -le 12 &&
	test_grep "no end after 6 s" ../err && ! pgrep -f "sleep 3141[7]" &&
	refused git mcade complete HANGS --env prod
'

test_expect_success 'a play that matches no host is not a success' '
	cd ops && tick && refused git mcade run NOBODY --env prod >../err 2>&1 &&
	test_grep "hosts" ../err && refused git mcade complete NOBODY --env prod
'

test_expect_success 'Redis goes away: what was verified becomes stale' '
	cd ops && tick && stop_redis && sleep 1 &&
	refused git mcade verify REDIS_UP --env prod >../err 2>&1 &&
	test_grep "check .ping.: fail" ../err
'

test_expect_success 'the whole of it can be audited, here and by stock git' '
	cd ops && git mcade audit && git verify-commit mcade/ledger
'

test_done
