#!/bin/sh
test_description='each lint can fail: a small house, one fault at a time'
. "${0%/*}/lib.sh"

# lint NAME: the lint over ./house.
lint () {
	sh "$SOURCE_DIR/t/lint/$1.sh" house
}

test_expect_success 'a house without faults' '
	mkdir -p house/src/base house/src/repo house/src/model house/bin house/t house/doc &&
	cat >house/src/LAYERS <<-\EOT &&
	# folder: may include | owns
	base:  |
	repo:  base | git2.h git2/sys/*.h
	model: base |
	EOT
	cp "$SOURCE_DIR/.clang-format" house &&
	echo "#include \"base/a.h\"" >house/src/model/m.c &&
	echo "#include <git2.h>" >house/src/repo/r.c &&
	echo "int a(void);" >house/src/base/a.h &&
	echo "#include \"model/m.h\"" >house/bin/main.c &&
	for name in layers format sizes messages shell manual; do
		lint $name || { echo "$name"; return 1; }
	done
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
test_expect_success 'layers: internal.h of another folder' '
	test_when_finished "rm house/src/model/b.c" &&
	echo "#include \"base/internal.h\"" >house/src/model/b.c &&
	refused lint layers >out && test_grep "belongs to base alone" out
'
test_expect_success 'layers: a circle cannot be written down' '
	test_when_finished "mv keep house/src/LAYERS" &&
	cp house/src/LAYERS keep && sed -i "s/^base:  |/base: model |/" house/src/LAYERS &&
	refused lint layers >out && test_grep "base names model, which is not above it" out
'

test_expect_success 'sizes: a long function, a long file' '
	test_when_finished "rm house/src/base/b.c" &&
	{ echo "int b(void)" && echo "{" && for i in $(seq 120); do echo "	;"; done && echo "}"; } >house/src/base/b.c &&
	refused lint sizes >out && test_grep "src/base/b.c:2: function of 122 lines" out &&
	for i in $(seq 501); do echo "int x$i;"; done >house/src/base/b.c &&
	refused lint sizes >out && test_grep "b.c: file of 501 lines" out
'
test_expect_success 'sizes: over the aim is a note' '
	test_when_finished "rm house/src/base/b.c" &&
	for i in $(seq 401); do echo "int x$i;"; done >house/src/base/b.c &&
	lint sizes >out && test_grep "note: .*file of 401" out
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

have clang-format-14 && test_expect_success 'format: spaces where tabs should be' '
	test_when_finished "rm house/src/base/b.c" &&
	printf "int b(void)\n{\n    return 1;\n}\n" >house/src/base/b.c &&
	refused lint format >out && test_grep "src/base/b.c:2" out
'

test_expect_success 'shell: an unquoted variable' '
	test_when_finished "rm house/t/b.sh" &&
	printf "#!/bin/sh\nrm -rf \$1/x\n" >house/t/b.sh &&
	refused lint shell >out && test_grep "SC2086" out
'

test_expect_success 'shell: a test that cannot be executed' '
	test_when_finished "rm house/t/t1234-x.sh" &&
	printf "#!/bin/sh\n:\n" >house/t/t1234-x.sh &&
	refused lint shell >out && test_grep "t/t1234-x.sh: not executable" out
'

test_expect_success 'manual: an unknown macro' '
	test_when_finished "rm house/doc/b.1" &&
	printf ".Dd January 28, 2026\n.Dt B 1\n.Os\n.Sh NAME\n.Nm b\n.Nd b\n.Zz\n" >house/doc/b.1 &&
	refused lint manual >out && test_grep "Zz" out
'

# The tables of this house with one thing changed.
tables () {
	rm -rf house/src/model house/src/policy house/doc house/t/rules &&
	cp -r "$SOURCE_DIR/src/model" "$SOURCE_DIR/src/policy" house/src/ &&
	cp -r "$SOURCE_DIR/doc" house/ && mkdir -p house/t && cp -r "$SOURCE_DIR/t/rules" house/t/
}
have_tables () {
	[ -f "$SOURCE_DIR/src/model/rules.h" ] && [ -d "$SOURCE_DIR/t/rules" ]
}

if have_tables; then
test_expect_success 'docs: what this house says is what it has' '
	tables && lint docs
'
test_expect_success 'docs: a field that the manual does not know' '
	tables && sed -i "s/^FIELD(NONCE.*/&\\nFIELD(NEW, \"New\", ONE, LINE)/" house/src/model/fields.h &&
	refused lint docs >out && test_grep "field 4 is .New line. in fields.h" out
'
test_expect_success 'docs: a kind whose demands differ' '
	tables && sed -i "s/^KIND(SKIP, \"skip\", \"skip\", STEP_IN/& | F(LOG)/" house/src/model/kinds.h &&
	refused lint docs >out && test_grep "skip demands Environment Log Step, not Environment Step" out
'
test_expect_success 'docs: a reserved kind that the manual does not know' '
	tables && echo "RESERVED(ODD, \"odd\")" >>house/src/model/kinds.h &&
	refused lint docs >out && test_grep "no reserved kind .odd." out
'
test_expect_success 'docs: a rule that says something else in the manual' '
	tables && sed -i "s/edited afterwards it is a story/edited afterwards it is fine/" house/src/model/rules.h &&
	refused lint docs >out && test_grep "git-mcade-rules.7: not what the table says" out
'
test_expect_success 'docs: a rule without a case that it rejects' '
	tables && rm -rf house/t/rules/sealed/reject-* &&
	refused lint docs >out && test_grep "t/rules/sealed/: no case reject-" out
'
test_expect_success 'docs: a command without a page, an option that the page does not know' '
	tables && mkdir -p house/src/cmd && echo "COMMAND(odd)" >house/src/cmd/commands.h && rm -f house/doc/git-mcade-*.1 &&
	refused lint docs >out && test_grep "git-mcade-odd.1: missing" out &&
	printf "#!/bin/sh\necho \"    -x, --extra FILE   more\"\n" >house/program && chmod +x house/program &&
	printf ".It Fl Fl other\n" >house/doc/git-mcade-odd.1 &&
	refused env TEST_PROGRAM=./program sh "$SOURCE_DIR/t/lint/docs.sh" house >out &&
	test_grep "git-mcade-odd.1: its options are .other., those of the program .extra." out
'
fi

test_done
