#!/bin/sh
# run.sh - the figures that users feel, each beside another program in one run: medians in
# milliseconds, their ratio, and the goal. Nothing here fails by time.
#
#	make perf		PERF_EVENTS=2000 PERF_FILES="1000 100000" for larger or smaller ones
. "${0%/*}/../lib.sh"
SIDE=$SOURCE_DIR/build/t/perf/side
RAW=$SOURCE_DIR/build/t/perf/raw
EVENTS=${PERF_EVENTS:-2000}
MCADE=$TEST_BIN/git-mcade

die () {
	echo "perf: $*" >&2
	exit 1
}

# ledger NAME FILES: a repository with FILES files, a ledger, and a runbook of one step in force.
ledger () {
	new_repo "$1" && cd "$1" || die "$1"
	i=0
	while [ "$i" -lt "$2" ]; do
		mkdir -p "src/$((i / 1000))" && last=$((i + 1000 < $2 ? i + 1000 : $2))
		while [ "$i" -lt "$last" ]; do
			echo "$i" >"src/$((i / 1000))/$i.txt"
			i=$((i + 1))
		done
	done
	mkdir -p releases && printf 'web:\n  image: TBD\n' >releases/prod.yaml
	git add -A && git commit -q -m files && git mcade init >/dev/null 2>&1 || die 'init'
	id=$(git config mcade.ledgerId)
	cat >runbook.yaml <<-EOT
	version: 1
	ledger: $id
	name: perf
	environments:
	- {id: prod, manifest: releases/prod.yaml}
	steps:
	- {id: A, run: 'true', pins: []}
	EOT
	git add -A && git commit -q -m runbook && git mcade adopt >/dev/null 2>&1 || die 'adopt'
}

# events COUNT: that many more of them.
events () {
	i=0
	while [ "$i" -lt "$1" ]; do
		{ git mcade lock A --env prod && git mcade unlock A --env prod -m again; } >/dev/null 2>&1 ||
			die "event $i"
		i=$((i + 2))
	done
}

printf '%-58s %9s %9s %8s   %s\n' 'what, against what (milliseconds, medians)' A B A/B goal

for files in ${PERF_FILES:-1000 100000}; do
	cd "$TRASH" && ledger "files$files" "$files"
	if [ "$files" -eq 1000 ]; then
		new_repo "$TRASH/plain" && cd "$TRASH/plain" || die plain
		"$SIDE" 'P1 hook, nothing governed / git rev-parse' '<= 0.90' 200 \
			"$MCADE" hook pre-commit :: git rev-parse --git-dir
		cd "$TRASH/files$files" || die cd
		"$SIDE" 'P10 append an event / git commit -S (unsynced)' '<= 0.50' 40 \
			sh -c 'if [ $(($0 % 2)) -eq 0 ]; then exec git-mcade lock A --env prod; else exec git-mcade unlock A --env prod -m x; fi' % :: \
			sh -c 'exec git -c gpg.format=ssh -c core.hooksPath=/dev/null commit -q -S --allow-empty -m x' %
	fi
	cd "$TRASH/files$files" || die cd
	echo changed >>src/0/0.txt && git add src/0/0.txt
	"$SIDE" "P2 pre-commit, 1 of $files files / git diff --cached" \
		"$([ "$files" -eq 1000 ] && echo '<= 0.75' || echo '<= 0.20')" 100 \
		"$MCADE" hook pre-commit :: git diff --cached --name-only
	git commit -q -m changed || die commit
	mkdir -p "$TRASH/hooks" && cp "$SOURCE_DIR/build/t/perf/nothing" "$TRASH/hooks/pre-commit"
	"$SIDE" "P3 git commit at $files files, our hook / an empty one" \
		"$([ "$files" -eq 1000 ] && echo '<= 1.15' || echo '<= 1.05')" 60 \
		git commit -q --allow-empty -m x :: \
		git -c core.hooksPath="$TRASH/hooks" commit -q --allow-empty -m x
done

cd "$TRASH/files1000" || die cd
events 1000
git config gpg.ssh.allowedSignersFile >/dev/null || git mcade trust export >"$TRASH/allowed" 2>/dev/null
[ ! -s "$TRASH/allowed" ] || git config gpg.ssh.allowedSignersFile "$TRASH/allowed"
"$SIDE" 'P8 audit of 1,000 events / git log --format=%G?' '<= 0.01' 3 \
	"$MCADE" audit --cold :: git log --format=%G? mcade/ledger

events $((EVENTS - 1000))
count=$(git rev-list --count mcade/ledger)
best_a=
best_b=
for round in 1 2 3 4 5; do
	b=$("$RAW" "$count")
	start=$(date +%s%N)
	"$MCADE" audit --cold >/dev/null 2>&1 || die audit
	a=$((($(date +%s%N) - start) / 1000))
	best_a="$best_a $a"
	best_b="$best_b $b"
done
echo "$best_a|$best_b" | awk -F'|' -v n="$count" '
function middle(text, list, k, i, j, t) {
	k = split(text, list, " ")
	for (i = 1; i <= k; i++) for (j = i + 1; j <= k; j++)
		if (list[j] + 0 < list[i] + 0) { t = list[i]; list[i] = list[j]; list[j] = t }
	return list[int((k + 1) / 2)]
}
{
	a = middle($1) / 1000; b = middle($2)
	printf "%-58s %9.2f %9.2f %8.3f   %s\n", "P6 libsodium alone / audit of " n " events, 1 thread", b, a, b / a, ">= 0.78"
}'
