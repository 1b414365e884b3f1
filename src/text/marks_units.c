/* marks_units.c - which glyphs and words of an item, a heading or a paragraph are marks, and of
 * which step. */
#include "base/limits.h"
#include "text/marks_internal.h"

size_t tokens_name(const struct token *tokens, size_t count)
{
	size_t i = 0;

	while (i < count && tokens[i].kind == TOKEN_MARK)
		i++;
	return i;
}

const char *tokens_named(const struct token *tokens, size_t count)
{
	size_t name = 0, next;

	while (name < count && (tokens[name].kind == TOKEN_MARK || words_number(&tokens[name])))
		name++;
	next = name + 1;
	return name < count && tokens[name].kind == TOKEN_STEP &&
			       (next == count || tokens[next].before ||
				tokens[next].kind == TOKEN_MARK)
		       ? tokens[name].step
		       : NULL;
}

/* What a name may follow: a comma, a colon, a dash; no quotes, and no end of a sentence. */
static bool is_joint(uint32_t before)
{
	return before < 0x80 ? before && strchr("([:,-=>|/", (int)before)
			     : before < 0x2018 || before > 0x201f;
}

/* "about PLAT_01", "a backup of PLAT_01": it is something else that was done. */
static bool is_about(const struct token *token)
{
	static const char *const words[] = {
		"about", "after", "against", "before", "behind", "beside",  "by",   "for",
		"from",	 "in",	  "into",    "like",   "of",	 "on",	    "than", "that",
		"to",	 "under", "until",   "via",    "with",	 "without", "an",   "auf",
		"aus",	 "bei",	  "für",     "mit",    "nach",	 "ohne",    "von",  "vor",
		"zu",	 "zum",	  "à",	     "avant",  "après",	 "avec",    "de",   "pour",
		"sans",	 "sur",	  "con",     "para",   "sin",	 "sobre"};

	return token_is(token, words, ARRAY_SIZE(words));
}

const char *tokens_step(const struct token *tokens, size_t count, bool *ret_several)
{
	size_t name = tokens_name(tokens, count);
	bool begins = true, named = false, marked = name > 0;
	const char *step = NULL;

	if (name < count && tokens[name].kind == TOKEN_STEP)
		return tokens[name].step;
	for (size_t i = name; i < count; i++) {
		if (tokens[i].kind != TOKEN_STEP) {
			begins = begins && words_introduce(&tokens[i]);
			continue;
		}
		if (step && strcmp(step, tokens[i].step) != 0) {
			*ret_several = true;
			return NULL;
		}
		step = tokens[i].step;
		named = named || begins || is_joint(tokens[i].before) ||
			(marked && !tokens[i].before && !is_about(&tokens[i - 1]));
	}
	return named ? step : NULL;
}

/* The next token that is no mark, forward or backward; count: none. */
static size_t beside(const struct unit *unit, size_t i, bool forward)
{
	/* below 0 it is above every count */
	i = forward ? i + unit->tokens[i].ahead : i - unit->tokens[i].behind;
	/* "🟩 done PLAT_01" */
	if (forward && i + 1 < unit->count && unit->tokens[i + 1].kind == TOKEN_STEP &&
	    unit->tokens[i].kind == TOKEN_WORD && !unit->tokens[i].code &&
	    unit->tokens[i].says == MARK_DONE)
		return i + 1;
	return i < unit->count ? i : unit->count;
}

static bool is_step(const struct unit *unit, size_t i)
{
	return i < unit->count && unit->tokens[i].kind == TOKEN_STEP;
}

static bool ends_line(const struct unit *unit, size_t i)
{
	return i + 1 >= unit->count || unit->tokens[i + 1].first;
}

/* "PLAT_01", "WEB2", "DB": not what may be a word of the title as well. */
static bool looks_like_id(const char *text)
{
	size_t capitals = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");

	return strpbrk(text, "_0123456789") || (capitals > 1 && !text[capitals]);
}

static bool is_and(const struct token *token)
{
	static const char *const words[] = {"and", "und", "et", "or", "y", "e"};

	return token_is(token, words, ARRAY_SIZE(words));
}

/* The step that follows this one (or goes before it) as another name: "ONE, TWO", "ONE and TWO".
 */
static size_t joined(const struct marks_reader *r, const struct unit *unit, size_t i,
		     bool forward)
{
	size_t next = forward ? i + 1 : i - 1;
	bool list = false;
	uint32_t sign;

	if (next < unit->count && is_and(&unit->tokens[next])) {
		next = forward ? next + 1 : next - 1;
		list = true;
	}
	if (!is_step(unit, next) || (r->steps && !unit->tokens[next].known) ||
	    (unit->running && unit->tokens[forward ? next : i].first))
		return unit->count;
	sign = unit->tokens[forward ? next : i].before;
	list = list || (sign && sign < 0x80 && strchr(",/&+;", (int)sign));
	return list || looks_like_id(unit->tokens[next].step) ? next : unit->count;
}

static bool is_several(struct marks_reader *r, const struct unit *unit, size_t i, bool forward)
{
	const struct token *first = &unit->tokens[i];

	if (r->joined_at == first && r->joined_forward == forward)
		return r->joined_several;
	r->joined_at = first;
	r->joined_forward = forward;
	r->joined_several = false;
	while (!r->joined_several && (i = joined(r, unit, i, forward)) < unit->count)
		r->joined_several = strcmp(unit->tokens[i].step, first->step) != 0;
	return r->joined_several;
}

