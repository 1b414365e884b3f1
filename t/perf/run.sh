#!/bin/sh
# run.sh - the figures that users feel, each beside another program in one run, interleaved:
# medians in milliseconds, their ratio, and the goal. Nothing here fails by time.
#
#	make perf			1,000 and 100,000 files, 100,000 events
#	make perf PERF_LARGE=1		and 1,000,000 files
#	make perf PERF_COMMITS=2000	fewer commits without a ledger (15,000)
#	make perf PERF_SEED=2 PERF_DOCUMENTS=100	other documents, and fewer
#	make perf PERF_ONLY='steps ages'	these parts, which are functions below
#	make perf PERF_INSTRUCTIONS=1	millions of instructions instead, each twice (valgrind)
#	make perf PERF_FILES=1000 PERF_EVENTS=5000 PERF_STEPS=20 PERF_SIGNED=100 PERF_MANY=1000
. "${0%/*}/../lib.sh"
. "$SOURCE_DIR/t/lib-perf.sh"
EVENTS=${PERF_EVENTS:-100000}
COMMITS=${PERF_COMMITS:-15000}
DOCUMENTS=${PERF_DOCUMENTS:-1000}
SEED=${PERF_SEED:-1}
FILES=${PERF_FILES:-1000 100000}
[ -z "$PERF_LARGE" ] || FILES="$FILES 1000000"
MCADE=$TEST_BIN/git-mcade
ROUNDS=${PERF_ROUNDS:-100}
ROUNDS=$((ROUNDS + ROUNDS % 2)) # even: what a turn did, the next takes back
UNIT=milliseconds
if [ -n "$PERF_INSTRUCTIONS" ]; then
	UNIT='millions of instructions' ROUNDS=2 PERF_INSTRUCTIONS=$TRASH/instructions
	mkdir "$PERF_INSTRUCTIONS" && export PERF_INSTRUCTIONS
fi
SIGNED=${PERF_SIGNED:-1000}
MANY=${PERF_MANY:-10000}
BOUND=${PERF_BOUND:-200}
LENGTHS=${PERF_LENGTHS:-100 10000 100000}

# An event, and in the next round what takes it back.
turns='[ $(($0 % 2)) -eq 0 ] && exec git-mcade lock STEP_01 --env prod; exec git-mcade unlock STEP_01 --env prod -m x'

# At most ROUNDS; fewer where one round is long.
rounds () {
	if [ "$1" -lt "$ROUNDS" ]; then echo "$1"; else echo "$ROUNDS"; fi
}

side () {
	"$PERF/side" "$@" || die "$1"
}

# goal FILES SMALL LARGE HUGE
goal () {
	case $1 in
	1000) echo "<= $2" ;;
	100000) echo "<= $3" ;;
	1000000) echo "<= $4" ;;
	*) echo - ;;
	esac
}

plain () {
	new_repo plain && cd plain && git mcade hooks install >/dev/null || die plain
	side 'P1 hook, nothing governed / git rev-parse' '<= 0.90' "$(rounds 200)" \
		.git/hooks/pre-commit :: git rev-parse --git-dir
	side '   the same, without what stands at the door' - "$(rounds 200)" \
		"$MCADE" hook pre-commit :: git rev-parse --git-dir
}

hooks () {
	for files in $FILES; do
		adopted "files$files" "$files"
		echo changed >>src/0/0.txt && git add src/0/0.txt && git write-tree >/dev/null &&
		.git/hooks/pre-commit || die 'hook'
		side "P2 pre-commit, 1 of $files files / git diff --cached" \
			"$(goal "$files" 0.75 0.20 0.03)" "$(rounds 100)" \
			.git/hooks/pre-commit :: git diff --cached --name-only
		echo 'and more' >>docs/deployments/2026-01-28.md && git add docs && git write-tree >/dev/null
		side '   the same, and a governed one' - "$(rounds 100)" \
			.git/hooks/pre-commit :: git diff --cached --name-only
		git commit -q -m changed || die commit
		mkdir -p "$TRASH/hooks" && cp "$PERF/nothing" "$TRASH/hooks/pre-commit"
		side "P3 git commit at $files files, our hook / an empty one" \
			"$(goal "$files" 1.15 1.05 1.05)" "$(rounds $((files > 1000 ? 15 : 60)))" \
			git commit -q --allow-empty -m x :: \
			git -c core.hooksPath="$TRASH/hooks" commit -q --allow-empty -m x
	done
}

