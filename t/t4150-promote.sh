#!/bin/sh
# shows: D18
test_description='promote: what was verified in one environment may run in the next, byte for byte'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-acts.sh"
. "$SOURCE_DIR/t/lib-swept.sh"

runbook () {
	log_head "promotion" &&
	cat <<-EOT
	environments:
	- {id: lab, verify: [{id: up, run: test ! -e ../down}]}
	- {id: next, promote: {after: [lab]}}
	- {id: slow, promote: {after: [lab], soak: 2h, approval: {role: reviewer, prevent_self_approve: true}}}
	- {id: own, completion: auto, promote: {after: [lab]}}
	defaults: {timeout: 20s, changes_state: false}
	order: needs
	steps:
	- {id: SHIP, run: echo \$MCADE_ENVIRONMENT >>../ran, pins: [], verify: [{id: ok, run: 'true'}]}
	gates:
	- {id: out, environment: slow, checks: [{id: calm, run: test ! -e ../storm}]}
	rollbacks:
	- {id: back, environment: lab, run: 'true', verify: [{id: ok, run: 'true'}], triggers: [{id: steady, run: test ! -e ../shaking}]}
	EOT
}
whole () { # HEAD is complete in lab
	git mcade run SHIP --env lab && git mcade complete SHIP --env lab && save "shipped in lab"
}
promotion () { # promotion ENV EXPRESSION: of what status says of it, $p
	git mcade status --env "$1" --json >status.out && json "map { my \$p = \$_; $2 } @{\$j->{promotion}}" status.out
}
ran () { # ran ENV...: so far
	printf "%s\n" "$@" >want && cmp -s want ../ran
}

test_expect_success 'setup' '
	new_repo r && cd r && printf "%s\\n" out err want "*.out" >.gitignore && save files && git mcade init >log 2>&1 && rm log && runbook >runbook.yaml && save runbook && git mcade adopt >../adopt.log 2>&1 &&
	git mcade trust add rita --key "$(key_of reviewer)" --name Rita --email rita@example.com --role reviewer && as_person reviewer git mcade join --no-hooks
'
test_expect_success 'before it is done in the source nothing comes, and nothing runs' '
	cd r && before=$(tip) && refused git mcade promote --env next 2>err && test_grep "\[promotion\]" err && refused git mcade run SHIP --env next 2>err && test_grep "\[promotion\]" err && test ! -e ../ran && test "$(tip)" = "$before" && test "$(promotion next "\$p->{ready} ? 1 : 0, scalar @{\$p->{reasons}}")" = "0 1"
'
test_expect_success 'what is whole there comes, with one event; it deploys nothing, and then it runs' '
	cd r && whole && ran lab && test "$(promotion next "\$p->{from}, \$p->{ready} ? 1 : 0")" = "lab 1" && git mcade promote --env next >out 2>err && test_grep "nothing was deployed yet; then: git mcade run SHIP --env next" err && ran lab &&
	git show -s --format=%B $LEDGER >event.out && test_grep "^Mcade-Source: lab$" event.out && git diff --cached >diff.out && test_grep "^+## .*promote" diff.out && save records && test "$(promotion next "\$p->{done} ? 1 : 0")" = 1 && git mcade run SHIP --env next && ran lab next && git mcade complete SHIP --env next && save records
'
test_expect_success 'the same again is no act' 'cd r && before=$(tip) && git mcade promote --env next 2>err && test_grep "already promoted" err && test "$(tip)" = "$before"'
test_expect_success 'a byte more is something else: it runs only when it came the same way' '
	cd r && echo more >file && save "one file more" && refused git mcade run SHIP --env next 2>err && test_grep "\[promotion\]" err && expect_status 1 git mcade run SHIP --env next --json >run.out && test "$(json "map { \$_->{rule}, \$_->{fix} } @{\$j->{findings}}" run.out)" = "order git mcade verify SHIP --env lab promotion git mcade verify SHIP --env lab" && refused git mcade promote --env next 2>err && test_grep "\[promotion\]" err && ran lab next && git mcade reopen SHIP --env lab -m "other content" && whole && git mcade promote --env next && save records && ran lab next lab
