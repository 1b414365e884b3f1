#!/bin/sh
# shows: A88 A112
test_description='a section that says what comes next says it, and sends to no step that is done'
. "${0%/*}/lib.sh"

# next_of TEXT: lint of a document with this below its steps: "rule line expected" of what it says of "Next".
next_of () {
	rm -rf r && new_repo r && mkdir r/docs && ( cd r && { cat && printf "%b" "$1"; } >docs/R.md && git add . && git commit -q -m doc && { git mcade lint --json --all >../lint.json || :; } ) &&
	perl -MJSON::PP -0777 -ne 'print map { "$_->{rule} $_->{line}\n" } grep { $_->{rule} =~ /^(document|contradiction)$/ } @{decode_json($_)->{findings}}' lint.json >found
}
steps () {
	printf '# Runbook\n\n1. ✅ `PLAT_01_base.yml`\n2. ✅ `PLAT_02_db.yml`\n3. ⬜ `PLAT_03_web.yml`\n4. ⬜ `PLAT_04_mail.yml`\n'
}
says () {
	steps | next_of "$1" && printf "%b" "$2" >expected && test_cmp expected found
}

test_expect_success 'A112: seed 000 ends in "Next", and says nothing there' '
	rm -rf r && new_repo r && copy_seed 000 r/docs/R.md && ( cd r && git add . && git commit -q -m seed && { git mcade lint --json --all >../lint.json || :; } ) &&
	perl -MJSON::PP -0777 -ne "print map { \"\$_->{line}\\n\" } grep { \$_->{rule} eq \"document\" && \$_->{message} =~ /says nothing/ } @{decode_json(\$_)->{findings}}" lint.json >found &&
	printf "377\n" >expected && test_cmp expected found
'
test_expect_success 'nothing below it: at the end, before the next heading, in other words and languages' '
	says "\n## Next\n" "document 8\n" && says "\n## Next steps:\n\n## Notes\n\nx\n" "document 8\n" && says "\n## Active / Next\n\n---\n" "document 8\n" &&
	says "\n## 🔜 Nächste Schritte\n" "document 8\n" && says "\n## Étape suivante\n" "document 8\n" && says "\n### Próximos pasos\n\n<!-- later -->\n" "document 8\n"
'
test_expect_success 'something below it: a line, a heading, a step; no such section' '
	says "\n## Next\n\nMail.\n" "" && says "\n## Next\n\n### Mail\n\ntext\n" "" && says "\n## Next\n\nPLAT_03, then PLAT_04.\n" "" && says "\n## Next.js\n" "" &&
	says "\n## Next steps\n\n5. ✅ PLAT_05 dns\n" "" && says "\n## Context\n" ""
'
test_expect_success 'where every step is done nothing has to come next' '
	printf "# Runbook\n\n1. ✅ \`PLAT_01_base.yml\`\n2. ✅ \`PLAT_02_db.yml\`\n" | next_of "\n## Next\n" && test_line_count 0 found
'
test_expect_success 'A88: it sends to what is done, and others are open' '
	says "\n## Next\n\nProceed with \`PLAT_02\`.\n" "contradiction 8\n" && says "\n## Next up\n\nPLAT_01, then\nPLAT_02\n" "contradiction 8\n"
'
test_expect_success 'A88: also to one that is open; from one on; to another name' '
	says "\n## Next\n\nAfter PLAT_02 comes PLAT_03.\n" "" && says "\n## Next\n\nProceed (e.g. PLAT_02+).\n" "" && says "\n## Next\n\nPLAT_02B, xPLAT_01\n" ""
'
test_done
