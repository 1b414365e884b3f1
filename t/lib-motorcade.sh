# lib-motorcade.sh - a small repository with the history that teams really have: the runbook of
# seed 000, nothing pinned, a rewritten log, edited checkpoints, deprecated twins.
#
#	. "${0%/*}/lib.sh"
#	. "$SOURCE_DIR/t/lib-motorcade.sh"
#	motorcade repo			# branch main; the same commit ids on every machine
#
# Needs git and sed only, so that a demo can use it too; SEEDS=DIR where the seeds are not in
# $SOURCE_DIR/t/seeds. What lint finds in it is listed in t/t1200-lint-history.sh; facts that
# tests may rely on:
#
#	authors		Mara Motor, Jon Reyes, Lee Park (<first name>@example.com, lower case)
#	docs/RUNBOOK.md	seed 000 byte for byte (damaged encoding and all), 19 green marks; its
#			first version is seed 001 without marks
#	releases/	prod.yaml: 4 values are TBD or float, 1 more is not enabled; staging.yaml: fully pinned
#	logs		2026-01-25.md rewritten by Jon ("failed" became "complete"); a merge by Lee
#			that drops an entry of 2026-01-26.md; 2026-01-28.md grows without ever
#			having a final newline; 2026-01-27.md comes through a right merge
#	checkpoints	PLAT_04A edited, PLAT_08B gains a file later, PLAT_08D loses one,
#			LEADGEN_05 removed whole; LEADGEN_04 and LEADGEN_07C untouched
#	deprecated	PLAT_01B: moved, banner, right; PLAT_08C_redis_bringup: no banner;
#			PLAT_02C_postgres_bringup: a copy, its live twin still runs;
#			PLAT_00_bootstrap: deleted; the Makefile still runs PLAT_01B
#	elsewhere	a nested copy ansible/motorcade-infra/docs/RUNBOOK.md, a key twice in
#			ansible/group_vars/all.yml

# motorcade_by NAME DATE MESSAGE: commits everything as NAME ("Mara Motor") at DATE.
motorcade_by () {
	mail_=$(printf '%s' "${1%% *}" | tr '[:upper:]' '[:lower:]')@example.com
	git add -A &&
	GIT_AUTHOR_NAME=$1 GIT_AUTHOR_EMAIL=$mail_ GIT_AUTHOR_DATE="$2 +0000" \
	GIT_COMMITTER_NAME=$1 GIT_COMMITTER_EMAIL=$mail_ GIT_COMMITTER_DATE="$2 +0000" \
		git -c commit.gpgsign=false commit -q -m "$3"
}

# motorcade_merge NAME DATE BRANCH COMMAND: merges BRANCH; COMMAND settles the work tree.
motorcade_merge () {
	mail_=$(printf '%s' "${1%% *}" | tr '[:upper:]' '[:lower:]')@example.com
	{ GIT_AUTHOR_NAME=$1 GIT_AUTHOR_EMAIL=$mail_ \
	  GIT_COMMITTER_NAME=$1 GIT_COMMITTER_EMAIL=$mail_ \
		git merge -q --no-ff --no-commit "$3" >/dev/null 2>&1 || :; } &&
	$4 &&
	motorcade_by "$1" "$2" "Merge branch '$3'" &&
	git branch -q -D "$3"
}

