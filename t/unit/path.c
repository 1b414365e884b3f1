/* path.c - which paths may be written. */
#include "base/path.h"

#include "base/limits.h"
#include "base/memory.h"
#include "tap.h"

int main(void)
{
	static const char *const good[] = {
		"a",
		"runbook.yaml",
		"docs/deployments/2026-01-28.md",
		"state/prod/PLAT_08D.yaml",
		".gitignore",
		".gitattributes",
		".github/workflows/x.yml",
		"a b/c d",
		"\xc3\xa4/\xe2\x82\xac",
		"git~10",
		"x.git",
		"...a",
		"-dash",
		"$(touch x)",
	};
	static const char *const bad[] = {
		"",
		"/",
		"/etc/passwd",
		"a/",
		"a//b",
		"//a",
		".",
		"..",
		"./a",
		"../a",
		"a/../b",
		"a/..",
		"a/.",
		".git",
		".git/config",
		"a/.git/hooks/x",
		".GIT/config",
		".gIt",
		"git~1",
		"GIT~1/x",
		".git.",
		".git ",
		".git. . ",
		".git::$INDEX_ALLOCATION",
		".git:x",
		".g\xe2\x80\x8cit", /* zero width non-joiner */
		"\xef\xbb\xbf.git", /* byte order mark */
		"a\xe2\x80\xae/b",  /* right-to-left override */
		"a\\b",
		"C:\\x",
		"a\nb",
		"a\rb",
		"a\tb",
		"a\x1b[31m",
		"a\x7f",
		"a\xc2\x85",	 /* NEL */
		"a\xe2\x80\xa8", /* line separator */
		"a\xff",
		"a\xc0\xaf",	 /* overlong slash */
		"a\xed\xa0\x80", /* surrogate */
		"a\xc3",	 /* cut off */
		"trailing.",
		"trailing ",
		"dir./x",
	};
	char *text = xmalloc(LIMIT_PATH + 2);
	struct err err;

	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		ok(path_check(bytes_text(good[i]), &err) == 0, "allowed: %s", good[i]);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		bool refused = path_check(bytes_text(bad[i]), &err) < 0;

		ok(refused && err.code == ERR_FORMAT && !strchr(err.text, '\n') &&
			   !strchr(err.text, '\x1b'),
		   "refused, case %zu: %s", i, refused ? err.text : bad[i]);
	}
	ok(path_check(bytes_of("a\0b", 3), &err) < 0, "refused: a NUL inside");
	memset(text, 'a', LIMIT_PATH + 1);
	ok(path_check(bytes_of(text, 256), &err) < 0, "refused: a name of 256 bytes");
	ok(path_check(bytes_of(text, 255), &err) == 0, "allowed: a name of 255 bytes");
	for (size_t i = 200; i < LIMIT_PATH; i += 200)
		text[i] = '/';
	ok(path_check(bytes_of(text, LIMIT_PATH), &err) == 0, "allowed: the longest path");
	ok(path_check(bytes_of(text, LIMIT_PATH + 1), &err) < 0 && err.code == ERR_LIMIT,
	   "refused: one byte more");
	free(text);
	return done();
}
