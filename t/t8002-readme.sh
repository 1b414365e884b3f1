#!/bin/sh
test_description='README: what it shows of a command is what the command prints'
test_story=yes
. "${0%/*}/lib.sh"

# same FILE: ids, keys and folders of one run are not those of another; neither is where a line is cut.
same () {
	perl -pe 's/\b[0-9a-f]{7,64}\b/ID/g; s/SHA256:[A-Za-z0-9+\/]{43}/KEY/g; s,\S*/mcade-demo\.\w+,DEMO,g; s/[ \t]+/ /g; s/^ | $//g' "$@"
}

# shown: the lines of output in README's blocks of a terminal, up to "The model".
shown () {
	sed '/^## The model/q' "$SOURCE_DIR/README.md" |
	awk '/^```/ { on = !on; terminal = 0; next } on && /^\$ / { terminal = 1; next } on && terminal && $0 != "..." { print }'
}

# unprinted WANTED PRINTED: the lines that nothing printed; "..." at the end stands for the rest of one.
unprinted () {
	perl -e '
	my ($wanted, $printed) = map { open(my $in, "<", $_) or die; [map { chomp; $_ } <$in>] } @ARGV;
	for my $line (@$wanted) {
		my $cut = (my $want = $line) =~ s/\.\.\.$//;
		print "$line\n" if !grep { $cut ? index($_, $want) == 0 : $_ eq $want } @$printed;
	}' "$@"
}

test_expect_success 'every line of output stands in a full demo' '
	DEMO_FULL=1 sh "$SOURCE_DIR/t/demo.sh" >demo && DEMO_FULL=1 sh "$SOURCE_DIR/t/demo-release.sh" >>demo && same demo >printed && shown >lines && same lines >wanted &&
	[ "$(wc -l <wanted)" -ge 30 ] && unprinted wanted printed >odd && test_line_count 0 odd
'
test_expect_success 'one word changed, and it is noticed' '
	sed "s/check bounded: pass/check bounded: good/; s/8 contradict themselves/9 contradict themselves/" wanted >changed &&
	unprinted changed printed >odd && test_line_count 2 odd
'
# quick_start: the commands of README's quick start, as they stand there.
quick_start () {
	sed -n '/^## Five commands/,/^## /p' "$SOURCE_DIR/README.md" | awk '/^```/ { on = !on; next } on'
}
# stranger NAME: a person whom nothing but name and address is set of, and whose repository is new.
stranger () {
	mkdir -p "$TRASH/$1" && HOME=$TRASH/$1 && export HOME && unset SSH_AUTH_SOCK XDG_STATE_HOME XDG_CONFIG_HOME GIT_CONFIG_GLOBAL &&
	git config --global user.name Ada && git config --global user.email ada@example.com && git init -q "$HOME/work" &&
	cd "$HOME/work" || return 1
}
done_it () {
	git mcade status --json >../status && grep -q '"phase": *"complete"' ../status && git mcade audit >../audit &&
	test_grep "^pass" ../audit && [ -n "$(git ls-files docs/deployments)" ]
}
test_expect_success 'five commands, as they stand, in a new repository of somebody who has a key' '
	quick_start >start && test_line_count 5 start && (
		stranger ada && mkdir "$HOME/.ssh" && ssh-keygen -q -t ed25519 -N "" -f "$HOME/.ssh/id_ed25519" &&
		sh -e ../../start && done_it
	)
'
test_expect_success 'somebody who has none gets the one line that differs' '
	sed "1s/git mcade init/& --new-key/" start >start.new && (
		stranger eve && broken git mcade init 2>../err && test_grep "next: git mcade init --new-key" ../err && sh -e ../../start.new && done_it
	)
'

