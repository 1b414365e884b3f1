# lib-perf.sh - repositories with a ledger of any length, for benchmarks: t/perf/run.sh.
#
# After lib.sh. What cannot be made ends the shell: a benchmark of a failure is an anecdote.
PERF=$TEST_BIN/t/perf
[ -x "$PERF/mkledger" ] || PERF=$SOURCE_DIR/build/t/perf
STEPS=${PERF_STEPS:-60}
TODAY=$MCADE_CLOCK

die () {
	echo "perf: $*" >&2
	exit 1
}

# files COUNT: that many files in folders of 100, committed and checked out.
files () {
	awk -v n="$1" 'BEGIN {
		print "commit refs/heads/main\ncommitter Ada <ada@example.com> 1769594400 +0000\ndata 5\nfiles"
		for (i = 0; i < n; i++)
			printf "M 644 inline src/%d/%d.txt\ndata %d\n%d\n", i / 100, i % 100, length(i ""), i
	}' | git fast-import --quiet && git reset -q --hard
}

# history COMMITS DOCUMENTS: a repository without a ledger in which every commit turns a mark of one
# document, adds a line to a log, and every tenth merges a branch.
history () {
	cd "$TRASH" && new_repo "history$1" && cd "history$1" || die history
	awk -v commits="$1" -v documents="$2" 'function head(ref) {
		printf "commit %s\nmark :%d\ncommitter Ada <ada@example.com> %d +0000\ndata 1\nx", ref, n, 1600000000 + 600 * n
	}
	function document(i, done,	text) {
		text = "# Runbook " i "\n\n1. " (done ? "\342\234\205" : "\360\237\237\250") " STEP_" i " deploy\n2. [ ] check\n"
		printf "M 644 inline docs/%d/%d/RUNBOOK.md\ndata <<EOT\n%sEOT\n", i % 20, i, text
	}
	BEGIN {
		n = 1; head("refs/heads/main"); print ""
		for (i = 0; i < documents; i++)
			document(i, 0)
		for (n = 2; n <= commits; n++) {
			merge = n > 3 && n % 10 == 0
			head(n % 10 == 9 ? "refs/heads/side" : "refs/heads/main"); print ""
			if (n % 10 == 9)
				printf "from :%d\n", n - 2
			else if (merge)
				printf "from :%d\nmerge :%d\n", n - 2, n - 1
			document((n * 7) % documents, n % 2)
			log_text = log_text "\n## " n "\n\ndone\n"
			if (n % 100 == 0)
				log_text = ""
			if (n % 10 != 9)
				printf "M 644 inline docs/deployments/%d.md\ndata <<EOT\n# Log\n%sEOT\n", n / 100, log_text
		}
	}' | git fast-import --quiet && git reset -q --hard main || die 'fast-import'
}

# documented COMMITS DOCUMENTS HEADINGS SEED: without a ledger, as many documents in one folder, each with
# two boxes and a command under every heading, half of them with ids; a commit ticks a box of one, or
# changes its command, or a heading, and every tenth merges a branch. The same seed, the same repository.
documented () {
	cd "$TRASH" && new_repo "documented$1" && cd "documented$1" || die documented
	awk -v commits="$1" -v documents="$2" -v headings="$3" -v seed="$4" 'function head(ref) {
		printf "commit %s\nmark :%d\ncommitter Ada <ada@example.com> %d +0000\ndata 1\nx\n", ref, n, 1600000000 + 600 * n
	}
	# Park and Miller: every awk counts so far without loss.
	function random(below) {
		seed = (seed * 16807) % 2147483647
		return seed % below
	}
	function box(i, k, text) {
		return "- [" ((i, k, text) in ticked ? "x" : " ") "] " text " of part " k "\n"
	}
	function document(i,	k, text) {
		text = "# Runbook of service " i "\n\nWho is on call runs it from the top.\n"
		for (k = 1; k <= headings; k++)
			text = text "\n## " k ". " (i % 2 ? "" : "SVC" i "_" k " ") ((i, k) in titled ? "Restart" : "Deploy") \
				" part " k "\n\n" \
				box(i, k, "Read the dashboard") "\n```sh\nkubectl -n prod rollout status deploy/part-" \
				k " --timeout " (30 + timeout[i, k]) "s\n```\n\n" box(i, k, "Tell the owner")
		printf "M 644 inline docs/service-%d.md\ndata <<EOT\n%sEOT\n", i, text
	}
	BEGIN {
		seed += 1; n = 1; head("refs/heads/main")
		for (i = 0; i < documents; i++)
			document(i)
		for (n = 2; n <= commits; n++) {
			head(n % 10 == 9 ? "refs/heads/side" : "refs/heads/main")
			if (n % 10 == 9)
				printf "from :%d\n", n - 2
			else if (n > 3 && n % 10 == 0) # and what came by the branch stays
				printf "from :%d\nmerge :%d\n", n - 2, n - 1
			i = random(documents); k = 1 + random(headings); what = random(8)
			if (what == 0)
				titled[i, k] = 1
			else if (what == 1)
				timeout[i, k]++
			else
				ticked[i, k, what % 2 ? "Tell the owner" : "Read the dashboard"] = 1
			if (n % 10 == 0)
				document(beside)
			beside = i
			document(i)
		}
	}' | git fast-import --quiet && git reset -q --hard main || die 'fast-import'
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
	order: ${ORDER:-needs}
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

# bound_commits COUNT: so many, under a runbook in force: notes, the titles of its steps, a guide, a source.
bound_commits () {
	ledger "bound$1" 6
	awk -v n="$STEPS" 'BEGIN {
		print "# Steps\n"
		for (i = 0; i < n; i++)
			printf "%d. 🟨 STEP_%02d deploy part %d\n", i + 1, i, i
	}' >docs/RUNBOOK.md
	for n in $(seq "$1"); do
		case $((n % 4)) in
		0) echo "note $n" >>docs/notes.md ;;
		1) sed -i "s/part $((n * 7 % STEPS))\b.*/&, again/" docs/RUNBOOK.md ;;
		2) printf '## Part %d\n\nRun `make part%d` and see [steps](RUNBOOK.md).\n\n' "$n" "$n" >>docs/guide.md ;;
		3) echo "$n" >"$n.c" ;;
		esac
		git add . && git commit -q --no-verify -m "change $n" || die commit
	done
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

# passes: an audit finds nothing against the ledger here but that the branch has its records yet to
# get. Judges grow stricter, and what they take for nothing is not what is to be measured.
passes () {
	git mcade audit --cold >"$TRASH/audit" 2>&1 && return 0
	grep '^mcade: ' "$TRASH/audit" | grep -v 'warning \[owed\]' | head -n 20 >&2
	return 1
}

# ledger NAME COUNT [PERSON...]: the last event is of today, the first as much earlier as it takes.
ledger () {
	name=$1 count=$2 keys=$HOME/.ssh/id_ed25519
	shift 2
	MCADE_CLOCK=$((TODAY - 600 * (count + 10)))
	set_dates_
	adopted "$name"
	for who; do
		git mcade trust add "$who" --name "$who" --email "$who@example.com" \
			--key "$(key_of "$who")" --role owner >/dev/null 2>&1 || die "trust $who"
		keys="$keys $ROSTER/$who"
	done
	# shellcheck disable=SC2086 # a list
	more_events $((count - $(git rev-list --count mcade/ledger))) $keys
	MCADE_CLOCK=$TODAY
	set_dates_
	passes || die 'the ledger does not pass an audit'
	git mcade trust export >"$TRASH/$name.allowed" 2>/dev/null
	git repack -a -d -q
}
