/* shows: A110 */
#include "base/cleanup.h"
#include "base/limits.h"
#include "tap.h"
#include "yaml/doc.h"

static void accepts(const char *text, const char *name)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct doc_node *root;
	struct err err = {0};

	if (!ok(!doc_parse(bytes_text(text), "f", &a, &root, &err), "%s", name))
		printf("# %u:%u: %s\n", err.at.line, err.at.column, err.text);
}

static void refuses(const char *text, size_t len, const char *place, const char *why)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct doc_node *root = NULL;
	struct err err = {0};
	char found[64];

	ok(doc_parse(bytes_of(text, len), "f", &a, &root, &err) == -1 && !root, "refuses: %s",
	   why);
	snprintf(found, sizeof(found), "%s:%u:%u", err.at.file ? err.at.file : "", err.at.line,
		 err.at.column);
	is_str(found, place, "... at its place");
	if (!ok(strstr(err.text, why) != NULL, "... and says why"))
		printf("# %s\n", err.text);
}

#define REFUSES(text, place, why) refuses(text, sizeof(text) - 1, place, why)

static void test_refusals(void)
{
	REFUSES("a: 1\nb:\n  c: 1\n  d: 2\n  \"c\": 3\n", "f:5:3",
		"duplicate key 'c': first in line 3");
	REFUSES("{x: 1, y: 2, x: 3, y: 4}", "f:1:14", "duplicate key 'x'");
	REFUSES("a: &x 1\n", "f:1:4", "anchor 'x'");
	REFUSES("a: 1\nb: *x\n", "f:2:4", "alias 'x'");
	REFUSES("a: !vault x\n", "f:1:4", "tag '!vault'");
	REFUSES("a: !!str x\n", "f:1:4", "tag 'tag:yaml.org,2002:str'");
	REFUSES("a: ! x\n", "f:1:4", "tag '!'");
	REFUSES("b: {}\n<<: {a: 1}\n", "f:2:1", "merge key");
	REFUSES("%YAML 1.2\n---\na: 1\n", "f:1:1", "directives");
	REFUSES("%TAG ! tag:x,2000:\n---\na: 1\n", "f:1:1", "directives");
	REFUSES("a: 1\n---\nb: 2\n", "f:2:1", "a second document");
	REFUSES("? [a, b]\n: 1\n", "f:1:3", "a key must be a scalar");
	REFUSES("{{a: 1}: 2}", "f:1:2", "a key must be a scalar");
	REFUSES("\xef\xbb\xbf"
		"a: 1\n",
		"f:1:1", "byte order mark");
	REFUSES("\xff\xfe"
		"a\0:\0",
		"f:1:1", "not UTF-8");
	REFUSES("a: 1\nb: \xe9t\xe9\n", "f:2:4", "not UTF-8");
	REFUSES("a: 1\nb: x\0y\n", "f:2:5", "control character");
	REFUSES("a: x\x1b[2J\n", "f:1:5", "control character");
	REFUSES("a: \"x\\e[2J\"\n", "f:1:4", "control character");
	REFUSES("a: \"x\\0\"\n", "f:1:4", "control character");
	REFUSES("a: \"\\u202e\"\n", "f:1:4", "direction of text");
	REFUSES("a: \"\\N\"\n", "f:1:4", "line break that only some readers see");
	REFUSES("a: x\xe2\x80\xae"
		"y\n",
		"f:1:5", "direction of text");
	REFUSES("a: 1\xc2\x85"
		"b: 2\n",
		"f:1:5", "line break that only some readers see");
	REFUSES("a: 1\xe2\x80\xa8"
		"b: 2\n",
		"f:1:5", "line break that only some readers see");
	REFUSES("a: 1\rb: 2\n", "f:1:5", "carriage return");
	REFUSES("a: [1, 2\nb: 3\n", "f:2:2", "not valid YAML");
	REFUSES("\xc3\xa9: 1\n\xc3\xa9: [\xc3\xa9, }\n", "f:2:10", "not valid YAML");
	REFUSES("", "f:1:1", "holds no document");
	REFUSES("# nothing\n", "f:1:1", "holds no document");
}

