#!/bin/sh
test_description='a run whose process was killed is recorded as lost, by who began it, where nothing of it is left'
test_story=yes
. "${0%/*}/lib.sh"
. "$SOURCE_DIR/t/lib-team.sh"

make_team || { echo "Bail out! no team"; exit 1; }
subject () {
	git -C b log -1 --format=%s $LEDGER
}
phase () {
	as_operator git mcade status --env prod --json | grep -o "\"id\":\"$1\",\"phase\":\"[a-z]*\"" | cut -d\" -f8
}
where () {
	as_person operator sh -c 'find "$HOME/.local/state/git-mcade" -path "*/running/*" -type f' | sort
}
# begin STEP: it runs; $pid is this program, $command what it runs.
begin () {
	rm -f pid-of-*
	( cd b && be_person operator && exec git-mcade run "$1" --env prod --no-fetch >../run.log 2>&1 ) &
	pid=$!
	for i in $(seq 100); do
		command=$(cat pid-of-* 2>/dev/null) && [ -n "$command" ] && return 0
		sleep 0.1
	done
	cat run.log >&4
	return 1
}
# end PID...: they are killed, and gone.
end () {
	kill -9 "$@" 2>/dev/null
	for which_; do
		wait "$which_" 2>/dev/null
		while kill -0 "$which_" 2>/dev/null; do sleep 0.1; done
	done
}
# die STEP: it is killed, and its command with it.
die () {
	begin "$1" && end $pid "$command" && tick
}

test_expect_success 'setup: another step that sleeps' '
	( cd a && sed -i "s/^- id: B/- {id: G, run: \"echo \$\$ >\\\\\"\$MCADE_VAR_pid.g\\\\\"; exec sleep 60\", pins: []}\n&/" runbook.yaml && git commit -q -a -m G && git push -q origin main && git mcade sync && git mcade adopt && git mcade sync ) &&
	as_operator git pull -q && as_operator git mcade sync && tick
'
test_expect_success 'while it lives it is nobody s to end: not lost, not abandoned' '
	begin B && where >own && test_line_count 1 own && test "$(stat -c %a "$(cat own)")" = 600 && was=$(tip b) && as_operator git mcade sync && test "$(subject)" = "start B in prod" &&
	as_operator git mcade status --json >out && test_grep "\"pending\":\[\]" out && as_operator refused git mcade abandon B --env prod -m x 2>err && test_grep "still runs here" err
'
test_expect_success 'nor where its command has ended and it is about to say so' '
	end $pid "$command" && as_operator git mcade sync && tick && begin B && kill -STOP $pid && kill -9 "$command" && sleep 1 && was=$(tip b) && as_operator git mcade sync 2>err && test "$(tip b)" = "$was" && kill -CONT $pid && { wait $pid || :; } &&
	test "$(said b $LEDGER Result)" = failed && test -z "$(where)" && tick && begin B && where >own && was=$(tip b)
'
test_expect_success 'nor while the command that it left behind does' '
	end $pid && as_operator git mcade sync && test "$(subject)" = "start B in prod" && as_operator git mcade status --json >out && test_grep "\"pending\":\[\]" out &&
	as_operator refused git mcade abandon B --env prod -m x 2>err && test_grep "still runs here" err && test "$(tip b)" = "$was"
'
test_expect_success 'then reading commands tell of it, with the command that helps, and record nothing' '
	end "$command" && as_operator git mcade status --env prod >out && test_grep "not recorded yet: B in prod is lost" out && test_grep "next: *git mcade sync" out &&
	as_operator git mcade status --json >out && test_grep "\"pending\":\[{\"step\":\"B\",\"environment\":\"prod\",\"run\":\"[0-9a-f]*\",\"result\":\"lost\",\"resume\":false}\]" out &&
	as_operator git mcade show B >out && test_grep "next *git mcade sync" out && test "$(tip b)" = "$was" && test_cmp own - <<-EOT
	$(where)
	EOT
'
# unsigned: sync signs nothing, and nothing is told of.
unsigned () {
	was_=$(tip b) && as_operator git mcade sync >out 2>err && test "$(tip b)" = "$was_" && as_operator git mcade status --json >out && test_grep "\"pending\":\[\]" out
}
# says EXPRESSION: the same file with other words.
says () {
	sed "$1" good >other && cat other >"$file"
}
test_expect_success 'nothing is signed where one cannot tell: another file, another host or namespace, half a file, nothing' '
	file=$(cat own) && cp -p "$file" good && mv "$file" aside && unsigned && cp -p good "$file" && unsigned && rm "$file" && ln -s "$TRASH/aside" "$file" && unsigned && mv aside "$file" &&
	says "3s/.*/elsewhere/" && unsigned && says "1s/1/2/" && unsigned && head -c 40 good >"$file" && unsigned && : >"$file" && unsigned && says "2s/ .*/ 0000000001/" && unsigned &&
	if [ -z "$PORTABLE" ]; then says "4s/pid:.*/pid:[1]/" && unsigned; fi && cat good >"$file"
'
test_expect_success 'nor where others may write the file' '
	chmod 640 "$file" && was=$(tip b) && as_operator git mcade sync 2>err && test "$(tip b)" = "$was" && test_grep "can be written or read by others" err && chmod 600 "$file"
