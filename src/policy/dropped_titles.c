/*
 * dropped_titles.c - identity of steps that a document knows by their title alone: one that it said was done
 * is not dropped. Another wording of it is no drop, nor is another place, in this document or in one that
 * the change has beside it. In the documents of a runbook in force rule_drift.c says so.
 */
#include "policy/internal.h"
#include "policy/readings.h"

#include "base/cleanup.h"
#include "base/strbuf.h"
#include "text/drops.h"
#include "text/legend.h"
#include "text/outline.h"

/* Whoever pushes writes what is compared; what is beyond that nobody can tell, and it is told. */
#define HEIRS_WORK (8 << 20) /* letters of one title by those of another */

struct titles {
	const struct facts *facts;
	const struct change *change;
	const struct strmap *ids; /* of the runbook */
	struct arena *arena;
	size_t first; /* parent that has the document */
	const struct outline *was, *now;
	struct strmap had, has; /* titles, folded */
	struct strmap *
		*said; /* by parent: those that it says are done; NULL: it is not asked */
	const char **
		heirs; /* by unit of what is there now: its title, where it may be another's new wording */
	const char **places
		[2]; /* by change: all that the document says now, and said before; NULL: not read yet */
	size_t compared, searched;
};

static const char *fold(const char *text, struct arena *a)
{
	return marks_title(text ? text : "", a);
}

/* What is to be done, without the id before it. */
static const char *title_of(const struct titles *t, const struct outline_unit *unit)
{
	struct outline_unit named = *unit;
	const char *means;

	named.id = listing_id(unit, t->ids, t->arena);
	means = named.id ? outline_meaning(&named, t->arena, NULL) : NULL;
	return means ? means : fold(outline_work(unit), t->arena);
}

static bool is_done(const struct outline *o, const struct outline_unit *unit)
{
	return unit->mark != OUTLINE_NONE && o->marks[unit->mark].mark == MARK_DONE;
}

static void read_titles(const struct titles *t, const struct outline *o, struct strmap *ret)
{
	for (size_t i = 0; i < o->count; i++)
		if (!o->units[i].hidden)
			strmap_put(ret, title_of(t, &o->units[i]), ret);
}

/* The steps that were not there before, any of which may say another's work in other words. */
static void read_heirs(struct titles *t)
{
	t->heirs = arena_array(t->arena, t->now->count + 1, sizeof(*t->heirs));
	for (size_t i = 0; i < t->now->count; i++) {
		const struct outline_unit *unit = &t->now->units[i];
		const char *title;

		if (unit->hidden || (unit->role != ROLE_STEP && unit->role != ROLE_PART))
			continue;
		title = title_of(t, unit);
		if (!strmap_get(&t->had, title))
			t->heirs[i] = title;
	}
}

/* Each is one step's. */
static bool has_heir(struct titles *t, const char *title)
{
	for (size_t i = 0; i < t->now->count && t->compared < HEIRS_WORK; i++) {
		if (!t->heirs[i])
			continue;
		t->compared += (strlen(t->heirs[i]) + 1) * (strlen(title) + 1);
		if (outline_is_another(t->heirs[i], title))
			continue;
		t->heirs[i] = NULL;
		return true;
	}
	return false;
}

static int read_place(const struct titles *t, const char *path, const struct version *version,
		      const char **ret, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf all = STRBUF_INIT;
	const struct outline *outline;
	struct opened *opened;

	if (*ret)
		return 0;
	*ret = "";
	if (!version_is_file(version))
		return 0;
	if (opened_of(t->facts, path, version, t->arena, &opened, err) < 0)
		return -1;
	outline = opened_outline(t->facts, opened, true);
	for (size_t i = 0; outline && i < outline->count; i++)
		strbuf_addf(&all, "%s\n", fold(outline->units[i].text, t->arena));
	*ret = arena_strdup(t->arena, all.buf);
	return 0;
}

/* Does another document of the change say it that did not before: moved, or put aside with what is done? */
static int is_elsewhere(struct titles *t, const char *title, bool *ret, struct err *err)
{
	const struct facts *facts = t->facts;

	*ret = false;
	for (size_t i = 0; i < facts->change_count && !*ret; i++) {
		const struct change *other = &facts->changes[i];
		const char **now = &t->places[0][i], **was = &t->places[1][i];

		if (other == t->change || !class_is_markdown(other->path))
			continue;
		if (read_place(t, other->path, &other->now, now, err) < 0)
			return -1;
		t->searched += strlen(*now);
		if (t->searched > ELSEWHERE_WORK)
			return 0;
		if (!says_word(bytes_text(*now), title))
			continue;
		if (read_place(t, other->path, &other->was[t->first], was, err) < 0)
			return -1;
		*ret = !says_word(bytes_text(*was), title);
	}
	return 0;
}

