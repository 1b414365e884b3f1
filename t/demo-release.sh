#!/bin/sh
# demo-release.sh - the second day: a release with a gate, a NO-GO, an approval by a second person, a
# promotion and a rollback. Two folders stand in for the hosts of staging and production.
#
#	sh t/demo-release.sh	DEMO_KEEP=1 keeps the folder; DEMO_FULL=1 cuts nothing
if [ -n "$DEMO_KEEP" ]; then TEST_KEEP=1; fi
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-demo.sh"

HOSTS=$TRASH/hosts
export HOSTS
mkdir -p "$HOSTS/staging" "$HOSTS/prod"

release_runbook () {
	cat <<-EOT
	version: 1
	name: web
	ledger: $(git config mcade.ledgerId)
	pass_env: [HOSTS]
	environments:
	- {id: staging}
	- {id: prod, promote: {after: [staging], approval: {role: reviewer, prevent_self_approve: true}}}
	records: {log: 'docs/deployments/\${{ date }}.md'}
	completion: auto
	steps:
	- id: DEPLOY
	  run: |
	    cp page.html "\$HOSTS/\$MCADE_ENVIRONMENT/page.html"
	    echo "Restore path: git show HEAD~1:page.html"
	  restore: {match: 'Restore path: (.+)'}
	  pins: []
	  verify: [{id: served, run: 'cat "\$HOSTS/\$MCADE_ENVIRONMENT/page.html"', expect: {stdout: {matches: 'status: ready'}}}]
	gates:
	- id: release
	  environment: prod
	  covers: [R1, R2]
	  checks:
	  - {id: no_drafts, run: '! grep -n TODO page.html', covers: [R1]}
	  - {id: read, manual: 'Somebody else has read the page', role: reviewer, covers: [R2]}
	rollbacks:
	- id: previous
	  environment: prod
	  run: cp "\$HOSTS/prod/page.html.good" "\$HOSTS/prod/page.html"
	  verify: [{id: served, run: 'grep -c ready "\$HOSTS/prod/page.html"', expect: {stdout: '1'}}]
	  triggers: [{id: ready, run: 'grep -c ready "\$HOSTS/prod/page.html"', expect: {stdout: '1'}}]
	EOT
}

git config --global core.pager cat
git config --global push.default simple
quiet new_repo web
cd web || exit 1
printf 'Opening hours\nstatus: ready\nTODO: ask legal\n' >page.html
quiet git add -A
quiet git commit -q -m 'the page'
quiet git mcade init
release_runbook >runbook.yaml
quiet git add -A
quiet git commit -q -m 'how the page is released'
quiet git mcade adopt
quiet git mcade trust add rita --name 'Rita Reviewer' --email rita@example.com --key "$(key_of reviewer)" --role reviewer
be_person reviewer
quiet git mcade join
be_person owner
tick 3600

chapter "11. The second day: a release"
say "Staging comes first, somebody else agrees, and a gate says GO or nothing goes."
play 0 14 'sed -n "/^gates:/,\$p" runbook.yaml'
play 1 12 'git mcade gate release --env prod'
say "" "The draft goes out of the page; staging gets the page as it is committed now."
sed -i.bak '/TODO/d' page.html && rm page.html.bak
play 0 3 'git commit -q -am "no draft" && git log --oneline -1'
play 0 12 'git mcade run DEPLOY --env staging'
play 2 12 'git mcade gate release --env prod'
play 1 12 'git mcade promote --env prod'

chapter "12. A second person"
who=rita; be_person reviewer
play 0 4 'git mcade attest release/read --env prod -m "read every line"'
play 0 4 'git mcade approve promote --env prod -m "fine by me"'
who=ada; be_person owner
play 0 12 'git mcade gate release --env prod'
play 0 8 'git mcade promote --env prod'
play 0 12 'git mcade run DEPLOY --env prod'
play 0 20 'git mcade status --env prod'
cp "$HOSTS/prod/page.html" "$HOSTS/prod/page.html.good"

chapter "13. What was promoted is what runs, and there is a way back"
echo 'one more line' >>page.html
quiet git commit -q -am 'a late idea'
play 1 6 'git mcade run DEPLOY --env prod'
say "" "Somebody edits production by hand; a trigger says so, and names the way back."
echo 'status: gone' >"$HOSTS/prod/page.html"
play 1 8 'git mcade rollback --check --env prod'
play 0 10 'git mcade rollback previous --env prod'
play 0 8 'git mcade rollback --check --env prod'
play 0 20 'git mcade log -n 8'
play 0 6 'git mcade audit'