'
test_expect_success 'a second release: what was promoted is what has not run, and runs without being opened again' '
	cd r && test "$(phase SHIP next)" = "complete stale" && test "$(status "\$j->{steps}[0]{next}" next)" = "git mcade run SHIP --env next" && git mcade run SHIP --env next && ran lab next lab next && git mcade complete SHIP --env next && save records && test "$(phase SHIP next)" = complete &&
	refuses order git mcade run SHIP --env next && refuses order git mcade run SHIP --env lab && ran lab next lab next && git mcade complete SHIP --env next 2>err && test_grep "already complete" err
'
test_expect_success 'time and people are waited for: status says how long, and who' '
	cd r && refused git mcade promote --env slow 2>err && test_grep "gate .out. has not said GO" err && git mcade gate out --env slow && save records && waiting git mcade promote --env slow 2>err && test "$(promotion slow "\$p->{soak_left} > 0 ? 1 : 0, @{\$p->{approvals}}{qw(have need)}")" = "1 0 1" &&
	as_person reviewer git mcade approve promote --env slow -m "fine" && waiting git mcade promote --env slow 2>err && test_grep ! "\[conditions\]" err && test "$(promotion slow "@{\$p->{approvals}{by}}")" = rita && tick 7300 && git mcade promote --env slow && save records
'
test_expect_success 'what the source is asked must hold, and no trigger of it may fire' '
	cd r && echo again >>file && save "again" && git mcade reopen SHIP --env lab -m "other content" && whole && before=$(tip) && >../down && refused git mcade promote --env next 2>err && rm ../down && test "$(tip)" = "$before" &&
	>../shaking && refused git mcade promote --env next 2>err && test_grep "\[promotion\]" err && test_grep "git mcade rollback back --env lab" err && rm ../shaking && test "$(tip)" = "$before" && git mcade promote --env next && save records
'
test_expect_success 'completion: auto: the first run promotes by itself, where nothing is missing' '
	cd r && git mcade run SHIP --env own 2>err && git log --format=%s -4 $LEDGER >log.out && test_grep "^promote " log.out && test "$(tail -n 1 ../ran)" = own && save records && echo more >>file && save "more" && lines=$(wc -l <../ran) && refused git mcade run SHIP --env own 2>err && test "$(wc -l <../ran)" = "$lines"
'
test_expect_success 'where nothing comes first, and from elsewhere, nothing is promoted' 'cd r && usage git mcade promote --env lab 2>err && usage git mcade promote --env next --from nowhere 2>err && refused git mcade promote --env next --from slow 2>err'
image () { # image N: a pinned one
	printf 'docker.io/x:%s@sha256:%064d' "$1" "$1"
}
test_expect_success 'same_pins: the pins come along, and one that was replaced since brings nothing' '
	new_repo p && cd p && printf "%s\\n" out err "*.out" >.gitignore && mkdir releases && printf "web: {image: TBD}\\nother: {image: TBD}\\n" | tee releases/lab.yaml >releases/twin.yaml && save files && git mcade init >log 2>&1 && rm log &&
	runbook | sed "/^environments:/,/^defaults:/{/^- /d;}; s/^environments:/&\\n- {id: lab, manifest: releases\\/lab.yaml}\\n- {id: twin, manifest: releases\\/twin.yaml, promote: {after: [lab], same_pins: true}}/; s/pins: \\[\\]/pins: [web.image]/; /^gates:/,/^rollbacks:/{/^gates:/d;/^- /d;}" >runbook.yaml && save runbook && git mcade adopt >adopt.out 2>&1 &&
	git mcade pin web.image=$(image 1) other.image=$(image 2) --env lab && save pins && whole && git mcade pin other.image=$(image 3) --env lab && save pin && refused git mcade promote --env twin 2>err && test_grep "pin other.image was replaced since" err &&
	git mcade verify SHIP --env lab && git mcade promote --env twin && test_grep "$(image 1)" releases/twin.yaml && test_grep "$(image 3)" releases/twin.yaml && save records && git mcade run SHIP --env twin
