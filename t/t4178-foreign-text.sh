#!/bin/sh
test_description='a script or a makefile of somebody else costs what a script costs, however it is made

Whoever may push writes these texts, and the server reads them to know what a step means. What is nested, grows or goes on without end
is one more thing that nobody can tell.'
test_story=yes
. "${0%/*}/lib.sh"
be_person owner

# No sanitizer can live in so little room.
room='ulimit -v 1500000; ulimit -s 1024;'
( eval "$room" && git mcade --version ) >/dev/null 2>&1 || room=

# asks STEP: the run of what was committed is asked about, in a bounded time and room.
# shellcheck disable=SC3045
asks () {
	git add -A && git commit -q -m next &&
	{ ( ulimit -t 60; eval "$room"; git mcade run "$1" --env lab ) >../out 2>../err; [ $? -eq 1 ]; } && test_grep "refused .drift." ../err &&
	test "$(wc -c <../err)" -lt 8000 # however long a word is
}
# holds STEP: the same, and whoever accepts it can run it.
holds () {
	asks "$1" && git mcade run "$1" --env lab --accept-changed >../out 2>&1 && test_grep "^recorded" ../out
}
# writes CODE: what perl prints, behind a line that ends the script.
writes () {
	{ printf 'exit 0\n' && perl -e "$1"; } >a.sh
}

test_expect_success 'setup' '
	new_repo r && cd r && echo "exit 0" >a.sh && git add -A && git commit -q -m first && git mcade init --no-hooks >../out 2>&1 && printf "%s\n" "version: 1" "name: r" "ledger: $(git config mcade.ledgerId)" "governed: [refs/heads/main]" "order: needs" "environments: [{id: lab}]" "records: {log: \"log/\${{ date }}.md\"}" "defaults: {changes_state: false, verify: [{id: up, run: \"true\"}]}" "steps:" "- {id: SHELL, pins: [], needs: [], run: sh a.sh}" "- {id: MAKE, pins: [], needs: [], run: make -s ship}" >runbook.yaml &&
	printf "ship:\n\t@true\n" >Makefile && git add -A && git commit -q -m a && git mcade adopt >../out 2>&1 && git mcade run SHELL --env lab >../out 2>&1 && git mcade run MAKE --env lab >../out 2>&1
'
test_expect_success 'commands in words, one in the other' '
	cd r && writes "print q(D=), q(\$\() x 200000, q(pwd), q(\)) x 200000, qq(\n)" && holds SHELL && writes "print q(D=), q(\$\() x 100, q(pwd), q(\)) x 100, qq(\n)" && asks SHELL && test_grep "cannot be told" ../err
'
test_expect_success 'scripts that call each other, a hundred deep' '
	cd r && perl -e "for (1..100) { open(F, q(>), qq(c\$_.sh)); print F q(sh c), \$_ + 1, qq(.sh\n) }" && echo : >c101.sh && writes "print qq(sh c1.sh\n)" && holds SHELL && git log -1 --grep "^start SHELL" --format="%(trailers:key=Mcade-Meaning,valueonly)" mcade/ledger | grep -w content
'
test_expect_success 'quotes of older shells, braces and parentheses that nobody closes' '
	cd r && writes "print q(\`) x 200001, q(\${) x 200000, qq(\n), q({ ) x 100000, q(\(\( ) x 100000" && holds SHELL
'
test_expect_success 'variables that double' '
	cd r && writes "print qq(V0=abcdefgh\n); print qq(V\$_=\\\$V), \$_ - 1, qq(\\\$V), \$_ - 1, qq(\n) for 1..60; print qq(. \\\$V60\n)" && holds SHELL
'
test_expect_success 'a word of many' '
	cd r && writes "print qq(A=), q(x) x 4000, qq(\n. \\\"), q(\$A) x 100000, qq(\\\"\n)" && holds SHELL
'
test_expect_success 'variables and names without end' '
	cd r && writes "print qq(D\$_=\\\$\(dirname \\\$0\); . \\\"\\\$D\$_/b\$_.sh\\\"\n) for 1..60000" && holds SHELL && { echo "import os" && perl -e "print qq(open\(\\\"c\$_.sh\\\"\)\n) for 1..200000"; } >b.py && writes "print qq(python3 b.py\n)" && holds SHELL
'
test_expect_success 'a group that prints without end: what it read is held until it is over' '
	cd r && writes "print qq({\n), qq(ls\n) x 330000, qq(}\n)" && holds SHELL
'
test_expect_success 'names that a program puts together, and never ends' '
	cd r && for open in "{{ " "{{/" "%(" "\${ " "#{ " "{a"; do
		OPEN=$open perl -e "print q(x = 1), qq(\n# ), \$ENV{OPEN} x 300000, qq(\n)" >b.py && writes "print qq(python3 b.py\n)" && holds SHELL || return 1
	done
