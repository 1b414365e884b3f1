#!/bin/sh
test_description='each rule about changes at each of its doors: refused and allowed, in a commit and in a merge'
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
be_person owner

banner='# DEPRECATED — DO NOT RUN
# Reason: replaced
# Date: 2026-01-01
# Replacement: none'
pinned="docker.io/library/redis:7@sha256:$(printf '%064d' 7)"

# write_project: one of each thing that is protected.
write_project () {
	mkdir -p plays/deprecated releases docs/deployments docs/once tools &&
	echo "echo 5" >tools/five.sh && echo "echo 6" >tools/six.sh &&
	echo "- hosts: proxy" >plays/proxy.yml && echo "- hosts: web" >plays/web.yml &&
	echo "- hosts: four" >plays/four.yml && echo "- hosts: spare" >plays/spare.yml &&
	printf '%s\n- hosts: attic\n- name: gone\n' "$banner" >plays/deprecated/old.yml &&
	printf 'cache:\n  image: %s\nweb:\n  image: TBD\n' "$pinned" >releases/prod.yaml &&
	printf '# Runbook\n\n1. 🟨 ONE\n2. 🟨 TWO\n3. 🟨 THREE\n\n## Known state (Append-Only)\n\n- begun\n' >docs/RUNBOOK.md &&
	printf '# 2026-01-01\n\n## by hand\n\nnothing much\n' >docs/deployments/2026-01-01.md &&
	echo once >docs/once/a && echo free >free.txt && write_runbook >runbook.yaml
}
write_runbook () {
	cat <<-EOF
	version: 1
	name: doors
	governed: [refs/heads/main, refs/heads/release]
	environments:
	- {id: prod, manifest: releases/prod.yaml}
	records:
	  log: 'docs/deployments/\${{ date }}.md'
	  checkpoint: 'docs/checkpoints/\${{ date }}-\${{ step.id }}/'
	  runbook: docs/RUNBOOK.md
	order: needs
	defaults: {timeout: 20s, changes_state: false}
	deprecation:
	  path: plays/deprecated/
	  banner: ['DEPRECATED — DO NOT RUN', 'Reason:', 'Date:', 'Replacement:']${1:+
	  since: $1}
	freezes:
	- {id: proxy, reason: verified, paths: ['plays/proxy*']${1:+, since: $1}}
	policies:
	- {id: keep, no_delete: ['plays/**']${1:+, since: $1}}
	- {id: state, append_only: ['docs/RUNBOOK.md#*(Append-Only)*']${1:+, since: $1}}
	- {id: once, write_once: ['docs/once/**']${1:+, since: $1}}
	- {id: no_journald, forbid: '--log-driver[ =]journald', paths: ['plays/**'], code_only: true${1:+, since: $1}}
	- {id: no_jars, forbid_paths: ['**/*.jar']${1:+, since: $1}}
	steps:
	- {id: ONE, run: 'true', needs: [], pins: [cache.image], verify: [{id: ended, output_of: step, expect: {exit: 0}}]}
	- {id: TWO, run: 'true', needs: [], pins: [web.image], verify: [{id: ended, output_of: step, expect: {exit: 0}}]}
	- {id: THREE, run: 'true', needs: [], pins: [], verify: [{id: ended, output_of: step, expect: {exit: 0}}]}
	- {id: FOUR, uses: plays/four.yml, needs: [], pins: []}
	- {id: FIVE, uses: tools/five.sh, needs: [], pins: []}
	EOF
}

