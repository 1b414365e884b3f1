#!/bin/sh
test_description='hooks install, uninstall, status, doctor: what was there before is kept'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
be_person owner

# is_ours FILE [PROGRAM]: a file of its own (no link) that calls the program.
is_ours () {
	[ -f "$1" ] && [ ! -L "$1" ] && [ -x "$1" ] && grep -a -q "made by .git mcade hooks install" "$1" &&
	tr "\000" "\n" <"$1" | sed -n "s/^recorded=.\(.*\).\$/\1/p; /^\//p" | grep -q "^${2:-/.*git-mcade}\$"
}

test_expect_success 'init installs; again is no change; status says so' '
	new_repo a && cd a && commit_file x x &&
	git mcade init >/dev/null 2>&1 && git mcade hooks status >found &&
	test_grep "^pre-commit  *ok" found && test_grep "^pre-push  *ok" found &&
	git mcade hooks install >/dev/null 2>&1 && git mcade hooks status &&
	[ ! -e .git/hooks/pre-commit.mcade-prev ]
'

test_expect_success 'init --no-hooks installs none, and status is a no' '
	new_repo b && cd b && commit_file x x &&
	git mcade init --no-hooks >/dev/null 2>&1 && refused git mcade hooks status >found &&
	test_grep "^pre-commit  *absent" found
'

test_expect_success 'an earlier hook is kept, runs first, and can refuse' '
	new_repo c && cd c && commit_file x x && mkdir -p .git/hooks &&
	printf "#!/bin/sh\necho earlier >>../ran\n[ ! -e stop ]\n" >.git/hooks/pre-commit &&
	chmod +x .git/hooks/pre-commit && git mcade hooks install >/dev/null 2>&1 &&
	commit_file y y && test_grep earlier ../ran &&
	touch stop && put y z && refused git commit -q -a -m z
'

test_expect_success 'an earlier pre-push gets its arguments and a copy of stdin' '
	new_repo d && cd d && commit_file x x && bare_remote ../d.git . && mkdir -p .git/hooks &&
	printf "#!/bin/sh\necho \"\$1\" >../args\ncat >../stdin\n" >.git/hooks/pre-push &&
	chmod +x .git/hooks/pre-push && git mcade hooks install >/dev/null 2>&1 &&
	git push -q origin main && test_grep "^origin" ../args &&
	test_grep "^refs/heads/main .* refs/heads/main 0000" ../stdin
'

test_expect_success 'an earlier hook runs in the world that git gives it' '
	new_repo world && cd world && commit_file x x && mkdir -p .git/hooks && hook=.git/hooks/pre-commit &&
	printf "#!/bin/sh\n{ umask; pwd; cat; env | grep ^GIT_ | sort; echo \$# arguments; ps -o sid= -p \$\$ 2>/dev/null; } >../world.now\n" >$hook && chmod +x $hook &&
	( umask 027 && put x y && git add x && echo typed | git commit -q -m y && mv ../world.now ../world.before &&
		git mcade hooks install >/dev/null 2>&1 && put x z && git add x && echo typed | git commit -q -m z ) &&
	test_grep "^0027" ../world.now && test_cmp ../world.before ../world.now
'
test_expect_success 'also a script without an interpreter, and one that a signal ends refuses' '
	cd world && hook=.git/hooks/pre-commit.mcade-prev && printf "echo without >../without\n" >$hook && put x 1 && git commit -q -a -m 1 && test_grep without ../without &&
	printf "#!/bin/sh\nkill -9 \$\$\n" >$hook && put x 2 && refused git commit -q -a -m 2 && printf "#!/nowhere/sh\n" >$hook && ! git commit -q -a -m 2 2>err && test_grep "mcade-prev" err
'

# calls HOOK: of another manager, which calls us as it is told to; ended after ten times.
calls () {
	printf "#!/bin/sh\necho x >>\"%s/calls\"; [ \$(wc -l <\"%s/calls\") -lt 10 ] || exit 9\ngit mcade hook %s \"\$@\"\n" "$TRASH" "$TRASH" "$1" >"$1" && chmod +x "$1"
}
test_expect_success 'an earlier hook that calls us is run once, in each repository, and not without end' '
	new_repo twice && cd twice && bare_remote ../twice.git . && (cd .git/hooks && calls pre-commit && calls pre-push) && git mcade hooks install &&
	put x 1 && git add x && git commit -q -m 1 && test_line_count 1 ../calls && git push -q origin main && test_line_count 2 ../calls &&
	put x 2 && MCADE_KEPT_HOOK=/another/.git/hooks/pre-commit.mcade-prev git commit -q -a -m 2 && test_line_count 3 ../calls
