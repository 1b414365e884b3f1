/* model/ids: names that are safe in a path, a subject and a trailer. */
#include "model/ids.h"

#include "base/cleanup.h"
#include "base/limits.h"

#include "../t/unit/tap.h"

int main(void)
{
	static const char *const good[] = {"A",	    "9",	  "PLAT_08D",	   "a.b-c_d",
					   "prod",  "2026-01-28", "CON",	   "a.yaml.b",
					   "x.yml", "lock",	  "2026-01-28-A-2"};
	static const char *const bad[] = {"",
					  ".",
					  "..",
					  ".a",
					  "-a",
					  "_a",
					  "a..b",
					  "a.",
					  "a/b",
					  "a b",
					  "a\n",
					  "a\t",
					  "a\\b",
					  "a:b",
					  "a*",
					  "a?",
					  "a=b",
					  "a@b",
					  "a~",
					  "a^",
					  "a{",
					  "\xc3\xa4",
					  "a\xe2\x80\x8b",
					  "a.lock",
					  "a.yaml",
					  "A.yaml",
					  "$(id)",
					  "`id`",
					  "a;b",
					  "a'b",
					  "a\"b"};
	static const char *const emails[][2] = {{"ada@example.com", "ada"},
						{"Ada.L+x_y@e", "Ada.L-x_y"},
						{"ada", "ada"},
						{"@example.com", "person"},
						{"_a@e", "person"},
						{"a..b@e", "person"},
						{"a.lock@e", "person"},
						{"a/b@c@d", "a-b"}};
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	char text[LIMIT_ID + 2];

	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		ok(id_is_valid(good[i]), "'%s' is a name", good[i]);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		ok(!id_is_valid(bad[i]), "'%s' is none",
		   *bad[i] == '\0' || strchr(bad[i], '\n') ? "(unprintable)" : bad[i]);
	for (size_t i = 0; i < ARRAY_SIZE(emails); i++)
		is_str(id_from_email(emails[i][0], &a), emails[i][1], emails[i][0]);
	memset(text, 'a', sizeof(text));
	text[LIMIT_ID + 1] = '\0';
	ok(!id_is_valid(text), "one byte too long");
	text[LIMIT_ID] = '\0';
	ok(id_is_valid(text), "just as long as it may be");
	for (int c = 1; c < 256; c++) {
		bool alnum = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
			     (c >= 'A' && c <= 'Z');
		const char first[2] = {(char)c, '\0'}, later[3] = {'a', (char)c, '\0'};

		if (id_is_valid(first) != alnum ||
		    id_is_valid(later) != (alnum || c == '_' || c == '-'))
			ok(false, "byte %d", c);
	}
	return done();
}
