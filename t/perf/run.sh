#!/bin/sh
# run.sh - the figures that users feel, each beside another program in one run, interleaved:
# medians in milliseconds, their ratio, and the goal. Nothing here fails by time.
#
#	make perf			1,000 and 100,000 files, 100,000 events
#	make perf PERF_LARGE=1		and 1,000,000 files
#	make perf PERF_FILES=1000 PERF_EVENTS=5000 PERF_STEPS=20
. "${0%/*}/../lib.sh"
PERF=$SOURCE_DIR/build/t/perf
EVENTS=${PERF_EVENTS:-100000}
STEPS=${PERF_STEPS:-60}
FILES=${PERF_FILES:-1000 100000}
[ -z "$PERF_LARGE" ] || FILES="$FILES 1000000"
MCADE=$TEST_BIN/git-mcade
ROUNDS=${PERF_ROUNDS:-100}
LENGTHS=${PERF_LENGTHS:-100 10000 100000}
TODAY=$MCADE_CLOCK

die () {
	echo "perf: $*" >&2
	exit 1
}

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

# files COUNT: that many files in folders of 100, committed and checked out.
files () {
	awk -v n="$1" 'BEGIN {
		print "commit refs/heads/main\ncommitter Ada <ada@example.com> 1769594400 +0000\ndata 5\nfiles"
		for (i = 0; i < n; i++)
			printf "M 644 inline src/%d/%d.txt\ndata %d\n%d\n", i / 100, i % 100, length(i ""), i
	}' | git fast-import --quiet && git reset -q --hard
}

# adopted NAME: a repository with a ledger and a runbook of STEPS steps in force; its hooks, too.
adopted () {
	cd "$TRASH" && new_repo "$1" && cd "$1" && git config gc.auto 0 || die "$1"
	[ -z "$2" ] || files "$2" || die 'files'
	mkdir -p releases docs/deployments && printf 'web:\n  image: TBD\n' >releases/prod.yaml
	printf '# Log\n\nnothing yet\n' >docs/deployments/2026-01-28.md
	printf '# Steps\n\n1. 🟨 STEP_20\n' >docs/RUNBOOK.md
	git add releases docs && git commit -q -m records && git mcade init >/dev/null 2>&1 || die init
	cat >runbook.yaml <<-EOT
	version: 1
	ledger: $(git config mcade.ledgerId)
	name: perf
	order: needs
	environments:
	- {id: prod, manifest: releases/prod.yaml}
	records:
	  log: 'docs/deployments/\${{ date }}.md'
	  checkpoint: 'docs/checkpoints/\${{ date }}-\${{ step.id }}/'
	  runbook: docs/RUNBOOK.md
	policies:
	- {id: log_append, append_only: ['docs/deployments/*.md']}
	- {id: no_journald, forbid: '--log-driver[ =]journald', paths: ['ansible/**']}
	steps:
	EOT
	awk -v n="$STEPS" 'BEGIN {
		for (i = 0; i < n; i++)
			printf "- {id: STEP_%02d, run: \"true\", pins: [], changes_state: false, verify: [{id: ready, run: \"true\"}]}\n", i
	}' >>runbook.yaml
	git add runbook.yaml && git commit -q -m runbook && git mcade adopt >/dev/null 2>&1 || die adopt
}

# more_events COUNT KEY...: signed by these in turn, in one pack.
more_events () {
	count=$1 && shift
	tip=$("$PERF/mkledger" "$count" "$TRASH/events.pack" "$@") || die 'mkledger'
	for byte in $(sha1sum "$TRASH/events.pack" | cut -c 1-40 | sed 's/../& /g'); do
		printf %b "\\0$(printf %03o "0x$byte")"
	done >>"$TRASH/events.pack"
	git index-pack --stdin <"$TRASH/events.pack" >/dev/null &&
	git update-ref refs/heads/mcade/ledger "$tip" && rm "$TRASH/events.pack" || die 'pack'
}

# ledger NAME COUNT [PERSON...]: the last event is of today, the first as much earlier as it takes.
ledger () {
	name=$1 count=$2 keys=$HOME/.ssh/id_ed25519
	shift 2
	MCADE_CLOCK=$((TODAY - 600 * (count + 10)))
	adopted "$name"
	for who; do
		git mcade trust add "$who" --name "$who" --email "$who@example.com" \
			--key "$(key_of "$who")" --role owner >/dev/null 2>&1 || die "trust $who"
		keys="$keys $ROSTER/$who"
	done
	# shellcheck disable=SC2086 # a list
	more_events $((count - $(git rev-list --count mcade/ledger))) $keys
	MCADE_CLOCK=$TODAY
	git mcade trust export >"$TRASH/$name.allowed" 2>/dev/null
	git repack -a -d -q
}

hooks () {
	for files in $FILES; do
		adopted "files$files" "$files"
		echo changed >>src/0/0.txt && git add src/0/0.txt && git write-tree >/dev/null &&
		"$MCADE" hook pre-commit || die 'hook'
		side "P2 pre-commit, 1 of $files files / git diff --cached" \
			"$(goal "$files" 0.75 0.20 0.03)" "$(rounds 100)" \
			"$MCADE" hook pre-commit :: git diff --cached --name-only
		echo 'and more' >>docs/deployments/2026-01-28.md && git add docs && git write-tree >/dev/null
		side '   the same, and a governed one' - "$(rounds 100)" \
			"$MCADE" hook pre-commit :: git diff --cached --name-only
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
	side "$1" "$2" "$(rounds 40)" \
		sh -c '[ $(($0 % 2)) -eq 0 ] && exec git-mcade lock STEP_01 --env prod; exec git-mcade unlock STEP_01 --env prod -m x' % :: \
		sh -c 'exec git -c gpg.format=ssh -c core.hooksPath=/dev/null commit -q -S --allow-empty -m x' %
}

# alone NAME: the ledger of a repository and nothing else: no tip that could lack its records.
alone () {
	git init -q --bare "$TRASH/$1.git" && cd "$TRASH/$1.git" &&
	git fetch -q "$TRASH/$1" mcade/ledger:mcade/ledger &&
	git config mcade.ledgerId "$(git -C "$TRASH/$1" config mcade.ledgerId)" || die alone
}

short_ledger () {
	ledger thousand 1000 operator reviewer untrusted
	alone thousand
	side 'P8 audit of 1,000 events / git log --format=%G?' '<= 0.01' 3 \
		"$MCADE" audit --cold :: \
		git -c gpg.ssh.allowedSignersFile="$TRASH/thousand.allowed" log --format=%G? mcade/ledger
	cd "$TRASH/thousand" && git gc -q
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
		git config --global mcade.fsync false
		beside '   an event is recorded' 60 sh -c \
			'[ $(($0 % 2)) -eq 0 ] && exec git-mcade lock STEP_01 --env prod; exec git-mcade unlock STEP_01 --env prod -m x' %
		git config --global --unset mcade.fsync
	done
}

printf '%-58s %9s %9s %8s   %s\n' 'what, against what (milliseconds, medians)' A B A/B goal
new_repo plain && cd plain || die plain
side 'P1 hook, nothing governed / git rev-parse' '<= 0.90' "$(rounds 200)" \
	"$MCADE" hook pre-commit :: git rev-parse --git-dir
hooks
short_ledger
long_ledger
ages
