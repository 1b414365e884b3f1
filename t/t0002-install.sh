#!/bin/sh
test_description='make install: git finds the program, man finds the pages'
. "${0%/*}/lib.sh"

install_to () {
	make -s -C "$SOURCE_DIR" "$1" DESTDIR="$TRASH/root" PREFIX=/usr/local
}

test_expect_success 'git mcade is a command of git' '
	install_to install >made &&
	PATH=$TRASH/root/usr/local/bin:/usr/bin:/bin git mcade -h >out 2>&1 &&
	test_grep "git mcade" out
'

test_expect_success 'git help mcade finds the page' '
	MANPATH=$TRASH/root/usr/local/share/man GIT_PAGER=cat MANPAGER=cat git help mcade >page 2>&1 &&
	test_grep "runbooks that cannot lie" page &&
	for name in git-mcade-ledger.5 git-mcade-rules.7 git-mcade-audit.1; do
		test -f "root/usr/local/share/man/man${name##*.}/$name" || { echo "no $name"; return 1; }
	done
'

test_expect_success 'it says what stands where: one line a group, nothing more for who makes a package' '
	for what in "program  *$TRASH/root/usr/local/bin/git-mcade" "pages  *$TRASH/root/usr/local/share/man " \
		"schemas  *$TRASH/root/usr/local/share/git-mcade/schemas " "completions  *.*/git-mcade .*/_git-mcade .*/git-mcade.fish"; do
		test_grep "^$what" made || return 1
	done && test_line_count 4 made
'

test_expect_success 'and what is next: PATH and MANPATH only where they lack it' '
	p=$TRASH/home/.local && make -s -C "$SOURCE_DIR" install PREFIX="$p" >made && test_line_count 6 made &&
	test_grep "^next: export PATH=\"$p/bin:.PATH\"$" made && test_grep "^next: git mcade -h; git help mcade$" made &&
	( PATH=$p/bin:$PATH && make -s -C "$SOURCE_DIR" install PREFIX="$p" >made ) && test_line_count 5 made &&
	( PATH=$p/bin:$PATH && MANPATH=/nowhere && export MANPATH && make -s -C "$SOURCE_DIR" install PREFIX="$p" >made ) &&
	test_line_count 6 made && test_grep "^next: export MANPATH=\"$p/share/man:.MANPATH\"$" made
'

test_expect_success 'uninstall leaves no file, and says what it removed' '
	install_to uninstall >gone && test_line_count 4 gone && test_grep "^removed  *$TRASH/root/usr/local/bin/git-mcade$" gone &&
	make -s -C "$SOURCE_DIR" uninstall PREFIX="$TRASH/home/.local" >gone &&
	find root home -type f >left && test_line_count 0 left
'

test_done
