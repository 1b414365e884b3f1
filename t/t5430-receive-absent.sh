#!/bin/sh
# shellcheck disable=SC2086,SC2046 # ids of objects and acts are plain words
test_description='objects that an event names and that are not here: what may pass a door, and what an audit can say'
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-craft.sh"
. "$SOURCE_DIR/t/lib-judged.sh"
. "$SOURCE_DIR/t/lib-push.sh"

NOWHERE=1111111111111111111111111111111111111111
R1=11111111111111111111111111111111

judged_repo || { echo "Bail out! no repository"; exit 1; }
cd r && situation STARTED $BASE operator "$(start_of A lab; echo "Id: $R1")" &&
	situation RAN $STARTED operator "$(finish_of A lab $R1)" && cd .. || exit 1

approve_of () { # approve_of STEP ENV CODE
	approval_of $1 $2 | sed "s/^Code: .*/Code: $3/"
}
# audit_of COMMIT: its exit status; what it says stands in audit.json.
audit_of () {
	git update-ref $LEDGER "$1" && forget || return 1
	git mcade audit --json >audit.json 2>audit.err
	echo $?
}

# stays_out TITLE PARENT WHO LINES: refused at receive where the commit is not there, taken where it is.
stays_out () {
	title=$1 parent=$2 who=$3 good=$4 bad=$(printf '%s\n' "$4" | sed "s/^Code: .*/Code: $NOWHERE/")
	test_expect_success "$title of a commit that the server does not have is refused, another is not" '
		cd r && counts $parent $(printf "%s\n" "$good" | craft $parent $who) &&
		bad=$(printf "%s\n" "$bad" | craft $parent $who) && ! receive $parent $bad &&
		test_grep "refused \[evidence\]" push.err
	'
}
cd r || exit 1
there=$(approve_of SIGNED lab $CODE) live=$(approve_of ONLY open $CODE)
cd ..
stays_out 'an approval where a promotion comes from' $BASE reviewer "$there"
stays_out 'an approval of a live environment' $BASE reviewer "$live"

test_expect_success 'elsewhere, and what nobody promotes by, passes unseen' '
	cd r && for act in "$(approve_of A bare $NOWHERE)" "$(start_of A lab | sed "s/^Code: .*/Code: $NOWHERE/")"; do
		new=$(printf "%s\n" "$act" | craft $BASE reviewer) && receive $BASE $new || { cat push.err >&4; return 1; }
	done
'

test_expect_success 'an audit cannot tell while an approval in force names what is not here' '
	cd r && blind=$(approve_of A lab $NOWHERE | craft $BASE reviewer) && [ "$(audit_of $blind)" = 2 ] &&
	test_grep "\"verdict\":\"inconclusive\"" audit.json && test_grep "\"confirmed\":true" audit.json &&
	used=$(start_of A lab | craft $blind operator) && [ "$(audit_of $used)" = 0 ] &&
	test_grep "\"objects_absent\":1" audit.json
'

test_expect_success 'of what nothing rests on it counts' '
	cd r && [ "$(audit_of $(approve_of A bare $NOWHERE | craft $BASE reviewer))" = 0 ] && test_grep "\"objects_absent\":1" audit.json &&
	[ "$(audit_of $(start_of A lab | sed "s/^Code: .*/Code: $NOWHERE/" | craft $BASE operator))" = 0 ]
'

test_expect_success 'nor while a verification rests on a live run of what is not here' '
	cd r && begun=$({ start_of ONLY open; echo "Id: $R1"; } | sed "s/^Code: .*/Code: $NOWHERE/" | craft $BASE operator) &&
	audit_of $begun >status && audit_of $(finish_of ONLY open $R1 | craft $begun operator) >>status && cat audit.json >&4 &&
	echo "0 2" | tr " " "\n" >expected && test_cmp expected status && ! git mcade audit >out 2>err &&
	test_grep "^  hint: fetch " err && ! test_grep "genesis unconfirmed" err
'

completed () { # completed SED: A ran so in lab, and is complete; the event before it stands in `pinned`
	begun=$({ start_of A lab; echo "Id: $R1"; } | sed "$1" | craft $BASE operator) &&
	ended=$(finish_of A lab $R1 | craft $begun operator) && pin_of lab $IMAGE | craft $ended operator >pinned &&
	{ complete_of A lab $R1; echo "Pin: a.image=$IMAGE"; } | craft $(cat pinned) operator
}
test_expect_success 'a completion of what ran from no commit of the server is refused where a promotion comes from' '
	cd r && good=$(completed "") && counts $(cat pinned) $good && bad=$(completed "s/^Code: .*/Code: $NOWHERE/") &&
	receive $BASE $(cat pinned) && ! receive $(cat pinned) $bad && test_grep "refused \[evidence\]" push.err &&
	[ "$(audit_of $bad)" = 0 ] && test_grep "\"objects_absent\":2" audit.json
