#!/bin/sh
test_description='render --commit: what acts left to be committed, in one commit, also for a branch that takes none'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
. "$SOURCE_DIR/t/lib-push.sh"
be_person owner

test_expect_success 'setup: a remote whose main takes no push of people, and acts that are owed there' '
	small_repo r && bare_remote ../r.git . && git push -q -u --no-verify origin main mcade/ledger &&
	printf "#!/bin/sh\nwhile read old new ref; do [ \$ref != refs/heads/main ] || { echo protected branch >&2; exit 1; }; done\n" >../r.git/hooks/pre-receive && chmod +x ../r.git/hooks/pre-receive &&
	start=$(git rev-parse main) && git mcade run CACHE --env lab && git mcade pin cache.image=docker.io/redis:7@$DIGEST --env lab && git mcade complete CACHE --env lab -m done &&
	git mcade checkpoint CACHE --env lab -m done && test -n "$(git status --porcelain)"
'

test_expect_success 'a push that main refuses has published the ledger, and says how the files follow' '
	cd r && git commit -q -m records && ! git push -q origin main 2>err && test_grep "protected branch" err && test_grep "the record is safe at .origin. up to event [0-9]" err &&
	test "$(git rev-parse mcade/ledger)" = "$(git -C ../r.git rev-parse mcade/ledger)" && test "$start" = "$(git -C ../r.git rev-parse main)" &&
	sed -n "s/^ *\(git mcade render --commit.*\)/\1/p" err >way && test_line_count 1 way
'

test_expect_success 'that line works: one commit on main as others see it, and nothing here has moved' '
	cd r && git reset -q --hard "$start" && git rev-parse HEAD >before && git status --porcelain >>before && sh -c "$(cat way)" >out 2>err && git rev-parse HEAD >after && git status --porcelain >>after &&
	grep -v way before >b && grep -v -e way -e before after >a && test "$(git rev-parse HEAD)" = "$start" && test "$(git rev-parse mcade/records^)" = "$start" &&
	test "$(git -C ../r.git rev-parse mcade/records)" = "$(git rev-parse mcade/records)" && git diff --name-only "$start" mcade/records >files &&
	test_grep "^releases/lab.yaml" files && test_grep "^docs/deployments/" files && test_grep "CHECKPOINT.yaml" files && test -z "$(git for-each-ref refs/mcade/rendered)"
'

test_expect_success 'what it proposes is what the ledger holds: check says yes, main with it owes nothing' '
	cd r && git mcade check --range "$start..mcade/records" && git checkout -q --detach mcade/records && git mcade render --check && git checkout -q main
'

test_expect_success 'a second time it stands already, and JSON has its id' '
	cd r && id=$(git rev-parse mcade/records) && tick && git mcade render --commit --branch mcade/records >out && test_grep "stands already" out && test "$(git rev-parse mcade/records)" = "$id" &&
	git mcade render --commit --branch mcade/records --json >json && test_grep "\"commit\":\"$id\",\"branch\":\"refs/heads/mcade/records\",\"next\":\"git push --force-with-lease origin mcade/records\"" json
'

test_expect_success 'it is made again when more is owed, or main has moved; by a squash it is done' '
	cd r && id=$(git rev-parse mcade/records) && git mcade run READ --env lab && git mcade complete READ --env lab -m "read" && git reset -q --hard && tick && sh -c "$(cat way)" &&
	test "$(git rev-parse mcade/records)" != "$id" && test "$(git rev-parse mcade/records)" = "$(git -C ../r.git rev-parse mcade/records)" && test "$(git rev-list --count "$start..mcade/records")" -eq 1 && rm ../r.git/hooks/pre-receive &&
	git merge -q --squash mcade/records && git commit -q -m "records (#1)" && git push -q origin main && git mcade render --commit --branch mcade/records >out && test_grep "nothing was committed" out && git mcade audit
'

test_expect_success 'work of others on that branch is not lost, nor is a branch that is checked out' '
	cd r && git mcade reopen CACHE --env lab -m again && git mcade run CACHE --env lab && git mcade complete CACHE --env lab -m again && git reset -q --hard && git clean -q -f -d -e out -e err && git branch -f mcade/records main && git mcade render --commit --branch mcade/records && git checkout -q mcade/records && commit_file mine x && mine=$(git rev-parse HEAD) &&
	broken git mcade render --commit --branch mcade/records 2>err && git checkout -q main && broken git mcade render --commit --branch mcade/records 2>err && test_grep "no records" err && test "$(git rev-parse mcade/records)" = "$mine" &&
	git worktree add -q -b held ../other main && broken git mcade render --commit --branch held 2>err && git mcade render --commit --branch fine
'

test_expect_success 'nor is what somebody amended a proposal with' '
	cd r && test_when_finished "git checkout -q main" && git branch -D -q mcade/records && git mcade render --commit --branch mcade/records && git checkout -q mcade/records && echo mine >amended.txt && git add amended.txt && git commit -q -n --amend --no-edit &&
	mine=$(git rev-parse HEAD) && git checkout -q main && tick && git mcade reopen READ --env lab -m again && git reset -q --hard && broken git mcade render --commit --branch mcade/records 2>err && test_grep "no records" err && test "$(git rev-parse mcade/records)" = "$mine" &&
	git branch -D -q mcade/records && git mcade render --commit --branch mcade/records && git mcade run READ --env lab && git mcade complete READ --env lab -m "read" && git reset -q --hard && tick && git mcade render --commit --branch mcade/records
'

test_expect_success 'names that are not for it' '
	cd r && git checkout -q --detach && test_when_finished "git checkout -q main" && main=$(git rev-parse main) && for name in main mcade/ledger mcade mcade/evidence/2026 mcade/other -x "a b" "../x" "" HEAD/..; do
		usage git mcade render --commit --branch="$name" || return 1
	done && test "$(git rev-parse main)" = "$main" && git mcade render --commit --branch mcadefoo >out && test_grep "mcadefoo" out && git branch -D -q mcadefoo && usage git mcade render --commit --branch MCADE/x && usage git mcade render --branch x && usage git mcade render --commit --check
'

test_expect_success 'without a branch: on the one that is checked out, as git commits, and nothing else that is staged' '
	cd r && git mcade render && echo mine >mine.txt && git add mine.txt && before=$(git rev-parse HEAD) && tick && git mcade render --commit >out && test_grep "^committed" out && test "$(git rev-parse HEAD^)" = "$before" &&
	git diff --name-only HEAD^ HEAD >files && test_grep ! mine files && test_grep "docs/deployments" files && test "$(git diff --cached --name-only)" = mine.txt && git mcade render --commit >out && test_grep "nothing was committed" out && test "$(git rev-parse HEAD~1)" = "$before"
'

test_expect_success 'a server with our hook takes that one name beside ledger and evidence, and judges what is in it' '
	cd r && git -C ../r.git config mcade.ledgerId "$(git config mcade.ledgerId)" && ( cd ../r.git && git mcade hooks install --expect-genesis "$(git -C ../r config mcade.ledgerId)" ) && git checkout -q -- . && git reset -q --hard && git mcade sync && git push -q origin main &&
	git checkout -q -b mcade/records2 && git branch -D mcade/records && git checkout -q -b t && git branch -D mcade/records2 && git branch mcade/records main && push origin +mcade/records && ! push origin main:refs/heads/mcade/other && ! push origin main:refs/heads/MCADE/records &&
	day=$(ls docs/deployments/*.md) && echo rewritten >"$day" && git commit -q -n -a -m bad && ! push origin +HEAD:refs/heads/mcade/records && test_grep "append-only" err && git checkout -q main
'

test_done
