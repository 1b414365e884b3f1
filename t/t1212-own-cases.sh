#!/bin/sh
test_description='requirements that documents rarely show, each by a case of its own'
# shows: A24 A65 M14 M20 M36
. "${0%/*}/lib.sh"

# taken TEXT: imported from scratch; findings in ../out
taken () {
	rm -rf r && new_repo r && mkdir r/docs r/plays && for f in ID_01_keycloak_bootstrap PLAT_01_base PLAT_02_redis PLAT_03_api; do
		echo "- hosts: all" >r/plays/$f.yml
	done && printf %b "$1" >r/docs/RUNBOOK.md && cd r && git add -A && git commit -q -m doc &&
	{ git mcade import --env prod docs/RUNBOOK.md >../out 2>&1 || [ $? = 1 ]; } && cd ..
}
# of STEP: its lines in runbook.yaml
of () {
	sed -n "/^- id: $1\$/,/^- id: /p" r/runbook.yaml | sed '1b; /^- id: /d'
}

test_expect_success 'A24: what is said to be next is the successor, and is there' '
	taken "# R\n\n1. \`PLAT_01_base.yml\`\n   Proceed next to: \`PLAT_02_redis.yml\`\n2. \`PLAT_02_redis.yml\`\n3. \`PLAT_03_api.yml\`\n" && test_grep ! "is next" out &&
	taken "# R\n\n1. \`PLAT_01_base.yml\`\n   Proceed next to: \`PLAT_03_api.yml\`\n2. \`PLAT_02_redis.yml\`\n3. \`PLAT_03_api.yml\`\n" &&
	test_grep "\[order\] docs/RUNBOOK.md:3: step .PLAT_01. says that .PLAT_03. is next; the list says .PLAT_02." out &&
	taken "# R\n\n1. \`PLAT_01_base.yml\`\n   Proceed next to: \`PLAT_09_nothing.yml\`\n2. \`PLAT_02_redis.yml\`\n" &&
	test_grep "says that .PLAT_09. is next" out && ! of PLAT_01 | grep "next: "
'
test_expect_success 'A65: an item whose sign has no blank behind it is one of its step, and of no other' '
	taken "# R\n\n1. 🟩 \`PLAT_01_base.yml\`\n    -Guards\n    -Kill switches\n2. 🟨 \`PLAT_02_redis.yml\`\n" &&
	of PLAT_01 >found && test_grep "^  - Guards$" found && test_grep "^  - Kill switches$" found && test_grep ! "title: .*Guards" found &&
	of PLAT_02 >found && test_grep ! Guards found && grep -c "^- id: " r/runbook.yaml >count && echo 2 >expected && test_cmp expected count
'
test_expect_success 'M14: items that are indented otherwise stand in their step, none is lost, none is a step' '
	taken "# R\n\n1. 🟩 \`PLAT_01_base.yml\`\n    -See: docs/x.md\n    - https://example.com/a\n   - three\n      * deep\n2. 🟨 \`PLAT_02_redis.yml\`\n   -last\n" &&
	of PLAT_01 >found && for text in "See: docs/x.md" "https://example.com/a" three deep; do grep -F "$text" found || return 1; done &&
	test_grep ! last found && of PLAT_02 >found && test_grep last found && grep -c "^- id: " r/runbook.yaml >count && echo 2 >expected && test_cmp expected count
'
test_expect_success 'M20: a step whose old name stands behind what superseded it is that step' '
	taken "# R\n\n1. 🟩 \`PLAT_01_base.yml\`\n2. 🟩 (Superseded by Step 28 Admin AI) — previously: \`ID_01_keycloak_bootstrap.yml\`\n" &&
	of ID_01 >found && test_grep "uses: plays/ID_01_keycloak_bootstrap.yml" found && test_grep "Superseded by Step 28" found &&
	test_grep "step: ID_01, environment: prod, claim: complete" r/runbook.claims.yaml && test_grep ! SECTION_ r/runbook.yaml
'
test_expect_success 'M36: signs that nobody sees, and variants of signs, change neither id nor mark' '
	taken "# R\n\n1. \0360\0237\0237\0251\0357\0270\0217\0302\0240\`PLAT_01_base.yml\` \0342\0200\0223 \0342\0200\0234base\0342\0200\0235\n2. \0360\0237\0237\0250\0302\0240\`PLAT_02_redis.yml\` follow\0342\0200\0221up\n3. \0342\0217\0263\0357\0270\0216 \`PLAT_03_api.yml\`\n" &&
	sed -n "s/^- id: //p" r/runbook.yaml >found && printf "%s\n" PLAT_01 PLAT_02 PLAT_03 >expected && test_cmp expected found &&
	sed "s/.*step: \([A-Z0-9_]*\),.*claim: \([a-z]*\),.*/\1 \2/" r/runbook.claims.yaml >found &&
	printf "%s\n" "PLAT_01 complete" "PLAT_02 planned" "PLAT_03 planned" >expected && test_cmp expected found
'
test_done
