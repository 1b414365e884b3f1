#!/bin/sh
test_description='people leave, keys are lost: what a key signs from there on, and who says so'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-team.sh"

team_with_server

# key NAME: a key of this test, besides those of the roster.
key () {
	[ -f "$TRASH/key-$1" ] || ssh-keygen -q -t ed25519 -N "" -C "$1" -f "$TRASH/key-$1" && echo "$TRASH/key-$1"
}
public () {
	echo "$(key "$1").pub"
}
tip () {
	git -C "$1" rev-parse -q --verify $LEDGER
}
# said FIELD [COMMIT]: the values of a trailer, in a.
said () {
	git -C "$TRASH/a" show -s --format=%B "${2:-$LEDGER}" | sed -n "s/^Mcade-$1: //p"
}
file_of () {
	[ -f "$ROSTER/$1.pub" ] && echo "$ROSTER/$1.pub" || public "$1"
}
fingerprint_of () {
	ssh-keygen -l -f "$(file_of "$1")" | cut -d' ' -f2
}
line_of () {
	cut -d' ' -f1,2 <"$(file_of "$1")"
}
# roles ID, keys ID, revoked ID: what the list says, one a line.
of_person () {
	git mcade trust list --json | perl -MJSON::PP -e 'local $/; my $t = decode_json(<STDIN>);
		for my $p (grep { $_->{id} eq $ARGV[0] } @{$t->{principals}}) {
			print ref $_ ? join("|", map { $_ // "" } @$_{qw(key sequence by reason)}) : $_, "\n" for @{$p->{$ARGV[1]}} }' "$1" "$2"
}
good () {
	git mcade audit --cold >audit && test_grep "^pass:" audit
}
# does ARGS...: an act of the operator, published.
does () {
	as_operator git mcade "$@" && as_operator git mcade sync && tick
}
# signs KEY COMMAND...: with that key of the roster.
signs () {
	key_=$(key "$1") && shift && git -c user.signingkey="$key_" mcade "$@"
}

# --- roles ---------------------------------------------------------------------------------------
test_expect_success 'set and role replace, add adds; the event says what is left' '
	cd a && git mcade trust add otto --role ci && of_person otto roles >is && printf "operator\nci\n" >want && test_cmp want is &&
	git mcade trust role otto reviewer operator && of_person otto roles >is && printf "operator\nreviewer\n" >want && test_cmp want is &&
	said Role >is && test_cmp want is && test "$(said Principal)" = otto && test -z "$(said Key)$(said Name)" &&
	git mcade trust set otto --role operator && test "$(of_person otto roles)" = operator && test "$(said Role)" = operator && good
'
test_expect_success 'what changes nothing is no act; unknown people and roles are named' '
	cd a && tip . >before && usage git mcade trust set otto --role operator 2>err && test_grep "would change" err &&
	usage git mcade trust role ott operator 2>err && test_grep "is it .otto." err &&
	refused git mcade trust role otto emperor 2>err && test_grep "\[ledger-integrity\]" err &&
	usage git mcade trust role otto 2>err && usage git mcade trust set otto 2>err && usage git mcade trust set otto --name X --role ci 2>err &&
	usage git mcade trust role otto ci --may run 2>err && usage git mcade trust revok otto 2>err && test_grep "hint: git mcade trust revoke" err &&
	tip . >after && test_cmp before after
'
test_expect_success 'a role of the team: what it may, where, and nothing else' '
	cd a && usage git mcade trust role legal --may fly 2>err && usage git mcade trust role legal --may "lock in nowhere" 2>err &&
	usage git mcade trust role legal --may " , " 2>err &&
	git mcade trust role legal --may "lock, unlock in prod" --may freeze && printf "legal freeze\nlegal lock in prod\nlegal unlock in prod\n" >want && said May >is && test_cmp want is &&
	git mcade trust list >list && test_grep "^role legal may: freeze, lock in prod, unlock in prod$" list &&
	as_operator refused git mcade lock C --env prod -m no 2>err && git mcade trust role otto operator legal && git mcade sync &&
	does lock C --env prod -m so && does unlock C --env prod -m so && as_operator refused git mcade adopt 2>err &&
	git mcade trust role legal --may freeze && git mcade sync && as_operator refused git mcade lock C --env prod -m no 2>err && test_grep "\[permission\]" err &&
	git mcade trust role otto operator && git mcade sync && good
'
test_expect_success 'who is no root changes nothing, and is told whom to ask' '
	for act in "revoke owner" "role otto owner root" "set otto --role root" "role operator --may adopt" "recovery --key $(key_of operator)"; do
		as_operator refused git mcade trust $act -m "mine" 2>err && test_grep "is not a root" err && test_grep "ask root Ada Owner" err || return 1
	done
'
# --- keys ----------------------------------------------------------------------------------------
test_expect_success 'a second key, and one of the two revoked: by fingerprint, by its line, by its file' '
	cd a && for name in "$(fingerprint_of laptop)" "$(line_of laptop)" "$(public laptop)"; do
		git mcade trust add otto --key "$(public laptop)" && test "$(of_person otto keys | wc -l)" = 2 &&
		git mcade trust revoke "$name" -m "a laptop is gone" && test "$(said Revoked)" = "$(line_of laptop)" &&
		test "$(said Key)" = "$(line_of operator)" && test "$(of_person otto keys)" = "$(line_of operator)" || return 1
	done && of_person otto revoked >is && test_grep "|owner|a laptop is gone$" is && test_line_count 1 is &&
	git mcade trust list >list && test_grep "$(fingerprint_of laptop)  revoked by owner, event [0-9]*, 2026" list && git mcade sync && good
'
test_expect_success 'no key of another kind, of nobody, of somebody else under this name' '
	cd a && tip . >before && usage git mcade trust revoke "$(fingerprint_of rsa)" -m x 2>err && usage git mcade trust revoke "$(line_of reviewer)" -m x 2>err &&
	usage git mcade trust revoke otto --key "$(key_of owner)" -m x 2>err && usage git mcade trust revoke "$(fingerprint_of laptop)" -m "twice" 2>err &&
	refused git mcade trust revoke otto --key "$(key_of rsa)" -m x 2>err && refused git mcade trust add eve --key "$(public laptop)" --role ci --email eve@example.com 2>err &&
	test_grep "belongs to .otto." err && tip . >after && test_cmp before after
'
test_expect_success 'an act that is set aside is shown as it is typed again' '
	( cd a && git mcade trust set otto --role ci --no-fetch && git mcade trust role notary --may attest --may "waive in prod" --no-fetch &&
		git mcade trust recovery --key "$(public paper)" --no-fetch && git mcade trust set otto --key "$(key_of operator)" --key "$(public else)" --no-fetch &&
		git mcade trust revoke otto --key "$(public else)" -m "no" --no-fetch && git mcade trust revoke otto -m "left" --no-fetch ) &&
	does block D --env prod -m "meanwhile" && cd a && git mcade sync --set-aside >redo 2>err && test_line_count 6 redo && sed 5q redo >most && sh -ex most &&
	test "$(of_person otto keys)" = "$(line_of operator)" && test "$(of_person otto roles)" = ci && git mcade trust list >list && test_grep "^role notary may: attest, waive in prod$" list &&
	test_grep "^recovery key: $(fingerprint_of paper)$" list && sed -n 6p redo >last && sh -ex last && test -z "$(of_person otto keys)" &&
	git mcade trust add otto --key "$(key_of operator)" --role operator && git mcade sync && does unblock D --env prod -m "over" && git mcade sync && good
'
test_expect_success 'a key is replaced: the old signs nothing more, what it signed stays, what was not published is signed anew' '
	does block C --env prod -m "by the old key" && as_operator git mcade block D --env prod -m "not published" --no-fetch &&
	( cd a && git mcade trust set otto --key "$(public new)" -m "worn out" && test "$(said Revoked)" = "$(line_of operator)" && git mcade sync ) && tick &&
	( cd b && as_person operator waiting git mcade sync 2>err && test_grep "a key of .otto. that is revoked" err ) &&
	( cd b && as_person operator git -c user.signingkey="$(key new)" mcade sync >out 2>err ) && test "$(tip b)" = "$(tip remote.git)" &&
	( cd a && git mcade sync && good && git mcade log -n 1 >out && test_grep "otto" out && git mcade show D --env prod --json >json && test_grep "\"phase\":\"blocked\"" json )
'
test_expect_success 'a revoked key that came back in force signs again; the list knows the last revocation' '
	cd a && git mcade trust set otto --key "$(key_of operator)" --role operator -m "found" && test "$(of_person otto keys)" = "$(line_of operator)" && of_person otto revoked >is &&
	test_grep ! "$(line_of operator)" is && test_grep "$(line_of new).*|found$" is && test_grep "$(line_of laptop).*|a laptop is gone$" is && git mcade sync && as_operator git mcade sync &&
	does unblock C --env prod -m "again" && git mcade sync && good
'
test_expect_success 'who left keeps the name; what he had not published is published by nobody, and not lost' '
	as_operator git mcade unblock D --env prod -m "by otto" --no-fetch && (
		cd a && git mcade trust revoke otto -m "left the team" && git mcade sync && of_person otto roles >is && test_line_count 0 is &&
		test "$(said Revoked)" = "$(line_of operator)" && test -z "$(said Role)$(said Key)" &&
		refused git mcade trust add otto2 --key "$(key_of operator)" --role operator --email o2@example.com 2>err && test_grep "belongs to .otto." err &&
		refused git mcade trust add otto2 --key "$(public laptop)" --role operator --email o2@example.com 2>err &&
		usage git mcade trust revoke otto -m "again" 2>err
	) && before=$(tip remote.git) && as_operator waiting git mcade sync 2>err && test_grep "a key of .otto. that is revoked" err &&
	test_grep "sync --set-aside" err && test "$(tip remote.git)" = "$before" && as_operator git mcade sync --set-aside >out 2>err &&
	test "$(tip remote.git)" = "$before" && test "$(tip b)" = "$before" && git -C b for-each-ref refs/mcade/aside/ >refs && test_line_count 1 refs &&
	as_operator refused git mcade block C --env prod -m x 2>err && test_grep "a revoked key of .otto." err && cd a && good
'
# --- roots ---------------------------------------------------------------------------------------
test_expect_success 'the last root does not vanish: by no word' '
	cd a && tip . >before &&
	for act in "revoke owner" "revoke $(fingerprint_of owner)" "role owner owner" "set owner --role operator" "revoke owner --key $(key_of owner)"; do
		refused git mcade trust $act -m "gone" 2>err && test_grep "no principal would be root" err && test_grep "let in another root first" err || return 1
	done && tip . >after && test_cmp before after
'
test_expect_success 'of two roots either revokes the other, and the other is none any more' '
	cd a && git mcade trust add rita --key "$(public rita)" --role root --role owner --name Rita --email rita@example.com && tick &&
	cp -R ../a ../copy && git mcade trust revoke rita -m "first" && refused signs rita trust revoke owner -m "second" 2>err && good && tick &&
	git mcade trust set rita --key "$(public rita)" --role root && tick &&
	signs rita trust revoke owner -m "the other way round" && refused git mcade trust set owner --key "$(key_of owner)" --role root 2>err &&
	signs rita trust set owner --key "$(key_of owner)" --role owner --role root -m "back" && git mcade lock C --env prod -m "I am" && good
'
test_expect_success 'a root replaces his own key: the old one signs it, and nothing more' '
	cd a && signs rita trust set rita --key "$(line_of rita2)" -m "new" && refused signs rita trust role rita ci 2>err &&
	signs rita2 trust role rita owner root && good
'
test_expect_success 'the recovery key puts a lost root right, and does nothing else' '
	new_repo alone && cd alone && commit_file a one && git mcade init --recovery-key "$(public paper)" >out 2>err && tick &&
	git mcade trust list >list && test_grep "^recovery key: $(fingerprint_of paper)$" list &&
	refused signs paper freeze web --path "w/*" -m "no person" 2>err && refused signs next trust recovery --key "$(public paper2)" 2>err &&
	signs paper trust set owner --key "$(public next)" -m "lost in the sea" && tick && refused git mcade trust role owner root 2>err &&
	signs next trust recovery --key "$(public paper2)" -m "the paper was read" && refused signs paper trust role owner root 2>err &&
	test "$(git show -s --format=%an mcade/ledger~1)" = "recovery (mcade)" && of_person owner revoked >is && test_grep "|recovery|lost in the sea" is && good
'
test_expect_success 'the recovery key is no key of a person: whoever had it there could take the recovery from who keeps it' '
	cd alone && signs next trust add otto --key "$(key_of operator)" --role operator --name "Otto Operator" --email operator@example.com && tick && tip . >before &&
	refused git -c user.signingkey="$(key_of operator)" mcade trust set otto --key "$(public paper2)" -m "mine is worn out" 2>err && test_grep "\[ledger-integrity\]" err &&
	refused signs next trust add otto --key "$(public paper2)" 2>err && refused signs next trust recovery --key "$(public next)" -m x 2>err && refused signs next trust recovery --key "$(key_of owner)" -m "it was revoked" 2>err &&
	tip . >after && test_cmp before after && signs paper2 trust role otto reviewer && good && cd .. && new_repo both && cd both && commit_file a one && refused git mcade init --recovery-key "$(key_of owner)" 2>err
'
# --- everybody's own key ---------------------------------------------------------------------------
test_expect_success 'setup: a third person with two keys' '
	cd a && git mcade trust add sam --key "$(public sam)" --key "$(public sam2)" --role operator --role reviewer --name Sam --email sam@example.com && git mcade sync && good
'
# alone KEY ARGS...: refused, in a, and nothing is recorded.
alone () {
	tip . >before && key_=$1 && shift && refused signs "$key_" trust "$@" 2>err && test_grep "is not a root\|ledger-integrity" err && tip . >after && test_cmp before after
}
test_expect_success 'a person puts a new key in the place of his own: the old one signs it, and signs nothing more' '
	cd a && signs sam trust set sam --key "$(public sam3)" --key "$(public sam2)" -m "worn out" >out 2>err && test_grep "next: git config .*sam3" err &&
	test "$(said Revoked)" = "$(line_of sam)" && of_person sam keys >is && test_grep "$(line_of sam3)" is && test_grep "$(line_of sam2)" is && test_line_count 2 is &&
	of_person sam revoked >is && test_grep "$(line_of sam).*|sam|worn out" is && of_person sam roles >is && test_line_count 2 is &&
	refused signs sam block C --env prod -m "by the old one" 2>err && signs sam3 block C --env prod -m "by the new one" && signs sam2 unblock C --env prod -m "by the other" && git mcade sync && good
'
test_expect_success 'and nothing else: no second key, no other of his keys, no role, no name, nobody else, no key that a root revoked' '
	cd a && alone sam3 set sam --key "$(public sam3)" --key "$(public sam2)" --key "$(public thief)" -m x && alone sam3 set sam --key "$(public thief)" -m x &&
	alone sam3 set sam --key "$(public sam3)" --key "$(public thief)" -m x && alone sam3 revoke "$(line_of sam2)" -m x && alone sam3 revoke "$(line_of sam3)" -m x &&
	alone sam3 set sam --key "$(public thief)" --key "$(public sam2)" --role root -m x && alone sam3 set otto --key "$(public thief)" -m x &&
	alone sam3 add sam --key "$(public thief)" -m x && alone sam3 recovery --key "$(public thief)" -m x && alone sam3 role operator --may adopt -m x &&
	alone sam3 set sam --key "$(public sam)" --key "$(public sam2)" -m "it came back" && alone sam3 void 1 -m x && good
'
test_expect_success 'a thief of one key rotates it: who has the other sees it, a root takes it back, and what the thief signed stays' '
	cd a && signs sam3 trust set sam --key "$(public thief)" --key "$(public sam2)" -m "the thief" && signs thief block C --env prod -m "mine now" && tick &&
	git mcade log -n 3 >log && test_grep "sam" log && alone sam2 revoke "$(line_of thief)" -m "not me" &&
	git mcade trust set sam --key "$(public sam4)" --key "$(public sam2)" -m "stolen" && refused signs thief unblock C --env prod -m "still" 2>err && refused signs thief trust set sam --key "$(public thief2)" -m x 2>err &&
	signs sam4 unblock C --env prod -m "back" && git mcade sync && good && as_operator git mcade sync && as_operator git mcade audit
'
test_expect_success 'published at once, by the key that it revokes' '
	cd a && git mcade sync && git -c user.signingkey="$(key sam4)" -c mcade.publish=auto mcade trust set sam --key "$(public sam5)" --key "$(public sam2)" -m "again" 2>err &&
	test "$(tip .)" = "$(tip ../remote.git)"
'
# --- void ------------------------------------------------------------------------------------------
test_expect_success 'a root thief lets others in and takes roles: the recovery key puts all of it back, with a new key for whose was stolen' '
	new_repo thieves && cd thieves && commit_file a one && git mcade init --recovery-key "$(public paper)" >out 2>err && tick &&
	git mcade trust add otto --key "$(key_of operator)" --role operator --name "Otto Operator" --email operator@example.com && tick && git mcade freeze w --path "w/*" -m "before" && tick && tip . >good_tip &&
	git mcade trust add eve --key "$(public eve)" --role root --role owner --name Eve --email eve@example.com && tick && signs eve trust revoke otto -m "out" && tick &&
	signs eve trust role operator --may adopt && tick && signs eve trust set owner --key "$(public eve2)" --role owner -m "mine" && tick && signs eve trust add owner --name "Eve Owner" && tick &&
	signs eve trust add ada2 --key "$(public eve3)" --role owner --name "Ada Owner" --email owner@example.com && tick &&
	refused git mcade trust void 3 -m "mine is revoked" 2>err && usage signs paper trust void 0 -m x 2>err && usage signs paper trust void 99 -m x 2>err && usage signs paper trust void 3 2>err &&
	usage signs paper trust void 3 owner -m x 2>err && usage signs paper trust void 3 eve --key "$(public next)" -m x 2>err &&
	signs paper trust void 3 owner --key "$(public next)" -m "stolen" && tick && git show -s --format=%B mcade/ledger >text && test_grep "^void from event 3 on: stolen$" text &&
	test "$(git show -s --format=%an mcade/ledger)" = "recovery (mcade)" && test "$(of_person owner keys)" = "$(line_of next)" && of_person owner roles >is && test_grep root is &&
	test "$(of_person otto keys)" = "$(line_of operator)" && test "$(of_person otto roles)" = operator && test -z "$(of_person eve keys)$(of_person eve roles)$(of_person ada2 keys)" &&
	git mcade trust list >list && test_grep ! "^role operator may: adopt$" list && signs next trust add owner --name Ada -m "her name" &&
	for name in eve eve2 eve3 owner; do
		refused git -c user.signingkey="$([ $name = owner ] && key_of owner || public $name)" mcade freeze z --path "z/*" -m x 2>err || return 1
	done && signs next freeze y --path "y/*" -m "back" && usage signs next trust void 99 -m x 2>err && good
'
test_expect_success 'nothing to void is no act' '
	cd thieves && tip . >before && usage signs next trust void "$(git show -s --format=%B mcade/ledger | sed -n "s/^Mcade-Sequence: //p")" -m x 2>err && test_grep "no change of trust" err && tip . >after && test_cmp before after
'
test_expect_success 'a recovery key that was set where there was none stays, and who puts trust back is told' '
	new_repo without && cd without && commit_file a one && git mcade init >out 2>err && tick && git mcade trust add eve --key "$(public eve)" --role root --name Eve --email eve@example.com && tick &&
	signs eve trust recovery --key "$(public paper)" -m "mine" && tick && tip . >before && usage git mcade trust void 2 -m "not hers" 2>err && test_grep "recovery key" err && test_grep "hint: git mcade trust recovery --key FILE" err && tip . >after && test_cmp before after &&
	git mcade trust void 1 -m "a thief" 2>err && test_grep "the recovery key is the one that was set since" err && test_grep ! "trust is as it was before event 1;" err && git mcade trust recovery --key "$(public paper2)" -m "ours" 2>err && tick &&
	refused signs paper trust role owner root 2>err && good && git mcade trust add eve --key "$(public eve2)" --role ci && tick && git mcade trust void 5 -m "nor now" 2>err && test_grep ! "the recovery key" err && test_grep "trust is as it was before event 5;" err && good
'
# --- what a root lets through ---------------------------------------------------------------------
test_expect_success 'retip names the commits that it exempts before it signs, and nothing where there are none' '
	cd a && git mcade retip -m "none" 2>err && test_grep ! "exempts" err && commit_file x 1 "a first one" && commit_file x 2 "a second one" &&
	git mcade retip -m "so be it" 2>err && test_grep "exempts from the rules 2 commits of refs/heads/main" err && test_grep "^  $(git rev-parse --short=12 HEAD) a second one$" err && test_grep "a first one" err &&
	commit_file x 3 "$(printf "a \033[31mred one")" && refused signs laptop retip -m "no key" 2>err && test_grep "exempts from the rules 1 commit of" err && ! grep "$(printf "\033")" err
'
# --- in words ------------------------------------------------------------------------------------
test_expect_success 'whoever joins with another key of a known person is told of both ways' '
	( cd a && git mcade sync ) && cd b && as_person operator git mcade sync && as_person operator git mcade join --no-hooks >out 2>err && test_grep "your key was one of .otto., and is revoked" err &&
	as_person operator git -c user.email=rita@example.com -c user.signingkey="$(key else2)" mcade join --no-hooks >out 2>err &&
	test_grep "git mcade trust add rita --key .*[^r]$" err && test_grep "git mcade trust set rita --key" err &&
	as_person operator git -c user.signingkey="$(key else2)" mcade join --no-hooks >out 2>err && test_grep "git mcade trust add otto --key .* --role operator$" err && test_grep ! "trust set" err
'
test_done
