/* given.c - variables of the runbook that a text reads: who gives one another value changes what it does. */
#include "meaning/internal.h"

#include "base/ascii.h"
#include "runbook/shown.h"

#define GIVEN "MCADE_VAR_"

static void add(struct naming *n, const char *name, size_t len)
{
	const char *variable = meaning_variable(n, name, len);

	if (variable)
		meaning_part(n, arena_printf(n->a, "%s%.*s", MEANING_VARIABLE, (int)len, name),
			     bytes_text(variable), NULL, 0);
}

void meaning_given(struct naming *n, const char *path, struct bytes text)
{
	const char *key = arena_printf(n->a, "\003%s", path), *end = text.data, *at;

	if (!n->meant || !n->strict || n->elsewhere || strmap_get(&n->seen, key))
		return;
	strmap_put(&n->seen, key, n);
	end += text.len;
	for (const char *from = text.data;
	     from && (at = memmem(from, (size_t)(end - from), GIVEN, strlen(GIVEN)));) {
		size_t len = 0;

		at += strlen(GIVEN);
		while (at + len < end && (ascii_is_alnum(at[len]) || at[len] == '_'))
			len++;
		from = at + len;
		if (meaning_may(n, 64 + len))
			add(n, arena_strndup(n->a, at, len), len);
	}
}