static void test_limits(void)
{
	char deep[200];
	struct arena a = ARENA_INIT;
	const struct doc_node *root = NULL;
	struct err err = {0};
	char *large;

	memset(deep, '[', 32);
	memset(deep + 32, ']', 32);
	deep[64] = '\0';
	accepts(deep, "32 levels");
	memset(deep, '[', 100);
	refuses(deep, 100, "f:1:33", "nested more than 32 deep");
	large = arena_alloc(&a, LIMIT_YAML + 1);
	memset(large, '#', LIMIT_YAML + 1);
	ok(doc_parse(bytes_of(large, LIMIT_YAML + 1), "f", &a, &root, &err) == -1 &&
		   err.code == ERR_LIMIT,
	   "a text above the limit is not read");
	memset(large, '[', 200000);
	ok(doc_parse(bytes_of(large, 200000), "f", &a, &root, &err) == -1 &&
		   err.code == ERR_LIMIT,
	   "200,000 brackets are refused at once");
	for (size_t i = 0; i + 1 < 2200000; i += 2)
		memcpy(large + i, "-\n", 2);
	ok(doc_parse(bytes_of(large, 2200000), "f", &a, &root, &err) == -1 &&
		   err.code == ERR_LIMIT,
	   "more than a million values are refused");
	arena_free(&a);
}

static const char sample[] = "# top\n"
			     "name: 'it''s'\n"
			     "\xc3\xa9t\xc3\xa9: {a: 1, b: [x, \"y\"]}\n"
			     "run: |\n"
			     "  one\n"
			     "  two\n"
			     "empty:\n"
			     "list:\n"
			     "- id: A\n"
			     "  uses: p/a.yml   # why\n"
			     "- id: B\n";

static void span(const struct doc_node *node, const char *expected, const char *name)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;

	is_str(node ? arena_strndup(&a, sample + node->begin, node->end - node->begin) : NULL,
	       expected, name);
}

static void test_places(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct doc_node *root = NULL, *node;
	struct err err = {0};

	if (!ok(!doc_parse(bytes_text(sample), "f", &a, &root, &err), "the sample parses")) {
		printf("# %s\n", err.text);
		return;
	}
	is_int((long long)root->count, 5, "five keys");
	span(doc_get(root, "name"), "'it''s'", "a quoted scalar's span has its quotes");
	is_str(doc_get(root, "name")->text, "it's", "... its text has not");
	node = doc_get(root, "\xc3\xa9t\xc3\xa9");
	span(node, "{a: 1, b: [x, \"y\"]}",
	     "a flow mapping's span, behind letters of two bytes");
	is_int(node->at.column, 8, "columns count bytes");
	span(doc_get(node, "b"), "[x, \"y\"]", "a flow sequence's span");
	span(doc_get(root, "run"), "|\n  one\n  two\n", "a literal's span");
	is_str(doc_get(root, "run")->text, "one\ntwo\n", "a literal's text");
	node = doc_get(root, "empty");
	ok(node->begin == node->end && doc_null(node),
	   "an absent value is null and has no span");
	node = doc_get(root, "list");
	is_int((long long)node->count, 2, "two items");
	is_int(node->at.line, 9, "the list's line");
	span(node->items[0], "id: A\n  uses: p/a.yml",
	     "a block mapping ends with its last value");
	is_int(node->items[1]->at.line, 11, "the second item's line");
	is_int(node->items[1]->at.column, 3, "the second item's column");
	is_str(doc_get_path(root, "\xc3\xa9t\xc3\xa9.a")->text, "1", "a path of keys");
	ok(!doc_get_path(root, "name.x") && !doc_get_path(root, "no.x") && !doc_get(NULL, "x"),
	   "a path that leads nowhere");
}