# motorcade_playbook FILE MESSAGE: a playbook that touches nothing but says something.
motorcade_playbook () {
	mkdir -p "${1%/*}" && cat >"$1" <<-EOT
	---
	- name: ${1##*/}
	  hosts: motorcade-web-01
	  gather_facts: false
	  tasks:
	  - name: $2
	    ansible.builtin.debug:
	      msg: $2
	EOT
}

# motorcade_checkpoint NAME RESULT: the four files that the team writes by hand.
motorcade_checkpoint () {
	mkdir -p "docs/checkpoints/$1" &&
	printf '# %s\n\nResult: %s\n' "$1" "$2" >"docs/checkpoints/$1/README.md" &&
	printf '# Verify\n\n    podman ps\n' >"docs/checkpoints/$1/VERIFY.md" &&
	printf '# Rollback\n\nRestore path: /srv/motorcade/backups/%s\n' "$1" \
		>"docs/checkpoints/$1/ROLLBACK.md"
}

# motorcade_marks UP_TO: docs/RUNBOOK.md is the seed; green marks of later ordinals are yellow.
motorcade_marks () {
	awk -v upto="$1" '
	match($0, /^[0-9]+\. \304\237\305\270\305\270\302\251/) {
		if ($0 + 0 > upto + 0)
			sub(/\304\237\305\270\305\270\302\251/, "\304\237\305\270\305\270\302\250")
	}
	{ print }' "${SEEDS:-$SOURCE_DIR/t/seeds}/000-runbook.md" >docs/RUNBOOK.md
}

motorcade_start_ () {
	mkdir -p docs/deployments docs/platform docs/policies releases ansible/group_vars ansible/inventories/prod &&
	cp "${SEEDS:-$SOURCE_DIR/t/seeds}/001-runbook.md" docs/RUNBOOK.md &&
	printf '# Resources\n\n## Podman (locked-path install)\n\n/usr/local/bin/podman\n' >docs/RESOURCES.md &&
	printf '# Platform\n\nVision and roadmap.\n' >docs/platform/README.md &&
	printf '# Policies\n\nSee the runbook.\n' >docs/policies/README.md &&
	printf '# Preferences\n\nOne step at a time.\n' >docs/user-preferences.md &&
	printf '[web]\nmotorcade-web-01\n' >ansible/inventories/prod/hosts.ini &&
	printf -- '---\npostgres_port: 5432\nredis_port: 6379\npostgres_port: 5433\n' >ansible/group_vars/all.yml &&
	cat >releases/prod.yaml <<-\EOT &&
	# what runs in production
	environment: prod
	platform:
	  redis:
	    image: TBD
	  postgres:
	    image: docker.io/library/postgres:latest
	  services:
	    lead_intake_api:
	      repo: motorcade-leadgen
	      ref: main
	      version: TBD
	    people_api:
	      version: TBD
	  mailcow:
	    enabled: false
	    version: TBD
	EOT
	cat >releases/staging.yaml <<-\EOT &&
	environment: staging
	platform:
	  redis:
	    image: docker.io/library/redis@sha256:0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0
	EOT
	for name in PLAT_02A_networks_volumes_systemd_foundations PLAT_02B_postgres_foundation \
		PLAT_02C_postgres_bringup PLAT_03_postgres_schema_roles \
		PLAT_04A_postgres_connectivity_ro PLAT_04_lead_intake_api; do
		motorcade_playbook "ansible/playbooks/$name.yml" "$name is there" || return 1
	done &&
	motorcade_playbook ansible/playbooks/PLAT_01B_podman_append.yml 'podman' &&
	motorcade_playbook ansible/playbooks/PLAT_00_bootstrap.yml 'first steps' &&
	printf 'podman:\n\tansible-playbook ansible/playbooks/deprecated/PLAT_01B_podman_append.yml\n' >Makefile
}

motorcade_middle_ () {
	motorcade_checkpoint 2026-01-20-PLAT_04A 'VERIFIED, locked' &&
	printf '# 2026-01-20\n\n## PLAT_04A prod\n\nResult: verified\n' >docs/deployments/2026-01-20.md &&
	motorcade_by 'Mara Motor' 2026-01-20T16:00:00 'PLAT_04A verified and locked' &&

	motorcade_marks 9 &&
	motorcade_by 'Mara Motor' 2026-01-21T09:00:00 'runbook: marks' &&

	mkdir -p ansible/playbooks/deprecated &&
	{ printf '# DEPRECATED \342\200\224 DO NOT RUN\n# Reason: replaced by PLAT_02A\n# Date: 2026-01-22\n# Replacement: PLAT_02A_networks_volumes_systemd_foundations.yml\n' &&
	  cat ansible/playbooks/PLAT_01B_podman_append.yml; } >ansible/playbooks/deprecated/PLAT_01B_podman_append.yml &&
	git rm -q ansible/playbooks/PLAT_01B_podman_append.yml &&
	git mv ansible/playbooks/PLAT_00_bootstrap.yml ansible/playbooks/deprecated/PLAT_00_bootstrap.yml &&
	cp ansible/playbooks/PLAT_02C_postgres_bringup.yml ansible/playbooks/deprecated/ &&
	motorcade_playbook ansible/playbooks/deprecated/PLAT_08C_redis_bringup.yml 'redis, endless' &&
	motorcade_by 'Jon Reyes' 2026-01-22T11:00:00 'move old playbooks to deprecated' &&

	motorcade_checkpoint 2026-01-24-PLAT_08B 'COMPLETE' &&
	printf '# 2026-01-24\n\n## PLAT_08B prod\n\nResult: complete\n' >docs/deployments/2026-01-24.md &&
	motorcade_playbook ansible/playbooks/PLAT_08B_redis_queue_foundation.yml 'redis, stopped' &&
	motorcade_by 'Jon Reyes' 2026-01-24T18:30:00 'PLAT_08B redis foundation' &&

	printf '# 2026-01-25\n\n## PLAT_08C prod\n\nResult: failed (restart loop)\n' >docs/deployments/2026-01-25.md &&
	motorcade_playbook ansible/playbooks/PLAT_08C_redis_bringup_health_gate.yml 'redis answers' &&
	motorcade_playbook ansible/playbooks/PLAT_08D_redis_production_stability.yml 'redis is watched' &&
	motorcade_by 'Lee Park' 2026-01-25T08:00:00 'PLAT_08C blocked' &&

	motorcade_checkpoint 2026-01-25-PLAT_08D-Redis-Production-Stability 'COMPLETE' &&
	motorcade_marks 17 &&
	printf '# 2026-01-25\n\n## PLAT_08C prod\n\nResult: complete\n' >docs/deployments/2026-01-25.md &&
	motorcade_by 'Jon Reyes' 2026-01-25T21:10:00 'redis is stable'
}

motorcade_settle_right_ () {
	printf '# 2026-01-27\n\n## LEADGEN_04 prod\n\nResult: complete\n\n## LEADGEN_05 prod\n\nResult: failed\n\n## LEADGEN_06 prod\n\nResult: complete\n' >docs/deployments/2026-01-27.md
}

motorcade_settle_wrong_ () {
	printf '# 2026-01-26\n\n## LEADGEN_04 prod\n\nResult: complete\n\n## LEADGEN_06 prod\n\nResult: complete\n' >docs/deployments/2026-01-26.md
}

# Two people write into one day's log on two branches: one merge keeps both, one loses one.
motorcade_merges_ () {
	printf '# 2026-01-26\n\n## LEADGEN_04 prod\n\nResult: complete\n' >docs/deployments/2026-01-26.md &&
	printf '# 2026-01-27\n\n## LEADGEN_04 prod\n\nResult: complete\n' >docs/deployments/2026-01-27.md &&
	motorcade_checkpoint 2026-01-26-LEADGEN_04-Wave2-Runtime-Hardening 'COMPLETE' &&
	motorcade_checkpoint 2026-01-26-LEADGEN_05-Wave3-E2E-FixV7 'PASS' &&
	motorcade_by 'Mara Motor' 2026-01-26T12:00:00 'LEADGEN_04 hardened' &&

	git checkout -q -b wave3 &&
	printf '\n## LEADGEN_05 prod\n\nResult: failed\n' >>docs/deployments/2026-01-26.md &&
	printf '\n## LEADGEN_05 prod\n\nResult: failed\n' >>docs/deployments/2026-01-27.md &&
	motorcade_by 'Lee Park' 2026-01-26T15:00:00 'LEADGEN_05 failed' &&
	git checkout -q main &&
	printf '\n## LEADGEN_06 prod\n\nResult: complete\n' >>docs/deployments/2026-01-26.md &&
	printf '\n## LEADGEN_06 prod\n\nResult: complete\n' >>docs/deployments/2026-01-27.md &&
	motorcade_by 'Mara Motor' 2026-01-26T15:30:00 'LEADGEN_06 keys' &&
	motorcade_settle_ () { motorcade_settle_right_ && motorcade_settle_wrong_; } &&
	motorcade_merge 'Lee Park' 2026-01-26T17:00:00 wave3 motorcade_settle_
}

motorcade_end_ () {
	printf '# 2026-01-28\n\n## LEADGEN_07B prod\n\nResult: complete' >docs/deployments/2026-01-28.md &&
	motorcade_checkpoint 2026-01-28_LEADGEN_07C_PASS 'PASS' &&
	printf '# Verify\n\n    podman ps -a\n' >docs/checkpoints/2026-01-20-PLAT_04A/VERIFY.md &&
	motorcade_marks 99 &&
	motorcade_by 'Mara Motor' 2026-01-28T06:00:00 'LEADGEN_07B and 07C pass' &&

	printf '\n\n## LEADGEN_07C prod\n\nResult: complete' >>docs/deployments/2026-01-28.md &&
	printf 'Next: PLAT_08C\n' >docs/checkpoints/2026-01-24-PLAT_08B/HANDOFF.md &&
	git rm -q docs/checkpoints/2026-01-25-PLAT_08D-Redis-Production-Stability/ROLLBACK.md &&
	git rm -q -r docs/checkpoints/2026-01-26-LEADGEN_05-Wave3-E2E-FixV7 &&
	motorcade_by 'Jon Reyes' 2026-01-28T07:00:00 'tidy checkpoints' &&

	git rm -q ansible/playbooks/deprecated/PLAT_00_bootstrap.yml &&
	mkdir -p ansible/motorcade-infra/docs && cp docs/RUNBOOK.md ansible/motorcade-infra/docs/ &&
	printf '# changed after the lock\n' >>ansible/playbooks/PLAT_04A_postgres_connectivity_ro.yml &&
	motorcade_by 'Lee Park' 2026-01-28T08:00:00 'clean up'
}

# motorcade NAME: the whole of it.
motorcade () {
	git init -q -b main "$1" || return 1
	( cd "$1" &&
	  motorcade_start_ && motorcade_by 'Mara Motor' 2026-01-19T10:00:00 'runbook and first playbooks' &&
	  motorcade_middle_ && motorcade_merges_ && motorcade_end_ )
}
