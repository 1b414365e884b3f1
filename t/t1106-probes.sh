#!/bin/sh
# shows: C33 C40 C43 D35 E03
test_description='probes: http, bounded and with secrets that stand nowhere; env_file, which shows no value'
test_story=yes
. "${0%/*}/lib.sh"
be_person owner
new_repo r || exit 1
mkdir web
perl "$SOURCE_DIR/t/helper/serve.pl" "$PWD/web" &
at_exit_pids_=$!
for try in 1 2 3 4 5 6 7 8 9 10; do test -s web/.port && break || sleep 0.3; done
base=http://127.0.0.1:$(cat web/.port)
# shellcheck disable=SC2089,SC2090 # the value is no argument list
export SECRET_USER=robot-77a SECRET_PASS='zeta "31": quartz' MORE=more

# answer NAME HEAD [BODY]: what the server says to a request for /NAME.
answer () {
	printf '%b\n\n%b' "$2" "$3" >web/"$1"
}
# asked REGEX: how many requests had such a line.
asked () {
	grep -c -- "$1" web/.log
}
# put CHECKS: these are the step's verification now, adopted.
put () {
	(
		cd r && { sed '/^    - {id: [a-z]/d' runbook.yaml && printf '    - %s\n' "$@"; } >../new && cp ../new runbook.yaml && git commit -qam checks &&
		git mcade adopt >../adopt.log 2>&1 || { cat ../adopt.log && exit 9; }
	)
}
# results: each check's of the last verification.
results () {
	git -C r log -1 --format=%B mcade/ledger | sed -n 's/^Mcade-Check: \([a-z-]*\) \([a-z]*\).*/\1=\2/p' | sort | xargs
}
# verified CHECKS: the results of a verification with these.
verified () {
	put "$@" || return 9
	git -C r mcade verify ONE >said 2>&1
	results
}
body () {
	path=$(git -C r log -1 --format=%B mcade/ledger | sed -n "s,^Mcade-Evidence: sha256:\(..\)\([0-9a-f]*\) .* check.$1\$,\1/\1\2,p") && git -C r cat-file blob "refs/heads/mcade/evidence/2026:$path"
}
test_expect_success 'setup' '
	cd r && cat >runbook.yaml <<-EOT && printf "web: {image: TBD}\n" >m.yaml && git add -A && git commit -qm files && git mcade init --no-hooks >../out 2>&1 &&
	version: 1
	name: probes
	ledger: 0
	governed: [refs/heads/main]
	environments: [{id: lab, manifest: m.yaml}]
	records: {log: "log/\${{ date }}.md"}
	secrets: [SECRET_USER, SECRET_PASS]
	pass_env: [MORE]
	vars: {base: "$base"}
	steps:
	  - id: ONE
	    run: "true"
	    changes_state: false
	    pins: []
	    verify:
	    - {id: first, run: "true"}
	EOT
	sed -i "s/^ledger: 0/ledger: $(git config mcade.ledgerId)/" runbook.yaml && git commit -qam ours && git mcade adopt >../out 2>&1 && git mcade run ONE >../out 2>&1
'
test_expect_success 'status, header, cookie, body, JSON and captures are judged, and what is not written is demanded' '
	answer ok "HTTP/1.1 200 OK\nContent-Type: text/csv; charset=utf-8\nSet-Cookie: csrf_token=abc123; Path=/; HttpOnly\nSet-Cookie: lang=en" "{\"n\": 5, \"who\": \"robot\", \"list\": []}" &&
	answer gone "HTTP/1.1 409 Conflict" "{\"n\": 5}" &&
	verified "{id: plain, http: \"$base/ok\"}" "{id: templated, http: \"\${{ vars.base }}/ok\", expect: {status: 200, json: {\$.n: {type: int, gt: 4}, \$.list: {type: array}}}}" \
		"{id: header, http: \"$base/ok\", expect: {header: {content-type: {contains: text/csv}}, cookie: csrf_token}}" "{id: lang, http: {url: \"$base/ok\"}, expect: {body: {contains: robot}}, capture: {WHO: \"\\\"who\\\": \\\"([a-z]+)\"}}" \
		"{id: conflict, http: \"$base/gone\", expect: {status: {in: [200, 409]}}}" "{id: used, run: \"test \$MCADE_CHECK_lang_WHO = robot\"}" >got &&
	echo "conflict=pass header=pass lang=pass plain=pass templated=pass used=pass" >want && test_cmp want got &&
	verified "{id: plain, http: \"$base/gone\"}" "{id: json, http: \"$base/ok\", expect: {json: {\$.n: {type: string}}}}" "{id: unsaid, http: \"$base/gone\", expect: {json: {\$.n: 5}}}" \
		"{id: cookie, http: \"$base/ok\", expect: {cookie: session}}" "{id: header, http: \"$base/ok\", expect: {header: {content-type: {contains: json}}}}" >got &&
	echo "cookie=fail header=fail json=fail plain=fail unsaid=fail" >want && test_cmp want got
