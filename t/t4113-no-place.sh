#!/bin/sh
test_description='no HOME, a state that cannot be written, a copied repository: nothing that is not governed is in the way'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
be_person owner

# homeless COMMAND...: as a service without HOME.
homeless () {
	env -u HOME -u XDG_STATE_HOME -u XDG_CONFIG_HOME GIT_AUTHOR_NAME=s GIT_AUTHOR_EMAIL=s@example.com GIT_COMMITTER_NAME=s GIT_COMMITTER_EMAIL=s@example.com "$@"
}
STATE=$HOME/.local/state/git-mcade

test_expect_success 'setup: governed, published' '
	small_repo r && bare_remote ../r.git . && git push -q -u origin main 2>../err && git mcade sync 2>../err
'
test_expect_success 'without HOME: what nobody governs is committed and pushed, and said' '
	cd r && echo word >>README && git add README && homeless git commit -qm word 2>../err && test_grep "cannot tell whether" ../err && homeless git commit -q --allow-empty -m nothing 2>../err &&
	homeless git push -q origin main 2>../err && test "$(git -C ../r.git rev-parse main)" = "$(git rev-parse HEAD)"
'
test_expect_success 'without HOME: what is governed is judged' '
	cd r && head=$(git rev-parse HEAD) && echo "nonsense: true" >>runbook.yaml && ! homeless git commit -qam nonsense 2>../err && test_grep "runbook.yaml" ../err && git checkout -q -- runbook.yaml &&
	git mcade freeze docs --path "docs/**" -m closed 2>../err && echo x >docs/x && git add docs && ! homeless git commit -qm x 2>../err && test_grep "refused .frozen." ../err && test "$(git rev-parse HEAD)" = "$head" && git reset -q && rm docs/x && git mcade thaw docs -m open 2>../err
'
test_expect_success 'without HOME: a ledger that the configuration does not name judges nothing as well' '
	cd r && id=$(git config mcade.ledgerId) && git config mcade.ledgerId "$(printf "%064d" 1)" && echo more >>README && ! homeless git commit -qam more 2>../err && test_grep "unconfirmed" ../err && git config mcade.ledgerId "$id" && git checkout -q -- README
'
test_expect_success 'without HOME: a ledger is neither made nor joined, and nothing of it stays' '
	new_repo s && ( cd s && commit_file README x && broken homeless git -c user.name=s -c user.email=s@example.com -c user.signingkey="$(key_of owner)" mcade init --no-hooks 2>../err && ! git rev-parse -q --verify mcade/ledger ) && test_grep "XDG_STATE_HOME" err &&
	git clone -q r.git t && ( cd t && git fetch -q origin mcade/ledger && broken homeless git mcade join --no-hooks --expect-genesis "$(git -C ../r config mcade.ledgerId)" 2>../err ) && test_grep "XDG_STATE_HOME" err
'
test_expect_success 'damaged, one file or all of them: what nobody governs is committed, and said; what is governed is judged; nothing is mended by the way' '
	cd r && git mcade freeze docs --path "docs/**" -m closed 2>../err && mkdir -p docs && cp -R "$STATE" ../whole && for damaged in "$STATE"/repositories/* "$STATE"/*/heads/*/local "$STATE"/*/pin all; do
		{ [ "$damaged" = all ] && find "$STATE" -type f || echo "$damaged"; } | while read -r file; do : >"$file"; done &&
		echo word >>README && git add README && git commit -qm word 2>../err && test_grep "is damaged" ../err && test_grep "audit --cold" ../err &&
		echo x >docs/x && git add docs && refused git commit -qm x 2>../err && test_grep "refused .frozen." ../err && git reset -q && rm docs/x &&
		{ [ "$damaged" = all ] || test ! -s "$damaged"; } && rm -rf "$STATE" && cp -R ../whole "$STATE" || return 1
	done && git mcade thaw docs -m open 2>../err
