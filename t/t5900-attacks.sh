#!/bin/sh
# shellcheck disable=SC2086,SC2046 # object ids hold no blanks
test_description='events of one who has a good key and another client: what they name is compared'
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-craft.sh"
. "$SOURCE_DIR/t/lib-small.sh"

# forge EVENT PERL [WHO]: the event again in its place, its message edited. Prints the commit.
forge () {
	raw $1 | sed '1,/^$/d' | perl -0777 -pe "$2" >"$TRASH/message" &&
	git mcade hook apply "$1^" "$(git rev-parse "${FILES:-$1}^{tree}")" <"$TRASH/message" >"$TRASH/applied" && {
		echo "tree $(head -n 1 "$TRASH/applied")" &&
		raw $1 | sed -n '/^$/q; /^parent/p; /^author/p; /^committer/p' && echo &&
		sed 1d "$TRASH/applied"
	} | sign_as "${3:-owner}" | put
}

# audited COMMIT STATUS: an audit of the ledger up to there; the errors, "rule sequence" a line.
audited () {
	was_=$(git rev-parse $LEDGER) && point $1 &&
	expect_status $2 git mcade audit --cold --json >audit.json 2>audit.err
	judged_=$?
	point $was_ && perl -MJSON::PP -e '
		local $/;
		for (@{decode_json(<STDIN>)->{findings}}) {
			print "$_->{rule} $_->{sequence}\n" if $_->{severity} eq "error";
		}' <audit.json | sort -u >errors && return $judged_
}

# forged EVENT RULE PERL: with the edit the event is that rule's, at the place where it stands; without it
# the same way leads to the same commit.
forged () {
	forge $1 '' >control && test "$(cat control)" = "$(git rev-parse $1)" && audited $1 0 &&
	forge $1 "$3" >commit && ! test_cmp control commit 4>/dev/null &&
	audited $(cat commit) 1 &&
	echo "$2 $(raw $1 | sed -n 's/^Mcade-Sequence: //p')" >expect && test_cmp expect errors
}

# void COMMIT RULE SEQUENCE: the audit has this one error.
void () {
	audited $1 1 && echo "$2 $3" >expect && test_cmp expect errors
}

# behind PARENT TEMPLATE PERL [WHO]: an event like TEMPLATE behind PARENT, honestly chained, its message
# edited. Prints the commit.
behind () {
	PREVIOUS=$(raw $1 | sha256sum | cut -d' ' -f1) &&
	SEQUENCE=$(($(raw $1 | sed -n 's/^Mcade-Sequence: //p') + 1)) && made_=$((made_ + 1)) &&
	ID=$(echo $1 $2 "$3" $made_ | sha256sum | cut -c1-32) && export PREVIOUS SEQUENCE ID &&
	case ${4:-owner} in
	owner) by_='Ada Owner (mcade) <owner@example.com>' ;;
	operator) by_='Otto Operator (mcade) <operator@example.com>' ;;
	esac && raw $2 | sed '1,/^$/d' | perl -0777 -pe '
		s/^Mcade-(Previous|Seen): .*/Mcade-$1: sha256:$ENV{PREVIOUS}/mg;
		s/^Mcade-Sequence: .*/Mcade-Sequence: $ENV{SEQUENCE}/m;
		s/^Mcade-Id: .*/Mcade-Id: $ENV{ID}/m;
		s/^Mcade-Disputes: .*\n//mg;'"$3" >"$TRASH/message" &&
	git mcade hook apply $1 "$(git rev-parse "${FILES:-$2}^{tree}")" <"$TRASH/message" >"$TRASH/applied" && {
		when_=$(raw $1 | sed -n 's/^committer.*> //p') && echo "tree $(head -n 1 "$TRASH/applied")" &&
		echo "parent $(git rev-parse $1)" && echo "author $by_ $when_" &&
		echo "committer $by_ $when_" && echo && sed 1d "$TRASH/applied"
	} | sign_as "${4:-owner}" | put
}