'
test_expect_success 'methods and bodies are sent as written' '
	answer post "HTTP/1.1 201 Created" "{}" && rm -f web/.log &&
	verified "{id: json, http: {url: \"$base/post\", json: {beds: 2, baths: 1.5, ten: 010, kind: deep, more: [true, null, {a: \"\$MORE \$HOME\"}]}}}" "{id: text, http: {method: PUT, url: \"$base/post\", headers: {X-More: \"\${MORE}!\", Content-Type: text/x}, text: \"a\\\"b\\\\\\\\c\\nd\"}}" \
		"{id: bare, http: {method: POST, url: \"$base/post\"}}" "{id: head, http: {method: HEAD, url: \"$base/post\"}}" "{id: file, http: {method: PUT, url: \"$base/post\", file: m.yaml}}" >got &&
	echo "bare=pass file=pass head=pass json=pass text=pass" >want && test_cmp want got &&
	tr -d "\r" <web/.log >log && test_grep "^{\"beds\":2,\"baths\":1.5,\"ten\":10,\"kind\":\"deep\",\"more\":\[true,null,{\"a\":\"more \$HOME\"}\]}" log && test_grep "^Content-Type: application/json" log &&
	test_grep "^X-More: more!" log && test_grep "^Content-Type: text/x" log && test_grep "^a\"b\\\\\\\\c$" log && test_grep "^d$" log && test_grep "^Content-Length: 0" log && test_grep "^HEAD /post" log && test_grep "^web: {image: TBD}" log
'
test_expect_success 'a body that is not there, or is a folder, is not sent as nothing' '
	rm -f web/.log && verified "{id: gone, http: {url: \"$base/post\", file: gone.json}}" "{id: folder, http: {url: \"$base/post\", file: .git}}" >got && echo "folder=error gone=error" >want && test_cmp want got && test_missing web/.log
'
test_expect_success 'a number that JSON or 64 bits cannot hold is not sent as another' '
	rm -f web/.log && set -- && for number in inf=.inf minus=-.INF nan=.nan large=1e400 long=9223372036854775808 octal=0o7777777777777777777777777; do set -- "$@" "{id: ${number%=*}, http: {url: \"$base/post\", json: {a: [${number#*=}]}}}"; done &&
	verified "$@" "{id: most, http: {url: \"$base/post\", json: [9223372036854775807, -9223372036854775808, 0x1F, +.5, 1e3]}}" >got && echo "inf=error large=error long=error minus=error most=pass nan=error octal=error" >want && test_cmp want got &&
	test_grep "cannot be sent as a JSON number" said && test "$(asked "^POST")" = 1 && test_grep "^\[9223372036854775807,-9223372036854775808,31,0.5,1000" web/.log
'
test_expect_success 'a header that would begin another is refused, and nothing is sent' '
	rm -f web/.log && MORE="x
