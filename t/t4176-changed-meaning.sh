#!/bin/sh
test_description='what a command means is recorded with it: a staging target that now deploys to production is no news that comes too late

The makefile, package script, playbook, script or workflow that a command names is another text: Mcade-Meaning is its hash, as
it is in the commit. A server judges; a dishonest client leaves it out, or names another.'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-release.sh"

runbook () {
	cat <<-\EOT
	version: 1
	name: release
	governed: [refs/heads/main]
	order: needs
	records: {log: 'docs/deployments/${{ date }}.md'}
	vars: {target: deploy-staging}
	environments: [{id: staging}, {id: lab}, {id: next, promote: {after: [staging]}}]
	steps:
	- {id: DEPLOY, needs: [], run: 'make "$MCADE_VAR_target"', changes_state: false, pins: [], verify: [{id: up, run: make -s smoke}]}
	- {id: WEB, optional: true, needs: [], run: npm run ship, changes_state: false, pins: [], verify: [{id: up, run: 'true'}]}
	- {id: PLAY, optional: true, needs: [], run: 'cd ops && ./play.sh', changes_state: false, pins: [], verify: [{id: up, run: 'true'}]}
	- {id: OPEN, optional: true, needs: [], run: 'make -C "$WHERE"', env: {WHERE: '.'}, changes_state: false, pins: [], verify: [{id: up, run: 'true'}]}
	- {id: LOST, optional: true, needs: [], run: 'if test -n "$NO"; then make "$NO"; fi', changes_state: false, pins: [], verify: [{id: up, run: 'true'}]}
	rollbacks:
	- {id: back, run: make back, verify: [{id: up, run: make -s smoke}]}
	EOT
}
makefile () {
	printf '%s\n' 'APP ?= staging' 'all: deploy-staging' '.PHONY: all deploy-staging smoke back other' '' 'deploy-staging: build' '	@echo deploy $(APP)' '' \
		'build:' '	@sh tools/build.sh' '' '# looked at' 'smoke:' '	@echo well' '' 'back:' '	@echo back' '' 'other:' '	@echo other'
}
founds () {
	git init -q -b main . && mkdir tools ops && makefile >Makefile && printf 'echo built\n' >tools/build.sh && printf '#!/bin/sh\n. ../tools/lib.sh\n' >ops/play.sh && echo 'echo played' >tools/lib.sh && chmod 755 ops/play.sh &&
	printf '{"scripts": {"ship": "sh tools/build.sh", "other": "true"}}\n' >package.json && printf '#!/bin/sh\nexit 0\n' >"$TRASH/bin/npm" && chmod 755 "$TRASH/bin/npm" &&
	git add -A && git commit -q -m app && git remote add origin "$TRASH/hub.git" && git push -q -u origin main && runbook >runbook.yaml && git mcade init --principal ada && git add -A && git commit -q -m runbook && git push -q &&
	git mcade adopt && git add -A && { git diff --cached --quiet || git commit -q -m adopted; } && git push -q
}
# meaning STEP [WORD]: the parts that its newest event names, without their hashes.
meaning () {
	event Meaning "$(newest "${2:-start} $1 in staging")" | cut -d' ' -f2- | LC_ALL=C sort | paste -sd' ' -
}
# means STEP PARTS
means () {
	found_=$(meaning "$1") && test "$found_" = "$2" || { echo "$1 means '$found_'" >&4; return 1; }
}
# standing STEP: as otto sees it
standing () {
	as otto git mcade status --env staging --json && json "map { \$_->{phase} . (\$_->{stale} ? q( stale) : q()) } grep { \$_->{id} eq q($1) } @{\$j->{steps}}" out
}
does () {
	as otto git mcade run "$@" --env staging && as otto git mcade complete "$1" --env staging && saves otto
}
edits () { # edits SED FILE: committed and pushed by otto
	as otto sed -i "$1" "$2" && saves otto "edited"
}
test_expect_success 'setup: a server that judges, an owner, an operator' '
	mkdir bin ada && PATH=$TRASH/bin:$PATH && bare_remote hub.git && as ada founds && id=$(git -C ada config mcade.ledgerId) && ( cd hub.git && git mcade hooks install --expect-genesis "$id" ) &&
	as ada git mcade trust add otto --key "$(key_of operator)" --name "Otto Operator" --email operator@example.com --role operator &&
	( be_person operator && git clone -q hub.git otto ) && as otto git mcade join --expect-genesis "$id"