# forget: nothing is remembered but the genesis. moved COMMIT: the ledger ends there, until this test ends.
forget () {
	rm -rf "$XDG_STATE_HOME" && cp -R "$TRASH/state" "$XDG_STATE_HOME"
}
moved () {
	test_when_finished "cd $TRASH/r; point checkpoint; git reset -q --hard; forget" && point $1 && forget
}

# recovering GOOD JUNK: a root's recover behind JUNK, which lies upon GOOD. Prints the commit.
recovering () {
	REJECTS=$(git rev-parse $2) && export REJECTS && behind $1 checkpoint '
		s/^checkpoint.*\n/recover\n\nit was junk\n/; s/^Mcade-Event: .*/Mcade-Event: recover/m;
		s/^Mcade-(Environment|Step|Tip|Result|Directory|File): .*\n//mg;
		s/\s*\z/\nMcade-Rejects: $ENV{REJECTS}\n/' >rejecting && raw $(cat rejecting) | unsign |
	sed "s/^parent .*/parent $REJECTS/" | sign_as owner | put
}

(
	small_repo r && printf '/*\n!/docs\n' >.git/info/exclude && cp -R "$XDG_STATE_HOME" ../state && git mcade trust add otto --key "$(key_of operator)" --name 'Otto Operator' \
		--email operator@example.com --role operator && tick && git mcade run CACHE --env lab && tick &&
	git tag start mcade/ledger^ && git tag finish mcade/ledger &&
	git mcade pin "cache.image=docker.io/library/redis:7.2@$DIGEST" --env lab && tick &&
	git tag pin mcade/ledger && git mcade complete CACHE --env lab -m over && tick &&
	git tag complete mcade/ledger && git mcade checkpoint CACHE --env lab &&
	git tag checkpoint mcade/ledger
) >log 2>&1 || { cat log; echo "Bail out! no ledger"; exit 1; }

# --- what an act names of the repository ----------------------------------------------------------
test_expect_success 'a run that names another repository, where nobody looks at its bytes' '
	cd r && forged start evidence "
		s/^Mcade-(Content|Candidate|Settings): .*\n//mg;
		s/^(Mcade-Code: .*\n)/\$1Mcade-Repository: elsewhere\n/m;
		s/^(Mcade-Uses: sha256:)[0-9a-f]*/\$1 . q(0) x 64/me"
'
test_expect_success 'a completion that names no tip, so that nobody compares what ran with it' '
	cd r && forged complete evidence "s/^Mcade-Tip: .*\n//mg"
'
test_expect_success 'a completion on a branch that nobody governs' '
	cd r && forged complete evidence "s,^(Mcade-Tip: \S+) .*,\$1 refs/heads/other,m"
'
test_expect_success 'an event of a checkpoint is made again by plumbing, attachments and all' '
	cd r && forge checkpoint "" >control && test "$(cat control)" = "$(git rev-parse checkpoint)"
'

# --- what a root has rejected ---------------------------------------------------------------------
test_expect_success 'behind what was rejected the ledger is whole: audit, the past, the next event' '
	cd r && git commit-tree -p checkpoint -m junk checkpoint^{tree} >junk &&
	git commit-tree -p $(cat junk) -m "x

Mcade-Event: recover
y" checkpoint^{tree} >junk && recovering checkpoint $(cat junk) >recover &&
	audited $(cat recover) 0 && test_grep "\"event\":\"recover\".*\"commits\":2" audit.json &&
	moved $(cat recover) &&
	git mcade status --env lab --at 8 >at && git mcade status --env lab --at 7 >before &&
	test_grep "event 8" at && test_grep "event 7" before &&
	git mcade freeze d --path "d/*" -m later >out && git mcade audit >audit && test_grep "^pass: 10 events" audit
