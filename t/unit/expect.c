/* shows: A102 C04 C16 C25 C28 C34 D06 D25 D30 D36 D38 D42 E12 */
#include "base/cleanup.h"
#include "json/value.h"
#include "runbook/expect.h"
#include "tap.h"

static void convert(const struct json_value *from, struct arena *a, struct expect_json *to)
{
	static const enum doc_type types[] = {
		[JSON_VALUE_NULL] = DOC_NULL,	  [JSON_VALUE_BOOL] = DOC_BOOL,
		[JSON_VALUE_INT] = DOC_INT,	  [JSON_VALUE_FLOAT] = DOC_FLOAT,
		[JSON_VALUE_STRING] = DOC_STRING, [JSON_VALUE_ARRAY] = DOC_LIST,
		[JSON_VALUE_OBJECT] = DOC_MAP,
	};
	struct expect_json *items = arena_array(a, from->count, sizeof(*items));

	*to = (struct expect_json){
		.type = types[from->kind],
		.text = from->kind == JSON_VALUE_STRING ? from->text : json_value_text(from, a),
		.number = from->number,
		.count = from->count,
		.items = items,
	};
	for (size_t i = 0; i < from->count; i++)
		convert(from->items[i], a, &items[i]);
}

static int json(void *ctx, struct bytes text, const char *path, struct arena *a,
		const struct expect_json **ret, size_t *ret_count, struct err *err)
{
	const struct json_value *root;
	const struct json_place *found;
	struct expect_json *items;
	size_t count;

	(void)ctx;
	if (json_value_parse(text, "output", a, &root, err) ||
	    json_value_select(root, path, a, &found, &count, err))
		return -1;
	items = arena_array(a, count, sizeof(*items));
	for (size_t i = 0; i < count; i++)
		convert(found[i].value, a, &items[i]), items[i].path = found[i].path;
	*ret = items;
	*ret_count = count;
	return 0;
}

static int resolve(void *ctx, const char *text, struct arena *a, const char **ret,
		   struct err *err)
{
	(void)ctx;
	(void)a;
	if (strcmp(text, "${{ checks.rows.n }}") != 0)
		return err_set(err, ERR_NOT_FOUND, "no such name");
	*ret = "41";
	return 0;
}

/* $.a was 4, $.b was text; of "none" nothing is known. */
static int baseline(void *ctx, const char *id, const char *path, struct arena *a,
		    struct expect_baseline *ret, struct err *err)
{
	(void)ctx;
	(void)a;
	*ret = (struct expect_baseline){.why = strcmp(id, "x") ? "none was recorded" : NULL};
	if (!strcmp(path, "$.b"))
		return err_set(err, ERR_FORMAT, "no number");
	ret->number = !strcmp(path, "$.a") || !strcmp(path, "$['a b'][1]") ? 4 : 0;
	return 0;
}

static const struct expect_context context = {json, resolve, baseline, NULL};

enum verdict { FAIL, PASS, ERROR, UNKNOWN };

static enum verdict judge(const char *yaml, const struct observation *seen,
			  struct expect_result *ret, struct arena *a)
{
	const struct doc_node *expect = NULL;
	struct err err = {0};

	if (*yaml && doc_parse(bytes_text(yaml), "expect", a, &expect, &err)) {
		printf("# %s\n", err.text);
		return ERROR;
	}
	if (expect_judge(expect, seen, &context, a, ret, &err))
		return ERROR;
	return ret->pass ? PASS : ret->unknown ? UNKNOWN : FAIL;
}

static void is(const char *yaml, struct observation seen, enum verdict expected)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct expect_result result = {0};
	enum verdict found = judge(yaml, &seen, &result, &a);

	if (ok(found == expected, "%s: %s", *yaml ? yaml : "(default)",
	       expected == PASS	     ? "holds"
	       : expected == FAIL    ? "does not hold"
	       : expected == UNKNOWN ? "is open"
				     : "cannot tell"))
		return;
	for (size_t i = 0; i < result.count; i++)
		printf("# %s: %s, found %s: %d\n", result.items[i].what,
		       result.items[i].expected, result.items[i].found, result.items[i].pass);
}

#define OUT(text)                                              \
	((struct observation){.has_exit = true,                \
			      .stdout_text = bytes_text(text), \
			      .stderr_text = bytes_text("")})
#define EXIT(code) \
	((struct observation){.has_exit = true, .exit = (code), .stdout_text = {"", 0}})
#define BODY(code, text) \
	((struct observation){.has_status = true, .status = (code), .body = bytes_text(text)})