# appends LABEL GOAL: one event a process, and one signed commit.
appends () {
	side "$1" "$2" "$(rounds 40)" sh -c "$turns" % :: \
		sh -c 'exec git -c gpg.format=ssh -c core.hooksPath=/dev/null commit -q -S --allow-empty -m x' %
}

# alone NAME: the ledger of a repository and the branch that it governs, without which nobody can say
# what that lacks.
alone () {
	git init -q --bare "$TRASH/$1.git" && cd "$TRASH/$1.git" &&
	git fetch -q "$TRASH/$1" main:main mcade/ledger:mcade/ledger &&
	git config mcade.ledgerId "$(git -C "$TRASH/$1" config mcade.ledgerId)" || die alone
}

short_ledger () {
	ledger short "$SIGNED" operator reviewer untrusted
	alone short
	side "P8 audit of $SIGNED events / git log --format=%G?" '<= 0.01' 3 \
		"$MCADE" audit --cold :: \
		git -c gpg.ssh.allowedSignersFile="$TRASH/short.allowed" log --format=%G? mcade/ledger
	cd "$TRASH/short" && git gc -q
	appends 'P10 append an event, durable / git commit -S, unsynced' '<= 0.50'
	git config mcade.fsync false
	appends '   the same, as unsynced as git' '<= 0.35'
}

long_ledger () {
	ledger long "$EVENTS" operator reviewer untrusted
	alone long
	"$PERF/raw" make "$TRASH/signatures" "$EVENTS" || die raw
	side "P7 libsodium alone / audit of $EVENTS events, judge and all" '>= 0.65' 5 \
		"$PERF/raw" "$TRASH/signatures" :: "$MCADE" audit
	side '   the same, and every object of every event read' - 5 \
		"$PERF/raw" "$TRASH/signatures" :: "$MCADE" audit --cold
}

# --- however many steps there are ----------------------------------------------------------------
# stepped COUNT: a ledger of a few events under a runbook of so many steps.
stepped () {
	kept=$STEPS STEPS=$1 ORDER=list
	ledger "steps$1" 6 && git mcade lock STEP_01 --env prod >/dev/null &&
	git mcade unlock STEP_01 --env prod -m x >/dev/null || die "$1 steps"
	STEPS=$kept ORDER=needs
}

steps () {
	for count in 60 $((MANY / 10)) "$MANY"; do
		stepped "$count"
	done
	side "P14 lint of $MANY steps / the events of its YAML alone" '<= 1.5' "$(rounds 40)" \
		"@$TRASH/steps$MANY" "$MCADE" lint :: "$PERF/events" "$TRASH/steps$MANY/runbook.yaml"
	git config --global mcade.fsync false
	side "   an event under $MANY steps / under 60" '<= 1.5' "$(rounds 60)" \
		"@$TRASH/steps$MANY" sh -c "$turns" % :: "@$TRASH/steps60" sh -c "$turns" %
	side "   a step is verified under $MANY steps / under 60" '<= 1.5' "$(rounds 60)" \
		"@$TRASH/steps$MANY" "$MCADE" verify STEP_00 --env prod :: "@$TRASH/steps60" "$MCADE" verify STEP_00 --env prod
	git config --global --unset mcade.fsync
	side "   status of $MANY steps / of $((MANY / 10))" '<= 11' "$(rounds 20)" \
		"@$TRASH/steps$MANY" "$MCADE" status :: "@$TRASH/steps$((MANY / 10))" "$MCADE" status
}

# --- commits that rules bind ---------------------------------------------------------------------
bound () {
	bound_commits "$BOUND"
	side "check --history of $BOUND commits under $STEPS steps / git log" '<= 3' "$(rounds 20)" \
		"$MCADE" check --history :: git log -m --raw --no-renames
	side "   lint / git log" '<= 3' "$(rounds 20)" "$MCADE" lint :: git log -m --raw --no-renames
}

# --- before there is a ledger --------------------------------------------------------------------
histories () {
	history "$COMMITS" 1000
	side "lint of $COMMITS commits, 1,000 documents / git log -m --raw" - "$(rounds 5)" \
		"$MCADE" lint :: git log -m --raw --no-renames
	side "   check --history / git log -m --raw" - "$(rounds 5)" \
		"$MCADE" check --history :: git log -m --raw --no-renames
	documented "$COMMITS" "$DOCUMENTS" 60 "$SEED"
	side "lint of $COMMITS commits, $DOCUMENTS documents of 60 headings / git log" '10 s' "$(rounds 3)" \
		"$MCADE" lint :: git log -m --raw --no-renames
	side "   check --history / git log -m --raw" '<= 3' "$(rounds 3)" \
		"$MCADE" check --history :: git log -m --raw --no-renames
}

