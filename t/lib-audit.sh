# lib-audit.sh - what an audit found, of the repository here. Sourced after lib.sh.

audit () {
	git mcade audit --json >"$TRASH/audit.json"
}
silent () {
	audit && test_grep '"findings":\[\]' "$TRASH/audit.json"
}
# finding SEVERITY RULE: those of the last audit, one a line.
finding () {
	grep -o '{"rule":[^}]*}' "$TRASH/audit.json" | grep "\"rule\":\"$2\",\"severity\":\"$1\""
}
# found SEVERITY RULE PATH [COMMIT]
found () {
	finding "$1" "$2" | grep "\"path\":\"$3\"" | grep -q "${4:+\"commit\":\"$4\"}" && return 0
	cat "$TRASH/audit.json" >&4
	return 1
}
