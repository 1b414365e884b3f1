#!/bin/sh
test_description='each lint can fail: a small house, one fault at a time'
. "${0%/*}/lib.sh"

# lint NAME: the lint over ./house.
lint () {
	sh "$SOURCE_DIR/t/lint/$1.sh" house
}

test_expect_success 'setup: a house without faults' '
	mkdir -p house/src/base house/src/repo house/src/model house/bin house/t house/doc &&
	cat >house/src/LAYERS <<-\EOT &&
	# folder: may include | owns
	base:  |
	repo:  base | git2.h git2/sys/*.h
	model: base |
	policy: base |
	cmd: base |
	EOT
	cp "$SOURCE_DIR/.clang-format" house && mkdir -p house/src/cmd house/src/policy house/src/model &&
	printf "COMMAND(run)\nCOMMAND(check_all)\n" >house/src/cmd/commands.h &&
	printf "/* clang-format off */\n\tRULE(SEALED, \"sealed\", C_, FINDING_ERROR, 0, CHANGE(rule_sealed), \\\\\n" >house/src/model/rules.h &&
	echo "#include \"base/a.h\"" >house/src/model/m.c &&
	echo "#include <git2.h>" >house/src/repo/r.c &&
	echo "int a(void);" >house/src/base/a.h &&
	printf "int a(void)\n{\n\treturn 1;\n}\n" >house/src/base/a.c &&
	echo "#include \"model/m.h\"" >house/bin/main.c &&
	printf ".Dd January 28, 2026\n.Dt GIT-MCADE 1\n.Os\n.Sh NAME\n.Nm git-mcade\n.Nd a page\n.Sh DESCRIPTION\nOne.\n.Sh EXAMPLES\nTwo.\n.Sh DIAGNOSTICS\nThree.\n" >house/doc/git-mcade.1 &&
	for name in layers sizes messages rooms words; do
		lint $name || { echo "$name"; return 1; }
	done
'

for pair in clang-format-14:format shellcheck:shell mandoc:manual; do
	test_needs "${pair%:*}" "a house without faults: ${pair#*:}" "lint ${pair#*:}"
done

# A folder of PATH in which all is that a lint needs; without TOOL one of them.
tools () {
	rm -rf none && mkdir none && for tool in sh env find sort sed awk grep cat ls tr cmp diff xargs rm mkdir cp perl \
		shellcheck mandoc clang-format-14 git; do
		[ "$tool" = "$1" ] || ! at=$(command -v "$tool") || ln -s "$at" none/ || return 1
	done
}
# without TOOL NAME [ROOT]: passes with it, not without it.
without () {
	tools && env PATH="$PWD/none" sh "$SOURCE_DIR/t/lint/$2.sh" "${3:-house}" >out || { cat out; return 1; }
	tools "$1" && ! env PATH="$PWD/none" sh "$SOURCE_DIR/t/lint/$2.sh" "${3:-house}" >out 2>&1
}
while read -r tool name; do
	test_needs "$tool" "$name: fails without $tool" "without $tool $name"
done <<-\EOT
awk layers
perl layers
perl messages
perl rooms
perl words
awk sizes
EOT
while read -r tool name; do
	test_needs "$tool" "$name: fails without $tool, and says so" "
		case $tool in clang*) test_when_finished 'rm -rf none' && tools && ln -s none/clang-format-14 none/clang-format ;; esac &&
		without $tool $name && test_grep 'no .* is installed' out
	"
done <<-\EOT
clang-format-14 format
mandoc manual
shellcheck shell
EOT
test_expect_success 'each lint has a test that it can fail, and one without its tool' '
	for lint in "$SOURCE_DIR"/t/lint/*.sh; do
		name=${lint##*/} && name=${name%.sh} && [ "$name" != run ] || continue
		grep -qE "refused (lint )?$name\b" "$SOURCE_DIR/t/t0001-lint.sh" &&
		grep -qE "^[a-z0-9-]+ $name$|without [a-z]+ $name\b" "$SOURCE_DIR/t/t0001-lint.sh" || { echo "$name"; return 1; }
	done
'
test_expect_success 'format: another version of clang-format does not judge' '
	mkdir -p other && for tool in clang-format clang-format-14; do
		printf "#!/bin/sh\necho clang-format version 19.1.0\n" >other/$tool && chmod +x other/$tool || return 1
	done &&
	( PATH=$PWD/other:$PATH && export PATH && expect_status 77 lint format >out ) && test_grep "clang-format 14" out
