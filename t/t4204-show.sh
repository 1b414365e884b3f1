#!/bin/sh
test_description='show, status, diff, and what adopt says before it signs: who, when, on what evidence, and since when'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"

# json EXPRESSION ARGUMENT...: what the expression makes of $j, the JSON that git mcade ARGUMENT... prints.
json () {
	expression=$1 && shift
	git mcade "$@" --json >"$TRASH/json" && perl -MJSON::PP -0777 -we "my \$j = decode_json(<STDIN>); binmode STDOUT, ':utf8'; print((sub { $expression })->(), qq(\n))" <"$TRASH/json"
}
at () { git log -1 --format=%B mcade/ledger | sed -n "s/^Mcade-Sequence: //p"; }

test_expect_success 'setup: a step that ran with an escape in its output, was completed, and two environments' '
	small_repo r && printf "printf \"red \\\\033[31mhere\\\\n\"; echo oops >&2\n" >>playbooks/cache.sh && sed -i "s/^- id: CACHE/&\n  title: The cache of sessions, and of whatever else is worth keeping/" runbook.yaml && git commit -q -a -m red &&
	git mcade adopt >/dev/null 2>&1 && born=$(at) && tick 86400 && git mcade trust add otto --key "$(key_of operator)" --role operator --name "Otto Operator" --email operator@example.com >/dev/null &&
	tick 60 && git mcade pin "cache.image=redis@$DIGEST" --env lab >/dev/null 2>&1 && git commit -q -a -m pin &&
	tick 60 && git -c mcade.signingKey="$(key_of operator)" mcade run CACHE --env lab >out.run 2>&1 && ran=$(at) &&
	tick 60 && git mcade complete CACHE --env lab >/dev/null 2>&1 && git add -A && git commit -q -m log && done=$(at) &&
	tick 86400 && git mcade freeze conf --path "conf/**" -m "the audit" >/dev/null && git mcade lock CACHE --env lab -m "it is good" >/dev/null
'
test_expect_success 'show STEP: dates, people, evidence, reasons' '
	cd r && git mcade show CACHE --env lab >out && test_grep "started .*event [0-9]*, otto, 2026-" out && test_grep "verified .*event $ran, otto, 2026-" out &&
	test_grep "completed .*event $done, owner, 2026-" out && test_grep "locked .*event [0-9]*, owner, 2026-" out && test_grep "run, event $ran, [0-9]* bytes" out &&
	test_grep "  it is good$" out && test "$(json "\"\$j->{completed}{signer} \$j->{started}{signer} \$j->{completed}{sequence}\"" show CACHE --env lab)" = "owner otto $done" &&
	test "$(json "join q( ), map { \$_->{event} } @{\$j->{events}}" show CACHE --env lab)" = "lock complete finish start"
'
test_expect_success 'show STEP --output: what the last run printed, and nothing of it moves a terminal' '
	cd r && git mcade show CACHE --env lab --output >out && test_grep "^red " out && test_grep "^oops$" out && test_grep "^Restore path" out && ! grep "$(printf "\033")" out &&
	json "\$j->{output}[0]{text}" show CACHE --env lab --output >text && test_grep "mcade-evidence 1" text && test_grep "oops" text &&
	git mcade show "event:$ran" --output >event && test_cmp out event && broken git mcade show READ --env lab --output 2>err && test_grep "no run" err
'
test_expect_success 'a body that is another, or not here, is told and not shown' '
	cd r && branch=$(git for-each-ref --format="%(refname)" refs/heads/mcade/evidence/) && good=$(git rev-parse "$branch") &&
	sha=$(json "\$j->{output}[0]{sha256}" show CACHE --env lab --output) && prefix=$(echo "$sha" | cut -c1-2) &&
	bad=$(echo "evil $sha" | git hash-object -w --stdin) && tree=$(printf "100644 blob %s\t%s\n" "$bad" "$sha" | git mktree) && root=$(printf "040000 tree %s\t%s\n" "$tree" "$prefix" | git mktree) &&
	git update-ref "$branch" "$(git commit-tree -m x "$root")" && git mcade show CACHE --env lab --output >out && ! grep evil out && test_grep "other bytes than were signed" out &&
	git update-ref -d "$branch" && git mcade show CACHE --env lab --output >out && test_grep "are not here" out && test "$(json "\$j->{output}[0]{where}" show CACHE --env lab --output)" = absent &&
	git update-ref "$branch" "$good"
'
test_expect_success 'show EVENT: by number, id and commit; with what it made of the files' '
	cd r && commit=$(git log --format=%H --grep "^Mcade-Sequence: $done\$" mcade/ledger) && id=$(git log -1 --format=%B "$commit" | sed -n "s/^Mcade-Id: //p") &&
	git mcade show "event:$done" >out && test_grep "^commit $commit$" out && test_grep "Signed by owner" out && test_grep "Mcade-Id: $id" out && test_grep "^diff --git a/state/lab/CACHE.yaml" out &&
	for name in "$done" "$id" "event:$id" "$(echo "$id" | cut -c1-8)" "$commit" "$(echo "$commit" | cut -c1-12)"; do
		git mcade show "$name" >got && test_cmp out got || return 1
	done && usage git mcade show event:999 2>err && test_grep "no event" err && usage git mcade show CACH --env lab 2>err && test_grep "CACHE" err && usage git mcade show 2>err &&
	usage git mcade show "event:$(echo "$id" | cut -c1-7)" 2>err
