/*
 * world/check, world/run: real probes against the real world, described as a runbook would.
 * The word before the first "_" of a check's id is the verdict that it must get.
 */
/* shows: C48 D28 D46 E39 */
#include "world/run.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "runbook/runbook.h"

#include "../t/unit/tap.h"

extern char **environ;
static char root[64];

static const char checks_text[] =
	"version: 1\n"
	"name: checks\n"
	"vars: {who: world}\n"
	"secrets: [DB_PASSWORD]\n"
	"targets: {here: [sh, -s]}\n"
	"environments: [{id: staging}]\n"
	"steps:\n"
	"- id: S1\n"
	"  run: 'true'\n"
	"  changes_state: false\n"
	"  pins: []\n"
	"  verify:\n"
	"  - {id: pass_true, run: 'true'}\n"
	"  - {id: fail_false, run: 'false'}\n"
	"  - {id: warn_false, run: 'false', on_fail: warn}\n"
	"  - {id: pass_exit, run: exit 3, expect: {exit: 3}}\n"
	"  - {id: pass_scalar, run: echo PONG, expect: PONG}\n"
	"  - {id: fail_scalar, run: echo PONG; exit 1, expect: PONG}\n"
	"  - {id: pass_eq, run: echo a, expect: {stdout: {eq: a}}}\n"
	"  - {id: fail_ne, run: echo a, expect: {stdout: {ne: a}}}\n"
	"  - {id: pass_num, run: echo 42, expect: {stdout: {gt: 41, le: 42}}}\n"
	"  - {id: fail_num, run: echo 42, expect: {stdout: {lt: 42}}}\n"
	"  - {id: pass_in, run: echo b, expect: {stdout: {in: [a, b]}}}\n"
	"  - {id: pass_contains, run: echo abc, expect: {stdout: {contains: bc}}}\n"
	"  - {id: fail_contains, run: echo abc, expect: {stdout: {contains: xyz}}}\n"
	"  - {id: pass_match, run: 'printf \"one\\ntwo\\n\"', expect: {stdout: {matches: "
	"'^two$'}}}\n"
	"  - {id: fail_notmatch, run: echo two, expect: {stdout: {not_matches: tw}}}\n"
	"  - {id: pass_stderr, run: echo oops >&2, expect: {stderr: oops}}\n"
	"  - {id: pass_empty, run: 'true', expect: {stdout: {empty: true}}}\n"
	"  - {id: pass_json, run: 'echo ''{\"a\": [1, 2]}''', expect: {json: {'$.a[*]': {ge: "
	"1}}}}\n"
	"  - {id: fail_json, run: 'echo ''{\"a\": [1, 2]}''', expect: {json: {'$.b': {exists: "
	"true}}}}\n"
	"  - {id: fail_nojson, run: echo hello, expect: {json: {'$.b': {exists: true}}}}\n"
	"  - {id: pass_any, run: echo b, expect: {any: [{stdout: a}, {stdout: b}]}}\n"
	"  - {id: fail_any, run: echo c, expect: {any: [{stdout: a}, {stdout: b}]}}\n"
	"  - {id: error_timeout, run: sleep 30, timeout: 1s}\n"
	"  - {id: error_noprogram, run: [no-such-program]}\n"
	"  - {id: error_flood, run: 'yes | head -c 3000000', expect: {stdout: {contains: y}}}\n"
	"  - {id: pass_flood, run: 'yes | head -c 3000000'}\n"
	"  - {id: pass_list, run: [printf, '%s', '${{ vars.who }}; $(id)'], "
	"expect: {stdout: 'world; $(id)'}}\n"
	"  - {id: pass_shell, run: 'echo $MCADE_VAR_who $MCADE_STEP $MCADE_ENVIRONMENT', "
	"expect: world S1 staging}\n"
	"  - {id: pass_target, on: here, run: 'echo $0 $MCADE_STEP $DB_PASSWORD | wc -w', "
	"expect: '3'}\n"
	"  - {id: pass_target_list, on: here, run: [printf, '%s', \"it's ${{ vars.who }}; "
	"$(id)\"], expect: {stdout: \"it's world; $(id)\"}}\n"
	"  - {id: fail_target_list, on: here, run: [sh, -c, 'exit 1']}\n"
	"  - {id: not-applicable_row, run: echo 1, capture: {n: '1'}, when: {env.ALLOW_PROD: "
	"'2'}}\n"
	"  - {id: error_template, run: [echo, '${{ checks.not-applicable_row.n }}']}\n"
	"  - {id: pass_file, file: here.txt, expect: {matches: '^line 2$', size: 14, mode: "
	"'0640'}}\n"
	"  - {id: pass_exists, file: here.txt}\n"
	"  - {id: fail_exists, file: gone.txt}\n"
	"  - {id: pass_gone, file: gone.txt, expect: {exists: false}}\n"
	"  - {id: fail_fifo, file: fifo, expect: {matches: x}}\n"
	"  - {id: pass_env, env: ALLOW_PROD, expect: '1'}\n"
	"  - {id: fail_env, env: NOT_SET_AT_ALL}\n"
	"  - {id: not-applicable_when, run: 'false', when: {env.ALLOW_PROD: '2'}}\n"
	"  - {id: pass_when, run: 'true', when: {env.ALLOW_PROD: '1'}}\n"
	"  - {id: error_when, run: 'false', when: {checks.not-applicable_row.n: '1'}}\n"
	"  - {id: pass_rows, run: echo 41, capture: {n: '^(\\d+)$'}}\n"
	"  - {id: pass_more, run: echo 42, capture: {later: '4'}, expect: {stdout: {gt: '${{ "
	"checks.pass_rows.n "
	"}}'}}}\n"
	"  - {id: fail_less, run: echo 40, expect: {stdout: {gt: '${{ checks.pass_rows.n "
	"}}'}}}\n"
	"  - {id: fail_capture, run: echo none, capture: {n: '^(\\d+)$'}}\n"
	"  - {id: pass_again, output_of: pass_scalar, expect: {stdout: PONG}}\n"
	"  - {id: error_again, output_of: pass_exists, expect: {stdout: PONG}}\n"
	"  - {id: pass_use, use: fail_scalar, expect: {exit: 1, stdout: PONG}}\n"
	"  - {id: pass_retry, run: 'echo x >>count; test $(wc -l <count) -ge 3', "
	"retry: {count: 5, delay: 1s}}\n"
	"  - {id: pass_created, run: 'echo x >out-1.txt', expect: {created: 'out-*.txt'}}\n"
	"  - {id: fail_created, run: 'true', expect: {created: 'other-*.txt'}}\n"
	"  - {id: fail_secret, run: echo x, expect: hunter2}\n"
	"  - {id: error_secret, run: [hunter2]}\n"
	"  - {id: not-applicable_secret, run: 'false', when: {env.ALLOW_PROD: hunter2}}\n";

