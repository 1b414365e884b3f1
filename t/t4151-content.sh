#!/bin/sh
test_description='content: a part of a repository is released, and what was said of another part is said of nothing else'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-swept.sh"
. "$SOURCE_DIR/t/lib-acts.sh"

# runbook [CONTENT]: two environments, the second after the first, with a gate, an approval and a rollback.
runbook () {
	log_head "part" &&
	cat <<-EOT
	environments:
	- {id: lab}
	- {id: next, promote: {after: [lab], approval: {role: reviewer}}}
	defaults: {timeout: 20s, changes_state: false}
	order: needs
	steps:
	- {id: SHIP, uses: app/ship.sh, run: sh app/ship.sh, inputs: ['app/conf/*'], pins: [], verify: [{id: ok, run: 'true'}]}
	gates:
	- {id: out, environment: next, checks: [{id: calm, run: 'true'}]}
	rollbacks:
	- {id: back, environment: lab, run: 'true', verify: [{id: ok, run: 'true'}]}
	EOT
	if [ "$1" ]; then
		echo "content: $1"
	fi
}
adopts () { # adopts CONTENT: that is in force
	runbook "$1" >runbook.yaml && save "content $1" && git mcade adopt >adopt.out 2>&1 || { cat adopt.out >&4; return 1; }
}
# rejects CONTENT PLACE FOUND [SED]: adopt refuses it by name, there.
rejects () {
	runbook "$1" | sed "${4-}" >runbook.yaml && git add -A && git commit -q -n -m bad && before=$(tip) &&
	expect_status 1 git mcade adopt --json >bad.out && test "$(tip)" = "$before" &&
	json "map { qq(\$_->{rule} \$_->{path}:\$_->{line}:\$_->{column} \$_->{found}) } grep { \$_->{severity} eq q(error) } @{\$j->{findings}}" bad.out >found.out &&
	test_grep "document runbook.yaml:$2 $3" found.out || { cat found.out bad.out >&4; return 1; }
	git reset -q --hard HEAD~1
}
whole () { # HEAD is complete in lab
	{ git mcade run SHIP --env lab || { git mcade reopen SHIP --env lab -m again && git mcade run SHIP --env lab; } } >run.out 2>&1 && git mcade complete SHIP --env lab && save "shipped in lab"
}
agreed () { # GO and an approval, of HEAD
	git mcade gate out --env next >gate.out && save gate && as_person reviewer git mcade approve promote --env next -m fine
}
content () { # content: of the newest event
	field Content
}
promotion () { # promotion EXPRESSION: of what status says of it, $p
	git mcade status --env next --json >status.out && json "map { my \$p = \$_; $1 } @{\$j->{promotion}}" status.out
}

test_expect_success 'setup' '
	new_repo r && cd r && printf "%s\\n" out err "*.out" >.gitignore && mkdir -p app/conf web tools && echo "sh tools/more.sh" >app/ship.sh && echo a >app/conf/a && echo w >web/page && echo : >tools/more.sh &&
	printf "%s\\n" "deploy:" "	sh tools/more.sh" >Makefile && save files && git mcade init >log 2>&1 && rm log && adopts "" &&
	git mcade trust add rita --key "$(key_of reviewer)" --name Rita --email rita@example.com --role reviewer && as_person reviewer git mcade join --no-hooks
'
test_expect_success 'without the key the digest is what it was: that of git ls-tree, less what is beside' '
	cd r && whole && agreed && git ls-tree -r -z --full-tree HEAD | perl -0ne "print unless /\\t(runbook\\.yaml|docs\\/deployments\\/.*)\\0/" | sha256sum | sed "s/^\([0-9a-f]*\).*/sha256:\1/" >want && content >is && test_cmp want is
'
test_expect_success 'with it, of that part, behind its patterns as they are written' '
	cd r && adopts "[\"app/**\", tools/more.sh]" && git mcade verify SHIP --env lab && { printf "content app/**\\0content tools/more.sh\\0" && git ls-tree -r -z --full-tree HEAD app tools/more.sh; } | sha256sum | sed "s/^\([0-9a-f]*\).*/sha256:\1/" >want && content >is && test_cmp want is