'
test_expect_success 'run.sh: a lint that cannot judge is a skip with its reason, and in CI a failure' '
	mkdir -p row/t/lint && cp "$SOURCE_DIR/t/lint/run.sh" row/t/lint && echo "echo no tool; exit 77" >row/t/lint/a.sh &&
	echo : >row/t/lint/b.sh && ( CI= && export CI && sh row/t/lint/run.sh >out 2>err ) &&
	test_grep "^ok 1 - lint/a.sh # SKIP no tool" out && test_grep "^ok 2" out &&
	( CI=true && export CI && refused sh row/t/lint/run.sh >out 2>err ) &&
	test_grep "^not ok 1 - lint/a.sh" out && test_grep "^ok 2" out
'

test_expect_success 'layers: a folder above' '
	test_when_finished "rm house/src/base/b.c" &&
	echo "#include \"model/m.h\"" >house/src/base/b.c &&
	refused lint layers >out &&
	test_grep "src/base/b.c:1: base may not include model/m.h" out
'
test_expect_success 'layers: a third-party header outside its folder' '
	test_when_finished "rm house/src/model/b.c" &&
	printf "#include <stdio.h>\n#include <git2/sys/odb.h>\n" >house/src/model/b.c &&
	refused lint layers >out &&
	test_grep "src/model/b.c:2: <git2/sys/odb.h> belongs to repo" out
'
test_expect_success 'layers: a third-party header that nobody owns' '
	test_when_finished "rm house/src/model/b.c" &&
	echo "#include <curl/curl.h>" >house/src/model/b.c &&
	refused lint layers >out && test_grep "has no owner" out
'
test_expect_success 'layers: an include without its folder' '
	test_when_finished "rm house/src/model/b.c" &&
	echo "#include \"m.h\"" >house/src/model/b.c &&
	refused lint layers >out && test_grep "not written folder/file.h" out
'
test_expect_success 'layers: an include by a macro' '
	test_when_finished "rm house/src/base/b.c" &&
	printf "#define ABOVE \"model/m.h\"\n# include ABOVE\n" >house/src/base/b.c &&
	refused lint layers >out && test_grep "src/base/b.c:2: an include without its name" out
'
test_expect_success 'layers: a folder below a folder, a file beside them' '
	test_when_finished "rm -r house/src/base/deep house/src/b.c" && mkdir house/src/base/deep &&
	echo "#include \"model/m.h\"" >house/src/base/deep/b.c && cp house/src/base/deep/b.c house/src/b.c &&
	refused lint layers >out && test_grep "^src/base/deep/b.c: not src/folder/file" out &&
	test_grep "^src/b.c: not src/folder/file" out
'
test_expect_success 'layers: a declaration of what another layer, or a library, defines' '
	test_when_finished "rm house/src/base/b.c house/src/base/b.h house/src/model/d.c" &&
	cat >house/src/model/d.c <<-\EOT &&
	int model_do(const char *text, int (*with)(void *))
	{
		return 0;
	}
	EOT
	cat >house/src/base/b.c <<-\EOT &&
	/* int in_a_comment(void); */
	static int own(void);
	int model_do(const char *text,
		     int (*with)(void *));
	extern char **environ;
	static int own(void)
	{
		return own() + model_do("int in_a_string(void);", 0);
	}
	EOT
	refused lint layers >out && test_grep "src/base/b.c:3: model_do() is not defined in base" out &&
	test_line_count 1 out &&
	echo "int sodium_init(void);" >house/src/base/b.h && echo "int b;" >house/src/base/b.c &&
	refused lint layers >out && test_grep "src/base/b.h:1: sodium_init() is not defined in base" out
'
test_expect_success 'layers: internal.h of another folder' '
	test_when_finished "rm house/src/model/b.c" &&
	echo "#include \"base/internal.h\"" >house/src/model/b.c &&
	refused lint layers >out && test_grep "belongs to base alone" out
'
test_expect_success 'layers: a guard with the name of another file' '
	test_when_finished "rm house/src/base/b.h" &&
	printf "#ifndef ENGINE_B_H\n#define ENGINE_B_H\n#endif\n" >house/src/base/b.h &&
	refused lint layers >out && test_grep "src/base/b.h:1: the guard is not BASE_B_H" out && test_line_count 1 out &&
	printf "#ifndef BASE_B_H\n#define BASE_B_H\n#ifndef ENGINE_C_H\n#endif\n#endif\n" >house/src/base/b.h && lint layers
