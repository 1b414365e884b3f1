/* model/canon: one spelling per value, and the same scalars to any reader of YAML. */
#include "model/canon.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "yaml/doc.h"

#include "../t/unit/tap.h"

/* What no reader may take for anything but this text. */
static const char *const texts[] = {
	"plain",
	"azAZ09_./:+@=-z",
	"Z",
	"PLAT_08D",
	"a.b/c-d",
	"true",
	"True",
	"FALSE",
	"null",
	"Null",
	"~",
	"yes",
	"No",
	"on",
	"OFF",
	"y",
	"N",
	".nan",
	".inf",
	"-.inf",
	"0",
	"7",
	"007",
	"1.5",
	"1e3",
	"0x1f",
	"0o7",
	"-1",
	"+1",
	"1_000",
	"12:30:45",
	"2026-01-28",
	"",
	" ",
	" a",
	"a ",
	"a b",
	"a: b",
	"a:",
	"a #b",
	"#a",
	"- a",
	"-",
	"--- a",
	"...",
	"? a",
	"[a]",
	"{a: b}",
	"&a",
	"*a",
	"!a",
	"|",
	">",
	"%a",
	"@a",
	"`a",
	"'a'",
	"\"a\"",
	"a\"b",
	"a\\b",
	"a\\n",
	"a\nb",
	"a\n\nb",
	"\n",
	"a\tb",
	("a\x01"
	 "b"),
	"\x7f",
	"\xc3\xa4",
	"\xe2\x9c\x93",
	"a,b",
	"=",
	"<<",
	"a=b",
	"web.image=docker.io/library/redis:7.2@sha256:00",
	"/var/backups/a.tar",
	"18446744073709551615",
	"18446744073709551616",
	"ssh-ed25519 AAAA",
};

static void test_identity(struct arena *a)
{
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
		const struct doc_node *doc = NULL;
		const struct doc_node *value;
		struct canon root;
		struct err err = {0};

		canon_open(&out, 0, "map");
		canon_put(&out, 1, "key", texts[i]);
		canon_put_list(&out, 0, "list", (const char *const[]){texts[i], "x"}, 2);
		if (!ok(!canon_parse(bytes_of(out.buf, out.len), "f", a, &root, &err),
			"value %zu is read: %s", i, err.text))
			continue;
		is_str(canon_text(canon_child(&root, "map"), "key"), texts[i], "as it was");
		is_str(canon_child(&root, "list")->children[0].text, texts[i], "in a list too");
		if (strpbrk(texts[i], "\x01\x7f"))
			continue; /* no event can bring these: documents refuse them */
		if (!ok(!doc_parse(bytes_of(out.buf, out.len), "f", a, &doc, &err),
			"libyaml reads it: %s", err.text))
			continue;
		value = doc_get(doc_get(doc, "map"), "key");
		is_str(value->text, texts[i], "as the same text");
		ok(value->style == DOC_DOUBLE_QUOTED || doc_type(value) == DOC_STRING ||
			   doc_type(value) == DOC_INT,
		   "which is a string or a whole number");
	}
}

/* Keys are the file names and ids of others: any text, and as itself. */
static void test_keys(struct arena *a)
{
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
		struct canon root;
		struct err err = {0};

		canon_put(&out, 0, texts[i], "x");
		canon_open(&out, 0, "map");
		canon_put(&out, 1, texts[i], "y");
		canon_put_list(&out, 1, "z", (const char *const[]){"1"}, 1);
		ok(!canon_parse(bytes_of(out.buf, out.len), "f", a, &root, &err) &&
			   root.count == 2 && !strcmp(root.children[0].key, texts[i]) &&
			   !strcmp(canon_text(canon_child(&root, "map"), texts[i]), "y") &&
			   root.children[1].count == 2,
		   "key %zu is read as it was: %s", i, err.text);
	}
}

static void test_document(struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct canon root;
	struct err err = {0};
	const char **list;
	uint64_t number;
	size_t count;

	canon_put_number(&out, 0, "version", UINT64_MAX);
	canon_put(&out, 0, "absent", NULL);
	canon_put_list(&out, 0, "empty", NULL, 0);
	canon_open(&out, 0, "a");
	canon_open(&out, 1, "b");
	canon_put(&out, 2, "c", "d");
	canon_put_list(&out, 2, "e", (const char *const[]){"1", "two"}, 2);
	is_str(out.buf,
	       "version: 18446744073709551615\na:\n  b:\n    c: d\n    e:\n    - 1\n    - "
	       "two\n",
	       "a document");
	ok(!canon_parse(bytes_of(out.buf, out.len), "f", a, &root, &err), "is read: %s",
	   err.text);
	ok(!canon_number(&root, "version", &number, &err) && number == UINT64_MAX,
	   "its number");
	ok(!canon_number(&root, "absent", &number, &err) && !number,
	   "a number that is absent is 0");
	ok(canon_number(canon_child(canon_child(&root, "a"), "b"), "c", &number, &err) < 0,
	   "a word is not a number");
	list = canon_list(canon_child(canon_child(&root, "a"), "b"), "e", a, &count);
	ok(count == 2 && !strcmp(list[1], "two"), "its list");
	ok(!canon_list(&root, "a", a, &count) && !count && !canon_text(&root, "a"),
	   "a mapping is neither list nor text");
	ok(!canon_parse(bytes_of("", 0), "f", a, &root, &err) && !root.count,
	   "nothing is nothing");
}

