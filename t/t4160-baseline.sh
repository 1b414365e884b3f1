#!/bin/sh
test_description='baselines: what was seen where a release was watched first is the limit for later, path by path'
# shows: E21 E33
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-swept.sh"
. "$SOURCE_DIR/t/lib-acts.sh"

runbook () {
	log_head baselines && cat <<-EOT
	environments:
	- {id: shadow, record_baseline: {id: normal, check: snapshot}}
	- {id: canary, promote: {after: [shadow]}, verify: [{use: calm}]}
	- {id: full, promote: {after: [canary]}}
	defaults: {timeout: 20s, changes_state: false}
	order: needs
	secrets: [OBS_TOKEN]
	checks:
	- {id: snapshot, run: '$PERL_SHOWS', expect: {json: {\$.errors: {type: object}}}}
	- {id: calm, run: sh ../say.sh, expect: {json: {'\$.errors.*': {lt: {baseline: normal, factor: 2, floor: 5}}}}}
	steps:
	- {id: WATCH, run: 'true', pins: [], verify: [{id: ready, run: test ! -e ../down}, {use: snapshot}]}
	- {id: AFTER, environments: [canary], needs: [], run: 'true', pins: [], verify: [{use: calm}]}
	gates:
	- {id: calm_enough, checks: [{use: calm}]}
	- {id: twice, checks: [{use: calm, id: watched, analysis: {initial_delay: 1s, interval: 1s, count: 5, failure_limit: 5, consecutive_success_limit: 2, consecutive_failure_limit: 2}}]}
	rollbacks:
	- {id: back, run: 'true', verify: [{id: ok, run: 'true'}], triggers: [{use: calm}]}
	EOT
}
PERL_SHOWS='cat ../now.json'
OBS_TOKEN=quiet-juniper-7a
export OBS_TOKEN
now () { # now ERRORS: what the service says from here on
	printf '{"errors": %s, "key": "%s"}\n' "$1" "$OBS_TOKEN" >"$TRASH/now.json"
}
decides () { # decides STATUS ERRORS: calm_enough in canary says so of them; the answer is in out
	now "$2" && tick && expect_status "$1" git mcade gate calm_enough --env canary --json >out 2>err && save decided
}
kept () { # kept: the JSON of the newest event's baseline, as it is stored
	sha=$(field Baseline | sed 's/^[^ ]* sha256:\([0-9a-f]*\) .*/\1/') && git cat-file blob "mcade/evidence/2026:$(echo "$sha" | cut -c1-2)/$(echo "$sha" | cut -c3-)" 2>/dev/null || git cat-file blob "mcade/evidence/2026:$(echo "$sha" | cut -c1-2)/$sha"
}

test_expect_success 'setup' '
	printf "%s\\n" "test -s ../samples || exec cat ../now.json" "sed q ../samples && sed -i.bak 1d ../samples" >say.sh && adopted
'
test_expect_success 'no baseline: nobody can tell, and that is no pass' '
	cd r && decides 2 "{\"login\": 1}" && test "$(json "\$j->{verdict}" out)" = INCONCLUSIVE && test "$(json "map { \$_->{result} } @{\$j->{checks}}" out)" = inconclusive && test_grep "none was recorded" out && test -z "$(field Baseline)" && decides 1 "{}"
'
test_expect_success 'a verification that fails leaves none, and one of uncommitted files neither' '
	cd r && now "{\"login\": 100}" && >../down && tick && expect_status 1 git mcade run WATCH --env shadow 2>err && rm ../down && save ran && test -z "$(field Baseline)" && decides 2 "{\"login\": 1}" &&
	echo other >.gitignore && now "{\"login\": 100}" && tick && git mcade run WATCH --env shadow >../run.log 2>&1 && test "$(field Result) $(field Baseline)" = "ok " && git checkout -q .gitignore && save ran && decides 2 "{\"login\": 1}" &&
	now "{\"login\": 100}" && tick && git mcade verify WATCH --env shadow 2>err && save verified && test "$(field Verdict) $(field Baseline)" = "pass " && decides 2 "{\"login\": 1}"
'
test_expect_success 'a verification that passes leaves it: signed, by what was seen, without a secret' '
	cd r && now "{\"login\": 4, \"reply\": 20}" && tick && git mcade run WATCH --env shadow 2>err && save ran && test "$(field Event)" = finish && field Baseline | grep -q "^normal sha256:[0-9a-f]* sha256:[0-9a-f]*$" && git verify-commit $LEDGER 2>err && kept >../kept.json &&
	test "$(sha256sum <../kept.json | cut -d" " -f1)" = "$(field Baseline | cut -d: -f2 | cut -d" " -f1)" && test "$(json "@{\$j->{errors}}{qw(login reply)}, \$j->{key}" ../kept.json)" = "4 20 ***"
'
test_expect_success 'below it times the factor, and below the floor: go; doubled, or new and above the floor: no go' '
	cd r && decides 0 "{\"login\": 7, \"reply\": 39, \"booking\": 4}" && test "$(field Baseline)" = "$(git log -1 --grep="Mcade-Event: finish" --format=%B $LEDGER | sed -n "s/^Mcade-Baseline: //p")" &&
	decides 1 "{\"login\": 8, \"reply\": 20}" && decides 1 "{\"login\": 4, \"booking\": 5}" && test "$(json "map { \$_->{found} } @{\$j->{checks}}" out)" = 5 && test_grep "lt 5 .*normal" out && decides 0 "{\"login\": 4}"
