#!/bin/sh
# demo.sh - a day with git mcade, on the runbook of seed 000, in a throw-away repository with the
# history that teams really have. Real commands, real output (cut where it says so). Every
# command has the exit status that the story says, or the demo stops: `make demo` is a test too.
#
#	sh t/demo.sh		DEMO_KEEP=1 keeps the folder; DEMO_FULL=1 cuts nothing
if [ -n "$DEMO_KEEP" ]; then TEST_KEEP=1; fi
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-motorcade.sh"
. "$SOURCE_DIR/t/lib-demo.sh"

# The host that the step changes is a folder, so that the demo needs no server.
HOST=$TRASH/host
IMAGE=docker.io/library/redis:7.2@sha256:0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0
export HOST

# The team's edit of runbook.yaml: PLAT_08C gets a command, a check and its pin. There is no
# Ansible here, so the command is a shell script, and the defaults do not expect a recap.
teach_step () {
	mkdir -p "$HOST" && echo 'maxmemory 256mb' >"$HOST/redis.conf" &&
	awk -v host="$HOST" '
	/^  interactive: / || /^  recap: / { next }
	{ print }
	/^- id: PLAT_08C$/ {
		print "  run: |"
		print "    cp -p " host "/redis.conf " host "/redis.conf.before"
		print "    echo healthcheck: 5 tries, 3s apart >>" host "/redis.conf"
		print "    echo Restore path: " host "/redis.conf.before"
		print "  verify:"
		print "  - {id: bounded, run: \047grep -c healthcheck " host "/redis.conf\047, expect: {stdout: \0471\047}}"
		print "  pins: [platform.redis.image]"
	}
	/^- id: LEADGEN_01$/ { print "  pins: [platform.services.lead_intake_api.version]" }
	' runbook.yaml >runbook.new && mv runbook.new runbook.yaml
}

# paint_green STEP: the mark of its line in the runbook becomes the green one.
paint_green () {
	awk -v step="$1" '
	index($0, step) && sub(/\304\237\305\270\305\270\302\250/, "\304\237\305\270\305\270\302\251") { }
	{ print }' docs/RUNBOOK.md >docs/new && mv docs/new docs/RUNBOOK.md
}

# tamper: a copy of the remote whose newest event names another step, with the old signature.
tamper () {
	git clone -q --mirror remote.git tampered.git && cd tampered.git &&
	git cat-file commit mcade/ledger | sed 's/LEADGEN_01/LEADGEN_02/g' >../event &&
	git update-ref refs/heads/mcade/ledger "$(git hash-object -t commit -w ../event)" && cd ..
}

git config --global core.pager cat
git config --global push.default simple
quiet motorcade seed
quiet bare_remote "$TRASH/remote.git"
quiet git -C seed push -q "$TRASH/remote.git" main
quiet git clone -q remote.git motorcade
cd motorcade || exit 1
tick 3600

chapter "1. Before anything is adopted: what is untrue here?"
say "A clone of a team's repository: no key, no ledger, no configuration."
play 1 23+2 'git mcade lint'

chapter "2. Make it impossible: a trust root, a ledger, hooks"
play 0 20 'git mcade init'
play 0 14 'git mcade hooks doctor'
play 1 8+3 'git mcade import docs/RUNBOOK.md --env prod'
say "(exit 1: the contradictions are listed, none was resolved silently)"
play 1 7 'git mcade lint --missing'
say "" "The team writes down what PLAT_08C runs, how it is verified and what must be pinned."
quiet teach_step
play 0 24 'sed -n "/id: PLAT_08C/,/pins:/p" runbook.yaml'
play 0 6 'git add -A && git commit -q -m "runbook as data" && git push -q'
play 0 14 'git mcade adopt --accept-claims'

chapter "3. Where do we stand?"
play 0 15 'git mcade status --env prod'
play 0 4 'git mcade next --env prod'
play 0 14 'git mcade show PLAT_08C --env prod'