static void test_types(void)
{
	static const struct {
		const char *text;
		enum doc_type type;
	} cases[] = {
		{"", DOC_NULL},	       {"~", DOC_NULL},
		{"null", DOC_NULL},    {"true", DOC_BOOL},
		{"False", DOC_BOOL},   {"on", DOC_STRING},
		{"yes", DOC_STRING},   {"no", DOC_STRING},
		{"off", DOC_STRING},   {"0", DOC_INT},
		{"-12", DOC_INT},      {"+3", DOC_INT},
		{"007", DOC_INT},      {"0o17", DOC_INT},
		{"0xfF", DOC_INT},     {"0o", DOC_STRING},
		{"0x", DOC_STRING},    {"0o8", DOC_STRING},
		{"1_000", DOC_STRING}, {"1.5", DOC_FLOAT},
		{".5", DOC_FLOAT},     {"5.", DOC_FLOAT},
		{"1e3", DOC_FLOAT},    {"1e", DOC_STRING},
		{".inf", DOC_FLOAT},   {"-.INF", DOC_FLOAT},
		{".nan", DOC_FLOAT},   {".", DOC_STRING},
		{"-", DOC_STRING},     {"1.2.3", DOC_STRING},
		{"12:30", DOC_STRING}, {"2026-01-28", DOC_STRING},
		{"tRUE", DOC_STRING},
	};
	struct doc_node node = {.kind = DOC_SCALAR};
	int64_t value;
	double number;
	bool flag;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		node.style = DOC_PLAIN;
		node.text = cases[i].text;
		node.len = strlen(node.text);
		is_str(doc_type_name(doc_type(&node)), doc_type_name(cases[i].type),
		       cases[i].text);
		node.style = DOC_SINGLE_QUOTED;
		if (doc_type(&node) != DOC_STRING)
			ok(false, "quoted '%s' is a string", node.text);
	}
	node.style = DOC_PLAIN;
	node.text = "0x10";
	ok(doc_int(&node, &value) && value == 16, "a hexadecimal integer");
	node.text = "-7";
	ok(doc_number(&node, &number) && number < -6.9 && number > -7.1,
	   "an integer is a number");
	node.text = "99999999999999999999";
	ok(!doc_int(&node, &value), "an integer that is too large is none");
	node.text = "True";
	ok(doc_bool(&node, &flag) && flag, "a boolean");
	node.text = ".nan";
	ok(!doc_number(&node, &number), "NaN is not a number");
}

static void test_foreign(void)
{
	static const char text[] =
		"\xef\xbb\xbf%YAML 1.1\n---\na: &x !vault |\n  enc\nb: *x\na: 2\n"
		"---\n- {k: 1, k: 2}\n- ? [complex]\n  : 1\n";
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct doc_foreign all = {0};
	struct err err = {0};

	if (!ok(!doc_parse_foreign(bytes_text(text), "p.yml", &a, &all, &err),
		"other people's YAML is read")) {
		printf("# %s\n", err.text);
		return;
	}
	is_int((long long)all.count, 2, "two documents");
	is_int((long long)all.duplicate_count, 2, "two duplicate keys are listed");
	is_int(all.duplicates[0].again->at.line, 6, "the first one's place");
	is_str(doc_get(all.roots[0], "a")->tag, "!vault", "a tag is kept");
	ok(doc_get(all.roots[0], "b")->kind == DOC_ALIAS, "an alias is not followed");
	ok(!memcmp(text + doc_get(all.roots[0], "b")->begin, "*x", 2),
	   "spans count a byte order mark");
	ok(!doc_parse_foreign(bytes_text(""), "p.yml", &a, &all, &err) && !all.count,
	   "an empty text has no document");
	ok(doc_parse_foreign(bytes_text("a: [\n"), "p.yml", &a, &all, &err) == -1,
	   "what is not YAML is refused");
}

int main(void)
{
	test_refusals();
	test_limits();
	test_places();
	test_types();
	test_foreign();
	accepts("a: \"tab\\there\\nand line\"\r\nb: 2\r\n",
		"CRLF lines, tab and newline escapes");
	accepts("---\na: 1\n...\n", "markers around the one document");
	accepts("a: \"\xf0\x9f\x9f\xa9 \\U0001F7E9\"\n", "characters above U+FFFF");
	return done();
}
