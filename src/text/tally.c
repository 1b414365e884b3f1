#include "text/tally.h"

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/texts.h"

static enum mark mark_of(const struct outline *o, const struct outline_unit *u)
{
	return u->mark == OUTLINE_NONE ? MARK_NONE : o->marks[u->mark].mark;
}

/* A box, or a step, that is seen and is not about going back. */
static bool counts(const struct outline_unit *u)
{
	return u->kind != UNIT_HEADING && !u->hidden && u->role != ROLE_BACK &&
	       (u->boxed || u->role == ROLE_STEP || u->role == ROLE_PART);
}

const char *tally_said(const struct outline_unit *u)
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

/* Also one that is a sign of its own, as word processors have it. */
static bool is_box(const struct outline *o, const struct outline_unit *u)
{
	return u->boxed || (u->mark != OUTLINE_NONE &&
			    (text_begins(o->marks[u->mark].text, "\xe2\x98\x91") ||
			     text_begins(o->marks[u->mark].text, "\xe2\x98\x90")));
}

static void add(struct tally *t, const struct outline *o, const struct outline_unit *u)
{
	enum mark mark = mark_of(o, u);

	t->boxes += is_box(o, u);
	t->done += mark == MARK_DONE;
	t->failed += mark == MARK_BLOCKED;
	t->open += mark == MARK_PLANNED && !(u->text && outline_is_later(u->text));
}

/* Where the section of each heading ends: at the next one of its level, or a higher one. */
static const size_t *find_ends(const struct outline *o, struct arena *a)
{
	size_t *ends = arena_array(a, o->count + 1, sizeof(*ends));
	size_t *open = arena_array(a, o->count + 1, sizeof(*open)), depth = 0;

	for (size_t i = 0; i < o->count; i++) {
		if (o->units[i].kind != UNIT_HEADING)
			continue;
		while (depth && o->units[open[depth - 1]].level >= o->units[i].level)
			ends[open[--depth]] = i;
		open[depth++] = i;
	}
	while (depth)
		ends[open[--depth]] = o->count;
	return ends;
}

/* Sums of what stands before each unit; the first lines are those from it on. */
static const struct tally *sum(const struct outline *o, bool during, struct arena *a)
{
	struct tally *sums = arena_array(a, o->count + 1, sizeof(*sums));
	bool later = false;

	for (size_t i = 0; i < o->count; i++) {
		const struct outline_unit *u = &o->units[i];

		if (u->kind == UNIT_HEADING)
			later = during && u->text && outline_is_after(u->text);
		sums[i + 1] = sums[i];
		if (!later && counts(u) && !is_choice(tally_said(u)))
			add(&sums[i + 1], o, u);
	}
	for (size_t i = o->count; i--;) {
		bool box = sums[i + 1].boxes > sums[i].boxes;
		bool open = sums[i + 1].open > sums[i].open;

		sums[i].first_box = box ? o->units[i].line : sums[i + 1].first_box;
		sums[i].first_open = open ? o->units[i].line : sums[i + 1].first_open;
	}
	return sums;
}

struct tallies tallies_read(const struct outline *o, struct arena *a)
{
	return (struct tallies){o, sum(o, false, a), sum(o, true, a), find_ends(o, a)};
}

static struct tally between(const struct tallies *t, const struct tally *sums, size_t heading)
{
	size_t from = heading == OUTLINE_NONE ? 0 : heading;
	const struct tally *a = &sums[from];
	const struct tally *b = &sums[heading == OUTLINE_NONE ? t->o->count : t->ends[from]];
	struct tally tally = {b->done - a->done,
			      b->open - a->open,
			      b->failed - a->failed,
			      b->boxes - a->boxes,
			      0,
			      0};

	tally.first_open = tally.open ? a->first_open : 0;
	tally.first_box = tally.boxes ? a->first_box : 0;
	return tally;
}

struct tally tally_of(const struct tallies *t, size_t heading)
{
	return between(t, t->all, heading);
}

struct tally tally_during(const struct tallies *t, size_t heading)
{
	return between(t, t->during, heading);
}

bool tally_text(const char *path, struct bytes text, struct tally *ret)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct tallies tallies;
	struct outline o;
	struct err none;

	if (outline_read(text, path, NULL, &scratch, &o, &none) < 0)
		return false;
	tallies = tallies_read(&o, &scratch);
	*ret = tally_of(&tallies, OUTLINE_NONE);
	return true;
}
