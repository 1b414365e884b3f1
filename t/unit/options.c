/* base/options: what people type, and what they are told about it; base/strmap beside it. */
#include "base/options.h"
#include "base/strmap.h"

#include "../t/unit/tap.h"

static const struct option table[] = {
	{OPTION_TEXT, 'm', "message", "TEXT", "the reason"},
	{OPTION_LIST, 0, "path", "PATTERN", "what must not change"},
	{OPTION_FLAG, 'q', "quiet", NULL, "say less"},
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{0},
};

static struct arena arena;

static int parse(struct option_values *values, struct err *err, const char *const *argv)
{
	int argc = 0;

	while (argv[argc])
		argc++;
	return options_parse(table, argc, argv, &arena, values, err);
}

#define PARSE(values, err, ...) parse(values, err, (const char *const[]){__VA_ARGS__, NULL})

static void test_accepts(void)
{
	struct option_values v;
	const char **list;
	struct err err;
	size_t count;

	ok(!PARSE(&v, &err, "STEP", "-mwhy", "--json", "more"),
	   "options stand behind operands");
	is_str(option_text(&v, "message"), "why", "-mTEXT");
	ok(option_flag(&v, "json") && !option_flag(&v, "quiet"), "flags are set or not");
	is_int((long long)v.operand_count, 2, "operands are counted");
	is_str(v.operands[1], "more", "operands keep their order");

	ok(!PARSE(&v, &err, "-m", "a", "--message=b", "--message", "c"), "three spellings");
	is_str(option_text(&v, "message"), "c", "the last text wins");

	ok(!PARSE(&v, &err, "--path", "a", "--path=b"), "a list takes all");
	list = option_list(&v, "path", &count);
	ok(count == 2 && !strcmp(list[0], "a") && !strcmp(list[1], "b"), "in their order");

	ok(!PARSE(&v, &err, "--json", "--no-json"), "a flag is taken back");
	ok(!option_flag(&v, "json"), "and is not set then");
	ok(!PARSE(&v, &err, "--", "-m", "--json"), "-- ends options");
	is_int((long long)v.operand_count, 2, "what follows is operands");
	ok(!PARSE(&v, &err, "-"), "a lone dash is an operand");
	ok(!PARSE(&v, &err, "-qm", "x") && option_flag(&v, "quiet") &&
		   !strcmp(option_text(&v, "message"), "x"),
	   "letters stand together");
	ok(!PARSE(&v, &err, "--message=") && !*option_text(&v, "message"),
	   "an empty text is one");
}

static void test_refuses(void)
{
	struct option_values v;
	struct err err;

	ok(PARSE(&v, &err, "--mesage", "x") < 0, "an unknown option is refused");
	is_str(err.text, "unknown option '--mesage'; did you mean '--message'?",
	       "with the near one");
	ok(err.code == ERR_USAGE, "it is a usage error");
	ok(PARSE(&v, &err, "--zzzzzzzz") < 0, "a far one too");
	is_str(err.text, "unknown option '--zzzzzzzz'", "without a guess");
	ok(PARSE(&v, &err, "-x") < 0, "an unknown letter");
	is_str(err.text, "unknown option '-x'", "is named");
	ok(PARSE(&v, &err, "--message") < 0, "a value is missing");
	is_str(err.text, "option '--message' needs a value: TEXT",
	       "and what it is called is said");
	ok(PARSE(&v, &err, "--json=yes") < 0, "a flag takes none");
	is_str(err.text, "option '--json' takes no value", "and says so");
	ok(PARSE(&v, &err, "--no-message") < 0, "only flags are taken back");
}

static void test_usage(void)
{
	struct strbuf out = STRBUF_INIT;

	options_usage(table, &out);
	ok(strstr(out.buf, "    -m, --message TEXT") == out.buf,
	   "usage begins with the letter");
	ok(strstr(out.buf, "\n    --json ") && strstr(out.buf, "print one JSON object\n"),
	   "and says what each is for");
	strbuf_free(&out);
}

static void test_strmap(void)
{
	struct strmap map = {.arena = &arena};
	bool all = true;
	static int values[500];

	ok(!strmap_get(&map, "a"), "an empty map holds nothing");
	for (int i = 0; i < 500; i++)
		strmap_put(&map, arena_printf(&arena, "key %d", i), &values[i]);
	for (int i = 0; i < 500; i++)
		all = all && strmap_get(&map, arena_printf(&arena, "key %d", i)) == &values[i];
	ok(all && map.count == 500, "five hundred keys are found again");
	strmap_put(&map, "key 7", &values[8]);
	ok(strmap_get(&map, "key 7") == &values[8] && map.count == 500, "a key has one value");
}

int main(void)
{
	test_accepts();
	test_refuses();
	test_usage();
	test_strmap();
	arena_free(&arena);
	return done();
}
