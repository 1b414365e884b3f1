#!/bin/sh
test_description='doc/ci: the lines of each ready file, run in a bare checkout with the variables of its forge'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
. "$SOURCE_DIR/t/lib-push.sh"
. "$SOURCE_DIR/t/lib-ci.sh"
be_person owner
CI_FILES=$SOURCE_DIR/doc/ci

# script_of FILE KEY: the lines that the file has under run:, script: or entry:, each one of them.
script_of () {
	case $2 in
	script) sed -n '/^  script:/,$s/^    - //p' "$CI_FILES/$1" ;;
	*) sed -n "s/^ *\\(- \\)*$2: //p" "$CI_FILES/$1" ;;
	esac
}

# as_step COMMAND-LINE: as a forge runs it.
as_step () {
	sh -e -c "$1"
}

test_expect_success 'setup' '
	ci_server && ci_branch good "put free.txt more" && good=$tip && ci_branch bad "git rm -q ansible/playbooks/PLAT_01_base.yml" && bad=$tip
'

test_expect_success 'no file is without a case here' '
	ls "$CI_FILES" >list && printf "github.yml\ngitlab.yml\nlefthook.yml\npre-commit-config.yaml\n" >want && test_cmp want list
'

test_expect_success 'each is YAML, and what is passed on is a variable that the program reads' '
	for file in github.yml gitlab.yml lefthook.yml pre-commit-config.yaml; do
		! grep -q "	" "$CI_FILES/$file" || return 1
	done && test_grep "MCADE_LEDGER: \${{ vars.MCADE_LEDGER }}" "$CI_FILES/github.yml"
'

test_expect_success 'GitHub Actions: every event that the file names' '
	script_of github.yml run >lines && test_line_count 1 lines && line=$(cat lines) && export MCADE_LEDGER=$id &&
	for event in push pull_request merge_group schedule workflow_dispatch; do
		grep -q "^  $event:" "$CI_FILES/github.yml" || return 1
		for which in "$good 0" "$bad 1"; do
			set -- $which
			( runner job "$1" && target=main && [ $event != merge_group ] || target=refs/heads/main
			  expect_status $2 github $event "$target" refs/heads/main "$base" sh -e -c "$line" ) >out 2>err || return 1
		done
	done
'

test_expect_success 'GitHub Actions: without the repository variable it is no yes' '
	runner job "$good" && waiting github pull_request main refs/pull/7/merge "" env MCADE_LEDGER= sh -e -c "$line" 2>err
'

test_expect_success 'GitLab CI: every source that the file names' '
	script_of gitlab.yml script >lines && test_line_count 1 lines && line=$(cat lines) && export MCADE_LEDGER=$id &&
	for source in merge_request_event push schedule web; do
		grep -q "CI_PIPELINE_SOURCE == \"$source\"" "$CI_FILES/gitlab.yml" || return 1
		for which in "$good 0" "$bad 1"; do
			set -- $which
			target= branch=main
			[ $source != merge_request_event ] || { target=main; branch=; }
			( runner job "$1" && expect_status $2 gitlab CI_PIPELINE_SOURCE=$source CI_MERGE_REQUEST_TARGET_BRANCH_NAME=$target \
				CI_COMMIT_BRANCH=$branch CI_COMMIT_BEFORE_SHA="$base" sh -e -c "$line" ) >out 2>err || return 1
		done
	done
'

# --- managers of hooks -----------------------------------------------------------------------------
# committer: a clone without a key and without hooks of ours.
test_expect_success 'pre-commit: the staged change, and the commits of a push' '
	script_of pre-commit-config.yaml entry >lines && test_line_count 2 lines && commit=$(sed -n 1p lines) push=$(sed -n 2p lines) &&
	git clone -q r.git person && cd person && export MCADE_GENESIS= && as_person reviewer git mcade join --no-hooks --expect-genesis $id >out 2>err && 
	put free.txt x && git add -A && as_person reviewer sh -c "$commit" && git commit -q -m fine &&
	git rm -q ansible/playbooks/PLAT_01_base.yml && refused as_person reviewer sh -c "$commit" 2>err && git commit -q -n -m gone &&
	as_person reviewer env PRE_COMMIT_FROM_REF=$base PRE_COMMIT_TO_REF=HEAD~1 sh -c "$push" &&
	refused as_person reviewer env PRE_COMMIT_FROM_REF=$base PRE_COMMIT_TO_REF=HEAD sh -c "$push" &&
	broken as_person reviewer env PRE_COMMIT_FROM_REF= PRE_COMMIT_TO_REF=nowhere sh -c "$push" && git reset -q --hard "$base"
'

test_expect_success 'lefthook: the same, with the lines of the push on standard input' '
	script_of lefthook.yml run >lines && test_line_count 3 lines && test_grep "use_stdin: true" "$CI_FILES/lefthook.yml" && cd person &&
	put free.txt x && git add -A && as_person reviewer sh -c "$(sed -n 1p ../lines)" && git commit -q -m fine && git rm -q ansible/playbooks/PLAT_01_base.yml &&
	refused as_person reviewer sh -c "$(sed -n 1p ../lines)" 2>err && refused as_person reviewer sh -c "$(sed -n 2p ../lines)" 2>err && git commit -q -n -m gone &&
	push=$(sed -n 3p ../lines | sed "s|{1}|origin|; s|{2}|$TRASH/r.git|") &&
	echo "refs/heads/main $(git rev-parse HEAD~1) refs/heads/main $base" >in && as_person reviewer sh -c "$push" <in &&
	echo "refs/heads/main $(git rev-parse HEAD) refs/heads/main $base" >in && refused as_person reviewer sh -c "$push" <in 2>err && test_grep "no-delete" err
'

test_done