static void tell(const struct titles *t, const struct outline_unit *unit,
		 struct findings *found)
{
	struct finding with = finding_whole(t->facts, t->change->path);
	const char *title = quote_line(bytes_text(outline_work(unit)), found->arena);

	with.expected = arena_printf(found->arena, "'%s', which was done", title);
	with.listed = outline_work(unit);
	with.found = "no such step";
	with.fix = "hint: list it again, or say elsewhere what became of it; where it is "
		   "called otherwise now, keep a word of its title";
	/* severity: documents are tidied, and what was done stands in the history still */
	finding_add(found, RULE_IDENTITY, FINDING_WARN, with,
		    "'%s' was done, and is listed nowhere any more", title);
}

/* Every parent that has the document. One that did not say so was judged where it changed it. */
static int read_parents(struct titles *t, struct err *err)
{
	t->said = arena_array(t->arena, t->facts->parents + 1, sizeof(*t->said));
	for (size_t i = 0; i < t->facts->parents; i++) {
		const struct version *was = &t->change->was[i];
		const struct outline *o;
		struct opened *opened;

		t->said[i] = NULL;
		if (i == t->first || !version_is_file(was))
			continue;
		if (opened_of(t->facts, t->change->path, was, t->arena, &opened, err) < 0)
			return -1;
		o = opened_outline(t->facts, opened, true);
		if (!o)
			continue;
		t->said[i] = arena_alloc(t->arena, sizeof(**t->said));
		*t->said[i] = (struct strmap){.arena = t->arena};
		for (size_t k = 0; k < o->count; k++)
			if (o->units[k].role == ROLE_STEP && is_done(o, &o->units[k]))
				strmap_put(t->said[i], title_of(t, &o->units[k]), t);
	}
	return 0;
}

static bool all_say(const struct titles *t, const char *title)
{
	for (size_t i = 0; i < t->facts->parents; i++)
		if (t->said[i] && !strmap_get(t->said[i], title))
			return false;
	return true;
}

static int judge(struct titles *t, struct findings *found, struct err *err)
{
	read_titles(t, t->was, &t->had);
	read_titles(t, t->now, &t->has);
	read_heirs(t);
	if (read_parents(t, err) < 0)
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(t->places); i++)
		t->places[i] = arena_array(t->arena, t->facts->change_count + 1,
					   sizeof(*t->places[i]));
	for (size_t i = 0; i < t->was->count; i++) {
		const struct outline_unit *unit = &t->was->units[i];
		bool elsewhere;
		const char *title;

		if (unit->role != ROLE_STEP || unit->hidden || !is_done(t->was, unit) ||
		    listing_id(unit, t->ids, t->arena))
			continue;
		title = title_of(t, unit);
		if (!*title || strmap_get(&t->has, title) || has_heir(t, title))
			continue;
		strmap_put(&t->has, title, t); /* it is said once */
		if (!all_say(t, title))
			continue;
		if (is_elsewhere(t, title, &elsewhere, err) < 0)
			return -1;
		if (!elsewhere)
			tell(t, unit, found);
	}
	return 0;
}

/* What became of its lines certainly is no drop, or other rules tell of it. */
static int is_other(const struct facts *facts, const struct change *change, size_t first,
		    bool *ret, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct marks_place place;
	struct bytes was, now;

	*ret = true;
	if (first == facts->parents || !class_is_markdown(change->path))
		return 0;
	if (marks_place(facts, change->path, &place, err) < 0)
		return -1;
	if (facts->adopted && place.named)
		return 0;
	if (facts_text(facts, &change->was[first], &scratch, &was, err) < 0 ||
	    facts_text(facts, &change->now, &scratch, &now, err) < 0)
		return -1;
	*ret = !text_may_drop_done(was, now, &scratch);
	return 0;
}

int titles_dropped(const struct facts *facts, const struct change *change,
		   struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct titles t = {.facts = facts,
			   .change = change,
			   .arena = &scratch,
			   .had = {.arena = &scratch},
			   .has = {.arena = &scratch}};
	struct opened *was, *now;
	bool other;

	while (t.first < facts->parents && !version_is_file(&change->was[t.first]))
		t.first++;
	if (is_other(facts, change, t.first, &other, err) < 0)
		return -1;
	if (other)
		return 0;
	if (marks_ids(facts, &t.ids, err) < 0 ||
	    opened_of(facts, change->path, &change->was[t.first], &scratch, &was, err) < 0)
		return -1;
	t.was = steps_of(facts, was);
	if (!t.was)
		return 0;
	if (opened_of(facts, change->path, &change->now, &scratch, &now, err) < 0)
		return -1;
	t.now = opened_outline(facts, now, true);
	return t.now ? judge(&t, found, err) : 0;
}
