#!/bin/sh
test_description='check without arguments: the one line of a CI, in a fresh shallow clone, by the word of nobody'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
. "$SOURCE_DIR/t/lib-push.sh"
. "$SOURCE_DIR/t/lib-ci.sh"
be_person owner

# answer STATUS COMMAND...: in this folder.
answer () {
	expect_status "$@" >out 2>err
}

test_expect_success 'setup: a branch with a bad commit before a good one, and one that is good' '
	ci_server && ci_branch good "put free.txt more" && good=$tip &&
	ci_branch bad "git rm -q ansible/playbooks/PLAT_01_base.yml" &&
	( cd r && git checkout -q bad && put free.txt after && git commit -q -n -a -m after && push origin bad && git checkout -q main ) &&
	bad=$(git -C r rev-parse bad)
'

test_expect_success 'a forge that does not say which commits: what to give is words, for nobody can type A..B' '
	runner silent "$good" && answer 128 jenkins git mcade check && test_grep "^ *hint: git mcade check --range A..B$" err && test_grep ! "next:" err
'

# --- what is missing ---------------------------------------------------------------------------
test_expect_success 'a fresh shallow clone of one commit: 128, with lines that fetch, and then the answer' '
	runner one "$bad" && answer 128 github pull_request main refs/pull/7/merge "" git mcade check && test_grep "next: git fetch" err &&
	for round in 1 2 3 4 5; do
		way=$(sed -n "s/^ *next: //p" err | head -n 1) && test -n "$way" && eval "$way" &&
		{ github pull_request main refs/pull/7/merge "" git mcade check >out 2>err; [ $? -eq 1 ] && break; }
	done && test_grep "refused \[no-delete\] ansible/playbooks/PLAT_01_base.yml" out && test_grep "^for refs/heads/main: " out
'

test_expect_success '--fetch does it: refused is 1, good is 2 until the ledger is named, then 0; another is 3' '
	runner two "$bad" && answer 1 github pull_request main refs/pull/7/merge "" git mcade check --fetch && test_grep "no-delete" out && back_ () { cd "$TRASH"; } && back_ &&
	runner three "$good" && answer 2 github pull_request main refs/pull/7/merge "" git mcade check --fetch && test_grep "genesis unconfirmed, compare $id" err && test_grep "MCADE_LEDGER=$id" err &&
	answer 0 github pull_request main refs/pull/7/merge "" env MCADE_LEDGER=$id git mcade check --fetch && test_grep "^1 judged, 0 refused" out &&
	answer 3 github pull_request main refs/pull/7/merge "" env MCADE_LEDGER="$(printf %064d 1)" git mcade check --fetch &&
	answer 2 github pull_request main refs/pull/7/merge "" env MCADE_LEDGER= git mcade check --fetch &&
	test -z "$(git for-each-ref refs/heads)" && test -z "$(git config mcade.ledgerId)"
'

test_expect_success 'the result is data' '
	cd three && github pull_request main refs/pull/7/merge "" env MCADE_LEDGER=$id git mcade check --json >out &&
	test_grep "\"forge\":\"GitHub Actions\",\"ref\":\"refs/heads/main\",\"base\":\"$base\",\"tip\":\"$good\"" out && test_grep "\"verdict\":\"pass\"" out
'

test_expect_success 'no ledger at the remote is no yes, whatever the tip names' '
	git clone -q --bare r.git bare.git && git -C bare.git update-ref -d refs/heads/mcade/ledger && git clone -q bare.git none && cd none && git checkout -q "$good" &&
	answer 128 github pull_request main refs/pull/7/merge "" git mcade check && answer 128 github pull_request main refs/pull/7/merge "" env MCADE_LEDGER=$id git mcade check --fetch &&
	cd .. && new_repo plain && cd plain && commit_file x x && git update-ref refs/remotes/origin/main HEAD && git remote add origin ../r.git && commit_file x y &&
	answer 128 github pull_request main refs/pull/7/merge "" git mcade check && test_grep "no ledger here" err
'

# --- GitHub ------------------------------------------------------------------------------------
test_expect_success 'GitHub: a push is judged from what the branch was; from nothing all is judged' '
	runner push "$bad" && export MCADE_LEDGER=$id && answer 1 github push "" refs/heads/main "$base" git mcade check --fetch && test_grep "no-delete" out &&
	answer 1 github push "" refs/heads/main "$ZEROS" git mcade check && answer 128 github push "" refs/heads/new "$ZEROS" git mcade check && answer 1 github push "" refs/heads/new "$ZEROS" git mcade check --fetch && answer 1 github push "" refs/heads/new "$ZEROS" git mcade check &&
	answer 1 github schedule "" refs/heads/main "" git mcade check && answer 1 github workflow_dispatch "" refs/tags/v1 "" git mcade check && test_grep "no-delete" out
