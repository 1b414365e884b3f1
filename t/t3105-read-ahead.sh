#!/bin/sh
test_description='a long audit reads ahead with a second thread: the answer is that of one'
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-craft.sh"

# alone COMMAND...: where no thread can start, since its stack would be larger than memory can be.
alone () {
	# shellcheck disable=SC3045 # dash and bash have it
	(ulimit -s 200000000000 && exec "$@")
}

# both COMMAND...: the same status and the same bytes with and without a second thread.
both () {
	"$@" >two 2>two.err
	two_=$?
	alone "$@" >one 2>one.err
	[ $? -eq $two_ ] && test_cmp one two && test_cmp one.err two.err && return $two_
}

# threads: how many were started.
threads () {
	grep -c 'clone.*CLONE_THREAD.* = [0-9]' trace
}

make_ledger r && cd r && git config mcade.fsync false && for i in $(seq 150); do
	git mcade freeze "h$i" --path "h$i/*" -m wait && tick && git mcade thaw "h$i" -m go && tick || break
done >/dev/null 2>&1
TIP=$(git rev-parse mcade/ledger)
tick 600

# broken SEQUENCE: its reason is edited without the key; all behind it stand upon the new commit.
broken () {
	at_=$(git rev-parse "$TIP~$((304 - $1))") && new_=$(raw "$at_" | edit 's/\n\n(wait|go)\n/\n\nstay\n/' | put) &&
	for k_ in $(git rev-list --reverse "$at_..$TIP"); do
		new_=$(raw "$k_" | edit "s/^parent .*/parent $new_/m" | put) || return 1
	done && echo "$new_"
}

test_expect_success 'what verifies, verifies with and without' '
	cd r && both git mcade audit --cold && test_grep "^pass: 305 events" one
'
test_needs strace 'a second thread where there is much to read; none where none can be had' '
	cd r && strace -f -e trace=clone,clone3 -o trace git mcade audit --cold >out && [ "$(threads)" -gt 0 ] &&
	alone strace -f -e trace=clone,clone3 -o trace git mcade audit --cold >out && [ "$(threads)" = 0 ]
'
for first in 255 256 300; do
	test_expect_success "event $first is broken, as all behind it are: it is the one that is told" '
		cd r && point "$(broken $first)" && untrusted both git mcade audit --cold --json &&
		test_grep "\"rule\":\"ledger-integrity\".*\"sequence\":$first," one &&
		[ "$(grep -o "\"rule\":\"ledger-integrity\"" one | wc -l)" = 1 ] &&
		point "$TIP" && git mcade audit --cold >out && test_grep "^pass: 305 events" out
	'
done
test_done