'
test_expect_success 'layers: a circle cannot be written down' '
	test_when_finished "mv keep house/src/LAYERS" &&
	cp house/src/LAYERS keep && sed -i "s/^base:  |/base: model |/" house/src/LAYERS &&
	refused lint layers >out && test_grep "base names model, which is not above it" out
'

test_expect_success 'rooms: a verb below the commands' '
	test_when_finished "rm house/src/base/b.c" &&
	cat >house/src/base/b.c <<-\EOT &&
	/* strcmp(word, "run") */
	const char *how = "see // git mcade run"; bool a = !strcmp(word, "run");
	bool b = str_equals(text_of(x), "check-all") || is(
		"run", word);
	int c = err_next(err, "git mcade run"), d = strcmp(word, "runs");
	int show(const struct subcommand *cmd, struct option_values *values);
	EOT
	refused lint rooms >out && test_grep "src/base/b.c:2: a verb, and only" out && test_grep "b.c:3: a verb" out &&
	test_grep "b.c:3: a verb.* is( .run., *$" out && test_grep "b.c:6: only src/cmd knows verbs" out && test_line_count 4 out &&
	test_when_finished "rm house/src/repo/b.c house/src/model/b.c house/src/cmd/b.c" &&
	sed 1,5d house/src/base/b.c >house/src/repo/b.c && cp house/src/base/b.c house/src/cmd/ && cp house/src/repo/b.c house/src/model/ &&
	echo "int e = strcmp(word, \"run\");" >>house/src/model/b.c &&
	refused lint rooms >out && test_grep "repo/b.c:1: only src/cmd has options" out && test_line_count 8 out &&
	: >house/src/base/b.c && test_when_finished "mv keep house/src/cmd/commands.h" && mv house/src/cmd/commands.h keep &&
	refused lint rooms >out && test_grep "nothing is listed" out && : >house/src/cmd/commands.h && refused lint rooms
'
test_expect_success 'rooms: a command that writes, or knows the format' '
	test_when_finished "rm -f house/src/cmd/b.c house/src/repo/b.c" &&
	cat >house/src/cmd/b.c <<-\EOT &&
	output_note("printf is not a call here"); /* jw_object(w) */
	jw_object(w);
	printf("text");
	bool json = option_flag(o, "json");
	return output_data(&out, err);
	EOT
	refused lint rooms >out && test_line_count 4 out && test_grep "src/cmd/b.c:2: a command gives a result.*jw_object" out &&
	test_grep "b.c:3: .*printf" out && test_grep "b.c:4: .*option_flag" out && test_grep "b.c:5: .*output_data" out &&
	mv house/src/cmd/b.c house/src/repo/b.c && lint rooms
'
test_expect_success 'rooms: a rule that another asks, a header of the policy that is its own' '
	test_when_finished "rm house/src/repo/b.c house/src/policy/b.c" &&
	printf "#include \"policy/judge_change.h\"\n#include \"policy/internal.h\"\n# include \"policy/pins.h\"\n" >house/src/repo/b.c &&
	printf "int x(void) { return rule_sealed(facts) + rule_word(1); }\n" >>house/src/repo/b.c && cp house/src/repo/b.c house/src/policy/ &&
	refused lint rooms >out && test_grep "src/repo/b.c:2: others include" out && test_grep "b.c:3: others include.*pins.h" out &&
	test_grep "b.c:4: judge_change() asks the rules: rule_sealed" out && test_line_count 3 out
'

test_expect_success 'rooms: what only Linux has, beside a file of its own' '
	test_when_finished "rm house/src/base/b.c house/src/base/b_linux.c" &&
	cat >house/src/base/b.c <<-\EOT && cp house/src/base/b.c house/src/base/b_linux.c &&
	#include <sys/prctl.h>
	#include "proc/proc.h"
	/* syncfs(), /proc */ int a = open("/proc/self/exe", O_PATH | O_CLOEXEC);
	int b = prctl(PR_SET_CHILD_SUBREAPER, 1) + syncfs(1) + epoll_create1(0);
	int c = my_syncfs_like("a /proc", O_PATHS);
	EOT
	refused lint rooms >out && test_line_count 7 out && test_grep ! "_linux.c:" out && test_grep "b.c:1: only a .*: prctl" out &&
	test_grep "b.c:3: .*: ./proc" out && test_grep "b.c:3: .*O_PATH$" out && test_grep "b.c:4: .*: syncfs" out
