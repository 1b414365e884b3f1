#!/bin/sh
test_description='pre-commit: each rule, in every form of commit; line 1 carries rule, path, reason'
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
be_person owner

test_expect_success 'setup' '
	governed_repo r && cd r && git mcade lock PLAT_02 --env prod -m verified >/dev/null 2>&1
'

test_expect_success 'a commit of nothing governed is silent' '
	cd r && put free.txt more && git commit -q -a -m free >out 2>&1 && [ ! -s out ]
'

test_expect_success 'unpinned: a completion on TBD' '
	cd r && mark PLAT_01 && refused_by unpinned docs/RUNBOOK.md git commit -q -a -m x &&
	head -n 1 err | sed "s/:3:[0-9]*$/:3:N/" >../found && back &&
	echo "mcade: refused [unpinned] docs/RUNBOOK.md: step '\''PLAT_01'\'' rests on '\''platform.redis'\'', unpinned in releases/prod.yaml:3:N" >../expected &&
	test_cmp ../expected ../found
'

test_expect_success 'completion: a mark that the ledger does not back' '
	cd r && printf "3. 🟩 PLAT_03\n" >>docs/RUNBOOK.md &&
	refused_by completion docs/RUNBOOK.md git commit -q -a -m x && back
'

test_expect_success 'append-only: a rewritten log, with place, expected, found and fix that works' '
	cd r && sed -i "s/one/other/" docs/deployments/2026-01-27.md &&
	refused_by append-only docs/deployments/2026-01-27.md git commit -q -a -m x &&
	test_grep "at:  *docs/deployments/2026-01-27.md:3:1" err &&
	test_grep "expected: ## one" err && test_grep "found:  *## other" err &&
	fix=$(sed -n "s/^  fix:  *//p" err) && sh -c "$fix" && git diff HEAD --quiet -- docs
'

test_expect_success 'append-only: an append passes' '
	cd r && put docs/deployments/2026-01-27.md "" "## two" && git commit -q -a -m appended
'

test_expect_success 'frozen: refused on a governed branch, a warning elsewhere' '
	cd r && put ansible/playbooks/PLAT_05_nginx.yml "- y" &&
	refused_by frozen ansible/playbooks/PLAT_05_nginx.yml git commit -q -a -m x &&
	test_grep "frozen by \"nginx\"; needs owner approval" err &&
	test_grep "hint:  *git mcade thaw nginx" err &&
	git switch -q -c topic && git commit -q -a -m shown 2>err &&
	test_grep "^mcade: warning \[frozen\]" err && git switch -q main
'

test_expect_success 'locked: the playbook of a locked step' '
	cd r && put ansible/playbooks/PLAT_02_next.yml "- y" &&
	refused_by locked ansible/playbooks/PLAT_02_next.yml git commit -q -a -m x &&
	test_grep "hint:  *git mcade unlock PLAT_02 --env prod" err && back
'

test_expect_success 'a step whose state is lost: cannot tell, where it is asked for' '
	cd r && blob=$(git rev-parse mcade/ledger:state/prod/PLAT_02.yaml) &&
	file=.git/objects/$(echo $blob | cut -c1-2)/$(echo $blob | cut -c3-) && mv $file ../state &&
	put ansible/playbooks/PLAT_02_next.yml "- y" && git add ansible &&
	broken git mcade hook pre-commit 2>err && test_grep "$blob" err && back &&
	put docs/deployments/2026-01-27.md "" "## three" && git commit -q -a -m appended &&
	mv ../state $file && put ansible/playbooks/PLAT_02_next.yml "- y" &&
	refused_by locked ansible/playbooks/PLAT_02_next.yml git commit -q -a -m x && back
'

test_expect_success 'no-delete: deleted, and renamed away' '
	cd r && git rm -q ansible/playbooks/PLAT_01_base.yml &&
	refused_by no-delete ansible/playbooks/PLAT_01_base.yml git commit -q -m x && back &&
	git mv ansible/playbooks/PLAT_01_base.yml elsewhere.yml &&
	refused_by no-delete ansible/playbooks/PLAT_01_base.yml git commit -q -m x && back
'

test_expect_success 'deprecation: moved with a banner passes, without one does not' '
	cd r && mkdir ansible/playbooks/deprecated &&
	git mv ansible/playbooks/PLAT_01_base.yml ansible/playbooks/deprecated/ &&
	refused_by deprecation ansible/playbooks/deprecated/PLAT_01_base.yml git commit -q -m x &&
	{ printf "# DEPRECATED — DO NOT RUN\n# Reason: replaced\n# Date: 2026-01-28\n# Replacement: none\n" &&
	  cat ansible/playbooks/deprecated/PLAT_01_base.yml; } >banner &&
	mv banner ansible/playbooks/deprecated/PLAT_01_base.yml &&
	git commit -q -a -m deprecated && git revert --no-edit HEAD >/dev/null 2>&1
'

test_expect_success 'drift: a pin that nobody signed, and a forged log entry' '
	cd r && back && sed -i "s|TBD|redis@sha256:$(printf %064d 1)|" releases/prod.yaml &&
	refused_by drift releases/prod.yaml git commit -q -a -m x && back &&
	put docs/deployments/2026-01-28.md "<!-- mcade $(printf %032d 7) after sha256:$(git mcade audit --json | sed -n "s/.*\"ledger\":\"\([0-9a-f]*\)\".*/\1/p") -->" "## forged" &&
	git add -A docs && refused_by drift docs/deployments/2026-01-28.md git commit -q -m x && back
'

