/*
 * doclint_claims.c - what a reader sees at once in one document: "done" or "100 %" over open boxes, a
 * parent that is ticked over open children, a number that the boxes contradict, GO beside what failed,
 * a status in the front matter that the boxes deny.
 */
#include "document/doclint_parts.h"

#include <strings.h>

#include "base/ascii.h"
#include "base/texts.h"
#include "text/lines.h"

#define TOLERANCE 10 /* points by which a percentage may be rounded */

/* Boxes, and other marks of steps and their parts, of a stretch of the document. */
struct tally {
	size_t done, open, failed, boxes;
	unsigned first_open; /* its line */
};

static enum mark mark_of(const struct outline *o, const struct outline_unit *u)
{
	return u->mark == OUTLINE_NONE ? MARK_NONE : o->marks[u->mark].mark;
}

static bool counts(const struct outline_unit *u)
{
	return u->kind != UNIT_HEADING && !u->hidden && u->role != ROLE_BACK &&
	       (u->boxed || u->role == ROLE_STEP || u->role == ROLE_PART);
}

/* Is it below the heading (OUTLINE_NONE: anywhere), or one that stands below that? */
static bool is_below(const struct outline *o, size_t unit, size_t heading)
{
	size_t at = o->units[unit].heading;

	if (heading == OUTLINE_NONE)
		return true;
	while (at != OUTLINE_NONE && at != heading) {
		size_t above = at;

		/* the next heading before it of a higher level */
		while (above && !(o->units[above - 1].kind == UNIT_HEADING &&
				  o->units[above - 1].level < o->units[at].level))
			above--;
		at = above ? above - 1 : OUTLINE_NONE;
	}
	return at == heading;
}

/* What it says behind its box: its title, or the word that is a mark itself. */
static const char *said_by(const struct outline_unit *u)
{
	const char *text = u->title && *u->title ? u->title : u->text ? u->text : "";

	return text[0] == '[' && text[1] && text[2] == ']' ? text + 3 + strspn(text + 3, " ")
							   : text;
}

/* GO and NO-GO are a choice: one of them stays open. */
static bool is_choice(const char *title)
{
	char low[16];
	size_t len = 0;

	for (; title && title[len] && len < sizeof(low) - 1; len++)
		low[len] = title[len] == ' ' || title[len] == '_' ? '-'
								  : ascii_lower(title[len]);
	low[len] = '\0';
	return !strcmp(low, "go") || !strcmp(low, "no-go") || !strcmp(low, "nogo") ||
	       !strcmp(low, "yes") || !strcmp(low, "no");
}

static bool is_go(const char *title)
{
	return !strcasecmp(title, "go");
}

/* leaves_out: what stands below such a heading does not count; NULL: all does. */
static struct tally count_but(const struct outline *o, size_t heading,
			      bool (*leaves_out)(const char *heading))
{
	struct tally t = {0};

	for (size_t i = 0; i < o->count; i++) {
		const struct outline_unit *u = &o->units[i];
		enum mark mark = mark_of(o, u);

		if (leaves_out && u->heading != OUTLINE_NONE &&
		    leaves_out(o->units[u->heading].text))
			continue;
		if (!counts(u) || !is_below(o, i, heading) || is_choice(said_by(u)))
			continue;
		t.boxes += u->boxed;
		t.done += mark == MARK_DONE;
		t.failed += mark == MARK_BLOCKED;
		if (mark == MARK_PLANNED && !t.open++)
			t.first_open = u->line;
	}
	return t;
}

static struct tally count(const struct outline *o, size_t heading)
{
	return count_but(o, heading, NULL);
}

static void contradict(struct linting *lint, const char *path, unsigned line,
		       const char *expected, const char *found, const char *message)
{
	finding_add(
		lint->found, RULE_CONTRADICTION, FINDING_ERROR,
		(struct finding){.at = {path, line, 1},
				 .path = path,
				 .expected = expected,
				 .found = found,
				 .fix = "hint: decide which one is right, and fix the other"},
		"line %u says %s", line, message);
}

static const char *open_text(struct linting *lint, const struct tally *t)
{
	return arena_printf(lint->arena, "%zu open, the first on line %u", t->open,
			    t->first_open);
}

