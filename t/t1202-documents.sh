#!/bin/sh
test_description='any team'"'"'s documents: what they are by what they hold, what is judged, what is accepted'
# shows: A12 M18 M37 S07
. "${0%/*}/lib.sh"

# found [ARG...]: lint of this folder, "rule severity path:line" a line, sorted; its exit status in $status
found () {
	status=0
	git mcade lint --json "$@" >../lint.json 2>../lint.err || status=$?
	perl -MJSON::PP -0777 -ne '
		for (@{decode_json($_)->{findings}}) {
			print "$_->{rule} $_->{severity} ", $_->{path} // "-", ":", $_->{line} // 0, "\n" if $_->{severity} ne "note";
		}' ../lint.json | sort >../found
}

# field NAME: of the last answer, as "counts.commits"
field () {
	perl -MJSON::PP -0777 -e 'my $j = decode_json(<STDIN>); $j = $j->{$_} for split /\./, shift; print "$j\n"' "$1" <../lint.json
}

# at DATE MESSAGE [NAME]: commits everything
at () {
	git add -A && GIT_AUTHOR_DATE="$1" GIT_COMMITTER_DATE="$1" git -c user.name="${3:-Ada}" commit -q -m "$2"
}

# kind PATH: what lint takes it for
kind () {
	git mcade lint --documents --json | perl -MJSON::PP -0777 -e '
		for (@{decode_json(<STDIN>)->{documents}}) { print "$_->{kind}\n" if $_->{path} eq $ARGV[0] }' "$1"
}

test_expect_success 'setup: a folder of every class, under names of its own' '
	new_repo kinds && cd kinds && mkdir -p docs ops/notes deploy qa/test-results vendor/x docs/adr &&
	printf "# Go live\n\n1. \342\234\205 REL_01 stop\n2. \342\254\234 REL_02 go\n" >"docs/Go live.md" &&
	printf "# Switch\n\n- [x] Back up\n- [ ] Switch\n" >docs/switch.md &&
	printf "# Board\n\n| ID | Aufgabe | Status |\n|---|---|---|\n| REL_01 | a | erledigt |\n| REL_02 | b | offen |\n" >ops/board.md &&
	printf "# Deploy\n\n1. Run \140make stop\140\n2. Run \140make start\140\n" >ops/deploy.md &&
	printf "# Work\n\n## 2026-01-02\n\napp 2 deployed to prod, result: success\n\n## 2026-01-01\n\napp 1 deployed to prod, result: failed\n" >ops/notes/what-we-did.md &&
	printf "# Smoke\n\n12 passed\n" >qa/test-results/2026-01-01-smoke.md &&
	printf "app:\n  image: a\n" >deploy/prod.yaml &&
	printf "# App\n\n1. Clone it\n2. Run \140make\140\n" >README.md &&
	printf "# Changes\n\n## 1.0 - 2026-01-01\n- deployed to prod, result: success\n\n## 0.9 - 2025-12-01\n- first deploy to prod\n" >CHANGELOG.md &&
	printf "# 1. A queue\n\n- [x] decided 2026-01-01\n" >docs/adr/0001-queue.md &&
	printf "# Prose\n\nWe meet on Mondays.\n" >docs/prose.md && printf "# x\n\n- [x] a\n" >vendor/x/list.md &&
	at 2026-01-01T10:00:00Z base
'