'
test_expect_success 'same_pins, from two: both have them, or neither brings anything' '
	new_repo two && cd two && printf "%s\\n" out err "*.out" >.gitignore && mkdir releases && for e in lab mid prod any; do printf "web: {image: TBD}\\nside: {image: TBD}\\n" >releases/$e.yaml; done && save files && git mcade init >log 2>&1 && rm log &&
	runbook | sed "/^environments:/,/^defaults:/{/^- /d;}; s/^environments:/&\\n- {id: lab, manifest: releases\\/lab.yaml}\\n- {id: mid, manifest: releases\\/mid.yaml}\\n- {id: prod, manifest: releases\\/prod.yaml, promote: {after: [lab, mid], same_pins: true}}\\n- {id: any, manifest: releases\\/any.yaml, promote: {after: [lab, mid], require: any, same_pins: true}}/; s/pins: \\[\\]/pins: [web.image]/; /^gates:/,/^rollbacks:/{/^gates:/d;/^- /d;}" >runbook.yaml && save runbook && git mcade adopt >adopt.out 2>&1 &&
	pinned () { git mcade pin web.image="$(image "$2")" --env "$1" && save pin && git mcade run SHIP --env "$1" && git mcade complete SHIP --env "$1" && save done; } && pinned lab 1 && pinned mid 2 &&
	refuses promotion git mcade promote --env prod --from lab && test_grep "found:.*$(image 2)" err && refuses promotion git mcade promote --env prod --from mid && test_grep "found:.*$(image 1)" err && test "$(promotion prod "\$p->{ready} ? 1 : 0")" = 0 &&
	git mcade promote --env any --from mid && save records && test_grep "$(image 2)" releases/any.yaml &&
	pinned lab 2 && git mcade pin side.image="$(image 3)" --env mid && git mcade verify SHIP --env mid && save pin && refuses promotion git mcade promote --env prod --from lab && refuses promotion git mcade promote --env prod --from mid &&
	git mcade unpin side.image --env mid -m "not here" && save unpin && git mcade verify SHIP --env mid && git mcade promote --env prod && save records && git mcade audit >out
'
test_expect_success 'a person answers for what would come, with its pins: GO is said of that' '
	cd p && printf "%s\n" "gates: [{id: read, environment: twin, checks: [{id: legal, manual: Legal has read it}]}]" >>runbook.yaml && save gate && git mcade adopt >adopt.out 2>&1 &&
	git mcade pin other.image=$(image 4) --env lab && save pin && expect_status 2 git mcade gate read --env twin && save records && git mcade attest read/legal --env twin -m "line by line" && git mcade gate read --env twin && save records && git mcade audit >out
'
test_expect_success 'what a gate in the source decided was decided of this content: the server finds it too' '
	bare_remote g.git && new_repo g && cd g && git remote add origin ../g.git && printf "%s\\n" out err "*.out" >.gitignore && save files && git mcade init >log 2>&1 && rm log &&
	runbook | sed "s|id: next,|id: next, live: true,|; s|^gates:|- {id: DECIDE, kind: gate, needs: [SHIP], verify: [{id: calm, run: test ! -e ../storm}]}\\n&|" >runbook.yaml && save runbook && git mcade adopt >adopt.out 2>&1 && git push -q --atomic origin main mcade/ledger 2>err &&
	( cd ../g.git && git mcade hooks install --expect-genesis "$(git -C ../g config mcade.ledgerId)" ) && whole && refused git mcade promote --env next 2>err && test_grep "DECIDE is not GO" err && git mcade gate DECIDE --env lab && save go && git push -q --atomic origin main mcade/ledger && git mcade promote --env next && save records && git push -q --atomic origin main mcade/ledger