test_expect_success 'forbidden: a token in code, not in a comment' '
	cd r && put ansible/playbooks/PLAT_01_base.yml "# not motorcade_web" &&
	git commit -q -a -m comment && put ansible/playbooks/PLAT_01_base.yml "- hosts: motorcade_web" &&
	refused_by forbidden ansible/playbooks/PLAT_01_base.yml git commit -q -a -m x && back
'

test_expect_success 'document: YAML that cannot be read' '
	cd r && put releases/prod.yaml "platform: 2" &&
	refused_by document releases/prod.yaml git commit -q -a -m x && back
'

test_expect_success 'ledger-integrity: nobody commits to the ledger by hand' '
	cd r && git switch -q mcade/ledger &&
	refused_by ledger-integrity refs/heads/mcade/ledger git commit -q --allow-empty -m x &&
	git switch -q main
'

test_expect_success 'commit PATH judges what is committed, not what is staged' '
	cd r && put free.txt again && sed -i "s/one/other/" docs/deployments/2026-01-27.md &&
	git add -A && git commit -q -m "only free" free.txt &&
	refused_by append-only docs/deployments/2026-01-27.md git commit -q -m x docs && back
'

test_expect_success 'partial staging: the work tree does not count' '
	cd r && put free.txt staged && git add free.txt &&
	over docs/deployments/2026-01-27.md gone && git commit -q -m "staged only" && back
'

test_expect_success 'amend: what an unpublished commit brought in may be taken back' '
	cd r && put docs/deployments/2026-01-27.md "" "## tpyo" && git commit -q -a -m typo &&
	sed -i "s/tpyo/typo/" docs/deployments/2026-01-27.md &&
	git commit -q -a --amend --no-edit 2>err && test_grep "warning \[append-only\]" err
'

test_expect_success 'amend: what others have is not taken back; parents that nobody can read are none' '
	cd r && git update-ref refs/remotes/elsewhere/main HEAD && sed -i "s/typo/tpyo/" docs/deployments/2026-01-27.md &&
	refused_by append-only docs/deployments/2026-01-27.md git commit -q -a --amend --no-edit &&
	git update-ref -d refs/remotes/elsewhere/main && git commit -q -a --amend --no-edit &&
	put free.txt parents && git add -A && git mcade hook pre-commit && echo nobody >.git/MERGE_HEAD &&
	broken git mcade hook pre-commit 2>err && test_grep "MERGE_HEAD.* holds no commit ids" err && id=$(git rev-parse HEAD~1) &&
	printf %s "$id" >.git/MERGE_HEAD && git mcade hook pre-commit && echo "$id $id" >.git/MERGE_HEAD && broken git mcade hook pre-commit &&
	yes "$id" | head -n 90 >.git/MERGE_HEAD && broken git mcade hook pre-commit && rm .git/MERGE_HEAD && back
'

test_expect_success 'a merge that loses a log entry is refused, one that keeps both passes' '
	cd r && git switch -q -c left && put docs/deployments/2026-01-27.md "" "## left" &&
	git commit -q -a -m left && git switch -q main &&
	put docs/deployments/2026-01-27.md "" "## right" && git commit -q -a -m right &&
	! git -c merge.mcade-log.driver=false merge -q left >out 2>&1 && git checkout -q --ours docs && git add -A docs &&
	refused_by append-only docs/deployments/2026-01-27.md git commit -q -m merged &&
	test_grep "the merge loses" err &&
	put docs/deployments/2026-01-27.md "" "## left" && git add -A docs && git commit -q -m merged
'

test_expect_success 'the merge driver keeps both by itself' '
	cd r && echo "docs/deployments/*.md merge=mcade-log" >.gitattributes && git add -A &&
	git commit -q -m attributes && git switch -q -c left2 &&
	put docs/deployments/2026-01-27.md "" "## left2" "same" && git commit -q -a -m left &&
	git switch -q main && put docs/deployments/2026-01-27.md "" "## right2" "same" &&
	git commit -q -a -m right && git merge -q -m merged left2 &&
	tail -n 5 docs/deployments/2026-01-27.md >found &&
	printf "## right2\nsame\n\n## left2\nsame\n" >expected && test_cmp expected found
'

test_expect_success 'a split index is read as git reads it' '
	cd r && git update-index --split-index && sed -i "s/one/other/" docs/deployments/2026-01-27.md &&
	refused_by append-only docs/deployments/2026-01-27.md git commit -q -a -m x && back &&
	git update-index --no-split-index
'

test_expect_success 'a hostile name is shown harmless and quoted in the fix' '
	cd r && name=$(printf "docs/deployments/a\033[2J b.md") && put "$name" one && git add -A docs &&
	git commit -q -m odd && git commit -q --allow-empty -m next && over "$name" two && ! git commit -q -a -m x 2>err &&
	test_grep ! "$(printf "\033")" err && test_grep "x1b" err && back
'

test_expect_success 'before the first adopt other rules warn' '
	new_repo w && cd w && governed_files && rm runbook.yaml && git add -A && git commit -q -m base &&
	git mcade init >/dev/null 2>&1 && over docs/deployments/2026-01-27.md gone &&
	git commit -q -a -m x 2>err && test_grep "^mcade: warning \[append-only\]" err
'

test_expect_success 'a ledger that has disappeared is exit 3, not a pass' '
	new_repo v && cd v && commit_file x x && git mcade init >/dev/null 2>&1 &&
	git update-ref -d refs/heads/mcade/ledger && put x y && ! git commit -q -a -m x 2>err &&
	test_grep "is gone" err && untrusted git mcade check --staged
'

test_done