'

test_expect_success 'on a server nobody passes over an earlier hook by a variable' '
	shared_repo served && cd served.git && printf "#!/bin/sh\necho no >&2; exit 1\n" >hooks/pre-receive && chmod +x hooks/pre-receive && git mcade hooks install --expect-genesis "$(git -C ../served config mcade.ledgerId)" && cd ../served && put free.txt more && git commit -q -a -m more &&
	! MCADE_KEPT_HOOK="$(cd ../served.git && pwd -P)/hooks/pre-receive.mcade-prev" git push -q --no-verify origin main 2>err && test_grep "was kept and calls" err && ! git push -q --no-verify origin main 2>err && test_grep "^remote: no" err &&
	rm -f ../calls && ( cd ../served.git/hooks && cp pre-receive ours && calls pre-receive && mv pre-receive pre-receive.mcade-prev && mv ours pre-receive ) && ! git push -q --no-verify origin main 2>err && test_grep "was kept and calls" err && test_line_count 1 ../calls
'

test_expect_success 'uninstall puts it back' '
	cd d && git mcade hooks uninstall >/dev/null &&
	[ ! -e .git/hooks/pre-push.mcade-prev ] && test_grep "cat >../stdin" .git/hooks/pre-push &&
	[ ! -e .git/hooks/pre-commit ] && ! git config merge.mcade-log.driver
'

test_expect_success 'core.hooksPath inside the repository is honoured' '
	new_repo e && cd e && git config core.hooksPath .githooks && commit_file x x &&
	git mcade hooks install >/dev/null 2>&1 && is_ours .githooks/pre-commit &&
	[ ! -e .git/hooks/pre-commit ]
'

test_expect_success 'init makes a folder that is missing, with those above it' '
	new_repo k && cd k && git config core.hooksPath .team/of/hooks && commit_file x x &&
	git mcade init >/dev/null 2>&1 && is_ours .team/of/hooks/pre-commit && git mcade hooks status
'

test_expect_success 'where it cannot be made, init says so before there is a ledger or a key' '
	new_repo l && cd l && commit_file x x && put file x && chmod +x file &&
	for path in file file/hooks file/of/hooks; do
		git config core.hooksPath "$path" && broken git mcade init --new-key 2>err &&
		test_grep "/l/file.*: Not a directory" err && [ ! -e "$HOME/.ssh/id_ed25519_mcade" ] &&
		! git rev-parse -q --verify refs/heads/mcade/ledger && ! git config mcade.ledgerId || return 1
	done && git mcade init --no-hooks
'

test_expect_success 'a global one is never touched: the line for it is printed' '
	new_repo f && cd f && commit_file x x && mkdir ../global &&
	git config --global core.hooksPath "$TRASH/global" &&
	broken git mcade hooks install 2>err && git config --global --unset core.hooksPath &&
	test_grep "left alone" err && test_grep "exec .*git-mcade" err &&
	[ -z "$(ls "$TRASH/global")" ]
'

# runs_there: ours is installed where git looks for hooks, and the one that was there runs before.
runs_there () {
	folder=$(git rev-parse --git-path hooks) && rm -f "$TRASH/ran" && mkdir -p "$folder" &&
	printf "#!/bin/sh\necho earlier >>\"%s/ran\"\n" "$TRASH" >"$folder/pre-commit" &&
	chmod +x "$folder/pre-commit" && git mcade hooks install >/dev/null 2>&1 &&
	is_ours "$folder/pre-commit" && git mcade hooks status >/dev/null &&
	git commit -q --allow-empty -m x && test_line_count 1 "$TRASH/ran" &&
	git mcade hooks uninstall >/dev/null && ! is_ours "$folder/pre-commit"
}
left_alone () {
	broken git mcade hooks install 2>err && test_grep "left alone" err
}