# --- a machine that has nothing ---------------------------------------------------------------------
# bare COMMAND...: with coreutils, git, make and this program on PATH, an empty HOME, no key, no agent, no name.
bare () {
	env -i PATH="$TRASH/bare/bin" HOME="$TRASH/bare/home" GIT_CONFIG_NOSYSTEM=1 MCADE_CLOCK="$MCADE_CLOCK" "$@"
}
# bare_root: another HOME, and a repository without a commit; cd into it.
bare_root () {
	rm -rf "$TRASH/bare/home" "$TRASH/bare/work" && mkdir "$TRASH/bare/home" && bare git init -q "$TRASH/bare/work" && cd "$TRASH/bare/work" || return 1
}
# way FILE: the command that what was said tells to type, as it stands.
way () {
	sed -n 's/^ *\(next\|fix\|hint\): *\(git .*\)/\2/p' "$1" | head -n 1
}
# lead LINE: types it, and what each refusal says, until it has worked; what was typed beside it: $TRASH/typed.
lead () {
	for try_ in 1 2 3 4 5 6 7 8; do
		bare /bin/sh -c "$1" >"$TRASH/said" 2>&1 </dev/null && return 0
		way_=$(way "$TRASH/said")
		if grep -q "take the .# . at the beginning of each line of runbook.yaml away" "$TRASH/said"; then
			bare cut -c3- runbook.yaml >own && mv own runbook.yaml && bare git add runbook.yaml && bare git commit -q -m "as it says" && way_="git mcade adopt" || return 1
		fi
		[ -n "$way_" ] || break
		echo "$way_" >>"$TRASH/typed"
		case $way_ in "${1%%  *} "*) set -- "$way_" && continue ;; esac
		( lead "$way_" ) || return 1
	done
	echo "'$1' leads nowhere:" && cat "$TRASH/said"
	return 1
}
test_expect_success 'setup: a PATH of coreutils, git, make and this program' '
	mkdir -p bare/bin && for tool in cat chmod cp cut date dirname basename env expr false head id ln ls mkdir mktemp mv pwd readlink rm rmdir sleep sort stat tail test touch tr true tty uname uniq wc git make git-mcade; do
		ln -s "$(command -v $tool)" bare/bin/$tool || return 1
	done && ! bare sed --version 2>/dev/null && ! bare ssh-keygen 2>/dev/null
'
test_expect_success 'the five commands there: each refusal says what to type, that works, and they do what they say' '
	: >typed && bare_root && while IFS= read -r line; do
		lead "$line" || return 1
	done <"$TRASH/start" && printf "%s\n" "git config --global user.name NAME && git config --global user.email EMAIL" "git mcade init --new-key" >"$TRASH/want" && test_cmp "$TRASH/want" "$TRASH/typed" &&
	bare git mcade status --json >"$TRASH/status" && test_grep "\"phase\": *\"complete\"" "$TRASH/status" && bare git mcade audit >"$TRASH/audit" && test_grep "^pass" "$TRASH/audit" && [ -n "$(git ls-files docs/deployments)" ]
'
test_expect_success 'so does each other command, typed before anything is there' '
	for line in init join status next "run HELLO" "verify HELLO" "complete HELLO" "show HELLO" log audit sync "block HELLO -m x" render "trust list" "hooks status" "help" "explain frozen"; do
		bare_root && lead "git mcade $line" || return 1
	done
'
test_expect_success 'words of other tools: the command that is meant, typed, is one, and says how it goes on' '
	sed -n "s/^MEANT(\"\([^\"]*\)\".*/\1/p" "$SOURCE_DIR/src/cmd/meant.h" >words && [ "$(wc -l <words)" -ge 40 ] && bare_root && while IFS= read -r line; do
		lead "$line" || return 1
	done <"$TRASH/start" && bare git mcade freeze docs --path docs -m x >/dev/null 2>&1 && while read -r word; do
		! bare git mcade "$word" >"$TRASH/said" 2>&1 && test_grep "did you mean\|is not implemented" "$TRASH/said" &&
		way_=$(sed -n "s/^ *\(next\|hint\): .*\(git mcade [^'"'"']*\).*/\2/p" "$TRASH/said" | sed "s/STEP/HELLO/; s/ENV/prod/; s/REASON/because/; s/thaw ID/thaw docs/; s/ID/bob/; s/FILE/id.pub/; s/ROLE/owner/") && [ -n "$way_" ] &&
		{ [ "$word" != add-user ] || cp "$ROSTER/operator.pub" id.pub; } || { echo "$word"; cat "$TRASH/said"; return 1; }
		status=0 && bare /bin/sh -c "$way_" >"$TRASH/said" 2>&1 </dev/null || status=$?
		[ $status -eq 0 ] || { [ $status -eq 1 ] && grep -q "^ *\(next\|fix\|hint\): " "$TRASH/said"; } || { echo "$word: $way_: $status"; cat "$TRASH/said"; return 1; }
	done <"$TRASH/words"
'
test_done
