#include "base/cleanup.h"
#include "tap.h"
#include "yaml/emit.h"

static void test_shape(void)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct emit e;

	emit_init(&e, &out);
	emit_mapping(&e);
	emit_key(&e, "version"), emit_int(&e, 1);
	emit_key(&e, "vars"), emit_mapping(&e), emit_end(&e);
	emit_key(&e, "repos"), emit_mapping(&e);
	emit_key(&e, "motorcade.vip"), emit_flow_mapping(&e);
	emit_key(&e, "url"), emit_string(&e, "git@github.com:d/m.git");
	emit_end(&e);
	emit_end(&e);
	emit_key(&e, "steps"), emit_sequence(&e);
	emit_mapping(&e);
	emit_key(&e, "id"), emit_string(&e, "A");
	emit_key(&e, "run"), emit_string(&e, "one\n\n  two\n");
	emit_key(&e, "pins"), emit_flow_sequence(&e), emit_end(&e);
	emit_end(&e);
	emit_flow_mapping(&e);
	emit_key(&e, "id"), emit_string(&e, "B");
	emit_key(&e, "argv"), emit_flow_sequence(&e);
	emit_string(&e, "sh"), emit_string(&e, "-c"), emit_bool(&e, true);
	emit_end(&e);
	emit_end(&e);
	emit_sequence(&e);
	emit_string(&e, "nested");
	emit_string(&e, "no newline\nat end");
	emit_end(&e);
	emit_end(&e);
	emit_end(&e);
	is_str(out.buf,
	       "version: 1\n"
	       "vars: {}\n"
	       "repos:\n"
	       "  motorcade.vip: {url: 'git@github.com:d/m.git'}\n"
	       "steps:\n"
	       "- id: A\n"
	       "  run: |\n"
	       "    one\n"
	       "\n"
	       "      two\n"
	       "  pins: []\n"
	       "- {id: B, argv: [sh, '-c', true]}\n"
	       "- - nested\n"
	       "  - |-\n"
	       "    no newline\n"
	       "    at end\n",
	       "blocks, flows, lists, comments and literals");
}

/* Every text reads back as itself, as a string, in each of the three places. */
static void test_strings(void)
{
	static const char *const texts[] = {
		"",
		" ",
		"a",
		"a b",
		" a",
		"a ",
		"true",
		"no",
		"On",
		"y",
		"null",
		"~",
		"1",
		"1.5",
		"0x1f",
		"1_000",
		"12:30",
		"2026-01-28",
		"-",
		"- a",
		"-a",
		"?",
		": a",
		"a: b",
		"a:",
		"a #b",
		"#b",
		"[a",
		"{a}",
		"a, b",
		"'",
		"''",
		"it's",
		"\"",
		"\\n",
		"*a",
		"&a",
		"!a",
		"%a",
		"@a",
		"`a",
		"|",
		">",
		"...",
		"---",
		"--- a",
		"<<",
		"=",
		"a\n",
		"a\nb",
		"a\n\n",
		"\na",
		"a\n b\n",
		" a\nb",
		"\n",
		"\t",
		"a\tb",
		"a\t\nb",
		"\ta\nb",
		"x\n...\ny\n",
		"\xc3\xa9",
		"\xe2\x80\x94 dash",
		"\xf0\x9f\x9f\xa9",
		"a \n",
		"x\n \ny",
		"${{ vars.x }}",
		"x\n---\ny",
		"0o17",
		"+1",
		".5",
		".inf",
		"a  b",
		"\xc2\xa0x",
	};
	CLEANUP(arena_free) struct arena a = ARENA_INIT;

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
		const struct doc_node *root = NULL, *block, *item, *flow;
		struct err err = {0};
		struct emit e;

		emit_init(&e, &out);
		emit_mapping(&e);
		emit_key(&e, "block"), emit_string(&e, texts[i]);
		emit_key(&e, "list"), emit_sequence(&e);
		emit_string(&e, texts[i]);
		emit_flow_mapping(&e);
		emit_key(&e, *texts[i] ? texts[i] : "key"), emit_string(&e, texts[i]);
		emit_end(&e);
		emit_end(&e);
		emit_end(&e);
		if (doc_parse(bytes_of(out.buf, out.len), "f", &a, &root, &err)) {
			ok(false, "text %zu reads back", i);
			printf("# %u:%u %s\n# %s\n", err.at.line, err.at.column, err.text,
			       out.buf);
			continue;
		}
		block = doc_get(root, "block");
		item = doc_get(root, "list")->items[0];
		flow = doc_get(root, "list")->items[1]->pairs[0].value;
		ok(!strcmp(block->text, texts[i]) && !strcmp(item->text, texts[i]) &&
			   !strcmp(flow->text, texts[i]) && doc_type(block) == DOC_STRING &&
			   doc_type(item) == DOC_STRING && doc_type(flow) == DOC_STRING,
		   "text %zu reads back as it is", i);
	}
}

