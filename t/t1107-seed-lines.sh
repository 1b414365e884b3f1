#!/bin/sh
test_description='import --explain: each line of the seeds, and what became of it'
# shows: M25 M26 M27 M28
. "${0%/*}/lib.sh"

# explained SEED: "SEED LINE BECAME STEP" of each line of it, as import says.
explained () {
	rm -rf r && new_repo r && copy_seed "$1" r/docs/R.md && cd r && git add . && git commit -q -m seed &&
	{ git mcade import --explain docs/R.md >../out || :; } &&
	sed -n "s/^docs\/R.md:\([0-9]*\): \([^(]*\) (.*/$1 \1 \2/p" ../out
}

for seed in 000 001 002 003 004; do
	test_expect_success "seed $seed: what became of each line is what the table says" '
		grep "^$seed " "$SOURCE_DIR/t/table/seed-lines.txt" >expected && explained $seed >found && cd .. &&
		test_cmp expected r/../found && ! test -e r/runbook.yaml
	'
	test_expect_success "seed $seed: no line is unaccounted for" '
		grep -n "[^[:space:]]" r/docs/R.md | cut -d: -f1 >expected && cut -d" " -f2 found >lines && test_cmp expected lines
	'
done

for seed in 000 001 002 003 004; do
	test_expect_success "seed $seed: the runbook that is written passes its own schema and can be read" '
		rm -rf r && new_repo r && copy_seed $seed r/docs/R.md && cd r && git add . && git commit -q -m seed &&
		{ git mcade import docs/R.md >../out || :; } && test -s runbook.yaml && git add -A && git commit -q -m import &&
		{ git mcade lint >../lint 2>&1; test $? -lt 2; } && test_grep ! "runbook.yaml:[0-9]*:[0-9]*: " ../lint
	'
done

# commands MINIMUM TEXT...: so many of these stand in the runbook, as a key or as a proposal.
commands () {
	least=$1 seen=0 && shift
	for text; do
		grep -v "^ *#.*\`" runbook.yaml | grep -qF "$text" && seen=$((seen + 1))
	done
	[ "$seen" -ge "$least" ] || { echo "# $seen of $#" >&4; return 1; }
}
test_expect_success 'seed 002: commands and what is to be seen are proposals under their step' '
	rm -rf r && new_repo r && copy_seed 002 r/docs/R.md && cd r && git add . && git commit -q -m seed && git mcade import docs/R.md >../out &&
	commands 9 "ls .env" "make migrate" "alembic heads" "alembic current" "FROM pg_policies" "/v1/admin/cleanup" "./scripts/backup_pg.sh" \
		"SET LOCAL app.current_org_id" "settings.admin_read_only" &&
	grep -A8 "^- id: APPLY_MIGRATIONS" runbook.yaml >../step && test_grep "^  # run: | # docs/R.md:49$" ../step && test_grep "^  #   make migrate$" ../step &&
	grep -c "^- id: " runbook.yaml >../count && test_grep "^25$" ../count
'

test_expect_success 'uncommenting is accepting: what --accept-proposals writes is read' '
	cd r && cp runbook.yaml ../commented && rm runbook.yaml && git mcade import --accept-proposals docs/R.md >../out &&
	sed "s/^  # /  /" ../commented >../uncommented && sed "s/^  # /  /" runbook.yaml >../accepted && test_cmp ../uncommented ../accepted && test_grep "^  verify:$" runbook.yaml &&
	git add -A && git commit -q -m accepted && { git mcade lint >../lint 2>&1; test $? -lt 2; } && test_grep ! "runbook.yaml:[0-9]*:[0-9]*: " ../lint
'
test_done
