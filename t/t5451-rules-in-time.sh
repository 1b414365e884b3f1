#!/bin/sh
test_description='what is pushed without a key keeps no hook busy: seconds, or a refusal that names the limit'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
be_person owner

# soon COMMAND...: within 20 seconds of processor time, whatever it says; however busy the machine.
# Sanitizers take several times as long.
case $TEST_BIN in */address-undefined) SECONDS_=120 ;; *) SECONDS_=20 ;; esac
soon () {
	spent=$({ timeout 300 "$@" >../out 2>../err; [ $? -ne 124 ] || echo endless >../spent; times; } |
		awk "END { split(\$0, t, /[ms ]+/); print int(60 * (t[1] + t[3]) + t[2] + t[4]) }")
	[ ! -e ../spent ] && [ "$spent" -lt "$SECONDS_" ] && return 0
	echo "$spent s of processor time, $SECONDS_ expected: $*" >&4
	return 1
}
back_there () {
	git reset -q --hard "$tip" && git -C ../r.git update-ref refs/heads/main "$tip" && git fetch -q origin
}

test_expect_success 'setup' '
	shared_repo r && tip=$(git -C r rev-parse main) && cd r.git &&
	git mcade hooks install --expect-genesis "$(git -C ../r config mcade.ledgerId)" >/dev/null
'
cd r && tip=$(git rev-parse main) && cd .. || exit 1

# wide N TEXT: the tip's tree, and N paths of one folder that hold the text.
wide () {
	blob=$(echo "$2" | git hash-object -w --stdin) && git read-tree "$tip" &&
	awk -v n="$1" -v blob="$blob" 'BEGIN {
		for (i = 0; i < n; i++)
			printf "100644 %s\tansible/playbooks/f%06d\n", blob, i
	}' | git update-index --index-info && git write-tree && git read-tree "$tip"
}

test_expect_success 'a merge in which 60,000 paths of one folder differ from both parents' '
	cd r && a=$(git commit-tree -p $tip -m a $(wide 60000 a)) && b=$(git commit-tree -p $tip -m b $(wide 60000 b)) &&
	m=$(git commit-tree -p $a -p $b -m c $(wide 60000 c)) && soon git push -q --no-verify origin $m:main && back_there
'

test_expect_success 'a manifest of 100,000 keys, and each of them changed' '
	cd r && awk "BEGIN { for (i = 0; i < 100000; i++) printf \"k%d: {image: \\\"x%d\\\"}\\n\", i, i }" >>releases/prod.yaml &&
	git commit -q -n -a -m keys && soon git push -q --no-verify origin main && sed -i "s/: \"x/: \"y/" releases/prod.yaml &&
	git commit -q -n -a -m others && soon git push -q --no-verify origin main && back_there
'

test_expect_success 'a log of 60,000 entries on each side of a merge' '
	cd r && log=docs/deployments/2026-01-27.md && awk "BEGIN { for (i = 0; i < 60000; i++) print \"\\n## a\", i, \"\\n\\nx\" }" >../a &&
	sed "s/^## a/## b/" ../a >../b && cat ../a >>$log && git commit -q -n -a -m a && a=$(git rev-parse HEAD) &&
	git reset -q --hard $tip && cat ../b >>$log && git commit -q -n -a -m b && b=$(git rev-parse HEAD) &&
	cat ../a >>$log && git add $log && m=$(git commit-tree -p $b -p $a -m both $(git write-tree)) && git reset -q --hard $tip &&
	soon git push -q --no-verify origin $m:main && [ "$(git -C ../r.git rev-parse main)" = $m ] && back_there
'

test_expect_success 'a log of 60,000 entries that cite nothing' '
	cd r && log=docs/deployments/2026-01-27.md && seen=$(printf "%064d" 0) &&
	awk -v seen=$seen "BEGIN { for (i = 0; i < 60000; i++) printf \"\\n<!-- mcade %032d after sha256:%s -->\\n## X\\n\", i, seen }" >>$log &&
	git commit -q -n -a -m cites && soon git push -q --no-verify origin main && [ "$(git -C ../r.git rev-parse main)" = $tip ] &&
	git reset -q --hard $tip
'

# list SEED: 3,000 steps that are done, of words that no other has.
list () {
	awk -v seed="$1" 'BEGIN {
		srand(seed)
		print "# Release\n"
		for (i = 0; i < 3000; i++) {
			line = "- [x]"
			for (k = 0; k < 3; k++) {
				line = line " "
				for (c = 0; c < 8; c++)
					line = line sprintf("%c", 97 + int(26 * rand()))
			}
			print line
		}
	}'
}
test_expect_success 'a document of 3,000 steps that are done and have no id, each dropped for another; and 40 such beside it' '
	cd r && mkdir beside && list 1 >done.md && for i in $(seq 40); do echo "# $i" >beside/$i.md || return 1; done && git add done.md beside && git commit -q -n -m a && list 2 >done.md && git commit -q -n -a -m b && soon git push -q --no-verify origin main && test_grep "is listed nowhere" ../err && back_there && mkdir beside && list 1 >done.md && for i in $(seq 40); do echo "# $i" >beside/$i.md || return 1; done && git add done.md beside && git commit -q -n -m a && echo "# none" >done.md && list 3 >../list && for i in $(seq 40); do cat ../list >beside/$i.md || return 1; done && git commit -q -n -a -m b && soon git push -q --no-verify origin main && back_there
'

# nested ENTRY: a tree that holds ten of another, ten levels deep; that entry at the bottom.
nested () {
	tree=$(printf '%b' "$1" | git mktree) || return 1
	for depth in 1 2 3 4 5 6 7 8 9; do
		tree=$(for i in 0 1 2 3 4 5 6 7 8 9; do printf '040000 tree %s\td%d\n' "$tree" $i; done | git mktree) || return 1
	done
	echo "$tree"
}

test_expect_success 'a thousand million paths made of eleven objects are refused by the name of the limit' '
	cd r && blob=$(echo x | git hash-object -w --stdin) &&
	for entry in "100644 blob $blob\tf\n" ""; do
		m=$(git commit-tree -p $tip -m bomb $(nested "$entry")) && soon git push -q --no-verify origin $m:main &&
		test_grep "more than [0-9]* \(files\|paths\)" ../err && [ "$(git -C ../r.git rev-parse main)" = $tip ] || return 1
	done
'

test_done