'
test_expect_success 'live, the promotion of these bytes is the word for them; of no others, and nowhere else' '
	new_repo v && cd v && printf "%s\\n" out err "*.out" >.gitignore && echo 1 >conf && mkdir releases && echo "web: {n: TBD}" >releases/next.yaml && save files && git mcade init >log 2>&1 && rm log &&
	runbook | sed "/^- {id: own/d; /^- {id: slow/d; s|{id: next,|{id: next, live: true, manifest: releases/next.yaml,|; s|{id: lab,|{id: lab, live: true,|; s|pins: \[\],|& inputs: [conf, releases/next.yaml],|; /^gates:/,/^rollbacks:/{/^gates:/d;/^- /d;}" >runbook.yaml && save runbook && git mcade adopt >adopt.out 2>&1 &&
	whole && git mcade promote --env next && save records && git mcade run SHIP --env next && git mcade complete SHIP --env next && save records && echo 2 >conf && save conf &&
	refuses promotion git mcade run SHIP --env next && test_grep "\[drift\]" err && refuses drift git mcade run SHIP --env lab && git mcade run SHIP --env lab --accept-changed && git mcade complete SHIP --env lab && save records && refuses drift git mcade run SHIP --env next &&
	git mcade promote --env next && save records && echo 3 >conf && save more && refuses drift git mcade run SHIP --env next && git revert --no-edit HEAD && git mcade run SHIP --env next && git show -s --format=%B $LEDGER~ >event.out && test_grep "^Mcade-Event: start" event.out && test_grep ! "^Mcade-Accepted" event.out && git mcade complete SHIP --env next && save records &&
	git mcade pin web.n=docker.io/x:1@sha256:$(printf %064d 1) --env next && save pin && refuses drift git mcade run SHIP --env next && test_grep "releases/next.yaml changed" err && git mcade audit --cold >out
'
test_expect_success 'what another repository has was not promoted: its files are asked of, and its step is complete' '
	new_repo infra && cd infra && commit_file zone one && cd .. && cd v && git config mcade.repo.infra.path ../infra && sed "s|^environments:|repos: {infra: }\n&|; s|^rollbacks:|- {id: ZONE, repo: infra, uses: zone, run: cat zone, pins: [], needs: [], verify: [{id: ok, run: \"true\"}]}\n&|" runbook.yaml >../edited && cp ../edited runbook.yaml && save zone && git mcade adopt >adopt.out 2>&1 &&
	zone () { git mcade run ZONE --env "$@" && git mcade complete ZONE --env "$1" && save zone; } && zone lab && git mcade run SHIP --env lab --accept-changed && git mcade complete SHIP --env lab && save records && git mcade promote --env next && save records && zone next && echo 4 >conf && save four && git mcade run SHIP --env lab --accept-changed && git mcade complete SHIP --env lab && save records && git mcade promote --env next && save records &&
	test "$(phase SHIP next) $(phase ZONE next)" = "complete stale complete" && refuses order git mcade run ZONE --env next && ( cd ../infra && commit_file zone two ) && zone lab --accept-changed && git mcade promote --env next && save records && refuses drift git mcade run ZONE --env next && zone next --accept-changed && git mcade audit >out
'
test_expect_success 'where every step of the source is set aside nothing was seen to work, and nothing comes' '
	new_repo none && cd none && printf "%s\\n" out err "*.out" >.gitignore && save files && git mcade init >log 2>&1 && rm log && runbook | sed "s|^gates:|- {id: MORE, run: echo, pins: [], verify: [{id: ok, run: \"true\"}]}\\n- {id: LESS, optional: true, needs: [], run: echo, pins: [], verify: [{id: ok, run: \"true\"}]}\\n&|" >runbook.yaml && save runbook && git mcade adopt >adopt.out 2>&1 &&
	git mcade dormant MORE --env lab -m "not yet" && refuses promotion git mcade promote --env next && git mcade supersede SHIP --by MORE --env lab -m "by what sleeps" && refuses promotion git mcade promote --env next && test "$(promotion next "\$p->{ready} ? 1 : 0, scalar @{\$p->{reasons}}")" = "0 1" &&
	git mcade run LESS --env lab && git mcade complete LESS --env lab && save less && refuses promotion git mcade promote --env next && git mcade activate SHIP --env lab -m "after all" && whole && git mcade promote --env next