'
test_expect_success 'status: titles, pins with who and when, freezes; of all environments where none is named' '
	cd r && git mcade status >out && test_grep "^lab, event" out && test_grep "^prod, event" out && test_grep "The cache of sessions" out && test_grep "pin cache.image = redis@$DIGEST  #[0-9]* owner 2026-" out &&
	test_grep "^frozen: conf (conf/\*\*; event [0-9]* by owner on 2026-.*): the audit$" out &&
	test "$(json "join q( ), map { \$_->{environment} } @{\$j->{environments}}" status)" = "lab prod" && test "$(json "\$j->{environment} . \$j->{freezes}[0]{signer}" status --env prod)" = "prodowner" &&
	test "$(json "\$j->{pins}[0]{signer} . \$j->{pins}[0]{path}" status --env lab)" = "ownercache.image"
'
test_expect_success 'status: ahead and behind' '
	git init -q --bare hub.git && cd r && git remote add origin "$TRASH/hub.git" && git mcade sync >/dev/null 2>&1 && git push -q origin main 2>/dev/null && git config mcade.publish manual &&
	git mcade lock READ --env lab -m x >/dev/null 2>&1 && test "$(json "\"\$j->{unpublished} \$j->{behind}\"" status --env lab)" = "1 0" && git mcade status --env lab >out && test_grep "1 event is not published" out &&
	git mcade sync >/dev/null 2>&1 && git config --unset mcade.publish && git clone -q "$TRASH/hub.git" "$TRASH/there" && cd "$TRASH/there" && git mcade join --expect-genesis "$(git -C "$TRASH/r" config mcade.ledgerId)" >/dev/null 2>&1 &&
	tick && git mcade unlock READ --env lab -m y >/dev/null 2>&1 && git mcade lock READ --env lab -m z >/dev/null 2>&1 && git mcade sync >/dev/null 2>&1 && cd "$TRASH/r" && git fetch -q &&
	test "$(json "\"\$j->{unpublished} \$j->{behind}\"" status --env lab 2>err)" = "0 2" && test_grep "(2 of them)" err && git mcade sync >/dev/null 2>&1 && test "$(json "\"\$j->{unpublished} \$j->{behind}\"" status --env lab)" = "0 0"
'
test_expect_success 'what a plain push of the branch brought to the remote is published' '
	cd r && git config mcade.publish manual && git mcade unlock READ --env lab -m x >/dev/null 2>&1 && test "$(json "\$j->{unpublished}" status --env lab)" = 1 && git push -q origin refs/heads/mcade/ledger 2>/dev/null &&
	git mcade status --env lab >out && test_grep ! "not published" out && test "$(json "\$j->{unpublished}" status --env lab)" = 0 && git mcade lock READ --env lab -m y >act 2>&1 && test_grep "1 event is not published" act && test "$(json "\$j->{unpublished}" status --env lab)" = 1 &&
	git mcade sync >/dev/null 2>&1 && git config --unset mcade.publish && test "$(json "\$j->{unpublished} + \$j->{behind}" status --env lab)" = 0
'
test_expect_success 'diff A..B: steps, pins, freezes, trust, the runbook; and nothing between a place and itself' '
	cd r && things="join q(,), map { qq(\$_->{thing}:\$_->{id}:) . (\$_->{before} // q(-)) . q(>) . (\$_->{after} // q(-)) } @{\$j->{changes}}" &&
	test "$(json "$things" diff "$born..$done" --env lab)" = "step:CACHE:planned>complete,pin:cache.image:->redis@$DIGEST,trust:otto:->operator" &&
	test "$(json "$things" diff "$done..$((done + 2))")" = "step:CACHE:complete>complete, locked,freeze:conf:->conf/**" &&
	test "$(json "$things" diff "$done..$done")" = "" && git mcade diff "$done..$done" >out && test_grep "nothing changed" out &&
	test "$(json "join q(,), map { qq(\$_->{key}:\$_->{id}:\$_->{change}:@{\$_->{keys}}) } @{\$j->{runbook}}" diff "$((born - 1))..$born")" = "steps:CACHE:changed:title" &&
	git mcade diff "0.." >out && test_grep "added steps CACHE" out && day=$(TZ=UTC git log -1 --format=%cd --date=format-local:%Y-%m-%d "mcade/ledger") && git mcade diff "$day..$day" >out && test_grep "nothing changed" out
'
test_expect_success 'diff: what is no stretch is a mistake' '
	cd r && for wrong in "" "5" "9..3" "999.." "..x"; do usage git mcade diff $wrong 2>err && test_grep "^mcade: " err || return 1; done && usage git mcade diff 0.. --env nope 2>err