'
test_expect_success 'what a command resolves to is recorded: targets, package scripts, scripts, and what these call' '
	does DEPLOY && means DEPLOY "Makefile:deploy-staging Makefile:smoke tools/build.sh" && does WEB && means WEB "package.json:ship tools/build.sh" && does PLAY && means PLAY "ops/play.sh tools/lib.sh" &&
	does OPEN && means OPEN "Makefile:all tools/build.sh" && does LOST && means LOST content
'
test_expect_success 'of what nobody can tell it is said which word, where, and what helps; and once' '
	edits "s/echo another/echo one more/; s/echo other/echo another/" Makefile && as otto git mcade show LOST --env staging && test_grep "a file that .\$NO. in runbook.yaml may stand for changed since it ran: write its name there, and no other counts" out && test "$(grep -c "changed since" out)" = 1 && as otto git mcade lint --missing && cat out err >said.out && test_grep "step .LOST.: what .\$NO. in runbook.yaml is cannot be told" said.out
'
test_expect_success 'what a target does not rest on changes nothing' '
	edits "s/echo other/echo another/; s/^# looked at/# seen/; s/^\.PHONY: /.PHONY: more /" Makefile && edits "s/true/false/" package.json && for step in DEPLOY WEB PLAY; do test "$(standing $step)" = complete || return 1; done && test "$(standing LOST)" = "complete stale"
'
test_expect_success 'a staging target that deploys to production: stale, said where, and refused in staging until somebody says that he knows' '
	edits "s/deploy \$(APP)/deploy production/" Makefile && test "$(standing DEPLOY)" = "complete stale" && as otto git mcade show DEPLOY --env staging && test_grep "Makefile:deploy-staging (line 5) changed since it ran" out && test "$(standing WEB)" = complete &&
	as otto git mcade lint --all && test_grep "step .DEPLOY. is complete in .staging., and what it rests on has changed since: Makefile:deploy-staging$" out && test_grep ! "step .WEB. is complete" out && as otto git mcade lint --json && test_grep "\"rule\":\"drift\",\"severity\":\"warn\"[^}]*\"step\":\"DEPLOY\"" out &&
	for command in "show DEPLOY" "status --all" next; do as otto git mcade $command --env staging && test "$(grep -o "Makefile:deploy-staging[^,]*changed since it ran" out | sort | uniq -d)" = "" || return 1; done && as otto git mcade status --all --env staging && test "$(sed -n "/^  DEPLOY /,/^  WEB /p" out | grep -c "deploy-staging")" = 1 &&
	tip=$(tip) && asks 1 "drift Makefile:5$ Makefile:deploy-staging" otto git mcade run DEPLOY --env staging && next_is "git mcade run DEPLOY --env staging --accept-changed" && test_grep ! "^deploy production" out && test "$(tip)" = "$tip" &&
	asks 1 - otto git mcade run DEPLOY --env staging --json && test "$(json "map { qq(\$_->{rule} \$_->{path}:\$_->{line}) } @{\$j->{findings}}" out)" = "drift Makefile:5" && asks 1 completion otto git mcade complete DEPLOY --env staging
'
# now: of what main has now, as an honest client writes it.
now () {
	printf "=Code: %s\n=Content: -\n=Candidate: -\n" "$(git -C hub.git rev-parse main)"
}
# said STEP: what the newest start says but for its meaning; meant STEP: that, line by line.
said () {
	echo "start $1 staging" && lines_of "$(newest "start $1 in staging")" | grep -v "^Meaning:"
}
meant () {
	lines_of "$(newest "start $1 in staging")" | grep "^Meaning:"
}
test_expect_success 'a dishonest client with a good key: the old meaning, none, or the new one and nobody was asked' '
	as otto git mcade run DEPLOY --env staging --dry-run --accept-changed && old=$({ said DEPLOY && now && meant DEPLOY; } | crafted) && passes_nowhere evidence $old && none=$({ said DEPLOY && now; } | crafted) && passes_nowhere evidence $none &&
	as otto git mcade run DEPLOY --env lab && first=$(newest "start DEPLOY in lab") && new=$({ said DEPLOY && now && lines_of "$first" | grep "^Meaning:"; } | crafted) && passes_nowhere drift $new && saves otto &&
	complete=$({ echo "complete DEPLOY staging"; lines_of "$(newest "complete DEPLOY in staging")"; printf "=Tip: -\nTip: %s refs/heads/main\n" "$(git -C hub.git rev-parse main)"; } | crafted) && passes_nowhere completion $complete