test_expect_success 'they are where git looks: named in whatever way, from whatever file' '
	new_repo "$HOME/w" && cd "$HOME/w" && commit_file x x && mkdir y && runs_there &&
	for path in .githooks "$HOME/w/.githooks" "~/w/.githooks" ./y/../.githooks; do
		git config core.hooksPath "$path" && runs_there || return 1
	done && git config --unset core.hooksPath &&
	git config -f ../more core.hooksPath .more && cp ../.gitconfig ../keep &&
	test_when_finished "mv \"$HOME/keep\" \"$HOME/.gitconfig\"" &&
	git config --global "includeIf.gitdir:~/w/.path" more && runs_there && [ -d .more ] &&
	git worktree add -q ../w2 && cd ../w2 && runs_there && [ -d .more ]
'

test_expect_success 'a folder elsewhere is left alone, also behind a link or by no name at all' '
	new_repo i && cd i && commit_file x x && mkdir ../elsewhere && ln -s ../elsewhere hooks &&
	for path in hooks "" /nowhere ../elsewhere "~/hooks"; do
		git config core.hooksPath "$path" && left_alone || return 1
	done && [ -z "$(ls ../elsewhere)" ]
'

test_expect_success 'of a bare repository: relative to itself' '
	bare_remote j.git && cd j.git && git config core.hooksPath own && mkdir own &&
	git mcade hooks install --expect-genesis "$(printf "%064d" 7)" >/dev/null 2>&1 && is_ours own/pre-receive
'

test_expect_success 'a linked work tree shares the hooks' '
	governed_repo g && cd g && git worktree add -q ../g2 && cd ../g2 &&
	git mcade hooks status && over docs/deployments/2026-01-27.md rewritten &&
	refused_by append-only docs/deployments/2026-01-27.md git commit -q -a -m x
'

test_expect_success 'a hook whose program is gone is told from one that stands' '
	new_repo h && cd h && commit_file x x && git mcade hooks install >/dev/null 2>&1 &&
	ln -sfn /nowhere/git-mcade .git/hooks/pre-push &&
	refused git mcade hooks status >found && test_grep "program is gone" found
'

# A copy of the program at $TRASH/there/git-mcade, which has installed its hooks in a new NAME.
from_there () {
	new_repo "$1" && mkdir -p "$TRASH/there" && cp "$(command -v git-mcade)" "$TRASH/there/" && cd "$1" && commit_file x x &&
	"$TRASH/there/git-mcade" hooks install >/dev/null 2>&1 && is_ours .git/hooks/pre-commit "$TRASH/there/git-mcade"
}
# without: a PATH on which there is git and no program of ours.
mkdir -p "$TRASH/plain" && ln -s "$(command -v git)" "$TRASH/plain/git"
without () {
	env PATH="$TRASH/plain:/usr/bin:/bin" "$@"
}
test_expect_success 'what is written over a hook, also through it, goes into no program' '
	from_there over && before=$(cksum <../there/git-mcade) && printf "#!/bin/sh\necho mine >>../mine\n" >.git/hooks/pre-commit &&
	[ "$before" = "$(cksum <../there/git-mcade)" ] && refused git mcade hooks status >found && test_grep "^pre-commit  *another" found &&
	git mcade hooks install >/dev/null 2>&1 && is_ours .git/hooks/pre-commit && git commit -q --allow-empty -m y && test_grep mine ../mine
'
test_expect_success 'the program is gone: a commit and a push are refused with a line, and status is a no' '
	from_there gone && bare_remote ../gone.git . && rm ../there/git-mcade && ! without git commit -q --allow-empty -m y 2>err &&
	test_grep "mcade: .*pre-commit cannot tell" err && test_grep "next: .*git mcade hooks install" err &&
	! without git push -q origin HEAD:refs/heads/y 2>err && test_grep "pre-push cannot tell" err &&
	refused git mcade hooks status --json >found && test_grep "\"dangling\"" found &&
	git mcade hooks install >/dev/null 2>&1 && git mcade hooks status && without git commit -q --allow-empty -m y