#define VALUE(text) ((struct observation){.has_value = true, .value = (text)})

static void test_commands(void)
{
	is("", EXIT(0), PASS);
	is("", EXIT(1), FAIL);
	is("{exit: 1}", EXIT(1), PASS);
	is("{exit: 1}", EXIT(0), FAIL);
	is("{exit: {in: [0, 3]}}", EXIT(3), PASS);
	is("{stdout: PONG}", OUT("PONG\n"), PASS);
	is("{stdout: PONG}", OUT("PONG\n\n"), FAIL);
	is("{stdout: PONG}", OUT("xPONG"), FAIL);
	is("{stdout: PONG}",
	   ((struct observation){
		   .has_exit = true, .exit = 1, .stdout_text = bytes_text("PONG")}),
	   FAIL);
	is("PONG", OUT("PONG\n"), PASS);
	is("{contains: ON}", OUT("PONG\n"), PASS);
	is("{stdout: {gt: 41}}", OUT("42\n"), PASS);
	is("{stdout: {gt: '${{ checks.rows.n }}'}}", OUT("42\n"), PASS);
	is("{stdout: {gt: '${{ checks.rows.n }}'}}", OUT("41\n"), FAIL);
	is("{stdout: '${{ checks.rows.n }}'}", OUT("41"), PASS);
	is("{stdout: '${{ nothing }}'}", OUT("41"), ERROR);
	is("{stdout: {gt: many}}", OUT("42"), ERROR);
	is("{stdout: {gt: 1}}", OUT("many"), FAIL);
	is("{stdout: {lt: {baseline: x}}}", OUT("1"), ERROR);
	is("{json: {$.a: {lt: {baseline: x, factor: 2, floor: 5}}}}", OUT("{\"a\": 7}"), PASS);
	is("{json: {$.a: {lt: {baseline: x, factor: 2, floor: 5}}}}", OUT("{\"a\": 8}"), FAIL);
	is("{json: {$.a: {le: {baseline: x, factor: 2, floor: 5}}}}", OUT("{\"a\": 8}"), PASS);
	is("{json: {$.a: {lt: {baseline: x, factor: 2, floor: 9}}}}", OUT("{\"a\": 8}"), PASS);
	is("{json: {$.a: {lt: {baseline: x, factor: 1.5}}}}", OUT("{\"a\": 5.9}"), PASS);
	is("{json: {$.a: {lt: {baseline: x, factor: 1.5}}}}", OUT("{\"a\": 6}"), FAIL);
	is("{json: {$.a: {eq: {baseline: x}}}}", OUT("{\"a\": 4}"), PASS);
	is("{json: {$.a: {ne: {baseline: x}}}}", OUT("{\"a\": 4.0}"), FAIL);
	is("{json: {'$.*': {lt: {baseline: x, factor: 2, floor: 5}}}}",
	   OUT("{\"a\": 7, \"new\": 4}"), PASS);
	is("{json: {'$.*': {lt: {baseline: x, factor: 2, floor: 5}}}}",
	   OUT("{\"a\": 7, \"new\": 5}"), FAIL);
	is("{json: {'$.*': {lt: {baseline: x, factor: 2}}}}", OUT("{\"new\": 0}"), FAIL);
	is("{json: {'$.*[*]': {lt: {baseline: x, floor: 1}}}}", OUT("{\"a b\": [0, 3]}"), PASS);
	is("{json: {'$.*[*]': {lt: {baseline: x, floor: 1}}}}", OUT("{\"a b\": [3, 0]}"), FAIL);
	is("{json: {$.b: {lt: {baseline: x}}}}", OUT("{\"b\": 1}"), ERROR);
	is("{json: {$.a: {lt: {baseline: none}}}}", OUT("{\"a\": 0}"), UNKNOWN);
	is("{json: {$.a: {lt: {baseline: none}}, $.c: 2}}", OUT("{\"a\": 0, \"c\": 1}"), FAIL);
	is("{json: {$.a: {lt: {baseline: none}}, $.c: 1}}", OUT("{\"a\": 0, \"c\": 1}"),
	   UNKNOWN);
	is("{any: [{json: {$.a: 1}}, {json: {$.a: {lt: {baseline: none}}}}]}",
	   OUT("{\"a\": 0}"), UNKNOWN);
	is("{any: [{json: {$.a: 0}}, {json: {$.a: {lt: {baseline: none}}}}]}",
	   OUT("{\"a\": 0}"), PASS);
	is("{any: [{json: {$.a: 1}}, {json: {$.a: {lt: {baseline: none}}, $.c: 1}}]}",
	   OUT("{\"a\": 0, \"c\": 2}"), FAIL);
	is("{json: {$.a: {lt: {baseline: x}}}}", OUT("{\"a\": \"many\"}"), FAIL);
	is("{json: {$.z: {lt: {baseline: x}}}}", OUT("{\"a\": 1}"), FAIL);
	is("{stdout: {ge: 41}}", OUT("41\n"), PASS);
	is("{stdout: {gt: 41}}", OUT("41\n"), FAIL);
	is("{stdout: {in: [a, b]}}", OUT("b\n"), PASS);
	is("{stdout: {in: [a, b]}}", OUT("ab\n"), FAIL);
	is("{stdout: {contains: complete}}", OUT("completed\n"), PASS);
	is("{stdout: {contains: complete}}", OUT("completion\n"), FAIL);
	is("{stdout: {contains_all: [a, b]}}", OUT("b a"), PASS);
	is("{stdout: {contains_all: [a, c]}}", OUT("b a"), FAIL);
	is("{stdout: {matches: '^two$'}}", OUT("one\ntwo\n"), PASS);
	is("{stdout: {matches: '^two$'}}", OUT("one\n"), FAIL);
	is("{stdout: {not_matches: 'failed=[1-9]'}}", OUT("failed=0"), PASS);
	is("{stdout: {not_matches: 'failed=[1-9]'}}", OUT("failed=3"), FAIL);
	is("{stdout: {matches: '(a+)+$'}}", OUT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"),
	   ERROR);
	is("{stdout: {matches: '('}}", OUT("x"), ERROR);
	is("{stderr: {empty: true}}", OUT("x"), PASS);
	is("{stdout: {empty: false}}", OUT(""), FAIL);
	is("{lines: 1}", OUT("one\n"), PASS);
	is("{lines: {ge: 2}}", OUT("one\n"), FAIL);
	is("{rows: 2}", OUT("one\n\ntwo\n"), PASS);
	is("{rows: 0}", OUT("\n"), PASS);
	is("{rows: 0}", OUT("one\n"), FAIL);
	is("{rows: {gt: 1}}", OUT("one\n"), FAIL);
	is("{stdout: {set_eq: [a, b]}}", OUT("b\na\n"), PASS);
	is("{stdout: {set_eq: [a, b]}}", OUT("a\n"), FAIL);
	is("{stdout: {set_eq: [a]}}", OUT("a\nb\n"), FAIL);
	is("{any: [{exit: 3}, {stdout: ok}]}",
	   ((struct observation){.has_exit = true, .exit = 3, .stdout_text = bytes_text("no")}),
	   PASS);
	is("{any: [{exit: 3}, {exit: 4}]}", EXIT(5), FAIL);
	is("{any: [{stdout: a}, {stdout: b}]}", OUT("b"), PASS);
	is("{created: '*.dump'}",
	   ((struct observation){.has_exit = true, .created = "backup/x.dump"}), PASS);
	is("{created: '*.dump'}", ((struct observation){.has_exit = true}), FAIL);
	is("{rev: abc}",
	   ((struct observation){.has_exit = true,
				 .captures = &(struct name_text){"rev", "abc"},
				 .capture_count = 1}),
	   PASS);
	is("{rev: abc}", ((struct observation){.has_exit = true}), FAIL);
	is("{status: 200}", OUT("x"), FAIL);
	is("{stdout: true}", OUT("true\n"), PASS);
	is("{stdout: 1.0}", OUT("1"), PASS);
}

