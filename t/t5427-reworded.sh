#!/bin/sh
test_description='a done step in other words: import --update and the doors have one answer, and what they advise is taken'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
be_person owner

# reworded STYLE OLD NEW: in the document, beside nothing else
reworded () {
	back_to_good && if [ "$1" = rows ]; then sed -i "s/| $2 | done/| $3 | done/" R.md; else sed -i "s/\] $2\$/] $3/" R.md; fi && ! git diff --quiet
}
for STYLE in rows boxes; do
	test_expect_success "setup: $STYLE that are done, by claims that are in force" '
		rm -rf r && new_repo r && cd r && if [ $STYLE = rows ]
		then printf "# R\n\n| ID | Task | Status |\n|---|---|---|\n| REL-1 | Bakcup | done |\n| REL-2 | Deploy | done |\n| REL-3 | Sicherung | done |\n| REL-4 | Enable alerts | done |\n| REL-5 | 启动备份 | done |\n| REL-6 | Tell support | todo |\n"
		else printf "# R\n\n- [x] Bakcup\n- [x] Deploy\n- [x] Sicherung\n- [x] Enable alerts\n- [x] 启动备份\n- [ ] Tell support\n"
		fi >R.md && git add -A && git commit -q -m doc && tick && git mcade import R.md --env prod && git mcade init && git add -A && git commit -q -m rules &&
		git mcade adopt --accept-claims && git mcade sync && git add -A && { git diff --cached --quiet || git commit -q -m more; } && tick && git tag good
	'
	test_expect_success "$STYLE: the same in other words is taken by import, by the doors and by adopt" '
		cd r && while IFS="|" read -r old new; do
			reworded $STYLE "$old" "$new" && git mcade import --update R.md && git commit -q -a -m reworded && git mcade adopt || { echo "$old: $new"; return 1; }
			git reset -q --hard && git tag -f good
		done <<-\TABLE
		Bakcup|Backup
		Deploy|Deployment
		Sicherung|Datensicherung
		Datensicherung|Datensicherung zuerst
		TABLE
	'
	test_expect_success "$STYLE: another one is refused by import and by the door, and what both advise is taken" '
		cd r && while IFS="|" read -r old new advised; do
			reworded $STYLE "$old" "$new" && refused git mcade import --update R.md >../out && test_grep "hint: .*keep what .* was called in its title, as in .$old: " ../out &&
			refused git commit -q -a -m another && reworded $STYLE "$old" "$advised" && git mcade import --update R.md && git commit -q -a -m advised && git mcade adopt || { echo "$old: $new"; return 1; }
			git reset -q --hard && git tag -f good
		done <<-\TABLE
		Deployment|Roll out|Deployment: roll out
		启动备份|通知团队|启动备份: 通知团队
		TABLE
	'
	test_expect_success "$STYLE: what undoes it is another, whatever the words in common" '
		cd r && reworded $STYLE "Enable alerts" "Disable alerts" && refused git mcade import --update R.md && refused git commit -q -a -m another &&
		reworded $STYLE "启动备份: 通知团队" "停止备份: 通知团队" && refused git mcade import --update R.md && refused git commit -q -a -m another && back_to_good
	'
done
test_done
