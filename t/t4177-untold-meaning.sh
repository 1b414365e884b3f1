#!/bin/sh
test_description='what nobody can tell of a command is held as strictly as what can be told

A script says where it stands in many ways; each is followed. Where it stays unknown what is called, any file may be it: a run after
a change is accepted by name, or the step declares what it rests on. A ledger that was adopted by the rules of before passes as before.'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-release.sh"

# scripts: NAME<tab>what it runs before that. Each runs tools/inner.sh in its own way.
scripts () {
	cat <<-\EOT
	dirname	. "$(dirname "$0")/inner.sh"
	variable	D=$(dirname "$0"); . "$D/inner.sh"
	braces	D="$(dirname -- "$0")"; bash "${D}/inner.sh"
	direct	D=`dirname $0`; "$D/inner.sh"
	there	D="$(cd "$(dirname "$0")" >/dev/null 2>&1 && pwd -P)"; . "$D/inner.sh"
	cdpath	export D=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd); sh "$D"/inner.sh
	cut	. "${0%/*}/inner.sh"
	bash	. "$(dirname "${BASH_SOURCE[0]}")/inner.sh"
	bashes	D=${BASH_SOURCE[0]%/*}; source "$D/inner.sh"
	real	. "$(dirname "$(readlink -f "$0")")/inner.sh"
	top	T=$(git rev-parse --show-toplevel) || exit 1; . "$T/tools/inner.sh"
	above	ROOT=$(cd "$(dirname "$0")/.." && pwd); . "$ROOT/tools/inner.sh"
	twice	D=$(dirname "$0"); T="$D/../tools"; . "$T/inner.sh"
	push	pushd "$(dirname "$0")" >/dev/null; . ./inner.sh
	gone	cd "$(dirname "$0")" || exit 1; D=$(pwd); . "$D/inner.sh"
	named	PART=inner; . tools/$PART.sh
	within	D=$(dirname "$0"); if true; then for x in 1; do . "$D/inner.sh"; done; fi
	sourced	. tools/lib.sh
	evals	eval 'sh tools/inner.sh'
	quoted	x=$(sh "$(dirname "$0")/inner.sh")
	given	timeout 10 tools/inner.sh
	fed	sh <tools/inner.sh
	argued	echo x | xargs ./tools/inner.sh
	coded	python3 -c 'import os; os.system("sh tools/inner.sh")'
	acted	tar -cf x.tar --checkpoint=1 --checkpoint-action=exec='sh tools/inner.sh' ci
	EOT
}
# untold: NAME<tab>a script of which nobody can tell what it runs, though it runs tools/inner.sh.
untold () {
	cat <<-\EOT
	given	: "${D:=tools}"; . "$D/inner.sh"
	perhaps	[ -n "$D" ] || D=tools; . "$D/inner.sh"
	again	D=other; D=tools; . "$D/inner.sh"
	loop	for D in tools; do . "$D/inner.sh"; done
	taken	D=tools; read D <tools/where; . "$D/inner.sh"
	read	read D <tools/where; . "$D/inner.sh"
	printed	. "$(cat tools/where)/inner.sh"
	eval	C="sh tools"; eval "$C/inner.sh"
	piped	cat tools/inner.sh | sh
	linked	sh tools/link.sh
	behind	sh tools/folder/inner.sh
	copied	cp tools/inner.sh made.sh; . ./made.sh
	found	PATH=$PWD/tools:$PATH; inner.sh
	lines	make -s -f mk/shell x
	search	make -s -f mk/path x
	include	make -s -f mk/globs x
	tabbed	make -s -f mk/tabbed x
	startup	BASH_ENV=tools/inner.sh bash -c :
	modules	PYTHONPATH=py python3 -c 'import helper'
	piece	. <(cat tools/inner.sh)
	each	for f in tools/inne*.sh; do sh "$f"; done
	changes	cd "$X" && sh tools/inner.sh
	EOT
}
each_script () { # each_script LIST: its names
	$1 | cut -f1
}
step () { # step ID RUN [KEYS]
	printf '%s\n' "- {id: $1, optional: true, needs: [], run: $2, ${3:+$3, }changes_state: false, pins: [], verify: [{id: up, run: 'true'}]}"
}
runbook () {
	cat <<-EOT
	version: 1
	name: release
	governed: [refs/heads/main]
	order: needs
	records: {log: 'docs/deployments/\${{ date }}.md', checkpoint: 'docs/checkpoints/\${{ date }}-\${{ step.id }}/'}
	environments: [{id: staging}, {id: lab}, {id: next, promote: {after: [staging]}}]
	steps:
	EOT
	for name in $(each_script scripts); do step "S_$(echo "$name" | tr a-z A-Z)" "bash tools/$name.sh"; done
	for name in $(each_script untold); do step "U_$(echo "$name" | tr a-z A-Z)" "bash tools/u-$name.sh"; done
	step PYTHON "python3 py/ship.py" && step MAKE "make -s ship" && step EVAL "bash ci/eval.sh" && step BESIDE "bash ci/eval.sh" "inputs: [ci/config]" && step TOLD "bash ci/eval.sh" "inputs: [ci/eval.sh, tools/inner.sh]" && step HALF "bash ci/half.sh" "inputs: [ci/half.sh, tools/inner.sh]" && step USES 'bash ci/half.sh' "uses: ci/half.sh, inputs: [ci/config]" && step KEPT "sh tools/kept.sh" && step PLAIN "sh tools/plain.sh" | sed 's|optional: true, ||'
}
writes () { # writes LIST PREFIX
	$1 | while IFS="	" read -r name text; do printf '#!/bin/bash\n%s\n' "$text" | sed 's/; */\n/g; s/^do$/do :/; s/^then$/then :/' >"tools/$2$name.sh" || return 1; done
}
founds () {
	git init -q -b main . && mkdir tools ci py mk && printf 'SHELL = tools/inner.sh\nx:\n\techo\n' >mk/shell && printf 'include mk/*.inc\n' >mk/globs && printf 'include\tmk/$(X).inc\n' >mk/tabbed && printf 'x:\n\t@sh tools/inner.sh\n' >mk/a.inc && cp mk/a.inc mk/.inc && printf 'export PATH := $(CURDIR)/tools:$(PATH)\nx:\n\t@inner.sh\n' >mk/path && writes scripts '' && writes untold u- && echo 'echo inner' >tools/inner.sh && chmod 755 tools/inner.sh && echo 'LIB=$(dirname "$0"); . "$LIB/inner.sh"' >tools/lib.sh && echo tools >tools/where && ln -s inner.sh tools/link.sh && ln -s . tools/folder &&
	echo 'eval "$MODE"' >ci/eval.sh && echo '[ -z "$D" ] || . "$D/inner.sh"' >ci/half.sh && echo x >ci/config && echo 'import helper' >py/ship.py && echo 'x = 1' >py/helper.py && echo 'echo plain' >tools/plain.sh && mkdir -p docs/checkpoints/2026-01-20-OLD && echo 'echo kept' >docs/checkpoints/2026-01-20-OLD/kept.sh && echo '. docs/checkpoints/2026-01-20-OLD/kept.sh' >tools/kept.sh && printf "made.sh\n*.pyc\nx.tar\n" >.gitignore && printf 'ship:\n\t@sh $(CURDIR)/tools/inner.sh\n' >Makefile && echo text >README &&
	git add -A && git commit -q -m app && git remote add origin "$TRASH/hub.git" && git push -q -u origin main && runbook >runbook.yaml && git mcade init --principal ada && git add -A && git commit -q -m runbook && git push -q &&
	git mcade adopt && git add -A && { git diff --cached --quiet || git commit -q -m adopted; } && git push -q
}
runs () { # runs STEP [OPTION...]
	as otto git mcade run "$@" --env staging
}
parts () { # parts STEP: without their hashes
	event Meaning "$(newest "start $1 in staging")" | cut -d" " -f2- | LC_ALL=C sort | paste -sd" " -
}
edits () { # edits FILE LINE: appended, committed and pushed by otto
	as otto sh -c 'printf "%s\n" "$2" >>"$1"' - "$@" && saves otto "edited $1"
}
steps () { # steps LIST PREFIX: their ids
	each_script "$1" | tr a-z A-Z | sed "s/^/$2/"
}
test_expect_success 'setup: a server that judges, an owner, an operator' '
	mkdir bin ada && bare_remote hub.git && as ada founds && id=$(git -C ada config mcade.ledgerId) && ( cd hub.git && git mcade hooks install --expect-genesis "$id" ) &&
	as ada git mcade trust add otto --key "$(key_of operator)" --name "Otto Operator" --email operator@example.com --role operator &&
	( be_person operator && git clone -q hub.git otto ) && as otto git mcade join --expect-genesis "$id"