'

test_expect_success 'GitHub: of a branch without rules all is judged that no governed one has, also what was red before' '
	cd push && answer 1 github push "" refs/heads/bad "$(git rev-parse HEAD~1)" git mcade check && test_grep "no-delete" out
'

test_expect_success 'GitHub: a merge queue' '
	cd push && answer 1 github merge_group refs/heads/main refs/heads/gh-readonly-queue/main/pr-1 "" git mcade check && test_grep "no-delete" out
'

test_expect_success 'GitHub: a pull request to a branch without rules hides nothing' '
	git -C r push -q --no-verify origin "$bad~1:refs/heads/half" && cd push && git fetch -q origin half:refs/remotes/origin/half &&
	answer 1 github pull_request half refs/pull/7/merge "" git mcade check && test_grep "no-delete" out
'

test_expect_success 'a base that does not exist, that is no branch, or is an expression: 128' '
	cd push && for name in nowhere HEAD "main~0" "-x" "@{-1}" "a..b" "../../x" ":/x" "x y" "main^{commit}"; do
		answer 128 github pull_request "$name" refs/pull/7/merge "" git mcade check || return 1
	done && answer 128 github pull_request "" refs/pull/7/merge "" git mcade check &&
	answer 128 github merge_group "" refs/heads/q "" git mcade check && answer 128 github merge_group refs/tags/v1 refs/heads/q "" git mcade check &&
	for before in "" HEAD "HEAD~1" abc "$(printf %040d 1)"; do
		answer 128 github push "" refs/heads/main "$before" git mcade check || return 1
	done && answer 128 github push "" refs/heads/main "$(printf %040d 1)" git mcade check --fetch &&
	answer 128 github push "" "" "$base" git mcade check && answer 128 github push "" "refs/heads/a b" "$base" git mcade check && test_missing pwned
'

test_expect_success 'a line that fetches is quoted' '
	cd push && answer 128 github pull_request "x;touch\${IFS}pwned" refs/pull/7/merge "" git mcade check && way=$(sed -n "s/^ *next: //p" err) &&
	! eval "$way" 2>/dev/null && test_missing pwned
'

test_expect_success 'a tag or a branch here that has the name of the base is not the base' '
	cd push && git tag main "$bad" && git tag origin/main "$bad" && git update-ref refs/heads/main "$bad" && test_when_finished "git tag -d main origin/main; git update-ref -d refs/heads/main" &&
	answer 1 github pull_request main refs/pull/7/merge "" git mcade check && test_grep "no-delete" out
'

test_expect_success 'a base that is the tip, or after it: nothing was judged, which is 2' '
	cd push && answer 2 github push "" refs/heads/main "$bad" git mcade check && test_grep "nothing was judged" err &&
	git checkout -q "$base" && answer 2 github pull_request main refs/pull/7/merge "" git mcade check && git checkout -q "$bad"
'

test_expect_success 'a governed branch that was set back' '
	cd push && git fetch -q origin good:refs/remotes/origin/good && answer 1 github push "" refs/heads/main "$good" git mcade check && test_grep "only moves forward" out
'

test_expect_success 'the file of the event is missing, no JSON, or says something else' '
	cd push && env_ () { as_person reviewer env GITHUB_ACTIONS=true GITHUB_EVENT_NAME=push GITHUB_REF=refs/heads/main "$@" git mcade check; } &&
	answer 128 env_ GITHUB_BASE_REF= && answer 128 env_ GITHUB_EVENT_PATH=/nowhere && echo "{" >e && answer 128 env_ GITHUB_EVENT_PATH=e && echo "[1]" >e && answer 128 env_ GITHUB_EVENT_PATH=e &&
	echo "{\"before\":7}" >e && answer 128 env_ GITHUB_EVENT_PATH=e && echo "{\"before\":\"$ZEROS\\u0000x\"}" >e && answer 128 env_ GITHUB_EVENT_PATH=e && rm e &&
	answer 128 as_person reviewer env GITHUB_ACTIONS=true git mcade check
'