'
test_expect_success 'at home the one on PATH takes its place, on a server none does' '
	from_there moved && rm ../there/git-mcade && git commit -q --allow-empty -m y && cd .. && git init -q --bare moved.git &&
	cp "$(command -v git-mcade)" there/ && (cd moved.git && "$TRASH/there/git-mcade" hooks install --expect-genesis "$(printf "%064d" 7)" >/dev/null) &&
	mkdir -p evil && printf "#!/bin/sh\ntouch %s/evil/ran\n" "$TRASH" >evil/git-mcade && chmod +x evil/git-mcade && rm there/git-mcade &&
	! git -C moved push -q --no-verify ../moved.git HEAD:x 2>err && test_grep "pre-receive cannot tell" err &&
	( cd moved.git && expect_status 128 env PATH="$TRASH/evil:$PATH" hooks/pre-receive </dev/null ) && [ ! -e evil/ran ] &&
	! git -C moved.git rev-parse -q --verify refs/heads/x
'
test_expect_success 'at home a name on PATH that is no absolute path is not run' '
	from_there relative && rm ../there/git-mcade && printf "#!/bin/sh\ntouch ran\n" >git-mcade && chmod +x git-mcade &&
	expect_status 128 env PATH=".:$TRASH/plain:/usr/bin:/bin" .git/hooks/pre-commit && [ ! -e ran ]
'
test_expect_success 'a link of an earlier version is told, and install puts a file in its place' '
	new_repo old && cd old && commit_file x x && mkdir -p .git/hooks && ln -s "$(command -v git-mcade)" .git/hooks/pre-commit &&
	refused git mcade hooks status --json >found && test_grep "\"older\"" found && git mcade hooks install >/dev/null 2>&1 &&
	is_ours .git/hooks/pre-commit && [ ! -e .git/hooks/pre-commit.mcade-prev ] && [ ! -L .git/hooks/pre-commit ] && git mcade hooks status
'
test_expect_success 'a file of another version is told, and install puts its own in its place; an edited one is no version' '
	cd old && { printf "#!/bin/sh\n# git mcade: made by \047git mcade hooks install\047; not to be edited. A hook of your own\n# goes into pre-commit.mcade-prev\n" && printf "hook=pre-commit\nrecorded=\047/bin/git-mcade\047\nexec /bin/git-mcade hook pre-commit\n" >body && printf "# %s\n" "$(sha256sum body | cut -d" " -f1)" && cat body; } >older &&
	cp older .git/hooks/pre-commit && refused git mcade hooks status --json >found && test_grep "\"older\"" found && git mcade hooks install >/dev/null 2>&1 && is_ours .git/hooks/pre-commit && git mcade hooks status &&
	[ ! -e .git/hooks/pre-commit.mcade-prev ] && sed "s/exec/ exec/" older >.git/hooks/pre-commit && refused git mcade hooks status --json >found && test_grep "\"other\"" found &&
	broken git mcade hooks install && rm .git/hooks/pre-commit body older && git mcade hooks install >/dev/null 2>&1
'
test_expect_success 'one that was edited, or is of another door, is not ours and is not lost' '
	cd old && echo "echo more" >>.git/hooks/pre-commit && refused git mcade hooks status --json >found && test_grep "\"other\"" found &&
	broken git mcade hooks install 2>err && test_grep edited err && grep -a -q "echo more" .git/hooks/pre-commit &&
	cp .git/hooks/pre-push .git/hooks/pre-commit && refused git mcade hooks status && rm .git/hooks/pre-commit && chmod -x .git/hooks/pre-push &&
	refused git mcade hooks status --json >found && test_grep "\"dangling\"" found && git mcade hooks install >/dev/null 2>&1 && git mcade hooks status
