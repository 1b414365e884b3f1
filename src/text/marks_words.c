/* marks_words.c - words that say how far a step is: "PLAT_01 - done", "Status (prod): complete". */
#include "base/limits.h"
#include "text/outline_internal.h"
#include "text/said.h"

#define PHRASE_MAX 6 /* words that say a status at the end of a line */

enum mark words_mark(const struct token *token)
{
	return token->kind == TOKEN_WORD && !token->code ? token->says : MARK_NONE;
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
	return token->kind != TOKEN_WORD || said_is(token, WORD_SAID_BETWEEN) ||
	       said_is(token, WORD_SAID_PARTICLE) ||
	       (words_mark(token) != MARK_NONE && words_mark(token) != MARK_DONE);
}

bool words_condition(const struct token *token)
{
	static const char *const words[] = {
		"when",	   "once",     "if",	"until",	"unless",
		"means",   "as",       "wenn",	"sobald",	"requires",
		"require", "required", "needs", "need",		"after",
		"before",  "on",       "wait",	"prerequisite", "prerequisites"};

	return token_is(token, words, ARRAY_SIZE(words));
}

/* Who or when: "Ada", "2026-01-28", "Monday"; not "the smoke test". */
static bool is_name(const struct unit *unit, size_t i)
{
	const char *text = i < unit->count ? unit->tokens[i].text : NULL;

	return text && (*text < 'a' || *text > 'z');
}

/* Is nothing more said of the step behind this word, but by whom, when and where? */
static bool ends(const struct unit *unit, size_t i)
{
	const struct token *next = &unit->tokens[i + 1];

	if (i + 1 == unit->count)
		return true;
	/* "ist erledigt, wenn es antwortet": where a comma has to stand, nothing ends at it */
	if (next->before == ',' && next->kind == TOKEN_WORD &&
	    outline_word(WORD_IF, next->text, WORD_WHOLE))
		return false;
	if (next->before && !strchr("/?\"", next->before < 0x80 ? (int)next->before : '.'))
		return true;
	if (said_is(next, WORD_SAID_BY)) /* "by 2026-02-01" is a plan */
		return is_name(unit, i + 2) &&
		       (!token_is(next, (const char *const[]){"by"}, 1) ||
			!token_counts(&unit->tokens[i + 2]));
	if (said_is(next, WORD_SAID_IN)) /* "in prod" */
		return unit->block->kind == MD_HEADING || i + 3 == unit->count ||
		       (i + 3 < unit->count &&
			(next[2].before || said_is(&next[2], WORD_SAID_LAST)));
	if (token_is(next, (const char *const[]){"as"}, 1)) /* "as of Monday" */
		return i + 2 < unit->count &&
		       token_is(next + 1, (const char *const[]){"of"}, 1);
	return next->kind == TOKEN_MARK || said_is(next, WORD_SAID_LAST) || token_day(next);
}

/* The same of a status, where the first word decides, whatever follows. */
static size_t first_word(const struct unit *unit, size_t from)
{
	static const char *const waits[] = {"when",  "once", "if", "until", "unless",
					    "means", "wenn", "to", "sobald"};
	size_t i = from;

	while (i < unit->count && words_mark(&unit->tokens[i]) != MARK_DONE &&
	       is_filler(&unit->tokens[i]))
		i++;
	if (i == unit->count || words_mark(&unit->tokens[i]) != MARK_DONE)
		return unit->count;
	return i + 1 < unit->count && token_is(&unit->tokens[i + 1], waits, ARRAY_SIZE(waits))
		       ? unit->count
		       : i;
}

enum mark words_phrase(const struct unit *unit, size_t from, bool whole, size_t *ret_end)
{
	const struct token *token = &unit->tokens[from];
	enum mark mark;

	*ret_end = 0;
	if (from >= unit->count || token->kind != TOKEN_WORD || token->code)
		return MARK_NONE;
	mark = legend_says(unit->legend, bytes_text(unit->block->text + token->at), whole,
			   ret_end);
	*ret_end += token->at;
	return mark;
}

enum mark words_says(const struct unit *unit, size_t from, size_t *ret_at)
{
	size_t first = first_word(unit, from), end;
	enum mark mark = words_phrase(unit, from, true, &end);

	*ret_at = mark == MARK_NONE || (first < unit->count && unit->tokens[first].at >= end)
			  ? first
			  : from;
	return *ret_at == unit->count ? MARK_NONE : *ret_at == from && mark ? mark : MARK_DONE;
}

static bool says_done(const struct unit *unit, size_t i)
{
	const struct token *token = &unit->tokens[i];

	return token->kind == TOKEN_WORD && !token->code &&
	       (token->says == MARK_DONE || said_done(unit->legend, token->text));
}

size_t words_value(const struct unit *unit, size_t from)
{
	size_t i = from, found = unit->count;

	for (; i < unit->count; i++) {
		if (says_done(unit, i))
			found = i;
		else if (!is_filler(&unit->tokens[i]))
			break;
		if (found == i && ends(unit, i))
			return i;
	}
	return unit->count;
}

