# lib-judged.sh - one repository, many branches of its ledger that an honest client would not write,
# and what every door says of them. Sourced after lib.sh and lib-craft.sh.
# shellcheck disable=SC2086,SC2046 # ids of objects and acts are plain words

ZERO=sha256:0000000000000000000000000000000000000000000000000000000000000000
IMAGE=docker.io/library/redis:7.2@sha256:2f1b0c4e5a6d7c8b9a0f1e2d3c4b5a69788796a5b4c3d2e1f00112233445566a
STATE_OF_OWNER=$TRASH/people/owner/.local/state

judged_runbook_ () {
	cat <<-EOT
	version: 1
	ledger: $1
	name: crafted
	governed: [refs/heads/main]
	repos: {other: }
	environments:
	- {id: lab, manifest: releases/lab.yaml}
	- {id: prod, live: true, manifest: releases/prod.yaml, promote: {after: [lab], same_pins: true}}
	- {id: spare, manifest: releases/spare.yaml}
	- {id: bare, record_baseline: {id: numbers, check: probe}, verify: [{id: well, run: 'true'}]}
	- {id: open, live: true}
	- {id: next, promote: {after: [lab], soak: 1s, approval: {role: reviewer}, verify: [{id: landed, run: 'true'}]}}
	records:
	  log: 'docs/deployments/\${{ date }}.md'
	  checkpoint: 'docs/checkpoints/\${{ date }}-\${{ step.id }}/'
	defaults:
	  run: [sh, '\${{ step.uses }}']
	  timeout: 20s
	  restore: {match: 'Restore path: ([^"\s]+)'}
	order: needs
	steps:
	- {id: A, uses: playbooks/a.sh, inputs: [playbooks/a.in], pins: [a.image], verify: [{id: up, run: 'true'}]}
	- {id: NEEDY, optional: true, needs: [A], uses: playbooks/b.sh, pins: [], verify: [{id: up, run: 'true'}]}
	- {id: GUARDED, optional: true, uses: playbooks/b.sh, pins: [], guard: [{id: g, run: 'true'}], stop: [{id: s, run: 'true'}], verify: [{id: up, run: 'true'}]}
	- {id: SIGNED, optional: true, uses: playbooks/b.sh, pins: [], approval: {role: reviewer, prevent_self_approve: true}, verify: [{id: up, run: 'true'}]}
	- {id: HEARD, optional: true, uses: playbooks/b.sh, pins: [], approval: {role: reviewer, witness: true, prevent_self_approve: true}, verify: [{id: up, run: 'true'}]}
	- {id: LATER, optional: true}
	- {id: HAND, optional: true, kind: manual, pins: []}
	- {id: GATED, environments: [bare], kind: gate, needs: [], verify: [{id: up, run: 'true'}, {id: asked, manual: Legal has read it, role: reviewer}]}
	- {id: SEALS, optional: true, kind: checkpoint}
	- {id: AFTER, environments: [bare], needs: [GATED], uses: playbooks/b.sh, pins: [], verify: [{id: up, run: 'true'}]}
	- {id: TOLD, optional: true, uses: playbooks/b.sh, pins: [], verify: [{id: up, run: 'true'}, {id: asked, manual: The rack is off, on_fail: warn}]}
	- {id: SLEEP, optional: true, uses: playbooks/b.sh, dormant: true, pins: [], verify: [{id: up, run: 'true'}]}
	- {id: OLD, optional: true, uses: playbooks/deprecated/old.sh, pins: [], verify: [{id: up, run: 'true'}]}
	- {id: FRESH, environments: [bare], optional: true, needs: [], uses: playbooks/b.sh, pins: [], verify: [{id: up, run: 'true'}]}
	- {id: PURGE, environments: [bare], optional: true, needs: [], uses: playbooks/b.sh, pins: [], verify: [{id: up, run: 'true'}]}
	- {id: ICE, optional: true, uses: playbooks/ice.sh, pins: [], verify: [{id: up, run: 'true'}]}
	- {id: ONLY, optional: true, environments: [prod, open], uses: playbooks/b.sh, pins: [], verify: [{id: up, run: 'true'}]}
	- {id: BLIND, optional: true, uses: playbooks/b.sh}
	- {id: MANY, optional: true, uses: playbooks/b.sh, inputs: ['playbooks/in/*'], pins: [], verify: [{id: up, run: 'true'}]}
	- {id: PLAY, optional: true, uses: playbooks/b.sh, pins: [], recap: {format: ansible, failed: 0}, idempotence: {expect: {recap: {changed: 0}}}, verify: [{id: up, run: 'true'}]}
	- {id: TRUSTS, environments: [spare], optional: true, needs: [], uses: playbooks/b.sh, pins: [], verify: [{id: tried, drill: try}]}
	- {id: FAR, repo: other, optional: true, environments: [bare], needs: [], run: 'true', pins: [], verify: [{id: up, run: 'true'}]}
	- {id: SEEN, optional: true, environments: [bare, open], uses: playbooks/b.sh, pins: [], verify: [{id: up, run: 'true'}, {use: probe}]}
	- {id: LOW, optional: true, environments: [open, bare], uses: playbooks/b.sh, pins: [], verify: [{use: spike}]}
	gates:
	- {id: OUT, expires: 1h, needs: [A], approval: {role: reviewer, prevent_self_approve: true}, checks: [{id: up, run: 'true'}, {id: slow, run: 'true', on_fail: warn}]}
	- {id: ELSE, environment: bare, checks: [{id: up, run: 'true'}]}
	- {id: FULL, environment: bare, evidence: {require: [ticket]}, checks: [{id: up, run: 'true'}]}
	- {id: CALM, environment: bare, checks: [{use: spike}]}
	- {id: MILD, environment: bare, checks: [{use: spike, id: mild, on_fail: warn}]}
	- {id: ROLES, environment: bare, checks: [{use: lib, role: owner}]}
	- {id: TRIED, environment: lab, checks: [{id: tried, drill: try}]}
	- {id: AWAY, environment: spare, checks: [{id: tried, drill: try}]}
	drills:
	- {id: try, environment: lab, of: back, run: 'true', every: 90d, verify: [{id: ok, run: 'true'}], evidence: {path: docs/evidence/, require: [operator, candidate, commands, ticket], require_on_fail: [follow_up_owner]}}
	- {id: hot, environment: open, run: 'true', verify: [{id: ok, run: 'true'}]}
	- {id: idle, environment: lab, title: nothing yet}
	checks:
	- {id: lib, manual: The rack is off, role: reviewer}
	- {id: probe, run: cat numbers.json}
	- {id: spike, run: cat numbers.json, expect: {json: {'$.*': {lt: {baseline: numbers, factor: 2}}}}}
	freezes:
	- {id: ice, reason: verified, paths: [playbooks/ice.sh]}
	deprecation: {path: playbooks/deprecated/, purge: {require: [replacement_verified, unreferenced, checkpoint, {milestone: FRESH}]}}
	rollbacks:
	- {id: back, environment: lab, inputs: {release: 'v\\d+'}, run: 'true', guard: [{id: g, run: 'true'}], stop: [{id: s, run: 'true'}], verify: [{id: ok, run: 'true'}]}
	- {id: hand}
	- {id: home, environment: prod, run: 'true', verify: [{id: ok, run: 'true'}]}
	- {id: pick, environment: lab, inputs: {release: 'v\\d+'}, approval: {role: owner}, run: 'true', verify: [{id: ok, run: 'true'}]}
	- {id: gone, environment: lab, irreversible: true, remediation: tell them, run: 'true', verify: [{id: ok, run: 'true'}]}
	EOT
}