test_expect_success 'setup: ONE is complete, logged and sealed; FOUR is locked; all is published' '
	new_repo r && bare_remote r.git r && cd r && echo begun >README && git add -A && git commit -q -m begin && tick &&
	write_project && git add -A && git commit -q -m base && tick &&
	git mcade init >&4 2>&4 && git add -A && git commit -q -m ledger && tick &&
	git push -q origin main 2>/dev/null && git mcade adopt >&4 2>&4 && tick &&
	git mcade pin cache.image=$pinned --env prod >&4 2>&4 &&
	git mcade run ONE --env prod >&4 2>&4 && git mcade complete ONE --env prod >&4 2>&4 &&
	git mcade checkpoint ONE --env prod >&4 2>&4 && git mcade lock FOUR --env prod -m verified >&4 2>&4 &&
	git add -A && git commit -q -m "ONE is complete" && tick && git mcade sync >&4 2>&4 &&
	git push -q origin main 2>/dev/null && git branch side HEAD && git switch -q side && echo side >side.txt &&
	git add -A && git commit -q -m side && git switch -q main && tick &&
	( cd ../r.git && git mcade hooks install --expect-genesis "$(git -C ../r config mcade.ledgerId)" >/dev/null )
'
cd r || exit 1
tip=$(git rev-parse main)
log=$(git ls-files 'docs/deployments/*' | tail -n 1)
sealed=$(git ls-files 'docs/checkpoints/*/README.md' | tail -n 1)
lower=$(dirname "$sealed" | sed 's/ONE$/one/')
accent=$(printf 'de\314\201ployments') # as macOS would write an accent
cite=$(grep '^<!-- mcade ' "$log" | tail -n 1)
cd ..