static void test_http(void)
{
	static const char text[] =
		"{\"s\":\"ok\",\"n\":5,\"t\":\"5\",\"b\":true,\"z\":null,\"l\":[1,2],"
		"\"e\":[],\"m\":{\"a\":{\"v\":1},\"b\":{\"v\":9}}}";

	is("", BODY(204, ""), PASS);
	is("", BODY(500, ""), FAIL);
	is("{status: 503}", BODY(503, ""), PASS);
	is("{status: 200}", BODY(201, ""), FAIL);
	is("{json: {$.s: ok}}", BODY(200, text), PASS);
	is("{json: {$.s: no}}", BODY(200, text), FAIL);
	is("{json: {$.b: false}}", BODY(200, text), FAIL);
	is("{json: {$.n: 5}}", BODY(200, text), PASS);
	is("{json: {$.n: '5'}}", BODY(200, text), FAIL);
	is("{json: {$.t: 5}}", BODY(200, text), FAIL);
	is("{json: {$.t: '5'}}", BODY(200, text), PASS);
	is("{json: {$.b: true}}", BODY(200, text), PASS);
	is("{json: {$.b: 'true'}}", BODY(200, text), FAIL);
	is("{json: {$.z: null}}", BODY(200, text), PASS);
	is("{json: {$.gone: null}}", BODY(200, text), FAIL);
	is("{json: {$.gone: {exists: true}}}", BODY(200, text), FAIL);
	is("{json: {$.gone: {exists: false}}}", BODY(200, text), PASS);
	is("{json: {$.gone: {ne: 1}}}", BODY(200, text), FAIL);
	is("{json: {$.gone: {exists: false, ne: 1}}}", BODY(200, text), FAIL);
	is("{json: {'$.m.*.v': {lt: 10}}}", BODY(200, text), PASS);
	is("{json: {'$.m.*.v': {lt: 9}}}", BODY(200, text), FAIL);
	is("{json: {'$.e[*]': {lt: 9}}}", BODY(200, text), FAIL);
	is("{json: {'$.l[*]': {in: [1, 2]}}}", BODY(200, text), PASS);
	is("{json: {'$.l[*]': {in: [1, 3]}}}", BODY(200, text), FAIL);
	is("{json: {$.e: {empty: true}}}", BODY(200, text), PASS);
	is("{json: {$.l: {empty: true}}}", BODY(200, text), FAIL);
	is("{json: {$.e: {empty: false}}}", BODY(200, text), FAIL);
	is("{json: {$.z: {empty: false}}}", BODY(200, text), FAIL);
	is("{json: {$.l: {lines: 2, contains: 2, set_eq: [2, 1], type: array}}}",
	   BODY(200, text), PASS);
	is("{json: {$.n: {type: int}, $.s: {type: string}, $.m: {type: object}}}",
	   BODY(200, text), PASS);
	is("{json: {$.n: {type: string}}}", BODY(200, text), FAIL);
	is("{json: {$.s: ok}}", BODY(200, "not json"), FAIL);
	is("{body: {contains: ok}}", BODY(200, text), PASS);
	is("{header: {Content-Type: {contains: csv}}, cookie: csrf_token}",
	   ((struct observation){.has_status = true,
				 .status = 200,
				 .headers = &(struct name_text){"content-type", "text/csv"},
				 .header_count = 1,
				 .cookies = &(struct name_text){"csrf_token", "x"},
				 .cookie_count = 1}),
	   PASS);
	is("{cookie: csrf_token}", BODY(200, ""), FAIL);
}