'
test_expect_success '--at: nothing of today, neither freezes, pins, remote nor files' '
	cd r && git mcade status --env lab --at "$done" --json >"$TRASH/then" && echo "exit 1" >>playbooks/cache.sh && git commit -q --no-verify -a -m "another file" &&
	git mcade freeze later --path "playbooks/**" -m now >/dev/null 2>&1 && tick 8640000 && git -C "$TRASH/hub.git" update-ref -d refs/heads/mcade/ledger &&
	git mcade status --env lab --at "$done" --json >"$TRASH/now" 2>"$TRASH/err" && test_cmp "$TRASH/then" "$TRASH/now" && test_line_count 0 "$TRASH/err" &&
	test "$(json "scalar @{\$j->{freezes}}" status --env lab --at "$done")" = 0 && git mcade show CACHE --env lab --at "$done" >out 2>err && ! grep -e locked -e frozen -e stale out && test_line_count 0 err
'
test_expect_success 'adopt: what comes into force is shown before it is signed, and alone by --dry-run' '
	new_repo q && cd q && commit_file README x && git mcade init >/dev/null 2>&1 && small_runbook && before=$(git rev-parse mcade/ledger) &&
	git mcade adopt --dry-run >out 2>err && test "$(git rev-parse mcade/ledger)" = "$before" && test_grep "added steps CACHE, READ, LATER" out &&
	sed -i "/^ledger:/d" runbook.yaml && git commit -q --no-verify -a -m less && refused git mcade adopt >out 2>err && test_grep "refused .identity" err && test_line_count 0 out && git reset -q --hard HEAD~1 &&
	git mcade adopt >out 2>err && test_grep "added steps CACHE, READ, LATER" err && ! grep "$(printf "\033")" out err && git mcade adopt --dry-run >out && test_grep "in force already" out &&
	sed -i "s/^- {id: LATER}/- {id: SOON}/; s/pins: \[\]/&\n  title: read it/; s/^order:.*//" runbook.yaml && printf "%s\n" "freezes: [{id: conf, paths: [conf/**], reason: x}]" "secrets: [TOKEN]" >>runbook.yaml && git commit -q -a -m next &&
	test "$(json "join q(,), map { qq(\$_->{key}:) . (\$_->{id} // q()) . qq(:\$_->{change}:@{\$_->{keys}}) } @{\$j->{changes}}" adopt --dry-run)" = "steps:READ:changed:title,steps:SOON:added:,steps:LATER:gone:,freezes:conf:added:,secrets::added:" &&
	test "$(json "scalar(@{\$j->{changes}}) . \$j->{recorded}" adopt)" = 51
'
test_expect_success 'adopt and diff: a step that has another name is renamed, also where names shift, and one that only has its name is new' '
	new_repo s && cd s && commit_file README x && git mcade init >/dev/null 2>&1 && changed="join q(,), map { qq(\$_->{id}:\$_->{change}:) . (\$_->{was} // q(-)) . qq(:@{\$_->{keys}}) } @{\$j->{changes}}" &&
	printf "%s\n" "version: 1" "ledger: $(git config mcade.ledgerId)" "name: s" "governed: [refs/heads/main]" "environments: [{id: lab}]" "steps:" \
		"- {id: A, title: a}" "- {id: B, title: b}" "- {id: C, title: c}" "- {id: D, title: d}" >runbook.yaml && git add . && git commit -q -m book && git mcade adopt >out 2>err &&
	sed -i "s/^- {id: A,/- {id: A1, was: A,/; s/title: c}/title: other}/; s/^- {id: C,/- {id: C1, was: C,/" runbook.yaml && git commit -q -a -m names &&
	test "$(json "$changed" adopt --dry-run)" = "A1:renamed:A:,C1:renamed:C:title" && git mcade adopt --dry-run >out && test_grep "A -> A1" out && ! grep -e added -e gone out &&
	git mcade adopt >/dev/null 2>&1 && git mcade diff 1..2 >out && test_grep "renamed steps A -> A1" out &&
	sed -i "s/^- {id: B, title: b}/- {id: A1, was: B, title: b}\n- {id: B, title: fresh}/; s/^- {id: A1, was: A,/- {id: A2, was: A1,/; /id: D/d; s/^- {id: C1, was: C,/- {id: D, was: C1,/" runbook.yaml && git commit -q -a -m shift &&
	test "$(json "$changed" adopt --dry-run)" = "A2:renamed:A1:,A1:renamed:B:,B:added:-:,D:renamed:C1:,D:gone:-:"
'
test_expect_success 'adopt: a hostile id or key stays in its line, before anything is signed' '
	cd q && printf "x-\033[2J: 1\n" >>runbook.yaml && git commit -q --no-verify -a -m odd && ! git mcade adopt --dry-run >out 2>err && ! grep "$(printf "\033")" out err
'
test_done
