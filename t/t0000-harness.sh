#!/bin/sh
test_description='the harness itself: a failing test must fail'
. "${0%/*}/lib.sh"

# script NAME [OPTION...]: a test script from stdin, run as prove would; its output is in NAME.out.
script () (
	name=$1
	shift
	{ printf '#!/bin/sh\n. "%s/t/lib.sh"\n' "$SOURCE_DIR" && cat; } >"$SOURCE_DIR/build/t/$name.sh"
	TEST_BIN=$TEST_BIN sh "$SOURCE_DIR/build/t/$name.sh" "$@" >"$name.out" 2>&1
	status=$?
	rm -f "$SOURCE_DIR/build/t/$name.sh"
	return $status
)

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

# five [OPTION...]: which of five cases ran, as words; the script's lines are in five.out.
five () {
	script five "$@" <<-\EOT
	test_story=$STORY
	for title in "setup: a house" "door: the door" "the lock" "setup: a garden" "the gate"; do
		test_expect_success "$title" "echo \"$title\" >>\"$SOURCE_DIR/build/t/five.ran\""
	done
	test_done
	EOT
	status_=$?
	sed 's/^setup: a //; s/^door: //; s/^the //' "$SOURCE_DIR/build/t/five.ran" 2>/dev/null | tr '\n' ' ' >ran
	rm -f "$SOURCE_DIR/build/t/five.ran"
	return $status_
}
# ran WORD... -- OPTION...
ran () {
	: >want
	while [ "$1" != -- ]; do
		printf '%s ' "$1" >>want
		shift
	done
	shift
	STORY=$STORY five "$@" && test_cmp want ran
}
test_expect_success '--run: cases by number, by range, by words; what sets up always runs' '
	STORY= && export STORY && ran house door lock garden gate -- && ran house lock garden -- --run 3 &&
	test_grep "^ok 2 # SKIP door: the door (--run)" five.out && test_grep "^ok 3 - the lock" five.out && test_grep "^1\.\.5" five.out &&
	ran house door lock garden -- --run=2-3 && ran house door garden gate -- --run 2,5 && ran house lock garden gate -- --run 3- &&
	ran house door garden -- --run -2 && ran house lock garden gate -- --run "e lock,5" && ran house garden -- --run 4
'
test_expect_success '--run: a story is told up to the last case that is wanted' '
	STORY=yes && export STORY && ran house door lock garden -- --run 3 && ran house door lock garden gate -- --run 1,5 &&
	ran house door garden -- --run "the door" && ran house door lock garden gate -- --run 2- &&
	ran house door garden -- --run "the" && ran house door lock garden -- --run "the lock,the door"
'
test_expect_success '--run: a case that is not there, no case, an unknown option' '
	STORY= && export STORY && refused five --run 6 && refused five --run "a roof" && test_grep "no case is .a roof" five.out &&
	for options in --run --run= -x 3 "-v 3"; do
		expect_status 129 five $options || return 1
	done
'
test_expect_success '-v shows what a body prints, -i stops at the first failure' '
	script loud -v <<-\EOT && test_grep "^seen" loud.out &&
	test_expect_success "one" "echo seen"
	test_done
	EOT
	refused script stops -i --run 2-3 <<-\EOT && test_grep "^not ok 2" stops.out && test_grep ! "^ok 3" stops.out
	test_expect_success "one" "false"
	test_expect_success "two" "false"
	test_expect_success "three" "true"
	test_done
	EOT
'

test_expect_success 'each exit status is only itself' '
	refused sh -c "exit 1" && waiting sh -c "exit 2" && untrusted sh -c "exit 3" &&
	broken sh -c "exit 128" && usage sh -c "exit 129" &&
	! refused sh -c "exit 0" && ! refused sh -c "exit 2" && ! broken sh -c "exit 1" &&
	! refused sh -c "exit 99" && ! refused sh -c "kill -SEGV \$\$"
'

test_expect_success 'a crash of a sanitizer is not a refusal' '
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