'

test_expect_success 'sizes: a long function, a long file' '
	test_when_finished "rm house/src/base/b.c" &&
	{ echo "int b(void)" && echo "{" && for i in $(seq 120); do echo "	;"; done && echo "}"; } >house/src/base/b.c &&
	refused lint sizes >out && test_grep "src/base/b.c:2: function of 122 lines" out &&
	for i in $(seq 401); do echo "int x$i;"; done >house/src/base/b.c &&
	refused lint sizes >out && test_grep "b.c: file of 401 lines" out
'
test_expect_success 'sizes: over the aim is a note' '
	test_when_finished "rm house/src/base/b.c" &&
	{ echo "int b(void)" && echo "{" && for i in $(seq 60); do echo "	;"; done && echo "}"; } >house/src/base/b.c &&
	lint sizes >out && test_grep "note: .*function of 62" out
'

test_expect_success 'messages: a capital, a full stop, a newline' '
	test_when_finished "rm house/src/base/b.c" &&
	cat >house/src/base/b.c <<-\EOT &&
	int b(struct err *err)
	{
		err_set(err, ERR_IO, "cannot open (%s)", name());
		return err_set(err, ERR_IO, "Cannot open %s",
			       strerror(errno));
	}
	int c(struct err *err) { return err_errno(err, "cannot" " open."); }
	int d(struct err *err) { return err_set(err, ERR_IO, "YAML ends in...\n"); }
	EOT
	refused lint messages >out &&
	test_grep "b.c:4: begins with a capital" out &&
	test_grep "b.c:7: ends in a full stop" out &&
	test_grep "b.c:8: holds a newline" out &&
	test_line_count 3 out
'

test_expect_success 'messages: what a wrapper hands on, at any place' '
	test_when_finished "rm house/src/base/b.c" &&
	cat >house/src/base/b.c <<-\EOT &&
	static int bad(struct err *err, const char *how);
	int b(struct err *err)
	{
		refuse(d, "an open step", found(err, "Nothing at all."), NULL,
		       "It is locked");
		missing(c, RULE_X, at, "a pin at it", NULL, "there is none.");
		untrusted(r, "Ada", "A", "the tip\n went back");
		criterion(s, "needs", "a", "B", NULL, "it is not complete");
		return bad(err, "The parent is wrong.");
	}
	EOT
	refused lint messages >out &&
	test_grep "b.c:4: begins with a capital: .It is locked" out &&
	test_grep "b.c:6: ends in a full stop" out && test_grep "b.c:7: holds a newline" out &&
	test_grep "b.c:9: begins with a capital" out && test_grep "b.c:9: ends in a full stop" out &&
	test_line_count 5 out
'
test_expect_success 'words: in messages, wherever a line is cut, and in pages; not in comments or where they are right' '
	test_when_finished "rm -r house/src/base/b.c house/doc/a.in house/schemas" && mkdir house/schemas &&
	cat >house/src/base/b.c <<-\EOT &&
	/* somebody speaks of it */
	int b(struct err *err)
	{
		err_set(err, ERR_IO, "there is no file, it is no longer here, \x27%s\x27 is no such step");
		err_set(err, ERR_IO, "\x27%s\x27 is no number");
		err_set(err, ERR_IO, "the ledger went "
				     "back or apart");
		table("behind", "upon");
		return err_set(err, ERR_IO, "a line behind the last");
	}
	EOT
	echo "A step that nobody ran, behind the last." >house/doc/a.in &&
	refused lint words >out && test_line_count 3 out && test_grep "b.c:5: .is no n. in .*; say: is not a" out &&
	test_grep "b.c:6: .went back or apart. in .*; say: was rewound or has diverged" out && test_grep "b.c:9: .behind. in" out &&
	echo "It speaks of one." >>house/doc/a.in && echo "description: what it has not got" >house/schemas/a.yaml &&
	refused lint words >out && test_line_count 5 out && test_grep "a.in:2: " out && test_grep "a.yaml:1: " out