/* Judged on what the command wrote; a secret is masked where it is shown and stored. */
static const char output_text[] =
	"version: 1\n"
	"name: output\n"
	"targets: {here: [env, -u, NO_COLOR, sh, -s]}\n"
	"secrets: [DB_PASSWORD]\n"
	"environments: [{id: staging}]\n"
	"steps:\n"
	"- id: S1\n"
	"  run: 'true'\n"
	"  changes_state: false\n"
	"  pins: []\n"
	"  verify:\n"
	"  - {id: pass_secret, run: 'echo the $DB_PASSWORD is', expect: the hunter2 is}\n"
	"  - {id: fail_masked, run: 'echo the $DB_PASSWORD is', expect: the *** is}\n"
	"  - {id: pass_colour, run: 'printf \"\\033[32mactive\\033[0m\\n\"', expect: active}\n"
	"  - {id: pass_red, run: 'printf \"\\033[31m42\\033[0m\\n\" >&2; printf \"\\033[31m42"
	"\\033[0m\\n\"', capture: {n: '^(\\d+)$'}, expect: {stderr: '42', n: '42'}}\n"
	"  - {id: pass_asked, run: 'echo $NO_COLOR $ANSIBLE_NOCOLOR $ANSIBLE_FORCE_COLOR', "
	"expect: "
	"'1 1 0'}\n"
	"  - {id: pass_target, on: here, run: 'echo $NO_COLOR', expect: '1'}\n"
	"  - {id: pass_middle, run: 'yes | head -c 3000000; echo n=7; yes | head -c 3000000', "
	"capture: {n: '^n=(\\d)$'}, expect: {n: 7}}\n"
	"  - {id: error_later, output_of: pass_middle, capture: {n: '^n=(\\d)$'}}\n"
	"  - {id: error_pattern, run: echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab, "
	"capture: "
	"{n: '^(a+)+$'}}\n"
	"  - {id: fail_cut, run: 'printf %0197d 0; echo $DB_PASSWORD hunter2', expect: "
	"{stdout: "
	"{contains: z}}}\n"
	"  - {id: error_any, run: 'yes | head -c 3000000', expect: {any: [{stdout: {contains: "
	"y}}]}}\n"
	"  - {id: pass_kept, run: 'echo the $DB_PASSWORD is', capture: {pw: 'the (\\w+)'}}\n"
	"  - {id: pass_given, run: ['printf', '%s', '${{ checks.pass_kept.pw }}'], expect: "
	"hunter2}\n";

