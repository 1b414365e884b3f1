#!/bin/sh
test_description='what ran is what is judged: true output, every recap, paths in the middle, and files that have run'
test_story=yes
. "${0%/*}/lib.sh"
be_person owner
new_repo r || exit 1

# play TEXT: what the step's file prints; committed.
play () {
	printf '%s\n' "$1" >play.sh && tick && git commit -qam play
}
# ends RESULT: the last finish or verify.
ends () {
	git log -1 --format=%B mcade/ledger >../last && test_grep "^Mcade-$1: $2" ../last
}
recap='PLAY RECAP *****\nweb-01 : ok=2 changed=1 unreachable=0 failed=%s skipped=0\n\n'

test_expect_success 'setup' '
	cd r && cat >runbook.yaml <<-EOT && echo true >play.sh && echo "web: {image: TBD}" >m.yaml &&
	version: 1
	name: ran
	ledger: 0
	governed: [refs/heads/main]
	environments: [{id: lab, manifest: m.yaml}]
	records: {log: "log/\${{ date }}.md"}
	steps:
	- id: STATE
	  uses: play.sh
	  run: [sh, play.sh]
	  pins: []
	  restore: {match: "Restore path: ([^\"\\\\s]+)"}
	  verify: [{id: up, run: "cat up", expect: {stdout: "^up\$"}, capture: {WORD: "(u.)"}}]
	- id: PLAYS
	  needs: []
	  uses: play.sh
	  run: [sh, play.sh]
	  pins: []
	  changes_state: false
	  recap: {format: ansible, failed: 0}
	EOT
	git add -A && git commit -qm files && git mcade init --no-hooks >../out 2>&1 &&
	sed -i "s/^ledger: 0/ledger: $(git config mcade.ledgerId)/; s/stdout: \"^up\\$\"/stdout: up/" runbook.yaml && git commit -qam ours && git mcade adopt >../out 2>&1
'
test_expect_success 'colours and what was written over do not decide: the path, the check, the capture' '
	cd r && play "printf \"\\033[1mRestore\\033[0m path: /wrong\\rRestore path: /var/\\033[32mone\\033[0m\\n\"; printf \"\\033[32mdown\\rup\\033[K\\033[0m\\n\" >up" &&
	git mcade run STATE >../out 2>&1 && ends Restore /var/one && git mcade verify STATE >../out 2>&1 && ends Verdict pass
'
test_expect_success 'colours do not hide a failure either' '
	cd r && printf "\\033[31mnot up\\033[0m\\n" >up && ! git mcade verify STATE >../out 2>&1 && ends Verdict fail
'
test_expect_success 'a path in the middle of more than is kept is found, and the last one counts' '
	cd r && play "yes one line of a long log | head -n 300000; echo Restore path: /var/middle; yes another line of a long log | head -n 300000; echo up >up" &&
	git mcade run STATE >../out 2>&1 && ends Restore /var/middle &&
	play "echo Restore path: /var/first; echo Restore path: /var/second; echo up >up" && git mcade run STATE >../out 2>&1 && ends Restore /var/second
'
test_expect_success 'every recap counts: one that failed is enough, wherever it stands' '
	cd r && play "printf \"$(printf "$recap$recap" 0 0)\"" && git mcade run PLAYS >../out 2>&1 && ends Result ok &&
	for plays in "1 0" "0 1"; do
		play "printf \"$(printf "$recap$recap" $plays)\"" && ! git mcade run PLAYS >../out 2>&1 && ends Result failed || return 1
	done
'
test_expect_success 'a recap of another callback is no recap: said, and not a success' '
	cd r && play "echo {\\\"stats\\\": {\\\"web-01\\\": {\\\"failures\\\": 0}}}" && ! git mcade run PLAYS >../out 2>&1 && ends Result failed && test_grep "recap" ../out
'
test_expect_success 'verified after the file changed: the new one never ran here, and only a run mends it' '
	cd r && play "echo Restore path: /var/third; echo up >up" && git mcade run STATE >../out 2>&1 && git mcade verify STATE >../out 2>&1 && test_grep ! "only another run" ../out &&
	play "echo Restore path: /var/fourth; echo up >up" && git mcade verify STATE >../out 2>&1 && ends Verdict pass && test_grep "play.sh changed since it ran" ../out && test_grep "only another run" ../out &&
	refused git mcade complete STATE --json >../out && test_grep "\"rule\":\"completion\"" ../out && git mcade next >../out && test_grep "git mcade run STATE" ../out &&
	git mcade run STATE >../out 2>&1 && git mcade verify STATE >../out 2>&1 && test_grep ! "only another run" ../out && git mcade complete STATE >../out 2>&1
'
test_expect_success 'what is verified is the commit that ran, whatever was committed since' '
	cd r && tick && cat >>runbook.yaml <<-EOT && git commit -qam "a version" && git mcade adopt >../out 2>&1 &&
	- id: VERSION
	  needs: []
	  run: git rev-parse HEAD >../version
	  changes_state: false
	  pins: []
	  verify: [{id: version, run: cat ../version, expect: "\${{ git.sha }}"}]
	EOT
	git mcade run VERSION >../out 2>&1 && ends Result ok && tick && git commit -q --allow-empty -m "a record" && git mcade verify VERSION >../out 2>&1 && ends Verdict pass &&
	git rev-parse HEAD >../version && refused git mcade verify VERSION >../out 2>&1 && ends Verdict fail &&
	git mcade run VERSION >../out 2>&1 && ends Result ok && git mcade verify VERSION >../out 2>&1 && ends Verdict pass
'
test_done