# --- the cases: RULE WHAT, then the edit. The first bad one of a rule goes through every door. ----
bad_cases='
sealed edited
sealed executable
sealed added
sealed removed
sealed once
sealed twin
sealed twin_unseen
sealed twin_above
sealed twin_dot
append-only rewritten
append-only executable
append-only section
locked playbook
locked executable
frozen edited
frozen executable
frozen linked
frozen foreign_banner
frozen half_banner
deprecation without_banner
deprecation emptied
deprecation other_body
deprecation executable
deprecation copied
deprecation linked
deprecation submodule
no-delete play
no-delete used
no-delete log
no-delete item
no-delete linked
no-delete moved_empty
unpinned lowered
unpinned switched_off
unpinned mark
drift forged_entry
drift second_entry
drift words_in_entry
drift proposed_pin
drift pin_at_the_top
drift pin_in_a_list
drift pin_of_a_dotted_key
drift pin_of_no_key
drift pin_of_empty_key
drift pin_in_capitals
drift pin_of_capital_digits
drift pin_in_a_block
drift pin_with_equals
drift pin_of_a_repository
drift pin_of_a_fragment
drift pin_below_another
drift pin_above_another
drift switched_off
drift hand_made_checkpoint
drift hand_made_readme
drift other_day
completion mark
contradiction done_over_open
contradiction percent
reference link
reference anchor
identity dropped
forbidden token
forbidden path
document manifest
document runbook
document link
document log_twin
document log_accent
document once_twin
document frozen_twin
document folder_link
document log_link
document log_submodule
document folder_of_logs_link
document managed_link
document log_pointer
document log_utf16
document log_mark
document log_latin1
document log_folder
document log_folder_twin
document checkpoint_file
'
bad () {
	case $1-$2 in
	sealed-edited) echo more >>"$sealed" ;;
	sealed-executable) chmod +x "$sealed" ;;
	sealed-added) echo new >"${sealed%/*}/new.txt" ;;
	sealed-removed) git rm -q "$sealed" ;;
	sealed-once) echo twice >docs/once/a ;;
	sealed-twin) mkdir "$lower" && echo x >"$lower/README.md" ;;
	sealed-twin_unseen) mkdir "${sealed%/*}$(printf '\342\200\213')" && echo x >"${sealed%/*}$(printf '\342\200\213')/more.md" ;;
	sealed-twin_dot) mkdir "${sealed%/*}." && echo x >"${sealed%/*}./more.md" ;;
	sealed-twin_above) mkdir -p "$(echo "${sealed%/*}" | sed 's/checkpoints/Checkpoints/')" && echo x >"$(echo "${sealed%/*}" | sed 's/checkpoints/Checkpoints/')/more.md" ;;
	append-only-rewritten) sed -i 's/nothing much/nothing at all/' docs/deployments/2026-01-01.md ;;
	append-only-executable) chmod +x docs/deployments/2026-01-01.md ;;
	append-only-section) sed -i 's/- begun/- never begun/' docs/RUNBOOK.md ;;
	locked-playbook) echo "- x" >>plays/four.yml ;;
	locked-executable) chmod +x plays/four.yml ;;
	frozen-edited) echo "- x" >>plays/proxy.yml ;;
	frozen-executable) chmod +x plays/proxy.yml ;;
	frozen-linked) ln -sf web.yml plays/proxy.yml ;;
	frozen-half_banner) sed -i "1i$(echo "$banner" | head -n 1)" plays/proxy.yml ;;
	frozen-foreign_banner) put_banner plays/proxy.yml && sed -i '1i// really' plays/proxy.yml ;;
	deprecation-without_banner) git mv plays/spare.yml plays/deprecated/ ;;
	deprecation-emptied) printf '%s\n' "$banner" >plays/deprecated/old.yml ;;
	deprecation-other_body) sed -i 's/attic/cellar/' plays/deprecated/old.yml ;;
	deprecation-executable) chmod +x plays/deprecated/old.yml ;;
	deprecation-linked) ln -s ../spare.yml plays/deprecated/link.yml ;;
	deprecation-submodule) git update-index --add --cacheinfo "160000,$(git rev-parse HEAD),plays/deprecated/sub" && mkdir -p plays/deprecated/sub ;;
	deprecation-copied) cp plays/spare.yml plays/deprecated/ && put_banner plays/deprecated/spare.yml ;;
	no-delete-used) git rm -q tools/five.sh ;;
	no-delete-play) git rm -q plays/spare.yml ;;
	no-delete-log) git rm -q docs/deployments/2026-01-01.md ;;
	no-delete-item) git rm -q plays/deprecated/old.yml ;;
	no-delete-linked) ln -sf web.yml plays/spare.yml ;;
	no-delete-moved_empty) git mv plays/spare.yml plays/deprecated/ && printf '%s\n' "$banner" >plays/deprecated/spare.yml ;;
	unpinned-lowered) sed -i 's/redis:7@[0-9a-z:]*/redis:latest/' releases/prod.yaml ;;
	unpinned-switched_off) sed -i 's/redis:7@[0-9a-z:]*/redis:latest/; s/^cache:/&\n  enabled: false/' releases/prod.yaml ;;
	unpinned-mark) sed -i 's/🟨 TWO/🟩 TWO/' docs/RUNBOOK.md ;;
	drift-forged_entry) printf '\n%s\n## TWO complete in prod\n' "$(echo "$cite" | sed 's/mcade ..../mcade 0000/')" >>"$log" ;;
	drift-second_entry) printf '\n%s\n## TWO complete in prod\n' "$cite" >>"$log" ;;
	drift-words_in_entry) printf '\nand TWO as well\n' >>"$log" ;;
	drift-pin_at_the_top) echo "x: e/x@sha256:$(printf %064d 3)" >>releases/prod.yaml ;;
	drift-pin_in_a_list) printf 'more:\n- e/x@sha256:%064d\n' 3 >>releases/prod.yaml ;;
	drift-pin_of_a_dotted_key) printf 'cache.image: e/x@sha256:%064d\n' 3 >>releases/prod.yaml ;;
	drift-pin_of_no_key) printf 'more:\n  "what runs": e/x@sha256:%064d\n' 3 >>releases/prod.yaml ;;
	drift-pin_of_empty_key) printf '"": e/x@sha256:%064d\n' 3 >>releases/prod.yaml ;;
	drift-pin_in_capitals) printf 'more:\n  y: e/x@SHA256:%064d\n' 3 >>releases/prod.yaml ;;
	drift-pin_of_capital_digits) printf 'more:\n  y: e/x@sha256:ABCD%060d\n' 3 >>releases/prod.yaml ;;
	drift-pin_in_a_block) printf 'more:\n  y: |\n    e/x@sha256:%064d\n' 3 >>releases/prod.yaml ;;
	drift-pin_with_equals) printf 'more:\n  y: 1.2.3 sha256=%064d\n' 3 >>releases/prod.yaml ;;
	drift-pin_of_a_repository) printf 'more:\n  y: https://git.example/e/x@%040d\n' 3 >>releases/prod.yaml ;;
	drift-pin_of_a_fragment) printf 'more:\n  y: https://git.example/e/x#%040d\n' 3 >>releases/prod.yaml ;;
	drift-pin_below_another) sed -i "/^web:/,\$d" releases/prod.yaml && printf 'web:\n  image:\n    x: e/x@sha256:%064d\n' 3 >>releases/prod.yaml ;;
	drift-pin_above_another) sed -i "/^web:/,\$d" releases/prod.yaml && printf 'web: e/x@sha256:%064d\n' 3 >>releases/prod.yaml ;;
	drift-switched_off) sed -i 's/^cache:/&\n  enabled: false/' releases/prod.yaml ;;
	drift-proposed_pin) sed -i 's/0007/0008/' releases/prod.yaml ;;
	drift-hand_made_readme) mkdir -p docs/checkpoints/2026-01-02-TWO && echo 'it is done' >docs/checkpoints/2026-01-02-TWO/README.md ;;
	drift-hand_made_checkpoint) mkdir -p docs/checkpoints/2026-01-02-TWO && echo "version: 1" >docs/checkpoints/2026-01-02-TWO/CHECKPOINT.yaml ;;
	drift-other_day) sed -n "/^$cite/,\$p" "$log" >entry && cat entry >>docs/deployments/2026-01-01.md && rm entry ;;
	completion-mark) sed -i 's/🟨 THREE/🟩 THREE/' docs/RUNBOOK.md ;;
	contradiction-done_over_open) printf '# Cutover\n\n## Preparation COMPLETE\n\n- [x] backup\n- [ ] freeze\n' >docs/cutover.md ;;
	contradiction-percent) printf '\n## Rest (100%%)\n\n- [ ] tell them\n' >>docs/RUNBOOK.md ;;
	reference-link) printf '\nSee [how](how.md).\n' >>docs/RUNBOOK.md ;;
	reference-anchor) printf '# Cutover\n\n- [ ] freeze, see [how](#how-to)\n' >docs/cutover.md ;;
	identity-dropped) sed -i '/id: ONE,/d' runbook.yaml ;;
	forbidden-token) echo "- command: podman run --log-driver=journald x" >>plays/web.yml ;;
	forbidden-path) echo x >lib.jar ;;
	document-manifest) echo "cache: {}" >>releases/prod.yaml ;;
	document-runbook) echo "version: 2" >>runbook.yaml ;;
	document-link) ln -sf ../free.txt releases/prod.yaml ;;
	document-log_twin) cp docs/deployments/2026-01-01.md docs/deployments/2026-01-01.MD ;;
	document-log_accent) mkdir "docs/$accent" && echo x >"docs/$accent/2026-01-01.md" ;;
	document-once_twin) echo x >docs/once/A ;;
	document-frozen_twin) echo x >plays/Proxy.yml ;;
	document-folder_link) ln -s plays docs/Deployments ;;
	document-log_link) ln -s ../../free.txt docs/deployments/2026-01-02.md ;;
	document-log_submodule) git update-index --add --cacheinfo "160000,$tip,docs/deployments/2026-01-02.md" && mkdir docs/deployments/2026-01-02.md ;;
	document-folder_of_logs_link) git rm -r -q --cached docs/deployments && rm -r docs/deployments && ln -s .. docs/deployments ;;
	document-managed_link) ln -sf ../free.txt docs/RUNBOOK.md ;;
	document-log_pointer) printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%064d\nsize 5\n' 7 >docs/deployments/2026-01-02.md ;;
	document-log_utf16) echo quiet | iconv -t UTF-16 >docs/deployments/2026-01-02.md ;;
	document-log_mark) printf '\357\273\277quiet\n' >docs/deployments/2026-01-02.md ;;
	document-log_latin1) printf 'r\351sum\351\n' >>docs/deployments/2026-01-01.md ;;
	document-log_folder) mkdir docs/deployments/2026-01-03.md && echo x >docs/deployments/2026-01-03.md/x ;;
	document-log_folder_twin) mkdir docs/deployments/2026-01-03.MD && echo x >docs/deployments/2026-01-03.MD/x ;;
	document-checkpoint_file) echo x >docs/checkpoints/2026-01-02-two ;;
	*) return 1 ;;
	esac
}
# put_banner FILE
put_banner () {
	{ printf '%s\n' "$banner" && cat "$1"; } >banner.new && mv banner.new "$1"
}
good_cases='
sealed other_folder
append-only appended
document log_utf8
document twin_elsewhere
locked other_play
frozen banner
deprecation moved
no-delete free
unpinned other_part
drift note
drift no_pins
completion text
contradiction open
reference link
identity renamed
forbidden comment
document key
document beside_places
'
good () {
	case $1-$2 in
	sealed-other_folder) mkdir -p notes && echo x >notes/README.md ;;
	append-only-appended) printf '\n## later\n\nquiet\n' >>docs/deployments/2026-01-01.md && echo "- more" >>docs/RUNBOOK.md ;;
	locked-other_play) echo "- x" >>plays/web.yml ;;
	frozen-banner) put_banner plays/proxy.yml ;;
	deprecation-moved) git mv plays/spare.yml plays/deprecated/ && put_banner plays/deprecated/spare.yml ;;
	no-delete-free) git rm -q free.txt tools/six.sh ;;
	unpinned-other_part) printf 'extra:\n  enabled: false\n  image: TBD\n' >>releases/prod.yaml ;;
	drift-note) printf '\n## Note\n\nall quiet\n' >>"$log" ;;
	completion-text) sed -i 's/^# Runbook/# The runbook/' docs/RUNBOOK.md ;;
	contradiction-open) printf '# Cutover\n\n## Preparation\n\n- [x] backup\n- [ ] freeze\n' >docs/cutover.md ;;
	reference-link) printf '# Cutover\n\n- [ ] freeze, see [how](#cutover) and [what](RUNBOOK.md#known-state-append-only)\n' >docs/cutover.md ;;
	identity-renamed) sed -i 's/id: ONE,/id: UNO, was: ONE,/; /id: THREE,/d' runbook.yaml ;;
	forbidden-comment) echo "# never --log-driver=journald" >>plays/web.yml ;;
	document-log_utf8) printf '\303\251t\303\251\n' >docs/deployments/2026-01-02.md ;;
	document-twin_elsewhere) echo x >Free.txt ;;
	document-key) echo "spare: {image: TBD}" >>releases/prod.yaml ;;
	document-beside_places)
		mkdir docs/deployments/old.md docs/deployments/2026-01-03 && echo x >docs/deployments/old.md/x &&
			echo x >docs/deployments/2026-01-03/x && echo x >docs/checkpoints/2026-01-02-notes.md && echo x >docs/checkpoints/TWO
		;;
	drift-no_pins) printf 'link: https://git.example/e/x/commit/%040d\nsum: %064d\n' 3 3 >>releases/prod.yaml && printf 'version: 1\nhosts: [a.example, b.example]\nnote.x: free\nspare:\n  enabled: false\n  list: [e/x@sha256:%064d]\n' 3 >>releases/prod.yaml ;;
	*) return 1 ;;
	esac
}