'

test_expect_success 'messages: a wrapper that the lint does not know' '
	test_when_finished "rm house/src/base/b.c house/src/model/b.h house/src/model/b.c" &&
	echo "int known(struct err *err, const char *fmt, ...) PRINTF_LIKE(2, 3);" >house/src/base/b.c && # of base: anything
	echo "void complain(struct err *err, const char *fmt, ...) PRINTF_LIKE(2, 3);" >house/src/model/b.h &&
	printf "PRINTF_LIKE(2, 3)\nstatic int moan(struct err *err, const char *fmt, ...)\n" >house/src/model/b.c &&
	refused lint messages >out && test_grep "model/b.h:1: complain() takes a format" out &&
	test_grep "model/b.c:1: moan() takes a format" out && test_line_count 2 out
'

test_needs clang-format-14 'format: spaces where tabs should be' '
	test_when_finished "rm house/src/base/b.c" &&
	printf "int b(void)\n{\n    return 1;\n}\n" >house/src/base/b.c &&
	refused lint format >out && test_grep "src/base/b.c:2" out
'

test_needs shellcheck 'shell: an unquoted variable' '
	test_when_finished "rm house/t/b.sh" &&
	printf "#!/bin/sh\nrm -rf \$1/x\n" >house/t/b.sh &&
	refused lint shell >out && test_grep "SC2086" out
'

test_needs shellcheck 'shell: a test that cannot be executed' '
	test_when_finished "rm house/t/t1234-x.sh" &&
	printf "#!/bin/sh\n:\n" >house/t/t1234-x.sh &&
	refused lint shell >out && test_grep "t/t1234-x.sh: not executable" out
'

test_needs mandoc 'manual: an unknown macro' '
	test_when_finished "rm house/doc/b.1" &&
	printf ".Dd January 28, 2026\n.Dt B 1\n.Os\n.Sh NAME\n.Nm b\n.Nd b\n.Zz\n" >house/doc/b.1 &&
	refused lint manual >out && test_grep "Zz" out
'

test_expect_success 'manual: pages that are gone' '
	test_when_finished "mv keep house/doc/git-mcade.1" && cp house/doc/git-mcade.1 keep &&
	echo ".Xr git-mcade-odd 7" >>house/doc/git-mcade.1 &&
	refused lint manual >out && test_grep "doc/git-mcade-odd.7: other pages refer to it" out &&
	rm house/doc/git-mcade.1 && refused lint manual >out && test_grep "doc/git-mcade.1: missing" out
'

# requirements SED...: the lint over this house'"'"'s requirements, edited.
requirements () {
	rm -rf listed && mkdir -p listed/t/mutants && cp "$SOURCE_DIR"/t/requirements.* listed/t/ && cp "$SOURCE_DIR/t/mutants/list.tsv" listed/t/mutants/ &&
	for kind in "t[0-9]*.sh" unit rules table; do
		# shellcheck disable=SC2086
		cp -r "$SOURCE_DIR"/t/$kind listed/t/ || return 1
	done &&
	eval "$1" && sh "$SOURCE_DIR/t/lint/requirements.sh" listed >out
}
test_expect_success 'requirements: those of this house; fails without perl' '
	requirements : && without perl requirements listed
'
test_expect_success 'requirements: a file that is gone, no test, or not this one' '
	refused requirements "sed -i \"/^A05\\b/s,t/t8001-story.sh,t/t8888-none.sh,\" listed/t/requirements.tsv" &&
	test_grep "A05: no t/t8888-none.sh" out &&
	for file in README.md t t/unit t/rules/; do
		mkdir -p "listed/$file" &&
		refused requirements "touch listed/README.md; sed -i \"/^A05\\b/s,t/t8001-story.sh,$file,\" listed/t/requirements.tsv" &&
		test_grep "A05: $file is not a test" out || { echo "$file"; return 1; }
	done &&
	refused requirements "sed -i \"/^A05\\b/s,t/t8001-story.sh,t/t3001-sshsig-vectors.sh,\" listed/t/requirements.tsv" &&
	test_grep "A05: t/t3001-sshsig-vectors.sh does not cite it" out
