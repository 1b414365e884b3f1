#!/bin/sh
test_description='a script that a document or runbook.yaml names, and a commit deletes: at the doors, in lint, in check --history'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
be_person owner

# told COMMAND...: "path:line" of what is taken away
told () {
	"$@" --json >../json || [ $? = 1 ]
	tr "{" "\n" <../json | grep "is taken away" | sed 's/.*"path":"\([^"]*\)","line":\([0-9]*\).*/\1:\2/' | sort -u
}
# both WHAT: lint and check --history say that and nothing else
both () {
	[ "$(told git mcade lint --all)" = "$1" ] && [ "$(told git mcade check --history)" = "$1" ]
}

test_expect_success 'setup: two done steps in one folder, one open, one that removes a file' '
	new_repo r && cd r && mkdir docs tools old && for f in backup switch later; do echo "echo $f" >tools/$f.sh; done && echo x >old/x.sh &&
	cat >docs/RUNBOOK.md <<-\EOF &&
	# R

	1. 🟩 PLAT_01 back up

	   ```
	   sh ./tools/backup.sh --all
	   ```
	2. 🟩 PLAT_02 delete `old/x.sh`
	3. 🟨 PLAT_03 later: `sh tools/later.sh`
	EOF
	git add -A && git commit -q -m base && both ""
'
test_expect_success 'what nobody names, and what a step removed, may go' '
	cd r && git rm -q -r tools/switch.sh old && git commit -q -m "old things" && both ""
'
test_expect_success 'what a step runs is told, also where its folder goes, until it is back' '
	cd r && git rm -q -r tools && git commit -q -m "tools go" && both "docs/RUNBOOK.md:6
docs/RUNBOOK.md:9" && git checkout -q HEAD~1 -- tools &&
	git commit -q -m "tools are back" && both "" && git rm -q tools/backup.sh && git commit -q -m again && both "docs/RUNBOOK.md:6" &&
	sed -i "s,./tools/backup.sh,ops backup," docs/RUNBOOK.md && git commit -q -a -m "the document follows" && both ""
'
test_expect_success 'under a runbook in force a commit is refused for it' '
	cd r && git checkout -q -b ruled main~4 && { git mcade import --env prod docs/RUNBOOK.md >/dev/null 2>&1 || :; } && git mcade init >/dev/null 2>&1 &&
	sed -i "s,refs/heads/main,refs/heads/ruled," runbook.yaml && git add -A && git commit -q -n -m rules && git mcade adopt --accept-claims >/dev/null 2>&1 &&
	git rm -q tools/backup.sh && refused git commit -q -m x 2>../err && test_grep "refused \[reference\] docs/RUNBOOK.md" ../err &&
	git commit -q -n -m x && both "docs/RUNBOOK.md:6"
'
test_expect_success 'and for what runbook.yaml runs, also where nothing governed is touched' '
	cd r && git reset -q --hard HEAD~1 && echo "echo go" >tools/go.sh && sed -i "s,^- id: PLAT_03.*,&\n  run: ./go.sh --all\n  cwd: tools," runbook.yaml &&
	git add -A && git commit -q -n -m go && git mcade adopt >../out 2>&1 && both "" && echo x >x && git add x && git commit -q -m x && git rm -q tools/go.sh &&
	refused git commit -q -m y 2>../err && test_grep "refused \[reference\] runbook.yaml: .tools/go.sh. is taken away" ../err &&
	git commit -q -n -m y && both "runbook.yaml:$(sed -n "/^- id: PLAT_03/=" runbook.yaml)"
'
test_done
