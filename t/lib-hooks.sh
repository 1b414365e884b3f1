# lib-hooks.sh - a small team's repository under rules, for the scripts that test the doors.
# Sourced after lib.sh.

# governed_files: playbooks, a runbook with marks, a manifest, a log; rules of t/rules.
governed_files () {
	cp "$SOURCE_DIR/t/rules/runbook.yaml" runbook.yaml &&
	mkdir -p ansible/playbooks docs/deployments releases &&
	for name in PLAT_01_base PLAT_02_next PLAT_05_nginx; do
		echo "- hosts: web" >ansible/playbooks/$name.yml || return 1
	done &&
	printf '# R\n1. 🟨 PLAT_01\n2. 🟨 PLAT_02\n' >docs/RUNBOOK.md &&
	printf 'platform:\n  redis:\n    image: TBD\n' >releases/prod.yaml &&
	printf '# 2026-01-27\n\n## one\n' >docs/deployments/2026-01-27.md &&
	echo free >free.txt
}

# governed_repo NAME: the same, committed, with a ledger and the runbook adopted, no remote.
governed_repo () {
	new_repo "$1" && (
		cd "$1" && governed_files && git add -A && git commit -q -m base && tick &&
		git mcade init --principal ada >/dev/null 2>&1 && git add -A &&
		git commit -q -m ledger && tick && git mcade adopt >/dev/null 2>&1 && tick
	)
}

# shared_repo NAME: the same, published to NAME.git.
shared_repo () {
	new_repo "$1" && bare_remote "$1.git" "$1" && (
		cd "$1" && governed_files && git add -A && git commit -q -m base && tick &&
		git mcade init --principal ada >/dev/null 2>&1 && git add -A &&
		git commit -q -m ledger && tick && git push -q origin main 2>/dev/null &&
		git mcade adopt >/dev/null 2>&1 && git mcade sync >/dev/null 2>&1 && tick
	)
}

# a commit or push that a rule refuses: refused_by RULE PATH COMMAND...; line 1 says both.
refused_by () {
	rule_=$1 path_=$2
	shift 2
	if "$@" >out 2>err; then
		echo "not refused: $*" >&4
		return 1
	fi
	head -n 1 err | grep -q -F "mcade: refused [$rule_] $path_: " && return 0
	echo "line 1 is not of [$rule_] $path_:" >&4
	sed 's/^/    /' err >&4
	return 1
}

# put FILE LINE...: appends lines; over FILE TEXT: replaces the file.
put () {
	file_=$1
	shift
	printf '%s\n' "$@" >>"$file_"
}
over () {
	printf '%s\n' "$2" >"$1"
}
# mark STEP: makes its mark green.
mark () {
	sed -i "s/🟨 $1/🟩 $1/" docs/RUNBOOK.md
}
back () {
	git reset -q --hard HEAD && git clean -q -f -d -e out -e err
}

# in_force: the rules here are committed, adopted and published, the server has our hook; `good` names where that stands.
in_force () {
	git add -A && git commit -q -m rules && git push -q origin main && git mcade adopt && git mcade sync &&
	( cd "../${PWD##*/}.git" && git mcade hooks install --expect-genesis "$(git -C "$OLDPWD" config mcade.ledgerId)" ) && tick && git tag good
}
back_to_good () {
	git reset -q --hard good
}
# completion_in FILE [ENVIRONMENT]: it says that docs/release.md has an untrue mark of $SWITCH.
completion_in () {
	grep "\[completion\] docs/release.md: line [0-9]* marks '$SWITCH' complete, but the ledger does not${2:+ in $2}" "$1" && return 0
	sed "s/^/    /" "$1" >&4
	return 1
}
