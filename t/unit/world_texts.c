/*
 * world/: texts that a check makes, whole: what curl is told, sent and shown; what a file of variables
 * sets; evidence.
 */
#include "base/cleanup.h"
#include "runbook/runbook.h"
#include "world/check.h"
#include "world/env_file.h"
#include "world/evidence.h"
#include "world/http.h"

#include "../t/unit/scratch.h"
#include "../t/unit/tap.h"

/* -- http ---------------------------------------------------------------------------------------- */

static const char before[] =
	"version: 1\nname: texts\nvars: {who: world}\nsecrets: [USER, PASS]\n"
	"pass_env: [MORE, NONE]\nenvironments: [{id: lab}]\nsteps:\n"
	"- id: S1\n  run: 'true'\n  changes_state: false\n  pins: []\n"
	"  verify:\n";

#define BEGIN_AT_MOST(seconds) \
	"silent\nshow-error\ngloboff\nproto = \"=http,https\"\nmax-time = \"" seconds "\"\n"
#define BEGIN BEGIN_AT_MOST("60")
#define URL "url = \"http://x\"\n"
#define BINARY "header = \"Content-Type: application/octet-stream\"\n"
#define TYPE "header = \"Content-Type: text/plain; charset=utf-8\"\n"
#define JSON(c)                                                                          \
	BEGIN URL "header = \"Content-Type: application/json\"\n"                        \
		  "data-raw = \"{\\\"a\\\":[1,16,8,1.5,true,\\\"no\\\",null,\\\"1\\\"]," \
		  "\\\"b\\\":{\\\"c\\\":\\\"" c "\\\\t\\\\\\\"\\\"}}\"\n"
#define AT_X "{url: 'http://x', "
static const struct {
	const char *http, *method; /* NULL: refused */
	const char *shown, *sent;  /* NULL: as it is shown */
} requests[] = {
	{"'http://x/${{ vars.who }}'", "GET", BEGIN "url = \"http://x/world\"\n", NULL},
	{"{url: 'https://x'}, timeout: 7s", "GET", BEGIN_AT_MOST("7") "url = \"https://x\"\n",
	 NULL},
	{AT_X "method: HEAD}", "HEAD", BEGIN "head\n" URL, NULL},
	{AT_X "method: POST}", "POST",
	 BEGIN URL "data-raw = \"\"\nheader = \"Content-Type:\"\n", NULL},
	{AT_X "method: PUT, text: '$PASS ${MORE} $HOME ${USER $ $1'}", "PUT",
	 BEGIN "request = \"PUT\"\n" URL TYPE
	       "data-raw = \"$PASS ${MORE} $HOME ${USER $ $1\"\n",
	 BEGIN "request = \"PUT\"\n" URL TYPE
	       "data-raw = \"quartz \\\"31\\\" more $HOME ${USER $ $1\"\n"},
	{AT_X "method: GET, text: a}", "GET",
	 BEGIN "request = \"GET\"\n" URL TYPE "data-raw = \"a\"\n", NULL},
	{AT_X "method: POST, text: a}", "POST", BEGIN URL TYPE "data-raw = \"a\"\n", NULL},
	{AT_X "method: DELETE}", "DELETE", BEGIN "request = \"DELETE\"\n" URL, NULL},
	{AT_X "follow: true}", "GET",
	 BEGIN "location\nproto-redir = \"=http,https\"\nmax-redirs = \"10\"\n" URL, NULL},
	{AT_X "follow: false}", "GET", BEGIN URL, NULL},
	{AT_X "headers: {X-A: 'b $PASS', X-Empty: ''}}", "GET",
	 BEGIN URL "header = \"X-A: b $PASS\"\nheader = \"X-Empty;\"\n",
	 BEGIN URL "header = \"X-A: b quartz \\\"31\\\"\"\nheader = \"X-Empty;\"\n"},
	{AT_X "headers: {content-TYPE: a/b}, text: a}", "POST",
	 BEGIN URL "header = \"content-TYPE: a/b\"\ndata-raw = \"a\"\n", NULL},
	{AT_X "basic: [USER, PASS]}", "GET", BEGIN URL "user = \"$USER:$PASS\"\n",
	 BEGIN URL "user = \"robot-77a:quartz \\\"31\\\"\"\n"},
	{AT_X "file: 'a ${{ vars.who }}.bin'}", "POST",
	 BEGIN URL BINARY "data-binary = \"@a world.bin\"\n",
	 BEGIN URL BINARY "data-binary = \"@ROOT/a world.bin\"\n"},
	{AT_X "file: none.bin}", NULL, NULL, NULL},
	{AT_X "json: {a: [1, 0x10, 0o10, 1.5, true, no, null, '1'], b: {c: \"$PASS\\t\\\"\"}}}",
	 "POST", JSON("$PASS"), JSON("quartz \\\\\\\"31\\\\\\\"")},
	{"{url: 'ftp://x'}", NULL, NULL, NULL},
	{AT_X "headers: {X-A: \"a\\nb\"}}", NULL, NULL, NULL},
	{AT_X "headers: {'X:A': a}}", NULL, NULL, NULL},
	{AT_X "basic: [MORE, NONE]}", NULL, NULL, NULL},
	{AT_X "json: [.inf]}", NULL, NULL, NULL},
	{AT_X "json: [99999999999999999999]}", NULL, NULL, NULL},
};