static void test_others(void)
{
	struct observation file = {
		.has_file = true, .exists = true, .size = 10, .mode = "0600", .age = 3599};
	struct observation blank = {
		.has_file = true, .exists = true, .mode = "0600", .age = 3599};
	struct observation none = {.has_file = true};
	struct recap recap = {.found = true, .hosts = 1};
	struct recap empty = {.found = true};

	is("", file, PASS);
	is("", none, FAIL);
	is("{exists: false}", none, PASS);
	is("{exists: false}", file, FAIL);
	is("{exists: true, size: {gt: 0}, mode: '0600', age: {lt: 1h}}", file, PASS);
	is("{size: 10}", file, PASS);
	is("{size: {gt: 0}}", blank, FAIL);
	is("{age: {lt: 30m}}", file, FAIL);
	is("{size: 0}", none, FAIL);
	is("", VALUE("x"), PASS);
	is("", VALUE(NULL), FAIL);
	is("'1'", VALUE("1"), PASS);
	is("'1'", VALUE("yes"), FAIL);
	is("{value: {ne: 'true'}}", VALUE(NULL), PASS);
	is("{empty: false}", VALUE(NULL), FAIL);
	is("{recap: {hosts: {ge: 1}, failed: 0}}",
	   ((struct observation){.has_exit = true, .recap = &recap}), PASS);
	is("{recap: {hosts: {ge: 1}}}",
	   ((struct observation){.has_exit = true, .recap = &empty}), FAIL);
	is("{recap: {changed: 0}}", ((struct observation){.has_exit = true}), FAIL);
	is("", (struct observation){0}, FAIL);
}

static void test_shown(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct expect_result result = {0};
	struct observation seen = OUT("\x1b[31mno\n\n");

	judge("{stdout: {contains: 'PONG'}}", &seen, &result, &a);
	is_int((long long)result.count, 2, "exit and stdout are judged");
	is_str(result.items[1].what, "stdout", "what");
	is_str(result.items[1].expected, "contains 'PONG'", "expected");
	is_str(result.items[1].found, "\\x1b[31mno\\x0a", "found, made harmless");
}

