#!/bin/sh
test_description='the harness itself: a failing test must fail'
. "${0%/*}/lib.sh"

# script NAME: a test script from stdin, run as prove would; its output is in NAME.out.
script () {
	{ printf '#!/bin/sh\n. "%s/t/lib.sh"\n' "$SOURCE_DIR" && cat; } >"$SOURCE_DIR/build/t/$1.sh"
	TEST_BIN=$TEST_BIN sh "$SOURCE_DIR/build/t/$1.sh" >"$1.out" 2>&1
	set -- "$1" $?
	rm -f "$SOURCE_DIR/build/t/$1.sh"
	return "$2"
}

test_expect_success 'a body that succeeds is ok' '
	script good <<-\EOT &&
	test_expect_success "fine" "true"
	test_done
	EOT
	test_grep "^ok 1 - fine" good.out &&
	test_grep "^1..1" good.out
'

test_expect_success 'a body that fails is not ok, and the script fails' '
	expect_status 1 script bad <<-\EOT &&
	test_expect_success "wrong" "echo seen && false"
	test_done
	EOT
	test_grep "^not ok 1 - wrong" bad.out &&
	test_grep "^# | seen" bad.out
'

test_expect_success 'a failure in the middle of a chain is not ok' '
	expect_status 1 script middle <<-\EOT &&
	test_expect_success "middle" "true && false && true"
	test_done
	EOT
	test_grep "^not ok 1" middle.out
'

test_expect_success 'a broken chain is not ok, though its last line succeeds' '
	expect_status 1 script chain <<-\EOT &&
	test_expect_success "chain" "
		false
		true
	"
	test_done
	EOT
	test_grep "broken && chain" chain.out
'

test_expect_success 'a return in the middle does not skip the rest' '
	expect_status 1 script early_return <<-\EOT &&
	test_expect_success "returns" "
		true || return 0
		false
	"
	test_done
	EOT
	test_grep "^not ok 1" early_return.out
'

test_expect_success 'a script that stops early has no plan' '
	script early <<-\EOT &&
	test_expect_success "one" "true"
	EOT
	test_grep ! "^1\.\." early.out
'

test_expect_success 'each exit status is only itself' '
	refused sh -c "exit 1" && waiting sh -c "exit 2" && untrusted sh -c "exit 3" &&
	broken sh -c "exit 128" && usage sh -c "exit 129" &&
	! refused sh -c "exit 0" && ! refused sh -c "exit 2" && ! broken sh -c "exit 1" &&
	! refused sh -c "exit 99" && ! refused sh -c "kill -SEGV \$\$"
'

test_expect_success 'a crash of a sanitizer is no refusal' '
	case $ASAN_OPTIONS in exitcode=99:*) : ;; *) false ;; esac
'

test_expect_success 'time stands still until it ticks' '
	before=$MCADE_CLOCK && tick && test $MCADE_CLOCK -eq $((before + 60)) &&
	test "$GIT_AUTHOR_DATE" = "$MCADE_CLOCK +0000"
'

test_expect_success 'what a test sets is there in the next' '
	test -n "$before"
'

test_expect_success 'nothing of the caller is read' '
	test "$HOME" = "$TRASH/people/owner" &&
	test "$(git config user.name)" = "Ada Owner" &&
	test -z "$SSH_AUTH_SOCK" &&
	new_repo r && test "$(git -C r symbolic-ref HEAD)" = refs/heads/main
'

test_expect_success 'people have a home and a key each' '
	as_person operator git config user.name >name && echo "Otto Operator" >want &&
	test_cmp want name &&
	test "$(git config user.name)" = "Ada Owner" &&
	as_person operator sh -c "cat \"\$HOME/.ssh/id_ed25519.pub\"" >key &&
	test_cmp "$(key_of operator)" key &&
	! cmp -s "$(key_of owner)" "$(key_of operator)"
'

test_expect_success 'the key with a passphrase needs it' '
	! ssh-keygen -y -P "" -f "$ROSTER/locked" && ssh-keygen -y -P secret -f "$ROSTER/locked"
'

test_expect_success 'a missing pattern is reported, a missing file too' '
	echo here >file && test_grep here file && ! test_grep absent file &&
	! test_grep ! here file && ! test_grep ! here nofile
'

test_expect_success 'a skipped script is a failure in CI' '
	script skip <<-\EOT &&
	CI=
	have no-such-tool-anywhere || skip_all "no such tool"
	EOT
	test_grep "^1..0 # SKIP no such tool" skip.out &&
	expect_status 1 script skipci <<-\EOT &&
	CI=true
	have no-such-tool-anywhere || skip_all "no such tool"
	EOT
	test_grep "^not ok 1" skipci.out
'

test_expect_success 'what only Linux can is skipped by name in the portable program, in CI too' '
	script linux <<-\EOT &&
	CI=true PORTABLE=
	test_needs LINUX "is found" "true"
	PORTABLE=1
	test_needs LINUX "is found" "false"
	test_done
	EOT
	printf "ok 1 - is found\nok 2 - LINUX: is found # SKIP only Linux can\n1..2\n" >want && test_cmp want linux.out
'

test_expect_success 'a test without its tool is skipped by name, and in CI a failure' '
	script needs <<-\EOT &&
	CI=
	test_needs sh "has it" "true"
	test_needs no-such-tool-anywhere "has not" "false"
	test_done
	EOT
	test_grep "^ok 1 - has it$" needs.out &&
	test_grep "^ok 2 - has not # SKIP no no-such-tool-anywhere" needs.out &&
	refused script needsci <<-\EOT &&
	CI=true
	test_needs no-such-tool-anywhere "has not" "true"
	test_done
	EOT
	test_grep "^not ok 1 - has not" needsci.out
'

test_expect_success 'an agent answers until the script ends' '
	start_agent && { ssh-add -l >out 2>&1; test $? -eq 1; }
'

test_done
