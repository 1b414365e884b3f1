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
	git add releases docs && git commit -q -m records && git mcade init >/dev/null 2>&1 || die init
	cat >runbook.yaml <<-EOT
	version: 1
	ledger: $(git config mcade.ledgerId)
	name: perf
	environments:
	- {id: prod, manifest: releases/prod.yaml}
	policies:
	- {id: log_append, append_only: ['docs/deployments/*.md']}
	- {id: no_journald, forbid: '--log-driver[ =]journald', paths: ['ansible/**']}
	steps:
	EOT
	awk -v n="$STEPS" 'BEGIN {
		for (i = 0; i < n; i++)
			printf "- {id: STEP_%02d, run: \"true\", pins: []}\n", i
	}' >>runbook.yaml
	git add runbook.yaml && git commit -q -m runbook && git mcade adopt >/dev/null 2>&1 || die adopt
}

# more_events COUNT: signed by four people in turn, in one pack.
more_events () {
	tip=$("$PERF/mkledger" "$1" "$STEPS" "$TRASH/events.pack" "$HOME/.ssh/id_ed25519" \
		"$ROSTER/operator" "$ROSTER/reviewer" "$ROSTER/untrusted") || die 'mkledger'
	for byte in $(sha1sum "$TRASH/events.pack" | cut -c 1-40 | sed 's/../& /g'); do
		printf %b "\\0$(printf %03o "0x$byte")"
	done >>"$TRASH/events.pack"
	git index-pack --stdin <"$TRASH/events.pack" >/dev/null &&
	git update-ref refs/heads/mcade/ledger "$tip" && rm "$TRASH/events.pack" || die 'pack'
}

# ledger NAME COUNT: the last event is of today, the first as much earlier as it takes.
ledger () {
	MCADE_CLOCK=$((TODAY - 600 * ($2 + 10)))
	adopted "$1"
	for who in operator reviewer untrusted; do
		git mcade trust add "$who" --name "$who" --email "$who@example.com" \
			--key "$(key_of "$who")" --role owner >/dev/null 2>&1 || die "trust $who"
	done
	more_events $(($2 - $(git rev-list --count mcade/ledger)))
	MCADE_CLOCK=$TODAY
	git mcade trust export >"$TRASH/$1.allowed" 2>/dev/null
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

short_ledger () {
	ledger thousand 1000
	git gc -q
	side 'P8 audit of 1,000 events / git log --format=%G?' '<= 0.01' 3 \
		"$MCADE" audit --cold :: \
		git -c gpg.ssh.allowedSignersFile="$TRASH/thousand.allowed" log --format=%G? mcade/ledger
	appends 'P10 append an event, durable / git commit -S, unsynced' '<= 0.50'
	git config mcade.fsync false
	appends '   the same, as unsynced as git' '<= 0.35'
}

long_ledger () {
	ledger long "$EVENTS"
	"$PERF/raw" make "$TRASH/signatures" "$EVENTS" || die raw
	side "P6 libsodium alone / audit of $EVENTS events, 1 thread" '>= 0.78' 5 \
		"$PERF/raw" "$TRASH/signatures" :: "$MCADE" audit --cold
}

printf '%-58s %9s %9s %8s   %s\n' 'what, against what (milliseconds, medians)' A B A/B goal
new_repo plain && cd plain || die plain
side 'P1 hook, nothing governed / git rev-parse' '<= 0.90' "$(rounds 200)" \
	"$MCADE" hook pre-commit :: git rev-parse --git-dir
hooks
short_ledger
long_ledger
