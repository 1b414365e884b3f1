#!/bin/sh
test_description='who gives a variable another value changes what the scripts that read it do, and where a promotion goes'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-acts.sh"
be_person owner

runbook () { # runbook STAGING PROD OTHER
	printf "%s\n" "version: 1" "name: r" "ledger: $(git config mcade.ledgerId)" "governed: [refs/heads/main]" "completion: auto" "defaults: {changes_state: false, verify: [{id: up, run: \"true\"}]}" "records: {log: \"log/\${{ date }}.md\"}" "vars: {other: $3}" \
		"environments: [{id: staging, vars: {host: $1}}, {id: prod, vars: {host: $2}, promote: {after: [staging], approval: {role: owner, count: 1}}}, {id: lab, vars: {host: $2}}]" \
		"gates: [{id: ready, environment: lab, checks: [{id: asked, run: sh ship.sh}]}]" "steps:" "- {id: SHIP, pins: [], run: sh ship.sh, inputs: [ship.sh]}" "- {id: CODE, pins: [], needs: [], run: python3 code.py}" "- {id: PLAIN, pins: [], needs: [], run: sh plain.sh}" >runbook.yaml
}
adopts () {
	runbook "$@" && git add -A && git commit -q -m "$*" && git mcade adopt
}
stale () { # stale IDS: exactly these are, in staging
	git mcade status --env staging --json >../status && json "map { \$_->{id} } grep { \$_->{stale} } @{\$j->{steps}}" ../status | sed "/^$/d" >../is && echo "$1" | sed "/^$/d" >../wanted && test_cmp ../wanted ../is
}
test_expect_success 'setup: staging has it' '
	new_repo r && cd r && echo "echo to \$MCADE_VAR_host" >ship.sh && echo "import os; print(os.environ[\"MCADE_VAR_host\"])" >code.py && echo "echo MCADE_VAR_hostess" >plain.sh &&
	git add -A && git commit -q -m files && git mcade init --no-hooks >../out 2>&1 && adopts a.example b.example x && for step in SHIP CODE PLAIN; do git mcade run $step --env staging || return 1; done && git add -A && git commit -q -m log && stale ""
'
test_expect_success 'another value of a variable that nobody reads changes nothing' '
	cd r && adopts a.example b.example y && stale ""
'
test_expect_success 'what is agreed to is agreed to of the variables there; another value of staging is another thing that ran' '
	cd r && git mcade approve promote --env prod -m "as it is" && adopts a.example evil.example y && stale "" && expect_status 2 git mcade promote --env prod 2>../err && test_grep "\[conditions\]" ../err &&
	adopts a.example b.example y && git mcade approve promote --env prod -m again && adopts c.example b.example y && stale "SHIP CODE" && expect_status 1 git mcade promote --env prod 2>../err && test_grep "runbook.yaml:vars.host" ../err
'
test_expect_success 'it runs again without a question, since who changed it adopted it; prod has its own, and runs what was promoted' '
	cd r && git mcade run SHIP --env staging && git mcade run CODE --env staging && git add -A && git commit -q -m log && stale "" && git mcade approve promote --env prod -m yes && git mcade promote --env prod && git mcade run SHIP --env prod && git mcade show SHIP --env prod --output >../out && test_grep "to b.example" ../out && git mcade audit
'
verdict () {
	git mcade status --env lab --json >../status && json "map { \$_->{void} ? q(void) : \$_->{verdict} } @{\$j->{gates}}" ../status
}
test_expect_success 'what a gate said is of the variables there' '
	cd r && git mcade gate ready --env lab && git add -A && git commit -q -m log && test "$(verdict)" = GO && adopts d.example b.example y && test "$(verdict)" = GO && adopts d.example f.example y && test "$(verdict)" = void && git mcade gate ready --env lab && git mcade audit
'
# The same runbook, with what is agreed to and what a drill shows; each by a script.
later () { # later HOST
	runbook d.example b.example y && sed -i "s/{id: lab, vars: {host: [^}]*}}/{id: lab, vars: {host: $1}}/; s/^gates: .*/gates: [{id: ready, environment: lab, checks: [{id: tried, drill: fire}]}]/" runbook.yaml &&
	printf "%s\n" "- {id: TOLD, pins: [], needs: [], environments: [lab], run: sh ship.sh, inputs: [ship.sh], approval: {role: owner, count: 1}}" "rollbacks: [{id: back, environment: lab, run: sh ship.sh, approval: {role: owner, count: 1}, verify: [{id: up, run: \"true\"}]}]" "drills: [{id: fire, environment: lab, run: sh ship.sh, verify: [{id: up, run: \"true\"}]}]" >>runbook.yaml && git add -A && git commit -q -m "$1" && git mcade adopt
}
test_expect_success 'an approval of a run, of a rollback, and what a drill showed, too' '
	cd r && later g.example && git mcade drill fire --env lab && git mcade gate ready --env lab && git mcade approve run:TOLD --env lab -m yes && git mcade approve rollback:back --env lab -m yes && git add -A && git commit -q -m log &&
	later evil.example && expect_status 2 git mcade gate ready --env lab && expect_status 2 git mcade run TOLD --env lab 2>../err && test_grep "\[conditions\]" ../err && expect_status 2 git mcade rollback back --env lab 2>../err && test_grep "\[conditions\]" ../err &&
	later g.example && git mcade run TOLD --env lab && git mcade rollback back --env lab && git mcade audit
