#!/bin/sh
test_description='an id that is given to another step: refused alike at each door and by adopt, with was as the way'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-hooks.sh"
be_person owner

rules () {
	printf '%s\n' 'version: 1' 'name: r' "ledger: $(git config mcade.ledgerId)" 'governed: [refs/heads/main]' 'environments:' \
		'- {id: prod, live: true}' 'records: {runbook: docs/RUNBOOK.md}' 'steps:' "$@" >runbook.yaml
}
listed () {
	printf '# R\n\n| id | task | status |\n|---|---|---|\n' >docs/RUNBOOK.md && printf '| %s |\n' "$@" >>docs/RUNBOOK.md
}

test_expect_success 'setup: REL-01 is claimed complete and accepted; one remote with our hook, one without' '
	new_repo r && bare_remote r.git r && git init -q --bare -b main open.git && cd r && mkdir docs && git mcade init &&
	listed "REL-01 | stop the proxy | done" "REL-02 | start the proxy | todo" "REL-03 | copy the index | todo" &&
	rules "- {id: REL-01, title: stop the proxy}" "- {id: REL-02, title: start the proxy}" "- {id: REL-03, title: copy the index}" &&
	echo "- {step: REL-01, environment: prod, claim: complete, path: docs/RUNBOOK.md, line: 5, raw: x}" >runbook.claims.yaml &&
	git add -A && git commit -q -n -m rules && tick && git push -q --no-verify origin main && git mcade adopt --accept-claims &&
	git mcade sync && git tag good && git remote add open ../open.git && git push -q --no-verify open main mcade/ledger &&
	git mcade check --staged && ( cd ../r.git && git mcade hooks install --expect-genesis "$(git -C ../r config mcade.ledgerId)" )
'

# at_doors: what stands in the work tree is refused at all of them as identity, and the commit stays as HEAD
at_doors () {
	git add -A && refused git commit -q -m x 2>../err && test_grep "refused \[identity\]" ../err && git commit -q -n -m x && tick &&
	refused git push -q open main 2>../err && test_grep "refused \[identity\]" ../err &&
	refused git push -q --no-verify origin main 2>../err && test_grep "remote: mcade: refused \[identity\]" ../err &&
	refused git mcade check --range good..HEAD >../out && test_grep identity ../out && at_history
}
# told: "rule commit path" of each finding on standard input
told () {
	perl -MJSON::PP -e 'local $/; print map { join(" ", map { $_ // "-" } @{$_}{qw(rule commit path)}) . "\n" } @{decode_json(<STDIN>)->{findings}}'
}
# at_history: what stands at HEAD is told by those who read what came in, with the commit that brought it last
at_history () {
	brought=$(git log -1 --format=%H -- runbook.yaml docs) && refused git mcade lint --json --all >../json && told <../json >../out &&
	test_grep "^identity $brought " ../out && refused git mcade check --history --json >../json && told <../json >../out && test_grep "^identity $brought " ../out
}
# at_rest: of names they tell nothing
at_rest () {
	{ git mcade lint --json --all >../json || [ $? -le 2 ]; } && told <../json >../out && test_grep ! "^identity" ../out &&
	{ git mcade check --history --json >../json || [ $? -le 2 ]; } && told <../json >../out && test_grep ! "^identity" ../out
}
# at_adopt: nor is it adopted, once it came past them; everything is as it was afterwards
at_adopt () {
	git push -q --no-verify open main && git config mcade.remote open && refused git mcade adopt 2>../err && test_grep "\[identity\].*\(names another step now\|history\)" ../err &&
	git config --unset mcade.remote && git reset -q --hard good && git push -q -f --no-verify open main
}

# another WHAT STEP...: of runbook.yaml
another () {
	what=$1 && shift && printf "%s\n" "$@" >steps
	test_expect_success "runbook.yaml: $what" '
		cd r && sed "/^- {id: REL/d" runbook.yaml >../y && cat ../y ../steps >runbook.yaml && at_doors && at_adopt
	'
}
another 'titles change places' '- {id: REL-01, title: start the proxy}' '- {id: REL-02, title: stop the proxy}' '- {id: REL-03, title: copy the index}'
another 'ids change places' '- {id: REL-02, title: stop the proxy}' '- {id: REL-01, title: start the proxy}' '- {id: REL-03, title: copy the index}'
another 'ids go round' '- {id: REL-03, title: stop the proxy}' '- {id: REL-01, title: start the proxy}' '- {id: REL-02, title: copy the index}'
another 'an id is renamed onto one that is there' '- {id: REL-01, title: start the proxy}' '- {id: REL-03, title: copy the index}'
another 'a step goes, and its id is used again' '- {id: REL-01, title: tell customers}' '- {id: REL-02, title: start the proxy}' '- {id: REL-03, title: copy the index}'
another 'a new step that says it was it, beside it' '- {id: REL-01, title: stop the proxy}' '- {id: REL-04, was: REL-01, title: tell customers}' '- {id: REL-02, title: start the proxy}' '- {id: REL-03, title: copy the index}'
another 'a title with the id of the step that had it' '- {id: REL-01, title: REL-02 start the proxy}' '- {id: REL-04, title: stop the proxy}' '- {id: REL-03, title: copy the index}'
another 'it is dropped' '- {id: REL-02, title: start the proxy}' '- {id: REL-03, title: copy the index}'

