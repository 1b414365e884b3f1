#!/bin/sh
test_description='check and explain: what the hooks would say, for people, CI and other managers'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
be_person owner

test_expect_success 'setup' 'governed_repo r'

test_expect_success 'check --staged: 0, then 1 with the same first line as the hook' '
	cd r && git mcade check --staged >/dev/null && put ansible/playbooks/PLAT_05_nginx.yml "- y" &&
	git add -A && refused git mcade check --staged >found &&
	head -n 1 found >first && ! git commit -q -m x 2>err && head -n 1 err >hook &&
	test_cmp hook first && back
'

test_expect_success 'check --range judges each commit, --net the result' '
	cd r && start=$(git rev-parse HEAD) && git rm -q ansible/playbooks/PLAT_01_base.yml &&
	git commit -q -n -m deleted && git revert --no-edit HEAD >/dev/null 2>&1 &&
	refused git mcade check --range "$start..HEAD" >found && test_grep "\[no-delete\]" found &&
	git mcade check --range "$start..HEAD" --net >found && put free.txt net && git commit -q -a -n -m more &&
	git mcade check --range "$start..HEAD" --net --json >found && test_grep "\"files\":1}" found && git reset -q --hard "$start"
'

test_expect_success 'what a branch brought is found in its commit, not again where it is merged' '
	cd r && start=$(git rev-parse HEAD) && old=ansible/playbooks/deprecated/OLD.yml && mkdir ansible/playbooks/deprecated && printf "# DEPRECATED — DO NOT RUN\n# Reason: x\n# Date: 2026-01-27\n# Replacement: none\n" >"$old" &&
	git add -A && git commit -q -n -m old && git checkout -q -b topic && chmod +x "$old" && git commit -q -a -n -m run && git checkout -q main && git merge -q --no-ff --no-verify -m merge topic &&
	refused git mcade check --range "$start..HEAD" >found && test_grep "\[deprecation\]" found && git mcade check --range "topic..HEAD" >found && git reset -q --hard "$start" && git branch -q -D topic
'

test_expect_success 'check --json: verdict, findings, commits' '
	cd r && over docs/deployments/2026-01-27.md gone && git commit -q -n -a -m x &&
	refused git mcade check --range HEAD~1.. --json >found &&
	test_grep "^{\"schema\":\"mcade/check/1\",\"verdict\":\"fail\"," found &&
	test_grep "\"counts\":{\"commits\":1,\"files\":1}" found &&
	test_grep "\"rule\":\"append-only\",\"severity\":\"error\"" found &&
	test_grep "\"path\":\"docs/deployments/2026-01-27.md\",\"line\":1,\"column\":1" found &&
	test_grep "\"commits\":\[{\"commit\":\"$(git rev-parse HEAD)\",\"verdict\":\"reject\"" found
'

test_expect_success 'check --history in a repository without a ledger says what lint says; nothing else refuses there' '
	new_repo p && cd p && governed_files && rm runbook.yaml && git add -A && git commit -q -m base &&
	over docs/deployments/2026-01-27.md gone && git commit -q -a -m rewritten &&
	refused git mcade check --history >found && test_grep "refused \[append-only\]" found &&
	refused git mcade lint >found && test_grep "^error \[append-only\] 1" found &&
	git mcade check --range HEAD~1..HEAD >found && test_grep "^mcade: warning \[append-only\]" found
'

test_expect_success 'and with a runbook of its own it refuses' '
	cd p && cp "$SOURCE_DIR/t/rules/runbook.yaml" mine.yaml &&
	refused git mcade check --history --runbook mine.yaml >found &&
	test_grep "refused \[append-only\]" found && was=$(git rev-parse HEAD) && a=$(printf %064d 1) b=$(printf %064d 2) &&
	printf "redis:\n  image: r.io/redis:7@sha256:$b\n" >releases/lab.yaml && printf "\n<!-- mcade %032d after sha256:$a -->\n## x\n\nDeployed r.io/redis:7@sha256:$a: success\n" 1 >>docs/deployments/2026-01-27.md &&
	git add releases docs && git commit -q -m "nobody vouches for an entry where there is no ledger" &&
	refused git mcade check --history --runbook mine.yaml >found && test_grep "refused \[pin-conflict\]" found && git reset -q --hard $was
'

test_expect_success 'CI: a single-branch clone is told to fetch the ledger' '
	git init -q --bare r.git && git -C r remote add origin "$TRASH/r.git" &&
	git -C r push -q --no-verify origin main mcade/ledger &&
	git clone -q --single-branch -b main r.git ci && cd ci &&
	git config mcade.ledgerId "$(git -C ../r config mcade.ledgerId)" &&
	broken git mcade check --range HEAD~1..HEAD 2>err && test_grep "git fetch origin mcade/ledger" err