Evil: 1" && export MORE && verified "{id: header, http: {url: \"$base/post\", headers: {X-More: \"\$MORE\"}}}" >got && echo "header=error" >want && test_cmp want got && test_missing web/.log && MORE=more && export MORE
'
test_expect_success 'a variable of pass_env that is not set is not sent as its name: nothing is sent' '
	rm -f web/.log && unset GONE && set -- && for place in "header=headers: {X-Key: \"a \$GONE\"}" "braces=headers: {X-Key: \"\${GONE}\"}" "json=json: {a: [{b: \"\$GONE\"}]}" "text=text: \"\$MORE \$GONE\""; do set -- "$@" "{id: ${place%%=*}, pass_env: [GONE], http: {url: \"$base/post\", ${place#*=}}}"; done &&
	verified "$@" >got && echo "braces=error header=error json=error text=error" >want && test_cmp want got && test_missing web/.log && test_grep "variable .GONE. is not set" said &&
	export GONE= && verified "$@" "{id: other, http: {url: \"$base/post\", text: \"\$GONE\"}}" >got && echo "braces=pass header=pass json=pass other=pass text=pass" >want && test_cmp want got && grep -qF "\$GONE" web/.log && unset GONE
'
test_expect_success 'secrets are sent, and stand in no output, event, evidence or list of processes' '
	printf "%s\n" "HTTP/1.1 200 OK" "" "{\"by\": \"robot-77a\", \"token\": \"zeta \\\"31\\\": quartz\"}" >web/admin && rm -f web/.log && mkdir -p path && real=$(command -v curl) &&
	printf "#!/bin/sh\nprintf \"%%s\\\\n\" \"\$*\" >>\"$PWD/argv\"\nexec $real \"\$@\"\n" >path/curl && chmod +x path/curl &&
	PATH="$PWD/path:$PATH" verified "{id: basic, http: {url: \"$base/admin\", basic: [SECRET_USER, SECRET_PASS], headers: {X-Token: \"t \$SECRET_PASS\"}, json: {deep: [\"\$SECRET_PASS\"]}}, expect: {json: {\$.by: robot-77a}}}" >got &&
	echo "basic=pass" >want && test_cmp want got && pair=$(printf "%s" "$SECRET_USER:$SECRET_PASS" | base64) && grep -qF -e "Basic $pair" web/.log && grep -qF -e "X-Token: t $SECRET_PASS" web/.log && grep -qF -e "\"zeta \\\"31\\\": quartz\"" web/.log &&
	test_grep "^-q --config -" argv && body basic >evidence && git -C r log --format=%B mcade/ledger >events && for file in argv evidence events said; do
		! grep -F -e "robot-77a" -e "quartz" -e "$pair" $file || return 1
	done && test_grep "SECRET_USER:.SECRET_PASS" evidence && test_grep "X-Token: t .SECRET_PASS" evidence
'
test_expect_success 'what an answer said is data: it names no variable when it is sent on' '
	answer asks "HTTP/1.1 200 OK" "csrf=\$SECRET_PASS;\${MORE}" && rm -f web/.log &&
	verified "{id: first, http: \"$base/asks\", capture: {csrf: \"csrf=(.*)\"}}" "{id: header, http: {url: \"$base/ok\", headers: {X-Csrf: \"\$MORE \${{ checks.first.csrf }}\"}}}" \
		"{id: json, http: {url: \"$base/ok\", json: {csrf: \"\${{ checks.first.csrf }}\"}}}" "{id: text, http: {url: \"$base/ok\", text: \"text=\${{ checks.first.csrf }}\"}}" >got &&
	echo "first=pass header=pass json=pass text=pass" >want && test_cmp want got && tr -d "\r" <web/.log >log && test_grep ! "quartz" log &&
	grep -qxF "X-Csrf: more \$SECRET_PASS;\${MORE}" log && grep -qxF "{\"csrf\":\"\$SECRET_PASS;\${MORE}\"}" log && grep -qxF "text=\$SECRET_PASS;\${MORE}" log
'
test_expect_success 'basic of what is not handed to the check is refused at adopt' '
	expect_status 9 verified "{id: basic, http: {url: \"$base/admin\", basic: [SECRET_USER, HOME]}}" >got && test_grep "HOME" got && git -C r checkout -q HEAD~1 -- runbook.yaml && git -C r commit -qam back
'
test_expect_success 'slow, endless, refused, another scheme: no answer, and never a pass; nothing large is kept' '
	answer x.slow "HTTP/1.1 200 OK" "{}" && answer x.endless "HTTP/1.1 200 OK" "{" && before=$(du -sk r/.git | cut -f1) && closed=$(perl -MIO::Socket::INET -e "print IO::Socket::INET->new(Listen => 1, LocalAddr => q(127.0.0.1))->sockport") &&
	verified "{id: slow, http: \"$base/x.slow\", timeout: 1s}" "{id: endless, http: \"$base/x.endless\", timeout: 2s}" "{id: refused, http: \"http://127.0.0.1:$closed/\", timeout: 5s}" "{id: scheme, http: \"file:///etc/passwd\"}" "{id: scheme-two, http: \"\${{ vars.base }}/ok\", expect: {status: 200}}" >got &&
	echo "endless=error refused=error scheme-two=pass scheme=error slow=error" | tr " " "\n" | sort >want && tr " " "\n" <got | sort >sorted && test_cmp want sorted && test_grep "onnect" said && after=$(du -sk r/.git | cut -f1) && test $((after - before)) -lt 4096
'
test_expect_success 'a body longer than what is kept is not judged by what was kept' '
	{ printf "HTTP/1.1 200 OK\n\n"; yes filler | head -c 4000000; echo end; } >web/long && verified "{id: last, http: \"$base/long\", expect: {body: {not_matches: absent}}}" "{id: status, http: \"$base/long\"}" >got && echo "last=error status=pass" >want && test_cmp want got
'
test_expect_success 'a redirect is followed where the check says so, and its last answer is judged' '
	answer moved "HTTP/1.1 302 Found\nLocation: $base/target\nX-Hop: first" "" && answer target "HTTP/1.1 200 OK\nX-Hop: second" "{}" && answer away "HTTP/1.1 302 Found\nLocation: file:///etc/passwd" "" && rm -f web/.log &&
	verified "{id: stays, http: \"$base/moved\"}" "{id: seen, http: \"$base/moved\", expect: {status: 302}}" >got && echo "seen=pass stays=fail" >want && test_cmp want got && ! asked "GET /target" &&
	verified "{id: goes, http: {url: \"$base/moved\", follow: true}, expect: {header: {x-hop: second}}}" "{id: leaves, http: {url: \"$base/away\", follow: true}}" >got && echo "goes=pass leaves=error" >want && test_cmp want got && test "$(asked "GET /target")" = 1
'
test_expect_success 'no variable goes where a redirect leads: refused before anything is sent' '
	for place in "headers: {X-Key: \"\$SECRET_PASS\"}" "json: {a: [{b: \"\${MORE}\"}]}" "text: \"x \$MORE\""; do
		! put "{id: leaks, http: {url: \"$base/moved\", follow: true, $place}}" && test_grep "would send the variables" adopt.log || return 1
	done && verified "{id: goes, http: {url: \"$base/moved\", follow: true, headers: {X-Hop: \"\$5 \$OTHER\"}}}" >got && echo "goes=pass" >want && test_cmp want got
'
test_expect_success 'nor does one that a template names, or that is handed where the check is used' '
	export STEP_KEY=quokka && for list in "headers: {X-Key: \"a \${{ env.MORE }}\"}|{id: other, run: \"true\"}" "text: \"\${{ env.HOME }}\"|{id: other, run: \"true\"}" "text: \"\$STEP_KEY\"|{id: again, use: leaks, pass_env: [STEP_KEY]}"; do
		! put "{id: leaks, http: {url: \"$base/moved\", follow: true, ${list%%|*}}}" "${list#*|}" && test_grep "would send the variables" adopt.log || return 1
	done && cp r/runbook.yaml kept.yaml &&
	sed -i -e "s,^steps:,checks: [{id: library\, http: {url: \"$base/moved\"\, follow: true\, text: \"\$STEP_KEY\"}}]\n&," -e "s/^    pins: .*/&\n    pass_env: [STEP_KEY]/" r/runbook.yaml &&
	! put "{id: again, use: library}" && test_grep "would send the variables" adopt.log && cp kept.yaml r/runbook.yaml &&
	verified "{id: goes, http: {url: \"$base/moved\", follow: true, text: \"\$STEP_KEY \${{ vars.base }}\"}}" >got && echo "goes=pass" >want && test_cmp want got
'
test_expect_success 'env_file: names are demanded, in quotes and over lines, and no value is shown' '
	cat >r/names.env <<-\EOT && git -C r add names.env && git -C r commit -qm names &&
	# COMMENTED=nilgai
	# NOTE="not closed
	APP_ENV=plover-value
	  export STRICT="true-and-hidden"
	KEY="-----BEGIN
	INSIDE=quagga
	-----END"
	AFTER = x
	EMPTY=
	QUOTED="" # nothing
	EOT
	verified "{id: right, env_file: names.env, require: [APP_ENV, STRICT, KEY, AFTER, EMPTY, QUOTED]}" "{id: comment, env_file: names.env, require: [APP_ENV, COMMENTED]}" "{id: inside, env_file: names.env, require: [INSIDE]}" "{id: absent, env_file: nowhere.env, require: [APP_ENV]}" \
		"{id: full, env_file: names.env, require: [APP_ENV, AFTER], expect: {empty: false}}" "{id: empty, env_file: names.env, require: [APP_ENV, QUOTED], expect: {empty: false}}" >got &&
	echo "absent=fail comment=fail empty=fail full=pass inside=fail right=pass" >want && test_cmp want got && test_grep "COMMENTED" said &&
	git -C r log -p --format=%B --branches="mcade/*" >all && cat said >>all && ! grep -e plover -e hidden -e quagga -e nilgai all
'
test_expect_success 'env_file: no expectation can ask for a value' '
	expect_status 9 verified "{id: value, env_file: names.env, require: [APP_ENV], expect: {contains: plover}}" >got
'
test_expect_success 'analysis: asked until it is known, and no more; a row of passes, too many failures, no row' '
	cat >r/sample.sh <<-\EOT && git -C r add sample.sh && git -C r commit -qm sample &&
	# sample.sh NAME ANSWERS: the next of them (y passes), counted
	n=$(cat "$1" 2>/dev/null || echo 1) && echo $((n + 1)) >"$1" && [ "$(printf %s "$2" | cut -c "$n")" = y ]
	EOT
	rm -f row fail open && terms="interval: 1s, count: 4, consecutive_success_limit: 2, failure_limit: 1" &&
	verified "{id: row, run: [sh, sample.sh, \"$PWD/row\", nyyn], analysis: {$terms}}" "{id: fail, run: [sh, sample.sh, \"$PWD/fail\", nynn], analysis: {$terms}}" "{id: open, run: [sh, sample.sh, \"$PWD/open\", yy], analysis: {interval: 1s, count: 1, consecutive_success_limit: 2}}" >got &&
	echo "fail=fail open=inconclusive row=pass" >want && test_cmp want got && echo "4 4 2" >want && echo "$(cat row) $(cat fail) $(cat open)" >got && test_cmp want got && refused git -C r mcade complete ONE 2>err
'
test_expect_success 'analysis: what a sample captured that passed is known only where the check passes as a whole' '
	cat >r/value.sh <<-\EOT && git -C r add value.sh && git -C r commit -qm value &&
	# value.sh NAME ANSWERS: prints v and the number of the sample; the next of the answers
	n=$(cat "$1" 2>/dev/null || echo 1) && echo $((n + 1)) >"$1" && echo "v$n" && [ "$(printf %s "$2" | cut -c "$n")" = y ]
	EOT
	rm -f good bad && terms="analysis: {interval: 1s, count: 3, consecutive_success_limit: 2, failure_limit: 1}, capture: {v: \"^(v.)\"}" &&
	verified "{id: good, run: [sh, value.sh, \"$PWD/good\", nyy], $terms}" "{id: bad, run: [sh, value.sh, \"$PWD/bad\", nyn], $terms}" "{id: half, run: echo a1, capture: {a: \"^(a.)\", b: \"^(b.)\"}}" \
		"{id: of-good, run: [test, v3, =, \"\${{ checks.good.v }}\"]}" "{id: of-bad, run: [test, v2, =, \"\${{ checks.bad.v }}\"]}" "{id: of-half, run: [test, a1, =, \"\${{ checks.half.a }}\"]}" >got &&
	echo "bad=fail good=pass half=fail of-bad=error of-good=pass of-half=error" >want && test_cmp want got
'
test_expect_success 'analysis: interrupted before it is known is no answer, whatever the samples said' '
	put "{id: first, run: echo x >>\"$PWD/first\", analysis: {interval: 60s, count: 3}}" && { ( cd r && exec git-mcade verify ONE ) >said 2>&1 & pid=$!; } &&
	for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do test -s first && break || sleep 0.3; done && sleep 1 && kill -TERM $pid && { wait $pid || :; } && results >got && echo "first=error" >want && test_cmp want got
'
test_expect_success 'interrupted while it is asked: no answer, however the command takes it' '
	for terms in "" ", analysis: {interval: 1s, count: 1}" ", analysis: {interval: 1s, count: 1}, capture: {x: x}"; do
		rm -f first && put "{id: first, run: trap \"exit 0\" TERM; echo x | tee \"$PWD/first\"; sleep 20 & wait$terms}" "{id: second, run: [sleep, \"0\"]}" && { ( cd r && exec git-mcade verify ONE ) >said 2>&1 & pid=$!; } &&
		for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do test -s first && break || sleep 0.3; done && kill -TERM $pid && { wait $pid || :; } && results >got && echo "first=error second=error" >want && test_cmp want got && test_grep "first.*interrupted" said || return 1
	done
'
test_done
