#!/bin/sh
test_description='records, held against the schemas that are published for them'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"

validate=$TEST_BIN/t/helper/validate
[ -x "$validate" ] || validate=$SOURCE_DIR/build/t/helper/validate
conforms () {
	"$validate" "$SOURCE_DIR/schemas/checkpoint.yaml" "$1"
}

test_expect_success 'CHECKPOINT.yaml, of a verified and of a complete step, the first and the next' '
	small_repo r && git mcade run CACHE --env lab && git mcade checkpoint CACHE --env lab -m first && tick 86400 &&
	git mcade pin cache.image=redis@$DIGEST --env lab && git mcade complete CACHE --env lab && git mcade checkpoint CACHE --env lab -m next &&
	ls docs/checkpoints/*/CHECKPOINT.yaml >files && test_line_count 2 files &&
	for file in $(cat files); do conforms "$file" || return 1; done &&
	test_grep "^supersedes: " "$(tail -n 1 files)"
'
test_expect_success 'a key more, a key less, another value: none of these is one' '
	cd r && file=$(tail -n 1 files) &&
	for edit in "/^after:/d" "s/^step:/sleep:/" "s/^result: .*/result: fine/" "s/sha256:./sha256:/" "s,^series: .*,series: CACHE,"; do
		sed "$edit" "$file" >changed && ! cmp -s "$file" changed && refused conforms changed || { echo "$edit"; return 1; }
	done
'
test_done