'

test_expect_success 'a fresh clone: unconfirmed is 2, the right genesis 0, another 3' '
	git clone -q r.git fresh && cd fresh && git fetch -q origin mcade/ledger:mcade/ledger &&
	as_person reviewer waiting git mcade check --staged 2>err &&
	test_grep "genesis unconfirmed" err &&
	as_person reviewer git mcade check --staged --expect-genesis "$(git -C ../r config mcade.ledgerId)" &&
	as_person reviewer untrusted env MCADE_GENESIS="$(printf %064d 1)" git mcade check --staged
'

test_expect_success 'the portable script judges as the program does, and fails closed without it' '
	governed_repo sh && cd sh && git mcade hooks uninstall >/dev/null &&
	cp "$SOURCE_DIR/hooks/hook.sh" .git/hooks/pre-commit &&
	cp "$SOURCE_DIR/hooks/hook.sh" .git/hooks/pre-push &&
	over docs/deployments/2026-01-27.md gone &&
	refused_by append-only docs/deployments/2026-01-27.md git commit -q -a -m x && back &&
	mkdir ../bin && for tool in sh git; do ln -s "$(command -v $tool)" ../bin/; done &&
	broken env PATH="$TRASH/bin" HOME=/nowhere .git/hooks/pre-push origin url 2>err </dev/null &&
	test_grep "so it refuses" err &&
	env PATH="$TRASH/bin" HOME=/nowhere .git/hooks/pre-commit 2>err && test_grep warning err
'

test_expect_success 'explain tells every rule, and the doors at which it stands' '
	git mcade explain >list && [ "$(wc -l <list)" -ge 22 ] && git mcade explain frozen >found &&
	test_grep "^why: " found && test_grep "^unless: " found && test_grep "^where: .*receive" found &&
	git mcade explain order >found && test_grep "^where: .*act" found &&
	git mcade explain --json >json && test_grep ! "\"checked\":false,[^}]*\"rule\":\"order\"" json &&
	usage git mcade explain nonsense &&
	git mcade explain order --json >json && test_grep "\"waivable\":true" json &&
	git mcade explain completion --json >json && test_grep "\"waivable\":false" json &&
	for rule in $(git mcade explain | cut -d" " -f1); do
		git mcade explain $rule >found || return 1
		if grep -q "^unless: nothing allows it" found && grep -q "^waive:" found; then return 1; fi
	done
'

test_expect_success 'wrong use is 129' '
	cd r && usage git mcade check extra && usage git mcade check --staged --history &&
	usage git mcade check --range main && usage git mcade check --range HEAD~1...HEAD && broken git mcade check --range nowhere..main
'

test_expect_success 'a range whose end is a tag and a branch of another commit is nobody s to judge' '
	governed_repo two && cd two && base=$(git rev-parse HEAD) && git update-ref refs/remotes/origin/main HEAD &&
	git rm -q ansible/playbooks/PLAT_01_base.yml && git commit -q -n -m gone && refused git mcade check --range origin/main..HEAD &&
	git tag origin/main HEAD && broken git mcade check --range origin/main..HEAD 2>err && test_grep "names two" err &&
	broken git mcade check --range origin/main~0..HEAD && refused git mcade check --range refs/remotes/origin/main..HEAD &&
	git tag -f origin/main $base && refused git mcade check --range origin/main..HEAD
'

test_expect_success 'check --range: a shallow clone does not have the commit, and the line that fetches it works' '
	git clone -q --depth 1 "file://$PWD/r" shallow 2>/dev/null && cd shallow && broken git mcade check --range HEAD~1..HEAD 2>err &&
	test_grep "next: git fetch --unshallow" err && git fetch -q --unshallow && git rev-parse -q --verify HEAD~1 &&
	broken git mcade check --range nothing..HEAD 2>err && test_grep ! unshallow err
'

test_expect_success 'a partial clone does not have the objects, and the line that fetches them works' '
	git -C r config uploadpack.allowFilter true && git -C r config uploadpack.allowAnySHA1InWant true && for filter in blob:none tree:0; do
		rm -rf partial && git clone -q --no-checkout --filter=$filter "file://$PWD/r" partial && ( cd partial && broken git mcade check --history 2>../err ) && test_grep "the clone is partial" err &&
		way=$(sed -n "s/^ *next: //p" err | head -n 1) && ( cd partial && $way 2>../err && { git mcade check --history || [ $? -le 2 ]; } ) || return 1
	done
'

test_done
