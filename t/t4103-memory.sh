#!/bin/sh
test_description='what is remembered outside the repository: damaged it is mended, whole it is never moved back'
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
be_person owner
memory=$XDG_STATE_HOME/git-mcade

# remembered PATTERN: those files, but the pin.
remembered () {
	find "$memory" -type f -path "$1" ! -name pin
}

test_expect_success 'setup: a ledger that was published and seen' '
	small_repo r && bare_remote ../hub.git . && git push -q --atomic origin main mcade/ledger && git mcade sync &&
	tick && git mcade block LATER --env lab -m "no host" && git mcade sync &&
	remembered "*" | sort >../files && test "$(wc -l <../files)" -ge 6 && cp -R "$memory" ../kept
'

# damage FILE TEXT: then status works, or names what mends it, and afterwards works.
damage () {
	printf %b "$2" >"$1" && rc=0 && { git mcade status --env lab >out 2>err || rc=$?; } &&
	{ test "$rc" = 0 || { test "$rc" = 128 && test_grep "^  next: git mcade audit --cold" err; }; } &&
	git mcade audit --cold >out 2>err && git mcade status --env lab >out 2>err && git mcade sync >out 2>err
}

test_expect_success 'each file may be empty, cut or rubbish: audit --cold is the way out' '
	cd r && while read -r file; do
		for text in "" "tip: x\n" "0123\n"; do
			damage "$file" "$text" || { echo "$file: $text" >&4; return 1; }
		done
	done <../files && rm -f out err
'

test_expect_success 'what it says then is what was known' '
	cd r && for file in "$memory"/*/heads/*/local "$memory"/*/heads/*/origin "$memory"/*/addresses/* "$memory"/repositories/* "$memory"/remotes/*; do
		cp "$file" ../was && : >"$file" && git mcade audit --cold >/dev/null 2>&1 && test_cmp ../was "$file" || return 1
	done
'

test_expect_success 'all at once' '
	cd r && while read -r file; do : >"$file"; done <../files && git mcade audit --cold && git mcade sync
'

test_expect_success 'all at once, the pin too: by the id that a person gives, and by no other' '
	cd r && id=$(git config mcade.ledgerId) && cp -R "$memory" ../all && find "$memory" -type f | while read -r file; do : >"$file"; done &&
	untrusted git mcade join --no-hooks --expect-genesis "$(printf %064d 1)" 2>err && broken git mcade status --env lab 2>err &&
	for round in 1 2 3; do
		rc=0; git mcade status --env lab >out 2>err || rc=$?; [ $rc -ne 0 ] || break
		way=$(sed -n "s/^ *next: //p" err) && { sh -c "$way" >out 2>err || way=$(sed -n "s/^ *next: //p" err) && sh -c "$way --no-hooks"; } || return 1
	done && git mcade status --env lab 2>err && test_grep ! unconfirmed err && git mcade audit && git mcade sync && for file in pin "heads/*/local" "heads/*/origin"; do
		test_cmp "$(echo ../all/$id/$file)" "$(echo "$memory/$id"/$file)" || return 1
	done && rm -f out err
'

test_expect_success 'what a program with other rules has verified is verified anew; what this one has is believed, or an alarm' '
	cd r && git mcade audit --cold && file=$(echo "$memory"/*/heads/*/local) && cp "$file" ../was && test_grep "^verifier: 2$" "$file" && other=$(printf %064d 0 | tr 0 a) &&
	sed "s/^sha256: .*/sha256: $other/" ../was >"$file" && untrusted git mcade status --env lab 2>err && test_grep "other bytes than when it was verified" err &&
	sed "s/^sha256: .*/sha256: $other/; s/^verifier: .*/verifier: 1/" ../was >"$file" && git mcade status --env lab && git mcade audit --cold && test_cmp ../was "$file"
'

test_expect_success 'what can be read is never moved back: a rewound branch stays an alarm' '
	cd r && git update-ref refs/heads/mcade/ledger mcade/ledger~1 && git update-ref refs/remotes/origin/mcade/ledger mcade/ledger &&
	cp "$memory"/*/heads/*/local ../was && git mcade audit --cold >/dev/null &&
	cp "$memory"/*/heads/*/local ../is && test_cmp ../was ../is && untrusted git mcade status --env lab 2>err
'

test_expect_success 'nor is a remote that went back forgotten with a damaged file' '
	cd r && git update-ref refs/heads/mcade/ledger refs/mcade/seen/origin && git mcade status --env lab >out 2>&1 &&
	git -C ../hub.git update-ref refs/heads/mcade/ledger refs/heads/mcade/ledger~1 &&
	: >"$(echo "$memory"/*/heads/*/origin)" && git mcade audit --cold >out 2>&1 && untrusted git mcade sync 2>err &&
	git push -q --no-verify origin mcade/ledger && git mcade sync
'

test_expect_success 'a damaged pin confirms nothing: inconclusive, and the line that pins again' '
	cd r && pin=$(echo "$memory"/*/pin) && cp "$pin" ../pin && : >"$pin" && : >"$(echo "$memory"/*/heads/*/local)" &&
	refused_with=0 && { git mcade audit --cold >out 2>err || refused_with=$?; } && test $refused_with = 2 &&
	test ! -s "$(echo "$memory"/*/heads/*/local)" && cp ../kept/*/heads/*/local "$memory"/*/heads/*/ &&
	waiting git mcade lock CACHE --env lab -m x 2>err && git mcade status --env lab 2>err && test_grep unconfirmed err && sh -c "$(sed -n "s/^  next: //p" err)" && test_cmp ../pin "$pin" &&
	git mcade status --env lab
'

test_done
