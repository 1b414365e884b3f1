#include "text/contradictions.h"

#include <strings.h>

#include "base/ascii.h"
#include "base/texts.h"
#include "text/all_done.h"
#include "text/heading.h"
#include "text/lines.h"
#include "text/shares.h"
#include "text/tally.h"

#define TOLERANCE 10 /* points by which a percentage may be rounded */

/* One document, and what is asked of it again and again. */
struct claims {
	struct arena *a;
	struct contradictions *found;
	const struct outline *o;
	struct tallies tallies;
	const size_t *open_child; /* by unit: the first open box in it; 0: none */
	const size_t *states;	  /* by heading, from 1: how many lines say how far all is */
	const bool *elsewhere;	  /* by unit: its share is of something else; NULL: of none */
};

static enum mark mark_of(const struct outline *o, const struct outline_unit *u)
{
	return u->mark == OUTLINE_NONE ? MARK_NONE : o->marks[u->mark].mark;
}

static bool is_go(const char *title)
{
	return !strcasecmp(title, "go");
}

static void contradict(const struct claims *c, const char *text, unsigned line,
		       const char *expected, const char *found, const char *says)
{
	*ARENA_PUSH(c->a, c->found->items, c->found->count) = (struct contradiction){
		line, says, text, expected, found};
}

static const char *open_text(const struct claims *c, const struct tally *t)
{
	return arena_printf(c->a, "%zu open, the first on line %u", t->open, t->first_open);
}

/* How many words, but for what stands in brackets behind them. */
static size_t word_count(const char *text)
{
	size_t count = 0, end = strcspn(text, "([");

	for (size_t i = 0; i < end; i++)
		count += text[i] != ' ' && (!i || text[i - 1] == ' ');
	return count;
}

/* Does a line say no more than how far it is: no sentence, and nothing of coverage, a disk or what shall be? */
static bool is_progress(const char *text)
{
	return word_count(text) < 7 && outline_is_progress(text) && !outline_is_measured(text);
}

static bool is_of(const char *text)
{
	static const char *const words[] = {" of ", " von ", " sur ", " de ", " di ", " van ",
					    " av ", " z ",   " ze ",  " из ", " з "};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (text_begins(text, words[i]))
			return true;
	return false;
}

/* "2 of 3 steps done", "2/3 complete": both numbers. */
static bool count_said(const char *text, size_t *ret_done, size_t *ret_all)
{
	for (const char *at = text; *at; at++) {
		char *end, *last;
		unsigned long done, all;

		if (*at < '0' || *at > '9' ||
		    (at > text && (ascii_is_name(at[-1]) || at[-1] == '/')))
			continue;
		done = strtoul(at, &end, 10);
		if (is_of(end))
			end = strchr(end + 1, ' ') + 1;
		else if (text_begins(end, "/"))
			end++;
		else if (text_begins(end, " / "))
			end += 3;
		else
			continue;
		if (*end < '0' || *end > '9')
			continue;
		all = strtoul(end, &last, 10);
		if (*last == '/' || *last == '.' || ascii_is_letter(*last))
			continue;
		*ret_done = done;
		*ret_all = all;
		return is_progress(text);
	}
	return false;
}

/* A share beside what the boxes give, rounded as people do. */
static void judge_share(const struct claims *c, const struct outline_unit *u, int percent,
			const struct tally *t)
{
	size_t all = t->done + t->open + t->failed, said = (size_t)percent * all;

	if (said <= 100 * t->done + TOLERANCE * all &&
	    said + TOLERANCE * all >= 100 * t->done && !(percent == 100 && t->open))
		return;
	contradict(c, u->text, u->line, arena_printf(c->a, "%zu %%", 100 * t->done / all),
		   arena_printf(c->a, "%d %%", percent), "another share than its boxes");
}

/* GO is for when nothing failed and no gate is open. */
static void judge_go_of_all(const struct claims *c, const struct outline_unit *u)
{
	struct tally t = tally_of(&c->tallies, OUTLINE_NONE);

	if (t.failed || t.open)
		contradict(c, u->text, u->line, "no failed and no open gate",
			   t.failed ? arena_printf(c->a, "%zu failed", t.failed)
				    : open_text(c, &t),
			   "GO");
}

/* --- headings ------------------------------------------------------------------------------ */

