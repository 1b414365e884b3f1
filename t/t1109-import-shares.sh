#!/bin/sh
test_description='what import finds of the seeds, beside the runbooks of them that were written by hand and are executed

t/table/seed-shares.txt has for each kind of part how many were found, of how many, and which were missed; -v shows what is found now.'
. "${0%/*}/lib.sh"

# shares SEED DOCUMENT: "SEED KIND FOUND OF MISSED..." of what import makes of it.
shares () {
	rm -rf r && new_repo r && copy_seed "$1" r/docs/R.md && ( cd r && git add . && git commit -q -m seed && { git mcade import docs/R.md >../out || :; } ) &&
	perl "$SOURCE_DIR/t/helper/shares.pl" "$1" "$SOURCE_DIR/t/runbooks/$1.yaml" "$SOURCE_DIR/t/table/seed-$1.tsv" "$SOURCE_DIR/t/table/seed-lines.txt" r/runbook.yaml
}
# told SEED: as the table has it
told () {
	grep "^$1 " "$SOURCE_DIR/t/table/seed-shares.txt"
}
for seed in 000 002 003 004; do
	test_expect_success "seed $seed: environments, steps, checks, stops, triggers: no less is found than the table says" '
		shares $seed >found && cat found >&4 && told $seed >table && cut -d" " -f1,2,4 table >parts && cut -d" " -f1,2,4 found >now && test_cmp parts now &&
		cut -d" " -f3 table >least && cut -d" " -f3 found >is && paste -d" " least is | awk "\$2 < \$1 { bad = 1 } END { exit bad }"
	'
done
test_expect_success 'what is missed is seen: a check that no line became, a stop that import made a check' '
	sed "s/^003 7[4-9] stop/&ped/; s/^003 158 verify/003 158 text/; s/^003 95 note/003 95 text/; s/^003 115 note/003 115 text/" "$SOURCE_DIR/t/table/seed-lines.txt" >lines && perl "$SOURCE_DIR/t/helper/shares.pl" 003 "$SOURCE_DIR/t/runbooks/003.yaml" "$SOURCE_DIR/t/table/seed-003.tsv" lines "$SOURCE_DIR/t/runbooks/002.yaml" >found &&
	test_grep "^003 environments 0 2 staging production" found && test_grep "^003 stops 0 7 " found && told 003 | cut -d" " -f1-4 >before && cut -d" " -f1-4 found >after && ! cmp -s before after
'
test_expect_success 'a sentence about when to stop is a condition, without the sign that a forge shows' '
	new_repo stops && cd stops && mkdir docs && cp "$SOURCE_DIR/t/documents/96-stop-lines.md" docs/release.md && git add -A && git commit -q -m x &&
	git mcade import docs/release.md >out 2>&1 && grep -c "#   - id: stop_" runbook.yaml >count && echo 5 | test_cmp - count &&
	test_grep "manual: Abort when errors go over 1 %\." runbook.yaml && test_grep ! "CAUTION" runbook.yaml
'

test_done