'
# large MIB PARENT: a commit with so long a message.
large () {
	{ raw checkpoint | unsign | sed "s/^parent .*/parent $2/" && head -c $(($1 << 20)) /dev/zero | tr '\0' x; } | put
}
test_expect_success 'so is what is larger than any event' '
	cd r && for size in 2 20; do
		large $size $(git rev-parse checkpoint) >junk && large $size $(cat junk) >junk2 &&
		audited $(cat junk2) 3 && recovering checkpoint $(cat junk2) >recover && audited $(cat recover) 0 || return 1
	done && moved $(cat recover) && git mcade status --env lab --at 7 >before && test_grep "event 7" before &&
	git mcade freeze d --path "d/*" -m later >out && git mcade audit >audit && test_grep "^pass: 10 events" audit
'
test_expect_success 'a server whose ledger has junk upon it from before its hook takes the recover, and nothing else' '
	cd r && git config uploadpack.allowAnySHA1InWant true && large 2 $(git rev-parse checkpoint) >junk &&
	recovering checkpoint $(cat junk) >recover && git commit-tree -p $(cat junk) -m more checkpoint^{tree} >more &&
	git init -q --bare ../s.git && git push -q ../s.git main $(git rev-parse checkpoint):$LEDGER &&
	( cd ../s.git && git mcade hooks install --expect-genesis "$(git -C ../r config mcade.ledgerId)" >/dev/null &&
	git fetch -q ../r $(cat ../r/junk) && git update-ref $LEDGER $(cat ../r/junk) ) &&
	for push in "$(cat more):$LEDGER" "+checkpoint:$LEDGER" "+complete:$LEDGER" "$(cat recover):refs/heads/x" \
		"$(cat recover):$LEDGER main:refs/heads/x"; do
		! git push -q --no-verify ../s.git $push 2>>err || return 1
	done && git push -q --no-verify ../s.git $(cat recover):$LEDGER 2>err &&
	git push -q --no-verify ../s.git main:refs/heads/x 2>err
'
test_expect_success 'an event of a version that there never was is rejected too' '
	cd r && git log -1 --format=%H --grep="^adopt" $LEDGER >adopt && raw $(cat adopt) | unsign |
	edit "s/^(Mcade-Rules: ).*/\${1}999/m; s/^parent .*/parent $(git rev-parse checkpoint)/m" |
	tee unsigned | sign_as owner | put >later && moved $(cat later) &&
	broken git mcade audit --cold 2>err && sign_as untrusted <unsigned | put >junk && audited $(cat junk) 3 && recovering checkpoint $(cat later) >recover &&
	audited $(cat recover) 0
'
test_expect_success 'a recover of somebody who is not a root rejects nothing' '
	cd r && git commit-tree -p checkpoint -m junk checkpoint^{tree} >junk &&
	recovering checkpoint $(cat junk) >/dev/null && raw $(cat rejecting) | unsign |
	edit "s/^parent .*/parent $(cat junk)/m; s/Ada Owner/Otto Operator/g; s/owner@/operator@/g" |
	sign_as operator | put >recover && audited $(cat recover) 3
'
test_expect_success 'nor does one that names other junk than it is on' '
	cd r && git commit-tree -p checkpoint -m junk checkpoint^{tree} >junk && recovering checkpoint $(cat junk) >recover &&
	audited $(cat recover) 0 && raw $(cat recover) | unsign |
	edit "s/^(Mcade-Rejects: ).*/\${1}$(git rev-parse checkpoint)/m" | sign_as owner | put >other && audited $(cat other) 3
'
# said_of PARENT WORD PERL [WHO]: an act about the step, of few fields.
said_of () {
	behind $1 checkpoint "s/^checkpoint CACHE/$2 CACHE/; s/^(.*)\n/\$1\n\nso\n/; s/^Mcade-Event: .*/Mcade-Event: $2/m;
		s/^Mcade-(Result|Directory|File|Tip): .*\n//mg; $3" $4
}
test_expect_success 'an act that does not count is nothing that the next one could lift' '
	cd r && said_of checkpoint lock 1 >lock && of="s/\s*\z/\nMcade-Of: lock:CACHE\n/" && said_of $(cat lock) unlock "$of" >lift && audited $(cat lift) 0 &&
	said_of checkpoint lock 1 operator >lock && said_of $(cat lock) unlock "$of" >lift && audited $(cat lift) 1 &&
	printf "%s\n" "order 9" "permission 8" >expect && test_cmp expect errors
