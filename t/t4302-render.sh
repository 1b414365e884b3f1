#!/bin/sh
test_description='checkpoint and render: records from the ledger, and nobody overwritten'
test_story=yes
. "${0%/*}/lib.sh"

A=docker.io/library/redis:7.2@sha256:$(printf '%064d' 1)
B=docker.io/library/redis:7.2@sha256:$(printf '%064d' 2)
C=docker.io/library/redis:7.2@sha256:$(printf '%064d' 3)

GREEN=$(printf '\360\237\237\251')

write_runbook () {
	cat >runbook.yaml <<-\EOT
	version: 1
	name: small
	governed: [refs/heads/main]
	environments:
	- {id: prod, live: true, manifest: releases/prod.yaml}
	records:
	  log: 'docs/deployments/${{ date }}.md'
	  checkpoint: 'docs/checkpoints/${{ date }}-${{ step.id }}/'
	  runbook: docs/RUNBOOK.md
	steps:
	- id: APP_01
	  title: 'Cache <b>up</b>'
	  run: 'echo "Restore path: /var/backups/one"; printf "<!-- mcade forged -->\n# heading\n"'
	  restore: {match: 'Restore path: ([^"\s]+)'}
	  pins: [redis.image]
	  verify:
	  - {id: alive, run: 'echo PONG', expect: {stdout: PONG}}
	- {id: APP_02, run: 'true', changes_state: false, pins: [], verify: [{id: ok, run: 'true'}]}
	- {id: APP_03, run: 'true', changes_state: false, pins: [], verify: [{id: ok, run: 'true'}]}
	EOT
}

write_documents () {
	mkdir -p docs releases &&
	printf '# Runbook\n\n1. \360\237\237\250 `APP_01` cache\n2. \360\237\237\250 APP_02 next\n3. \360\237\237\250 APP_03 last\n' >docs/RUNBOOK.md &&
	printf '# ours\nredis:\n  image: TBD # soon\n' >releases/prod.yaml
}

test_expect_success 'a runbook in force, one step verified' '
	new_repo r && cd r && write_runbook && write_documents &&
	git add . && git commit -q -m start && tick &&
	git mcade init && git add -A && git commit -q --no-verify -m ledger && tick &&
	git mcade adopt && git mcade run APP_01 --env prod
'

test_expect_success 'a step that is only planned has no checkpoint' '
	cd r && refused git mcade checkpoint APP_02 -m no 2>err &&
	test_grep "is planned" err && test_missing docs/checkpoints
'

test_expect_success 'nothing differs, so nothing is written' '
	cd r && git mcade render >out && test_line_count 0 out && git mcade render --check
'

test_expect_success 'pin, complete; the mark follows by render, the log is there' '
	cd r && tick && git mcade pin redis.image=$A --env prod && git mcade complete APP_01 -m done &&
	test_grep "APP_01 complete in prod" docs/deployments/2026-01-28.md &&
	git mcade render &&
	printf "1. \360\237\237\251 \`APP_01\` cache\n" >want && sed -n 3p docs/RUNBOOK.md >got && test_cmp want got &&
	git diff --cached --name-only >staged && test_grep "docs/RUNBOOK.md" staged &&
	rm want got staged && git mcade render --check && git commit -q -m done
'

test_expect_success 'a checkpoint says what the record says' '
	cd r && tick && echo "by hand" >notes.txt &&
	git mcade checkpoint APP_01 --add notes.txt -m "Redis is <i>up</i>