# --- the doors -----------------------------------------------------------------------------------
# afresh: the work tree, main and the server as they were.
afresh () {
	rm -f .git/MERGE_HEAD && git reset -q --hard "$tip" && git clean -q -f -d &&
	git -C ../r.git update-ref refs/heads/main "$tip" && git fetch -q origin
}
# says RULE COMMAND...: the command fails, and names this rule.
says () {
	says_=$1
	shift
	if "$@" >../out 2>../err; then
		echo "not refused: $*" >&4
		return 1
	fi
	grep -q "^\(remote: \)\{0,1\}mcade: refused \[$says_\]" ../err && return 0
	sed 's/^/    /' ../err >&4
	return 1
}
# refused_not COMMAND...: says nothing against it.
refused_not () {
	"$@" >../out 2>../err || {
		sed 's/^/    /' ../err >&4
		return 1
	}
}
# in_merge: what is staged becomes part of a merge with `side`.
in_merge () {
	git merge -q --no-ff --no-commit side >&4 2>&4
}
made () { # made: commits all past the hooks
	git add -A && git commit -q -n -m made
}

seen=
echo "$bad_cases" | grep . >bad.list
while read -r rule what; do
	test_expect_success "$rule, $what: refused at receive" '
		cd r && afresh && bad $rule $what && made && says $rule git push -q --no-verify origin main
	' </dev/null
	test_expect_success "$rule, $what: refused at receive in a merge" '
		cd r && afresh && in_merge && bad $rule $what && made && says $rule git push -q --no-verify origin main
	' </dev/null
	case "$seen" in
	*" $rule "*) continue ;;
	esac
	seen="$seen $rule "
	test_expect_success "$rule, $what: refused at commit and at push" '
		cd r && afresh && bad $rule $what && git add -A && says $rule git commit -q -m x && made &&
		says $rule git push -q origin main
	' </dev/null
	test_expect_success "$rule, $what: refused at commit and at push in a merge" '
		cd r && afresh && in_merge && bad $rule $what && git add -A && says $rule git commit -q -m x && made &&
		says $rule git push -q origin main
	' </dev/null
	case $rule in
	sealed | append-only | deprecation | no-delete | forbidden)
		test_expect_success "$rule, $what: found by audit" '
			cd r && afresh && refused_not git mcade audit && bad $rule $what && made &&
			git update-ref refs/remotes/origin/main HEAD && refused git mcade audit --json >../out 2>../err && test_grep "\"rule\":\"$rule\"" ../out
		' </dev/null
		;;
	esac