# --- others ------------------------------------------------------------------------------------
test_expect_success 'GitLab: a merge request, a push, a new branch, a schedule' '
	cd push && answer 1 gitlab CI_PIPELINE_SOURCE=merge_request_event CI_MERGE_REQUEST_IID=7 CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main CI_MERGE_REQUEST_DIFF_BASE_SHA=$bad~0 git mcade check && test_grep "GitLab CI" out &&
	answer 1 gitlab CI_PIPELINE_SOURCE=push CI_COMMIT_BRANCH=main CI_COMMIT_BEFORE_SHA=$base git mcade check && answer 1 gitlab CI_PIPELINE_SOURCE=push CI_COMMIT_BRANCH=bad CI_COMMIT_BEFORE_SHA=$ZEROS git mcade check &&
	answer 1 gitlab CI_PIPELINE_SOURCE=schedule CI_COMMIT_BRANCH=main CI_COMMIT_BEFORE_SHA=$ZEROS git mcade check && answer 1 gitlab CI_PIPELINE_SOURCE=push CI_COMMIT_TAG=v1 git mcade check &&
	answer 128 gitlab CI_PIPELINE_SOURCE=merge_request_event CI_MERGE_REQUEST_DIFF_BASE_SHA=$base git mcade check && answer 128 gitlab CI_PIPELINE_SOURCE=push CI_COMMIT_BRANCH=main git mcade check &&
	answer 128 gitlab CI_PIPELINE_SOURCE=push CI_COMMIT_BEFORE_SHA=$base git mcade check
'

test_expect_success 'Jenkins: a change, a branch from its last good build, never from its last red one' '
	cd push && answer 1 jenkins CHANGE_ID=7 CHANGE_TARGET=main git mcade check && answer 128 jenkins CHANGE_ID=7 git mcade check &&
	answer 1 jenkins BRANCH_NAME=main GIT_PREVIOUS_COMMIT=$bad GIT_PREVIOUS_SUCCESSFUL_COMMIT=$base git mcade check &&
	answer 1 jenkins GIT_BRANCH=origin/main git mcade check && test_grep "^for refs/heads/main: [0-9a-f]* (Jenkins)" out && answer 128 jenkins CI=true git mcade check
'

test_expect_success 'no CI: what the upstream does not have; without an upstream it cannot be told' '
	cd r && answer 2 git mcade check && put free.txt z && git commit -q -a -m more && answer 0 git mcade check && test_grep "^for refs/heads/main: " out && test_grep ! "(" out &&
	git rm -q ansible/playbooks/PLAT_01_base.yml && git commit -q -n -m gone && answer 1 git mcade check && git reset -q --hard "$base" &&
	git checkout -q --detach && answer 128 git mcade check && test_grep "no upstream" err && git checkout -q main
'

test_expect_success '--net judges what comes out of it, and nothing is no yes' '
	ci_branch undone "git rm -q ansible/playbooks/PLAT_02_next.yml" && ( cd r && git checkout -q undone && git revert --no-edit HEAD >/dev/null 2>&1 && put free.txt net && git commit -q -a -m more && push origin undone && git checkout -q main ) &&
	runner net "$(git -C r rev-parse undone)" && answer 1 github pull_request main refs/pull/7/merge "" git mcade check --fetch && answer 0 github pull_request main refs/pull/7/merge "" git mcade check --net --json && test_grep "\"files\":1}" out &&
	git checkout -q "$base" && answer 2 github pull_request main refs/pull/7/merge "" git mcade check --net
'

# --- branches that only a pattern names ----------------------------------------------------------
test_expect_success 'setup: rules for release/*, of which one branch is known; a bad commit, a tag on it, one on a good one' '
	unset MCADE_LEDGER && new_repo p && bare_remote p.git p && git -C p.git config uploadpack.allowAnySHA1InWant true && cd p && governed_files && sed -i "s|^governed:.*|governed: [refs/heads/release/*]|" runbook.yaml && grep -q "^governed: .refs/heads/release" runbook.yaml && git add -A && git commit -q -m base && tick && git checkout -q -b release/1 &&
	git mcade init --principal ada >/dev/null 2>&1 && git add -A && git commit -q -m ledger && git push -q --no-verify origin release/1 2>/dev/null && git fetch -q && tick && git mcade adopt >out 2>&1 && git mcade sync >/dev/null 2>&1 && pid=$(git config mcade.ledgerId) &&
	put free.txt more && git commit -q -a -m good && good=$(git rev-parse HEAD) && git tag v1 && git rm -q ansible/playbooks/PLAT_01_base.yml && git commit -q -n -m bad && bad=$(git rev-parse HEAD) && git tag v2 && git push -q --no-verify origin release/1 v1 v2