static void test_refusals(struct arena *a)
{
	static const char *const bad[] = {
		"a: b",
		"a: b\r\n",
		"a:  b\n",
		"a : b\n",
		" a: b\n",
		"   a: b\n",
		"a: b \n",
		"a: 'b'\n",
		"a: \"b\"\n",
		"a: \"1\"\n",
		"a: true\n",
		"a: 01\n",
		"a: 1.5\n",
		"a: ~\n",
		"a: \n",
		"a:\n",
		"a:\n\n",
		"a:\nb: c\n",
		"a:\n  b:\n  c: d\n",
		"a: b\n\n",
		"\na: b\n",
		"a: b\na: c\n",
		"a: b\n---\n",
		"---\na: b\n",
		"# a\n",
		"a: b # c\n",
		"a: [b]\n",
		"a: {b: c}\n",
		"a: &x b\n",
		"a: |\n  b\n",
		"a: >\n  b\n",
		"a: b\n  c\n",
		"a:\n  - b\n",
		"a:\n    b: c\n",
		"a:\n- b\n - c\n",
		"a:\n- - b\n",
		"a:\n-b\n",
		"a:\n- b: c\n",
		"a:\n-\n",
		"a:\n- \n",
		"- a\n",
		"a\n",
		": b\n",
		"\"a\": b\n",
		"'a': b\n",
		"? a\n: b\n",
		"a b: c\n",
		"-a: b\n",
		"{a: b\n",
		"a: \"b\\tc\"\n",
		"a: \"\\x41\"\n",
		"a: \"\\x1F\"\n", /* as long as it should be written */
		"a: \"\\u0041\"\n",
		"a: \"\\/\"\n",
		"a: \"\\x0A\"\n",
		"a: \"b\n",
		"a: \"b\"c\"\n",
		"a: \"\\",
		"a: \"\\x0\"\n",
		"a: \"\\x00\"\n",
		"a: \"b c\" \n",
		("\xef\xbb\xbf"
		 "a: b\n"),
		"a: \tb\n",
		"\ta: b\n",
		"a:\n  b: c\n   d: e\n",
		"a:\n  ",
		"a:\n  b:\n  ",
		"a:\n-",
		"a:\n- b",
		"a: \"b\\\n",
		"\"a b\n",
		"\"a b\\\n",
		"\"a b\"\n",
		"\"a b\" : c\n",
		"\"a b\":c\n",
		"\"a b\":\n",
		"\"a\"b\": c\n",
		"\"a\\tb\": c\n",
	};
	static const struct {
		const char *text;
		unsigned line;
	} places[] = {
		{"'a': b\n", 1},
		{"a: b\nc: d\n e: f\n", 3},
		{"a:\n  b: c\n  'd': e\n", 3},
		{"a:\n- b\n'c': d\n", 3},
		{"a:\n- b\nc:\n  'd': e\n", 4},
		{"a:\n  b: c\n'd': e\n", 3},
		{"a:\n  b:\n    c: d\n  e:\n    'f': g\n", 5},
	};
	struct canon root = {.text = "untouched"};
	struct err err;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		err = (struct err){0};
		ok(canon_parse(bytes_text(bad[i]), "f", a, &root, &err) < 0 &&
			   err.code == ERR_FORMAT && !strcmp(root.text, "untouched"),
		   "spelling %zu is refused", i);
	}
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		err = (struct err){0};
		canon_parse(bytes_text(places[i].text), "f", a, &root, &err);
		ok(err.at.line == places[i].line && err.at.column == 1 &&
			   !strcmp(err.at.file, "f"),
		   "fault %zu has its place (%u)", i, err.at.line);
	}
	ok(canon_parse(bytes_of("a: b\0c\n", 7), "f", a, &root, &err) < 0, "a NUL in a value");
	ok(canon_parse(bytes_of("a\0: b\n", 6), "f", a, &root, &err) < 0, "a NUL in a key");
}

/* Depth and width cost no more than their size. */
static void test_limits(struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf deep = STRBUF_INIT, wide = STRBUF_INIT;
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT, large = STRBUF_INIT;
	struct canon root;
	struct err err;

	for (unsigned i = 0; i < 1025; i++)
		strbuf_addch(&large, 'a');
	canon_put(&out, 0, "k", large.buf);
	canon_put(&out, 0, "k", large.buf + 1);
	ok(out.buf[3] == '"' && out.buf[out.len - 2] == 'a' && out.len == 1031 + 1028,
	   "a text of more than 1024 bytes is quoted");
	strbuf_setlen(&large, 0);
	strbuf_addstr(&large, "k: \"");
	while (large.len < LIMIT_YAML - 2)
		strbuf_addch(&large, ' ');
	strbuf_addstr(&large, "\"\n");
	ok(!canon_parse(bytes_of(large.buf, large.len), "f", a, &root, &err),
	   "the longest document");
	strbuf_addch(&large, '\n');
	ok(canon_parse(bytes_of(large.buf, large.len), "f", a, &root, &err) < 0 &&
		   err.code == ERR_LIMIT,
	   "one byte more");
	for (unsigned i = 0; i < 40; i++)
		canon_open(&deep, i, "a");
	canon_put(&deep, 40, "a", "b");
	ok(canon_parse(bytes_of(deep.buf, deep.len), "f", a, &root, &err) < 0 &&
		   strstr(err.text, "deep"),
	   "depth has a limit");
	for (unsigned i = 0; i < 200000; i++)
		strbuf_addf(&wide, "k%u: 1\n", i);
	ok(!canon_parse(bytes_of(wide.buf, wide.len), "f", a, &root, &err) &&
		   root.count == 200000,
	   "200,000 keys are read in no time");
	strbuf_addf(&wide, "k7: 1\n");
	ok(canon_parse(bytes_of(wide.buf, wide.len), "f", a, &root, &err) < 0 &&
		   strstr(err.text, "twice"),
	   "and the one that stands twice is seen");
}

int main(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;

	test_identity(&a);
	test_keys(&a);
	test_document(&a);
	test_refusals(&a);
	test_limits(&a);
	return done();
}