'
# runs PATH [ARGUMENT...]: the hook, where the recorded program is gone and PATH is all there is.
runs () {
	path=$1 && shift && env -i PATH="$path" .git/hooks/pre-push "$@" </dev/null >"$TRASH/out" 2>"$TRASH/err"
}
test_expect_success 'whoever runs in its place gets the name of the hook, its arguments and the environment' '
	from_there handed && rm ../there/git-mcade && mkdir -p ../p1 ../p2/git-mcade ../p3 "../p 4" && printf "not for running\n" >../p1/git-mcade &&
	printf "#!/bin/sh\nprintf \"<%%s>\" \"\$@\" \"\$0\" \"\$PATH\"; exit 7\n" >"../p 4/git-mcade" && chmod +x "../p 4/git-mcade" &&
	expect_status 7 runs "$TRASH/p1:$TRASH/p2::relative:$TRASH/p3:/nowhere:$TRASH/p 4:/bin" origin "a b" "" &&
	[ "$(cat ../out)" = "<hook><pre-push><origin><a b><><$TRASH/p 4/git-mcade><$TRASH/p1:$TRASH/p2::relative:$TRASH/p3:/nowhere:$TRASH/p 4:/bin>" ] &&
	for path in "" / : "$TRASH/p1" "$TRASH/p2:$TRASH/p3" "p 4" "$(printf %0100000d 0)" "/$(printf %0100000d 0):$TRASH/p3"; do
		expect_status 128 runs "$path" && test_grep "pre-push cannot tell" ../err && test_grep "it was $TRASH/there/git-mcade" ../err || return 1
	done && expect_status 7 runs "/$(printf %0100000d 0):$TRASH/p 4" && expect_status 128 env -i .git/hooks/pre-push 2>../err && test_grep "next: .*install" ../err
'

