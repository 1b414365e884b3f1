#!/bin/sh
# shellcheck disable=SC2086 # object ids hold no blanks
test_description='attacks on the chain: rewound, cut, re-ordered, replayed, grafted, replaced, damaged'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-craft.sh"

make_ledger r || { echo "Bail out! no ledger"; exit 1; }
TIP=$(git -C r rev-parse mcade/ledger)

# A ledger of somebody else's, at another address.
as_person untrusted make_ledger other || { echo "Bail out! no second ledger"; exit 1; }

# found_by WORDS AUDIT-OPTION...: exit 3, and a finding of integrity that says WORDS.
found_by () {
	words_=$1
	shift
	untrusted git mcade audit "$@" >audit 2>err &&
	test_grep 'refused \[ledger-integrity\]' err && test_grep "$words_" err &&
	test_grep 'expected: ' err && test_grep 'found: ' err
}

# loose REV: where the object lies; the ledger of these tests is not packed.
loose () {
	o_=$(git rev-parse "$1") && echo ".git/objects/$(echo "$o_" | cut -c1-2)/$(echo "$o_" | cut -c3-)"
}

# no_pass: an answer within 20 seconds, 3 or 128.
no_pass () {
	timeout 20 git mcade audit --cold >audit 2>err
	case $? in
	3|128) test_grep ! '^pass' audit ;;
	*) return 1 ;;
	esac
}

restore () {
	git update-ref $LEDGER $TIP && git mcade audit >audit && test_grep '^pass: 5 events' audit
}

# --- the order, without a key ------------------------------------------------------------------
test_expect_success 'an event is cut out: the parent of the last is the last but two' '
	cd r && raw $TIP | edit "s/^parent .*/parent $(git rev-parse $TIP~2)/m" | put >commit &&
	point $(cat commit) && found_by "the signature is bad" --cold && restore
'
test_expect_success 'two events change places' '
	cd r && raw $TIP | edit "s/^parent .*/parent $(git rev-parse $TIP~2)/m" | put >first &&
	raw $TIP^ | edit "s/^parent .*/parent $(cat first)/m" | put >second &&
	point $(cat second) && found_by "event 3: the signature is bad" --cold && restore
'
test_expect_success 'an event is played again as it is' '
	cd r && raw $TIP | edit "s/^parent .*/parent $TIP/m" | put >commit &&
	point $(cat commit) && found_by "event 5: the signature is bad" --cold && restore
'
test_expect_success 'an event of another ledger is put behind' '
	cd r && git fetch -q ../other mcade/ledger && git cat-file commit FETCH_HEAD |
	edit "s/^parent .*/parent $TIP/m" | put >commit &&
	point $(cat commit) && found_by "event 5" --cold && restore
'

# --- the order, with the key of one who may write ------------------------------------------------
test_expect_success 'an event is cut out and the rest signed anew: other sequence, other previous' '
	cd r && raw $TIP | unsign | edit "s/^parent .*/parent $(git rev-parse $TIP~2)/m" |
	sign_as owner | put >commit && git verify-commit $(cat commit) 2>verify &&
	point $(cat commit) && found_by "event 3: Mcade-Sequence is wrong" --cold && restore
'
# behind PERL: an event like the tip behind it, edited; its tree as `hook apply` makes it.
behind () {
	follow $TIP | edit "$1" | sed '1,/^$/d; /^Mcade-File: /d' >message &&
	git mcade hook apply $TIP "$(git rev-parse "$TIP^{tree}")" <message >made &&
	{
		echo "tree $(head -n 1 made)" && follow $TIP | sed -n '2,/^$/p' && sed 1d made
	} | sign_as owner | put >commit && git verify-commit "$(cat commit)" 2>verify
}
test_expect_success 'an id is used again: the chain holds, and the second does not count' '
	cd r && behind "s/^Mcade-Hold: c/Mcade-Hold: d/m" && point $(cat commit) &&
	git mcade audit --cold >audit && test_grep "^pass: 6 events" audit && restore &&
	id=$(raw $TIP~3 | sed -n "s/^Mcade-Id: //p") &&
	behind "s/^Mcade-Hold: c/Mcade-Hold: d/m; s/^Mcade-Id: .*/Mcade-Id: $id/m" &&
	point $(cat commit) && refused git mcade audit --cold --json >audit &&
	test_grep "\"rule\":\"identity\",\"severity\":\"error\".*\"sequence\":5," audit && restore