static const struct runbook *parse(const char *text, struct arena *a)
{
	const struct runbook *rb;
	struct err err = {0};

	if (!runbook_parse(bytes_text(text), "runbook.yaml", a, &rb, &err))
		return rb;
	printf("Bail out! runbook.yaml:%u:%u: %s\n", err.at.line, err.at.column, err.text);
	exit(1);
}

static void put(const char *name, const char *text, mode_t mode)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", root, name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (write(fd, text, strlen(text)) < 0 || fchmod(fd, mode) < 0)
		printf("# cannot write %s\n", path);
	close(fd);
}

static bool in_evidence(const struct evidence_items *list, const char *text)
{
	for (size_t i = 0; i < list->count; i++)
		if (memmem(list->items[i].bytes.data, list->items[i].bytes.len, text,
			   strlen(text)))
			return true;
	return false;
}

static void test_evidence(const struct evidence_items *list)
{
	ok(in_evidence(list, "\nexpect: pass | stdout |") &&
		   in_evidence(list, "outcome: exit status 3") &&
		   in_evidence(list, "\nname: check.pass_true\n"),
	   "evidence names what was expected and found");
	ok(in_evidence(list, "\ncommand: [\"/bin/sh\",\"-c\",\"exit 3\"]\n") &&
		   in_evidence(list, "\n\tPONG\n"),
	   "what was asked, and what it said behind a tab");
	ok(in_evidence(list, "\ncaptured: {\"n\":\"41\"}\n"),
	   "what later checks were told of it");
}

static void test_checks(const char *text)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct runbook *rb = parse(text, &a);
	struct run_request request = {.runbook = rb,
				      .environment = runbook_environment(rb, "staging"),
				      .step = runbook_step(rb, "S1"),
				      .root = root,
				      .environ_ = environ,
				      .verify_only = true};
	struct run_outcome o;
	struct err err = {0};
	unsigned shown = 0;
	struct run run;

	if (!ok(!run_open(&run, &request, &a, &err), "checks were asked"))
		printf("# %s\n", err.text);
	run_verify(&run, &o);
	for (size_t i = 0; i < o.verify.count; i++) {
		const struct checked *r = &o.verify.items[i];
		const char *word = check_verdict_word(r->verdict);

		ok(!strncmp(r->id, word, strlen(word)) && r->id[strlen(word)] == '_',
		   "%s is %s (%s)", r->id, word, r->reason ? r->reason : "");
		if (!strcmp(r->id, "pass_retry"))
			is_int(r->attempts, 3, "it was tried three times");
		shown += r->reason && strstr(r->reason, "hunter2");
		for (size_t j = 0; j < r->item_count; j++)
			shown += strstr(r->items[j].expected, "hunter2") ||
				 strstr(r->items[j].found, "hunter2");
	}
	is_int(shown, 0, "no reason and no expectation shows a secret");
	for (size_t i = 0; i < o.reason_count; i++)
		shown += strstr(o.reasons[i], "hunter2") != NULL;
	is_int(shown, 0, "nor does what is told of them");
	is_int((long long)o.verify.count, (long long)request.step->verify.count, "every check");
	is_int((long long)o.evidence.count, (long long)o.verify.count, "each left evidence");
	is_str(o.verified, "fail", "the worst wins");
	ok(!in_evidence(&o.evidence, "hunter2"), "no secret is in any evidence");
	ok(!in_evidence(&o.evidence, "0hun"), "nor the first half of one that was cut");
	ok(in_evidence(&o.evidence, "DB_PASSWORD"), "the names of variables are");
	ok(in_evidence(&o.evidence, "\nexpect: pass | stdout |"), "and what was expected");
	if (text == checks_text)
		test_evidence(&o.evidence);
	run_close(&run);
}