'
test_expect_success 'nor in a copy of the repository, nor by another person in it' '
	cp -R b copy && ( cd copy && be_person operator && git mcade sync 2>err && git mcade status --json >../out ) && test_grep "\"pending\":\[\]" out && test "$(git -C copy log -1 --format=%s $LEDGER)" = "start B in prod" &&
	as_operator git push -q origin mcade/ledger && ( cd a && git mcade sync && git mcade status --json >../out ) && test_grep "\"pending\":\[\]" out && test "$(git -C a log -1 --format=%s $LEDGER)" = "start B in prod" &&
	hers=$HOME/.local/state/git-mcade/$(git config -f b/.git/config mcade.ledgerId)/running/$(basename "$(dirname "$file")") && ( cd b && git mcade join --no-hooks ) && mkdir -p "$hers" && ln "$file" "$hers/" &&
	( cd b && git mcade sync 2>../err && test "$(tip .)" = "$was" ) && test_grep "another person started it" err && rm -r "$hers"
'
test_expect_success 'the next act records it first, as lost and no more, and what it was follows' '
	as_operator git mcade block C --env prod --until later -m x --no-fetch 2>err && test_grep "recorded .* finish B in prod: lost" err && test "$(said b $LEDGER Event)" = block &&
	test "$(said b $LEDGER~1 Event)" = finish && test "$(said b $LEDGER~1 Result)" = lost && test "$(said b $LEDGER~1 Run)" = "$(basename "$file")" && test -z "$(said b $LEDGER~1 Contested)" && test -z "$(said b $LEDGER~1 Occurred)" &&
	test "$(phase B)" = failed && test -z "$(where)" && ! ls b/.git/mcade-run-* 2>/dev/null && as_operator refused git mcade complete B --env prod && same_everywhere && as_operator git mcade log B >out && test_grep "finish B in prod: lost" out
'
test_expect_success 'two at once, each once; sync publishes them' '
	begin B && one=$pid && two=$command && begin G && end $one $two $pid "$command" && tick && where >own && test_line_count 2 own && as_operator git mcade sync 2>err && test_grep "finish B in prod: lost" err && test_grep "finish G in prod: lost" err && test -z "$(where)" &&
	test "$(tip b)" = "$(tip remote.git)" && was=$(tip b) && same_everywhere && test "$(tip b)" = "$was"
'
test_expect_success 'run --resume does it, too, and says so; and nothing where nothing is lost' '
	die B && as_operator git mcade run --resume --json >out 2>err && test_grep "\"schema\":\"mcade/run/1\"" out && test_grep "\"result\":\"lost\"" out && test "$(said b $LEDGER Result)" = lost && was=$(tip b) &&
	as_operator usage git mcade run --resume && test "$(tip b)" = "$was"
'
test_expect_success 'another run of it records that first, and runs' '
	die B && begin B && kill "$command" && { wait $pid || :; } && test "$(said b $LEDGER~2 Result)" = lost && test "$(said b $LEDGER~1 Event)" = start && test "$(said b $LEDGER Result)" = failed && test -z "$(where)" && tick && same_everywhere
'
test_expect_success 'who abandons it says more of it: that is recorded, and nothing else' '
	die B && as_operator git mcade abandon B --env prod -m "the battery" && test "$(said b $LEDGER Event)" = abandon && test -z "$(where)" && as_operator git mcade sync && test "$(said b $LEDGER Event)" = abandon
'
test_expect_success 'where another has abandoned it meanwhile, there is nothing to say' '
	die B && as_operator git push -q origin mcade/ledger && tick 3600 && meanwhile abandon B --env prod -m died && as_operator git mcade sync && test "$(said b $LEDGER Event)" = abandon && test -z "$(where)" && same_everywhere
'
test_expect_success 'killed when it had kept its end: that is known, and no loss' '
	die B && run=$(basename "$(where)") && mkdir -p b/.git/mcade/pending && : >"b/.git/mcade/pending/$run" && was=$(tip b) && as_operator git mcade sync && test "$(tip b)" = "$was" &&
	rm "b/.git/mcade/pending/$run" && as_operator git mcade sync && test "$(said b $LEDGER Result)" = lost
'
test_expect_success 'killed before its start was recorded: nothing was begun' '
	die B && was=$(tip b) && file=$(where) && run=$(basename "$file") && other=$(printf %032d 7) && mv "$file" "$(dirname "$file")/$other" &&
	as_operator git mcade sync && test "$(tip b)" = "$was" && mv "$(dirname "$file")/$other" "$file" && as_operator git mcade sync && test "$(said b $LEDGER Run)" = "$run"
'
test_expect_success 'after a power cut a number means another process' '
	die B && file=$(where) && cp -p "$file" good && { sleep 60 & } && other=$! && says "2s/ .*/ $(printf %010d $other)/" && unsigned && cp -p other good &&
	if [ -z "$PORTABLE" ]; then says "4s/^[^ ]*/another-boot/"; else kill $other && { wait $other || :; }; fi && as_operator git mcade sync && test "$(said b $LEDGER Result)" = lost && { kill $other 2>/dev/null || :; }
'
test_expect_success 'two acts that see it at once: one records it, and neither refuses what the other did' '
	as_operator git mcade unblock C --env prod -m x && die B && run=$(basename "$(where)") && both_at_once && cat err.C err.D >err && test_grep ! refused err && test "$(grep -c "finish B in prod: lost" err)" = 1 && test -z "$(where)" &&
	test "$(git -C b log --format=%B $LEDGER | grep -c "^Mcade-Run: $run")" = 1 && test "$(phase B)" = failed
'
test_done