done <bad.list

echo "$good_cases" | grep . >good.list
while read -r rule what; do
	test_expect_success "$rule, $what: allowed at commit, push and receive" '
		cd r && afresh && good $rule $what && git add -A && refused_not git commit -q -m good &&
		refused_not git push -q origin main
	' </dev/null
	test_expect_success "$rule, $what: allowed in a merge" '
		cd r && afresh && in_merge && good $rule $what && git add -A && refused_not git commit -q -m good &&
		refused_not git push -q origin main
	' </dev/null
done <good.list

test_expect_success 'the managed document in UTF-16: refused, and audit can go on to say so' '
	cd r && afresh && iconv -f UTF-8 -t UTF-16 docs/RUNBOOK.md >x && mv x docs/RUNBOOK.md && made &&
	says document git push -q --no-verify origin main && git revert --no-edit HEAD >&4 &&
	git update-ref refs/remotes/origin/main HEAD && refused git mcade audit --json >../out 2>../err &&
	test_grep "\"verdict\":\"fail\"" ../out
'

# --- merges that undo ----------------------------------------------------------------------------
# merge_of TREE PARENT...: a commit, its id printed.
merge_of () {
	tree_=$1
	shift
	parents_=
	for parent_; do
		parents_="$parents_ -p $parent_"
	done
	# shellcheck disable=SC2086 # several words
	git commit-tree $parents_ -m merge "$tree_"
}
# without PATH...: the tip's tree without them.
without () {
	git read-tree "$tip" && git rm -q -r -f --cached --ignore-unmatch -- "$@" >/dev/null && git write-tree && git read-tree "$tip"
}

