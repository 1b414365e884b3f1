#!/bin/sh
# shows: A66 A94 D03 D04 E11
test_description='what a document sends its reader to is there; what it says is not its work is no step of it'
. "${0%/*}/lib.sh"

# seed NUMBER: alone in a repository, as docs/R.md.
seed () {
	rm -rf r && new_repo r && copy_seed "$1" r/docs/R.md && cd r && git add . && git commit -q -m seed
}
# missing: "line path" of each target that lint says is missing, once.
missing () {
	git add -A && git commit -q --allow-empty -m now && { git mcade lint --json --all >../lint.json || :; } &&
	perl -MJSON::PP -0777 -ne 'print map { "$_->{line} $_->{expected}\n" } grep { $_->{rule} eq "reference" && $_->{path} eq "docs/R.md" } @{decode_json($_)->{findings}}' ../lint.json | sort >../missing
}
# gone_with LINE PATH: it is missing, once, until it is there.
gone_with () {
	missing && grep -c "^$1 $2$" ../missing >../count && test_grep "^1$" ../count && mkdir -p "$(dirname "$2")" && echo "# There" >"$2" && missing && test_grep ! "^$1 $2$" ../missing
}

test_expect_success 'E11: the document of the capture workflow, in a code span' 'seed 004 && gone_with 69 docs/runbooks/rpa-session-capture.md'
test_expect_success 'A66: the authority of a step that is planned, in running text; in its own letters' '
	seed 000 && mkdir docs/Admin-AI && echo "# Other" >docs/Admin-AI/ADMIN_AI_RECONSTRUCTION_AND_SCOPE.md && gone_with 182 docs/admin-ai/ADMIN_AI_RECONSTRUCTION_AND_SCOPE.md
'
test_expect_success 'A94: the preferences that an operator is referred to' 'seed 000 && gone_with 290 docs/user-preferences.md'
test_expect_success 'D04: what the playbook does not cover is where it says' '
	seed 003 && gone_with 27 PLAYBOOK_NEXT_003_UNBLOCK.md && mkdir playbooks && echo "# There" >playbooks/PLAYBOOK_DB_MIGRATIONS.md && missing && test_line_count 0 ../missing
'
test_expect_success 'D03 D04: of what it covers and what not nothing becomes a step, and no command of one' '
	seed 003 && { git mcade import docs/R.md >../out || :; } && sed "/^# Commands of no step/,\$d" runbook.yaml >../steps && test_grep ! "docker-compose\|docs/R.md:\(1[6-9]\|2[0-7]\)\b\|Local development\|PayFast credential\|Docker Hub image publishing" ../steps && test_grep "^#   docker-compose up$" runbook.yaml
'
test_expect_success 'nobody is sent: another repository, a form to fill in, a link, a word that only ends so; in other languages somebody is' '
	rm -rf r && new_repo r && mkdir -p r/docs && cd r && printf "# Release\n\n- [ ] one\n\nSee other/a.md, see docs/log-<date>.md, see docs/YYYY.md, see [docs/away.md](https://example.com/a), foresee docs/b.md, see docs/.\nSee src for it.\n\nSiehe docs/ab.md. Voir: \`docs/cd.md\`. Ver docs/ef.md\n" >docs/R.md && missing &&
	printf "%s\n" "8 docs/ab.md" "8 docs/cd.md" "8 docs/ef.md" >../expected && test_cmp ../expected ../missing
'
test_expect_success 'an anchor of the document itself, or of another: by whatever program shows it' '
	rm -rf r && new_repo r && mkdir -p r/docs && cd r && printf "# Étape: why & how\n\n## Named {#other}\n" >docs/b.md &&
	printf "# Release\n\n- [ ] one, [below](#nowhere)\n- [ ] two, [there](b.md#nobody)\n- [ ] three, [here](#release) [top](#top) [a](b.md#étape-why--how) [b](b.md#etape-why-how) [c](b.md#tape-why-how) [d](b.md#other) [line](b.md#L3) [tag](#tag) [form](#<name>) [away](https://example.com/#x)\n\n<a id=\"tag\"></a>\n" >docs/R.md && missing &&
	printf "%s\n" "3 docs/R.md#nowhere" "4 docs/b.md#nobody" >../expected && test_cmp ../expected ../missing
'
test_done