'
test_expect_success 'what compares elsewhere: a verification, a trigger, what the source of a promotion is asked' '
	cd r && now "{\"login\": 8}" && git mcade complete WATCH --env shadow 2>err && save done && refused git mcade promote --env canary 2>err && test_grep "errors.login: expected lt 8 .*normal.*found 8" err && now "{\"login\": 7}" && git mcade promote --env canary 2>err && save promoted && now "{\"login\": 8}" && tick && expect_status 1 git mcade run AFTER --env canary 2>err && save ran && expect_status 1 git mcade rollback --check --env canary >out 2>err &&
	now "{\"login\": 7}" && tick && git mcade run AFTER --env canary 2>err && save ran && git mcade complete AFTER --env canary && save done && git mcade rollback --check --env canary >out 2>err && git mcade run WATCH --env canary 2>err && save ran && git mcade complete WATCH --env canary 2>err && save done && test -z "$(field Baseline)" &&
	now "{\"login\": 8}" && before=$(tip) && refused git mcade promote --env full 2>err && test_grep "calm" err && test "$(tip)" = "$before" && now "{\"login\": 7}" && git mcade promote --env full && save promoted
'
test_expect_success 'a later verification leaves a newer one, and that is what counts' '
	cd r && now "{\"login\": 10}" && tick && git mcade verify WATCH --env shadow 2>err && save verified && test "$(field Event)" = verify && field Baseline | grep -q "^normal " && decides 0 "{\"login\": 19}" && decides 1 "{\"login\": 20}"
'
watches () { # watches STATUS LEFT ERRORS...: the gate says so of these samples, of which so many are not asked
	status_=$1 left_=$2 && shift 2 && printf '{"errors": {"login": %s}}\n' "$@" >../samples && tick && expect_status "$status_" git mcade gate twice --env canary --json >out 2>err && save decided && test "$(wc -l <../samples)" -eq "$left_"
}
test_expect_success 'two calm samples in a row go, two others do not, and nothing is asked once it is known; neither is open' '
	cd r && watches 0 1 30 7 7 9 && watches 1 1 7 30 30 7 && watches 2 0 7 30 7 30 7 && test "$(json "map { \$_->{attempts} } @{\$j->{checks}}" out)" = 5
'
test_expect_success 'what cannot be compared with is open: bytes that are not here, or are others' '
	cd r && git update-ref refs/keep mcade/evidence/2026 && git update-ref -d refs/heads/mcade/evidence/2026 && now "{\"login\": 1}" && tick && expect_status 2 git mcade rollback --check --env canary >out 2>&1 && test_grep "not here" out &&
	kept=$(git log -1 --grep="Mcade-Event: verify" --format=%B $LEDGER | sed -n "s/^Mcade-Baseline: [^ ]* sha256:\([0-9a-f]*\) .*/\1/p") && path=$(git ls-tree -r --name-only refs/keep | grep "${kept#??}") && echo "{\"errors\": {\"login\": 1000}}" >../loose &&
	GIT_INDEX_FILE=.git/other git read-tree refs/keep && GIT_INDEX_FILE=.git/other git update-index --cacheinfo "100644,$(git hash-object -w ../loose),$path" && git update-ref refs/heads/mcade/evidence/2026 "$(git commit-tree -m other "$(GIT_INDEX_FILE=.git/other git write-tree)")" && tick && expect_status 2 git mcade rollback --check --env canary >out 2>&1 && test_grep "not what was signed" out &&
	git update-ref refs/heads/mcade/evidence/2026 refs/keep && git mcade rollback --check --env canary >out 2>err
'
test_expect_success 'an answer that is no JSON is no baseline, and so no verification' '
	cd r && sed "s/expect: {json: {.\\.errors: {type: object}}}/expect: {exit: 0}/" runbook.yaml >../next && cp ../next runbook.yaml && save looser && git mcade adopt 2>err && echo "all is well" >../now.json && tick && expect_status 1 git mcade verify WATCH --env shadow 2>err && save verified && test -z "$(field Baseline)" && test_grep "snapshot" err
'
test_expect_success 'nor is what another text asked: until it is asked again nobody can tell' '
	cd r && decides 2 "{\"login\": 1}" && test_grep "asked something else" out && now "{\"login\": 2}" && tick && git mcade verify WATCH --env shadow 2>err && save verified && decides 0 "{\"login\": 4}"
'
test_expect_success 'a runbook that records what nobody asks, or compares with what nobody records, is refused' '
	cd r && adopts_not "s/, {use: snapshot}//" "record_baseline" && adopts_not "s/check: snapshot}/check: snapshut}/" "snapshut" && adopts_not "s/baseline: normal, f/baseline: other, f/" "other" && adopts_not "s/factor: 2/factor: -2/" "below 0" &&
	adopts_not "s/id: ready, run: test ! -e ..\/down/&, expect: {stdout: {lt: {baseline: normal}}}/" "path by path" && adopts_not "s/id: ready, run: test ! -e ..\/down/&, when: {environment.id: {eq: {baseline: normal}}}/" "path by path" && adopts_not "s/{id: canary, /&record_baseline: {id: normal, check: snapshot}, /" "twice"
'
test_expect_success 'the record passes the audit' 'cd r && git mcade audit --cold >out && asked 0 audit --cold'
test_done
