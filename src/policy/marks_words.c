/* marks_words.c - words that say how far a step is: "PLAT_01 - done", "Status (prod): complete". */
#include "policy/marks_internal.h"

static bool is_word(const struct token *token, const char *const *words, size_t count)
{
	return token->kind == TOKEN_WORD && word_is(token->text, words, count);
}

static enum mark mark_of(const struct token *token)
{
	return token->kind == TOKEN_WORD ? glyph_word(token->text) : MARK_NONE;
}

/* A colon, a dash, an arrow: what follows is said of what went before. */
static bool is_sign(uint32_t before)
{
	return before && (before < 0x80 ? strchr("([:=|->.", (int)before) != NULL
					: before >= 0x2190 && before <= 0x21ff);
}

/* What may stand between a step and the word that says how far it is. */
static bool is_filler(const struct token *token)
{
	static const char *const fillers[] = {
		"is",	 "was",	     "has",	     "been",	"it",	  "its",
		"now",	 "fully",    "all",	     "and",	"also",	  "then",
		"since", "verified", "tested",	     "already", "status", "state",
		"ist",	 "finally",  "successfully", "to",	"from",	  "work",
	};

	return token->kind == TOKEN_MARK || is_word(token, fillers, ARRAY_SIZE(fillers)) ||
	       (mark_of(token) != MARK_NONE && mark_of(token) != MARK_DONE);
}

/* "complete when ...": it is not yet. */
static bool is_conditional(const struct token *token)
{
	static const char *const words[] = {"when",  "once", "if",   "until", "unless",
					    "means", "as",   "wenn", "sobald"};

	return is_word(token, words, ARRAY_SIZE(words));
}

size_t words_value(const struct unit *unit, size_t from)
{
	size_t i = from;

	while (i < unit->count && mark_of(&unit->tokens[i]) != MARK_DONE &&
	       is_filler(&unit->tokens[i]))
		i++;
	if (i < unit->count && mark_of(&unit->tokens[i]) == MARK_DONE &&
	    (i + 1 == unit->count || !is_conditional(&unit->tokens[i + 1])))
		return i;
	return unit->count;
}

/* Nothing but marks, and words that are some. */
static bool is_pure(const struct unit *unit, size_t from, bool words)
{
	for (size_t i = from; i < unit->count; i++)
		if (unit->tokens[i].kind != TOKEN_MARK &&
		    (!words || mark_of(&unit->tokens[i]) == MARK_NONE))
			return false;
	return true;
}

size_t words_status(const struct unit *unit)
{
	static const char *const words[] = {"status", "state",	"stand",    "statut",
					    "estado", "result", "progress", "phase"};
	const struct token *tokens = unit->tokens;
	size_t at = 0;

	while (at < unit->count && at < 2 && tokens[at].kind == TOKEN_WORD &&
	       !is_word(&tokens[at], words, ARRAY_SIZE(words)))
		at++;
	if (at == unit->count || !is_word(&tokens[at], words, ARRAY_SIZE(words)))
		return is_pure(unit, 0, false) ? 0 : unit->count;
	for (size_t i = at + 1; i < unit->count && i <= at + 3; i++)
		if (tokens[i].kind == TOKEN_MARK || tokens[i].before == ':' ||
		    tokens[i].before == '=' || tokens[i].before == '-')
			return is_pure(unit, i, true) || words_value(unit, i) < unit->count
				       ? i
				       : unit->count;
	return !at && is_pure(unit, 1, true) ? 1 : unit->count;
}

static bool ends(const struct unit *unit, size_t i)
{
	static const char *const by[] = {"by", "on", "at", "since", "yesterday", "today"};

	return i + 1 == unit->count || unit->tokens[i + 1].before ||
	       is_word(&unit->tokens[i + 1], by, ARRAY_SIZE(by));
}

/* "PLAT_01 is complete.", "PLAT_01 -> done, says Ada", "Done: PLAT_01". */
static size_t beside_step(const struct unit *unit)
{
	size_t name = unit->name, at;

	if (name == unit->count || (unit->several && !unit->step))
		return unit->count;
	if (unit->tokens[name].kind == TOKEN_STEP) {
		at = words_value(unit, name + 1);
		return at < unit->count &&
				       (unit->running ? at + 1 == unit->count : ends(unit, at))
			       ? at
			       : unit->count;
	}
	at = mark_of(&unit->tokens[name]) == MARK_DONE ? name : unit->count;
	return at + 1 < unit->count && unit->tokens[at + 1].kind == TOKEN_STEP &&
			       is_sign(unit->tokens[at + 1].before)
		       ? at
		       : unit->count;
}

/* "PLAT_01 title (done)": the last word, behind a sign. */
static size_t at_the_end(const struct unit *unit)
{
	size_t last = unit->count - 1;

	return unit->count > 1 && mark_of(&unit->tokens[last]) != MARK_NONE &&
			       is_sign(unit->tokens[last].before) &&
			       (!unit->running || unit->count == 2)
		       ? last
		       : unit->count;
}

/* A word alone between the bars of a row. */
static size_t in_a_cell(const struct unit *unit)
{
	for (size_t i = 0; i < unit->count; i++)
		if (mark_of(&unit->tokens[i]) == MARK_DONE && unit->tokens[i].before == '|' &&
		    (i + 1 == unit->count || unit->tokens[i + 1].before == '|'))
			return i;
	return unit->count;
}

void words_read(struct marks_reader *r, const struct unit *unit)
{
	struct naming naming = {.list = unit->list,
				.ordinal = unit->ordinal,
				.listed = true,
				.step = unit->step};
	size_t at = unit->count;
	struct token token;

	if (unit->status) {
		naming.step = unit->step ? unit->step : unit->enclosing;
		at = words_value(unit, unit->value);
	} else if (!unit->step && unit->enclosing && is_pure(unit, 0, true)) {
		naming.step = unit->enclosing; /* below it, and says nothing else */
		at = words_value(unit, 0);
	}
	if (at == unit->count)
		at = beside_step(unit);
	if (at == unit->count)
		at = at_the_end(unit);
	if (at == unit->count && !unit->running)
		at = in_a_cell(unit);
	if (at == unit->count || !naming.step)
		return;
	token = unit->tokens[at];
	token.glyph = (struct glyph){.mark = mark_of(&token), .form = FORM_WORD};
	marks_add(r, &token, &naming);
}