'

# A server that has all objects, and a branch of no name that the rules know.
test_expect_success 'a tip is looked for where its branch will stand, and nowhere else' '
	cd r && git init -q --bare ../s.git && echo "$TRASH/r/.git/objects" >../s.git/objects/info/alternates &&
	git -C ../s.git update-ref refs/heads/topic $CODE &&
	( cd ../s.git && git mcade hooks install --expect-genesis "$(git -C ../r config mcade.ledgerId)" ) >../log 2>&1 &&
	live=$(start_of ONLY open | craft $BASE operator) && ! git push -q ../s.git $live:$LEDGER 2>err && test_grep "refused \[evidence\]" err &&
	! git push -q --atomic ../s.git $live:$LEDGER $CODE:refs/heads/other 2>err && test_grep "refused \[evidence\]" err &&
	git push -q --atomic ../s.git $live:$LEDGER $CODE:refs/heads/main
'

# What the record keeps of a branch binds everybody: a tip that the branch does not have would lock them out.
further () { # a commit on top of main, which a branch of no name that the rules know has
	git commit-tree -p main -m further "main^{tree}" >../further && git -C ../r.git update-ref refs/heads/topic $(cat ../further) &&
	cat ../further
}
test_expect_success 'what git drops of a push is no place where a tip stands' '
	cd r && good=$(completed "") && stood=$(git rev-parse main) && next=$(further) &&
	bad=$({ complete_of A lab $R1; printf "%s\n" "Pin: a.image=$IMAGE" "=Tip: $next refs/heads/main"; } | craft $(cat pinned) operator) &&
	git -C ../r.git update-ref $LEDGER $(cat pinned) && forget &&
	unmoved ../r.git raw_push ../r.git $(cat pinned):$bad:$LEDGER $(git rev-parse $stood~1):$next:refs/heads/main 2>err && says evidence $LEDGER &&
	raw_push ../r.git $(cat pinned):$bad:$LEDGER $stood:$next:refs/heads/main &&
	git -C ../r.git update-ref refs/heads/main $stood
'
test_expect_success 'nor is a branch to which a tag is pushed: git drops that, too' '
	cd r && good=$(completed "") && stood=$(git rev-parse main) && next=$(further) && git tag -a -m further further $next &&
	bad=$({ complete_of A lab $R1; printf "%s\n" "Pin: a.image=$IMAGE" "=Tip: $next refs/heads/main"; } | craft $(cat pinned) operator) &&
	git -C ../r.git update-ref $LEDGER $(cat pinned) && forget &&
	unmoved ../r.git raw_push ../r.git $(cat pinned):$bad:$LEDGER $stood:$(git rev-parse further):refs/heads/main 2>err &&
	says drift refs/heads/main
'

test_expect_success 'of a branch that no event named yet a tip is here, too: others go on from it' '
	cd r && adopt_of $(runbook_less "s|^governed:.*|governed: [refs/heads/main, refs/heads/release/1]|" rb.release) |
		craft $BASE owner >released && receive $BASE $(cat released) && CODE=$(git rev-parse main) &&
	git -C ../r.git update-ref refs/heads/release/1 $CODE && start_of ONLY open >lines &&
	good=$({ cat lines && echo "Tip: $CODE refs/heads/release/1"; } | craft $(cat released) operator) && receive $(cat released) $good &&
	bad=$({ cat lines && echo "Tip: $(echo $NOWHERE | tr 1 f) refs/heads/release/1"; } | craft $(cat released) operator) &&
	! receive $(cat released) $bad && test_grep "refused \[evidence\]" push.err
'