'
test_expect_success 'a state directory that is not absolute: said, with what is used instead; nothing is made under it' '
	cd r && XDG_STATE_HOME=state git mcade status --env lab >../out 2>../err && test_grep "XDG_STATE_HOME is .state., expected an absolute path; ledgers are remembered in .$STATE." ../err && test ! -e state &&
	! git mcade status --env lab 2>&1 >../out | grep XDG_STATE_HOME && ( unset HOME && XDG_STATE_HOME=state && export XDG_STATE_HOME && git mcade status --env lab >../out 2>../err; test_grep "nothing is remembered" ../err ) &&
	git clone -q ../r.git ../v && ( cd ../v && unset HOME && XDG_STATE_HOME=state && export XDG_STATE_HOME && broken git mcade join --no-hooks 2>../err && test_grep "XDG_STATE_HOME is .state., expected an absolute path, and HOME is not set" ../err )
'
test_expect_success 'a ledger in the way of evidence or records: refused by everything, before anything is done' '
	cd r && for name in mcade/records mcade/records/mine refs/heads/mcade/Records mcade/evidence mcade/evidence/2026 mcade; do
		git config mcade.ledger "$name" && broken git mcade status --env lab 2>../err && test_grep "in the way of .refs/heads/mcade/" ../err && ! git commit -q --allow-empty -m no 2>../err || return 1
	done && git config mcade.ledger mcade/recordings && expect_status 3 git mcade status --env lab 2>../err && test_grep ! "in the way" ../err && git config --unset mcade.ledger &&
	git -C ../r.git config mcade.ledger mcade/records/mine && ( cd ../r.git && git mcade hook pre-receive </dev/null 2>../err; test $? = 128 ) && test_grep "in the way" ../err && git -C ../r.git config --unset mcade.ledger
'
test_expect_success 'reading makes nothing: neither a state nor a name of the repository' '
	git clone -q r.git u && ( cd u && HOME=$TRASH/empty && export HOME && mkdir -p "$HOME" && git config --global user.name n && git config --global user.email n@example.com && { git mcade status || git mcade log || git mcade audit || :; } >../out 2>&1 && test ! -e .git/mcade/id && test ! -e "$HOME/.local/state/git-mcade" )
'
test_expect_success 'a state that cannot be written: verified again each time, said, and acts go on' '
	cd r && cp -R "$STATE" ../state && id=$(git config mcade.ledgerId) && rm -rf "$STATE/$id/heads" && : >"$STATE/$id/heads" &&
	git mcade status --env lab >../out 2>../err && test_grep "not remembered" ../err && echo y >>README && git commit -qam y 2>../err &&
	git mcade freeze more --path "more/**" -m act >../out 2>../err && test_grep "recorded" ../out && test_grep "not remembered" ../err && rm -rf "$STATE" && mv ../state "$STATE"
'
test_expect_success 'a copy of the repository is another one: its origin may go on and come back' '
	cd r && git mcade thaw more -m back 2>../err && git mcade sync 2>../err && cp -R . ../copy && git mcade freeze on --path "on/**" -m on 2>../err && git mcade sync 2>../err &&
	( cd ../copy && git mcade status --env lab 2>../err && git mcade sync 2>../err && git mcade log -n 1 2>../err ) && ( cd ../copy && git mcade thaw on -m off && git mcade sync ) 2>../err && git mcade sync 2>../err && git mcade status --env lab 2>../err
'
test_expect_success 'the copy, once it was read, has the same alarms: rewound, gone' '
	cd copy && git mcade freeze here --path "here/**" -m here --no-fetch 2>../err && tip=$(git rev-parse mcade/ledger) && git update-ref refs/heads/mcade/ledger mcade/ledger~1 &&
	expect_status 3 git mcade status --env lab 2>../err && test_grep "rewound" ../err && expect_status 3 git mcade audit && git update-ref -d refs/heads/mcade/ledger && expect_status 3 git mcade status --env lab 2>../err &&
	test_grep "is gone" ../err && git mcade sync 2>../err && test "$(git rev-parse mcade/ledger)" = "$tip"
'
test_expect_success 'the repository itself, rewound, stays an alarm' '
	cd r && git mcade freeze last --path "last/**" -m last 2>../err && git update-ref refs/heads/mcade/ledger mcade/ledger~1 && ! git mcade status --env lab 2>../err && test_grep "mcade" ../err
'
test_done