test_expect_success 'an ancestor among the parents has no say' '
	cd r && afresh && old=$(git rev-list --max-parents=0 main) && echo x >>free.txt && made && child=$(git rev-parse HEAD) &&
	aside=$(git commit-tree -p $old -m aside $old^{tree}) &&
	for path in plays/deprecated/old.yml "${sealed%/*}" "$log"; do
		tree=$(without "$path") && for parents in "$tip $child $old" "$child $tip $aside" "$tip $old"; do
			m=$(merge_of $tree $parents) && says "no-delete\|sealed" git push -q --no-verify origin $m:refs/heads/main || return 1
		done
	done &&
	m=$(merge_of "$(without free.txt)" $tip $child $aside) && refused_not git push -q --no-verify origin $m:refs/heads/main
'

test_expect_success 'of several merge bases each one counts' '
	cd r && afresh && echo a >a.txt && made && a=$(git rev-parse HEAD) &&
	git reset -q --hard "$tip" && printf "%s\n- hosts: new\n" "$banner" >plays/deprecated/new.yml && made && b=$(git rev-parse HEAD) &&
	git read-tree $b && git update-index --add --cacheinfo 100644,$(git rev-parse $a:a.txt),a.txt && both=$(git write-tree) &&
	x=$(merge_of $both $a $b) && y=$(merge_of $both $b $a) &&
	git read-tree $both && git rm -q --cached plays/deprecated/new.yml && less=$(git write-tree) &&
	y2=$(git commit-tree -p $y -m "takes it away" $less) && git reset -q --hard $tip &&
	says no-delete git push -q --no-verify origin "$(merge_of $less $x $y)":refs/heads/main &&
	says no-delete git push -q --no-verify origin "$(merge_of $less $x $y2)":refs/heads/main &&
	refused_not git push -q --no-verify origin "$(merge_of $both $x $y)":refs/heads/main