void marks_joined(struct marks_reader *r, const struct unit *unit, const struct token *mark,
		  size_t i, bool forward, struct naming naming)
{
	naming.several = is_several(r, unit, i, forward);
	naming.listed = true;
	while (i < unit->count && r->count <= LIMIT_MARKS) {
		naming.step = unit->tokens[i].step;
		naming.word = unit->tokens[i].text;
		marks_add(r, mark, &naming);
		i = naming.several ? joined(r, unit, i, forward) : unit->count;
	}
}

/* "🟩 = ready" */
static bool is_explained(const struct unit *unit, size_t i)
{
	static const char *const means[] = {"means", "is", "heisst", "bedeutet", "signifie"};
	const struct token *next = &unit->tokens[i + 1];

	return i + 1 < unit->count && next->kind == TOKEN_WORD &&
	       (next->before == '=' || token_is(next, means, ARRAY_SIZE(means)));
}

bool marks_beside(struct marks_reader *r, const struct unit *unit, size_t i,
		  struct naming naming)
{
	size_t next = beside(unit, i, true), prev = beside(unit, i, false);
	bool begins = unit->tokens[i].leads;

	if (is_step(unit, next) && (begins || !is_step(unit, prev))) {
		if (!unit->running || begins || ends_line(unit, next))
			marks_joined(r, unit, &unit->tokens[i], next, true, naming);
	} else if (is_step(unit, prev)) {
		if (unit->tokens[i].glyph.form == FORM_BOX && is_explained(unit, i))
			return true; /* "PLAT_01 (x) is ..." */
		if (!unit->running || unit->tokens[prev].first || ends_line(unit, i))
			marks_joined(r, unit, &unit->tokens[i], prev, false, naming);
	} else {
		return false;
	}
	return true;
}

/* The same, and "🟩 complete", "🟩 complete, 🟨 planned": it explains glyphs. */
static bool is_legend(const struct unit *unit, size_t i)
{
	const struct token *next = &unit->tokens[i + 1];

	if (i + 1 >= unit->count || next->kind != TOKEN_WORD)
		return false;
	return is_explained(unit, i) ||
	       (next->says != MARK_NONE &&
		(ends_line(unit, i + 1) || unit->tokens[i + 2].kind == TOKEN_MARK));
}

/* Does some mark lead, or stand beside a step? */
static bool is_placed(const struct unit *unit)
{
	for (size_t i = 0; i < unit->count; i++)
		if (unit->tokens[i].kind == TOKEN_MARK &&
		    (unit->tokens[i].leads || is_step(unit, beside(unit, i, true)) ||
		     is_step(unit, beside(unit, i, false))))
			return true;
	return false;
}

/* A mark that no step is beside. */
static void read_loose(struct marks_reader *r, struct unit *unit, size_t i,
		       struct naming naming)
{
	bool ends = beside(unit, i, true) == unit->count;

	if (unit->status && unit->enclosing) {
		naming.step = unit->enclosing;
	} else if (unit->running) {
		if (!naming.leads || is_legend(unit, i))
			return;
		naming.step = i < unit->name ? unit->step : NULL;
	} else if (unit->step || unit->several) {
		/* another mark says what one in the middle might */
		if (unit->placed && !naming.leads && !ends)
			return;
		naming.step = unit->step;
		naming.several = unit->several;
	} else if (unit->enclosing && is_legend(unit, i) && !is_explained(unit, i)) {
		naming.step = unit->enclosing; /* below a step it says how that one stands */
	} else if ((!naming.leads && !(ends && unit->list)) || is_legend(unit, i)) {
		return;
	}
	naming.listed = naming.step || naming.several;
	marks_add(r, &unit->tokens[i], &naming);
}

void unit_read(struct marks_reader *r, struct unit *unit)
{
	size_t before = r->count;

	unit->name = tokens_name(unit->tokens, unit->count);
	unit->step = tokens_step(unit->tokens, unit->count, &unit->several);
	unit->value = words_status(unit);
	unit->status = unit->value < unit->count;
	unit->placed = is_placed(unit);
	for (size_t i = 0; i < unit->count && r->count <= LIMIT_MARKS; i++) {
		const struct token *token = &unit->tokens[i];
		size_t name = beside(unit, i, true);
		struct naming naming = {.list = unit->list,
					.leads = token->leads,
					.ordinal = token->ordinal ? token->ordinal
								  : unit->ordinal,
					.word = ""};

		if (token->kind != TOKEN_MARK)
			continue;
		name = name < unit->count ? name : unit->name;
		if (name < unit->count)
			naming.word = unit->tokens[name].text;
		if (token->glyph.mark == MARK_HEADING) {
			if (naming.leads)
				marks_add(r, token, &naming);
		} else if (!marks_beside(r, unit, i, naming)) {
			read_loose(r, unit, i, naming);
		}
	}
	/* "Requires:" above "- PLAT_01 complete" */
	if (unit->says != SAYS_WAITS || unit->running)
		words_read(r, unit);
	if (unit->says == SAYS_DONE && r->count == before)
		words_below(r, unit);
	for (size_t i = before; i < r->count; i++)
		if (r->items[i].mark != MARK_DONE) /* its lines speak for themselves */
			r->heading_says = r->above_says = SAYS_NOTHING;
}