static void test_bad_bytes(void)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	emit_scalar(&out, "a\x1b\xff\xe2\x80\xae", 6);
	is_str(out.buf, "\"a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"",
	       "what no document may hold becomes U+FFFD");
}

/* Keys of every length around the limit, in every place, before every kind of value. */
static void test_long_keys(void)
{
	static const char *const shapes[] = {
		"%s: 1\n",
		"%s: {a: 1}\n",
		"%s: [1, 2]\n",
		"%s: []\n",
		"%s:\n  a: 1\n  b: 2\n",
		"%s:\n- 1\n- a: 1\n  b: 2\n",
		"%s: |\n  two\n  lines\n",
		"a:\n  %s: 1\n  b: 2\n",
		"a:\n  %s:\n    c: 1\n  b: 2\n",
		"a:\n- %s: 1\n  b: 2\n- 3\n",
		"a:\n- %s:\n  - 1\n  b: 2\n",
		"a: {%s: 1, b: 2}\n",
		"a: {b: {%s: [1, {c: 2}]}, d: 3}\n",
		"a: [{%s: 1}, 2]\n",
	};
	static const unsigned lengths[] = {1, 1021, 1022, 1023, 1024, 1025, 1026, 5000};
	unsigned wrong = 0;

	for (size_t i = 0; i < ARRAY_SIZE(shapes); i++)
		for (size_t j = 0; j < 3 * ARRAY_SIZE(lengths); j++) {
			CLEANUP(arena_free) struct arena a = ARENA_INIT;
			CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT, in = STRBUF_INIT;
			const struct doc_node *root, *again;
			const char *at = strstr(shapes[i], "%s");
			struct err err = {0};
			struct emit e;

			/* the key as it is, with a character that must be quoted, and of two bytes
			 * each */
			strbuf_add(&in, shapes[i], (size_t)(at - shapes[i]));
			strbuf_addstr(&in, "? \"");
			for (unsigned n = 0; n < lengths[j / 3]; n++)
				strbuf_addstr(&in, j % 3 == 2 ? "\xc3\xa9" : "k");
			strbuf_addstr(&in, j % 3 == 1 ? ": \"" : "\"");
			if (!strchr("{[", at[-1 + (at == shapes[i])])) {
				strbuf_addch(&in, '\n');
				for (const char *c = at; c > shapes[i] && c[-1] != '\n'; c--)
					strbuf_addch(&in, ' ');
			} else {
				strbuf_addch(&in, ' ');
			}
			strbuf_addstr(&in, at + 2);
			emit_init(&e, &out);
			if (doc_parse(bytes_of(in.buf, in.len), "in", &a, &root, &err)) {
				printf("# %s\n# %u:%u %s\n", in.buf, err.at.line, err.at.column,
				       err.text);
				wrong++;
				continue;
			}
			emit_node(&e, root);
			if (doc_parse(bytes_of(out.buf, out.len), "out", &a, &again, &err) ||
			    !doc_equal(root, again)) {
				printf("# %.60s... of %u: %s\n", shapes[i], lengths[j / 3],
				       err.text);
				wrong++;
			}
		}
	is_int(wrong, 0, "a key of any length reads back");
}

int main(void)
{
	test_shape();
	test_long_keys();
	test_strings();
	test_bad_bytes();
	return done();
}
