#!/bin/sh
test_description='--json: every command, every outcome, held against schemas/output/'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-small.sh"
. "$SOURCE_DIR/t/lib-motorcade.sh"
. "$SOURCE_DIR/t/lib-json.sh"

validate=$TEST_BIN/t/helper/validate
[ -x "$validate" ] || validate=$SOURCE_DIR/build/t/helper/validate

# all_conform: what was printed since the last call.
all_conform () {
	for file in "$SHOTS"/*.json; do
		[ ! -e "$file.seen" ] || continue
		"$validate" "$(schema_of "$file")" "$file" || { cat "$file"; return 1; }
		: >"$file.seen"
	done
}

test_expect_success 'a command takes --json exactly where it names a schema, which is there' '
	git mcade help --json >rows && perl -MJSON::PP -0777 -ne "
		for (@{decode_json(\$_)->{commands}}) {
			my \$json = grep { \$_->{name} eq q(json) } @{\$_->{options}};
			print qq(\$_->{name}: result and --json do not agree\n) if !\$json != !defined \$_->{result};
			print qq(\$_->{name}: no schema \$_->{result}\n) if \$json && ! -f qq(\$ENV{SOURCE_DIR}/schemas/output/\$_->{result}.yaml);
			print STDERR qq(\$_->{name}\n) if \$json;
		}" rows >wrong 2>takers && test_line_count 0 wrong && [ "$(wc -l <takers)" -gt 30 ]
'

test_expect_success 'a definition that several schemas share is the same in all of them' '
	awk "FNR == 1 { on = 0 }
	     /^\\\$defs:/ { on = 1; next }
	     on && /^  [a-z]+:/ { name = \$1; if (name == \"list:\" || name == \"export:\" || name == \"act:\") name = FILENAME name; text[FILENAME, name] = \"\"; names[name] = 1; files[FILENAME] = 1 }
	     on { text[FILENAME, name] = text[FILENAME, name] \$0 \"\\n\" }
	     END { for (n in names) { first = \"\"; for (f in files) if ((f, n) in text) {
			if (first == \"\") first = text[f, n]; else if (first != text[f, n]) print \"differs:\", n, f } } }" \
		"$SOURCE_DIR"/schemas/output/*.yaml >differing &&
	test_line_count 0 differing
'

test_expect_success 'set up: init, adopt, trust, hooks, retip' 'shots_set_up && all_conform'
test_expect_success 'operate: every act, recorded and refused' 'shots_operate && all_conform'
test_expect_success 'promote: refused, waiting, recorded, there already' '( shots_promote ) && all_conform'
test_expect_success 'review: log, audit, lint, render, check, explain, help' 'shots_review && all_conform'
test_expect_success 'text from outside is harmless and stays JSON' '
	cd json && git checkout -q -B hostile main &&
	name=$(printf "docs/deployments/\033[2J\"\\\\\342\200\256.md") && mkdir -p docs/deployments && echo x >"$name" &&
	git add -A && git commit -q --no-verify -m hostile && git rm -q "$name" && git commit -q --no-verify -m gone &&
	{ git mcade check --range HEAD~2..HEAD --json >out 2>err || :; } &&
	test_line_count 1 out && LC_ALL=C test_grep ! "[[:cntrl:]]" out && test_grep ! "$(printf "\342\200\256")" out &&
	test_grep "\\\\u001b" out && git checkout -q main
'

test_expect_success 'share: sync, join, a lost race, a ledger gone back' 'shots_share && all_conform'
test_expect_success 'before adoption: lint, import, check' 'shots_before_adoption && all_conform'

test_expect_success 'every command that takes --json was seen here' '
	cat "$SHOTS"/*.json | sed -n "s,^{\"schema\":\"mcade/\([a-z-]*\)/1\".*,\1,p" | sort -u >seen &&
	sort takers | comm -23 - seen >unseen && test_line_count 0 unseen
'

test_expect_success 'a refusal and an error say why, and what to type' '
	test_grep "\"recorded\":false,.*\"rule\":\"unpinned\",\"severity\":\"error\"" "$SHOTS/pin-floats.json" &&
	test_grep "\"path\":\"releases/lab.yaml\",\"line\":2,\"column\":10" "$SHOTS/complete-never-ran.json" &&
	test_grep "\"code\":\"usage\",\"message\":\".*did you mean .CACHE." "$SHOTS/error-no-such-step.json" &&
	test_grep "\"code\":\"untrusted\"" "$SHOTS/error-status-gone-back.json" &&
	test_grep "\"code\":\"race\".*\"next\":\"git mcade sync\"" "$SHOTS/error-block-lost-race.json" &&
	test_grep "\"verdict\":\"untrusted\"" "$SHOTS/audit-other-genesis.json"
'

test_expect_success 'a run says what came of it, a plan that nothing was recorded' '
	test_grep "\"recorded\":true,\"step\":\"CACHE\",\"environment\":\"lab\",.*\"event\":\"finish\",.*\"result\":\"ok\",\"verify\":\"pass\"" "$SHOTS/run-ok.json" &&
	test_grep "\"recorded\":true,.*\"result\":\"failed\"" "$SHOTS/run-fails.json" &&
	test_grep "\"recorded\":false,.*\"plan\":\".*playbooks/cache.sh" "$SHOTS/run-plan.json"
'

test_expect_success 'ids are full, and name what Git has' '
	cd json &&
	for file in "$SHOTS"/log-all.json "$SHOTS"/check-history.json; do
		grep -o "\"commit\":\"[^\"]*\"" "$file" | cut -d\" -f4 | sort -u >ids && test -s ids &&
		for id in $(cat ids); do
			[ "$(git rev-parse --verify -q "$id^{commit}")" = "$id" ] || return 1
		done || return 1
	done
'

test_expect_success 'check --history tells of parents before children' '
	cd team &&
	grep -o "{\"commit\":\"[0-9a-f]*\",\"verdict\"" "$SHOTS/check-team.json" | cut -d\" -f4 >order &&
	git rev-list HEAD | sort >expect && sort order >found && test_cmp expect found &&
	git rev-list --parents HEAD >parents &&
	awk "NR == FNR { at[\$1] = NR; next }
	     { for (i = 2; i <= NF; i++) if (at[\$i] >= at[\$1]) print \$0 }" order parents >wrong &&
	test_line_count 0 wrong
'

test_done