'
# pattern FORGE...: in a full clone that has nothing of its own, on COMMIT.
pattern () {
	cd "$TRASH" && rm -rf full && git clone -q --no-local "$TRASH/p.git" "$TRASH/full" && cd "$TRASH/full" && git checkout -q --detach "$1" && export MCADE_LEDGER="$pid"
}
test_expect_success 'GitHub: a schedule, a person who starts it, a tag: by the rules of the branch that it is on, under its name' '
	pattern "$bad" && for event in schedule workflow_dispatch; do
		answer 1 github "$event" "" refs/heads/release/1 "" git mcade check && test_grep "no-delete" out && test_grep "^for refs/heads/release/1: " out || return 1
	done && for event in push release workflow_dispatch; do
		answer 1 github "$event" "" refs/tags/v2 "" git mcade check && test_grep "no-delete" out && test_grep "^for refs/heads/release/1: " out || return 1
	done && pattern "$good" && answer 0 github push "" refs/tags/v1 "" git mcade check && test_grep "^for refs/heads/release/1: " out
'
test_expect_success 'nothing is only a warning there: of a branch without rules, of a pull request, of what no branch has' '
	pattern "$bad" && answer 1 github schedule "" refs/heads/topic "" git mcade check && test_grep "^for refs/heads/release/1: " out && answer 1 github issue_comment "" refs/pull/7/merge "" git mcade check &&
	git update-ref -d refs/remotes/origin/release/1 && answer 1 github schedule "" refs/heads/topic "" git mcade check && test_grep "^for refs/heads/release/1: " out &&
	answer 128 github schedule "" "refs/heads/a b" "" git mcade check && answer 128 github schedule "" "" "" git mcade check && git -c user.name=x -c user.email=x@x commit -q --allow-empty -m loose && answer 1 gitlab CI_PIPELINE_SOURCE=push CI_COMMIT_TAG=v3 git mcade check && test_grep "^for refs/heads/release/1: " out
'
test_expect_success 'GitLab: a schedule, a web pipeline, a tag, a detached merge request, one that runs in a fork' '
	pattern "$bad" && for source in schedule web api trigger; do
		answer 1 gitlab CI_PIPELINE_SOURCE="$source" CI_COMMIT_BRANCH=release/1 CI_COMMIT_BEFORE_SHA=$ZEROS git mcade check && test_grep "^for refs/heads/release/1: " out || return 1
	done && answer 1 gitlab CI_PIPELINE_SOURCE=push CI_COMMIT_TAG=v2 CI_COMMIT_BEFORE_SHA=$ZEROS git mcade check && test_grep "^for refs/heads/release/1: " out &&
	git update-ref refs/remotes/origin/release/1 "$good" && set -- CI_PIPELINE_SOURCE=merge_request_event CI_MERGE_REQUEST_IID=7 CI_MERGE_REQUEST_TARGET_BRANCH_NAME=release/1 CI_MERGE_REQUEST_EVENT_TYPE=detached CI_PROJECT_ID=5 &&
	answer 1 gitlab "$@" CI_MERGE_REQUEST_PROJECT_ID=5 git mcade check && test_grep "^for refs/heads/release/1: " out && answer 128 gitlab "$@" CI_MERGE_REQUEST_PROJECT_ID=4 git mcade check && test_grep "fork" err
'
test_expect_success 'Jenkins: a multibranch build of a branch, a change, a tag, and one that says no branch' '
	pattern "$bad" && answer 1 jenkins BRANCH_NAME=release/1 git mcade check && test_grep "^for refs/heads/release/1: " out && answer 1 jenkins BRANCH_NAME=v2 TAG_NAME=v2 git mcade check && test_grep "^for refs/heads/release/1: " out &&
	git update-ref refs/remotes/origin/release/1 "$good" && answer 1 jenkins BRANCH_NAME=PR-7 CHANGE_ID=7 CHANGE_TARGET=release/1 git mcade check && answer 128 jenkins GIT_BRANCH=detached git mcade check
'
test_expect_success 'a branch of the pattern that is new: its commits, whatever the first one says' '
	pattern "$bad" && answer 1 github push "" refs/heads/release/2 "$ZEROS" git mcade check && test_grep "no-delete" out && answer 1 gitlab CI_PIPELINE_SOURCE=push CI_COMMIT_BRANCH=release/2 CI_COMMIT_BEFORE_SHA=$ZEROS git mcade check &&
	git -C "$TRASH/p" push -q --no-verify origin "$good:refs/heads/release/2" && git update-ref refs/remotes/origin/release/1 "$good" && answer 1 github push "" refs/heads/release/2 "$ZEROS" git mcade check
'