/* Nothing but marks, and words that are some. */
static bool is_pure(const struct unit *unit, size_t from, bool words)
{
	for (size_t i = from; i < unit->count; i++)
		if (unit->tokens[i].kind != TOKEN_MARK &&
		    (!words || words_mark(&unit->tokens[i]) == MARK_NONE))
			return false;
	return true;
}

bool words_status_label(const struct token *token)
{
	return token->kind == TOKEN_WORD && outline_word(WORD_STATUS, token->text, WORD_WHOLE);
}

size_t words_status(const struct unit *unit)
{
	const struct token *tokens = unit->tokens;
	size_t at = 0, from;

	while (at < unit->count && at < 2 && tokens[at].kind == TOKEN_WORD &&
	       !words_wanted(&tokens[at]) && !words_status_label(&tokens[at]))
		at++;
	if (at == unit->count || !words_status_label(&tokens[at]))
		return is_pure(unit, 0, false) ? 0 : unit->count;
	for (size_t i = at + 1; i < unit->count && i <= at + 3; i++)
		if (tokens[i].kind == TOKEN_MARK || tokens[i].before == ':' ||
		    token_is(&tokens[i], (const char *const[]){"is"}, 1) ||
		    tokens[i].before == '=' || tokens[i].before == '-')
			return is_pure(unit, i, true) || words_says(unit, i, &from) != MARK_NONE
				       ? i
				       : unit->count;
	return !at && is_pure(unit, 1, true) ? 1 : unit->count;
}

/* "PLAT_01 is complete.", "PLAT_01 -> done, says Ada". */
static size_t behind_step(const struct unit *unit)
{
	return unit->name < unit->count && unit->tokens[unit->name].kind == TOKEN_STEP
		       ? words_value(unit, unit->name + 1)
		       : unit->count;
}

/* "Done: PLAT_01", "done PLAT_01", "Completed steps: PLAT_01": the step; count: none. */
static size_t labelled(const struct unit *unit)
{
	struct unit label = *unit;
	const struct token *step;
	size_t i = unit->name;

	while (i < unit->count && unit->tokens[i].kind != TOKEN_STEP)
		i++;
	label.tokens += unit->name;
	label.count = i - unit->name;
	if (i == unit->count || !words_label(&label))
		return unit->count;
	step = &unit->tokens[i];
	return step->before == ':' || (label.count == 1 &&
				       (is_sign(step->before) || !outline_bids(step[-1].text)))
		       ? i
		       : unit->count;
}

/* Within one status: "n/a", "won't do". */
static bool joins(uint32_t before)
{
	return !before || before == '/' || before == '\'' || before == 0x2019;
}

/* Behind a sign, or told by its letters from what stands before. */
static bool is_set_off(const struct unit *unit, size_t i)
{
	return is_sign(unit->tokens[i].before) ||
	       outline_is_stressed(unit->block, unit->tokens[i].at);
}

/* "PLAT_01 title (done)", "PLAT_01: not started", "PLAT_01 title *done*": the last words of two or more. */
static size_t at_the_end(const struct unit *unit, enum mark *ret)
{
	static const char *const needs[] = {"need", "needs", "require", "requires"};
	size_t last = unit->count - 1, end;

	*ret = MARK_NONE;
	for (size_t i = 1; i < unit->count; i++) /* "PLAT_01 needs PLAT_02: done" */
		if (token_is(&unit->tokens[i], needs, ARRAY_SIZE(needs)))
			return unit->count;
	while (last > 1 && unit->count - last < PHRASE_MAX && !is_set_off(unit, last) &&
	       joins(unit->tokens[last].before) && unit->tokens[last].kind == TOKEN_WORD)
		last--;
	if (!is_set_off(unit, last) || (unit->running && last > 1))
		return unit->count;
	*ret = words_mark(&unit->tokens[last]);
	if (*ret != MARK_NONE && last + 1 == unit->count)
		return last;
	*ret = words_phrase(unit, last, false, &end);
	return *ret != MARK_NONE && unit->tokens[unit->count - 1].at < end ? last : unit->count;
}

/* A word alone between the bars of a row. */
static size_t in_a_cell(const struct unit *unit)
{
	for (size_t i = 0; i < unit->count; i++)
		if (words_mark(&unit->tokens[i]) == MARK_DONE &&
		    unit->tokens[i].before == '|' &&
		    (i + 1 == unit->count || unit->tokens[i + 1].before == '|'))
			return i;
	return unit->count;
}

/*
 * The end of what is said in one breath: a sentence, the label of an alert ("[!NOTE]"), the next
 * step of "PLAT_01: done, PLAT_02: done", what a colon announces.
 */