'
test_expect_success 'however a script says where it stands, what it calls is found' '
	for step in $(steps scripts S_) MAKE; do runs $step || return 1; parts $step | grep -q "tools/inner.sh" && ! parts $step | grep -qw content || { echo "$step: $(parts $step)" >&4; return 1; }; done
'
test_expect_success 'where nobody can tell, the whole content stands for it' '
	for step in $(steps untold U_) EVAL USES BESIDE; do runs $step; parts $step | grep -qw content || { echo "$step: $(parts $step)" >&4; return 1; }; done && saves otto
'
test_expect_success 'a changed script that is found is asked about by its name, in an environment that is not live, too' '
	edits tools/inner.sh "echo production" && for step in $(steps scripts S_) MAKE; do asks 1 "drift tools/inner.sh" otto git mcade run $step --env staging && next_is "git mcade run $step --env staging --accept-changed" || return 1; done
'
test_expect_success 'one that nobody can tell as well: any change, and what to do about it is said' '
	edits README more && for step in $(steps untold U_) EVAL USES BESIDE; do asks 1 "drift cannot.be.told inputs" otto git mcade run $step --env staging && next_is "git mcade run $step --env staging --accept-changed" || return 1; done && runs PLAIN &&
	asks 1 "ci/eval.sh \\\$MODE" otto git mcade run EVAL --env staging && runs EVAL --accept-changed && test "$(event Accepted "$(newest "start EVAL in staging")")" = content && runs EVAL && saves otto && runs EVAL
