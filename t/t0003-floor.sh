#!/bin/sh
test_description='the harness of make check: what is skipped, put off or gone is told, and mutants are judged'
. "${0%/*}/lib.sh"

# A small house: its kept TAP, and what it had before.
small () {
	rm -rf small && mkdir -p small/build/tap small/t && cp "$SOURCE_DIR/t/floor.sh" "$SOURCE_DIR/t/share.sh" "$SOURCE_DIR/t/keep-tap" small/t/ &&
	printf "unit/a\t2\nt1000-d.sh\t1\nt9000-c.sh\t1\n" >small/t/floor.tsv &&
	printf "san/unit/a\tno room\tit has none\n" >small/t/skips.tsv &&
	printf "ok 1 - x\nok 2 - y\n1..2\n" >small/build/tap/t_unit_a.tap &&
	cp small/build/tap/t_unit_a.tap small/build/tap/address-undefined_t_unit_a.tap &&
	printf "ok 1 - x\n1..1\n" >small/build/tap/t_t1000-d.sh.tap &&
	cp small/build/tap/t_t1000-d.sh.tap small/build/tap/address-undefined_t_t1000-d.sh.tap &&
	cp small/build/tap/t_t1000-d.sh.tap small/build/tap/t_t9000-c.sh.tap &&
	cp small/build/tap/t_unit_a.tap small/build/tap/clang_t_unit_a.tap &&
	cp small/build/tap/t_unit_a.tap small/build/tap/shared_t_unit_a.tap &&
	cp small/build/tap/t_t1000-d.sh.tap small/build/tap/shared_t_t1000-d.sh.tap
}
# floor CI [PART]: its verdict.
floor () {
	( CI=$1 && export CI && shift && sh small/t/floor.sh "$@" >out )
}
TAP=small/build/tap

test_expect_success 'everything was run: nothing to say, in CI and elsewhere' '
	small && floor "" && test_line_count 0 out &&
	for part in "" sanitized peers clang shared; do
		floor true $part && test_line_count 0 out || { echo "$part"; return 1; }
	done &&
	expect_status 129 floor true sanitised
'
test_expect_success 'a program that was not run, or not under the sanitizers, or had more tests' '
	small && rm $TAP/t_unit_a.tap && refused floor "" && test_grep "unit/a was not run" out &&
	small && rm $TAP/address-undefined_t_unit_a.tap && refused floor "" && test_grep "unit/a was not run under the san" out &&
	small && sed -i 2d $TAP/address-undefined_t_unit_a.tap && refused floor "" && test_grep "had 2 tests and has 1 under" out &&
	printf "san/unit/a\t1\n" >>small/t/floor.tsv && floor "" &&
	small && rm $TAP/address-undefined_t_t1000-d.sh.tap && floor "" && refused floor "" sanitized &&
	test_grep "t1000-d.sh was not run under the san" out && ( SANITIZED_OF=2 && export SANITIZED_OF && refused floor "" sanitized && sed -i "s/t1000-d/t1000-b/" small/t/floor.tsv && floor "" sanitized ) &&
	for part in clang shared; do
		small && rm $TAP/${part}_t_unit_a.tap && floor "" && refused floor "" $part && test_grep "unit/a was not run in $part" out ||
			return 1
	done &&
	small && sed -i 2d $TAP/t_unit_a.tap && refused floor "" && test_grep "unit/a had 2 tests and has 1" out &&
	small && rm $TAP/t_t9000-c.sh.tap && floor true && refused floor true peers && test_grep "t9000-c.sh was not run" out
'
test_expect_success 'a single skip is told, and in CI a failure; what is listed is not' '
	small && sed -i "s/^ok 2.*/ok 2 - y # SKIP no tool/" $TAP/t_unit_a.tap &&
	floor "" && test_grep "skipped: unit/a: - y" out && refused floor true && test_grep "skipped: unit/a: - y" out &&
	small && sed -i "s/^ok 2.*/ok 2 - no room # SKIP it has none/" $TAP/address-undefined_t_unit_a.tap && floor true && test_line_count 0 out &&
	sed -i "s/^ok 1.*/ok 1 - another # skip no tool/" $TAP/address-undefined_t_unit_a.tap && refused floor true && test_line_count 1 out
