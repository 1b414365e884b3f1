#include "base/cleanup.h"
#include "match/glob.h"
#include "match/pattern.h"
#include "tap.h"

/* From the vectors of git's t3070-wildmatch.sh (wildmatch, with pathname) and beyond. */
static const struct {
	bool match;
	const char *path, *pattern;
} globs[] = {
	{true, "foo", "foo"},
	{false, "foo", "bar"},
	{true, "foo", "???"},
	{false, "foo", "??"},
	{true, "foo", "*"},
	{true, "foo", "f*"},
	{false, "foo", "*f"},
	{true, "foo", "*foo*"},
	{true, "foobar", "*ob*a*r*"},
	{true, "aaaaaaabababab", "*ab"},
	{true, "foo*", "foo\\*"},
	{false, "foobar", "foo\\*bar"},
	{true, "f\\oo", "f\\\\oo"},
	{true, "ball", "*[al]?"},
	{false, "ten", "[ten]"},
	{true, "ten", "**[!te]"},
	{false, "ten", "**[!ten]"},
	{true, "ten", "t[a-g]n"},
	{false, "ten", "t[!a-g]n"},
	{true, "ton", "t[!a-g]n"},
	{true, "ton", "t[^a-g]n"},
	{true, "a]b", "a[]]b"},
	{true, "a-b", "a[]-]b"},
	{false, "aab", "a[]-]b"},
	{true, "aab", "a[]a-]b"},
	{true, "]", "]"},
	{true, "b", "[\\a-\\c]"},
	{false, "d", "[\\a-\\c]"},
	{true, "]", "[\\]]"},
	{true, "-", "[a\\-c]"},
	{false, "b", "[a\\-c]"},
	{true, ":", "[[:]"},
	{true, "[", "[[:]"},
	{false, "a", "[[:none:]]"},
	{true, "a]", "[[:alpha:]]]"},
	{false, "foo/baz/bar", "foo*bar"},
	{false, "foo/baz/bar", "foo**bar"},
	{true, "foobazbar", "foo**bar"},
	{true, "foo/baz/bar", "foo/**/bar"},
	{true, "foo/bar", "foo/**/bar"},
	{true, "foo/b/a/z/bar", "foo/**/bar"},
	{true, "foo/b/a/z/bar", "foo/**/**/bar"},
	{true, "foo/bar", "foo/**/**/bar"},
	{false, "foo/bar", "foo?bar"},
	{false, "foo/bar", "foo[/]bar"},
	{false, "foo/bar", "foo[^a-z]bar"},
	{false, "foo/bar", "f[^eiu][^eiu][^eiu][^eiu][^eiu]r"},
	{true, "foo-bar", "f[^eiu][^eiu][^eiu][^eiu][^eiu]r"},
	{true, "foo", "**/foo"},
	{true, "XXX/foo", "**/foo"},
	{true, "bar/baz/foo", "**/foo"},
	{false, "bar/baz/foo", "*/foo"},
	{false, "foo/bar/baz", "**/bar*"},
	{true, "deep/foo/bar/baz", "**/bar/*"},
	{false, "deep/foo/bar", "**/bar/*"},
	{false, "deep/foo/bar/baz", "**/bar"},
	{true, "deep/foo/bar/baz", "**/bar/**"},
	{true, "deep/foo/bar/baz/x", "**/bar/*/*"},
	{true, "deep/foo/bar/baz", "**"},
	{false, "foo", "foo/**"},
	{true, "foo/a", "foo/**"},
	{true, "foo/a/b", "foo/**"},
	{false, "foo", "foo/"},
	{true, "[ab]", "[[]ab]"},
	{true, "a1B", "[[:alpha:]][[:digit:]][[:upper:]]"},
	{false, "a", "[[:digit:][:upper:][:space:]]"},
	{true, "A", "[[:digit:][:upper:][:space:]]"},
	{true, "_",
	 "[[:alnum:][:alpha:][:blank:][:cntrl:][:digit:][:graph:][:lower:][:print:]"
	 "[:punct:][:space:][:upper:][:xdigit:]]"},
	{true, "5", "[a-c[:digit:]x-z]"},
	{true, "b", "[a-c[:digit:]x-z]"},
	{false, "q", "[a-c[:digit:]x-z]"},
	{true, "]", "[\\\\-^]"},
	{false, "[", "[\\\\-^]"},
	{true, "-", "[\\-_]"},
	{true, "]", "[\\]]"},
	{false, "\\", "[\\]]"},
	{false, "a[]b", "a[]b"},
	{false, "ab[", "ab["},
	{false, "[!", "[!"},
	{true, "-", "[--A]"},
	{true, "5", "[--A]"},
	{false, "-", "[ --]x"},
	{true, "-adobe-courier-bold-o-normal--12-120-75-75-m-70-iso8859-1",
	 "-*-*-*-*-*-*-12-*-*-*-m-*-*-*"},
	{false, "-adobe-courier-bold-o-normal--12-120-75-75-X-70-iso8859-1",
	 "-*-*-*-*-*-*-12-*-*-*-m-*-*-*"},
	{true, "abcd/abcdefg/abcdefghijk/abcdefghijklmnop.txt", "**/*a*b*g*n*t"},
	{false, "abcd/abcdefg/abcdefghijk/abcdefghijklmnop.txtz", "**/*a*b*g*n*t"},
	{false, "foo", "*/*/*"},
	{false, "foo/bar", "*/*/*"},
	{true, "foo/bba/arr", "*/*/*"},
	{false, "foo/bb/aa/rr", "*/*/*"},
	{true, "foo/bb/aa/rr", "**/**/**"},
	{true, "abcXdefXghi", "*X*i"},
	{false, "ab/cXd/efXg/hi", "*X*i"},
	{true, "ab/cXd/efXg/hi", "*/*X*/*/*i"},
	{true, "ab/cXd/efXg/hi", "**/*X*/**/*i"},
	{true, "docs/deployments/2026-01-28.md", "docs/deployments/*.md"},
	{false, "docs/deployments/x/2026-01-28.md", "docs/deployments/*.md"},
	{true, "ansible/a/b/leadgen_api/m.py", "ansible/**/leadgen_api/*.py"},
	{false, "a", ""},
	{false, "a\\", "a\\"},
	{true, "a/b", "a/[b]"},
	{true, "a", "[/a]"},
};