'
test_expect_success 'the whole end is written anew, rightly: the bytes are good, memory knows better' '
	cd r && point $TIP~1 &&
	untrusted git mcade freeze d --path "d/*" -m "another past" 2>err &&
	rm -rf ../forger && git clone -q --no-local . ../forger && (
		cd ../forger && git config gpg.ssh.allowedSignersFile "$(git -C ../r config gpg.ssh.allowedSignersFile)" &&
		git update-ref $LEDGER $(git -C ../r rev-parse $TIP~1) && git mcade join --no-hooks >join 2>&1 &&
		git mcade freeze d --path "d/*" -m "another past" >out 2>&1
	) && git fetch -q ../forger +mcade/ledger && point FETCH_HEAD &&
	git mcade audit --cold >audit && test_grep "^pass: 5 events" audit &&
	found_by "was rewound or has diverged" && restore
'

# --- the branch ----------------------------------------------------------------------------------
test_expect_success 'the branch is rewound' '
	cd r && point $TIP~2 && found_by "was rewound or has diverged" &&
	found_by "shorter than required" --cold --min-sequence 4 && restore
'
test_expect_success 'nothing is recorded on a rewound branch' '
	cd r && point $TIP~2 && untrusted git mcade freeze d --path "d/*" -m "no" 2>err &&
	test "$(git rev-parse $LEDGER)" = "$(git rev-parse $TIP~2)" && restore
'
test_expect_success 'the branch is deleted' '
	cd r && git update-ref -d $LEDGER && untrusted git mcade audit 2>err &&
	test_grep "is gone" err && untrusted git mcade audit --cold 2>err && restore
'
test_expect_success 'another trust root stands in its place' '
	cd r && git fetch -q ../other mcade/ledger && point FETCH_HEAD &&
	found_by "not the trust root that" && found_by "another trust root" --cold --expect-genesis $(ledger_id $TIP) &&
	waiting git mcade audit --cold >audit 2>err && test_grep "unconfirmed" err && restore
'
test_expect_success 'the expected ledger is expected of everybody: MCADE_GENESIS' '
	cd r && id=$(ledger_id) && MCADE_GENESIS=$id git mcade audit --cold >audit &&
	zeros=$(printf "%064d" 0) && (
		MCADE_GENESIS=$zeros && export MCADE_GENESIS && found_by "another trust root" --cold
	)
'
test_expect_success 'junk is pushed onto the ledger by somebody without a key' '
	cd r && git -c user.name="Ada Owner (mcade)" -c user.email=owner@example.com \
		commit-tree -p $TIP -m "junk" $TIP^{tree} >commit &&
	point $(cat commit) && found_by "event 5" --cold && test_grep "5 events verified up to 4" audit &&
	untrusted git mcade freeze d --path "d/*" -m "no" 2>err && restore
'
test_expect_success 'stock git signs a prepared message with the key of the owner: the mark is missing' '
	cd r && follow $TIP | sed "1,/^\$/d" >message &&
	git -c gpg.format=ssh -c user.signingkey="$HOME/.ssh/id_ed25519.pub" commit-tree -S -p $TIP \
		-F message $TIP^{tree} >commit && git verify-commit $(cat commit) 2>verify &&
	point $(cat commit) && found_by "event 5" --cold && restore
'

# --- clocks: an oddity, never broken integrity -----------------------------------------------------
test_expect_success 'a clock that is two hours behind: told, not distrusted' '
	make_ledger clock && cd clock && ( MCADE_CLOCK=$((MCADE_CLOCK - 7200)) && export MCADE_CLOCK &&
		git mcade freeze d --path "d/*" -m "earlier" >out 2>&1 ) &&
	git mcade audit --json >audit && test_grep "\"rule\":\"time\",\"severity\":\"warn\"" audit &&
	test_grep "\"verdict\":\"pass\"" audit
'
test_expect_success 'a clock that is in 2031: the honest ones after it are not touched' '
	cd clock && ( MCADE_CLOCK=1930000000 && export MCADE_CLOCK &&
		git mcade freeze e --path "e/*" -m "later" >out 2>&1 ) &&
	git mcade freeze f --path "f/*" -m "now" >out 2>&1 &&
	git mcade audit --json >audit && test_grep "ahead of this clock" audit &&
	test $(grep -o "\"rule\":\"time\"" audit | wc -l) -eq 2
'

# --- what git is told to see -----------------------------------------------------------------------
test_expect_success 'a replace ref' '
	cd r && git replace $TIP^ $TIP~2 && test_when_finished "git replace -d $TIP^" &&
	found_by "a replace ref or graft" && test_grep "fix: *git replace -d $(git --no-replace-objects rev-parse $TIP^)" err &&
	found_by "a replace ref or graft" --cold