'
# any: a file<tab>its text<tab>what runs: each may read every variable. one: that of host. none: none.
any () {
	cat <<-\EOT
	sh	v=host; eval echo \$MCADE_VAR_$v
	sh	env | grep MCADE_VAR
	sh	env
	sh	if true; then env -0 | sort; fi
	sh	printenv | sed -n s/x/y/p
	sh	export -p; declare -x
	bash	n=MCADE_X; echo ${!n}
	bash	set | grep host
	py	import os; print(os.environ["MCADE_VAR_" + "host"])
	py	import os; print({k: v for k, v in os.environ.items()})
	py	import os; print(dict(os.environ))
	py	import os; n = "X"; print(os.getenv(n), os.environ[n])
	js	for (const k in process.env) console.log(k)
	js	const n = "X"; console.log(process.env[n])
	rb	ENV.each { |k, v| puts k }
	EOT
}
one () {
	cat <<-\EOT
	sh	printenv MCADE_VAR_host
	sh	env X=$MCADE_VAR_host true
	py	import os; print(os.environ["MCADE_VAR_host"], os.environ.get("X"), os.getenv("Y"), "Z" in os.environ)
	js	const {MCADE_VAR_host} = process.env; console.log(process.env.X)
	EOT
}
none () {
	cat <<-\EOT
	sh	env X=1 true; export X=2; set -e; printenv PATH
	bash	a=(x y); echo ${!a[@]} $MCADE_VARhost
	py	import os; os.environ["X"] = "y"; print(os.environ.get("X"))
	md	os.environ.items()
	EOT
}
# bound LIST: the variables that are parts of each start.
bound () {
	rm -rf b && new_repo b && cd b && mkdir tools && $1 >../list && number=0 &&
	while IFS="	" read -r end text; do
		number=$((number + 1)) && printf "%s\n" "$text" >"tools/$number.$end" || return 1
		case $end in py) run=python3 ;; js) run=node ;; rb) run=ruby ;; md) run="cp" ;; *) run=$end ;; esac
		echo "- {id: S$number, pins: [], needs: [], run: \": || $run tools/$number.$end\"}"
	done <../list >../steps && git add -A && git commit -q -m files && git mcade init --no-hooks >../out 2>&1 &&
	{ printf "%s\n" "version: 1" "name: r" "ledger: $(git config mcade.ledgerId)" "governed: [refs/heads/main]" "vars: {other_one: x}" "records: {log: \"log/\${{ date }}.md\"}" "defaults: {changes_state: false, verify: [{id: up, run: \"true\"}]}" "environments: [{id: staging, vars: {host: a}}]" "steps:" && cat ../steps; } >runbook.yaml && git add -A && git commit -q -m runbook && git mcade adopt >../out 2>&1 || { cat ../out >&4 && return 1; }
	bad=
	for step in $(seq "$number"); do
		git mcade run "S$step" --env staging >../out 2>&1
		git log -1 --grep "^start S$step in staging" --format="%(trailers:key=Mcade-Meaning,valueonly)" refs/heads/mcade/ledger | sed -n "s/.*runbook.yaml:vars.//p" | sort | paste -sd" " - >../parts
		test "$(cat ../parts)" = "$2" || bad="$bad $step:$(cat ../parts)"
	done
	test -z "$bad" || { echo "not so:$bad" >&4 && return 1; }
}
test_expect_success 'what reads all of them, or a name that is not written out, is bound to each' '
	bound any "host other_one"
'
test_expect_success 'what names one is bound to that, and what names none to none' '
	bound one host && cd .. && bound none ""
'
test_expect_success 'what the runbook itself runs, too' '
	rm -rf r && new_repo r && cd r && echo x >x && git add -A && git commit -q -m files && git mcade init --no-hooks >../out 2>&1 && runbook a b x && sed -i "s/run: sh ship.sh, inputs: .ship.sh./run: env/; s/run: python3 code.py/run: [sh, -c, \"printenv\"]/; s/run: sh plain.sh/run: \"env X=1 true\"/; s/sh ship.sh/\"true\"/" runbook.yaml && git add -A && git commit -q -m r && git mcade adopt && for step in SHIP CODE PLAIN; do git mcade run $step --env staging || return 1; done && git add -A && git commit -q -m log && stale "" &&
	sed -i "s/other: x/other: y/" runbook.yaml && git commit -q -a -m y && git mcade adopt && stale "SHIP CODE"
'
test_done