/* What is sent, with the folder that is there for "ROOT". */
static const char *placed(const char *sent, const char *root, struct arena *a)
{
	const char *at = strstr(sent, "ROOT");

	return at ? arena_printf(a, "%.*s%s%s", (int)(at - sent), sent, root, at + 4) : sent;
}

static void test_requests(void)
{
	const char *root = scratch_begin();
	static char user[] = "USER=robot-77a", pass[] = "PASS=quartz \"31\"",
		    more[] = "MORE=more", home[] = "HOME=/root";
	static char *caller[] = {user, pass, more, home, NULL};
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(redactor_freep) struct redactor *secrets = redactor_new();
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	const struct runbook *rb;
	const struct step *step;
	struct world world;
	struct err err = {0};

	strbuf_addstr(&text, before);
	for (size_t i = 0; i < ARRAY_SIZE(requests); i++)
		strbuf_addf(&text, "  - {id: c%zu, http: %s}\n", i, requests[i].http);
	if (runbook_parse(bytes_of(text.buf, text.len), "runbook.yaml", &a, &rb, &err) < 0 ||
	    world_open(&world, rb, runbook_environment(rb, "lab"),
		       step = runbook_step(rb, "S1"), root, NULL, caller, secrets, &a,
		       &err) < 0) {
		printf("Bail out! %u: %s\n", err.at.line, err.text);
		exit(1);
	}
	world_hand(&world, &rb->pass_env);
	ok(shell("echo >'a world.bin'"), "a file to be sent");
	is_int((long long)step->verify.count, (long long)ARRAY_SIZE(requests), "every check");
	for (size_t i = 0; i < step->verify.count && i < ARRAY_SIZE(requests); i++) {
		const struct check *check = step->verify.items[i];
		const char *sent = requests[i].sent ? requests[i].sent : requests[i].shown;
		struct http_request request;
		int rc;

		err = (struct err){0};
		rc = http_request(&world, check, &request, &err);
		if (!requests[i].method) {
			ok(rc < 0 && err.at.line, "%s is not sent: %s", requests[i].http,
			   err.text);
			continue;
		}
		if (!ok(!rc, "%s is sent: %s", requests[i].http, err.text))
			continue;
		is_str(request.method, requests[i].method, "... how");
		is_str(request.shown, requests[i].shown, "... as it is shown");
		is_str(arena_strndup(&a, request.sent.data, request.sent.len),
		       arena_printf(&a, "%swrite-out = \"%s\"\n", placed(sent, root, &a),
				    HTTP_SAID),
		       "... as it is sent");
	}
	scratch_end();
}

/* -- files of variables -------------------------------------------------------------------------- */

static void test_env_files(void)
{
	static const char *const asked[] = {"A", "B", "LAST"};
	static const struct {
		const char *text,
			*expected; /* of each: - not set, 0 to nothing, 1 to something */
	} files[] = {
		{"", "---"},
		{"A=1\nB=\nLAST=x", "101"},
		{"A=\nA=1\n", "1--"},
		{"A=1\nA=\n", "0--"},
		{"A = 1 \r\n B\t=\t\r\n", "10-"},
		{"export A=1\nexport\tB=2\nexport=3\n", "11-"},
		{"exported A=1\nexportB=2\nexport  LAST=3\n", "--1"},
		{"# A=1\n  # B=2\nLAST=#3\n", "--0"},
		{"A=\"\"\nB=''\nLAST=\"x\"\n", "001"},
		{"A=\"\nB=1\n\"\nLAST=1\n", "1-1"},
		{"A='\nB=1\n\"\nLAST=1\n'", "1--"},
		{"A='x'\nB=1\n", "11-"},
		{"AA=1\nB.=1\n=1\nLAST\n", "---"},
		{"A=\"\nx=\"\nB=1\n", "11-"},
		{"A='", "1--"},
	};
	const struct words names = {asked, ARRAY_SIZE(asked)};

	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		struct name_text set[ARRAY_SIZE(asked)];
		char found[ARRAY_SIZE(asked) + 1] = "";

		memset(set, 'x', sizeof(set));
		env_file_read(bytes_text(files[i].text), &names, set);
		for (size_t k = 0; k < names.count; k++)
			found[k] = set[k].name != asked[k] ? '?'
				   : !set[k].text	   ? '-'
				   : !*set[k].text	   ? '0'
							   : '1';
		is_str(found, files[i].expected, files[i].text);
	}
}