'
test_expect_success 'requirements: a citation is gone, or stands in another test' '
	refused requirements "sed -i \"s/\\bA05\\b//\" listed/t/t8001-story.sh" &&
	test_grep "A05: t/t8001-story.sh does not cite it" out &&
	refused requirements "rm listed/t/rules/unpinned/.shows" && test_grep "A05: t/rules/unpinned does not cite it" out &&
	refused requirements "echo \"# shows: A05\" >>listed/t/t8001-story.sh; sed -i \"/^A05\\b/s,t/t8001-story.sh ,,\" listed/t/requirements.tsv" &&
	test_grep "t/t8001-story.sh: says that it shows A05" out
'
test_expect_success 'requirements: one that was shown waits again' '
	refused requirements "sed -i \"/^A05\\b/s,[^\\t]*$,later: x,\" listed/t/requirements.tsv" &&
	test_grep "A05 waits, and t/requirements.waiting does not know it" out && test_grep "A05 waits for no piece of work" out &&
	requirements "sed -i \"/^A38\\b/s,[^\\t]*$,later: week: x,\" listed/t/requirements.tsv" &&
	for waits in "later: promote" "later: week" "later: week: " "later: once: x"; do
		refused requirements "sed -i \"/^A38\\b/s,[^\\t]*$,$waits,\" listed/t/requirements.tsv" &&
		test_grep "A38 waits for no piece of work" out || { echo "$waits"; return 1; }
	done &&
	refused requirements "sed -i \"/^A38$/d\" listed/t/requirements.waiting" && test_grep "A38 waits, and" out &&
	refused requirements "sed -i \"s/^A38$/&\\nA05/\" listed/t/requirements.waiting" &&
	test_grep "A05 stands in t/requirements.waiting and does not wait" out
'
test_expect_success 'requirements: what a release rests on, and none of its tests is known to notice a fault; none of that name' '
	broken="src/a.c\\told\\tnew" &&
	refused requirements "perl -pi -e \"s/\\bE18\\b//\" listed/t/mutants/list.tsv" && test_grep "E18: none of its tests is known to notice a fault" out && test_line_count 1 out &&
	refused requirements "perl -pi -e \"s/\\bE18\\b//\" listed/t/mutants/list.tsv; printf \"$broken\\tt8001-story.sh\\tE18\\n\" >>listed/t/mutants/list.tsv" && test_grep "E18: none of its tests" out &&
	refused requirements "perl -pi -e \"s/\\bE18\\b//\" listed/t/mutants/list.tsv; printf \"# $broken\\tunit/redact\\tE18\\n\" >>listed/t/mutants/list.tsv" && test_grep "E18: none of its tests" out &&
	requirements "perl -pi -e \"s/\\bE18\\b//\" listed/t/mutants/list.tsv; printf \"$broken\\tunit/redact\\tE17 E18\\n\" >>listed/t/mutants/list.tsv" &&
	refused requirements "rm listed/t/mutants/list.tsv" && test_grep "C01: none of its tests" out &&
	refused requirements "printf \"$broken\\tunit/redact\\tE999\\n\" >>listed/t/mutants/list.tsv" && test_grep "list.tsv: no requirement E999" out
'
test_expect_success 'requirements: another text, one less, one more, a second time, none' '
	refused requirements "sed -i \"s/^\\(A05.\\)nothing is/\\1something is/\" listed/t/requirements.tsv" &&
	test_grep "not those of the seeds" out &&
	refused requirements "sed -i \"/^A05\\b/d\" listed/t/requirements.tsv" && test_grep "not those of the seeds" out &&
	refused requirements "printf \"A999\\tx\\tattested: y\\n\" >>listed/t/requirements.tsv" && test_grep "not those of the seeds" out &&
	refused requirements "sed -i \"/^A05\\b/p\" listed/t/requirements.tsv" && test_grep "A05 stands twice" out &&
	refused requirements "rm listed/t/requirements.tsv" && test_grep "t/requirements.tsv: missing" out
'

# The tables of this house with one thing changed.
tables () {
	rm -rf house/src/model house/src/policy house/src/cmd house/doc house/t/rules &&
	cp -r "$SOURCE_DIR/src/model" "$SOURCE_DIR/src/policy" house/src/ &&
	for room in ledger act records remote audit cmd; do rm -rf "house/src/$room" && cp -r "$SOURCE_DIR/src/$room" house/src/ || return 1; done && mkdir -p house/bin &&
	ln -sf "$TEST_BIN/git-mcade" house/bin/git-mcade &&
	cp -r "$SOURCE_DIR/doc" house/ && mkdir -p house/t && cp -r "$SOURCE_DIR/t/rules" "$SOURCE_DIR/t/table" house/t/
}
have_tables () {
	[ -f "$SOURCE_DIR/src/model/rules.h" ] && [ -d "$SOURCE_DIR/t/rules" ]
}