test_expect_success 'what a retip left and nobody has any more frees what came before it, and nothing since' '
	cd r && stood=$(git rev-parse main) && next=$(further) && from="s/^Code: .*/Code: $next/; s|^Tip: .*|Tip: $next refs/heads/main|" &&
	before=$(start_of ONLY open | sed "$from" | craft $BASE owner) &&
	left=$(printf "%s\n" retip "says amended" "Tip: $stood refs/heads/main" "Rewritten: $NOWHERE refs/heads/main" | craft $before owner) &&
	[ "$(audit_of $before)" = 1 ] && [ "$(audit_of $left)" = 0 ] &&
	begun=$({ start_of A lab; echo "Id: $R1"; } | craft $left operator) && ended=$(finish_of A lab $R1 | craft $begun operator) &&
	pinned=$(pin_of lab $IMAGE | craft $ended operator) && { complete_of A lab $R1; echo "Pin: a.image=$IMAGE"; } >lines &&
	counts $pinned $(craft $pinned operator <lines) && bad=$(sed "s|^Tip: .*|Tip: $next refs/heads/main|" lines | craft $pinned operator) &&
	[ "$(audit_of $bad)" = 1 ] && test_grep "rests on a commit that is not on the branch" audit.json &&
	! receive $pinned $bad && test_grep "refused \[evidence\]" push.err
'

test_expect_success 'what ran before its environment was live is not asked for its branch, and what ran since is' '
	cd r && start_of MANY bare | sed "s|^Tip: .*|Tip: $(further) refs/heads/main|" >lines &&
	early=$(craft $BASE operator <lines) && receive $BASE $early &&
	adopt_of $(runbook_less "s/{id: bare,/{id: bare, live: true,/" rb.live) >live && both=$(craft $early owner <live) &&
	receive $early $both && [ "$(audit_of $both)" = 0 ] && alone=$(craft $BASE owner <live) &&
	late=$(sed "s|^Tip: .*|Tip: $(further) refs/heads/main|" lines | craft $alone operator) && [ "$(audit_of $late)" = 1 ] &&
	test_grep "rests on a commit that is not on the branch" audit.json && ! receive $alone $late && test_grep "refused \[evidence\]" push.err
'

test_expect_success 'a promotion rests on what the branch has, wherever it goes' '
	cd r && adopt_of $(runbook_less "s/, live: true//" rb.tame) | craft $BASE owner >tame && CODE=$(git rev-parse main) &&
	begun=$({ start_of A lab; echo "Id: $R1"; content_lines; } | craft $(cat tame) operator) &&
	ended=$(finish_of A lab $R1 | craft $begun operator) && pinned=$(pin_of lab $IMAGE | craft $ended operator) &&
	complete=$({ complete_of A lab $R1; echo "Pin: a.image=$IMAGE"; content_lines | grep Candidate; } | craft $pinned operator) &&
	pin_of prod $IMAGE >/dev/null && content_lines | grep Content >promote && {
		printf "%s\n" "promote - prod" "Source: lab" "Code: $CODE" "Pin: a.image=$IMAGE" "attach releases/prod.yaml manifest.prod" &&
		cat promote && echo "Candidate: sha256:$(printf "%s\na.image=%s" "$(sed "s/^Content: //" promote)" $IMAGE | sha256sum | cut -d" " -f1)"
	} >lines && { cat lines && tip_line; } | craft $complete operator >good && counts $complete $(cat good) &&
	{ cat lines && echo "Tip: $(further) refs/heads/main"; } | craft $complete operator >bad && own_errors $complete $(cat bad) &&
	test_grep "^evidence .* rests on a commit that is not on the branch" own_errors && ! receive $complete $(cat bad) && test_grep "refused \[evidence\]" push.err
'

test_expect_success 'a branch that was governed no more for a while begins anew where it is adopted again' '
	cd r && adopt_of $(runbook_less "s|^governed:.*|governed: [refs/heads/main, refs/heads/second]|" rb.two) >two &&
	CODE=$(git rev-parse main) && git update-ref refs/heads/second $CODE && echo "Tip: $CODE refs/heads/second" >>two &&
	two=$(craft $BASE owner <two) && ran=$({ start_of ONLY open; tail -n 1 two; } | craft $two operator) &&
	adopt_of $(runbook_less "s/name: crafted/name: one/" rb.one) >one && one=$(craft $ran owner <one) &&
	[ "$(audit_of $ran)" = 0 ] && git update-ref refs/heads/second $CODE~1 && [ "$(audit_of $ran)" = 1 ] &&
	adopt_of rb.two >two && echo "Tip: $(git rev-parse second) refs/heads/second" >>two &&
	git -C ../r.git update-ref refs/heads/second $CODE~1 && again=$(craft $one owner <two) &&
	counts $one $again && [ "$(audit_of $again)" = 0 ]
'

test_done
