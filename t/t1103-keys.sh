#!/bin/sh
test_description='every key of the runbook is obeyed, is words for people, or is refused by name'
test_story=yes
. "${0%/*}/lib.sh"
be_person owner

helper=$TEST_BIN/t/helper/keys
[ -x "$helper" ] || helper=$SOURCE_DIR/build/t/helper/keys
later=$SOURCE_DIR/t/runbooks/later
schema=$SOURCE_DIR/schemas/runbook.yaml

# plain: a runbook of which every key is obeyed.
plain () {
	cat <<-\EOF
	version: 1
	name: n
	environments:
	- {id: lab}
	- {id: prod, promote: {after: [lab]}}
	records: {log: 'docs/deployments/${{ date }}.md'}
	steps:
	- id: A
	  run: 'true'
	  changes_state: false
	  pins: []
	  verify:
	  - {id: up, run: 'true'}
	EOF
}

# commit_runbook [FILE]: the runbook (standard input) with this ledger's id, past the hooks.
commit_runbook () {
	{ cat && echo "ledger: $(git config mcade.ledgerId)"; } >runbook.yaml &&
	git add runbook.yaml && git commit -q -n -m "$1" && tick
}

# refused_document PLACE WORD FILE: a finding of rule document, at the place, that names the word.
refused_document () {
	grep -A 2 "\[document\] runbook.yaml: .*$2" "$3" | grep -q -F "runbook.yaml:$1" && return 0
	sed "s/^/    /" "$3" >&4
	return 1
}

test_expect_success 'setup: what is obeyed is adopted' '
	new_repo r && cd r && commit_file README x && git mcade init >../out 2>&1 &&
	plain | commit_runbook plain && git mcade adopt && git mcade lint >../out &&
	commit_file other y && git mcade check --range HEAD~1..HEAD
'

test_expect_success 'the schema and the documents of t/runbooks/later name the same keys' '
	"$helper" "$schema" >all && [ "$(grep -c " obeyed$" all)" -gt 100 ] && sed -n "s/ none-in-this-version$//p" all | sort >marked &&
	sed -n "1s/^# [0-9:]* //p" -s "$later"/*.yaml | grep -v "(" | sort >shown &&
	test_cmp marked shown &&
	sed -e "/ none-in-this-version$/d" -e "/ words$/d" -e "/ obeyed$/d" all >odd &&
	test_line_count 0 odd
'

test_expect_success 'adopt, lint and check refuse each by name, with line and column; adopted is what was' '
	cd r && before=$(git rev-parse mcade/ledger) && tried=0 &&
	for file in "$later"/*.yaml; do
		place=$(sed -n "1s/^# \([0-9:]*\): .*/\1/p" "$file") &&
		key=$(sed -n "1s/.*[.:) ]\([a-z_]*\)$/\1/p" "$file") &&
		sed 1d "$file" | commit_runbook "$key" &&
		{ refused git mcade adopt >../adopt 2>&1 && refused_document "$place" "'"'\$key'"'" ../adopt; } &&
		refused git mcade lint --all >../lint && test_grep "^  runbook.yaml:$place: .$key. " ../lint &&
		refused git mcade check --range HEAD~1..HEAD >../check && refused_document "$place" "'"'\$key'"'" ../check &&
		tried=$((tried + 1)) || { echo "# $file" >&4; return 1; }
	done && [ "$tried" -eq "$(ls "$later" | wc -l)" ] && [ "$(git rev-parse mcade/ledger)" = "$before" ] &&
	plain | commit_runbook plain && git mcade adopt && git mcade lint >../out
'

test_expect_success 'a person who is asked before a run: what to write instead is said' '
	cd r && for which in guard stop-environment defaults; do
		sed 1d "$later/manual-$which.yaml" | commit_runbook "$which" && refused git mcade adopt >../adopt 2>&1 && test_grep "a check of a step .kind: gate. that it needs, or an .approval." ../adopt || return 1
	done && sed 1d "$later/manual-environment.yaml" | commit_runbook verify && refused git mcade adopt >../adopt 2>&1 && test_grep ! "kind: gate" ../adopt && plain | commit_runbook plain && git mcade adopt
'

