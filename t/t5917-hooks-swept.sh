#!/bin/sh
test_description='each call of the system fails while hooks are installed or taken out: what was there is kept, and nothing is called ours'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
. "$SOURCE_DIR/t/lib-swept.sh"
be_person owner

# kept: this is how the repository stands before each fault.
kept () {
	rm -rf ../kept && mkdir ../kept && cp -a .git/hooks .git/info .git/config ../kept
}
again='rm -rf .git/hooks .git/info && cp -a ../kept/. .git'
own='grep -rq ^#.own .git/hooks'
test_expect_success 'setup: a hook of somebody else' '
	governed_repo r && cd r && git mcade hooks uninstall >out 2>&1 && mkdir -p .git/hooks && printf "#!/bin/sh\n# own\n" >.git/hooks/pre-commit && chmod +x .git/hooks/pre-commit && kept
'
test_expect_success 'install' '
	cd r && swept --every 2 --before "$again" --after "$own" 0 hooks install && eval "$again" && git mcade hooks install >out && kept
'
test_expect_success 'doctor, where a program cannot be started: what was not tried is not called refused' '
	cd r && swept --call fork 0 hooks doctor && swept --every 9 0 hooks doctor
'
test_expect_success 'status' '
	cd r && swept --every 3 0 hooks status
'
test_expect_success 'uninstall: the hook that was kept comes back' '
	cd r && swept --every 2 --before "$again" --after "$own" 0 hooks uninstall && ! grep -rq "made by" .git/hooks
'
# A folder of hooks that the repository has itself, and one that another program writes.
test_expect_success 'hooks that are tracked: nothing is written there' '
	cd r && eval "$again" && mkdir .husky && printf "#!/bin/sh\n" >.husky/pre-commit && git add -f .husky/pre-commit && git config core.hooksPath .husky && swept --every 9 1 hooks status && swept --call fork 1 hooks status && swept --every 14 1 hooks install && ! grep -rq "made by" .husky
'
test_done