'
test_expect_success 'a program in another language: what stands beside it' '
	runs PYTHON && test "$(parts PYTHON)" = "py/helper.py py/ship.py" && edits py/helper.py "x = 2" && asks 1 "drift py/helper.py" otto git mcade run PYTHON --env staging
'
test_expect_success 'declared it is known: what is declared makes it stale, nothing else is asked; another unknown word is' '
	runs TOLD && ! parts TOLD | grep -qw content && edits README again && runs TOLD && as otto git mcade complete TOLD --env staging && saves otto && edits tools/inner.sh "echo yes" && as otto git mcade status --env staging --json && test "$(json "map { \$_->{stale} ? 1 : 0 } grep { \$_->{id} eq q(TOLD) } @{\$j->{steps}}" out)" = 1 && runs TOLD &&
	edits ci/eval.sh "eval \"\$OTHER\"" && asks 1 "drift ci/eval.sh:.OTHER" otto git mcade run TOLD --env staging && runs TOLD --accept-changed && runs TOLD
'
test_expect_success 'but not of a file that is named in part, and one that it may be is not declared' '
	runs HALF && ! parts HALF | grep -qw content && edits README thrice && runs HALF && as otto sh -c "mkdir other && echo echo >other/inner.sh" && saves otto && asks 1 "drift" otto git mcade run HALF --env staging && runs HALF --accept-changed && parts HALF | grep -qw content && edits README 4 && asks 1 "drift cannot.be.told" otto git mcade run USES --env staging
'
test_expect_success 'what ran of a commit that is not pushed: the command that sync prints brings both' '
	saves otto && as otto sh -c "echo 9 >>README && git commit -q -a -m unpushed" && { runs PLAIN; as otto git mcade complete PLAIN --env staging; ! as otto git mcade sync; } && way=$(sed -n "s/^ *\(fix\|next\): *\(git push\)/\2/p" err) && test "$way" = "git push --atomic origin HEAD mcade/ledger" &&
	as otto sh -c "$way" && test "$(git -C hub.git rev-parse $LEDGER main)" = "$(git -C otto rev-parse $LEDGER HEAD)" && as otto git mcade sync
'
test_expect_success 'a script among the records, which no content has: it is what is run, and asked about' '
	runs KEPT && edits docs/checkpoints/2026-01-20-OLD/kept.sh "echo production" && asks 1 "drift 2026-01-20-OLD/kept.sh.changed.since.it.ran.here" otto git mcade run KEPT --env staging
'
test_expect_success 'nor was it promoted with the content: changed since, it is asked about where that came, also the first time' '
	runs KEPT --accept-changed && as otto git mcade complete KEPT --env staging && as otto git mcade verify PLAIN --env staging && saves otto && as otto git mcade promote --env next && saves otto && as otto git mcade run PLAIN --env next && as otto git mcade run KEPT --env next --dry-run &&
	edits docs/checkpoints/2026-01-20-OLD/kept.sh "echo elsewhere" && asks 1 "drift 2026-01-20-OLD/kept.sh.changed.since.it.ran.where.it.comes.from" otto git mcade run KEPT --env next && next_is "git mcade run KEPT --env next --accept-changed" && as otto git mcade run KEPT --env next --accept-changed && saves otto
'
now () {
	printf "=Code: %s\n=Content: -\n=Candidate: -\n" "$(git -C hub.git rev-parse main)"
}
said () { # said STEP: what its newest start says but for its meaning
	echo "start $1 staging" && lines_of "$(newest "start $1 in staging")" | grep -vE "^(Meaning|Accepted):"
}
content_now () { # what an honest client says of it
	as otto git mcade run U_EVAL --env lab && lines_of "$(newest "start U_EVAL in lab")" | grep "^Meaning:.* content$"
}
test_expect_success 'a dishonest client: the content of before, none, or the new one and nobody was asked' '
	saves otto && new=$(content_now) && saves otto && old=$(lines_of "$(newest "start U_EVAL in staging")" | grep "^Meaning:") && was=$({ said U_EVAL && now && echo "$old"; } | crafted) && passes_nowhere evidence $was && none=$({ said U_EVAL && now && echo "$old" | grep -v " content$"; } | crafted) && passes_nowhere evidence $none &&
	true=$({ said U_EVAL && now && lines_of "$(newest "start U_EVAL in lab")" | grep "^Meaning:"; } | crafted) && passes_nowhere drift $true