# --- a history that is cut off --------------------------------------------------------------------
# depth N COMMIT: a clone that has N commits of it.
depth () {
	cd "$TRASH" && rm -rf cut && git init -q "$TRASH/cut" && cd "$TRASH/cut" && git remote add origin "file://$TRASH/p.git" && printf "out\nerr\n" >>.git/info/exclude && export MCADE_LEDGER="$pid" &&
	git fetch -q --no-tags --depth="$1" origin "+$2:refs/remotes/origin/built" && git checkout -q --detach FETCH_HEAD && git fetch -q origin refs/heads/mcade/ledger:refs/remotes/origin/mcade/ledger
}
test_expect_success 'a clone that is too shallow never passes: it says what is missing, and the line that fetches it leads on' '
	cat >jobs <<-EOT && while read -r job; do
	github push "" refs/heads/release/1 $good
	github push "" refs/heads/release/1 $(git -C p rev-parse "$good^")
	github push "" refs/heads/release/1 $ZEROS
	github schedule "" refs/heads/release/1 ""
	github push "" refs/tags/v1 ""
	gitlab CI_PIPELINE_SOURCE=schedule CI_COMMIT_BRANCH=release/1
	EOT
		for n in 1 2; do
			depth $n "$bad" && eval "answer 128 $job git mcade check" && test_grep "depth $n is too shallow" err && test_grep "next: git fetch" err || return 1
			for round in 1 2 3 4; do
				way=$(sed -n "s/^ *next: //p" err | head -n 1) && eval "$way" >fetched 2>&1 || { cat err fetched; return 1; }
				status=0 && { eval "$job git mcade check" >out 2>err || status=$?; } && [ $status -eq 128 ] || break
			done
			[ $status -eq 1 ] && test_grep "no-delete" out || { echo "$job, depth $n: $status"; cat err out; return 1; }
		done
	done <jobs && test_line_count 6 "$TRASH/jobs"
'
test_expect_success 'and so does --fetch' '
	depth 1 "$bad" && answer 1 github push "" refs/heads/release/1 "$good" git mcade check --fetch && depth 1 "$bad" && answer 1 github schedule "" refs/heads/release/1 "" git mcade check --fetch && test_grep "no-delete" out
'

# --- the tip and the ledger ----------------------------------------------------------------------
test_expect_success 'the tip is compared with the ledger: a pin that nobody signed' '
	MCADE_LEDGER=$id && good=$(git -C r rev-parse good) && bad=$(git -C r rev-parse bad) &&
	ci_branch pinned "over releases/prod.yaml \"platform: {redis: {image: docker.io/redis:7@sha256:\$(printf %064d 7)}}\"" && runner pin "$tip" &&
	{ github pull_request main refs/pull/7/merge "" git mcade check --fetch >out; [ $? -eq 1 ]; } && test_grep "releases/prod.yaml" out
'

test_expect_success 'a ledger that is no good chain is 3, and one of another root' '
	git clone -q --bare r.git forged.git && git -C forged.git config uploadpack.allowAnySHA1InWant true && git clone -q r.git forge && cd forge && git checkout -q -b l origin/mcade/ledger &&
	git commit -q --allow-empty -m junk && push origin l:refs/heads/x && git push -q ../forged.git l:mcade/ledger && cd .. && runner forged "$good" && git remote set-url origin "file://$TRASH/forged.git" &&
	answer 3 github pull_request main refs/pull/7/merge "" git mcade check --fetch
'

test_expect_success 'the tip is looked at as it stands, whoever brought it: it no longer names its ledger' '
	git clone -q r.git tip && cd tip && git config user.name x && git checkout -q main && sed -i "/^ledger:/d" runbook.yaml && git commit -q -n -a -m unnamed && put free.txt y && git commit -q -a -m free &&
	git update-ref refs/remotes/origin/main HEAD~1 && answer 1 github pull_request main refs/pull/7/merge "" git mcade check && test_grep "no longer names its ledger" out &&
	git mcade check --range HEAD~1.. --expect-genesis $id >out && test_grep ! "no longer" out
'

test_expect_success 'and so is the ledger: what stock git would show instead of it' '
	cd three && ledger=$(git rev-parse refs/remotes/origin/mcade/ledger) && git replace "$ledger" "$ledger^" && answer 3 github pull_request main refs/pull/7/merge "" git mcade check &&
	git replace -d "$ledger" && answer 0 github pull_request main refs/pull/7/merge "" git mcade check
'

test_expect_success 'a minimum holds here too' '
	cd three && answer 3 github pull_request main refs/pull/7/merge "" git mcade check --min-sequence 99 && tick 864000 && answer 1 github pull_request main refs/pull/7/merge "" git mcade check --max-age 1h
'

test_expect_success 'wrong use is 129' '
	cd r && usage git mcade check --staged --fetch && usage git mcade check --staged --net && usage git mcade check --runbook x && usage git mcade check --range a..b --fetch
'

test_done