# Elsewhere a script stands there.
COMPILED=LINUX
[ "$(uname -m)" = x86_64 ] || COMPILED=x86-64
# changed FILE AT [sealed]: one byte of it is another; sealed, its sum says so, as of another version.
changed () {
	perl -MDigest::SHA=sha256_hex -0777 -pe "
		substr(\$_, $2, 1) ^= chr(1);
		\$at = index(\$_, qq(<hook>.mcade-prev\n\0)) + 19;
		if (\"$3\") { substr(\$_, \$at, 64) = qq(\0) x 64; substr(\$_, \$at, 64) = sha256_hex(\$_) }
	" <"$1"
}
test_needs "$COMPILED" 'what stands there is a program without a library, small, and the same for each install' '
	new_repo small && cd small && git mcade hooks install && front=.git/hooks/pre-commit && head -c 4 $front | grep -a -q ELF && [ "$(wc -c <$front)" -lt 8192 ] &&
	cp $front ../one && git mcade hooks install && cmp $front ../one && ! cmp -s $front .git/hooks/pre-push && changed $front 5000 >../two && ! cmp -s ../one ../two
'
test_needs "$COMPILED" 'with another byte it is not ours; of another version, it is replaced' '
	cd small && size=$(wc -c <../one) && at=0 && while [ $at -lt "$size" ]; do
		changed ../one $at >$front && { git mcade hooks status --json >found; grep -q "\"pre-commit\",\"state\":\"\(other\|called\)\"" found; } && at=$((at + 331)) || return 1
	done && changed ../one 300 >$front && refused git mcade hooks status --json >found && test_grep "\"other\"" found && broken git mcade hooks install && changed ../one 200 sealed >$front && refused git mcade hooks status --json >found && test_grep "\"older\"" found &&
	git mcade hooks install && cmp $front ../one && head -c 700 ../one >$front && refused git mcade hooks status && rm $front && git mcade hooks install
'
test_needs "$COMPILED" 'more arguments than git gives are refused, and no further program is run' '
	cd small && expect_status 128 .git/hooks/pre-commit 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 2>err && test_grep "pre-commit cannot tell" err && .git/hooks/pre-commit 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16
'

test_expect_success 'a refusal is line 1 and the kept hook has no word; what it stages is judged too' '
	governed_repo chatty && cd chatty && rm -f .git/hooks/pre-commit && put x x && git add x &&
	printf "#!/bin/sh\necho talk\n[ ! -e ../stage ] || { echo rewritten >docs/deployments/2026-01-27.md && git add docs; }\n" >.git/hooks/pre-commit &&
	chmod +x .git/hooks/pre-commit && git mcade hooks install >/dev/null 2>&1 && git commit -q -m x 2>err && test_grep "^talk" err &&
	touch ../stage && test_when_finished "rm -f \"$TRASH/stage\"" && put x y && git add x && refused git commit -q -m y 2>err &&
	test_grep "^talk" err && test_grep "^mcade: refused .append-only. docs/" err &&
	rm ../stage && refused git commit -q -m y 2>err && head -n 1 err >first && test_grep "^mcade: refused .append-only" first && ! test_grep talk err
'
test_expect_success 'no cache, configuration or file that says "nothing governed" lets a governed push in' '
	shared_repo told && id=$(git -C told config mcade.ledgerId) && tip=$(git -C told rev-parse mcade/ledger) &&
	(cd told.git && git mcade hooks install --expect-genesis "$id" >/dev/null) && main=$(git -C told.git rev-parse main) &&
	for place in "$XDG_STATE_HOME/git-mcade/$id" "$XDG_STATE_HOME/git-mcade/$id/cache" told.git told.git/mcade told/.git; do
		mkdir -p "$place" && printf "%s\n" "$tip" >"$place/governed" || return 1
	done && find "$XDG_STATE_HOME" -name "*governed*" -type f >caches && while read -r cache; do printf "%s\n" "$tip" >"$cache" || return 1; done <caches &&
	git -C told.git config mcade.governed false && git -C told.git config mcade.hooks off && printf "#!/bin/sh\nexit 0\n" >told.git/git-mcade && chmod +x told.git/git-mcade &&
	cd told && put free x && git add free && git commit -q -m free && git push -q --no-verify origin HEAD:main && main=$(git rev-parse HEAD) &&
	echo rewritten >docs/deployments/2026-01-27.md && cp ../told.git/git-mcade . && git add -A && git commit -q --no-verify -m evil &&
	! env PATH=".:$PATH" git push -q --no-verify origin HEAD:main 2>err && test_grep "refused .append-only. docs/" err && [ "$main" = "$(git -C ../told.git rev-parse main)" ]
'
test_expect_success 'a program in a folder with quotes, blanks and dollars' '
	odd="$TRASH/it'\''s \$(touch ran) \"x\"" && mkdir "$odd" && cp "$(command -v git-mcade)" "$odd/" && new_repo odd && cd odd && commit_file x x &&
	"$odd/git-mcade" hooks install >/dev/null 2>&1 && git mcade hooks status && without git commit -q --allow-empty -m y && [ ! -e ran ] &&
	rm "$odd/git-mcade" && ! without git commit -q --allow-empty -m z 2>err && test_grep "it was .*it'\''s" err && [ ! -e ran ]
'

test_expect_success 'doctor makes a commit, a merge and a push that are refused' '
	cd a && git mcade hooks doctor >found &&
	test_grep "^ok    a push that deletes the ledger: mcade: refused \[ledger-integrity\]" found &&
	test_grep "^ok    a commit by hand .*: mcade: refused \[ledger-integrity\]" found &&
	test_grep "^ok    a merge .*: mcade: refused \[ledger-integrity\]" found &&
	test_grep "^not protected: " found
'

test_expect_success 'doctor says no where they are not installed' '
	cd b && refused git mcade hooks doctor >found && test_grep "^FAIL  hook pre-commit" found
'

# A git that answers pushes that delete the ledger, or commits "by hand", with $SAYS and $STATUS.
mkdir -p "$TRASH/shim" && cat >"$TRASH/shim/git" <<EOF
#!/bin/sh
case " \$* " in
*"\$WHEN"*) echo "\$SAYS" >&2; exit "\$STATUS" ;;
esac
exec $(command -v git) "\$@"
EOF
chmod +x "$TRASH/shim/git"
shim () {
	( WHEN=$1 STATUS=$2 SAYS=$3 PATH=$TRASH/shim:$PATH && export WHEN STATUS SAYS PATH && shift 3 && "$@" )
}
test_expect_success 'doctor believes neither a success nor a refusal for another reason' '
	cd a && git mcade hooks doctor >found && grep "^ok    a " found >good && test_line_count 3 good &&
	for trial in " :refs/heads/mcade/ledger" "by hand" "--no-ff"; do
		refused shim "$trial" 0 "" git-mcade hooks doctor >found && grep "^FAIL  a " found >failed && test_line_count 1 failed &&
		refused shim "$trial" 0 "mcade: refused [ledger-integrity] x" git-mcade hooks doctor >found &&
		grep "^FAIL  a " found >failed && test_line_count 1 failed &&
		refused shim "$trial" 1 "fatal: no space left" git-mcade hooks doctor >found &&
		grep "^FAIL  a .*no space left" found >failed && test_line_count 1 failed &&
		shim "$trial" 1 "mcade: refused [ledger-integrity] x" git-mcade hooks doctor >found || return 1
	done