# judged_repo: in r the ledger up to $BASE (people, the runbook in force), beside it the server r.git.
judged_repo () {
	new_repo r && cd r && mkdir -p playbooks/deprecated playbooks/in releases &&
	for file_ in a.sh a.in b.sh ice.sh in/1 in/2 deprecated/old.sh; do
		echo "echo $file_" >playbooks/$file_ || return 1
	done &&
	printf '# Replacement: %s\n' FRESH >playbooks/deprecated/gone.sh && printf '# Replacement: %s\n' none >playbooks/deprecated/alone.sh &&
	printf '# Replacement: %s\n' GATED >playbooks/deprecated/gated.sh && printf '# Replacement: %s\n' nobody.sh >playbooks/deprecated/lost.sh && echo 'look into named.sh' >notes && cp playbooks/deprecated/gone.sh playbooks/deprecated/named.sh &&
	printf 'a:\n  image: redis:latest\n' | tee releases/lab.yaml releases/spare.yaml >releases/prod.yaml &&
	git add -A && git commit -q -m files && git mcade init --no-hooks >../log 2>&1 &&
	cp -R "$STATE_OF_OWNER" ../state &&
	judged_runbook_ "$(git config mcade.ledgerId)" >runbook.yaml && git add -A &&
	git commit -q -m runbook && git mcade adopt >>../log 2>&1 || { cat ../log; return 1; }
	git mcade trust add operator --key "$(key_of operator)" --email operator@example.com \
		--name 'Otto Operator' --role operator >>../log 2>&1 &&
	git mcade trust add reviewer --key "$(key_of reviewer)" --email reviewer@example.com \
		--name 'Rita Reviewer' --role reviewer --role operator >>../log 2>&1 &&
	as_person operator true && as_person reviewer true || { cat ../log; return 1; }
	tick 60
	BASE=$(git rev-parse $LEDGER) && CODE=$(git rev-parse HEAD) && git checkout -q --detach &&
	( cd .. && git init -q --bare r.git && cd r.git &&
		echo "$TRASH/r/.git/objects" >objects/info/alternates &&
		git update-ref refs/heads/main "$CODE" &&
		git config receive.autogc false &&
		git mcade hooks install --expect-genesis "$(git -C ../r config mcade.ledgerId)" >>../log 2>&1 ) &&
	printf '%s\n' "$(start_of A lab; content_lines)" "Settings: $ZERO" | craft $BASE owner >asked &&
	SETTINGS=$(errors_of "$(cat asked)" | sed -n 's/.*of .releases\/lab.yaml. than.*|\(.*\)|.*/\1/p') && export SETTINGS &&
	git update-ref $LEDGER $BASE && forget && cd ..
}