'
test_expect_success 'an id that an earlier event has is not a second one' '
	cd r && said_of checkpoint lock 1 >lock && audited $(cat lock) 0 && id=$(raw start | sed -n "s/^Mcade-Id: //p") &&
	said_of checkpoint lock "s/^Mcade-Id: .*/Mcade-Id: $id/m" >lock && void $(cat lock) identity 8
'
test_expect_success 'contested facts are judged once each, however many there are' '
	cd r && at=$(git rev-parse start^) &&
	behind $at checkpoint "
		s/^checkpoint.*\n/halt in lab\n\nfire\n/; s/^Mcade-Event: .*/Mcade-Event: halt/m;
		s/^Mcade-(Step|Result|Directory|File): .*\n//mg" >halt && at=$(cat halt) &&
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22; do
		at=$(behind $at start "s/^(Mcade-Tip: .*\n)/\$1Mcade-Contested: halted\n/m") || return 1
	done &&
	moved $at &&
	refused timeout 20 git mcade audit --cold --json >out 2>err &&
	test_grep "contested, although it may not be" out
'

# --- what is sealed and given up --------------------------------------------------------------------
# with PATH TEXT: the tree of $1 with another text at a path of it.
tree_with () {
	blob_=$(printf '%s\n' "$3" | git hash-object -w --stdin) &&
	GIT_INDEX_FILE=$TRASH/tree.index git read-tree "$1" &&
	GIT_INDEX_FILE=$TRASH/tree.index git update-index --add --cacheinfo "100644,$blob_,$2" &&
	GIT_INDEX_FILE=$TRASH/tree.index git write-tree
}

test_expect_success 'a pin is given up with a manifest that says what it likes' '
	cd r && given_up="s/^pin in lab\n/unpin in lab\n\nno longer\n/; s/^Mcade-Event: pin/Mcade-Event: unpin/m" &&
	behind checkpoint pin "$given_up" >control && audited $(cat control) 0 &&
	tree_with pin releases/lab.yaml "junk: [" >tree && FILES=$(cat tree) behind checkpoint pin "$given_up" >commit &&
	void $(cat commit) pin-conflict 8 &&
	behind checkpoint pin "$given_up; s/cache.image=/cache.other=/" >commit && void $(cat commit) pin-conflict 8
'
test_expect_success 'a checkpoint that says of its step what nobody recorded' '
	cd r && forged checkpoint evidence "s/^(Mcade-Result: ).*/\$1failed/m" &&
	forged checkpoint evidence "s/^(Mcade-Directory: )/Mcade-Pin: cache.image=other\n\$1/m"
'
test_expect_success 'a new checkpoint that does not count seals nothing, until an owner attests it' '
	cd r && behind complete checkpoint "s/^(Mcade-Result: ).*/\$1failed/m" operator >seal &&
	void $(cat seal) evidence 7 && moved $(cat seal) &&
	git mcade render >out && test_missing docs/checkpoints && git reset -q --hard &&
	ACT=$(raw $(cat seal) | sed -n "s/^Mcade-Id: //p") && SHA=$(raw $(cat seal) | sha256sum | cut -d" " -f1) &&
	export ACT SHA && behind $(cat seal) checkpoint "
		s/^checkpoint.*\n/attest \$ENV{ACT}\n\nI was there\n/; s/^Mcade-Event: .*/Mcade-Event: attest/m;
		s/^Mcade-(Environment|Tip|Result|Directory|File): .*\n//mg;
		s/^Mcade-Step: .*/Mcade-Subject: event:\$ENV{ACT}/m;
		s/\s*\z/\nMcade-Verdict: pass\nMcade-Act: \$ENV{ACT} sha256:\$ENV{SHA}\n/" >attest &&
	void $(cat attest) evidence 7 && moved $(cat attest) && git mcade render >out &&
	test -f docs/checkpoints/2026-01-28-CACHE/README.md