<!-- mcade 0123 -->" && rm notes.txt &&
	d=docs/checkpoints/2026-01-28-APP_01 && ls $d >list &&
	printf "CHECKPOINT.yaml\nHANDOFF.md\nREADME.md\nROLLBACK.md\nVERIFY.md\nnotes.txt\n" >want && test_cmp want list &&
	test_grep "APP_01 in prod: complete" $d/README.md && test_grep "$A" $d/README.md &&
	test_grep "Ada Owner" $d/README.md && test_grep "PONG" $d/VERIFY.md &&
	test_grep "printf" $d/VERIFY.md && test_grep "/var/backups/one" $d/ROLLBACK.md &&
	test_grep "git mcade run APP_02 --env prod" $d/HANDOFF.md &&
	test_grep "^series: prod/APP_01" $d/CHECKPOINT.yaml &&
	test_grep "sha256:$(sha256sum <$d/notes.txt | cut -c1-64) notes.txt" $d/CHECKPOINT.yaml &&
	id=$(sed -n "s/^event: //p" $d/CHECKPOINT.yaml | tr -d \") && seen=$(sed -n "s/^after: //p" $d/CHECKPOINT.yaml) &&
	git cat-file commit mcade/ledger >commit &&
	test_grep "^Mcade-Id: $id" commit && test_grep "^Mcade-Seen: $seen" commit &&
	rm list want commit
'

test_expect_success 'nothing from outside becomes markup or a log entry' '
	cd r && ! grep -r "^<!-- mcade" docs/checkpoints && ! grep -r "^# heading" docs/checkpoints &&
	! grep -r "<i>" docs/checkpoints/2026-01-28-APP_01/README.md | grep -v "\\\\<i"
'

test_expect_success 'it can be committed and audited' '
	cd r && git commit -q -m checkpoint && git mcade audit
'

test_expect_success 'a second one of the day has a name of its own and supersedes the first' '
	cd r && tick && git mcade checkpoint APP_01 -m again &&
	test_grep "^supersedes: \"2026-01-28-APP_01\"$" docs/checkpoints/2026-01-28-APP_01-2/CHECKPOINT.yaml &&
	git commit -q -m second
'

test_expect_success 'a folder that is taken, a link, a taken name, a credential: refused, nothing recorded' '
	cd r && before=$(git rev-parse mcade/ledger) &&
	mkdir -p docs/checkpoints/2026-01-28-APP_01-3 && refused git mcade checkpoint APP_01 -m no 2>err &&
	test_grep "refused \[sealed\]" err && rmdir docs/checkpoints/2026-01-28-APP_01-3 &&
	ln -s /etc/passwd link && usage git mcade checkpoint APP_01 --add link -m no &&
	echo x >readme.MD && usage git mcade checkpoint APP_01 --add readme.MD -m no &&
	printf "AKIA%s\n" IOSFODNN7EXAMPLQ >key.txt && refused git mcade checkpoint APP_01 --add key.txt -m no 2>err &&
	test_grep "refused \[secret\]" err &&
	usage git mcade checkpoint APP_01 --add absent -m no && rm link readme.MD key.txt err &&
	test "$before" = "$(git rev-parse mcade/ledger)"
'

test_expect_success 'what is missing comes back byte for byte, what was edited is left alone' '
	cd r && rm docs/checkpoints/2026-01-28-APP_01/VERIFY.md docs/deployments/2026-01-28.md &&
	refused git mcade render --check >out && test_grep "differs docs/checkpoints" out &&
	test_missing docs/deployments/2026-01-28.md &&
	git mcade render && git diff --exit-code HEAD -- docs &&
	echo more >>docs/checkpoints/2026-01-28-APP_01/README.md &&
	refused git mcade render >out && test_grep "left alone .*README.md: it was edited" out &&
	test_grep more docs/checkpoints/2026-01-28-APP_01/README.md &&
	git checkout -q -- docs && sed -i "s/- by: Ada/- by: Eve/" docs/deployments/2026-01-28.md &&
	refused git mcade render >out && test_grep "was edited" out && test_grep "by: Eve" docs/deployments/2026-01-28.md &&
	git checkout -q -- docs
'

# What a commit has is not lost when the ledger's text takes its place.
test_expect_success 'committed: an edited entry and an edited sealed file give way, a note behind stays' '
	cd r && log=docs/deployments/2026-01-28.md && seal=docs/checkpoints/2026-01-28-APP_01/README.md &&
	printf "\n## a note\n\nof ours\n" >>$log && git commit -q -a -m note && cp $log ../want.log && cp $seal ../want.seal &&
	sed -i "s/- by: Ada/- by: Eve/" $log && echo more >>$seal && git commit -q -n -a -m tidied &&
	refused git mcade render --check >out && test_grep "differs $log" out && test_grep "differs $seal" out &&
	git mcade render && test_cmp ../want.log $log && test_cmp ../want.seal $seal &&
	git commit -q -m "as the ledger has it" && git mcade render --check
'

test_expect_success 'committed: a second copy of an entry goes, and one that no event wrote; of an unknown ledger it stays' '
	cd r && log=docs/deployments/2026-01-28.md && sed "/^## a note/,\$d" $log >../entry &&
	{ cat ../want.log && echo && cat ../entry && sed "1s/mcade ..../mcade 0123/" ../entry; } >$log && git commit -q -n -a -m more &&
	git mcade render && test "$(grep -c "^<!-- mcade" $log)" = 1 && test_grep "of ours" $log && git commit -q -m less &&
	{ cat ../want.log && echo && sed "1s/mcade ..../mcade 0123/; 1s/sha256:..../sha256:0123/" ../entry; } >$log &&
	git commit -q -n -a -m more && git mcade render --check && git revert --no-edit HEAD >/dev/null
'

test_expect_success 'pins merge by path: an old value moves on, a proposal of ones own stays' '
	cd r && tick && git mcade pin redis.image=$B --env prod && git commit -q -m pin &&
	printf "# ours\nredis:\n  image: %s # soon\nother: mine\n" $A >releases/prod.yaml &&
	git mcade render && test_grep "image: .*$B.* # soon" releases/prod.yaml && test_grep "other: mine" releases/prod.yaml &&
	printf "redis:\n  image: %s\n" $C >releases/prod.yaml &&
	refused git mcade render >out && test_grep "left alone releases/prod.yaml: redis.image" out &&
	test_grep "$C" releases/prod.yaml && git checkout -q HEAD -- releases &&
	echo "redis: [" >releases/prod.yaml && refused git mcade render && test_grep "redis: \[" releases/prod.yaml &&
	rm releases/prod.yaml && git mcade render && test_grep "$B" releases/prod.yaml && git checkout -q HEAD -- releases
'

test_expect_success 'marks: blocked is red, a lie goes back, prose and code stay' '
	cd r && tick && git mcade block APP_02 --env prod -m "no host" &&
	printf "\n\`\`\`\n\360\237\237\251 APP_03\n\`\`\`\n" >>docs/RUNBOOK.md &&
	sed -i "5s/^3\. [^ ]*/3. $GREEN/" docs/RUNBOOK.md &&
	git mcade render >out && test_grep "docs/RUNBOOK.md: 1 mark" out &&
	sed -n 4p docs/RUNBOOK.md >got && printf "2. \360\237\237\245 APP_02 next\n" >want && test_cmp want got &&
	test "$(grep -c "^$GREEN APP_03" docs/RUNBOOK.md)" = 1 && ! grep "^3. $GREEN" docs/RUNBOOK.md
'

test_expect_success 'a folder where a record belongs is not a doubt about the ledger: what was recorded is said' '
	cd r && git checkout -q -f HEAD && git mcade unblock APP_02 --env prod -m found && git mcade run APP_02 --env prod && tick 86400 &&
	log=docs/deployments/2026-01-29.md && mkdir -p "$log" && broken git mcade complete APP_02 --env prod 2>err &&
	test_grep "event [0-9]* is recorded" err && test_grep "$log" err && git mcade log >out && test_grep "complete APP_02" out &&
	refused git mcade render >out && test_grep "left alone $log" out && rmdir "$log" && git mcade render >out &&
	test_grep "wrote $log" out && git add -A && git commit -q -m completed
'

# long BYTES: a log for each day that this may be, with so much behind it that people wrote.
long () {
	for day in 29 30 31; do
		{ cat "$TRASH/kept/2026-01-$day.md" 2>"$TRASH/none"; printf "\n# by hand\n\n"; yes "a line of a long story"; } | head -c "$1" >long && echo >>long && mv long docs/deployments/2026-01-$day.md || return 1
	done
}
again () {
	{ [ ! -e "$TRASH/log" ] || git mcade reopen APP_03 --env prod -m again; } && git mcade run APP_03 --env prod && git mcade complete APP_03 --env prod -m "as \$Id\$ says"
}
test_expect_success 'a log is no document that is parsed: an entry makes it longer than those, and is committed' '
	cd r && cp -R docs/deployments "$TRASH/kept" && long 8388500 && git add docs && git commit -q -m "people write" &&
	again &&
	log=$(grep -l "APP_03 complete in prod" docs/deployments/*) && test $(wc -c <$log) -gt 8388608 && cp $log "$TRASH/log" &&
	echo "and a note" >>$log && git add docs && refused git commit -q -m "no reader can tell" 2>../err && test_grep "what the log shows cannot be told" ../err &&
	cp "$TRASH/log" $log && sed -i "s/APP_03 complete/APP_03  complete/" $log && git add docs && refused git commit -q -m "another entry" 2>../err && test_grep "what the log shows cannot be told" ../err &&
	cp "$TRASH/log" $log && git add docs && git commit -q -m "it grows" &&
	git mcade render --check >../out && test_line_count 0 ../out && again && git add docs && git commit -q -m "and grows"
'
test_expect_success 'one that the next entry would make larger than any door takes: nothing is recorded' '
	cd r && git mcade reopen APP_03 --env prod -m more && git mcade run APP_03 --env prod && git mcade log >../before && long 16000000 && broken git mcade complete APP_03 --env prod 2>../err && test_grep "no room for an entry" ../err &&
	test_grep "hint: .*git mcade adopt" ../err && ! grep "is recorded" ../err && git mcade log >../after && test_cmp ../before ../after &&
	git restore docs && git mcade complete APP_03 --env prod -m "as \$Id\$ says" && git mcade render --check && git add docs && git commit -q -m again
'

# clean ATTRIBUTES: the tracked records written anew by git as these say (no commit has them), and all is as recorded.
clean () {
	echo "$1" >.git/info/attributes && rm -rf docs && git checkout -q HEAD -- docs && test -z "$(git status --porcelain -uno)" &&
	git mcade render --check >../out && test_line_count 0 ../out && git mcade render && test -z "$(git status --porcelain -uno)"
}
test_expect_success 'what git made of a committed record is not edited: line ends, ident, a filter, an encoding' '
	cd r &&
	clean "docs/** text eol=crlf" && grep -q "$(printf "\r")" docs/checkpoints/*/VERIFY.md && rm .git/info/attributes &&
	git config core.autocrlf true && clean "" && grep -q "$(printf "\r")" docs/deployments/2026-01-28.md && git config --unset core.autocrlf &&
	clean "docs/** ident" && ! grep -r "as \$Id\$ says" docs && grep -r "as \$Id: " docs >../out && git config filter.rot.clean "tr a-z n-za-m" && git config filter.rot.smudge "tr a-z n-za-m" &&
	clean "docs/** filter=rot" && ! grep -q complete docs/deployments/2026-01-28.md && clean "docs/checkpoints/** working-tree-encoding=UTF-16" && git config --remove-section filter.rot && clean ""
'
test_expect_success 'an entry that is really edited in such a work tree is found' '
	cd r && clean "docs/** text eol=crlf" && sed -i "s/APP_01 complete/APP_01 Complete/" docs/deployments/2026-01-28.md &&
	refused git mcade render >../out && test_grep "was edited" ../out && git restore docs && clean ""
'

test_expect_success 'a link where a record belongs is not written through' '
	cd r && rm docs/RUNBOOK.md && ln -s "$TRASH/elsewhere" docs/RUNBOOK.md && echo keep >"$TRASH/elsewhere" &&
	! git mcade render && echo keep >"$TRASH/want" && test_cmp "$TRASH/want" "$TRASH/elsewhere"
'

test_done