/* Only these three let a run begin, a step pass, a guard open: not what waits for a person. */
static void test_verdicts(void)
{
	static const struct {
		enum check_verdict verdict;
		bool holds;
	} table[] = {{CHECK_NOT_APPLICABLE, true}, {CHECK_PASS, true},	{CHECK_WARN, true},
		     {CHECK_INCONCLUSIVE, false},  {CHECK_FAIL, false}, {CHECK_ERROR, false}};

	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		ok(check_holds(table[i].verdict) == table[i].holds, "%s %s",
		   check_verdict_word(table[i].verdict),
		   table[i].holds ? "lets one go on" : "does not");
}

/* ---- runs ---- */

#define ANSIBLE_OK "PLAY RECAP *****\\nweb : ok=3 changed=1 unreachable=0 failed=0 skipped=0\\n"
#define ANSIBLE_SAME \
	"PLAY RECAP *****\\nweb : ok=3 changed=0 unreachable=0 failed=0 skipped=0\\n"
#define ANSIBLE_FAILED \
	"PLAY RECAP *****\\nweb : ok=3 changed=1 unreachable=0 failed=1 skipped=0\\n"

static const struct {
	const char *name, *step;
	bool ok, started, twice;
	const char *verified, *restore, *reason; /* NULL: nothing */
} runs[] = {
	{"plain", "run: 'printf \"Restore path: /b/1\\n" ANSIBLE_OK "\"'", true, true, false,
	 "pass", "/b/1", NULL},
	{"fails", "run: 'printf \"Restore path: /b/1\\n" ANSIBLE_OK "\"; exit 2'", false, true,
	 false, "none", "/b/1", "exit"},
	{"failed=1", "run: 'printf \"Restore path: /b/1\\n" ANSIBLE_FAILED "\"'", false, true,
	 false, "none", "/b/1", "failed"},
	{"no hosts", "run: 'printf \"Restore path: /b/1\\nPLAY RECAP ***\\n\"'", false, true,
	 false, "none", "/b/1", "hosts"},
	{"no recap", "run: 'echo Restore path: /b/1'", false, true, false, "none", "/b/1",
	 "recap"},
	{"no restore path", "run: 'printf \"" ANSIBLE_OK "\"'", false, true, false, "none",
	 NULL, "no restore path"},
	{"nothing changed", "run: 'printf \"" ANSIBLE_SAME "\"'", true, true, false, "pass",
	 NULL, NULL},
	{"hangs", "run: sleep 30\n  timeout: 1s", false, true, false, "none", NULL,
	 "no end after 1 s"},
	{"no program", "run: [no-such-program]", false, false, false, "none", NULL,
	 "no program 'no-such-program'"},
	{"stop check", "run: 'true'\n  stop: [{id: no, run: 'false'}]", false, false, false,
	 "none", NULL, "stop check 'no'"},
	{"stop check that cannot be asked",
	 "run: 'true'\n  stop: [{id: no, run: [no-such-program]}]", false, false, false, "none",
	 NULL, "stop check 'no': error"},
	{"nothing behind a stop check",
	 "run: 'true'\n  stop: [{id: no, run: 'false'}]\n"
	 "  before: [{id: b, run: echo x >before-ran}]",
	 false, false, false, "none", NULL, "stop check 'no': fail"},
	{"stop check that only warns",
	 "run: 'printf \"Restore path: /b/1\\n" ANSIBLE_OK
	 "\"'\n  stop: [{id: no, run: 'false', on_fail: warn}]",
	 true, true, false, "pass", "/b/1", NULL},
	{"a failure before", "run: 'true'\n  before: [{id: no, run: 'false'}]", false, false,
	 false, "none", NULL, "before 'no': fail"},
	{"a capture that finds nothing before",
	 "run: 'true'\n  before: [{id: n, run: echo x, capture: {n: '\\d+'}}]", false, false,
	 false, "none", NULL, "before 'n': fail"},
	{"check that cannot be asked",
	 "run: 'printf \"Restore path: /b/1\\n" ANSIBLE_OK
	 "\"'\n  verify: [{id: bad, run: [no-such-program]}]",
	 true, true, false, "fail", "/b/1", "check 'bad': error"},
	{"check that only warns",
	 "run: 'printf \"Restore path: /b/1\\n" ANSIBLE_OK
	 "\"'\n  verify: [{id: bad, run: 'false', on_fail: warn}]",
	 true, true, false, "pass", "/b/1", NULL},
	{"no such program, named by a secret", "run: [hunter2]", false, false, false, "none",
	 NULL, "no program '***'"},
	{"an expectation that holds a secret",
	 "run: 'printf \"Restore path: /b/1\\n" ANSIBLE_OK
	 "\"'\n  expect: {stdout: {contains: hunter2}}",
	 false, true, false, "none", "/b/1", "***"},
	{"bad check",
	 "run: 'printf \"Restore path: /b/1\\n" ANSIBLE_OK
	 "\"'\n  verify: [{id: bad, run: echo PING, expect: PONG}]",
	 true, true, false, "fail", "/b/1", "check 'bad'"},
	{"twice, changed", "run: 'printf \"Restore path: /b/1\\n" ANSIBLE_OK "\"'", false, true,
	 true, "none", "/b/1", "second run: expected changed=0, found changed=1"},
	{"twice",
	 "run: 'if test -e done; then printf \"" ANSIBLE_SAME
	 "\"; else touch done; printf \"Restore path: /b/1\\n" ANSIBLE_OK "\"; fi'",
	 true, true, true, "pass", "/b/1", NULL},
	{"idempotence, changed",
	 "run: 'printf \"Restore path: /b/1\\n" ANSIBLE_OK
	 "\"'\n  idempotence: {at: first_completion, expect: {recap: {changed: 0}}}",
	 false, true, true, "none", "/b/1", "changed"},
	{"an output that is kept in part",
	 "run: 'yes | head -c 3000000; printf \"Restore path: /b/1\\n" ANSIBLE_OK
	 "\"'\n  expect: {stdout: {not_matches: error}}",
	 false, true, false, "none", "/b/1", "longer than what is kept"},
	{"a secret that is expected",
	 "run: 'printf \"Restore path: /b/$DB_PASSWORD\\n" ANSIBLE_OK
	 "\"'\n  expect: {stdout: {contains: b/hunter2}}",
	 true, true, false, "pass", "/b/***", NULL},
	{"a restore path in colour",
	 "run: 'printf \"\\033[33mRestore path: /b/1\\033[0m\\n" ANSIBLE_OK "\"'", true, true,
	 false, "pass", "/b/1", NULL},
	{"a colour that the runbook wants",
	 "run: 'printf \"Restore path: /b/$NO_COLOR-$ANSIBLE_FORCE_COLOR\\n" ANSIBLE_OK
	 "\"'\n  env: {ANSIBLE_FORCE_COLOR: yes}",
	 true, true, false, "pass", "/b/1-yes", NULL},
	{"a restore path on line 2 of a long output",
	 "run: 'printf \"one\\nRestore path: /b/1\\n\"; yes | head -c 3000000; printf "
	 "\"" ANSIBLE_OK "\"'",
	 true, true, false, "pass", "/b/1", NULL},
	{"one in the middle of it",
	 "run: 'yes | head -c 3000000; printf \"Restore path: /b/1\\n\"; yes | head -c "
	 "3000000; "
	 "printf \"" ANSIBLE_OK "\"'",
	 true, true, false, "pass", "/b/1", NULL},
	{"a failure in the first of two recaps",
	 "run: 'printf \"Restore path: /b/1\\n" ANSIBLE_FAILED "\\n" ANSIBLE_OK "\"'", false,
	 true, false, "none", "/b/1", "failed"},
	{"one in the middle of a long output",
	 "run: 'yes | head -c 3000000; printf \"Restore path: /b/1\\n" ANSIBLE_FAILED
	 "\\n\"; yes | head -c 3000000; printf \"" ANSIBLE_OK "\"'",
	 false, true, false, "none", "/b/1", "failed"},
	{"json in place of a recap",
	 "run: 'echo Restore path: /b/1 >&2; echo \"{\"; echo Restore path: /b/1'", false, true,
	 false, "none", "/b/1", "callback 'json' prints none"},
	{"captured before",
	 "run: [printf, 'Restore path: /b/${{ checks.n.n }}\\n" ANSIBLE_OK
	 "']\n  before: [{id: n, run: echo 7, capture: {n: '\\d+'}}]",
	 true, true, false, "pass", "/b/7", NULL},
	{"a variable of the caller",
	 "run: [printf, 'Restore path: /b/${{ env.ALLOW_PROD }}\\n" ANSIBLE_OK "']", true, true,
	 false, "pass", "/b/1", NULL},
	{"nothing changed", "run: 'printf \"" ANSIBLE_SAME "\"'", true, true, false, "pass",
	 NULL, NULL},
	{"created by a check before",
	 "run: 'printf \"" ANSIBLE_OK "\"'\n  restore: created\n"
	 "  before: [{id: b, run: 'echo x >a.dump', expect: {created: '*.dump'}}]",
	 true, true, false, "pass", "a.dump", NULL},
	{"found by a check after",
	 "run: 'printf \"" ANSIBLE_OK "\"; echo x >b.dump'\n  restore: created\n"
	 "  verify: [{id: b, file: b.dump, expect: {created: 'b.dump'}}]",
	 true, true, false, "pass", "b.dump", NULL},
	{"created by nobody",
	 "run: 'printf \"" ANSIBLE_OK "\"'\n  restore: created\n"
	 "  before: [{id: b, run: 'true', expect: {any: [{exit: 0}, {created: no}]}}]\n"
	 "  verify: [{id: c, run: 'true', expect: {created: c.dump}, on_fail: warn}]",
	 false, true, false, "pass", NULL, "did not appear"},
};