'
test_expect_success 'doctor needs nothing of the person who asks, and leaves nothing behind' '
	mkdir -p scratch template/hooks && printf "#!/bin/sh\nexit 1\n" >template/hooks/pre-push && chmod +x template/hooks/pre-push &&
	cp template/hooks/pre-push template/hooks/pre-commit && cp "$HOME/.gitconfig" keep && test_when_finished "mv \"$TRASH/keep\" \"$HOME/.gitconfig\"" &&
	git config --global init.templateDir "$TRASH/template" && git config --global core.hooksPath "$TRASH/template/hooks" &&
	git config --global commit.gpgSign true && git config --global user.signingkey /nowhere &&
	cd a && git config core.hooksPath .git/hooks && test_when_finished "git -C \"$TRASH/a\" config --unset core.hooksPath" &&
	TMPDIR=$TRASH/scratch git mcade hooks doctor >found && grep "^ok    a " found >good && test_line_count 3 good &&
	ls ../scratch >left && test_line_count 0 left
'

test_expect_success 'a bare repository without a genesis: installed, refuses every push, and every answer says so' '
	git init -q --bare n.git && cd n.git && for word in install status doctor; do
		refused git mcade hooks $word >found 2>err && test_grep "^  hint: git mcade hooks install --expect-genesis " err || return 1
	done && test_grep "^FAIL  genesis" found && is_ours hooks/pre-receive &&
	refused git mcade hooks status --json >found && ! test_grep "\"genesis\"" found
'
test_expect_success 'with one it is pinned, and all is well' '
	cd n.git && id=$(printf "%064d" 7) && git mcade hooks install --expect-genesis $id >found 2>err && ! test_grep hint err &&
	git mcade hooks doctor >found && test_grep "^ok    genesis: $id" found && git mcade hooks status --json >found &&
	test_grep "\"genesis\":\"$id\"" found && git mcade hooks install >found
'

# foreign NAME: a repository that this version cannot read, with the front in a folder for all.
foreign () {
	mkdir -p "$TRASH/front" && for hook in pre-commit pre-push; do
		printf "#!/bin/sh\nexec git-mcade hook %s \"\$@\"\n" $hook >"$TRASH/front/$hook" && chmod +x "$TRASH/front/$hook" || return 1
	done && git init -q --object-format=sha256 "$1" && git init -q --bare --object-format=sha256 "$1.git" &&
	cd "$1" && git config core.hooksPath "$TRASH/front" && put a a && git add a
}
test_expect_success 'a repository that cannot be read and is not ours is left alone' '
	foreign s && git commit -q -m a && git push -q ../s.git HEAD:main && git commit -q --allow-empty -m b &&
	git push -q ../s.git HEAD:main
'
test_expect_success 'a sign that it is governed refuses: configuration, runbook, ledger, a git that fails' '
	foreign u && git config mcade.ledgerId x && broken git-mcade hook pre-commit 2>err && test_grep sha256 err &&
	git config --unset mcade.ledgerId && git commit -q -m a && put runbook.yaml x && git add runbook.yaml &&
	broken git-mcade hook pre-commit && git commit -q --no-verify -m x && git rm -q --cached runbook.yaml &&
	broken git-mcade hook pre-push origin url </dev/null && git commit -q --no-verify -m y && git-mcade hook pre-commit &&
	git update-ref refs/remotes/team/of/mcade/ledger HEAD && broken git-mcade hook pre-commit &&
	git update-ref -d refs/remotes/team/of/mcade/ledger && git-mcade hook pre-commit &&
	broken shim for-each-ref 128 "" git-mcade hook pre-commit &&
	broken git-mcade hook pre-receive </dev/null && broken git-mcade hook apply x y </dev/null
'

test_expect_success 'an unknown hook is a usage error' '
	cd a && usage git mcade hook post-commit 2>err && test_grep "unknown hook" err
'

test_done