chapter "4. What is refused, at commit and at run"
say "Somebody paints LEADGEN_01 green; its pins say TBD."
quiet paint_green LEADGEN_01
play 1 12 'git commit -q -am "LEADGEN_01 done"'
quiet git checkout -q HEAD -- docs/RUNBOOK.md
say "" "PLAT_04A is locked: it does not run, and its playbook does not change."
play 1 8 'git mcade run PLAT_04A --env prod'
echo '# just a small fix' >>ansible/playbooks/PLAT_04A_postgres_connectivity_ro.yml
play 1 8 'git commit -q -am "small fix"'
quiet git checkout -q HEAD -- ansible

chapter "5. One step, for real: run, verify, pin, complete, checkpoint"
play 0 20 'git mcade run PLAT_08C --env prod'
play 1 12 'git mcade complete PLAT_08C --env prod'
play 0 6 "git mcade pin platform.redis.image=$IMAGE --env prod"
play 0 8 'git mcade complete PLAT_08C --env prod -m "Redis is stable"'
play 0 10 'git mcade checkpoint PLAT_08C --env prod -m "Redis answers, bounded health gate"'
play 0 12 'git status --short'
play 0 4 'git commit -q -m "PLAT_08C complete" && git push -q && git log --oneline -1'

chapter "6. A rewritten log does not leave this machine"
LOG=docs/deployments/2026-01-25.md
sed 's/complete/failed, then complete/' $LOG >../tidied && cp ../tidied $LOG
play 0 2 'git commit -q --no-verify -am "tidy the log"'
play 1 10 'git push -q'
quiet git reset -q --hard HEAD~1

chapter "7. A second person"
play 0 2 'LEDGER=$(git config mcade.ledgerId); echo $LEDGER'
cd "$TRASH" || exit 1
be_person operator; who=otto
play 0 2 'git clone -q remote.git otto'
cd otto || exit 1
play 0 12 'git mcade join --expect-genesis $LEDGER'
cp "$(key_of operator)" "$TRASH/otto.pub"
be_person owner; cd "$TRASH/motorcade" || exit 1; who=ada
play 0 4 "git mcade trust add otto --name 'Otto Operator' --email operator@example.com --key ../otto.pub --role operator"
play 0 4 'git mcade sync'
be_person operator; cd "$TRASH/otto" || exit 1; who=otto
play 0 4 'git mcade sync'
play 0 4 'git mcade block LEADGEN_01 --env prod --until "schema reviewed" -m "waits for the schema review"'
play 0 4 'git mcade sync'
play 0 8 'git mcade log -n 4'

chapter "8. Nobody rewinds the ledger"
say "The remote gets the same rules, as pre-receive; then Otto forces, past his own hooks."
who=server
play 0 6 'git -C ../remote.git mcade hooks install --expect-genesis $LEDGER'
who=otto
play 1 8 'git push -q --no-verify --force origin origin/mcade/ledger~3:refs/heads/mcade/ledger'

chapter "9. A host that tampers is found, by anyone, with a fresh clone"
say "The host rewrites Otto's event: another step, everything else as it was."
cd "$TRASH" || exit 1
quiet tamper
who=auditor; be_person reviewer
play 0 2 'git clone -q tampered.git fresh'
cd fresh || exit 1
play 3 10 'git mcade audit --expect-genesis $LEDGER'
cd "$TRASH" || exit 1
say "" "The true one:"
play 0 2 'git clone -q remote.git true'
cd true || exit 1
play 0 12 'git mcade audit --expect-genesis $LEDGER'

chapter "10. And stock git agrees"
say "join writes the keys into a file that git reads; the rest is git alone."
play 0 2 'git mcade join --expect-genesis $LEDGER'
play 0 2 'git verify-commit origin/mcade/ledger'
play 0 12 'git log --show-signature -3 --format="%h %cn: %s" origin/mcade/ledger'
play 0 12 'git show --stat --format=%B origin/mcade/ledger'
