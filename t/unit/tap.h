/*
 * tap.h - unit tests that speak TAP, the protocol of prove(1).
 *
 *	int main(void)
 *	{
 *		ok(hex_is("00ff", 4), "four digits");
 *		is_str(text, "expected", "what is shown on failure too");
 *		return done();
 *	}
 */
#ifndef T_UNIT_TAP_H
#define T_UNIT_TAP_H

#include "base/compat.h"

static int tap_count, tap_failed;

UNUSED PRINTF_LIKE(2, 3) static bool ok(bool good, const char *fmt, ...)
{
	char name[4096];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(name, sizeof(name), fmt, ap);
	va_end(ap);
	/* One line: what a name quotes must not read as a test of its own. */
	for (char *at = name; (at = strpbrk(at, "\r\n")) != NULL;)
		*at = ' ';
	printf("%sok %d - %s\n", good ? "" : "not ", ++tap_count, name);
	if (!good)
		tap_failed++;
	if (!good && getenv("TAP_STOP")) /* whoever wants to know only whether one fails */
		exit(1);
	return good;
}

UNUSED static bool is_str(const char *found, const char *expected, const char *name)
{
	bool good = found && expected ? !strcmp(found, expected) : found == expected;

	if (!ok(good, "%s", name))
		printf("#   found:    %s\n#   expected: %s\n", found ? found : "(null)",
		       expected ? expected : "(null)");
	return good;
}

UNUSED static bool is_int(long long found, long long expected, const char *name)
{
	bool good = found == expected;

	if (!ok(good, "%s", name))
		printf("#   found:    %lld\n#   expected: %lld\n", found, expected);
	return good;
}

/* In place of `count` tests of what only Linux can; t/skips.tsv names it. */
UNUSED static void skip_linux(int count, const char *name)
{
	while (count-- > 0)
		printf("ok %d - LINUX: %s # SKIP only Linux can\n", ++tap_count, name);
}

UNUSED static int done(void)
{
	printf("1..%d\n", tap_count);
	return tap_failed ? 1 : 0;
}

#endif