static void judge_heading(const struct claims *c, size_t at)
{
	const struct outline_unit *u = &c->o->units[at];
	const struct outline_mark *mark = u->mark == OUTLINE_NONE ? NULL
								  : &c->o->marks[u->mark];
	struct tally t = tally_of(&c->tallies, at);
	bool own = u->text && !(c->elsewhere && c->elsewhere[at]);
	int percent = own ? share_in(u->text) : -1;
	size_t all = t.done + t.open + t.failed;
	bool whole = percent == 100 &&
		     (outline_is_progress(u->text) || !outline_is_measured(u->text));
	/* a tick in a heading is mostly decoration: it is believed over a mix, and not of what only
	 * names the list; a word always */
	bool done = heading_says_complete(u->text) ||
		    (mark && mark->mark == MARK_DONE &&
		     (mark->form == FORM_WORD || (t.done && !outline_lists(u->title))));

	if (!all) {
		if (mark && mark->mark == MARK_DONE && is_go(mark->text))
			judge_go_of_all(c, u);
		return;
	}
	if (t.open && (done || whole))
		contradict(c, u->text, u->line, "no open box below it", open_text(c, &t),
			   done ? "that it is done, over open boxes"
				: "100 %, over open boxes");
	else if (percent >= 0 && t.boxes && (is_progress(u->text) || text_ends(u->text, ")")))
		judge_share(c, u, percent, &t);
}

/* --- lines --------------------------------------------------------------------------------- */

static void judge_numbers(const struct claims *c, const struct outline_unit *u)
{
	struct tally t = tally_of(&c->tallies, u->heading);
	size_t all, done, said;
	int percent = share_in(u->text);

	if (!t.done && !t.open) /* a number above the first section is of all */
		t = tally_of(&c->tallies, OUTLINE_NONE);
	all = t.done + t.open + t.failed;
	if (all < 2)
		return;
	if (count_said(u->text, &done, &said)) {
		if (said == all && done != t.done)
			contradict(c, u->text, u->line,
				   arena_printf(c->a, "%zu of %zu", t.done, all),
				   arena_printf(c->a, "%zu of %zu", done, said),
				   "another count than the boxes");
	} else if (percent >= 0 && is_progress(u->text)) {
		judge_share(c, u, percent, &t);
	}
}

/* Is it the one line of the kind below its heading, and none about a single step? */
static bool is_of_all(const struct claims *c, const struct outline_unit *u)
{
	bool is = u->text && outline_is_state(u->text, NULL);

	return u->role == ROLE_STATUS && c->o->marks[u->mark].step == OUTLINE_NONE &&
	       c->states[u->heading + 1] <= is;
}

/* "100 %": so many of its words. */
static size_t shares(const char *text)
{
	size_t count = 0;

	for (; *text; text += strcspn(text, " ")) {
		text += strspn(text, " ");
		count += *text && strchr(" ", text[strspn(text, "0123456789%")]);
	}
	return count;
}

/* "done, except DNS" and "done | open | blocked" say something else; "Go/No-Go: GO" does not. */
static bool is_short(const char *text)
{
	const char *colon = strchr(text, ':'), *wide = strstr(text, "\xef\xbc\x9a"),
		   *slash = strrchr(text, '/');
	size_t between = strstr(text, " / ") != NULL;

	return word_count(text) - between - shares(text) <= 4 && !strpbrk(text, "|,;") &&
	       (!slash || (colon && slash < colon) || (wide && slash < wide));
}

/* "Status: done", "Decision: GO", over all or below the heading of what is open. */
static void judge_state(const struct claims *c, size_t at)
{
	const struct outline_unit *u = &c->o->units[at];
	struct tally t = {0};

	if (!u->text || !is_short(u->text) ||
	    !(outline_is_state(u->text, NULL) || is_go(c->o->marks[u->mark].text)) ||
	    !is_of_all(c, u))
		return;
	t = tally_during(&c->tallies, u->heading);
	if (t.open || t.failed)
		contradict(c, u->text, u->line, "nothing open and nothing failed",
			   t.open ? open_text(c, &t)
				  : arena_printf(c->a, "%zu failed", t.failed),
			   "that it is done");
}

/* "All steps complete." below them, or over all. */
static void judge_all(const struct claims *c, const struct outline_unit *u)
{
	size_t below = u->heading;
	struct tally t = tally_during(&c->tallies, below);

	if (!t.done && !t.open && !t.failed)
		t = tally_during(&c->tallies, OUTLINE_NONE);
	if (t.open || t.failed)
		contradict(c, u->text, u->line, "nothing open and nothing failed",
			   t.open ? open_text(c, &t)
				  : arena_printf(c->a, "%zu failed", t.failed),
			   "that all is done");
}

static void judge_parent(const struct claims *c, size_t at)
{
	const struct outline_unit *u = &c->o->units[at];

	if (c->open_child[at])
		contradict(c, u->text, u->line, "nothing open in it",
			   arena_printf(c->a, "what is open on line %u",
					c->o->units[c->open_child[at]].line),
			   "that it is done, and a part of it is open");
}

