#!/bin/sh
test_description='make install: git finds the program, man finds the pages'
. "${0%/*}/lib.sh"

install_to () {
	make -s -C "$SOURCE_DIR" "$1" DESTDIR="$TRASH/root" PREFIX=/usr/local
}

test_expect_success 'git mcade is a command of git' '
	install_to install &&
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

test_expect_success 'uninstall leaves no file' '
	install_to uninstall &&
	find root -type f >left && test_line_count 0 left
'

test_done