static const char *find_percent(const char *text)
{
	const char *plain = strchr(text, '%'), *wide = strstr(text, "\xef\xbc\x85");

	return !plain || (wide && wide < plain) ? wide : plain;
}

/* "(50 %)", "95%": the first percentage of a text; -1: none. */
static int percentage(const char *text)
{
	for (const char *at = text; (at = find_percent(at)); at++) {
		const char *end = at;
		int value = 0;
		const char *digits;

		while (end > text && (end[-1] == ' ' || (unsigned char)end[-1] >= 0x80))
			end--;
		digits = end;
		while (digits > text && digits[-1] >= '0' && digits[-1] <= '9')
			digits--;
		if (digits == end || end - digits > 3 ||
		    (digits > text && (digits[-1] == '.' || digits[-1] == ',')))
			continue;
		for (const char *d = digits; d < end; d++)
			value = value * 10 + (*d - '0');
		if (value <= 100)
			return value;
	}
	return -1;
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
		if (text_begins(end, " of ") || text_begins(end, " von ") ||
		    text_begins(end, " sur "))
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
static void judge_share(struct linting *lint, const char *path, unsigned line, int percent,
			const struct tally *t)
{
	size_t all = t->done + t->open + t->failed, said = (size_t)percent * all;

	if (said <= 100 * t->done + TOLERANCE * all &&
	    said + TOLERANCE * all >= 100 * t->done && !(percent == 100 && t->open))
		return;
	contradict(lint, path, line, arena_printf(lint->arena, "%zu %%", 100 * t->done / all),
		   arena_printf(lint->arena, "%d %%", percent), "another share than its boxes");
}

/* --- headings ------------------------------------------------------------------------------ */

/* "Preparation COMPLETE": a word in capitals at its end. */
static bool says_complete(const char *text)
{
	static const char *const words[] = {" COMPLETE", " COMPLETED", " DONE", " FINISHED"};

	for (size_t i = 0; text && i < ARRAY_SIZE(words); i++)
		if (text_ends(text, words[i]) && !strcasestr(text, "not ") &&
		    !strcasestr(text, "when "))
			return true;
	return false;
}

static void judge_heading(struct linting *lint, const char *path, const struct outline *o,
			  size_t at)
{
	const struct outline_unit *u = &o->units[at];
	const struct outline_mark *mark = u->mark == OUTLINE_NONE ? NULL : &o->marks[u->mark];
	struct tally t = count(o, at);
	int percent = u->text ? percentage(u->text) : -1;
	size_t all = t.done + t.open + t.failed;
	/* a tick in a heading is mostly decoration: it is believed over a mix, and not of what only
	 * names the list; a word always */
	bool done = says_complete(u->text) ||
		    (mark && mark->mark == MARK_DONE &&
		     (mark->form == FORM_WORD || (t.done && !outline_lists(u->title))));

	if (!all)
		return;
	if (t.open && (done || percent == 100))
		contradict(lint, path, u->line, "no open box below it", open_text(lint, &t),
			   done ? "that it is done, over open boxes"
				: "100 %, over open boxes");
	else if (percent >= 0 && t.boxes && (is_progress(u->text) || text_ends(u->text, ")")))
		judge_share(lint, path, u->line, percent, &t);
}

/* --- lines --------------------------------------------------------------------------------- */

static void judge_numbers(struct linting *lint, const char *path, const struct outline *o,
			  const struct outline_unit *u)
{
	struct tally t = count(o, u->heading);
	size_t all, done, said;
	int percent = percentage(u->text);

	if (!t.done && !t.open) /* a number above the first section is of all */
		t = count(o, OUTLINE_NONE);
	all = t.done + t.open + t.failed;
	if (all < 2)
		return;
	if (count_said(u->text, &done, &said)) {
		if (said == all && done != t.done)
			contradict(lint, path, u->line,
				   arena_printf(lint->arena, "%zu of %zu", t.done, all),
				   arena_printf(lint->arena, "%zu of %zu", done, said),
				   "another count than the boxes");
	} else if (percent >= 0 && is_progress(u->text)) {
		judge_share(lint, path, u->line, percent, &t);
	}
}

/* Is it the one line of the kind below its heading, and none about a single step? */
static bool is_of_all(const struct outline *o, size_t at)
{
	const struct outline_unit *u = &o->units[at];

	if (u->role != ROLE_STATUS || o->marks[u->mark].step != OUTLINE_NONE)
		return false;
	for (size_t i = 0; i < o->count; i++)
		if (i != at && o->units[i].heading == u->heading && o->units[i].text &&
		    outline_is_state(o->units[i].text, NULL))
			return false;
	return true;
}

/* "Status: done", "Decision: GO", over all or below the heading of what is open. */
static void judge_state(struct linting *lint, const char *path, const struct outline *o,
			size_t at)
{
	const struct outline_unit *u = &o->units[at];
	struct tally t = {0};

	/* "done, except DNS" and "done | open | blocked" say something else */
	if (!u->text || word_count(u->text) > 4 ||
	    !(outline_is_state(u->text, NULL) || is_go(o->marks[u->mark].text)) ||
	    strpbrk(u->text, "|,;/") || !is_of_all(o, at))
		return;
	t = count_but(o, u->heading, outline_is_after);
	if (t.open || t.failed)
		contradict(lint, path, u->line, "nothing open and nothing failed",
			   t.open ? open_text(lint, &t)
				  : arena_printf(lint->arena, "%zu failed", t.failed),
			   "that it is done");
}

static void judge_parent(struct linting *lint, const char *path, const struct outline *o,
			 size_t at)
{
	const struct outline_unit *u = &o->units[at];

	for (size_t i = at + 1; i < o->count && u->boxed; i++) {
		const struct outline_unit *child = &o->units[i];
		size_t above = child->parent;

		while (above != OUTLINE_NONE && above != at)
			above = o->units[above].parent;
		if (above != at || !child->boxed || mark_of(o, child) != MARK_PLANNED)
			continue;
		contradict(lint, path, u->line, "no open box in it",
			   arena_printf(lint->arena, "an open box on line %u", child->line),
			   "that it is done, and a part of it is open");
		return;
	}
}

/* GO is for when nothing failed and no gate is open. */
static void judge_go(struct linting *lint, const char *path, const struct outline *o, size_t at)
{
	const struct outline_unit *u = &o->units[at];
	struct tally t = count(o, OUTLINE_NONE);

	if (!is_go(said_by(u)) || (!t.failed && !t.open))
		return;
	contradict(lint, path, u->line, "no failed and no open gate",
		   t.failed ? arena_printf(lint->arena, "%zu failed", t.failed)
			    : open_text(lint, &t),
		   "GO");
}

/* --- front matter -------------------------------------------------------------------------- */

static bool is_done(const struct outline *o, const char *said)
{
	size_t ignored;

	said += strspn(said, " \t\"'");
	return legend_says(&o->legend, bytes_text(said), true, &ignored) == MARK_DONE;
}

static void judge_front(struct linting *lint, const char *path, const struct outline *o,
			struct bytes text)
{
	struct lines lines = lines_of(text);
	struct tally t = count(o, OUTLINE_NONE);
	struct bytes line;

	if (!t.open || !lines_next(&lines, &line) || !bytes_begins(line, bytes_text("---")))
		return;
	while (lines_next(&lines, &line) && !bytes_begins(line, bytes_text("---"))) {
		const char *said = arena_strndup(lint->arena, line.data, line.len), *value;

		if ((outline_is_state(said, &value) && is_done(o, value)) ||
		    (is_progress(said) && percentage(said) == 100))
			contradict(lint, path, lines.line, "no open box", open_text(lint, &t),
				   "in the front matter that it is done");
	}
}

void doclint_claims(struct linting *lint, const char *path, struct bytes text,
		    const struct outline *o)
{
	for (size_t i = 0; i < o->count; i++) {
		const struct outline_unit *u = &o->units[i];

		if (u->hidden || u->kind == UNIT_CODE || u->role == ROLE_LEGEND)
			continue;
		if (u->kind == UNIT_HEADING) {
			judge_heading(lint, path, o, i);
		} else if (mark_of(o, u) == MARK_DONE) {
			judge_parent(lint, path, o, i);
			judge_go(lint, path, o, i);
			judge_state(lint, path, o, i);
		} else if (u->text && !u->boxed && u->kind != UNIT_ROW) {
			judge_numbers(lint, path, o, u);
		}
	}
	judge_front(lint, path, o, text);
}