if have_tables; then
test_expect_success 'docs: what this house says is what it has' '
	tables && lint docs && without perl docs
'
test_expect_success 'docs: a page without examples, one that explains no message, a command without either' '
	tables && sed -i "/^\\.Sh EXAMPLES/d" house/doc/git-mcade-runbook.5 && sed -i "/^\\.Sh DIAGNOSTICS/d" house/doc/git-mcade-records.5 &&
	refused lint docs >out && test_line_count 2 out && test_grep "git-mcade-runbook.5: no section EXAMPLES" out &&
	test_grep "git-mcade-records.5: no section DIAGNOSTICS" out &&
	tables && sed -i "s/^=== retip/=== odd/" house/doc/examples.in && refused lint docs >out && test_grep "examples.in: nothing about retip" out
'
test_expect_success 'docs: a field that the manual does not know, one that is gone, another order' '
	tables && sed -i "s/^FIELD(NONCE.*/&\\nFIELD(NEW, \"New\", ONE, LINE, ANY, BY(SAYS), HIDDEN, NULL)/" house/src/model/fields.h &&
	refused lint docs >out && test_grep "field 4 is .New. in fields.h" out &&
	tables && sed -i "/^FIELD(NONCE/d" house/src/model/fields.h &&
	refused lint docs >out && test_grep "field 3 is .Id. in fields.h, .Nonce. here" out &&
	tables && sed -i "/^@FIELD File@/,/^\\.El/d" house/doc/ledger.in &&
	refused lint docs >out && test_grep "field .File. is not described" out
'
test_expect_success 'docs: a field of another syntax or kind, that may stand more than once' '
	for edit in "s/NONCE, \"Nonce\", ONE, RANDOM/NONCE, \"Nonce\", ONE, LINE/" "s/NONCE, \"Nonce\", ONE/NONCE, \"Nonce\", MANY/" \
		"s/RANDOM, K(INIT)/RANDOM, K(TRUST)/"; do
		tables && sed -i "$edit" house/src/model/fields.h && ! cmp -s house/src/model/fields.h "$SOURCE_DIR/src/model/fields.h" &&
		refused lint docs >out && test_grep "git-mcade-ledger.5: not what the tables say" out || { echo "$edit"; return 1; }
	done
'
test_expect_success 'docs: a word that is new, that demands or permits something else' '
	for edit in "s/^ACT(SKIP, .*/ACT(ODD, \"odd\", WAIVE, ON_STEP, M(SAYS), \"odd\", \"odd\")\\n&/" \
		"s/^\\(ACT(SKIP, .*\\)M(RULE, SAYS)/\\1M(RULE)/" "s/^\\(ACT(SKIP, .*\\)ON_STEP/\\1ON_PATH/" "s/^\\(ACT(SKIP, .*\\)\"skip\", \"/\\1\"waive\", \"/"; do
		tables && sed -i "$edit" house/src/model/words.h && ! cmp -s house/src/model/words.h "$SOURCE_DIR/src/model/words.h" &&
		refused lint docs >out && test_grep "git-mcade-ledger.5: not what the tables say" out || { echo "$edit"; return 1; }
	done
'
test_expect_success 'docs: a word of a command that is none, a command that its word does not name' '
	tables && sed -i "s/\.command = \"retip\"/.command = \"odd\"/" house/src/model/words.h &&
	refused lint docs >out && test_grep "words.h: .retip. is written by .odd., which is not a command" out &&
	tables && sed -i "s/, \.command = \"retip\"//" house/src/model/words.h &&
	refused lint docs >out && test_grep "words.h: .retip. does not say that its command writes it" out
'
test_expect_success 'docs: a kind that is not described' '
	tables && sed -i "/^@KIND seal@/,/^\\.El/d" house/doc/ledger.in &&
	refused lint docs >out && test_grep "kind .seal. is not described" out
'
test_expect_success 'docs: a rule that says something else in the manual' '
	tables && sed -i "s/once edited it proves nothing/edited afterwards it is fine/" house/src/model/rules.h &&
	refused lint docs >out && test_grep "git-mcade-rules.7: not what the table says" out