static void one_run(size_t i)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct runbook *rb = parse(
		arena_printf(&a,
			     "version: 1\nname: runs\nsecrets: [DB_PASSWORD]\nenvironments: "
			     "[{id: prod}]\n"
			     "defaults:\n  changes_state: true\n  timeout: 10s\n"
			     "  restore: {match: 'Restore path: ([^\"\\s]+)'}\n"
			     "  recap: {format: ansible, hosts: {ge: 1}, failed: 0, "
			     "unreachable: 0}\n"
			     "steps:\n- id: S1\n  pins: []\n  %s\n%s",
			     runs[i].step,
			     strstr(runs[i].step, "verify:")
				     ? ""
				     : "  verify: [{id: fine, run: 'true'}]\n"),
		&a);
	struct run_request request = {.runbook = rb,
				      .environment = runbook_environment(rb, "prod"),
				      .step = runbook_step(rb, "S1"),
				      .root = root,
				      .environ_ = environ,
				      .twice = runs[i].twice};
	const char *name = runs[i].name;
	struct run_outcome o = {0};
	struct err err = {0};
	struct run run;

	if (!ok(!run_open(&run, &request, &a, &err), "%s: was run", name)) {
		printf("# %s\n", err.text);
		return;
	}
	run_act(&run, &o);
	ok(o.ok == runs[i].ok, "%s: %s", name, runs[i].ok ? "a success" : "no success");
	ok(o.started == runs[i].started, "%s: started or not", name);
	ok(o.twice == runs[i].twice, "%s: once or twice", name);
	is_str(o.verified, runs[i].verified, name);
	is_str(o.restore, runs[i].restore, name);
	if (runs[i].reason)
		ok(o.reason_count && strstr(o.reasons[0], runs[i].reason), "%s: %s", name,
		   o.reason_count ? o.reasons[0] : "no reason");
	else
		is_int((long long)o.reason_count, 0, name);
	ok(access(arena_printf(&a, "%s/before-ran", root), F_OK) < 0, "%s: no more was asked",
	   name);
	for (size_t j = 0; j < o.reason_count; j++)
		ok(!strstr(o.reasons[j], "hunter2"), "%s: no secret is told", name);
	ok(!in_evidence(&o.evidence, "hunter2"), "%s: nor in evidence", name);
	run_close(&run);
}