'
test_expect_success 'attack: what was seen, decided and agreed to of everything is of no part of it' '
	cd r && adopts "" && whole && agreed && test "$(promotion "\$p->{ready} ? 1 : 0")" = 1 &&
	adopts "[\"app/**\", tools/more.sh]" && echo other >web/page && save outside && test "$(promotion "\$p->{ready} ? 1 : 0")" = 0 &&
	refuses promotion git mcade promote --env next && test_grep "SHIP was seen to work with another content" err && test_grep "gate .out. has not said GO" err &&
	git mcade verify SHIP --env lab && refuses promotion git mcade promote --env next && git mcade gate out --env next >gate.out && save gate && waiting git mcade promote --env next 2>err && as_person reviewer git mcade approve promote --env next -m "this part" && git mcade promote --env next && save records
'
test_expect_success 'what changes outside is asked for nothing, what changes inside is' '
	cd r && echo more >web/page && save outside && git mcade run SHIP --env next && git mcade complete SHIP --env next && save records && test "$(phase SHIP next)" = complete &&
	echo ": more" >tools/more.sh && save inside && refuses promotion git mcade run SHIP --env next && git mcade verify SHIP --env lab && refuses promotion git mcade promote --env next && git revert -n HEAD && save back && still git mcade audit >out
'
test_expect_success 'attack: another part, a part more, the same in another order are another content, and so is everything' '
	cd r && adopts "[\"app/**\", tools/more.sh]" && git mcade verify SHIP --env lab && agreed && git mcade promote --env next && save records && test "$(promotion "\$p->{done} ? 1 : 0")" = 1 &&
	for part in "[\"app/**\"]" "[\"app/**\", tools/more.sh, web/page]" "[tools/more.sh, \"app/**\"]" "[\"**\"]" ""; do
		adopts "$part" && test "$(promotion "\$p->{done} ? 1 : 0, \$p->{ready} ? 1 : 0")" = "0 0" && refuses promotion git mcade promote --env next && test_grep "another content" err && refuses promotion git mcade run SHIP --env next || { echo "# $part" >&4; return 1; }
	done && adopts "[\"app/**\", tools/more.sh]" && test "$(promotion "\$p->{done} ? 1 : 0")" = 1 && git mcade audit --cold >out
'
test_expect_success 'nothing, or what nothing matches, is refused: an empty part agrees to everything' '
	cd r && rejects "[]" 17:10 "" && rejects "[\"app/**\", tools/more.sh, \"none/**\"]" 17:36 "none/" && rejects "[\"app/**\", tools/more.sh, \"docs/deployments/**\"]" 17:36 docs/deployments && rejects "[\"app/**\", \"app/**\"]" 17:21 "" && rejects "all" 17:10 ""
'
test_expect_success 'nothing that a step names is outside: what it uses and reads, pattern for pattern' '
	cd r && rejects "[\"web/**\"]" 17:10 "app/ship.sh" && rejects "[app/ship.sh]" 17:10 "app/conf/" && rejects "[app/ship.sh, \"web/**\"]" 17:10 "app/conf/" && rejects "[app/ship.sh, app/conf/a]" 17:10 "app/conf/" && rejects "[app/ship.sh, \"app/conf/[a-z]\"]" 17:10 "app/conf/" && adopts "[app/ship.sh, \"app/conf/*\"]" && adopts "[\"app/**\"]" && adopts "[\"**\"]"