'
test_expect_success 'where a part of the repository is the content, it may be any file of the whole' '
	as ada git pull -q && as ada sed -i "s|^order: needs|content: [tools/**, ci/**, py/**, mk/**, Makefile]|" runbook.yaml && saves ada part && as ada git mcade adopt && saves ada adopted && gets otto && for step in EVAL KEPT; do runs $step --accept-changed || return 1; done && saves otto && for step in EVAL KEPT; do as otto git mcade complete $step --env staging || return 1; done && as otto git mcade verify PLAIN --env staging && saves otto && as otto git mcade promote --env next && saves otto && as otto git mcade run EVAL --env next && saves otto &&
	edits README 5 && for there in staging next; do asks 1 "drift cannot.be.told" otto git mcade run EVAL --env $there || return 1; done
'
test_expect_success 'in an incident the run that is advised is of the incident, too' '
	gets ada && as ada git mcade incident open --env staging --ttl 1h -m fire && saves ada && gets otto && id=$(event Id mcade/ledger) && asks 1 "drift" otto git mcade run EVAL --env staging --incident "$id" && next_is "git mcade run EVAL --env staging --accept-changed --incident $id"
'
test_expect_success 'where more is missing that comes first, and is said first' '
	edits tools/plain.sh "echo more" && asks 1 "drift promotion" otto git mcade run EVAL --env next && grep "refused .promotion\|refused .drift\|after what is missing: git mcade run EVAL --env next --accept-changed" "$TRASH/err" | sed "s/.*refused .\([a-z]*\).*/\1/; s/.*after.*/after/" | tr "\n" " " >order && cat order >&4 && grep -q "^\(promotion \)*\(drift after \)*$" order && grep -q after order
'
test_expect_success 'the file that has the word is named: a recipe, one that is included, a package, a script that they call, the runbook' '
	new_repo named && cd named && mkdir mk lib && printf "include mk/part.mk\nglob:\n\t@for f in lib/*.sh; do sh \$\$f; done\nscript:\n\tsh lib/eval.sh\nonly: ; sh lib/a.sh\nneeds: lib/\$(WHAT)\n\ttrue\n" >Makefile && printf "part:\n\tsh \$\$PART\n" >mk/part.mk && echo "eval \"\$MODE\"" >lib/eval.sh && echo "echo a" >lib/a.sh &&
	printf "{\"scripts\": {\"go\": \"sh \$GO\"}}\n" >package.json && printf "include \$(MORE).mk\nx:\n\ttrue\n" >mk/more.mk && echo "include mk/more.mk" >mk/nest.mk && printf "SHELL = lib/a.sh\nx:\n\ttrue\n" >mk/shell.mk && printf "x: lib/%%.sh\n\ttrue\nother:\n\tsh \$\$ALL\n" >mk/all.mk && git add -A && git commit -q -m files && git mcade init --no-hooks && { printf "version: 1\nledger: %s\nname: named\ngoverned: [refs/heads/main]\norder: needs\nenvironments: [{id: lab}]\nsteps:\n" "$(git config mcade.ledgerId)" &&
	while read -r id run; do printf -- "- {id: %s, run: %s, pins: [], verify: [{id: up, run: echo up}]}\n" "$id" "$run"; done <<-\EOT
	GLOB make glob
	PART make part
	PACKAGE npm run go
	SCRIPT make script
	MORE make -f mk/more.mk x
	NEST make -f mk/nest.mk x
	SHELL make -f mk/shell.mk x
	ALL make -f mk/all.mk x
	OWN sh $OWN; make only
	TARGET make $TARGET
	EOT
	} >runbook.yaml && git add -A && git commit -q -m runbook && { git mcade lint --missing >out 2>&1; cat out >&4; } && sed -n "s/.*step .\([A-Z]*\).: what .\(.*\). in \(.*\) is cannot be told.*/\1 \2 \3/p" out >got && cat >want <<-\EOT &&
	GLOB $f Makefile
	PART $PART mk/part.mk
	PACKAGE $GO package.json
	SCRIPT $MODE lib/eval.sh
	MORE $MORE.mk mk/more.mk
	NEST $MORE.mk mk/more.mk
	SHELL SHELL mk/shell.mk
	ALL $ALL mk/all.mk
	OWN $OWN runbook.yaml
	TARGET $TARGET runbook.yaml
	EOT
	test_cmp want got
'
test_done