'
test_expect_success 'what was seen before somebody went back there was seen of what is no more: it is verified again, or does not come' '
	new_repo undone && cd undone && printf "%s\\n" out err "*.out" >.gitignore && save files && git mcade init >log 2>&1 && rm log && runbook | sed "/id: SHIP/s|{id: ok, run: .true.}|{id: ok, run: test \$MCADE_GIT_SHA}|; s|^gates:|- {id: DECIDE, kind: gate, needs: [SHIP], verify: [{id: calm, run: \"true\"}]}\\n&|" >runbook.yaml && save runbook && git mcade adopt >adopt.out 2>&1 &&
	whole && git mcade gate DECIDE --env lab && git mcade rollback back --env lab && save back && refuses promotion git mcade promote --env next && test_grep "SHIP was seen to work before the rollback" err && test_grep "DECIDE was GO before the rollback" err && test_grep "fix: *git mcade verify SHIP --env lab" err &&
	git mcade verify SHIP --env lab && refuses promotion git mcade promote --env next && git mcade gate DECIDE --env lab && save decided &&
	tick && when=$(date -u -d "@$MCADE_CLOCK" +%Y-%m-%dT%H:%M:%SZ) && tick && git mcade attest rollback:back --env lab --occurred "$when" -m "by hand" && save hand && refuses promotion git mcade promote --env next && test_grep "SHIP was seen to work before the rollback" err &&
	git mcade verify SHIP --env lab && git mcade gate DECIDE --env lab && save again && git mcade promote --env next && save records && git mcade run SHIP --env next && git mcade audit >out
'
test_expect_success 'where one of two is enough: what leads on is the promotion, from where it may come first; and so for what another repository has' '
	new_repo one && cd one && git config mcade.repo.infra.path ../infra && printf "%s\\n" out err "*.out" >.gitignore && save files && git mcade init >log 2>&1 && rm log &&
	runbook | sed "/^environments:/,/^defaults:/{/^- /d;}; s/^environments:/repos: {infra: }\\n&\\n- {id: mid}\\n- {id: lab}\\n- {id: any, promote: {after: [mid, lab], require: any, soak: 1h}}/; /^gates:/,/^rollbacks:/{/^gates:/d;/^- /d;}; s|^rollbacks:|- {id: ZONE, repo: infra, uses: zone, run: cat zone, pins: [], needs: [], verify: [{id: ok, run: \"true\"}]}\\n&|" >runbook.yaml && save runbook && git mcade adopt >adopt.out 2>&1 &&
	done_in () { for step in SHIP ZONE; do git mcade run $step --env "$1" && git mcade complete $step --env "$1" && save done || return 1; done; } && refuses promotion git mcade run ZONE --env any && done_in lab && tick 3000 && done_in mid && tick 700 &&
	test "$(promotion any "\$p->{from}, \$p->{soak_left}, \$p->{ready} ? 1 : 0")" = "lab 0 1" && git mcade reopen SHIP --env mid -m again && git mcade reopen ZONE --env mid -m again && test "$(status "\$j->{steps}[0]{next}" any)" = "git mcade promote --env any" && refuses promotion git mcade run SHIP --env any && test_grep "git mcade promote --env any" err && asked 1 run SHIP --env any &&
	git mcade promote --env any && save records && git mcade run ZONE --env any && git mcade run SHIP --env any && save ran && git mcade audit >out
'
test_expect_success 'the record passes the audit' 'cd r && git mcade audit --cold >out'
test_expect_success 'the history says what was agreed to, and what came from where' '
	cd r && git mcade log >out && test_grep "approve promote in slow$" out && test_grep "promote to slow from [a-z]*" out
'
test_done