test_expect_success 'the document: ids change places, and their marks with them' '
	cd r && listed "REL-02 | stop the proxy | todo" "REL-01 | start the proxy | done" "REL-03 | copy the index | todo" && at_doors &&
	git reset -q --hard good
'
test_expect_success 'titles that changed places and back again are told no more, nor is what was never adopted' '
	cd r && sed "s/title: stop the proxy/title: start X/; s/title: start the proxy/title: stop the proxy/; s/start X/start the proxy/" runbook.yaml >../y && cp ../y runbook.yaml &&
	git commit -q -n -a -m swapped && tick && echo "# what follows" >>runbook.yaml && git commit -q -n -a -m later && tick && at_history &&
	git checkout -q good -- runbook.yaml && git commit -q -n -m back && tick && at_rest && git reset -q --hard good && at_rest
'
test_expect_success 'a step that is split, and another wording, are ordinary commits' '
	cd r && sed -i "s/title: stop the proxy/title: stop and drain the queue/; \$a - {id: REL-09, title: look whether it is empty}" runbook.yaml &&
	listed "REL-01 | stop and drain the queue | done" "REL-02 | start the proxy | todo" "REL-03 | copy the index | todo" "REL-09 | look whether it is empty | todo" &&
	git add -A && git commit -q -m split && git push -q origin main && git mcade adopt && git mcade sync && git tag -f good && tick && at_rest
'
test_expect_success 'steps of several lines: the id stands there as before, and the title under it is of another' '
	cd r && perl -pe "s/^- \{id: (\S+), title: (.*)\}/- id: \$1\n  title: \$2/" runbook.yaml >../y && cp ../y runbook.yaml && git commit -q -a -m lines && git tag lines && tick && at_rest &&
	sed -i "s/title: stop and drain the queue/title: start X/; s/title: start the proxy/title: stop and drain the queue/; s/start X/start the proxy/" runbook.yaml && at_doors && git reset -q --hard good
'
test_expect_success 'with was the ids change places, in both files and one commit, and the claim goes along' '
	cd r && sed "/^- {id: REL/d" runbook.yaml >../y && { cat ../y && printf "%s\n" "- {id: REL-02, was: REL-01, title: stop and drain the queue}" \
		"- {id: REL-01, was: REL-02, title: start the proxy}" "- {id: REL-03, title: copy the index}" "- {id: REL-09, title: look whether it is empty}"; } >runbook.yaml &&
	sed -i "s/REL-01/REL-0X/; s/REL-02/REL-01/; s/REL-0X/REL-02/" docs/RUNBOOK.md && sed -i "s/REL-01/REL-02/" runbook.claims.yaml &&
	git add -A && git commit -q -m swapped && git push -q origin main && git mcade adopt && git mcade sync && tick &&
	git mcade show REL-02 --env prod >../out && test_grep "claim" ../out && git mcade show REL-01 --env prod >../out && test_grep ! "claimed" ../out &&
	echo >>docs/RUNBOOK.md && git commit -q -a -m after && git push -q origin main && git mcade audit --cold && at_rest
'
test_expect_success 'an id before each title is no part of it: swapped behind it they are swapped' '
	cd r && sed -i "s/{id: \(REL-0.\), \(.*\)title: /{id: \1, \2title: \1 /" runbook.yaml && test_grep "title: REL-02 stop and drain" runbook.yaml && git commit -q -a -m ids && git push -q origin main && git mcade adopt && git mcade sync && git tag -f good && tick && git push -q --no-verify open main mcade/ledger &&
	sed -i "s/REL-02 stop and drain the queue/REL-02 start the proxy/; s/REL-01 start the proxy/REL-01 stop and drain the queue/" runbook.yaml && at_doors && at_adopt
'
test_expect_success 'and ids that change places, each before the title of the other then' '
	cd r && git reset -q --hard good && sed -i "s/{id: REL-01/{id: REL-0X/; s/{id: REL-02/{id: REL-01/; s/{id: REL-0X/{id: REL-02/; s/was: REL-0., //" runbook.yaml && test_grep "id: REL-01, .*title: REL-02 stop and drain" runbook.yaml && at_doors && at_adopt
'
test_done