# --- the same at every length of history --------------------------------------------------------
# aged COUNT: a team's clone with a ledger that long, a server that has it but for the last event.
aged () {
	ledger "age$1" "$1" && git mcade status >/dev/null || die "$1"
	old=$(git rev-parse mcade/ledger~1) new=$(git rev-parse mcade/ledger)
	git clone -q --bare . "$TRASH/age$1.git" && git -C "$TRASH/age$1.git" config mcade.ledgerId \
		"$(git config mcade.ledgerId)" || die clone
	echo "$old $new refs/heads/mcade/ledger" >"$TRASH/age$1.receive"
	git -C "$TRASH/age$1.git" update-ref refs/heads/mcade/ledger "$old"
	git remote add origin "$TRASH/age$1.git" && git fetch -q 2>/dev/null
	echo "refs/heads/mcade/ledger $new refs/heads/mcade/ledger $old" >"$TRASH/age$1.push"
	mkdir -p docs/checkpoints && log=$(git ls-tree -r --name-only mcade/ledger deployments | tail -n 1)
	{ echo; git cat-file blob "mcade/ledger:$log"; } >>"docs/deployments/${log##*/}"
	sealed=$(git ls-tree -r --name-only mcade/ledger checkpoints | tail -n 1)
	sealed=docs/checkpoints/$(basename "${sealed%/*}")/CHECKPOINT.yaml
	mkdir -p "${sealed%/*}"
	git cat-file blob "mcade/ledger:$(git ls-tree -r --name-only mcade/ledger checkpoints | tail -n 1)" \
		>"$sealed"
	git cat-file blob mcade/ledger:releases/prod.yaml >releases/prod.yaml
	echo '# as it is deployed' >>releases/prod.yaml
	printf '2. 🟨 STEP_21\n' >>docs/RUNBOOK.md
	echo changed >free.txt
}

# staged FILE...: in both, that and nothing else is to be committed.
staged () {
	for at in "age$length" "$base"; do
		cd "$TRASH/$at" && git reset -q && git add "$@" && git write-tree >/dev/null || die "$*"
	done
}

# beside LABEL ROUNDS COMMAND...: in the long one, and in the short one.
beside () {
	label=$1 times=$2
	shift 2
	side "$label" '<= 1.1' "$(rounds "$times")" "@$TRASH/age$length" "$@" :: "@$TRASH/$base" "$@"
}

ages () {
	base=age6
	aged 6
	for length in $LENGTHS; do
		aged "$length"
		echo "$length events / 6 events"
		staged free.txt
		beside '   pre-commit, nothing governed' 60 "$MCADE" hook pre-commit
		staged releases
		beside '   pre-commit, a manifest' 60 "$MCADE" hook pre-commit
		staged docs/checkpoints
		beside '   pre-commit, a checkpoint' 60 "$MCADE" hook pre-commit
		staged docs/deployments
		beside '   pre-commit, a deployment log' 60 "$MCADE" hook pre-commit
		staged docs/RUNBOOK.md
		beside '   pre-commit, a document with marks' 60 "$MCADE" hook pre-commit
		side '   pre-push, an event' '<= 1.1' "$(rounds 60)" \
			"@$TRASH/age$length" "<$TRASH/age$length.push" "$MCADE" hook pre-push origin "$TRASH/age$length.git" :: \
			"@$TRASH/$base" "<$TRASH/$base.push" "$MCADE" hook pre-push origin "$TRASH/$base.git"
		side '   pre-receive, an event' '<= 1.1' "$(rounds 60)" \
			"@$TRASH/age$length.git" "<$TRASH/age$length.receive" "$MCADE" hook pre-receive :: \
			"@$TRASH/$base.git" "<$TRASH/$base.receive" "$MCADE" hook pre-receive
		beside '   status' 60 "$MCADE" status
		beside '   next' 60 "$MCADE" next
		beside '   log -n 5' 60 "$MCADE" log -n 5
		beside '   log of a step, -n 2' 60 "$MCADE" log STEP_01 -n 2
		beside '   status --at an early event' 60 "$MCADE" status --at 4
		git config --global mcade.fsync false
		beside '   an event is recorded' 60 sh -c "$turns" %
		git config --global --unset mcade.fsync
	done
}

printf '%-58s %9s %9s %8s   %s\n' "what, against what ($UNIT, medians)" A B A/B goal
for part in ${PERF_ONLY:-plain hooks steps bound histories short_ledger long_ledger ages}; do
	"$part"
done