'
test_expect_success 'once somebody said so it runs, is complete, and asks no more' '
	as otto git mcade run DEPLOY --env staging --accept-changed && test "$(event Accepted "$(newest "start DEPLOY in staging")")" = Makefile:deploy-staging && as otto git mcade complete DEPLOY --env staging && saves otto && test "$(standing DEPLOY)" = complete && as ada git mcade sync && as ada git mcade audit --exceptions && test_grep "Makefile:deploy-staging" out
'
test_expect_success 'what shows that it works is another text: verified again, not run again' '
	edits "s/echo well/echo fine/" Makefile && test "$(standing DEPLOY)" = "complete stale" && as otto git mcade verify DEPLOY --env staging && test "$(standing DEPLOY)" = complete && means_verified=$(event Meaning) && echo "$means_verified" | grep -q "Makefile:smoke$" && saves otto &&
	edits "s/echo fine/true/" Makefile && test "$(standing DEPLOY)" = "complete stale" && forged=$({ echo "verify DEPLOY staging"; lines_of "$(newest "verify DEPLOY in staging")"; now; } | crafted) && passes_nowhere evidence $forged
'
test_expect_success 'variables, scripts, package scripts, a file that stands in place of another, nothing that git was told not to look at' '
	as otto git mcade run DEPLOY --env staging --accept-changed && edits "s/sh tools.build.sh/& -x/" Makefile && asks 1 "drift Makefile:deploy-staging" otto git mcade run DEPLOY --env staging && as otto git mcade run DEPLOY --env staging --accept-changed && edits "s/^APP.*/APP ?= production/" Makefile && asks 1 "drift Makefile:deploy-staging" otto git mcade run DEPLOY --env staging &&
	edits "s/built/production/" tools/build.sh && asks 1 "drift tools/build.sh" otto git mcade run WEB --env staging && edits "s/other/prod/; s/build.sh/build.sh production/" package.json && asks 1 "drift package.json:ship" otto git mcade run WEB --env staging && edits "s/played/production/" tools/lib.sh && asks 1 "drift tools/lib.sh" otto git mcade run PLAY --env staging &&
	as otto git mcade run DEPLOY --env staging --accept-changed && cp otto/Makefile otto/GNUmakefile && sed -i "s/deploy production/deploy twice/" otto/GNUmakefile && echo GNUmakefile >>otto/.git/info/exclude && asks 1 "drift GNUmakefile:deploy-staging" otto git mcade run DEPLOY --env staging && rm otto/GNUmakefile &&
	sed -i "s/deploy production/deploy thrice/" otto/Makefile && asks 1 "drift Makefile:deploy-staging" otto git mcade run DEPLOY --env staging && as otto git update-index --assume-unchanged Makefile && asks 1 "drift Makefile:deploy-staging" otto git mcade run DEPLOY --env staging && as otto git update-index --no-assume-unchanged Makefile && as otto git checkout -q Makefile
'
test_expect_success 'what was only looked at since did not run: nothing is promoted that means something else than ran' '
	does DEPLOY --accept-changed && edits "s/deploy production/deploy elsewhere/" Makefile && for step in DEPLOY WEB PLAY OPEN LOST; do as otto git mcade verify $step --env staging || return 1; done && saves otto && asks 1 promotion otto git mcade promote --env next && cat out err | grep -q "ran in .staging. before Makefile:deploy-staging changed" &&
	next_is "git mcade run DEPLOY --env staging --accept-changed"
'
test_expect_success 'a rollback records it, too, and is held back by nothing; the record passes the audit' '
	as otto git mcade rollback back --env staging && as otto git mcade sync && rolled=$(newest "rollback back in staging") && event Meaning $rolled | grep -q "Makefile:back$" && edits "s/echo back/echo production/" Makefile && as otto git mcade rollback back --env staging && as otto git mcade sync && test "$(event Meaning $rolled)" != "$(event Meaning "$(newest "rollback back in staging")")" &&
	forged=$({ echo "rollback - staging"; echo "Subject: rollback:back"; lines_of $rolled; printf "=Code: %s\n" "$(git -C hub.git rev-parse main)"; } | crafted) && passes_nowhere evidence $forged && as ada git mcade sync && as ada git mcade audit && test_grep "^pass: " out
'
test_done
