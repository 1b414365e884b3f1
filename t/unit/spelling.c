/* spelling.c - which names some disks take for one. */
#include "base/spelling.h"

#include "base/cleanup.h"
#include "tap.h"

static void same(const char *x, const char *y, bool expected)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;

	ok(!strcmp(spelling_fold(x, &a), spelling_fold(y, &a)) == expected, "%s: %s, %s",
	   expected ? "one" : "two", x, y);
}

int main(void)
{
	same("docs/Log.MD", "DOCS/log.md", true);
	same("pr\xc3\xbc"
	     "fung",
	     "pru\xcc\x88"
	     "fung",
	     true);
	same("\xc3\x89t\xc3\xa9", "e\xcc\x81te\xcc\x81", true);
	same("\xc5\xbf", "S", true);		    /* long s */
	same("\xe2\x84\xaa", "k", true);	    /* kelvin */
	same("a\xe2\x80\x8b", "a", true);	    /* zero width space */
	same("\xd0\x99", "\xd0\xb8\xcc\x86", true); /* a short i */
	same("\xce\x91", "\xce\xb1", true);	    /* alpha */
	same("\xc5\x92", "\xc5\x93", true);	    /* oe */
	same("\xc3\x86", "\xc3\xa6", true);	    /* ae */
	same("a./b ", "a/b", true);
	same("a", "b", false);
	same("2026-01-02", "2026-01-03", false);
	same("\xc3\x97", "\xc3\xb7", false); /* times, divided by */
	same("\xff", "\xfe", false);
	same("\xe8\xa8\x98\xe9\x8c\xb2", "\xe5\x9b\xb3\xe9\x9d\xa2", false);
	return done();
}
