# lib-team.sh - two people, two clones, one bare remote: a small runbook in force.
#
#	. "${0%/*}/lib.sh"
#	. "$SOURCE_DIR/t/lib-team.sh"
#	make_team			# remote.git, a (the owner's), b (the operator's); TEAM_EDIT edits the runbook
#	team_with_server		# the same, and the remote has our hook; or bails out
#
# Step A runs and completes; step B sleeps; C and D only wait.

team_runbook_ () {
	cat <<-'EOT'
		version: 1
		name: team
		governed: [refs/heads/main]
		environments:
		- {id: prod, manifest: releases/prod.yaml}
		records: {log: 'docs/deployments/${{ date }}.md'}
		order: needs
		steps:
		- id: A
		  run: 'echo Restore path: /b'
		  restore: {match: 'Restore path: ([^"\s]+)'}
		  verify:
		  - {id: ok, run: 'true'}
		  pins: []
		- id: B
		  run: 'echo $$ >"$MCADE_VAR_pid"; exec sleep 60'
		  verify:
		  - {id: ok, run: 'true'}
		  pins: []
		- {id: C, uses: c.yml}
		- {id: D, uses: d.yml}
	EOT
	printf 'vars: {pid: %s}\n' "$TRASH/pid-of-b"
}

make_team () {
	new_repo a && bare_remote remote.git a && (
		cd a && team_runbook_ | sed "${TEAM_EDIT:-}" >runbook.yaml && mkdir releases &&
		echo 'web: {image: "x"}' >releases/prod.yaml && echo c >c.yml && echo d >d.yml &&
		git add -A && git commit -q -m 'the runbook' && git push -q -u origin main &&
		git mcade init --no-hooks && git commit -q -a -m 'the ledger' && git push -q &&
		tick && git mcade adopt && tick &&
		git mcade trust add otto --key "$(key_of operator)" --name 'Otto Operator' \
			--email operator@example.com --role operator && git mcade sync
	) >team.log 2>&1 && tick 300 && as_person operator git clone -q remote.git b && (
		cd b && as_person operator git mcade join --no-hooks
	) >>team.log 2>&1 || { cat team.log >&2; return 1; }
}

# as_operator COMMAND...: in clone b.
as_operator () {
	( cd "$TRASH/b" && as_person operator "$@" )
}

# both_at_once: two acts of the operator's, which have looked before either of them writes: err.C, err.D.
both_at_once () {
	mkfifo hold && { flock b/.git/mcade/lock sh -c "echo >held; read -r _ <hold" & } && while [ ! -f held ]; do sleep 0.05; done
	( cd b && be_person operator && exec git-mcade block C --env prod --until later -m x --no-fetch >../out.C 2>../err.C ) & act_C_=$!
	( cd b && be_person operator && exec git-mcade block D --env prod --until later -m x --no-fetch >../out.D 2>../err.D ) & act_D_=$!
	sleep 1 && echo >hold && wait $act_C_ && wait $act_D_ && rm -f hold held
}

# printed FILE: the command that stands behind "next:" or "fix:", or that a hint quotes: the way out.
printed () {
	sed -n "s/^ *next: //p; s/^ *fix: *//p; s/^ *hint: .*'\\(git mcade [^']*\\)'.*/\\1/p" "$1" | head -n 1
}

# take_way_out FILE: types what was printed.
take_way_out () {
	way_=$(printed "$1") && [ -n "$way_" ] || { echo "no way out in $1:" >&4; cat "$1" >&4; return 1; }
	echo "\$ $way_" >&4
	sh -c "$way_"
}

LEDGER=refs/heads/mcade/ledger
team_with_server () {
	make_team || { echo "Bail out! no team"; exit 1; }
	( cd remote.git && git mcade hooks install --expect-genesis "$(git -C ../a config mcade.ledgerId)" ) >hooks.log 2>&1 ||
		{ echo "Bail out! no hook"; exit 1; }
}

# tip DIR: where the ledger stands there.
tip () {
	git -C "$1" rev-parse -q --verify $LEDGER
}
# said DIR COMMIT FIELD: the values of a trailer.
said () {
	git -C "$1" show -s --format=%B "$2" | sed -n "s/^Mcade-$3: //p"
}
# same_everywhere: a server takes it, and everybody has one ledger, which is good from its genesis on.
same_everywhere () {
	as_operator git mcade sync && ( cd a && git mcade sync && git mcade audit --cold ) &&
	test "$(tip a)" = "$(tip remote.git)" && test "$(tip b)" = "$(tip a)"
}
# meanwhile ARGS...: the owner's act, published while the operator's own events are not.
meanwhile () {
	( cd a && git mcade sync && git mcade "$@" && git mcade sync ) && tick
}