'
test_expect_success 'a skip or what is put off, at whatever build it stands, is told by its own target alone' '
	while read -r file part; do
		for words in "ok 1 - x # SKIP no tool" "ok # skip" "ok 1 #SKIP" "not ok 1 - x # TODO later" "ok # todo"; do
			small && sed -i "s/^ok 1 .*/$words/" $TAP/$file && refused floor true ${part#-} &&
			for other in "" sanitized peers clang shared; do
				[ "$other" = "${part#-}" ] || floor true $other || { echo "$file: $other"; return 1; }
			done || { echo "$file: $words"; return 1; }
		done
	done <<-\EOT
	t_t1000-d.sh.tap -
	address-undefined_t_unit_a.tap -
	address-undefined_t_t1000-d.sh.tap sanitized
	t_t9000-c.sh.tap peers
	clang_t_unit_a.tap clang
	shared_t_t1000-d.sh.tap shared
	EOT
'
# ci: .ci/run over the small house; "make TARGET" runs nothing, but fails for $BREAKS.
ci () {
	mkdir -p small/.ci ci && cp "$SOURCE_DIR/.ci/run" small/.ci/ &&
	for tool in apt-get sudo; do
		printf "#!/bin/sh\n" >ci/$tool && chmod +x ci/$tool || return 1
	done &&
	printf "#!/bin/sh\nfor target; do :; done\necho Files=1, Tests=3, x\n[ \"\$target\" != \"\$BREAKS\" ]\n" >ci/make && chmod +x ci/make &&
	( PATH=$PWD/ci:$PATH && export PATH && small/.ci/run >out 2>&1 )
}
test_expect_success 'CI: each target, and the floors of all, whatever targets said' '
	small && ci && test_grep "^[0-9]* passed, 0 failed" out &&
	for BREAKS in check check-sanitized check-peers check-clang check-shared portable mutants mutants-sample coverage fuzz; do
		export BREAKS && refused ci && test_grep "make $BREAKS failed" out && test_grep ", 1 failed" out || return 1
	done && unset BREAKS &&
	for file in t_t1000-d.sh address-undefined_t_t1000-d.sh t_t9000-c.sh clang_t_unit_a shared_t_unit_a; do
		small && sed -i "s/^ok 1 .*/& # SKIP no tool/" $TAP/$file.tap && refused ci && test_grep "^skipped: " out &&
		small && sed -i "s/^ok 1 .*/not & # TODO later/" $TAP/$file.tap && refused ci && test_grep "puts a test off" out &&
		small && rm $TAP/$file.tap && refused ci && test_grep "was not run" out || { echo "$file"; return 1; }
	done
'
test_expect_success 'a whole program that skips itself, a test that is put off' '
	small && echo "1..0 # SKIP no tool" >$TAP/t_t1000-d.sh.tap && refused floor true && test_grep "skipped: t1000-d.sh: no tool" out &&
	small && sed -i "s/^ok 2.*/not ok 2 - y # TODO later/" $TAP/t_unit_a.tap && refused floor "" && test_grep "puts a test off" out
'
test_expect_success 'the numbers are written down, and only rise' '
	small && printf "ok 1 - z\n1..1\n" >$TAP/t_unit_new.tap && floor "" && test_grep "note: unit/new is not in" out &&
	sed -i 2d $TAP/t_unit_a.tap && echo "ok 2 - more" >>$TAP/t_t1000-d.sh.tap && floor "" write &&
	printf "t1000-d.sh\t2\nt9000-c.sh\t1\nunit/a\t2\nunit/new\t1\n" >want && test_cmp want small/t/floor.tsv
'
test_expect_success 'of the portable program: what was run has as many tests, and skips what is listed' '
	small && printf "ok 1 - x\nok 2 - LINUX: y # SKIP only Linux can\n1..2\n" >$TAP/portable_t_unit_a.tap &&
	floor true && test_line_count 0 out && refused floor true portable && test_line_count 1 out && test_grep "skipped: portable/unit/a: - LINUX: y" out &&
	printf "portable/unit/a\tLINUX: y\tit needs /proc\n" >>small/t/skips.tsv && floor true portable && test_line_count 0 out &&
	sed -i 2d $TAP/portable_t_unit_a.tap && refused floor true portable && test_grep "unit/a had 2 tests and has 1 in portable/" out
'
test_expect_success 'no two scripts have one number' '
	small && sed -i "s/^t9000-c/t1000-c/" small/t/floor.tsv && cp $TAP/t_t9000-c.sh.tap $TAP/t_t1000-c.sh.tap &&
	cp $TAP/t_t9000-c.sh.tap $TAP/address-undefined_t_t1000-c.sh.tap && refused floor true && test_line_count 1 out &&
	test_grep "t1000-c.sh and t1000-d.sh have one number" out
'
test_expect_success 'keep-tap: output and status go through, and are kept' '
	small && cd small && printf "#!/bin/sh\necho ok 1 - \"\$1\"; exit 3\n" >t/t2000-d.sh && chmod +x t/t2000-d.sh &&
	expect_status 3 t/keep-tap t/t2000-d.sh x >out && echo "ok 1 - x" >want && test_cmp want out && test_cmp want build/tap/t_t2000-d.sh.tap &&
	printf "#!/bin/sh\nkill -SEGV \$\$\n" >t/t2000-d.sh && expect_status 139 t/keep-tap t/t2000-d.sh >out 2>&1 &&
	printf "#!/bin/sh\necho 1..0\n" >t/t2000-d.sh && TEST_BIN=build/address-undefined t/keep-tap t/t2000-d.sh >out &&
	test_cmp out build/tap/address-undefined_t_t2000-d.sh.tap
'

# mutants LINE...: the runner over a source of two words, whose test wants the first.
mutants () {
	rm -rf house && mkdir -p house/t/mutants house/src/a house/bin house/build house/schemas house/doc && cp "$SOURCE_DIR/t/mutants/run" "$SOURCE_DIR/t/mutants/house.py" house/t/mutants/ &&
	: >house/.clang-format && echo "good idle" >house/src/a/x.c &&
	printf "bin/git-mcade: src/a/x.c\n\t! grep -q broken \$<\n\tcp \$< \$@\n" >house/GNUmakefile &&
	printf "#!/bin/sh\ngrep -q good bin/git-mcade\n" >house/t/t1-good.sh && printf "#!/bin/sh\nfalse\n" >house/t/t2-bad.sh &&
	chmod +x house/t/*.sh && printf "%s\n" "$@" | tr "|" "\t" >house/t/mutants/list.tsv && house/t/mutants/run >out 2>err
}
test_needs python3 'mutants: one that its test notices' '
	mutants "# a comment" "src/a/x.c|good|bad|t1-good.sh" && test_grep "^ok 1 - " out && test_grep "^1..1" out && test_line_count 0 err &&
	test_missing house/build/mutants-0
'
test_needs python3 'mutants: one that survives, does not compile, is stale, has no time, no test that passes, no columns' '
	while IFS="!" read -r line words; do
		refused mutants "src/a/x.c|good|bad|t1-good.sh" "$line" && test_grep "^ok 1 - " out && test_grep "^not ok 2 - " out &&
		test_grep "$words" err || return 1
	done <<-\EOT &&
	src/a/x.c|idle|busy|t1-good.sh!t1-good.sh does not notice
	src/a/x.c|good|broken|t1-good.sh!does not compile
	src/a/x.c|gone|bad|t1-good.sh!the old text stands 0 times
	src/a/x.c|o|bad|t1-good.sh!the old text stands 2 times
	src/a/x.c|good|bad|t2-bad.sh!t2-bad.sh fails without any mutant
	src/a/x.c|good|bad!four columns
	EOT
	refused mutants && test_grep "no mutant" out &&
	( MUTANTS_SECONDS=0 && export MUTANTS_SECONDS && refused mutants "src/a/x.c|good|bad|t1-good.sh" && test_grep "no time left" err &&
		MUTANTS_OF=2 && MUTANTS_SEED=2 && export MUTANTS_OF MUTANTS_SEED && row="src/a/x.c|good|bad|t1-good.sh" && refused mutants "$row" "$row" "$row" "$row" && test_grep "^# not tried" out && test_line_count 0 err && test_grep "^not ok 1 - no mutant" out )
'
test_needs python3 'mutants: a share of them, by the commit, and what the newest commits changed' '
	( row="src/a/x.c|good|bad|t1-good.sh" && set -- "$row" "$row" "$row" "$row" "$row" "$row" "$row" "$row" && GIT_CEILING_DIRECTORIES=$PWD &&
	MUTANTS_SEED=2 MUTANTS_OF=4 && export MUTANTS_SEED MUTANTS_OF GIT_CEILING_DIRECTORIES && mutants "$@" && test_grep "^# MUTANTS_SEED=2$" out &&
	test_grep "^1[.][.][1-7]$" out && git -C house init -q && git -C house add t/t1-good.sh && git -C house commit -q -m tests &&
	house/t/mutants/run >out && test_grep "^1[.][.]8$" out )
'
# sampled TEST [ROOM...]: the sample over one function, whose mutants are "<=", "!(a < b)" and "return 0".
sampled () {
	mutants "src/a/x.c|good|bad|t1-good.sh" && cp "$SOURCE_DIR/t/mutants/sample" house/t/mutants/ &&
	printf "int f(void)\n{\n\t/* if (c < d) */\n\tif (a < b)\n\t\treturn -1; /* why */\n\tsay(\"c < d\");\n}\n" >house/src/a/x.c &&
	printf "#!/bin/sh\n%s\n" "$1" >house/t/t1-good.sh && printf "a\t95\tt1-good.sh\n" >house/t/mutants/rooms.tsv &&
	printf "src/a/x.c\tsay(\"c < d\");\t;\twhy\n" >house/t/mutants/equivalent.tsv && shift &&
	GIT_CEILING_DIRECTORIES=$PWD house/t/mutants/sample a >out 2>err
}
test_needs python3 'sample: every small change is noticed' '
	sampled "grep -q \"if (a < b)\" bin/git-mcade && grep -q \"return -1\" bin/git-mcade" && test_line_count 0 err &&
	test_grep "^# MUTANTS_SEED=1$" out && test_grep "^ok 1 - a: 3 of 3 noticed (100 %, at least 95 %)" out && test_grep "^ok 2 - 3 of 3 were decided" out && test_grep "^1..2" out
'
test_needs python3 'sample: a survivor, one that does not compile, none that was tried, a test that always fails' '
	refused sampled "grep -q \"if (a < b)\" bin/git-mcade" && test_grep "^not ok 1 - a: 2 of 3 noticed (66" out &&
	test_grep "^src/a/x.c:5: nobody notices" err && test_grep "^  + return 0;" err && test_line_count 3 err &&
	refused sampled false && test_grep "t1-good.sh fails without any mutant" err &&
	( MUTANTS_TIME=0 && export MUTANTS_TIME && refused sampled true && test_grep "^not ok 1 - a: none was decided" out )
'
test_needs python3 'sample: what may be chance passes where that is asked for, what cannot be does not' '
	( MUTANTS_CHANCE=.1 && export MUTANTS_CHANCE &&
	sampled "grep -q \"if (a < b)\" bin/git-mcade" && test_grep "^ok 1 - a: 2 of 3 noticed (66" out &&
	refused sampled true && test_grep "^not ok 1 - a: 0 of 3 noticed (0" out )
'
test_needs python3 'sample: what time ends is no mutant that was noticed, and a sample of none does not pass' '
	( MUTANTS_CHANCE=.1 MUTANTS_TIME=2 && export MUTANTS_CHANCE MUTANTS_TIME && refused sampled "exec sleep 60" &&
	test_grep "^ok 1 - a: none was decided" out && test_grep "^not ok 2 - 0 of 3 were decided" out )
'
test_needs python3 'sample: files of a folder that have a room of their own are no part of the room of the folder' '
	sampled "grep -q \"if (a < b)\" bin/git-mcade && grep -q \"return -1\" bin/git-mcade" && printf "a\t95\tt2-bad.sh\na/x\t95\tt1-good.sh\n" >house/t/mutants/rooms.tsv &&
	house/t/mutants/sample a/x >out && test_grep "^ok 1 - a/x: 3 of 3 noticed" out && refused house/t/mutants/sample a >out && test_grep "a: none was decided" out
'
# covered FLOOR [ARGUMENT]: a program of four branches, two of which take an argument.
covered () {
	rm -rf cov && mkdir -p cov/t cov/src/model cov/build/coverage/src/model && cp "$SOURCE_DIR/t/coverage.sh" cov/t/ &&
	printf "%b" "$1" >cov/t/floor-coverage.tsv && shift && ( cd cov &&
	printf "int read(int a);\nint read(int a)\n{\n\tif (a < 0)\n\t\treturn -1;\n\treturn 0;\n}\n" >src/model/x.c &&
	printf "int main(int count, char **all)\n{\n\tif (read(1) < 0)\n\t\treturn -1;\n\tif (count > 1)\n\t\tall++;\n\treturn 0;\n}\n" >>src/model/x.c &&
	gcc -O0 --coverage -c -o build/coverage/src/model/x.o src/model/x.c && gcc --coverage -o x build/coverage/src/model/x.o &&
	./x && { [ $# -eq 0 ] || ./x "$1"; } && sh t/coverage.sh build/coverage >../out 2>/dev/null )
}
test_needs gcov 'coverage: the branches of a room, those that hand an error on left out' '
	covered "model\t75\nall\t75\n" more && cat out && test_grep "^ 75.0 % of     4  src/model/x.c" out && test_grep "of     6  all, with errors" out
'
test_needs gcov 'coverage: below the floor, without a floor, a floor of no room' '
	refused covered "model\t75\nall\t50\n" && test_grep "^coverage: 50 % of model, at least 75 %" out && test_line_count 5 out &&
	refused covered "model\t50\n" && test_grep "^coverage: all has no floor" out &&
	refused covered "model\t50\nall\t50\ngate\t1\n" && test_grep "^coverage: gate has a floor and no branches" out
'
test_done