static void test_refusals(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct runbook *rb = parse(
		"version: 1\nname: r\nenvironments: [{id: prod}]\nsteps:\n"
		"- {id: S2, pins: []}\n"
		"- {id: S12, pins: [], run: 'true', verify: [{id: e, env_file: '${{ env.NO "
		"}}'}]}\n"
		"- {id: S3, pins: [], run: [echo, '${{ env.NOT_SET_AT_ALL }}']}\n"
		"- {id: S4, pins: [], run: 'true', verify: [{id: a, run: [echo, '${{ env.NO "
		"}}']"
		"}]}\n"
		"- {id: S5, pins: [], run: [echo, '${{ checks.late.n }}'], verify: [{id: late, "
		"run: 'true', capture: {n: x}}]}\n"
		"- {id: S6, pins: [], run: 'true', before: [{id: a, file: '${{ checks.b.n "
		"}}'}, "
		"{id: b, run: 'true', capture: {n: x}}]}\n"
		"- {id: S7, pins: [], run: 'true', guard: [{id: a, run: 'true', when: "
		"{checks.b.n: x}}, {id: b, run: 'true', capture: {n: x}}]}\n"
		"- {id: S8, pins: [], run: 'true', verify: [{id: a, run: 'true', expect: "
		"{stdout: "
		"{eq: '${{ env.NO }}'}}}]}\n"
		"- {id: S9, pins: [], run: 'true', verify: [{id: a, http: {url: 'http://x', "
		"headers: {X: '${{ env.NO }}'}}}]}\n"
		"- {id: S10, pins: [], run: 'true', expect: {stdout: '${{ env.NO }}'}}\n"
		"- {id: S11, pins: [], run: 'true', stop: [{id: s, use: b}], verify: [{id: b, "
		"run: [cat, "
		"'${{ checks.c.n }}']}, {id: c, run: 'true', capture: {n: x}}]}\n",
		&a);
	static const struct {
		const char *step, *text;
		enum err_code code;
	} table[] = {{"S12", "'env.NO' is not set", ERR_FORMAT},
		     {"S2", "it is only planned", ERR_NOT_FOUND},
		     {"S3", "'env.NOT_SET_AT_ALL' is not set", ERR_FORMAT},
		     {"S4", "'env.NO' is not set", ERR_FORMAT},
		     {"S5", "unknown name 'checks.late.n'", ERR_FORMAT},
		     {"S6", "unknown name 'checks.b.n'", ERR_FORMAT},
		     {"S7", "'checks.b.n', which no check before it captures", ERR_NOT_FOUND},
		     {"S8", "'env.NO' is not set", ERR_FORMAT},
		     {"S9", "'env.NO' is not set", ERR_FORMAT},
		     {"S10", "'env.NO' is not set", ERR_FORMAT},
		     {"S11", "unknown name 'checks.c.n'", ERR_FORMAT}};

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		struct run_request request = {.runbook = rb,
					      .environment = runbook_environment(rb, "prod"),
					      .step = runbook_step(rb, table[i].step),
					      .root = root,
					      .environ_ = environ};
		struct err err = {0};
		struct run run;

		ok(run_open(&run, &request, &a, &err) < 0 && err.code == table[i].code &&
			   strstr(err.text, table[i].text) && err.at.line > 0 &&
			   err.at.column > 0 && err.next[0],
		   "%s is refused before anything runs: %s", table[i].step, err.text);
	}
}