'
test_expect_success 'the way out that it prints works' '
	cd r && git replace $TIP^ $TIP~2 && untrusted git mcade audit 2>err >audit &&
	sh -c "$(sed -n "s/^  fix: *//p" err | head -n 1)" >out && restore
'
test_expect_success 'a graft' '
	cd r && echo $TIP >.git/info/grafts && test_when_finished "rm -f .git/info/grafts" &&
	found_by "a replace ref or graft" && test_grep "hint:.*info/grafts" err
'
# The graph's file says of the tip that its parent is the genesis, its checksum made anew: git
# believes it, and two events are gone from its history.
forge_graph () {
	perl -MDigest::SHA=sha1 -0777 -e '
		my ($file, $tip, $parent) = @ARGV;
		open(my $in, "<:raw", $file) or die; my $graph = <$in>; close $in;
		substr($graph, 0, 4) eq "CGPH" or die "no commit-graph\n";
		my %at;
		for my $i (0 .. ord(substr($graph, 6, 1)) - 1) {
			my ($id, $high, $low) = unpack("a4NN", substr($graph, 8 + 12 * $i, 12));
			$at{$id} = $low;
		}
		my $count = unpack("N", substr($graph, $at{OIDF} + 4 * 255, 4));
		my %place = map { unpack("H40", substr($graph, $at{OIDL} + 20 * $_, 20)) => $_ } 0 .. $count - 1;
		substr($graph, $at{CDAT} + 36 * $place{$tip} + 20, 4) = pack("N", $place{$parent} // die);
		substr($graph, -20) = sha1(substr($graph, 0, -20));
		chmod 0644, $file;
		open(my $out, ">:raw", $file) or die; print $out $graph; close $out or die;
	' "$@"
}
test_expect_success 'a forged commit-graph that ends early: git believes it, audit does not' '
	cp -R r graph && cd graph && git commit-graph write --reachable &&
	forge_graph .git/objects/info/commit-graph $TIP $(git rev-list --max-parents=0 $TIP) &&
	git rev-list $TIP >believed && test_line_count 2 believed &&
	git mcade audit --cold >audit && test_grep "^pass: 5 events" audit &&
	cp -R "$XDG_STATE_HOME" ../elsewhere && # of r this is another future
	( XDG_STATE_HOME=$TRASH/elsewhere && export XDG_STATE_HOME &&
		git mcade freeze d --path "d/*" -m "behind the whole chain" >out 2>&1 ) &&
	git -c core.commitGraph=false rev-list $LEDGER >all && test_line_count 6 all &&
	git mcade audit --cold >audit && test_grep "^pass: 6 events" audit
'
test_expect_success 'a shallow clone cannot tell' '
	git clone -q --depth 1 --branch mcade/ledger "file://$PWD/r" shallow && cd shallow &&
	broken git mcade audit --cold 2>err && test_grep "shallow" err && test_grep "next: git fetch --unshallow" err &&
	sh -c "$(sed -n "s/^  next: //p" err)" 2>out &&
	git mcade audit --cold >audit 2>err && test_grep "^pass: 5 events" audit
'

# --- objects -----------------------------------------------------------------------------------------
for what in 'commit ~2' 'tree ^{tree}' 'file :trust.yaml'; do
	object="\$TIP${what#* }"
	what=${what%% *}
	test_expect_success "a $what is missing: cannot tell" '
		rm -rf damaged && cp -R r damaged && cd damaged && f=$(loose '"$object"') && chmod u+w $f && rm $f &&
		broken git mcade audit 2>err && test_grep "is missing" err
	'
	test_expect_success "a $what holds the bytes of another: untrusted" '
		rm -rf damaged && cp -R r damaged && cd damaged && f=$(loose '"$object"') && chmod u+w $f &&
		case '$what' in commit) cp $(loose $TIP^) $f ;; tree) cp $(loose $TIP^^{tree}) $f ;; file) cp $(loose $TIP:state/_paths.yaml) $f ;; esac &&
		untrusted git mcade audit --cold 2>err && test_grep "holds other bytes" err
	'
	test_expect_success "a $what is cut in half: an answer, and no pass" '
		rm -rf damaged && cp -R r damaged && cd damaged && f=$(loose '"$object"') && chmod u+w $f &&
		head -c $(($(wc -c <$f) / 2)) $f >half && cp half $f && no_pass
	'
	test_expect_success "a $what is empty: an answer, and no pass" '
		rm -rf damaged && cp -R r damaged && cd damaged && f=$(loose '"$object"') && chmod u+w $f && : >$f &&
		no_pass
	'
done
test_done