'

test_expect_success 'the older side of a merge brings nothing back' '
	cd r && afresh && git rm -q plays/web.yml && git commit -q -n -m x && git reset -q --hard $tip &&
	printf "\n## later\n\nquiet\n" >>docs/deployments/2026-01-01.md && put_banner plays/proxy.yml && made && new=$(git rev-parse HEAD) &&
	other=$(git rev-parse side) && git read-tree $new && git update-index --add --cacheinfo 100644,$(git rev-parse side:side.txt),side.txt &&
	honest=$(git write-tree) && git update-index --cacheinfo 100644,$(git rev-parse $tip:plays/proxy.yml),plays/proxy.yml && thawed=$(git write-tree) &&
	git reset -q --hard $new &&
	says append-only git push -q --no-verify origin "$(merge_of $other^{tree} $new $other)":refs/heads/main &&
	says frozen git push -q --no-verify origin "$(merge_of $thawed $new $other)":refs/heads/main &&
	refused_not git push -q --no-verify origin "$(merge_of $honest $new $other)":refs/heads/main
'

test_expect_success 'a merge of more parents than the limit is refused by its name' '
	cd r && afresh && parents= && for i in $(seq 40); do
		parents="$parents $(git commit-tree -p $tip -m $i $tip^{tree})" || return 1
	done && m=$(merge_of $tip^{tree} $parents) && ! git push -q --no-verify origin $m:refs/heads/main 2>../err &&
	test_grep "40 parents, more than 32" ../err
'

# --- what was forged where no hook stood ---------------------------------------------------------
test_expect_success 'the ledger has its text back through every door, and nothing else has' '
	cd r && afresh && cp "$log" ../true.md && cp "$sealed" ../sealed.md &&
	sed -i "s/^- by: .*/- by: eve/" "$log" && echo forged >>"$sealed" && chmod +x "$sealed" &&
	printf "\n%s\n## TWO complete in prod\n" "$(echo "$cite" | sed "s/mcade ..../mcade 0000/")" >>"$log" && made &&
	! cmp -s "$log" ../true.md && forged=$(git rev-parse HEAD) &&
	git -C ../r.git fetch -q ../r $forged && git -C ../r.git update-ref refs/heads/main $forged && git fetch -q origin &&
	sed -i "s/eve/mal/" "$log" && git add -A && says "append-only\|drift" git commit -q -m x && made &&
	says "append-only\|drift" git push -q origin main && says "append-only\|drift" git push -q --no-verify origin main &&
	git reset -q --hard $forged && cp ../true.md "$log" && cp ../sealed.md "$sealed" && chmod -x "$sealed" && git add -A &&
	refused_not git commit -q -m "as the ledger has it" && refused_not git push -q origin main &&
	[ "$(git -C ../r.git rev-parse main)" = "$(git rev-parse HEAD)" ] && afresh