static size_t part_end(const struct unit *unit, size_t from)
{
	bool said = false, told = false, named = false, spoken = false, waits = false;
	size_t i = from;

	for (; i < unit->count; i++) {
		const struct token *token = &unit->tokens[i];
		uint32_t sign = i > from ? token->before : 0;

		if ((spoken && sign && sign < 0x80 && strchr(".;!?\n", (int)sign)) ||
		    (i > from && token->first && token[-1].before == '!'))
			break;
		if (token->kind == TOKEN_STEP &&
		    ((sign == ',' && told) || (sign == ':' && !named && !said && !waits)))
			break;
		spoken = spoken || token->kind == TOKEN_WORD;
		named = named || token->kind == TOKEN_STEP;
		waits = waits || words_condition(token);
		said = said || words_mark(token) == MARK_DONE;
		told = told || (named && words_mark(token) == MARK_DONE);
	}
	return i;
}

/* One mark that is a word, of a step and of those that are joined to it. */
static void add_word(struct marks_reader *r, const struct unit *unit, const struct token *word,
		     enum mark mark, struct naming naming)
{
	struct token token = *word;

	token.verified = token_is(word, (const char *const[]){"verified"}, 1);
	mark = mark != MARK_NONE ? mark : words_mark(word);
	token.glyph = (struct glyph){.mark = mark != MARK_NONE ? mark : MARK_DONE,
				     .form = FORM_WORD};
	if (unit->name < unit->count && unit->tokens[unit->name].kind == TOKEN_STEP)
		marks_joined(r, unit, &token, unit->name, true, naming);
	else if (naming.step)
		marks_add(r, &token, &naming);
}

bool words_number(const struct token *token)
{
	static const char *const words[] = {"step", "steps", "schritt"};

	return token_counts(token) || token_is(token, words, ARRAY_SIZE(words));
}

/* "status of" */
static bool introduces(const struct token *token)
{
	return words_status_label(token) || token_is(token, (const char *const[]){"of"}, 1);
}

bool words_introduce(const struct token *token)
{
	return words_number(token) || introduces(token) || words_mark(token) == MARK_DONE;
}

static void read_part(struct marks_reader *r, struct unit *part, struct naming naming)
{
	enum mark mark = MARK_NONE;
	size_t at = 0, step;

	part->several = false;
	/* "The step PLAT_01", "the status of PLAT_01" */
	while (at < part->count &&
	       (words_number(&part->tokens[at]) || said_is(&part->tokens[at], WORD_SAID_LEAD) ||
		(at && introduces(&part->tokens[at]))))
		at++;
	part->tokens += at;
	part->count -= at;
	part->name = tokens_name(part->tokens, part->count);
	part->step = tokens_step(part->tokens, part->count, &part->several);
	naming.step = part->step;
	step = labelled(part);
	if (step < part->count) {
		at = part->name;
		part->name = step;
		naming.step = part->tokens[step].step;
	} else {
		at = behind_step(part);
	}
	if (at == part->count && part->count > 1)
		at = at_the_end(part, &mark);
	if (at < part->count && naming.step)
		add_word(r, part, &part->tokens[at], mark, naming);
}

/* Is what ends before this token a question? */
static bool asks(const struct unit *unit, size_t end)
{
	const char *text = unit->block->text;

	return end < unit->count ? unit->tokens[end].before == '?'
				 : *text && text[strlen(text) - 1] == '?';
}

void words_read(struct marks_reader *r, const struct unit *unit)
{
	struct naming naming = {.list = unit->list,
				.ordinal = unit->ordinal,
				.listed = true,
				.step = unit->step};
	size_t at = unit->count, value = words_value(unit, 0);
	enum mark mark = MARK_NONE;

	if (unit->status) {
		naming.step = unit->step	? unit->step
			      : unit->enclosing ? unit->enclosing
			      : unit->value	? r->heading_titled
						: NULL;
		mark = words_says(unit, unit->value, &at);
	} else if (!unit->step && unit->enclosing && !unit->later && unit->says != SAYS_MORE &&
		   value < unit->count && !asks(unit, value + 1)) {
		naming.step = unit->enclosing; /* below it, and says nothing else */
		at = value;
	}
	if (at == unit->count && !unit->running)
		at = in_a_cell(unit);
	if (at < unit->count && naming.step) {
		add_word(r, unit, &unit->tokens[at], mark, naming);
		return;
	}
	for (size_t from = 0; from < unit->count && r->count <= LIMIT_MARKS;) {
		struct unit part = *unit;

		part.tokens = unit->tokens + from;
		part.count = part_end(unit, from) - from;
		from += part.count;
		if (!asks(unit, from))
			read_part(r, &part, naming);
	}
}

void words_below(struct marks_reader *r, const struct unit *unit)
{
	const struct naming naming = {.list = unit->list,
				      .ordinal = unit->ordinal,
				      .listed = true,
				      .step = unit->step};

	for (size_t i = 0; unit->running && i < unit->count; i++)
		if (unit->tokens[i].kind != TOKEN_STEP)
			return;
	if (unit->step)
		add_word(r, unit, &unit->tokens[unit->name], MARK_NONE, naming);
}