'
test_expect_success 'docs: a rule without a case that it rejects' '
	tables && rm -rf house/t/rules/sealed/reject-* &&
	refused lint docs >out && test_grep "t/rules/sealed/: no case reject-" out
'
test_expect_success 'docs: a case that is an empty folder' '
	tables && rm -rf house/t/rules/sealed/reject-* && mkdir house/t/rules/sealed/reject-nothing &&
	refused lint docs >out && test_grep "t/rules/sealed/reject-nothing/: an empty case" out &&
	mkdir house/t/rules/sealed/reject-nothing/after && echo x >house/t/rules/sealed/reject-nothing/after/x &&
	refused lint docs >out && test_grep "reject-nothing/: rejects, and does not say what" out
'
# mutants: the lint over a small list.
mutants () {
	sh "$SOURCE_DIR/t/lint/mutants.sh" faults >out
}
test_expect_success 'mutants: a text that is gone or there twice, no test, nothing changed' '
	rm -rf faults && mkdir -p faults/t/unit faults/src && touch faults/t/unit/a.c &&
	printf "one\ntwo\ntwo\n" >faults/src/a.c && printf "# x\nsrc/a.c\tone\t1\tunit/a\n" >faults/t/list &&
	mkdir faults/t/mutants && cp faults/t/list faults/t/mutants/list.tsv && mutants &&
	for row in "src/a.c\ttwo\t2\tunit/a" "src/a.c\tthree\t3\tunit/a" "src/b.c\tone\t1\tunit/a" \
		"src/a.c\tone\t1\tunit/b" "src/a.c\tone\tone\tunit/a" "src/a.c\tone\tunit/a" "src/a.c\tone\t1\tunit/a\tA01\tA02"; do
		{ cat faults/t/list && printf "$row\n"; } >faults/t/mutants/list.tsv &&
		refused mutants && test_grep "list.tsv:3:" out || return 1
	done &&
	sed "s,unit/a,&\tA01 A02," faults/t/list >faults/t/mutants/list.tsv && mutants && without perl mutants faults &&
	rm -r faults/t/mutants && refused mutants
'
test_expect_success 'docs: a door is taken away, from the table and from the page' '
	tables && perl -0777 -pi -e "s/(\"sealed\", [^,]*?) \| R_/\$1/ or die" house/src/model/rules.h &&
	( cd house && sh doc/rules.sh >page && mv page doc/git-mcade-rules.7 ) &&
	refused lint docs >out && test_grep "t/table/doors.txt: .sealed CPRWAL. stands there or" out && test_line_count 2 out &&
	tables && sed -i "/^sealed /d" house/t/table/doors.txt && refused lint docs >out && test_grep "sealed CPRWAL" out
'
test_expect_success 'docs: options that nobody can ask' '
	tables && rm -f house/bin/git-mcade &&
	refused env -u TEST_PROGRAM sh "$SOURCE_DIR/t/lint/docs.sh" house >out && test_grep "bin/git-mcade: not built" out
'
test_expect_success 'docs: a command without a page, a page without a command, an option that is nowhere' '
	tables && lint docs && rm house/doc/git-mcade-pin.1 && cp house/doc/git-mcade-log.1 house/doc/git-mcade-odd.1 &&
	refused lint docs >out && test_grep "doc/git-mcade-pin.1: not what the program" out &&
	test_grep "doc/git-mcade-odd.1: no such command" out && test_line_count 2 out &&
	tables && rm house/bin/git-mcade && mkdir -p house/bin &&
	printf "#!/bin/sh\n\"%s\" \"\$@\" | sed s/expect-genesis/expects/g\n" "$TEST_BIN/git-mcade" >house/bin/git-mcade &&
	chmod +x house/bin/git-mcade && refused lint docs >out && test_grep "doc/git-mcade-join.1: not what" out &&
	test_grep "git-mcade.bash: not what" out && test_grep "_git-mcade: not what" out && test_grep "git-mcade.fish: not what" out
'
test_expect_success 'docs: a command of which commands.in says nothing' '
	tables && sed -i "s/^=== pin/=== pins/" house/doc/commands.in &&
	refused lint docs >out && test_grep "commands.in: nothing about pin" out
'
fi

test_done