'

# --- since ---------------------------------------------------------------------------------------
# all_bad: what six rules with `since` refuse, at once.
all_bad () {
	echo "- x" >>plays/proxy.yml && git rm -q plays/spare.yml && sed -i "s/- begun/- never/" docs/RUNBOOK.md &&
	echo twice >docs/once/a && echo x >lib.jar && echo "- command: podman run --log-driver=journald x" >>plays/web.yml &&
	echo "- hosts: new" >plays/deprecated/new.yml && git add -A
}
# adopt_since SINCE: adopted anew, with that on every policy; published.
adopt_since () {
	write_runbook "$1" >runbook.new && sed -i "/^version/a\\
ledger: $(git config mcade.ledgerId)" runbook.new && mv runbook.new runbook.yaml && git add -A && git commit -q -n -m "since $1" && tick &&
	git push -q --no-verify origin main 2>&4 && git mcade adopt >&4 2>&4 && tick && git mcade sync >&4 2>&4
}

test_expect_success 'setup: a commit aside, from before what it breaks was forbidden' '
	new_repo s && bare_remote s.git s && cd s && echo begun >README && git add -A && git commit -q -m begin && tick && write_project &&
	git add -A && git commit -q -m base && tick && git mcade init >&4 2>&4 && git add -A && git commit -q -m ledger && tick &&
	git switch -q -c aside && all_bad && git commit -q -n -m "once allowed" && git switch -q main && tick &&
	twin=$(git commit-tree -p main -m "the same, later" aside^{tree}) && git update-ref refs/heads/twin $twin &&
	adopt_since "$(git rev-parse aside)" &&
	( cd ../s.git && git mcade hooks install --expect-genesis "$(git -C ../s config mcade.ledgerId)" >/dev/null )
'

test_expect_success 'since a commit: what is reachable from it is free, the same elsewhere is not' '
	cd s && for rule in frozen no-delete append-only sealed forbidden deprecation; do
		says $rule git push -q --no-verify origin twin:refs/heads/release || return 1
	done && refused_not git push -q --no-verify origin aside:refs/heads/release
'

test_expect_success 'and what comes after it is bound, whatever its dates' '
	cd s && git switch -q -c release aside && echo "- y" >>plays/proxy.yml && git add -A &&
	says frozen git commit -q -m x && GIT_AUTHOR_DATE="1000000000 +0000" GIT_COMMITTER_DATE="1000000000 +0000" git commit -q -n -m x &&
	says frozen git push -q origin release && says frozen git push -q --no-verify origin release &&
	git switch -q main
'

test_expect_success 'since a commit that is not here: from the beginning' '
	cd s && adopt_since aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa && echo "- z" >>plays/proxy.yml && git add -A &&
	says frozen git commit -q -m x && git commit -q -n -m x && says frozen git push -q --no-verify origin main &&
	git reset -q --hard origin/main
'

test_expect_success 'since a day that is past: whatever a commit says of its age' '
	cd s && adopt_since 2024-06-01 && echo "- z" >>plays/proxy.yml && git add -A && says frozen git commit -q -m x &&
	GIT_AUTHOR_DATE="1000000000 +0000" git commit -q -n -m x && says frozen git push -q --no-verify origin main &&
	git reset -q --hard origin/main
'

test_expect_success 'since a day to come: when the clock has passed it' '
	cd s && adopt_since 2099-01-01 && echo "- z" >>plays/proxy.yml && git add -A && refused_not git commit -q -m x &&
	git reset -q --hard HEAD~ && echo "- z" >>plays/proxy.yml && git add -A &&
	says frozen env MCADE_CLOCK=4070995200 git commit -q -m x
'

test_done