'
test_expect_success 'nor a file that a command of a step, a check, a gate, a rollback names, or that a make target leads to' '
	cd r && rejects "[\"app/**\"]" 17:10 "tools/more.sh" "s/run: sh app.ship.sh/run: sh tools\/more.sh/" && rejects "[\"app/**\", tools/more.sh]" 17:10 Makefile "s/run: sh app.ship.sh/run: make deploy/" && rejects "[\"app/**\", Makefile]" 17:10 tools/more.sh "s/run: sh app.ship.sh/run: make deploy/" &&
	for where in "id: ok" "id: calm" "id: back, environment: lab"; do
		rejects "[\"app/**\"]" 17:10 tools/more.sh "s/\($where, run: \).true./\1sh tools\/more.sh/" && rejects "[\"app/**\", tools/more.sh]" 17:10 Makefile "s/\($where, run: \).true./\1make deploy/" || return 1
	done && rejects "[\"app/**\"]" 17:10 web/page "s/id: calm, run: .true./id: calm, file: web\/page/" && rejects "[\"app/**\"]" 17:10 tools/more.sh "s/{id: lab}/{id: lab, verify: [{id: up, run: sh tools\/more.sh}]}/" &&
	runbook "[\"app/**\"]" | sed "s/{id: lab}/{id: lab, verify: [{id: up, run: sh tools\/more.sh}]}/" >runbook.yaml && git add -A && git commit -q -n -m bad && asked 1 adopt && git reset -q --hard HEAD~1 &&
	runbook "[\"app/**\"]" | sed "s/run: sh app.ship.sh/run: cat runbook.yaml app\/ship.sh/" >runbook.yaml && save beside && git mcade adopt >adopt.out 2>&1 && runbook "[\"app/**\", Makefile, tools/more.sh]" | sed "s/run: sh app.ship.sh/run: make deploy/" >runbook.yaml && save make && git mcade adopt >adopt.out 2>&1
'
test_expect_success 'what a command came to name since is refused before it runs' '
	cd r && printf "%s\n" "deploy:" "	sh tools/more.sh && sh web/late.sh" >Makefile && echo : >web/late.sh && save late && refuses reference git mcade run SHIP --env lab && test_grep "web/late.sh" err && test "$(status "map { \$_->{ready} ? 1 : 0 } @{\$j->{steps}}")" = 0 && git revert -n HEAD && save early && git mcade run SHIP --env lab --accept-changed && git mcade complete SHIP --env lab && save done &&
	git revert --no-edit HEAD~1 >out && test "$(status "map { \$_->{hint} } grep { \$_->{id} eq q(SHIP) } @{\$j->{steps}}" | grep -c "add it to .content.")" = 1 && git revert --no-edit HEAD >out
'
test_expect_success 'outside of it a changed file is uncommitted all the same: what runs is a commit' '
	cd r && echo dirty >>web/page && git mcade reopen SHIP --env lab -m again && git mcade run SHIP --env lab 2>err && git log -3 --format=%B $LEDGER >event.out && test_grep "^Mcade-Dirty: yes" event.out && git checkout -q web/page && save records
'
test_expect_success 'an environment and a gate have none: what two environments have must stay comparable' '
	cd r && adopts_not "s/{id: lab}/{id: lab, content: [\"**\"]}/" "content" && adopts_not "s/{id: out,/{id: out, content: [\"**\"],/" "content"
'
# crafted: the newest event, a decision of the gate, once more and by a good key, of that content.
crafted () {
	{ printf "%s\n" "gate - next" "Subject: gate:out" "Verdict: $(field Verdict)" "Check: $(field Check)" "Content: $1" "Candidate: sha256:$(printf %s "$1" | sha256sum | cut -c 1-64)" && for word in Definition Checks Code Tip; do field $word | sed "s/^/$word: /"; done; } | craft "$(tip)" owner >../crafted && git update-ref $LEDGER "$(cat ../crafted)"
}
test_expect_success 'attack: an event by a good key that says the content of another part' '
	cd r && git mcade gate out --env next >gate.out && save gate && good=$(tip) && crafted "$(content)" && git mcade audit >out && git update-ref $LEDGER $good &&
	whole=$(git ls-tree -r -z --full-tree HEAD | perl -0ne "print unless /\t(runbook\.yaml|docs\/deployments\/.*)\0/" | sha256sum | cut -c 1-64) && crafted "sha256:$whole" && expect_status 1 git mcade audit --json >audit.out && git update-ref $LEDGER $good &&
	test "$(json "map { \$_->{rule} } grep { \$_->{severity} eq q(error) } @{\$j->{findings}}" audit.out)" = evidence
'
test_expect_success 'the record passes the audit' 'cd r && git mcade audit --cold >out && asked 0 audit --cold'
test_done