static void judge_go(const struct claims *c, size_t at)
{
	if (is_go(tally_said(&c->o->units[at])))
		judge_go_of_all(c, &c->o->units[at]);
}

/* --- front matter -------------------------------------------------------------------------- */

static bool is_done(const struct outline *o, const char *said)
{
	size_t ignored;

	said += strspn(said, " \t\"'");
	return legend_says(&o->legend, bytes_text(said), true, &ignored) == MARK_DONE;
}

static void judge_front(const struct claims *c, struct bytes text)
{
	struct lines lines = lines_shown(text);
	struct tally t = tally_of(&c->tallies, OUTLINE_NONE);
	struct bytes line;

	if (!t.open || !lines_next(&lines, &line) || !bytes_begins(line, bytes_text("---")))
		return;
	while (lines_next(&lines, &line) && !bytes_begins(line, bytes_text("---"))) {
		const char *said = arena_strndup(c->a, line.data, line.len), *value;

		if ((outline_is_state(said, &value) && is_done(c->o, value)) ||
		    (is_progress(said) && share_in(said) == 100))
			contradict(c, said, lines.line, "no open box", open_text(c, &t),
				   "in the front matter that it is done");
	}
}

/* Each is looked for from the other end: from what is open up, from what is said to its heading. */
static struct claims read_claims(const struct outline *o, struct contradictions *found,
				 struct arena *a)
{
	size_t *open_child = arena_array(a, o->count + 1, sizeof(*open_child));
	size_t *states = arena_array(a, o->count + 1, sizeof(*states));

	for (size_t i = 0; i < o->count; i++) {
		const struct outline_unit *u = &o->units[i];

		if (u->text && outline_is_state(u->text, NULL))
			states[u->heading + 1]++;
		bool open = (u->boxed || u->mark != OUTLINE_NONE) &&
			    mark_of(o, u) == MARK_PLANNED;

		for (size_t at = u->parent; open && at != OUTLINE_NONE && !open_child[at];
		     at = o->units[at].parent)
			open_child[at] = i;
	}
	return (struct claims){
		a, found, o, tallies_read(o, a), open_child, states, shares_elsewhere(o, a)};
}

/* --- what marks mean ------------------------------------------------------------------------ */

/* What lies over the document's own legend is what is read; a reader believes the document. */
static void judge_legend(const struct outline *o, struct contradictions *to, struct arena *a)
{
	const struct legend_item *items = o->legend.items;

	for (size_t i = 0; i < o->legend.count; i++)
		for (size_t k = i + 1; k < o->legend.count; k++) {
			const struct legend_item *own = &items[i], *over = &items[k];

			if (!own->line || over->line || !over->text ||
			    own->code != over->code || own->mark == MARK_UNKNOWN ||
			    own->mark == over->mark)
				continue;
			*ARENA_PUSH(a, to->items, to->count) = (struct contradiction){
				own->line,
				arena_printf(a,
					     "that '%s' is %s, and 'marks' in runbook.yaml "
					     "that it is %s",
					     over->text, mark_word(own->mark),
					     mark_word(over->mark)),
				over->text, mark_word(over->mark), mark_word(own->mark)};
		}
}

struct contradictions contradictions_of_legend(const struct outline *o, struct arena *arena)
{
	struct contradictions found = {0};

	judge_legend(o, &found, arena);
	return found;
}

struct contradictions contradictions_of(const struct outline *o, struct bytes text,
					struct arena *arena)
{
	struct contradictions found = {0};
	struct claims c = read_claims(o, &found, arena);

	for (size_t i = 0; i < o->count; i++) {
		const struct outline_unit *u = &o->units[i];

		if (u->hidden || u->kind == UNIT_CODE || u->role == ROLE_LEGEND)
			continue;
		if (u->kind == UNIT_HEADING) {
			judge_heading(&c, i);
		} else if (mark_of(o, u) == MARK_DONE) {
			judge_parent(&c, i);
			judge_go(&c, i);
			judge_state(&c, i);
		} else if (u->text && !u->boxed && u->kind != UNIT_ROW) {
			judge_numbers(&c, u);
			if (u->role == ROLE_TEXT && all_done(u->text))
				judge_all(&c, u);
		}
	}
	judge_front(&c, text);
	judge_legend(o, &found, arena);
	return found;
}

bool contradictions_have(const struct contradictions *all, const struct contradiction *one)
{
	for (size_t i = 0; i < all->count; i++)
		if (!strcmp(all->items[i].says, one->says) && all->items[i].text && one->text &&
		    !strcmp(all->items[i].text, one->text))
			return true;
	return false;
}
