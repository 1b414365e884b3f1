# lib-acts.sh - what scripts about acts in one repository share. Sourced after lib.sh.
. "$SOURCE_DIR/t/lib-craft.sh"

# head_of NAME: what every runbook of them begins with.
head_of () {
	cat <<-EOT
	version: 1
	ledger: $(git config mcade.ledgerId)
	name: $1
	governed: [refs/heads/main]
	EOT
}
# log_head NAME: the same, with a deployment log.
log_head () {
	head_of "$1" && echo 'records: {log: '"'docs/deployments/\${{ date }}.md'"'}'
}
# json EXPRESSION FILE: of the object $j in FILE.
json () {
	perl -MJSON::PP -0777 -ne 'my $j = decode_json($_); print join(q( ), '"$1"'), "\n"' "$2"
}
# status EXPRESSION [ENV]: of what it says.
status () {
	git mcade status --env "${2:-lab}" --json >status.out && json "$1" status.out
}
# phase STEP [ENV]: and whether it is stale.
phase () {
	status "map { \$_->{phase} . (\$_->{stale} ? q( stale) : q()) } grep { \$_->{id} eq q($1) } @{\$j->{steps}}" "${2:-lab}"
}
tip () {
	git rev-parse $LEDGER
}
# still COMMAND...: nothing is recorded by it.
still () {
	tip >"$TRASH/before.tip" && "$@" && tip >"$TRASH/after.tip" && test_cmp "$TRASH/before.tip" "$TRASH/after.tip"
}
# ran COUNT: commands were executed so often.
ran () {
	touch "$TRASH/ran" && test_line_count "$1" "$TRASH/ran"
}
# save MESSAGE: what acts wrote is committed.
save () {
	git add -A && { git diff --cached --quiet || git commit -q -m "$1"; }
}
# field WORD: of the newest event.
field () {
	git show -s --format=%B $LEDGER | sed -n "s/^Mcade-$1: //p"
}
# refuses RULE COMMAND...: exit 1 by that rule, and nothing is recorded.
refuses () {
	rule_=$1 before_=$(tip) && shift && refused "$@" 2>err && test_grep "\[$rule_\]" err && test "$(tip)" = "$before_"
}
# adopts_not SED WORDS: the runbook so edited is refused, in these words.
adopts_not () {
	sed "$1" runbook.yaml >../edited && ! cmp -s ../edited runbook.yaml && cp ../edited runbook.yaml && git add -A && refused git commit -m no 2>err && git reset -q --hard && test_grep "$2" err
}
# adopted: a repository r, in which what runbook() writes is in force.
adopted () {
	new_repo r && cd r && printf '%s\n' out err '*.out' >.gitignore && save files && git mcade init >log 2>&1 && rm log && runbook >runbook.yaml && save runbook && git mcade adopt >../adopt.log 2>&1
}