'
test_expect_success 'what was sealed stays sealed, whatever is said of it afterwards' '
	cd r && git mcade render >out && git add -A && git commit -q -m records && git mcade audit >audit && test_grep ! owed audit &&
	readme=checkpoints/2026/01/2026-01-28-CACHE/README.md &&
	tree_with checkpoint $readme forged >tree && FILES=$(cat tree) behind checkpoint checkpoint "" >again &&
	void $(cat again) sealed 8 && moved $(cat again) &&
	git mcade render >out && git diff --quiet HEAD &&
	echo forged >docs/checkpoints/2026-01-28-CACHE/README.md && git add -A &&
	refused git mcade check --staged >err && test_grep "refused \[sealed\]" err &&
	git reset -q --hard && refused git mcade audit 2>err && test_grep ! "refused \[drift\]" err
'

# --- records of a branch, by somebody without a key ---------------------------------------------------
# written PATH TEXT: the one change of a commit, which our own door looks at first.
written () {
	# shellcheck disable=SC2059 # the text has escapes
	git reset -q --hard && mkdir -p "$(dirname "$1")" && printf "$2" >"$1" && git add -f -A "$1"
}
# no_door RULE: staged, it is refused; in a commit, it is not a pass of an audit by AUDIT-RULE.
no_door () {
	refused git mcade check --staged >out && test_grep "refused \\[$1\\]" out &&
	git commit -q -n -m x && audited checkpoint 1; status_=$?
	git reset -q --hard HEAD~1 && return $status_
}
IMAGE=docker.io/library/redis:7.2@$DIGEST
test_expect_success 'a manifest that others read otherwise is not a pass of an audit' '
	cd r && rm -f "$TRASH/r/tree.index" && audited checkpoint 0 && for text in \
		"x: &a {image: redis:latest}\ncache:\n  <<: *a\n" "cache:\n  image: $IMAGE\n  image: redis:latest\n" \
		"cache:\n  image: $IMAGE\n  \"image\": redis:latest\n" "cache:\n  image: !x $IMAGE\n" \
		"cache:\n  image: $IMAGE\n---\ncache:\n  image: redis:latest\n" "cache: [\n"; do
		written releases/lab.yaml "$text" && no_door document && printf "document \ndrift \n" >expect && test_cmp expect errors || return 1
	done
'
test_expect_success 'the line by which a clone knows that it is bound stays' '
	cd r && sed "/^ledger:/d" runbook.yaml >mute && written runbook.yaml "" && cp mute runbook.yaml && git add runbook.yaml &&
	no_door document && sed "s/^ledger: .*/ledger: $(printf %064x 10)/" runbook.yaml >other && cp other runbook.yaml &&
	git add runbook.yaml && no_door document && git rm -q runbook.yaml && no_door document &&
	written runbook.yaml "" && git show HEAD:runbook.yaml >runbook.yaml && echo "# a remark" >>runbook.yaml &&
	git add runbook.yaml && git mcade check --staged
'
test_expect_success 'an entry of the log that no event wrote, however its first line is hidden' '
	cd r && log=docs/deployments/2026-01-28.md && for way in "" "<!--  mcade 1 -->\n" "<!--\nmcade 1 -->\n"; do
		git reset -q --hard && printf "\n$way## CACHE complete in prod\n\n- by: Ada Owner\n" >>$log &&
		git add $log && no_door drift && echo "drift " >expect && test_cmp expect errors || return 1
	done && printf "\n## CACHE was looked at in prod\n\nby Ada\n" >>$log && git add $log && git mcade check --staged &&
	git reset -q --hard
'
test_expect_success 'another spelling of the place of a record, which some disks take for the record' '
	cd r && for path in releases/LAB.yaml Releases/lab.yaml Runbook.yaml docs/Deployments/2026-01-28.md \
		docs/Checkpoints/2026-01-28-CACHE/README.md; do
		written $path "x: y\n" && refused git mcade check --staged >out && test_grep "refused \[document\] $path" out &&
		git rm -q -f $path || return 1
	done && written releases/notes.yaml "x: y\n" && git mcade check --staged && git reset -q --hard