test_expect_success 'each is what it holds, with a reason' '
	cd kinds && for want in "runbook:docs/Go live.md" checklist:docs/switch.md board:ops/board.md procedure:ops/deploy.md \
		log:ops/notes/what-we-did.md record:qa/test-results/2026-01-01-smoke.md manifest:deploy/prod.yaml guide:README.md \
		guide:CHANGELOG.md guide:docs/adr/0001-queue.md other:docs/prose.md vendored:vendor/x/list.md; do
		[ "$(kind "${want#*:}")" = "${want%%:*}" ] || { echo "$want: $(kind "${want#*:}")"; return 1; }
	done &&
	git mcade lint --documents >../out && test_grep "^checklist  docs/switch.md: boxes to tick (2 steps, 2 marks)$" ../out &&
	test_grep "^7 of 12 documents are operational$" ../out
'

test_expect_success 'the same file under another name is the same; runbook.yaml says otherwise' '
	cd kinds && git mv docs/switch.md docs/OPERATIONS.md && at 2026-01-01T11:00:00Z renamed && [ "$(kind docs/OPERATIONS.md)" = checklist ] &&
	printf "version: 1\nname: x\nenvironments: [{id: prod}]\nsteps: [{id: A}]\ndocuments:\n- {path: docs/*.md, kind: guide}\n- {path: docs/prose.md, kind: log}\n" >runbook.yaml &&
	[ "$(kind docs/OPERATIONS.md)" = guide ] && [ "$(kind docs/prose.md)" = log ] &&
	printf "%s\n" "- {path: x, kind: nonsense}" >>runbook.yaml && found && [ $status -eq 1 ] && test_grep "^document error runbook.yaml:8$" ../found &&
	rm runbook.yaml
'

test_expect_success 'what was read and judged is counted' '
	cd kinds && found && [ $status -eq 0 ] &&
	for want in commits=2 files=12 documents=12 operational=7 records=1 manifests=1 marks=6; do
		[ "$(field counts.${want%=*})" = "${want#*=}" ] || { echo "$want: $(field counts.${want%=*})"; return 1; }
	done &&
	git mcade lint >../out && test_grep "^2 commits, 12 files, 12 documents: 7 operational, 6 marks, 1 record, 1 manifest$" ../out
'

test_expect_success 'nothing operational: inconclusive, with what came nearest; a list more is judged' '
	new_repo empty && cd empty && mkdir docs && printf "# Prose\n\n1. one\n2. two\n" >docs/prose.md && echo "int x;" >x.c && at 2026-01-01T10:00:00Z one &&
	found && [ $status -eq 2 ] && [ "$(field verdict)" = inconclusive ] && [ "$(field counts.operational)" = 0 ] && [ "$(field counts.commits)" = 1 ] &&
	expect_status 2 git mcade lint >../out && test_grep "docs/prose.md" ../out && test_grep "\[ \]" ../out && test_grep ! "no false statement" ../out &&
	expect_status 2 git mcade lint --documents >../out &&
	printf -- "- [ ] a\n- [x] b\n" >docs/list.md && at 2026-01-02T10:00:00Z two && found && [ $status -eq 0 ] && [ "$(field verdict)" = pass ]
'

test_expect_success 'a fault is told also where nothing is operational' '
	cd empty && git rm -q docs/list.md && printf "a: 1\na: 2\n" >x.yml && at 2026-01-03T10:00:00Z three && found && [ $status -eq 1 ] && [ "$(field verdict)" = fail ]
'

test_expect_success 'a record is put together within the hour, by who began it; not by another, not later, not backwards' '
	new_repo record && cd record && mkdir -p docs/evidence/2026-01-01-app docs/checkpoints/2026-01-01-A &&
	echo one >docs/evidence/2026-01-01-app/a.md && echo one >docs/checkpoints/2026-01-01-A/A.md && at 2026-01-01T10:00:00Z one &&
	echo two >docs/evidence/2026-01-01-app/a.md && echo b >docs/checkpoints/2026-01-01-A/B.md && at 2026-01-01T10:59:00Z two && found && [ ! -s ../found ] &&
	echo three >docs/evidence/2026-01-01-app/a.md && at 2026-01-01T10:30:00Z three Ben && found &&
	echo "sealed error docs/evidence/2026-01-01-app/a.md:1" >expected && test_cmp expected ../found && rm expected &&
	echo c >docs/checkpoints/2026-01-01-A/C.md && at 2026-01-01T11:01:00Z four && found && test_grep "^sealed error docs/checkpoints/2026-01-01-A/C.md:0$" ../found &&
	echo five >docs/checkpoints/2026-01-01-A/A.md && at 2026-01-01T09:59:00Z five && found && test_grep "^sealed error docs/checkpoints/2026-01-01-A/A.md:1$" ../found
'

test_expect_success 'an unchanged move into an archive is no deletion; a changed one is' '
	new_repo moved && cd moved && mkdir -p docs/evidence docs/deployments archive && for n in 1 2; do
		printf "Date: 2026-01-0$n\nresult: failed\n" >docs/evidence/e$n.md && printf "# 2026-01-0$n\n\nresult: failed\n" >docs/deployments/2026-01-0$n.md || return 1
	done && at 2026-01-01T10:00:00Z one &&
	git mv docs/evidence/e1.md docs/deployments/2026-01-01.md archive/ && at 2026-01-05T10:00:00Z two && found && [ ! -s ../found ] &&
	git mv docs/evidence/e2.md docs/deployments/2026-01-02.md archive/ && sed -i s/failed/success/ archive/e2.md archive/2026-01-02.md && at 2026-01-06T10:00:00Z three && found &&
	test_grep "^sealed error docs/evidence/e2.md" ../found && test_grep "^no-delete error docs/deployments/2026-01-02.md" ../found && test_line_count 2 ../found
'

test_expect_success 'what was taken away and put back is no fault any more' '
	cd moved && git checkout -q HEAD~1 -- docs && git rm -q archive/e2.md archive/2026-01-02.md && at 2026-01-07T10:00:00Z four && found && [ ! -s ../found ]
'

contradicts () {
	new_repo pair && ( cd pair && printf '%b' "$1" >list.md && at 2026-01-01T10:00:00Z one && found &&
		grep '^contradiction error' ../found ) | sed 's/.*://'
	rm -rf pair
}

test_expect_success 'contradictions are found where they stand, and honest documents are left alone' '
	while IFS="|" read -r what line text; do
		[ "$(contradicts "$text")" = "$line" ] || { echo "$what: at ($(contradicts "$text")), not ($line)"; return 1; }
	done <<-\TABLE
	a word over open boxes|3|# R\n\n## Prep COMPLETE\n\n- [x] a\n- [ ] b\n
	a word of another language over open boxes|3|# R\n\n## Vorbereitung ABGESCHLOSSEN\n\n- [x] a\n- [ ] b\n
	the same in French|3|# R\n\n## Préparation TERMINÉE\n\n- [x] a\n- [ ] b\n
	in Chinese, where nothing has capitals|3|# R\n\n## \0345\0207\0206\0345\0244\0207\0345\0267\0245\0344\0275\0234\0345\0267\0262\0345\0256\0214\0346\0210\0220\n\n- [x] a\n- [ ] b\n
	in Japanese|3|# R\n\n## \0346\0272\0226\0345\0202\0231\0344\0275\0234\0346\0245\0255 \0345\0256\0214\0344\0272\0206\n\n- [x] a\n- [ ] b\n
	in Korean|3|# R\n\n## \0354\0244\0200\0353\0271\0204 \0354\0236\0221\0354\0227\0205 \0354\0231\0204\0353\0243\0214\n\n- [x] a\n- [ ] b\n
	in Russian, in capitals|3|# R\n\n## \0320\0237\0320\0236\0320\0224\0320\0223\0320\0236\0320\0242\0320\0236\0320\0222\0320\0232\0320\0220 \0320\0227\0320\0220\0320\0222\0320\0225\0320\0240\0320\0250\0320\0225\0320\0235\0320\0220\n\n- [x] a\n- [ ] b\n
	a word alone|3|# R\n\n## \0345\0267\0262\0345\0256\0214\0346\0210\0220\n\n- [x] a\n- [ ] b\n
	in Russian, in small letters, as people write of what shall be||# R\n\n## \0320\0232\0320\0276\0320\0263\0320\0264\0320\0260 \0320\0277\0320\0276\0320\0264\0320\0263\0320\0276\0321\0202\0320\0276\0320\0262\0320\0272\0320\0260 \0320\0267\0320\0260\0320\0262\0320\0265\0321\0200\0321\0210\0320\0265\0320\0275\0320\0260\n\n- [x] a\n- [ ] b\n
	open in Chinese||# R\n\n## \0345\0207\0206\0345\0244\0207\0345\0267\0245\0344\0275\0234\0346\0234\0252\0345\0256\0214\0346\0210\0220\n\n- [x] a\n- [ ] b\n
	open in Japanese||# R\n\n## \0346\0272\0226\0345\0202\0231\0344\0275\0234\0346\0245\0255 \0346\0234\0252\0345\0256\0214\0344\0272\0206\n\n- [x] a\n- [ ] b\n
	open in Korean||# R\n\n## \0354\0244\0200\0353\0271\0204 \0354\0236\0221\0354\0227\0205 \0353\0257\0270\0354\0231\0204\0353\0243\0214\n\n- [x] a\n- [ ] b\n
	denied in Russian||# R\n\n## \0320\0237\0320\0236\0320\0224\0320\0223\0320\0236\0320\0242\0320\0236\0320\0222\0320\0232\0320\0220 \0320\0235\0320\0225 \0320\0227\0320\0220\0320\0222\0320\0225\0320\0240\0320\0250\0320\0225\0320\0235\0320\0220\n\n- [x] a\n- [ ] b\n
	another word in Chinese||# R\n\n## \0345\0256\0214\0346\0210\0220\0346\0240\0207\0345\0207\0206\n\n- [x] a\n- [ ] b\n
	a stage||# R\n\n## Rollout 100%\n\n- [x] a\n- [ ] b\n
	a stage of users||# R\n\n## Canary 100% of users\n\n- [x] a\n- [ ] b\n
	a stage by its share||# R\n\n## Stage 2: Canary (5 %)\n\n- [x] a\n- [ ] b\n
	a share of the traffic||# R\n\n## Stage 1: Shadow (0 % user traffic)\n\n- [x] a\n- [x] b\n
	the last stage||# R\n\n## Stage 3: Full (100 %)\n\n- [ ] a\n
	an environment, and its share||# R\n\n### Prod 100%\n\n- [x] a\n- [ ] b\n
	an environment, in brackets||# R\n\n## Staging (100 %)\n\n- [x] a\n- [ ] b\n
	a stage in French||# R\n\n## Étape 1 : canari (5 %)\n\n- [x] a\n- [ ] b\n
	a stage in German||# R\n\n## Welle 1 (5 % der Nutzer)\n\n- [x] a\n- [ ] b\n
	a stage in Spanish||# R\n\n## Fase 2: canario (10 % del tráfico)\n\n- [x] a\n- [x] b\n
	a stage in Portuguese||# R\n\n## Etapa 1: Canário (5 %)\n\n- [x] a\n- [x] b\n
	a stage in Russian||# R\n\n## Этап 1: 5 % трафика\n\n- [x] a\n- [x] b\n
	a stage in Chinese||# R\n\n## 第二阶段：灰度（5%）\n\n- [x] a\n- [ ] b\n
	a stage in Japanese||# R\n\n## カナリア（5％）\n\n- [x] a\n- [ ] b\n
	waves that grow||# R\n\n## Wave 1 (10 %)\n\n- [x] a\n\n## Wave 2 (50 %)\n\n- [x] b\n\n## Wave 3 (100 %)\n\n- [ ] c\n
	phases that grow, in German||# R\n\n## Phase 1 (10 %)\n\n- [x] a\n\n## Phase 2 (100 %)\n\n- [ ] b\n
	nothing but shares that grow||# R\n\n## 1 %\n\n- [x] a\n\n## 100 %\n\n- [ ] b\n
	phases that are said to be done|3|# R\n\n## Phase 1 (100 %)\n\n- [ ] a\n\n## Phase 2 (0 %)\n\n- [ ] b\n
	a phase that is said to be done|3|# R\n\n## Phase 1: Preparation (100 %)\n\n- [x] a\n- [ ] b\n
	to be reached twice||# R\n\n## Ramp to 25 %\n\n- [ ] a\n\n## Ramp to 100 %\n\n- [ ] a
	to be reached, in German||# R\n\n## Auf 100 % erhöhen\n\n- [ ] a
	of some countries||# R\n\n## 100 % of EU countries\n\n- [ ] a
	waves in Chinese||# 发布\n\n## 第一批（10%）\n\n- [ ] a\n\n## 第二批（50%）\n\n- [ ] a\n\n## 第三批（100%）\n\n- [ ] a
	stages in Japanese||# R\n\n## ステージ1：5％\n\n- [x] a\n\n## ステージ2：100％\n\n- [ ] a
	waves in Russian||# R\n\n## Волна 1 (10 %)\n\n- [x] a\n\n## Волна 2 (100 %)\n\n- [ ] a
	a stage that is told to be done|3|# R\n\n## Stage 2: Canary (100 % done)\n\n- [x] a\n- [ ] b\n
	how far an environment is|3|# R\n\n## Staging: progress 90 %\n\n- [x] a\n- [ ] b\n
	a share that is to be reached||# R\n\n## Raise it to 100 %\n\n- [ ] a\n
	a share of the steps|3|# R\n\n## Prep (100 % of the steps)\n\n- [x] a\n- [ ] b\n
	users who are told|3|# R\n\n## Tell users (100 %)\n\n- [x] a\n- [ ] b\n
	what is called by one word|1|# Features (100 %)\n\n- [x] a\n- [ ] b\n
	what is covered||# R\n\n## Coverage 100%\n\n- [x] a\n- [ ] b\n
	a share of what is done|3|# R\n\n## Preparation 100%\n\n- [x] a\n- [ ] b\n
	a stage that is said to be done|3|# R\n\n## Rollout 100% complete\n\n- [x] a\n- [ ] b\n
	denied in it||# R\n\n## Vorbereitung NICHT ABGESCHLOSSEN\n\n- [x] a\n- [ ] b\n
	a count in Spanish|3|# R\n\n3 de 3 pasos completados\n\n- [x] a\n- [x] b\n- [ ] c\n
	a count in Russian|3|# R\n\nВыполнено 3 из 3\n\n- [x] a\n- [x] b\n- [ ] c\n
	a count in Italian that holds||# R\n\n2 di 3 completati\n\n- [x] a\n- [x] b\n- [ ] c\n
	a word over ticked boxes||# R\n\n## Prep COMPLETE\n\n- [x] a\n- [x] b\n
	a rollback that was not needed||# R COMPLETE\n\n- [x] a\n- [x] b\n\n## Rollback\n\n- [ ] c\n
	a tick over a mix|3|# R\n\n## \0342\0234\0205 Prep\n\n- [x] a\n- [ ] b\n
	a tick over a mix, and the name of a list||# R\n\n## \0342\0234\0205 Checklist\n\n- [x] a\n- [ ] b\n
	a tick over open boxes is decoration||# R\n\n## \0342\0234\0205 Prep\n\n- [ ] a\n- [ ] b\n
	100 % over an open box|3|# R\n\n## Prep (100 %)\n\n- [x] a\n- [ ] b\n
	50 % of two||# R\n\n## Prep (50 %)\n\n- [x] a\n- [ ] b\n
	a share in a line|3|# R\n\nProgress: 90%\n\n- [x] a\n- [ ] b\n
	a rounded share||# R\n\nProgress: 35%\n\n- [x] a\n- [ ] b\n- [ ] c\n
	a share of something else||# R\n\nCoverage done: 90 %, disk 80 %\n\n- [x] a\n- [ ] b\n
	a section of its own||# R\n\n## A (100 %)\n\n- [x] a\n\n## B\n\n- [ ] b\n
	a count|3|# R\n\n2 of 2 steps done\n\n- [x] a\n- [ ] b\n
	a rollback that nobody needed||# R\n\n2 of 2 steps done\n\n- [x] a\n- [x] b\n\n## Rollback\n\n- [ ] c\n
	a true count||# R\n\n1 of 2 steps done\n\n- [x] a\n- [ ] b\n
	a count of something else||# R\n\n3/3 hosts done\n\n- [x] a\n- [ ] b\n
	a parent|3|# R\n\n- [x] a\n  - [x] b\n  - [ ] c\n
	a parent with a sign, over an open box|3|# R\n\n- \0342\0234\0205 P-1 a\n  - [ ] b\n- [ ] P-2 c\n
	a parent in a box, over a sign|3|# R\n\n- [x] P-1 a\n  - \0342\0254\0234 b\n- [ ] P-2 c\n
	a parent by words, over a word|3|# R\n\n- P-1 a (done)\n  - b (open)\n- P-2 c (open)\n
	a parent with a sign, over what is done||# R\n\n- \0342\0234\0205 P-1 a\n  - \0342\0234\0205 b\n- [ ] P-2 c\n
	a parent with a sign, over what has none||# R\n\n- \0342\0234\0205 P-1 a\n  - b\n- [ ] P-2 c\n
	an open parent||# R\n\n- [ ] a\n  - [x] b\n  - [ ] c\n
	GO over a failed gate|6|# R\n\n- [x] a\n- \0342\0235\0214 b\n\n- [x] GO\n- [ ] NO-GO\n
	NO-GO over a failed gate||# R\n\n- [x] a\n- \0342\0235\0214 b\n\n- [ ] GO\n- [x] NO-GO\n
	a choice that is made, over a failed gate|8|# R\n\n| Gate | Result |\n|---|---|\n| Load | FAIL |\n| Smoke | PASS |\n\nGo/No-Go: **GO**\n
	the same, with blanks in it|8|# R\n\n| Gate | Result |\n|---|---|\n| Load | FAIL |\n| Smoke | PASS |\n\nGo / No-Go decision: GO\n
	a last decision, in French|8|# R\n\n| Gate | Result |\n|---|---|\n| Load | FAIL |\n| Smoke | PASS |\n\nDécision finale : GO\n
	in a heading|8|# R\n\n| Gate | Result |\n|---|---|\n| Load | FAIL |\n| Smoke | PASS |\n\n## Go/No-Go: GO\n
	with a wide colon|8|# R\n\n| Gate | Result |\n|---|---|\n| Load | FAIL |\n| Smoke | PASS |\n\nGo/No-Go：GO\n
	the other choice||# R\n\n| Gate | Result |\n|---|---|\n| Load | FAIL |\n| Smoke | PASS |\n\nGo/No-Go: NO-GO\n
	one that is not made||# R\n\n| Gate | Result |\n|---|---|\n| Load | FAIL |\n| Smoke | PASS |\n\nGo/No-Go: GO/NO-GO\n
	a choice over nothing open||# R\n\n- [x] a\n\n## Go/No-Go: GO\n
	GO over nothing open||# R\n\n- [x] a\n\n- [x] GO\n- [ ] NO-GO\n
	front matter|2|---\nstatus: "Done"\n---\n# R\n\n- [x] a\n- [ ] b\n
	front matter in progress||---\nstatus: in progress\n---\n# R\n\n- [x] a\n- [ ] b\n
	a share of numbered steps|3|# R\n\nProgress: 100%\n\n1. ✅ a\n2. ⬜ b\n
	a share, of full width|3|# R\n\n進捗：100％\n\n1. ✅ a\n2. ⬜ b\n
	a share that shall be||# R\n\nTarget: 50% complete by Friday\n\n- [x] a\n- [ ] b\n- [ ] c\n- [ ] d\n
	a share to wait for||# R\n\nWait until replication is 100% complete.\n\n- [x] a\n- [ ] b\n
	a share to wait for, in Chinese||# R\n\n复制进度达到100%后继续\n\n1. ✅ a\n2. ⬜ b\n
	a share to wait for, in Japanese||# R\n\nレプリケーションが100％完了したら次へ\n\n1. ✅ a\n2. ⬜ b\n
	front matter with CRLF|2|---\r\nstatus: done\r\n---\r\n# R\r\n\r\n- [x] a\r\n- [ ] b\r\n
	a count of numbered steps|3|# R\n\nCompletion: 2/2\n\n1. ✅ a\n2. ⬜ b\n
	a status over what is open|3|# R\n\nStatus: complete\n\n1. ✅ a\n2. ⬜ b\n
	a status in bold, with a sign|3|# R\n\n**Overall status:** ✅ Done (2026-01-02)\n\n- [x] a\n- [ ] b\n
	a status over what failed|3|# R\n\nStatus: done\n\n- [x] a\n- ❌ b\n
	a status, and a share|3|# R\n\nStatus: complete at 100 %\n\n- [x] a\n- [ ] b\n
	a status, and a share, in German|3|# R\n\nStatus: erledigt zu 100 %\n\n- [x] a\n- [ ] b\n
	a status, and a share, in French|3|# R\n\nStatut : terminé à 100 %\n\n- [x] a\n- [ ] b\n
	a status, and a share, in Spanish|3|# R\n\n**Estado: completado al 100 %**\n\n- [x] a\n- [ ] b\n
	a status, and a share, in Portuguese|3|# R\n\nEstado: concluído a 100%\n\n- [x] a\n- [ ] b\n
	a status, and a share, in Italian|3|# R\n\nStato: completato al 100 %\n\n- [x] a\n- [ ] b\n
	a status, and a share, in Russian|3|# R\n\nСтатус: выполнено на 100 %\n\n- [x] a\n- [ ] b\n
	a status of an agreement, and a number||# R\n\nStatus: done once all 3 of them agree\n\n- [x] a\n- [ ] b\n
	a status in German|3|# R\n\nGesamtstatus: abgeschlossen\n\n- [x] a\n- [ ] b\n
	a status in French|3|# R\n\nStatut : terminé\n\n- [x] a\n- [ ] b\n
	a status in Chinese|3|# R\n\n状态：已完成\n\n- [x] a\n- [ ] b\n
	a status in Russian, of its section|7|# R\n\n- [ ] c\n\n## A\n\nСтатус: завершено\n\n- [x] a\n- [ ] b\n
	a status that is true||# R\n\nStatus: in progress\n\n- [x] a\n- [ ] b\n
	a status of another section||# R\n\n## A\n\nStatus: done\n\n## B\n\n- [x] a\n- [ ] b\n
	a status with an exception||# R\n\nStatus: complete, except DNS\n\n- [x] a\n- [ ] DNS\n
	a status to choose||# R\n\nStatus: done | in progress | blocked\n\n- [x] a\n- [ ] b\n
	a status, and what follows when all is done||# R\n\nStatus: complete\n\n- [x] a\n\n## Action items\n\n- [ ] tell ops\n
	a status of one item||# R\n\n- [x] a\n\n  Status: done\n- [ ] b\n
	front matter in Spanish|2|---\nestado: terminado\n---\n# R\n\n- [x] a\n- [ ] b\n
	front matter, a share|2|---\nprogress: 100%\n---\n# R\n\n- [x] a\n- [ ] b\n
	front matter, released|2|---\nstatus: released\n---\n# R\n\n- [x] a\n- [ ] b\n
	a status of one of several||# R\n\n**A**\nStatus: done\n\n**B**\nStatus: open\n\n- [ ] c\n
	a status of all over an open box|6|# R\n\n- [x] a\n- [ ] b\n\nStatus: all done\n
	a status in bold over an open row|8|# R\n\n| ID | Task | Status |\n|---|---|---|\n| R_01 | a | done |\n| R_02 | b | open |\n\n**Status: complete**\n
	a share of rows|8|# R\n\n| ID | Task | Status |\n|---|---|---|\n| R_01 | a | done |\n| R_02 | b | open |\n\nOverall: 95 % complete\n
	a status in Chinese|6|# 发布\n\n- [x] a\n- [ ] b\n\n状态：全部完成\n
	a status in Russian|3|# Выкладка\n\nСтатус: Готово\n\n- [x] a\n- [ ] b\n
	a share in Chinese|6|# 发布\n\n- [x] a\n- [ ] b\n\n进度：100%\n
	a share in French|8|# B\n\n| Étape | Action | État |\n|---|---|---|\n| 1 | a | Terminé |\n| 2 | b | À faire |\n\nÉtat : 100 % terminé\n
	a decision over a failed row|8|# R\n\n| Gate | Owner | Decision |\n|---|---|---|\n| Load | Ann | GO |\n| Data | Bob | NO-GO |\n\n**Decision: GO**\n
	a decision not to||# R\n\n| Gate | Owner | Decision |\n|---|---|---|\n| Load | Ann | GO |\n| Data | Bob | NO-GO |\n\n**Decision: NO-GO**\n
	a status of all that is true||# R\n\n- [x] a\n- [x] b\n\nStatus: all done\n
	an honest status||# R\n\n- [x] a\n- [ ] b\n\nStatus: in progress\n
	a status of its section||# R\n\n## A\n\nStatus: done\n\n- [x] a\n\n## B\n\n- [ ] b\n
	a status of a step||# R\n\n## Step 1: a\n\nStatus: done\n\n## Step 2: b\n\nStatus: open\n
	what was dropped||# R\n\nStatus: complete\n\n- [x] a\n- [ ] b (n/a)\n- [ ] ~~c~~\n- [~] d\n- [ ] Cancelled: e\n
	what was dropped, and one that was not|3|# R\n\nStatus: complete\n\n- [x] a\n- [ ] b (n/a)\n- [ ] Cancelled orders: keep them\n
	what is done afterwards||# Postmortem\n\nStatus: complete\n\n- [x] a\n\n## Action items\n\n- [ ] b\n
	checks that passed|6|# R\n\n- [x] a\n- [ ] b\n\nPreflight: 2/2 passed\n
	tests that passed||# R\n\n- [x] a\n- [ ] b\n\nTests: 2/2 passed\n
	in a fence||# R\n\n\0140\0140\0140\n## Prep DONE\n- [ ] b\n\0140\0140\0140\n\n- [ ] c\n
	TABLE
'

test_expect_success 'two boards that differ on a step are told before a runbook names them; not those of another release or environment' '
	board () { printf "# %s\n\n| ID | Task | Status |\n|---|---|---|\n| R-1 | Back up | done |\n| R-2 | Switch | %s |\n| R-3 | Tell | done |\n" "$1" "$2"; } &&
	while IFS="|" read -r one two title1 title2 status_ want; do
		new_repo boards && ( cd boards && board "$title1" done >"$one" && board "$title2" "$status_" >"$two" && at 2026-01-01T10:00:00Z one && found && grep "^contradiction" ../found ) >boards.out
		rm -rf boards && [ "$(cat boards.out)" = "$want" ] || { echo "$one $two $status_: $(cat boards.out)"; return 1; }
	done <<-\TABLE
	a.md|b.md|Release|Board|todo|contradiction warn a.md:6
	a.md|b.md|Release|Board|blocked|contradiction warn a.md:6
	a.md|b.md|Release|Board|done|
	a.md|b.md|Release|Board|n/a|
	v1.2.md|v1.3.md|Release|Release|todo|
	a.md|b.md|Release 1.2|Release 1.3|todo|
	staging.md|production.md|Release|Release|todo|
	TABLE
'

test_expect_success 'a link is read as a browser reads it' '
	new_repo links && cd links && mkdir docs && echo x >"docs/Release plan.md" && printf "# R\n\n- [x] [a](Release%%20plan.md)\n- [ ] [b](Gone%%20plan.md)\n- [ ] [c](%%2e%%2e/docs/Release%%20plan.md)\n- [ ] [d](100%%.md)\n" >docs/list.md && at 2026-01-01T10:00:00Z one &&
	found && printf "reference error docs/list.md:%s\n" 4 6 >../wanted && test_cmp ../wanted ../found && test_grep "docs/Gone plan.md" ../lint.json && cd ..
'

test_expect_success 'an address is no file; pages of a board that were not exported with it are elsewhere' '
	new_repo pages && cd pages && mkdir docs && id=3f5c2a9d8e7b4c1a9d8e7b4c1a2f3e4 &&
	printf "# Failover\n\n<ac:task-list>\n</ac:task-list>\n\n- [x] a, see <ri:page>, [b](tel:+49123) and [c](news:x)\n- [ ] [d](gone:1.md) [e](docs/a:b.md)\n" >docs/list.md &&
	printf "# Board\n\n| Name | Status |\n|---|---|\n| [Back up](Board/Back%%20up%%20${id}0.md) | Done |\n| [Switch](Board/Switch%%20${id}1.md) | Not started |\n" >"docs/Board ${id}f.md" && at 2026-01-01T10:00:00Z one && found &&
	printf "reference error docs/list.md:7\n" >../wanted && test_cmp ../wanted ../found && test_grep "docs/docs/a:b.md" ../lint.json &&
	mkdir docs/Board && echo x >"docs/Board/Switch ${id}1.md" && at 2026-01-02T10:00:00Z two && found && test_line_count 2 ../found && test_grep "^reference error docs/Board ${id}f.md:5$" ../found && cd ..
'

test_expect_success 'a failed result that became a success is told first, with both words' '
	new_repo telling && cd telling && mkdir -p docs/evidence && printf "# 2026-01-01\n\nhost: a\nlogin: failed\n" >docs/evidence/2026-01-01.md &&
	printf "# R\n\n- [x] legal agrees, recorded in \140ops/LEGAL.md\140\n- [ ] go\n" >list.md && at 2026-01-01T10:00:00Z one &&
	printf "# 2026-01-01\n\nhost: b\nlogin: success\n" >docs/evidence/2026-01-01.md && at 2026-01-05T10:00:00Z two && found &&
	[ "$(perl -MJSON::PP -0777 -ne "print decode_json(\$_)->{findings}[0]{path}" ../lint.json)" = docs/evidence/2026-01-01.md ] &&
	test_grep "\"expected\":\"login: failed\",\"found\":\"login: success\"" ../lint.json && test_grep "^reference error list.md:3$" ../found
'

test_expect_success 'placeholders under what vouches for them; and none where nothing does' '
	new_repo pins && cd pins && mkdir releases && hash=$(echo a | sha256sum | cut -c1-64) &&
	while IFS="|" read -r status_ digest; do
		printf "app: {image: r/app@%s}\nprod: {validated: true}\n" "$(printf "%s" "$digest" | sed "s/HASH/$hash/")" >releases/v1.yaml &&
		git add -A && git commit -q --allow-empty -m x && found && [ "$status_" = "$status" ] || { echo "$digest: $status"; return 1; }
	done <<-\TABLE &&
	0|sha256:HASH
	1|sha256:0000000000000000000000000000000000000000000000000000000000000000
	1|sha256:1234567812345678123456781234567812345678123456781234567812345678
	1|sha256:abcdef
	TABLE
	while IFS="|" read -r status_ lines; do
		printf "%b" "$lines" | sed "s/HASH/$hash/" >releases/v1.yaml && git add -A && git commit -q --allow-empty -m x && found && [ "$status_" = "$status" ] && test_line_count "$status_" ../found || { echo "$lines: $status"; return 1; }
	done <<-\TABLE &&
	0|image: r/app@sha256:HASH\ndeployed: true\n
	0|image: r/app\ndigest: sha256:HASH\ndeployed: true\n
	1|image: r/app@sha256:3f5c2a\ndeployed: true\n
	1|image: r/app\ndigest: sha256:3f5c2a\ndeployed: true\n
	1|image: r/app:latest\nvalidated: true\n
	1|image: r/app@sha256:HASH # placeholder\nvalidated: true\n
	TABLE
	printf "app: {image: TBD}\nprod: {validated: false}\n" >releases/v1.yaml && git commit -qam x && found && [ $status -eq 0 ] &&
	printf "app: {image: r/app@sha256:$hash} # placeholder\nprod: {deployed: 2026-01-01}\n" >releases/v1.yaml && git commit -qam x && found && test_grep "^unpinned error releases/v1.yaml:1" ../found
'

test_expect_success 'a success that is logged of what names nothing: latest, and a placeholder for its digest' '
	new_repo logged && cd logged && mkdir -p docs/deployments && hash=$(echo a | sha256sum | cut -c1-64) && zeros=$(printf "0%.0s" $(seq 64)) &&
	while IFS="|" read -r line lines; do
		printf "# Deployments\n\n## 2026-01-02\n\n%b\n" "$lines" | sed "s/HASH/$hash/g; s/ZEROS/$zeros/g" >docs/deployments/2026-01-02.md && git add -A && git commit -q --allow-empty -m x && found || return 1
		[ "$(sed -n "s/^unpinned error .*://p" ../found)" = "$line" ] || { echo "$lines: $(cat ../found)"; return 1; }
	done <<-\TABLE
	5|Image: r/app:latest\nResult: Success
	6|Result: Success\nImage: r/app:latest
	5|Image: r/app@sha256:ZEROS\nResult: Success
	5|Image: `r/app:1.2@sha256:ZEROS` (prod)\nErgebnis: erfolgreich
	5|Image: r/app@sha256:abc123\nResult: Success
	5|sha256:abc123 rolled out\nRésultat : succès
	5|镜像：r/app@sha256:abc123\n结果：成功
	5|Commit: 0000000000000000000000000000000000000000\nResult: Success
	5|Image: r/app@sha256:<digest>\nResult: Success
	5|Image: Replace with the digest\nResult: Success
	5|- **Digest:** `REPLACE_WITH_DIGEST`\n- **Result:** Success
	5|Version: TBD\nResult: Success
	5|Abbild: noch einzutragen\nErgebnis: erfolgreich
	5|- app:1@sha256:HASH, worker:1@sha256:ZEROS: success
	|Image: r/app@sha256:HASH\nResult: Success
	|Image: r/app:latest@sha256:HASH\nResult: Success
	|Image: r/app@sha256:abc123\nResult: failed
	|Image: r/app@sha256:1a2b3c4d5e6f… (arm64)\nResult: Success
	|app@sha256:HASH in place of sha256:abc123\nResult: Success
	|Key: SHA256:n4bQgYhMfWWaL+qgxVrQFaO1TxtYhM\nResult: Success
	|Key: sha256:a4bQgYhMfWWaL+qgxVrQFaO1TxtYhM\nResult: Success
	|Commit: 8ad3f1c0de94b7a65f2e1d0c9b8a7f6e5d4c3b2a\nResult: Success
	|replaced with the new one\nResult: Success
	|Checks sha256: all are right\nResult: Success
	|Image: r/app@sha256:abc123\n\n## 2026-01-03\n\nResult: Success
	TABLE
'

test_expect_success 'templates and vendored files are no broken YAML; twins, garbage and copies are told once' '
	new_repo mess && cd mess && mkdir -p chart/templates vendor docs/Admin docs/admin copy/docs x && printf "a: [1\n" >vendor/a.yml && printf "{{ x }}\n" >chart/templates/a.yaml &&
	printf "%s\n" "{% for a in b %}" >x/y.yml && echo 1 >docs/Admin/a.md && echo 2 >docs/admin/b.md && : >"x/{censored:" && : >x/.gitkeep &&
	printf "# R\n\n- [x] a\n- [ ] b\n" >docs/list.md && cp docs/list.md copy/docs/ && at 2026-01-01T10:00:00Z one && found && [ $status -eq 0 ] &&
	test_line_count 3 ../found && test_grep "^document warn docs/admin/b.md" ../found && test_grep "^document warn x/{censored:" ../found && test_grep "^document warn copy/docs/list.md" ../found
'

test_expect_success 'setup: a past that nobody can change' '
	new_repo past && cd past && mkdir -p docs/deployments && printf "# 2026-01-01\n\nresult: failed\n" >docs/deployments/2026-01-01.md &&
	printf "# R\n\n- [x] a\n  - [ ] b\n" >list.md && at 2026-01-01T10:00:00Z one && sed -i s/failed/success/ docs/deployments/2026-01-01.md && at 2026-01-05T10:00:00Z two &&
	found && [ $status -eq 1 ] && cp ../found ../all && test_line_count 2 ../all
'

test_expect_success 'a baseline accepts it, once; what is new is told' '
	cd past && expect_status 1 git mcade lint --write-baseline ../baseline >../out && found --baseline ../baseline && [ $status -eq 0 ] && [ "$(field accepted)" = 2 ] && [ ! -s ../found ] &&
	printf "\n- [x] c\n  - [ ] d\n" >>list.md && at 2026-01-06T10:00:00Z three && found --baseline ../baseline && [ $status -eq 1 ] &&
	echo "contradiction error list.md:6" >../expected && test_cmp ../expected ../found &&
	sed -i "1s/\$/ and more/; 2a\\
text\\
" list.md && at 2026-01-07T10:00:00Z four && found --baseline ../baseline && test_line_count 1 ../found
'

test_expect_success 'no baseline is one that lint did not write; none at all cannot be told' '
	cd past && echo nonsense >../bad && broken git mcade lint --baseline ../bad 2>../err && test_grep "bad:1:1: not a baseline" ../err &&
	broken git mcade lint --baseline ../none 2>../err && expect_status 129 git mcade lint --missing --write-baseline ../x 2>../err && [ ! -e ../x ]
'

test_expect_success '--since judges what came after; nothing after it is no pass' '
	cd past && found --since HEAD && [ $status -eq 2 ] && [ "$(field verdict)" = inconclusive ] && [ ! -s ../found ] &&
	found --since HEAD~2 && [ $status -eq 1 ] && [ "$(field counts.commits)" = 2 ] && test_line_count 1 ../found && test_grep "^contradiction error list.md" ../found &&
	found --since HEAD~3 && test_grep "^append-only" ../found && broken git mcade lint --since nowhere 2>../err
'

test_expect_success 'before the first commit the work tree is judged, but for what is ignored' '
	rm -rf unborn && new_repo unborn && cd unborn && expect_status 2 git mcade lint >../out && test_grep "^0 commits, 0 files" ../out &&
	printf "# Release\n\n- [x] one, [how](how.md)\n- [ ] two\n" >r.md && cp r.md kept.md && cp r.md staged.md && echo /kept.md >.gitignore && git add staged.md && printf "x: [\n" >b.yml && new_repo inner && cp r.md inner &&
	found && [ $status -eq 1 ] && [ "$(field counts.commits)" = 0 ] && [ "$(field counts.documents)" = 2 ] && printf "%s\n" "document warn b.yml:2" "reference error r.md:3" "reference error staged.md:3" >../expected && sort ../found >../sorted && test_cmp ../expected ../sorted &&
	echo "# How" >how.md && rm b.yml && found && [ $status -eq 0 ] && [ ! -s ../found ] && broken git mcade lint --since HEAD 2>../err &&
	git mcade lint --documents >../out && test_grep "^2 of 3 documents" ../out
'

test_expect_success 'headings that are counted as steps are a procedure, in words too; a meeting that is counted is none' '
	rm -rf counted && new_repo counted && cd counted && for word in Schritt Étape Paso Passo Шаг; do printf "# X\n\n## $word 1\n\nx\n\n## $word 2\n\ny\n" >one.md && [ "$(kind one.md)" = procedure ] || return 1; done &&
	printf "# X\n\n## 第一步：甲\n\nx\n\n## 第十二步\n\ny\n" >zh.md && [ "$(kind zh.md)" = procedure ] && git mcade import --json zh.md >../import.json && test_grep "STEP_12" ../import.json &&
	printf "# X\n\n## 第一次\n\nx\n\n## 第二次\n\ny\n" >no.md && [ "$(kind no.md)" = other ]
'

test_expect_success 'runbook.yaml that nobody adopted: its policies and records are judged, over history' '
	new_repo obeyed && cd obeyed && mkdir plays && printf "version: 1\nname: x\nenvironments: [{id: prod, manifest: m.yaml}]\nrecords: {log: LOG.txt}\nsteps: [{id: A_01}]\npolicies:\n- {id: h, forbid: oldhost, paths: [\"plays/**\"]}\n- {id: k, no_delete: [\"plays/**\"]}\n" >runbook.yaml &&
	echo a >LOG.txt && echo x >plays/a.yml && echo y >plays/b.yml && at 2026-01-01T10:00:00Z one && found && [ ! -s ../found ] &&
	echo b >LOG.txt && echo oldhost >plays/a.yml && git rm -q plays/b.yml && at 2026-01-02T10:00:00Z two && found && [ $status -eq 1 ] &&
	printf "%s\n" "append-only error LOG.txt:1" "forbidden error plays/a.yml:1" "no-delete error plays/b.yml:0" >../expected && test_cmp ../expected ../found &&
	{ git mcade check --history --json >../lint.json || :; } && for rule in append-only forbidden no-delete; do test_grep "\"rule\":\"$rule\",\"severity\":\"error\"" ../lint.json || return 1; done
'

test_expect_success 'a credential: refused at the commit before anything is adopted, found by lint, never shown' '
	new_repo secret && cd secret && git mcade init 2>../err && git add -A && { git commit -q -m ledger || :; } &&
	echo "api_token: Zk3.x9QmW2pL7r" >conf.yml && git add . && refused git commit -q -m leak 2>../err && test_grep "refused \[secret\] conf.yml" ../err &&
	test_grep ! "x9QmW2pL7r" ../err && git commit -q --no-verify -m leak && found && [ $status -eq 1 ] && test_grep "^secret error conf.yml:1$" ../found && test_grep ! "x9QmW2pL7r" ../lint.json &&
	echo "# more" >>conf.yml && git commit -q -a -m more && git rm -q conf.yml && git commit -q -m gone && found && test_grep "^secret error conf.yml:1$" ../found
'

test_expect_success 'another markup is named, not read by half: told by lint, refused by import' '
	new_repo markup && cd markup && mkdir docs && printf "= Release\n\n. Back up\n\n* [x] Approved\n" >docs/release.adoc &&
	printf "* DONE Back up\n* TODO Switch\n  - [X] dry run\n" >docs/cutover.org && printf "x\n" >docs/guide.rst && at 2026-01-01T10:00:00Z base &&
	expect_status 2 git mcade lint >../out && test_grep "^  docs/cutover.org: it is Org, and only Markdown is read$" ../out && [ "$(kind docs/release.adoc)" = other ] &&
	for name in release.adoc cutover.org; do
		expect_status 128 git mcade import docs/$name >../out 2>../err && test_grep "only Markdown is read" ../err && test_missing runbook.yaml || return 1
	done &&
	printf "# S\n\n- [x] a\n- [ ] b\n" >docs/s.md && at 2026-01-01T11:00:00Z more && git mcade lint --json >../lint.json && [ "$(field counts.operational)" = 1 ] &&
	test_grep "docs/release.adoc. was not judged" ../lint.json && test_grep ! "guide.rst" ../lint.json
'

test_expect_success 'a step that was done keeps its id: lint and check --history say the same of one that another took, and of one that went' '
	new_repo ids && cd ids && mkdir docs && printf "# O\n\n1. \342\234\205 \140REL_01_base.yml\140\n2. \342\234\205 \140REL_02_people.yml\140\n3. \342\217\263 \140REL_03_mail.yml\140\n" >docs/order.md && at 2026-01-01T10:00:00Z base &&
	found && test_grep ! "^identity" ../found &&
	printf "# O\n\n1. \342\234\205 \140REL_01_base.yml\140\n2. \342\217\263 \140REL_02_nginx.yml\140\n3. \342\234\205 \140REL_03_people.yml\140\n" >docs/order.md && at 2026-01-02T10:00:00Z shifted &&
	printf "# O\n\n2. \342\217\263 \140REL_02_nginx.yml\140\n3. \342\234\205 \140REL_03_people.yml\140\n" >docs/order.md && at 2026-01-03T10:00:00Z dropped &&
	found && [ "$status" = 1 ] && grep "^identity" ../found >../got && printf "%s\n" "identity error docs/order.md:4" "identity warn docs/order.md:0" >../expected && test_cmp ../expected ../got &&
	{ git mcade check --history --json >../lint.json || :; } && perl -MJSON::PP -0777 -ne "
		for (@{decode_json(\$_)->{findings}}) { print \"\$_->{rule} \$_->{severity} \$_->{path}:\", \$_->{line} // 0, \"\n\" if \$_->{rule} eq \"identity\" }" ../lint.json | sort >../got && test_cmp ../expected ../got &&
	git mv docs/order.md docs/other.md && at 2026-01-04T10:00:00Z moved && found && grep "^identity" ../found >../got && test_cmp ../expected ../got
'
test_expect_success 'a row that was done, went, and is there again letter for letter is dropped no more' '
	new_repo again && cd again && mkdir docs && printf "# R\n\n| ID | Task | Status |\n|---|---|---|\n| REL-01 | dump | done |\n| REL-02 | start | todo |\n" >docs/r.md &&
	cp docs/r.md ../r.md && at 2026-01-01T10:00:00Z one && sed -i "/REL-01/d" docs/r.md && at 2026-01-02T10:00:00Z two && found &&
	grep "^identity warn docs/r.md" ../found && cp ../r.md docs/r.md && at 2026-01-03T10:00:00Z three && found && test_grep ! "^identity" ../found &&
	{ git mcade check --history >../out || :; } && test_grep ! identity ../out && sed -i "/REL-01/d" docs/r.md && at 2026-01-04T10:00:00Z four && found &&
	test_grep "^identity warn docs/r.md" ../found
'
test_expect_success 'so is one that has a title alone, of each document and commit by itself' '
	new_repo titles && cd titles && mkdir docs && printf "# R\n\n- [x] Back up\n- [x] Tell support\n- [ ] Switch\n" >docs/r.md && sed "s/Back up/Freeze all/" docs/r.md >docs/t.md && cp docs/?.md .. && at 2026-01-01T10:00:00Z one &&
	sed -i "/Back up/d" docs/r.md && sed -i "/Freeze/d; s/Switch/&\n- [x] Warm caches/" docs/t.md && at 2026-01-02T10:00:00Z two && found && grep -c "^identity warn" ../found >../count && test "$(cat ../count)" = 2 &&
	sed -i "/Warm/d" docs/t.md && at 2026-01-03T10:00:00Z three && cp ../t.md docs/t.md && echo "- [x] Warm caches" >>docs/t.md && at 2026-01-04T10:00:00Z four && found && grep "^identity" ../found >../got && echo "identity warn docs/r.md:0" >../want && test_cmp ../want ../got &&
	cp ../r.md docs/r.md && at 2026-01-05T10:00:00Z five && found && test_grep ! "^identity" ../found
'

# What documents of now say of one thing: an image, a tag, a step.
A=aa010123456789abcdef0123456789abcdef0123456789abcdef234567890abc
B=bb010123456789abcdef0123456789abcdef0123456789abcdef234567890abc
now () { # now NAME: a repository with a manifest that pins B, and a runbook
	rm -rf "$1" && new_repo "$1" && ( cd "$1" && mkdir -p docs releases roles/redis/defaults &&
		printf "redis:\n  image: r.io/redis:7.2@sha256:%s\n" $B >releases/prod.yaml &&
		printf "# Run\n\n- [ ] PLAT_05 %s\n- [ ] PLAT_06 %s\n" "\`PLAT_05_api.yml\`" "redis r.io/redis:7.2@sha256:$B" >docs/RUNBOOK.md &&
		printf "image: r.io/redis:7.2@sha256:%s\n" $B >roles/redis/defaults/main.yml )
}
found () { # found RULE: "path:line" of each
	git add -A && git commit -q -m now && { git mcade lint --json --all >../now.json || :; } && tr "{" "\n" <../now.json |
	sed -n "s/^\"rule\":\"$1\",\"severity\":\"\([a-z]*\)\",.*\"path\":\"\([^\"]*\)\",\"line\":\([0-9]*\).*/\1 \2:\3/p" >../found
}
test_expect_success 'an image by two digests: in a runbook, in the defaults of a playbook, and not where both agree' '
	now pins && cd pins && found pin-conflict && test_line_count 0 ../found &&
	sed -i "s/$B/$A/" docs/RUNBOOK.md roles/redis/defaults/main.yml && found pin-conflict && sort ../found >../sorted &&
	printf "%s\n" "error docs/RUNBOOK.md:4" "error roles/redis/defaults/main.yml:1" >../expected && test_cmp ../expected ../sorted &&
	sed -i "s/redis/valkey/g" docs/RUNBOOK.md && git rm -q -r roles && found pin-conflict && test_line_count 0 ../found
'
test_expect_success 'from one to the other is no conflict, and neither is what another repository or a guide names' '
	now froms && cd froms && sed -i "s/redis r.io/redis from r.io\/redis@sha256:$A to r.io/" docs/RUNBOOK.md &&
	mkdir docs/deprecated && printf "# Old\n\n- [ ] PLAT_05 r.io/redis@sha256:%s\n" $A >docs/deprecated/OLD.md &&
	printf "# How to\n\nSee r.io/redis@sha256:%s.\n" $A >docs/README.md && found pin-conflict && test_line_count 0 ../found
'
test_expect_success 'a tag of this repository that is elsewhere than a document says; of another one nobody can tell' '
	now tags && cd tags && git add -A && git commit -q -m one && git tag v1.0.0 && was=$(git rev-parse HEAD) &&
	printf -- "- [ ] PLAT_07 tag \`v1.0.0\` (SHA: \`%s\`)\n" $was >>docs/RUNBOOK.md && found pin-conflict && test_line_count 0 ../found &&
	git tag -f v1.0.0 >/dev/null && echo more >more && found pin-conflict && echo "error docs/RUNBOOK.md:5" >../expected && test_cmp ../expected ../found &&
	sed -i "s/$was/0123456789012345678901234567890123456789/" docs/RUNBOOK.md && found pin-conflict && test_line_count 0 ../found
'
test_expect_success 'one id for two steps: where files are named by it, and where most of what both list is the same' '
	now twice && cd twice && printf "# Cut\n\n- [ ] PLAT_05 %s\n" "\`PLAT_05_nginx.yml\`" >docs/cut.md && found identity &&
	echo "error docs/cut.md:3" >../expected && test_cmp ../expected ../found &&
	printf "# Cut\n\n- [ ] PLAT_05 %s\n" "\`PLAT_05_api.yml\`" >docs/cut.md && found identity && test_line_count 0 ../found &&
	for doc in a b; do printf "# %s\n\n- [ ] REL-1 stop\n- [ ] REL-2 dump\n- [ ] REL-3 start\n- [ ] REL-4 tell\n" $doc >docs/$doc.md; done &&
	sed -i "s/tell/bill/" docs/b.md && found identity && echo "warn docs/b.md:6" >../expected && test_cmp ../expected ../found &&
	sed -i "s/dump/drop/; s/start/stay/" docs/b.md && found identity && test_line_count 0 ../found
'
test_expect_success 'an id keeps what it meant in a record, an archive and a deprecated document' '
	now aside && cd aside && mkdir -p docs/checkpoints/2026-01-02-x docs/archive docs/deprecated &&
	for at in checkpoints/2026-01-02-x archive deprecated; do printf "# Old\n\n- [x] PLAT_05 %s\n" "\`PLAT_05_nginx.yml\`" >docs/$at/RUNBOOK.md; done &&
	found identity && test_line_count 0 ../found
'

test_expect_success 'a document that only stands for what is missing; a guide, a template and one that says more do not' '
	now stubs && cd stubs && mkdir -p docs/checkpoints/2026-01-02-x docs/templates && printf "PASS checkpoint (unchanged).\n" >docs/checkpoints/2026-01-02-x/A.md &&
	echo "<<LOSSLESS RUNBOOK.md WITH STEP 28 UPDATED>>" >docs/next.md && printf "# Admin-AI_02 - TODO\n" >docs/ai.md && echo "[Verbatim session text goes here]" >docs/session.md &&
	echo "[Verbatim session text goes here]" >docs/templates/session.md && echo TODO >docs/README.md && printf "# Plan\n\nTODO\n\nStop the queue first.\n" >docs/plan.md &&
	found document && sort ../found >../sorted && printf "warn %s:1\n" docs/ai.md docs/checkpoints/2026-01-02-x/A.md docs/next.md docs/session.md >../expected && test_cmp ../expected ../sorted
'
test_expect_success 'what runbook.yaml says under marks is obeyed by lint as by import, in one commit and in a later one' '
	now taught && cd taught && mkdir -p docs && printf "# B\n\n- 🦊 N-1 Move DNS\n- [ ] N-2 Lower TTL\n\n| ID | Task | Status |\n|---|---|---|\n| N-3 | Rotate | geparkt |\n| N-4 | Tell | D |\n" >docs/x.md && found document && test_line_count 3 ../found &&
	{ git mcade import docs/x.md >../out || :; } && sed -i "s/^steps:/marks:\n  planned: [🦊, geparkt]\n  complete: [D]\n&/" runbook.yaml && found document && test_line_count 0 ../found && git mcade import --update docs/x.md >../out && echo "# more" >>runbook.yaml && found completion && test "$(cat ../found)" = "warn docs/x.md:9"
'
test_expect_success 'a byte order mark and other ends of line change neither what a document is nor what is found' '
	now ends && cd ends && mkdir -p docs && perl -e "my %d = (work => qq(---\nstatus: erledigt\n---\n# L\n\n- [x] a eins\n- [ ] b zwei\n), talk => qq(# Meeting minutes\n\nPresent: Ada\n\n1. Budget\n2. Release\n), stub => qq(# Admin-AI_02 - TODO\n)); for my \$k (keys %d) { my \$t = \$d{\$k}; my \$bom = qq(\xef\xbb\xbf); my %v = (plain => \$t, bom => \$bom . \$t, cr => \$t =~ s/\n/\r/gr, crlf => \$t =~ s/\n/\r\n/gr, both => \$bom . \$t =~ s/\n/\r/gr); for (keys %v) { open(F, q(>), qq(docs/\$k-\$_.md)); print F \$v{\$_}; close(F) } }" &&
	found contradiction && sort ../found >../sorted && printf "error %s:2\n" docs/work-bom.md docs/work-both.md docs/work-cr.md docs/work-crlf.md docs/work-plain.md >../expected && test_cmp ../expected ../sorted &&
	git mcade lint --documents >../out && test "$(grep -c "^guide .*docs/talk-" ../out)" = 5 && { git mcade lint --json --all >../now.json || :; } && test "$(grep -o "docs/stub-[a-z]*.md" ../now.json | sort -u | wc -l)" = 5
'
test_done
