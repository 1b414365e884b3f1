#include "base/cleanup.h"
#include "json/value.h"
#include "json/write.h"
#include "tap.h"

static void test_write(void)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct json_writer w;

	jw_init(&w, &out);
	jw_object(&w);
	jw_field_string(&w, "schema", "mcade/x/1");
	jw_field_string(&w, "absent", NULL);
	jw_key(&w, "list"), jw_array(&w);
	jw_int(&w, -5), jw_bool(&w, true), jw_null(&w), jw_number(&w, 0.1),
		jw_number(&w, 1e300 * 1e300), jw_number(&w, -0.0);
	jw_object(&w), jw_end(&w);
	jw_array(&w), jw_end(&w);
	jw_end(&w);
	jw_field_int(&w, "n", 7);
	jw_field_bool(&w, "b", false);
	jw_end(&w);
	is_str(out.buf,
	       "{\"schema\":\"mcade/x/"
	       "1\",\"list\":[-5,true,null,0.1,null,0,{},[]],\"n\":7,\"b\":false}",
	       "objects, arrays, commas");
}

static void test_escapes(void)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct json_value *value = NULL;
	struct json_writer w;
	struct err err = {0};

	jw_init(&w, &out);
	jw_bytes(&w, bytes_of("\"\\\n\x1b\x7f\xc2\x9b\xe2\x80\xae\xff\0\xf0\x9f\x9f\xa9", 16));
	is_str(out.buf,
	       "\"\\\"\\\\\\n\\u001b\\u007f\\u009b\\u202e\xef\xbf\xbd\\u0000\xf0\x9f\x9f\xa9\"",
	       "any bytes become harmless JSON");
	strbuf_setlen(&out, 0);
	jw_init(&w, &out);
	jw_string(&w, "\xf3\xa0\x80\x81|\"\\/\b");
	ok(!json_value_parse(bytes_of(out.buf, out.len), "x", &a, &value, &err) &&
		   !strcmp(value->text, "\xf3\xa0\x80\x81|\"\\/\b"),
	   "what is written reads back, surrogate pairs too");
}

static void refuses(const char *text, const char *why)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct json_value *value = NULL;
	struct err err = {0};

	ok(json_value_parse(bytes_text(text), "x", &a, &value, &err) == -1 && !value,
	   "refuses: %s", why);
}

static void test_parse(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct json_value *value = NULL;
	struct err err = {0};
	char deep[200];

	refuses("", "nothing");
	refuses("{\"a\":1,\"a\":2}", "a duplicate key");
	refuses("{} x", "text behind");
	refuses("[1,]", "a comma at the end");
	refuses("\"\\u0000\"", "NUL");
	refuses("\"\xff\"", "bytes that are not UTF-8");
	memset(deep, '[', 99), memset(deep + 99, ']', 99), deep[198] = '\0';
	refuses(deep, "99 levels");
	ok(json_value_parse(bytes_text("{\n \"a\" 1}"), "x", &a, &value, &err) == -1 &&
		   err.at.line == 2 && !strcmp(err.at.file, "x"),
	   "a fault has its line");
	ok(!json_value_parse(bytes_text("{\"z\":[1,2.5,\"s\",true,null],\"a\":{}}"), "x", &a,
			     &value, &err),
	   "a document");
	is_str(json_value_text(value, &a), "{\"z\":[1,2.5,\"s\",true,null],\"a\":{}}",
	       "... in its order");
	is_int((long long)json_value_get(value, "z")->items[0]->integer, 1, "an integer");
	ok(!json_value_get(value, "q") && !json_value_get(NULL, "q"), "an absent member");
}

static void selects(const struct json_value *root, const char *path, const char *expected)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const struct json_place *found;
	struct err err = {0};
	size_t count;

	if (json_value_select(root, path, &a, &found, &count, &err)) {
		is_str(err.text, expected, path);
		return;
	}
	for (size_t i = 0; i < count; i++)
		strbuf_addf(&out, "%s%s", i ? " " : "", json_value_text(found[i].value, &a));
	is_str(out.buf, expected, path);
}

/* The path of each place names that place alone. */
static void places(const struct json_value *root, const char *path, const char *expected)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const struct json_place *found, *again;
	bool alone = true;
	size_t count, one;
	struct err err;

	if (json_value_select(root, path, &a, &found, &count, &err) < 0)
		ok(false, "%s", err.text);
	for (size_t i = 0; i < count; i++) {
		strbuf_addf(&out, "%s%s", i ? " " : "", found[i].path);
		alone = alone &&
			!json_value_select(root, found[i].path, &a, &again, &one, &err) &&
			one == 1 && again->value == found[i].value;
	}
	is_str(out.buf, expected, path);
	ok(alone, "%s: each names its own place", path);
}

static void test_places(void)
{
	static const char text[] = "{\"a\":{\"x-y\":1,\"9\":2,\"it's\":3,\"b\\\\c\":4,\"\":5},"
				   "\"l\":[[1],[2,3]]}";
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct json_value *root;
	struct err err;

	if (json_value_parse(bytes_text(text), "text", &a, &root, &err) < 0)
		ok(false, "%s", err.text);
	places(root, "$", "$");
	places(root, "$.a.*", "$.a.x-y $.a['9'] $.a['it\\'s'] $.a['b\\\\c'] $.a['']");
	places(root, "$.l[*][*]", "$.l[0][0] $.l[1][0] $.l[1][1]");
	places(root, "$.l[-1][-2]", "$.l[1][0]");
}

static void test_select(void)
{
	static const char text[] =
		"{\"a\":{\"x\":1,\"y\":[10,20,30]},\"b-c\":true,\"d e\":null,"
		"\"l\":[{\"n\":1},{\"n\":2},{\"m\":3}]}";
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct json_value *root;
	struct err err;

	if (json_value_parse(bytes_text(text), "x", &a, &root, &err))
		return;
	selects(root, "$.a.x", "1");
	selects(root, "$['a'][\"y\"][1]", "20");
	selects(root, "$.a.y[-1]", "30");
	selects(root, "$.a.y[3]", "");
	selects(root, "$.a.y[-4]", "");
	selects(root, "$.b-c", "true");
	selects(root, "$['d e']", "null");
	selects(root, "$.l[*].n", "1 2");
	selects(root, "$.l.*.m", "3");
	selects(root, "$.a.*", "1 [10,20,30]");
	selects(root, "$.a.x.z", "");
	selects(root, "a.x", "JSON path 'a.x' must begin with '$'");
	selects(root, "$.a..x",
		"JSON path '$.a..x': expected .name, ['name'], [0], [*] or .* at "
		"character 4");
	selects(root, "$[?(@.a)]",
		"JSON path '$[?(@.a)]': expected .name, ['name'], [0], [*] or "
		".* at character 2");
	selects(root, "$['a",
		"JSON path '$['a': expected .name, ['name'], [0], [*] or .* at "
		"character 2");
	selects(root, "$[99999999999999999999]",
		"JSON path '$[99999999999999999999]': expected .name, ['name'], [0], [*] or .* "
		"at "
		"character 2");
}

int main(void)
{
	test_write();
	test_escapes();
	test_parse();
	test_select();
	test_places();
	return done();
}
