/* marks_says.c - what a line says of those below it: "Done:", "Requires:", "Completed steps in
 * prod". */
#include "text/outline_internal.h"

/* "2026-01-28", "in prod": when and where, as so many tokens; 0: none of it. */
static size_t circumstance(const struct unit *unit, size_t i)
{
	static const char *const words[] = {"in", "on", "at", "since"};
	const struct token *token = &unit->tokens[i];

	if (token_counts(token))
		return strlen(token->text) >= 4;
	return token_is(token, words, ARRAY_SIZE(words)) && i + 1 < unit->count &&
			       token[1].kind == TOKEN_WORD &&
			       (!token_counts(token + 1) || circumstance(unit, i + 1))
		       ? 2
		       : 0;
}

bool words_label(const struct unit *unit)
{
	static const char *const others[] = {
		"step", "steps", "tasks", "items",     "already", "all",  "so",	       "far",
		"work", "what",	 "is",	  "are",       "and",	  "list", "of",	       "these",
		"now",	"the",	 "have",  "following", "been",	  "were", "everything"};
	bool found = false;

	for (size_t i = 0; i < unit->count; i++) {
		const struct token *token = &unit->tokens[i];
		size_t more = found ? circumstance(unit, i) : 0;
		bool done = token->kind == TOKEN_MARK ? token->glyph.mark == MARK_DONE
						      : words_mark(token) == MARK_DONE;

		if ((!done && !more && !token_is(token, others, ARRAY_SIZE(others))) ||
		    (i && token->before == '='))
			return false;
		found = found || done;
		i += more ? more - 1 : 0;
	}
	return found;
}

bool words_wanted(const struct token *token)
{
	static const char *const words[] = {"expected", "wanted", "exit",    "http",
					    "target",	"code",	  "desired", "erwarteter"};

	return token_is(token, words, ARRAY_SIZE(words));
}

enum says words_say(const struct unit *unit)
{
	const char *text = unit->block->text;
	size_t len = strlen(text);
	bool heading = unit->block->kind == MD_HEADING, more;

	while (len && strchr(" \t\n", text[len - 1]))
		len--;
	more = len && text[len - 1] == ':';
	if (words_label(unit))
		return len && text[len - 1] == '.' ? SAYS_NOTHING : SAYS_DONE;
	if ((more || heading) && outline_gives(text))
		return SAYS_WAITS;
	for (size_t i = 0; (more || heading) && i < (heading ? 1 : unit->count); i++)
		if (i < unit->count && words_condition(&unit->tokens[i]))
			return SAYS_WAITS;
	return more && words_status(unit) == unit->count ? SAYS_MORE : SAYS_NOTHING;
}
