#!/bin/sh
test_description='unpin: a path that was pinned by mistake is given up; the manifest goes back, what rested on it is stale'
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
validate=$TEST_BIN/t/helper/validate
[ -x "$validate" ] || validate=$SOURCE_DIR/build/t/helper/validate
be_person owner
V=redis:7@$DIGEST
W=redis:8@$DIGEST

test_expect_success 'setup' '
	small_repo r && git init -q --bare ../up.git && git remote add up ../up.git &&
	printf "cache:\n  image: redis:latest   # decide\n  size: TBD\nnull: {}\nempty:\nlast: 1\n" >releases/lab.yaml &&
	git commit -q -a -m more && git mcade adopt && git push -q up main && git mcade sync && cp releases/lab.yaml ../before
'

# there_and_back PATH: pinned and given up, byte for byte; both are committed.
there_and_back () {
	git mcade pin --create "$1=$V" --env lab && ! cmp releases/lab.yaml ../before && git commit -q -a -m "pin $1" &&
	git mcade unpin "$1" --env lab -m "a mistake" && cmp releases/lab.yaml ../before && git mcade render --check && git commit -q -a -m "unpin $1" &&
	git mcade status --env lab --json >json && ! grep "\"$1\"" json && rm json
}
test_expect_success 'what stood there before stands there again' 'cd r && there_and_back cache.image && there_and_back cache.size'
test_expect_success 'a path that was made for it goes, with the mappings made for it' '
	cd r && there_and_back cache.new && there_and_back new.deep.image && there_and_back null.deep && there_and_back empty.deep && there_and_back last
'
test_expect_success 'audit and the other end take all of it' 'cd r && git push -q up main && git mcade audit && git mcade audit --cold'
test_expect_success 'of several values in a row the first one counts, and only since it was given up last' '
	cd r && git mcade pin "cache.image=$V" --env lab && git commit -q -a -m one && git mcade pin "cache.image=$W" --env lab && git commit -q -a -m two &&
	git mcade unpin cache.image --env lab -m "both" && cmp releases/lab.yaml ../before && git commit -q -a -m none
'
test_expect_success 'several at once, and other edits stay' '
	cd r && git mcade pin --create "cache.image=$V" "x.y=$W" --env lab && echo "# mine" >>releases/lab.yaml &&
	git mcade unpin x.y cache.image --env lab -m "both" && { cat ../before && echo "# mine"; } >want && cmp want releases/lab.yaml && rm want &&
	git commit -q -a -m note && cp releases/lab.yaml ../before
'
test_expect_success 'a value that a person wrote over it is his' '
	cd r && git mcade pin "cache.image=$V" --env lab && sed -i "s/redis:7@/redis:9@/" releases/lab.yaml && git mcade unpin cache.image --env lab -m "no" &&
	test_grep redis:9@ releases/lab.yaml && git mcade pin --from-worktree --env lab && git mcade unpin cache.image --env lab -m "no" &&
	cmp releases/lab.yaml ../before && git mcade render --check
'
test_expect_success 'a name that is not pinned: the nearest is said, and typed' '
	cd r && git mcade pin "cache.image=$V" --env lab && before=$(git rev-parse mcade/ledger) && refused git mcade unpin cache.imag --env lab -m "no" 2>err &&
	test_grep "refused \[pin-conflict\]" err && test_grep "expected: cache.image\$" err && test "$(git rev-parse mcade/ledger)" = "$before" &&
	sed -n "s/^ *fix: *//p" err >way && test_line_count 1 way && sh ./way && rm -f way err && cmp releases/lab.yaml ../before
'
test_expect_success 'neither without a reason nor of another value nor of nothing nor twice' '
	cd r && git mcade pin "cache.image=$V" --env lab && before=$(git rev-parse mcade/ledger) &&
	usage git mcade unpin cache.image --env lab 2>err && usage git mcade unpin --env lab -m no 2>err &&
	refused git mcade unpin "cache.image=$W" --env lab -m no 2>err && test_grep "refused \[pin-conflict\]" err &&
	test "$(git rev-parse mcade/ledger)" = "$before" && test_grep redis:7@ releases/lab.yaml &&
	git mcade unpin "cache.image=$V" --env lab -m no && refused git mcade unpin cache.image --env lab -m no 2>err && rm err
'
test_expect_success 'its JSON is an act'"'"'s, and log says what it gave up' '
	cd r && git mcade pin "cache.image=$V" --env lab && git mcade unpin cache.image --env lab -m "no" --json >json && "$validate" "$SOURCE_DIR/schemas/output/act.yaml" json &&
	git mcade log -n 1 >log && test_grep "unpin cache.image" log && test_grep " in lab" log && rm json log && git commit -q -a --allow-empty -m same
'
test_expect_success 'what is complete with it is stale, may be committed, and holds again with a pin and a check' '
	cd r && git mcade pin "cache.image=$V" --env lab && git commit -q -a -m pin && git push -q up main && git mcade run CACHE --env lab && git mcade complete CACHE --env lab &&
	git add -A && git commit -q -m complete && git mcade unpin cache.image --env lab -m "the wrong one" 2>err && test_grep "stale now: CACHE" err &&
	git mcade status --env lab --json >json && test_grep "\"id\":\"CACHE\"[^{]*\"stale\":true" json &&
	git commit -q -a -m given-up && git push -q up main && git mcade audit && git mcade pin "cache.image=$W" --env lab && git mcade verify CACHE --env lab &&
	git mcade status --env lab --json >json && test_grep ! "\"id\":\"CACHE\"[^{]*\"stale\":true" json && rm json &&
	git add -A && git commit -q -m again && git push -q up main && git mcade audit && git mcade audit --cold
'

test_expect_success 'a manifest that has it still is behind, one that gets it back is refused, at each door' '
	cd r && git mcade pin "cache.size=$V" --env lab && git commit -q -a -m pin && git mcade unpin cache.size --env lab -m no && git push -q up mcade/ledger &&
	git checkout -q HEAD releases/lab.yaml && refused git mcade render --check && git mcade audit &&
	git mcade render && git mcade render --check && git commit -q -a -m unpin && git push -q up main &&
	sed -i "s,size: TBD,size: $V," releases/lab.yaml && refused git commit -q -a -m back 2>err && test_grep "refused \[drift\]" err &&
	git commit -q --no-verify -a -m back && refused git push -q up main 2>err && test_grep "refused \[drift\]" err && git reset -q --hard HEAD~1 && rm err
'
test_expect_success 'who may not pin may not give up' '
	cd r && git mcade trust add rita --key "$(key_of reviewer)" --role reviewer --name Rita --email reviewer@example.com && git mcade pin "cache.image=$V" --env lab &&
	be_person reviewer && git mcade join --expect-genesis "$(git config mcade.ledgerId)" && refused git mcade unpin cache.image --env lab -m no 2>err && test_grep "refused \[permission\]" err && be_person owner && git checkout -q .
'

test_done
