#!/bin/sh
test_description='what a remote is called, and where it is: memory goes by the address that git uses'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-team.sh"

LEDGER=refs/heads/mcade/ledger
make_team || { echo "Bail out! no team"; exit 1; }
as_person reviewer git init -q -b main foreign && bare_remote foreign.git foreign && (
	cd foreign && as_person reviewer sh -c "git commit -q --allow-empty -m x && git mcade init --no-hooks" &&
	git push -q origin main $LEDGER
) >log 2>&1 || { cat log; echo "Bail out! no other ledger"; exit 1; }

# meant PLACE: what `team:` stands for, from here on.
meant () {
	git config --global --unset-all "url.$TRASH/remote.git.insteadOf" "^team:$"
	git config --global --unset-all "url.$TRASH/foreign.git.insteadOf" "^team:$"
	git config --global "url.$TRASH/$1.insteadOf" team:
}
# rewound COMMAND...: while the remote's ledger is an event short.
rewound () {
	good=$(git -C "$TRASH/remote.git" rev-parse $LEDGER) && git -C "$TRASH/remote.git" update-ref $LEDGER $LEDGER~1 &&
	"$@"
	rc_=$?
	git -C "$TRASH/remote.git" update-ref $LEDGER "$good" && return $rc_
}
# clone ADDRESS: a new clone, which remembers nothing itself.
clone () {
	cd "$TRASH" && rm -rf again && git clone -q "$1" again && cd again || return
}
# not_taken ADDRESS: a clone of it joins nothing, since the person has seen more.
not_taken () {
	clone "$1" && untrusted git mcade join --no-hooks 2>err && test_grep "was seen there before" err
}

test_expect_success 'seen under its address, rewound behind another name: not trusted' '
	meant remote.git && rewound not_taken team:
'
test_expect_success 'control: not rewound it is taken, and seen under that name' '
	clone team: && git mcade join --no-hooks && git mcade lock C --env prod && git mcade sync
'
test_expect_success 'seen under a name, rewound at its address: not trusted' '
	rewound not_taken "$TRASH/remote.git"
'
test_expect_success 'the name means another place now, with a ledger of its own: no alarm' '
	meant foreign.git && clone team: && git mcade join --no-hooks && git mcade sync &&
	meant remote.git && clone team: && git mcade join --no-hooks
'
test_expect_success 'for one command' '
	clone "$TRASH/remote.git" && git mcade join --no-hooks && git remote set-url origin team2: &&
	waiting git mcade sync && git -c "url.$TRASH/remote.git.insteadOf=team2:" mcade sync &&
	untrusted git -c "url.$TRASH/foreign.git.insteadOf=team2:" mcade sync
'
test_expect_success 'a folder beside: another one beside another clone' '
	mkdir -p x y && git clone -q --bare remote.git x/r.git && git clone -q --bare foreign.git y/r.git &&
	git clone -q x/r.git x/c && git clone -q y/r.git y/c && for at in x y; do
		( cd $at/c && git remote set-url origin ../r.git && git mcade join --no-hooks ) || return 1
	done && cd x/c && git mcade sync
'
test_expect_success 'several addresses: what is fetched, from the first, is what was seen' '
	git clone -q --mirror remote.git second.git && git clone -q --mirror foreign.git other.git &&
	clone "$TRASH/second.git" && git remote set-url --add origin "$TRASH/other.git" && git mcade join --no-hooks && git mcade sync &&
	clone "$TRASH/other.git" && git mcade join --no-hooks &&
	git -C ../second.git update-ref $LEDGER $LEDGER~1 && not_taken "$TRASH/second.git"
'
# Pushed to remote.git, fetched from a mirror of it.
test_expect_success 'pushed elsewhere: a mirror that is late has gone nowhere' '
	rm -rf mirror.git && git clone -q --mirror remote.git mirror.git && clone "$TRASH/mirror.git" &&
	git mcade join --no-hooks && git config "url.$TRASH/remote.git.pushInsteadOf" "$TRASH/mirror.git" &&
	git mcade unlock C --env prod -m x && git mcade sync && git mcade sync && git mcade lock D --env prod && git mcade sync &&
	git -C ../mirror.git fetch -q --prune && git mcade sync &&
	git -C ../mirror.git update-ref $LEDGER $LEDGER~1 && untrusted git mcade sync 2>err && test_grep "was rewound" err
'
test_expect_success 'pushed under another spelling of the same place: seen there at once' '
	clone "$TRASH/remote.git" && git mcade join --no-hooks && git remote set-url --push origin "file://$TRASH/remote.git" &&
	git mcade unlock D --env prod -m x && git mcade sync && rewound untrusted git mcade sync 2>err &&
	test_grep "was rewound" err
'
test_expect_success 'remote.pushDefault is for branches: the ledger goes where mcade.remote says' '
	git init -q --bare aside.git && clone "$TRASH/remote.git" && git mcade join --no-hooks &&
	git remote add aside "$TRASH/aside.git" && git config remote.pushDefault aside &&
	git mcade lock D --env prod && git mcade sync && ! git -C ../aside.git rev-parse -q --verify $LEDGER &&
	test "$(git rev-parse $LEDGER)" = "$(git -C ../remote.git rev-parse $LEDGER)"
'

# A token comes with the address, and another one tomorrow: it is the same place, and no word of ours.
test_expect_success 'seen with one token, rewound and asked with another: not trusted, and no token is told' '
	mkdir -p "$TRASH/helpers" && cat >"$TRASH/helpers/git-remote-tok" <<-\EOT && chmod +x "$TRASH/helpers/git-remote-tok" &&
	#!/bin/sh
	while read -r line; do
		case $line in
		capabilities) printf "connect\n\n" ;;
		"connect git-"*) echo && exec git "${line#connect git-}" "$TRASH/remote.git" ;;
		*) exit 1 ;;
		esac
	done
	EOT
	PATH=$TRASH/helpers:$PATH && export TRASH &&
	git config --global url.tok://x:TOKENONE@team/.insteadOf tok://team/ &&
	clone tok://team/web.git && git mcade join --no-hooks && git mcade sync &&
	git config --global --remove-section url.tok://x:TOKENONE@team/ &&
	git config --global url.tok://x:TOKENTWO@team/.insteadOf tok://team/ &&
	clone tok://team/web.git && git mcade join --no-hooks && rewound not_taken tok://team/web.git && test_grep ! TOKEN err
'

test_done