static void test_globs(void)
{
	char *pattern, *path;
	size_t size = 60000;

	for (size_t i = 0; i < ARRAY_SIZE(globs); i++)
		ok(glob_match(globs[i].pattern, globs[i].path) == globs[i].match,
		   "'%s' %s '%s'", globs[i].pattern,
		   globs[i].match ? "matches" : "does not match", globs[i].path);
	pattern = calloc(1, 4096);
	path = calloc(1, size);
	if (!pattern || !path)
		return;
	for (size_t i = 0; i < 500; i++)
		memcpy(pattern + i * 5, "**/*a", 5);
	pattern[2500] = 'b';
	memset(path, 'a', size - 1);
	for (size_t i = 3; i < size - 1; i += 5)
		path[i] = '/';
	ok(!glob_match(pattern, path), "a hostile pattern ends");
	free(pattern);
	free(path);
}

static void test_glob_faces(void)
{
	const char *reason = NULL;

	ok(glob_valid("a/**/[x]*.md", &reason) && !reason, "a valid pattern");
	ok(glob_valid("a\\[", NULL) && !glob_valid("a[", NULL), "why is not asked");
	ok(!glob_valid("", &reason) && !strcmp(reason, "it is empty"), "an empty pattern");
	ok(!glob_valid("a[b", &reason) && !strcmp(reason, "a '[' without its ']'"),
	   "an open bracket");
	ok(!glob_valid("a\\", &reason) && !strcmp(reason, "a backslash at its end"),
	   "a final backslash");
	is_int((long long)glob_literal_prefix("docs/deployments/*.md"), 17, "a literal start");
	is_int((long long)glob_literal_prefix("**"), 0, "no literal start");
	ok(glob_is_literal("docs/RUNBOOK.md") && !glob_is_literal("a?"), "literal patterns");
}

static void test_patterns(void)
{
	CLEANUP(pattern_freep) struct pattern *restore = NULL;
	CLEANUP(pattern_freep) struct pattern *twice = NULL;
	CLEANUP(pattern_freep) struct pattern *slow = NULL;
	struct srcpos at = {"runbook.yaml", 4, 9};
	struct pattern *bad = NULL;
	struct pattern_match m = {0};
	struct err err = {0};
	char text[64];

	ok(pattern_compile("a(b", at, &bad, &err) == -1 && !bad && err.at.line == 4 &&
		   strstr(err.text, "'a(b'"),
	   "a bad pattern is refused with its place");
	ok(pattern_compile("a\\Cb", at, &bad, &err) == -1, "\\C could split a character");
	ok(!pattern_compile("^Restore path: ([^\"\\s]+)$", at, &restore, &err), "compiles");
	is_int(pattern_groups(restore), 1, "one group");
	ok(!pattern_search(restore, bytes_text("x\nRestore path: /srv/b\ny"), 0, &m, &err) &&
		   m.found && m.begin == 2 && m.group[1].len == 6 &&
		   !memcmp(m.group[1].data, "/srv/b", 6),
	   "multi-line, with its group");
	ok(!pattern_search(restore, bytes_text("nothing"), 0, &m, &err) && !m.found,
	   "no match is an answer");
	ok(!pattern_search(restore, bytes_of(NULL, 0), 0, &m, &err) && !m.found, "empty text");
	ok(!pattern_compile("\xc3\xa9.", at, &twice, &err), "UTF-8");
	ok(!pattern_search(twice, bytes_text("\xff\xc3\xa9\xe2\x80\x94"), 0, &m, &err) &&
		   m.found && m.begin == 1 && m.end == 6,
	   "bytes that are not UTF-8 do no harm");
	ok(!pattern_search(twice, bytes_text("\xc3\xa9x \xc3\xa9y"), 1, &m, &err) && m.found &&
		   m.begin == 4,
	   "from a start inside a character");
	ok(!pattern_compile("^(a+)+$", at, &slow, &err), "compiles");
	memset(text, 'a', 50);
	text[50] = 'b', text[51] = '\0';
	ok(pattern_search(slow, bytes_text(text), 0, &m, &err) == -1 && err.code == ERR_LIMIT,
	   "a pattern that would run for ever cannot tell");
}

int main(void)
{
	test_globs();
	test_glob_faces();
	test_patterns();
	return done();
}