# reader PATH: a regular expression that finds code which reads what the binder made of the key.
reader () {
	key=${1##*.}
	case $1 in
	order) key=order_by_needs ;;
	proposed_pins) key=accept_proposed_pins ;;
	records.follow) key=records.manual ;;
	freezes.window.hours) key=has_hours ;;
	freezes.window.zone) key=east ;;
	check.on_fail) key=warn_only ;;
	*.failure_limit) key=failures ;;
	*.inconclusive_limit) key=unanswered ;;
	*.consecutive_success_limit) key=passes_in_row ;;
	*.consecutive_failure_limit) key=failures_in_row ;;
	idempotence.at) key=idempotence_first_only ;;
	idempotence.expect) key=idempotence ;;
	restore.match) key=restore ;;
	environment.promote | environment.promote.after) key=promote_after ;;
	recap.format) key=recap_format ;;
	environment.record_baseline | record_baseline.id) key=baseline ;;
	record_baseline.check) key=baseline_of ;;
	check.file | check.env | check.env_file | check.output_of) echo "^static int look_${key%_of}(" && return ;;
	check.use) echo PROBE_USE && return ;;
	policy.append_only | policy.write_once | policy.no_delete | policy.forbid | policy.forbid_paths | \
		policy.unique_keys | policy.when_changed)
		echo "RUNBOOK_$(echo "$key" | tr a-z A-Z)" && return ;;
	check.http) echo http_look && return ;;
	expect.* | operators.* | comparand.* | recap.* | http.*) echo "\"$key\"" && return ;;
	step.environments) echo "step_in(" && return ;;
	esac
	printf "%s\n" "\(->\|\.\)$key\b"
}

# read_by PATH FILES: the key is read by one of the files.
read_by () {
	case $1 in
	version | defaults | defaults.* | step.without) return 0 ;; # the tables; merged into the steps
	esac
	xargs grep -q -e "$(reader "$1")" <"$2"
}

test_expect_success 'code reads every key that is obeyed' '
	( cd "$SOURCE_DIR" && find src -name "*.c" ! -name "runbook_bind.c" ! -name "runbook_step.c" ! -name "runbook_check.c" \
		! -name "keys*.c" ! -name "shape*.c" ! -name "runbook_effects.c" ! -path "src/document/*" ! -path "src/yaml/*" ) >files &&
	"$helper" "$schema" | sed -n "s/ obeyed$//p" >obeyed && [ "$(wc -l <obeyed)" -gt 150 ] &&
	while read -r path; do
		( cd "$SOURCE_DIR" && read_by "$path" "$TRASH/files" ) || { echo "nothing reads $path" >&4; return 1; }
	done <obeyed &&
	( cd "$SOURCE_DIR" && ! read_by step.nothing_reads_this "$TRASH/files" )
'

test_expect_success 'what is words for people is adopted' '
	cd r && cat >../step <<-\EOF && cat >../rest <<-\EOF &&
	  approval: {role: owner, count: 2, expires: 4h, prevent_self_approve: true}
	  dormant: true
	  title: a title
	  notes: [a note]
	  next: B
	  covers: [R1]
	  checkpoints: [docs/checkpoints/x/]
	EOF
	- {id: B, kind: gate, verify: [{id: b, run: "true"}]}
	- {id: C, kind: manual}
	- {id: D, kind: checkpoint}
	freezes: [{id: f, reason: r, paths: [frozen], approval: {role: owner}}]
	deprecation: {path: old/, purge: {require: [checkpoint]}}
	EOF
	plain | sed "/^  pins/r ../step" | cat - ../rest >../narrow &&
	commit_runbook narrow <../narrow && git mcade check --range HEAD~1..HEAD && git mcade adopt &&
	waiting git mcade check --range HEAD~1..HEAD
'

test_expect_success 'before the first adopt a commit says it, and only adopt refuses' '
	new_repo fresh && cd fresh && commit_file README x && git mcade init >../out 2>&1 &&
	{ plain && echo "evidence: {path: docs/evidence/, require: [operator]}"; } >runbook.yaml && git add -A &&
	git commit -q -m first 2>../err && test_grep "\[document\].*path" ../err &&
	refused git mcade adopt >../out 2>&1 && test_grep "path" ../out
'

test_expect_success 'a gate without checks is refused: it could never be GO' '
	cd r && { plain && echo "- {id: G, kind: gate, pins: []}"; } | commit_runbook empty-step &&
	refused git mcade adopt >../out 2>&1 && refused_document 14:3 "'"'G'"'" ../out &&
	{ plain && echo "gates: [{id: G, checks: []}]"; } | commit_runbook empty-gate &&
	refused git mcade adopt >../out 2>&1 && refused_document 14:9 "'"'G'"'" ../out &&
	{ plain && echo "gates: [{id: G, checks: [{id: c, run: x}]}]"; } | commit_runbook whole-gate &&
	git mcade adopt
'

test_expect_success 'no steps, and a promotion from where nothing has to be done, are refused' '
	cd r && plain | sed "/^steps:/,\$d" >../none && { cat ../none && echo "steps: []"; } | commit_runbook none &&
	refused git mcade adopt >../out 2>&1 && refused_document 7:8 "no steps" ../out &&
	refused git mcade lint --all >../out && test_grep "^  runbook.yaml:7:8: " ../out &&
	plain | sed "s/^  pins: .*/&\n  optional: true/" | commit_runbook optional &&
	refused git mcade adopt >../out 2>&1 && refused_document 5:32 "'"'lab'"'" ../out &&
	plain | sed "s/^  pins: .*/&\n  environments: [prod]/" | commit_runbook elsewhere &&
	refused git mcade adopt >../out 2>&1 && refused_document 5:32 "'"'lab'"'" ../out &&
	plain | sed "s/^  pins: .*/&\n  environments: [lab]/" | commit_runbook here && git mcade adopt