# --- what the doors say -------------------------------------------------------------------------

# forget: nothing is remembered but the genesis.
forget () {
	rm -rf "$STATE_OF_OWNER" && cp -R "$TRASH/state" "$STATE_OF_OWNER"
}

# errors_of COMMIT: the audit's status, then "rule sequence|message|expected|found" of each error; one line
# for each goes to $MET too.
errors_of () {
	git update-ref $LEDGER "$1" && forget || return 1
	git mcade audit --json >audit.json 2>audit.err
	echo $?
	errors_in audit.json
}
# Findings are flat: read with patterns, which start at once.
errors_in () {
	perl -ne '
		my $string = qr/"(?:[^"\\]|\\.)*"/;
		s/^.*?"findings":\[// or next;
		for (/\{((?:[^{}"]|$string)*)\}/g) {
			my %f = /"(\w+)":($string|\d+)/g;
			s/^"(.*)"$/$1/s, s/\\([nt"\\\/])/{n => "\n", t => "\t"}->{$1} \/\/ $1/ge for values %f;
			next unless ($f{severity} // "") eq "error";
			print join("|", "$f{rule} " . ($f{sequence} // "-"), map({ $f{$_} // "" } qw(message expected found))), "\n";
		}' <$1
}

# receive PARENT COMMIT: the server has PARENT, COMMIT is pushed; its words go to push.err.
receive () {
	git -C ../r.git update-ref $LEDGER "$1" && forget &&
	git push -q ../r.git "$2:$LEDGER" 2>push.err
}

# stands COMMIT: what status says there of each environment, but for the sequence.
# Left out is what is owed to logs: an event of trust counts in the chain whatever it says, and so it has its
# entry there.
stands () {
	git update-ref $LEDGER "$1" && forget || return 1
	for env_ in lab prod bare; do
		git mcade status --env $env_ --json 2>&1 | sed -e 's/^{"schema":[^[]*//' \
			-e 's/{"path":"docs\/deployments\/[^}]*},\{0,1\}//g' -e 's/"day":"[^"]*","acts":[0-9]*,"first":[0-9]*,"last":[0-9]*,//g' \
			-e 's/{"files":\[\]},\{0,1\}//g' || return 1
	done
}
stood () { # of a parent: the same, once
	[ -f "$TRASH/stands.$1" ] || stands $1 >"$TRASH/stands.$1" || return 1
	cp "$TRASH/stands.$1" before
}

sequence_of () {
	raw "$1" | sed -n 's/^Mcade-Sequence: //p'
}
# own_errors PARENT COMMIT: those of COMMIT's own; all in `errors`, the sequence in $sequence_.
own_errors () {
	sequence_=$(($(sequence_of "$1") + 1))
	errors_of "$2" >errors && sed 1d errors | grep "^[a-z-]* $sequence_|" >own_errors
	return 0
}

# counts PARENT COMMIT: no door says no.
counts () {
	own_errors "$1" "$2"
	[ ! -s own_errors ] && [ "$(head -n 1 errors)" -lt 2 ] ||
		{ echo "the control is refused:" >&4; cat errors >&4; return 1; }
	receive "$1" "$2" || { cat push.err >&4; return 1; }
}

integrity_ () {
	[ "${1%%,*}" = ledger-integrity ]
}
# does_not_count RULE[,RULE] PARENT COMMIT: the audit names it, the server refuses it, nothing moves.
does_not_count () {
	own_errors "$2" "$3"
	cat own_errors >>"$MET"
	[ "$(cut -d' ' -f1 own_errors | sort -u)" = "$(echo "$1" | tr , '\n' | sort)" ] &&
	[ "$(head -n 1 errors)" = "$(integrity_ "$1" && echo 3 || echo 1)" ] || {
		echo "audit: expected $1 of event $sequence_, found:" >&4
		cat errors >&4
		return 1
	}
	if receive "$2" "$3"; then
		echo 'pushed, and not refused' >&4
		return 1
	fi
	test_grep "^remote: mcade: refused \[${1%%,*}\] " push.err || return 1
	if integrity_ "$1"; then
		git update-ref $LEDGER "$3" && forget && untrusted git mcade status --env lab 2>err
	else
		stood "$2" && stands "$3" >after && test_cmp before after
	fi
}

# attack TITLE RULE PARENT WHO LINES [CHANGE [PERL]]: beside the event of LINES, which counts, the
# same with CHANGE does not. PARENT, WHO: also "BAD:GOOD", where the two differ in that.
attack () {
	title_=$1 rule_=$2 parent_=${3%:*} good_parent_=${3#*:} who_=${4%:*} good_who_=${4#*:}
	lines_=$5 change_=$6 edit_=$7 control_=
	printf '%s\n' "$change_" "$edit_" >>"$TRASH/changed"
	test_expect_success "$1" '
		cd r &&
		control_passes &&
		crafted_=$(printf "%s\n" "$lines_" "$change_" | craft $parent_ $who_ "$edit_") &&
		does_not_count "$rule_" $parent_ $crafted_
	'
	cd "$TRASH/r" || exit 1
}

# Once for each control.
control_passes () {
	sum_=$TRASH/control.$(printf '%s\n' "$good_parent_ $good_who_ $lines_" | sha1sum | cut -c1-40)
	[ -f "$sum_" ] && return 0
	control_=$(printf '%s\n' "$lines_" | craft $good_parent_ $good_who_) &&
	counts $good_parent_ $control_ && touch "$sum_"
}

# situation NAME PARENT WHO LINES: $NAME is the ledger with that event, which counts.
situation () {
	grow_=$1
	printf '%s\n' "$4" | craft $2 $3 >grown 2>err && counts $2 "$(cat grown)" 4>&2 ||
		{ cat err >&2; echo "Bail out! no situation $grow_"; exit 1; }
	eval "$grow_=$(cat grown)"
}

# said NAME PARENT WHO LINES: a situation whose last event does not count.
said () {
	made_=$(printf '%s\n' "$4" | craft $2 $3) && eval "$1=$made_" && own_errors $2 $made_ && [ -s own_errors ] ||
		{ echo "Bail out! it counts: $1"; exit 1; }
}

MET=$TRASH/met

# --- events of steps, as an honest client would write them ------------------------------------

# digests_of STEP ENV: what the judge expects of a start, asked by a start that says nothing right.
digests_of () {
	file_=$TRASH/digests.$1.$2
	[ -f "$file_" ] || {
		printf '%s\n' "start $1 $2" "Definition: $ZERO" "Checks: $ZERO" | craft $BASE owner >asked &&
		errors_of "$(cat asked)" | sed -n "s/.*another definition of .*|\(.*\)|.*/Definition: \1/p
			s/.*another list of checks .*|\(.*\)|.*/Checks: \1/p" >"$file_"
	}
	cat "$file_"
}

# files_of STEP: what it runs, as the commit has it.
files_of () {
	case $1 in
	A) set -- a.sh a.in ;;
	OLD) set -- deprecated/old.sh ;;
	ICE) set -- ice.sh ;;
	MANY) set -- b.sh in/1 in/2 ;;
	*) set -- b.sh ;;
	esac
	field_=Uses
	for file_ in "$@"; do
		echo "$field_: sha256:$(sha256sum <"playbooks/$file_" | cut -d' ' -f1) playbooks/$file_"
		field_=Input
	done
}

# tip_line: main as it is here and at the server, whatever event named it since.
tip_line () {
	echo "Tip: $(git rev-parse main) refs/heads/main"
}
start_of () {
	echo "start $1 $2" && digests_of $1 $2 && files_of $1 && echo "Code: $CODE" && tip_line &&
	case $1 in SIGNED | AFTER | TOLD | HEARD | TRUSTS) content_lines ;; esac
}
# hand_of ENV [LINES]: a person did HAND.
hand_of () {
	printf '%s\n' "attest HAND $1" 'says done' 'Verdict: pass' 'Restore: /backup' "Code: $CODE" &&
	digests_of HAND $1 && content_lines && tip_line && shift && printf '%s\n' "$@"
}
# approval_of STEP ENV [LINES]: of what is released, the step and its checks.
approval_of () {
	printf '%s\n' "approve $1 $2" 'says seen' 'Verdict: pass' 'Expires: 2026-01-28T12:00:00Z' "Code: $CODE" &&
	digests_of $1 $2 && content_lines && shift 2 && printf '%s\n' "$@"
}
# finish_of, verify_of, complete_of, abandon_of STEP ENV RUN; skip_of, reopen_of STEP ENV
finish_of () {
	printf '%s\n' "finish $1 $2" "Run: $3" 'Result: ok' 'Exit: exit status 0' 'Restore: /backup' 'Check: up pass'
}
abandon_of () {
	printf '%s\n' "abandon $1 $2" 'says its machine died' "Run: $3" 'Result: lost'
}
skip_of () {
	printf '%s\n' "skip $1 $2" 'says not here' 'Rule: absence'
}
reopen_of () {
	printf '%s\n' "reopen $1 $2" 'says once more' 'Verdict: fail'
}
verify_of () {
	printf '%s\n' "verify $1 $2" "Run: $3" 'Verdict: pass' 'Check: up pass' "Code: $CODE" &&
	tip_line && digests_of $1 $2
}
complete_of () {
	printf '%s\n' "complete $1 $2" "Run: $3" 'Log: docs/deployments/2026-01-28.md' && tip_line &&
	{ [ $1 = A ] || echo 'Without: pins'; }
}
# pin_of ENV VALUE [FILE]: with the manifest that says so.
pin_of () {
	printf 'a:\n  image: %s\n' "$2" >"manifest.$1" &&
	printf '%s\n' "pin - $1" "Pin: a.image=$2" "attach releases/$1.yaml ${3:-manifest.$1}"
}
# on_main PATH FILE: the commit that has FILE there, the newest of main, here and at the server.
on_main () {
	rm -f "$TRASH"/stands.*
	GIT_INDEX_FILE=$TRASH/.on_main && export GIT_INDEX_FILE && git read-tree main &&
	git update-index --add --cacheinfo "100644,$(git hash-object -w "$2"),$1" &&
	on_main_=$(git commit-tree -p main -m "$1" "$(git write-tree)") && unset GIT_INDEX_FILE &&
	git update-ref refs/heads/main $on_main_ &&
	{ [ ! -d ../r.git ] || git -C ../r.git update-ref refs/heads/main $on_main_; } && echo $on_main_
}
# adopt_of FILE: that runbook.
adopt_of () {
	printf '%s\n' adopt "Tip: $(on_main runbook.yaml "$1") refs/heads/main" 'Rules: 3' \
		"Runbook: sha256:$(sha256sum <"$1" | cut -d' ' -f1)" "attach runbook.yaml $1"
}
# runbook_less SED NAME: the runbook in force, edited, as the file NAME.
runbook_less () {
	sed "$1" runbook.yaml >"$2" && echo "$2"
}

# content_lines: what the commit holds, and the candidate that it is without a pin; asked like digests.
content_lines () {
	[ -f "$TRASH/content" ] || {
		printf '%s\n' "$(start_of A lab)" "Content: $ZERO" | craft $BASE owner >asked &&
		errors_of "$(cat asked)" | sed -n 's/.*the whole tree.*|\(.*\)|.*/\1/p' >"$TRASH/content"
	}
	echo "Content: $(cat "$TRASH/content")"
	echo "Candidate: sha256:$(printf '%s' "$(cat "$TRASH/content")" | sha256sum | cut -d' ' -f1)"
}
# with PIN: the candidate that the content is with it
with () {
	echo "sha256:$(printf '%s\na.image=%s' "$(cat "$TRASH/content")" $1 | sha256sum | cut -d' ' -f1)"
}
# promoted_as: the candidate, as what is complete in lab makes it
promoted_as () {
	echo "Candidate: sha256:$(printf '%s\na.image=%s' "$(cat "$TRASH/content")" $IMAGE | sha256sum | cut -d' ' -f1)"
}
# promote_of ENV SOURCE: what is complete there, with its pin
promote_of () {
	printf 'a:\n  image: %s\n' "$IMAGE" >"manifest.$1" &&
	printf '%s\n' "promote - $1" "Source: $2" "Code: $CODE" "$(tip_line)" "Pin: a.image=$IMAGE" \
		"attach releases/$1.yaml manifest.$1" && content_lines | grep Content && promoted_as
}
# release_of STEP: its start in prod, of what was promoted there
release_of () {
	start_of $1 prod && content_lines | grep Content && promoted_as
}
# change: lines of an event as a change of another.
change () {
	sed '1d; s/^[A-Z]/=&/'
}
# trust_of PARENT PERL: its trust.yaml, of the next version, edited.
trust_of () {
	file_=trust.$(printf '%s\n' "$@" | sha1sum | cut -c1-12)
	git show $1:trust.yaml | perl -0777 -pe 's/^version: (\d+)/"version: " . ($1 + 1)/e;'"$2" >$file_ &&
	echo trust && git show $1:trust.yaml | sed -n '/^principals:/,/^roles:/s/^  \([a-z]*\):$/Principal: \1/p' &&
	echo "attach trust.yaml $file_"
}
# revocation PARENT: of all that the operator has.
OTTO_GOES='s/^(  operator:.*?)    keys:(.*?)    roles:.*?(?=^  \w)/$1    revoked:$2/ms'
OTTO_KEY=$(cut -d' ' -f1,2 <$ROSTER/operator.pub)
revocation () {
	trust_of $1 "$OTTO_GOES" && echo "Revoked: $OTTO_KEY"
}
# phase_of STEP ENV COMMIT
phase_of () {
	git update-ref $LEDGER $3 && forget &&
	git mcade status --env $2 --json | sed "s/.*{\"id\":\"$1\",\"phase\":\"\([a-z]*\)\".*/\1/"
}