static const struct recap_case {
	const char *name, *text, *line; /* NULL: no recap */
} recaps[] = {
	{"one, over its hosts",
	 "TASK [x]\nPLAY RECAP *****************************\n"
	 "web-01                     : ok=5    changed=2    "
	 "unreachable=0    failed=0    skipped=1    rescued=0    ignored=0   \n"
	 "db : ok=1 changed=0 unreachable=1 failed=0\n"
	 "not a host: at all\n : ok=1\n\n",
	 "hosts=2 ok=6 changed=2 unreachable=1 failed=0 skipped=1 rescued=0 ignored=0"},
	{"all of an output",
	 "PLAY RECAP *********\nweb : ok=9 changed=9 unreachable=0 failed=9\n\n"
	 "PLAY [y]\n\nPLAY RECAP ****\nweb : ok=1 changed=0 unreachable=0 failed=0\n",
	 "hosts=2 ok=10 changed=9 unreachable=0 failed=9 skipped=0 rescued=0 ignored=0"},
	{"without a blank line between",
	 "PLAY RECAP ***\nweb : ok=1 failed=1\nPLAY RECAP ***\nweb : ok=1 failed=0\n",
	 "hosts=2 ok=2 changed=0 unreachable=0 failed=1 skipped=0 rescued=0 ignored=0"},
	{"up to its blank line", "PLAY RECAP ***\nweb : ok=1\n\ndb : ok=5 failed=1\n",
	 "hosts=1 ok=1 changed=0 unreachable=0 failed=0 skipped=0 rescued=0 ignored=0"},
	{"a play that matched no host", "PLAY RECAP ****\n\n",
	 "hosts=0 ok=0 changed=0 unreachable=0 failed=0 skipped=0 rescued=0 ignored=0"},
	{"one that matched none beside one that did",
	 "PLAY RECAP ***\n\nPLAY RECAP ***\nweb : ok=1\n\n",
	 "hosts=0 ok=1 changed=0 unreachable=0 failed=0 skipped=0 rescued=0 ignored=0"},
	{"and the other way", "PLAY RECAP ***\nweb : ok=1\n\nPLAY RECAP ***\n",
	 "hosts=0 ok=1 changed=0 unreachable=0 failed=0 skipped=0 rescued=0 ignored=0"},
	{"a line alone is not a recap", "web : ok=1 changed=0\n", NULL},
	{"no output, no recap", "", NULL},
};

static void test_recap(const struct recap_case *c)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct recap_reader r = {.len = 0};
	struct recap recap;

	recap_ansible(bytes_text(c->text), &recap);
	is_str(recap.found ? recap_line(&recap, &a) : NULL, c->line, c->name);
	for (size_t at = 0; c->text[at]; at++)
		recap_feed(&r, bytes_of(c->text + at, 1));
	recap_end(&r, &recap);
	is_str(recap.found ? recap_line(&recap, &a) : NULL, c->line, "the same in pieces");
}

static void test_callbacks(void)
{
	static const struct {
		const char *text, *callback;
	} cases[] = {
		{"{\n    \"plays\": [],\n    \"stats\": {}\n}\n", "json"},
		{"{\"plays\": []}", "json"},
		{"web-01 | SUCCESS => {\n    \"ping\": \"pong\"\n}\n", "minimal"},
		{"web-01 | CHANGED | rc=0 >>\nx\n", "minimal"},
		{"web-01 | UNREACHABLE! => {\n", "minimal"},
		{"web-01 | SUCCESS => changed=false\n", "oneline"},
		{"PLAY [x]\n{\n", NULL},
		{"{\nPLAY RECAP ***\nweb : ok=1\n", NULL},
		{"- Play recap -\n", "unixy"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		CLEANUP(arena_free) struct arena a = ARENA_INIT;
		struct expect_result result;
		struct observation seen;
		struct recap recap;

		recap_ansible(bytes_text(cases[i].text), &recap);
		is_str(recap.callback, cases[i].callback, "no recap, because of");
		seen = (struct observation){.has_exit = true, .recap = &recap};
		judge("{recap: {failed: 0}}", &seen, &result, &a);
		ok(recap.found ||
			   (!result.pass &&
			    !cases[i].callback == !strstr(result.items[1].found, "CALLBACK")),
		   "it says so: %s", result.items[1].found);
	}
}

int main(void)
{
	test_commands();
	test_http();
	test_others();
	test_shown();
	for (size_t i = 0; i < ARRAY_SIZE(recaps); i++)
		test_recap(&recaps[i]);
	test_callbacks();
	return done();
}