/* Nothing is opened, so nothing can run. */
static void test_unset_secret(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct runbook *rb = parse("version: 1\nname: r\nsecrets: [DB_PASSWORD, OTHER]\n"
					 "environments: [{id: prod}]\nsteps:\n"
					 "- {id: S1, pins: [], run: 'true'}\n",
					 &a);
	struct run_request request = {.runbook = rb,
				      .environment = runbook_environment(rb, "prod"),
				      .step = runbook_step(rb, "S1"),
				      .root = root};
	struct err err = {0};
	struct run run;

	unsetenv("OTHER");
	request.environ_ = environ;
	ok(run_open(&run, &request, &a, &err) < 0 && err.code == ERR_NOT_FOUND &&
		   strstr(err.text, "'OTHER'") && !strstr(err.text, "DB_PASSWORD"),
	   "a secret that is not set: %s", err.text);
	setenv("OTHER", "", 1);
	request.environ_ = environ;
	if (ok(!run_open(&run, &request, &a, &err), "one that is empty is set"))
		run_close(&run);
}

static void test_plan(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct runbook *rb = parse(
		"version: 1\nname: r\ntargets: {web: [ssh, web-01, sh, -s]}\n"
		"environments: [{id: prod, guard: [{id: allow, env: ALLOW_PROD, expect: "
		"'1'}]}]\nsteps:\n- id: S1\n  pins: []\n"
		"  run: [deploy, --rows, '${{ checks.rows.n }}']\n"
		"  before: [{id: rows, on: web, run: psql -c x, capture: {n: '\\d+'}}]\n",
		&a);
	struct run_request request = {.runbook = rb,
				      .environment = runbook_environment(rb, "prod"),
				      .step = runbook_step(rb, "S1"),
				      .root = root,
				      .environ_ = environ};
	struct check_results guards;
	enum check_verdict worst;
	struct err err = {0};
	struct run run;
	const char *plan;

	if (!ok(!run_open(&run, &request, &a, &err), "a plan")) {
		printf("# %s\n", err.text);
		return;
	}
	plan = run_plan(&run);
	ok(strstr(plan, "[\"deploy\", \"--rows\", \"<checks.rows.n>\"]") &&
		   strstr(plan, "[\"ssh\", \"web-01\", \"sh\", \"-s\"]") &&
		   strstr(plan, "on its stdin: psql -c x") && strstr(plan, "allow: ALLOW_PROD"),
	   "it names commands, targets and guards");
	run_guard(&run, &guards, &worst);
	ok(worst == CHECK_PASS, "the guard lets it");
	setenv("ALLOW_PROD", "0", 1);
	run_guard(&run, &guards, &worst);
	ok(worst == CHECK_FAIL, "and does not");
	setenv("ALLOW_PROD", "1", 1);
	run_close(&run);
}

int main(void)
{
	char path[128];

	setvbuf(stdout, NULL, _IOLBF, 0);
	snprintf(root, sizeof(root), "%s/mcade-check.XXXXXX",
		 getenv("TMPDIR") && strlen(getenv("TMPDIR")) < 32 ? getenv("TMPDIR") : "/tmp");
	if (!mkdtemp(root))
		return 1;
	put("here.txt", "line 1\nline 2\n", 0640);
	snprintf(path, sizeof(path), "%s/fifo", root);
	if (mkfifo(path, 0600) < 0)
		return 1;
	setenv("ALLOW_PROD", "1", 1);
	setenv("DB_PASSWORD", "hunter2", 1);
	test_checks(checks_text);
	test_checks(output_text);
	test_verdicts();
	for (size_t i = 0; i < ARRAY_SIZE(runs); i++)
		one_run(i);
	test_refusals();
	test_unset_secret();
	test_plan();
	return done();
}