'

# --- bytes of a live environment --------------------------------------------------------------------
(
	cd "$TRASH" && small_repo live && printf '/*\n' >.git/info/exclude && git tag base && bare_remote ../live.git . &&
	git push -q origin main && git mcade sync && git tag ledger mcade/ledger && cp -R "$XDG_STATE_HOME" ../state.live &&
	git -C ../live.git mcade hooks install --expect-genesis "$(git config mcade.ledgerId)" && tick &&
	cp -R ../live.git ../before.git && git mcade run CACHE --env prod && git tag start mcade/ledger^ &&
	echo 'echo evil; echo up >cache.state' >playbooks/cache.sh && git commit -q -a -n -m evil && git tag evil &&
	git reset -q --hard base
) >log 2>&1 || { cat log; echo "Bail out! no server"; exit 1; }
evil="s/^(Mcade-Code: ).*/\${1}$(git -C live rev-parse evil)/m; s/^Mcade-(Content|Candidate|Settings): .*\n//mg;
	s/^(Mcade-Uses: sha256:)\w+/\${1}$(git -C live show evil:playbooks/cache.sh | sha256sum | cut -d' ' -f1)/m"
on_evil="$evil; s/^(Mcade-Tip: )\w+/\${1}$(git -C live rev-parse evil)/m"

# arrives STATUS COMMIT...: what the server says of a push of the ledger up to there, and more.
arrives () {
	rm -rf ../live.work && cp -R ../before.git ../live.work && status_=$1 && commit_=$2 && shift 2 &&
	rm -rf "$XDG_STATE_HOME" && cp -R ../state.live "$XDG_STATE_HOME" &&
	if git push -q --no-verify ../live.work $commit_:$LEDGER "$@" 2>err; then test $status_ -eq 0; else cat err >&4; test $status_ -ne 0; fi
}
test_expect_success 'a live run of a commit that the server does not have' '
	cd live && arrives 0 start && forge start "$evil" >commit && arrives 1 $(cat commit) &&
	test_grep "refused \[drift\]\|refused \[evidence\]" err
'
test_expect_success 'a live run on a tip that is on another branch than it says' '
	cd live && forge start "$on_evil" >commit && arrives 1 $(cat commit) && test_grep "refused \[evidence\]" err &&
	arrives 1 $(cat commit) evil:refs/heads/feature && test_grep "refused \[evidence\]" err &&
	arrives 0 $(cat commit) evil:refs/heads/main
'
test_expect_success 'and an audit, wherever it is, sees bytes that no tip has' '
	cd live && forge start "$evil" >commit && audited $(cat commit) 1 && test_grep "not on a governed branch" audit.json
'

test_expect_success 'from here it is not pushed either, nor is evidence deleted: doors that explain names' '
	small_repo pushed && bare_remote ../pushed.git . && git mcade run CACHE --env lab >../out 2>&1 && git push -q origin main && git mcade sync && tick &&
	for hold in LATER:good READ:bad; do
		printf "unblock LATER lab\nsays open\nOf: block:LATER\n" | sed "s/unblock LATER/unblock ${hold%:*}/" >../${hold#*:} || return 1
	done && git mcade block LATER --env lab --until then -m x && git mcade sync && for act in good bad; do
		git push -q origin "$(craft $(git rev-parse $LEDGER) owner <../$act):$LEDGER" --dry-run 2>err && echo pushed || sed -n "s/^mcade: refused .\([a-z]*\).*/\1/p" err
	done >../said && printf "pushed\norder\n" >../expect && test_cmp ../expect ../said &&
	refused git push -q origin :refs/heads/mcade/evidence/2026 2>err && test_grep "refused \[evidence\]" err && for rule in order evidence; do
		git mcade explain $rule >../said && test_grep "^where:  push receive act audit" ../said || return 1
	done
'

test_done