'

test_expect_success 'lint reads the work tree, and says all its faults at once' '
	cd r && plain >runbook.yaml && git mcade lint >../out &&
	printf "%s\n" "- {id: A, needs: [nobody]}" "- {id: B, verifi: []}" "stpes: []" >>runbook.yaml &&
	refused git mcade lint --all >../out &&
	test_grep "^  runbook.yaml:15:11: " ../out && test_grep "^  runbook.yaml:16:1: " ../out &&
	plain >runbook.yaml && printf "%s\n" "- {id: A, needs: [nobody], on: nowhere}" "order: needs" >>runbook.yaml &&
	refused git mcade lint --json >../out && test_grep "\"path\":\"runbook.yaml\",\"line\":14," ../out &&
	[ "$(grep -o "\"line\":14," ../out | wc -l)" -ge 3 ] &&
	echo "	x: [" >runbook.yaml && refused git mcade lint --all >../out && test_grep "^  runbook.yaml:1:1: " ../out &&
	rm runbook.yaml && expect_status 2 git mcade lint >../out && git checkout -q runbook.yaml
'

test_expect_success 'a wrong shape hides no other fault, and all are shown at once' '
	cd r && plain >runbook.yaml && printf "%s\n" "- {id: A1, needs: [nobody]}" "- {id: B, pins: 7}" "- {id: C, needs: [B], section: none}" "- {id: D, bogus: 1}" "- {id: E, verify: [{use: none}]}" "- {id: F, needs: [F]}" >>runbook.yaml &&
	refused git mcade lint >../out && sed -n "s/^  runbook.yaml:\([0-9]*\):[0-9]*: .*/\1/p" ../out >../found && printf "%s\n" 14 15 16 17 18 19 | test_cmp - ../found && test_grep ! "more (--all)" ../out && git checkout -q runbook.yaml
'

test_expect_success 'a verification that cannot fail is noted, and nothing more' '
	cd r && for asks in true : "echo up" "[echo, up]"; do
		plain | sed "/^  verify:/,/run:/s/run: [^},]*/run: $(case $asks in "["*) echo "$asks" ;; *) echo "\"$asks\"" ;; esac)/" >runbook.yaml && git mcade lint --json >../out &&
		test_grep "\"rule\":\"completion\",\"severity\":\"note\"[^}]*cannot fail" ../out || return 1
	done &&
	for asks in "test -e x" "echo up | grep -q up" "true \\&\\& test -e x"; do
		plain | sed "/^  verify:/,/run:/s/run: [^},]*/run: \"$asks\"/" >runbook.yaml && git mcade lint --json >../out && test_grep ! "cannot fail" ../out || return 1
	done && git checkout -q runbook.yaml
'

test_expect_success 'lint --missing: what complete will ask, and nothing else' '
	cd r && plain >runbook.yaml && git mcade lint --missing >../out && test_grep "^0 of 1 step " ../out &&
	for lack in "run: .true. run" "pins: \[\] pins" "changes_state: false restore"; do
		plain | sed -e "s/{id: lab}/{id: lab, manifest: releases\/lab.yaml}/" -e "/^  ${lack% *}$/d" >runbook.yaml &&
		refused git mcade lint --missing >../out && test_grep "^1 of 1 step " ../out && test_grep "no .${lack##* }.$" ../out || return 1
	done &&
	plain | sed "/^  pins/d" >runbook.yaml && git mcade lint --missing >../out && test_grep "^0 of 1 step " ../out &&
	plain | sed "/^records/d" >runbook.yaml && git mcade lint --missing >../out && test_grep "^0 of 1 step " ../out &&
	git checkout -q runbook.yaml
'

test_expect_success 'banner_edits: false makes a banner a change of what is frozen' '
	cd r && mkdir frozen && echo "- x" >frozen/a.yml && git add -A && git commit -q -n -m frozen && tick &&
	banner="# DEPRECATED - DO NOT RUN\n# Reason: old\n# Date: 2026-01-28\n# Replacement: b.yml" &&
	for edits in true false; do
		{ plain && echo "freezes: [{id: f, reason: r, paths: [\"frozen/**\"]}]" &&
		  echo "deprecation: {path: old/, banner_edits: $edits}"; } | commit_runbook $edits && git mcade adopt &&
		printf "$banner\n- x\n" >frozen/a.yml && git add -A &&
		if [ $edits = true ]; then git mcade check --staged; else refused git mcade check --staged; fi >../out &&
		git reset -q --hard || return 1
	done && test_grep "\[frozen\] frozen/a.yml" ../out
'

test_done