/* -- evidence ------------------------------------------------------------------------------------ */

static struct capture captured(const char *head, const char *tail, uint64_t missing)
{
	return (struct capture){bytes_text(head), bytes_text(tail),
				strlen(head) + strlen(tail) + missing};
}

static void test_evidence(void)
{
	static const char *const argv[] = {"ssh", "web", "a \"b\"", NULL},
				 *const env_names[] = {"HOME", "PASS", NULL},
				 *const passed[] = {"MORE=a\nb", "LESS=quartz31"};
	static const struct expect_item items[] = {
		{"stdout", "contains 'x'", "a\nb", true, false},
		{"exit", "0", "1", false, false},
		{"a", "b", NULL, false, true},
	};
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(redactor_freep) struct redactor *secrets = redactor_new();
	struct evidence_items list = {.arena = &a};
	const struct proc_result process = {.how = PROC_EXITED,
					    .code = 3,
					    .out = captured("one\n\ntwo quartz31", "", 0),
					    .err = captured("x: y\n", "z\n", 7),
					    .redactions = {1, 2},
					    .start = 1769594400,
					    .end = 1769594403,
					    .milliseconds = 3004,
					    .spared = 1,
					    .survivors_killed = 2,
					    .left = 3};
	const struct evidence_facts all = {.name = "check.up",
					   .step = "A",
					   .environment = "lab",
					   .argv = argv,
					   .script = "echo a\necho b",
					   .target = "web",
					   .cwd = "/srv",
					   .probe = "file /x",
					   .env_names = env_names,
					   .passed = passed,
					   .passed_count = ARRAY_SIZE(passed),
					   .attempts = 4,
					   .captured = "{\"n\":\"1\"}",
					   .process = &process,
					   .expectations = items,
					   .expectation_count = ARRAY_SIZE(items),
					   .result = "fail",
					   .reason = "it is\tdown"};
	const struct evidence_facts none = {.name = "run"};
	struct err err;

	ok(!redactor_add(secrets, "PASS", "quartz31", &err), "a secret");
	evidence_add(&list, &none, secrets);
	evidence_add(&list, &all, secrets);
	is_str(arena_strndup(&a, list.items[0].bytes.data, list.items[0].bytes.len),
	       "mcade-evidence 1\nname: run\n", "of nothing nothing is said");
	ok(!list.items[0].exit && !list.items[0].result && !strcmp(list.items[0].name, "run"),
	   "... nor beside it");
	is_str(arena_strndup(&a, list.items[1].bytes.data, list.items[1].bytes.len),
	       "mcade-evidence 1\n"
	       "name: check.up\n"
	       "step: A\n"
	       "environment: lab\n"
	       "target: web\n"
	       "directory: /srv\n"
	       "command: [\"ssh\",\"web\",\"a \\\"b\\\"\"]\n"
	       "probe: file /x\n"
	       "variables: HOME PASS\n"
	       "passed: MORE=a\\x0ab\n"
	       "passed: LESS=***\n"
	       "start: 2026-01-28T10:00:00Z\n"
	       "end: 2026-01-28T10:00:03Z\n"
	       "milliseconds: 3004\n"
	       "outcome: exit status 3\n"
	       "left running: 1\n"
	       "ended by us: 2\n"
	       "could not be ended: 3\n"
	       "attempts: 4\n"
	       "captured: {\"n\":\"1\"}\n"
	       "expect: pass | stdout | contains 'x' | a\\x0ab\n"
	       "expect: fail | exit | 0 | 1\n"
	       "expect: unknown | a | b | \n"
	       "result: fail\n"
	       "reason: it is\\x09down\n"
	       "script:\n"
	       "\techo a\n"
	       "\techo b\n"
	       "stdout: 17 bytes, 0 left out, 1 masked\n"
	       "\tone\n"
	       "\t\n"
	       "\ttwo ***\n"
	       "stderr: 14 bytes, 7 left out, 2 masked\n"
	       "\tx: y\n"
	       "\t[... 7 bytes left out ...]\n"
	       "\tz\n",
	       "all that is known");
	is_str(list.items[1].exit, "exit status 3", "... how it ended");
	is_str(list.items[1].result, "fail", "... the result");
}

int main(void)
{
	test_requests();
	test_env_files();
	test_evidence();
	return done();
}