'
test_expect_success 'a program that looks for its file, as often as it is called, in a folder of many files' '
	cd r && mkdir -p many && perl -e "for (1..1500) { open(F, q(>), qq(many/\$_.txt)) }" && writes "print qq(just x\n) x 60000" && holds SHELL && writes "print qq(task -d d\$_ x\n) for 1..60000" && holds SHELL && git rm -q -r many
'
test_expect_success 'a file that is named again and again, and a list of commands in each other' '
	cd r && writes "print qq(a.sh ) x 200000, qq(\n)" && holds SHELL && writes "print qq(timeout ) x 200000, qq(make x\n)" && holds SHELL
'
test_expect_success 'variables of a makefile that grow, also as arguments that nobody reads' '
	cd r && grow () { perl -e "print qq(V0 = abcdefgh\n); print qq(V\$_ = \$ARGV[0]), qq(\\\$\(V@{[\$_ - 1]}\)) x 60, qq(\$ARGV[1]\n) for 1..15; print qq(ship: \\\$\(V15\)\n\t@true\n)" "$@"; } &&
	grow "" "" >Makefile && asks MAKE && test_grep "cannot be told" ../err && grow "\$(call V0," ")" >Makefile && asks MAKE && test_grep "cannot be told" ../err
'
test_expect_success 'a definition of many lines, many targets that need each other' '
	cd r && perl -e "print qq(define X\n), qq(\techo\n) x 200000, qq(endef\nship:\n\t@true\n)" >Makefile && holds MAKE &&
	perl -e "print qq(ship: ), join(q( ), map {qq(t\$_)} 1..50000), qq(\n); print qq(t\$_: u\$_\n\t@true\n) for 1..50000" >Makefile && asks MAKE
'
test_expect_success 'functions, groups, redirections and questions without end' '
	cd r && echo x >app && for text in "print qq(f\$_\(\) { cat app; }\n) for 1..40000; print qq(f\$_ | psql\n) for 1..40000" "print qq(f\(\) {\n), qq(cat app\n) x 60000, qq(}\n), qq(f | psql\n) x 60000" "print qq(case \$\(cat app\) in\n), qq(a\) psql;;\n) x 90000, qq(esac\n)" "print qq(case x in\n) x 90000, qq(psql\n)" \
		"print qq(grep -q x app && ) x 60000, qq(psql\n)" "print q(psql ), q(<app ) x 120000, qq(\n)" "print qq(exec <app\n) x 60000, qq(psql\n) x 60000" "print qq({ cat app; } >x\n) x 50000" "print q({ ) x 90000, q(cat app), q(; }) x 90000, qq(\n)" "print q(psql <<<\"\$\(cat app\)\"), qq(\n) x 3, qq(psql <<<\"\$\(cat app\)\"\n) x 40000" \
		"print q(xargs ) x 150000, qq(psql\n)" "print q(find . -exec ) x 80000, qq(psql\n)" "print q(psql ), q(a=) x 400000, qq(\n)" "print qq(psql --x=app,y=app,z=app\n) x 40000"; do
		writes "$text" && holds SHELL || { echo "$text" >&4; return 1; }
	done
'
test_expect_success 'variables of which nobody sees the name, and as many as there are' '
	cd r && for text in "print qq(echo MCADE_VAR_\\\$x\n) x 60000" "print qq(echo MCADE_VAR_v\$_\n) for 1..60000" "print q(\${!) x 200000, qq(\n)" "print q(os.environ ) x 80000, qq(\n)" "print q(process.env.X ) x 60000, qq(\n)" "print q(\${!x[@]} ) x 60000, qq(\n)" "print q(env ) x 200000, qq(\n)" "print qq(env\nset\n) x 80000"; do
		writes "$text" && holds SHELL || { echo "$text" >&4; return 1; }
	done && { echo "import subprocess" && perl -e "print qq(subprocess.run\([\\\"a\\\"]\)\n) x 60000"; } >b.py && writes "print qq(python3 b.py\n)" && holds SHELL
'
test_expect_success 'links to folders of links' '
	cd r && mkdir -p la lb && blob=$(printf ../lb | git hash-object -w --stdin) && back=$(printf ../la | git hash-object -w --stdin) &&
	for i in $(seq 4000); do printf "120000 %s\tla/%s\n120000 %s\tlb/%s\n" $blob $i $back $i; done | git update-index --index-info && git commit -q -m links && git reset -q --hard && writes "print qq(cp -rL la x\nscp -r lb h:\n) x 2000" && holds SHELL && git rm -q -r la lb && git commit -q -m none
'
test_done
